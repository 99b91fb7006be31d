"""Pages of a MkDocs site that are made when something asks for what is in them, and the events of such a site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from ..hooks import NAME, Ending, RunningBuild, set_up, theme_folders
from ..mkdocs_adapter import EmbeddedBuild, GeneratedFile, GeneratedPage
from ..site.build import Build, hidden_message, published_at
from ..site.document import Page, PageBuilder, documents_for
from ..site.pages.search import WrittenPage
from ..site.rendering import VariableError, check_front_matter

__all__ = [
    "LazyFile",
    "LazyPage",
    "OnDemand",
    "OnDemandBuild",
    "OnDemandOuter",
    "fill",
    "read_lazily",
]


class LazyFile(GeneratedFile):
    """A page of the catalogue as a file among the documents, made when it is asked for."""

    builder: PageBuilder
    config: MkDocsConfig
    files: Files
    #: Where it is published below the site, with a slash at its end; empty for a pathway that is a whole site.
    below: str = ""
    #: Whether the navigation names it, and so makes its page.
    named: bool = False
    _known: Page | None = None
    _page: MkDocsPage | None = None

    @property
    def made(self) -> Page:
        """The page."""
        if self._known is None:
            wanted = self.src_uri.removeprefix(self.below)
            self._known = next(page for page in self.builder() if page.path == wanted)
        return self._known

    @property
    def page(self) -> MkDocsPage | None:
        """The page for MkDocs."""
        if self._page is None and not self.named:
            if self.below:
                MkDocsPage(None, self, self.config)  # it sets `page`
            else:
                GeneratedPage(self, self.config)
            if self._page is not None:
                read_lazily(self._page, self.config, self.files)
        return self._page

    @page.setter
    def page(self, page: MkDocsPage | None) -> None:
        self._page = page


class LateAttribute:
    """An attribute of a page that is there when the page has been read."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, page: LazyPage | None, owner: type) -> Any:
        if page is None:
            return self
        page.read_once()
        return page.__dict__[self.name]

    def __set__(self, page: LazyPage, value: object) -> None:
        page.__dict__[self.name] = value


class LazyPage(MkDocsPage):
    """A page that is read when something asks for its title, its front matter or its content."""

    markdown = LateAttribute()
    meta = LateAttribute()
    content = LateAttribute()
    toc = LateAttribute()
    #: Reads the page; None when that has begun.
    reading: Callable[[LazyPage], None] | None

    def read_once(self) -> None:
        """Read the page, unless that has been done, or is being done. A fault comes again at the next attempt."""
        reading, self.reading = self.reading, None
        if reading is not None:
            try:
                reading(self)
            except BaseException:
                self.reading = reading
                raise


@cache
def lazy(kind: type[MkDocsPage]) -> type[MkDocsPage]:
    """The class of pages of a kind that are read when they are asked for; plugins have kinds of their own."""
    if issubclass(LazyPage, kind):
        return LazyPage
    return kind if issubclass(kind, LazyPage) else type(f"Lazy{kind.__name__}", (LazyPage, kind), {})


def read_lazily(page: MkDocsPage, config: MkDocsConfig, files: Files) -> None:
    """Let `page` be read when it is asked for; MkDocs itself has made it, with its place in the navigation."""
    page.__class__ = lazy(type(page))
    page.__dict__["reading"] = lambda lazy: fill(lazy, config, files)


def fill(page: MkDocsPage, config: MkDocsConfig, files: Files) -> None:
    """Read and render a page, as MkDocs does in a build."""
    outer = getattr(config, "_current_page", None)
    config._current_page = page
    try:
        page = config.plugins.on_pre_page(page, config=config, files=files)
        page.read_source(config)
        page.markdown = config.plugins.on_page_markdown(page.markdown or "", page=page, config=config, files=files)
        page.render(config, files)
        page.content = config.plugins.on_page_content(page.content or "", page=page, config=config, files=files)
    finally:
        config._current_page = outer


