"""The files of a catalogue: which there are, and their text."""

from __future__ import annotations

import codecs
import os
import stat
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from .codes import Code
from .document import Flaw, Mark

__all__ = ["MAXIMUM_BYTES", "MAXIMUM_FILES", "PUBLISHED_FILE", "ROOT_FILE", "Layout", "find", "is_folder", "text_of"]

ROOT_FILE = "resources.yaml"
PUBLISHED_FILE = "published-ids.txt"
FOLDER = "resources"
#: Bytes in one file. 10,000 well described resources take 8 million.
MAXIMUM_BYTES = 20_000_000
#: Files in the folder.
MAXIMUM_FILES = 1_000
#: Folders that are searched for files that look like parts of the catalogue.
_MOST_SEARCHED = 100

_START = Mark(1, 1)
_UTF16_OR_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a catalogue lies: its project folder, its files in reading order, and look-alikes that are not read.

    `published` is the project's list of published ids; None where it has none, or where a YAML file is read by itself.
    """

    root: Path
    files: tuple[Path, ...]
    ignored: tuple[Path, ...] = ()
    published: Path | None = None

    def name(self, path: Path) -> str:
        """The name of a file as problems give it: relative to the project, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def find(path: Path) -> Layout:
    """Find the files of the catalogue at `path`: a project folder, its `resources.yaml`, or a YAML file by itself.

    Raises:
        Flaw: there is none, or there are too many files.
    """
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except FileNotFoundError:
        raise Flaw(Code.NO_CATALOGUE, _START, f"There is no file or folder `{path}`.", "Check the path.") from None
    except (OSError, ValueError) as error:
        raise _unreadable(error) from None
    if not is_folder and path.name != ROOT_FILE:
        return Layout(path.parent, (path,))
    root = path if is_folder else path.parent
    layout = _project(root)
    if not layout.files:
        remedy = "Give the folder that holds `resources.yaml`, or make one with `pathway:` and a title in it."
        raise Flaw(Code.NO_CATALOGUE, _START, f"The folder holds no `{ROOT_FILE}`.", remedy)
    return layout


def _project(root: Path) -> Layout:
    files = [root / ROOT_FILE] if _exists(root / ROOT_FILE) else []
    ignored = [root / "resources.yml"] if _exists(root / "resources.yml") else []
    folder = root / FOLDER
    if _leaves(root, folder):
        raise _elsewhere(f"The folder `{FOLDER}`")
    try:
        inside = sorted(folder.iterdir()) if is_folder(folder) else []
    except OSError as error:
        raise _unreadable(error) from None
    for path in inside:
        if path.name.startswith("."):
            continue
        if path.suffix == ".yaml":
            files.append(path)
        elif path.suffix.lower() in (".yml", ".yaml") or _holds_yaml(path):
            ignored.append(path)
    if len(files) > MAXIMUM_FILES:
        message = f"The folder `{FOLDER}` holds {len(files):,} files; at most {MAXIMUM_FILES:,} are read."
        raise Flaw(Code.TOO_MANY_FILES, _START, message, "Put several entries into each file.")
    published = root / PUBLISHED_FILE
    return Layout(root, tuple(files), tuple(ignored), published if _exists(published) else None)


def _exists(path: Path) -> bool:
    """Whether a name is taken, be it by a broken link."""
    return os.path.lexists(path)


def _leaves(root: Path, path: Path) -> bool:
    """Whether links on the way from a project's folder to `path` lead out of that folder."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def is_folder(path: Path) -> bool:
    """Whether there is a folder at a path. Unlike `Path.is_dir`, it says no to paths that cannot be."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _holds_yaml(path: Path) -> bool:
    """Whether there is a folder at `path` with YAML in it, however deep. Links within it are not followed."""
    folders = islice(os.walk(path), _MOST_SEARCHED)
    return any(name.lower().endswith((".yaml", ".yml")) for _, _, names in folders for name in names)


def text_of(path: Path, root: Path, *, remedy: str = "Move some entries into further files in `resources/`.") -> str:
    """The text of a file, without a byte-order mark.

    Args:
        path: the file.
        root: the project's folder, which links must not lead out of.
        remedy: what to do about one that is too large.

    Raises:
        Flaw: it cannot be opened, lies outside the project, is too large or is not UTF-8.
    """
    if _leaves(root, path):
        raise _elsewhere("This")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Flaw(Code.UNREADABLE_FILE, _START, "This is not an ordinary file.", "Put a text file in its place.")
        with path.open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise _unreadable(error) from None
    if len(data) > MAXIMUM_BYTES:
        message = f"The file is larger than {MAXIMUM_BYTES // 1_000_000} MB, which is the limit for one file."
        raise Flaw(Code.FILE_TOO_LARGE, _START, message, remedy)
    return _decoded(data)


def _decoded(data: bytes) -> str:
    if data.startswith(_UTF16_OR_32) or data[1:2] == b"\x00":
        message = "The file is written in UTF-16 or UTF-32, not in UTF-8."
        raise Flaw(Code.NOT_UTF8, _START, message, "Save it again with the encoding UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        guess = data[error.start : error.start + 1].decode("cp1252", errors="replace")
        message = f"The file is not written in UTF-8: the byte {data[error.start]:#04x} cannot be read"
        message += f" (it may be meant as `{guess}`)." if guess.isprintable() and guess != "\ufffd" else "."
        remedy = "Save the file again with the encoding UTF-8."
        raise Flaw(Code.NOT_UTF8, _place(before, len(before)), message, remedy) from None


def _place(text: str, offset: int) -> Mark:
    line = text.count("\n", 0, offset) + 1
    return Mark(line, offset - (text.rfind("\n", 0, offset) + 1) + 1)


def _elsewhere(what: str) -> Flaw:
    message = f"{what} is a link that leads out of the project."
    return Flaw(Code.FILE_ELSEWHERE, _START, message, "Put the file itself in the place of the link.")


def _unreadable(error: Exception) -> Flaw:
    reason = getattr(error, "strerror", None) or str(error)
    message = f"The file cannot be opened: {str(reason).lower()}."
    return Flaw(
        Code.UNREADABLE_FILE, _START, message, "Put an ordinary file in its place that you are allowed to read."
    )
