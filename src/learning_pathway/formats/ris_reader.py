"""Read RIS: of reference managers, databases and publishers, and our own."""

from __future__ import annotations

import re

from ..catalogue.model import Resource
from ..catalogue.types import Form, ResourceType, SummarySource
from . import dates, ris_tags
from .latex import text_of
from .mappings import RIS, as_a, by_label, number_field, own_type, ris_type
from .model import Record, RecordList, Source
from .ris_people import CLOSING, ROLES, read_people
from .ris_tags import WHY, TaggedRecord, Tags, may_be_ours
from .text import creators_in, doi, is_platform, isbns, issns, own_title, page_count, pages_of, plain, shown, volume_of

__all__ = ["read_ris", "record_of"]

#: Types of which a page alone says how many there are.
_WHOLES = frozenset({"GEN", "GOVDOC", "PAMP", "RPRT", "THES"})
#: What may name a resource, and what may hold it, those first that name it in full.
_TITLES = ("TI", "T1", "CT", "BT", "JF", "JO")
_HOLDERS = ("T2", "BT", "JF", "JO", "C3", "JA", "J2", "J1")
#: Tags that are read together with others, or that say nothing.
_QUIET = frozenset({"TY", "ER", "ID", "PY", "Y1", "DA", "Y2", "SP", "EP", "SN", "DO", "UR", "M3", "ST", "EF"})
#: The space that libraries put before a colon, and that French has there.
_SPACED, _FRENCH = (
    re.compile(r" (?=[:;] )"),
    re.compile(r"\b(?:l['’]|(?:aux?|des?|du|et|la|les|sur|une?)\b)", re.IGNORECASE),
)
#: What may be in a series, which is named under `T3`.
_SERIAL = {Form.MONOGRAPH, Form.RECORDING}
#: What databases write above a file or each record.
_HEADER = re.compile(
    r"\ufeff?\s*(?:Record #\d+ of \d+|(?:Provider|Database|Content|Link to the Ovid Full Text or citation)\s*:.*|"
    r"<?\d{1,6}[.)>]?|NL  - .*)",
    re.IGNORECASE,
)
#: What RIS that was made of BibTeX keeps of LaTeX, and the tags that are read without it.
_LATEX = re.compile(r"\{[\w &/.'-]*\}|\\[&%$#_'\"`^~]|``")
_IN_LATEX = frozenset({"BT", "C3", "CT", "CY", "IS", "JF", "JO", "M1", "PB", "SP", "T1", "T2", "T3", "TI", "VL"})
#: The number of a record, with which EBSCO begins its remarks.
_OF_CENTRAL = re.compile(r"PMC\d|NIHMS", re.IGNORECASE)
_ACCESSION = re.compile(r"accession number: (\d[\w.-]*)", re.IGNORECASE)
#: A day in the place of an edition, as publishers write of what came out online first.
_DAY = re.compile(r"[0-9]{4}[-/][0-9]{1,2}\b")
#: The conference of a paper, among what Scopus remarks.
_CONFERENCE = re.compile(r"conference name:\s*([^\n;]+)", re.IGNORECASE)


def read_ris(text: str) -> Source:
    """Read every record that begins with `TY`; what is outside of one is reported with its line."""
    found: list[tuple[int, Tags, list[str], bool]] = []
    kept = RecordList()
    for line, lines, whole in ris_tags.pieces(ris_tags.straightened(text).split("\n")):
        if kept.is_full(line, len(found)):
            break
        if ris_tags.tag_of(lines[0]) == "EF" or all(map(_HEADER.fullmatch, filter(str.strip, lines))):
            continue
        if ris_tags.tag_of(lines[0]) != "TY" and whole and {"TI", "T1"} & set(map(ris_tags.tag_of, lines)):
            lines = ["TY  - ", *lines]
        if ris_tags.tag_of(lines[0]) != "TY":
            said = shown(lines[0].strip(), 40)
            kept.refuse(line, "", f"Outside of any record: {said}. A record begins with `TY  - `.")
            continue
        found.append((line, *ris_tags.tags_of(lines), whole))
    programs = ["" if may_be_ours(tags) else ris_tags.program_of(tags) for _, tags, _, _ in found]
    usual = ris_tags.used_program(programs)
    for (line, tags, stray, whole), program in zip(found, programs, strict=True):
        record = record_of(tags, "" if may_be_ours(tags) else program or usual, line)
        for each in stray:
            record.leave("line", each, "it has no tag")
        if not whole:
            record.leave("ER", "missing", "the record has no end; the next one begins, or the file ends")
        kept.add(record)
    return Source("ris", tuple(kept.records), tuple(sorted(kept.refused, key=lambda part: part.line)), program=usual)


