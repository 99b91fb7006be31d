"""Puts the catalogue's pages into a MkDocs build. Events only: what the pages are is decided in `learning_pathway`."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import click
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import TableOfContents

from learning_pathway.failure import explain
from learning_pathway.preview import Preview
from learning_pathway.site.build import Build, hides, open_build
from learning_pathway.site.document import Page, rivals
from learning_pathway.site.files.model import HiddenFileError
from learning_pathway.site.files.precache import WORKER, write_precache
from learning_pathway.site.frontend import PLAIN
from learning_pathway.site.navigation import footer
from learning_pathway.site.pages.search import WrittenPage
from learning_pathway.site.parallel import LostWorkerError, ParallelBuild
from learning_pathway.site.variables import ProseError, check_front_matter

log = logging.getLogger("mkdocs.hooks.pathway")
UNPUBLISHED = {InclusionLevel.EXCLUDED, InclusionLevel.DRAFT}
builds: list[ParallelBuild] = []
"""What prints the edition of the build that goes on, if one does."""


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


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Let the pages of the catalogue that the navigation does not name be taken over as they are."""
    named = {id(page.file) for page in nav.pages}
    for file in files:
        if isinstance(file, GeneratedFile) and id(file) not in named:
            GeneratedPage(file, config)
    return nav


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Look at each template once: every build has an environment of its own."""
    env.auto_reload = False
    return env


def is_preview() -> bool:
    """Whether this is `mkdocs serve`, so that an editor is looking and problems are shown in the browser."""
    command = click.get_current_context(silent=True)
    return command is not None and command.info_name == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the catalogue; set the site's name, address and navigation from it."""
    root = Path(config.config_file_path).parent
    preview = config.extra["_preview"] = is_preview()
    # MkDocs empties the folder of the preview before it asks for files: what stands there must be seen now.
    theme = Path(config.theme.custom_dir) if config.theme.custom_dir else None
    build = open_build(root, preview=Path(config.site_dir) if preview else None, theme=theme)
    if build.problems and not preview:
        raise PluginError(build.problem_list)
    if build.problems:
        log.error("the catalogue has problems; nothing was built.")
        for problem in build.problems:  # a log would wrap them at the width of the terminal
            click.echo(str(problem), err=True)
        silence_links(config)
    if build.time:
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(build.time.timestamp())))
    for line in () if build.problems else build.advice:
        log.info(line)
    config.extra["_build"] = build
    config.extra["pathway"] = build.settings
    config.extra["footer"] = footer(config.extra.get("footer"), Path(config.docs_dir), config.use_directory_urls)
    config.site_name = build.title
    config.site_url = config.site_url or build.site_url
    config.nav = build.navigation(config.nav or [])
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the generated pages; none may take the place of one that someone wrote.

    MkDocs has emptied the site by now, so that what stands beside the pages can be begun.
    """
    build: Build = config.extra["_build"]
    if build.frontend.files:  # the theme's own are published under the name of their version
        for file in [file for file in files if file.src_dir == config.theme.custom_dir]:
            if file.src_uri.startswith(PLAIN):
                files.remove(file)
    taken = {file.dest_uri for file in files if file.inclusion not in UNPUBLISHED}
    parallel_build = ParallelBuild(build, Path(config.site_dir), taken, written_pages(files, build))
    builds.append(parallel_build)
    try:
        for page in parallel_build.pages():
            for rival in rivals(page.path):
                if rival in files.src_uris:
                    raise PluginError(hides(rival, page.source))
            files.append(generated_file(config, page))
    except LostWorkerError as error:
        raise PluginError(str(error)) from None
    return files


def written_pages(files: Files, build: Build) -> list[WrittenPage]:
    """The hand-written pages that a search finds."""
    published = (file for file in files.documentation_pages() if file.inclusion not in UNPUBLISHED)
    try:
        found = [build.written_page(file.content_string, file.src_uri, site_address(file)) for file in published]
    except ProseError as error:
        raise PluginError(str(error)) from None
    return [page for page in found if page]


def site_address(file: File) -> str:
    """Where a page is published, relative to the site."""
    return "" if file.url in (".", "./") else file.url


def on_page_markdown(markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str | None:
    """Fill the settings into the hand-written pages that ask for them."""
    if page.file.generated_by:
        return None
    build: Build = config.extra["_build"]
    try:
        check_front_matter(page.file.content_string, page.file.src_uri)
        if not page.meta.get("settings"):
            return None
        # Empty lines in place of the front matter, so that a fault is found in the line where it is.
        before = "\n" * (page.file.content_string.count("\n") - markdown.count("\n"))
        return build.fill(before + markdown, page.file.src_uri).removeprefix(before)
    except ProseError as error:
        raise PluginError(str(error)) from None


def on_page_content(html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str | None:
    """Show plugins the finished HTML of a generated page. The theme prints it from the page's data, as it is."""
    return str(page.meta["body"]) if page.file.generated_by else None


def on_post_build(*, config: MkDocsConfig) -> None:
    """Finish what stands beside the pages, then list what to keep offline. A preview, which changes, gets no list."""
    site = Path(config.site_dir)
    try:
        builds[-1].finish()
    except HiddenFileError as error:
        raise PluginError(hides(str(error), "the catalogue")) from None
    except LostWorkerError as error:
        raise PluginError(str(error)) from None
    close_presses()
    if not config.extra["_preview"] and (site / WORKER).is_file():
        write_precache(site)


def on_build_error(*, error: Exception) -> None:
    """Stop what a build has begun that failed, and say in one sentence why where MkDocs would print a traceback."""
    close_presses()
    if not isinstance(error, MkDocsException):
        raise Abort(explain(error, Path(__file__).resolve().parent.parent)) from error


def on_shutdown() -> None:
    """Stop what is still going on, however the command ends."""
    close_presses()


def silence_links(config: MkDocsConfig) -> None:
    """Say nothing of links to pages that only a sound catalogue has."""
    for part in (config.validation.nav, config.validation.links):
        for name in part:
            part[name] = logging.DEBUG


def close_presses() -> None:
    """Stop every press. MkDocs hands the last two events nothing to find it by."""
    while builds:
        builds.pop().close()


def on_serve(server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
    """Rebuild when the catalogue or the link checks' results change, too; show in the browser what stops a rebuild."""
    root = Path(config.config_file_path).parent
    for name in ("resources.yaml", "resources", "published-ids.txt", "link-health.json"):
        if (root / name).exists():
            server.watch(str(root / name))
    preview = Preview(server.builder, server.serve_request, root)
    server.builder = preview.build
    server.set_app(preview.answer)
    return server
