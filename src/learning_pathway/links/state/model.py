"""State of a link, and how it is written in link-health.json."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.dataclasses import dataclass as validated

from ...web.model import frozen_dataclass
from ..verdicts import Urgency, Verdict

__all__ = [
    "FORMAT",
    "VERSION",
    "Baseline",
    "CheckResult",
    "LinkEntry",
    "LinkState",
    "StateFile",
    "Validators",
    "VerdictChange",
    "entry_text",
    "is_good",
    "record_of",
    "schema",
]

_CLOSED = ConfigDict(extra="forbid", populate_by_name=True)

Words = Annotated[str, Field(max_length=600)]
Address = Annotated[str, Field(max_length=8_000)]


@validated(frozen=True, slots=True, kw_only=True, config=_CLOSED)
class VerdictChange:
    """One transition in a link's history: from one verdict to another."""

    before: Annotated[Verdict, Field(alias="from", description="The verdict before.")]
    on: Annotated[date, Field(description="Day on which the new verdict was first seen.")]
    to: Annotated[Verdict, Field(description="The verdict from that day on.")]


@validated(frozen=True, slots=True, kw_only=True, config=_CLOSED)
class Baseline:
    """What a page looked like when it was last known to be the resource: what later checks compare with."""

    approved: Annotated[bool, Field(description="Whether a person approved it (`pathway links approve`).")] = False
    fingerprint: Annotated[str, Field(max_length=600, description="Fingerprint of its text.")] = ""
    kind: Annotated[str, Field(max_length=100, description="Media type, such as text/html.")] = ""
    language: Annotated[str, Field(max_length=40, description="Language that the page declares.")] = ""
    on: Annotated[date, Field(description="Day on which the page was seen so.")]
    title: Annotated[Words, Field(description="Title of the page.")] = ""
    words: Annotated[int, Field(ge=0, description="Number of words of its text.")] = 0


@frozen_dataclass
class CheckResult:
    """What one check found at one link."""

    verdict: Verdict
    confidence: float
    evidence: tuple[str, ...]
    final_url: str | None
    certain: bool = False
    """Whether it needs no persistence to be believed."""
    new_url: str | None = None
    """Where the resource has moved for good; None unless the page there is known to be the resource."""
    sure_after: int | None = None
    """Days after which it is believed if it lasts; None for as long as the settings say."""
    doubtful: bool = False
    """Whether it is fine as far as can be told, but was never seen to be the resource."""
    identified: bool = False
    """Whether the page has the resource's title."""
    seen: Baseline | None = None
    """What the page looks like now; None if there is no page, or it is not the resource."""


@validated(frozen=True, slots=True, config=_CLOSED)
class Validators:
    """What the server gave for asking later whether anything has changed (RFC 9110, 8.8)."""

    etag: Annotated[str, Field(max_length=300)] = ""
    last_modified: Annotated[str, Field(max_length=80)] = ""


@frozen_dataclass
class LinkState:
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
    """Where the resource has moved for good, and was seen to be; None otherwise."""
    first_seen: date | None = None
    """Day on which the link was first part of a run."""
    checked_on: date | None = None
    """Day of the last check that came to a result."""
    last_good: date | None = None
    """Day on which the resource was last seen at the address."""
    first_failed: date | None = None
    """Day on which the present trouble began; None while there is none."""
    alarm: bool = False
    """Whether the trouble has lasted long enough, or is certain enough, to call someone."""
    failures: int = 0
    """Number of checks in a row that met trouble."""
    seen_by_person: date | None = None
    """Day on which a person last said that they opened it."""
    history: tuple[VerdictChange, ...] = ()
    """Transitions, oldest first."""
    baseline: Baseline | None = None
    """What the page looked like when it was last known to be good."""
    validators: Validators | None = None
    """What makes a later request conditional."""
    archived_url: str | None = None
    """An archived copy that was found, nearest to the last good day."""
    look_once: bool = False
    """Whether the link opens and was never seen to be the resource, so that someone should look once."""
    vouched: str = ""
    """The evidence, in short, of which a person said that it is a false alarm; empty if no one did."""

    @property
    def resource_id(self) -> str:
        """Id of the resource that the link belongs to."""
        return self.id.partition("/")[0]

    @property
    def urgency(self) -> Urgency:
        """How much the verdict asks of a maintainer, once it has lasted."""
        return self.verdict.meaning.urgency

    @property
    def since(self) -> date | None:
        """Day on which the present verdict was first seen; None where the history does not tell."""
        last = self.history[-1] if self.history else None
        return last.on if last and last.to is self.verdict else None

    @classmethod
    def unchecked(cls, id: str, url: str) -> Self:  # noqa: A002 - the name that the state file uses
        """Make a record that claims nothing."""
        return cls(id=id, url=url)


FORMAT = "link-health"
VERSION = 1


