"""The catalogue as typed data: what an editor may write, and nothing else.

Every field has its description here, once (those of a resource are in `fields.py`): the JSON Schema for editors and
the field reference in the documentation are made from it.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from .dates import Duration
from .fields import Resource
from .types import Mode, PackageKind, Stage, TipSourceKind, Verb
from .values import (
    BASIS,
    Alternative,
    AnswerForm,
    Basis,
    Contact,
    Controller,
    Count,
    Day,
    Decision,
    Entry,
    Flag,
    Id,
    Identified,
    InnerId,
    Language,
    LawfulBasis,
    Longest,
    LongText,
    Minutes,
    NoticeId,
    OwnAddress,
    PageRange,
    Person,
    Rates,
    SitePath,
    Staged,
    Storage,
    Text,
    pages_in,
)

__all__ = [
    "Alternative",
    "Call",
    "Catalogue",
    "Entry",
    "HomePoint",
    "HomeWords",
    "Identified",
    "Module",
    "Pathway",
    "Person",
    "Rates",
    "Resource",
    "Retired",
    "Route",
    "Section",
    "Stage",
    "Staged",
    "Step",
    "Task",
    "Theme",
    "Tip",
    "TipList",
    "TipSource",
]


class HomePoint(Entry):
    """One of the points that the home page makes about the pathway."""

    title: Text = Field(description="A few words.")
    text: LongText = Field(description="A sentence or two.")


class HomeWords(Entry):
    """Words of the home page. Each of those that you leave out is the program's own, in the pathway's language."""

    start: Text | None = Field(None, description="On the button to the first module.")
    library: Text | None = Field(None, description="On the button to the library.")
    how_it_works: Text | None = Field(None, description="Heading above the points.")
    points: tuple[HomePoint, ...] | None = Field(
        None, description="The points below that heading: a title and a text each. `[]` leaves them out."
    )
    modules: Text | None = Field(None, description="Heading above the modules.")
    routes: Text | None = Field(None, description="Heading above the routes.")
    recent: Text | None = Field(None, description="Heading above what was added last.")


class Pathway(Entry):
    """The settings of the whole site. An unset one leaves its link or sentence out."""

    title: Text = Field("Learning pathway", description="Name of the site.")
    summary: LongText | None = Field(None, description="One or two sentences: what this pathway is, and who it is for.")
    language: Language = Field(
        "en-GB", description="Language of the site (BCP 47), also of buttons and help, as far as they are translated."
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
    guides_url: OwnAddress | None = Field(
        None, description="Where the guides of this program are published, so that problems link to their pages there."
    )
    branch: Text = Field("main", description="Branch that edit links lead to.")
    forge: Literal["github", "gitlab", "forgejo", "bitbucket"] = Field(
        "github", description="Software of the repository's host; decides the form of edit links."
    )
    organisation: Text | None = Field(None, description="Who publishes the site.")
    contact: Contact | None = Field(None, description="An email address or a page where people can write to you.")
    modules: tuple[Id, ...] = Field(
        (), description="Order of the modules. Modules not named here follow in the order in which they are written."
    )
    home: HomeWords = Field(default_factory=HomeWords, description="Words of the home page.")
    rates: Rates = Field(default_factory=Rates, description="How lengths become minutes.")
    library_page_size: Annotated[int, Field(ge=10, le=2_000)] = Field(
        300, description="Largest number of resources on one library page; beyond it, listings are paged."
    )
    packages: tuple[PackageKind, ...] = Field(
        (),
        description="Files that the site offers of each module and of the whole pathway: a book, and packages for "
        "learning platforms.",
    )
    voices_store: Text | None = Field(
        None,
        description="Folder with the answers to calls, outside the project and never in git: relative to the project. "
        "The environment variable `PATHWAY_VOICES` goes before it.",
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
    statement: LongText | None = Field(
        None, description="What many answers say, as a sentence that one can agree or disagree with."
    )
    rests_on: tuple[Basis, ...] = Field((), description=BASIS)


class Task(Staged):
    """A reflection task: an invitation to think, alone or with others."""

    prompt: LongText = Field(description="The questions, put to the learner.")
    title: Text | None = Field(None, description="A few words that name the task.")
    mode: Mode = Field(Mode.ALONE, description="Alone, in pairs or in a group.")
    minutes: Minutes | None = Field(None, description="How long to give it.")
    themes: tuple[Id, ...] = Field((), description="Ids of themes.")
    facilitator_note: LongText | None = Field(None, description="For someone who runs a session; shown only to them.")
    rests_on: tuple[Basis, ...] = Field((), description=BASIS)

    @property
    def duration(self) -> Duration:
        """The time that it suggests, or unknown."""
        return Duration(self.minutes) if self.minutes is not None else Duration(unknown=1)


class Step(Entry):
    """One thing to do in a section: exactly one of `read`, `watch`, `listen` or `task`, and an introduction."""

    read: Id | None = Field(None, description="Id of a resource to read.")
    watch: Id | None = Field(None, description="Id of a resource to watch.")
    listen: Id | None = Field(None, description="Id of a resource to listen to.")
    task: Id | None = Field(None, description="Id of a reflection task.")
    introduction: LongText | None = Field(None, description="A sentence or two that leads into the step.")
    pages: PageRange | None = Field(
        None, description="The pages to read, where the step asks for a part: `12-20`. Only these count as time."
    )
    optional: Flag = Field(False, description="`true` where a learner can leave the step out.")
    rests_on: tuple[Basis, ...] = Field((), description=BASIS)

    def duration(self, resource: Resource, rates: Rates) -> Duration:
        """The time of the part that it asks for (unknown where its pages cannot be counted), else of the whole."""
        if not self.pages:
            return resource.duration(rates)
        pages = 1 if self.pages.isdecimal() else pages_in(self.pages)
        if not pages:
            return Duration(unknown=1)
        words = rates.words_per_journal_page if resource.pages else rates.words_per_page
        return Duration(rates.minutes(pages * words), estimated=True)

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

    @property
    def anchor(self) -> str:
        """Its name within a page, wherever it is moved to; ids of sections can't have the two hyphens."""
        return f"{self.kind}--{self.target}"


