"""The rules that a catalogue must keep beyond the shape of its entries.

Each module holds one family of rules: functions from a `RawCatalogue` to problems. A new rule is a new function in the
table below and a new code in `problems.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date

from ..raw import RawCatalogue, RuleProblem
from ..types import EntryKind
from .advice import check_advice, check_plain_words, check_usage
from .entries import check_calls, check_cycles, check_dates, check_entries, check_steps
from .ids import IdIndex, check_bases, check_ids, check_references
from .published import check_drafts
from .values import check_addresses, check_identifiers, check_markdown

__all__ = ["check"]

#: Rules that hold in every catalogue.
RULES: tuple[Callable[[RawCatalogue], Iterator[RuleProblem]], ...] = (
    check_addresses,
    check_advice,
    check_cycles,
    check_drafts,
    check_entries,
    check_ids,
    check_markdown,
    check_identifiers,
    check_plain_words,
    check_steps,
)


def check(
    raw: RawCatalogue, today: date, *, has_shape: bool = True, hidden: Collection[EntryKind] = ()
) -> Iterator[RuleProblem]:
    """Apply every rule.

    Args:
        raw: what the editor wrote.
        today: the day to compare dates with.
        has_shape: whether modules and other lists have the shape that the model wants; what seems unused may else
            be used in a place that could not be understood.
        hidden: kinds of which some entries could not be understood.
    """
    for rule in RULES:
        yield from rule(raw)
    yield from check_dates(raw, today)
    yield from check_calls(raw, today)
    if raw.complete:  # else an id that is not found may be in the file that could not be read
        id_index = IdIndex(raw)
        yield from check_references(raw, id_index, hidden)
        yield from check_bases(raw, id_index)
        if has_shape:
            yield from check_usage(raw, id_index)
