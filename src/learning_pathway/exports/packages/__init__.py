"""Packages for other software: the pathway as a course for a learning platform, as questions, or as a book.

The table drives the command, its documentation and the tests. The same course and the same date give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .cartridge import common_cartridge
from .course import Course, CourseModule, CoursePage, CourseSection, CourseStep, PackageError, shortened
from .epub import epub
from .gift import gift
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
    """A kind of file that the pathway can be taken away in as a whole.

    Attributes:
        label: its name, for people.
        ending: how the names of its files end.
        media_type: its MIME type.
        write: makes the bytes of a file from a course and the moment that it is dated to.
    """

    label: str
    ending: str
    media_type: str
    write: Callable[[Course, datetime | None], bytes]


#: The packages, by the name that `pathway export` takes.
PACKAGES = {
    "common-cartridge": Package(
        "IMS Common Cartridge 1.1", ".imscc", "application/vnd.ims.imsccv1p1", common_cartridge
    ),
    "scorm12": Package("SCORM 1.2", "-scorm12.zip", "application/zip", scorm12),
    "gift": Package("GIFT questions", ".gift.txt", "text/plain; charset=utf-8", gift),
    "epub": Package("EPUB 3", ".epub", "application/epub+zip", epub),
}
