"""What was published once: redirects from old addresses, pages of retired entries, and the list of ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from markupsafe import Markup, escape

from ..catalogue.files import PUBLISHED_FILE, ROOT_FILE, find
from ..catalogue.ids import PAGE, keys_of, write_published
from ..catalogue.model import Catalogue, Module, Resource, Retired, Route, Theme
from ..catalogue.problems import Problem, Severity
from ..catalogue.reader import ReadResult, read
from ..links.state.file import LinkStates
from ..output import replacing
from .context import Site
from .document import Asset, Page, address, bare_policy, link, page
from .head import page_url
from .pages.index import index_titles
from .pages.module import SESSION_PAGES, session_paths
from .pages.search import SEARCH_PATH
from .rendering import render, render_text
from .resource_view import ResourceView

__all__ = [
    "FOLDERS",
    "BrokenCatalogueError",
    "NoProjectError",
    "PublishedList",
    "compare_ids",
    "redirects",
    "retired_page",
    "retired_path",
    "write_ids",
]


#: The folder of the pages of each kind of entry. Kinds that are not named here have no page of their own.
FOLDERS = {"resource": "resources", "module": "modules", "theme": "themes", "route": "routes"}
#: Where the search was before it had a page of its own.
FORMER_SEARCH = "search.html"
_SCRIPT = (
    "const rest = location.search + location.hash; "
    "if (rest) { stop(); location.replace(document.currentScript.dataset.to + rest) }"
)
_STYLE = (
    "html { background: Canvas; color: CanvasText } "
    "body { margin: 2rem; font: 1.125rem/1.6 system-ui, sans-serif; overflow-wrap: break-word }"
)


def redirects(site: Site) -> Iterator[Asset]:
    """A static page at each former address, which leads to the present one.

    It says the same to browsers (`refresh`), to people (a link) and to search engines (`canonical`, RFC 6596).
    """
    for here, there, title in moves(site):
        yield Asset(address(here) + "index.html", redirect(site, here, there, title))
    yield Asset(FORMER_SEARCH, redirect(site, "index.md", SEARCH_PATH, site.translations.gettext("Search")))


def redirect(site: Site, here: str, there: str, title: str) -> str:
    """A page at the path `here` that leads to the one at `there`, which has that title."""
    text = render_text(
        "redirect.html",
        here,
        site.language,
        href=link(here, there),
        canonical=page_url(site, here, there),
        title=title,
        named=named_at(site, there, title),
        policy=bare_policy(_SCRIPT, _STYLE),
        script=Markup(_SCRIPT),  # noqa: S704 - a constant
        style=Markup(_STYLE),  # noqa: S704 - a constant
    )
    return text + "\n"


def moves(site: Site) -> Iterator[tuple[str, str, str]]:
    """Every path that has no page any more, the path to go to instead, and its title."""
    yield from renamed(site)
    yield from former_session_pages(site)
    yield from former_pages(site)


def renamed(site: Site) -> Iterator[tuple[str, str, str]]:
    """Pages of entries that have another id now, session pages included."""
    for kind, entries in entries_with_pages(site).items():
        for entry in entries.values():
            for former in entry.formerly:
                here, there = f"{FOLDERS[kind]}/{former}", f"{FOLDERS[kind]}/{entry.id}"
                yield f"{here}.md", f"{there}.md", title_of(entry)
                if isinstance(entry, Module):
                    beside = session_paths(entry)
                    for name in SESSION_PAGES:
                        own = f"{there}/{name}.md"
                        yield f"{here}/{name}.md", own if own in beside else f"{there}.md", title_of(entry)


def former_session_pages(site: Site) -> Iterator[tuple[str, str, str]]:
    """Session pages that a module does not have, or has no longer."""
    for module in site.modules.values():
        for name in SESSION_PAGES:
            if (path := f"modules/{module.id}/{name}.md") not in session_paths(module):
                yield path, f"modules/{module.id}.md", module.title
    for gone in site.catalogue.retired:
        if gone.kind == "module":
            for name in SESSION_PAGES:
                yield (
                    f"modules/{gone.id}/{name}.md",
                    f"modules/{gone.id}.md",
                    site.translations.gettext("No longer here"),
                )


def former_pages(site: Site) -> Iterator[tuple[str, str, str]]:
    """Published pages without an entry that are no longer made: a listing that would be empty, say."""
    if not site.published:
        return
    titles = index_titles(site)
    there = {address(path): path for path in titles}
    themes = {f"library/theme/{former}": theme.id for theme in site.themes.values() for former in theme.formerly}
    for gone in sorted(site.published - there.keys()):
        parts = gone.split("/")[:-1]
        if (theme := themes.get("/".join(parts[:3]))) is not None:  # the listing goes by the theme's new id
            parts[2] = theme
        nearest = (there.get("/".join([*parts[:count], ""])) for count in range(len(parts), 0, -1))
        path = next((path for path in nearest if path), "index.md")
        yield f"{gone.rstrip('/')}.md", path, titles[path]


def retired_path(entry: Retired) -> str | None:
    """Where the page of a retired entry is; None where its kind has no pages of its own."""
    return f"{FOLDERS[entry.kind]}/{entry.id}.md" if entry.kind in FOLDERS else None


def retired_page(site: Site, entry: Retired, here: str) -> Page:
    """The page at the address `here` of a retired entry."""
    present = entries_with_pages(site)
    instead = None
    if entry.replacement:
        there = f"{FOLDERS[entry.kind]}/{entry.replacement}.md"
        instead = there, named_at(site, there, title_of(present[entry.kind][entry.replacement]))
    body = render(
        "retired.html",
        here,
        site.language,
        entry=entry,
        instead=instead,
        edit=site.edit_link("retired", entry.id),
    )
    return page(
        here,
        body,
        title=site.translations.gettext("No longer here"),
        source=site.source("retired", entry.id),
        search={"exclude": True},
        robots="noindex",
        hide=["navigation", "toc"],
    )


def entries_with_pages(site: Site) -> Mapping[str, Mapping[str, Resource | Module | Theme | Route]]:
    """Every entry that has a page of its own, by kind and id."""
    routes = {entry.id: entry for entry in site.catalogue.routes}
    return {"resource": site.resources, "module": site.modules, "theme": site.themes, "route": routes}


def named_at(site: Site, path: str, title: str) -> Markup:
    """The title of the page at a path, in its language where that is not the site's."""
    folder, _, name = path.removesuffix(".md").rpartition("/")
    resource = site.resources.get(name) if folder == FOLDERS["resource"] else None
    attrs = ResourceView(site, path, resource).attrs if resource else ""
    return Markup("<span{}>{}</span>").format(attrs, title) if attrs else escape(title)


