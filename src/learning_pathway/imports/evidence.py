"""Facts about one work, each with where it was found. The first that says something about a field is believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Evidence", "Fact"]


@dataclass(frozen=True, slots=True)
class Fact:
    """What one source says about one field."""

    field: str
    """A field of a resource."""
    value: Any
    """The value, as the model takes it."""
    source: str
    """Where it was found, in words: `JSON-LD`, `the title of the page`."""


@dataclass(slots=True)
class Evidence:
    """All that was found, the most telling source first."""

    facts: list[Fact] = field(default_factory=list)

    def add(self, name: str, value: Any, source: str) -> None:
        """Take a fact; one that says nothing is left out."""
        if value not in (None, "", [], {}):
            self.facts.append(Fact(name, value, source))

    def best(self) -> dict[str, Fact]:
        """For each field the fact that is believed."""
        found: dict[str, Fact] = {}
        for fact in self.facts:
            found.setdefault(fact.field, fact)
        return found

    def others(self) -> Iterator[Fact]:
        """Facts that say something else than the one that is believed."""
        best = self.best()
        seen = {(name, str(fact.value)) for name, fact in best.items()}
        for fact in self.facts:
            if (key := (fact.field, str(fact.value))) not in seen:
                seen.add(key)
                yield fact
