"""What a reader returns: records with fields, values that it left out, and pieces that it refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from . import dates
from .mappings import TYPE_KEYS
from .text import is_nothing, plain, shown

__all__ = ["MOST_RECORDS", "OmittedValue", "Record", "RecordList", "Refused", "Source"]


#: Characters of a value.
_LARGEST_FACT = 100_000
#: Records that one file may hold.
MOST_RECORDS = 20_000
#: Fields about files on the disk of the person who exported them.
_FILES = frozenset({"file", "file attachments", "local-url", "bdsk-file-1", "link attachments"})
#: What databases add for themselves, by the reason for which it is left out.
_OF_DATABASES = frozenset(
    {
        "a remark of the database", "address of the authors", "affiliation", "funding", "index",
        "early access",
        "address of the publisher", "conference dates", "number in PubMed Central",
        "number of the publisher",
    }
)  # fmt: skip
#: The same by the names of fields in BibTeX.
_FIELDS_OF_DATABASES = re.compile(
    r"abbrev_source_title|acknowledgement|affiliations?|author_keywords|author-email|bib(?:date|source|url)|bdsk-.*|"
    r"(?:number-of-)?cited-references?|coden|correspondence_address\d*|da|date-(?:added|modified)|doc-delivery-number|"
    r"document_type|earlyaccessdate|eissn|esi-.*|funding.*|issn-l|journal-iso|journal-url|keywords-plus|oa|"
    r"(?:orcid|researcherid)-numbers|pubmed_id|research-areas|sponsors?|tc|times-cited|usage-count.*|"
    r"web-of-science-.*|x?bibsource|mendeley-.*|adsnote|adsurl|number of the publisher|cois?|"
    r"categories|funder|submitted|available-date"
)
#: What databases say of themselves and of their counts, in a note.
_CHATTER = re.compile(
    r"(?:doi: ?|https?://(?:dx\.)?doi\.org/)10\.\S+|accession number: \d.*|"
    r"(?:export date|cited by\b[^:]{0,20}|correspondence address|(?:total )?times cited\b[^:]*|"
    r"cited reference count|references|cited references|conference code|conference date|coden|source: ?scopus|"
    r"language of original document)\s*:.*|cited by \d+|"
    r"(?:last updated|zuletzt aktualisiert|derni[eè]re mise [aà] jour|[uú]ltima actualizaci[oó]n|ultimo aggiornamento|"
    r"[uú]ltima atualiza[cç][aã]o|laatst bijgewerkt|copyright|subjectstermnotlitgenretext|document feature)"
    r"\s+-\s.*|export(?:ed)? date .*|from duplicate \d+ ?\([^()]*\)|citation key: \S+",
    re.IGNORECASE,
)
#: The day of a visit, which BibTeX had no field for.
_ACCESSED = re.compile(
    r"\[?(?:online[;,.:]?\s*)?(?:last\s+)?(?:accessed|visited|retrieved|checked)(?:\s+on)?[:;,]?\s+(.{4,40}?)\]?\.?",
    re.IGNORECASE,
)
#: What a type of another program says that the nearest type of the catalogue does not, for `medium`.
_MEDIA = {
    "COMP": "Computer software",
    "DATA": "Data set",
    "MAP": "Map",
    "MPCT": "Film",
    "MUSIC": "Music",
    "dataset": "Data set",
    "film": "Film",
    "map": "Map",
    "movie": "Film",
    "music": "Music",
    "posted-content": "Preprint",
    "preprint": "Preprint",
    "software": "Computer software",
    "song": "Audio recording",
}
#: Between remarks: lines, and what Scopus and HTML put there.
_REMARKS = re.compile(r"\n|<br ?/?>|</p>|;\s(?=(?:Cited By|Conference (?:name|code|date|of)\b))", re.IGNORECASE)
#: Characters of a value that was left out that are kept for the report.
_LONGEST_VALUE = 2_000


@dataclass(frozen=True, slots=True)
class Refused:
    """A piece of a file that no record could be made of."""

    line: int
    """Where it begins, from 1."""
    name: str
    """What it calls itself; empty where it says nothing."""
    reason: str
    """Why it was refused, in a sentence."""


@dataclass(frozen=True, slots=True)
class OmittedValue:
    """A value of a record that the catalogue does not keep."""

    name: str
    """What the file calls it: a tag, a field or a column."""
    value: str
    reason: str = ""
    """Why it was left out, as a sentence fragment; empty where there is simply no place for it."""
    line: int = 0
    """Its line, from 1; 0 where the reader does not say."""

    @property
    def group(self) -> str:
        """What kind of thing it is: `keywords`, `files`, `remarks of databases`, `other`."""
        if self.name == "theme":
            return "keywords"
        if self.reason == "file" or self.name.lower() in _FILES:
            return "files"
        if self.reason in _OF_DATABASES or _FIELDS_OF_DATABASES.fullmatch(self.name.lower()):
            return "remarks of databases"
        return "other"

    def __str__(self) -> str:
        """It in a line, cut short."""
        where = f"line {self.line}, " if self.line else ""
        return f"{where}{self.name}: {shown(self.value, 60)}{f' ({self.reason})' if self.reason else ''}"


@dataclass(slots=True)
class Record:
    """One resource as a file describes it, in the terms of the catalogue."""

    line: int
    """Where it begins in the file, from 1."""
    key: str = ""
    """What the file calls it."""
    facts: dict[str, Any] = field(default_factory=dict)
    """Values of a resource's fields, as the model takes them; without an id."""
    left_out: list[OmittedValue] = field(default_factory=list)
    """What the record says that the catalogue has no place for."""
    is_ours: bool = False
    """Whether our own export wrote it, so that every value is meant as it is written."""

    @property
    def unmapped(self) -> list[str]:
        """What was left out, a line each."""
        return [str(part) for part in self.left_out]

    def leave(self, name: str, value: object, reason: str = "", line: int = 0) -> None:
        """Note a value that could not be kept."""
        self.left_out.append(OmittedValue(shown(name, 40), shown(value, _LONGEST_VALUE), reason, line))

    def describe(self, kind: str, *versions: str) -> None:
        """Keep what another program's type says that ours does not, and a version (`2.5`) as the edition."""
        if kind.endswith("thesis") and kind in TYPE_KEYS:
            self.facts.setdefault("genre", TYPE_KEYS[kind])
        elif kind in _MEDIA and "genre" not in self.facts:
            self.facts.setdefault("medium", _MEDIA[kind])
        for version in filter(None, versions):
            edition = f"Version {version}" if re.fullmatch(r"\d+(?:\.\w+)*", version) else version
            if self.facts.setdefault("edition", edition) != edition:
                self.leave("version", version, f"`edition` is {shown(self.facts['edition'], 40)} already")

    def event_place(self, place: str) -> None:
        """Keep where a conference was: as the place, or with its name where the publisher has a place of its own."""
        if not place or self.facts.setdefault("place", place) == place:
            return
        if "conference" in self.facts:
            self.facts["conference"] = f"{self.facts['conference']}, {place}"
        else:
            self.leave("event place", place, f"`place` is {shown(self.facts['place'], 40)} already")

    def note(self, text: str, name: str = "note") -> None:
        """Add to the note, which is for editors and never published; what databases say of themselves is left out."""
        parts = [plain(part) for part in _REMARKS.split(text)]
        for part in filter(_CHATTER.fullmatch, parts):
            self.leave(name, part, "a remark of the database")
        for found in filter(None, map(_ACCESSED.fullmatch, list(parts))):
            if (day := dates.day(found[1])) is not None and self.facts.setdefault("accessed", day) == day:
                parts.remove(found[0])
        if said := " ".join(part for part in parts if part and not _CHATTER.fullmatch(part)):
            self.facts["note"] = "; ".join(filter(None, (self.facts.get("note", ""), said)))

    def address(self, text: str, name: str) -> None:
        """Keep the first address that others can open; a database's page about the resource is not its address."""
        text = re.sub(r"<(https?://[^<>\s]+)>", r"\1", text)
        text = re.sub(r"<a\s[^<>]*href=[\"']?([^\"'<> ]+)[^<>]*>[^<>]*</a>", r"\1", text, flags=re.IGNORECASE)
        for written in _addresses(text):
            value = written if _is_database_page(written) else plain(written)
            if re.fullmatch(r"[^\s/@:]+@[^\s/@:]+", value):
                self.leave(name, value, "an e-mail address")
            elif _is_database_page(value):
                self.leave(name, value, "a page of the database, not the resource")
                if number := _ACCESSION.search(value):
                    self.facts.setdefault("accession_number", number[1])
            elif self.facts.setdefault("url", value) != value:
                self.leave(name, value, "a further address")


