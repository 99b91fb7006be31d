"""What a page tells programs, though not in words for readers, of being a not-found page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["missing_mark"]

_CLASS: Final = re.compile(
    r"(?:^|[\s_])(?:(?:template-|page-|is-|error-?)?404(?:-page|-template|-error)?|(?:page-|is-)?not-?found(?:-page|-template)?"
    r"|search-no-results)(?=[\s_]|$)",
    re.IGNORECASE,
)
"""Class or id of the body by which content systems mark it: `error404`, `template-404`, `page-not-found`."""
_SCRIPT: Final = re.compile(
    r"""["']page["']\s*:\s*["']/(?:404|_error)["']|\bpagePath\s*=\s*["']/404|\bprerenderStatusCode\s*=\s*["']?4(?:04|10)"""
    r"""|["']page_?(?:type|category|name|template)["']\s*:\s*["'][\w -]{0,20}(?:404|not[-_ ]?found)"""
    r"""|["'](?:pageview|_trackPageview)["'],\s*["']/?404\b""",
    re.IGNORECASE,
)
"""What applications and counting scripts call the page: `"page":"/404"` of Next.js, for instance."""


def missing_mark(body: str, metas: Iterable[tuple[str, str]], scripts: Iterable[str]) -> str:
    """Return the mark of a not-found page, or an empty string.

    Args:
        body: the body's class and id.
        metas: names of metadata with their contents.
        scripts: the scripts in the page.
    """
    for key, content in metas:
        if key == "prerender-status-code" and content.strip() in ("404", "410"):
            return f"{key}: {content.strip()}"
    found = _CLASS.search(body)
    found = found or next((found for script in scripts if (found := _SCRIPT.search(script))), None)
    return found[0].strip()[:80] if found else ""
