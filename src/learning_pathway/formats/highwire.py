"""A resource in the head of its page: Highwire Press tags, Dublin Core and Zotero's own names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..catalogue.addresses import doi_address, host
from ..catalogue.dates import PartialDate
from ..catalogue.fields import other_fields
from ..catalogue.model import Person, Resource
from ..catalogue.types import Form, PersonRole, SummarySource
from ..citation.elements import given_and_suffix
from ..citation.model import CitedResource, cited_resource
from ..citation.reference import clean

__all__ = [
    "Credit",
    "as_properties",
    "credits_of",
    "embedded",
    "family_first",
    "fits_highwire",
    "item_type",
    "own_facts",
    "own_people",
    "site_of",
]

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
    """A creator of or contributor to a resource.

    Attributes:
        person: who.
        part: the creator type that Zotero has for what they did.
        role: what they did, in the catalogue's words.
    """

    person: Person
    part: str
    role: PersonRole


def item_type(cited: CitedResource) -> str:
    """The Zotero item type of the resource."""
    names = cited.resource.type.row.zotero
    return names.part if cited.part else names.alone


def credits_of(cited: CitedResource) -> list[Credit]:
    """Creators and contributors with their Zotero creator type: authors in order, then editors."""
    resource, kind = cited.resource, item_type(cited)
    people = [(person, person.role) for person in resource.authors]
    people += [(person, PersonRole.EDITOR) for person in resource.editors]
    if not people:  # the channel or group in the author's place
        people = [(person, PersonRole.AUTHOR) for person in cited.recorded_creators]
    return [Credit(person, _part(kind, role, person in cited.recorded_creators), role) for person, role in people]


def _part(kind: str, role: PersonRole, is_creator: bool) -> str:
    if role is PersonRole.EDITOR and kind in _WITH_EDITORS:
        return "editor"
    if role is PersonRole.TRANSLATOR:
        return "translator" if kind in _WITH_TRANSLATORS else "contributor"
    if kind == "podcast" and role in _GUESTS:
        return "guest"
    return _MAIN.get(kind, "author") if is_creator or role is PersonRole.AUTHOR else "contributor"


def family_first(person: Person) -> str:
    """`Gray, Anna`; an organisation as it is."""
    if person.organisation:
        return clean(person.organisation)
    given, suffix = given_and_suffix(person)
    return ", ".join(part for part in (clean(person.family or ""), f"{given} {suffix}".strip()) if part)


def fits_highwire(cited: CitedResource, people: list[Credit]) -> bool:
    """Whether Zotero reads all of these people correctly from `citation_author` and `citation_editor`."""
    parts = {_MAIN.get(item_type(cited), "author"), "editor"}
    return all(credit.part in parts and _is_plain(credit.person) for credit in people)


def _is_plain(person: Person) -> bool:
    family, given = clean(person.family or ""), clean(person.given or "")
    if person.organisation or not (family and given) or (" " in family and " " in given):
        return False
    return not any(_is_recased(name) or re.search("[,،;]", name) for name in (family, given))


def _is_recased(name: str) -> bool:
    """Whether Zotero would change the case of a name: it corrects one in capitals or small letters."""
    return name in {name.lower(), name.upper()} and re.search(r"[^\W\d_]{2}", name) is not None


def own_people(people: list[Credit]) -> Iterator[tuple[str, str]]:
    """The people under Zotero's own names."""
    for credit in people:
        prefix = "bib" if credit.part in {"author", "editor", "contributor"} else "z"
        yield f"{prefix}:{credit.part}s", _whole(credit.person)


def _whole(person: Person) -> str:
    """A name that Zotero keeps whole: a comma at the end means that there is no given name."""
    name = family_first(person)
    if not person.organisation and person.family and person.given:
        return name
    return f"{name.replace(',', ';')}," if " " in name else name


def site_of(cited: CitedResource) -> str:
    """The website that holds a page: where none is named, its publisher, else the host of its address."""
    resource = cited.resource
    named = clean(resource.container or "") or cited.container or clean(resource.publisher or "")
    if named or item_type(cited) not in {"webpage", "blogPost"}:
        return named if resource.container or item_type(cited) in {"webpage", "blogPost"} else ""
    return host(resource.url or resource.archived_url or "").removeprefix("www.")


def own_facts(cited: CitedResource) -> Iterator[tuple[str, str | None]]:
    """Fields that neither Highwire Press tags nor Dublin Core have a name for."""
    resource, kind = cited.resource, item_type(cited)
    holder = clean(resource.container or "")
    yield "z:seriesTitle", holder if kind in _WITH_SERIES_TITLE else None
    yield "z:seriesNumber", resource.number if kind == "book" and holder else None
    yield "z:episodeNumber", (resource.issue or resource.number) if kind == "podcast" else None
    yield "z:edition", resource.edition
    yield "z:place", resource.place
    yield "z:numPages", str(resource.page_count or "")
    yield "z:runningTime", f"{resource.minutes} min" if resource.minutes else None
    if kind != "report" and not (kind == "book" and holder) and not (kind == "podcast" and not resource.issue):
        yield "z:number", resource.number  # reports, books in a series and episodes have a name of their own for it
    if kind in _KIND_FIELDS:
        yield _KIND_FIELDS[kind], (resource.genre if kind == "report" else None) or resource.type.label


_NOT_CREATORS = {PersonRole.EDITOR, PersonRole.TRANSLATOR}
#: What Zotero could take for a DOI, an ISBN or an ISSN in an address.
_LIKE_A_NUMBER = re.compile(r"10(?:\.\d+)?/|\d[\d-]{6,}[\dXx]")

Pairs = Iterator[tuple[str, str | None]]


