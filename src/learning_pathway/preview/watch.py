"""Which files make the site, and how to tell that one of them has changed."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from ..site.frontend import theme_folder

__all__ = ["Stamps", "Watched", "of_folders", "program_stamps"]

#: For each file when it was changed, its size and its number on the disk: an editor that saves by renaming a new file
#: over the old one may keep the first two.
Stamps = Mapping[str, tuple[int, int, int]]

FILES = ("resources.yaml", "published-ids.txt", "link-health.json", "voices-recalled.txt")
FOLDERS = ("docs", "hooks", "notices", "resources", "sample-answers")
_INHERITED = re.compile(r"^INHERIT:\s*[\"']?([^\"'#\n]+?)[\"']?\s*(?:#.*)?$", re.MULTILINE)
#: Folders in a folder, at the most: a link may lead round in a circle.
DEEPEST = 40


class Watched:
    """The files of a project that make its site."""

    def __init__(self, root: Path) -> None:
        """`root` is the folder of the project."""
        self.root = root
        self._more: frozenset[str] = frozenset()
        self._inherited: tuple[object, tuple[str, ...]] = (None, ())

    def add(self, paths: Iterable[str | Path]) -> None:
        """Watch these files and folders, which the settings name, in place of those that they named before."""
        self._more = frozenset(str(self.root / path) for path in paths)

    def stamps(self) -> Stamps:
        """The files as they are now."""
        found: dict[str, tuple[int, int, int]] = {}
        settings = [str(path) for path in sorted(self.root.glob("*.y*ml")) if path.is_file()]
        for path in (*settings, *self._bases(), *(str(self.root / name) for name in FILES)):
            note(path, found)
        folders = {str(theme_folder()), *(str(self.root / name) for name in FOLDERS), *self._more}
        for path in sorted(folders):
            if os.path.isdir(path):  # noqa: PTH112 - many times a second
                found |= dict(files_in(path))
            else:
                note(path, found)
        return found

    def _bases(self) -> tuple[str, ...]:
        """The files that `mkdocs.yml` takes settings from (`INHERIT`)."""
        path = self.root / "mkdocs.yml"
        found: dict[str, tuple[int, int, int]] = {}
        note(str(path), found)
        if found != self._inherited[0]:
            try:
                names = _INHERITED.findall(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                names = []
            self._inherited = found, tuple(str(self.root / name) for name in names)
        return self._inherited[1]


def program_stamps() -> Stamps:
    """The files of the program itself, without the theme, which each reading of the site reads anew."""
    theme = f"{theme_folder()}{os.sep}"
    return {path: stamp for path, stamp in files_in(str(theme_folder().parent)) if not path.startswith(theme)}


def of_folders(stamps: Stamps, folders: Collection[Path]) -> Stamps:
    """Those of the files in some folders."""
    starts = tuple(f"{folder}{os.sep}" for folder in folders)
    return {path: stamp for path, stamp in stamps.items() if path.startswith(starts)}


def note(path: str, found: dict[str, tuple[int, int, int]]) -> None:
    """Note the stamp of a file; nothing for one that is not there."""
    try:
        status = os.stat(path)  # noqa: PTH116 - called for every file, many times a second
    except OSError:
        return
    found[path] = status.st_mtime_ns, status.st_size, status.st_ino


def files_in(folder: str, depth: int = 0) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """The files in a folder and the folders in it, but no hidden ones, with their stamps."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith((".", "__")):
                    continue
                try:
                    if entry.is_dir():
                        if depth < DEEPEST:
                            yield from files_in(entry.path, depth + 1)
                    else:
                        status = entry.stat()
                        yield entry.path, (status.st_mtime_ns, status.st_size, status.st_ino)
                except OSError:
                    continue
    except OSError:
        return
