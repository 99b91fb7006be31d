"""What becomes of a suggestion or a problem report: a change of the catalogue, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..catalogue import ReadResult
from ..catalogue.problems import Code
from ..catalogue.yaml.patch import Patch

__all__ = ["Intake", "Outcome", "entry_is_lost"]


class Outcome(StrEnum):
    """What became of it."""

    CHANGE = "change"
    """There is a change to make."""
    KNOWN = "known"
    """The catalogue has it already."""
    LOCATED = "located"
    """There is nothing to change by itself; the place to look at is named."""
    EMPTY = "empty"
    """No one has filled it in."""
    REFUSED = "refused"
    """It cannot be used as it is."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What becomes of a contribution.

    Attributes:
        outcome: the kind of result.
        message: it in a sentence or two, for an editor.
        id: the entry that it is about; empty for none.
        file: where that entry is written, or will be; empty for none.
        line: its line, from 1; 0 where there is none yet.
        remarks: what was left out, or is still to be settled.
        patches: the change.
    """

    outcome: Outcome
    message: str
    id: str = ""
    file: str = ""
    line: int = 0
    remarks: tuple[str, ...] = ()
    patches: tuple[Patch, ...] = ()


def entry_is_lost(intake: Intake, reading: ReadResult) -> str | None:
    """What is wrong with a changed catalogue; None where the entry is in it, as a draft or as a resource."""
    is_draft = any(each.code == Code.DRAFT.value and each.id == intake.id for each in reading.problems)
    there = {resource.id for resource in reading.catalogue.resources} if reading.catalogue is not None else set()
    return None if is_draft or intake.id in there else "the entry would be lost"
