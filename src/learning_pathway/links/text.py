"""Words, language and fingerprint of a text."""

from __future__ import annotations

import base64
import re
import struct
import unicodedata
import zlib
from collections import Counter
from functools import lru_cache
from typing import Final

__all__ = [
    "Likeness",
    "content_words",
    "fingerprint",
    "folded",
    "is_in_language",
    "likeness",
    "segments",
    "words",
]

#: Scripts that are written without spaces: each character counts as a word.
_UNSPACED: Final = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f\uac00-\ud7af])")
#: What `bare` makes of each character of ASCII: many times as fast as a pattern.
_ASCII: Final = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)} | {ord("'"): None}
_NAME: Final = 200
"""Characters of a name at most: titles and headings are asked for by one rule after the other."""
_NOT_WORD: Final = re.compile(r"[^\w]+|_+")
_SEPARATORS: Final = re.compile(r"\s+[|·•»›>‹«–—\-:/~]+\s+|\s*[|»«·•]\s*|:\s+|\s::\s")  # noqa: RUF001 - these marks are meant
_LITTLE: Final = frozenset(
    """a an and are as at be by can do does for from has have how i in into is it its my no not of on or our so that the
    their there this to us was we what when where which who why will with you your about vs via
    de la le les des du et en un une pour dans sur au aux
    der die das und ein eine von zu mit für den im auf
    el los las del y por para con una
    il di e per che con gli
    yr ar i y o a ac yn""".split()  # noqa: SIM905 - reads better as text
)


def folded(text: str) -> str:
    """Reduce text to small letters and digits, one space between words; accents and punctuation go."""
    return _fold_name(text) if len(text) <= _NAME else _fold_text(text)


@lru_cache(maxsize=2_048)
def _fold_name(name: str) -> str:
    return _fold(name if name.isascii() else name.replace("\xad", "").replace("\u200b", ""))


@lru_cache(maxsize=8)
def _fold_text(text: str) -> str:
    # The rules look at a page's beginning, which is often all of it, and then its fingerprint is made.
    return _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'").replace("'", "")).casefold()
    plain = "".join([character for character in plain if not unicodedata.combining(character)])
    return " ".join(_NOT_WORD.sub(" ", _UNSPACED.sub(r" \1 ", plain)).split())


def words(text: str) -> list[str]:
    """List the words of a text, bare."""
    return folded(text).split()


def content_words(text: str) -> list[str]:
    """List the words of a text that carry meaning: not the little ones, unless there are no others."""
    every = words(text)
    return [word for word in every if word not in _LITTLE] or every


@lru_cache(maxsize=512)
def segments(title: str) -> tuple[str, ...]:
    """Split a page's title at the marks that set the site's name apart; the whole comes first."""
    parts = [part.strip() for part in _SEPARATORS.split(title) if part and part.strip()]
    return tuple(dict.fromkeys([title.strip(), *parts])) if title.strip() else ()


_ENOUGH: Final = 60
"""Words from which on a text can be told."""
_SAMPLE: Final = 6_000
"""Characters of a text that are looked at."""
_SHARE: Final = 0.08
"""Share of a text's words that are among the commonest of its language, at least."""

_SCRIPTS: Final[dict[str, frozenset[str]]] = {
    "CYRILLIC": frozenset({"ru", "uk", "bg", "sr", "mk", "be", "kk", "mn"}),
    "GREEK": frozenset({"el"}),
    "ARABIC": frozenset({"ar", "fa", "ur", "ps", "ku"}),
    "HEBREW": frozenset({"he", "yi"}),
    "CJK": frozenset({"zh", "ja"}),
    "HIRAGANA": frozenset({"ja"}),
    "KATAKANA": frozenset({"ja"}),
    "HANGUL": frozenset({"ko"}),
    "THAI": frozenset({"th"}),
    "DEVANAGARI": frozenset({"hi", "mr", "ne"}),
    "BENGALI": frozenset({"bn"}),
    "TAMIL": frozenset({"ta"}),
}
"""Languages by the script that they are written in, as Unicode names it; all others are taken for Latin."""

_COMMON: Final[dict[str, frozenset[str]]] = {
    language: frozenset(common.split())
    for language, common in {
        "en": "the and of to in is that for it with as was on are by this be from at which you we they their our not",
        "de": "der die und den von zu das mit sich des auf fur ist im dem nicht ein eine als auch es an werden wir sie",
        "fr": "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se nous vous avec sont",
        "es": "de la que el en y los se del las un por con no una su para es al lo como mas pero sus este",
        "it": "di che e la il un a per in una mi sono non con le si da come del della dei gli anche piu nel",
        "nl": "de en van het een in te dat op is voor met zijn niet aan er om ook als bij door maar wordt naar",
        "pt": "de a que o e do da em um para com nao uma os no se na por mais as dos como mas ao das",
        "sv": "och att det i en som pa ar av for med till den har de inte om ett men var vi kan fran sa",
        "pl": "i w na z do nie sie to ze jest o jak po co ale dla od przez przy oraz lub",
        "cy": "yn y i a r o mae ar am ac eu ei wedi n yr bod gan ein sy rydym neu fel",
    }.items()
}


