"""Read BibTeX and BibLaTeX: of Zotero and other reference managers, and our own."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares.enclosing import RemoveEnclosingMiddleware
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String

from ..catalogue.vocabulary import PersonRole, ResourceType, SummarySource
from . import dates
from .columns import other_names
from .latex import text_of
from .model import MOST_RECORDS, Record, Refused, Source
from .names import Facts, from_parts, known, organisation
from .text import doi_alone, is_platform, keywords, own_title, shown
from .types import BIBTEX

__all__ = ["read_bibtex"]


_R = ResourceType
#: Fields whose text is the value of one of ours, those first that say it best.
_TEXTS = {
    "journaltitle": "container",
    "journal": "container",
    "booktitle": "container",
    "series": "container",
    "maintitle": "container",
    "publisher": "publisher",
    "organization": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "address": "place",
    "location": "place",
    "edition": "edition",
    "volume": "volume",
    "issue": "issue",
    "eventtitle": "conference",
    "language": "language",
    "langid": "language",
    "library": "library_catalogue",
    "copyright": "licence",
    "rights": "licence",
    "pagetotal": "page_count",
    "abstract": "summary",
    "annotation": "why",
    "annote": "why",
}
#: Fields that hold addresses and numbers: nothing in them is LaTeX.
_VERBATIM = frozenset(
    {"doi", "url", "isbn", "issn", "date", "urldate", "year", "file", "origdate", "updated", "eprint"}
)
_QUIET = frozenset(
    {
        "title", "subtitle", "author", "author+an", "editor", "translator", "entrysubtype", "number", "eid", "pages",
        "date", "year", "month", "day", "origdate", "updated", "urldate", "duration", "keywords", "titleaddon",
        "file", "doi", "url", "isbn", "issn", "shorttitle", "shortjournal", "timestamp", "owner", "citation-key",
        "ids", "options", "abstractsource"
    }
)  # fmt: skip
_TEXTS |= other_names("bibtex", {*_TEXTS, *_QUIET, "id"})
#: Where an entry begins, and an abbreviation in one line.
_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_STRING = re.compile(
    r"^[ \t]*@string[ \t]*\{[^{}\n]{1,100}(?:\{[^{}\n]*\}|\"[^\"\n]*\")[ \t]*\}[ \t]*\n", re.MULTILINE | re.IGNORECASE
)
#: Characters that are read at a time, and that one entry may have.
_PIECE, _LARGEST_PIECE = 20_000, 400_000
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 - reads better as text


def read_bibtex(text: str) -> Source:
    """Read every entry that is whole; what is damaged is named with its line."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it has to say is in `refused`
    records: list[Record] = []
    refused: list[Refused] = []
    for line, block in _blocks(text, refused):
        entry = _entry(block)
        if entry is not None and len(records) >= MOST_RECORDS:
            refused.append(Refused(line, "", f"There are more than {MOST_RECORDS:,} records; export fewer at a time."))
            break
        if entry is not None:
            record = _record(entry, line)
            if isinstance(block, DuplicateFieldKeyBlock):
                record.leave(", ".join(sorted(block.duplicate_keys)), "written twice", "the last one was kept")
            if record.facts.get("title") or record.facts.get("supplied_title"):
                records.append(record)
            else:
                refused.append(Refused(line, record.key, "It has no title."))
        elif isinstance(block, ParsingFailedBlock):
            refused.append(_refusal(block, line))
    return Source("bibtex", tuple(records), tuple(refused))


def _blocks(text: str, refused: list[Refused]) -> Iterator[tuple[int, Block]]:
    """The blocks of a file with their lines, read some entries at a time, so that one that never ends costs little.

    Abbreviations (`@string`) of the whole file are known to all of them.
    """
    starts = [0, *(match.start() for match in _ENTRY.finditer(text) if match.start()), len(text)]
    strings = "".join(match[0] for match in _STRING.finditer(text))
    before = strings.count("\n")
    line, begun = 1, 0
    for end in starts[1:]:
        if end - begun < _PIECE and end < len(text):
            continue
        piece = text[begun:end]
        if len(piece) > _LARGEST_PIECE:
            refused.append(
                Refused(line, "", f"An entry has more than {_LARGEST_PIECE:,} characters, and was not read.")
            )
        else:
            for block in parse_string(strings + piece).blocks:
                number = (block.start_line or 0) - before
                if number >= 0 and not _is_abbreviation(block):
                    yield line + number, block
        line, begun = line + piece.count("\n"), end


def _is_abbreviation(block: Block) -> bool:
    """Whether a block is an `@string`, also one that was given to the parser before."""
    return isinstance(block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block, String)


def _entry(block: object) -> Entry | None:
    """The entry that a block holds, also where its key was used before or a field stands twice."""
    if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        block = block.ignore_error_block
        if isinstance(block, Entry):  # the parser leaves the braces around its values
            RemoveEnclosingMiddleware(allow_inplace_modification=True).transform(Library([block]))
    return block if isinstance(block, Entry) else None


def _refusal(block: ParsingFailedBlock, line: int) -> Refused:
    name = re.match(r"\s*@\w+\s*\{\s*([^,\s{}]{1,80})", block.raw or "")
    why = getattr(block.error, "abort_reason", "") or str(block.error) or "it does not end where it should."
    return Refused(line, name[1] if name else "", f"It is damaged: {shown(why, 160)}")


