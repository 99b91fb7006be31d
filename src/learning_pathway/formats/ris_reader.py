"""Read RIS: of EndNote, of Zotero, of publishers, and our own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rispy.parser import RisParser

from ..catalogue.types import Form
from ..catalogue.vocabulary import PersonRole, ResourceType, SummarySource
from . import dates
from .columns import other_names
from .model import MOST_RECORDS, Record, Refused, Source
from .names import inverted, known
from .text import doi, is_platform, own_title, plain, shown
from .types import RIS, by_label, is_page_of_group

__all__ = [
    "read_ris",
]

_TAG = re.compile(r"^[ \t\ufeff]{0,4}([A-Z][A-Z0-9])[ \t]{0,3}-(?:[ \t]|$)")
#: Tags whose text is the value of one of our fields, those first that say it best.
_TEXTS = {
    "PB": "publisher",
    "CY": "place",
    "PP": "place",
    "VL": "volume",
    "IS": "issue",
    "ET": "edition",
    "C3": "conference",
    "LA": "language",
    "DP": "library_catalogue",
    "DB": "database",
    "AN": "accession_number",
    "AB": "summary",
    "N2": "summary",
}
_HOLDERS = ("T2", "JO", "JF", "BT", "J2", "JA")
_QUIET = frozenset(
    {
        "TY", "ER", "ID", "TI", "T1", "CT", "AU", "A1", "ED", "A2", "A3", "A4", "PY", "Y1", "DA", "Y2", "SP", "EP",
        "SN", "DO", "UR", "M1", "M3", "KW", "N1", "ST", "J2", "JA", "JO", "JF", "BT", "T2", "T3", "L1", "L2", "L4"
    }
)  # fmt: skip
#: What may be in a series, which is named under `T3`.
_SERIAL = {Form.MONOGRAPH, Form.RECORDING}
_TEXTS |= other_names("ris", {*_TEXTS, *_QUIET})

Tags = Mapping[str, list[str]]


class _Parser(RisParser):  # type: ignore[misc]
    """rispy's, with every tag under its own name and every value kept."""

    def parse_line(self, line: str) -> tuple[str, str] | tuple[None, str]:
        """The tag of a line and its value; also where spaces are missing or too many."""
        found = _TAG.match(line)
        return (None, line.strip()) if found is None else (found[1], line[found.end() :].strip())


def read_ris(text: str) -> Source:
    """Read every record that begins with `TY`; what stands outside of one is named with its line."""
    records: list[Record] = []
    refused: list[Refused] = []
    for line, lines, whole in _pieces(text.split("\n")):
        if len(records) >= MOST_RECORDS:
            refused.append(Refused(line, "", f"There are more than {MOST_RECORDS:,} records; export fewer at a time."))
            break
        if _TAG.match(lines[0]) is None or not lines[0].lstrip("\ufeff \t").startswith("TY"):
            said = shown(lines[0].strip(), 40)
            refused.append(Refused(line, "", f"Outside of any record: {said}. A record begins with `TY  - `."))
            continue
        stray = next((place for place, each in enumerate(lines[1:], start=1) if _tag(each)), len(lines))
        record = _record(_tags([lines[0], *lines[stray:]]), line)
        for each in lines[1:stray]:
            record.leave("line", each, "it has no tag")
        if not whole:
            record.leave("ER", "missing", "the record has no end; the next one begins, or the file ends")
        if record.facts.get("title") or record.facts.get("supplied_title"):
            records.append(record)
        else:
            refused.append(Refused(line, record.key, "It has no title."))
    return Source("ris", tuple(records), tuple(refused))


def _pieces(lines: list[str]) -> Iterator[tuple[int, list[str], bool]]:
    """Records, and what stands between them: the first line, the lines, and whether an `ER` closes them."""
    start, piece = 1, list[str]()
    for number, line in enumerate(lines, start=1):
        found = _TAG.match(line)
        tag = found[1] if found else ""
        if tag == "TY" and piece:
            yield start, piece, False
            piece = []
        if not piece and not line.strip("\ufeff \t\x1a"):
            continue
        if not piece:
            start = number
            if tag == "ER":
                continue
        piece.append(line)
        if tag == "ER":
            yield start, piece, True
            piece = []
    if piece:
        yield start, piece, False


def _tags(lines: list[str]) -> Tags:
    """Every tag of a record with its values; a value may go over several lines."""
    names = sorted({found[1] for line in lines if (found := _TAG.match(line))})
    parser = _Parser(mapping={name: name for name in names}, list_tags=names, delimiter_tags_mapping={}, ignore=[])
    closed = [
        lines[0].lstrip("\ufeff \t"),
        *(line for line in lines[1:] if line.strip() and _tag(line) != "ER"),
        "ER  - ",
    ]
    parsed = parser.parse_lines(iter(closed))
    return {
        tag: [" ".join(value.split()) for value in (values if isinstance(values, list) else [values]) if value.strip()]
        for tag, values in (parsed[0] if parsed else {}).items()
    }


def _tag(line: str) -> str:
    found = _TAG.match(line)
    return found[1] if found else ""


