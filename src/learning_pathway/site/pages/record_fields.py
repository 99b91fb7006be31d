"""Fields of a record page: every field of a resource that is shown, as libraries label them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from markupsafe import Markup

from ...catalogue.addresses import doi_address, host
from ...catalogue.dates import PartialDate
from ...catalogue.did_you_mean import issn_meant
from ...catalogue.fields import FIELDS, FieldGroup, on_record, words
from ...catalogue.model import Person
from ...catalogue.text import FSI, PDI, attributes
from ...catalogue.types import Access, PersonRole
from ...locale import Translations, msgid
from ..document import address
from ..head import page_url
from ..labels import ACCESS_IN_SENTENCE, ROLE, language_name, named, partial_date_in_words
from ..resource_view import ResourceView

__all__ = ["RecordField", "also_by", "record_fields", "versions_of"]


@dataclass(frozen=True, slots=True)
class RecordField:
    """One line of a record.

    Attributes:
        term: what the fact is; a message until `facts_of` has translated it.
        words: the fact, as people read it.
        href: where it leads, if anywhere.
        data: the same as machines read it (a date as in ISO 8601, an ISSN as the record prints it).
        is_date: whether `data` is a date of the resource: readers of the page take the first `<time>` for its date.
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
        """The attributes of a start tag, with a space in front."""
        return Markup("").join(Markup(' {}="{}"').format(*pair) for pair in self.attributes.items())


def record_fields(view: ResourceView) -> list[RecordField]:
    """Every field of a resource that has a value, in the order of a library record."""
    gettext = view.site.translations.gettext
    names = (name for group in FieldGroup for name in on_record(group))
    facts = [*(fact for name in names for fact in fields_for(view, name)), permanent_link(view)]
    return [replace(fact, term=gettext(fact.term)) for fact in facts]


def fields_for(view: ResourceView, name: str) -> Iterator[RecordField]:
    """The lines of one field: by its own function, else by the type of its value."""
    if name in _WRITERS:
        yield from _WRITERS[name](view)
        return
    value, label = getattr(view.resource, name), label_of(view, name)
    if isinstance(value, PartialDate | date):
        yield from on_day(view, label, value)
    elif isinstance(value, str) and value.startswith(("https://", "http://")):
        yield RecordField(label, host(value), href=value, outside=True)
    elif value or value == 0:
        yield from plain(label, words(value))


def label_of(view: ResourceView, name: str) -> str:
    """The label of a field on the record of a resource of this type."""
    row = view.resource.type.row
    return {"container": row.container, "publisher": row.publisher, "issue": row.issue}.get(name, FIELDS[name].label)


def type_of(view: ResourceView) -> Iterator[RecordField]:
    """Its type."""
    yield RecordField(label_of(view, "type"), view.type_word)


def earlier_titles(view: ResourceView) -> Iterator[RecordField]:
    """Titles that it had before."""
    site = view.site.catalogue.pathway.language
    for title in view.resource.earlier_titles:
        marks = attributes(view.resource.language, title, site)
        yield RecordField(label_of(view, "earlier_titles"), title, attributes=marks)


def in_press(view: ResourceView) -> Iterator[RecordField]:
    """The note that it is not published yet."""
    if view.resource.in_press:
        yield RecordField(msgid("Published"), view.site.translations.gettext("In press"))


def pages(view: ResourceView) -> Iterator[RecordField]:
    """Its pages, with en dashes."""
    span = view.resource.pages
    if span:
        yield RecordField(label_of(view, "pages"), span.replace("-", "–"), data=span)


def doi(view: ResourceView) -> Iterator[RecordField]:
    """Its DOI, as a link."""
    number = view.resource.doi
    if number:
        yield RecordField(label_of(view, "doi"), number, href=doi_address(number), outside=True)


def issn(view: ResourceView) -> Iterator[RecordField]:
    """Its ISSN, with a hyphen."""
    number = view.resource.issn
    if number:
        yield RecordField(label_of(view, "issn"), issn_meant(number.upper()) or number, data=number)


def page_count(view: ResourceView) -> Iterator[RecordField]:
    """How many pages it has."""
    if view.resource.page_count:
        words = view.site.translations.ngettext("%(number)s page", "%(number)s pages", view.resource.page_count)
        yield RecordField(label_of(view, "page_count"), words)


def word_count(view: ResourceView) -> Iterator[RecordField]:
    """How many words it has."""
    if view.resource.word_count:
        words = view.site.translations.ngettext("%(number)s word", "%(number)s words", view.resource.word_count)
        yield RecordField(label_of(view, "word_count"), words)


def time(view: ResourceView) -> Iterator[RecordField]:
    """How long it takes."""
    yield from plain(label_of(view, "minutes"), view.time[:1].upper() + view.time[1:])


def language(view: ResourceView) -> Iterator[RecordField]:
    """The name of its language."""
    tag = view.resource.language
    if tag:
        name = language_name(tag, view.site.catalogue.pathway.language)
        yield RecordField(label_of(view, "language"), name, data=tag)


def captions(view: ResourceView) -> Iterator[RecordField]:
    """The captions of a video, in words."""
    yield from plain(label_of(view, "captions"), view.captions)


