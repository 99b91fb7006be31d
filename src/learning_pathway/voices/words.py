"""The words of an answer: contact details in them, and runs of six words that show where they appear again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["RUN", "ContactDetail", "contact_details", "find_exact", "normalised", "runs", "words_of"]

#: So many words in a row are someone's own: fewer are often anyone's.
RUN = 6

#: A letter, digit or mark; each ideograph or kana is a word, because their scripts have no spaces.
_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_IDEOGRAPH}]|[^\W_{_IDEOGRAPH}](?:['\u2019]?[^\W_{_IDEOGRAPH}])*")

#: What contact details look like. A person has to read the words as well: names have no pattern.
_CONTACT = (
    ("an email address", re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)),
    ("an email address", re.compile(r"\b[\w.+-]+ at [\w-]+(?: dot |\.)(?:[a-z]{2,6})(?:(?: dot |\.)[a-z]{2,3})?\b")),
    ("a web address", re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)),
    ("a handle", re.compile(r"(?<![\w@.])@[A-Za-z0-9_]{2,30}\b")),
    ("a phone number", re.compile(r"(?<![\w.,-])(?:\+|00)?\(?\d(?:[\s()./-]{0,2}\d){8,14}(?!\w)")),
    (
        "a postcode",
        re.compile(
            r"\b[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-Z]|[A-HK-Y]\d[A-Z]) ?\d[ABD-HJLNP-UW-Z]{2}\b",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ContactDetail:
    """Contact details in a text: the line, from 1, and what they are. The details themselves are not repeated."""

    line: int
    what: str


def contact_details(text: str) -> Iterator[ContactDetail]:
    """Each line that holds contact details, once for each kind."""
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), start=1):
        for what in dict.fromkeys(what for what, pattern in _CONTACT if pattern.search(line[:10_000])):
            yield ContactDetail(number, what)


def normalised(text: str) -> str:
    """A text as one compares it: compatibility characters, case, white space and quotation marks made one."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = plain.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0xAD: None})
    return " ".join(plain.split())


def words_of(text: str) -> list[str]:
    """The words of a text, in order, without case, punctuation or apostrophes."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [re.sub(r"['\u2019]", "", match[0]) for match in _WORD.finditer(plain)]


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Each run of `RUN` words in a row; a shorter text is one run."""
    words = words_of(text)
    if 0 < len(words) < RUN:
        yield tuple(words)
    for start in range(len(words) - RUN + 1):
        yield tuple(words[start : start + RUN])


def find_exact(text: str, *exact: str) -> tuple[int, int] | None:
    """Where words are in a text, without regard to white space, as start and end; None where they are not, or twice.

    Args:
        text: the text.
        exact: the words; further ones follow at once, or after white space.
    """
    parts = (r"\s+".join(re.escape(word) for word in part.split()) for part in exact)
    pattern = r"\s*".join(part for part in parts if part)
    found = [match.span() for match in re.finditer(pattern, text)] if pattern else []
    return found[0] if len(found) == 1 else None
