"""What may be shown of an answer on a given day, derived from its consents, and the words that people agree to."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from .model import Consent, ConsentState, Event, Kind, Scope, Shown, VoiceRecord

__all__ = [
    "CONSENT_LANGUAGE",
    "CONSENT_WORDS",
    "RECORDING_WORDS",
    "Conditions",
    "Permission",
    "Reason",
    "before_withdrawal",
    "permitted",
]


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
_ENDED: Mapping[ConsentState, Reason] = {
    ConsentState.EXPIRED: Reason.EXPIRED,
    ConsentState.INVALIDATED: Reason.WITHDRAWN,
    ConsentState.REVOKED: Reason.WITHDRAWN,
    ConsentState.WITHDRAWN: Reason.WITHDRAWN,
}


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


CONSENT_LANGUAGE = "en-GB"

#: They are shown as they are, never in a translation by a program or by us.
CONSENT_WORDS: Mapping[str, str] = {
    "free": "Taking part is up to you. Nothing depends on it, and we tell no one at your work.",
    "leave_out": "Please leave out other people's names, and anything about someone's health.",
    "asks": "Who is asking:",
    "read": "What happens to answers (opens in a new tab)",
    "answer": "Your answer",
    "several": "Is it from more than one person?",
    "people": "How many people does it come from?",
    "people_note": "Each one answers the next questions alone. If anyone says no, write it again without them.",
    "scope": "What may we do with your answer?",
    "listen": "Listen only.",
    "listen_note": "We read it, count it, and look for what answers have in common. No one else sees your words.",
    "quote": "Quote me.",
    "quote_note": "The same; and we may show short pieces of it on this site and in the lessons here.",
    "publish": "Publish it.",
    "publish_note": "The same; and anyone may read all of it on this site.",
    "shown": "How may we show you?",
    "anonymous": "No name.",
    "anonymous_note": "Someone who knows the story may still guess.",
    "role": "My kind of work.",
    "role_note": "Colleagues may guess.",
    "role_choice": "Kind of work",
    "name": "My name.",
    "name_choice": "Your name",
    "extras": "Two extras, and until when?",
    "translate": "You may put my words into other languages. We say that it is our translation.",
    "take_away": "You may put short pieces into files that people download. We can't fetch those back later.",
    "until": "Until when? After that we take it down without your having to ask.",
    "two_years": "Two years",
    "other_date": "Another date",
    "adult": "Do you agree?",
    "adult_tick": "I am 18 or over, I have read what we wrote, and I agree to what I chose.",
    "check": "Check your answer",
    "receipt": "Your receipt",
    "receipt_note": "Save it first. With the code in it you can take your answer back, any time, without a reason.",
    "send_note": "Nothing leaves this device until you send it.",
    "continue": "Continue",
    "back": "Back",
    "change": "Change",
    "make": "Make my receipt",
    "save_receipt": "Save my receipt",
    "save_sheet": "Save my answer",
    "share": "Send it",
    "share_failed": "This device did not send it. Save your answer, then write the mail.",
    "mail": "Write the mail",
    "mail_note": "Add the saved answer to the mail as a file.",
    "choose": "Please choose one.",
    "choose_kind": "Please choose your kind of work.",
    "write_name": "Please write your name.",
    "write_answer": "Please write your answer first.",
    "tick": "Please tick the box, if you agree.",
    "pick_date": "Please choose a day after today.",
    "person": "Person",
    "words": "words",
    "closed": "This call has closed. It takes no more answers.",
}

#: What is said besides, or in place of them, where a call takes recordings.
RECORDING_WORDS: Mapping[str, str] = {
    "people_note": "Each one answers the next questions alone. If anyone says no, make it again without them.",
    "listen_note": "We read or hear it, count it, and look for what answers have in common. No one else does.",
    "publish_note": "The same; and anyone may read, hear or watch all of it on this site.",
    "anonymous_note": "We show words only, not your voice or face: people might know them. Someone who knows the "
    "story may still guess.",
    "adult_tick": "I am 18 or over, I have read or heard what we made, and I agree to what I chose.",
    "way_text": "Write instead",
    "way_audio": "Speak instead",
    "way_video": "Film instead",
    "record_audio": "Your answer in sound",
    "record_video": "Your answer on film",
    "why_audio": "Your browser will ask for the microphone. Nothing leaves this device until you send it.",
    "why_video": "Your browser will ask for camera and microphone. Nothing leaves this device until you send it.",
    "of": "of at most",
    "record": "Record",
    "pause": "Pause",
    "resume": "Carry on",
    "stop": "Stop",
    "hear": "Hear it",
    "watch": "Watch it",
    "again": "Record again",
    "yours": "Your recording",
    "level": "How loud you are",
    "silent": "We can't hear anything.",
    "quiet": "Very quiet: come closer.",
    "heard": "We can hear you.",
    "asking_audio": "Please allow the microphone.",
    "asking_video": "Please allow camera and microphone.",
    "recording": "Recording.",
    "paused": "Paused.",
    "last": "30 seconds left.",
    "stopped": "Stopped at {length}. Hear or watch it before you go on.",
    "stopped_limit": "Stopped at {length}, which is the limit. All of it is kept.",
    "stopped_hidden": "Stopped at {length}, because the page was hidden. What you said until then is kept.",
    "stopped_lost": "Stopped at {length}: the microphone or camera went away. What you said until then is kept.",
    "chosen": "Hear or watch it before you go on.",
    "not_allowed": "The browser may not use the microphone or camera. Allow it in the browser's settings, choose a "
    "recording you already have, or write.",
    "no_device": "No microphone or camera was found. Choose a recording you already have, or write.",
    "unsupported": "This browser can't record. Choose a recording you already have, or write.",
    "file_label": "Choose a recording you already have",
    "file_note": "Such a file may say where and when it was made. We take that out, but your mail carries it.",
    "file_empty": "There is nothing in it. Please try again.",
    "file_gone": "The file can't be read any more. Please go back and choose it again.",
    "file_type_audio": "This is not a sound recording. Please choose another file.",
    "file_type_video": "This is not a film. Please choose another file.",
    "file_large": "This file is larger than 60 MB. Please choose a shorter recording.",
    "file_long": "This recording is {length} long. The limit is {limit}. Please choose a shorter one.",
    "file_unplayable": "This device can't play it. Make sure that it is the right one.",
    "transcript": "What do you say in it?",
    "transcript_note": "For people who can't hear it.",
    "write_for_me": "Please write it down for me.",
    "heard_people": "How many people can be seen or heard?",
    "record_first": "Please record your answer first, or choose a recording.",
    "hear_first": "Please hear or watch it first.",
    "write_down": "Please write what you say, or tick the box below.",
    "recorded_audio": "A recording of",
    "recorded_video": "A film of",
    "save_both": "Save my answer: two files",
    "mail_note_both": "Add both saved files to the mail.",
}
