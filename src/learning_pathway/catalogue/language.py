"""Languages as the catalogue names them (BCP 47): their direction, and how a text in one is isolated.

The direction comes from the script, and the script from the tag or from CLDR's likely subtags, which Babel has.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

from babel.core import get_global

__all__ = [
    "FSI",
    "PDI",
    "Direction",
    "attributes",
    "direction",
    "first_direction",
    "is_right_to_left",
    "isolated",
    "script",
]

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