class LinkEntry(BaseModel):
    """One link. Its id is its key. Fields are in the order of the file: by name."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    alarm: bool = Field(False, description="Whether the trouble has lasted long enough to call someone.")
    archived_url: Address | None = Field(None, description="An archived copy that was found.")
    baseline: Baseline | None = Field(None, description="The page as it was when it was last known to be good.")
    checked_on: date | None = Field(None, description="Day of the last check. Left out if it is `swept_on`.")
    confidence: Annotated[float, Field(ge=0, le=1)] = Field(0.0, description="How sure the verdict is, from 0 to 1.")
    evidence: tuple[Words, ...] = Field((), max_length=20, description="Why, in words.")
    failures: Annotated[int, Field(ge=0)] = Field(0, description="Checks in a row that met trouble.")
    final_url: Address | None = Field(None, description="Where the address led in the end. Left out if it is `url`.")
    first_failed: date | None = Field(None, description="Day on which the present trouble began.")
    first_seen: date | None = Field(None, description="Day on which the link was first part of a run.")
    history: tuple[VerdictChange, ...] = Field((), max_length=1_000, description="Transitions, oldest first.")
    last_good: date | None = Field(
        None, description="Day on which the resource was last seen. Left out if it is the day of the check."
    )
    look_once: bool = Field(False, description="Whether it opens and was never seen to be the resource.")
    new_url: Address | None = Field(None, description="Where the resource has moved for good, and was seen to be.")
    seen_by_person: date | None = Field(None, description="Day on which a person last said that they opened it.")
    url: Address = Field(description="The address as the catalogue had it at the last check.")
    validators: Validators | None = Field(None, description="Makes a later request conditional.")
    verdict: Verdict = Field(Verdict.NOT_CHECKED, description="What was seen at the last check.")
    vouched: Annotated[str, Field(max_length=64)] = Field(
        "", description="The evidence, in short, that a person said is a false alarm (`pathway links seen`)."
    )


class _WrittenEntry(LinkEntry):
    """A link as it is written: with its verdict, even where that is the default."""

    verdict: Verdict


class StateFile(BaseModel):
    """The state of every link of a catalogue, as the last run left it."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="Link health")

    format: Literal["link-health"] = Field(description="Tells this file from others.")
    version: Literal[1] = Field(description="Version of this form.")
    swept_on: date | None = Field(None, description="Day of the last run over all links.")
    links: dict[str, LinkEntry] = Field(description="The links, by id.")


def schema() -> dict[str, Any]:
    """Make the JSON Schema of `link-health.json`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **StateFile.model_json_schema()}


def is_good(verdict: Verdict) -> bool:
    """Whether the resource was seen at the address."""
    return verdict.meaning.urgency in (Urgency.FINE, Urgency.ADVICE)


def entry_text(record: LinkState, swept_on: date | None) -> str:
    """Write a record as JSON with an indent of two, keys by name; what can be told from the rest is left out."""
    entry = _WrittenEntry(
        url=record.url,
        verdict=record.verdict,
        confidence=round(record.confidence, 2),
        evidence=record.evidence,
        final_url=None if record.final_url == record.url else record.final_url,
        new_url=record.new_url,
        first_seen=record.first_seen,
        checked_on=None if record.checked_on == swept_on else record.checked_on,
        last_good=None if is_good(record.verdict) and record.last_good == record.checked_on else record.last_good,
        first_failed=record.first_failed,
        alarm=record.alarm,
        failures=record.failures,
        seen_by_person=record.seen_by_person,
        history=record.history,
        baseline=record.baseline,
        validators=record.validators,
        archived_url=record.archived_url,
        look_once=record.look_once,
        vouched=record.vouched,
    )
    return entry.model_dump_json(indent=2, by_alias=True, exclude_defaults=True)


def record_of(id: str, written: Any, swept_on: date | None) -> LinkState:  # noqa: A002 - the name in the file
    """Read one entry back.

    Raises:
        pydantic.ValidationError: the entry has not the form of the schema.
    """
    entry = LinkEntry.model_validate(written)
    checked_on = entry.checked_on
    if checked_on is None and entry.verdict is not Verdict.NOT_CHECKED:
        checked_on = swept_on
    return LinkState(
        id=id,
        url=entry.url,
        verdict=entry.verdict,
        confidence=entry.confidence,
        evidence=entry.evidence,
        final_url=entry.final_url or (entry.url if is_good(entry.verdict) else None),
        new_url=entry.new_url,
        first_seen=entry.first_seen,
        checked_on=checked_on,
        last_good=entry.last_good or (checked_on if is_good(entry.verdict) else None),
        first_failed=entry.first_failed,
        alarm=entry.alarm,
        failures=entry.failures,
        seen_by_person=entry.seen_by_person,
        history=entry.history,
        baseline=entry.baseline,
        validators=entry.validators,
        archived_url=entry.archived_url,
        look_once=entry.look_once,
        vouched=entry.vouched,
    )
