"""Search: its documents, from the catalogue and the hand-written pages, and the page that shows results."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from ...catalogue.dates import PartialDate
from ...catalogue.fields import FIELDS, Search, words
from ...catalogue.model import Module, Person, Resource
from ...search import SearchDocument, SearchWeights, search_files
from ..context import Site
from ..document import Asset, Page, address, page
from ..labels import credited
from ..rendering import render
from ..resource_view import ResourceView
from .library import in_order

__all__ = ["SEARCH_PATH", "WrittenPage", "documents", "search_assets", "search_page", "written_page"]


SEARCH_PATH = "search/index.md"
#: What words count in each kind of document: a title more than a text, a resource more than a list of resources.
RESOURCE, MODULE, PART = SearchWeights(13, 6, 4, 2), SearchWeights(12, 6, 4, 2), SearchWeights(8, 4, 2, 2)
TIP, LISTING, WRITTEN = SearchWeights(6, 4, 2, 2), SearchWeights(6, 4, 2, 1), SearchWeights(3, 2, 1, 1)
#: Characters of a prompt or a tip that serve as its title.
SHORT = 90

_FRONT = re.compile(r"\A---\n.*?\n---\s*(?:\n|\Z)", re.DOTALL)
_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.DOTALL | re.MULTILINE)
_HTML = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|</?[a-zA-Z][^>]*>", re.DOTALL)
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s+\"[^\"]*\")?\)|\[[^\[\]]*\])")
_ATTRIBUTES = re.compile(r"\{[:#. ][^{}\n]*\}")
_TITLE = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
_LEADING = re.compile(
    r"^[ \t]*(?:#+[ \t]+|>[ \t]?|[-*+][ \t]+|\d+[.)][ \t]+|!!![ \t]+\w+[ \t]*|\|?[-:| ]+\|[-:| ]*$)", re.MULTILINE
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|])")


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A page that someone wrote: its address relative to the site, its title, and its text without markup."""

    address: str
    title: str
    text: str


def written_page(address: str, markdown: str, title: str = "") -> WrittenPage:
    """A hand-written page as a document of the search.

    Args:
        address: where it is published, relative to the site.
        markdown: its source, with or without front matter.
        title: from its front matter; without one, that of its first heading.
    """
    text = _HTML.sub(" ", _FENCE.sub("", _FRONT.sub("", markdown)))
    heading = _TITLE.search(text)
    if heading:
        text = text[: heading.start()] + text[heading.end() :]
    name = title or (plain_text(heading[1]) if heading else address.strip("/").rpartition("/")[2])
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", plain_text(text)))
    return WrittenPage(address, unescape(name), "\n".join(filter(None, paragraphs)))


def plain_text(markdown: str) -> str:
    """The words of some Markdown."""
    text = _ATTRIBUTES.sub("", _LEADING.sub("", _LINK.sub(r"\1", markdown)))
    return unescape(_ESCAPED.sub(r"\1", re.sub(r"(?<!\\)[*`|]|(?<!\w)_|_(?!\w)", "", text)))


def search_page(site: Site) -> Page:
    """The page that shows results. It is for people, and not for search engines."""
    body = render("search.html", SEARCH_PATH, site.language, has_library=bool(site.resources))
    return page(
        SEARCH_PATH,
        body,
        title=site.translations.gettext("Search"),
        source=site.source("pathway", "pathway"),
        hide=["navigation", "toc"],
        robots="noindex",
        search={"exclude": True},
    )


def search_assets(site: Site, written: Iterable[WrittenPage]) -> Iterator[Asset]:
    """The files that a browser searches the site with."""
    pathway = site.catalogue.pathway
    for file in search_files(list(documents(site, written)), len(site.resources), pathway.language):
        yield Asset(file.path, file.text)


def documents(site: Site, written: Iterable[WrittenPage] = ()) -> Iterator[SearchDocument]:
    """Every document of the index: the library's resources first, in its order."""
    yield from (resource_document(site, resource) for resource in in_order(site))
    for module in site.modules.values():
        yield module_document(site, module)
        yield from parts_of(site, module)
    yield from listings(site)
    yield from tips(site)
    yield from (
        SearchDocument(one.address, one.title, site.translations.gettext("Page"), WRITTEN, text=(one.text,))
        for one in sorted(written, key=lambda one: one.address)
    )


