"""How hard a text is to read: the Flesch–Kincaid grade, counted here, since ready-made programs fetch data.

Source: Kincaid et al. (1975), *Derivation of new readability formulas*: 0.39 words a sentence, and 11.8 syllables a
word, less 15.59.
"""

from __future__ import annotations

import re

__all__ = ["grade", "sentences", "syllables", "words"]

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_VOWELS = re.compile(r"[aeiouy]+")
#: Endings that are written and not heard, and groups of vowels that are two syllables.
_SILENT = re.compile(r"(?:[^aeiouyl]e|[aeiouy]le|[^aeiouydt]ed|[^aeiouycgszhx]es|[^aeiouy][lr]es?(?<!le)(?<!les))$")
_APART = re.compile(r"ia(?!l$)|iou(?!s)|eo(?!u|p)|io(?!n|u)|ua|uou|ying|[aiouy]ing|creat|riet|ism$")


def words(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return [word.lower() for word in _WORD.findall(text)]


def sentences(text: str) -> int:
    """How many sentences a text has; at least one."""
    return max(1, len(re.findall(r"[.!?]+[\"”’)]*(?:\s|$)", text)))


def syllables(word: str) -> int:
    """About how many syllables an English word has."""
    bare = re.sub(r"['’].*", "", word.lower())
    bare = re.sub(r"^(som|ther|wher|mor)e(?=[a-z]{2})", r"\1", bare)
    count = len(_VOWELS.findall(bare)) + len(_APART.findall(bare))
    return max(1, count - (1 if count > 1 and _SILENT.search(bare) else 0))


def grade(text: str) -> float:
    """The school year in which a text is read with ease (US grades)."""
    found = words(text)
    if not found:
        return 0.0
    return 0.39 * len(found) / sentences(text) + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
