"""Read tables: ours, and those of reference managers, databases and editors."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial

from ..catalogue.did_you_mean import key_meant, word_meant
from ..catalogue.model import Resource
from ..catalogue.types import Access, Captions, Level, ResourceType, Status, SummarySource
from . import dates
from .csv_writer import COLUMNS, FORMULA
from .mappings import DATABASE_TYPES, by_label, said_in_extra
from .model import Record, RecordList, Refused, Source
from .names import from_cell, straight
from .table_programs import (
    ARTICLE_NUMBER,
    DAY,
    EXTRA,
    FIRST_PAGE,
    KEY,
    LAST_PAGE,
    MONTH,
    QUIET,
    SOURCE,
    TableProgram,
    program_of,
    type_said,
)
from .text import doi, is_nothing, own_title, plain, shown

__all__ = ["read_cell", "read_table"]

#: Between two values of a cell; a semicolon in a value is written twice.
_APART = re.compile(r"(?<!;);(?!;)|\n")


def _ids(cell: str) -> object:
    return [word for part in _APART.split(cell) if (word := plain(part.replace(";;", ";")))]


def _copies(cell: str) -> object:
    """Other copies: what each is, its address, and what it takes to open it: `a copy https://example.org/a [free]`."""
    copies = []
    for part in re.split(r"(?<!;);\s+|\n", cell):
        access = re.search(rf" \[({'|'.join(Access)})\]$", part.strip())
        label, _, url = part.strip().removesuffix(access[0] if access else "").rpartition(" ")
        if not plain(label) or not url.startswith(("http://", "https://")):
            return None
        copies.append(
            {
                "url": url.replace(";;", ";"),
                "label": plain(label.replace(";;", ";")),
                **({"access": access[1]} if access else {}),
            }
        )
    return copies


def _number(cell: str) -> object:
    text = plain(cell).replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _minutes(cell: str) -> object:
    return _number(cell) or dates.minutes(plain(cell))


def _date(cell: str) -> object:
    return dates.partial(plain(cell), edtf=bool(re.fullmatch(r"[0-9]{4}-2[1-4]", plain(cell))))


def _type(cell: str) -> object:
    return by_label(plain(cell)) or type_said(plain(cell)) or _word(ResourceType, cell)


def _word(words: type[StrEnum], cell: str) -> object:
    """The fixed word that was meant: `beginner` is `starter`."""
    text = plain(cell)
    return word_meant(text, list(words)) if text else None


#: How the text of a field is read where it is not simply its value. None means that it was not understood.
_READERS: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("authors", "editors"), lambda cell: from_cell(cell) or None),
    "alternatives": _copies,
    "themes": _ids,
    "related": _ids,
    "cites": _ids,
    "earlier_titles": _ids,
    **dict.fromkeys(("published", "updated", "original_published"), _date),
    **dict.fromkeys(("accessed", "added", "reviewed_on"), lambda cell: dates.day(plain(cell))),
    "type": _type,
    "access": partial(_word, Access),
    "level": partial(_word, Level),
    "captions": partial(_word, Captions),
    "status": partial(_word, Status),
    "summary_source": partial(_word, SummarySource),
    "minutes": _minutes,
    "page_count": _number,
    "word_count": _number,
    "doi": lambda cell: doi(plain(cell)),
}


def read_cell(field: str, cell: str) -> object:
    """The value of a resource's field, as the model takes it; None where the text was not understood."""
    value = _READERS[field](cell) if field in _READERS else plain(cell) or None
    return value.value if isinstance(value, StrEnum) else value


#: What a column of years or days is called.
_YEAR = re.compile(
    r"(?:publication|published|pub\.?|release|issue)?[ _-]?(?:year|date)(?: (?:of publication|published))?|"
    r"published[ _]on|(?!.*original).*(?:publi|releas|issu).*\b(?:date|year)"
)
_JOURNAL = re.compile(
    r"cyfnodolyn|journal|periodical|^publication$|revista|revue|rivista|tijdschrift|zeitschrift", re.IGNORECASE
)
#: Proceedings of a meeting; those of an academy are a journal.
_MEETING = re.compile(r"\bproceedings\b.*\b(?:conference|congress|meeting|symposium|workshop)\b", re.IGNORECASE)
#: Types whose number is that of an issue or an episode.
_IN_ISSUES = frozenset({ResourceType.JOURNAL_ARTICLE.value, ResourceType.AUDIO.value})
#: What Zotero's Extra may say, by the variables of CSL.
_IN_EXTRA = {"original-date": "original_published", "publisher": "publisher", "publisher-place": "place"}
#: After the name of a column that another is called, too.
_AGAIN = " (again)"
#: Fields that an editor's own table may fill.
_FIELDS = [name for name in Resource.model_fields if name != "formerly"]
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
#: Rows that may begin with a quotation mark that is never closed.
_MOST_BROKEN = 100
#: Lines in which the names of the columns are looked for.
_MOST_ABOVE = 15
#: Characters and columns of a line in which they are looked for.
_LONGEST_HEADER, _MOST_COLUMNS = 20_000, 300
#: Characters in one cell.
_LARGEST_CELL = 200_000


