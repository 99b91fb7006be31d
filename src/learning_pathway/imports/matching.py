"""Match records with the catalogue: the same resource, or an entry that an earlier import wrote (`imported.json`)."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from ..catalogue.addresses import normalise
from ..catalogue.fields import RESOURCE_KEYS
from ..catalogue.model import Catalogue, Resource
from ..catalogue.reader import ReadResult
from ..catalogue.yaml.patch import Patch, text_before
from ..catalogue.yaml.tree import EditError
from ..formats.model import Record

__all__ = [
    "FieldChange",
    "Imported",
    "KnownResources",
    "Match",
    "Update",
    "comparable",
    "compare",
    "facts_now",
    "read_imported",
]

#: Scores of `rapidfuzz`, 0 to 100, from which on titles and creators count as the same.
SAME_TITLE = 90.0
SAME_CREATOR = 85.0
#: Years that two records of one resource may be apart: online first, then in print.
YEARS_APART = 1
#: Parts of books carry the ISBN of the book, and at times its address and DOI.
_PARTS = frozenset({"chapter", "conference-paper"})
#: Parts of one book that one is compared with.
_MOST_OF_ONE = 100
#: Titles that are looked at for one resource.
_CANDIDATES = 10
#: Stems by which titles are found that may be alike: so many that a few may differ.
_STEMS = 4
#: Titles that one is compared with, unless its very rarest stem is in more.
_MOST_COMPARED = 500


@dataclass(frozen=True, slots=True)
class Match:
    """A resource that is taken for the same."""

    id: str
    """Its id."""
    why: str
    """What they share, as the end of a sentence: `has the same DOI`."""
    certain: bool
    """Whether it is the same for certain. Titles, creators and years may be alike by chance."""


class KnownResources:
    """The resources that there are, and those that came before in the same file."""

    def __init__(self, catalogue: Catalogue | None) -> None:
        self._by_key: dict[str, list[tuple[str, str, Mapping[str, Any]]]] = defaultdict(list)
        self._titles: list[str] = []
        self._resources: list[tuple[str, Mapping[str, Any]]] = []
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for resource in catalogue.resources if catalogue is not None else ():
            self.add(resource.id, resource.model_dump(mode="json", exclude_defaults=True))

    def add(self, id_: str, facts: Mapping[str, Any]) -> None:
        """Add a resource to those that there are."""
        for key, why in _keys(facts):
            if len(self._by_key[key]) < _MOST_OF_ONE:
                self._by_key[key].append((id_, why, facts))
        for title in (facts.get("title"), *(facts.get("earlier_titles") or ())):
            if title:
                for stem in _stems(_words(str(title))):
                    self._by_stem[stem].append(len(self._titles))
                self._titles.append(_words(str(title)))
                self._resources.append((id_, facts))

    def find(self, facts: Mapping[str, Any]) -> Match | None:
        """The resource that these facts are about already; None where there is none."""
        title = _words(str(facts.get("title") or ""))
        for key, _ in _keys(facts):
            for id_, why, other in self._by_key.get(key, ()):
                if not _is_another_part(facts, title, other, key):
                    return Match(id_, why, certain=True)
        if not title:  # a supplied title is someone's description, and may fit many resources
            return None
        likely = {place: self._titles[place] for place in self._likely(title)}
        near = process.extract(title, likely, scorer=fuzz.token_sort_ratio, score_cutoff=SAME_TITLE, limit=_CANDIDATES)
        for _, score, place in near:
            id_, other = self._resources[place]
            if _agree(facts, other) and _numbers(title) == _numbers(self._titles[place]):
                alike = "the same title" if score > 99.9 else f"a title that is {score:.0f} % alike"
                return Match(id_, f"has {alike}{_shared(facts, other)}", certain=False)
        return None

    def _likely(self, title: str) -> set[int]:
        """Places of titles that share one of the rarest stems; comparing with all would take too long for thousands."""
        there = [stem for stem in _stems(title) if stem in self._by_stem]
        places: set[int] = set()
        for stem in sorted(there, key=lambda stem: (len(self._by_stem[stem]), stem))[:_STEMS]:
            if places and len(places) + len(self._by_stem[stem]) > _MOST_COMPARED:
                break
            places.update(self._by_stem[stem])
        return places


def _is_another_part(facts: Mapping[str, Any], title: str, other: Mapping[str, Any], key: str) -> bool:
    """Whether one of two with the same address is only a part of a book, by another title; of a DOI, one alone is."""
    parts = [part.get("type") in _PARTS for part in (facts, other)]
    if not any(parts) or (all(parts) and key.startswith("doi:")):
        return False
    titles = (other.get("title"), *(other.get("earlier_titles") or ()))
    known = [_words(str(name)) for name in titles if name]
    return bool(title and known) and all(fuzz.token_set_ratio(title, name) < SAME_TITLE for name in known)


def _stems(title: str) -> set[str]:
    """The beginnings of a title's words; a slip of the pen is mostly further on."""
    return {word[:4] for word in title.split()}


