"""SCORM 1.2 (ADL, 2001), the version that every learning platform plays: a package that reports completion and resumes.

Each module is a learning object of its own (an SCO), so that a platform shows each one's state; a package of one module
holds one. A module is complete when every step that is not optional has been marked as done. `templates/scorm12.js` is
what speaks to the platform: it passes on which steps were marked, where the learner was and how long the page was open,
and nothing else. There is no field to write in: what learners write stays with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.resources import files

from lxml import etree

from .model import Course, CourseModule, PackageError, add, render_document, shortened, xml_document, zip_archive

__all__ = [
    "MARK_LENGTH",
    "MOST_STEPS",
    "scorm12",
    "step_marks",
]

_CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
#: A step is remembered by this many characters of a hash of its key.
MARK_LENGTH = 5
#: `cmi.suspend_data` holds 4,096 characters (CMIString4096); some are left for what goes before the marks.
MOST_STEPS = (4096 - 96) // MARK_LENGTH
#: Titles are CMIString255 to some platforms.
_LONGEST_TITLE = 200
_ASSETS = ("scorm12.js", "scorm12.css")


def scorm12(course: Course, time: datetime | None) -> bytes:
    """The course as a SCORM 1.2 package.

    Args:
        course: what to write.
        time: the moment that its files are dated to.

    Raises:
        PackageError: a module has more steps than a platform can remember.
    """
    manifest = etree.Element(f"{{{_CP}}}manifest", {"version": "1.1"}, nsmap={None: _CP, "adlcp": _ADL})
    manifest.set("identifier", f"pathway-{course.mark}")
    metadata = add(manifest, _CP, "metadata")
    add(metadata, _CP, "schema", text="ADL SCORM")
    add(metadata, _CP, "schemaversion", text="1.2")
    organisations = add(manifest, _CP, "organizations", {"default": "contents"})
    organisation = add(organisations, _CP, "organization", {"identifier": "contents"})
    add(organisation, _CP, "title", text=shortened(course.title, _LONGEST_TITLE))
    resources = add(manifest, _CP, "resources")
    objects = learning_objects(course)
    for thing in objects:
        item = {"identifier": f"item.{thing.name}", "identifierref": thing.name, "isvisible": "true"}
        add(add(organisation, _CP, "item", item), _CP, "title", text=shortened(thing.title, _LONGEST_TITLE))
        resource = add(resources, _CP, "resource", kind(thing.name, thing.scorm_type) | {"href": thing.path})
        add(resource, _CP, "file", {"href": thing.path})
        add(resource, _CP, "dependency", {"identifierref": "shared"})
    shared = add(resources, _CP, "resource", kind("shared", "asset"))
    for name in _ASSETS:
        add(shared, _CP, "file", {"href": name})
    etree.indent(manifest)
    folder = files(__package__).joinpath("templates")
    assets = [(name, folder.joinpath(name).read_bytes()) for name in _ASSETS]
    documents = [(thing.path, thing.document.encode()) for thing in objects]
    return zip_archive([("imsmanifest.xml", xml_document(manifest)), *documents, *assets], time)


@dataclass(frozen=True, slots=True)
class LearningObject:
    """An item of a platform's table of contents: an `sco` talks to the platform, an `asset` is only read."""

    name: str
    path: str
    title: str
    scorm_type: str
    document: str


def learning_objects(course: Course) -> list[LearningObject]:
    """The modules, and the pages after them."""
    modules = [
        LearningObject(
            f"module-{module.id}", f"modules/{module.id}.html", module.title, "sco", document(course, module)
        )
        for module in course.modules
    ]
    pages = [
        LearningObject(
            f"extra-{page.id}",
            f"extra/{page.id}.html",
            page.title,
            "asset",
            render_document("scorm12-page.html", course.language, course=course, page=page),
        )
        for page in course.pages
    ]
    return [*modules, *pages]


def kind(identifier: str, scorm_type: str) -> dict[str, str]:
    """Attributes of a resource."""
    return {"identifier": identifier, "type": "webcontent", f"{{{_ADL}}}scormtype": scorm_type}


def document(course: Course, module: CourseModule) -> str:
    """The page of a module."""
    marks = step_marks(module)
    seen: set[str] = set()
    sections = []
    for section in module.sections:
        rows = []
        for step in section.steps:
            rows.append((step, marks[step.key], step.key in seen))
            seen.add(step.key)
        sections.append((section, rows))
    return render_document(
        "scorm12.html", course.language, course=course, module=module, sections=sections, count=len(marks)
    )


def step_marks(module: CourseModule) -> dict[str, str]:
    """For each step of a module, by key, the few characters that its state is saved under.

    They come from the key alone, so that a platform's memory outlives a new order of steps and a newer package.

    Raises:
        PackageError: the module has more steps than fit into a platform's memory.
    """
    keys = dict.fromkeys(step.key for step in module.steps)
    if len(keys) > MOST_STEPS:
        raise PackageError(
            f"Module `{module.id}` has {len(keys)} steps; SCORM 1.2 can remember {MOST_STEPS}. Divide the module."
        )
    marks: dict[str, str] = {}
    taken: set[str] = set()
    for key in keys:
        marks[key] = next(mark for mark in candidates(key) if mark not in taken)
        taken.add(marks[key])
    return marks


def candidates(key: str) -> Iterable[str]:
    """Marks for a key, the first first; the later ones are for a key whose mark another has taken."""
    for attempt in range(1_000):
        number = int.from_bytes(sha256(f"{key}{attempt or ''}".encode()).digest()[:8])
        mark = ""
        for _ in range(MARK_LENGTH):
            number, digit = divmod(number, len(_ALPHABET))
            mark += _ALPHABET[digit]
        yield mark