def read_table(text: str) -> Source:
    """Read every row that has as many cells as there are columns; what is damaged is reported with its line."""
    lines = text.lstrip("\ufeff").split("\n")
    start = _header_line(lines)
    separator = _separator(lines[start])
    kept = RecordList()
    rows = _rows(lines, start, separator, kept.refused)
    header = next(rows, (1, []))[1]
    header = [name + _AGAIN * (name != "" and name in header[:place]) for place, name in enumerate(header)]
    program = program_of(header)
    columns = _columns(header, program)
    if "title" not in columns.values() and "supplied_title" not in columns.values():
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
        kept.add(_record(dict(zip(header, row, strict=False)), columns, program, line))
    remarks = _remarks(lines[:start], separator, [] if program else header, columns)
    return Source("csv", tuple(kept.records), tuple(kept.refused), remarks, program.name if program else "")


def _header_line(lines: Sequence[str]) -> int:
    """The place of the line with the names of the columns: exports may begin with a title, Excel's with `sep=;`."""
    for place, line in enumerate(lines[:_MOST_ABOVE]):
        header = next(csv.reader([line[:_LONGEST_HEADER]], delimiter=_separator(line)), [])[:_MOST_COLUMNS]
        columns = _columns(header, program_of(header)).values()
        if "title" in columns and (place == 0 or len(columns) > 1):
            return place
    return next((place for place, line in enumerate(lines[:_MOST_ABOVE]) if line.strip()), 0)


