"""Read RIS: of reference managers, databases and publishers, and our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalogue.model import ID_PATTERN, Resource
from ..catalogue.types import Form
from ..catalogue.vocabulary import PersonRole, ResourceType, SummarySource
from . import dates
from .model import MOST_RECORDS, Record, Refused, Source
from .names import inverted, known
from .ris_tags import WHY, Tags, meaning, own_type, program_of, used_program
from .text import doi, is_platform, isbns, issns, own_title, plain, shown
from .types import RIS, by_label, is_page_of_group

__all__ = [
    "read_ris",
    "record_of",
]

_TAG = re.compile(r"^[ \t\ufeff]{0,4}([A-Z][A-Z0-9])[ \t]{0,3}-(?:[ \t]|$)")
#: What may hold a resource, those first that name it in full.
_HOLDERS = ("T2", "BT", "JF", "JO", "C3", "JA", "J2", "J1")
#: Tags that are read together with others, or that say nothing.
_QUIET = frozenset({"TY", "ER", "ID", "PY", "Y1", "DA", "Y2", "SP", "EP", "SN", "DO", "UR", "M3", "ST", "EF"})
#: What may be in a series, which is named under `T3`.
_SERIAL = {Form.MONOGRAPH, Form.RECORDING}
#: Pages of a database about a resource, which no one else can open.
_DATABASES = re.compile(
    r"https?://(?:www\.scopus\.com/inward|ovidsp\.|[^/]*\.ovid\.com/|(?:www\.)?webofscience\.|[^/]*\.webofknowledge\.)",
    re.IGNORECASE,
)
#: What databases say of themselves and of their counts, in a note.
_CHATTER = re.compile(
    r"(?:export date|cited by|correspondence address|(?:total )?times cited\b[^:]*|cited reference count|references|"
    r"cited references|conference code|coden|source: ?scopus|language of original document)\s*:.*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Tagged:
    """A record's tags, read for its type and its program."""

    tags: Tags
    written: str
    """The type under `TY`."""
    program: str

    def all(self, *names: str) -> list[str]:
        """Every value under these tags, in the file's order."""
        return [text for tag, value in self.tags if tag in names and (text := plain(value))]

    def first(self, *names: str) -> str:
        """The first value under the first of these tags that has one."""
        return next((text for name in names for text in self.all(name)), "")

    def meaning(self, tag: str) -> str:
        """What a tag means in this record."""
        found = meaning(tag, self.written, self.program)
        if self.written == "CONF" and not self.program and self._is_swapped():
            found = {"T2": "conference", "C3": "container"}.get(tag, found)
        if found == "(series editor)" and tag == "A2" and not self.all("AU", "A1", "A3", "ED"):
            return "editor"
        return found

    def meant(self, what: str) -> list[tuple[str, str]]:
        """The tags that mean this, with their values."""
        return [(tag, text) for tag, value in self.tags if self.meaning(tag) == what and (text := plain(value))]

    def _is_swapped(self) -> bool:
        """Whether `C3` names the proceedings and `T2` the conference, as EndNote has it."""
        proceedings = re.compile(r"proceedings|transactions|lecture notes", re.IGNORECASE)
        return bool(proceedings.search(self.first("C3"))) and not proceedings.search(self.first("T2"))


def read_ris(text: str) -> Source:
    """Read every record that begins with `TY`; what stands outside of one is named with its line."""
    found: list[tuple[int, Tags, list[str], bool]] = []
    refused: list[Refused] = []
    for line, lines, whole in _pieces(text.split("\n")):
        if len(found) >= MOST_RECORDS:
            refused.append(Refused(line, "", f"There are more than {MOST_RECORDS:,} records; export fewer at a time."))
            break
        if _tag(lines[0]) == "EF":
            continue
        if _tag(lines[0]) != "TY":
            said = shown(lines[0].strip(), 40)
            refused.append(Refused(line, "", f"Outside of any record: {said}. A record begins with `TY  - `."))
            continue
        found.append((line, *_tags(lines), whole))
    programs = [program_of(tags) for _, tags, _, _ in found]
    usual = used_program(programs)
    records: list[Record] = []
    for (line, tags, stray, whole), program in zip(found, programs, strict=True):
        record = record_of(tags, program or usual, line)
        for each in stray:
            record.leave("line", each, "it has no tag")
        if not whole:
            record.leave("ER", "missing", "the record has no end; the next one begins, or the file ends")
        if record.facts.get("title") or record.facts.get("supplied_title"):
            records.append(record)
        else:
            refused.append(Refused(line, record.key, "It has no title."))
    return Source("ris", tuple(records), tuple(sorted(refused, key=lambda part: part.line)), program=usual)


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


