"""Rules for ids: each is given once, and never to something else later; what is mentioned is there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..did_you_mean import as_id, choice, nearest
from ..messages import shown
from ..problems import Code
from ..raw import RawCatalogue, RawEntry, RuleProblem, misplaced
from ..types import EntryKind
from ..values import EXCERPT_PATTERN, ID_PATTERN
from ..yaml.document import Path

__all__ = [
    "BASED",
    "GLOBAL",
    "LOCAL",
    "MOST_SUGGESTIONS",
    "REFERENCES",
    "IdIndex",
    "check_bases",
    "check_ids",
    "check_references",
    "sibling_key",
]


#: Kinds whose ids are unique in the whole catalogue.
GLOBAL = (
    EntryKind.RESOURCE,
    EntryKind.TASK,
    EntryKind.MODULE,
    EntryKind.THEME,
    EntryKind.ROUTE,
    EntryKind.TIP_LIST,
    EntryKind.TIP,
    EntryKind.CALL,
)
#: Kinds whose ids are unique inside the entry around them.
LOCAL = (EntryKind.SECTION, EntryKind.TIP_SOURCE)

#: How the names begin that the theme gives to parts of every page.
OWN_ANCHORS = "lp-"
#: The start of a folder, and names that Windows keeps for devices.
RESERVED = frozenset(
    {"index", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def check_ids(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find ids that two entries share, now or over time."""
    owners: dict[tuple[str, str], RawEntry] = {}
    for entry in raw.each(*GLOBAL, *LOCAL):
        if entry.id is not None:
            yield from _claim(owners, entry, entry.id)
            if entry.id in RESERVED and entry.kind in GLOBAL:
                message = f"`{entry.id}` cannot be an id: as the name of a page's file it means something else."
                path = (*entry.path, "id")
                yield RuleProblem(
                    Code.BAD_ID, entry, message, f"Add a word, such as `{entry.id}-{entry.kind.value}`.", path
                )
            yield from _anchor(entry, entry.id)
    formers: dict[tuple[str, str], RawEntry] = {}
    for entry in raw.each(*GLOBAL, *LOCAL):
        if "formerly" in entry.data:
            yield from _formers(owners, formers, entry)
    yield from _retired(raw)


def _anchor(entry: RawEntry, name: str) -> Iterator[RuleProblem]:
    """An id that names a part of a page may not be one that the page has already."""
    if entry.kind in (EntryKind.SECTION, EntryKind.TIP_LIST) and name.startswith(OWN_ANCHORS):
        remedy = f"Choose another, such as `{name.removeprefix(OWN_ANCHORS) or entry.kind.value}`."
        kind = entry.kind.words
        message = f"`{name}` cannot be the id of a {kind}: ids that begin with `{OWN_ANCHORS}` are the page's own."
    elif entry.kind is EntryKind.TIP_LIST and name == "tip":
        message, remedy = (
            "`tip` cannot be the id of a list of tips: links to single tips begin with it.",
            "Write `tips`.",
        )
    else:
        return
    yield RuleProblem(Code.BAD_ID, entry, message, remedy, (*entry.path, "id"))


def _claim(owners: dict[tuple[str, str], RawEntry], entry: RawEntry, name: str) -> Iterator[RuleProblem]:
    first = owners.setdefault((_scope(entry), name), entry)
    if first is not entry:
        message = f"The id `{name}` belongs to another {entry.kind.words} already: {first.written_at}."
        remedy = f"Give this one an id of its own, such as `{name}-2`, and use that where this one is meant."
        yield RuleProblem(Code.DUPLICATE_ID, entry, message, remedy, (*entry.path, "id"))


def _formers(
    owners: dict[tuple[str, str], RawEntry], formers: dict[tuple[str, str], RawEntry], entry: RawEntry
) -> Iterator[RuleProblem]:
    for path, name in entry.texts("formerly"):
        owner = owners.get((_scope(entry), name))
        first = formers.setdefault((_scope(entry), name), entry)
        if owner is entry:
            message = f"`{name}` is the id that this {entry.kind.words} has now, so it is not a former one."
        elif owner is not None:
            message = f"`{name}` is the id of another {entry.kind.words}: {owner.written_at}."
        elif first is not entry:
            message = f"`{name}` is a former id of another {entry.kind.words} as well: {first.written_at}."
        else:
            continue
        yield RuleProblem(Code.FORMER_ID_TAKEN, entry, message, "Take it out of `formerly`.", path)


