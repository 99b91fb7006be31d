"""The catalogue of a project as it is at a revision of git."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from ..catalogue.files import FOLDER, PUBLISHED_FILE, ROOT_FILE

__all__ = ["RevisionError", "catalogue_at"]

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
