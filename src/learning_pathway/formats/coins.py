"""A resource as a COinS span, by which reference managers see a resource on a page that names several.

Sources: ANSI/NISO Z39.88-2004 (OpenURL 1.0) with its key/encoded-value formats for books, journals and Dublin Core,
and the COinS convention. Where the formats leave a choice, it is the one that Zotero reads without loss.
"""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from ..catalogue.fields import other_fields
from ..catalogue.model import Person, Resource
from ..catalogue.text import is_family_first
from ..catalogue.types import Context, Form
from ..citation.elements import given_and_suffix
from ..citation.model import CitedResource, cited_resource
from ..citation.reference import clean

__all__ = ["coins"]

_FORMAT = "info:ofi/fmt:kev:mtx:"
Pairs = list[tuple[str, str | None]]


#: Names of seasons in the format for journals.
_SEASONS = ("", "spring", "summer", "fall", "winter")
#: Keys of fields that some formats have under another name, and some not at all.
_SOMETIMES = frozenset(
    {"rft.genre", "rft.title", "rft.jtitle", "rft.pub", "rft.au", "rft.contributor", "rft_id", "rft.pages"}
)


def _context(cited: CitedResource) -> Context:
    """The format and genre of the resource. Edited proceedings are a book."""
    kind = cited.resource.type
    context = kind.row.coins[cited.part]
    if kind.form is Form.PAPER and cited.part and cited.editors:
        return Context("book", context.genre)
    return context


def _titles(cited: CitedResource, family: str) -> Pairs:
    resource = cited.resource
    title, container = cited.printed, clean(resource.container or "") or cited.container
    if family == "journal":
        return [("rft.atitle", title), ("rft.jtitle", container)]
    if family in {"dc", "dissertation"}:
        series = container if resource.type.form is Form.RECORDING else None
        return [
            ("rft.title", title),
            ("rft.source", container or clean(resource.conference or "")),
            ("rft.series", series),
        ]
    if resource.type.form in {Form.CHAPTER, Form.PAPER}:
        return [("rft.atitle", title), ("rft.btitle", container)]
    return [("rft.btitle", title), ("rft.series", clean(resource.container or ""))]


def _full_name(person: Person, *, is_first: bool = False) -> str:
    """`Anna Gray`; with a comma where the family name has several words, or before a suffix."""
    if person.organisation:
        return clean(person.organisation)
    given, suffix = given_and_suffix(person)
    family = clean(person.family or "")
    if given and suffix and not is_first:
        return f"{family}, {given} {suffix}"
    if given and (" " in family or is_family_first(family, given)):
        return f"{family}, {given}"
    return " ".join(part for part in (given, family) if part)


def _people(cited: CitedResource) -> Pairs:
    """The first creator in parts, all creators in full, everyone else as a contributor.

    Organisations among the creators are kept apart, or they would be taken for people.
    """
    pairs: Pairs = []
    for index, person in enumerate(cited.recorded_creators):
        given, suffix = given_and_suffix(person)
        if person.organisation:
            pairs.append(("rft.aucorp", clean(person.organisation)))
        elif index == 0 and not (person.family and given):
            pairs.append(("rft.aulast", clean(person.family or "") or given))
        else:
            if index == 0:
                pairs += [("rft.aulast", clean(person.family or "")), ("rft.aufirst", given), ("rft.ausuffix", suffix)]
            pairs.append(("rft.au", _full_name(person, is_first=index == 0)))
    others = [
        person for person in (*cited.resource.authors, *cited.resource.editors) if person not in cited.recorded_creators
    ]
    return [*pairs, *(("rft.contributor", _full_name(person)) for person in others)]


def _pages(cited: CitedResource) -> Pairs:
    first, dash, last = cited.pages.partition("–")
    if not dash or "," in cited.pages:
        return [("rft.pages", cited.pages)]
    return [("rft.pages", f"{first}-{last}"), ("rft.spage", first), ("rft.epage", last)]


def _pairs(resource: Resource) -> Pairs:
    cited = cited_resource(resource)
    context = _context(cited)
    family = context.format
    publisher = cited.publisher or clean(resource.publisher or "")
    pairs: Pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", _FORMAT + family)]
    if family == "dc":
        pairs += [("rft.type", context.genre), ("rft.identifier", resource.url or resource.archived_url)]
    else:
        pairs += [("rft.genre", context.genre), ("rft_id", resource.url or resource.archived_url)]
    pairs.append(("rft_id", f"info:doi/{resource.doi}" if resource.doi else None))
    pairs += [*_titles(cited, family), *_people(cited)]
    pairs += [
        ("rft.date", str(cited.published) if cited.published else None),
        ("rft.ssn", _SEASONS[cited.published.season] if cited.published and family == "journal" else None),
        ("rft.degree", resource.genre if family == "dissertation" else None),
        ("rft.inst", publisher if family == "dissertation" else None),
        ("rft.volume", resource.volume),
        ("rft.issue", resource.issue),
        *_pages(cited),
        ("rft.edition", resource.edition),
        ("rft.publisher" if family == "dc" else "rft.pub", publisher),
        ("rft.place", resource.place),
        ("rft.conference", resource.conference),
        ("rft.isbn", resource.isbn),
        ("rft.issn", resource.issn),
        ("rft.language", resource.language),
    ]
    return [*pairs, *other_fields(resource, "coins", {*(key for key, _ in pairs), *_SOMETIMES})]


def coins(resource: Resource) -> str:
    """An empty `<span class="Z3988">` whose title holds the record; escaped, ready for a page.

    It is `hidden`: readers of COinS look into the document, while a screen reader would read the title aloud.

    Use it on pages that name several resources. A page about one names its creators in its head instead: a reader
    of both would merge them into a false record.
    """
    encoded = "&".join(f"{key}={quote(clean(value), safe='')}" for key, value in _pairs(resource) if value)
    return f'<span class="Z3988" title="{escape(encoded)}" hidden></span>'
