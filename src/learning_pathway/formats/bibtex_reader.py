"""Read BibTeX and BibLaTeX: of Zotero and other reference managers, and our own."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..catalogue.fields import other_names
from ..catalogue.types import Form, ResourceType, SummarySource
from . import dates
from .bibtex_entries import BibEntry, inherit, read_entries
from .bibtex_types import TITLES, read_holder, read_medium, type_of
from .latex import as_cited, read_people, text_of, unread_commands
from .mappings import DATABASE_TYPES, TYPE_KEYS
from .model import Record, RecordList, Source
from .text import (
    creators_in,
    doi_alone,
    is_nothing,
    is_platform,
    keywords,
    own_title,
    page_count,
    pages_of,
    shown,
    volume_of,
)

__all__ = ["read_bibtex"]

_R, _IN_BOOKS = ResourceType, {Form.CHAPTER, Form.PAPER}
#: Braces that Mendeley and R escape although they only protect capitals.
_ESCAPED_BRACE = re.compile(r"\{\\(?:\{|textbraceleft)\}")
#: Fields whose text is the value of one of ours, those first that say it best.
_TEXTS = {
    "fjournal": "container",
    "journaltitle": "container",
    "journal": "container",
    "booktitle": "container",
    "fseries": "container",
    "series": "container",
    "maintitle": "container",
    "publisher": "publisher",
    "organization": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "university": "publisher",
    "address": "place",
    "location": "place",
    "place": "place",
    "city": "place",
    "publocation": "place",
    "edition": "edition",
    "volume": "volume",
    "issue": "issue",
    "eventtitle": "conference",
    "language": "language",
    "langid": "language",
    "hyphenation": "language",
    "library": "library_catalogue",
    "copyright": "licence",
    "rights": "licence",
    "pagetotal": "page_count",
    "abstract": "summary",
    "unique-id": "accession_number",
}
#: Fields of the user's own, which no one else should read.
_PRIVATE = ("note", "annotation", "annote", "comment", "review", "addendum")
#: An address or a site, which is how a resource was published, and not its medium.
_NO_MEDIUM = re.compile(r".*http|(?:youtube|vimeo)$", re.IGNORECASE)
#: A number of arXiv in the place of pages, as astronomers' databases write it.
_ARXIV = re.compile(r"arXiv:", re.IGNORECASE)
#: Fields that hold addresses and numbers: nothing in them is LaTeX.
_VERBATIM = {"doi", "url", "isbn", "issn", "date", "urldate", "year", "file", "origdate", "updated", "eprint"}
_QUIET = frozenset(
    {
        "title", "subtitle", "author", "author+an", "editor", "translator", "entrysubtype", "number", "eid", "pages",
        "published", "pubstate", "author+an:account", "author+an:username", "author+an:role",
        "art_number", "article-number", "articleno",
        "date", "year", "month", "day", "origdate", "updated", "urldate", "duration", "origyear",
        "keywords", "titleaddon",
        "doi", "url", "isbn", "issn", "shorttitle", "shortjournal", "timestamp", "owner", "citation-key",
        "ids", "options", "abstractsource", "annotationsource", "editora",
        "editorb", "editorc", "venue", "editortype", "editoratype", "editorbtype", "editorctype", "booksubtitle",
        "issuesubtitle", "journalsubtitle", "mainsubtitle", "xref", "entryset", "director", "version"
    }
)  # fmt: skip
#: Fields in which `None` and `NA` are words.
_WORDS = frozenset({"author", "editor", "language", "note", "title", "translator"})
_TEXTS |= other_names("bibtex", {*_TEXTS, *_QUIET, *_PRIVATE, "id"})
#: A month, perhaps with a day before or after it, as in BibTeX's `jan # "~15"`.
_MONTH = re.compile(
    r"(?:(?P<before>[0-9]{1,2})(?:st|nd|rd|th|\.)?\s+)?(?P<month>[0-9]{1,2}|[^\W\d_]{3,12})\.?"
    r"(?:\s+(?P<after>[0-9]{1,2})(?:st|nd|rd|th)?)?"
)


def read_bibtex(text: str) -> Source:
    """Read every entry that is whole; what is damaged is reported with its line."""
    kept = RecordList(has_nothings=False)
    entries = read_entries(text, kept.refused)
    inherit(entries)
    for entry in entries:
        if entry.kind in ("xdata", "set"):
            continue
        if kept.is_full(entry.line, len(kept.records)):
            break
        kept.add(_record(entry))
    return Source("bibtex", tuple(kept.records), tuple(sorted(kept.refused, key=lambda part: part.line)))


def _record(entry: BibEntry) -> Record:
    entry.fields = {name: value for name, value in entry.fields.items() if name in _WORDS or not is_nothing(value)}
    fields = entry.fields
    record = Record(entry.line, entry.key, is_ours=fields.get("entrysubtype") in set(ResourceType))
    said = {name: _bare(value) if name in _VERBATIM else text_of(value) for name, value in fields.items()}
    for remark in entry.remarks:
        record.leave(*remark)
    for name, value in fields.items():
        for command in unread_commands(value) if name not in _VERBATIM else ():
            record.leave(name, command, "a LaTeX command that is not understood; its words are kept", entry.lines[name])
    if not (said.get("date") or said.get("year")):
        said["date"] = said.pop("eventdate", "")
    for whole in ("book", "journal", "main", "issue"):
        said[f"{whole}title"] = _joined(said, f"{whole}title", f"{whole}subtitle")
    kind = type_of(entry.kind, said, record)
    record.facts["type"] = kind.value
    read_holder(said, fields, kind, record)
    read_medium(entry.kind, said, kind, record)
    title = _joined(said, "title", "subtitle")
    if not title and (name := next((name for name in TITLES if said.get(name)), "")):
        title = said.pop(name)
    if _ESCAPED_BRACE.search(fields.get("title", "")):
        title = re.sub(r"[{}]", "", title)
    if creators := creators_in(title, re.split(r"\sand\s", said.get("author", said.get("editor", "")))):
        record.leave("title", creators, "who made it, after the title", entry.lines.get("title", 0))
        title = title.removesuffix(f" / {creators}")
        said["booktitle"] = "" if said.get("booktitle", "").startswith(title) else said.get("booktitle", "")
    record.facts.update(own_title(title))
    if said.get("language", said.get("langid", "en")).lower().startswith("en"):
        record.facts.update(as_cited(title, fields.get("title", "")))
    _texts(said, entry, record)
    if not record.is_ours:  # ours say it elsewhere
        record.describe(entry.kind, said.get("version", ""))
    read_people(fields, said, record)
    _numbers(said, kind, record)
    _dates(said, record)
    _addresses(said, fields, kind, record)
    _notes(said, record)
    record.facts["themes"] = keywords(said.get("keywords"))
    return record


def _bare(value: str) -> str:
    """A value without further braces around it."""
    value = re.sub(r"\{([][~_#%&<>])\}", r"\1", value.strip())  # `{[}`, as Web of Science escapes it
    while value.startswith("{") and value.endswith("}"):
        value = value[1:-1].strip()
    return text_of(value) if "\\" in value else value


def _joined(said: Mapping[str, str], *names: str) -> str:
    return ": ".join(part for name in names if (part := said.get(name, "")))


def _unkept(field: str, value: str, said: Mapping[str, str]) -> str | None:
    """Why a value is not that of its field; empty where it says nothing, None where it is kept."""
    if (field == "type" and DATABASE_TYPES.fullmatch(value)) or (field == "howpublished" and _NO_MEDIUM.match(value)):
        return ""
    if field == "address" and "unique-id" in said:
        return "the publisher's address, not its place"
    return "a collection of theses" if field == "journal" and "thes" in value.lower() and "school" in said else None


def _texts(said: dict[str, str], entry: BibEntry, record: Record) -> None:
    facts = record.facts
    for field, value in said.items():
        is_address = field == "howpublished" and "http" in value
        if value and not is_address and field not in {*_TEXTS, *_QUIET, *_private(said)}:
            record.leave(field, value, line=entry.lines.get(field, 0))
    for field, name in _TEXTS.items():
        value = said.get(field, "")
        value = TYPE_KEYS.get(value.lower(), value) if field == "type" else value
        if (reason := _unkept(field, value, said)) is not None:
            if reason:
                record.leave(field, value, reason, entry.lines.get(field, 0))
            continue
        if value and name in facts and facts[name] != value:
            record.leave(field, value, f"`{name}` is {shown(facts[name], 40)} already", entry.lines.get(field, 0))
        elif value:
            facts[name] = value
    record.event_place(said.get("venue", ""))
    if "summary" in facts:  # an abstract is the publisher's, unless our own file says otherwise
        is_ours = said.get("abstractsource", "") == SummarySource.EDITORS.value
        facts["summary_source"] = (SummarySource.EDITORS if is_ours else SummarySource.PUBLISHER).value


def _addresses(said: Mapping[str, str], fields: Mapping[str, str], kind: ResourceType, record: Record) -> None:
    facts = record.facts
    facts |= {field: said[field] for field in ("isbn", "issn") if said.get(field)}
    facts |= {"doi": doi_alone(said["doi"])} if said.get("doi") else {}
    record.address(said.get("url", ""), "url")
    if said.get("eprint") and said.get("eprinttype", said.get("archiveprefix", "")).lower() == "arxiv":
        facts.setdefault("url", f"https://arxiv.org/abs/{said['eprint']}")
        if kind in (_R.WEB_PAGE, _R.ARTICLE) and not {"container", "publisher"} & facts.keys():
            facts.update(type=_R.ARTICLE.value, publisher="arXiv", medium="Preprint")
    if at := re.search(r"https?://[^\s{}]+", re.sub(r"\\([_%])", r"\1", fields.get("howpublished", ""))):
        facts.setdefault("url", at[0])
        for visit in re.findall(r"(?i)\b(?:last )?(?:accessed|visited|retrieved)\b[^()]+", said["howpublished"]):
            record.note(visit)
    if kind is _R.VIDEO and is_platform(facts.get("publisher", ""), said.get("url", "")):
        del facts["publisher"]


def _private(said: Mapping[str, str]) -> list[str]:
    """Fields of the user's own; JabRef has a comment for each of several users, as `comment-ida`."""
    return [*_PRIVATE, *(field for field in said if field.startswith("comment-"))]


