"""A finished reference, and its three ways of being written: plain text, HTML and Markdown.

A reference is made of runs: stretches of text that are roman or italic, or that lead somewhere. Every
character in it may come from a stranger, so each way of writing escapes what its language would act upon.

Names from right to left stand between isolates (UAX #9) within a run, so that the marks around them stay where they
are. Since `clean` takes such characters away, none of them comes from a stranger.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import urlsplit

from ..catalogue.addresses import encoded
from ..catalogue.text import FSI, PDI, attributes, direction, first_direction, is_right_to_left, isolated

__all__ = ["STOPS", "Phrase", "Reference", "Run", "clean", "ends", "plain", "sentences"]

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: Controls that reorder text (Unicode UAX #9) could make a reference say something else than it holds.
_BIDI_CONTROLS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CLOSERS = f"\"'”’»›」』】〉》）］｝〕｣{PDI}"  # noqa: RUF001 - they are meant
#: Marks that close a sentence, in every script (Unicode's property Sentence_Terminal), and the ellipses.
STOPS = (
    ".?!…⋯‥։؝؞؟۔܀܁܂߹࠷࠹࠽࠾।॥၊။።፧፨᙮᜵᜶។៕᠃᠉᥄᥅᪨᪩᪪᪫᭎᭏᭚᭛᭞᭟᭽᭾᭿᰻᰼᱾᱿‼‽⁇⁈⁉⳹⳺⳻⸮⸼⹓⹔"  # noqa: RUF001 - the same
    "。꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫︒︕︖︙﹒﹖﹗！．？｡"  # noqa: RUF001 - the same
)
#: A Greek question mark looks like a semicolon, and is one once a text is composed.
_GREEK_QUESTION = re.compile("[\u0370-\u03ff\u1f00-\u1fff]['”’»]*;$")
_WITHOUT_ISOLATES = re.compile(f"[{FSI}{PDI}]")
_LETTER = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
#: A stretch from right to left, from its first letter to its last, that holds nothing from left to right.
_FROM_THE_RIGHT = re.compile(rf"[{_LETTER}](?:[^A-Za-z\u00c0-\u058f\u0900-\u1fff{FSI}{PDI}]*[{_LETTER}])?")
_MARKDOWN = re.compile(r"[\\`*_\[\]{}#]")
_MARKDOWN_START = re.compile(r"^(\d+)([.)])(?=\s)|^([-+:])(?=\s)")


_STOPPING = frozenset(STOPS)
#: Words in single quotation marks at the end, and no apostrophe.
_SINGLE = re.compile(r"(?<!\w)‘[^‘“”]*\w’$")  # noqa: RUF001 - they are meant


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind.

    Attributes:
        text: what it says, unescaped.
        italic: whether it is set in italics.
        href: address that it leads to, or None.
        lang: language (BCP 47) where it is not English, or None.
        whole: whether it is a text of its own, such as a title, whose direction must not touch what is around it.
    """

    text: str
    italic: bool = False
    href: str | None = None
    lang: str | None = None
    whole: bool = False


Phrase = tuple[Run, ...]


