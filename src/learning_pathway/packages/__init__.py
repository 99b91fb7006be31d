"""Packages for other software: the pathway as a course for a learning platform, or as a book.

The table drives the command, its documentation and the tests. The same course and the same date give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .cartridge import common_cartridge
from .epub import epub
from .model import Course, CourseModule, CoursePage, CourseSection, CourseStep, PackageError, shortened
from .scorm12 import scorm12

__all__ = [
    "PACKAGES",
    "Course",
    "CourseModule",
    "CoursePage",
    "CourseSection",
    "CourseStep",
    "Package",
    "PackageError",
    "shortened",
]


@dataclass(frozen=True, slots=True)
class Package:
    """A kind of package that the pathway is exported as.

    Attributes:
        label: its name, for people.
        use: what it is for.
        ending: how the names of its files end.
        media_type: its MIME type.
        write: makes the bytes of a file from a course and the moment that it is dated to.
    """

    label: str
    use: str
    ending: str
    media_type: str
    write: Callable[[Course, datetime | None], bytes]


#: The packages, by the name that `pathway export` takes.
PACKAGES = {
    "common-cartridge": Package(
        "Common Cartridge 1.1",
        "a course in Moodle or another learning platform",
        ".imscc",
        "application/vnd.ims.imsccv1p1",
        common_cartridge,
    ),
    "scorm12": Package(
        "SCORM 1.2",
        "a learning platform that records who has finished",
        "-scorm12.zip",
        "application/zip",
        scorm12,
    ),
    "epub": Package("EPUB", "reading on a phone or an e-reader", ".epub", "application/epub+zip", epub),
}