def record_of(tags: Tags, program: str, line: int) -> Record:
    """One record from its tags, the first of which is `TY`."""
    if not (is_ours := may_be_ours(tags)):
        tags = [(tag, text_of(value) if tag in _IN_LATEX and _LATEX.search(value) else value) for tag, value in tags]
    tagged = TaggedRecord(tags, tags[0][1].strip().upper(), program, is_ours)
    record = Record(line, shown(tagged.first("ID"), 200), is_ours=is_ours)
    kind = _kind(tagged, record)
    record.facts["type"] = kind.value
    _title(tagged, record)
    _holder(tagged, kind, record)
    _texts(tagged, record)
    _same_names(tagged, kind, record)
    read_people(tagged, kind, record)
    _dates(tagged, record)
    _pages(tagged, kind, record)
    _numbers(tagged, kind, record)
    _addresses(tagged, record)
    _notes(tagged, record)
    record.describe(tagged.written, *(value for _, value in tagged.meant("version")))
    record.facts["themes"] = [
        word for _, value in tagged.meant("theme") for part in value.split(";") if (word := part.strip())
    ]
    _left_out(tagged, record)
    return record


def _kind(tagged: TaggedRecord, record: Record) -> ResourceType:
    written, medium = tagged.written, tagged.first("M3")
    if doi(medium):  # as Reference Manager has it
        medium = ""
    named = own_type(written, by_label(medium), tagged.program, is_ours=tagged.is_ours)
    if named is not None:
        return named
    if (
        medium
        and (written not in RIS or by_label(medium) is not RIS[written])
        and tagged.meaning("M3") not in Resource.model_fields
    ):
        record.leave("M3", medium, "the type is that of TY")
    kind, is_known = ris_type(written, {tag for tag, _ in tagged.tags}, medium)
    if is_known:
        return kind
    record.leave("TY", written or "empty", f"read as {as_a(kind)}")
    return kind


def _title(tagged: TaggedRecord, record: Record) -> None:
    titles = [text for meant in [tagged.meant("title")] for tag in _TITLES for name, text in meant if name == tag]
    title = titles[0] if titles else ""
    for further in dict.fromkeys(titles):
        if further != title:
            record.leave("title", further, "a further title")
    if tagged.program in CLOSING:
        title = re.sub(r"(?<=[^.][^.A-Z])\.$", "", title)
    if not tagged.is_ours and (creators := creators_in(title, [name for _, name in tagged.meant("author")])):
        record.leave("title", creators, "who made it, after the title")
        title = title.removesuffix(f" / {creators}")
    record.facts.update(own_title(title if tagged.is_ours or _FRENCH.search(title) else _SPACED.sub("", title)))


#: Meanings that are read on their own.
_APART = frozenset({"title", "author", "editor", *ROLES, "container", "series", "theme", "note", "number", "version"})


def _texts(tagged: TaggedRecord, record: Record) -> None:
    """Fill the fields whose value is the text of a tag; of two different ones, the first is kept."""
    facts = record.facts
    for tag, written in tagged.tags:
        name, value = tagged.meaning(tag), plain(written)
        if name not in Resource.model_fields or name in _APART or not value:
            continue
        if name == "edition" and _DAY.match(value):
            record.leave(tag, value, "the day of the electronic edition")
        elif name in facts and facts[name] != value:
            record.leave(tag, value, f"`{name}` is {shown(facts[name], 40)} already")
        else:
            facts[name] = value
    for _, place in tagged.meant("conference place"):
        record.event_place(place)
    if "publisher" in facts:
        facts["publisher"] = re.sub(r"\s*\(E-mail:[^()]*\)$", "", facts["publisher"])  # as Embase has it
    if "summary" in facts:
        facts["summary_source"] = SummarySource.PUBLISHER.value


def _holder(tagged: TaggedRecord, kind: ResourceType, record: Record) -> None:
    """Keep the fullest name of the container, and a series where it may be that."""
    named = dict(reversed(tagged.meant("container")))
    tags = [tag for tag in _HOLDERS if tag in named] or [
        tag for tag in ("JA", "J2", "J1") if tagged.first(tag) and kind is ResourceType.JOURNAL_ARTICLE
    ]
    holder = named.get(tags[0], tagged.first(tags[0])) if tags else ""
    holder = holder.removesuffix(f"; {tagged.first('CY')}")  # as ProQuest has it
    holder = re.sub(r"(?<=[a-z]{5})\.$", "", holder) if tagged.program == "Ovid" else holder
    if holder:
        record.facts["container"] = holder
    further = [named[tag] for tag in tags[1:] if tag == "T2" or named[tag][:1] != holder[:1]]  # no short form of it
    for value in dict.fromkeys([*further, *(value for tag, value in tagged.meant("container") if tag in tags[:1])]):
        if holder not in (value, value.partition("; ")[0]):
            record.leave("container", value, f"`container` is {shown(holder, 40)} already")
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


def _dates(tagged: TaggedRecord, record: Record) -> None:
    facts, year = record.facts, tagged.first("PY").rstrip("/")
    for further in tagged.all("PY")[1:]:
        record.leave("PY", further, "a further date")
    day = tagged.first("DA") or tagged.full_date or (tagged.first("Y1") if year else "")
    year = year or ("" if dates.partial(day) else tagged.first("Y1").rstrip("/"))
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
    if dates.is_cut(day, found):
        record.leave("DA", day, "there is no such day")
    if dates.is_approximate(year):
        record.leave("PY", year, "the date is approximate")
    if accessed := dates.day(tagged.first("Y2").rstrip("/")):
        facts["accessed"] = accessed
    elif tagged.first("Y2"):
        record.leave("Y2", tagged.first("Y2"), "no full day")


