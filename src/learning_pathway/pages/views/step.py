"""A step of a section, and the task that it may be."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ...catalogue.model import Step, Task
from ...catalogue.vocabulary import Verb
from ..words import MODE, VERB
from .view import View
from .work import ResourceView

__all__ = ["StepView", "TaskView"]


@dataclass(frozen=True)
class TaskView(View):
    """A reflection task."""

    task: Task

    @property
    def mode(self) -> str:
        """Alone, in pairs or in a group, in words."""
        return MODE[self.task.mode]

    @property
    def time(self) -> str:
        """How long to give it."""
        return self.site.durations["task", self.task.id].words if self.task.minutes else ""


@dataclass(frozen=True)
class StepView(View):
    """A step of a section.

    Attributes:
        step: what it shows.
        again: whether its page has shown the same resource or task before.
    """

    step: Step
    again: bool = False

    @property
    def verb(self) -> Verb:
        """What the step asks for."""
        return self.step.verb

    @property
    def verb_word(self) -> str:
        """READ, WATCH, LISTEN or TASK, as a word."""
        return VERB[self.step.verb]

    @cached_property
    def resource(self) -> ResourceView | None:
        """What to read, watch or listen to."""
        if self.step.kind == "task":
            return None
        return ResourceView(self.site, self.here, self.site.resources[self.step.target])

    @cached_property
    def task(self) -> TaskView | None:
        """What to think about."""
        if self.step.kind != "task":
            return None
        return TaskView(self.site, self.here, self.site.tasks[self.step.target])

    @property
    def minutes(self) -> int | None:
        """How many minutes it takes, if known."""
        length = self.site.durations[self.step.key]
        return length.minutes if length.is_known else None

    @property
    def formerly(self) -> tuple[str, ...]:
        """Former ids of what it points to."""
        entry = self.site.tasks if self.step.kind == "task" else self.site.resources
        return entry[self.step.target].formerly

    @property
    def key(self) -> str:
        """What a learner's progress and answers are kept under."""
        return f"{self.step.kind}:{self.step.target}"

    @property
    def anchor(self) -> str:
        """A name for the step within its page, which stays when steps are put in another order.

        Two hyphens keep it apart from the ids of sections, which cannot hold them.
        """
        return f"{self.step.kind}--{self.step.target}"
