"""Find entries by words, and tell all about one: its text in the file, what mentions it, and its day of review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..catalogue.raw import RawEntry
from ..catalogue.rules.entries import review_day
from ..catalogue.text import without_accents
from ..catalogue.types import EntryKind
from ..catalogue.yaml.layout import WrittenItem
from ..catalogue.yaml.tree import EditError
from .project import IDENTIFIED, Project, title_of

__all__ = ["EntryDetails", "FoundEntry", "details", "find_entries"]


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """An entry that has the words."""

    kind: EntryKind
    key: str
    title: str
    file: str
    line: int
    draft: bool

    @classmethod
    def of(cls, entry: RawEntry, *, draft: bool) -> FoundEntry:
        """The entry as a result."""
        return cls(entry.kind, entry.key, title_of(entry), entry.document.file, entry.line, draft)

    def data(self) -> dict[str, Any]:
        """The entry as JSON has it."""
        keys = ("kind", "title", "file", "line", "draft")
        return {"id": self.key, **{key: getattr(self, key) for key in keys}}


@dataclass(frozen=True, slots=True)
class EntryDetails:
    """All about one entry."""

    entry: FoundEntry
    text: str
    """Its text as it is in the file."""
    values: dict[str, Any]
    """Its values as they are typed."""
    mentions: tuple[tuple[str, str, str, int], ...]
    """What mentions it: the entry's name, the field, the file and the line."""
    due: str
    """The day on which it is due for another look, in ISO 8601; empty for none."""

    def data(self) -> dict[str, Any]:
        """The details as JSON has it."""
        mentions = [dict(zip(("id", "field", "file", "line"), each, strict=True)) for each in self.mentions]
        return {**self.entry.data(), "values": self.values, "mentions": mentions, "due": self.due, "text": self.text}


def find_entries(project: Project, words: str, kind: EntryKind | None = None) -> tuple[FoundEntry, ...]:
    """The entries that have all the words somewhere: those with the words as id or in the title come first.

    Args:
        project: the project.
        words: words or parts of them; case and accents don't count.
        kind: the kind to look for; every kind where it is None.
    """
    wanted = without_accents(words.casefold()).split()
    drafts = {id(draft) for draft in project.raw.drafts}
    found = []
    for place, entry in enumerate(project.entries()):
        if entry.kind not in IDENTIFIED or (kind is not None and entry.kind is not kind) or entry.id is None:
            continue
        rank = _rank(entry, wanted)
        if rank is not None:
            found.append((rank, place, FoundEntry.of(entry, draft=id(entry) in drafts)))
    return tuple(result for _, _, result in sorted(found, key=lambda each: each[:2]))


def details(project: Project, name: str, kind: EntryKind | None = None) -> EntryDetails:
    """All about the entry called `name`.

    Raises:
        EditError: there is none, or more than one.
    """
    entry = project.entry(name, kind)
    is_draft = any(draft.path == entry.path and draft.document is entry.document for draft in project.raw.drafts)
    mentions = tuple(
        (
            each.entry.name or "pathway",
            each.field,
            each.entry.document.file,
            each.entry.document.at_value(each.path).line,
        )
        for each in project.mentions(entry)
    )
    due = review_day(entry) if entry.kind is EntryKind.RESOURCE else None
    return EntryDetails(
        FoundEntry.of(entry, draft=is_draft),
        _text(project, entry),
        entry.data,
        mentions,
        due.isoformat() if due else "",
    )


def _rank(entry: RawEntry, wanted: list[str]) -> int | None:
    """How well an entry has the words: 0 is best; None where it lacks one."""
    name, title = entry.key.casefold(), without_accents(title_of(entry).casefold())
    if wanted and wanted == [name]:
        return 0
    if all(word in f"{name} {title}" for word in wanted):
        return 1
    rest = without_accents(" ".join(_texts(entry)).casefold())
    return 2 if all(word in rest for word in wanted) else None


def _texts(entry: RawEntry) -> Iterator[str]:
    """Every text of an entry, but not of the entries inside it."""
    inner = {"sections", "steps", "sources", "tips"}
    waiting: list[Any] = [value for key, value in entry.data.items() if key not in inner]
    yield entry.key
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _text(project: Project, entry: RawEntry) -> str:
    """An entry as it is in its file, with its comments."""
    try:
        item = project.edits().of(entry.document.file).excerpt(entry.path)
    except EditError:  # there are comments inside brackets
        item = None
    if isinstance(item, WrittenItem):
        return "\n".join(item.lines)
    node, text = entry.document.value_node(entry.path), entry.document.text
    return text[node.start_mark.index : node.end_mark.index].rstrip() if node is not None else ""
