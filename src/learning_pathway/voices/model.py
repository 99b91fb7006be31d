"""One answer in the voice store: `voice.yaml` as typed data.

The consent fields are those of ISO/IEC TS 27560, with the states of the W3C Data Privacy Vocabulary
(https://w3c.github.io/dpv/guides/consent-27560). The place of an excerpt is a TextQuoteSelector of the W3C Web
Annotation model (https://www.w3.org/TR/annotation-model/#text-quote-selector).
"""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import Annotated, Final

from pydantic import Field, StringConstraints, model_validator

from ..catalogue.values import NOTICE_PATTERN, VOICE_ID_PATTERN, Count, Day, Entry, Flag, Id, Language, LongText, Text

__all__ = [
    "CHECKED",
    "LONGEST_EXCERPT",
    "Checked",
    "Consent",
    "ConsentState",
    "Event",
    "Excerpt",
    "ExcerptNumber",
    "Kind",
    "NoticeRead",
    "Scope",
    "Sha256",
    "Shown",
    "ShownAs",
    "Stance",
    "StoredFile",
    "VoiceId",
    "VoiceRecord",
]

VoiceId = Annotated[str, StringConstraints(pattern=VOICE_ID_PATTERN)]
ExcerptNumber = Annotated[int, Field(ge=1, le=999)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^(sha256:)?[0-9a-f]{64}$")]
Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*(\.[a-z0-9]+)+$", max_length=80)]
#: Words of an excerpt: more is the answer itself.
LONGEST_EXCERPT = 80


class Kind(StrEnum):
    """The form of an answer."""

    TEXT = "text"
    AUDIO = "audio"
    VIDEO = "video"


class Scope(Enum):
    """What a person allows, from the least to the most. `rank` orders them."""

    rank: int

    def __new__(cls, name: str, rank: int) -> Scope:
        """Make a member from a row of the table."""
        member = object.__new__(cls)
        member._value_, member.rank = name, rank
        return member

    LISTEN = ("listen", 0)
    QUOTE = ("quote", 1)
    PUBLISH = ("publish", 2)


class Shown(Enum):
    """How a person is shown, from the least to the most. `rank` orders them."""

    rank: int

    def __new__(cls, name: str, rank: int) -> Shown:
        """Make a member from a row of the table."""
        member = object.__new__(cls)
        member._value_, member.rank = name, rank
        return member

    ANONYMOUS = ("anonymous", 0)
    ROLE = ("role", 1)
    NAME = ("name", 2)


class ConsentState(Enum):
    """States of a consent in the Data Privacy Vocabulary; `live` ones permit something."""

    live: bool

    def __new__(cls, name: str, live: bool) -> ConsentState:
        """Make a member from a row of the table."""
        member = object.__new__(cls)
        member._value_, member.live = name, live
        return member

    GIVEN = ("ConsentGiven", True)
    RENEWED = ("RenewedConsentGiven", True)
    REQUESTED = ("ConsentRequested", False)
    REFUSED = ("ConsentRefused", False)
    UNKNOWN = ("ConsentUnknown", False)
    EXPIRED = ("ConsentExpired", False)
    INVALIDATED = ("ConsentInvalidated", False)
    REVOKED = ("ConsentRevoked", False)
    WITHDRAWN = ("ConsentWithdrawn", False)


class Stance(StrEnum):
    """Where an excerpt stands on the statement of its theme."""

    SUPPORTS = "supports"
    QUALIFIES = "qualifies"
    DISAGREES = "disagrees"


class StoredFile(Entry):
    """A file beside `voice.yaml`."""

    name: FileName
    sha256: Sha256 | None = None
    as_received: Sha256 | None = None
    by_hand: Text | None = None
    made_by: Text | None = None
    checked_by: Text | None = None


class NoticeRead(Entry):
    """The notice that a person read before agreeing: its id with the version, and the hash of its words."""

    id: Annotated[str, StringConstraints(pattern=NOTICE_PATTERN, max_length=90)]
    sha256: Sha256


class ShownAs(Entry):
    """How a person wants to be shown, and the words for it."""

    mode: Shown
    text: Text | None = None


class Event(Entry):
    """One decision of one person. Events are only ever added; the last one counts."""

    event_time: Day
    event_state: ConsentState
    event_type: Text | None = None
    scope: Scope = Scope.LISTEN
    translate: Flag = False
    take_away: Flag = False
    valid_until: Day | None = None
    adult: Flag = False


class Consent(Entry):
    """The consent of one person who can be seen or heard, or who wrote."""

    record: Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=64)]
    notice: NoticeRead
    take_back: Sha256 | None = None
    shown_as: ShownAs = ShownAs(mode=Shown.ANONYMOUS)
    events: Annotated[tuple[Event, ...], Field(min_length=1, max_length=1_000)]


#: What an editor adds to a record.
CHECKED: Final = "checked: {{on: {day}, by: YOUR NAME}}"


class Checked(Entry):
    """What an editor found who read, heard or watched the whole answer."""

    on: Day
    by: Text
    people: Count | None = None
    other_people: Text | None = None
    contact_details: Text | None = None
    sensitive: Text | None = None


class Excerpt(Entry):
    """Words of the answer that stand for a code, and where they are."""

    n: ExcerptNumber
    exact: Text
    prefix: str = ""
    suffix: str = ""
    t: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)?,[0-9]+(\.[0-9]+)?$")] | None = None
    code: Id
    stance: Stance = Stance.SUPPORTS
    coder: Text | None = None
    memo: LongText | None = None
    translations: dict[Language, Text] = Field(default_factory=dict)
    """Our translations, by language: shown where the person allows it, beside the words themselves."""

    @property
    def is_short(self) -> bool:
        """Whether it is a piece of an answer, and not the answer itself."""
        return len(self.exact.split()) <= LONGEST_EXCERPT


class VoiceRecord(Entry):
    """Everything that the store knows of one answer but its words and media."""

    id: VoiceId
    call: Id
    received: Month
    kind: Kind
    language: Language
    seconds: Annotated[int, Field(ge=1, le=36_000)] | None = None
    people_recorded: Count = 1
    sample: Flag = False
    files: tuple[StoredFile, ...] = ()
    consent: tuple[Consent, ...] = ()
    checked: Checked | None = None
    excerpts: tuple[Excerpt, ...] = ()

    @model_validator(mode="after")
    def _unique(self) -> VoiceRecord:
        for what, names in (
            ("excerpts with the number", [excerpt.n for excerpt in self.excerpts]),
            ("consents with the record", [consent.record for consent in self.consent]),
            ("files with the name", [file.name for file in self.files]),
        ):
            double = next((name for place, name in enumerate(names) if name in names[:place]), None)
            if double is not None:
                raise ValueError(f"there are two {what} {double}")
        return self

    @property
    def people(self) -> int:
        """How many people can be seen or heard: as the contributor says or as the editor counted, the higher."""
        return max(self.people_recorded, (self.checked.people or 1) if self.checked else 1)
