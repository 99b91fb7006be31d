"""One build of the site: what was read of a project, ready for a site engine, or the pages that show its problems."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from ..catalogue.addresses import href
from ..catalogue.files import STATE_FILE
from ..catalogue.model import Pathway
from ..catalogue.problems import Problem, Severity
from ..catalogue.reader import ReadResult, read
from ..catalogue.reports import excerpt
from ..catalogue.text import direction
from ..links.state.file import LinkStates, read_health
from ..locale import is_unreviewed, translations_for
from ..voices.collection import StoreError, Voices, collect, store_fault
from .contents import asset_makers, assets, navigation, page_builders
from .context import Site
from .document import Asset, BinaryAsset, Page, PageBuilder, address, page, policies
from .files.downloads import package_files
from .files.feeds import feed_name
from .frontend import Frontend, read_frontend, theme_messages
from .pages.call import CALLS_PATH, recording_files
from .pages.maintenance import LINK_HEALTH_PATH, SUGGEST_PATH, has_link_health
from .pages.search import SEARCH_PATH, WrittenPage, search_assets, written_page
from .rendering import asks_for_settings, fill, front_matter, render, resolve_stops, with_stop_mark
from .sharing import contact_link

__all__ = ["Build", "build_time", "hidden_message", "open_build", "paths_in", "problem_pages", "published_at"]


@dataclass(frozen=True)
class Build:
    """What was read of a project, and the pages and files of its site.

    Attributes:
        reading: the catalogue, or the problems that keep it from being built.
        health: what the link checks found.
        time: the moment that the build is dated to; None where nothing says.
        published: paths of the generated pages that a preview shows now.
        frontend: the theme's scripts and style sheets; none where the theme is not ours.
        preview: whether the pages are for an editor's own eyes.
        samples: whether answers that were made up are shown, each marked as a sample: never in what is published.
    """

    reading: ReadResult
    health: LinkStates
    time: datetime | None
    published: tuple[str, ...] = ()
    frontend: Frontend = field(default_factory=Frontend)
    preview: bool = False
    samples: bool = False

    def with_theme(self, *folders: Path) -> Build:
        """The build with the scripts and styles of a theme in these folders, where a file of a later one wins.

        Raises:
            OSError: a file could not be read.
        """
        catalogue = self.reading.catalogue
        translations = translations_for((catalogue.pathway if catalogue else Pathway()).language)
        return replace(self, frontend=read_frontend(*folders, translations=translations)) if folders else self

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What must be fixed before the site can be built."""
        return tuple(problem for problem in self.reading.problems if problem.severity is Severity.ERROR)

    @property
    def problem_list(self) -> str:
        """The problems as `pathway check` prints them, one after another."""
        return "\n".join(["the catalogue has problems; nothing was built.", *map(str, self.problems)])

    @property
    def advice(self) -> Iterator[str]:
        """One line for an editor where there is advice; never a warning of the build."""
        milder = len(self.reading.problems) - len(self.problems)
        if milder:
            yield f"`pathway check` has {milder} piece{'s' if milder != 1 else ''} of advice on the catalogue"
        if self.health.damage:
            yield f"link states are left out where they could not be read: {self.health.damage}"
        if self.reading.catalogue and (fault := store_fault(self.reading.root, self.reading.catalogue)):
            yield f"answers to calls are left out: {fault}"

    @cached_property
    def site(self) -> Site | None:
        """The catalogue as pages need it; None where it cannot be built."""
        if self.reading.catalogue is None or self.problems:
            return None
        catalogue, published = self.reading.catalogue, self.reading.published.pages
        return Site(catalogue, self.reading.locations, self.health, published, self.voices)

    @cached_property
    def voices(self) -> Voices:
        """The answers to calls, judged by today's date: permissions end on their day, whatever a build is dated to."""
        catalogue, today = self.reading.catalogue, datetime.now(UTC).date()
        if catalogue is None or not (catalogue.calls or catalogue.pathway.voices_store):
            return Voices()
        try:
            return collect(self.reading.root, catalogue, today, samples=self.samples)
        except (StoreError, OSError):  # `advice` says so: a site without answers is better than an old one with them
            return collect(self.reading.root, catalogue, today, samples=self.samples, with_store=False)

    @property
    def pathway(self) -> Pathway:
        """The settings, or their defaults where the catalogue cannot be read."""
        return self.site.catalogue.pathway if self.site else Pathway()

    @property
    def title(self) -> str:
        """Name of the site."""
        return self.pathway.title

    @property
    def site_url(self) -> str | None:
        """Where it is published, with a slash at its end."""
        return self.pathway.site_url.rstrip("/") + "/" if self.pathway.site_url else None

    @property
    def settings(self) -> dict[str, Any]:
        """What a theme may know of the settings: plain values."""
        pathway = self.pathway
        t = translations_for(pathway.language)
        organisation = pathway.organisation or ""
        published_by = t.gettext("Published by %(organisation)s.", organisation=with_stop_mark(organisation))
        return {
            "language": pathway.language,
            "direction": direction(pathway.language),
            "messages": theme_messages(self.frontend.messages, t),
            "unreviewed": is_unreviewed(pathway.language),
            "locale": pathway.language.replace("-", "_"),
            "summary": str(pathway.summary or ""),
            "organisation": organisation,
            "publisher": resolve_stops(published_by) if organisation else "",
            "contact": contact_link(pathway.contact) or "",
            "repository": href(pathway.repository or ""),
            "feed": feed_name(self.site, "", self.site.catalogue.resources) if self.site else "",
            "search": address(SEARCH_PATH) if self.site else "",
            "suggest": address(SUGGEST_PATH) if self.site else "",
            "calls": address(CALLS_PATH) if self.site and self.site.catalogue.calls else "",
            "link_health": address(LINK_HEALTH_PATH) if self.site and has_link_health(self.site) else "",
            "assets": self.frontend.folder,
            "policies": policies(self.frontend.inline, preview=self.preview),
            "scripts": [{"marks": list(marks), "files": list(files)} for marks, files in self.frontend.tools],
        }

    def navigation(self, written: list[Any]) -> list[Any]:
        """The navigation: the pages of the catalogue, then what was written by hand, but no second home page."""
        written = [entry for entry in written if not is_home(entry)]
        return [*navigation(self.site), *written] if self.site else [{"Home": "index.md"}, *written]

    def pages(self) -> Iterator[Page]:
        """Every generated page.

        A catalogue with problems gives a page of problems at every address that was published before, so that an
        editor sees them wherever they are, and gets the page back when the catalogue is fixed.
        """
        return chain.from_iterable(builder() for builder in self.page_builders())

    def page_builders(self) -> list[PageBuilder]:
        """The builder of each of them, in the same order."""
        if self.site:
            return list(page_builders(self.site))
        paths = tuple(sorted({"index.md", *self.published}))
        return [PageBuilder(paths, partial(problem_pages, self.problems, paths))]

    def assets(self) -> Iterator[Asset]:
        """Every file that is not a page; none where the catalogue has problems."""
        return self.frontend.place(assets(self.site)) if self.site else iter(())

    def other_files(self, written: Iterable[WrittenPage] = ()) -> Iterator[Asset | BinaryAsset]:
        """Everything that is not a page: scripts and style sheets, the files, packages, and the search index.

        Args:
            written: the hand-written pages that a search finds.
        """
        return chain.from_iterable(make() for make in self.file_makers(written))

    def file_makers(self, written: Iterable[WrittenPage] = ()) -> list[Callable[[], Iterator[Asset | BinaryAsset]]]:
        """What makes everything that is not a page, in any order and in any process; the longest work comes first."""
        makers: list[Callable[[], Iterator[Asset | BinaryAsset]]] = []
        if site := self.site:
            makers += [partial(self.placed, search_assets, site, written)]
            makers += [partial(self.placed, make, site) for make in asset_makers()]
        return [*makers, self.packages, self.recordings, self.pictures, self.frontend.assets]

    def placed(self, make: Callable[..., Iterator[Asset]], *of: object) -> Iterator[Asset]:
        """What `make` makes, with the data that scripts read in the folder of the scripts."""
        return self.frontend.place(make(*of))

    def pictures(self) -> Iterator[BinaryAsset]:
        """The pictures for shared links; none where the theme is not ours, or the catalogue has problems."""
        from .files.share_pictures import share_pictures  # Pillow is only for the process that draws

        return share_pictures(self.site) if self.site and self.frontend.files else iter(())

    def recordings(self) -> Iterator[BinaryAsset]:
        """The recordings of answers that may be shown, with their captions."""
        return recording_files(self.site) if self.site else iter(())

    def packages(self) -> Iterator[BinaryAsset]:
        """Every package that the settings ask for; none where the catalogue has problems."""
        return package_files(self.site, self.time) if self.site else iter(())

    def fill(self, text: str, name: str) -> str:
        """Fill the settings into the hand-written page called `name`; see `variables.fill`."""
        calls = (call.id for call in self.site.catalogue.calls) if self.site else ()
        ids = {*self.site.resources, *self.site.modules, *calls} if self.site else ()
        return fill(text, self.pathway, name, ids=ids)

    def written_page(self, text: str, name: str, address: str) -> WrittenPage | None:
        """A hand-written page as a search finds it; None where its front matter says ``search: {exclude: true}``.

        Args:
            text: its Markdown.
            name: its path among the documents.
            address: where it is published, relative to the site.

        Raises:
            VariableError: it asks for a setting that does not exist.
        """
        front = front_matter(text)
        search = front.get("search")
        if isinstance(search, dict) and search.get("exclude"):
            return None
        filled = self.fill(text, name) if asks_for_settings(text) else text
        title = front.get("title")
        return written_page(address, filled, title if isinstance(title, str) else "")


