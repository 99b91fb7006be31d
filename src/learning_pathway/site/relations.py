"""How entries of a catalogue relate: where each is used, what cites what, and who made what else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..catalogue.model import Catalogue, Module, Person, Resource, Section, Step, Tip, TipList, TipSource
from ..citation.reference import clean

__all__ = ["MOST", "MOST_BY_CREATOR", "ListedTip", "Relations", "Usage", "also_by", "steps_of"]


@dataclass(frozen=True, slots=True)
class Usage:
    """A step that uses a resource or task, with its section and module."""

    module: Module
    section: Section
    step: Step


@dataclass(frozen=True, slots=True)
class ListedTip:
    """A tip with its list and its source."""

    tip: Tip
    source: TipSource
    list: TipList


#: How many resources one list of a record page names; the library has the rest.
MOST = 30
#: How many other resources it names for each creator.
MOST_BY_CREATOR = 6
_Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Relations:
    """Each relation of a catalogue, made once, in the catalogue's order and in time proportional to it.

    The catalogue has `cites`, `replaced_by` and `related`; the other direction of each follows from it. They share a
    creator where they print the same name: whether two people of one name are one person, no one has said.
    """

    catalogue: Catalogue

    @cached_property
    def cited_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each resource that others cite, those others."""
        return _gathered((name, entry.id) for entry in self.catalogue.resources for name in entry.cites)

    @cached_property
    def replaces(self) -> Mapping[str, tuple[str, ...]]:
        """For each resource that replaced others, those others."""
        return _gathered((e.replaced_by, e.id) for e in self.catalogue.resources if e.replaced_by)

    @cached_property
    def related_to(self) -> Mapping[str, tuple[str, ...]]:
        """For each resource that others name as related, those others."""
        return _gathered((name, entry.id) for entry in self.catalogue.resources for name in entry.related)

    @cached_property
    def _made_by(self) -> Mapping[str, tuple[str, ...]]:
        pairs = ((_key(person), entry.id) for entry in self.catalogue.resources for person in creators(entry))
        return _gathered(pairs)

    def also_by(self, resource: Resource) -> list[tuple[Person, tuple[str, ...]]]:
        """Each creator of a resource with other resources in the catalogue, and those."""
        found: dict[str, tuple[Person, tuple[str, ...]]] = {}
        for person in creators(resource):
            others = tuple(name for name in self._made_by[_key(person)] if name != resource.id)
            if others:
                found.setdefault(_key(person), (person, others))
        return list(found.values())


def also_by(number: int) -> str:
    """The anchor, within a record page, of the list of other resources by its `number`th creator."""
    return f"also-by--{number}"


def creators(resource: Resource) -> tuple[Person, ...]:
    """The authors and editors of a resource."""
    return (*resource.authors, *resource.editors)


def _key(person: Person) -> str:
    """The key of a person's name: its letters, without case."""
    return clean(person.name).casefold()


def _gathered(pairs: _Pairs) -> dict[str, tuple[str, ...]]:
    """The second of each pair, by the first; each once, in order."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one, other in pairs:
        found[one][other] = None
    return {one: tuple(others) for one, others in found.items()}


def steps_of(module: Module) -> Iterator[Step]:
    """Every step of a module, in order."""
    for section in module.sections:
        yield from section.steps
