"""Long texts of the catalogue: a small set of Markdown, as HTML and as plain text.

Editors may write paragraphs, `*emphasis*`, `**strong**`, lists and `[links](https://…)`; everything else stays as
typed. markdown-it-py reads it as CommonMark does, with every other rule switched off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Self

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.list import list_block
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.escape import escape as escape_sign
from markdown_it.token import Token
from markupsafe import Markup, escape
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from .addresses import href

__all__ = [
    "RichText",
]

_BLANK_LINES = re.compile(r"\n\s*\n")
#: A list begins with a hyphen, a star or the number one, and words after it: `1984. It was` and `- - -` begin none.
_FIRST_ITEM = re.compile(r"(?:[-*]|0*1[.)])[ \t]+(?![-*\s]*$)")
_ITEM = re.compile(r"(?:[-*]|[0-9]{1,9}[.)])[ \t]+(?![-*\s]*$)")
#: What a text must hold for any of the rules to act.
_MARKS = re.compile(rf"[*_\[\\]|^[ \t]*{_FIRST_ITEM.pattern}", re.MULTILINE)


class RichText(str):
    """A long text. As a string it is plain text, so that no export can show a raw sign; `html` is for pages.

    Attributes:
        source: what the editor typed.
    """

    source: str

    def __new__(cls, source: str) -> Self:
        """Read what an editor typed."""
        made = super().__new__(cls, plain(source) if _MARKS.search(source) else source)
        made.source = source
        return made

    def __getnewargs__(self) -> tuple[str]:
        """Copies are made from the source."""
        return (self.source,)

    @property
    def html(self) -> Markup:
        """Paragraphs and lists."""
        if _MARKS.search(self.source):
            return Markup(parser().render(self.source).rstrip())  # noqa: S704 - the parser escapes all but its own elements
        parts = _BLANK_LINES.split(self.source.strip())
        return Markup("\n").join(Markup("<p>{}</p>").format(part.strip()) for part in parts)

    @property
    def flow(self) -> Markup:
        """The same, without the element of a single paragraph, for list items and other places of few words."""
        html = self.html
        if html.count("<p>") == 1 and html.startswith("<p>") and html.endswith("</p>"):
            return Markup(html[3:-4])  # noqa: S704 - it was Markup
        return html

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Text of up to 20,000 characters."""
        text = core_schema.str_schema(strip_whitespace=True, min_length=1, max_length=20_000)
        return core_schema.no_info_after_validator_function(cls, text)


@cache
def parser() -> MarkdownIt:
    """CommonMark with nothing but lists, emphasis, links and backslash escapes."""
    made = MarkdownIt("zero", {"html": False}).enable(["list", "emphasis", "link", "escape"])
    made.block.ruler.at("list", list_from_one, {"alt": ["paragraph"]})
    made.inline.ruler.at("escape", escape_on_a_line)
    made.validateLink = lambda url: bool(_has_scheme(url) and href(url))  # type: ignore[method-assign]
    made.add_render_rule("link_open", link_open)
    return made


def _has_scheme(url: str) -> bool:
    return url.lower().startswith(("https://", "http://", "mailto:"))


def list_from_one(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list, if its first line begins one of ours. A silent call asks whether a paragraph or an item ends here."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return bool((_ITEM if silent else _FIRST_ITEM).match(line)) and list_block(state, start, end, silent)


def escape_on_a_line(state: StateInline, silent: bool) -> bool:
    """A backslash and the sign that it shows. At the end of a line it is no line break, as it is for CommonMark."""
    return not state.src.startswith("\\\n", state.pos) and escape_sign(state, silent)


def link_open(_: RendererHTML, tokens: Sequence[Token], index: int, *__: object) -> str:
    """A link to another site, without a title; one without words is named by its address."""
    address = escape(str(tokens[index].attrs["href"]))
    words = address if tokens[index + 1].type == "link_close" else ""
    return f'<a href="{address}" rel="external noreferrer">{words}'


def plain(source: str) -> str:
    """The text without marks: items of lists on lines of their own, addresses in brackets after their links."""
    return "".join(_plain_parts(parser().parse(source))).strip() or source


def _plain_parts(tokens: Sequence[Token]) -> Iterator[str]:
    marks: list[int] = []  # for each list that is open: 0 for bullets, else the number of its next item
    mark = ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            marks.append(int(token.type == "ordered_list_open"))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            marks.pop()
            yield "" if marks else "\n"
        elif token.type == "list_item_open":
            mark = "  " * (len(marks) - 1) + (f"{marks[-1]}. " if marks[-1] else "• ")
            marks[-1] += bool(marks[-1])
        elif token.type == "inline":
            yield mark + "".join(_plain_words(token.children or ())) + ("\n" if marks else "\n\n")
            mark = ""


def _plain_words(tokens: Sequence[Token]) -> Iterator[str]:
    opened: list[tuple[str, list[str]]] = []
    for token in tokens:
        if token.type == "link_open":
            opened.append((str(token.attrs["href"]), []))
            continue
        words = token.content
        if token.type == "link_close":
            address, parts = opened.pop()
            text = "".join(parts)
            words = text if text == address else f"{text} ({address})".lstrip()
        if opened:
            opened[-1][1].append(words)
        else:
            yield words
