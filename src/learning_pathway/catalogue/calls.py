"""A call: one question to many people, until a day, and what becomes of their answers."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from .values import ID_PATTERN, Contact, Count, Day, Entry, Flag, Id, LongText, Staged, Text

__all__ = [
    "BASIS",
    "EXCERPT_PATTERN",
    "NOTICE_PATTERN",
    "VOICE_ID_PATTERN",
    "AnswerForm",
    "Basis",
    "Call",
    "Controller",
    "Decision",
    "LawfulBasis",
    "Longest",
    "NoticeId",
    "Storage",
]

#: An answer: `v-` and letters and digits that no one confuses, so no i, l, o or u (Crockford's base 32).
VOICE_ID_PATTERN = r"^v-[0-9a-hjkmnp-tv-z]{6,16}$"
EXCERPT_PATTERN = VOICE_ID_PATTERN.replace("$", r"/[1-9][0-9]{0,2}$")
BASIS_PATTERN = f"{ID_PATTERN}|{EXCERPT_PATTERN}"
#: A notice of a call, with its number.
NOTICE_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*/[1-9][0-9]{0,3}$"
#: What something is based on: an entry's id, or an excerpt of an answer as `v-7kq2m9/1`.
Basis = Annotated[str, StringConstraints(pattern=BASIS_PATTERN, max_length=80)]
#: What `rests_on` is, wherever it may be.
BASIS = (
    "What this is based on: ids of themes, tips or calls, or of excerpts of answers, such as `v-7kq2m9/1`. Learners "
    "see it, and it leads back."
)
NoticeId = Annotated[str, StringConstraints(pattern=NOTICE_PATTERN, max_length=90)]


class AnswerForm(StrEnum):
    """In what form people may answer."""

    TEXT = "text"
    AUDIO = "audio"
    VIDEO = "video"


class LawfulBasis(StrEnum):
    """Why the controller may use the answers (UK GDPR, article 6). People's choices are kept whatever it is."""

    CONSENT = "consent"
    PUBLIC_TASK = "public-task"
    LEGITIMATE_INTERESTS = "legitimate-interests"


class Controller(Entry):
    """Who decides what happens with the answers (ISO/IEC TS 27560)."""

    name: Text = Field(description="Name of the organisation or person.")
    contact: Contact = Field(description="An email address or a page where people can write to them.")
    place: Text | None = Field(None, description="Postal address.")


class Longest(Entry):
    """The limits of an answer, by its form."""

    text: Annotated[int, Field(ge=20, le=5_000)] = Field(600, description="Words of a written answer.")
    audio: Annotated[int, Field(ge=1, le=60)] = Field(3, description="Minutes of a sound recording.")
    video: Annotated[int, Field(ge=1, le=60)] = Field(2, description="Minutes of a video.")


class Storage(Entry):
    """Where answers are kept, for how long, and who else gets them (ISO/IEC TS 27560)."""

    location: Text = Field(description="Country where they are kept, such as `United Kingdom`.")
    retention: Text = Field(description="How long, such as `24 months after the call has closed`.")
    recipients: tuple[Text, ...] = Field((), description="Others who get the answers; leave it out for no one.")


class Decision(Entry):
    """Something that was decided about the answers, by role and not by name."""

    on: Day = Field(description="The day.")
    by: Text = Field(description="The role of those who decided, such as `editors`.")
    what: LongText = Field(description="What was decided, in a sentence.")


class Call(Staged):
    """One question to many people. A closed call needs no more than its question and the day on which it closed."""

    question: LongText = Field(description="The question, as people are asked it.")
    title: Text | None = Field(None, description="A few words that name the call; else the question does.")
    why: LongText | None = Field(None, description="Why you ask, and what you will do with the answers.")
    asked_by: Text | None = Field(None, description="Who asked, where it was not you.")
    resource: Id | None = Field(None, description="Id of the resource that is the call itself, or tells of it.")
    controller: Controller | None = Field(None, description="Who decides what happens with the answers.")
    lawful_basis: LawfulBasis | None = Field(None, description="Why the controller may use the answers.")
    notice: NoticeId | None = Field(
        None,
        description="The notice that people read before they agree: `what-helps-2027/2` is the file "
        "`notices/what-helps-2027/2.md`. Never edit one that was used; write the next.",
    )
    opens: Day | None = Field(None, description="First day for answers.")
    closes: Day = Field(description="Last day for answers.")
    formats: Annotated[tuple[AnswerForm, ...], Field(min_length=1)] = Field(
        (AnswerForm.TEXT,), description="In what form people may answer."
    )
    longest: Longest = Field(default_factory=Longest, description="How long an answer may be.")
    shown_as: tuple[Text, ...] = Field(
        (), description="Kinds of work that people can be shown as. Wide ones: a narrow one names a person."
    )
    send_to: Contact | None = Field(None, description="The email address that answers go to.")
    storage: Storage | None = Field(None, description="Where answers are kept, and for how long.")
    adults_only: Flag = Field(True, description="Only adults can answer.")
    quorum: Count = Field(
        3, description="Below so many answers a theme is marked `early`, and no one's kind of work is shown."
    )
    outcome: LongText | None = Field(None, description="What became of it, for a call that has closed.")
    log: tuple[Decision, ...] = Field((), description="Who decided what about the answers.")

    def is_open(self, today: date) -> bool:
        """Whether answers are taken on a day."""
        return self.send_to is not None and (self.opens is None or self.opens <= today) and today <= self.closes