def resource_document(site: Site, resource: Resource) -> SearchDocument:
    """A resource of the library."""
    view = ResourceView(site, "index.md", resource)
    return SearchDocument(
        address(f"resources/{resource.id}.md"),
        resource.heading,
        view.type_word,
        RESOURCE,
        byline=view.creators,
        language=view.language or "",
        titles=words_by_weight(view, Search.TITLES),
        people=words_by_weight(view, Search.PEOPLE),
        labels=words_by_weight(view, Search.LABELS),
        text=words_by_weight(view, Search.TEXT),
    )


def words_by_weight(view: ResourceView, search: Search) -> tuple[str, ...]:
    """The words of every field that is searched with this weight, as a learner reads them."""
    names = (name for name, row in FIELDS.items() if row.search is search)
    return tuple(text for name in names for text in texts_of(view, name) if text)


def texts_of(view: ResourceView, name: str) -> Iterator[str]:
    """The words of one field."""
    value = getattr(view.resource, name)
    shown = {"type": view.type_word, "level": view.level}
    if name in shown:
        yield shown[name]
    elif name == "themes":
        yield from (theme.title for theme in view.themes)
    elif isinstance(value, PartialDate):
        yield str(value.year)
    elif isinstance(value, tuple):
        yield from (
            credited(each, view.site.translations) if isinstance(each, Person) else words(each) for each in value
        )
    else:
        yield words(value)


def module_document(site: Site, module: Module) -> SearchDocument:
    """A module; its sections and tasks are documents of their own."""
    return SearchDocument(
        address(f"modules/{module.id}.md"),
        module.title,
        site.translations.gettext("Module"),
        MODULE,
        labels=tuple(site.themes[name].title for name in module.themes),
        text=(*filter(None, (module.summary,)), *module.outcomes),
    )


def parts_of(site: Site, module: Module) -> Iterator[SearchDocument]:
    """The sections of a module, and the tasks that it is the first to set."""
    here = address(f"modules/{module.id}.md")
    for section in module.sections:
        steps = [step.introduction for step in section.steps if step.introduction]
        text = (*filter(None, (section.summary,)), *steps)
        yield SearchDocument(
            f"{here}#{section.id}",
            section.title,
            site.translations.gettext("Section"),
            PART,
            byline=module.title,
            text=text,
        )
        for step in section.steps:
            if step.kind == "task" and site.uses[step.key][0].step is step:
                task = site.tasks[step.target]
                title = task.title or shortened(task.prompt)
                labels = tuple(site.themes[name].title for name in task.themes)
                anchor = f"{here}#{step.anchor}"
                yield SearchDocument(
                    anchor,
                    title,
                    site.translations.gettext("Task"),
                    PART,
                    byline=module.title,
                    labels=labels,
                    text=(task.prompt,),
                )


def listings(site: Site) -> Iterator[SearchDocument]:
    """Routes and themes: pages that lead to others."""
    for route in site.catalogue.routes:
        text = tuple(filter(None, (route.summary, route.audience)))
        yield SearchDocument(
            address(f"routes/{route.id}.md"), route.title, site.translations.gettext("Route"), LISTING, text=text
        )
    for theme in site.themes.values():
        text = tuple(filter(None, (theme.summary,)))
        yield SearchDocument(
            address(f"themes/{theme.id}.md"), theme.title, site.translations.gettext("Theme"), LISTING, text=text
        )


def tips(site: Site) -> Iterator[SearchDocument]:
    """Lists of tips, and every tip."""
    here = address("tips/index.md")
    for tips in site.catalogue.tips:
        text = tuple(filter(None, (tips.summary, *(source.note for source in tips.sources))))
        yield SearchDocument(f"{here}#{tips.id}", tips.title, site.translations.gettext("Tips"), LISTING, text=text)
    for found in site.tips:
        labels = (found.source.title, *(site.themes[name].title for name in found.tip.themes))
        title = shortened(found.tip.text)
        yield SearchDocument(
            f"{here}#tip--{found.tip.id}",
            title,
            site.translations.gettext("Tip"),
            TIP,
            byline=found.list.title,
            labels=labels,
            text=(found.tip.text,),
        )


def shortened(text: str) -> str:
    """The beginning of a text, to serve as a title."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else line[: SHORT + 1].rpartition(" ")[0].rstrip(".,;:") + " …"
