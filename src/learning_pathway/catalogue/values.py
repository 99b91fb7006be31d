"""What the fields of an entry can hold (values, people, copies, parts of a call), and what all entries share."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum, StrEnum
from math import ceil
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from .addresses import written
from .text import RichText, is_family_first
from .types import Access, PersonRole, Stage

__all__ = [
    "ADDRESS_PATTERN",
    "BASIS",
    "CONTACT_PATTERN",
    "DOI_PATTERN",
    "EXCERPT_PATTERN",
    "ID_PATTERN",
    "INNER_ID_PATTERN",
    "INTERVAL_PATTERN",
    "ISBN_PATTERN",
    "ISSN_PATTERN",
    "LANGUAGE_PATTERN",
    "NOTICE_PATTERN",
    "PAGE_RANGE_PATTERN",
    "SITE_PATH_PATTERN",
    "VOICE_ID_PATTERN",
    "Address",
    "AddressUse",
    "Alternative",
    "AnswerForm",
    "Basis",
    "Contact",
    "Controller",
    "Count",
    "Day",
    "Decision",
    "Doi",
    "Entry",
    "Flag",
    "Id",
    "Identified",
    "InnerId",
    "Interval",
    "Isbn",
    "Issn",
    "Language",
    "LawfulBasis",
    "LongText",
    "Longest",
    "Minutes",
    "NoticeId",
    "OwnAddress",
    "PageRange",
    "Person",
    "Rates",
    "SitePath",
    "Staged",
    "Storage",
    "Text",
    "pages_in",
]


class AddressUse(Enum):
    """What an address is for; the rule for addresses finds every field by it."""

    PUBLIC = "public"
    """A learner follows it."""
    OWN = "own"
    """The site's own; it may be on a private network."""
    CONTACT = "contact"
    """Someone to write to: a page or an email address."""


ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SITE_PATH_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$"
INNER_ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$"
#: For editors only; `address.refusal` says more, and better.
ADDRESS_PATTERN = r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#]"
CONTACT_PATTERN = r"^\s*([Hh][Tt][Tt][Pp][Ss]?://[^\s/?#]|(mailto:)?[A-Za-z0-9_'+.-]+@[^\s@]+$)"
LANGUAGE_PATTERN = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
#: Old DOIs hold `<1::AID-XYZ>`; no other has angle brackets. `?`, `#` and `%` belong to addresses.
DOI_PATTERN = (
    r"^10\.[0-9]{4,9}(?:\.[0-9]+)*/(?:[!$&()*+,./:;=@\[\]_~A-Za-z0-9-]|<[0-9]+::?[A-Za-z0-9.-]+>)*"
    r"(?:[!$()*+=@\[\]_~A-Za-z0-9-]|<[0-9]+::?[A-Za-z0-9.-]+>)$"
)
ISSN_PATTERN = r"^[0-9]{4}-?[0-9]{3}[0-9Xx]$"
ISBN_PATTERN = r"^(?:[0-9][ -]?){9}(?:[0-9Xx]|(?:[0-9][ -]?){3}[0-9])$"
#: One page, or the first and the last: `12`, `12-20`, `274–82`.
PAGE_RANGE_PATTERN = r"^([1-9][0-9]{0,5})(?:[-–]([1-9][0-9]{0,5}))?$"
INTERVAL_PATTERN = r"^[1-9][0-9]{0,2} (day|week|month|year)s?$"

Id = Annotated[
    str,
    StringConstraints(pattern=ID_PATTERN, max_length=80),
    WithJsonSchema({"type": ["string", "integer"], "pattern": ID_PATTERN, "maxLength": 80}),
]
#: An id that may be inside another entry: `module-id/section-id`.
InnerId = Annotated[str, StringConstraints(pattern=INNER_ID_PATTERN, max_length=161)]
_TEXT: dict[str, JsonValue] = {"type": ["string", "number", "boolean"], "minLength": 1, "maxLength": 20_000}
#: Text that an editor's schema check accepts as a bare number or truth too (`volume: 33`, `title: 1984`).
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000),
    WithJsonSchema(_TEXT),
]
#: Text in which a small set of Markdown works. Whatever reads it as a string gets it plain.
LongText = Annotated[
    RichText,
    WithJsonSchema({**_TEXT, "contentMediaType": "text/markdown"}, mode="validation"),
    WithJsonSchema(_TEXT, mode="serialization"),
]
Address = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000),
    AddressUse.PUBLIC,
    AfterValidator(written),
    WithJsonSchema({"type": "string", "pattern": ADDRESS_PATTERN, "maxLength": 2_000}),
]
#: An address that may lead to a private network: a site or a repository may live on one.
OwnAddress = Annotated[Address, AddressUse.OWN]
#: An email address or a page. For editors only; `address.contact_refusal` says more.
Contact = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000),
    AddressUse.CONTACT,
    WithJsonSchema({"type": "string", "pattern": CONTACT_PATTERN, "maxLength": 2_000}),
]
#: A path below a site: `learning`, `staff/learning`.
SitePath = Annotated[str, StringConstraints(pattern=SITE_PATH_PATTERN, max_length=200)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)]
Doi = Annotated[str, StringConstraints(pattern=DOI_PATTERN, max_length=500)]
Issn = Annotated[
    str,
    StringConstraints(pattern=ISSN_PATTERN),
    WithJsonSchema({"type": ["string", "integer"], "pattern": ISSN_PATTERN}),
]
Isbn = Annotated[
    str,
    StringConstraints(pattern=ISBN_PATTERN),
    WithJsonSchema({"type": ["string", "integer"], "pattern": ISBN_PATTERN}),
]
Interval = Annotated[str, StringConstraints(pattern=INTERVAL_PATTERN)]
PageRange = Annotated[
    str,
    StringConstraints(pattern=PAGE_RANGE_PATTERN),
    WithJsonSchema({"type": ["string", "integer"], "pattern": PAGE_RANGE_PATTERN}),
]
Minutes = Annotated[int, Field(ge=1, le=100_000)]
Count = Annotated[int, Field(ge=1, le=100_000_000)]


