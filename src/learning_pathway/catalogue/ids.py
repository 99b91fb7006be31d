"""Every id that was ever published, in `published-ids.txt`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from .did_you_mean import nearest
from .files import text_of
from .messages import shown
from .model import Catalogue, Identified
from .problems import Code
from .yaml.document import FileProblem, Position

__all__ = [
    "FILE",
    "KINDS",
    "PAGE",
    "Published",
    "keys_of",
    "read_published",
    "write_published",
]

PAGE = "page"
#: How the line begins that names a file of the catalogue; it is a comment to everything else.
FILE = "# file: "
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
#: A part of an address; listings of what has no date or theme have two hyphens, which ids cannot have.
_PART = r"[a-z0-9]+(?:--?[a-z0-9]+)*"
#: Folders of entries: a page in one of them is its entry's, and is recorded as that.
_OWN = r"(?:resources/|(?:modules|themes|routes|calls)/[^/])"
#: Each kind of key, and the form of what follows its colon.
KINDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        **{
            kind: re.compile(_ID)
            for kind in ("resource", "task", "module", "theme", "route", "tip", "tip-list", "call")
        },
        **{kind: re.compile(f"{_ID}/{_ID}") for kind in ("section", "tip-source")},
        PAGE: re.compile(rf"(?!{_OWN})(?:{_PART}/)+"),
    }
)
#: Characters of the longest key: two ids of 80 and a long address both fit.
LONGEST = 250
#: Lines that are reported one by one; by then, the pattern is plain.
MOST_REPORTED = 50
HEADER = """\
# Every id that this pathway has published, and every address of a page that belongs to no single entry.
# `pathway check` makes sure that none of them vanishes silently. `pathway record-ids` writes this file: it adds what
# is new and takes nothing out. Keep it with the catalogue.
"""
_MERGE_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


@dataclass(frozen=True, slots=True)
class Published:
    """The content of the list."""

    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Each key, and the line that it is in."""
    problems: tuple[FileProblem, ...] = ()
    """What is wrong with the list itself."""
    exists: bool = False
    """Whether there is a list at all."""
    files: tuple[str, ...] = ()
    """The files that held the catalogue."""
    text: str = field(default="", repr=False)
    """The list as it is written."""
    pages: frozenset[str] = frozenset()
    """Addresses of pages that belong to no entry, relative to the site's home: `library/type/book/`."""


def read_published(path: Path) -> Published:
    """Read the list at `path`. Bad input gives problems, never an exception."""
    try:
        text = text_of(path, path.parent, remedy="Bring the file back from its history: no list of ids is that long.")
    except FileProblem as problem:
        return Published(MappingProxyType({}), (problem,), exists=True)
    lines: dict[str, int] = {}
    problems: dict[Code, list[FileProblem]] = {Code.BAD_PUBLISHED_LINE: [], Code.PUBLISHED_TWICE: []}
    for number, line in enumerate(text.split("\n"), start=1):
        key = line.strip()
        if not key or key.startswith("#"):
            continue
        found = _problem(key, number, lines)
        if found is None:
            lines[key] = number
        else:
            problems[found.code].append(found)
    files = tuple(line.removeprefix(FILE).strip() for line in text.splitlines() if line.startswith(FILE))
    reported = tuple(chain.from_iterable(map(_first, problems.values())))
    pages = frozenset(key.partition(":")[2] for key in lines if key.startswith(f"{PAGE}:"))
    return Published(MappingProxyType(lines), reported, True, files, text, pages)


def write_published(keys: Collection[str], files: Collection[str] = ()) -> str:
    """The list as text: the header, the files of the catalogue, then the keys in order, each in a line."""
    return HEADER + "".join(f"{FILE}{name}\n" for name in sorted(files)) + "".join(f"{key}\n" for key in sorted(keys))


def keys_of(catalogue: Catalogue) -> frozenset[str]:
    """The key of everything with an id: what is there, what it was called before, and what is retired."""
    return frozenset(_keys(catalogue))


def _keys(catalogue: Catalogue) -> Iterator[str]:
    for theme in catalogue.themes:
        yield from _named("theme", theme)
    for resource in catalogue.resources:
        yield from _named("resource", resource)
    for task in catalogue.tasks:
        yield from _named("task", task)
    for module in catalogue.modules:
        yield from _named("module", module)
        for section in module.sections:
            yield from _named("section", section, f"{module.id}/")
    for route in catalogue.routes:
        yield from _named("route", route)
    for tips in catalogue.tips:
        yield from _named("tip-list", tips)
        for source in tips.sources:
            yield from _named("tip-source", source, f"{tips.id}/")
            for tip in source.tips:
                yield from _named("tip", tip)
    for call in catalogue.calls:
        yield from _named("call", call)
    for gone in catalogue.retired:
        yield f"{gone.kind}:{gone.id}"


def _named(kind: str, entry: Identified, inside: str = "") -> Iterator[str]:
    for name in (entry.id, *entry.formerly):
        yield f"{kind}:{inside}{name}"


def _problem(key: str, number: int, lines: Mapping[str, int]) -> FileProblem | None:
    """What is wrong with the key in line `number`; None where it is valid."""
    position = Position(number, 1)
    if key in lines:
        message = f"`{shown(key)}` is in line {lines[key]} already."
        return FileProblem(Code.PUBLISHED_TWICE, position, message, "Delete this line, or run `pathway record-ids`.")
    kind, colon, name = key.partition(":")
    if kind in KINDS and len(key) <= LONGEST and KINDS[kind].fullmatch(name):
        return None
    if key.startswith(_MERGE_MARKS):
        message = "This line is left over from a merge of two versions of the file."
        return FileProblem(
            Code.BAD_PUBLISHED_LINE, position, message, "Delete it, and keep the ids above and below it."
        )
    message = f"`{shown(key)}` is not a published id."
    meant = nearest(kind[:40], KINDS) if colon and kind not in KINDS else None
    if meant is not None and KINDS[meant].fullmatch(name):
        return FileProblem(Code.BAD_PUBLISHED_LINE, position, message, f"Write `{shown(f'{meant}:{name}')}`.")
    remedy = "Bring the line back from the file's history; one looks like `resource:good-work-report`."
    return FileProblem(Code.BAD_PUBLISHED_LINE, position, message, remedy)


def _first(problems: list[FileProblem]) -> list[FileProblem]:
    """The first problems of one kind, and one that says how many more there are."""
    if len(problems) <= MOST_REPORTED:
        return problems
    rest = problems[MOST_REPORTED]
    message = f"There are {len(problems) - MOST_REPORTED:,} more such lines, from this one on."
    remedy = "Bring the file back from its history, then run `pathway record-ids`."
    return [*problems[:MOST_REPORTED], FileProblem(rest.code, rest.position, message, remedy)]
