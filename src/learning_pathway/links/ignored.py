"""Links to ignore for a while, with the reason and the last day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

__all__ = [
    "IgnoredLink",
    "active",
    "ignore_notes",
]


def _written_day(value: Any) -> Any:
    """Refuse numbers and times, which would be read as some day or other."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("write a day as YYYY-MM-DD, such as 2026-03-31")


class IgnoredLink(BaseModel):
    """A link whose trouble calls no one until a day. It is checked all the same."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    link: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)] = Field(
        description="Id of the link."
    )
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)] = Field(
        description="Why it is ignored, in words."
    )
    until: Annotated[date, BeforeValidator(_written_day)] = Field(
        description="Last day on which it is ignored: YYYY-MM-DD."
    )


def active(exceptions: Iterable[IgnoredLink], today: date) -> dict[str, IgnoredLink]:
    """Return the exceptions that hold on a day, by link id."""
    return {each.link: each for each in exceptions if today <= each.until}


def ignore_notes(exceptions: Iterable[IgnoredLink], known: Collection[str], today: date) -> list[str]:
    """Say which exceptions have ended, and which are about no link of the catalogue.

    Args:
        exceptions: what the settings say.
        known: ids of the links that the catalogue has.
        today: the day of the run.
    """
    notes = []
    for each in exceptions:
        if each.link not in known:
            notes.append(
                f"An exception is about `{each.link}`, and there is no such link. Take it out of the settings."
            )
        elif today > each.until:
            notes.append(f"The exception for `{each.link}` ended on {each.until.isoformat()} ({each.reason}).")
    return notes
