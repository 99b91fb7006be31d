"""A resource in Zotero's own terms: its item type, and what Highwire Press tags and Dublin Core can't tell Zotero.

Zotero reads `bib:` and `z:` names in a page's `<meta>` elements besides the usual ones. It needs them because it takes
everyone in `citation_author` for a person who is an author: it splits the names of organisations, changes the case of
names in small letters, and drops translators and guests. Where that would happen, the people stand under these names,
and `citation_author` is a `property`, not a `name`: other readers accept both, Zotero looks for people in names alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..catalogue.address import host
from ..catalogue.model import Person
from ..catalogue.vocabulary import PersonRole, ResourceType
from .names import given_and_suffix
from .reference import clean
from .work import Work

__all__ = ["Credit", "credits_of", "family_first", "fits_highwire", "item_type", "own_facts", "own_people", "site_of"]

#: The item type of a resource that stands alone, and of one that is part of another.
_TYPES = {
    ResourceType.ARTICLE: ("webpage", "magazineArticle"),
    ResourceType.BLOG: ("blogPost", "blogPost"),
    ResourceType.REPORT: ("report", "report"),
    ResourceType.JOURNAL_ARTICLE: ("journalArticle", "journalArticle"),
    ResourceType.CONFERENCE_PAPER: ("conferencePaper", "conferencePaper"),
    ResourceType.CHAPTER: ("bookSection", "bookSection"),
    ResourceType.BOOK: ("book", "book"),
    ResourceType.TOOLKIT: ("report", "report"),
    ResourceType.COURSE: ("webpage", "webpage"),
    ResourceType.VIDEO: ("videoRecording", "videoRecording"),
    ResourceType.AUDIO: ("audioRecording", "podcast"),
    ResourceType.WEB_PAGE: ("webpage", "webpage"),
}
#: What the main creator of an item is called; an author, where nothing else is said.
_MAIN = {"videoRecording": "director", "podcast": "podcaster", "audioRecording": "performer"}
_WITH_EDITORS = {"journalArticle", "conferencePaper", "bookSection", "book", "report"}
_WITH_TRANSLATORS = {*_WITH_EDITORS, "magazineArticle", "webpage"}
_GUESTS = {PersonRole.GUEST, PersonRole.SPEAKER, PersonRole.INTERVIEWEE}
_WITH_SERIES_TITLE = {"videoRecording", "podcast", "audioRecording", "report"}
#: Where Zotero keeps what kind of page or report something is.
_KIND_FIELDS = {"webpage": "z:websiteType", "blogPost": "z:websiteType", "report": "z:reportType"}


@dataclass(frozen=True, slots=True)
class Credit:
    """Someone who had a hand in a resource.

    Attributes:
        person: who.
        part: the creator type that Zotero has for what they did.
        role: what they did, in the catalogue's words.
    """

    person: Person
    part: str
    role: PersonRole


def item_type(work: Work) -> str:
    """The Zotero item type of the resource."""
    alone, part = _TYPES[work.resource.type]
    return part if work.part else alone


def credits_of(work: Work) -> list[Credit]:
    """Everyone who had a hand in it, with their Zotero creator type: authors in order, then editors."""
    resource, kind = work.resource, item_type(work)
    people = [(person, person.role) for person in resource.authors]
    people += [(person, PersonRole.EDITOR) for person in resource.editors]
    if not people:  # the channel or group that stands in the author's place
        people = [(person, PersonRole.AUTHOR) for person in work.makers]
    return [Credit(person, _part(kind, role, person in work.makers), role) for person, role in people]


def _part(kind: str, role: PersonRole, is_maker: bool) -> str:
    if role is PersonRole.EDITOR and kind in _WITH_EDITORS:
        return "editor"
    if role is PersonRole.TRANSLATOR:
        return "translator" if kind in _WITH_TRANSLATORS else "contributor"
    if kind == "podcast" and role in _GUESTS:
        return "guest"
    return _MAIN.get(kind, "author") if is_maker or role is PersonRole.AUTHOR else "contributor"


def family_first(person: Person) -> str:
    """`Gray, Anna`; an organisation as it is."""
    if person.organisation:
        return clean(person.organisation)
    given, suffix = given_and_suffix(person)
    return ", ".join(part for part in (clean(person.family or ""), f"{given} {suffix}".strip()) if part)


def fits_highwire(work: Work, people: list[Credit]) -> bool:
    """Whether `citation_author` and `citation_editor` tell Zotero all of these people as they are."""
    parts = {_MAIN.get(item_type(work), "author"), "editor"}
    return all(credit.part in parts and _is_plain(credit.person) for credit in people)


def _is_plain(person: Person) -> bool:
    family, given = clean(person.family or ""), clean(person.given or "")
    if person.organisation or not (family and given) or (" " in family and " " in given):
        return False
    return not any(_is_recased(name) or re.search("[,،;]", name) for name in (family, given))


def _is_recased(name: str) -> bool:
    """Whether Zotero would change the case of a name: it takes one in capitals or small letters for a slip."""
    return name in {name.lower(), name.upper()} and re.search(r"[^\W\d_]{2}", name) is not None


def own_people(people: list[Credit]) -> Iterator[tuple[str, str]]:
    """The people under Zotero's own names."""
    for credit in people:
        prefix = "bib" if credit.part in {"author", "editor", "contributor"} else "z"
        yield f"{prefix}:{credit.part}s", _whole(credit.person)


def _whole(person: Person) -> str:
    """A name that Zotero keeps whole: a comma that nothing follows tells it that there is no given name."""
    name = family_first(person)
    if not person.organisation and person.family and person.given:
        return name
    return f"{name.replace(',', ';')}," if " " in name else name


def site_of(work: Work) -> str:
    """The website that holds a page: where none is named, its publisher, else the host of its address."""
    resource = work.resource
    named = clean(resource.container or "") or work.container or clean(resource.publisher or "")
    if named or item_type(work) not in {"webpage", "blogPost"}:
        return named if resource.container or item_type(work) in {"webpage", "blogPost"} else ""
    return host(resource.url or resource.archived_url or "").removeprefix("www.")


def own_facts(work: Work) -> Iterator[tuple[str, str | None]]:
    """Facts that neither Highwire Press tags nor Dublin Core have a name for."""
    resource, kind = work.resource, item_type(work)
    holder = clean(resource.container or "")
    yield "z:seriesTitle", holder if kind in _WITH_SERIES_TITLE else None
    yield "z:seriesNumber", resource.number if kind == "book" and holder else None
    yield "z:episodeNumber", (resource.issue or resource.number) if kind == "podcast" else None
    yield "z:edition", resource.edition
    yield "z:place", resource.place
    yield "z:numPages", str(resource.page_count or "") if kind == "book" else None
    yield "z:runningTime", f"{resource.minutes} min" if resource.minutes and kind in _MAIN else None
    if kind in _KIND_FIELDS:
        yield _KIND_FIELDS[kind], resource.type.label
