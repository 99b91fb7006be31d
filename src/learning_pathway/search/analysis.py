"""Words of a text, in the form that a search compares: without case, accents, apostrophes, hyphens and endings.

`analysis.mjs` does the same in browsers. What one finds in a text, the other finds too: a test compares them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

__all__ = [
    "AMPERSANDS",
    "IS_DENSE",
    "LONGEST",
    "RUNS",
    "STEMMERS",
    "Analyser",
    "Reading",
    "Word",
    "ampersand",
    "apostrophes",
    "ending",
    "fold",
    "joints",
    "plain_token",
    "rules_of",
    "token",
    "unseen",
]

#: The Snowball stemmer of each language (the first part of a BCP 47 tag).
STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word is found by.

    Attributes:
        parts: for each of its parts, the keys of it: one, or two where an accent changes the stem.
        whole: the keys of the parts joined, where there are several; of a word with a symbol, the word with it.
        symbol: whether only the whole says what is meant: `R&D`, `C++`.
        characters: each character of a script without spaces, which a search for that one finds.
        forms: its parts, and the parts joined, as someone may type them: letters only, in lower case.
    """

    parts: tuple[tuple[str, ...], ...] = ()
    whole: tuple[str, ...] = ()
    symbol: bool = False
    characters: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it begins and ends, and what it is found by."""

    start: int
    end: int
    reading: Reading


class Analyser:
    """Finds the words of texts in one language."""

    def __init__(self, language: str) -> None:
        """Prepare for a language, given as a BCP 47 tag. One that has no stemmer works without."""
        primary = language.partition("-")[0].lower()
        self.stem = stemmer_of(primary)
        self.rules = rules_of(primary)
        self.spellings = [
            (re.compile(pattern), replacement.replace("$", "\\")) for pattern, replacement in self.rules["spellings"]
        ]
        self.known: dict[str, Reading] = {}
        """Every word that was read: one object for each, as long as this one lives."""

    def words(self, text: str) -> list[Word]:
        """Every word of `text`, in order."""
        found = []
        for match in token().finditer(text):
            piece = match[0]
            if (reading := self.known.get(piece)) is None:
                reading = self.known[piece] = self.read(piece)
            if reading.parts:
                found.append(Word(match.start(), match.end(), reading))
        for place in range(1, len(found) - 1):
            before, sign, after = found[place - 1 : place + 2]
            signed = text[sign.start : sign.end] in AMPERSANDS and is_letter(before) and is_letter(after)
            if signed and text[before.end : sign.start] == text[sign.end : after.start] == " ":
                piece = text[before.start : after.end]
                whole = fold(piece[0]) + "&" + fold(piece[-1])
                reading = self.known.setdefault(piece, Reading(sign.reading.parts, (whole,), symbol=True))
                found[place] = Word(before.start, after.end, reading)
        return found

    def readings(self, text: str) -> list[Reading]:
        """What every word of `text` is found by, in order."""
        if ampersand().search(text):
            return [word.reading for word in self.words(text)]
        known, read = self.known, self.read
        found = []
        for piece in (plain_token() if text.isascii() else token()).findall(text):
            if (reading := known.get(piece)) is None:
                reading = known[piece] = read(piece)
            found.append(reading)
        return [reading for reading in found if reading.parts]

    def read(self, piece: str) -> Reading:
        """What one word is found by."""
        seen = unseen().sub("", piece)
        if len(seen) == 1 and not seen.isalnum():
            return Reading(((unicodedata.normalize("NFKC", seen),),))
        ends = ending().search(seen)
        stem, symbol = (seen[: ends.start()], ends[0]) if ends else (seen, "")
        pieces = joints().split(stem)
        if apostrophes().search(stem):  # what is alone next to an apostrophe is an ending or an article
            pieces = [part for part in pieces if len(part) > 1] or pieces
        parts: list[tuple[str, ...]] = []
        characters: list[str] = []
        for run in (run for part in pieces for run in RUNS.findall(part)):
            if IS_DENSE.match(run):
                bare = fold(run)
                characters += bare
                parts += [(bare[place : place + 2],) for place in range(max(1, len(bare) - 1))]
            elif keys := self.keys(run):
                parts.append(keys)
        whole = self.whole(stem, symbol) if symbol or len(joints().split(stem)) > 1 else ()
        forms = [form for form in map(lowered, pieces) if is_form(form)]
        if len(forms) == len(pieces) == 2 and not ampersand().search(stem):
            forms.append("".join(forms))
        return Reading(tuple(parts), whole, bool(symbol or ampersand().search(stem)), tuple(characters), tuple(forms))

    def whole(self, stem: str, symbol: str) -> tuple[str, ...]:
        """The keys of a word of several parts, or with a symbol at its end."""
        joined = joints().sub("", stem)
        if symbol:
            return (fold(joined)[:LONGEST] + symbol,)
        if ampersand().search(stem):
            return ("&".join(map(fold, ampersand().split(stem)))[:LONGEST],)
        return () if fold(joined).isdecimal() else self.keys(joined)

    def keys(self, part: str) -> tuple[str, ...]:
        """What a word of letters is found by."""
        plain = fold(part)[:LONGEST]
        if not plain:
            return ()
        if any(character.isdecimal() for character in plain):
            return (plain,)
        plain = self.rules["forms"].get(plain, plain)
        for pattern, replacement in self.spellings:
            plain = pattern.sub(replacement, plain)
        own = unicodedata.normalize("NFC", unseen().sub("", part)).lower()[:LONGEST]
        first = fold(self.stem(plain)) or plain
        second = fold(self.stem(own)) or plain if own != fold(part)[:LONGEST] else first
        return (first,) if second == first else (first, second)


def is_letter(word: Word) -> bool:
    """Whether a word is a single letter."""
    return word.end - word.start == 1 and len(word.reading.forms) == 1


def is_form(part: str) -> bool:
    """Whether a part of a word is something that people type letter by letter."""
    return part.isalpha() and len(part) <= LONGEST and not IS_DENSE.search(part)


def lowered(part: str) -> str:
    """A part of a word in lower case, with its accents."""
    return unicodedata.normalize("NFC", part).lower()


def stemmer_of(language: str) -> Callable[[str], str]:
    """The stemmer of a language; without one, words stay as they are."""
    name = STEMMERS.get(language)
    if name is None:
        return str
    made: Any = getattr(import_module(f"snowballstemmer.{name}_stemmer"), f"{name.capitalize()}Stemmer")()
    stem: Callable[[str], str] = made.stemWord
    return stem


def rules_of(language: str) -> dict[str, Any]:
    """Spellings and forms that a stemmer does not know, as data that browsers read too."""
    if language != "en":
        return {"spellings": [], "forms": {}}
    rules: dict[str, Any] = json.loads(files(__package__).joinpath("english.json").read_text(encoding="utf-8"))
    return rules


#: No word has more characters than this; the rest of a longer one is not compared.
LONGEST = 64
APOSTROPHES = "'’‘‛ʼʻʹ′＇`´ꞌ՚״׳"
AMPERSANDS = "&＆"
HYPHENS = "\\-‐‑‒–−－﹣"
#: Characters that no reader sees: a soft hyphen, joiners, marks of direction.
UNSEEN = "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
#: Accents and vowel marks of Latin, Greek, Cyrillic, Hebrew and Arabic, and the Arabic lengthening stroke.
ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
#: Letters that are folded into others, since no one types them.
LETTERS = str.maketrans(
    dict(
        zip(
            "ßæœøđðłþħŧıςŋĸə",
            ("ss", "ae", "oe", "o", "d", "d", "l", "th", "h", "t", "i", "σ", "ng", "k", "e"),
            strict=True,
        )
    )
)
#: Scripts that put no spaces between words, and Korean, whose words include their particles.
DENSE = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff65-\uffdc\U00020000-\U0003ffff"
)
RUNS = re.compile(f"[{DENSE}]+|[^{DENSE}]+")
IS_DENSE = re.compile(f"[{DENSE}]")


def fold(text: str) -> str:
    """`text` without capitals, accents and invisible characters."""
    if text.isascii():
        return text.lower()
    bare = ACCENTS.sub("", unicodedata.normalize("NFKD", unseen().sub("", text))).lower().translate(LETTERS)
    return others().sub("", unicodedata.normalize("NFC", ACCENTS.sub("", bare)))


@cache
def marks() -> str:
    """Every combining mark."""
    return "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.category(chr(code))[0] == "M")


@cache
def token() -> re.Pattern[str]:
    """A word with its joints and symbols; or a symbol that means a word."""
    letters = rf"[^\W_]+(?:[{marks()}{UNSEEN}]+[^\W_]*)*"
    joint = rf"[{APOSTROPHES}{HYPHENS}.{AMPERSANDS}_]"
    symbols = "".join(chr(code) for code in range(0xA2, 0x1FB00) if unicodedata.category(chr(code)) in ("So", "Sc"))
    return re.compile(rf"{letters}(?:{joint}{letters})*(?:(?:\+{{1,2}}|#)(?![^\W_]))?|[{AMPERSANDS}${symbols}]")


@cache
def plain_token() -> re.Pattern[str]:
    """The same in plain ASCII, in less than half of the time."""
    letters = "[A-Za-z0-9]+"
    return re.compile(rf"{letters}(?:['`\-.&_]{letters})*(?:(?:\+{{1,2}}|#)(?![A-Za-z0-9]))?|[&$]")


@cache
def unseen() -> re.Pattern[str]:
    """Invisible characters."""
    return re.compile(f"[{UNSEEN}]")


@cache
def joints() -> re.Pattern[str]:
    """What joins the parts of a word."""
    return re.compile(f"[{APOSTROPHES}{HYPHENS}.{AMPERSANDS}_]")


@cache
def apostrophes() -> re.Pattern[str]:
    """Apostrophes of every kind."""
    return re.compile(f"[{APOSTROPHES}]")


@cache
def ampersand() -> re.Pattern[str]:
    """The sign for "and"."""
    return re.compile(f"[{AMPERSANDS}]")


@cache
def ending() -> re.Pattern[str]:
    """The symbol at the end of a word."""
    return re.compile(r"(?:\+{1,2}|#)\Z")


@cache
def others() -> re.Pattern[str]:
    """What is neither letter, digit nor mark."""
    return re.compile(rf"[^\w{marks()}]|_")