def _retired(raw: RawCatalogue) -> Iterator[RuleProblem]:
    owners = {(entry.kind.value, entry.key): entry for entry in raw.each(*GLOBAL, *LOCAL) if entry.id is not None}
    carried = {
        (entry.kind.value, sibling_key(entry, former)): entry
        for entry in raw.each(*GLOBAL, *LOCAL)
        for _, former in entry.texts("formerly")
    }
    seen: dict[tuple[str, str], RawEntry] = {}
    for entry in raw.each(EntryKind.RETIRED):
        if entry.id is None:
            continue
        key = (entry.text("kind") or EntryKind.RESOURCE.value, entry.id)
        path = (*entry.path, "id")
        if key in owners:
            message = f"`{entry.id}` is retired here, and yet there is such an entry: {owners[key].written_at}."
            yield RuleProblem(Code.RETIRED_ID_TAKEN, entry, message, "Delete the entry or this line.", path)
        elif key in carried:
            message = f"`{entry.id}` is retired here, and yet an entry carries on for it: {carried[key].written_at}."
            remedy = "Delete this line, or take the id out of `formerly` there."
            yield RuleProblem(Code.RETIRED_ID_TAKEN, entry, message, remedy, path)
        elif seen.setdefault(key, entry) is not entry:
            message = f"`{entry.id}` is retired twice: see {seen[key].written_at}."
            yield RuleProblem(Code.RETIRED_ID_TAKEN, entry, message, "Delete one of the two.", path)
        yield from _form(entry, key[0])


def _form(entry: RawEntry, kind: str) -> Iterator[RuleProblem]:
    """Only an entry whose id is its own inside another one is named with a slash."""
    name = entry.id or ""
    around = {EntryKind.SECTION.value: "module", EntryKind.TIP_SOURCE.value: "list"}.get(kind)
    if kind not in set(EntryKind) or not name or ("/" in name) == (around is not None):
        return
    what = EntryKind(kind).words
    if around is None:
        message = f"`{shown(name)}` cannot be the id of a {what}: it has a slash."
        remedy = f"Write `{shown(name.rpartition('/')[2])}`, or add the `kind` of what it was."
    else:
        message = f"`{shown(name)}` does not say which {around} the {what} was in."
        remedy = f"Write `{around}-id/{shown(name)}`, with the id of the {around}."
    yield RuleProblem(Code.BAD_ID, entry, message, remedy, (*entry.path, "id"))


def sibling_key(entry: RawEntry, name: str) -> str:
    """What an entry of this kind with another id would be known by."""
    return f"{entry.parent.key}/{name}" if entry.kind in LOCAL and entry.parent is not None else name


def _scope(entry: RawEntry) -> str:
    if entry.kind in LOCAL and entry.parent is not None:
        return f"{entry.kind} of {id(entry.parent)}"
    return entry.kind.value


class IdReference(NamedTuple):
    """A field that mentions ids of another kind."""

    kind: EntryKind
    field: str
    target: EntryKind


REFERENCES = (
    IdReference(EntryKind.PATHWAY, "modules", EntryKind.MODULE),
    IdReference(EntryKind.RESOURCE, "themes", EntryKind.THEME),
    IdReference(EntryKind.RESOURCE, "related", EntryKind.RESOURCE),
    IdReference(EntryKind.RESOURCE, "cites", EntryKind.RESOURCE),
    IdReference(EntryKind.RESOURCE, "replaced_by", EntryKind.RESOURCE),
    IdReference(EntryKind.TASK, "themes", EntryKind.THEME),
    IdReference(EntryKind.MODULE, "themes", EntryKind.THEME),
    IdReference(EntryKind.MODULE, "prerequisites", EntryKind.MODULE),
    IdReference(EntryKind.STEP, "read", EntryKind.RESOURCE),
    IdReference(EntryKind.STEP, "watch", EntryKind.RESOURCE),
    IdReference(EntryKind.STEP, "listen", EntryKind.RESOURCE),
    IdReference(EntryKind.STEP, "task", EntryKind.TASK),
    IdReference(EntryKind.ROUTE, "modules", EntryKind.MODULE),
    IdReference(EntryKind.TIP_LIST, "resource", EntryKind.RESOURCE),
    IdReference(EntryKind.TIP, "themes", EntryKind.THEME),
    IdReference(EntryKind.TIP, "see", EntryKind.RESOURCE),
    IdReference(EntryKind.TIP_SOURCE, "call", EntryKind.CALL),
    IdReference(EntryKind.CALL, "resource", EntryKind.RESOURCE),
)
#: Kinds of entries that may be based on others, and those that they may be based on, as `rests_on` names them.
BASED = (EntryKind.THEME, EntryKind.TASK, EntryKind.STEP, EntryKind.TIP)
BASES = (EntryKind.THEME, EntryKind.TIP, EntryKind.CALL)
#: A catalogue with a thousand lost ids would wait for as many searches; by then, the pattern is plain.
MOST_SUGGESTIONS = 200
#: Kinds that are mentioned by id.
MENTIONED = (EntryKind.THEME, EntryKind.RESOURCE, EntryKind.TASK, EntryKind.MODULE)


