"""What is remembered about one link: the shape of an entry of `link-health.json`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass as validated

from .verdicts import Severity, Verdict

__all__ = ["Baseline", "Change", "LinkRecord", "Validators"]

_CLOSED = ConfigDict(extra="forbid", populate_by_name=True)

Words = Annotated[str, Field(max_length=600)]
Address = Annotated[str, Field(max_length=8_000)]


@validated(frozen=True, slots=True, config=_CLOSED)
class Change:
    """One transition in a link's history: from one verdict to another."""

    before: Annotated[Verdict, Field(alias="from", description="The verdict before.")]
    to: Annotated[Verdict, Field(description="The verdict from that day on.")]
    on: Annotated[date, Field(description="Day on which the new verdict was first seen.")]


@validated(frozen=True, slots=True, config=_CLOSED)
class Baseline:
    """What a page looked like when it was last known to be the work: what later checks compare with."""

    on: Annotated[date, Field(description="Day on which the page was seen so.")]
    title: Annotated[Words, Field(description="Title of the page.")] = ""
    language: Annotated[str, Field(max_length=40, description="Language that the page declares.")] = ""
    kind: Annotated[str, Field(max_length=100, description="Media type, such as text/html.")] = ""
    words: Annotated[int, Field(ge=0, description="Number of words of its text.")] = 0
    fingerprint: Annotated[str, Field(max_length=600, description="Fingerprint of its text.")] = ""
    approved: Annotated[bool, Field(description="Whether a person approved it (`pathway links approve`).")] = False


@validated(frozen=True, slots=True, config=_CLOSED)
class Validators:
    """What the server gave for asking later whether anything has changed (RFC 9110, 8.8)."""

    etag: Annotated[str, Field(max_length=300)] = ""
    last_modified: Annotated[str, Field(max_length=80)] = ""


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """What is known about one link."""

    id: str
    """Id of the resource; for a further address of it, the id, a slash and the field: `my-report/transcript`."""
    url: str
    """The address as the catalogue has it."""
    verdict: Verdict = Verdict.NOT_CHECKED
    """What was seen at the last check."""
    confidence: float = 0.0
    """How sure the verdict is, from 0 to 1."""
    evidence: tuple[str, ...] = ()
    """Why, in words."""
    final_url: str | None = None
    """Where the address led in the end; None if nowhere."""
    new_url: str | None = None
    """Where the work has moved for good, and was seen to be; None otherwise."""
    first_seen: date | None = None
    """Day on which the link was first part of a run."""
    checked_on: date | None = None
    """Day of the last check that came to a result."""
    last_good: date | None = None
    """Day on which the work was last seen at the address."""
    first_failed: date | None = None
    """Day on which the present trouble began; None while there is none."""
    alarm: bool = False
    """Whether the trouble has lasted long enough, or is certain enough, to call somebody."""
    failures: int = 0
    """Number of checks in a row that met trouble."""
    seen_by_person: date | None = None
    """Day on which a person last said that they opened it."""
    history: tuple[Change, ...] = ()
    """Transitions, oldest first."""
    baseline: Baseline | None = None
    """What the page looked like when it was last known to be good."""
    validators: Validators | None = None
    """What makes a later request conditional."""
    archived_url: str | None = None
    """An archived copy that was found, nearest to the last good day."""

    @property
    def resource_id(self) -> str:
        """Id of the resource that the link belongs to."""
        return self.id.partition("/")[0]

    @property
    def severity(self) -> Severity:
        """How much the verdict asks of a maintainer, once it has lasted."""
        return self.verdict.meaning.severity

    @property
    def since(self) -> date | None:
        """Day on which the present verdict was first seen; None where the history does not tell."""
        last = self.history[-1] if self.history else None
        return last.on if last and last.to is self.verdict else None

    @classmethod
    def unchecked(cls, id: str, url: str) -> Self:  # noqa: A002 - the name that the state file uses
        """Make a record that claims nothing."""
        return cls(id=id, url=url)
