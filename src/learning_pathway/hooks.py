"""The events of MkDocs: add the pathway's theme, pages and files to a build. `hooks/pathway.py` imports them."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from .mkdocs_adapter import (
    EmbeddedBuild,
    GeneratedFile,
    GeneratedPage,
    address_conflict,
    documents_refusal,
    doubled_settings,
    generated_file,
    known_language,
    missing_files,
)
from .process import explain, rare_collections
from .site.build import Build, hidden_message, open_build, published_at
from .site.contents import footer
from .site.document import documents_for
from .site.files.offline import WORKER, write_precache
from .site.frontend import PLAIN, theme_folder, theme_refusal
from .site.pages.search import WrittenPage
from .site.parallel import HiddenFileError, LostWorkerError, ParallelBuild
from .site.rendering import VariableError, check_front_matter, compiled_templates

__all__ = ["NAME", "ON_DEMAND", "RunningBuild", "on_config", "on_serve", "set_up", "theme_folders"]

log = logging.getLogger("mkdocs.hooks.pathway")
UNPUBLISHED = {InclusionLevel.EXCLUDED, InclusionLevel.DRAFT}
#: The name that our events have among the plugins of one build.
NAME = "learning-pathway"
#: The name of the preview's events, where it is the preview that reads the configuration.
ON_DEMAND = "learning-pathway-preview"
#: What a preview watches besides the documents.
WATCHED = (
    *("resources.yaml", "resources", "published-ids.txt", "link-health.json"),
    *("notices", "sample-answers", "voices-recalled.txt"),
)


def is_preview() -> bool:
    """Whether this is `mkdocs serve`: problems are then shown in the browser."""
    command = click.get_current_context(silent=True)
    return command is not None and command.info_name == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the catalogue, and add the events of this build: those of a whole site, or of a part of a larger one."""
    if (refusal := documents_refusal(config)) is not None:
        raise PluginError(refusal)
    on_demand: Any = config.plugins.get(ON_DEMAND)
    if on_demand is not None:
        configured: MkDocsConfig = on_demand.configure(config)
        return configured
    ending = add_ending(config)
    for line in doubled_settings(config):
        log.warning(line)
    build = read_build(config)
    path = build.pathway.path
    if build.problems and has_own_home(config):  # it may be a part: no page of its own shows what is wrong
        raise PluginError(build.problem_list)
    if path is None:
        return configure(config, with_address(build, config), ending)
    config.plugins[NAME] = EmbeddedBuild(build, path, configure_part)  # type: ignore[assignment]  # as with hooks
    return config


def configure_part(config: MkDocsConfig) -> MkDocsConfig:
    """Set up the pathway's own build, where it is a part of a larger site."""
    ending, build = add_ending(config), read_build(config)
    return configure(config, with_address(build, config), ending)


def with_address(build: Build, config: MkDocsConfig) -> Build:
    """The build at the address that `mkdocs.yml` gives the site, where the catalogue gives none."""
    if not config.site_url or build.preview:
        return build
    if (conflict := address_conflict(config, build.site_url)) is not None:
        log.warning(conflict)
    return published_at(build, config.site_url)


def add_ending(config: MkDocsConfig) -> Ending:
    """Add what happens at the end of a build, however it ends."""
    ending = Ending(Path(config.config_file_path).parent)
    config.plugins[f"{NAME}-end"] = ending  # type: ignore[assignment]  # as MkDocs does with hooks: no plugin, its events
    return ending


def read_build(config: MkDocsConfig) -> Build:
    """Read the project. MkDocs empties the folder of a preview before it asks for files: it is looked at now."""
    shown = Path(config.site_dir) if is_preview() else None
    return open_build(Path(config.config_file_path).parent, preview=shown, themes=theme_folders(config))


def has_own_home(config: MkDocsConfig) -> bool:
    """Whether someone wrote the site's home page."""
    return any((Path(config.docs_dir) / name).is_file() for name in ("index.md", "README.md"))


def configure(config: MkDocsConfig, build: Build, ending: Ending) -> MkDocsConfig:
    """Set up the site, and add the events of the pathway's build."""
    report(build, config)
    themes = set_up(config, build)
    config.plugins[NAME] = RunningBuild(build, themes, ending)  # type: ignore[assignment]
    return config


def set_up(config: MkDocsConfig, build: Build) -> list[Path]:
    """Set the theme and the site's name, address and navigation; return the folders of the theme.

    Raises:
        PluginError: the theme is another, or the links of the footer are none.
    """
    if (refusal := theme_refusal(config.theme.name)) is not None:
        raise PluginError(refusal)
    themes = theme_folders(config)
    if str(theme_folder()) not in config.theme.dirs:
        config.theme.dirs.insert(len(themes) - 1, str(theme_folder()))
    if build.time:
        os.environ.setdefault("SOURCE_DATE_EPOCH", str(int(build.time.timestamp())))
    config.extra["pathway"] = build.settings
    try:
        config.extra["footer"] = footer(config.extra.get("footer"), Path(config.docs_dir), config.use_directory_urls)
    except ValueError as error:
        raise PluginError(str(error)) from None
    config.theme["language"] = known_language(config)
    config.site_name = build.title
    config.site_url = config.site_url or build.site_url
    config.nav = build.navigation(config.nav or [])
    return themes


def theme_folders(config: MkDocsConfig) -> list[Path]:
    """The packaged theme, and the project's own folder of templates, if there is one, whose files win."""
    own, ours = config.theme.custom_dir, theme_folder()
    return [ours, Path(own)] if own and Path(own).resolve() != ours.resolve() else [ours]


