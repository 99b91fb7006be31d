"""One MkDocs site that renders a page, or gives a file, when someone asks for it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path

from jinja2 import BytecodeCache, Environment, TemplateError
from mkdocs.commands.build import _build_extra_template, _build_template, get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page as MkDocsPage

from ..formats.registry import FORMATS
from ..site.build import Build
from ..site.contents import llms_file
from ..site.context import Site
from ..site.document import Asset, BinaryAsset
from ..site.files.api import FOLDER as API
from ..site.files.api import api_files
from ..site.files.downloads import pieces, reference_lists
from ..site.files.feeds import feed_files
from ..site.files.offline import LIST_PATH, SUMMARY_PATH, not_kept, webmanifest_files
from ..site.head import PICTURES
from ..site.pages.learner import alias_table, learner_outline
from ..site.pages.library import library_search_files
from ..site.pages.module import has_sessions, session_data
from ..site.pages.search import WrittenPage, search_assets
from ..site.published import redirects
from .on_demand import LazyFile, read_lazily

__all__ = [
    "AssetsByName",
    "LazySite",
    "ThemeFiles",
]


Assets = Iterable[Asset | BinaryAsset]
#: Nothing is kept for reading offline: what changes all the time would be shown as it was.
OWN = {SUMMARY_PATH: b"null\n", LIST_PATH: b'self.precache={"version":"preview","files":{}};\n'}
FEEDS = r"(?:.+/)?feed\.(?:xml|json)|feeds\.opml"
PACKAGES = r"modules/.+\.(?:zip|epub|imscc)"
RECORDINGS = r"voices/.+\.(?:m4a|mp4|vtt)"
REDIRECTS = r".+/index\.html|search\.html"


#: Pages that a template of all pages reads before it lets other requests have a turn.
TURN = 10


class LazySite:
    """A site as MkDocs would build it from a configuration, of which nothing is made before it is asked for."""

    def __init__(self, config: MkDocsConfig, templates: BytecodeCache, theme_files: ThemeFiles, stamps: object) -> None:
        """List the files and make the navigation, with the events of the plugins in the order of a build.

        Args:
            config: read from `mkdocs.yml`; plugins have not seen it yet.
            templates: those that were compiled before.
            theme_files: the files of themes.
            stamps: what tells one state of the theme from another.
        """
        self.config = config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        for file in files:
            if file.is_documentation_page() and is_shown(file):
                file._content = file.content_bytes  # it stays while a later version has a fault
        self.env = config.theme.get_env()
        self.env.bytecode_cache = templates
        theme_files.add(files, self.env, config, stamps)
        self.files = config.plugins.on_files(files, config=config)
        set_exclusions(self.files, config)
        self.nav = config.plugins.on_nav(
            get_navigation(in_navigation(self.files), config), config=config, files=self.files
        )
        for file in self.files:
            if not isinstance(file, LazyFile) or file.named:
                self._read_lazily(file)
        self.documents = self.files.documentation_pages()
        self.env = config.plugins.on_env(self.env, config=config, files=self.files)
        load_templates(self.env, config.theme.custom_dir)
        self._places = places(self.files)
        self._read = 0
        self._finished = False

    def _read_lazily(self, file: File) -> None:
        if file.is_documentation_page():
            if file.page is None and is_shown(file):
                MkDocsPage(None, file, self.config)  # it sets `file.page`
            if file.page is not None:
                read_lazily(file.page, self.config, self.files)

    def document(self, path: str) -> File | None:
        """The document of the page at `path`, relative to the site; None where no page is."""
        file = self._places.get(path)
        return file if file is not None and file.is_documentation_page() else None

    def render(self, file: File) -> bytes:
        """The page of a document, as a build writes it."""
        page, config = file.page, self.config
        if page is None:
            return b""
        config._current_page = page
        try:
            page.active = True
            context = get_context(self.nav, self.documents, config, page)
            draft = page.content if is_draft(file) else None
            template = self.env.get_template(page.meta.get("template", "main.html"))
            context = config.plugins.on_page_context(context, page=page, config=config, nav=self.nav)
            if draft is not None:
                note = "This page will not be included into the built site."
                page.content = f'<div class="mkdocs-draft-marker" title="{note}">DRAFT</div>{draft}'
            html = config.plugins.on_post_page(template.render(context), page=page, config=config)
            if draft is not None:
                page.content = draft
            return html.encode("utf-8", errors="xmlcharrefreplace")
        finally:
            page.active = False
            config._current_page = None

    def is_template(self, path: str) -> bool:
        """Whether a template of the theme or of the project makes the file at `path`."""
        return path in self.config.theme.static_templates or path in self.config.extra_templates

    def template(self, path: str) -> bytes | None:
        """The file that a template makes; None where it is empty, which no build writes."""
        if path in self.config.extra_templates:
            _build_extra_template(path, self.files, self.config, self.nav)
            made = Path(self.config.site_dir, path)
            return made.read_bytes() if made.is_file() else None
        text = _build_template(path, self.env.get_template(path), self.files, self.config, self.nav)
        return text.encode() if text.strip() else None

    def static(self, path: str) -> File | None:
        """The file at `path` that is published as it is; None where there is none."""
        file = self._places.get(path)
        return None if file is None or file.is_documentation_page() else file

    def read_some(self) -> bool:
        """Read a few pages that no one has asked for; whether there are more."""
        for file in self.documents[self._read : self._read + TURN]:
            if file.page is not None:
                file.page.title  # noqa: B018 - it reads the page
        self._read += TURN
        return self._read < len(self.documents)

    def finish(self, path: str) -> bytes | None:
        """The file that a plugin writes at `path` at the end of a build; None where none does. All pages are read."""
        plugins = self.config.plugins
        if not self._finished:
            self._finished = True
            for file in self.documents:
                if file.page is not None:
                    context = get_context(self.nav, self.documents, self.config, file.page)
                    plugins.on_page_context(context, page=file.page, config=self.config, nav=self.nav)
            plugins.on_post_build(config=self.config)
        root = Path(self.config.site_dir).resolve()
        made = (root / path).resolve()
        return made.read_bytes() if made.is_relative_to(root) and made.is_file() else None


def load_templates(env: Environment, folder: str | None) -> None:
    """Load the project's own templates, which stay while a later version has a fault."""
    for path in sorted(Path(folder).rglob("*.html")) if folder else ():
        with suppress(TemplateError, ValueError):  # one that has a fault now fails where it is used
            env.get_template(path.relative_to(str(folder)).as_posix())


