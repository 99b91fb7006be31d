"""Characters of words: which make up a word, which join its parts, and which are never typed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

__all__ = [
    "AMPERSANDS",
    "IS_DENSE",
    "LONGEST",
    "RUNS",
    "ampersand",
    "apostrophes",
    "ending",
    "fold",
    "joints",
    "plain_token",
    "token",
    "unseen",
]

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