def _record(tags: Tags, line: int) -> Record:
    record = Record(line, shown(_first(tags, "ID"), 200))
    facts, kind = record.facts, _kind(tags, record)
    facts["type"] = kind.value
    facts.update(own_title(_first(tags, "TI", "T1", "CT") or (_first(tags, "BT") if kind is ResourceType.BOOK else "")))
    for tag, name in _TEXTS.items():
        for value in map(plain, tags.get(tag, [])):
            if value and name in facts and facts[name] != value:
                record.leave(tag, value, f"`{name}` is {shown(facts[name], 40)} already")
            elif value:
                facts[name] = value
    _holder(tags, kind, record)
    _people(tags, kind, record)
    _dates(tags, record)
    _numbers(tags, kind, record)
    facts["themes"] = [word for value in tags.get("KW", []) for part in value.split(";") if (word := plain(part))]
    if "summary" in facts:
        facts["summary_source"] = SummarySource.PUBLISHER.value
    notes = [note for value in tags.get("N1", []) if (note := plain(value))]
    if notes:
        facts["why"] = notes[0]
    for note in notes[1:]:
        record.leave("N1", note, "a second note")
    for tag, values in tags.items():
        if tag not in _TEXTS and tag not in _QUIET:
            for value in values:
                record.leave(tag, value)
    return record


def _first(tags: Tags, *names: str) -> str:
    return next((plain(value) for name in names for value in tags.get(name, []) if value), "")


def _kind(tags: Tags, record: Record) -> ResourceType:
    written = _first(tags, "TY").upper()
    named = by_label(_first(tags, "M3"))
    if named is not None:
        return named
    if tags.get("M3"):
        record.leave("M3", tags["M3"][0])
    if written not in RIS:
        record.leave("TY", written or "empty", "read as a web page")
    return RIS.get(written, ResourceType.WEB_PAGE)


def _holder(tags: Tags, kind: ResourceType, record: Record) -> None:
    """What holds the work. Where one name says two things, it is what it mostly is for such a work."""
    facts = record.facts
    holder = _first(tags, *_HOLDERS)
    if kind is ResourceType.BOOK and not tags.get("T2"):
        holder = ""  # `BT` and `JF` repeat the title of a book
    publisher = facts.get("publisher", "")
    if holder and holder == facts.get("conference"):
        holder = ""
    if holder and holder == publisher:
        if kind.form is Form.MONOGRAPH:
            del facts["publisher"]
        elif kind is ResourceType.BLOG:
            holder = ""
    if holder:
        facts["container"] = holder
    for value in map(plain, tags.get("T3", [])):
        if not holder and kind.form in _SERIAL:
            facts["container"] = value
        elif value != holder:
            record.leave("T3", value)
    if kind is ResourceType.VIDEO and is_platform(publisher, _first(tags, "UR")):
        del facts["publisher"]


def _people(tags: Tags, kind: ResourceType, record: Record) -> None:
    facts = record.facts
    authors = known(inverted(name) for tag in ("AU", "A1") for name in tags.get(tag, []))
    if is_page_of_group(kind, facts.get("container")) and authors == [{"organisation": facts.get("publisher", "")}]:
        authors = []  # the publisher in the place of an author, as references print it
    translators = known(inverted(name, PersonRole.TRANSLATOR) for name in tags.get("A4", []))
    facts["authors"] = [*authors, *translators]
    facts["editors"] = known(inverted(name) for tag in ("ED", "A2", "A3") for name in tags.get(tag, []))


def _dates(tags: Tags, record: Record) -> None:
    facts, year = record.facts, _first(tags, "PY", "Y1")
    found = dates.partial(_first(tags, "DA")) or dates.partial(year.rstrip("/"))
    if found and year[:4].isdigit() and not found.startswith(year[:4]):
        found = dates.partial(year.rstrip("/"))
    if found:
        facts["published"] = found
    elif year or tags.get("DA"):
        record.leave("PY", year or _first(tags, "DA"), "no date for certain")
    accessed = dates.day(_first(tags, "Y2").rstrip("/"))
    if accessed:
        facts["accessed"] = accessed


def _numbers(tags: Tags, kind: ResourceType, record: Record) -> None:
    facts = record.facts
    start, end = _first(tags, "SP"), _first(tags, "EP")
    if kind is ResourceType.BOOK and start.isdigit() and not end:
        facts["page_count"] = start
    elif start or end:
        span = "-".join(part for part in (start, end if end != start else "") if part)
        facts["pages"] = re.sub(r"\s*[\u2010-\u2015]\s*", "-", span)
    number = _first(tags, "M1")
    if number and kind is ResourceType.JOURNAL_ARTICLE and "issue" not in facts:
        facts["issue"] = number
    elif number:
        facts["number"] = number
    facts["isbn"] = " ".join(tags.get("SN", []))
    facts["doi"] = doi(_first(tags, "DO")) or _first(tags, "DO")
    addresses = tags.get("UR", [])
    if addresses:
        facts["url"] = addresses[0]
    for value in addresses[1:]:
        record.leave("UR", value, "a further address")