#: The page of one film on a site that hosts films.
_FILM = re.compile(r"https?://(?:(?:www\.|m\.)?youtube\.com/watch\?|youtu\.be/\w|(?:www\.)?vimeo\.com/\d)")
#: What publishers write for a volume, an issue or pages that are not known yet.
_AHEAD = re.compile(
    r"(?:epub |online |publish )?ahead[ -]of[ -]print|online ?first|early view|0|\d{14,}", re.IGNORECASE
)
#: Pages of a database about a resource, which no one else can open.
_DATABASES = re.compile(
    r"<Go to ISI>|://WOS:|https?://(?:www\.scopus\.com/(?:inward|record|pages)|ovidsp\.|[^/]*\.ovid\.com/|"
    r"(?:www\.)?webofscience\.|[^/]*\.webofknowledge\.|(?:search|web)\.[^/]*ebscohost\.|openurl\.ebsco\.|"
    r"scholar\.google\.[a-z.]+/scholar\?|gateway\.proquest\.|(?:www\.)?embase\.com/)",
    re.IGNORECASE,
)
#: The number of a record in the address of EBSCO's page about it.
_ACCESSION = re.compile(r"\.ebscohost\.com/login\.aspx\?.{0,100}?\bAN=([\w.-]{1,40})")
#: Between two addresses: spaces and commas, and what Mendeley makes of the end of a line.
_BETWEEN_ADDRESSES = re.compile(r"(?:[\s;,|]|%5C[nr]|\\[nr])+(?=https?://)", re.IGNORECASE)


