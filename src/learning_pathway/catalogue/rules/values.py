"""Rules for single values: dates, Markdown in texts, and check digits of identifiers."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, get_args

from ..dates import PartialDate
from ..did_you_mean import brackets_match, doi_meant
from ..messages import as_yaml, shown
from ..problems import Code
from ..raw import MODELS, RawCatalogue, RawEntry, RuleProblem
from ..text import RichText
from ..types import EntryKind
from ..values import DOI_PATTERN, INTERVAL_PATTERN, ISBN_PATTERN, ISSN_PATTERN

__all__ = [
    "LONG_TEXTS",
    "check_dates",
    "check_identifiers",
    "check_markdown",
    "isbn_check_digit",
    "issn_check_digit",
    "review_day",
]


_DATES = {
    EntryKind.RESOURCE: ("published", "original_published", "updated", "accessed", "added", "reviewed_on"),
    EntryKind.PATHWAY: ("accessibility_tested",),
}
#: Pairs of which the first cannot lie after the second, and why.
_ORDERS = (
    ("published", "accessed", "It was read before it was published"),
    ("updated", "accessed", "It was read before it was last changed, so the later change was not seen"),
    ("published", "updated", "It was changed before it was published"),
    ("original_published", "published", "This edition came out before the original did"),
)
#: An editor's day may have begun before the server's.
_GRACE = timedelta(days=1)


def check_dates(raw: RawCatalogue, today: date) -> Iterator[RuleProblem]:
    """Find dates in the future, dates that contradict each other, and reviews that are overdue."""
    last = today + _GRACE
    limit = PartialDate(last.year, last.month, last.day)
    for kind, fields in _DATES.items():
        for entry in raw.each(kind):
            for field in fields:
                day = _date(entry, field)
                if day is not None and max(day, day.end or day) > limit:
                    message = f"`{field}` is {day}, which is in the future (today is {today.isoformat()})."
                    yield RuleProblem(Code.FUTURE_DATE, entry, message, "Check the year first.", (*entry.path, field))
    for entry in raw.each(EntryKind.RESOURCE):
        yield from _orders(entry, limit)
        yield from _overdue(entry, today)


def _orders(entry: RawEntry, limit: PartialDate) -> Iterator[RuleProblem]:
    reported: set[str] = set()
    for earlier, later, meaning in _ORDERS:
        first, second = _date(entry, earlier), _date(entry, later)
        if first is None or second is None or later in reported or max(first, second) > limit:
            continue
        if first.first_day > second.last_day:
            reported.add(later)
            message = f"{meaning}: `{earlier}` is {first}, `{later}` is {second}."
            yield RuleProblem(Code.DATE_ORDER, entry, message, "Check both dates.", (*entry.path, later))


def _overdue(entry: RawEntry, today: date) -> Iterator[RuleProblem]:
    due = review_day(entry)
    if due is not None and due < today:
        message = f"This was due for another look on {due.isoformat()}."
        remedy = f"Look at the resource, then write `reviewed_on: {today.isoformat()}`."
        yield RuleProblem(Code.REVIEW_OVERDUE, entry, message, remedy, (*entry.path, "review_every"))


def review_day(entry: RawEntry) -> date | None:
    """The day on which a resource is due for another look; None where no one has set one."""
    interval = entry.text("review_every")
    last = _date(entry, "reviewed_on") or _date(entry, "added")
    if interval is None or last is None or not re.fullmatch(INTERVAL_PATTERN, interval):
        return None
    return _later(last.first_day, interval)


def _later(day: date, interval: str) -> date | None:
    """The day an interval such as `6 months` later; the last of the month where there is no such day."""
    count, unit = int(interval.split()[0]), interval.split()[1].rstrip("s")
    try:
        if unit in ("day", "week"):
            return day + timedelta(days=count * (7 if unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None  # beyond the year 9999


def _date(entry: RawEntry, field: str) -> PartialDate | None:
    text = entry.text(field)
    return _parsed(text) if text else None


@lru_cache(maxsize=4096)  # the same days come again and again
def _parsed(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None  # the model has said so


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


#: Texts of which the findings are kept: a preview asks again after each change, and most texts stay as they are.
KEPT = 65_536

#: The long texts of each kind of entry.
LONG_TEXTS = {
    kind: [name for name, field in model.model_fields.items() if _holds_rich_text(field.annotation)]
    for kind, model in MODELS.items()
}


def check_markdown(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find the first such sign of each long text."""
    for entry in raw.each(*MODELS):
        for name in LONG_TEXTS[entry.kind]:
            yield from _text(entry, name)


def _text(entry: RawEntry, name: str) -> Iterator[RuleProblem]:
    for path, written in entry.texts(name):
        if found := foreign_sign(written):
            message = f"`{name}` holds {found[0]}, which shows as it is typed: `{shown(found[1])}`."
            remedy = "Write it in plain words, or with emphasis, lists and links: see “Long texts” in the guide."
            yield RuleProblem(Code.MARKDOWN_AS_TYPED, entry, message, remedy, path)


@lru_cache(KEPT)
def foreign_sign(written: str) -> tuple[str, str] | None:
    """The first sign of Markdown that a text does not know: what it is, and the sign."""
    if picture := _PICTURE.search(written):
        return "a picture", picture[0]
    text = str(RichText(written)) if written else ""
    return next(((what, match[0]) for what, form in _FOREIGN if (match := form.search(text))), None)


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
