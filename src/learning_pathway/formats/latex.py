r"""Plain text of LaTeX: `\'e` is é, `\&` is &, braces group and are not printed."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from .text import plain

__all__ = ["text_of"]


#: Without one of these there is nothing to read.
_MARKS = re.compile(r"[\\{}$~]|--|``|''")


#: Signs that reference managers escape, and that need no parser.
_SIMPLE = re.compile(r"\\([&%$#_])|\\text(backslash|braceleft|braceright|asciitilde|asciicircum)\{\}")


_WORDS = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}


#: Brackets around what `_SIMPLE` found, of characters for private use, so that the parser leaves it alone.
_PRIVATE = {sign: chr(0xE000 + place) for place, sign in enumerate("&%$#_\\{}~^")}


_PUBLIC = str.maketrans({private: sign for sign, private in _PRIVATE.items()})


_MACROS = [
    MacroTextSpec("url", simplify_repl="%s"),
    MacroTextSpec("textless", simplify_repl="<"),
    MacroTextSpec("textgreater", simplify_repl=">"),
    MacroTextSpec("textbar", simplify_repl="|"),
]


@cache
def _decoder() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    context.add_context_category("addresses", prepend=True, macros=_MACROS)
    return LatexNodes2Text(latex_context=context, math_mode="text", strict_latex_spaces=False)


def text_of(latex: str) -> str:
    """The text that a value prints, made plain. What is no LaTeX stays as it is written."""
    if _MARKS.search(latex) is None:
        return plain(latex)
    kept = _SIMPLE.sub(lambda found: _PRIVATE[found[1] or _WORDS[found[2]]], latex)
    if re.search(r"[\\$~]|--|``|''", kept):
        with suppress(ValueError, IndexError, RecursionError):
            kept = _decoder().latex_to_text(kept)
    return plain(re.sub(r"[{}]", "", kept).translate(_PUBLIC))