def _notes(said: Mapping[str, str], record: Record) -> None:
    """Keep the user's own words to editors, but for what our own export published."""
    for field in _private(said):
        if field == "annotation" and said.get("annotationsource") == SummarySource.EDITORS.value:
            record.facts["why"] = said[field]
        elif field == "note" and re.fullmatch(r"https?://\S+", said.get("note", "")):
            record.address(said["note"], "note")
        else:
            record.note(said.get(field, ""), field)


def _written_pages(said: Mapping[str, str], kind: ResourceType, record: Record) -> str:
    """Pages, or the number of an article in their place; the number of anything else is kept as such."""
    facts = record.facts
    written = "" if _ARXIV.match(said.get("pages", "")) else said.get("pages", "")
    for name in ("eid", "art_number", "article-number", "articleno"):
        if _ARXIV.match(said.get(name, "")):
            record.leave(name, said[name], "the number of a preprint, not its pages")
        elif said.get(name) and ((name == "eid" and record.is_ours) or kind is not _R.JOURNAL_ARTICLE):
            facts.setdefault("number", said[name])
        elif said.get(name) and written and written != said[name]:
            record.leave(name, said[name], f"`pages` is {shown(written, 40)} already")
        else:
            written = said.get(name, "") or written
    return written


def _numbers(said: Mapping[str, str], kind: ResourceType, record: Record) -> None:
    facts, number = record.facts, said.get("number", "")
    if kind is _R.BOOK and (volume := volume_of(number)[0]) != number:  # Google Books: `v. 2`
        number = "" if facts.setdefault("volume", volume) == volume else number
    if number and kind.row.bibtex.number == "issue" and "issue" not in facts:
        facts["issue"] = number
    elif number and kind.form in _IN_BOOKS and said.get("series", "") not in ("", facts.get("container")):
        record.leave("number", number, "the number in the series")
    elif number and kind is _R.CONFERENCE_PAPER and said.get("volume") and not said.get("editor"):  # serial proceedings
        facts.setdefault("issue", number)
    elif number:
        facts["number"] = number
    written = _written_pages(said, kind, record)
    is_alone = written.isdigit() and (kind is _R.THESIS or (kind is _R.REPORT and "institution" in said))
    is_whole = kind is _R.BOOK or is_alone  # `120` and `xii, 235 p.`: how many
    total = page_count(written) if is_whole and not record.is_ours else ""
    if count := total or page_count(facts.get("page_count", "")):
        facts["page_count"] = count
    if not total and (pages := pages_of(written, is_exact=record.is_ours)):
        facts["pages"] = pages
    if length := dates.minutes(said.get("duration", "")):
        facts["minutes"] = length
    elif said.get("duration"):
        record.leave("duration", said["duration"], "no length for certain")


