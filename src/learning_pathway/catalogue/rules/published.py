"""What was published once is there, has a successor or is retired; drafts; and files that are missing, empty or cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..did_you_mean import as_id, nearest
from ..files import FOLDER, PUBLISHED_FILE, ProjectFiles
from ..ids import FILE, PAGE, Published
from ..problems import Code
from ..raw import MODELS, RawCatalogue, RawEntry, RuleProblem
from ..types import EntryKind
from ..yaml.document import Document, FileProblem, Position
from .ids import GLOBAL, LOCAL, MOST_SUGGESTIONS, sibling_key

__all__ = [
    "HIDING",
    "check_drafts",
    "missing_files",
    "vanished",
]

#: What the model says of entries whose ids may be hidden by it: first these are fixed, then ids are missed.
HIDING = frozenset({Code.WRONG_SHAPE, Code.UNKNOWN_KEY, Code.MISSING_KEY, Code.BAD_ID, Code.EMPTY_VALUE})
#: Lost ids that are reported one by one.
MOST_REPORTED = 1_000
#: The entry around one whose id is its own only there.
_AROUND = {EntryKind.SECTION: EntryKind.MODULE, EntryKind.TIP_SOURCE: EntryKind.TIP_LIST}

Name = tuple[EntryKind, str]


def vanished(raw: RawCatalogue, published: Published) -> Iterator[tuple[str, FileProblem]]:
    """Find published ids that no entry has or had, and that are not retired.

    Yields:
        The id that is gone, and the problem at its line in the list of published ids.
    """
    known = _Known(raw)
    split = ((key.partition(":"), line) for key, line in published.lines.items())
    lost = [((EntryKind(kind), name), line) for (kind, _, name), line in split if kind != PAGE]
    lost = [(name, line) for name, line in lost if not known.accounts_for(name)]
    missing = {name for name, _ in lost}
    # What is lost with the entry around it comes back with it, or is retired with it.
    lost = [((kind, name), line) for (kind, name), line in lost if _around(kind, name) not in missing]
    heirs = _Heirs(raw, known, published, Counter(kind for (kind, _), _ in lost))
    drafts = {(entry.kind, entry.id) for entry in raw.drafts}
    for (kind, name), line in lost[:MOST_REPORTED]:
        message = f"The {kind.words} `{name}` was published, and is gone."
        remedy = _remedy(kind, name, heirs.of(kind, name))
        if (kind, name) in drafts:
            message = f"The {kind.words} `{name}` was published, and is a draft now, so its page would be gone."
            remedy = f"Delete `status: draft` there. If it is to go for good, {_retiring(kind, name)}."
        yield name, FileProblem(Code.PUBLISHED_ID_GONE, Position(line, 1), message, remedy)
    if len(lost) > MOST_REPORTED:
        message = f"Another {len(lost) - MOST_REPORTED:,} published ids are gone as well."
        position = Position(lost[MOST_REPORTED][1], 1)
        yield (
            "",
            FileProblem(
                Code.PUBLISHED_ID_GONE, position, message, "Is a part of the catalogue missing? Bring it back."
            ),
        )


class _Known:
    """Every id that is there, was there under another name, or is retired."""

    def __init__(self, raw: RawCatalogue) -> None:
        self.names: set[Name] = set()
        self.present: dict[Name, str] = {}
        """For each id that an entry has given up: the one that it has now."""
        for entry in raw.each(*GLOBAL, *LOCAL):
            self.names.add((entry.kind, entry.key))
            for _, text in entry.texts("formerly"):
                former = entry.kind, sibling_key(entry, text)
                self.names.add(former)
                self.present.setdefault(former, entry.key)
        kinds = {kind.value: kind for kind in (*GLOBAL, *LOCAL)}
        retired = (
            (entry.text("kind") or EntryKind.RESOURCE.value, entry.id or "") for entry in raw.each(EntryKind.RETIRED)
        )
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

    def now(self, kind: EntryKind, name: str) -> str:
        """The id that an entry has now."""
        return self.present.get((kind, name), name)


class _Heirs:
    """Entries that may replace lost ones: those whose own ids were never published."""

    def __init__(self, raw: RawCatalogue, known: _Known, published: Published, lost: Counter[EntryKind]) -> None:
        self._known, self._lost, self._left = known, lost, MOST_SUGGESTIONS
        new = {
            kind: [entry for entry in raw.each(kind) if entry.id and f"{kind}:{entry.key}" not in published.lines]
            for kind in lost
        }
        self._everywhere = {kind: _spelt(entries) for kind, entries in new.items() if kind not in _AROUND}
        self._inside: dict[Name, list[RawEntry]] = {}
        self._alike: dict[Name, list[RawEntry]] = {}
        for kind in _AROUND.keys() & new.keys():
            for entry in new[kind]:
                self._inside.setdefault((kind, entry.key.partition("/")[0]), []).append(entry)
                self._alike.setdefault((kind, entry.id or ""), []).append(entry)

    def of(self, kind: EntryKind, name: str) -> RawEntry | None:
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
        only = {id(entry): entry for entry in spelt.values()}
        return next(iter(only.values())) if len(only) == 1 and self._lost[kind] == 1 else None


def _spelt(entries: list[RawEntry]) -> dict[str, RawEntry]:
    """Entries by their titles, written as ids, and by their ids."""
    return {word: entry for entry in entries for word in (as_id(entry.text("title") or ""), entry.id) if word}


def _around(kind: EntryKind, name: str) -> Name | None:
    """The entry that one was in; None for those whose ids are their own everywhere."""
    return (_AROUND[kind], name.partition("/")[0]) if kind in _AROUND else None


def _remedy(kind: EntryKind, name: str, heir: RawEntry | None) -> str:
    """What to write, ready to be copied."""
    outer, _, inner = name.rpartition("/")
    if heir is not None and heir.id == inner and heir.parent is not None and heir.parent.key != outer:
        retired = _retired(kind, name, "It has moved.", heir.key)
        return f"It seems to have moved to `{heir.key}`. If so, add below `retired:`: {retired}."
    if heir is None:
        renamed = f"If it has another id now, add `formerly: [{inner}]` below that id."
    else:
        formers = ", ".join([*(former for _, former in islice(heir.texts("formerly"), 20)), inner])
        renamed = (
            f"If it is called `{heir.id}` now, write `formerly: [{formers}]` in that {kind.words} ({heir.written_at})."
        )
    return f"{renamed} If it is gone for good, {_retiring(kind, name)}."


def _retiring(kind: EntryKind, name: str) -> str:
    return f"add below `retired:`, with your reason: {_retired(kind, name, 'Why it is gone.')}"


def _retired(kind: EntryKind, name: str, reason: str, replacement: str | None = None) -> str:
    """An entry for the list of what is retired."""
    parts = [
        f"id: {name}",
        *([] if kind is EntryKind.RESOURCE else [f"kind: {kind}"]),
        f'reason: "{reason}"',
        *([f"replacement: {replacement}"] if replacement else []),
    ]
    return f"`- {{{', '.join(parts)}}}`"


_START = Position(1, 1)
#: Mentions without an entry, or lost entries, from which on a file is suspected that may be as it should.
_TELLING = 5
#: Lost entries that are named.
_MOST_NAMED = 3


def missing_files(
    project_files: ProjectFiles,
    documents: Sequence[Document],
    published: Published,
    lost: Sequence[str],
    problems: Sequence[RuleProblem],
) -> Iterator[tuple[str, FileProblem]]:
    """The problems of missing, empty and cut files that explain other problems.

    Args:
        project_files: the files that are there.
        documents: what was read of them.
        published: what was ever published.
        lost: names of published entries that are gone.
        problems: what the rules found.

    Yields:
        The name of each file, and what happened to it.
    """
    unknown = [problem for problem in problems if problem.code is Code.UNKNOWN_REFERENCE]
    if not lost and len(unknown) < _TELLING:
        return
    present = {project_files.name(path) for path in project_files.files}
    gone = sorted(set(published.files) - present) if lost else []
    what = _what_is_lost(lost, len(unknown))
    inside = [name for name in gone if name.startswith(f"{FOLDER}/")]
    if len(inside) > 1 and not any(name.startswith(f"{FOLDER}/") for name in present):
        message = f"The folder `{FOLDER}` with its {len(inside)} files is gone, and with it {what}."
        yield FOLDER, FileProblem(Code.LOST_FILE, _START, message, _restored(FOLDER))
        gone = [name for name in gone if name not in inside]
    for name in gone:
        message = f"The file `{name}` is gone, and with it {what}."
        yield name, FileProblem(Code.LOST_FILE, _START, message, _restored(name))
    for document in documents:
        words = _damage(document)
        if words is not None and (words != _CUT or (not gone and max(len(lost), len(unknown)) >= _TELLING)):
            message = f"The file `{document.file}` {words}, and the catalogue lacks {what}."
            yield (
                document.file,
                FileProblem(Code.EMPTIED_FILE, _end_of(document, words), message, _refilled(document.file)),
            )


_CUT = "ends in the middle of a line"


def _damage(document: Document) -> str | None:
    if not document.data and not document.empty_keys:
        return "is empty" if not document.text.strip() else "holds only comments"
    is_cut = bool(document.text) and not document.text.endswith(("\n", "\r"))
    return _CUT if is_cut else None


def _end_of(document: Document, words: str) -> Position:
    return Position(document.text.count("\n") + 1, 1) if words == _CUT else _START


def _what_is_lost(lost: Sequence[str], unknown: int) -> str:
    if not lost:
        return f"{unknown:,} {'entry that is' if unknown == 1 else 'entries that are'} mentioned elsewhere"
    named = ", ".join(f"`{name}`" for name in lost[:_MOST_NAMED])
    more = f" and {len(lost) - _MOST_NAMED:,} more" if len(lost) > _MOST_NAMED else ""
    return f"published entries: {named}{more}"


def _restored(name: str) -> str:
    remedy = f"Bring it back from its history, as with `git restore {name}`, or from a copy."
    if name == FOLDER:
        return remedy
    return (
        f"{remedy} If you removed it on purpose, delete the line `{FILE}{name}` from {PUBLISHED_FILE} and check again."
    )


def _refilled(name: str) -> str:
    return (
        f"Bring its contents back from its history, as with `git restore {name}`, or from a copy. "
        "If this is how it should be, end it with a line break or delete it, and check again."
    )


_STAGED = tuple(kind for kind, model in MODELS.items() if "status" in model.model_fields)
#: Fields that are named in one message.
_MOST_FIELDS = 8


def check_drafts(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find the drafts, and ids that they share with entries that are published."""
    published = {(entry.kind, entry.id): entry for entry in raw.each(*_STAGED)}
    seen: dict[tuple[EntryKind, str | None], RawEntry] = {}
    for entry in raw.drafts:
        message = f"This {entry.kind.words} is a draft, so nothing of it is published."
        yield RuleProblem(Code.DRAFT, entry, message, _draft_remedy(entry), (*entry.path, "status"), at_key=True)
        key = (entry.kind, entry.id)
        other = published.get(key) or seen.setdefault(key, entry)
        if entry.id is not None and other is not entry:
            message = f"The id `{entry.id}` belongs to another {entry.kind.words} already: {other.written_at}."
            remedy = f"Give this draft an id of its own, such as `{entry.id}-2`."
            yield RuleProblem(Code.DUPLICATE_ID, entry, message, remedy, (*entry.path, "id"))