class Section(Identified):
    """A part of a module."""

    title: Text = Field(description="Heading of the section.")
    summary: LongText | None = Field(None, description="A sentence or two below the heading.")
    steps: tuple[Step, ...] = Field(description="Steps, in order.")


class Module(Staged):
    """A module: sections of steps, for one session or several."""

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
    audience: Text | None = Field(None, description="Who it is for.")
    summary: LongText | None = Field(None, description="What it offers.")
    modules: tuple[Id, ...] = Field(description="Ids of modules, in order.")


class Tip(Identified):
    """One piece of advice."""

    text: LongText = Field(description="The advice, in your own words.")
    themes: tuple[Id, ...] = Field((), description="Ids of themes.")
    see: tuple[Id, ...] = Field((), description="Ids of resources that say more.")
    rests_on: tuple[Basis, ...] = Field((), description=BASIS)


class TipSource(Identified):
    """The source of some of the tips."""

    kind: TipSourceKind = Field(description="What the source was.")
    title: Text = Field(description="Name of the source.")
    call: Id | None = Field(None, description="Id of the call that the tips answered.")
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
    kind: Literal[
        "resource", "task", "module", "section", "theme", "route", "tip", "tip-list", "tip-source", "call"
    ] = Field("resource", description="What it was.")
    reason: LongText = Field(description="Why it is gone, in a sentence for learners.")
    replacement: InnerId | None = Field(None, description="Id of the entry of the same kind to go to instead.")


class Catalogue(Entry):
    """Everything an editor wrote, from all files."""

    pathway: Pathway = Field(default_factory=Pathway, description="Settings of the site.")
    themes: tuple[Theme, ...] = Field((), description="Subjects that run through the pathway.")
    resources: tuple[Resource, ...] = Field((), description="The resources that the pathway points to.")
    tasks: tuple[Task, ...] = Field((), description="Reflection tasks.")
    modules: tuple[Module, ...] = Field((), description="Modules.")
    routes: tuple[Route, ...] = Field((), description="Ways through several modules.")
    tips: tuple[TipList, ...] = Field((), description="Lists of tips with their sources.")
    calls: tuple[Call, ...] = Field((), description="Questions that many people were asked.")
    retired: tuple[Retired, ...] = Field((), description="Ids that were published once and are gone.")


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
