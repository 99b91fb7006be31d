"""What was published once is still there, or has a successor, or is retired with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from ..codes import Code
from ..did_you_mean import as_id, nearest
from ..ids import PAGE, Published
from ..raw import Draft, Item, Kind
from ..yaml.document import Flaw, Mark
from .ids import GLOBAL, LOCAL, MOST_SUGGESTIONS, beside

__all__ = [
    "HIDING",
    "vanished",
]

#: What the model says of entries whose ids may be hidden by it: first these are fixed, then ids are missed.
HIDING = frozenset({Code.WRONG_SHAPE, Code.UNKNOWN_KEY, Code.MISSING_KEY, Code.BAD_ID, Code.EMPTY_VALUE})
#: Lost ids that are reported one by one.
MOST_REPORTED = 1_000
#: The entry around one whose id is its own only there.
_AROUND = {Kind.SECTION: Kind.MODULE, Kind.TIP_SOURCE: Kind.TIP_LIST}

Name = tuple[Kind, str]


def vanished(draft: Draft, published: Published) -> Iterator[tuple[str, Flaw]]:
    """Find published ids that no entry has or had, and that are not retired.

    Yields:
        The id that is gone, and the flaw at its line in the list of published ids.
    """
    known = _Known(draft)
    split = ((key.partition(":"), line) for key, line in published.lines.items())
    lost = [((Kind(kind), name), line) for (kind, _, name), line in split if kind != PAGE]
    lost = [(name, line) for name, line in lost if not known.accounts_for(name)]
    missing = {name for name, _ in lost}
    # What is lost with the entry around it comes back with it, or is retired with it.
    lost = [((kind, name), line) for (kind, name), line in lost if _around(kind, name) not in missing]
    heirs = _Heirs(draft, known, published, Counter(kind for (kind, _), _ in lost))
    drafts = {(item.kind, item.id) for item in draft.drafts}
    for (kind, name), line in lost[:MOST_REPORTED]:
        message = f"The {kind.words} `{name}` was published, and is gone."
        remedy = _remedy(kind, name, heirs.of(kind, name))
        if (kind, name) in drafts:
            message = f"The {kind.words} `{name}` was published, and is a draft now, so its page would be gone."
            remedy = f"Delete `status: draft` there. If it is to go for good, {_retiring(kind, name)}."
        yield name, Flaw(Code.PUBLISHED_ID_GONE, Mark(line, 1), message, remedy)
    if len(lost) > MOST_REPORTED:
        message = f"Another {len(lost) - MOST_REPORTED:,} published ids are gone as well."
        mark = Mark(lost[MOST_REPORTED][1], 1)
        yield "", Flaw(Code.PUBLISHED_ID_GONE, mark, message, "Is a part of the catalogue missing? Bring it back.")


class _Known:
    """Every id that is there, was there under another name, or is retired."""

    def __init__(self, draft: Draft) -> None:
        self.names: set[Name] = set()
        self.present: dict[Name, str] = {}
        """For each id that an entry has given up: the one that it has now."""
        for item in draft.each(*GLOBAL, *LOCAL):
            self.names.add((item.kind, item.key))
            for _, text in item.texts("formerly"):
                former = item.kind, beside(item, text)
                self.names.add(former)
                self.present.setdefault(former, item.key)
        kinds = {kind.value: kind for kind in (*GLOBAL, *LOCAL)}
        retired = ((item.text("kind") or Kind.RESOURCE.value, item.id or "") for item in draft.each(Kind.RETIRED))
        self.retired: set[Name] = {(kinds[kind], name) for kind, name in retired if kind in kinds}

    def accounts_for(self, name: Name) -> bool:
        """Whether nothing was lost: an entry around this one that is renamed or retired has taken it along."""
        if name in self.names or name in self.retired:
            return True
        kind, text = name
        if kind not in _AROUND:
            return False
        outer, _, inner = text.partition("/")
        if (_AROUND[kind], outer) in self.retired:
            return True
        moved = (kind, f"{self.now(_AROUND[kind], outer)}/{inner}")
        return moved in self.names or moved in self.retired

    def now(self, kind: Kind, name: str) -> str:
        """The id that an entry has now."""
        return self.present.get((kind, name), name)


class _Heirs:
    """Entries that may carry on for lost ones: those whose own ids were never published."""

    def __init__(self, draft: Draft, known: _Known, published: Published, lost: Counter[Kind]) -> None:
        self._known, self._lost, self._left = known, lost, MOST_SUGGESTIONS
        new = {
            kind: [item for item in draft.each(kind) if item.id and f"{kind}:{item.key}" not in published.lines]
            for kind in lost
        }
        self._everywhere = {kind: _spelt(items) for kind, items in new.items() if kind not in _AROUND}
        self._inside: dict[Name, list[Item]] = {}
        self._alike: dict[Name, list[Item]] = {}
        for kind in _AROUND.keys() & new.keys():
            for item in new[kind]:
                self._inside.setdefault((kind, item.key.partition("/")[0]), []).append(item)
                self._alike.setdefault((kind, item.id or ""), []).append(item)

    def of(self, kind: Kind, name: str) -> Item | None:
        """The new entry that is nearest to a lost one by its id or title, or the only one there is; else None."""
        outer, _, inner = name.rpartition("/")
        if kind in _AROUND:
            inside = self._inside.get((kind, self._known.now(_AROUND[kind], outer)))
            spelt = _spelt(inside or self._alike.get((kind, inner), []))
        else:
            spelt = self._everywhere[kind]
        if self._left <= 0 or not spelt:
            return None
        self._left -= 1
        word = nearest(inner, spelt)
        if word is not None:
            return spelt[word]
        only = {id(item): item for item in spelt.values()}
        return next(iter(only.values())) if len(only) == 1 and self._lost[kind] == 1 else None


def _spelt(items: list[Item]) -> dict[str, Item]:
    """Entries by their titles, written as ids, and by their ids."""
    return {word: item for item in items for word in (as_id(item.text("title") or ""), item.id) if word}


def _around(kind: Kind, name: str) -> Name | None:
    """The entry that one was in; None for those whose ids are their own everywhere."""
    return (_AROUND[kind], name.partition("/")[0]) if kind in _AROUND else None


def _remedy(kind: Kind, name: str, heir: Item | None) -> str:
    """What to write, ready to be copied."""
    outer, _, inner = name.rpartition("/")
    if heir is not None and heir.id == inner and heir.parent is not None and heir.parent.key != outer:
        retired = _retired(kind, name, "It has moved.", heir.key)
        return f"It seems to have moved to `{heir.key}`. If so, add below `retired:`: {retired}."
    if heir is None:
        renamed = f"If it has another id now, add `formerly: [{inner}]` below that id."
    else:
        formers = ", ".join([*(former for _, former in islice(heir.texts("formerly"), 20)), inner])
        where = f"{heir.document.file}, line {heir.document.at_value(heir.path).line}"
        renamed = f"If it is called `{heir.id}` now, write `formerly: [{formers}]` in that {kind.words} ({where})."
    return f"{renamed} If it is gone for good, {_retiring(kind, name)}."


def _retiring(kind: Kind, name: str) -> str:
    return f"add below `retired:`, with your reason: {_retired(kind, name, 'Why it is gone.')}"


def _retired(kind: Kind, name: str, reason: str, replacement: str | None = None) -> str:
    """An entry for the list of what is retired."""
    parts = [
        f"id: {name}",
        *([] if kind is Kind.RESOURCE else [f"kind: {kind}"]),
        f'reason: "{reason}"',
        *([f"replacement: {replacement}"] if replacement else []),
    ]
    return f"`- {{{', '.join(parts)}}}`"
