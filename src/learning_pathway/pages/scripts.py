"""Which scripts a page begins with: read from the table of tools in `pathway.mjs` and the imports of each module.

Pages name them in their heads, so that a browser asks for all of them at once, not for one after another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

__all__ = ["Imports", "imports"]

#: What marks a tool's place in a page, and the scripts that it needs; what every page needs is marked by nothing.
Imports = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

START = "pathway.mjs"
_STATIC = re.compile(r'^(?:import|export)\b[^;]*?"\./([\w./-]+\.mjs)";', re.MULTILINE)
_TOOL = re.compile(r'^\s*\["([^"]+)", \(\) => import\("\./([\w-]+\.mjs)"\)\],', re.MULTILINE)
_MARK = re.compile(r"[\w-]+")


def imports(folder: Path) -> Imports:
    """The scripts of every page, then those of each tool; none is named twice for a page.

    Raises:
        OSError: a script could not be read.
    """
    if not (folder / START).is_file():
        return ()
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.mjs"))}
    everywhere = closure(texts, START)
    tools = (
        (tuple(_MARK.findall(selector)), tuple(name for name in closure(texts, script) if name not in everywhere))
        for selector, script in _TOOL.findall(texts[START])
    )
    return (((), everywhere), *tools)


def closure(texts: Mapping[str, str], script: str) -> tuple[str, ...]:
    """The script, and everything that it imports before it runs, directly or not."""
    found = [script]
    for name in found:
        found += dict.fromkeys(one for one in _STATIC.findall(texts.get(name, "")) if one not in found)
    return tuple(found)
