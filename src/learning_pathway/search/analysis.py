"""Words of a text, in the form that a search compares: without case, accents, apostrophes, hyphens and endings.

`analysis.mjs` does the same in browsers. What one finds in a text, the other finds too: a test compares them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from typing import Any

from .characters import (
    AMPERSANDS,
    IS_DENSE,
    LONGEST,
    RUNS,
    ampersand,
    apostrophes,
    ending,
    fold,
    joints,
    plain_token,
    token,
    unseen,
)

__all__ = ["STEMMERS", "Analyser", "Reading", "Word", "rules_of"]

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
