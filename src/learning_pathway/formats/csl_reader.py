"""Read CSL-JSON: of Zotero, of Crossref and DataCite, of pandoc, and our own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from ..catalogue.fields import CUSTOM, other_names
from ..catalogue.types import Form, PersonRole, ResourceType, SummarySource, Verb
from . import dates
from .csl_json import OWN, OWN_FIELDS, TWICE, items, records_in, written_twice
from .mappings import CSL, CSL_NEAR, as_a, said_in_extra
from .model import Record, RecordList, Source
from .names import PARTICLES, Facts, from_parts, inverted, known, organisation
from .text import doi_alone, keywords, own_title, page_count, pages_of, plain, shown

__all__ = ["read_csl_json", "record_of"]

#: The roles that CSL has a variable for, with the role that is meant.
_PEOPLE = {role.value: role for role in (PersonRole.AUTHOR, PersonRole.HOST, PersonRole.GUEST, PersonRole.INTERVIEWER)}
_PEOPLE |= {"translator": PersonRole.TRANSLATOR, "director": PersonRole.DIRECTOR}
#: Contributors that references leave out.
_FURTHER = (
    *("chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator"),
    *("editorial-director", "executive-producer", "illustrator", "narrator", "organizer", "original-author"),
    *("performer", "producer", "recipient", "reviewed-author", "script-writer", "series-creator"),
)
#: Variables whose text is the value of one field.
_TEXTS = {
    "publisher": "publisher",
    "publisher-place": "place",
    "publisher-location": "place",
    "event-title": "conference",
    "event": "conference",
    "container-title": "container",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "edition": "edition",
    "number": "number",
    "collection-number": "number",
    "DOI": "doi",
    "ISSN": "issn",
    "ISBN": "isbn",
    "URL": "url",
    "language": "language",
    "source": "library_catalogue",
    "license": "licence",
    "copyright": "licence",
    "number-of-pages": "page_count",
    "abstract": "summary",
}
#: What is read elsewhere, or says nothing about a resource.
_QUIET = frozenset(
    {
        "id", "type", "title", "custom", "issued", "accessed", "editor", "collection-title", "dimensions", "keyword",
        "genre", "medium", "status", "version", "event-place",
        "original-date", "citation-key", "citation-label", "container-title-short", "title-short", "shortTitle",
        "journalAbbreviation", "indexed", "created", "deposited", "prefix", "member", "score", "reference",
        "is-referenced-by-count", "reference-count", "references-count", "link", "relation", "resource", "content-",
        "domain", "short-container-title", "subtitle", "short-title", "subject", "alternative-id",
        "journal-issue", "update-", "policy", "published-print", "published-online", "published", "assertion",
        "isbn-type", "issn-type",
        "annote", "note", *_FURTHER
    }
)  # fmt: skip
_TEXTS |= other_names("csl", {*_TEXTS, *_QUIET, *_PEOPLE, CUSTOM})


def read_csl_json(text: str) -> Source:
    """Read a list of items, one item, or `{"items": [...]}`; of a damaged file, every item that is whole."""
    kept = RecordList()
    written = ((line, record) for line, item in items(text, kept.refused) for record in records_in(item))
    for line, item in written:
        if kept.is_full(line, len(kept.records)):
            break
        if not isinstance(item, dict):
            kept.refuse(line, "", f"This is no record: {shown(json.dumps(item), 40)}")
            continue
        if not {"title", "type", "DOI", "author"} & item.keys():
            kept.refuse(
                line, "", "This is no CSL-JSON, whose records have a `title` and a `type`; export that, or RIS."
            )
            continue
        try:
            record = record_of(item, line)
        except RecursionError:
            kept.refuse(line, "", "It is nested too deeply.")
            continue
        kept.add(record)
    return Source("csl-json", tuple(kept.records), tuple(kept.refused))


def record_of(item: Mapping[str, Any], line: int = 1) -> Record:
    """The record of one item."""
    record = Record(line, shown(item.get("id") or item.get("citation-key") or "", 200))
    facts = record.facts
    own = _own(item)
    record.is_ours = bool(own)
    written = str(item.get("type", ""))
    kind = CSL.get(written) or CSL_NEAR.get(written, ResourceType.WEB_PAGE)
    if written not in CSL and written and not own.get("type"):
        record.leave("type", written, f"not a type that the catalogue knows; read as {as_a(kind)}")
    facts["type"] = str(own.get("type") or kind.value)
    title = ": ".join(part for part in (_text(item.get("title")), _text(item.get("subtitle"))) if part)
    facts.update(own_title(title))
    item = _filled(item)
    _texts(item, record)
    _numbers(record, is_episode=kind is ResourceType.AUDIO and not own)
    _descriptions(item, record)
    _series(item, record)
    _people(item, record)
    _times(item, record)
    _notes(item, record)
    facts["themes"] = list(dict.fromkeys((*keywords(item.get("keyword")), *keywords(item.get("subject")))))
    for name, value in item.items():
        is_read = name in {*_TEXTS, *_QUIET, *_PEOPLE, TWICE} or (name == "archive" and value == facts.get("database"))
        if not is_read and value not in (None, "", [], {}):
            record.leave(name, value)
    if facts.get("summary") and not own:
        facts["summary_source"] = SummarySource.PUBLISHER.value
    facts.update({name: _shaped(value) for name, value in own.items() if name != "type"})
    for person in facts["authors"] or () if "authors" in own else ():
        if isinstance(person, dict) and person.get("role") == PersonRole.EDITOR.value:
            again = {key: value for key, value in person.items() if key != "role"}
            if again in facts["editors"]:
                facts["editors"].remove(again)
    return record


#: The variables that a note may hold.
_IN_NOTE = {*_TEXTS, "event-place", "original-date", "issued", "genre", "medium", "status"}


def _filled(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """The item with what its note says in the form of variables, and with what Crossref writes in a form of its own."""
    found = dict(item)
    if isinstance(note := item.get("note"), str):
        said, rest = said_in_extra(note, _IN_NOTE)
        found = said | found
        found["note"] = "\n".join([*rest, *(f"{name}: {said[name]}" for name in said.keys() & item.keys())])
    for variable, key in (("event", "name"), ("license", "URL"), ("institution", "name")):
        value = item.get(variable)
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, dict):
            found[variable] = first.get(key, "")
    event = item.get("event")
    if isinstance(event, dict) and isinstance(event.get("location"), str):
        found["event"] = ", ".join(filter(None, (_text(event.get("name")), _text(event["location"]))))
    return found


def _own(item: Mapping[str, Any]) -> dict[str, Any]:
    custom = item.get("custom")
    own = custom.get(OWN) if isinstance(custom, dict) else None
    return {key: value for key, value in own.items() if key in OWN_FIELDS} if isinstance(own, dict) else {}


def _shaped(value: Any) -> Any:
    """A value of our own, with every text in it made plain: someone else may have written it."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [_shaped(part) for part in value[:1_000]]
    if isinstance(value, dict):
        return {str(key): _shaped(part) for key, part in value.items()}
    return value if isinstance(value, int) else None


