"""Read a catalogue from a path: typed data, all problems, and where each entry is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path as FilePath

from .addresses import refusal
from .files import PUBLISHED_FILE, ProjectFiles, find, is_folder, text_of
from .ids import Published, keys_of, read_published
from .model import Catalogue
from .problems import Code, Problem, Severity
from .raw import RawCatalogue, RawEntry, RuleProblem
from .rules.advice import check_advice, check_plain_words, check_usage
from .rules.entries import check_calls, check_cycles, check_dates, check_entries, check_steps
from .rules.ids import IdIndex, check_bases, check_ids, check_references
from .rules.published import HIDING, check_drafts, missing_files, vanished
from .rules.values import check_addresses, check_identifiers, check_markdown
from .types import EntryKind
from .validate import examine, hidden_kind, hides_uses
from .yaml.document import Document, FileProblem, Path, PathIndex, Position, replaced, with_sources
from .yaml.loader import LoadedFile, LoadedFiles, load, without_collector

__all__ = ["MAXIMUM_PROBLEMS", "LoadedFiles", "ReadResult", "Rule", "SourceLocation", "SourceLocations", "read"]


@dataclass(frozen=True, slots=True)
class SourceLocation:
    """A place in a file; `file` is relative to the project's folder, line and column are counted from 1."""

    file: str
    line: int
    column: int


class SourceLocations:
    """The locations of all entries that have an id, and of the settings."""

    def __init__(self, entries: Iterable[Iterable[RawEntry]]) -> None:
        """Keep the entries until the first question; most checks end without one."""
        self._entries: Iterable[Iterable[RawEntry]] = entries
        self._locations: dict[tuple[str, str], SourceLocation] | None = None

    def of(self, kind: str, id: str) -> SourceLocation | None:  # noqa: A002 - the word that editors use
        """Where an entry is written, or None where there is none.

        Args:
            kind: `resource`, `task`, `module`, `section`, `theme`, `route`, `tip`, `tip-source`, `tip-list`,
                `retired` or `pathway`.
            id: its id; `module-id/section-id` for a section, `list-id/source-id` for a source of tips; anything
                for `pathway`.
        """
        if self._locations is None:
            self._locations = _places(self._entries)
            self._entries = ()  # the parsed files are of no more use, and large
        return self._locations.get((kind, "" if kind == EntryKind.PATHWAY else id))


def _places(entries: Iterable[Iterable[RawEntry]]) -> dict[tuple[str, str], SourceLocation]:
    places: dict[tuple[str, str], SourceLocation] = {}
    for kind in entries:
        for entry in kind:
            if entry.kind is not EntryKind.STEP and (key := _key(entry)) is not None:
                position = entry.document.at_key(entry.path)
                places.setdefault(key, SourceLocation(entry.document.file, position.line, position.column))
    return places


def _key(entry: RawEntry) -> tuple[str, str] | None:
    if entry.kind is EntryKind.PATHWAY:
        return entry.kind.value, ""
    return None if entry.id is None else (entry.kind.value, entry.key)


#: As problems compare, and ten times as fast.
_ORDER = attrgetter(*(each.name for each in fields(Problem)))
#: Problems in one list. Ten thousand resources with ten remarks each still fit.
MAXIMUM_PROBLEMS = 100_000
#: What makes a value or a key go missing, and what is then said of the same line as well.
_CAUSES = frozenset({Code.LOST_TEXT.value, Code.ODD_CHARACTER.value})
_ECHOES = frozenset(
    code.value
    for code in (
        *(Code.EMPTY_VALUE, Code.WRONG_SHAPE, Code.STRAY_CHARACTER, Code.DUPLICATE_KEY),
        *(Code.MISSING_KEY, Code.MISSING_VERB, Code.MISSING_TITLE),
    )
)
#: Ids that the advice on all unrecorded ones names.
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The result of reading a catalogue."""

    catalogue: Catalogue | None
    """The catalogue; None where any problem is an error."""
    problems: tuple[Problem, ...]
    """Every problem, sorted by place."""
    locations: SourceLocations
    """Where each entry is written."""
    root: FilePath
    """The project's folder, which the files of problems and locations are relative to."""
    published: Published = field(default_factory=Published)
    """The ids that were ever published, as the project's list has them."""
    guides_url: str = ""
    """Where the guides are published, also if the catalogue has errors; empty where no one said it."""


#: A rule: finds problems in what an editor wrote.
Rule = Callable[[RawCatalogue], Iterator[RuleProblem]]

