"""What a site gains and loses between two states of its catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..catalogue import Problem, ReadResult, Severity
from ..catalogue.ids import keys_of
from ..citation import cite
from ..links.state.file import LinkStates
from .contents import page_builders
from .context import Site
from .document import address

__all__ = ["KINDS", "Changes", "Row", "compare"]

#: What is compared, and what a summary calls it.
KINDS = {"page": "Pages", "step": "Steps", "time": "Times", "link": "Links", "citation": "Citations", "id": "Ids"}


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One difference: something is gained (no `before`), lost (no `after`) or changed.

    Attributes:
        kind: a key of `KINDS`.
        name: what it is about.
        before: how it was; empty where there was nothing.
        after: how it is; empty where there is nothing.
    """

    kind: str
    name: str
    before: str
    after: str

    @property
    def change(self) -> str:
        """`gained`, `lost` or `changed`."""
        return "gained" if not self.before else "changed" if self.after else "lost"


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences, and the problems of the catalogue as it is now.

    Attributes:
        rows: by kind and name; none where one of the two states makes no site.
        problems: errors and warnings, and the advice that is new.
        fixed: problems that are gone.
        has_before: whether the catalogue made a site before.
        has_after: whether it makes one now.
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    fixed: tuple[Problem, ...]
    has_before: bool
    has_after: bool


def compare(before: ReadResult, after: ReadResult) -> Changes:
    """Compare two states of a catalogue."""
    rows: tuple[Row, ...] = ()
    if before.catalogue is not None and after.catalogue is not None:
        old, new = _facts(before), _facts(after)
        rows = tuple(row for kind in KINDS for row in _rows(kind, old[kind], new[kind]))
        rows += tuple(_orders(old["order"], new["order"]))
    old_keys, new_keys = Counter(map(_key, before.problems)), Counter(map(_key, after.problems))
    shown = (each for each in after.problems if each.severity is not Severity.ADVICE or _key(each) not in old_keys)
    fixed = (each for each in before.problems if _key(each) not in new_keys)
    return Changes(rows, tuple(shown), tuple(fixed), before.catalogue is not None, after.catalogue is not None)


def _key(problem: Problem) -> tuple[str, str, str]:
    """What a problem is known by when lines move."""
    return problem.code, problem.id, problem.message


Facts = Mapping[str, Mapping[str, str]]


def _facts(reading: ReadResult) -> Facts:
    """For each kind, the names of what there is, with how it is."""
    assert reading.catalogue is not None  # noqa: S101 - only a sound catalogue comes here
    site = Site(reading.catalogue, reading.locations, LinkStates())
    steps = list(_steps(site))
    return {
        "page": {_page(path): "there" for builder in page_builders(site) for path in builder.paths},
        "step": _places(steps),
        "time": {
            **{f"module {module.title}": site.duration([module]).in_words() for module in site.modules.values()},
            "all modules": site.duration(site.modules.values()).in_words(),
        },
        "link": {resource.id: resource.url for resource in site.catalogue.resources if resource.url},
        "citation": {resource.id: cite(resource).text for resource in site.catalogue.resources},
        "id": dict.fromkeys(keys_of(site.catalogue), "there"),
        "order": _orders_of(steps),
    }


def _page(path: str) -> str:
    return address(path.removesuffix("/index.md") + ".md") if path != "index.md" else "the home page"


def _steps(site: Site) -> Iterator[tuple[str, str]]:
    """Section and target of each step, in order."""
    for module in site.modules.values():
        for section in module.sections:
            for step in section.steps:
                yield f"{module.id}/{section.id}", f"{step.verb} {step.target}"


def _places(steps: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For each thing to do, the sections that ask for it."""
    found: dict[str, list[str]] = {}
    for section, step in steps:
        found.setdefault(step, []).append(section)
    return {step: ", ".join(sorted(sections)) for step, sections in found.items()}


def _orders_of(steps: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For each section, its steps in order."""
    found: dict[str, list[str]] = {}
    for section, step in steps:
        found.setdefault(section, []).append(step)
    return {section: ", ".join(names) for section, names in found.items()}


def _rows(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Row]:
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield Row(kind, name, old.get(name, ""), new.get(name, ""))


def _orders(old: Mapping[str, str], new: Mapping[str, str]) -> Iterable[Row]:
    """Sections that have the same steps in another order."""
    for section in sorted(old.keys() & new.keys()):
        before, after = old[section], new[section]
        if before != after and sorted(before.split(", ")) == sorted(after.split(", ")):
            yield Row("step", f"order in {section}", before, after)
