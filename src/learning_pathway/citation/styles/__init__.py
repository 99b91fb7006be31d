"""Citation styles, one module for each, and the words that they share: months, editions, report numbers."""

from __future__ import annotations

import re

from ..reference import clean

__all__ = [
    "MONTHS",
    "SEASONS",
    "edition",
    "report_number",
    "volumes",
]

#: English months by number; nothing stands at 0, as in a date whose month is unknown.
MONTHS = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


#: Seasons by number, likewise.
SEASONS = ("", "Spring", "Summer", "Fall", "Winter")


def volumes(volume: str) -> str:
    """`Vol. 2` from `2`, `Vols. 1–3` from `1-3`; empty for none."""
    span = re.sub(r"(?<=\d)\s*[-\u2010-\u2014]+\s*(?=\d)", "–", clean(volume))
    several = re.search(r"\d\s*[–,&]\s*\d", span)
    return f"{'Vols.' if several else 'Vol.'} {span}" if span else ""


def edition(text: str, word: str, *, revised: str) -> str:
    """`2nd ed.` from `2`, `2nd` or `2nd edition`.

    Args:
        text: the edition as the catalogue has it; may be empty.
        word: the style's word for edition.
        revised: the style's word for a revised edition.

    Returns:
        the edition in the style's form; empty for none.
    """
    name = re.sub(r"\s*\b(edition|edn|ed)\b\.?$", "", clean(text), flags=re.IGNORECASE)
    if not name:
        return clean(text)
    if name.isdecimal() and len(name) < 5:
        number = int(name)
        ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        name = f"{number}{ending}"
    return f"{revised if name.casefold() == 'revised' else name} {word}"


def report_number(number: str, series: str = "") -> str:
    """`No. 5` from `5`, `Papers on Place No. 5` in a series; what says what it is (`Working Paper 5`) stays."""
    words, _, _ = number.rpartition(" ")
    if not number or re.search(r"[^\W\d]{2}", words):
        return number
    return f"{series} No. {number}".strip()