#: Rules that hold in every catalogue.
RULES: tuple[Rule, ...] = (
    *(check_addresses, check_advice, check_cycles, check_drafts, check_entries),
    *(check_ids, check_markdown, check_identifiers, check_plain_words, check_steps),
)


def read(
    path: FilePath,
    *,
    today: date | None = None,
    further_rules: Iterable[Rule] = (),
    loaded: LoadedFiles | None = None,
) -> ReadResult:
    """Read the catalogue at `path`. Bad input gives problems, never an exception.

    Args:
        path: a project folder, its `resources.yaml`, or another YAML file by itself.
        today: the day to compare dates with; today where it is None.
        further_rules: rules of the layers above, which ask more than a build needs.
        loaded: what was read before, which is brought up to date: a file with the same text is not parsed again.
    """
    with without_collector():
        try:
            project_files = find(path)
        except FileProblem as file_problem:
            root = path if is_folder(path) else path.parent
            name = path.name[:200] if root != path else "."
            return ReadResult(None, (_problem(name, file_problem),), SourceLocations(()), root)
        return _read(project_files, today or date.today(), tuple(further_rules), {} if loaded is None else loaded)


def _read(project_files: ProjectFiles, today: date, further_rules: tuple[Rule, ...], loaded: LoadedFiles) -> ReadResult:
    problems, documents = _load(project_files, loaded)
    texts = {name: text for name, (text, _) in loaded.items()}
    published = read_published(project_files.published) if project_files.published else Published()
    raw = RawCatalogue(tuple(documents), complete=len(documents) == len(project_files.files))
    catalogue, rule_problems = judge(raw, today)
    lost: list[tuple[str, FileProblem]] = []
    if raw.complete and HIDING.isdisjoint(rule_problem.code for rule_problem in rule_problems):
        lost = list(vanished(raw, published))
    if raw.complete:
        absent = list(
            missing_files(project_files, documents, published, [name for name, _ in lost if name], rule_problems)
        )
        problems.extend(_problem(name, file_problem) for name, file_problem in absent)
        if absent:
            raw, lost = replace(raw, complete=False), []
            catalogue, rule_problems = judge(raw, today)
    further = (found for rule in further_rules for found in rule(raw))
    rule_problems.extend(islice(further, MAXIMUM_PROBLEMS - len(rule_problems) + 1))
    problems.extend(_placed(rule_problem) for rule_problem in rule_problems[:MAXIMUM_PROBLEMS])
    if len(rule_problems) > MAXIMUM_PROBLEMS:
        problems.append(_too_many(raw.documents[0].file))
    problems.extend(_problem(PUBLISHED_FILE, file_problem) for file_problem in published.problems)
    problems.extend(_problem(PUBLISHED_FILE, file_problem, name) for name, file_problem in lost)
    if any(problem.severity is Severity.ERROR for problem in problems):
        catalogue = None
    if catalogue is not None and published.exists:
        problems.extend(_unrecorded(catalogue, published))
    elif catalogue is not None and project_files.is_project:
        message = f"There is no `{PUBLISHED_FILE}`, so no one would be told if a published id vanished."
        remedy = Code.NO_PUBLISHED_LIST.remedy
        problems.append(_problem(PUBLISHED_FILE, FileProblem(Code.NO_PUBLISHED_LIST, Position(1, 1), message, remedy)))
    locations = SourceLocations(raw.entries.values())
    texts[PUBLISHED_FILE] = published.text
    found = tuple(sorted(with_sources(_without_echoes(problems), texts), key=_ORDER))
    return ReadResult(catalogue, found, locations, project_files.root, published, _guides_url(raw))


def _without_echoes(problems: list[Problem]) -> Iterator[Problem]:
    """Each problem once, without those that only follow from another in their line."""
    causes = {(problem.file, problem.line) for problem in problems if problem.code in _CAUSES}
    for problem in set(problems):
        if problem.code not in _ECHOES or (problem.file, problem.line) not in causes:
            yield problem


def judge(raw: RawCatalogue, today: date) -> tuple[Catalogue | None, list[RuleProblem]]:
    """The typed catalogue, and the problems that the model and the rules find: at most one more than are reported."""
    catalogue, refused = examine(raw)
    rule_problems = list(islice(refused, MAXIMUM_PROBLEMS))
    hidden = {kind for rule_problem in rule_problems if (kind := hidden_kind(rule_problem)) is not None}
    has_shape = hidden <= {EntryKind.THEME, EntryKind.RETIRED} and not any(
        hides_uses(rule_problem) for rule_problem in rule_problems
    )
    found = [*(rule(raw) for rule in RULES), check_dates(raw, today), check_calls(raw, today)]
    if raw.complete:  # else an id that is not found may be in the file that could not be read
        id_index = IdIndex(raw)
        found += [check_references(raw, id_index, hidden), check_bases(raw, id_index)]
        if has_shape:  # else what seems unused may be used in a place that could not be understood
            found.append(check_usage(raw, id_index))
    rule_problems.extend(islice(chain.from_iterable(found), MAXIMUM_PROBLEMS - len(rule_problems) + 1))
    return catalogue, rule_problems