def _tags(lines: list[str]) -> tuple[Tags, list[str]]:
    """The tags with their values, in the file's order, and lines before the first tag after `TY`.

    A value may go over several lines; a line without a tag goes on with the one before it.
    """
    tags: list[tuple[str, str]] = []
    stray: list[str] = []
    for line in lines:
        found = _TAG.match(line)
        if found is not None:
            tags.append((found[1], line[found.end() :].strip()))
        elif line.strip() and len(tags) == 1:
            stray.append(line)
        elif line.strip():
            tags[-1] = (tags[-1][0], f"{tags[-1][1]}\n{line.strip()}".strip())
    return [(tag, value) for tag, value in tags if value or tag == "TY"], stray


def _tag(line: str) -> str:
    found = _TAG.match(line)
    return found[1] if found else ""


def record_of(tags: Tags, program: str, line: int) -> Record:
    """One record from its tags, the first of which is `TY`."""
    tagged = _Tagged(tags, tags[0][1].strip().upper(), program)
    record = Record(line, shown(tagged.first("ID"), 200))
    kind = _kind(tagged, record)
    record.facts["type"] = kind.value
    _title(tagged, record)
    _holder(tagged, kind, record)
    _texts(tagged, record)
    _same_names(tagged, kind, record)
    _people(tagged, kind, record)
    _dates(tagged, record)
    _pages(tagged, kind, record)
    _numbers(tagged, kind, record)
    _addresses(tagged, record)
    _notes(tagged, record)
    record.facts["themes"] = [
        word for _, value in tagged.meant("theme") for part in value.split(";") if (word := part.strip())
    ]
    _left_out(tagged, record)
    return record


def _kind(tagged: _Tagged, record: Record) -> ResourceType:
    written, medium = tagged.written, tagged.first("M3")
    named = own_type(
        written,
        by_label(medium),
        tagged.program,
        has_id=bool(re.fullmatch(ID_PATTERN, tagged.first("ID"))),
    )
    if named is not None:
        return named
    if medium and by_label(medium) is not RIS.get(written) and tagged.meaning("M3") not in Resource.model_fields:
        record.leave("M3", medium, "the type is that of TY")
    if written not in RIS:
        record.leave("TY", written or "empty", "read as a web page")
    return RIS.get(written, ResourceType.WEB_PAGE)


def _title(tagged: _Tagged, record: Record) -> None:
    titles = [text for tag in ("TI", "T1", "CT", "BT") for name, text in tagged.meant("title") if name == tag]
    for further in dict.fromkeys(titles[1:]):
        if further != titles[0]:
            record.leave("title", further, "a further title")
    record.facts.update(own_title(titles[0] if titles else ""))


#: Meanings that are read on their own.
_APART = frozenset({"title", "author", "editor", "translator", "container", "series", "theme", "note", "number"})


def _texts(tagged: _Tagged, record: Record) -> None:
    """Fill the fields whose value is the text of a tag; of two different ones, the first is kept."""
    facts = record.facts
    for tag, written in tagged.tags:
        name, value = tagged.meaning(tag), plain(written)
        if name not in Resource.model_fields or name in _APART or not value:
            continue
        if name in facts and facts[name] != value:
            record.leave(tag, value, f"`{name}` is {shown(facts[name], 40)} already")
        else:
            facts[name] = value
    for _, place in tagged.meant("conference place"):
        if facts.get("place") and facts.get("conference"):
            facts["conference"] = f"{facts['conference']}, {place}"
        else:
            facts.setdefault("place", place)
    if "summary" in facts:
        facts["summary_source"] = SummarySource.PUBLISHER.value


def _holder(tagged: _Tagged, kind: ResourceType, record: Record) -> None:
    """Keep the fullest name of what holds the resource, and a series where it may be that."""
    named = dict(reversed(tagged.meant("container")))
    tags = [tag for tag in _HOLDERS if tag in named] or [
        tag for tag in ("JA", "J2", "J1") if tagged.first(tag) and kind is ResourceType.JOURNAL_ARTICLE
    ]
    holder = named.get(tags[0], tagged.first(tags[0])) if tags else ""
    if holder:
        record.facts["container"] = holder
    for tag in tags[1:]:
        if named[tag] != holder and tag == "T2":
            record.leave(tag, named[tag], f"`container` is {shown(holder, 40)} already")
    for tag, value in tagged.meant("series"):
        if not holder and kind.form in _SERIAL:
            record.facts["container"] = value
        elif value != holder:
            record.leave(tag, value, "a series")


