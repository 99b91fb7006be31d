"""Missing, empty or cut files of a catalogue: one problem for each, instead of all that follow from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .files import FOLDER, PUBLISHED_FILE, ProjectFiles
from .ids import FILE, Published
from .problems import Code
from .raw import RuleProblem
from .yaml.document import Document, FileProblem, Position

__all__ = [
    "missing_files",
]

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
