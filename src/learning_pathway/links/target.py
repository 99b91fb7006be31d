"""Links of the catalogue: what is known of each resource, which links a run checks, and in which order."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ..catalogue.types import Access, Level, ResourceType, Status
from .state.file import LinkStates
from .state.model import LinkState
from .state.policy import is_due, is_suspect, is_told_to_wait
from .verdicts import Urgency

if TYPE_CHECKING:
    from ..catalogue.model import Catalogue, Resource
    from ..catalogue.reader import SourceLocation, SourceLocations

__all__ = [
    "Selection",
    "Target",
    "alternatives_to",
    "select_links",
    "targets_of",
]


@dataclass(frozen=True, slots=True)
class Target:
    """One address to check, and what the catalogue knows of the resource there."""

    id: str
    """Id of the resource; for a further address of it, the id, a slash and the field."""
    url: str
    """The address."""
    titles: tuple[str, ...] = ()
    """Titles that the resource goes by: its own, earlier ones. A supplied title is not one."""
    creators: tuple[str, ...] = ()
    """Family names, organisations and publisher."""
    type: ResourceType = ResourceType.WEB_PAGE
    """What kind of thing the resource is."""
    access: Access = Access.UNKNOWN
    """What the catalogue says is needed to open it."""
    language: str | None = None
    """Language of the resource."""
    themes: tuple[str, ...] = ()
    """Ids of the resource's themes."""
    level: Level | None = None
    """How much it asks of its reader."""
    active: bool = True
    """Whether the pathway still recommends it."""
    archived: bool = False
    """Whether the catalogue has an archived copy of it."""
    owner: str | None = None
    """Who looks after the entry."""
    file: str = "resources.yaml"
    """File that the entry is written in, relative to the project's folder."""
    line: int = 1
    """Line of the entry, from 1."""
    column: int = 1
    """Column of the entry, from 1."""

    @property
    def is_main(self) -> bool:
        """Whether this is the resource's own address."""
        return "/" not in self.id


def targets_of(catalogue: Catalogue, locations: SourceLocations | None = None) -> Iterator[Target]:
    """List every external address of the catalogue's resources, in the catalogue's order.

    Only http and https addresses are listed: others are refused when the catalogue is read.

    Args:
        catalogue: the catalogue.
        locations: where its entries are written, so that reports can point there.
    """
    for resource in catalogue.resources:
        location = locations.of("resource", resource.id) if locations else None
        for target in _targets_of_resource(resource, location):
            if target.url.lower().startswith(("http://", "https://")):
                yield target


def _targets_of_resource(resource: Resource, location: SourceLocation | None) -> Iterator[Target]:
    titles = tuple(title for title in (resource.title, *resource.earlier_titles) if title)
    creators = tuple(
        dict.fromkeys(
            name
            for name in (
                *(person.organisation or person.family for person in (*resource.authors, *resource.editors)),
                resource.publisher,
            )
            if name
        )
    )

    def target(field: str, url: str, *, access: Access, about_resource: bool = True) -> Target:
        return Target(
            id=f"{resource.id}/{field}" if field else resource.id,
            url=url,
            titles=titles if about_resource else (),
            creators=creators if about_resource else (),
            type=resource.type,
            access=access,
            language=resource.language,
            themes=resource.themes,
            level=resource.level,
            active=resource.status is Status.ACTIVE,
            archived=resource.archived_url is not None,
            owner=resource.owner,
            file=location.file if location else "resources.yaml",
            line=location.line if location else 1,
            column=location.column if location else 1,
        )

    if resource.url:
        yield target("", resource.url, access=resource.access)
    if resource.archived_url:
        yield target("archived-url", resource.archived_url, access=Access.UNKNOWN)
    if resource.catalogue_url:
        yield target("catalogue-url", resource.catalogue_url, access=Access.UNKNOWN)
    if resource.transcript:
        yield target("transcript", resource.transcript, access=Access.UNKNOWN, about_resource=False)
    for place, alternative in enumerate(resource.alternatives, start=1):
        yield target(f"alternatives-{place}", alternative.url, access=alternative.access, about_resource=False)


def alternatives_to(
    gone: Target, targets: Iterable[Target], links: Mapping[str, LinkState], *, most: int = 3
) -> tuple[Target, ...]:
    """Choose resources on the same themes, best first: those that share most themes, then those of the same level.

    Args:
        gone: the resource that cannot be reached.
        targets: the links of the catalogue.
        links: what is known of them. A resource in trouble is never offered.
        most: resources to choose at most.
    """
    themes = frozenset(gone.themes)
    offers = [
        target
        for target in targets
        if target.is_main
        and target.active
        and target.id != gone.id.partition("/")[0]
        and not themes.isdisjoint(target.themes)
        and _opens(links.get(target.id))
    ]
    return tuple(sorted(offers, key=lambda target: _rank(target, themes, gone))[:most])


def _opens(record: LinkState | None) -> bool:
    return record is None or bool(record.vouched) or not (record.alarm or record.urgency is Urgency.TROUBLE)


def _rank(target: Target, themes: Collection[str], gone: Target) -> tuple[int, bool, bool, str]:
    shared = len(set(themes) & set(target.themes))
    return (-shared, target.level is not gone.level, target.type.verb is not gone.type.verb, target.id)


_WEEK: Final = 7


class Selection(StrEnum):
    """Which links a run checks."""

    ALL = "all"
    SUSPECTS = "suspects"
    DUE = "due"


def select_links(targets: Sequence[Target], health: LinkStates, today: date, choice: Selection) -> list[Target]:
    """Choose the links that a run checks.

    Args:
        targets: all links of the catalogue.
        health: what is known of them.
        today: the day of the run.
        choice: `all`; `suspects`, those in trouble, never checked or left out for over a week; or `due`, those and the
            ones whose week is over. Each link's week is shortened by a day or two of its own, so that not all are due
            on one day.
    """
    if choice is Selection.ALL:
        return list(targets)
    return [target for target in targets if _is_chosen(target, health.of(target.id), today, choice)]


def _is_chosen(target: Target, record: LinkState | None, today: date, choice: Selection) -> bool:
    if record is None or record.checked_on is None or record.url != target.url or is_suspect(record):
        return True
    if _was_put_off(record, today):
        return True
    return choice is Selection.DUE and is_due(record, today, days=_WEEK, spread=zlib.crc32(target.id.encode()) % 3)


def _was_put_off(record: LinkState, today: date) -> bool:
    """Tell whether a link's host asked to be left alone before the link's turn came, so that another day must do."""
    if is_told_to_wait(record):
        return record.checked_on != today
    return record.checked_on is not None and today - record.checked_on > timedelta(days=_WEEK)
