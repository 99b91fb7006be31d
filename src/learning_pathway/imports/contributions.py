"""Turn what people sent into a checked change of the catalogue, without writing it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from ..catalogue import ReadResult, Severity
from ..catalogue.contribution_forms import REPORT
from ..catalogue.yaml.patch import preview
from .contribution_reader import Contribution
from .intake import Intake, Outcome, entry_is_lost
from .problem_reports import noted
from .suggestions import drafted

__all__ = ["take_in"]


def take_in(
    contribution: Contribution,
    reading: ReadResult,
    today: date,
    *,
    file: str,
    given: Mapping[str, Any] | None = None,
    despite: Collection[str] = (),
) -> Intake:
    """Work out what becomes of a contribution. Nothing is written.

    Args:
        contribution: what was sent.
        reading: the catalogue as it is.
        today: the present day.
        file: the file that new entries go to.
        given: what an editor knows of a suggested resource, by field; it goes before what was sent.
        despite: ids of resources that a suggestion may look like.

    Raises:
        EditError: a file leaves no place for the change.
        OSError: a file cannot be read.
    """
    if contribution.is_empty and not given:
        wanted = "what is wrong" if contribution.form is REPORT else "a title, and who it would help"
        found = Intake(Outcome.EMPTY, f"No one has filled in this {contribution.form.name}. Ask for {wanted}.")
    elif contribution.form is REPORT:
        found = noted(contribution.answers, reading, today)
    else:
        found = drafted(contribution.answers, given or {}, reading, today, file, despite)
    return replace(_checked(found, reading), remarks=(*contribution.remarks, *found.remarks))


def _checked(intake: Intake, reading: ReadResult) -> Intake:
    """The same where the changed catalogue passes the check, else a refusal."""
    if not intake.patches:
        return intake
    changed = preview(reading.root, intake.patches)
    reason = next((each.message for each in changed.problems if each.severity is Severity.ERROR), None)
    if reason is None and entry_is_lost(intake, changed) is None:
        return intake
    return replace(intake, outcome=Outcome.REFUSED, message=f"The check refuses it: {reason or 'it'}", patches=())
