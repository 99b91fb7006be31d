"""What the catalogue would say after a change: new problems, those that go, and the boxes that they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..catalogue import Problem, Severity
from ..catalogue.raw import RawCatalogue
from ..catalogue.yaml.document import PathIndex, Position
from ..catalogue.yaml.loader import load
from ..catalogue.yaml.patch import Patch
from .entries import key_of

__all__ = ["Outcome", "compared"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `pathway check` would say, beside what it says now."""

    new: tuple[Problem, ...]
    """Problems that the change makes."""
    fixed: tuple[Problem, ...]
    """Problems that the change fixes."""
    left: tuple[Problem, ...]
    """Problems that are there now, and stay."""

    @property
    def stops(self) -> tuple[Problem, ...]:
        """The errors that keep the change from being saved."""
        return tuple(problem for problem in self.new if problem.severity is Severity.ERROR)


def compared(before: Iterable[Problem], after: Iterable[Problem]) -> Outcome:
    """The problems of a catalogue before and after a change; lines may have moved."""
    had = Counter(map(_same, before_list := list(before)))
    new, left = [], []
    for problem in after:
        if had[_same(problem)] > 0:
            had[_same(problem)] -= 1
            left.append(problem)
        else:
            new.append(problem)
    fixed = []
    for problem in before_list:
        if had[_same(problem)] > 0:
            had[_same(problem)] -= 1
            fixed.append(problem)
    return Outcome(tuple(new), tuple(fixed), tuple(left))


def _same(problem: Problem) -> tuple[str, ...]:
    return problem.file, problem.code, problem.id, problem.message


def faults_by_box(
    problems: Iterable[Problem], patches: Iterable[Patch], kind: str, key: str
) -> Mapping[str, tuple[str, ...]]:
    """The problems of one entry by the box of its form; those of the entry as a whole are under the empty name."""
    texts = {patch.file: patch.after for patch in patches}
    found: dict[str, list[str]] = {}
    indexes: dict[str, tuple[RawCatalogue, PathIndex]] = {}
    for problem in problems:
        if problem.file not in texts:
            continue
        if problem.file not in indexes:
            document = load(problem.file, texts[problem.file].removeprefix("\ufeff")).document
            if document is None:
                continue
            indexes[problem.file] = RawCatalogue((document,)), PathIndex(document)
        raw, index = indexes[problem.file]
        path = index.path_at(Position(problem.line, problem.column))
        owner = raw.owner(raw.documents[0], path)
        if owner.kind.value == kind and key_of(owner) == key:
            box = ".".join(map(str, path[len(owner.path) :]))
            found.setdefault(box, []).append(f"{problem.message} {problem.remedy}")
    return {box: tuple(words) for box, words in found.items()}
