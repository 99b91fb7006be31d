"""Brackets of DOIs, and check digits of ISSN (ISO 3297:2022, annex A) and ISBN (ISO 2108:2017, annex C)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..codes import Code
from ..draft import Draft, Finding, Kind
from ..intention import brackets_match, doi_meant
from ..model import DOI_PATTERN, ISBN_PATTERN, ISSN_PATTERN
from ..translation import as_yaml, shown

__all__ = ["check_identifiers", "isbn_check_digit", "issn_check_digit"]


def check_identifiers(draft: Draft) -> Iterator[Finding]:
    """Find DOIs with a bracket too many, and ISSNs and ISBNs whose last digit does not fit the others."""
    for item in draft.each(Kind.RESOURCE):
        doi = item.text("doi")
        if doi and re.fullmatch(DOI_PATTERN, doi) and not brackets_match(doi):
            meant = doi_meant(doi)
            message = f"`{shown(doi)}` closes a bracket that it does not open, so it is no DOI."
            remedy = f"Write `{meant}`." if meant else "Compare the DOI with the work."
            yield Finding(Code.BAD_DOI, item, message, remedy, (*item.path, "doi"), instead=as_yaml(meant))
        for field, pattern, check_digit in (
            ("issn", ISSN_PATTERN, issn_check_digit),
            ("isbn", ISBN_PATTERN, isbn_check_digit),
        ):
            written = item.text(field)
            if written is None or not re.fullmatch(pattern, written):
                continue
            digits = re.sub("[ -]", "", written).upper()
            wanted = check_digit(digits[:-1])
            if wanted != digits[-1]:
                message = f"`{written}` cannot be right: after the other digits, the last would be {wanted}."
                remedy = f"Compare the {field.upper()} with the work; one of its digits is mistyped."
                yield Finding(Code.CHECK_DIGIT, item, message, remedy, (*item.path, field))


def issn_check_digit(digits: str) -> str:
    """The eighth character of an ISSN, from its first seven digits."""
    return _modulo_11(digits, 8)


def isbn_check_digit(digits: str) -> str:
    """The last character of an ISBN, from its first nine or twelve digits."""
    if len(digits) == 9:
        return _modulo_11(digits, 10)
    return str(-sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10)


def _modulo_11(digits: str, first_weight: int) -> str:
    rest = -sum(int(digit) * (first_weight - place) for place, digit in enumerate(digits)) % 11
    return "X" if rest == 10 else str(rest)