def _dates(said: Mapping[str, str], record: Record) -> None:
    facts = record.facts
    written = said.get("date") or _year(said, record)
    found = dates.partial(written, edtf=True)
    written = _state(written, said.get("pubstate", ""), record)
    if written and not found:
        record.leave("date", written, "no date for certain")
    elif dates.is_cut(written, found):
        record.leave("date", written, "there is no such day")
    elif dates.is_approximate(written):
        record.leave("date", written, "the date is approximate")
    original = dates.partial(said.get("origdate") or said.get("origyear", ""), edtf=True)
    if updated := dates.partial(said.get("updated", "")):
        facts["updated"] = updated
    if said.get("published"):  # ours, where `date` or `origdate` is another day's
        found = dates.partial(said["published"], edtf=True)
    elif updated and found == updated:
        found, original = original, None
    if original and original != found:
        facts["original_published"] = original
    if found:
        facts["published"] = found
    if accessed := dates.day(said.get("urldate", "")):
        facts["accessed"] = accessed
    elif said.get("urldate"):
        record.leave("urldate", said["urldate"], "no full day")


def _state(written: str, state: str, record: Record) -> str:
    """The date as it is written; empty where words in its place say that it is in press."""
    is_stated = state.lower() == "inpress" or dates.is_in_press(state)
    if is_stated or dates.is_in_press(written):
        record.facts["in_press"] = True
    if state and not is_stated:
        record.leave("pubstate", state)
    return "" if dates.is_in_press(written) else written


def _year(said: Mapping[str, str], record: Record) -> str:
    """The year, with the month and day where these are in fields of their own."""
    year, month, day = (said.get(name, "").strip() for name in ("year", "month", "day"))
    if not re.fullmatch(r"[0-9]{4}", year) or not month:
        if month:
            record.leave("month", month, "there is no year")
        return year
    found = _MONTH.fullmatch(month)
    number = (int(found["month"]) if found["month"].isdigit() else dates.month(found["month"])) if found else None
    if found is None or not number:
        if not (several := dates.partial(f"{month} {year}")):  # `Spring` or `Mar./Apr.`
            record.leave("month", month, f"no month alone; the year is kept: {year}")
        return several or year
    if found["after"] and len(found["month"]) == 3 and found["month"].lower() != "may":  # `OCT 1`: an issue, not a day
        record.leave("month", month, f"no month alone; the year is kept: {year}")
        return year
    day = day or found["before"] or found["after"] or ""
    exact = f"{year}-{number:02}" + (f"-{int(day):02}" if day.isdigit() and len(day) < 3 else "")
    return exact if dates.partial(exact) == exact else f"{year}-{number:02}"
