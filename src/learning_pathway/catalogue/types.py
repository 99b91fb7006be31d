"""The fixed words of the catalogue: types of resources, access, levels, modes and the rest, each an enum.

A type of resources is a row, with all that the site, citations and formats say of it. A new type is a new row: mypy
refuses one that lacks a column, and no other module needs to name the type.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Literal, Self

from ..locale import msgid

__all__ = [
    "Access",
    "BibtexType",
    "Captions",
    "Context",
    "EntryKind",
    "Form",
    "Level",
    "Mode",
    "PackageKind",
    "Pair",
    "PersonRole",
    "ResourceType",
    "Stage",
    "Status",
    "SummarySource",
    "TipSourceKind",
    "TypeRow",
    "TypicalLength",
    "Verb",
]


class Verb(StrEnum):
    """What a step asks the learner to do; the key of a step in the catalogue."""

    READ = "read"
    WATCH = "watch"
    LISTEN = "listen"
    TASK = "task"


class Form(Enum):
    """How something is published, which decides how it is cited."""

    PERIODICAL = "in a periodical or a site"
    CHAPTER = "in a book"
    PAPER = "at a conference, or in its proceedings"
    MONOGRAPH = "as a whole, perhaps in a series"
    RECORDING = "as a recording, perhaps in a series"
    SITE = "as a page of a site"


@dataclass(frozen=True, slots=True)
class Pair:
    """A word for a resource on its own, and one for a resource that is part of another."""

    alone: str
    part: str


def _both(word: str) -> Pair:
    return Pair(word, word)


@dataclass(frozen=True, slots=True)
class BibtexType:
    """An entry type of BibLaTeX, with the fields that mean something else from type to type."""

    entry: str
    part: str
    """The entry type of what is part of a periodical."""
    container: str
    publisher: str
    number: Literal["issue", "number"]
    """Which of our fields the field `number` holds."""


@dataclass(frozen=True, slots=True)
class Context:
    """A format of OpenURL's context objects, and the genre (for `dc`, Zotero's item type) in it."""

    format: Literal["journal", "book", "dissertation", "dc"]
    genre: str


@dataclass(frozen=True, slots=True)
class TypicalLength:
    """How long resources of a type usually are, as someone published it."""

    words: int
    minutes: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRow:
    """All that is said of one type. There are no defaults: a row says everything.

    Attributes:
        label: the type, as a learner reads it.
        verb: what one does with it.
        fits: what a step may ask for.
        length: a published typical length; None where there is none to trust.
        form: how it is published.
        container: label of the field `container`.
        publisher: label of the field `publisher`.
        issue: label of the field `issue`.
        medium: the description that citations put in square brackets.
        series: what Harvard calls a series of such recordings.
        exact_date: whether citations print month and day.
        publisher_holds: whether the publisher is the site that holds it, where no other is named.
        csl: type of CSL 1.0.2.
        bibtex: entry type of BibTeX or BibLaTeX.
        ris: type of RIS.
        zotero: item type of Zotero.
        coins: context object, alone and as a part.
        schema_org: type of https://schema.org.
        holder: type of https://schema.org of what it is part of.
    """

    label: str
    verb: Verb
    fits: frozenset[Verb]
    length: TypicalLength | None
    form: Form
    container: str
    publisher: str
    issue: str
    medium: Pair
    series: str
    exact_date: bool
    publisher_holds: bool
    csl: Pair
    bibtex: BibtexType
    ris: Pair
    zotero: Pair
    coins: tuple[Context, Context]
    schema_org: Pair
    holder: str


_READ, _WATCH, _LISTEN = frozenset({Verb.READ}), frozenset({Verb.WATCH}), frozenset({Verb.LISTEN})
#: Courses, toolkits and web pages hold texts and recordings alike.
_ANY = _READ | _WATCH | _LISTEN
_ONLINE = BibtexType("online", "online", "titleaddon", "organization", "number")
_REPORT = BibtexType("techreport", "techreport", "series", "institution", "number")
_WEB_PAGE = (Context("dc", "webpage"), Context("dc", "webpage"))


class ResourceType(StrEnum):
    """What kind of thing a resource is."""

    row: TypeRow

    def __new__(cls, value: str, *rows: TypeRow) -> Self:
        """Make a member of a word and its one row."""
        member = str.__new__(cls, value)
        member._value_ = value
        (member.row,) = rows
        return member

    ARTICLE = (
        "article",
        TypeRow(
            label=msgid("Article"),
            verb=Verb.READ,
            fits=_READ,
            length=None,
            form=Form.PERIODICAL,
            container=msgid("Part of"),
            publisher=msgid("Publisher"),
            issue=msgid("Issue"),
            medium=_both(""),
            series="",
            exact_date=True,
            publisher_holds=False,
            csl=Pair("webpage", "article-magazine"),
            bibtex=BibtexType("online", "article", "titleaddon", "organization", "issue"),
            ris=Pair("ELEC", "MGZN"),
            zotero=Pair("webpage", "magazineArticle"),
            coins=(Context("dc", "webpage"), Context("journal", "article")),
            schema_org=_both("Article"),
            holder="Periodical",
        ),
    )
    BLOG = (
        "blog",
        TypeRow(
            label=msgid("Blog post"),
            verb=Verb.READ,
            fits=_READ,
            length=TypicalLength(1_333, 0, "Orbit Media's survey of 808 content marketers, 2025 (marketingprofs.com)"),
            form=Form.PERIODICAL,
            container=msgid("Blog"),
            publisher=msgid("Publisher"),
            issue=msgid("Issue"),
            medium=_both(""),
            series="",
            exact_date=True,
            publisher_holds=True,
            csl=Pair("webpage", "post-weblog"),
            bibtex=_ONLINE,
            ris=Pair("ELEC", "BLOG"),
            zotero=_both("blogPost"),
            coins=(Context("dc", "blogPost"), Context("dc", "blogPost")),
            schema_org=_both("BlogPosting"),
            holder="Blog",
        ),
    )
    REPORT = (
        "report",
        TypeRow(
            label=msgid("Report"),
            verb=Verb.READ,
            fits=_READ,
            length=None,
            form=Form.MONOGRAPH,
            container=msgid("Part of"),
            publisher=msgid("Institution"),
            issue=msgid("Issue"),
            medium=_both(""),
            series="",
            exact_date=False,
            publisher_holds=False,
            csl=_both("report"),
            bibtex=_REPORT,
            ris=_both("RPRT"),
            zotero=_both("report"),
            coins=(Context("book", "report"), Context("book", "report")),
            schema_org=_both("Report"),
            holder="CreativeWorkSeries",
        ),
    )
    JOURNAL_ARTICLE = (
        "journal-article",
        TypeRow(
            label=msgid("Journal article"),
            verb=Verb.READ,
            fits=_READ,
            length=None,
            form=Form.PERIODICAL,
            container=msgid("Journal"),
            publisher=msgid("Publisher"),
            issue=msgid("Issue"),
            medium=_both(""),
            series="",
            exact_date=False,
            publisher_holds=False,
            csl=_both("article-journal"),
            bibtex=BibtexType("article", "article", "journal", "publisher", "issue"),
            ris=_both("JOUR"),
            zotero=_both("journalArticle"),
            coins=(Context("journal", "article"), Context("journal", "article")),
            schema_org=_both("ScholarlyArticle"),
            holder="Periodical",
        ),
    )
    CONFERENCE_PAPER = (
        "conference-paper",
        TypeRow(
            label=msgid("Conference paper"),
            verb=Verb.READ,
            fits=_READ,
            length=None,
            form=Form.PAPER,
            container=msgid("Journal or proceedings"),
            publisher=msgid("Publisher"),
            issue=msgid("Issue"),
            medium=Pair("Paper presentation", ""),
            series="",
            exact_date=True,
            publisher_holds=False,
            csl=_both("paper-conference"),
            bibtex=BibtexType("inproceedings", "inproceedings", "booktitle", "publisher", "number"),
            ris=_both("CONF"),
            zotero=_both("conferencePaper"),
            coins=(Context("dc", "presentation"), Context("journal", "proceeding")),
            schema_org=_both("ScholarlyArticle"),
            holder="Periodical",
        ),
    )
    CHAPTER = (
        "chapter",
        TypeRow(
            label=msgid("Chapter"),
            verb=Verb.READ,
            fits=_READ,
            length=None,
            form=Form.CHAPTER,
            container=msgid("Book"),
            publisher=msgid("Publisher"),
            issue=msgid("Issue"),
            medium=_both(""),
            series="",
            exact_date=False,
            publisher_holds=False,
            csl=_both("chapter"),
            bibtex=BibtexType("incollection", "incollection", "booktitle", "publisher", "number"),
            ris=_both("CHAP"),
            zotero=_both("bookSection"),
            coins=(Context("book", "bookitem"), Context("book", "bookitem")),
            schema_org=_both("Chapter"),
            holder="Book",
        ),
    )
    BOOK = (
        "book",
        TypeRow(
            label=msgid("Book"),
            verb=Verb.READ,
            fits=_READ,
            length=None,
            form=Form.MONOGRAPH,
            container=msgid("Part of"),
            publisher=msgid("Publisher"),
            issue=msgid("Issue"),
            medium=_both(""),
            series="",
            exact_date=False,
            publisher_holds=False,
            csl=_both("book"),
            bibtex=BibtexType("book", "book", "series", "publisher", "number"),
            ris=_both("BOOK"),
            zotero=_both("book"),
            coins=(Context("book", "book"), Context("book", "book")),
            schema_org=_both("Book"),
            holder="CreativeWorkSeries",
        ),
    )
    THESIS = (
        "thesis",
        TypeRow(
            label=msgid("Thesis"),
            verb=Verb.READ,
            fits=_READ,
            length=None,
            form=Form.MONOGRAPH,
            container=msgid("Part of"),
            publisher=msgid("University"),
            issue=msgid("Issue"),
            medium=_both("Thesis"),
            series="",
            exact_date=False,
            publisher_holds=False,
            csl=_both("thesis"),
            bibtex=BibtexType("phdthesis", "phdthesis", "series", "school", "number"),
            ris=_both("THES"),
            zotero=_both("thesis"),
            coins=(Context("dissertation", "dissertation"), Context("dissertation", "dissertation")),
            schema_org=_both("Thesis"),
            holder="CreativeWorkSeries",
        ),
    )
    TOOLKIT = (
        "toolkit",
        TypeRow(
            label=msgid("Toolkit"),
            verb=Verb.READ,
            fits=_ANY,
            length=None,
            form=Form.MONOGRAPH,
            container=msgid("Part of"),
            publisher=msgid("Publisher"),
            issue=msgid("Issue"),
            medium=_both(""),
            series="",
            exact_date=False,
            publisher_holds=False,
            csl=_both("report"),
            bibtex=_REPORT,
            ris=_both("RPRT"),
            zotero=_both("report"),
            coins=(Context("book", "report"), Context("book", "report")),
            schema_org=_both("CreativeWork"),
            holder="CreativeWorkSeries",
        ),
    )
    COURSE = (
        "course",
        TypeRow(
            label=msgid("Course"),
            verb=Verb.READ,
            fits=_ANY,
            length=None,
            form=Form.SITE,
            container=msgid("Part of"),
            publisher=msgid("Publisher"),
            issue=msgid("Issue"),
            medium=_both("Course"),
            series="",
            exact_date=True,
            publisher_holds=False,
            csl=_both("webpage"),
            bibtex=_ONLINE,
            ris=_both("ELEC"),
            zotero=_both("webpage"),
            coins=_WEB_PAGE,
            schema_org=_both("Course"),
            holder="CreativeWorkSeries",
        ),
    )
    VIDEO = (
        "video",
        TypeRow(
            label=msgid("Video"),
            verb=Verb.WATCH,
            fits=_WATCH,
            length=None,
            form=Form.RECORDING,
            container=msgid("Series or channel"),
            publisher=msgid("Publisher or channel"),
            issue=msgid("Issue"),
            medium=_both("Video"),
            series="Video",
            exact_date=True,
            publisher_holds=False,
            csl=_both("motion_picture"),
            bibtex=BibtexType("video", "video", "series", "publisher", "issue"),
            ris=_both("VIDEO"),
            zotero=_both("videoRecording"),
            coins=(Context("dc", "videoRecording"), Context("dc", "videoRecording")),
            schema_org=_both("VideoObject"),
            holder="CreativeWorkSeries",
        ),
    )
    AUDIO = (
        "audio",
        TypeRow(
            label=msgid("Audio"),
            verb=Verb.LISTEN,
            fits=_LISTEN,
            length=TypicalLength(0, 37, "Pacific Content: the median of 18.8 million podcast episodes, 2005 to 2019"),
            form=Form.RECORDING,
            container=msgid("Series"),
            publisher=msgid("Publisher"),
            issue=msgid("Episode"),
            medium=Pair("Audio recording", "Audio podcast episode"),
            series="Podcast",
            exact_date=True,
            publisher_holds=False,
            csl=Pair("song", "broadcast"),
            bibtex=BibtexType("audio", "audio", "series", "publisher", "issue"),
            ris=_both("SOUND"),
            zotero=Pair("audioRecording", "podcast"),
            coins=(Context("dc", "audioRecording"), Context("dc", "audioRecording")),
            schema_org=Pair("AudioObject", "PodcastEpisode"),
            holder="PodcastSeries",
        ),
    )
    WEB_PAGE = (
        "web-page",
        TypeRow(
            label=msgid("Web page"),
            verb=Verb.READ,
            fits=_ANY,
            length=None,
            form=Form.SITE,
            container=msgid("Part of"),
            publisher=msgid("Publisher"),
            issue=msgid("Issue"),
            medium=_both(""),
            series="",
            exact_date=True,
            publisher_holds=False,
            csl=_both("webpage"),
            bibtex=_ONLINE,
            ris=_both("ELEC"),
            zotero=_both("webpage"),
            coins=_WEB_PAGE,
            schema_org=_both("WebPage"),
            holder="CreativeWorkSeries",
        ),
    )

    @property
    def label(self) -> str:
        """The type in words, as a learner reads it."""
        return self.row.label

    @property
    def verb(self) -> Verb:
        """The step key that fits this type: video is watched, audio is heard, the rest is read."""
        return self.row.verb

    @property
    def form(self) -> Form:
        """How it is published."""
        return self.row.form


class Access(StrEnum):
    """What a learner needs in order to open a resource."""

    FREE = "free"
    SIGN_IN = "sign-in"
    PAYWALLED = "paywalled"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How much a resource asks of its reader."""

    STARTER = "starter"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Captions(StrEnum):
    """Whether a video has captions, and who made them."""

    NONE = "none"
    AUTOMATIC = "automatic"
    EDITED = "edited"
    UNKNOWN = "unknown"


