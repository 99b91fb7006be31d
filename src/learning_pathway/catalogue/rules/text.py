"""Markdown in texts that readers would see as signs, and check digits of identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from ..codes import Code
from ..intended_values import brackets_match, doi_meant
from ..messages import as_yaml, shown
from ..model import (
    DOI_PATTERN,
    ISBN_PATTERN,
    ISSN_PATTERN,
    Module,
    Pathway,
    Resource,
    Retired,
    Route,
    Section,
    Step,
    Task,
    Theme,
    Tip,
    TipList,
    TipSource,
)
from ..raw import EntryKind, RawCatalogue, RawEntry, RuleProblem
from ..rich_text import RichText

__all__ = [
    "check_identifiers",
    "check_markdown",
    "isbn_check_digit",
    "issn_check_digit",
]

_MODELS: dict[EntryKind, type[BaseModel]] = {
    EntryKind.PATHWAY: Pathway,
    EntryKind.THEME: Theme,
    EntryKind.RESOURCE: Resource,
    EntryKind.TASK: Task,
    EntryKind.MODULE: Module,
    EntryKind.SECTION: Section,
    EntryKind.STEP: Step,
    EntryKind.ROUTE: Route,
    EntryKind.TIP_LIST: TipList,
    EntryKind.TIP_SOURCE: TipSource,
    EntryKind.TIP: Tip,
    EntryKind.RETIRED: Retired,
}
#: What shows as it is typed, and how to recognise it.
_FOREIGN = (
    ("a link to an address that is not https://, http:// or mailto:", re.compile(r"\[[^\]\n]+\]\([^)\n]+\)")),
    ("a heading", re.compile(r"^#{1,6} \S.*$", re.MULTILINE)),
    ("a quotation", re.compile(r"^> \S.*$", re.MULTILINE)),
    ("a block of code", re.compile(r"^(?:```|~~~).*$", re.MULTILINE)),
    ("code", re.compile(r"`[^`\n]+`")),
    ("a table", re.compile(r"^\|.*\|[ \t]*$", re.MULTILINE)),
    ("HTML", re.compile(r"</?[A-Za-z][^<>\n]*>")),
)
#: Looked for in what the editor typed: in plain text it is a link.
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]+\)")


def _holds_rich_text(annotation: Any) -> bool:
    return annotation is RichText or any(map(_holds_rich_text, get_args(annotation)))


_LONG = {
    kind: [name for name, field in model.model_fields.items() if _holds_rich_text(field.annotation)]
    for kind, model in _MODELS.items()
}


def check_markdown(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find the first such sign of each long text."""
    for entry in raw.each(*_MODELS):
        for name in _LONG[entry.kind]:
            yield from _text(entry, name)


def _text(entry: RawEntry, name: str) -> Iterator[RuleProblem]:
    for path, written in entry.texts(name):
        text = str(RichText(written)) if written else ""
        found = next(((what, match[0]) for what, form in _FOREIGN if (match := form.search(text))), None)
        if picture := _PICTURE.search(written):
            found = ("a picture", picture[0])
        if found:
            message = f"`{name}` holds {found[0]}, which shows as it is typed: `{shown(found[1])}`."
            remedy = "Write it in plain words, or with emphasis, lists and links: see “Long texts” in the guide."
            yield RuleProblem(Code.MARKDOWN_AS_TYPED, entry, message, remedy, path)


def check_identifiers(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find DOIs with a bracket too many, and ISSNs and ISBNs whose last digit does not fit the others."""
    for entry in raw.each(EntryKind.RESOURCE):
        doi = entry.text("doi")
        if doi and re.fullmatch(DOI_PATTERN, doi) and not brackets_match(doi):
            meant = doi_meant(doi)
            message = f"`{shown(doi)}` closes a bracket that it does not open, so it is no DOI."
            remedy = f"Write `{meant}`." if meant else "Compare the DOI with the resource."
            yield RuleProblem(Code.BAD_DOI, entry, message, remedy, (*entry.path, "doi"), instead=as_yaml(meant))
        for field, pattern, check_digit in (
            ("issn", ISSN_PATTERN, issn_check_digit),
            ("isbn", ISBN_PATTERN, isbn_check_digit),
        ):
            written = entry.text(field)
            if written is None or not re.fullmatch(pattern, written):
                continue
            digits = re.sub("[ -]", "", written).upper()
            wanted = check_digit(digits[:-1])
            if wanted != digits[-1]:
                message = f"`{written}` cannot be right: after the other digits, the last would be {wanted}."
                remedy = f"Compare the {field.upper()} with the resource; one of its digits is mistyped."
                yield RuleProblem(Code.CHECK_DIGIT, entry, message, remedy, (*entry.path, field))


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
