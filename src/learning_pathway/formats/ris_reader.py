"""Read RIS: of reference managers, databases and publishers, and our own."""

from __future__ import annotations

import re

from ..catalogue.model import Resource
from ..catalogue.types import Form, PersonRole, ResourceType, SummarySource
from ..catalogue.values import ID_PATTERN
from . import dates
from .mappings import RIS, by_label, is_page_of_group
from .model import Record, RecordList, Source
from .names import Facts, inverted, known, organisation, person_named, with_initials
from .ris_tags import WHY, TaggedRecord, Tags, own_type, pieces, program_of, tag_of, tags_of, used_program
from .text import doi, is_platform, isbns, issns, own_title, page_count, pages_of, plain, shown

__all__ = ["read_ris", "record_of"]

#: What may hold a resource, those first that name it in full.
_HOLDERS = ("T2", "BT", "JF", "JO", "C3", "JA", "J2", "J1")
#: Tags that are read together with others, or that say nothing.
_QUIET = frozenset({"TY", "ER", "ID", "PY", "Y1", "DA", "Y2", "SP", "EP", "SN", "DO", "UR", "M3", "ST", "EF"})
#: What may be in a series, which is named under `T3`.
_SERIAL = {Form.MONOGRAPH, Form.RECORDING}
#: Pages of a database about a resource, which no one else can open.
_DATABASES = re.compile(
    r"https?://(?:www\.scopus\.com/inward|ovidsp\.|[^/]*\.ovid\.com/|(?:www\.)?webofscience\.|[^/]*\.webofknowledge\.|"
    r"(?:search|web)\.[^/]*ebscohost\.|openurl\.ebsco\.)",
    re.IGNORECASE,
)
#: What databases write above a file or each record.
_HEADER = re.compile(r"\ufeff?\s*(?:Record #\d+ of \d+|(?:Provider|Database|Content)\s*:.*)", re.IGNORECASE)
#: What databases say of themselves and of their counts, in a note.
_CHATTER = re.compile(
    r"doi: ?10\.\S+|(?:export date|cited by|correspondence address|(?:total )?times cited\b[^:]*|"
    r"cited reference count|references|cited references|conference code|conference name|coden|source: ?scopus|"
    r"language of original document)\s*:.*",
    re.IGNORECASE,
)


def read_ris(text: str) -> Source:
    """Read every record that begins with `TY`; what is outside of one is reported with its line."""
    found: list[tuple[int, Tags, list[str], bool]] = []
    kept = RecordList()
    for line, lines, whole in pieces(text.split("\n")):
        if kept.is_full(line, len(found)):
            break
        if tag_of(lines[0]) == "EF" or all(map(_HEADER.fullmatch, filter(str.strip, lines))):
            continue
        if tag_of(lines[0]) != "TY":
            said = shown(lines[0].strip(), 40)
            kept.refuse(line, "", f"Outside of any record: {said}. A record begins with `TY  - `.")
            continue
        found.append((line, *tags_of(lines), whole))
    programs = [program_of(tags) for _, tags, _, _ in found]
    usual = used_program(programs)
    for (line, tags, stray, whole), program in zip(found, programs, strict=True):
        record = record_of(tags, program or usual, line)
        for each in stray:
            record.leave("line", each, "it has no tag")
        if not whole:
            record.leave("ER", "missing", "the record has no end; the next one begins, or the file ends")
        kept.add(record)
    return Source("ris", tuple(kept.records), tuple(sorted(kept.refused, key=lambda part: part.line)), program=usual)


def record_of(tags: Tags, program: str, line: int) -> Record:
    """One record from its tags, the first of which is `TY`."""
    tagged = TaggedRecord(tags, tags[0][1].strip().upper(), program)
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


def _kind(tagged: TaggedRecord, record: Record) -> ResourceType:
    written, medium = tagged.written, tagged.first("M3")
    named = own_type(
        written,
        by_label(medium),
        tagged.program,
        has_id=re.fullmatch(ID_PATTERN, tagged.first("ID")) is not None,
    )
    if named is not None:
        return named
    if medium and by_label(medium) is not RIS.get(written) and tagged.meaning("M3") not in Resource.model_fields:
        record.leave("M3", medium, "the type is that of TY")
    if written not in RIS:
        record.leave("TY", written or "empty", "read as a web page")
    return RIS.get(written, ResourceType.WEB_PAGE)


def _title(tagged: TaggedRecord, record: Record) -> None:
    titles = [text for tag in ("TI", "T1", "CT", "BT") for name, text in tagged.meant("title") if name == tag]
    for further in dict.fromkeys(titles[1:]):
        if further != titles[0]:
            record.leave("title", further, "a further title")
    title = titles[0] if titles else ""
    record.facts.update(own_title(re.sub(r" (?=[:;] )", "", title) if tagged.program == "WorldCat" else title))


#: Meanings that are read on their own.
_APART = frozenset({"title", "author", "editor", "translator", "container", "series", "theme", "note", "number"})


def _texts(tagged: TaggedRecord, record: Record) -> None:
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


def _holder(tagged: TaggedRecord, kind: ResourceType, record: Record) -> None:
    """Keep the fullest name of the container, and a series where it may be that."""
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


def _same_names(tagged: TaggedRecord, kind: ResourceType, record: Record) -> None:
    """Take out a name that has two meanings: the container, the conference or the publisher."""
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


