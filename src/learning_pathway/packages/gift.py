r"""Tasks as essay questions in GIFT (https://docs.moodle.org/en/GIFT_format), for question banks.

Each module is a category. A question is one line, so that no line of a prompt can be taken for a comment, a category or
the end of the question; `~ = # { } :` and the backslash are escaped, wherever they stand. Texts are HTML, in which
nothing else has a meaning to GIFT.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from .model import Course, CourseStep, PackageError, legible, shortened

__all__ = [
    "gift",
]

_SPECIAL = re.compile(r"[\\~=#{}:]")
#: The longest name of a question, and of a category, in Moodle's database.
_LONGEST_NAME = 255


def gift(course: Course, time: datetime | None) -> bytes:
    """The tasks of the course, each once.

    Args:
        course: where to take the tasks from.
        time: not used: nothing in the file is dated.

    Raises:
        PackageError: there is no task.
    """
    del time
    blocks = list(questions(course))
    if not blocks:
        raise PackageError("There are no tasks to make questions of. Choose other modules, or another format.")
    return ("\n\n".join([f"// {legible(course.title)}: tasks as essay questions", *blocks]) + "\n").encode()


def questions(course: Course) -> Iterator[str]:
    """Categories, and the questions in them."""
    met: set[str] = set()
    for module in course.modules:
        steps = {step.target: step for step in module.steps if step.is_task and step.target not in met}
        if not steps:
            continue
        place = dict.fromkeys((category(course.title), category(module.title)))
        yield f"$CATEGORY: $course$/top/{'/'.join(place)}"
        for step in steps.values():
            yield question(step)
        met.update(steps)


def question(step: CourseStep) -> str:
    """One question. The comment above it gives it an id, by which platforms know it again."""
    name = escaped(shortened(step.title, _LONGEST_NAME))
    return f"// [id:{step.target}]\n::{name}::[html]{escaped(legible(step.body))}{{}}"


def escaped(text: str) -> str:
    """Text that GIFT takes as it stands."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def category(title: str) -> str:
    """A category's name, in which nothing can be escaped: two slashes are one, and a backslash must look like one."""
    return shortened(title, _LONGEST_NAME).replace("/", "//").replace("\\", "\u2216")