def report(build: Build, config: MkDocsConfig) -> None:
    """Print the problems of the catalogue, or advice on it.

    Raises:
        PluginError: it has problems, and this is no preview, which shows them in the browser.
    """
    if build.problems and not build.preview:
        raise PluginError(build.problem_list)
    if build.problems:
        log.error("the catalogue has problems; nothing was built.")
        for problem in build.problems:  # a log would wrap them at the width of the terminal
            click.echo(str(problem), err=True)
        silence_links(config)
        return
    for line in build.advice:
        log.info(line)


def silence_links(config: MkDocsConfig) -> None:
    """Say nothing of links to pages that only a sound catalogue has."""
    for part in (config.validation.nav, config.validation.links):
        for name in part:
            part[name] = logging.DEBUG


class Ending:
    """The frame of a build: begin it, stop what has begun, and say why it failed."""

    def __init__(self, root: Path) -> None:
        """`root` is the project's folder, which paths in messages are relative to."""
        self.root = root
        self.stop: Callable[[], None] = lambda: None
        self.during = ExitStack()

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Build with fewer looks for garbage, of which there is little: pages are kept to the end."""
        self.during.close()
        self.during.enter_context(rare_collections())

    def on_build_error(self, *, error: Exception) -> None:
        """Stop, and say in one sentence why where MkDocs would print a traceback."""
        self.stop()
        if not isinstance(error, MkDocsException):
            raise Abort(explain(error, self.root)) from error

    def on_shutdown(self) -> None:
        """Stop what is still running, however the command ends."""
        self.stop()
        self.during.close()


class RunningBuild:
    """The events of one build, from the list of files to the finished site."""

    def __init__(self, build: Build, themes: list[Path], ending: Ending) -> None:
        """Take what was read of the project, the folders of the theme, and what stops the build."""
        self.build, self.themes, self.ending = build, {str(theme) for theme in themes}, ending
        self.parallel: ParallelBuild | None = None

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the generated pages; none may take the place of one that someone wrote.

        MkDocs has emptied the site by now, so that the other files can be started.
        """
        build = self.build
        self.remove_plain(files)
        taken = {file.dest_uri for file in files if file.inclusion not in UNPUBLISHED}
        self.parallel = ParallelBuild(build, Path(config.site_dir), taken, self.written_pages(files))
        self.ending.stop = self.parallel.close
        try:
            for page in self.parallel.pages():
                for rival in documents_for(page.path):
                    if rival in files.src_uris:
                        raise PluginError(hidden_message(rival, page.source, documents_name(config)))
                files.append(generated_file(config, page))
        except LostWorkerError as error:
            raise PluginError(str(error)) from None
        return files

    def remove_plain(self, files: Files) -> None:
        """Remove the theme's scripts and style sheets, which are published under the name of their version."""
        if self.build.frontend.files:
            for file in [file for file in files if file.src_dir in self.themes]:
                if file.src_uri.startswith(PLAIN):
                    files.remove(file)

    def written_pages(self, files: Files) -> list[WrittenPage]:
        """The hand-written pages that a search finds."""
        published = (file for file in files.documentation_pages() if file.inclusion not in UNPUBLISHED)
        try:
            found = [self.build.written_page(file.content_string, file.src_uri, site_url(file)) for file in published]
        except VariableError as error:
            raise PluginError(str(error)) from None
        return [page for page in found if page]

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Take over the pages of the catalogue that the navigation does not name as they are."""
        named = {id(page.file) for page in nav.pages}
        for file in files:
            if isinstance(file, GeneratedFile) and id(file) not in named:
                GeneratedPage(file, config)
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Look at each template once, and keep what it compiles to: every build has an environment of its own."""
        env.auto_reload = False
        env.bytecode_cache = env.bytecode_cache or compiled_templates()
        return env

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str | None:
        """Fill the settings into the hand-written pages that ask for them."""
        if isinstance(page.file, GeneratedFile):
            return None
        try:
            check_front_matter(page.file.content_string, page.file.src_uri)
            if not page.meta.get("settings"):
                return None
            # Empty lines instead of the front matter, so that an error is reported with its line.
            before = "\n" * (page.file.content_string.count("\n") - markdown.count("\n"))
            return self.build.fill(before + markdown, page.file.src_uri).removeprefix(before)
        except VariableError as error:
            raise PluginError(str(error)) from None

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str | None:
        """Show plugins the finished HTML of a generated page. The theme prints it from the page's data, as it is."""
        return str(page.meta["body"]) if isinstance(page.file, GeneratedFile) else None

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Finish the other files, then list what to keep offline: a preview, which changes, gets no list."""
        site = Path(config.site_dir)
        if self.parallel is None:
            return
        try:
            self.parallel.finish()
        except HiddenFileError as error:
            raise PluginError(hidden_message(str(error), "the catalogue", documents_name(config))) from None
        except LostWorkerError as error:
            raise PluginError(str(error)) from None
        self.ending.stop()
        if self.build.pathway.path is None:  # else the settings are those of the larger site
            for line in missing_files(config):
                log.warning(line)
        if not self.build.preview and (site / WORKER).is_file():
            write_precache(site)


def documents_name(config: MkDocsConfig) -> str:
    """The folder of the hand-written documents, relative to the project."""
    return Path(os.path.relpath(config.docs_dir, Path(config.config_file_path).parent)).as_posix()


def site_url(file: File) -> str:
    """Where a page is published, relative to the site."""
    return "" if file.url in (".", "./") else file.url


def on_serve(server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
    """Let `mkdocs serve` rebuild when the catalogue or the link checks' results change, too."""
    root = Path(config.config_file_path).parent
    for name in WATCHED:
        if (root / name).exists():
            server.watch(str(root / name))
    return server