class IdIndex:
    """Which ids there are, were, and are gone, by kind."""

    def __init__(self, raw: RawCatalogue) -> None:
        kinds = (*GLOBAL, *LOCAL)
        self.present = {kind: {name: entry for entry in raw.each(kind) for name in _known_as(entry)} for kind in kinds}
        self.former = {
            kind: {name: entry.key for entry in raw.having(kind, "formerly") for _, name in entry.texts("formerly")}
            for kind in kinds
        }
        self.drafts = {(entry.kind, entry.id): entry for entry in raw.drafts if entry.id is not None}
        """Entries that are not published yet, by kind and id."""
        self._nearest: dict[tuple[str, EntryKind], str | None] = {}
        self._titles: dict[EntryKind, dict[str, str]] = {}
        self.retired: dict[tuple[str, str], RawEntry] = {
            (entry.text("kind") or EntryKind.RESOURCE.value, entry.id): entry
            for entry in raw.each(EntryKind.RETIRED)
            if entry.id is not None
        }

    def meant(self, name: str, target: EntryKind) -> str | None:
        """The id that a mention means: itself, the one that an entry has now, or the nearest; else None."""
        if name in self.present[target]:
            return name
        if name in self.former[target]:
            return self.former[target][name]
        key = (name, target)
        if key not in self._nearest and len(self._nearest) < MOST_SUGGESTIONS:
            known = [each for each in self.present[target] if re.fullmatch("[a-z0-9/-]+", each)]
            self._nearest[key] = self._titled(target).get(as_id(name)) or nearest(name, known)
        return self._nearest.get(key)

    def _titled(self, kind: EntryKind) -> dict[str, str]:
        """Ids by titles that are written as ids."""
        if kind not in self._titles:
            self._titles[kind] = {entry.suggested_id: entry.key for entry in self.present[kind].values()}
        return self._titles[kind]


def _known_as(entry: RawEntry) -> Iterator[str]:
    """Its key, and the id that is suggested where it has none or one that cannot be: that is reported already."""
    if entry.id is None:
        yield entry.suggested_id
        return
    yield entry.key
    if not re.fullmatch(ID_PATTERN, entry.id):
        yield sibling_key(entry, as_id(entry.id))


def check_references(raw: RawCatalogue, id_index: IdIndex, hidden: Collection[EntryKind]) -> Iterator[RuleProblem]:
    """Find mentions of ids that lead nowhere (but for `hidden` kinds), to the wrong kind, or twice to the same."""
    for kind, field, target in REFERENCES:
        for entry in raw.having(kind, field):
            for problem in _mentions(id_index, entry, field, target):
                if problem.code is not Code.UNKNOWN_REFERENCE or target not in hidden:
                    yield problem
    for entry in raw.having(EntryKind.RETIRED, "replacement"):
        kind_name = entry.text("kind") or EntryKind.RESOURCE.value
        if kind_name in id_index.present:
            yield from _mentions(id_index, entry, "replacement", EntryKind(kind_name))


#: Fields that mention one id, not a list of them.
_SINGLE = frozenset({"read", "watch", "listen", "task", "resource", "replaced_by", "replacement", "call"})