def _keys(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if facts.get("doi"):
        yield f"doi:{str(facts['doi']).lower()}", "has the same DOI"
    for name in ("url", "archived_url"):
        if facts.get(name):
            place = normalise(str(facts[name]))
            yield f"url:{place}", "has the same address"
            if place.startswith("https://doi.org/10."):
                yield f"doi:{place.removeprefix('https://doi.org/')}", "has the same DOI"
    for other in facts.get("alternatives") or ():
        if isinstance(other, Mapping) and other.get("url"):
            yield f"url:{normalise(str(other['url']))}", "has the same address"
    if facts.get("isbn") and facts.get("type") not in _PARTS:
        yield f"isbn:{_thirteen(str(facts['isbn']))}", "has the same ISBN"


def _thirteen(isbn: str) -> str:
    """An ISBN as 13 digits (ISO 2108): one of ten gets 978 before it and another check digit."""
    digits = re.sub(r"[^0-9Xx]", "", isbn).upper()
    if len(digits) != 10:
        return digits
    body = "978" + digits[:9]
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return body + str(-total % 10)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))[:500]


def _numbers(title: str) -> list[str]:
    """The numbers in a title: what differs in nothing else is another part."""
    return [word for word in title.split() if word.isdigit()]


def _creators(facts: Mapping[str, Any]) -> list[str]:
    people = [*(facts.get("authors") or ()), *(facts.get("editors") or ())]
    names = [str(person.get("family") or person.get("organisation") or "") for person in people]
    return [_words(name) for name in [*names, str(facts.get("publisher") or "")] if name]


def _agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether creators and years do not speak against it: some creator is shared, or one side knows none."""
    mine, theirs = _creators(one), _creators(other)
    if mine and theirs and not any(fuzz.ratio(a, b) >= SAME_CREATOR for a in mine for b in theirs):
        return False
    years = [int(str(facts["published"])[:4]) for facts in (one, other) if facts.get("published")]
    apart = 0 if _is_of_groups(one) and _is_of_groups(other) else YEARS_APART
    return len(years) < 2 or abs(years[0] - years[1]) <= apart


def _is_of_groups(facts: Mapping[str, Any]) -> bool:
    """Whether only organisations made it: their yearly reports have one title."""
    people = [*(facts.get("authors") or ()), *(facts.get("editors") or ())]
    return not any(person.get("family") or person.get("given") for person in people)


def _shared(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    parts = []
    if _creators(one) and _creators(other):
        parts.append("a creator in common")
    if one.get("published") and other.get("published"):
        parts.append(
            "the same year" if str(one["published"])[:4] == str(other["published"])[:4] else "a year next to it"
        )
    return "".join(f", {part}" for part in parts)


_FILE = "imported.json"
_VERSION = 1
#: Fields that an import never changes.
_FIXED = frozenset({"id", "added", "formerly"})
#: From which likeness on, 0 to 100, titles with the same key are taken for one resource's.
_LIKE_TITLE = 60.0
#: The same where one title holds the words of the other, and a creator and the year are the same.
_LONGER_TITLE = 90.0


def comparable(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts in the form in which the catalogue has them, so that two imports can be compared."""
    try:
        resource = Resource.model_validate({**facts, "id": "x"})
    except ValidationError:
        return {}
    return {name: value for name, value in written(resource).items() if name not in _FIXED}


