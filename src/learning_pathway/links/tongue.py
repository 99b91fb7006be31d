"""Telling whether a text is in the language that it should be in: by its script, and by its most common words.

What a page declares is often its theme's language, or nothing; its words do not lie.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Final

from .plaintext import words

__all__ = ["speaks"]

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


def speaks(text: str, language: str) -> bool | None:
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