class Mode(StrEnum):
    """How a reflection task is meant to be done."""

    ALONE = "alone"
    PAIRS = "pairs"
    GROUP = "group"


class Status(StrEnum):
    """Whether a resource is still recommended. An archived one keeps its full page; a draft has none yet."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    DRAFT = "draft"


class Stage(StrEnum):
    """Whether another entry than a resource is published."""

    ACTIVE = "active"
    DRAFT = "draft"


class SummarySource(StrEnum):
    """Whose words a summary is in."""

    EDITORS = "editors"
    PUBLISHER = "publisher"


class PackageKind(StrEnum):
    """The kinds of package that the pathway can be exported as."""

    EPUB = "epub"
    COMMON_CARTRIDGE = "common-cartridge"
    SCORM12 = "scorm12"


class PersonRole(StrEnum):
    """What a person did for a resource."""

    AUTHOR = "author"
    WITH = "with"
    EDITOR = "editor"
    TRANSLATOR = "translator"
    DIRECTOR = "director"
    SPEAKER = "speaker"
    HOST = "host"
    GUEST = "guest"
    INTERVIEWER = "interviewer"
    INTERVIEWEE = "interviewee"


class TipSourceKind(StrEnum):
    """The kind of source of a group of tips."""

    PHASE = "phase"
    EVENT = "event"
    QUESTION = "question"
    REPORT = "report"


class EntryKind(StrEnum):
    """The kinds of entries."""

    PATHWAY = "pathway"
    THEME = "theme"
    RESOURCE = "resource"
    TASK = "task"
    MODULE = "module"
    SECTION = "section"
    STEP = "step"
    ROUTE = "route"
    TIP_LIST = "tip-list"
    TIP_SOURCE = "tip-source"
    TIP = "tip"
    CALL = "call"
    RETIRED = "retired"

    @property
    def words(self) -> str:
        """What an editor calls it."""
        return {"tip-list": "list of tips", "tip-source": "source of tips"}.get(self.value, self.value)
