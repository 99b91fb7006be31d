"""Recognising scripts that do nothing but lead elsewhere. They are read as text and never executed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urljoin

__all__ = ["script_target"]

_TARGET: Final = re.compile(
    r"""(?<![\w$.])(?:(?:window|document|top|self|parent|this)\s*\.\s*)*location"""
    r"""(?:\s*\.\s*href)?\s*(?:=(?!=)\s*|\.\s*(?:replace|assign)\s*\(\s*)(["'`])([^"'`\s<>]{1,2000})\1""",
)
#: What comes before a redirect that waits for something, or that may never be called.
_HANDLER: Final = re.compile(
    r"onclick|addEventListener|onsubmit|onchange|\.click\(|onerror|function\s+\w+\s*\(", re.IGNORECASE
)


def script_target(sources: Iterable[str], base: str, page: str) -> str:
    """Return where the first of some inline scripts leads at once, or an empty string.

    Args:
        sources: the scripts.
        base: the address against which theirs are resolved.
        page: the address of the page itself; a script that leads there reloads, and leads nowhere.
    """
    for source in sources:
        found = _TARGET.search(source)
        if not found or _HANDLER.search(source[: found.start()]):
            continue
        try:
            target: str = urljoin(base, found[2].replace("\\/", "/"))
        except ValueError:
            continue
        if target.partition("#")[0] != page.partition("#")[0]:
            return target
    return ""