def is_home(entry: object) -> bool:
    """Whether an entry of a navigation is the home page, perhaps with a title."""
    return entry == "index.md" or (isinstance(entry, dict) and list(entry.values()) == ["index.md"])


def open_build(root: Path, preview: Path | None = None, themes: Iterable[Path] = ()) -> Build:
    """Read the project in the folder `root`; `preview` is the folder with the site that is shown now, if one is.

    Scripts and styles come from the folders of `themes`, as `Build.with_theme` says.
    A build never asks what day it is, except to refuse dates in the future where `SOURCE_DATE_EPOCH` is not set.

    Raises:
        ValueError: `SOURCE_DATE_EPOCH` is set, but is not a number of seconds.
    """
    stated = build_time(root)
    reading = read(root, today=today_for(stated))
    published = tuple(paths_in(preview)) if preview else ()
    is_preview = preview is not None
    build = Build(reading, read_health(root / STATE_FILE), stated, published, preview=is_preview, samples=is_preview)
    return build.with_theme(*themes)


def published_at(build: Build, site_url: str) -> Build:
    """The build with an address for its site, where the catalogue states none."""
    catalogue = build.reading.catalogue
    if catalogue is None or catalogue.pathway.site_url:
        return build
    catalogue = catalogue.model_copy(update={"pathway": catalogue.pathway.model_copy(update={"site_url": site_url})})
    return replace(build, reading=replace(build.reading, catalogue=catalogue))