#: What a library's proxy puts before an address.
_PROXY = re.compile(r"https?://[^/\s]{3,100}/login\?q?url=(?=https?(?::|%3A)//|https?%3A%2F%2F)", re.IGNORECASE)
#: An address without its beginning.
_BARE_ADDRESS = re.compile(r"(?:www\.[\w-]+\.[\w.-]+(?:/|$)|(?:[a-z\d-]+\.){1,4}[a-z]{2,10}/)", re.IGNORECASE)


def _is_database_page(url: str) -> bool:
    """Whether an address is that of a database's record of a resource, not of the resource."""
    return _DATABASES.match(url) is not None


def _addresses(text: str) -> list[str]:
    """The addresses in a text, one of which may lack its beginning: `www.example.org`."""
    parts = filter(None, _BETWEEN_ADDRESSES.split(text.strip()))
    found = [unquote(_PROXY.sub("", part)) if _PROXY.match(part) else part for part in parts]
    return [f"https://{each}" if _BARE_ADDRESS.match(each) else each for each in found]


def _corrected(record: Record) -> None:
    """Correct what follows from other facts of the record."""
    if not record.is_ours and str(record.facts.get("edition", "")).lower().endswith("edition."):
        record.facts["edition"] = record.facts["edition"][:-1]  # as libraries end it
    if record.facts.get("type") == "web-page" and _FILM.match(str(record.facts.get("url"))) and not record.is_ours:
        record.facts["type"] = "video"
    if record.facts.get("type") == "book" and record.facts.get("container") == record.facts.get("title"):
        record.facts.pop("container", None)  # the same book, named twice


class RecordList:
    """The records of a file, up to the limit, and the pieces that were refused."""

    def __init__(self, *, has_nothings: bool = True) -> None:
        """`has_nothings` says whether values may stand for none, as `NA`; a reader may have left them out before."""
        self.has_nothings = has_nothings
        self.records: list[Record] = []
        self.refused: list[Refused] = []

    def refuse(self, line: int, name: str, reason: str) -> None:
        """Note a piece that no record can be made of."""
        self.refused.append(Refused(line, name, reason))

    def is_full(self, line: int, count: int) -> bool:
        """Whether the limit is reached after `count` records; if so, what begins in `line` is refused."""
        if count < MOST_RECORDS:
            return False
        self.refuse(line, "", f"There are more than {MOST_RECORDS:,} records; export fewer at a time.")
        return True

    def add(self, record: Record) -> None:
        """Add a record without values that say that there is none, or are too long; without a title, it is refused."""
        for name in [name for name, value in record.facts.items() if isinstance(value, str | list)]:
            if len(record.facts[name]) > _LARGEST_FACT:
                record.leave(name, record.facts.pop(name)[:200], f"longer than {_LARGEST_FACT:,}")
                if name == "title":
                    self.refuse(record.line, record.key, f"Its title is longer than {_LARGEST_FACT:,} characters.")
                    return
        if not record.facts.get("summary"):
            record.facts.pop("summary_source", None)
        for name in [name for name, value in record.facts.items() if isinstance(value, str) and is_nothing(value)]:
            if name not in ("title", "note", "language") and self.has_nothings and not record.is_ours:
                del record.facts[name]
        for name in ("volume", "issue", "edition", "pages"):
            if _AHEAD.fullmatch(str(record.facts.get(name, ""))) and not record.is_ours:
                record.leave(name, record.facts.pop(name), "it was out ahead of print")
        _corrected(record)
        if record.facts.get("title") or record.facts.get("supplied_title"):
            self.records.append(record)
        else:
            self.refuse(record.line, record.key, "It has no title.")


@dataclass(frozen=True, slots=True)
class Source:
    """The result of reading a file."""

    format: str
    """A name in `readers.FORMATS`."""
    records: tuple[Record, ...] = ()
    refused: tuple[Refused, ...] = ()
    remarks: tuple[str, ...] = ()
    """What was assumed, in sentences: the encoding, the separator."""
    program: str = ""
    """The program or database that wrote it, where known."""

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)
