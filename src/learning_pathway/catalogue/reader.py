"""Read a catalogue from a path: typed data, all problems, and where each entry is written."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import islice
from operator import attrgetter
from pathlib import Path as FilePath

from . import rules
from .codes import Code
from .files import PUBLISHED_FILE, Layout, find, is_folder, text_of
from .ids import Published, keys_of, read_published
from .missing_files import missing_files
from .model import Catalogue
from .problem import Problem, Severity
from .raw import Draft, Finding, Item, Kind
from .rules import published as published_rules
from .validate import examine
from .yaml.document import Document, Flaw, Mark, Outline, Path
from .yaml.lines import replaced, with_sources
from .yaml.loader import Loaded, load

__all__ = [
    "MAXIMUM_PROBLEMS",
    "Origin",
    "Origins",
    "Reading",
    "read",
]


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in a file; `file` is relative to the project's folder, line and column are counted from 1."""

    file: str
    line: int
    column: int


class Origins:
    """The origins of all entries that have an id, and of the settings."""

    def __init__(self, items: Iterable[Iterable[Item]]) -> None:
        """Keep the items until the first question; most checks end without one."""
        self._items: Iterable[Iterable[Item]] = items
        self._origins: dict[tuple[str, str], Origin] | None = None

    def of(self, kind: str, id: str) -> Origin | None:  # noqa: A002 - the word that editors use
        """Where an entry is written, or None where there is none.

        Args:
            kind: `resource`, `task`, `module`, `section`, `theme`, `route`, `tip`, `tip-source`, `tip-list`,
                `retired` or `pathway`.
            id: its id; `module-id/section-id` for a section, `list-id/source-id` for a source of tips; anything
                for `pathway`.
        """
        if self._origins is None:
            self._origins = _places(self._items)
            self._items = ()  # the parsed files are of no more use, and large
        return self._origins.get((kind, "" if kind == Kind.PATHWAY else id))


def _places(items: Iterable[Iterable[Item]]) -> dict[tuple[str, str], Origin]:
    places: dict[tuple[str, str], Origin] = {}
    for kind in items:
        for item in kind:
            if item.kind is not Kind.STEP and (key := _key(item)) is not None:
                mark = item.document.at_key(item.path)
                places.setdefault(key, Origin(item.document.file, mark.line, mark.column))
    return places


def _key(item: Item) -> tuple[str, str] | None:
    if item.kind is Kind.PATHWAY:
        return item.kind.value, ""
    return None if item.id is None else (item.kind.value, item.key)


#: As problems compare, and ten times as fast.
_ORDER = attrgetter(*(each.name for each in fields(Problem)))
#: Problems in one list. Ten thousand resources with ten remarks each still fit.
MAXIMUM_PROBLEMS = 100_000
#: What makes a value or a key go missing, and what is then said of the same line as well.
_CAUSES = frozenset({Code.LOST_TEXT.value, Code.ODD_CHARACTER.value})
_ECHOES = frozenset(
    code.value
    for code in (Code.EMPTY_VALUE, Code.WRONG_SHAPE, Code.STRAY_CHARACTER, Code.DUPLICATE_KEY, Code.MISSING_KEY)
)
#: Ids that the advice on all unrecorded ones names.
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a catalogue."""

    catalogue: Catalogue | None
    """The catalogue; None where any problem is an error."""
    problems: tuple[Problem, ...]
    """Every problem, sorted by place."""
    origins: Origins
    """Where each entry is written."""
    root: FilePath
    """The project's folder, which the files of problems and origins are relative to."""
    published: Published = field(default_factory=Published)
    """The ids that were ever published, as the project's list has them."""


def read(path: FilePath, *, today: date | None = None) -> Reading:
    """Read the catalogue at `path`. Bad input gives problems, never an exception.

    Args:
        path: a project folder, its `resources.yaml`, or another YAML file by itself.
        today: the day by which dates are judged; the machine's date where it is None.
    """
    with _without_collector():
        try:
            layout = find(path)
        except Flaw as flaw:
            root = path if is_folder(path) else path.parent
            name = path.name[:200] if root != path else "."
            return Reading(None, (_problem(name, flaw),), Origins(()), root)
        return _read(layout, today or date.today())


def _read(layout: Layout, today: date) -> Reading:
    texts: dict[str, str] = {}
    problems, documents = _load(layout, texts)
    published = read_published(layout.published) if layout.published else Published()
    draft = Draft(tuple(documents), complete=len(documents) == len(layout.files))
    catalogue, findings = _judge(draft, today)
    lost: list[tuple[str, Flaw]] = []
    if draft.complete and published_rules.HIDING.isdisjoint(finding.code for finding in findings):
        lost = list(published_rules.vanished(draft, published))
    if draft.complete:
        absent = list(missing_files(layout, documents, published, [name for name, _ in lost if name], findings))
        problems.extend(_problem(name, flaw) for name, flaw in absent)
        if absent:
            draft, lost = replace(draft, complete=False), []
            catalogue, findings = _judge(draft, today)
    problems.extend(_placed(finding) for finding in findings[:MAXIMUM_PROBLEMS])
    if len(findings) > MAXIMUM_PROBLEMS:
        problems.append(_too_many(draft.documents[0].file))
    problems.extend(_problem(PUBLISHED_FILE, flaw) for flaw in published.flaws)
    problems.extend(_problem(PUBLISHED_FILE, flaw, name) for name, flaw in lost)
    if any(problem.severity is Severity.ERROR for problem in problems):
        catalogue = None
    if catalogue is not None and published.exists:
        problems.extend(_unrecorded(catalogue, published))
    elif catalogue is not None and layout.is_project:
        message = f"There is no `{PUBLISHED_FILE}`, so no one would be told if a published id vanished."
        remedy = "Bring it back from its history, or run `pathway record-ids`, and keep the file with the catalogue."
        problems.append(_problem(PUBLISHED_FILE, Flaw(Code.NO_PUBLISHED_LIST, Mark(1, 1), message, remedy)))
    origins = Origins(draft.items.values())
    texts[PUBLISHED_FILE] = published.text
    found = tuple(sorted(with_sources(_without_echoes(problems), texts), key=_ORDER))
    return Reading(catalogue, found, origins, layout.root, published)


