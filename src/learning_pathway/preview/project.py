"""The files of a project: which make its site, and what a preview keeps of them until they change."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from ..catalogue import LoadedFiles, Problem, ReadResult, read
from ..catalogue.files import STATE_FILE
from ..catalogue.model import Pathway
from ..catalogue.yaml.patch import Patch, preview
from ..links.state.file import read_health
from ..locale import translations_for
from ..site.build import Build, build_time, today_for
from ..site.frontend import read_frontend, theme_folder
from ..site.rendering import compiled_templates
from ..site.stage import CONFIGURATION, settings_files

__all__ = [
    "CatalogueError",
    "Project",
    "Stamps",
    "Watched",
    "of_folders",
    "program_stamps",
]

#: For each file when it was changed, its size and its number on the disk: an editor that saves by renaming a new file
#: over the old one may keep the first two.
Stamps = Mapping[str, tuple[int, int, int]]

FILES = ("resources.yaml", "published-ids.txt", "link-health.json", "voices-recalled.txt")
FOLDERS = ("docs", "hooks", "notices", "resources", "sample-answers")
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
        found: dict[str, tuple[int, int, int]] = {}
        for path in (str(self.root / CONFIGURATION), *self._inherited[1]):
            note(path, found)
        if found != self._inherited[0]:
            _, *bases = (str(path) for path, _ in settings_files(self.root))
            self._inherited = found, tuple(bases)
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


Value = TypeVar("Value")


class ThemeFiles:
    """The files of themes, which take a while to list: kept while the folders of the theme stay as they are."""

    def __init__(self) -> None:
        self._key: object = None
        self._files: tuple[File, ...] = ()

    def add(self, files: Files, env: Environment, config: MkDocsConfig, stamps: object) -> None:
        """Add those of the theme that `files` do not have; `stamps` tell one state of the theme from another."""
        key = (tuple(config.theme.dirs), tuple(config.theme.static_templates), config.use_directory_urls, stamps)
        if key != self._key:
            found = Files([])
            found.add_files_from_theme(env, config)
            self._key, self._files = key, tuple(found)
        for file in self._files:
            if file.src_uri not in files.src_uris:
                files.append(file)


class CatalogueError(Exception):
    """The catalogue has problems that keep the site from being made."""

    def __init__(self, problems: Sequence[Problem], guides_url: str = "") -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)
        self.guides_url = guides_url


class Project:
    """A project, and what was read of it before."""

    def __init__(self, root: Path) -> None:
        """`root` is its folder."""
        self.root = root
        self.templates = compiled_templates()
        self.theme_files = ThemeFiles()
        self._time: datetime | None = build_time(root)
        self._loaded: LoadedFiles = {}
        self._kept: dict[str, tuple[Hashable, object]] = {}
        self._patches: tuple[Patch, ...] = ()

    def proposed(self, patches: Sequence[Patch]) -> Project:
        """The same project as it would be with changes that are not saved."""
        other = copy(self)
        other.theme_files = copy(self.theme_files)
        other._kept, other._patches = dict(self._kept), tuple(patches)
        return other

    def open(self, themes: Sequence[Path], stamps: Stamps) -> Build:
        """Read the project as it is published; `stamps` are those of its files, `themes` the folders of its theme.

        Raises:
            CatalogueError: the catalogue has problems.
            OSError: a file of the theme could not be read.
        """
        reading = self._read(today_for(self._time))
        if not self._kept:
            gc.freeze()  # what was parsed stays for long, and need not be looked through time and again
        health_path = self.root / STATE_FILE
        health = self._keep("health", stamps.get(str(health_path)), lambda: read_health(health_path))
        language = reading.catalogue.pathway.language if reading.catalogue else Pathway().language
        frontend = self._keep(
            "frontend",
            (tuple(themes), language, self.of_theme(themes, stamps)),
            lambda: read_frontend(*themes, translations=translations_for(language)),
        )
        build = Build(reading, health, self._time, frontend=frontend, samples=True)
        if build.problems:
            raise CatalogueError(build.problems, reading.guides_url)
        return build

    def _read(self, today: date) -> ReadResult:
        if not self._patches:
            return read(self.root, today=today, loaded=self._loaded)
        return replace(preview(self.root, self._patches, today=today, loaded=self._loaded), root=self.root)

    def of_theme(self, themes: Sequence[Path], stamps: Stamps) -> Hashable:
        """What tells one state of the theme from another."""
        return tuple(sorted(of_folders(stamps, themes).items()))

    def _keep(self, name: str, key: Hashable, make: Callable[[], Value]) -> Value:
        """What was made for the same key before, else what `make` makes now."""
        kept = self._kept.get(name)
        if kept is None or kept[0] != key:
            kept = self._kept[name] = key, make()
        value: Value = kept[1]  # type: ignore[assignment]  # each name stands for one type
        return value
