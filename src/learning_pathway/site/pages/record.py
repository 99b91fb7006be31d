"""Record pages: everything that is known about one resource."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ...catalogue.addresses import doi_address, host
from ...catalogue.language import isolated
from ...catalogue.model import Resource
from ...catalogue.vocabulary import Access
from ...citation import STYLES
from ...formats.highwire import as_properties, embedded
from ...locale import Translations
from ..context import Site
from ..document import Page, page
from ..files.references import RECORD_FORMATS, offers
from ..files.webmanifest import dated
from ..head import head
from ..labels import (
    ACCESS_IN_SENTENCE,
)
from ..linked_data import trail, work_data
from ..module_view import ModuleView, StepView
from ..relations import MOST, MOST_BESIDES, also_by
from ..rendering import render
from ..resource_view import ResourceView
from .record_fields import facts_of

__all__ = ["record_page"]


@dataclass(frozen=True, slots=True)
class Version:
    """Another copy or form of a work.

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
    """Where else the work can be had: its archived copy, its other copies and forms, and what leads to more of them."""
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
    """What one needs to open a copy, if anyone has said, to stand within a sentence."""
    return "" if access is Access.UNKNOWN else translations.gettext(ACCESS_IN_SENTENCE[access])


def seen(view: ResourceView, names: Sequence[str]) -> list[ResourceView]:
    """Other works, as the page of this one names them; as many as one list holds."""
    return [ResourceView(view.site, view.here, view.site.resources[name]) for name in names[:MOST]]


def relations_of(view: ResourceView) -> list[tuple[str, str, list[ResourceView]]]:
    """What the work has to do with others: heading, anchor and works of each list that is not empty."""
    resource, relations, gettext = view.resource, view.site.relations, view.site.translations.gettext
    stated = (
        (gettext("Replaced by"), "replaced-by", (resource.replaced_by,) if resource.replaced_by else ()),
        (gettext("Replaces"), "replaces", relations.replaces.get(resource.id, ())),
        (gettext("Cites"), "cites", resource.cites),
        (gettext("Cited by"), "cited-by", relations.cited_by.get(resource.id, ())),
    )
    named = {name for _, _, names in stated for name in names}
    others = tuple(other.id for other in view.site.related_resources(resource) if other.id not in named)
    lists = (*stated, (gettext("Goes well with"), "related", others))
    return [(heading, anchor, seen(view, names)) for heading, anchor, names in lists if names]


def citations(site: Site, resource: Resource) -> list[tuple[str, str, Markup]]:
    """The reference in each style: its name, what to call it, and its HTML."""
    gettext = site.translations.gettext
    return [
        (name, gettext(style.label), Markup(site.pieces.reference(name, resource).html_in(site.language)))  # noqa: S704 - escaped
        for name, style in STYLES.items()
    ]


def record_page(site: Site, resource: Resource) -> Page:
    """The record of one resource."""
    here = f"resources/{resource.id}.md"
    view = ResourceView(site, here, resource)
    body = render(
        "record.html",
        here,
        site.language,
        view=view,
        resource=resource,
        facts=facts_of(view),
        citations=citations(site, resource),
        files=offers(site, resource.id, RECORD_FORMATS),
        uses=[
            (ModuleView(site, here, use.module), use.section, StepView(site, here, use.step))
            for use in site.uses.get(("resource", resource.id), ())
        ],
        versions=versions_of(view),
        lists=relations_of(view),
        also_by=[
            (person.name, also_by(number), seen(view, names[:MOST_BESIDES]), max(0, len(names) - MOST_BESIDES))
            for number, (person, names) in enumerate(site.relations.also_by(resource), start=1)
        ],
        pointing=site.tips_by_resource.get(resource.id, ())[:MOST],
        replaced_by=(ResourceView(site, here, site.resources[resource.replaced_by]) if resource.replaced_by else None),
        edit=site.edit_link("resource", resource.id),
    )
    return page(
        here,
        body,
        title=isolated(view.title, view.direction),
        source=site.source("resource", resource.id),
        description=resource.summary or resource.why or "",
        hide=["navigation"],
        **head(
            "record",
            [
                work_data(view),
                trail(site, here, ("library/index.md", site.translations.gettext("Library")), (here, view.title)),
            ],
            embedded(resource, [theme.title for theme in view.themes]),
            properties=as_properties(resource),
        ),
        **dated([resource], reviewed=True),
    )