def _pages(tagged: TaggedRecord, kind: ResourceType, record: Record) -> None:
    start, end = tagged.first("SP"), tagged.first("EP")
    if start and (described := tagged.meaning("SP")).startswith("("):
        record.leave("SP", start, described.strip("()"))
        start = ""
    if kind.form is Form.RECORDING and (length := dates.minutes(start)):
        record.facts["minutes"], start = length, ""
    end = "" if end == "+" else end  # Web of Science: pages that do not follow each other
    start, end = ("", "") if f"{start} {end}" == "No Specified" else (start, end)  # Ovid
    count = page_count(start) if kind.form is Form.MONOGRAPH and end in ("", start) else None
    is_whole = kind is ResourceType.BOOK or (tagged.written in _WHOLES and not tagged.is_ours)
    if count and (is_whole or not start.isdigit()):
        record.facts["page_count"] = count
    elif start or end:
        parts = (part for part in (start, end if end != start else "") if part)
        record.facts["pages"] = pages_of("-".join(parts), is_exact=tagged.is_ours)


def _numbers(tagged: TaggedRecord, kind: ResourceType, record: Record) -> None:
    facts = record.facts
    if "volume" in facts:
        facts["volume"], issue = volume_of(facts["volume"])
        if issue and facts.setdefault("issue", issue) != issue:
            record.leave("VL", issue, f"`issue` is {shown(facts['issue'], 40)} already")
    for tag, number in tagged.meant("number"):
        name = number_field(tag, number, kind, facts)
        name = "issue" if name == "number" and kind is ResourceType.AUDIO and not tagged.is_ours else name
        value = dates.minutes(number) if name == "minutes" else number
        if not name:
            record.leave(tag, number, "no number")
        elif facts.setdefault(name, value) != value:
            record.leave(tag, number, f"`{name}` is {shown(facts[name], 40)} already")
    numbers = tagged.all("SN")
    for number in [each for each in numbers if kind.form is Form.MONOGRAPH and not isbns(each) and not issns(each)]:
        if facts.setdefault("number", number) == number:
            numbers.remove(number)
    facts["isbn"] = " ".join(numbers)
    for further in dict.fromkeys(tagged.all("DO")):
        if doi(further) != doi(tagged.first("DO")):
            record.leave("DO", further, "a further DOI")
    written = tagged.first("DO").replace("\\_", "_")
    address = "" if tagged.is_ours else next((url for url in tagged.all("UR") if "doi.org/10." in url), "")
    facts["doi"] = doi(written) or written or doi(tagged.first("M3")) or doi(address) or _other_doi(tagged)


def _other_doi(tagged: TaggedRecord) -> str:
    """The DOI that is all of a note or of a link, as Taylor & Francis, SAGE and EndNote write it."""
    links = (link for link in tagged.all("L3") if re.match(r"(?:https?://(?:dx\.)?doi\.org/)?10\.", link))
    alone = (note for note in tagged.all("N1") if re.fullmatch(r"doi:? ?10\.\S+", note, re.IGNORECASE))
    return next(filter(None, map(doi, (*links, *alone))), "")


def _addresses(tagged: TaggedRecord, record: Record) -> None:
    """Keep the first address that others can open."""
    for tag, value in tagged.tags:
        if tag == "UR":
            record.address(value.replace("\\_", "_"), tag)


def _notes(tagged: TaggedRecord, record: Record) -> None:
    """Keep notes to editors; only what our own export published is published again."""
    for tag, value in tagged.tags:
        if tagged.meaning(tag) != "note":
            continue
        if plain(value).startswith(WHY):
            record.facts["why"] = plain(value).removeprefix(WHY)
            continue
        if accession := _ACCESSION.match(value):
            record.facts.setdefault("accession_number", accession[1])
        if conference := _CONFERENCE.search(value):
            record.facts.setdefault("conference", plain(conference[1]))
        record.note(_CONFERENCE.sub("", value), tag)


def _left_out(tagged: TaggedRecord, record: Record) -> None:
    """Note what is not kept: unknown tags, and those with their meaning in brackets."""
    for tag, written in tagged.tags:
        what, value = tagged.meaning(tag), plain(written)
        what = "(the address of a file)" if what == "(file)" and value.startswith("http") else what
        if what == "(number in PubMed Central)" and not _OF_CENTRAL.match(value):
            what = ""  # `C2` is many things
        if tag in _QUIET or not value or what in ("(short title)", "(type of work)"):
            continue
        if what.startswith("("):
            record.leave(tag, value, what.strip("()"))
        elif not what or (what not in _APART and what not in Resource.model_fields and what != "conference place"):
            record.leave(tag, value, what.replace("_", " "))
