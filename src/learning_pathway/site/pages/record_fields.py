"""Fields of a record page: every field of a resource that is shown, in the words of libraries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from markupsafe import Markup

from ...catalogue.addresses import doi_address, host
from ...catalogue.dates import PartialDate
from ...catalogue.language import attributes
from ...catalogue.model import Person
from ...catalogue.vocabulary import ResourceType
from ...locale import msgid
from ..document import address
from ..labels import (
    CONTAINER,
    PUBLISHER,
    language_name,
    partial_date_in_words,
)
from ..linked_data import place
from ..relations import also_by
from ..resource_view import ResourceView, named

__all__ = ["Fact", "facts_of"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a record.

    Attributes:
        term: what the fact is; a message until `facts_of` has translated it.
        words: the fact, as people read it.
        href: where it leads, if anywhere.
        data: the same as machines read it (a date as in ISO 8601, an ISSN as the record prints it).
        is_date: whether `data` is a date of the work's own: a reader of the page takes the first `<time>` for its date.
        outside: whether `href` leads to another site.
        attributes: the `lang` and `dir` of the words, where they are not the page's.
    """

    term: str
    words: str
    href: str | None = None
    data: str | None = None
    is_date: bool = False
    outside: bool = False
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def attrs(self) -> Markup:
        """The attributes as they stand in a start tag, with a space in front."""
        return Markup("").join(Markup(' {}="{}"').format(*pair) for pair in self.attributes.items())


def facts_of(view: ResourceView) -> list[Fact]:
    """Every fact of a resource that is known, in the order of a library record."""
    gettext = view.site.translations.gettext
    parts = (making, whole, numbers, length, use, provenance)
    return [replace(fact, term=gettext(fact.term)) for part in parts for fact in part(view)]


def making(view: ResourceView) -> Iterator[Fact]:
    """Who made it, where it was published, and when."""
    resource = view.resource
    yield Fact(msgid("Type"), view.type_word)
    yield from people(view, msgid("Author"), msgid("Authors"), resource.authors)
    yield from people(view, msgid("Editor"), msgid("Editors"), resource.editors)
    yield from plain(PUBLISHER.get(resource.type, msgid("Publisher")), resource.publisher)
    yield from plain(msgid("Place"), resource.place)
    yield from on_day(view, msgid("Published"), resource.published, of_work=True)
    yield from on_day(view, msgid("Updated"), resource.updated, of_work=True)
    for title in resource.earlier_titles:
        site = view.site.catalogue.pathway.language
        yield Fact(msgid("Earlier title"), title, attributes=attributes(resource.language, title, site))


def whole(view: ResourceView) -> Iterator[Fact]:
    """What it is part of."""
    resource = view.resource
    yield from plain(CONTAINER.get(resource.type, msgid("Part of")), resource.container)
    yield from plain(msgid("Conference"), resource.conference)
    yield from plain(msgid("Edition"), resource.edition)
    yield from plain(msgid("Volume"), resource.volume)
    yield from plain(msgid("Episode") if resource.type is ResourceType.AUDIO else msgid("Issue"), resource.issue)
    yield from plain(msgid("Number"), resource.number)
    if resource.pages:
        yield Fact(msgid("Pages"), resource.pages.replace("-", "–"), data=resource.pages)


def numbers(view: ResourceView) -> Iterator[Fact]:
    """Its standard numbers."""
    resource = view.resource
    if resource.doi:
        yield Fact(msgid("DOI"), resource.doi, href=doi_address(resource.doi), outside=True)
    if resource.issn:
        digits = resource.issn.replace("-", "").upper()
        yield Fact(msgid("ISSN"), f"{digits[:4]}-{digits[4:]}", data=resource.issn)
    yield from plain(msgid("ISBN"), resource.isbn)


def length(view: ResourceView) -> Iterator[Fact]:
    """How long it is, and in what language."""
    resource = view.resource
    if resource.page_count:
        yield Fact(
            msgid("Length"), view.site.translations.ngettext("%(number)s page", "%(number)s pages", resource.page_count)
        )
    if resource.word_count:
        yield Fact(
            msgid("Length"), view.site.translations.ngettext("%(number)s word", "%(number)s words", resource.word_count)
        )
    yield Fact(msgid("Time"), view.time[:1].upper() + view.time[1:])
    if resource.language:
        site_language = view.site.catalogue.pathway.language
        yield Fact(msgid("Language"), language_name(resource.language, site_language), data=resource.language)
    if view.captions:
        yield Fact(msgid("Captions"), view.captions)
    if resource.transcript:
        yield Fact(
            msgid("Transcript"),
            view.site.translations.gettext("Read the transcript"),
            href=resource.transcript,
            outside=True,
        )


def use(view: ResourceView) -> Iterator[Fact]:
    """What it takes to use it."""
    resource, access = view.resource, view.access
    if resource.access_note:
        access = view.site.translations.gettext("%(access)s. %(note)s", access=access, note=resource.access_note)
    yield Fact(msgid("Access"), access)
    yield from plain(msgid("Licence"), resource.licence)
    if resource.level:
        yield Fact(msgid("Level"), view.level)


def provenance(view: ResourceView) -> Iterator[Fact]:
    """Where the record came from, and how it is looked after."""
    resource = view.resource
    yield from plain(msgid("Database"), resource.database)
    yield from plain(msgid("Accession number"), resource.accession_number)
    yield from plain(msgid("Library catalogue"), resource.library_catalogue)
    if resource.catalogue_url:
        yield Fact(
            msgid("Record elsewhere"),
            view.site.translations.gettext("See its page on %(site)s", site=host(resource.catalogue_url)),
            href=resource.catalogue_url,
            outside=True,
        )
    yield from on_day(view, msgid("Accessed"), resource.accessed)
    yield from on_day(view, msgid("Added here"), resource.added)
    yield from on_day(view, msgid("Last reviewed"), resource.reviewed_on)
    here = place(view.site, view.here, view.here)
    words = here
    if not here.startswith("http"):
        words = view.site.translations.gettext("This page: %(address)s", address=address(view.here))
    yield Fact(msgid("Permanent link"), words, href=here)


def plain(term: str, words: str | None) -> Iterator[Fact]:
    """A fact that is only words, if it is known."""
    if words:
        yield Fact(term, words)


def people(view: ResourceView, one: str, several: str, persons: tuple[Person, ...]) -> Iterator[Fact]:
    """Everyone who had a hand in it, each on a line; with a way to what else they made here."""
    found = enumerate(view.site.relations.also_by(view.resource), start=1)
    others = {person.name: f"#{also_by(number)}" for number, (person, _) in found}
    for person in persons:
        yield Fact(
            one if len(persons) == 1 else several, named(person, view.site.translations), href=others.get(person.name)
        )


def on_day(view: ResourceView, term: str, when: date | PartialDate | None, *, of_work: bool = False) -> Iterator[Fact]:
    """A date, as much as is known."""
    if when is None:
        return
    t = view.site.translations
    words = partial_date_in_words(when, t) if isinstance(when, PartialDate) else t.day(when)
    yield Fact(term, words, data=str(when), is_date=of_work)
