"""Write the files of a new pathway: the starter, with a title and a language."""

from __future__ import annotations

import re
import shutil
import tempfile
from importlib.resources import files
from pathlib import Path

from . import __version__
from .catalogue import schema
from .catalogue.problems import Severity
from .catalogue.reader import read
from .catalogue.yaml.scalars import double_quoted
from .output import SUFFIX

__all__ = ["DEFAULT_LANGUAGE", "DEFAULT_TITLE", "NewProjectError", "starter_folder", "write_project"]


DEFAULT_TITLE, DEFAULT_LANGUAGE = "Pages for everyone", "en-GB"
#: How the name of a hidden file or folder begins in the starter.
HIDDEN = "dot-"
#: Files of the starter with the title, the language or the version in them.
FILLED = ("README.md", "resources.yaml", "requirements.txt")
#: What a folder may hold before: a repository without files, and an environment.
KEPT = frozenset({".git", ".venv"})
#: How files of the starter end that are no text.
RECORDINGS = frozenset({".m4a", ".mp4"})


class NewProjectError(Exception):
    """The project cannot be written. The message says why."""


def write_project(target: Path, title: str = DEFAULT_TITLE, language: str = DEFAULT_LANGUAGE) -> list[str]:
    """Write a new pathway into a folder that is missing or holds no file; return the names of files and folders.

    After an error the folder is as it was.

    Raises:
        NewProjectError: the folder holds something, or the title or the language can't be used.
        OSError: a file can't be written.
    """
    if target.exists() and not target.is_dir():
        raise NewProjectError(f"{target} is a file. Choose a new folder.")
    made = [folder for folder in (target, *target.parents) if not folder.exists()]
    if not made and any(path.name not in KEPT for path in target.iterdir()):
        raise NewProjectError(f"{target} is not empty. Choose a new or an empty folder.")
    target.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        with tempfile.TemporaryDirectory(prefix=".", suffix=SUFFIX, dir=target) as folder:
            fresh = Path(folder)
            copy_starter(fresh, title, language)
            refuse_problems(fresh)
            for path in sorted(fresh.iterdir()):  # after an error, those that were moved are removed again
                path.rename(target / path.name)
                written.append(target / path.name)
    except BaseException:
        for path in written:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in made:
            path.rmdir()
        raise
    return [path.name for path in written]


def copy_starter(folder: Path, title: str, language: str) -> None:
    """Copy the starter, filled in."""
    starter = starter_folder()
    for source in sorted(starter.rglob("*")):
        parts = source.relative_to(starter).parts
        if "__pycache__" in parts or source.is_dir():
            continue
        path = folder.joinpath(*(re.sub(f"^{HIDDEN}", ".", part) for part in parts))
        path.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix in RECORDINGS:
            path.write_bytes(source.read_bytes())
            continue
        text = source.read_text(encoding="utf-8")
        if parts[0] in FILLED:
            as_yaml = source.suffix == ".yaml"
            text = text.replace("@VERSION@", __version__)
            text = text.replace("@LANGUAGE@", double_quoted(language) if as_yaml else language)
            text = text.replace("@TITLE@", double_quoted(title) if as_yaml else title)
        path.write_text(text, encoding="utf-8", newline="\n")
    (folder / "schema").mkdir()
    (folder / "schema" / "resources.schema.json").write_text(schema.write(), encoding="utf-8", newline="\n")


def refuse_problems(project: Path) -> None:
    """Raise `NewProjectError` where the title or the language makes a catalogue that can't be built."""
    reading = read(project)
    found = [problem for problem in reading.problems if problem.severity is Severity.ERROR]
    if found or reading.catalogue is None:
        raise NewProjectError(
            "\n".join(f"{problem.message} {problem.remedy}" for problem in found) or "The catalogue cannot be read."
        )


def starter_folder() -> Path:
    """The files of a new pathway."""
    return Path(str(files(__package__) / "starter"))