def _record(entry: Entry, line: int) -> Record:
    record = Record(line, shown(entry.key, 200))
    fields = {key.lower(): str(value) for key, value in entry.items() if key.lower() not in ("entrytype", "id")}
    said = {key: value if key in _VERBATIM else text_of(value) for key, value in fields.items()}
    facts, kind = record.facts, _kind(entry.entry_type.lower(), said, record)
    facts["type"] = kind.value
    facts.update(own_title(": ".join(part for part in (said.get("title", ""), said.get("subtitle", "")) if part)))
    for field, name in _TEXTS.items():
        value = said.get(field, "")
        if value and name in facts and facts[name] != value:
            record.leave(field, value, f"`{name}` is {shown(facts[name], 40)} already")
        elif value:
            facts[name] = value
    if said.get("titleaddon"):
        facts.setdefault("container", said["titleaddon"])
    _people(fields, said, record)
    _numbers(said, kind, record)
    _dates(said, record)
    for field in ("doi", "url", "isbn", "issn"):
        if said.get(field):
            facts[field] = text_of(said[field]) if "\\" in said[field] else said[field]
    if "doi" in facts:
        facts["doi"] = doi_alone(facts["doi"])
    at = re.search(r"https?://[^\s{}]+", fields.get("howpublished", "").replace("\\_", "_").replace("\\%", "%"))
    if at:
        facts.setdefault("url", at[0])
    if kind is _R.VIDEO and is_platform(facts.get("publisher", ""), said.get("url", "")):
        del facts["publisher"]
    facts["themes"] = keywords(said.get("keywords"))
    if "summary" in facts:  # an abstract is the publisher's, unless our own file says otherwise
        is_ours = said.get("abstractsource", "").strip() == SummarySource.EDITORS.value
        facts["summary_source"] = (SummarySource.EDITORS if is_ours else SummarySource.PUBLISHER).value
    for field, value in said.items():
        if field not in _TEXTS and field not in _QUIET and value and not (field == "howpublished" and at):
            record.leave(field, value)
    return record


def _kind(written: str, said: Mapping[str, str], record: Record) -> ResourceType:
    subtype = said.get("entrysubtype", "")
    if subtype in set(ResourceType):
        return ResourceType(subtype)
    if subtype == "magazine" or subtype == "newspaper":
        return ResourceType.ARTICLE
    if written not in BIBTEX:
        record.leave("entry type", f"@{written}", "read as a web page")
    return BIBTEX.get(written, ResourceType.WEB_PAGE)


def _people(fields: Mapping[str, str], said: Mapping[str, str], record: Record) -> None:
    roles = dict(re.findall(r"(\d{1,4})\s*=\s*\"?([a-z]+)", said.get("author+an", "")))
    authors: list[Facts] = []
    for place, name in enumerate(_names(fields.get("author", "")), start=1):
        role = roles.get(str(place), "author")
        if role == "publisher":  # it stands in the author's place, and is none
            continue
        person = _person(name, PersonRole(role) if role in set(PersonRole) else PersonRole.AUTHOR)
        if name == "others":
            record.leave("author", "and others", "further authors are not named")
        elif person is not None:
            authors.append(person)
    authors += known(_person(name, PersonRole.TRANSLATOR) for name in _names(fields.get("translator", "")))
    record.facts["authors"] = authors
    record.facts["editors"] = known(_person(name) for name in _names(fields.get("editor", "")) if name != "others")


def _names(value: str) -> list[str]:
    """The names in a field; one whose braces do not match is kept whole."""
    value = " ".join(value.split())
    return split_multiple_persons_names(value)[:2_000] if value else []


def _person(name: str, role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    if re.fullmatch(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", name) and not _is_single(name):
        return organisation(text_of(name), role)
    parts = parse_single_name_into_parts(name, strict=False)
    family, given, suffix = (text_of(" ".join(words)) for words in ([*parts.von, *parts.last], parts.first, parts.jr))
    return from_parts(family, given, suffix, role)


def _is_single(name: str) -> bool:
    """Whether braces hold one name of a person: `{{Plato}}`."""
    return name.startswith("{{") and name.endswith("}}")


def _numbers(said: Mapping[str, str], kind: ResourceType, record: Record) -> None:
    facts, number = record.facts, said.get("number", "")
    if number and kind.row.bibtex.number == "issue" and "issue" not in facts:
        facts["issue"] = number
    elif number:
        facts["number"] = number
    if said.get("eid"):
        facts.setdefault("number", said["eid"])
    pages = re.sub(r"\s*[-\u2010-\u2015]+\s*", "-", said.get("pages", ""))
    if pages:
        facts["pages"] = pages
    length = dates.minutes(said.get("duration", ""))
    if length:
        facts["minutes"] = length


def _dates(said: Mapping[str, str], record: Record) -> None:
    facts = record.facts
    written = said.get("date") or _year(said)
    found = dates.partial(written)
    if written and not found:
        record.leave("date", written, "no date for certain")
    updated = dates.partial(said.get("updated", ""))
    original = dates.partial(said.get("origdate", ""))
    if updated:
        facts["updated"] = updated
        found = original or (found if found != updated else None)
    elif original and original != found:
        record.leave("origdate", original, "of another edition")
    if found:
        facts["published"] = found
    accessed = dates.day(said.get("urldate", ""))
    if accessed:
        facts["accessed"] = accessed


def _year(said: Mapping[str, str]) -> str:
    year, month = said.get("year", ""), said.get("month", "").strip().lower()
    if not re.fullmatch(r"[0-9]{4}", year):
        return year
    if month[:3] in _MONTHS:
        month = str(_MONTHS.index(month[:3]) + 1)
    day = said.get("day", "")
    return "-".join(part for part in (year, month if month.isdigit() else "", day if month.isdigit() else "") if part)
