"""The catalogue as typed data: what an editor may write, and nothing else.

Every field has its description here, once: the JSON Schema for editors and the field reference in the
documentation are made from it. Scalars arrive as the text that the editor typed; the types below decide
whether ``no`` is a word or an answer, and ``12`` a volume or a number.
"""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Annotated, Literal

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
from .dates import PartialDate
from .people import is_family_first
from .rich_text import RichText
from .vocabulary import (
    Access,
    Captions,
    Level,
    Mode,
    PackageKind,
    PersonRole,
    ResourceType,
    Stage,
    Status,
    SummarySource,
    TipSourceKind,
    Verb,
)

__all__ = [
    "AddressUse",
    "Alternative",
    "Catalogue",
    "Module",
    "Pathway",
    "Person",
    "Rates",
    "Resource",
    "Retired",
    "Route",
    "Section",
    "Step",
    "Task",
    "Theme",
    "Tip",
    "TipList",
    "TipSource",
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


class Rates(Entry):
    """How a length in words or pages becomes an estimate in minutes."""

    words_per_minute: Annotated[int, Field(ge=50, le=1_000)] = Field(
        220,
        description="Silent reading of non-fiction. Brysbaert (2019, doi:10.1016/j.jml.2019.104047) found a mean "
        "of 238; the default is a little slower, so that no one is hurried.",
    )
    words_per_page: Annotated[int, Field(ge=50, le=2_000)] = Field(300, description="Words on a page of a document.")


class Pathway(Entry):
    """The settings of the whole site. An unset one leaves its link or sentence out."""

    title: Text = Field("Learning pathway", description="Name of the site.")
    summary: LongText | None = Field(None, description="One or two sentences: what this pathway is, and for whom.")
    language: Language = Field(
        "en-GB",
        description="Language of the site itself (BCP 47). Its own words, such as those on buttons, are in English.",
    )
    site_url: OwnAddress | None = Field(
        None, description="Where the site is published, such as https://example.org/pathway/."
    )
    path: SitePath | None = Field(
        None,
        description="Path of the pathway below an existing MkDocs site that it is a part of, such as `learning`. "
        "Leave it out where the pathway is the whole site.",
    )
    repository: OwnAddress | None = Field(None, description="Address of the repository, without `.git`.")
    branch: Text = Field("main", description="Branch that edit links lead to.")
    forge: Literal["github", "gitlab", "forgejo", "bitbucket"] = Field(
        "github", description="Software of the repository's host; decides the form of edit links."
    )
    organisation: Text | None = Field(None, description="Who publishes the site.")
    contact: Contact | None = Field(None, description="An email address or a page where people can write to you.")
    modules: tuple[Id, ...] = Field(
        (), description="Order of the modules. Modules not named here follow in the order in which they are written."
    )
    rates: Rates = Field(default_factory=Rates, description="How lengths become minutes.")
    library_page_size: Annotated[int, Field(ge=10, le=2_000)] = Field(
        300, description="Largest number of resources on one library page; beyond it, listings are paged."
    )
    packages: tuple[PackageKind, ...] = Field(
        (),
        description="Files that the site offers of each module and of the whole pathway: a book, and packages for "
        "learning platforms.",
    )
    accessibility_tested: Day | None = Field(None, description="Day of the last accessibility test of the site.")
    accessibility_tested_by: Text | None = Field(None, description="Who tested, and how.")
    accessibility_issues: tuple[Text, ...] = Field((), description="Known accessibility problems, in plain words.")
    enforcement_body: Text | None = Field(
        None, description="Who hears complaints about accessibility where your organisation is, if you know it."
    )


class Theme(Staged):
    """A subject that runs through the pathway."""

    title: Text = Field(description="Name of the theme.")
    summary: LongText | None = Field(None, description="What the theme is about.")


class Person(Entry):
    """Someone, or some organisation, that made a resource."""

    family: Text | None = Field(None, description="Family name.")
    given: Text | None = Field(None, description="Given names or initials, as the work prints them.")
    organisation: Text | None = Field(None, description="Name of an organisation, in place of a person's names.")
    role: PersonRole = Field(PersonRole.AUTHOR, description="What the person did.")

    @property
    def name(self) -> str:
        """The whole name in its own order: `Ida Gray`, 王小明."""
        if not self.organisation and is_family_first(self.family, self.given):
            return f"{self.family}{self.given}"
        return self.organisation or " ".join(part for part in (self.given, self.family) if part)


class Alternative(Entry):
    """Another copy or form of the same work."""

    url: Address = Field(description="Address of the copy.")
    label: Text = Field(description="What it is: `web version`, `two-page summary`, `author's copy`.")
    access: Access = Field(Access.UNKNOWN, description="What a learner needs to open it.")


class Resource(Identified):
    """One work that the pathway points to: its facts, and why it is here."""

    type: ResourceType = Field(description="What kind of thing it is.")
    title: Text | None = Field(None, description="Title, exactly as the work prints it.")
    supplied_title: Text | None = Field(None, description="A title of yours, where the work's own is not known.")
    title_sentence: Text | None = Field(
        None, description="The title as a citation should print it, if ours comes out wrong."
    )
    earlier_titles: tuple[Text, ...] = Field((), description="Titles that the same address carried before.")
    authors: tuple[Person, ...] = Field((), description="Who made it, in the work's order.")
    editors: tuple[Person, ...] = Field((), description="Editors of the book that a chapter is in, or of the work.")
    publisher: Text | None = Field(None, description="Publisher, site or channel.")
    place: Text | None = Field(None, description="Place of publication.")
    published: PartialDate | None = Field(None, description="Date of publication: YYYY, YYYY-MM or YYYY-MM-DD.")
    updated: PartialDate | None = Field(None, description="Date on which the work says it was last changed.")
    accessed: Day | None = Field(None, description="Day on which someone last read it at its address: YYYY-MM-DD.")
    language: Language | None = Field(None, description="Language of the work (BCP 47).")
    container: Text | None = Field(None, description="Journal, proceedings, book, series or site that holds it.")
    volume: Text | None = Field(None, description="Volume of the container.")
    issue: Text | None = Field(None, description="Issue or episode number.")
    pages: Text | None = Field(None, description="Pages that it takes up in the container: `274-282`.")
    edition: Text | None = Field(None, description="Edition of a book: `2nd`.")
    number: Text | None = Field(None, description="Report or series number.")
    conference: Text | None = Field(None, description="Name of the conference, with its place and dates where known.")
    doi: Doi | None = Field(None, description="DOI, without `https://doi.org/`.")
    issn: Issn | None = Field(None, description="ISSN of the journal or series.")
    isbn: Isbn | None = Field(None, description="ISBN of the book or report.")
    url: Address | None = Field(
        None, description="Address of the work itself. Leave it out where no public copy is known."
    )
    catalogue_url: Address | None = Field(
        None, description="Page of a library record about it; never cited as the work."
    )
    archived_url: Address | None = Field(None, description="An archived copy of the work.")
    alternatives: tuple[Alternative, ...] = Field((), description="Other copies and forms.")
    transcript: Address | None = Field(None, description="Address of a transcript.")
    library_catalogue: Text | None = Field(None, description="Library catalogue that the record came from.")
    database: Text | None = Field(None, description="Database that lists it.")
    accession_number: Text | None = Field(None, description="Its number in that database.")
    access: Access = Field(Access.UNKNOWN, description="What a learner needs to open it.")
    access_note: Text | None = Field(None, description="One plain sentence for learners about getting at it.")
    licence: Text | None = Field(None, description="Licence of the work, as it states it.")
    level: Level | None = Field(None, description="How much it asks of its reader.")
    themes: tuple[Id, ...] = Field((), description="Ids of themes.")
    minutes: Minutes | None = Field(None, description="Stated length in minutes. Leave it out rather than guess.")
    page_count: Count | None = Field(None, description="Length in pages; a time is estimated from it.")
    word_count: Count | None = Field(None, description="Length in words; a time is estimated from it.")
    captions: Captions | None = Field(None, description="Captions of a video.")
    summary: LongText | None = Field(None, description="What it says, in your own words.")
    summary_source: SummarySource = Field(
        SummarySource.EDITORS,
        description="Whose words the summary is in: `publisher` where it is the work's own abstract or blurb.",
    )
    why: LongText | None = Field(None, description="Why it is worth a learner's time.")
    related: tuple[Id, ...] = Field((), description="Ids of resources that go well with it.")
    cites: tuple[Id, ...] = Field((), description="Ids of resources that it cites.")
    added: Day | None = Field(None, description="Day on which it joined the catalogue.")
    reviewed_on: Day | None = Field(None, description="Day on which an editor last looked at it.")
    review_every: Interval | None = Field(None, description="How often to look again: `6 months`.")
    owner: Text | None = Field(None, description="Who looks after the entry: a name on the forge, such as `@name`.")
    status: Status = Field(
        Status.ACTIVE, description="`archived` keeps the page but stops recommending it; `draft` publishes nothing yet."
    )
    replaced_by: Id | None = Field(None, description="Id of the resource that takes an archived one's place.")
    note: Text | None = Field(None, description="For editors; never published.")

    @property
    def heading(self) -> str:
        """The title to show: the work's own, else the supplied one."""
        return self.title or self.supplied_title or self.id


class Task(Staged):
    """A reflection task: an invitation to think, alone or with others."""

    prompt: LongText = Field(description="The questions, put to the learner.")
    title: Text | None = Field(None, description="A few words that name the task.")
    mode: Mode = Field(Mode.ALONE, description="Alone, in pairs or in a group.")
    minutes: Minutes | None = Field(None, description="How long to give it.")
    themes: tuple[Id, ...] = Field((), description="Ids of themes.")
    facilitator_note: LongText | None = Field(None, description="For someone who runs a session; shown only to them.")


class Step(Entry):
    """One thing to do in a section: exactly one of `read`, `watch`, `listen` or `task`, and an introduction."""

    read: Id | None = Field(None, description="Id of a resource to read.")
    watch: Id | None = Field(None, description="Id of a resource to watch.")
    listen: Id | None = Field(None, description="Id of a resource to listen to.")
    task: Id | None = Field(None, description="Id of a reflection task.")
    introduction: LongText | None = Field(None, description="A sentence or two that leads into the step.")
    optional: Flag = Field(False, description="`true` where a learner can leave the step out.")

    @cached_property
    def verb(self) -> Verb:
        """What the step asks for."""
        return next(verb for verb in Verb if getattr(self, verb.value) is not None)

    @cached_property
    def target(self) -> str:
        """Id of the resource or task that the step points to."""
        return str(self.read or self.watch or self.listen or self.task)

    @cached_property
    def kind(self) -> Literal["resource", "task"]:
        """What sort of entry the target is."""
        return "task" if self.task is not None else "resource"

    @cached_property
    def key(self) -> tuple[str, str]:
        """Kind and id of the target: a task and a resource may share an id."""
        return self.kind, self.target


class Section(Identified):
    """A part of a module."""

    title: Text = Field(description="Heading of the section.")
    summary: LongText | None = Field(None, description="A sentence or two below the heading.")
    steps: tuple[Step, ...] = Field(description="Steps, in order.")


class Module(Staged):
    """One sitting's worth of learning, or several: sections of steps."""

    title: Text = Field(description="Name of the module.")
    summary: LongText | None = Field(None, description="What the module is about, in two or three sentences.")
    outcomes: tuple[LongText, ...] = Field(
        (), description="What a learner will be able to do; each begins with a verb."
    )
    prerequisites: tuple[Id, ...] = Field((), description="Ids of modules to do first.")
    themes: tuple[Id, ...] = Field((), description="Ids of themes.")
    sections: tuple[Section, ...] = Field(description="Sections, in order.")


class Route(Staged):
    """A way through several modules for a particular audience. Its time is worked out, never stated."""

    title: Text = Field(description="Name of the route.")
    audience: Text | None = Field(None, description="Whom it suits.")
    summary: LongText | None = Field(None, description="What it offers.")
    modules: tuple[Id, ...] = Field(description="Ids of modules, in order.")


class Tip(Identified):
    """One piece of advice."""

    text: LongText = Field(description="The advice, in your own words.")
    themes: tuple[Id, ...] = Field((), description="Ids of themes.")
    see: tuple[Id, ...] = Field((), description="Ids of resources that say more.")


class TipSource(Identified):
    """Where some of the tips were gathered."""

    kind: TipSourceKind = Field(description="What the source was.")
    title: Text = Field(description="Name of the source.")
    note: LongText | None = Field(None, description="For learners: what is known about the source.")
    tips: tuple[Tip, ...] = Field(description="The tips.")


class TipList(Staged):
    """A collection of tips with their sources."""

    title: Text = Field(description="Name of the list.")
    summary: LongText | None = Field(None, description="What the list is, and where it came from.")
    resource: Id | None = Field(None, description="Id of the resource that the tips were drawn from.")
    sources: tuple[TipSource, ...] = Field(description="Sources, in order.")


class Retired(Entry):
    """An id that was published once and is gone for good."""

    id: InnerId = Field(
        description="The id that is gone; `module-id/section-id` for a section, `list-id/source-id` for a source."
    )
    kind: Literal["resource", "task", "module", "section", "theme", "route", "tip", "tip-list", "tip-source"] = Field(
        "resource", description="What it was."
    )
    reason: LongText = Field(description="Why it is gone, in a sentence for learners.")
    replacement: InnerId | None = Field(None, description="Id of the entry of the same kind to go to instead.")


class Catalogue(Entry):
    """Everything an editor wrote, from all files."""

    pathway: Pathway = Field(default_factory=Pathway, description="Settings of the site.")
    themes: tuple[Theme, ...] = Field((), description="Subjects that run through the pathway.")
    resources: tuple[Resource, ...] = Field((), description="The works that the pathway points to.")
    tasks: tuple[Task, ...] = Field((), description="Reflection tasks.")
    modules: tuple[Module, ...] = Field((), description="Modules.")
    routes: tuple[Route, ...] = Field((), description="Ways through several modules.")
    tips: tuple[TipList, ...] = Field((), description="Lists of tips with their sources.")
    retired: tuple[Retired, ...] = Field((), description="Ids that were published once and are gone.")
