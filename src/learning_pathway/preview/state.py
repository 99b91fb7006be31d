"""The site as the files of a project describe it at one moment, and what is kept of them until they change."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from threading import RLock
from typing import TypeVar
from urllib.parse import urlsplit

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from ..catalogue.files import STATE_FILE
from ..catalogue.model import Pathway
from ..catalogue.problems import Problem
from ..catalogue.reader import LoadedFiles, ReadResult, read
from ..catalogue.yaml.patch import Patch, preview
from ..hooks import ON_DEMAND, RunningBuild
from ..links.state.file import read_health
from ..locale import translations_for
from ..mkdocs_adapter import EmbeddedBuild
from ..site.build import Build, build_time, hidden_message, today_for
from ..site.document import address
from ..site.frontend import read_frontend, theme_folder
from ..site.head import PICTURES
from ..site.pages.search import SEARCH_PATH
from ..site.rendering import compiled_templates
from .on_demand import OnDemand, OnDemandBuild
from .site import AssetsByName, LazySite, ThemeFiles

__all__ = [
    "CatalogueError",
    "Found",
    "FoundKind",
    "PreviewedProject",
    "SiteState",
    "Stamps",
    "read_state",
]

Value = TypeVar("Value")

MISSING = "404.html"


class FoundKind(StrEnum):
    """What an address leads to."""

    PAGE = "page"
    #: A file that a template makes; it may need all pages, as a sitemap does.
    TEMPLATE = "template"
    #: A file of the project or of a theme.
    FILE = "file"
    #: A file that the catalogue makes.
    ASSET = "asset"
    #: A file that a plugin writes at the end of a build, such as the search index of a larger site.
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Found:
    """What an address leads to: `make` gives its bytes, or None where there is nothing after all."""

    kind: FoundKind
    make: Callable[[], bytes | None]
    #: Reads a few pages that `make` needs; whether there are more.
    read_some: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class Part:
    """One MkDocs site, where it is, relative to the whole, and the files that the catalogue makes for it."""

    below: str
    site: LazySite
    assets: AssetsByName | None


class SiteState:
    """A site that never changes: a change of a file makes another. Its pages are made when someone asks for them."""

    def __init__(self, parts: Sequence[Part], mount: str) -> None:
        """Take the parts, those in a folder of another before it, and the path of the whole, with slashes around it."""
        self._parts, self.mount = parts, mount
        self._pages: dict[str, bytes] = {}
        self._lock = RLock()

    def addresses(self) -> list[str]:
        """The address of every page, relative to the site."""
        return [part.below + file.url for part in self._parts for file in part.site.documents if file.page is not None]

    def find(self, path: str) -> Iterator[Found]:
        """What may be at `path`, relative to the site, the likeliest first."""
        part = next(part for part in self._parts if path.startswith(part.below))
        name = path.removeprefix(part.below)
        if not name or name.endswith("/"):
            name += "index.html"
        site = part.site
        if (document := site.document(name)) is not None:
            yield Found(FoundKind.PAGE, self._alone(partial(self._page, part, document)))
            return
        if site.is_template(name):
            every = name != MISSING
            read_some = self._alone(site.read_some) if every else lambda: False
            yield Found(FoundKind.TEMPLATE, self._alone(partial(site.template, name)), read_some)
        if (file := site.static(name)) is not None:
            yield Found(FoundKind.FILE, partial(content_of, file))
        if part.assets is not None:
            yield Found(FoundKind.ASSET, partial(part.assets.get, name))
        if writes_late(site.config):
            yield Found(FoundKind.LATE, self._alone(partial(site.finish, name)), self._alone(site.read_some))

    def is_page(self, path: str) -> bool:
        """Whether a page is at `path`."""
        return any(found.kind is FoundKind.PAGE for found in self.find(path))

    def missing(self) -> bytes | None:
        """The page for addresses that lead nowhere."""
        found = (part.site.template(MISSING) for part in reversed(self._parts) if part.site.is_template(MISSING))
        return next(found, None)

    def _alone(self, work: Callable[[], Value]) -> Callable[[], Value]:
        """Work that waits until no other thread works on this state: MkDocs makes one page at a time."""

        def alone() -> Value:
            with self._lock:
                return work()

        return alone

    def _page(self, part: Part, document: File) -> bytes:
        key = part.below + document.dest_uri
        if (page := self._pages.get(key)) is None:
            page = self._pages[key] = part.site.render(document)
        return page


def content_of(file: File) -> bytes | None:
    """The bytes of a file; None where it was deleted just now."""
    try:
        return file.content_bytes
    except FileNotFoundError:
        return None


def writes_late(config: MkDocsConfig) -> bool:
    """Whether a plugin, other than ours, does something at the end of a build."""
    methods = config.plugins.events["post_build"]
    return any(not isinstance(getattr(method, "__self__", None), RunningBuild | EmbeddedBuild) for method in methods)


def read_state(
    project: PreviewedProject, stamps: Stamps, folder: Path, watch: Callable[[list[str | Path]], None]
) -> SiteState:
    """Read the project as it is now.

    Args:
        project: what was read before.
        stamps: those of the project's files.
        folder: an empty folder, where plugins may write.
        watch: is told which files and folders the settings name.

    Raises:
        CatalogueError: the catalogue has problems.
        Exception: anything else that would stop a build.
    """
    config = load_config(config_file=str(project.root / "mkdocs.yml"), site_dir=str(folder / "site"))
    custom = config.theme.custom_dir
    watch([config.docs_dir, *([custom] if custom else []), *map(str, config.hooks), *config.watch])
    on_demand = OnDemand(lambda themes: project.open(themes, stamps))
    config.plugins[ON_DEMAND] = on_demand  # type: ignore[assignment]  # as hooks are
    config.plugins.on_startup(command="serve", dirty=False)
    theme = project.of_theme([theme_folder(), *([Path(custom)] if custom else [])], stamps)

    def site_of(configuration: MkDocsConfig) -> LazySite:
        return LazySite(configuration, project.templates, project.theme_files, theme)

    whole = site_of(config)
    parts = [Part("", whole, assets_of(on_demand.own))]
    if on_demand.outer is not None:
        documents = folder / "documents"
        documents.mkdir(exist_ok=True)
        own = site_of(on_demand.outer.part(whole.config, str(documents)))
        parts.insert(0, Part(f"{on_demand.outer.path}/", own, assets_of(on_demand.own)))
    for part in parts:
        refuse_hidden(part)
    state = SiteState(parts, urlsplit(whole.config.site_url or "/").path.rstrip("/") + "/")
    trial = SEARCH_PATH if on_demand.own else "index.md"
    for found in state.find(parts[0].below + address(trial)):
        found.make()  # a fault in a template is found now, while the last good site is still there
    return state


def assets_of(own: OnDemandBuild | None) -> AssetsByName | None:
    """The files that the catalogue makes for its own site."""
    if own is None or own.build.site is None:
        return None
    return AssetsByName(own.build, own.build.site, own.written)


def refuse_hidden(part: Part) -> None:
    """Refuse files of the project that would hide one that the catalogue makes; redirects and pictures give way.

    Raises:
        PluginError: there is one.
    """
    if part.assets is None:
        return
    for file in part.site.files:
        if file.src_dir != part.site.config.docs_dir or file.is_documentation_page():
            continue
        path = file.dest_uri
        if path.endswith("/index.html") or path.startswith(PICTURES):
            continue
        if part.site.static(path) is file and part.assets.get(path) is not None:
            raise PluginError(hidden_message(path, "the catalogue"))


#: For each file when it was changed, its size and its number on the disk: an editor that saves by renaming a new file
#: over the old one may keep the first two.
Stamps = Mapping[str, tuple[int, int, int]]


def of_folders(stamps: Stamps, folders: Collection[Path]) -> Stamps:
    """Those of the files in some folders."""
    starts = tuple(f"{folder}{os.sep}" for folder in folders)
    return {path: stamp for path, stamp in stamps.items() if path.startswith(starts)}


class CatalogueError(Exception):
    """The catalogue has problems that keep the site from being made."""

    def __init__(self, problems: Sequence[Problem], guides_url: str = "") -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)
        self.guides_url = guides_url


class PreviewedProject:
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

    def proposed(self, patches: Sequence[Patch]) -> PreviewedProject:
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
