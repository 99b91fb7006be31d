"""Facets: the filters of the library, each with its values in words and in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from ..catalogue.fields import FIELDS, words
from ..catalogue.model import Resource
from ..catalogue.types import Access, Captions, Level, ResourceType
from ..locale import msgid
from .context import Site
from .labels import ACCESS, CAPTIONS, LEVEL, language_name
from .resource_view import ResourceView

__all__ = [
    "FACETS",
    "Facet",
    "FacetColumn",
    "Value",
    "columns",
]

#: Lengths in minutes, each up to its number, so that a longer one includes the shorter ones.
TIMES = {
    5: msgid("Up to 5 minutes"),
    15: msgid("Up to 15 minutes"),
    30: msgid("Up to 30 minutes"),
    60: msgid("Up to an hour"),
}
LONGER = "longer"
NO_DATE = "none"

#: The states of a link, by the tone of the sentence that a record shows.
LINK_STATES = {
    "fine": msgid("Checked and fine"),
    "unknown": msgid("Could not be confirmed"),
    "changed": msgid("Changed or gone"),
    "none": msgid("No public copy known"),
}

_Key = TypeVar("_Key", bound=str)


@dataclass(frozen=True)
class Facet:
    """One filter of the library.

    Attributes:
        name: as it is written in an address: ``?type=video``.
        term: what it is called.
        values: ids of the values that a resource has.
        labels: every value that has a place of its own, in that order, with its words. Other values follow, the
            commonest first.
        worded: the words of a value that `labels` does not hold.
    """

    name: str
    term: str
    values: Callable[[ResourceView], Iterable[str]]
    labels: Callable[[Site], Mapping[str, str]] = lambda _: {}
    worded: Callable[[Site, str], str] = lambda _, value: value


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet.

    Attributes:
        id: as it is written in an address.
        label: as a learner reads it.
        count: how many resources have it.
    """

    id: str
    label: str
    count: int


@dataclass(frozen=True)
class FacetColumn:
    """A facet over all resources of the library.

    Attributes:
        facet: which one.
        term: what it is called, as a learner reads it.
        values: those that at least one resource has.
        of: for each resource, in the library's order, the places of its values in `values`.
    """

    facet: Facet
    term: str
    values: tuple[Value, ...]
    of: tuple[tuple[int, ...], ...]

    @cached_property
    def is_telling(self) -> bool:
        """Whether it filters anything: one value that every resource has does not."""
        return len(self.values) > 1 or any(value.count < len(self.of) for value in self.values)


def columns(site: Site, resources: Iterable[Resource]) -> list[FacetColumn]:
    """Every facet that can filter these resources."""
    views = [ResourceView(site, "library/index.md", resource) for resource in resources]
    found = (column(site, facet, views) for facet in FACETS)
    return [one for one in found if one.values and one.is_telling]


def column(site: Site, facet: Facet, views: list[ResourceView]) -> FacetColumn:
    """One facet over all resources."""
    having = [tuple(dict.fromkeys(facet.values(view))) for view in views]
    counts = Counter(value for values in having for value in values)
    labels = facet.labels(site)
    known = [value for value in labels if value in counts]
    others = sorted((value for value in counts if value not in labels), key=lambda value: (-counts[value], value))
    ids = [*known, *others]
    places = {value: place for place, value in enumerate(ids)}
    return FacetColumn(
        facet,
        site.translations.gettext(facet.term),
        tuple(Value(value, labels.get(value) or facet.worded(site, value), counts[value]) for value in ids),
        tuple(tuple(sorted(places[value] for value in values)) for values in having),
    )


def words_of(table: Mapping[_Key, str]) -> Callable[[Site], Mapping[str, str]]:
    """The labels of a fixed vocabulary."""
    return lambda site: {str(key): site.translations.gettext(words) for key, words in table.items()}


def modules_of(view: ResourceView) -> Iterable[str]:
    """Ids of the modules that use a resource."""
    return (use.module.id for use in view.site.uses.get(("resource", view.resource.id), ()))


def time_of(view: ResourceView) -> Iterable[str]:
    """The ranges that a resource's length is in."""
    if view.minutes is None:
        return ()
    return tuple(str(most) for most in TIMES if view.minutes <= most) or (LONGER,)


def language_of(view: ResourceView) -> Iterable[str]:
    """The language, without its region."""
    return (view.resource.language.partition("-")[0].lower(),) if view.resource.language else ()


def year_of(view: ResourceView) -> Iterable[str]:
    """The year of publication."""
    return (str(view.resource.published.year) if view.resource.published else NO_DATE,)


def years(site: Site) -> Mapping[str, str]:
    """Every year in which something was published, latest first."""
    found = {resource.published.year for resource in site.catalogue.resources if resource.published}
    return {
        **{str(year): str(year) for year in sorted(found, reverse=True)},
        NO_DATE: site.translations.gettext("No date"),
    }


def link_of(view: ResourceView) -> Iterable[str]:
    """The result of the link checks, if there is one."""
    return (view.link_state.tone,) if view.link_state.tone in LINK_STATES else ()


def captions_of(view: ResourceView) -> Iterable[str]:
    """The captions of a video, in words."""
    return (view.resource.captions,) if view.captions and view.resource.captions else ()


#: The facets that are worked out, or have words of their own, in the order in which they are shown.
_MADE = (
    Facet(
        "type",
        msgid("Type"),
        lambda view: (view.resource.type,),
        words_of({kind: kind.label for kind in ResourceType}),
    ),
    Facet(
        "theme",
        msgid("Theme"),
        lambda view: view.resource.themes,
        lambda site: {name: theme.title for name, theme in site.themes.items()},
    ),
    Facet(
        "level",
        msgid("Level"),
        lambda view: (view.resource.level,) if view.resource.level else (),
        words_of({level: LEVEL[level] for level in Level}),
    ),
    Facet(
        "time",
        msgid("Time"),
        time_of,
        words_of(
            {
                **{str(most): words for most, words in TIMES.items()},
                LONGER: msgid("Over an hour"),
            }
        ),
    ),
    Facet(
        "module",
        msgid("Module"),
        modules_of,
        lambda site: {name: module.title for name, module in site.modules.items()},
    ),
    Facet(
        "access",
        msgid("Access"),
        lambda view: (view.resource.access,) if view.access else (),
        words_of({access: ACCESS[access] for access in Access if access is not Access.UNKNOWN}),
    ),
    Facet("year", msgid("Year"), year_of, years),
    Facet(
        "publisher",
        msgid("Publisher"),
        lambda view: (view.resource.publisher,) if view.resource.publisher else (),
    ),
    Facet(
        "language",
        msgid("Language"),
        language_of,
        worded=lambda site, value: language_name(value, site.catalogue.pathway.language),
    ),
    Facet("link", msgid("Link"), link_of, words_of(LINK_STATES)),
    Facet(
        "captions",
        msgid("Captions"),
        captions_of,
        words_of({captions: CAPTIONS[captions] for captions in Captions if captions is not Captions.UNKNOWN}),
    ),
)


def values_of(name: str) -> Callable[[ResourceView], Iterable[str]]:
    """The function that gives the values of a field without labels."""

    def values(view: ResourceView) -> Iterable[str]:
        value = getattr(view.resource, name)
        return filter(None, map(words, value if isinstance(value, tuple) else (value,)))

    return values


#: Every facet, in the order in which they are shown: those above, then other fields that are filters.
FACETS = (
    *_MADE,
    *(
        Facet(row.facet, row.label, values_of(name))
        for name, row in FIELDS.items()
        if row.facet and row.facet not in {facet.name for facet in _MADE}
    ),
)
