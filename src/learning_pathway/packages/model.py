"""The pathway as a course, in words and HTML, from which every package is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from markupsafe import Markup

from ..catalogue.language import Direction, isolated

__all__ = [
    "Course",
    "CourseModule",
    "CoursePage",
    "CourseSection",
    "CourseStep",
    "PackageError",
    "legible",
    "shortened",
    "well_formed",
]

#: Characters that XML 1.0 (section 2.2) has no way to write.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Single controls that XML allows and HTML does not, and those that end a line unseen.
_CONTROLS = re.compile("[\u007f-\u009f\u2028\u2029]")


class PackageError(Exception):
    """The course does not fit into the format; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class CourseStep:
    """One thing to do.

    Attributes:
        kind: `resource` or `task`.
        target: id of the resource or task.
        verb: Read, Watch, Listen or Task.
        title: what it is called.
        language: its language, where that is not the course's.
        direction: which way its title is written, where that is not the course's.
        body: all that there is to say of it, as HTML without headings; a link to the resource is in it.
        address: where the resource is; None for a task, and where no public copy is known.
        optional: whether it may be left out.
        note: what someone who runs a session should know, as text.
    """

    kind: str
    target: str
    verb: str
    title: str
    body: Markup
    language: str | None = None
    direction: Direction | None = None
    address: str | None = None
    optional: bool = False
    note: str | None = None

    @property
    def key(self) -> str:
        """A name that stays when steps are put in another order."""
        return f"{self.kind}--{self.target}"

    @property
    def attrs(self) -> Markup:
        """The language and direction of its title as attributes for a start tag, with a space in front."""
        pairs = {"lang": self.language, "dir": self.direction}
        return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in pairs.items() if value)

    @property
    def xml_attrs(self) -> Markup:
        """The same for a document of XML."""
        return self.attrs + (Markup(' xml:lang="{}"').format(self.language) if self.language else Markup())

    @property
    def plain_title(self) -> str:
        """Its title for plain text among other words."""
        return isolated(self.title, self.direction)

    @property
    def is_task(self) -> bool:
        """Whether it is a task."""
        return self.kind == "task"


@dataclass(frozen=True, slots=True)
class CourseSection:
    """A part of a module, with its steps in order; `introduction` is HTML, and may be empty."""

    id: str
    title: str
    introduction: Markup
    steps: tuple[CourseStep, ...]


@dataclass(frozen=True, slots=True)
class CourseModule:
    """A module.

    Attributes:
        id: its permanent id.
        title: its name.
        introduction: summary, outcomes and time, as HTML without headings.
        sections: its parts.
        references: its resources, cited, each an HTML fragment.
        page: its page on the web site; None where the site's address is not set.
    """

    id: str
    title: str
    introduction: Markup
    sections: tuple[CourseSection, ...]
    references: tuple[Markup, ...] = ()
    page: str | None = None

    @property
    def steps(self) -> Iterator[CourseStep]:
        """Every step, in order."""
        for section in self.sections:
            yield from section.steps


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A page that is in no module; headings in its `body`, which is HTML, begin at the second level."""

    id: str
    title: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Course:
    """A pathway, or some of its modules.

    Attributes:
        title: its name.
        language: its language (BCP 47).
        summary: what it is, as text; may be empty.
        about: who it is for, what is in it and how to use it, as HTML without headings.
        publisher: who publishes it; None where the settings do not say.
        address: its web site; None where the settings do not say.
        modules: the modules, in order.
        pages: those after them.
    """

    title: str
    language: str
    summary: str
    about: Markup
    publisher: str | None
    address: str | None
    modules: tuple[CourseModule, ...]
    pages: tuple[CoursePage, ...] = ()

    @property
    def identifier(self) -> str:
        """A URN that stays while its address, or else its title, and its choice of modules stay (RFC 4122, 4.3)."""
        chosen = " ".join(module.id for module in self.modules)
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{self.address or self.title} {chosen}')}"

    @property
    def mark(self) -> str:
        """A short name made from the identifier, for formats that want one."""
        return sha256(self.identifier.encode()).hexdigest()[:16]


def well_formed(text: str) -> str:
    """The text without characters that XML or HTML cannot hold; markup, line ends and spaces stay."""
    return _CONTROLS.sub(" ", _NOT_XML.sub("", text))


def legible(text: str) -> str:
    """One line of text, without characters that XML or HTML cannot hold."""
    return " ".join(well_formed(text).split())


def shortened(text: str, most: int) -> str:
    """One line of at most `most` characters, cut between words where it can be, with an ellipsis."""
    line = legible(text)
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    begun = cut.rpartition(" ")[0]
    return (begun if len(begun) > most // 2 else cut).rstrip(" ,;:.-–") + "…"
