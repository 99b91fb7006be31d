"""Pages about the care of the catalogue: the health of its links, and the form to suggest a resource."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from ...catalogue.contribution_forms import LONGEST_ANSWER, LONGEST_LINE, SUGGESTION, as_text
from ...links.state.file import LinkState
from ...links.verdicts import MEANINGS, Urgency, Verdict
from ...locale import Translations
from ..context import Site
from ..document import Page, page
from ..rendering import render
from ..resource_view import ResourceView
from ..sharing import contact_link, issue_pattern, mail_address, message, new_issue

__all__ = [
    "LINK_HEALTH_PATH",
    "SUGGEST_PATH",
    "History",
    "Point",
    "has_link_health",
    "link_health_page",
    "points_of",
    "suggest_page",
]

LINK_HEALTH_PATH: Final = "link-health/index.md"
_WEEKS: Final = 26
"""Weeks of history that are shown."""
_WIDTH, _HEIGHT = 640, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 12, 32


@dataclass(frozen=True, slots=True)
class Point:
    """How many links there were on a day, and how many of them worked, were unknown, or had problems."""

    day: date
    words: str
    fine: int
    unknown: int
    trouble: int

    @property
    def all(self) -> int:
        """Links that had been checked by then."""
        return self.fine + self.unknown + self.trouble


@dataclass(frozen=True)
class History:
    """The history as a plot: an area for each part, one upon the other, in the coordinates of an SVG image."""

    points: tuple[Point, ...]
    width: int = _WIDTH
    height: int = _HEIGHT

    @cached_property
    def most(self) -> int:
        """The largest number of links on any day."""
        return max((point.all for point in self.points), default=0)

    @property
    def left(self) -> int:
        """Where the plot begins."""
        return _LEFT

    @property
    def floor(self) -> int:
        """The line of no links."""
        return _HEIGHT - _BOTTOM

    @property
    def fine(self) -> str:
        """The corners of the area of links that work."""
        return self._area([(0, point.fine) for point in self.points])

    @property
    def unknown(self) -> str:
        """The corners of the area of links whose state is unknown."""
        return self._area([(point.fine, point.fine + point.unknown) for point in self.points])

    @property
    def trouble(self) -> str:
        """The corners of the area of links in trouble."""
        return self._area([(point.fine + point.unknown, point.all) for point in self.points])

    def _area(self, bounds: list[tuple[int, int]]) -> str:
        upper = [(self._x(place), self._y(high)) for place, (_, high) in enumerate(bounds)]
        lower = [(self._x(place), self._y(low)) for place, (low, _) in enumerate(bounds)]
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in (*upper, *lower[::-1]))

    def _x(self, place: int) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * place / max(1, len(self.points) - 1)

    def _y(self, number: int) -> float:
        return self.floor - (self.floor - _TOP) * number / max(1, self.most)


def has_link_health(site: Site) -> bool:
    """Tell whether any link has been checked: without that there is nothing to show."""
    return any(record.checked_on for record in _records(site))


def _records(site: Site) -> list[LinkState]:
    """What is known of the links that the catalogue still has."""
    return [record for record in site.health.links.values() if record.resource_id in site.resources]


def link_health_page(site: Site) -> Page:
    """The page. A link counts as in trouble only once that has lasted."""
    records = _records(site)
    last = max(record.checked_on for record in records if record.checked_on)
    counted = Counter(record.verdict for record in records)
    gone = [
        ResourceView(site, LINK_HEALTH_PATH, site.resources[record.id])
        for record in sorted(records, key=lambda record: (record.verdict.meaning.rank, record.id))
        if record.alarm and record.id in site.resources and record.url == site.resources[record.id].url
    ]
    body = render(
        "link-health.html",
        LINK_HEALTH_PATH,
        site.language,
        checked=site.translations.day(last),
        total=len(records),
        verdicts=[(meaning, counted[verdict]) for verdict, meaning in MEANINGS.items() if counted[verdict]][::-1],
        gone=gone,
        history=History(points_of(records, last, site.translations)),
    )
    return page(
        LINK_HEALTH_PATH,
        body,
        title=site.translations.gettext("Link health"),
        source=site.source("pathway", "pathway"),
        hide=["toc"],
    )


def points_of(records: Iterable[LinkState], last: date, translations: Translations) -> tuple[Point, ...]:
    """Count the links on the last day and every seventh day before it, as far back as anything is known.

    Args:
        records: the links, each with its transitions.
        last: the day of the last check.
        translations: writes the days.
    """
    known = list(records)
    first = min((change.on for record in known for change in record.history), default=last)
    days = [last - timedelta(weeks=week) for week in range(_WEEKS)]
    shown = [day for day in reversed(days) if day >= first] or [last]
    return tuple(_point(known, day, translations) for day in shown)


def _point(records: Iterable[LinkState], day: date, translations: Translations) -> Point:
    counted = Counter(_part(verdict) for record in records if (verdict := _verdict_on(record, day)) is not None)
    return Point(day, translations.day(day), counted["fine"], counted["unknown"], counted["trouble"])


def _verdict_on(record: LinkState, day: date) -> Verdict | None:
    """What was known of a link on a day; None if it had not been checked."""
    verdict = None
    for change in record.history:
        if change.on <= day:
            verdict = change.to
    return None if verdict is Verdict.NOT_CHECKED else verdict


_PARTS: Final[Mapping[Urgency, str]] = {
    Urgency.FINE: "fine",
    Urgency.ADVICE: "fine",
    Urgency.UNKNOWN: "unknown",
    Urgency.TROUBLE: "trouble",
}


def _part(verdict: Verdict) -> str:
    return _PARTS[verdict.meaning.urgency]


SUGGEST_PATH = "suggest/index.md"


def suggest_page(site: Site) -> Page:
    """The form; without scripts, the text to fill in, as an e-mail, as an issue, or to copy."""
    pathway, text = site.catalogue.pathway, as_text(SUGGESTION, {}, site.translations.gettext)
    to, title = mail_address(pathway), site.translations.gettext(SUGGESTION.title)
    body = render(
        "suggest.html",
        SUGGEST_PATH,
        site.language,
        form=SUGGESTION,
        names={question.key: question.name(site.translations.gettext) for question in SUGGESTION.questions},
        longest=(LONGEST_LINE, LONGEST_ANSWER),
        text=text,
        recipient=to,
        contact="" if to else contact_link(pathway.contact) or "",
        mail=message(to, SUGGESTION.subject, text) if to else "",
        pattern=issue_pattern(pathway, SUGGESTION),
        issue=new_issue(pathway, SUGGESTION, SUGGESTION.subject, text, {}),
    )
    return page(
        SUGGEST_PATH,
        body,
        title=title,
        source=site.source("pathway", "pathway"),
        description=site.translations.gettext(SUGGESTION.lead),
        hide=["toc"],
    )
