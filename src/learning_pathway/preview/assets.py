"""The files beside the pages, each made when someone asks for it by its name."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial

from ..formats.registry import FORMATS
from ..site.build import Build
from ..site.context import Site
from ..site.files.api import FOLDER as API
from ..site.files.api import api_files, llms_file
from ..site.files.feeds import feed_files
from ..site.files.model import PICTURES, Asset, BinaryAsset
from ..site.files.offline import LIST_PATH, SUMMARY_PATH, not_kept, webmanifest_files
from ..site.files.references import pieces, reference_lists
from ..site.pages.learner import alias_table, learner_outline
from ..site.pages.library import library_search_files
from ..site.pages.search import WrittenPage, search_assets
from ..site.pages.session import has_sessions, session_data
from ..site.published import redirects

__all__ = ["AssetsByName"]

Files = Iterable[Asset | BinaryAsset]

#: Nothing is kept for reading offline: what changes all the time would be shown as it was.
OWN = {SUMMARY_PATH: b"null\n", LIST_PATH: b'self.precache={"version":"preview","files":{}};\n'}
FEEDS = r"(?:.+/)?feed\.(?:xml|json)|feeds\.opml"
PACKAGES = r"modules/.+\.(?:zip|epub|imscc)"
RECORDINGS = r"voices/.+\.(?:m4a|mp4|vtt)"
REDIRECTS = r".+/index\.html|search\.html"


class AssetsByName:
    """The files beside the pages of one state of a site."""

    def __init__(self, build: Build, site: Site, written: Sequence[WrittenPage]) -> None:
        """Take what was read, the catalogue as pages need it, and the hand-written pages that a search finds."""
        self._build, self._site = build, site
        data = re.escape(build.frontend.folder)
        #: Which files each group has, and what makes them one after another.
        groups: list[tuple[str, Callable[[], Files]]] = [
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

    def _placed(self, make: Callable[[], Files]) -> Iterator[Asset | BinaryAsset]:
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
