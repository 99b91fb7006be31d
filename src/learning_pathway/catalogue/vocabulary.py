"""The fixed words of the catalogue: resource types, access, levels, modes.

Each vocabulary is one enum, so that the model, the JSON Schema, the pages and the documentation
cannot disagree about which words there are.
"""

from __future__ import annotations

from enum import StrEnum

from .types import ResourceType, Verb

__all__ = [
    "Access",
    "Captions",
    "EntryKind",
    "Level",
    "Mode",
    "PackageKind",
    "PersonRole",
    "ResourceType",
    "Stage",
    "Status",
    "SummarySource",
    "TipSourceKind",
    "Verb",
]


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
