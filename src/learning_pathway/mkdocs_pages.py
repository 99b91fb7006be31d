"""Pages of the catalogue as files and pages of MkDocs, also below a path of a larger site."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import TableOfContents

from .site.build import Build
from .site.document import Page

__all__ = ["EmbeddedBuild", "GeneratedFile", "GeneratedPage", "generated_file"]


class GeneratedFile(File):
    """A page of the catalogue as a file among the documents."""

    _made: Page

    @property
    def made(self) -> Page:
        """The page."""
        return self._made

    @property  # type: ignore[misc]
    def content_string(self) -> str:
        """The document, for plugins that read it."""
        return self.made.text


class GeneratedPage(MkDocsPage):
    """A page of the catalogue, whose front matter and HTML need no reading. Those in the navigation are read."""

    file: GeneratedFile

    def __init__(self, file: GeneratedFile, config: MkDocsConfig) -> None:
        super().__init__(None, file, config)

    @property
    def made(self) -> Page:
        """The page as the catalogue has it."""
        return self.file.made

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
    file = GeneratedFile.generated(config, page.path, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    if isinstance(file, GeneratedFile):
        file._made = page
    return file


class EmbeddedBuild:
    """The events of the larger site's build."""

    def __init__(self, build: Build, path: str, configure: Callable[[MkDocsConfig], MkDocsConfig]) -> None:
        """Take what was read of the project, where it goes, and the event that sets up the pathway's own build."""
        self.build, self.path, self.configure = build, path, configure
        self.pages: dict[str, str] = {}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pathway's pages; only the first can be in a navigation that MkDocs makes by itself."""
        self.refuse_taken(files)
        for page in self.build.pages():
            file = File.generated(config, f"{self.path}/{page.path}", content=page.text)
            first = page.path == "index.md" and config.nav is None
            file.inclusion = InclusionLevel.INCLUDED if first else InclusionLevel.NOT_IN_NAV
            files.append(file)
            self.pages[file.src_uri] = file.dest_uri
        return files

    def refuse_taken(self, files: Files) -> None:
        """Refuse files of the larger site where the pathway goes."""
        for file in files:
            if file.dest_uri.startswith(f"{self.path}/") and file.inclusion is not InclusionLevel.EXCLUDED:
                raise PluginError(self.taken(file.src_uri))

    def taken(self, name: str) -> str:
        """What to say of a file of the larger site where the pathway goes."""
        where = f"`path: {self.path}` in resources.yaml"
        return f"{name} is where the pathway goes ({where}): move it, or choose another path."

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str | None:
        """Give the larger site's search the text of a page of the pathway."""
        return str(page.meta["body"]) if page.file.src_uri in self.pages else None

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Take the pathway out of a sitemap by which Material swaps pages in place: its pages have styles of their own.

        They are in the pathway's own sitemap.
        """
        if template_name != "sitemap.xml" or "navigation.instant" not in (config.theme.get("features") or ()):
            return output_content
        own = escape(f"{(config.site_url or '').rstrip('/')}/{self.path}/", quote=False)
        return re.sub(rf"\s*<url>\s*<loc>\s*{re.escape(own)}.*?</url>", "", output_content, flags=re.DOTALL)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Build the pathway into the finished site; nothing else may be in its folder."""
        site = Path(config.site_dir)
        names = {path.relative_to(site).as_posix() for path in (site / self.path).rglob("*") if path.is_file()}
        for name in sorted(names - set(self.pages.values())):
            raise PluginError(self.taken(name))
        with TemporaryDirectory(prefix="pathway-documents-") as documents:
            build_site(self.part(config, documents))

    def part(self, config: MkDocsConfig, documents: str) -> MkDocsConfig:
        """The configuration of the pathway's own site; `documents` is an empty folder."""
        own = load_config(
            BytesIO(json.dumps(self.settings(config, documents)).encode()), config_file_path=config.config_file_path
        )
        own.plugins["learning-pathway-start"] = Start(self.configure)  # type: ignore[assignment]  # as hooks are
        return own

    def settings(self, config: MkDocsConfig, documents: str) -> dict[str, Any]:
        """The settings of the pathway's own site; it links back to the larger one."""
        language = config.theme.get("language", "en") if config.theme.name == "material" else "en"
        home = "../" * len(Path(self.path).parts) + ("" if config.use_directory_urls else "index.html")
        return {
            "site_name": self.build.title,
            "docs_dir": documents,
            "site_dir": str(Path(config.site_dir) / self.path),
            "site_url": f"{config.site_url.rstrip('/')}/{self.path}/" if config.site_url else None,
            "use_directory_urls": config.use_directory_urls,
            "strict": config.strict,
            "theme": {"name": "material", "language": language, "font": False, "favicon": "assets/images/mark.svg"},
            "nav": [{config.site_name: home}],
            "not_in_nav": "*",
            "plugins": [],
            "markdown_extensions": ["attr_list", {"toc": {"permalink": False}}],
            "validation": {"nav": {"not_found": "ignore", "absolute_links": "ignore"}},
        }


class Start:
    """The first event of the pathway's own build."""

    def __init__(self, configure: Callable[[MkDocsConfig], MkDocsConfig]) -> None:
        """`configure` is what `on_config` does in a pathway that is a whole site."""
        self.configure = configure

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set up the build."""
        return self.configure(config)
