"""What a site gains and loses between two states of its catalogue: as data, text, Markdown and JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from ..catalogue.files import FOLDER, PUBLISHED_FILE, ROOT_FILE
from ..catalogue.ids import keys_of
from ..catalogue.problems import Problem, Severity
from ..catalogue.reader import ReadResult
from ..catalogue.reports import KEYS, counts, visible, write_github
from ..citation import cite
from ..links.state.file import LinkStates
from .contents import page_builders
from .context import Site, grouped
from .document import address, inert

__all__ = [
    "FORMS",
    "KINDS",
    "VERSION",
    "Changes",
    "RevisionError",
    "SiteChange",
    "as_json",
    "as_markdown",
    "as_text",
    "catalogue_at",
    "compare",
]

#: Seconds that git may take.
_PATIENCE = 60
_FILE_MODES = frozenset({"100644", "100755"})


class RevisionError(Exception):
    """The revision cannot be read. The message says why, and what to do."""


@contextmanager
def catalogue_at(root: Path, revision: str) -> Iterator[Path]:
    """A folder with the catalogue's files as they are at a revision; it is gone afterwards.

    Raises:
        RevisionError: git is missing, there is no repository, or no such revision in it.
        OSError: a file cannot be written.
    """
    if shutil.which("git") is None:
        raise RevisionError("git is not installed, and this command needs it")
    if _git(root, "rev-parse", "--is-inside-work-tree") is None:
        raise RevisionError(f"{root} is in no git repository, so there is nothing to compare it with")
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise RevisionError(
            f"git knows no revision `{revision}` here; fetch it first, as with `git fetch origin main`, "
            "or give one that `git log` lists"
        )
    with tempfile.TemporaryDirectory(prefix="pathway-") as folder:
        for name, blob in _files(root, commit.decode().strip()):
            target = Path(folder, name)
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(_git(root, "cat-file", "blob", blob) or b"")
        yield Path(folder)


def _files(root: Path, commit: str) -> Iterator[tuple[str, str]]:
    """The name and the blob of each file of the catalogue."""
    listed = _git(root, "ls-tree", "-r", "-z", commit, "--", ROOT_FILE, FOLDER, PUBLISHED_FILE) or b""
    for line in listed.decode("utf-8", "replace").split("\0"):
        facts, _, name = line.partition("\t")
        parts, mode = PurePosixPath(name).parts, facts.partition(" ")[0]
        is_ours = parts in ((ROOT_FILE,), (PUBLISHED_FILE,)) or (
            len(parts) == 2 and parts[0] == FOLDER and name.endswith(".yaml") and ".." not in parts
        )
        if is_ours and mode in _FILE_MODES:
            yield name, facts.split(" ")[2]


def _git(root: Path, *command: str) -> bytes | None:
    """What git answers; None where it refuses."""
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, and no shell
            ["git", "-C", str(root), *command],  # noqa: S607 - git is found as the person's shell finds it
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RevisionError(f"git {command[0]} took longer than {_PATIENCE} seconds") from None
    return done.stdout if done.returncode == 0 else None


#: What is compared, and what a summary calls it.
KINDS = {"page": "Pages", "step": "Steps", "time": "Times", "link": "Links", "citation": "Citations", "id": "Ids"}


@dataclass(frozen=True, slots=True, order=True)
class SiteChange:
    """One difference: something is gained (no `before`), lost (no `after`) or changed.

    Attributes:
        kind: a key of `KINDS`.
        name: what it is about.
        before: how it was; empty where there was nothing.
        after: how it is; empty where there is nothing.
    """

    kind: str
    name: str
    before: str
    after: str

    @property
    def change(self) -> str:
        """`gained`, `lost` or `changed`."""
        return "gained" if not self.before else "changed" if self.after else "lost"


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences, and the problems of the catalogue as it is now.

    Attributes:
        rows: by kind and name; none where one of the two states makes no site.
        problems: errors and warnings, and the advice that is new.
        fixed: problems that are gone.
        has_before: whether the catalogue made a site before.
        has_after: whether it makes one now.
    """

    rows: tuple[SiteChange, ...]
    problems: tuple[Problem, ...]
    fixed: tuple[Problem, ...]
    has_before: bool
    has_after: bool