def _without_echoes(problems: list[Problem]) -> Iterator[Problem]:
    """Each problem once, without those that only follow from another in their line."""
    causes = {(problem.file, problem.line) for problem in problems if problem.code in _CAUSES}
    for problem in set(problems):
        if problem.code not in _ECHOES or (problem.file, problem.line) not in causes:
            yield problem


def _judge(draft: Draft, today: date) -> tuple[Catalogue | None, list[Finding]]:
    """What the model makes of a draft, and what it and the rules find; one more than are reported at the most."""
    catalogue, refused = examine(draft)
    findings = list(islice(refused, MAXIMUM_PROBLEMS))
    has_shape = not any(_hides_uses(finding) for finding in findings)
    findings.extend(islice(rules.check(draft, today, has_shape=has_shape), MAXIMUM_PROBLEMS - len(findings) + 1))
    return catalogue, findings


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the cyclic garbage collector: walking a million new nodes time and again costs more than all the rest."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load(layout: Layout, texts: dict[str, str]) -> tuple[list[Problem], list[Document]]:
    """Read every file, and note the text of each."""
    problems = [_problem(layout.name(path), flaw) for path, flaw in layout.ignored]
    documents: list[Document] = []
    for path in layout.files:
        name = layout.name(path)
        try:
            texts[name] = text_of(path, layout.root)
            loaded = load(name, texts[name])
        except Flaw as flaw:
            problems.append(_problem(name, flaw))
            continue
        problems.extend(_flaws(name, loaded))
        if loaded.document is not None:
            documents.append(loaded.document)
    return problems, documents


def _flaws(file: str, loaded: Loaded) -> Iterator[Problem]:
    """The flaws of a file, each with the id of the entry that it stands in, where that can be told."""
    document = loaded.document
    if document is None or not loaded.flaws:
        yield from (_problem(file, flaw) for flaw in loaded.flaws)
        return
    outline, draft = Outline(document), Draft((document,))
    for flaw in loaded.flaws:
        yield _problem(file, flaw, draft.owner(document, outline.path_at(flaw.mark)).name)


def _problem(file: str, flaw: Flaw, name: str = "") -> Problem:
    return _report(file, flaw.mark, flaw.code, name, (flaw.message, flaw.remedy, flaw.corrected))


def _unrecorded(catalogue: Catalogue, published: Published) -> Iterator[Problem]:
    """One piece of advice on all ids that are not in the list yet."""
    missing = sorted(keys_of(catalogue) - published.lines.keys())
    if missing:
        named = ", ".join(f"`{key}`" for key in missing[:MOST_NAMED])
        more = f" and {len(missing) - MOST_NAMED:,} more" if len(missing) > MOST_NAMED else ""
        message = f"The list lacks {named}{more}."
        remedy = "Run `pathway record-ids` and keep the file with the catalogue."
        yield _problem(PUBLISHED_FILE, Flaw(Code.UNRECORDED_IDS, Mark(1, 1), message, remedy))


def _too_many(file: str) -> Problem:
    message = f"There are more than {MAXIMUM_PROBLEMS:,} problems; the rest is left out."
    return _problem(file, Flaw(Code.TOO_MANY_PROBLEMS, Mark(1, 1), message, "Fix those that are listed first."))


def _placed(finding: Finding) -> Problem:
    item = finding.item
    path = item.path if finding.path is None else finding.path
    mark = item.document.at_key(path) if finding.at_key else item.document.at_value(path)
    words = (finding.message, finding.remedy, finding.corrected or _corrected(finding, path))
    return _report(item.document.file, mark, finding.code, item.name, words)


def _corrected(finding: Finding, path: Path) -> str:
    """The line with what the finding puts in place of its value or key; empty where it puts nothing."""
    if finding.instead is None:
        return ""
    document = finding.item.document
    node = document.key_node(path) if finding.at_key else document.value_node(path)
    return replaced(document.text, node, finding.instead) if node is not None else ""


def _hides_uses(finding: Finding) -> bool:
    """Whether what the model refuses may mention entries that would then seem unused."""
    return finding.code in (Code.WRONG_SHAPE, Code.MISSING_KEY) and finding.item.kind is not Kind.RESOURCE


def _report(file: str, mark: Mark, code: Code, name: str, words: tuple[str, str, str]) -> Problem:
    message, remedy, corrected = words
    name, message, remedy = (_printable(text) for text in (name[:200], message, remedy))
    return Problem(file, mark.line, mark.column, code.value, code.severity, name, message, remedy, "", corrected)


def _printable(text: str) -> str:
    """A text that can neither move a terminal's cursor nor hide in a log."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
