"""A finished reference, and its three ways of being written: plain text, HTML and Markdown.

A reference is made of runs: stretches of text that are roman or italic, or that lead somewhere. Every
character in it may come from a stranger, so each way of writing escapes what its language would act upon.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlsplit

__all__ = ["Phrase", "Reference", "Run", "clean", "ends", "plain", "sentences"]

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: Controls that reorder text (Unicode UAX #9) could make a reference say something else than it holds.
_BIDI_CONTROLS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CLOSERS = "\"'”’»"
_STOPS = ".?!…"
_MARKDOWN = re.compile(r"[\\`*_\[\]{}#]")
_MARKDOWN_START = re.compile(r"^(\d+)([.)])(?=\s)|^([-+:])(?=\s)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind.

    Attributes:
        text: what it says, unescaped.
        italic: whether it is set in italics.
        href: address that it leads to, or None.
        lang: language (BCP 47) where it is not English, or None.
    """

    text: str
    italic: bool = False
    href: str | None = None
    lang: str | None = None


Phrase = tuple[Run, ...]


def clean(text: str) -> str:
    """One line of `text`: white space joined, controls and direction overrides dropped, composed (NFC)."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _BIDI_CONTROLS.sub("", text))
    return " ".join(_CONTROLS.sub(" ", text).split())


def plain(phrase: Iterable[Run]) -> str:
    """The words of `phrase` without their looks."""
    return "".join(run.text for run in phrase)


def ends(text: str) -> bool:
    """Whether `text` closes itself: with a full stop, a question or exclamation mark, also inside quotes."""
    return text.rstrip(_CLOSERS)[-1:] in tuple(_STOPS)


def sentences(*phrases: Phrase) -> Phrase:
    """The phrases that say something, with spaces between, each closed by a full stop if need be (APA 7, 9.5)."""
    runs: list[Run] = []
    for phrase in phrases:
        text = plain(phrase)
        if text.strip():
            runs += [Run(" ")] if runs else []
            runs += phrase if ends(text) else (*phrase, Run("."))
    return tuple(runs)


@dataclass(frozen=True, slots=True)
class Reference:
    """A formatted reference.

    Attributes:
        runs: its stretches of text, in order.
    """

    runs: Phrase

    @property
    def text(self) -> str:
        """The reference as plain text."""
        return plain(self.runs)

    @property
    def html(self) -> str:
        """The reference as an HTML fragment: escaped, with `<i>`, `<a>`, and `lang` or `<bdi>` where needed."""
        return "".join(_html(run) for run in _joined(self.runs))

    @property
    def markdown(self) -> str:
        """The reference as one line of Markdown: escaped, with `*italics*` and links."""
        text = "".join(_markdown(run) for run in _joined(self.runs))
        return _MARKDOWN_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)


def _joined(runs: Phrase) -> list[Run]:
    """Neighbours of the same kind made one."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and (last.italic, last.href, last.lang) == (run.italic, run.href, run.lang):
            joined[-1] = Run(last.text + run.text, run.italic, run.href, run.lang)
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
    return quote(href, safe="%/:=&?~#+!$,;'@()*[]", encoding="utf-8")


def _html(run: Run) -> str:
    text = escape(run.text)
    lang = f' lang="{escape(run.lang)}"' if run.lang else ""
    if not run.text.isascii() and any(unicodedata.bidirectional(char) in {"R", "AL"} for char in run.text):
        text = f"<bdi{lang}>{text}</bdi>"
    elif lang:
        text = f"<span{lang}>{text}</span>"
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