def _load(project_files: ProjectFiles, loaded: LoadedFiles) -> tuple[list[Problem], list[Document]]:
    """Read every file, and keep its text and content in `loaded`."""
    problems = [_problem(project_files.name(path), file_problem) for path, file_problem in project_files.ignored]
    documents: list[Document] = []
    before = dict(loaded)
    loaded.clear()
    for path in project_files.files:
        name = project_files.name(path)
        try:
            text = text_of(path, project_files.root)
            known = before.get(name)
            file = known[1] if known and known[0] == text else load(name, text)
        except FileProblem as file_problem:
            problems.append(_problem(name, file_problem))
            continue
        loaded[name] = text, file
        problems.extend(_file_problems(name, file))
        if file.document is not None:
            documents.append(file.document)
    return problems, documents


def _file_problems(file: str, loaded: LoadedFile) -> Iterator[Problem]:
    """The problems of a file, each with the id of the entry around it, where there is one."""
    document = loaded.document
    if document is None or not loaded.problems:
        yield from (_problem(file, file_problem) for file_problem in loaded.problems)
        return
    path_index, raw = PathIndex(document), RawCatalogue((document,))
    for file_problem in loaded.problems:
        yield _problem(file, file_problem, raw.owner(document, path_index.path_at(file_problem.position)).name)


def _problem(file: str, file_problem: FileProblem, name: str = "") -> Problem:
    return _report(
        file,
        file_problem.position,
        file_problem.code,
        name,
        (file_problem.message, file_problem.remedy, file_problem.corrected),
    )


def _unrecorded(catalogue: Catalogue, published: Published) -> Iterator[Problem]:
    """One piece of advice on all ids that are not in the list yet."""
    missing = sorted(keys_of(catalogue) - published.lines.keys())
    if missing:
        named = ", ".join(f"`{key}`" for key in missing[:MOST_NAMED])
        more = f" and {len(missing) - MOST_NAMED:,} more" if len(missing) > MOST_NAMED else ""
        message = f"The list lacks {named}{more}."
        remedy = "Run `pathway record-ids` and keep the file with the catalogue."
        yield _problem(PUBLISHED_FILE, FileProblem(Code.UNRECORDED_IDS, Position(1, 1), message, remedy))


def _too_many(file: str) -> Problem:
    message = f"There are more than {MAXIMUM_PROBLEMS:,} problems; the rest is left out."
    return _problem(
        file, FileProblem(Code.TOO_MANY_PROBLEMS, Position(1, 1), message, "Fix those that are listed first.")
    )


def _placed(rule_problem: RuleProblem) -> Problem:
    entry = rule_problem.entry
    path = entry.path if rule_problem.path is None else rule_problem.path
    position = entry.document.at_key(path) if rule_problem.at_key else entry.document.at_value(path)
    words = (rule_problem.message, rule_problem.remedy, rule_problem.corrected or _corrected(rule_problem, path))
    return _report(entry.document.file, position, rule_problem.code, entry.name, words)


def _corrected(rule_problem: RuleProblem, path: Path) -> str:
    """The line with the problem's suggestion for its value or key; empty without one."""
    if rule_problem.instead is None:
        return ""
    document = rule_problem.entry.document
    node = document.key_node(path) if rule_problem.at_key else document.value_node(path)
    return replaced(document.text, node, rule_problem.instead) if node is not None else ""


def _report(file: str, position: Position, code: Code, name: str, words: tuple[str, str, str]) -> Problem:
    message, remedy, corrected = words
    name, message, remedy = (_printable(text) for text in (name[:200], message, remedy))
    return Problem(
        file, position.line, position.column, code.value, code.severity, name, message, remedy, "", corrected
    )


def _printable(text: str) -> str:
    """A text that can neither move a terminal's cursor nor hide in a log."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _guides_url(raw: RawCatalogue) -> str:
    """The setting `guides_url`, where it is an address that can be published; empty without one."""
    address = next((url for entry in raw.each(EntryKind.PATHWAY) if (url := entry.text("guides_url"))), "")
    return address if address and refusal(address, private=True) is None else ""
