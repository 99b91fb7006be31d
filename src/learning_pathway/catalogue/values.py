"""What the fields of an entry can hold, names of people among them, and what all entries have in common."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
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
from .text import RichText
from .types import Access, PersonRole, Stage

__all__ = [
    "ADDRESS_PATTERN",
    "CONTACT_PATTERN",
    "DOI_PATTERN",
    "ID_PATTERN",
    "INNER_ID_PATTERN",
    "INTERVAL_PATTERN",
    "ISBN_PATTERN",
    "ISSN_PATTERN",
    "LANGUAGE_PATTERN",
    "PAGE_RANGE_PATTERN",
    "SITE_PATH_PATTERN",
    "Address",
    "AddressUse",
    "Alternative",
    "Contact",
    "Count",
    "Day",
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
    "LongText",
    "Minutes",
    "OwnAddress",
    "PageRange",
    "Person",
    "SitePath",
    "Staged",
    "Text",
    "has_no_initials",
    "is_family_first",
    "people_meant",
]


#: Han, hiragana, katakana, bopomofo and hangul, with their marks of length and repetition.
_EAST_ASIAN = (
    "\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    "\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff"
    "\uff66-\uffdc\U00016ff0-\U00016ff6\U0001b000-\U0001b2ff\U00020000-\U0003347f"
)
_NAME = re.compile(f"[{_EAST_ASIAN}]+(?: [{_EAST_ASIAN}]+)*")
#: Names from elsewhere are written in katakana alone, in their own order.
_KATAKANA = re.compile("[\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f ]+")


def is_family_first(family: str | None, given: str | None) -> bool:
    """Whether both names are in an East Asian script, so that they are written together, the family's first."""
    if not family or not given or not _NAME.fullmatch(family) or not _NAME.fullmatch(given):
        return False
    return not (_KATAKANA.fullmatch(family) and _KATAKANA.fullmatch(given))


def has_no_initials(name: str) -> bool:
    """Whether a name begins in an East Asian script, which has no initials."""
    return _NAME.match(name) is not None


#: Words that no person is called.
_ORGANISATION = re.compile(
    r"^The\b|\b(?:Academ\w+|Agency|Alliance|Association|Authority|BBC|Board|Borough|Centre|Center|Charity|Coalition|College"
    r"|Commission|Committee|Company|Confederation|Council|County|Department|Faculty|Federation|Forum|Foundation|Fund|Gov\w*"
    r"|Group|Health|Hub|Initiative|Inc|Institut\w*|Journal|Lab|League|Library|Limited|Ltd|Ministry|Museum|NHS|Network"
    r"|Office|Organi[sz]ation|Partnership|Press|Project|School|Service|Services|Society|Team|Trust|Union|Universit\w+|UK|UN)\b"
)


def person_meant(text: str) -> dict[str, str] | None:
    """The person or organisation that a name means; None for no name, or several."""
    name = re.sub(r"(?<=\w{3})\.$", "", " ".join(text.strip().strip(";").split()))
    if not name or re.search(r"[;&/\[\]{}]|\band\b|\bet al\b|\d", name):
        return {"organisation": name} if _is_organisation(name) and ";" not in name else None
    if _is_organisation(name):
        return {"organisation": name}
    family, comma, given = name.partition(", ")
    if comma:
        return {"family": family, "given": given} if "," not in given and " " not in family.strip() else None
    if found := re.fullmatch(r"(\S+) ([A-Z]{1,3}|(?:[A-Z]\.){1,3})", name):
        return {"family": found[1], "given": found[2]}
    given, _, family = name.rpartition(" ")
    while (
        found := re.search(r"(?:^| )((?:van|von|der|den|de|da|di|du|la|le|ter|ap|ab|ferch|al|el|bin|ibn))$", given)
    ) is not None:
        family, given = f"{found[1]} {family}", given[: found.start()]
    return {"family": family, "given": given} if given else {"family": family}


def people_meant(text: str) -> list[dict[str, str]] | None:
    """The people in a line of names; None where that is not certain."""
    whole = person_meant(text)
    if whole is not None:
        return [whole]
    parts = [part for part in re.split(r"\s*;\s*|\s*&\s*|,?\s+and\s+", text.strip()) if part]
    if len(parts) == 1 or any("," in part and " " in part.partition(",")[0] for part in parts):
        parts = [part for part in re.split(r"\s*[,;&]\s*|,?\s+and\s+", text.strip()) if part]
        if any(" " not in part for part in parts):
            return None
    people = [person_meant(part) for part in parts]
    return [person for person in people if person is not None] if people and all(people) and len(people) <= 20 else None


def _is_organisation(name: str) -> bool:
    return bool(_ORGANISATION.search(name)) or (name.isupper() and len(name) > 1 and "." not in name)


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
