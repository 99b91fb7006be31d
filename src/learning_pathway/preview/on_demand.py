"""Files and pages of MkDocs that are made when something asks for what is in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage

from ..mkdocs_pages import GeneratedFile, GeneratedPage
from ..site.document import Page, PageBuilder

__all__ = ["LazyFile", "LazyPage", "fill", "read_lazily"]


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


class Reading:
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

    markdown = Reading()
    meta = Reading()
    content = Reading()
    toc = Reading()
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


class LazyGeneratedPage(LazyPage, GeneratedPage):
    """A page of the catalogue that the navigation does not name."""


def read_lazily(page: MkDocsPage, config: MkDocsConfig, files: Files) -> None:
    """Let `page` be read when it is asked for; MkDocs itself has made it, with its place in the navigation."""
    page.__class__ = LazyGeneratedPage if isinstance(page, GeneratedPage) else LazyPage
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
