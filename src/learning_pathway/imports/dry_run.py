"""Try new entries against every rule of the catalogue before any is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ..catalogue.addresses import refusal
from ..catalogue.did_you_mean import as_id, issn_meant
from ..catalogue.model import Catalogue
from ..catalogue.problems import Severity
from ..catalogue.raw import RawCatalogue, RuleProblem
from ..catalogue.reader import judge
from ..catalogue.types import EntryKind
from ..catalogue.yaml.document import Document
from ..formats.model import Record
from ..formats.text import isbns, issns, language, shown

__all__ = ["DryRun"]

#: Without these there is no entry.
_NEEDED = frozenset({"id", "type", "title", "supplied_title"})
_ADDRESSES = ("url", "catalogue_url", "archived_url", "transcript")
#: Fields that catalogues of libraries end with a mark: `London :`.
_CLOSED = frozenset({"place", "publisher", "edition"})
#: Fields that name other entries, which a dry run of new ones alone cannot judge.
_REFERENCES = ("themes", "related", "cites", "replaced_by")
_PEOPLE = frozenset({"authors", "editors"})
_LISTS = _PEOPLE | {"alternatives", "earlier_titles", "themes", "related", "cites"}
_ROUNDS = 4
#: Characters of a new theme's id.
_LONGEST_ID = 60
#: What two new entries share is not judged here: they were compared with all that there is.
_SHARED = frozenset({"duplicate-address", "duplicate-doi", "same-title"})


class DryRun:
    """Entries that are to be added, by id, each with the record that it came of."""

    def __init__(self, catalogue: Catalogue | None, today: date, *, adds_themes: bool = False) -> None:
        self._themes = {theme.id: theme.id for theme in (catalogue.themes if catalogue is not None else ())}
        self._themes |= {
            theme.title.casefold(): theme.id for theme in (catalogue.themes if catalogue is not None else ())
        }
        self._ids = {resource.id for resource in (catalogue.resources if catalogue is not None else ())}
        self._today = today
        self._adds_themes = adds_themes
        self.new_themes: dict[str, str] = {}
        """Themes that keywords became, by id with their titles."""

    def prepare(self, record: Record) -> None:
        """Take out what no rule is needed for: empty values, unsafe addresses, themes that are not there."""
        facts = record.facts
        for name in _LISTS & facts.keys():
            facts[name] = (
                [part for part in facts[name] if _has_form(name, part)] if isinstance(facts[name], list) else []
            )
        for name in _ADDRESSES:
            if facts.get(name) and (reason := refusal(str(facts[name]))) is not None:
                record.leave(name, facts.pop(name), f"this address {reason}")
        for name in [name for name in _CLOSED if isinstance(facts.get(name), str)]:
            facts[name] = facts[name].rstrip(" ,:;/")
        if isinstance(facts.get("title"), str):
            facts["title"] = re.sub(r" [:;/]$", "", facts["title"])
        if isinstance(facts.get("language"), str):
            first, *others = re.split(r"\s*[;,|]\s*", facts["language"].strip(" ;,|"))
            facts["language"] = language(first)
            for other in filter(None, others):
                record.leave("language", other, "a further language")
        _sort_numbers(record)
        if facts.get("alternatives"):
            facts["alternatives"] = [copy for copy in facts["alternatives"] if _is_safe(copy, record)]
        self._keep_known(record)
        usual = {"status": "active", "access": "unknown"}
        for name in [name for name, value in facts.items() if value in (None, "", [], (), {}, usual.get(name))]:
            del facts[name]

    def _keep_known(self, record: Record) -> None:
        facts = record.facts
        if facts.get("themes"):
            named = {word: self._theme(word) for word in facts["themes"]}
            facts["themes"] = list(dict.fromkeys(id_ for id_ in named.values() if id_))
            for word in [word for word, id_ in named.items() if not id_]:
                record.leave("theme", word, "the catalogue has no such theme")
        for name in ("related", "cites"):
            for word in [word for word in facts.get(name) or () if word not in self._ids]:
                facts[name].remove(word)
                record.leave(name, word, "the catalogue has no such entry")
        if facts.get("replaced_by") not in (None, *self._ids):
            record.leave("replaced_by", facts.pop("replaced_by"), "the catalogue has no such entry")

    def _theme(self, word: str) -> str | None:
        """The id of the theme that is called so; of a new one, where keywords become themes."""
        found = self._themes.get(word) or self._themes.get(word.casefold())
        id_ = as_id(word)[:_LONGEST_ID].strip("-")
        if found is None and self._adds_themes and id_:
            if id_ not in self._themes:
                self.new_themes[id_] = self._themes[id_] = word
            found = self._themes[word.casefold()] = id_
        return found

    def refuse(self, entries: Mapping[str, Record]) -> dict[str, str]:
        """Take out of each entry what a rule forbids.

        Returns:
            For each entry that cannot be had at all: the reason.
        """
        refused: dict[str, str] = {}
        for _ in range(_ROUNDS):
            found = [problem for problem in self._problems(entries) if problem.entry.id not in refused]
            for problem in found:
                self._apply(problem, entries, refused)
            if not found:
                break
        for problem in self._problems(entries):
            refused.setdefault(problem.entry.id or "", problem.message)
        return {id_: reason for id_, reason in refused.items() if id_ in entries}

    def _problems(self, entries: Mapping[str, Record]) -> list[RuleProblem]:
        judged = [
            {"id": id_, **{name: value for name, value in record.facts.items() if name not in _REFERENCES}}
            for id_, record in entries.items()
        ]
        raw = RawCatalogue((Document("the new entries", {"resources": _as_typed(judged)}, None),))
        return [
            problem
            for problem in judge(raw, self._today)[1]
            if problem.entry.kind is EntryKind.RESOURCE and problem.code.severity is Severity.ERROR
            if problem.code.value not in _SHARED
        ]

    def _apply(self, problem: RuleProblem, entries: Mapping[str, Record], refused: dict[str, str]) -> None:
        """Take a value out that a rule forbids; where that cannot be done, refuse the entry."""
        id_ = problem.entry.id or ""
        inside = (problem.path or problem.entry.path)[len(problem.entry.path) :]
        name = str(inside[0]) if inside else ""
        record = entries.get(id_)
        if record is None or name in _NEEDED or name not in record.facts:
            refused.setdefault(id_, f"{problem.message} {problem.remedy}" if record is not None else problem.message)
            return
        value = record.facts[name]
        place = inside[1] if len(inside) > 1 else None
        if isinstance(value, list) and isinstance(place, int) and place < len(value):
            record.leave(name, shown(value.pop(place)), problem.message)
        else:
            record.leave(name, shown(record.facts.pop(name)), problem.message)


def _as_typed(value: Any) -> Any:
    """Values as an editor would type them: what is read from a catalogue's file is text, lists and mappings."""
    if isinstance(value, Mapping):
        return {key: _as_typed(part) for key, part in value.items()}
    return [_as_typed(part) for part in value] if isinstance(value, list | tuple) else str(value)