def _draft_remedy(entry: RawEntry) -> str:
    missing, wrong = _needs(entry)
    parts = [f"it still needs {_fields_named(missing)}"] if missing else []
    parts += [f"{_fields_named(wrong)} {'is' if len(wrong) == 1 else 'are'} not right yet"] if wrong else []
    ready = "Delete this line to publish it"
    return f"{ready}; {' and '.join(parts)}." if parts else f"{ready}."


def _needs(entry: RawEntry) -> tuple[list[str], list[str]]:
    """The fields that a draft lacks, and those that the model refuses."""
    try:
        MODELS[entry.kind].model_validate({key: value for key, value in entry.data.items() if key != "status"})
    except ValidationError as error:
        found = error.errors(include_url=False)
    else:
        found = []
    missing = list(dict.fromkeys(_field(each) for each in found if each["type"] == "missing"))
    if entry.kind is EntryKind.RESOURCE and not {"title", "supplied_title"} & entry.data.keys():
        missing.append("title")
    return missing, list(dict.fromkeys(_field(each) for each in found if each["type"] != "missing"))


def _field(details: ErrorDetails) -> str:
    return next((str(part) for part in reversed(details["loc"]) if isinstance(part, str)), "it")


def _fields_named(fields: list[str]) -> str:
    return ", ".join(f"`{field[:60]}`" for field in fields[:_MOST_FIELDS])
