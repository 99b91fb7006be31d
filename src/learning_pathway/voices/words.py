"""The words of an answer: runs that show where they appear again, contact details, and captions in WebVTT."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "RUN",
    "ContactDetail",
    "Cue",
    "CueFault",
    "caption_faults",
    "contact_details",
    "cues",
    "find_exact",
    "plain_captions",
    "runs",
    "runs_of",
    "spoken_between",
    "spoken_words",
    "words_of",
]

#: So many words in a row are someone's own: fewer are often anyone's.
RUN = 6

#: A letter, digit or mark; each ideograph or kana is a word, because their scripts have no spaces.
_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_IDEOGRAPH}]|[^\W_{_IDEOGRAPH}](?:['\u2019]?[^\W_{_IDEOGRAPH}])*")

#: Accents, which some programs drop, and signs that join or part letters and are not seen.
_UNSEEN = re.compile(r"[\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

#: What contact details look like. A person has to read the words as well: names have no pattern.
_CONTACT = (
    ("an email address", re.compile(r"[\w.+-]\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)),
    ("an email address", re.compile(r"\w at [\w-]+(?: dot |\.)(?:[a-z]{2,6})(?:(?: dot |\.)[a-z]{2,3})?\b")),
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
_TIME = r"((?:\d{2,}:)?\d{2}:\d{2}\.\d{3})"
_TIMES = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}")
_MARK = re.compile(r"<[^>]{0,200}>")


@dataclass(frozen=True, slots=True)
class ContactDetail:
    """Contact details in a text: the line, from 1, and what they are. The details themselves are not repeated."""

    line: int
    what: str


def contact_details(text: str) -> Iterator[ContactDetail]:
    """Each line that holds contact details, once for each kind."""
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), start=1):
        for what in dict.fromkeys(what for what, pattern in _CONTACT if pattern.search(line)):
            yield ContactDetail(number, what)


def words_of(text: str) -> list[str]:
    """The words of a text, in order, without case, accents, punctuation, apostrophes and signs that are not seen."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _UNSEEN.sub("", unicodedata.normalize("NFKD", text)))
    words: list[str] = _WORD.findall(text.casefold())
    has_apostrophes = "'" in text or "\u2019" in text
    return [word.replace("'", "").replace("\u2019", "") for word in words] if has_apostrophes else words


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Each run of `RUN` words in a row; a shorter text is one run."""
    return runs_of(words_of(text))


def runs_of(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Each run of `RUN` words in a row, with numbers among them and without: captions and tables have some between."""
    if 0 < len(words) < RUN:
        yield tuple(words)
    yield from zip(*(words[start:] for start in range(RUN)), strict=False)
    places = [place for place, word in enumerate(words) if not word.isdigit()]
    if len(places) < len(words):
        for start in range(len(places) - RUN + 1):
            if places[start + RUN - 1] - places[start] >= RUN:
                yield tuple(words[place] for place in places[start : start + RUN])


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


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said between two times, in seconds."""

    start: float
    end: float
    words: str


@dataclass(frozen=True, slots=True)
class CueFault:
    """What is wrong with captions, and in which line."""

    line: int
    message: str


def cues(text: str) -> Iterator[Cue]:
    """The cues of a file that have words, in its order. What is no cue is passed over."""
    for block in re.split(r"\n{2,}", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = block.split("\n")
        times = next(((n, match) for n, line in enumerate(lines[:2]) if (match := _TIMES.match(line))), None)
        if times is not None:
            number, match = times
            words = " ".join(html.unescape(_MARK.sub("", " ".join(lines[number + 1 :]))).split())
            if words:
                yield Cue(_seconds(match[1]), _seconds(match[2]), words)


def spoken_words(text: str) -> str:
    """What is said, one line for each cue."""
    return "\n".join(cue.words for cue in cues(text))


def caption_faults(text: str, seconds: int | None) -> Iterator[CueFault]:
    """What keeps captions from being shown with a recording of so many seconds.

    Browsers drop what is wrong without a word, so that a person who reads captions misses it.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.match(r"WEBVTT([ \t]|$)", lines[0]):
        yield CueFault(1, "The first line is not `WEBVTT`.")
    before, count = 0.0, 0
    for number, line in enumerate(lines, start=1):
        if "-->" not in line:
            continue
        count += 1
        match = _TIMES.match(line)
        if match is None:
            yield CueFault(number, "The times are not written as `00:01.000 --> 00:04.000`.")
            continue
        start, end = _seconds(match[1]), _seconds(match[2])
        if end <= start:
            yield CueFault(number, "The cue ends before it begins.")
        if start < before:
            yield CueFault(number, "The cue begins before the one above it.")
        if seconds is not None and start > seconds:
            yield CueFault(number, "The cue begins after the end of the recording.")
        if not any(part.strip() for part in lines[number : number + 1]):
            yield CueFault(number, "The cue has no words.")
        before = start
    if not count:
        yield CueFault(1, "There are no cues in it.")


def plain_captions(text: str) -> str:
    """Captions with times and words only: notes, speakers' names, styles and settings are left out."""
    blocks = [
        f"{_time(cue.start)} --> {_time(cue.end)}\n{html.escape(cue.words, quote=False).replace('--&gt;', '→')}"
        for cue in cues(text)
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def spoken_between(path: Path, start: int, end: int) -> str:
    """The times of a part of what is said, as `41.5,46.0`.

    Args:
        path: the WebVTT file.
        start: where the part begins in `spoken_words`.
        end: where it ends.
    """
    place, times = 0, list[float]()
    for cue in cues(path.read_text(encoding="utf-8-sig")):
        if place < end and place + len(cue.words) > start:
            times += [cue.start, cue.end]
        place += len(cue.words) + 1
    return f"{min(times):.1f},{max(times):.1f}" if times else ""


def _seconds(written: str) -> float:
    seconds = 0.0
    for part in written.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _time(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"
