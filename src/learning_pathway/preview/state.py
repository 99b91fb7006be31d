"""The site as the files of a project describe it at one moment, and where each page and file of it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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

from ..hooks import ON_DEMAND, RunningBuild
from ..mkdocs_adapter import EmbeddedBuild
from ..site.build import hidden_message
from ..site.document import address
from ..site.frontend import theme_folder
from ..site.head import PICTURES
from ..site.pages.search import SEARCH_PATH
from .on_demand import OnDemand, OnDemandBuild
from .project import Project, Stamps
from .site import AssetsByName, LazySite

__all__ = [
    "Found",
    "Kind",
    "SiteState",
    "read_state",
]

Value = TypeVar("Value")

MISSING = "404.html"


class Kind(StrEnum):
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

    kind: Kind
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
            yield Found(Kind.PAGE, self._alone(partial(self._page, part, document)))
            return
        if site.is_template(name):
            every = name != MISSING
            read_some = self._alone(site.read_some) if every else lambda: False
            yield Found(Kind.TEMPLATE, self._alone(partial(site.template, name)), read_some)
        if (file := site.static(name)) is not None:
            yield Found(Kind.FILE, partial(content_of, file))
        if part.assets is not None:
            yield Found(Kind.ASSET, partial(part.assets.get, name))
        if writes_late(site.config):
            yield Found(Kind.LATE, self._alone(partial(site.finish, name)), self._alone(site.read_some))

    def is_page(self, path: str) -> bool:
        """Whether a page is at `path`."""
        return any(found.kind is Kind.PAGE for found in self.find(path))

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


def read_state(project: Project, stamps: Stamps, folder: Path, watch: Callable[[list[str | Path]], None]) -> SiteState:
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
