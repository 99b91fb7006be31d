"""What an editor is asked about a new work, in order, and how answers are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..catalogue.vocabulary import Access, Level, ResourceType, Verb

__all__ = ["QUESTIONS", "Question", "as_cell"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question, about one field of a resource."""

    field: str
    words: str
    verbs: frozenset[Verb] = frozenset(Verb)
    """For which works it is asked: those to read, to watch or to listen to."""


_HEARD_OR_SEEN = frozenset({Verb.WATCH, Verb.LISTEN})

QUESTIONS = (
    Question("type", f"What is it? One of {', '.join(ResourceType)}"),
    Question("title", "Its title, as it is printed"),
    Question("authors", "Who made it? As in: Gray, Ida; Northern Forum"),
    Question("publisher", "Its publisher, site or channel"),
    Question("published", "When did it come out? YYYY, YYYY-MM or YYYY-MM-DD"),
    Question("language", "Its language, such as en"),
    Question("minutes", "How many minutes does it take?", _HEARD_OR_SEEN),
    Question("page_count", "How many pages has it?", frozenset({Verb.READ})),
    Question("access", f"What does one need to open it? One of {', '.join(Access)}"),
    Question("level", f"What does it ask of its reader? One of {', '.join(Level)}"),
    Question("themes", "Ids of its themes, with semicolons between"),
    Question("summary", "What does it say, in your own words?"),
    Question("why", "Why is it worth a learner's time?"),
)


def as_cell(value: Any) -> str:
    """A value as `cells.read_cell` reads it back."""
    if isinstance(value, list | tuple):
        return "; ".join(map(as_cell, value))
    if isinstance(value, Mapping) and "url" in value:
        return f"{value.get('label', '')} {value['url']}"
    if isinstance(value, Mapping):
        name = value.get("organisation") or ", ".join(str(value[key]) for key in ("family", "given") if value.get(key))
        return f"{name} [{value['role']}]" if value.get("role") else str(name)
    return "" if value is None else str(value)