def title_of(entry: Resource | Module | Theme | Route) -> str:
    """The title for a link to an entry."""
    return entry.heading if isinstance(entry, Resource) else entry.title


class NoProjectError(Exception):
    """The path is not a project's folder: only a whole catalogue has a list."""


class BrokenCatalogueError(Exception):
    """The catalogue has errors, so what it publishes is unknown."""

    def __init__(self, errors: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(errors)} errors")
        self.errors = errors


@dataclass(frozen=True, slots=True)
class PublishedList:
    """The keys in the list, and those that it lacks.

    Attributes:
        file: the list, which may not be there yet.
        kept: the keys in it.
        missing: the keys of the present edition that it lacks, in order.
        files: the files that hold the catalogue.
    """

    file: Path
    kept: frozenset[str]
    missing: tuple[str, ...]
    files: tuple[str, ...] = ()


def compare_ids(path: Path, today: date) -> PublishedList:
    """Compare the list of a project with the ids that its catalogue has today.

    Args:
        path: the project's folder, or its `resources.yaml`.
        today: the day by which dates are judged.

    Raises:
        NoProjectError: `path` is a file of another name.
        BrokenCatalogueError: the catalogue has errors, or the list itself has.
    """
    if path.is_file() and path.name != ROOT_FILE:
        raise NoProjectError(f"{path} is a single file; give the folder that holds {ROOT_FILE}.")
    reading = read(path, today=today)
    if reading.catalogue is None:
        raise BrokenCatalogueError(tuple(problem for problem in reading.problems if problem.severity is Severity.ERROR))
    kept = frozenset(reading.published.lines)
    present = keys_of(reading.catalogue) | _page_keys(reading, reading.catalogue)
    layout = find(path)
    files = tuple(name for name in map(layout.name, layout.files) if name.isprintable())
    return PublishedList(reading.root / PUBLISHED_FILE, kept, tuple(sorted(present - kept)), files)


def write_ids(record: PublishedList) -> None:
    """Write the list with the missing ids, atomically.

    A list that holds everything, but in another order or with a line twice, is put in order.

    Raises:
        OSError: the folder cannot be written, or the disk is full; the old list is untouched.
    """
    text = write_published(record.kept | frozenset(record.missing), record.files)
    file = record.file.resolve()  # a link stays a link
    if file.exists() and file.read_bytes() == text.encode():
        return
    with replacing(file) as out:
        out.write(text)


def _page_keys(reading: ReadResult, catalogue: Catalogue) -> frozenset[str]:
    """Keys of the pages that belong to no entry. The home page needs none: a site without it is no site."""
    site = Site(catalogue, reading.locations, LinkStates())
    return frozenset(f"{PAGE}:{address(path)}" for path in index_titles(site) if address(path))