def _people(cited: CitedResource) -> Pairs:
    """Everyone, in Highwire's form, in Dublin Core's and, where Zotero would misread the first, in Zotero's own."""
    people = credits_of(cited)
    for credit in people:
        if credit.role not in _NOT_CREATORS:
            yield "citation_author", family_first(credit.person)
        elif credit.role is PersonRole.EDITOR:
            yield "citation_editor", family_first(credit.person)
    if not fits_highwire(cited, people):
        yield from own_people(people)
    yield from _dublin_core_people(people)


def _dublin_core_people(people: list[Credit]) -> Pairs:
    """Creators and contributors; without a creator, contributors have their role, or Zotero calls them authors."""
    creators = [credit for credit in people if credit.role not in _NOT_CREATORS]
    for credit in creators:
        yield "DC.creator", family_first(credit.person)
    for credit in people:
        if credit not in creators:
            yield "DC.contributor" + ("" if creators else f".{credit.role.value}"), family_first(credit.person)


def _container(cited: CitedResource) -> Pairs:
    """What contains the resource, under the tag that tells readers its kind.

    Zotero takes the type from the last of these, so that of a conference comes last. A magazine has none: any of them
    would turn its articles into something else. `DC.source` names it.
    """
    resource, form = cited.resource, cited.resource.type.form
    holder = clean(resource.container or "") or cited.container
    is_paper = form is Form.PAPER
    if form is Form.MONOGRAPH or (form is Form.RECORDING and cited.part):
        yield "citation_series_title", holder
    elif cited.part and (form is Form.CHAPTER or (is_paper and cited.editors)):
        yield "citation_inbook_title", holder
        yield "citation_book_title", holder
    elif cited.part and (is_paper or item_type(cited) == "journalArticle"):
        yield "citation_journal_title", holder
    if is_paper:
        yield "citation_conference_title", resource.conference or holder
    else:
        yield "eprints.event_title", resource.conference


#: Pages in several places, as in `12–15, 20`.
_SEVERAL_PLACES = re.compile(r"[\w–]+(, [\w–]+)+")


def _day(date: PartialDate) -> str:
    """`2011/05/03`, or as much of it as is known; Highwire has no seasons, and takes the beginning of a span."""
    return str(date.year) if date.season else str(date.start).replace("-", "/")


def _highwire(cited: CitedResource) -> Pairs:
    resource = cited.resource
    publisher = cited.publisher or clean(resource.publisher or "")
    first, dash, last = cited.pages.partition("–")
    yield "citation_title", cited.printed
    yield "citation_publication_date", _day(cited.published) if cited.published else None
    yield from _container(cited)
    yield "citation_volume", resource.volume
    yield "citation_issue", resource.issue
    if not _SEVERAL_PLACES.fullmatch(cited.pages):
        yield "citation_firstpage", first
        yield "citation_lastpage", last if dash else None
    else:
        yield "eprints.pagerange", cited.pages  # in several places, for which Highwire has no tags
    if item_type(cited) == "thesis":
        yield "citation_dissertation_institution", publisher
        yield "z:thesisType", resource.genre
    if item_type(cited) == "report":
        yield "citation_technical_report_institution", publisher
        yield "citation_technical_report_number", resource.number
    else:
        yield "citation_publisher", publisher
    yield "citation_doi", resource.doi
    yield "citation_issn", resource.issn
    yield "citation_isbn", resource.isbn
    yield "citation_language", resource.language
    address = resource.url or resource.archived_url
    yield "citation_public_url", address or (doi_address(resource.doi) if resource.doi else None)
    yield "citation_abstract", resource.summary if resource.summary_source is SummarySource.PUBLISHER else None
    if address and address.lower().partition("?")[0].endswith(".pdf"):
        yield "citation_pdf_url", address


def _dublin_core(cited: CitedResource, subjects: Iterable[str]) -> Pairs:
    resource = cited.resource
    address = resource.url or resource.archived_url or ""
    yield "DC.type", item_type(cited)
    yield "DC.title", cited.printed
    yield "DC.date", str(cited.published) if cited.published else None
    yield "DC.publisher", cited.publisher or resource.publisher
    yield "DC.language", resource.language
    if resource.doi:
        yield "DC.identifier", f"DOI {resource.doi}"
    elif not _LIKE_A_NUMBER.search(address):
        yield "DC.identifier", address
    yield "DC.source", site_of(cited)
    yield "DC.rights", resource.licence
    for subject in subjects:
        yield "DC.subject", subject


#: Names of fields that some types have under another name, and some not at all.
_SOMETIMES = frozenset(
    {
        *("citation_author", "citation_editor", "citation_publisher", "citation_journal_title", "citation_firstpage"),
        *("citation_conference_title", "citation_technical_report_number", "DC.subject"),
    }
)


def as_properties(resource: Resource) -> frozenset[str]:
    """The names that are written as `property` instead of `name`, so that Zotero does not take people from them."""
    cited = cited_resource(resource)
    return frozenset() if fits_highwire(cited, credits_of(cited)) else frozenset({"citation_author", "citation_editor"})


def embedded(resource: Resource, subjects: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """Names and contents of the `<meta>` elements of a page about `resource`, unescaped; what is unknown is left out.

    Args:
        resource: the resource.
        subjects: what it is about, in words.
    """
    cited = cited_resource(resource)
    pairs = [*_highwire(cited), *_people(cited), *_dublin_core(cited, subjects), *own_facts(cited)]
    pairs += other_fields(resource, "highwire", {*(name for name, _ in pairs), *_SOMETIMES})
    return tuple((name, text) for name, value in pairs if value and (text := clean(value)))