def _mentions(id_index: IdIndex, entry: RawEntry, field: str, target: EntryKind) -> Iterator[RuleProblem]:
    written = entry.data.get(field)
    text = written if isinstance(written, str) else None
    if text is None if field in _SINGLE else text is not None and re.search(r"[\s,]", text.strip()):
        return  # the shape is wrong, which is reported already
    seen: set[str] = set()
    for path, name in entry.texts(field):
        if name in seen:
            message = f"`{name}` is twice in `{field}`."
            yield RuleProblem(Code.REPEATED_REFERENCE, entry, message, "Delete one of the two.", path)
        elif name == entry.id and entry.kind is target:
            message = f"`{name}` is this {target.words} itself."
            yield RuleProblem(Code.SELF_REFERENCE, entry, message, f"Take it out of `{field}`.", path)
        elif name and name not in id_index.present[target]:
            yield missing_reference(id_index, entry, path, name, target)
        seen.add(name)


def missing_reference(id_index: IdIndex, entry: RawEntry, path: Path, name: str, target: EntryKind) -> RuleProblem:
    """The problem of a mention of an id that no entry of its kind has now."""
    if (unpublished := id_index.drafts.get((target, name))) is not None:
        line = unpublished.line
        message = f"The {target.words} `{name}` is a draft ({unpublished.document.file}, line {line})."
        remedy = "Publish it too, take the mention out, or make this entry a draft as well."
        return RuleProblem(Code.DRAFT_REFERENCE, entry, message, remedy, path)
    new = id_index.former[target].get(name)
    if new is not None:
        message = f"The {target.words} `{name}` has another id now."
        return RuleProblem(Code.FORMER_REFERENCE, entry, message, f"Write `{new}`.", path, instead=new)
    gone = id_index.retired.get((target.value, name))
    if gone is not None:
        replacement = gone.text("replacement")
        remedy = f"Write `{replacement}`, its replacement." if replacement else "Take it out."
        return RuleProblem(Code.RETIRED_REFERENCE, entry, f"The {target.words} `{name}` is retired.", remedy, path)
    other = next((kind for kind in MENTIONED if kind is not target and name in id_index.present[kind]), None)
    if other is not None and misplaced(id_index.present[other][name]) is None:
        return _wrong_kind(entry, path, name, target, other)
    close = id_index.meant(name, target)
    remedy = f"Did you mean `{close}`?" if close else f"Add a {target.words} with this id, or take the mention out."
    return RuleProblem(Code.UNKNOWN_REFERENCE, entry, f"There is no {target.words} `{shown(name)}`.", remedy, path)


def _wrong_kind(entry: RawEntry, path: Path, name: str, target: EntryKind, other: EntryKind) -> RuleProblem:
    message = f"`{name}` is a {other.words}; a {target.words} is expected here."
    remedy = f"Write the id of a {target.words}."
    if entry.kind is EntryKind.STEP and other is EntryKind.TASK:
        remedy = f"Write `task: {name}`."
    elif entry.kind is EntryKind.STEP and other is EntryKind.RESOURCE:
        remedy = f"Write {choice(['read', 'watch', 'listen'])} in place of `task`."
    return RuleProblem(Code.WRONG_KIND, entry, message, remedy, path)


def check_bases(raw: RawCatalogue, id_index: IdIndex) -> Iterator[RuleProblem]:
    """Find what is based on something that is not there, or on itself."""
    for kind in BASED:
        for entry in raw.having(kind, "rests_on"):
            for path, name in entry.texts("rests_on"):
                if name and not re.fullmatch(EXCERPT_PATTERN, name):  # whose store may not be at hand
                    yield from _basis(id_index, entry, path, name)


def _basis(id_index: IdIndex, entry: RawEntry, path: Path, name: str) -> Iterator[RuleProblem]:
    present = [kind for kind in BASES if name in id_index.present[kind]]
    if present == [entry.kind] and name == entry.id:
        message = f"`{name}` is this {entry.kind.words} itself."
        yield RuleProblem(Code.SELF_REFERENCE, entry, message, "Take it out of `rests_on`.", path)
    if present:
        return
    for kind in BASES:
        if name in id_index.former[kind] or (kind, name) in id_index.drafts or (kind.value, name) in id_index.retired:
            yield missing_reference(id_index, entry, path, name, kind)
            return
    close = next((meant for kind in BASES if (meant := id_index.meant(name, kind)) is not None), None)
    remedy = f"Did you mean `{close}`?" if close else "Add an entry with this id, or take the mention out."
    message = f"There is no theme, tip or call `{shown(name)}`."
    yield RuleProblem(Code.UNKNOWN_REFERENCE, entry, message, remedy, path)