def transcript(view: ResourceView) -> Iterator[RecordField]:
    """Where its transcript is."""
    href = view.resource.transcript
    if href:
        words = view.site.translations.gettext("Read the transcript")
        yield RecordField(label_of(view, "transcript"), words, href=href, outside=True)


def access(view: ResourceView) -> Iterator[RecordField]:
    """Its access in words."""
    words, note = view.access, view.resource.access_note
    if words and note:
        words = view.site.translations.gettext("%(access)s. %(note)s", access=words, note=note)
    yield from plain(label_of(view, "access"), words or note)


def level(view: ResourceView) -> Iterator[RecordField]:
    """Its level."""
    yield from plain(label_of(view, "level"), view.level)


def catalogue_url(view: ResourceView) -> Iterator[RecordField]:
    """Its record in a library catalogue."""
    href = view.resource.catalogue_url
    if href:
        words = view.site.translations.gettext("See its page on %(site)s", site=host(href))
        yield RecordField(label_of(view, "catalogue_url"), words, href=href, outside=True)


def permanent_link(view: ResourceView) -> RecordField:
    """The address of the record itself."""
    here = page_url(view.site, view.here, view.here)
    words = f"{FSI}{here}{PDI}"  # its slashes stay where they are in a page from right to left
    if not here.startswith("http"):
        own = f"{FSI}{address(view.here)}{PDI}"
        words = view.site.translations.gettext("This page: %(address)s", address=own)
    return RecordField(msgid("Permanent link"), words, href=here)


def plain(term: str, words: str | None) -> Iterator[RecordField]:
    """A line of text, if there is a value."""
    if words:
        yield RecordField(term, words)


def people(view: ResourceView, persons: tuple[Person, ...], role: PersonRole | None = None) -> Iterator[RecordField]:
    """People, one on each line below what they did, with a link to their other resources here.

    `role` is what all of them did, whatever the record says of each.
    """
    found = enumerate(view.site.also_by(view.resource), start=1)
    others = {person.name: f"#{also_by(number)}" for number, (person, _) in found}
    roles = [role or person.role for person in persons]
    for did in dict.fromkeys(roles):
        _, one, several = ROLE[did]
        for person in (person for person, part in zip(persons, roles, strict=True) if part is did):
            term = one if roles.count(did) == 1 else several
            yield RecordField(term, named(person), href=others.get(person.name))


def also_by(number: int) -> str:
    """The anchor, within a record page, of the list of other resources by its `number`th creator."""
    return f"also-by--{number}"


def on_day(
    view: ResourceView, term: str, when: date | PartialDate | None, *, of_resource: bool = False
) -> Iterator[RecordField]:
    """A date, as much as is known."""
    if when is None:
        return
    t = view.site.translations
    words = partial_date_in_words(when, t) if isinstance(when, PartialDate) else t.day(when)
    in_html = isinstance(when, date) or when.is_plain or not of_resource  # a `<time>` has no seasons and no spans
    yield RecordField(term, words, data=str(when) if in_html else f"{when.year:04}", is_date=of_resource)


#: Fields that are shown otherwise than as their value.
_WRITERS: dict[str, Callable[[ResourceView], Iterator[RecordField]]] = {
    "type": type_of,
    "authors": lambda view: people(view, view.resource.authors),
    "editors": lambda view: people(view, view.resource.editors, PersonRole.EDITOR),
    "published": lambda view: on_day(view, label_of(view, "published"), view.resource.published, of_resource=True),
    "updated": lambda view: on_day(view, label_of(view, "updated"), view.resource.updated, of_resource=True),
    "in_press": in_press,
    "earlier_titles": earlier_titles,
    "pages": pages,
    "doi": doi,
    "issn": issn,
    "page_count": page_count,
    "word_count": word_count,
    "minutes": time,
    "language": language,
    "captions": captions,
    "transcript": transcript,
    "access": access,
    "level": level,
    "catalogue_url": catalogue_url,
}


@dataclass(frozen=True, slots=True)
class Version:
    """Another copy or form of a resource.

    Attributes:
        href: its address.
        words: what it is.
        host: whose site it is on.
        access: what one needs to open it; empty where no one has said.
    """

    href: str
    words: str
    host: str
    access: str = ""


def versions_of(view: ResourceView) -> list[Version]:
    """Other copies of the resource: the archived one, other forms, and catalogues that list more."""
    resource, gettext = view.resource, view.site.translations.gettext
    found = [
        Version(copy.url, copy.label, host(copy.url), known_access(copy.access, view.site.translations))
        for copy in resource.alternatives
    ]
    if view.archived_copy:
        found.insert(0, Version(view.archived_copy, gettext("Archived copy"), host(view.archived_copy)))
    if resource.doi and resource.url and "doi.org/" not in resource.url:
        found.append(Version(doi_address(resource.doi), gettext("The publisher’s page, by its DOI"), "doi.org"))
    if resource.transcript:
        found.append(Version(resource.transcript, gettext("Transcript"), host(resource.transcript)))
    return found


def known_access(access: Access, translations: Translations) -> str:
    """What one needs to open a copy, if known, as part of a sentence."""
    return "" if access is Access.UNKNOWN else translations.gettext(ACCESS_IN_SENTENCE[access])