def compare(before: ReadResult, after: ReadResult) -> Changes:
    """Compare two states of a catalogue."""
    rows: tuple[SiteChange, ...] = ()
    if before.catalogue is not None and after.catalogue is not None:
        old, new = _facts(before), _facts(after)
        rows = tuple(row for kind in KINDS for row in _rows(kind, old[kind], new[kind]))
        rows += tuple(_orders(old["order"], new["order"]))
    old_keys, new_keys = Counter(map(_key, before.problems)), Counter(map(_key, after.problems))
    shown = (each for each in after.problems if each.severity is not Severity.ADVICE or _key(each) not in old_keys)
    fixed = (each for each in before.problems if _key(each) not in new_keys)
    return Changes(rows, tuple(shown), tuple(fixed), before.catalogue is not None, after.catalogue is not None)


def _key(problem: Problem) -> tuple[str, str, str]:
    """What a problem is known by when lines move."""
    return problem.code, problem.id, problem.message


Facts = Mapping[str, Mapping[str, str]]


def _facts(reading: ReadResult) -> Facts:
    """For each kind, the names of what there is, with how it is."""
    assert reading.catalogue is not None  # noqa: S101 - only a sound catalogue comes here
    site = Site(reading.catalogue, reading.locations, LinkStates())
    steps = list(_steps(site))
    return {
        "page": {_page(path): "there" for builder in page_builders(site) for path in builder.paths},
        "step": _places(steps),
        "time": {
            **{f"module {module.title}": site.duration([module]).in_words() for module in site.modules.values()},
            "all modules": site.duration(site.modules.values()).in_words(),
        },
        "link": {resource.id: resource.url for resource in site.catalogue.resources if resource.url},
        "citation": {resource.id: cite(resource).text for resource in site.catalogue.resources},
        "id": dict.fromkeys(keys_of(site.catalogue), "there"),
        "order": _orders_of(steps),
    }


def _page(path: str) -> str:
    return address(path.removesuffix("/index.md") + ".md") if path != "index.md" else "the home page"


def _steps(site: Site) -> Iterator[tuple[str, str]]:
    """Section and target of each step, in order."""
    for module in site.modules.values():
        for section in module.sections:
            for step in section.steps:
                yield f"{module.id}/{section.id}", f"{step.verb} {step.target}"


