"""Tables for spreadsheets (RFC 4180): ours, one row for each resource, and those of Zotero and of editors."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial

from ..catalogue.did_you_mean import key_meant, word_meant
from ..catalogue.fields import FIELDS, words
from ..catalogue.model import Person, Resource
from ..catalogue.types import Access, Captions, Level, PersonRole, ResourceType, Status, SummarySource
from ..citation import cite
from . import dates
from .mappings import ZOTERO, by_label
from .model import Record, RecordList, Refused, Source
from .names import from_cell, inverted, known
from .text import doi, own_title, plain, shown

__all__ = ["CSV_HEAD", "csv_row", "read_cell", "read_table"]


def _people(cell: str) -> object:
    return from_cell(cell) or None


def _ids(cell: str) -> object:
    return [word for part in cell.replace("\n", ";").split(";") if (word := plain(part))]


def _copies(cell: str) -> object:
    """Other copies: what each is, its address, and what it takes to open it: `a copy https://example.org/a [free]`."""
    copies = []
    for part in re.split(r";\s+|\n", cell):
        access = re.search(rf" \[({'|'.join(Access)})\]$", part.strip())
        label, _, url = part.strip().removesuffix(access[0] if access else "").rpartition(" ")
        if not plain(label) or not url.startswith(("http://", "https://")):
            return None
        copies.append({"url": url, "label": plain(label), **({"access": access[1]} if access else {})})
    return copies


def _number(cell: str) -> object:
    text = plain(cell).replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _minutes(cell: str) -> object:
    return _number(cell) or dates.minutes(plain(cell))


def _doi(cell: str) -> object:
    return doi(plain(cell))


def _date(cell: str) -> object:
    return dates.partial(plain(cell), edtf=bool(re.fullmatch(r"[0-9]{4}-2[1-4]", plain(cell))))


def _day(cell: str) -> object:
    return dates.day(plain(cell))


def _type(cell: str) -> object:
    return by_label(plain(cell)) or _word(ResourceType, cell)


def _word(words: type[StrEnum], cell: str) -> object:
    """The fixed word that was meant: `beginner` is `starter`."""
    text = plain(cell)
    return word_meant(text, list(words)) if text else None


#: How the text of a field is read where it is not simply its value. None means that it was not understood.
_READERS: dict[str, Callable[[str], object]] = {
    "authors": _people,
    "editors": _people,
    "alternatives": _copies,
    "themes": _ids,
    "related": _ids,
    "cites": _ids,
    "earlier_titles": _ids,
    "published": _date,
    "updated": _date,
    "accessed": _day,
    "added": _day,
    "reviewed_on": _day,
    "type": _type,
    "access": partial(_word, Access),
    "level": partial(_word, Level),
    "captions": partial(_word, Captions),
    "status": partial(_word, Status),
    "summary_source": partial(_word, SummarySource),
    "minutes": _minutes,
    "page_count": _number,
    "word_count": _number,
    "doi": _doi,
}


def read_cell(field: str, cell: str) -> object:
    """The value of a resource's field, as the model takes it; None where the text was not understood.

    Args:
        field: the field. People are written `Gray, Ida; Northern Forum; Lowe, Toby [guest]`, lists with semicolons.
        cell: the text.
    """
    value = _READERS[field](cell) if field in _READERS else plain(cell) or None
    return value.value if isinstance(value, StrEnum) else value


#: Columns of Zotero, and the field of ours that each fills.
_ZOTERO = {
    "Item Type": "type",
    "Publication Year": "published",
    **dict.fromkeys(("Author", "Director", "Guest", "Interviewer", "Podcaster", "Presenter", "Translator"), "authors"),
    "Title": "title",
    "Publication Title": "container",
    "ISBN": "isbn",
    "ISSN": "issn",
    "DOI": "doi",
    "Url": "url",
    "Abstract Note": "summary",
    "Date": "published",
    "Access Date": "accessed",
    "Pages": "pages",
    "Num Pages": "page_count",
    "Issue": "issue",
    "Volume": "volume",
    "Series": "container",
    "Series Number": "number",
    "Publisher": "publisher",
    "Place": "place",
    "Language": "language",
    "Rights": "licence",
    "Library Catalog": "library_catalogue",
    "Manual Tags": "themes",
    "Automatic Tags": "themes",
    "Editor": "editors",
    "Number": "number",
    "Edition": "edition",
    "Running Time": "minutes",
    "Conference Name": "conference",
    "Meeting Name": "conference",
    "Notes": "note",
    "Extra": "note",
}
_ROLES = {
    "Translator": "translator",
    "Interviewer": "interviewer",
    "Guest": "guest",
    "Podcaster": "host",
    "Presenter": "speaker",
}
#: Columns that say nothing about a resource, or say it again.
_QUIET = {
    "id",
    "key",
    "citation",
    "date added",
    "date modified",
    "short title",
    "journal abbreviation",
}
#: Fields that an editor's own table may fill.
_FIELDS = [name for name in Resource.model_fields if name != "formerly"]
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
#: Rows that may begin with a quotation mark that is never closed.
_MOST_BROKEN = 100
#: Characters in one cell.
_LARGEST_CELL = 200_000


def read_table(text: str) -> Source:
    """Read every row that has as many cells as there are columns; what is damaged is reported with its line."""
    text = text.lstrip("\ufeff\n ")
    separator = _separator(text.split("\n", 1)[0])
    kept = RecordList()
    rows = _rows(text, separator, kept.refused)
    header = next(rows, (1, []))[1]
    columns = _columns(header)
    if {name for name, _ in columns.values()}.isdisjoint({"title", "supplied_title"}):
        reason = "No column is called `title`. Write the names of the columns into the first line."
        return Source("csv", (), (Refused(1, shown(", ".join(header), 60), reason),))
    for line, row in rows:
        if kept.is_full(line, len(kept.records)):
            break
        if not any(cell.strip() for cell in row):
            continue
        if any(cell.strip() for cell in row[len(header) :]):
            reason = f"It has {len(row)} cells, but there are {len(header)} columns."
            kept.refuse(line, shown(row[0], 40), reason)
            continue
        kept.add(_record(dict(zip(header, row, strict=False)), columns, line))
    remark = "" if separator == "," else f"Its cells are taken to be separated by {_SEPARATORS[separator]}."
    unknown = [
        shown(name, 40) for name in header if name.strip() and name not in columns and name.lower() not in _QUIET
    ]
    ignored = (
        f"Columns that are not understood: {', '.join(unknown[:20])}." if unknown and "Item Type" not in header else ""
    )
    return Source("csv", tuple(kept.records), tuple(kept.refused), tuple(filter(None, (remark, ignored))))


def _separator(first: str) -> str:
    outside = re.sub(r'"[^"]*"', "", first)
    return max(_SEPARATORS, key=lambda sign: outside.count(sign))


def _rows(text: str, separator: str, refused: list[Refused]) -> Iterator[tuple[int, list[str]]]:
    """The rows with their lines. A quotation mark that is never closed costs its own line only."""
    lines = text.split("\n")
    start, broken = 0, 0
    csv.field_size_limit(_LARGEST_CELL)
    while start < len(lines):
        reader = csv.reader((line + "\n" for line in lines[start:]), delimiter=separator, strict=True)
        begun = start
        try:
            for row in reader:
                yield begun + 1, [cell.strip("\n") for cell in row]
                begun = start + reader.line_num
            return
        except csv.Error as error:
            broken += 1
            refused.append(Refused(begun + 1, shown(lines[begun], 40), f"It is damaged: {error}."))
            if broken >= _MOST_BROKEN:
                refused.append(Refused(begun + 2, "", "There are too many damaged lines; the rest was not read."))
                return
            start = begun + 1


def _columns(header: Sequence[str]) -> dict[str, tuple[str, PersonRole | None]]:
    """For each column that is understood: the field that it fills, and what its people did."""
    is_zotero = "Item Type" in header and "Publication Year" in header
    found: dict[str, tuple[str, PersonRole | None]] = {}
    for name in header:
        if name in found or name.lower() in _QUIET:
            continue
        if is_zotero:
            if name in _ZOTERO:
                found[name] = (_ZOTERO[name], PersonRole(_ROLES[name]) if name in _ROLES else None)
        elif name.strip():
            field = key_meant(name, _FIELDS)
            if field is not None:
                found[name] = (field, None)
    return found


def _record(row: Mapping[str, str], columns: Mapping[str, tuple[str, PersonRole | None]], line: int) -> Record:
    record = Record(line, shown(row.get("id") or row.get("Key") or "", 200))
    facts = record.facts
    for column, written in row.items():
        cell = written[1:] if re.match(r"'[=+\-@\t\r]", written) else written
        if not cell.strip() or column == "id":
            continue
        if column not in columns:
            if column.strip() and column.lower() not in _QUIET:
                record.leave(column, cell)
            continue
        field, role = columns[column]
        value = _value(field, role, cell)
        if value is None:
            record.leave(column, cell, "not understood")
        elif isinstance(value, list):
            facts[field] = [*facts.get(field, []), *value]
        elif field == "note":
            record.note(str(value))
        elif field in facts and facts[field] != value and column not in ("Date", "Publication Year"):
            record.leave(column, cell, f"`{field}` is {shown(facts[field], 40)} already")
        elif field not in facts or len(str(value)) > len(str(facts[field])):
            facts[field] = value
    if "title" in facts and "supplied_title" not in facts:
        facts.update(own_title(facts.pop("title")))
    facts.setdefault("type", ResourceType.WEB_PAGE.value)
    if "summary" in facts and any(
        field == "summary" and "abstract" in name.lower() for name, (field, _) in columns.items()
    ):
        facts.setdefault("summary_source", SummarySource.PUBLISHER.value)
    return record


def _value(field: str, role: PersonRole | None, cell: str) -> object:
    if role is not None:
        return known(inverted(name, role) for name in cell.split(";"))
    if field == "type":
        kind = ZOTERO.get(cell.strip())
        return kind.value if kind else read_cell(field, cell)
    return read_cell(field, cell)


def _people_cell(people: Sequence[Person]) -> str:
    """`Sharp, C.; Northern Forum`; the role of anyone but an author is in brackets."""
    names = []
    for person in people:
        name = person.organisation or ", ".join(part for part in (person.family, person.given) if part)
        name += f" {{{person.account}}}" if person.account else ""
        names.append(name if person.role.value == "author" else f"{name} [{person.role.value}]")
    return "; ".join(names)


def _own(resource: Resource, name: str) -> str:
    return words(getattr(resource, name))


#: How a cell is written where it is not simply the field's value.
_CELLS: dict[str, Callable[[Resource], object]] = {
    "authors": lambda resource: _people_cell(resource.authors),
    "editors": lambda resource: _people_cell(resource.editors),
    "summary_source": lambda resource: resource.summary_source.value if resource.summary else None,
}
#: The column of references, which is no field.
_CITATION = 39
_NUMBERED = {number: name for name, row in FIELDS.items() if isinstance(number := row.csv, int)}
#: The columns, in order: what is for editors only (notes, owners, reviews) stays out.
_COLUMNS: dict[str, Callable[[Resource], object]] = {
    name: _CELLS.get(name, partial(_own, name=name)) for _, name in sorted({**_NUMBERED, _CITATION: "citation"}.items())
} | {"citation": lambda resource: cite(resource).text}


def _cell(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula: it gets an apostrophe (OWASP, CSV injection)."""
    text = "" if value is None else str(value).replace("\0", "")
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


#: What a table begins with: a byte-order mark, which spreadsheets need to read accents, and the header row.
CSV_HEAD = "\ufeff" + _line(_COLUMNS)


def csv_row(resource: Resource) -> str:
    """The resource as a row of comma-separated values, with its line end (CRLF)."""
    return _line(_cell(column(resource)) for column in _COLUMNS.values())