def _people(tagged: TaggedRecord, kind: ResourceType, record: Record) -> None:
    facts = record.facts
    authors = known(_person(tagged, name) for _, name in tagged.meant("author"))
    if is_page_of_group(kind, facts.get("container")) and authors == [{"organisation": facts.get("publisher", "")}]:
        authors = []  # the publisher instead of an author, as references print it
    translators = known(_person(tagged, name, PersonRole.TRANSLATOR) for _, name in tagged.meant("translator"))
    facts["authors"] = [*authors, *translators]
    facts["editors"] = known(_person(tagged, name) for _, name in tagged.meant("editor"))


def _person(tagged: TaggedRecord, name: str, role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    """Someone as a record names them: `{Northern Forum}` is an organisation; Scopus writes editors as `Gray I.`."""
    if name.startswith("{") and name.endswith("}"):
        return organisation(name[1:-1], role)
    if tagged.program == "Taylor & Francis":
        return person_named(name, role)
    return with_initials(name, role) if tagged.program == "Scopus" else inverted(name, role)


def _dates(tagged: TaggedRecord, record: Record) -> None:
    facts, year, day = record.facts, tagged.first("PY", "Y1").rstrip("/"), tagged.first("DA")
    if dates.is_in_press(year):
        facts["in_press"], year = True, ""
    remark = day.split("/", 3)[3] if re.fullmatch(r"[^/]*/[^/]*/[^/]*/[0-9].*", day) else ""  # ours: a season or a span
    found = dates.partial(remark, edtf=True) or dates.partial(year)
    day = "" if remark else day
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


def _pages(tagged: TaggedRecord, kind: ResourceType, record: Record) -> None:
    start, end = tagged.first("SP"), tagged.first("EP")
    end = "" if end == "+" else end  # Web of Science: pages that do not follow each other
    count = page_count(start) if kind.form is Form.MONOGRAPH and not end else None
    if count and (kind is ResourceType.BOOK or not start.isdigit()):
        record.facts["page_count"] = count
    elif start or end:
        record.facts["pages"] = pages_of("-".join(part for part in (start, end if end != start else "") if part))


def _numbers(tagged: TaggedRecord, kind: ResourceType, record: Record) -> None:
    facts = record.facts
    if found := re.fullmatch(r"v?(\d+)\s+n(\d+(?:-\d+)?)(?:\s+p.*)?", facts.get("volume", "")):  # ERIC: `3 n1`
        facts["volume"] = found[1]
        facts.setdefault("issue", found[2])
    for tag, number in tagged.meant("number"):
        name = "number"
        if kind is ResourceType.JOURNAL_ARTICLE and tag == "M1" and "issue" not in facts:
            name = "issue"
        elif kind is ResourceType.JOURNAL_ARTICLE and tag == "C7" and "pages" not in facts:
            name = "pages"  # the number of an article in place of its pages
        if facts.setdefault(name, number) != number:
            record.leave(tag, number, f"`{name}` is {shown(facts[name], 40)} already")
    numbers = tagged.all("SN")
    for number in [each for each in numbers if kind.form is Form.MONOGRAPH and not isbns(each) and not issns(each)]:
        if facts.setdefault("number", number) == number:
            numbers.remove(number)
    facts["isbn"] = " ".join(numbers)
    facts["doi"] = doi(tagged.first("DO")) or tagged.first("DO")


def _addresses(tagged: TaggedRecord, record: Record) -> None:
    """Keep the first address that others can open; a database's page about the resource is not its address."""
    for value in tagged.all("UR"):
        if re.fullmatch(r"[^\s/@:]+@[^\s/@:]+", value):
            record.leave("UR", value, "an e-mail address")
        elif _DATABASES.match(value):
            record.leave("UR", value, "a page of the database, not the resource")
        elif record.facts.setdefault("url", value) != value:
            record.leave("UR", value, "a further address")


def _notes(tagged: TaggedRecord, record: Record) -> None:
    """Keep notes to editors; only what our own export published is published again."""
    for tag, value in tagged.tags:
        if tagged.meaning(tag) != "note":
            continue
        if plain(value).startswith(WHY):
            record.facts["why"] = plain(value).removeprefix(WHY)
            continue
        parts = list(map(plain, re.split(r"\n|;\s(?=(?:Cited By|Conference name|Conference code):)", value)))
        for text in parts:
            if conference := re.fullmatch(r"conference name:\s*(.+)", text, re.IGNORECASE):
                record.facts.setdefault("conference", conference[1])
        for text in filter(_CHATTER.fullmatch, parts):
            if not text.lower().startswith("conference name:"):
                record.leave(tag, text, "a remark of the database")
        record.note(" ".join(text for text in parts if not _CHATTER.fullmatch(text)))


def _left_out(tagged: TaggedRecord, record: Record) -> None:
    """Note what is not kept: unknown tags, and those with their meaning in brackets."""
    for tag, written in tagged.tags:
        what, value = tagged.meaning(tag), plain(written)
        if tag in _QUIET or not value or what in ("(short title)", "(type of work)"):
            continue
        if what.startswith("("):
            record.leave(tag, value, what.strip("()"))
        elif not what or (what not in _APART and what not in Resource.model_fields and what != "conference place"):
            record.leave(tag, value, what.replace("_", " "))