def clean(text: str) -> str:
    """One line of `text`: white space joined, controls and direction overrides dropped, composed (NFC)."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _BIDI_CONTROLS.sub("", text))
    if not text.isprintable():
        text = _CONTROLS.sub(" ", text)
    return " ".join(text.split())


def plain(phrase: Iterable[Run]) -> str:
    """The words of `phrase` without their looks."""
    return "".join(run.text for run in phrase)


def ends(text: str) -> bool:
    """Whether `text` closes itself: with a full stop, a question or exclamation mark of any script, also in quotes."""
    last = text.rstrip(_CLOSERS)[-1:]
    return last in _STOPPING or (last == ";" and _GREEK_QUESTION.search(text.rstrip(_CLOSERS)) is not None)


def sentences(*phrases: Phrase, inside: bool = False) -> Phrase:
    """The phrases that say something, with spaces between, each closed by a full stop if need be (APA 7, 9.5).

    Args:
        phrases: what stands between the full stops.
        inside: whether the full stop goes inside a closing quotation mark, as in American English.
    """
    runs: list[Run] = []
    for phrase in phrases:
        text = plain(phrase)
        if text.strip():
            runs += [Run(" ")] if runs else []
            runs += phrase if ends(text) else _closed(phrase, inside=inside)
    return tuple(runs)


def _closed(phrase: Phrase, *, inside: bool) -> Phrase:
    spoken = [run for run in phrase if run.text]
    last = spoken[-1].text
    is_quoted = last.endswith("”") or (last.endswith('"') and last.count('"') % 2 == 0) or _SINGLE.search(last)
    if inside and is_quoted:
        return (*spoken[:-1], replace(spoken[-1], text=f"{last[:-1]}.{last[-1]}"))
    return (*phrase, Run("."))


@dataclass(frozen=True, slots=True)
class Reference:
    """A formatted reference.

    Attributes:
        runs: its stretches of text, in order.
    """

    runs: Phrase

    @property
    def text(self) -> str:
        """The words of the reference, as plain text."""
        return _WITHOUT_ISOLATES.sub("", plain(self.runs))

    @property
    def html(self) -> str:
        """The reference as an HTML fragment: escaped, with `<i>`, `<a>`, and `lang` or `<bdi>` where needed."""
        return "".join(_html(run) for run in _joined(self.runs))

    def html_in(self, language: str) -> str:
        """The same for a page in `language`: a reference is in English but for what it says of itself."""
        found = attributes("en", self.text, language)
        marks = "".join(f' {name}="{value}"' for name, value in found.items())
        return f"<span{marks}>{self.html}</span>" if marks else self.html

    @property
    def markdown(self) -> str:
        """The reference as one line of Markdown: escaped, with `*italics*` and links."""
        return _WITHOUT_ISOLATES.sub("", _line_of_markdown(_joined(self.runs)))

    @property
    def isolated_text(self) -> str:
        """The reference for a file of plain text: with isolates around what would move its neighbours."""
        return plain(_isolated(self.runs))

    @property
    def isolated_markdown(self) -> str:
        """The reference for a file of Markdown, likewise."""
        return _line_of_markdown(_isolated(self.runs))


def _line_of_markdown(runs: Iterable[Run]) -> str:
    text = "".join(map(_markdown, runs))
    return _MARKDOWN_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)


def _isolated(runs: Phrase) -> list[Run]:
    joined = _joined(runs)
    return [
        run if _stays(run, plain(joined[:place]), plain(joined[place + 1 :])) else replace(run, text=_isolating(run))
        for place, run in enumerate(joined)
    ]


def _kind(run: Run) -> tuple[object, ...]:
    """All that tells a run from its neighbours but its text."""
    return run.italic, run.href, run.lang, run.whole


def _joined(runs: Phrase) -> list[Run]:
    """Neighbours of the same kind made one."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and _kind(last) == _kind(run):
            joined[-1] = replace(run, text=last.text + run.text)
        elif run.text:
            joined.append(run)
    return joined


def _address(href: str) -> str | None:
    """`href` ready for an attribute, or None unless it is a plain web address."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        return None
    return encoded(href)


def _stays(run: Run, before: str, after: str) -> bool:
    """Whether a text from right to left moves nothing: it is of one kind of letters, between texts of the other."""
    letters = re.sub(r"\s", "", run.text)
    if not (run.whole or run.italic) or not all(is_right_to_left(char) for char in letters):
        return False
    following = re.sub(r"[\W_]", "", after)[:1]
    return first_direction(before[::-1]) != "rtl" and not (following.isdecimal() or is_right_to_left(following))


def _isolating(run: Run) -> str:
    """The text of a run, with everything from right to left in it between isolates."""
    if not is_right_to_left(run.text) or FSI in run.text:
        return run.text
    if run.whole or run.italic:
        return isolated(run.text, direction(run.lang) if run.lang else None)
    return _FROM_THE_RIGHT.sub(lambda stretch: isolated(stretch[0]), run.text)


def _html(run: Run) -> str:
    lang = f' lang="{escape(run.lang)}"' if run.lang else ""
    text = escape(_isolating(run)).replace(PDI, "</bdi>")
    if is_right_to_left(run.text):
        way = f' dir="{direction(run.lang)}"' if run.lang and first_direction(run.text) != direction(run.lang) else ""
        text = re.sub(f"{FSI}[\u200e\u200f]?", f"<bdi{lang}{way}>", text)
    elif lang:
        way = ' dir="rtl"' if run.lang and direction(run.lang) == "rtl" else ""
        text = f"<span{lang}{way}>{text}</span>"
    if run.italic:
        text = f"<i>{text}</i>"
    href = _address(run.href) if run.href else None
    return f'<a href="{escape(href)}">{text}</a>' if href else text


#: An ampersand that Markdown would read as the beginning of a character.
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")


def _markdown(run: Run) -> str:
    href = _address(run.href) if run.href else None
    if href and href == run.text:
        return f"<{href}>"
    text = _MARKDOWN.sub(r"\\\g<0>", run.text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;").replace("~", "&#126;")
    if run.italic:
        text = f"*{text}*"
    return f"[{text}](<{href}>)" if href else text