def _places(steps: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For each thing to do, the sections that ask for it."""
    found = grouped((step, section) for section, step in steps)
    return {step: ", ".join(sorted(sections)) for step, sections in found.items()}


def _orders_of(steps: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For each section, its steps in order."""
    return {section: ", ".join(names) for section, names in grouped(steps).items()}


def _rows(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[SiteChange]:
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield SiteChange(kind, name, old.get(name, ""), new.get(name, ""))


def _orders(old: Mapping[str, str], new: Mapping[str, str]) -> Iterable[SiteChange]:
    """Sections that have the same steps in another order."""
    for section in sorted(old.keys() & new.keys()):
        before, after = old[section], new[section]
        if before != after and sorted(before.split(", ")) == sorted(after.split(", ")):
            yield SiteChange("step", f"order in {section}", before, after)


VERSION = 1
#: Rows of a kind, and problems, that are listed.
_MOST = 30
#: Characters of a value.
_LONGEST = 300
#: Kinds whose rows have no value worth showing.
_BARE = frozenset({"page", "id"})
_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}


def as_json(changes: Changes) -> str:
    """All of it as one JSON object."""
    data: dict[str, Any] = {
        "version": VERSION,
        "before": changes.has_before,
        "after": changes.has_after,
        "changes": [
            {"kind": row.kind, "change": row.change, "name": row.name, "before": row.before, "after": row.after}
            for row in changes.rows
        ],
        "problems": [{key: getattr(problem, key) for key in KEYS} for problem in changes.problems],
        "fixed": [{key: getattr(problem, key) for key in KEYS} for problem in changes.fixed],
    }
    return json.dumps(data, ensure_ascii=True, indent=1) + "\n"


def as_text(changes: Changes) -> str:
    """It as lines for a terminal."""
    lines = [_state(changes)] if _state(changes) else []
    for kind, heading in KINDS.items():
        rows = [row for row in changes.rows if row.kind == kind]
        if rows:
            lines += ["", f"{heading}: {_numbers(rows)}", *(f"  {visible(_words(row))}" for row in rows[:_MOST])]
            lines += [f"  … and {len(rows) - _MOST:,} more"] if len(rows) > _MOST else []
    if changes.has_before and changes.has_after and not changes.rows:
        lines.append("The site gains and loses nothing.")
    lines += ["", *_problems(changes)]
    return "\n".join(lines).strip("\n") + "\n"


def as_markdown(changes: Changes) -> str:
    """It as Markdown for the summary of a job; nothing of the catalogue's text is markup in it."""
    lines = ["## What changes on the site", ""]
    lines += [_state(changes), ""] if _state(changes) else []
    if changes.rows:
        lines += ["| | Gained | Lost | Changed |", "| --- | ---: | ---: | ---: |"]
        lines += [_table_row(kind, heading, changes) for kind, heading in KINDS.items()]
        lines.append("")
    elif changes.has_before and changes.has_after:
        lines += ["The site gains and loses nothing.", ""]
    for kind, heading in KINDS.items():
        rows = [row for row in changes.rows if row.kind == kind]
        if rows:
            lines += [f"### {heading}", "", *(f"- {inert(_words(row))}" for row in rows[:_MOST])]
            lines += [f"- … and {len(rows) - _MOST:,} more", ""] if len(rows) > _MOST else [""]
    lines += ["### Problems", "", *_problems(changes)[:1], ""]
    listed = [problem for problem in changes.problems if problem.severity is not Severity.ADVICE]
    lines += [f"- {inert(_problem(problem))}" for problem in listed[:_MOST]]
    lines += [f"- … and {len(listed) - _MOST:,} more"] if len(listed) > _MOST else []
    return "\n".join(lines).strip("\n") + "\n"


def _state(changes: Changes) -> str:
    """What keeps the two from being compared; empty where nothing does."""
    if not changes.has_after:
        return "The site can't be built: the catalogue has errors."
    return "" if changes.has_before else "There is no site to compare with: the catalogue had errors, or was not there."


def _table_row(kind: str, heading: str, changes: Changes) -> str:
    numbers = [
        sum(row.kind == kind and row.change == change for row in changes.rows)
        for change in ("gained", "lost", "changed")
    ]
    return f"| {heading} | {' | '.join(str(number or '–') for number in numbers)} |"


def _numbers(rows: list[SiteChange]) -> str:
    found = {change: sum(row.change == change for row in rows) for change in _SIGNS}
    return ", ".join(f"{number} {change}" for change, number in found.items() if number)


def _words(row: SiteChange) -> str:
    """A row in a line: its sign, what it is about, and how that was and is."""
    before, after = (value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…" for value in (row.before, row.after))
    value = "" if row.kind in _BARE else f"{before} → {after}" if before and after else before or after
    return f"{_SIGNS[row.change]} {row.name}{f': {value}' if value else ''}"


def _problems(changes: Changes) -> list[str]:
    fixed = f" Fixed: {len(changes.fixed):,}." if changes.fixed else ""
    return [counts(changes.problems) + fixed, *map(visible, map(_problem, changes.problems[:_MOST]))]


def _problem(problem: Problem) -> str:
    return f"{problem.file}:{problem.line}: {problem.severity}: {problem.message} [{problem.code}]"


#: The forms that `pathway changes` prints.
FORMS: Mapping[str, Callable[[Changes], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
    "github": lambda changes: write_github(changes.problems),
}