def written(resource: Resource) -> dict[str, Any]:
    """A resource's facts that are not left out in its entry."""
    return resource.model_dump(mode="json", exclude_defaults=True)


def _may_be_one(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether two records with one key are one resource: a title may be corrected, or get a subtitle or a DOI."""
    titles = [str(facts.get("title") or facts.get("supplied_title") or "") for facts in (before, now)]
    if fuzz.token_sort_ratio(*titles) >= _LIKE_TITLE or dict(_keys(before)).keys() & dict(_keys(now)).keys():
        return True
    is_longer = fuzz.token_set_ratio(*titles) >= _LONGER_TITLE
    return is_longer and bool(set(_creators(before)) & set(_creators(now))) and _agree(before, now)


@dataclass(frozen=True, slots=True)
class Imported:
    """The entries that were imported: by id, the key that the source has for each, and the facts that it gave."""

    entries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    text: str | None = None
    """The file as it is; None where there is none."""

    def facts(self, id_: str) -> Mapping[str, Any]:
        """What the last import gave an entry."""
        fields: Mapping[str, Any] = self.entries.get(id_, {}).get("fields", {})
        return fields

    def match(self, record: Record, form: str) -> str | None:
        """The entry that a record was imported as: the same key in the same format, for what may be one resource."""
        for id_, entry in self.entries.items():
            is_named = record.key and (entry.get("key"), entry.get("format")) == (record.key, form)
            if is_named and _may_be_one(entry.get("fields", {}), record.facts):
                return id_
        return None

    def patch(self, given: Iterable[tuple[str, str, str, Mapping[str, Any]]]) -> Patch | None:
        """The file with what an import gives: id, key, format and facts of each entry; None where nothing changes."""
        entries = dict(self.entries)
        for id_, key, form, facts in given:
            entries[id_] = {"key": key, "format": form, "fields": dict(facts)}
        if entries == self.entries:
            return None
        data = {"version": _VERSION, "entries": dict(sorted(entries.items()))}
        return Patch(_FILE, self.text, json.dumps(data, ensure_ascii=False, indent=1) + "\n", ())


def read_imported(root: Path) -> Imported:
    """Read what earlier imports wrote.

    Raises:
        EditError: the file is damaged, or of a later version.
    """
    text = text_before(root / _FILE)
    if text is None:
        return Imported()
    try:
        data = json.loads(text)
        entries = data["entries"] if data["version"] == _VERSION else None
    except (ValueError, TypeError, KeyError, RecursionError):
        entries = None
    is_sound = isinstance(entries, dict) and all(
        isinstance(entry, dict) and isinstance(entry.get("fields"), dict) for entry in entries.values()
    )
    if not is_sound:
        raise EditError(
            f"{_FILE} is damaged, or of a later version; restore it from git, or delete it: then no entry is known to "
            "be imported"
        )
    return Imported(entries or {}, text)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that the source says otherwise than before."""

    field: str
    before: Any
    """The catalogue's value; None where it has none."""
    after: Any
    """The source's value."""
    is_made: bool
    """Whether the import changes it: not where an editor has changed it since the last import."""


@dataclass(frozen=True, slots=True)
class Update:
    """An entry that was imported before, with what the source says otherwise now."""

    id: str
    record: Record
    changes: tuple[FieldChange, ...]

    @property
    def made(self) -> tuple[FieldChange, ...]:
        """The changes that the import makes."""
        return tuple(change for change in self.changes if change.is_made)


def compare(record: Record, last: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The fields whose value in the source has changed since the last import, in the catalogue's order.

    Args:
        record: what the source says.
        last: what it said at the last import.
        now: what the catalogue says.
    """
    said = comparable(record.facts)
    return tuple(
        FieldChange(name, now.get(name), said[name], is_made=now.get(name) == last.get(name))
        for name in RESOURCE_KEYS
        if name in said and said[name] != last.get(name) and said[name] != now.get(name)
    )


def facts_now(reading: ReadResult) -> dict[str, dict[str, Any]]:
    """The facts of each entry of the catalogue, by each id that it has or had."""
    resources = reading.catalogue.resources if reading.catalogue is not None else ()
    return {id_: written(resource) for resource in resources for id_ in (*resource.formerly, resource.id)}
