"""Pages of the catalogue as files and pages of MkDocs, which takes them over as they are."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import TableOfContents

from .site.document import Page

__all__ = ["GeneratedFile", "GeneratedPage", "generated_file"]


class GeneratedFile(File):
    """A page of the catalogue as a file among the documents; `made` is the page."""

    made: Page

    @property  # type: ignore[misc]
    def content_string(self) -> str:
        """The document, for whoever reads it."""
        return self.made.text


class GeneratedPage(MkDocsPage):
    """A page of the catalogue, whose front matter and HTML need no reading. Those in the navigation are read."""

    def __init__(self, file: GeneratedFile, config: MkDocsConfig) -> None:
        super().__init__(None, file, config)
        self.made = file.made

    def read_source(self, config: MkDocsConfig) -> None:
        """Take over the front matter, unless a plugin has another document."""
        if config.plugins.on_page_read_source(page=self, config=config) is not None:
            super().read_source(config)
        else:
            self.markdown, self.meta = "", {**self.made.meta, "body": self.made.body}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take over the anchors; the body is in the front matter."""
        if self.markdown:
            super().render(config, files)
        else:
            self.content, self.toc, self.present_anchor_ids = "", TableOfContents([]), set(self.made.anchors)


def generated_file(config: MkDocsConfig, page: Page) -> File:
    """The file of a page of the catalogue."""
    file = GeneratedFile.generated(config, page.path, content="")
    if isinstance(file, GeneratedFile):
        file.made = page
    return file