class OnDemand:
    """What the hook of a project asks, instead of reading the catalogue itself."""

    def __init__(self, read: Callable[[list[Path]], Build]) -> None:
        """`read` reads the project, with these folders of its theme."""
        self._read = read
        self.build: Build | None = None
        self.own: OnDemandBuild | None = None
        self.outer: OnDemandOuter | None = None

    def configure(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set up the whole site, or the larger site that the pathway is a part of."""
        self.build = self._read(theme_folders(config))
        if self.build.pathway.path is None:
            return self._set_up(config, self.build)
        self.outer = OnDemandOuter(self.build, self.build.pathway.path, self._configure_part)
        config.plugins[NAME] = self.outer  # type: ignore[assignment]  # as hooks are
        return config

    def _configure_part(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set up the pathway's own site, where it is a part of a larger one."""
        build = self._read(theme_folders(config))
        return self._set_up(config, published_at(build, config.site_url) if config.site_url else build)

    def _set_up(self, config: MkDocsConfig, build: Build) -> MkDocsConfig:
        themes = set_up(config, build)
        self.own = OnDemandBuild(build, themes, Ending(Path(config.config_file_path).parent))
        config.plugins[NAME] = self.own  # type: ignore[assignment]  # as hooks are
        return config


class OnDemandBuild(RunningBuild):
    """The events of a pathway's own site."""

    written: list[WrittenPage]

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated pages, none of them made; check the hand-written ones, which are few."""
        self.remove_plain(files)
        self.check_prose(files)
        self.written = self.written_pages(files)
        builders = self.build.page_builders()
        for builder in builders:
            for path in builder.paths:
                for rival in documents_for(path):
                    if rival in files.src_uris:
                        raise PluginError(hidden_message(rival, next(iter(builder())).source))
        add_lazily(builders, files, config)
        return files

    def check_prose(self, files: Files) -> None:
        """Refuse hand-written pages whose front matter cannot be read."""
        try:
            for file in files.documentation_pages(inclusion=InclusionLevel.is_in_serve):
                check_front_matter(file.content_string, file.src_uri)
        except VariableError as error:
            raise PluginError(str(error)) from None

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Leave the navigation as it is: pages outside it are made when someone asks for them."""
        return nav

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write nothing: files beside the pages are made when someone asks for them."""


class OnDemandOuter(EmbeddedBuild):
    """The events of a larger site that a pathway is a part of."""

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pathway's pages, none of them made, so that links to them work and the site's search finds them."""
        self.refuse_taken(files)
        for file in add_lazily(self.build.page_builders(), files, config, f"{self.path}/"):
            first = file.src_uri == f"{self.path}/index.md" and config.nav is None
            file.inclusion = InclusionLevel.INCLUDED if first else InclusionLevel.NOT_IN_NAV
            file.named = file.named or first
            self.pages[file.src_uri] = file.dest_uri
        return files

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Build nothing: the pathway's own site is shown beside this one."""


def add_lazily(builders: list[PageBuilder], files: Files, config: MkDocsConfig, below: str = "") -> list[LazyFile]:
    """Add the pages of the catalogue to `files`, in the folder `below`; they are made when someone asks for them."""
    named = frozenset(listed(config.nav))
    added = []
    for builder in builders:
        for path in builder.paths:
            file = LazyFile.generated(config, below + path, content="")
            assert isinstance(file, LazyFile)  # noqa: S101 - MkDocs declares the class above it
            file.builder, file.config, file.files, file.below = builder, config, files, below
            file.named = file.src_uri in named
            files.append(file)
            added.append(file)
    return added


def listed(navigation: object) -> Iterator[str]:
    """The paths that a navigation names, as settings write it."""
    if isinstance(navigation, str):
        yield navigation
    elif isinstance(navigation, dict):
        for value in navigation.values():
            yield from listed(value)
    elif isinstance(navigation, list):
        for value in navigation:
            yield from listed(value)
