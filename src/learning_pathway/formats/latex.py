r"""Plain text of LaTeX: `\'e` is é, `\&` is &, braces group and are not printed."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from typing import Any

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from .text import plain

__all__ = ["text_of", "unread_commands"]


#: Without one of these there is nothing to read.
_MARKS = re.compile(r"[\\{}$~]|--|``|''")


#: Signs that reference managers escape, and signs that are themselves in BibTeX, where LaTeX would begin a comment.
_SIMPLE = re.compile(
    r"\\([&%$#_{}])|(?<!\\)([%#&_])|\\text(backslash|braceleft|braceright|asciitilde|asciicircum)(?:\{\}| )?"
)


_WORDS = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}


#: Characters for private use in place of what `_SIMPLE` found, so that the parser leaves it alone.
_PRIVATE = {sign: chr(0xE000 + place) for place, sign in enumerate("&%$#_\\{}~^")}


_PUBLIC = str.maketrans({private: sign for sign, private in _PRIVATE.items()})

_COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
#: Commands with an address or a reference before the text, or in place of it.
_ADDRESS = re.compile(r"\\href\s*\{[^{}]*\}")
_QUOTED = re.compile(r"\\(?:enquote|mkbibquote)\*?\s*\{([^{}]*)\}")
_DROPPED = frozenset({"cite", "citep", "citet", "href", "includegraphics", "input", "label", "pageref", "ref"})
_KNOWN = frozenset(
    {
        "begin", "bf", "em", "end", "it", "mbox", "sc", "textasciicircum", "textasciitilde", "textsubscript",
        "textsuperscript", "texttt", "tt", "url"
    }
)  # fmt: skip

_MACROS = [
    MacroTextSpec("url", simplify_repl="%s"),
    MacroTextSpec("textless", simplify_repl="<"),
    MacroTextSpec("textgreater", simplify_repl=">"),
    MacroTextSpec("textbar", simplify_repl="|"),
    MacroTextSpec("slash", simplify_repl="/"),
    MacroTextSpec("-", simplify_repl=""),
    *(
        MacroTextSpec(name, simplify_repl="")
        for name in ("cite", "citep", "citet", "ref", "pageref", "includegraphics")
    ),
]


@cache
def _context() -> Any:
    context = get_default_latex_context_db()
    context.add_context_category("addresses", prepend=True, macros=_MACROS)
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_arguments))
    return context


@cache
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(latex_context=_context(), math_mode="text", strict_latex_spaces=False)


def _arguments(node: Any, l2tobj: LatexNodes2Text) -> str:
    """The text of a command's arguments; a command that is not known may still hold words."""
    arguments = node.nodeargd.argnlist if node.nodeargd is not None else ()
    return "".join(l2tobj.nodelist_to_text([argument]) for argument in arguments or () if argument is not None)


def text_of(latex: str) -> str:
    """The text that a value prints, made plain. What is no LaTeX stays as it is written."""
    if _MARKS.search(latex) is None:
        return plain(latex)
    words = _QUOTED.sub("“\\1”", _ADDRESS.sub("", latex))
    kept = _SIMPLE.sub(lambda found: _PRIVATE[found[1] or found[2] or _WORDS[found[3]]], words)
    if re.search(r"[\\$~]|--|``|''", kept):
        with suppress(ValueError, IndexError, RecursionError):
            kept = _decoder().latex_to_text(kept)
    return plain(re.sub(r"[{}]", "", kept).translate(_PUBLIC))


def unread_commands(latex: str) -> list[str]:
    """The commands in a value that are not understood, or whose argument is no text; their words are kept."""
    if "\\" not in latex:
        return []
    names = dict.fromkeys(_COMMAND.findall(_SIMPLE.sub(" ", _QUOTED.sub(" ", latex))))
    return [f"\\{name}" for name in names if name in _DROPPED or not _is_known(name)]


def _is_known(name: str) -> bool:
    return name in _KNOWN or _context().get_macro_spec(name).macroname == name
