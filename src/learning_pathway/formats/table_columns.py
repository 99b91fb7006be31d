"""Tables of other programs: what their columns fill, what they call types, and how their parts are put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from ..catalogue.types import PersonRole, ResourceType
from . import dates
from .names import Facts, inverted, known

__all__ = [
    "ARTICLE_NUMBER",
    "DAY",
    "EXTRA",
    "FIRST_PAGE",
    "KEY",
    "LAST_PAGE",
    "MONTH",
    "QUIET",
    "SOURCE",
    "TYPES",
    "TableProgram",
    "put_together",
    "type_said",
]

#: What a column fills that is no field of its own: parts of `pages`, and what the file calls the record.
FIRST_PAGE, LAST_PAGE, ARTICLE_NUMBER, KEY = "(first page)", "(last page)", "(article number)", "(key)"
MONTH, DAY, SOURCE, EXTRA = "(month)", "(day)", "(source)", "(extra)"
#: Where an article is, in one cell, as Embase has it: `Keys (2014) 3:3 (152-160). Date of Publication: …`.
_SOURCE = re.compile(
    r"(.{1,300}?) \((\d{4})\)(?: ([\w.-]{1,20})(?::([^\s()]{1,40}))?)?(?: \(([^()]{1,40})\))?(?:\..*)?", re.DOTALL
)
#: Columns that say nothing about a resource, or say it again.
QUIET = frozenset({"key", "citation", "date added", "date modified", "short title", "journal abbreviation"})

_R = ResourceType


@dataclass(frozen=True, slots=True)
class TableProgram:
    """A program or database that exports tables.

    Attributes:
        name: its name, for people.
        marks: columns by which its tables are known, in small letters.
        columns: the field or the part of a field that each column fills, by its name in small letters.
        quiet: columns that say nothing about a resource, or say it again.
        types: its words for types, in small letters.
        usual: the type of a record whose word is not among them; None for a web page.
        roles: what the people of a column did, by its name in small letters.
        name_of: reads the name of one person.
        between: what stands between two people.
        closed: whether a full stop ends titles and lists of people.
        database: what `database` is for its records; empty where a column says it or it is none.
    """

    name: str
    marks: frozenset[str]
    columns: Mapping[str, str]
    quiet: Collection[str] = ()
    types: Mapping[str, ResourceType] = field(default_factory=dict)
    usual: ResourceType | None = None
    roles: Mapping[str, PersonRole] = field(default_factory=dict)
    name_of: Callable[[str, PersonRole], Facts | None] = inverted
    between: str = ";"
    closed: bool = False
    database: str = ""

    def people(self, cell: str, column: str) -> list[Facts]:
        """The people in a cell."""
        role = self.roles.get(column.strip().casefold(), PersonRole.AUTHOR)
        return known(self.name_of(name, role) for name in self.opened(cell).split(self.between)[:2_000])

    def opened(self, cell: str) -> str:
        """A title or a list of people without the full stop that this program puts after it."""
        return re.sub(r"(?<=[^.])\.(\]?)$", r"\1", cell.strip()) if self.closed else cell


#: What databases call types.
TYPES: Mapping[str, ResourceType] = {
    **dict.fromkeys(
        ("article", "journal article", "ieee journals", "review", "editorial", "letter", "note", "short survey"),
        _R.JOURNAL_ARTICLE,
    ),
    **dict.fromkeys(
        ("conference paper", "conference proceedings article", "ieee conferences", "proceeding", "proceedings paper"),
        _R.CONFERENCE_PAPER,
    ),
    **dict.fromkeys(("book chapter", "chapter"), _R.CHAPTER),
    **dict.fromkeys(("book", "edited book", "monograph"), _R.BOOK),
    **dict.fromkeys(("dissertation", "thesis"), _R.THESIS),
    **dict.fromkeys(("preprint", "newspaper article", "news"), _R.ARTICLE),
    "report": _R.REPORT,
}
#: What people call types in tables of their own.
_SAID: Mapping[str, ResourceType] = {
    **TYPES, "guide": _R.TOOLKIT, "tool": _R.TOOLKIT, "podcast": _R.AUDIO, "radio": _R.AUDIO,
    "film": _R.VIDEO, "documentary": _R.VIDEO, "webinar": _R.VIDEO, "ted talk": _R.VIDEO, "website": _R.WEB_PAGE,
    "webpage": _R.WEB_PAGE, "blog post": _R.BLOG, "blogpost": _R.BLOG, "magazine article": _R.ARTICLE,
    "working paper": _R.REPORT, "white paper": _R.REPORT, "policy brief": _R.REPORT, "policy paper": _R.REPORT,
    "phd thesis": _R.THESIS, "ebook": _R.BOOK, "e-book": _R.BOOK, "mooc": _R.COURSE, "online course": _R.COURSE,
    "presentation": _R.CONFERENCE_PAPER, "article": _R.ARTICLE, "report": _R.REPORT,
}  # fmt: skip


def type_said(words: str) -> ResourceType | None:
    """The type that someone calls so in a table; None for other words."""
    return _SAID.get(" ".join(words.split()).casefold())


def put_together(facts: dict[str, object], parts: Mapping[str, str]) -> None:
    """Fill the fields whose parts are in columns of their own: pages and dates."""
    first, last = parts.get(FIRST_PAGE, ""), parts.get(LAST_PAGE, "")
    pages = "-".join(part for part in (first, last if last != first else "") if part) or parts.get(ARTICLE_NUMBER, "")
    if pages:
        facts.setdefault("pages", pages)
    if found := _SOURCE.fullmatch(parts.get(SOURCE, "")):
        named = zip(("container", "published", "volume", "issue", "pages"), found.groups(), strict=True)
        facts.update({name: value for name, value in named if value and name not in facts})
    elif SOURCE in parts:
        facts.setdefault("container", parts[SOURCE])
    if MONTH in parts and "published" in facts:
        facts["published"] = _exact_date(str(facts["published"]), parts[MONTH], parts.get(DAY, ""))


def _exact_date(year: str, month: str, day: str) -> str:
    """The date of a year with the month and the day that columns of their own say, as far as they are certain."""
    number = int(month) if month.isdigit() else dates.month(month)
    if not re.fullmatch(r"[0-9]{4}", year) or not number:
        return year
    written = f"{year}-{number:02}" + (f"-{int(day):02}" if day.isdigit() else "")
    return dates.partial(written) or year
