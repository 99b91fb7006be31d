"""The content of a report, before it takes any format."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from ...web.urls import host_of
from ..settings import IgnoredLink
from ..state.model import LinkState
from ..state.policy import falls
from ..target import Target, alternatives_to
from ..verdicts import MEANINGS, Urgency, Verdict

__all__ = [
    "Difference",
    "FailOn",
    "Incident",
    "Report",
    "VerdictGroup",
    "find_incidents",
    "make_report",
]

_DOWN: Final = frozenset({Verdict.BROKEN, Verdict.HOLLOW, Verdict.UNWELL})
"""Verdicts that a host as a whole can be the cause of; the others come from a host that lives."""


@dataclass(frozen=True, slots=True)
class Incident:
    """A host with no working link."""

    host: str
    """The host."""
    records: Sequence[LinkState]
    """Its links, worst first."""

    @property
    def alarm(self) -> bool:
        """Whether any of its links is an alarm."""
        return any(record.alarm for record in self.records)

    @property
    def since(self) -> date | None:
        """Day on which the first of its links failed; None if that is not known."""
        return min((record.first_failed for record in self.records if record.first_failed), default=None)

    @property
    def evidence(self) -> str:
        """What was seen most often; empty if nothing was noted."""
        seen = Counter(record.evidence[0] for record in self.records if record.evidence)
        return seen.most_common(1)[0][0] if seen else ""


def find_incidents(records: Iterable[LinkState], least: int) -> list[Incident]:
    """Find the hosts that fail wholly.

    Args:
        records: all links, worst first. Those that were never checked say nothing about a host.
        least: failing links of one host that make an incident.
    """
    by_host: dict[str, list[LinkState]] = defaultdict(list)
    for record in records:
        if record.verdict is not Verdict.NOT_CHECKED:
            by_host[host_of(record.url)].append(record)
    return [
        Incident(host, found)
        for host, found in by_host.items()
        if len(found) >= least and all(record.verdict in _DOWN for record in found)
    ]


class FailOn(StrEnum):
    """Which alarms make the command fail."""

    NEW = "new"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Difference:
    """A link whose verdict or alarm is another than before the run."""

    before: LinkState | None
    after: LinkState


@dataclass(frozen=True, slots=True)
class VerdictGroup:
    """Links that are reported together."""

    title: str
    explanation: str
    colour: str
    """On a terminal."""
    records: Sequence[LinkState]


@dataclass(frozen=True)
class Report:
    """What a run came to."""

    day: date
    """Day of the run."""
    records: Sequence[LinkState]
    """The links that the catalogue has, worst first."""
    differences: Sequence[Difference]
    """What has changed since the last run, worst first."""
    targets: Mapping[str, Target]
    """What the catalogue knows of each link, by link id."""
    checked: int = 0
    """Links that this run came to a result for."""
    notes: Sequence[str] = ()
    """What else the maintainer should know about the run."""
    ignored: Mapping[str, IgnoredLink] = field(default_factory=dict)
    """Links that the settings ignore today, by id: they are listed, and raise no alarm."""
    incident_links: int = 3
    """Failing links of one host that make one incident."""

    @cached_property
    def alarms(self) -> list[LinkState]:
        """Links in certain trouble, about which nothing has been done yet."""
        return [record for record in self._counted if record.alarm]

    @cached_property
    def new_alarms(self) -> list[LinkState]:
        """Links in certain trouble that were not before this run."""
        return [
            difference.after
            for difference in self.differences
            if difference.after.alarm
            and not (difference.before and difference.before.alarm)
            and difference.after.id not in self.ignored
            and not self.is_settled(difference.after)
        ]

    @cached_property
    def suspects(self) -> list[LinkState]:
        """Links in trouble that has not lasted long enough to be certain."""
        return [record for record in self._counted if not record.alarm and record.urgency is Urgency.TROUBLE]

    @cached_property
    def unknown(self) -> list[LinkState]:
        """Links whose state is unknown."""
        return [record for record in self._counted if not record.alarm and record.urgency is Urgency.UNKNOWN]

    @cached_property
    def moved(self) -> list[LinkState]:
        """Links that have a new address."""
        return [record for record in self.records if record.urgency is Urgency.ADVICE]

    @cached_property
    def look_once(self) -> list[LinkState]:
        """Links that open, and were never seen to be the resource."""
        return [record for record in self._counted if record.look_once and record.urgency is not Urgency.TROUBLE]

    @property
    def tally(self) -> str:
        """How many links there are, and how many were checked."""
        number = len(self.records)
        return f"{number} link{'' if number == 1 else 's'}, {self.checked} checked in this run"

    @cached_property
    def unsteady(self) -> list[LinkState]:
        """Links that kept failing and recovering in the two months before this one, so that the list is new monthly."""
        month = self.day.replace(day=1)
        return [record for record in self._counted if not record.alarm and falls(record, month) >= _OFTEN]

    def is_settled(self, record: LinkState) -> bool:
        """Tell whether someone has dealt with a link: by an archived copy, by retiring the entry, or by opening it."""
        if record.vouched and record.first_failed is None:
            return True
        target = self.targets.get(record.id)
        return (
            target is not None
            and target.is_main
            and (target.archived or not target.active)
            and record.verdict in _REPLACED
        )

    @cached_property
    def settled(self) -> list[LinkState]:
        """Links in trouble that someone has dealt with."""
        return [record for record in self.records if record.id not in self.ignored and self.is_settled(record)]

    @cached_property
    def _counted(self) -> list[LinkState]:
        return [record for record in self.records if record.id not in self.ignored and not self.is_settled(record)]

    @cached_property
    def incidents(self) -> list[Incident]:
        """Hosts that fail wholly."""
        return find_incidents(self._counted, self.incident_links)

    @cached_property
    def in_incidents(self) -> frozenset[str]:
        """Ids of the links that an incident speaks for."""
        return frozenset(record.id for incident in self.incidents for record in incident.records)

    @cached_property
    def groups(self) -> tuple[VerdictGroup, ...]:
        """The links to list one by one, worst group first; empty groups and what incidents speak for are left out."""
        quiet = [record for record in self.records if record.id in self.ignored and record.urgency.is_news]
        groups = (
            VerdictGroup("To act on", "These have lasted, or are certain.", "red", self._alone(self.alarms)),
            VerdictGroup(
                "Suspects",
                "In trouble at the last check. They are checked again every day before they become an alarm.",
                "yellow",
                self._alone(self.suspects),
            ),
            VerdictGroup(
                "Look once",
                "These open, but nothing on the page says that it is the resource. Open each once.",
                "yellow",
                self.look_once,
            ),
            VerdictGroup(
                "Fail and recover",
                "These failed at least four times in the two months before this one. The list is made once a month.",
                "yellow",
                self._alone(self.unsteady),
            ),
            VerdictGroup("Moved", "These work, and have a new address.", "cyan", self.moved),
            VerdictGroup(
                "Unknown",
                "Blocked checks, servers with problems, and links that were not checked.",
                "yellow",
                self._alone(self.unknown),
            ),
            VerdictGroup(
                "Dealt with",
                "In trouble, but there is an archived copy, the entry is retired, or a person saw the resource there.",
                "dim",
                self.settled,
            ),
            VerdictGroup("Ignored", "In trouble, and ignored for a while as the settings say.", "dim", quiet),
        )
        return tuple(group for group in groups if group.records)

    def _alone(self, records: Sequence[LinkState]) -> list[LinkState]:
        return [record for record in records if record.id not in self.in_incidents]

    @cached_property
    def counts(self) -> Mapping[Verdict, int]:
        """Number of links by verdict, worst first."""
        counted = Counter(record.verdict for record in self.records)
        return {verdict: counted[verdict] for verdict in MEANINGS if counted[verdict]}

    def alternatives_to(self, record: LinkState) -> tuple[Target, ...]:
        """What else the catalogue has for readers of a link in certain trouble; nothing for other links."""
        target = self.targets.get(record.id)
        if target is None or not record.alarm:
            return ()
        return alternatives_to(target, self.targets.values(), self._by_id)

    @cached_property
    def _by_id(self) -> dict[str, LinkState]:
        return {record.id: record for record in self.records}

    def exit_code(self, fail_on: FailOn) -> int:
        """Return 1 for certain trouble, 3 if there are only unknowns, 0 if there is nothing to act on."""
        if self.new_alarms if fail_on is FailOn.NEW else self.alarms:
            return 1
        return 3 if self.suspects or self.unknown else 0


def make_report(
    before: Mapping[str, LinkState],
    after: Mapping[str, LinkState],
    targets: Mapping[str, Target],
    *,
    day: date,
    checked: int,
    notes: Sequence[str] = (),
    ignored: Mapping[str, IgnoredLink] | None = None,
    incident_links: int = 3,
) -> Report:
    """Put together what a run came to.

    Args:
        before: the records before the run, by link id.
        after: the records after it.
        targets: the links that the catalogue has; others are not reported.
        day: the day of the run.
        checked: the number of links that the run came to a result for.
        notes: what else the maintainer should know.
        ignored: links that the settings ignore today, by id.
        incident_links: failing links of one host that make one incident.
    """
    records = sorted((after[id_] for id_ in targets if id_ in after), key=_worst_first)
    differences = [
        Difference(before.get(record.id), record) for record in records if _differs(before.get(record.id), record)
    ]
    return Report(day, records, differences, targets, checked, notes, ignored or {}, incident_links)


def _worst_first(record: LinkState) -> tuple[bool, int, str]:
    return (not record.alarm, record.verdict.meaning.rank, record.id)


def _differs(before: LinkState | None, after: LinkState) -> bool:
    if before is None:
        return after.urgency is not Urgency.FINE or after.look_once
    return before.verdict is not after.verdict or before.alarm is not after.alarm


_REPLACED: Final = frozenset({Verdict.BROKEN, Verdict.HOLLOW, Verdict.DRIFTED, Verdict.REMOVED_VIDEO, Verdict.UNWELL})
"""Verdicts for which an archived copy, or retiring the entry, is the remedy."""
_OFTEN: Final = 4
"""Failures in two months from which on a link is told of although it recovers each time."""