def today_for(stated: datetime | None) -> date:
    """The day to compare dates with: an uncommitted entry may be newer than the last commit."""
    now = datetime.now(UTC)
    return max(stated, now).date() if stated else now.date()


def hidden_message(path: str, source: str, documents: str = "docs") -> str:
    """The message for a hand-written file at the path of a generated one; `documents` is the folder of the former."""
    return f"{documents}/{path} would hide the file of that name that {source} makes: rename it."


#: Pages of problems at the most: no one waits for ten thousand of them.
MOST = 500


def problem_pages(problems: Sequence[Problem], published: Sequence[str]) -> Iterator[Page]:
    """The list of problems, at the home page and at the paths that were `published` before."""
    excerpts = ["\n".join(excerpt(problem)) for problem in problems]
    body = render("problems.html", "index.md", "en-GB", problems=problems, excerpts=excerpts)
    for path in sorted({"index.md", *published}):
        yield page(path, body, title="The catalogue needs fixing", source="resources.yaml", hide=["navigation", "toc"])


def paths_in(published: Path) -> Iterator[str]:
    """The generated pages of a built site, as paths of documents."""
    kinds = ("modules", "routes", "themes", "library", "tips", "resources", "calls", "session", "suggest")
    found = (file for kind in kinds for file in (published / kind).rglob("index.html"))
    for file in islice(found, MOST):
        yield f"{file.parent.relative_to(published).as_posix()}/index.md"


def build_time(folder: Path, environment: Mapping[str, str] = os.environ) -> datetime | None:
    """The moment that a build is dated to, in UTC.

    It is `SOURCE_DATE_EPOCH` (reproducible-builds.org/specs/source-date-epoch) where that is set, else the date of
    the last commit of the repository that holds `folder`, else None: a build without a date says nothing of dates.

    Raises:
        ValueError: `SOURCE_DATE_EPOCH` is set, but is not a whole number of seconds.
    """
    stated = environment.get("SOURCE_DATE_EPOCH")
    if stated:
        try:
            return datetime.fromtimestamp(int(stated), UTC)
        except (ValueError, OverflowError, OSError):
            raise ValueError(f"SOURCE_DATE_EPOCH is not a number of seconds: {stated!r}") from None
    command = ["git", "-C", str(folder), "log", "-1", "--format=%ct"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    if answer.returncode or not answer.stdout.strip().isdigit():
        return None
    return datetime.fromtimestamp(int(answer.stdout), UTC)