def _remarks(above: Sequence[str], separator: str, header: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """What was assumed, and what is not understood, in sentences."""
    remarks = [] if separator == "," else [f"Its cells are taken to be separated by {_SEPARATORS[separator]}."]
    said = [line.strip() for line in above if line.strip() and not re.fullmatch(r"\s*\"?sep=.\"?\s*", line)]
    if said:
        remarks.append(f"Left out, above the names of the columns: {shown(' '.join(said), 160)}")
    unknown = [shown(name, 40) for name in header if name.strip() and name not in known and name.lower() not in QUIET]
    if unknown:
        remarks.append(f"Columns that are not understood: {', '.join(unknown[:20])}.")
    return tuple(remarks)


def _separator(first: str) -> str:
    outside = re.sub(r'"[^"]*"', "", first)
    return max(_SEPARATORS, key=lambda sign: outside.count(sign))


def _rows(lines: Sequence[str], start: int, separator: str, refused: list[Refused]) -> Iterator[tuple[int, list[str]]]:
    """The rows from `start` on, with their lines. A quotation mark that is never closed costs its own line only."""
    broken = 0
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


def _columns(header: Sequence[str], program: TableProgram | None) -> dict[str, str]:
    """For each column that is understood, the field or the part of a field that it fills."""
    found: dict[str, str] = {}
    for name in header:
        word = name.removesuffix(_AGAIN).strip().casefold()
        field = program.columns.get(word) if program else _own_column(name.removesuffix(_AGAIN))
        found |= {name: field} if word and field is not None else {}
    return found


def _own_column(name: str) -> str | None:
    """The field that a column of an editor's own table fills; the ids of a file are keys here, and no ids."""
    word = name.strip().casefold()
    if word in ("id", "key"):
        return KEY
    if _YEAR.fullmatch(word):
        return "published"
    if re.search(r"\b(?:notes?|comments?|remarks?)\b", word):
        return "note"
    field = None if not word or word in QUIET else key_meant(name, _FIELDS)
    return None if field == "id" else field


def _record(row: Mapping[str, str], columns: Mapping[str, str], program: TableProgram | None, line: int) -> Record:
    record = Record(line)
    facts, quiet = record.facts, program.quiet if program else QUIET
    parts: dict[str, str] = {}
    record.is_ours = COLUMNS.keys() <= row.keys()
    for column, written in row.items():
        cell = written[1:] if written[:1] == "'" and written[1:2] in FORMULA else written
        field = columns.get(column)
        if not cell.strip() or (field != "title" and is_nothing(cell)):
            continue
        if field is None:
            if column.strip() and column.strip().lower() not in quiet:
                record.leave(column, cell)
        elif field.startswith("(") and field != EXTRA:
            parts.setdefault(field, plain(cell))
        else:
            _take(record, field, column, cell, program)
    record.key = shown(parts.get(KEY, ""), 200)
    _put_together(facts, parts)
    if program and program.database:
        facts["database"] = program.database
    if "title" in facts and "supplied_title" not in facts:
        facts.update(own_title(facts.pop("title")))
    if not program and not record.is_ours:
        facts.update({name: straight(facts[name], is_sure=False) for name in ("authors", "editors") if name in facts})
    is_journal = any(field == "container" and _JOURNAL.search(name) for name, field in columns.items())
    kind = (
        ResourceType.CONFERENCE_PAPER if _MEETING.search(str(facts.get("container"))) else ResourceType.JOURNAL_ARTICLE
    )
    usual = (program and program.usual) or (kind if is_journal and "container" in facts else ResourceType.WEB_PAGE)
    facts.setdefault("type", usual.value)
    if facts["type"] in _IN_ISSUES and not record.is_ours and "number" in facts and "issue" not in facts:
        facts["issue"] = facts.pop("number")
    if "summary" in facts and any(field == "summary" and "abstract" in name.lower() for name, field in columns.items()):
        facts.setdefault("summary_source", SummarySource.PUBLISHER.value)
    return record


#: Where an article is, in one cell, as Embase has it: `Keys (2014) 3:3 (152-160). Date of Publication: …`.
_PLACE = re.compile(
    r"(.{1,300}?) \((\d{4})\)(?: ([\w.-]{1,20})(?::([^\s()]{1,40}))?)?(?: \(([^()]{1,40})\))?(?:\..*)?", re.DOTALL
)


def _put_together(facts: dict[str, object], parts: Mapping[str, str]) -> None:
    """Fill the fields whose parts are in columns of their own: pages and dates."""
    first, last = parts.get(FIRST_PAGE, ""), parts.get(LAST_PAGE, "")
    pages = "-".join(part for part in (first, last if last != first else "") if part) or parts.get(ARTICLE_NUMBER, "")
    if pages:
        facts.setdefault("pages", pages)
    if found := _PLACE.fullmatch(parts.get(SOURCE, "")):
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


def _take(record: Record, field: str, column: str, cell: str, program: TableProgram | None) -> None:
    """Keep what a cell says of a field, or of several in Zotero's Extra."""
    if field == EXTRA:
        said, rest = said_in_extra(cell, _IN_EXTRA)
        record.note("\n".join(rest), column)
        for name, value in said.items():
            _keep(record, _IN_EXTRA[name], column, value, None)
    elif field == "url" and not record.is_ours:
        record.address(cell, column)
    elif field == "genre" and DATABASE_TYPES.fullmatch(cell.strip()):
        record.leave(column, cell, "how a database sorts its records")
    else:
        _keep(record, field, column, cell, program)


def _keep(record: Record, field: str, column: str, cell: str, program: TableProgram | None) -> None:
    """Keep a value; of two different ones the first, but of two dates the exacter one."""
    facts, value = record.facts, _value(field, column, cell, program)
    before = facts.get(field)
    if field == "published" and dates.is_in_press(cell):
        facts["in_press"] = True
    elif value is None:
        record.leave(column, cell, "not understood")
    elif isinstance(value, list):
        facts[field] = [*facts.get(field, []), *value]
    elif field == "note":
        record.note(str(value))
    elif before is None or str(value).startswith(str(before)):
        facts[field] = value
    elif before != value and not str(before).startswith(str(value)):
        record.leave(column, cell, f"`{field}` is {shown(before, 40)} already")


def _value(field: str, column: str, cell: str, program: TableProgram | None) -> object:
    if program and field in ("authors", "editors"):
        return program.people(cell, column)
    if program and field == "type":
        kind = program.types.get(cell.strip().casefold(), program.usual)
        return kind.value if kind else read_cell(field, cell)
    return read_cell(field, program.opened(cell) if program and field == "title" else cell)
