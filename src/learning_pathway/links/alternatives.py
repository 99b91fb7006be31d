"""Alternatives: what else the catalogue has for somebody whose link leads nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from .record import LinkRecord
from .target import Target
from .verdicts import Severity

__all__ = ["alternatives_to"]


def alternatives_to(
    gone: Target, targets: Iterable[Target], links: Mapping[str, LinkRecord], *, most: int = 3
) -> tuple[Target, ...]:
    """Choose works on the same themes, best first: those that share most themes, then those of the same level.

    Args:
        gone: the work that cannot be reached.
        targets: the links of the catalogue.
        links: what is known of them. A work in trouble is never offered.
        most: works to choose at most.
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


def _opens(record: LinkRecord | None) -> bool:
    return record is None or not (record.alarm or record.severity is Severity.TROUBLE)


def _rank(target: Target, themes: Collection[str], gone: Target) -> tuple[int, bool, bool, str]:
    shared = len(set(themes) & set(target.themes))
    return (-shared, target.level is not gone.level, target.type.verb is not gone.type.verb, target.id)
