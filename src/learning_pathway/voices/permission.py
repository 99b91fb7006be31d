"""What may be shown of an answer on a given day: derived from its consents, never stored."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from .model import Consent, ConsentState, Event, Kind, Scope, Shown, VoiceRecord

__all__ = ["Conditions", "Permission", "Reason", "before_withdrawal", "permitted"]


class Reason(StrEnum):
    """Why less is shown than someone might expect; the words are for editors."""

    SAMPLE = "it is a sample"
    MINOR = "someone in it is under 18, or has not said that they are an adult"
    WITHDRAWN = "it was taken back"
    EXPIRED = "the time that it was given for is over"
    NO_CONSENT = "there is no consent"
    NOT_EVERYONE = "not everyone agreed"
    OUT_OF_ORDER = "its consent events are not in the order of their dates"
    UNKNOWN_NOTICE = "the notice that was agreed to is not known, or its words have changed"
    NOT_CHECKED = "no editor has checked it"
    CONTACT_DETAILS = "its words hold contact details"
    CHANGED_FILE = "a file is missing, or is not the one that was received"
    NO_TRANSCRIPT = "there is no transcript"
    NO_CAPTIONS = "there are no captions without faults"
    ANONYMOUS_MEDIA = "a voice or a face would show who it is"
    ROLE_NOT_OFFERED = "the call does not offer this kind of work"
    EARLY = "fewer people than the call's minimum have answered"


#: What the last event says where it ended an earlier consent.
_ENDED: Mapping[ConsentState, Reason] = MappingProxyType(
    {
        ConsentState.EXPIRED: Reason.EXPIRED,
        ConsentState.INVALIDATED: Reason.WITHDRAWN,
        ConsentState.REVOKED: Reason.WITHDRAWN,
        ConsentState.WITHDRAWN: Reason.WITHDRAWN,
    }
)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What `permitted` needs to know beside the record."""

    notices: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 (hexadecimal) of each notice by its id, such as `what-helps-2027/2`."""
    roles: Set[str] = frozenset()
    """The kinds of work that the call offers."""
    has_quorum: bool = False
    """Whether so many people have answered that a role or a language does not name one of them."""
    samples: bool = False
    """Whether samples may be shown."""


@dataclass(frozen=True, slots=True)
class Permission:
    """What may be shown. Each stage needs the one before it: media, whole, quote, counted."""

    counted: bool = False
    quote: bool = False
    whole: bool = False
    media: bool = False
    name: str = ""
    """The name or kind of work to show; empty for none."""
    language: bool = False
    """Whether the language may be told."""
    translate: bool = False
    take_away: bool = False
    until: date | None = None
    """The last day."""
    received: bool = False
    """Whether the answer may be spoken of as received, and no more."""
    reasons: tuple[Reason, ...] = ()

    @property
    def is_pieces(self) -> bool:
        """Whether pieces of it may be shown, and not all of it."""
        return self.quote and not self.whole


NOTHING = Permission()


def permitted(
    record: VoiceRecord,
    today: date,
    conditions: Conditions,
    *,
    has_contact_details: bool = False,
    is_intact: bool = True,
    has_transcript: bool = True,
    has_captions: bool = True,
) -> Permission:
    """What may be shown of an answer.

    Args:
        record: the answer.
        today: the day to judge by (UTC).
        conditions: of its call and of this build.
        has_contact_details: whether its words hold an address, a number or a handle.
        is_intact: whether each of its files is the one that was received.
        has_transcript: whether there are words in its transcript, if it has one.
        has_captions: whether its captions, if it has any, are without faults.
    """
    if record.sample and not conditions.samples:
        return replace(NOTHING, reasons=(Reason.SAMPLE,))
    refused = _refused(record, today, conditions)
    if refused is not None:
        return replace(NOTHING, reasons=(refused,))
    if record.checked is None:
        return replace(NOTHING, received=True, reasons=(Reason.NOT_CHECKED,))
    for reason, holds in ((Reason.CONTACT_DETAILS, has_contact_details), (Reason.CHANGED_FILE, not is_intact)):
        if holds:
            return replace(NOTHING, received=True, reasons=(reason,))
    endings = {file.name.rpartition(".")[2] for file in record.files}
    has_words = record.kind is Kind.TEXT or (has_transcript and bool({"txt", "vtt"} & endings))
    has_captions = has_captions and "vtt" in endings
    events = [consent.events[-1] for consent in record.consent]
    return _of_live(record, events, conditions, has_words=has_words, has_captions=has_captions)


def before_withdrawal(record: VoiceRecord) -> VoiceRecord:
    """The record without the withdrawals at the end of its events, to tell what was shown until then."""
    consents = []
    for consent in record.consent:
        events = consent.events
        while len(events) > 1 and events[-1].event_state is ConsentState.WITHDRAWN:
            events = events[:-1]
        consents.append(consent.model_copy(update={"events": events}))
    return record.model_copy(update={"consent": tuple(consents)})


def _refused(record: VoiceRecord, today: date, conditions: Conditions) -> Reason | None:
    """Why nothing at all may be shown, or None."""
    if not record.consent:
        return Reason.NO_CONSENT
    found = [_refusal(consent, today, conditions) for consent in record.consent]
    reasons = [reason for reason in found if reason is not None]
    if Reason.MINOR in reasons:
        return Reason.MINOR
    if reasons and len(reasons) == len(found):
        return reasons[0]
    if record.people > len(found) - len(reasons):
        return Reason.NOT_EVERYONE
    return reasons[0] if reasons else None


def _refusal(consent: Consent, today: date, conditions: Conditions) -> Reason | None:
    """Why this person's consent permits nothing, or None."""
    last = consent.events[-1]
    times = [event.event_time for event in consent.events]
    if not last.event_state.live:
        return _ENDED.get(last.event_state, Reason.NO_CONSENT)
    if times != sorted(times) or last.event_time > today:
        return Reason.OUT_OF_ORDER
    if not last.adult:
        return Reason.MINOR
    if last.valid_until is not None and last.valid_until < today:
        return Reason.EXPIRED
    known = conditions.notices.get(consent.notice.id)
    if known is None or known != consent.notice.sha256.removeprefix("sha256:"):
        return Reason.UNKNOWN_NOTICE
    return None