def _sort_numbers(record: Record) -> None:
    """Tell ISBNs from ISSNs, which other software mixes up, and keep the first of each."""
    facts = record.facts
    written = [(name, str(facts[name])) for name in ("isbn", "issn") if facts.get(name)]
    books = [number for _, text in written for number in isbns(text)]
    serials = [number for _, text in written for number in issns(_without(text, isbns(text)))]
    for name, text in written:
        if isbns(text) or issns(text):
            del facts[name]
    if not record.is_ours:
        serials = [issn_meant(number) or number for number in serials]
    for name, numbers in (("isbn", books), ("issn", serials)):
        if numbers:
            facts[name] = numbers[0]
        for number in numbers[1:]:
            if re.sub(r"\W", "", number) != re.sub(r"\W", "", numbers[0]):
                record.leave(name, number, "a further number")


def _without(text: str, parts: Sequence[str]) -> str:
    for part in parts:
        text = text.replace(part, " ")
    return text


def _has_form(name: str, part: Any) -> bool:
    """Whether a part of a list is what the list is of: texts, or mappings of texts."""
    if name in _PEOPLE or name == "alternatives":
        return isinstance(part, Mapping) and all(isinstance(value, str) for value in part.values())
    return isinstance(part, str)


def _is_safe(copy: Any, record: Record) -> bool:
    url = copy.get("url") if isinstance(copy, Mapping) else None
    if isinstance(url, str) and refusal(url) is None:
        return True
    record.leave("alternatives", copy, "no address that can be published")
    return False
