"""The pathway as a course, in words and HTML, and the archives and documents that packages are made of."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from jinja2 import Environment, PackageLoader, StrictUndefined
from lxml import etree
from markupsafe import Markup

from ..catalogue.text import Direction, direction, isolated
from ..locale.translations import install, translations_for

__all__ = [
    "Course",
    "CourseModule",
    "CoursePage",
    "CourseSection",
    "CourseStep",
    "PackageError",
    "add",
    "legible",
    "render_document",
    "shortened",
    "well_formed",
    "xml_document",
    "zip_archive",
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


#: The years that a ZIP file can name (APPNOTE.TXT 4.4.6, MS-DOS dates).
_FIRST, _LAST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def zip_archive(
    files: Iterable[tuple[str, bytes]], time: datetime | None, *, as_they_are: tuple[str, ...] = ()
) -> bytes:
    """The files as a ZIP archive, in the order given.

    Args:
        files: names, with slashes, and contents.
        time: the moment that every file is dated to, in UTC as ZIP knows no zones; 1 January 1980 if None.
        as_they_are: names of files that must not be compressed.

    Raises:
        ValueError: two files have the same name.
    """
    moment = min(max((time or _FIRST).astimezone(UTC), _FIRST), _LAST).timetuple()[:6]
    seen: set[str] = set()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files:
            if name in seen:
                raise ValueError(f"two files of a package are called {name}")
            seen.add(name)
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            entry.compress_type = zipfile.ZIP_STORED if name in as_they_are else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=9)
    return made.getvalue()


def add(
    parent: etree._Element,
    namespace: str,
    tag: str,
    attributes: Mapping[str, str] | None = None,
    text: str | None = None,
) -> etree._Element:
    """Put a new element at the end of another, and return it."""
    legible = {name: well_formed(value) for name, value in (attributes or {}).items()}
    made = etree.SubElement(parent, f"{{{namespace}}}{tag}", legible)
    made.text = well_formed(text) if text is not None else None
    return made


def xml_document(root: etree._Element) -> bytes:
    """A whole document in UTF-8."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return data + b"\n"


@cache
def environment(language: str) -> Environment:
    """The templates of this package in a language: every value escaped, every unknown name an error."""
    made = Environment(
        loader=PackageLoader("learning_pathway.packages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["line"] = legible
    install(made, translations_for(language))
    return made


def render_document(template: str, language: str, **values: object) -> str:
    """A document with its interface in `language`, free of characters that XML or HTML cannot hold.

    Raises:
        jinja2.UndefinedError: the template names something that it was not given.
    """
    return well_formed(
        environment(language).get_template(template).render(values, language=language, direction=direction(language))
    )