def _text(value: Any) -> str:
    """A text variable; Crossref gives some of them as lists, of which the first is meant."""
    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, str)), "")
    return plain(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _texts(item: Mapping[str, Any], record: Record) -> None:
    """Fill the fields whose value is a text or a number; of two different ones, the first is kept."""
    facts = record.facts
    for variable, name in _TEXTS.items():
        value = _text(item.get(variable))
        if isinstance(item.get(variable), list):
            value = _of_list(variable, item[variable], record) or value
        if not value and (wrong := item.get(variable)) not in (None, "", [], {}):
            record.leave(variable, wrong, "no text")
        elif value and name in facts and facts[name] != value:
            record.leave(variable, value, f"`{name}` is {shown(facts[name], 40)} already")
        elif value:
            facts[name] = value
    if not record.is_ours:
        record.address(facts.pop("url", ""), "URL")
    for twice in ("title", "subtitle"):
        _of_list(twice, item.get(twice), record)
    for name, value in written_twice(item):
        record.leave(name, value, "written twice; the last one was kept")
    record.event_place(_text(item.get("event-place")))


def _of_list(variable: str, value: Any, record: Record) -> str:
    """All numbers of a list of ISSNs or ISBNs; of other lists, what follows the first text is left out."""
    texts = [text for part in value[:100] if (text := _text(part))] if isinstance(value, list) else []
    if variable in ("ISSN", "ISBN"):
        return " ".join(texts)
    for further in dict.fromkeys(texts[1:]):
        record.leave(variable, further, "a further text; the first one was kept")
    return ""


def _numbers(record: Record, *, is_episode: bool) -> None:
    """Bring a DOI, pages and their number into our form; the number of an episode is an issue."""
    facts = record.facts
    if is_episode and "number" in facts:
        facts.setdefault("issue", facts.pop("number"))
    for name, written in (
        ("doi", doi_alone),
        ("pages", partial(pages_of, is_exact=record.is_ours)),
        ("page_count", page_count),
    ):
        if name in facts:
            facts[name] = written(facts[name]) or facts[name]


#: What our own files say of a type, and no editor wrote.
_MEDIA = {"Online course"} | {word for kind in ResourceType for word in (kind.row.medium.alone, kind.row.medium.part)}


def _descriptions(item: Mapping[str, Any], record: Record) -> None:
    facts, written = record.facts, str(item.get("type", ""))
    for name in ("genre", "medium"):
        if (value := _text(item.get(name))) and value not in _MEDIA:
            facts[name] = value
    if written == "motion_picture" and item.get("director") and not item.get("genre"):
        written = "film"
    if written == "song" and item.get("container-title") and len(dates.from_csl(item.get("issued")) or "") == 10:
        written = "podcast"  # which Zotero has as a song: on a day, in a series
    if not record.is_ours:
        record.describe(written, _text(item.get("version")))
    if (archive := _text(item.get("archive"))) and facts["type"] == ResourceType.THESIS.value:
        facts.setdefault("database", archive)


def _series(item: Mapping[str, Any], record: Record) -> None:
    series = _text(item.get("collection-title"))
    if not series:
        return
    kind = record.facts["type"]
    if kind in set(ResourceType) and ResourceType(kind).form is Form.MONOGRAPH:
        record.facts.setdefault("container", series)
    else:
        number = _text(item.get("collection-number"))
        if record.facts.get("number") == number:
            del record.facts["number"]
        record.leave("collection-title", ", ".join(filter(None, (series, number))), "a series, besides the container")


def _people(item: Mapping[str, Any], record: Record) -> None:
    people = [person for variable, role in _PEOPLE.items() for person in _named_under(variable, role, item, record)]
    record.facts["editors"] = _named_under("editor", PersonRole.AUTHOR, item, record)
    creators = next((name for name in ("composer", "performer") if item.get(name) and not people), "")
    people += known(_named(name) for name in _list(item.get(creators)))
    record.facts["authors"] = people
    for variable in filter(lambda name: name != creators, _FURTHER):
        for person in known(_named(name) for name in _list(item.get(variable))):
            record.leave(variable, person.get("organisation") or ", ".join(person.values()))


def _named_under(variable: str, role: PersonRole, item: Mapping[str, Any], record: Record) -> list[Facts]:
    """The people in a variable; what is no name is left out with a word."""
    people = []
    for name in _list(item.get(variable)):
        person = _named(name, role)
        if person is None and name not in (None, "", [], {}):
            record.leave(variable, name, "no name")
        people.append(person)
    return known(people)


def _named(name: object, role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    """A name variable of CSL: `family`, `given`, particles and suffix, or `literal`."""
    if isinstance(name, str):
        return inverted(name, role)
    if not isinstance(name, dict):
        return None
    part = {key: value for key, value in name.items() if isinstance(value, str) and value.strip()}
    literal = part.get("literal") or part.get("name", "")
    if literal and not part.get("family"):
        return organisation(literal, role)
    if part.get("family") and "given" not in part and (name.get("isInstitution") or _is_group_alone(part["family"])):
        return organisation(part["family"], role)
    particles = [part[key] for key in ("dropping-particle", "non-dropping-particle") if key in part]
    family = " ".join([*particles, part.get("family", "")])
    return from_parts(family, part.get("given", ""), part.get("suffix", ""), role)


def _is_group_alone(family: str) -> bool:
    """Whether a family name without given names is that of a group: `Northern Forum`, but not `van Gogh`."""
    words = family.split()
    return len(words) > 1 and words[0].lower() not in PARTICLES


def _notes(item: Mapping[str, Any], record: Record) -> None:
    """Keep notes to editors: `note` is what Zotero calls Extra. Only our own export's `annote` was published."""
    if record.is_ours and _text(item.get("annote")):
        record.facts["why"] = _text(item.get("annote"))
    else:
        record.note(_text(item.get("annote")))
    record.note(_text(item.get("note")))
    if isinstance(custom := item.get("custom"), dict) and custom.keys() - {OWN}:
        record.leave("custom", {name: value for name, value in custom.items() if name != OWN})


def _list(value: Any) -> list[Any]:
    """The names in a variable; one alone may stand without a list."""
    return value[:2_000] if isinstance(value, list) else [value] if isinstance(value, dict | str) and value else []


def _times(item: Mapping[str, Any], record: Record) -> None:
    issued, accessed = dates.from_csl(item.get("issued")), dates.from_csl(item.get("accessed"))
    said = item.get("issued")
    words = said if isinstance(said, str) else said.get("literal") or said.get("raw") if isinstance(said, dict) else ""
    near = isinstance(words, str) and dates.is_approximate(words)
    if near or (isinstance(said, dict) and said.get("circa")):
        record.leave("issued", words if near else "circa", "the date is approximate")
    if issued:
        record.facts["published"] = issued
        parts = said.get("date-parts") if isinstance(said, dict) else None
        if isinstance(parts, list) and len(parts) == 1 and dates.is_cut(dates.of_parts(parts[0]), issued):
            record.leave("issued", said, "there is no such day")
    elif isinstance(words, str) and dates.is_in_press(words):
        record.facts["in_press"] = True
    elif item.get("issued"):
        record.leave("issued", item["issued"], "no date for certain")
    if accessed and len(accessed) == 10:
        record.facts["accessed"] = accessed
    original = dates.from_csl(item.get("original-date"))
    if original:
        record.facts["original_published"] = original
    if dates.is_in_press(_text(item.get("status"))):
        record.facts["in_press"] = True
    length = dates.minutes(_text(item.get("dimensions")))
    verb = ResourceType(record.facts["type"]).verb if record.facts["type"] in set(ResourceType) else Verb.READ
    if length and verb is not Verb.READ:
        record.facts["minutes"] = length
    elif item.get("dimensions"):
        record.leave("dimensions", item["dimensions"])
