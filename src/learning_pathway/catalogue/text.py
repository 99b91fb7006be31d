"""Texts of the catalogue: long ones in a small set of Markdown, and the direction that each is written in.

Editors may write paragraphs, `*emphasis*`, `**strong**`, lists and `[links](https://…)`; everything else stays as
typed. markdown-it-py reads it as CommonMark does, with every other rule switched off. The direction of a text comes
from the script of its language (BCP 47), and the script from the tag or from CLDR's likely subtags, which Babel has.
The script of a name says in which order its parts are written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Literal, Self

from babel.core import get_global
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
    "FSI",
    "PDI",
    "Direction",
    "RichText",
    "attributes",
    "direction",
    "first_direction",
    "has_no_initials",
    "is_family_first",
    "is_right_to_left",
    "isolated",
    "script",
    "without_accents",
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


Direction = Literal["ltr", "rtl"]

#: Scripts that are written from right to left (Unicode, UAX #24 and the bidirectional class of their letters).
_RIGHT_TO_LEFT = frozenset(
    (
        *("Adlm", "Arab", "Aran", "Armi", "Avst", "Chrs", "Cprt", "Elym", "Garm", "Hatr", "Hebr", "Hung", "Khar"),
        *("Lydi", "Mand", "Mani", "Mend", "Merc", "Mero", "Narb", "Nbat", "Nkoo", "Orkh", "Ougr", "Palm", "Phli"),
        *("Phlp", "Phlv", "Phnx", "Prti", "Rohg", "Samr", "Sarb", "Sidt", "Sogd", "Sogo", "Syrc", "Syre", "Syrj"),
        *("Syrn", "Thaa", "Todr", "Yezi"),
    )
)
#: Languages in a script from right to left that CLDR says nothing of.
_OTHER_SCRIPTS = {
    "prs": "Arab",
    "pnb": "Arab",
    "pes": "Arab",
    "arb": "Arab",
    "ary": "Arab",
    "pbu": "Arab",
    "ydd": "Hebr",
}
#: FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9): what is between them does not touch what is around.
FSI, PDI = "\u2068", "\u2069"


@lru_cache(maxsize=1_000)
def script(tag: str) -> str:
    """The script of a language tag, as ISO 15924 has it: `Hebr` for `he`; empty where it is not known."""
    language, *rest = tag.replace("_", "-").split("-")
    language = language.lower()
    language = get_global("language_aliases").get(language, language).split("_")[0]
    for part in rest:
        if len(part) == 1:  # an extension; what follows names no script
            break
        if len(part) == 4 and part.isalpha():
            return part.title()
    likely = get_global("likely_subtags")
    region = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), "")
    found = likely.get(f"{language}_{region}") or likely.get(language) or ""
    return found.split("_")[1] if "_" in found else _OTHER_SCRIPTS.get(language, "")


def direction(tag: str) -> Direction:
    """The direction of a language."""
    return "rtl" if script(tag) in _RIGHT_TO_LEFT else "ltr"


def is_right_to_left(text: str) -> bool:
    """Whether a text holds letters that are written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)


def attributes(tag: str | None, text: str, around: str) -> dict[str, str]:
    """The `lang` and `dir` that an element needs whose words are in another language than those around it.

    Args:
        tag: the language of the text; None where it is not known.
        text: the text.
        around: the language of the page.

    Returns:
        none where both languages and directions are the same. Where the language is not known and the text holds
        letters from right to left, its first letter decides: `dir="auto"`.
    """
    if tag is None:
        return {"dir": "auto"} if is_right_to_left(text) != (direction(around) == "rtl") else {}
    found = {} if _base(tag) == _base(around) else {"lang": tag}
    if direction(tag) != direction(around):
        found["dir"] = direction(tag)
    return found


def _base(tag: str) -> tuple[str, str]:
    return tag.replace("_", "-").split("-")[0].lower(), script(tag)


def first_direction(text: str) -> Direction | None:
    """The direction of the first letter of a text; None where it has none."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return None


def isolated(text: str, way: Direction | None = None) -> str:
    """`text` for use inside plain text: between isolates if it holds letters from right to left, else as it is.

    Args:
        text: the text.
        way: its direction where the language is known; a mark in front says so where its first letter does not.
    """
    if not is_right_to_left(text):
        return text
    mark = "" if way in {None, first_direction(text)} else {"rtl": "\u200f", "ltr": "\u200e"}[way or "ltr"]
    return f"{FSI}{mark}{text}{PDI}"


def without_accents(text: str) -> str:
    """A text without the marks above, below and through its letters, and with plain forms of its signs."""
    if text.isascii():
        return text
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


#: Han, hiragana, katakana, bopomofo and hangul, with their marks of length and repetition.
_EAST_ASIAN = (
    "\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    "\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff"
    "\uff66-\uffdc\U00016ff0-\U00016ff6\U0001b000-\U0001b2ff\U00020000-\U0003347f"
)
_NAME = re.compile(f"[{_EAST_ASIAN}]+(?: [{_EAST_ASIAN}]+)*")
#: Names from elsewhere are written in katakana alone, in their own order.
_KATAKANA = re.compile("[\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f ]+")


def is_family_first(family: str | None, given: str | None) -> bool:
    """Whether both names are in an East Asian script, so that they are written together, the family's first."""
    if not family or not given or not _NAME.fullmatch(family) or not _NAME.fullmatch(given):
        return False
    return not (_KATAKANA.fullmatch(family) and _KATAKANA.fullmatch(given))


def has_no_initials(name: str) -> bool:
    """Whether a name begins in an East Asian script, which has no initials."""
    return _NAME.match(name) is not None