def _only_true_or_false(value: object) -> object:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), value)
    return value


def _only_a_full_day(value: object) -> object:
    """Keep pydantic from taking `2023` for a number of seconds."""
    if isinstance(value, str):
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
                return date.fromisoformat(value.strip())
        except ValueError:
            pass
        raise PydanticCustomError("day", "not a day; write YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_only_a_full_day)]
Flag = Annotated[bool, BeforeValidator(_only_true_or_false), Field(strict=True)]


class Entry(BaseModel):
    """What all parts of the catalogue share: closed to unknown keys, never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, str_strip_whitespace=True)


class Identified(Entry):
    """An entry with a permanent id."""

    id: Id = Field(description="Permanent name: small letters, digits and hyphens. Never change it without `formerly`.")
    formerly: tuple[Id, ...] = Field((), description="Ids that this entry had before; learners' progress follows them.")


class Staged(Identified):
    """An entry that can be prepared before it is published."""

    status: Stage = Field(Stage.ACTIVE, description="`draft` publishes nothing of the entry yet; it may be incomplete.")


class Person(Entry):
    """Someone, or some organisation, that made a resource."""

    family: Text | None = Field(None, description="Family name.")
    given: Text | None = Field(None, description="Given names or initials, as the resource prints them.")
    organisation: Text | None = Field(None, description="Name of an organisation, in place of a person's names.")
    account: Text | None = Field(None, description="Channel, handle or pen name beside the name: `@northernforum`.")
    role: PersonRole = Field(PersonRole.AUTHOR, description="What the person did.")

    @property
    def name(self) -> str:
        """The whole name in its own order: `Ida Gray`, 王小明."""
        if not self.organisation and is_family_first(self.family, self.given):
            return f"{self.family}{self.given}"
        return self.organisation or " ".join(part for part in (self.given, self.family) if part)


class Alternative(Entry):
    """Another copy or form of the same resource."""

    url: Address = Field(description="Address of the copy.")
    label: Text = Field(description="What it is: `web version`, `two-page summary`, `author's copy`.")
    access: Access = Field(Access.UNKNOWN, description="What a learner needs to open it.")


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


class Rates(Entry):
    """How a length in words or pages becomes an estimate in minutes."""

    words_per_minute: Annotated[int, Field(ge=50, le=1_000)] = Field(
        220,
        description="Silent reading of non-fiction. Brysbaert (2019, doi:10.1016/j.jml.2019.104047) found a mean "
        "of 238; the default is a little slower, so that no one is hurried.",
    )
    words_per_page: Annotated[int, Field(ge=50, le=2_000)] = Field(300, description="Words on a page of a document.")
    words_per_journal_page: Annotated[int, Field(ge=50, le=2_000)] = Field(
        500, description="Words on a page of a journal or book: the lowest published figure, so that no one is put off."
    )

    def minutes(self, words: int) -> int:
        """Minutes that reading so many words takes."""
        return ceil(words / self.words_per_minute)


#: A longer range is a slip.
_MOST_PAGES = 2_000


def pages_in(span: str) -> int:
    """The number of pages of a complete range such as ``274-282``; 0 where the text is anything else."""
    found = re.match(PAGE_RANGE_PATTERN, span)
    if not found or not found[2]:
        return 0
    first, last = int(found[1]), found[2]
    # "274-82" is short for "274-282".
    end = int(found[1][: -len(last)] + last) if len(last) < len(found[1]) else int(last)
    return end - first + 1 if first <= end < first + _MOST_PAGES else 0