def _same_names(tagged: _Tagged, kind: ResourceType, record: Record) -> None:
    """Take out a name that stands for two things: the holder, the conference or the publisher."""
    facts = record.facts
    holder, publisher = facts.get("container", ""), facts.get("publisher", "")
    if holder and holder == facts.get("conference"):
        del facts["container"]
    elif holder and holder == publisher and kind.form is Form.MONOGRAPH:
        del facts["publisher"]
    elif holder and holder == publisher and kind is ResourceType.BLOG:
        del facts["container"]
    if kind is ResourceType.VIDEO and is_platform(publisher, tagged.first("UR")):
        facts.pop("publisher", None)


def _people(tagged: _Tagged, kind: ResourceType, record: Record) -> None:
    facts = record.facts
    authors = known(inverted(name) for _, name in tagged.meant("author"))
    if is_page_of_group(kind, facts.get("container")) and authors == [{"organisation": facts.get("publisher", "")}]:
        authors = []  # the publisher in the place of an author, as references print it
    translators = known(inverted(name, PersonRole.TRANSLATOR) for _, name in tagged.meant("translator"))
    facts["authors"] = [*authors, *translators]
    facts["editors"] = known(inverted(name) for _, name in tagged.meant("editor"))


def _dates(tagged: _Tagged, record: Record) -> None:
    facts, year, day = record.facts, tagged.first("PY", "Y1").rstrip("/"), tagged.first("DA")
    found = dates.partial(year)
    exact = dates.partial(day) or (dates.partial(f"{day} {found}") if found and len(found) == 4 and day else None)
    is_exacter = bool(exact and found and len(found) == 4 and exact.startswith(found))
    if is_exacter or not found:
        found = exact
    elif day and (not exact or not (exact.startswith(found) or found.startswith(exact))):
        record.leave("DA", day, "no date for certain, or of another year")
    if found:
        facts["published"] = found
    elif year or day:
        record.leave("PY", year or day, "no date for certain")
    accessed = dates.day(tagged.first("Y2").rstrip("/"))
    if accessed:
        facts["accessed"] = accessed
    elif tagged.first("Y2"):
        record.leave("Y2", tagged.first("Y2"), "no full day")


def _pages(tagged: _Tagged, kind: ResourceType, record: Record) -> None:
    start, end = tagged.first("SP"), tagged.first("EP")
    if kind is ResourceType.BOOK and start.isdigit() and not end:
        record.facts["page_count"] = start
    elif start or end:
        span = "-".join(part for part in (start, end if end != start else "") if part)
        record.facts["pages"] = re.sub(r"\s*[\u2010-\u2015]\s*", "-", span)


def _numbers(tagged: _Tagged, kind: ResourceType, record: Record) -> None:
    facts = record.facts
    for tag, number in tagged.meant("number"):
        name = "issue" if tag == "M1" and kind is ResourceType.JOURNAL_ARTICLE and "issue" not in facts else "number"
        if facts.setdefault(name, number) != number:
            record.leave(tag, number, f"`{name}` is {shown(facts[name], 40)} already")
    numbers = tagged.all("SN")
    for number in [each for each in numbers if kind.form is Form.MONOGRAPH and not isbns(each) and not issns(each)]:
        if facts.setdefault("number", number) == number:
            numbers.remove(number)
    facts["isbn"] = " ".join(numbers)
    facts["doi"] = doi(tagged.first("DO")) or tagged.first("DO")


def _addresses(tagged: _Tagged, record: Record) -> None:
    """Keep the first address that others can open; a database's page about the resource is not its address."""
    for value in tagged.all("UR"):
        if _DATABASES.match(value):
            record.leave("UR", value, "a page of the database, not the resource")
        elif record.facts.setdefault("url", value) != value:
            record.leave("UR", value, "a further address")


def _notes(tagged: _Tagged, record: Record) -> None:
    """Keep notes to editors; only what our own export published is published again."""
    for tag, value in tagged.tags:
        if tagged.meaning(tag) != "note":
            continue
        if plain(value).startswith(WHY):
            record.facts["why"] = plain(value).removeprefix(WHY)
            continue
        parts = list(map(plain, re.split(r"\n|;\s(?=Cited By:)", value)))
        for text in filter(_CHATTER.fullmatch, parts):
            record.leave(tag, text, "a remark of the database")
        record.note(" ".join(text for text in parts if not _CHATTER.fullmatch(text)))


def _left_out(tagged: _Tagged, record: Record) -> None:
    """Name what has no place: tags that mean nothing here, and those whose meaning stands in brackets."""
    for tag, written in tagged.tags:
        what, value = tagged.meaning(tag), plain(written)
        if tag in _QUIET or not value or what in ("(short title)", "(type of work)"):
            continue
        if what.startswith("("):
            record.leave(tag, value, what.strip("()"))
        elif not what or (what not in _APART and what not in Resource.model_fields and what != "conference place"):
            record.leave(tag, value, what.replace("_", " "))
