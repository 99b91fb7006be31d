"""The balance of a module: how its steps and their time are spread over types, levels and publishers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from ..catalogue.durations import Duration, of_step, of_task, total
from ..catalogue.model import Catalogue, Module, Resource, Step, Task

__all__ = ["Balance", "Share", "balances"]


@dataclass(frozen=True, slots=True)
class Share:
    """One row of a balance: how many steps are of one sort, and how long they take together."""

    name: str
    """The sort; empty where it is unknown."""
    steps: int
    minutes: int

    def data(self) -> dict[str, Any]:
        """The share as JSON has it."""
        return {"name": self.name, "steps": self.steps, "minutes": self.minutes}


@dataclass(frozen=True, slots=True)
class Balance:
    """The balance of one module."""

    id: str
    title: str
    time: Duration
    types: tuple[Share, ...]
    levels: tuple[Share, ...]
    publishers: tuple[Share, ...]

    def data(self) -> dict[str, Any]:
        """The balance as JSON has it."""
        rows = {"types": self.types, "levels": self.levels, "publishers": self.publishers}
        return {
            "id": self.id,
            "title": self.title,
            "steps": self.time.parts,
            "minutes": self.time.minutes,
            "unknown_times": self.time.unknown,
            **{name: [share.data() for share in shares] for name, shares in rows.items()},
        }


def balances(catalogue: Catalogue) -> tuple[Balance, ...]:
    """The balance of each module, in the catalogue's order. Optional steps count as the others do."""
    resources = {resource.id: resource for resource in catalogue.resources}
    tasks = {task.id: task for task in catalogue.tasks}
    return tuple(_balance(module, resources, tasks, catalogue) for module in catalogue.modules)


def _balance(module: Module, resources: dict[str, Resource], tasks: dict[str, Task], catalogue: Catalogue) -> Balance:
    rows: list[tuple[Duration, str, str | None, str | None]] = []
    for step in (step for section in module.sections for step in section.steps):
        time, resource = _time(step, resources, tasks, catalogue)
        if resource is None:
            rows.append((time, "task", None, None))
        else:
            level = resource.level.value if resource.level is not None else ""
            rows.append((time, resource.type.value, level, resource.publisher or ""))
    time = total(row[0] for row in rows)
    columns = (_shares([(row[0], name) for row in rows if (name := row[place]) is not None]) for place in (1, 2, 3))
    return Balance(module.id, module.title, time, *columns)


def _time(
    step: Step, resources: dict[str, Resource], tasks: dict[str, Task], catalogue: Catalogue
) -> tuple[Duration, Resource | None]:
    if step.kind == "task":
        return of_task(tasks[step.target]), None
    resource = resources[step.target]
    return of_step(step, resource, catalogue.pathway.rates), resource


def _shares(rows: list[tuple[Duration, Any]]) -> tuple[Share, ...]:
    """Steps and minutes by name, the largest share first."""
    steps, minutes = Counter[str](), Counter[str]()
    for time, name in rows:
        steps[name] += 1
        minutes[name] += time.minutes
    return tuple(
        Share(name, steps[name], minutes[name]) for name in sorted(steps, key=lambda each: (-steps[each], each))
    )
