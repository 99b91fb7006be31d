"""Incidents: failures of several links that have one host, and one cause."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ...web.urls import host_of
from ..state.model import LinkState
from ..verdicts import Verdict

__all__ = ["Incident", "find_incidents"]

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