def is_in_language(text: str, language: str) -> bool | None:
    """Tell whether a text is in a language.

    Args:
        text: the text.
        language: a tag such as `en` or `en-GB`.

    Returns:
        None if the text is too short, or the language is not known here.
    """
    wanted = language.lower().replace("_", "-").partition("-")[0]
    sample = text[:_SAMPLE]
    script = _script(sample)
    if script in _SCRIPTS:
        return wanted in _SCRIPTS[script]
    if any(wanted in languages for languages in _SCRIPTS.values()):
        return False if script == "LATIN" and len(words(sample)) >= _ENOUGH else None
    if script != "LATIN" or wanted not in _COMMON:
        return None
    tokens = words(sample)
    if len(tokens) < _ENOUGH:
        return None
    counts = Counter(tokens)
    shares = {name: sum(counts[word] for word in common) / len(tokens) for name, common in _COMMON.items()}
    likeliest = max(shares, key=lambda name: shares[name])
    if shares[likeliest] < _SHARE:
        return None
    if likeliest == wanted:
        return True
    return False if shares[wanted] * 2 < shares[likeliest] else None


def _script(text: str) -> str:
    """Name the script of most of a text's letters; empty if there are few letters, or none prevails."""
    letters = [character for character in text if character.isalpha()][::3]
    if len(letters) < _ENOUGH:
        return ""
    scripts = Counter(unicodedata.name(letter, " ").split()[0] if letter > "\x7f" else "LATIN" for letter in letters)
    script, number = scripts.most_common(1)[0]
    return script if number >= len(letters) * 0.5 else ""


_TEXT_SIZE: Final = 64
_BONES_SIZE: Final = 32
_LONGEST: Final = 120_000
"""Characters of a text that count."""
_BONE: Final = re.compile(
    # Numbers, and names that begin no sentence. It begins with a set of characters, so that most are passed over fast.
    r"[\dA-Z](?<!\w.)(?:(?<=\d)[\d.,]*\d|(?<=[A-Z])(?<![.!?] .)[\w'’-]{2,}(?: [A-Z][\w'’-]{2,})*)\b"
)
_BONE_IN_ASCII: Final = re.compile(_BONE.pattern.replace(r"[\d", "[0-9"), re.ASCII)
"""The same for texts of ASCII, in half the time: a set without `\\d` is a table to look up."""


class Likeness:
    """How much two texts have in common, each figure from 0 to 1; None where it cannot be told."""

    __slots__ = ("bones", "text")

    def __init__(self, text: float | None, bones: float | None) -> None:
        self.text = text
        self.bones = bones


@lru_cache(maxsize=32)
def fingerprint(text: str) -> str:
    """Make the fingerprint of a text: two sketches in base 64, a full stop between them."""
    text = text[:_LONGEST]
    runs = _runs(folded(text))
    found = (_BONE_IN_ASCII if text.isascii() else _BONE).findall(text)
    bones = {zlib.crc32(bone.casefold().encode("utf-8", "replace")) for bone in found}
    return f"{_sketch(runs, _TEXT_SIZE)}.{_sketch(bones, _BONES_SIZE)}"


def _runs(text: str) -> set[int]:
    """Hash each run of three words of a bare text. Made of `map`, since every page goes through here."""
    every = text.encode("utf-8", "replace").split(b" ")
    if len(every) < 3:
        return {zlib.crc32(b" ".join(every))} if text else set()
    return set(map(zlib.crc32, map(b" ".join, zip(every, every[1:], every[2:], strict=False))))


def _sketch(hashes: set[int], size: int) -> str:
    smallest = sorted(hashes)[:size]
    return base64.b64encode(struct.pack(f">{len(smallest)}I", *smallest)).decode("ascii")


def likeness(one: str, other: str) -> Likeness:
    """Compare two fingerprints. What cannot be read counts as unknown."""
    try:
        (text_one, bones_one), (text_other, bones_other) = (_unpack(each) for each in (one, other))
    except ValueError:
        return Likeness(None, None)
    return Likeness(_common(text_one, text_other, _TEXT_SIZE), _common(bones_one, bones_other, _BONES_SIZE))


def _unpack(written: str) -> tuple[list[int], list[int]]:
    text, _, bones = written.partition(".")
    return _numbers(text), _numbers(bones)


def _numbers(written: str) -> list[int]:
    raw = base64.b64decode(written, validate=True)
    return list(struct.unpack(f">{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))


def _common(one: list[int], other: list[int], size: int) -> float | None:
    """Estimate the Jaccard index of two sets from their sketches."""
    if not one or not other:
        return None
    union = sorted(set(one) | set(other))[:size]
    shared = set(one) & set(other)
    return sum(1 for number in union if number in shared) / len(union)