def _of_live(
    record: VoiceRecord, events: list[Event], conditions: Conditions, *, has_words: bool, has_captions: bool
) -> Permission:
    """The permission where everyone agrees to something: the least that any of them allows."""
    scope = min((event.scope for event in events), key=lambda one: one.rank)
    shown = min((consent.shown_as.mode for consent in record.consent), key=lambda mode: mode.rank)
    name, reasons = _name(record, shown, conditions)
    whole = scope is Scope.PUBLISH and has_words
    media = whole and record.kind is not Kind.TEXT
    if scope is Scope.PUBLISH and not has_words:
        reasons.append(Reason.NO_TRANSCRIPT)
    if media and shown is Shown.ANONYMOUS:
        media = False
        reasons.append(Reason.ANONYMOUS_MEDIA)
    if media and record.kind is Kind.VIDEO and not has_captions:
        media = False
        reasons.append(Reason.NO_CAPTIONS)
    ends = [event.valid_until for event in events if event.valid_until is not None]
    quote = scope is not Scope.LISTEN
    return Permission(
        counted=True,
        quote=quote,
        whole=whole,
        media=media,
        name=name if quote else "",
        language=conditions.has_quorum,
        translate=quote and all(event.translate for event in events),
        take_away=quote and all(event.take_away for event in events),
        until=min(ends, default=None),
        received=True,
        reasons=tuple(reasons),
    )


def _name(record: VoiceRecord, shown: Shown, conditions: Conditions) -> tuple[str, list[Reason]]:
    """The name or kind of work to show, and why it may be less than was chosen."""
    if shown is Shown.ANONYMOUS:
        return "", []
    people = [consent.shown_as for consent in record.consent]
    if shown is Shown.NAME:
        return " · ".join(dict.fromkeys(person.text for person in people if person.text)), []
    roles = dict.fromkeys(person.text for person in people if person.mode is Shown.ROLE and person.text)
    if any(role not in conditions.roles for role in roles):
        return "", [Reason.ROLE_NOT_OFFERED]
    return (" · ".join(roles), []) if conditions.has_quorum else ("", [Reason.EARLY])
