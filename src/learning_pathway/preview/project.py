"""What a preview keeps of a project from one change to the next, so that only what has changed is read again."""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from ..catalogue import LoadedFiles, Problem, ReadResult, read
from ..catalogue.model import Pathway
from ..catalogue.yaml.patch import Patch, preview
from ..links.state.file import read_health
from ..locale import translations_for
from ..site.build import Build, build_time, today_for
from ..site.frontend import read_frontend
from .site import CompiledTemplates, ThemeFiles
from .watch import Stamps, of_folders

__all__ = ["CatalogueError", "Project"]

Value = TypeVar("Value")


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
        self.templates = CompiledTemplates()
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
        health_path = self.root / "link-health.json"
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