def in_navigation(files: Files) -> Files:
    """The files that a navigation can be made of: all but the pages of the catalogue that it does not name."""
    return Files([file for file in files if not isinstance(file, LazyFile) or file.named])


def is_shown(file: File) -> bool:
    """Whether a file is a part of the site, or a draft, which a preview shows, too."""
    return file.inclusion is not InclusionLevel.EXCLUDED


def is_draft(file: File) -> bool:
    """Whether the settings keep a document out of the published site, and not out of a preview."""
    return file.inclusion is InclusionLevel.DRAFT


def places(files: Files) -> Mapping[str, File]:
    """Each file by its path within the site; those that are excluded are no part of it."""
    return {file.dest_uri: file for file in files if is_shown(file)}


class AssetsByName:
    """The files beside the pages of one state of a site."""

    def __init__(self, build: Build, site: Site, written: Sequence[WrittenPage]) -> None:
        """Take what was read, the catalogue as pages need it, and the hand-written pages that a search finds."""
        self._build, self._site = build, site
        data = re.escape(build.frontend.folder)
        #: Which files each group has, and what makes them one after another.
        groups: list[tuple[str, Callable[[], Assets]]] = [
            (rf"{data}/outline\.json", lambda: [learner_outline(site)]),
            (rf"{data}/aliases\.json", lambda: [alias_table(site)]),
            (rf"{data}/not-kept\.json", lambda: [not_kept(site)]),
            (rf"{data}/session\.json", lambda: [session_data(site)] if has_sessions(site) else ()),
            (rf"{data}/library/.+", lambda: library_search_files(site)),
            (rf"{data}/pieces/.+", lambda: pieces(site)),
            (rf"{data}/search/.+", lambda: search_assets(site, written)),
            (rf"{API}/.+", lambda: api_files(site)),
            (re.escape(PICTURES) + ".+", build.pictures),
            (r"manifest\.webmanifest", lambda: webmanifest_files(site)),
            (r"llms\.txt", lambda: llms_file(site)),
            (FEEDS, lambda: feed_files(site)),
            (PACKAGES, build.packages),
            (RECORDINGS, build.recordings),
            (REDIRECTS, lambda: redirects(site)),
        ]
        self._groups = [Group(re.compile(pattern), partial(self._placed, make)) for pattern, make in groups]
        self._lock = threading.Lock()

    def get(self, path: str) -> bytes | None:
        """The file at `path`, relative to the site; None where there is none."""
        if path in OWN:
            return OWN[path]
        with self._lock:
            if (found := self._frontend.get(path)) is not None:
                return found
            if (found := self._references(path)) is not None:
                return found
            made = (group.get(path) for group in self._groups if group.pattern.fullmatch(path))
            return next((data for data in made if data is not None), None)

    def _placed(self, make: Callable[[], Assets]) -> Iterator[Asset | BinaryAsset]:
        return self._build.frontend.place(iter(make()))

    @cached_property
    def _frontend(self) -> Mapping[str, bytes]:
        """The theme's scripts and style sheets."""
        return {asset.path: asset.data for asset in self._build.frontend.assets()}

    @cached_property
    def _lists(self) -> Mapping[str, tuple[Sequence[object], Sequence[str]]]:
        """What files of references there are."""
        return dict(reference_lists(self._site))

    def _references(self, path: str) -> bytes | None:
        """A file of references."""
        for name, form in FORMATS.items():
            stem = path.removesuffix(form.suffix)
            if stem != path and (found := self._lists.get(stem)) is not None and name in found[1]:
                return self._site.pieces.file(name, found[0]).encode()  # type: ignore[arg-type]
        return None


class Group:
    """Files that are made one after another, each kept when it was made."""

    def __init__(self, pattern: re.Pattern[str], make: Callable[[], Iterator[Asset | BinaryAsset]]) -> None:
        """`pattern` is of their paths; `make` makes them."""
        self.pattern = pattern
        self._make = make
        self._made: dict[str, bytes] = {}

    @cached_property
    def _rest(self) -> Iterator[Asset | BinaryAsset]:
        """Those that no one has asked for yet."""
        return self._make()

    def get(self, path: str) -> bytes | None:
        """The file at `path`; None where there is none. Those before it are made, too."""
        while path not in self._made:
            made = next(self._rest, None)
            if made is None:
                return None
            self._made[made.path] = made.data
        return self._made[path]


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
