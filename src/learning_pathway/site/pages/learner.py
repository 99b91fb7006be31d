"""Pages that show learners what they keep on their own device."""

from __future__ import annotations

from collections.abc import Iterator

from ...formats.registry import FORMATS
from ...locale import msgid
from ..context import Site
from ..document import Page, page
from ..module_view import ModuleView, RouteView
from ..rendering import render

__all__ = [
    "LEARNING_PAGES",
    "learning_pages",
    "learning_titles",
]

#: Path, template, title and description of each page.
PAGES = (
    (
        "my/index.md",
        "learning.html",
        msgid("Your learning"),
        msgid("What you have done and written, kept on your own device: take it along, or delete it."),
    ),
    (
        "my/journal/index.md",
        "journal.html",
        msgid("Your journal"),
        msgid("What you have written under the tasks, kept on your own device: to read, search, edit and take along."),
    ),
    (
        "my/saved/index.md",
        "saved.html",
        msgid("Your saved list"),
        msgid("Works that you want to come back to, in your own order: to print, or to take along as references."),
    ),
    (
        "my/record/index.md",
        "learning-record.html",
        msgid("Your learning record"),
        msgid("What you have marked as done, with dates and time: self-declared, to print or to save."),
    ),
    (
        "my/plan/index.md",
        "plan.html",
        msgid("A study plan"),
        msgid("Choose what to learn, when to begin and at what pace, and get a file for your own calendar."),
    ),
)

#: Where they are, the overview first.
LEARNING_PAGES = tuple(path for path, *_ in PAGES)


def learning_titles(site: Site) -> dict[str, str]:
    """The path of each, with its title."""
    return {path: site.translations.gettext(title) for path, _, title, _ in PAGES}


def learning_pages(site: Site) -> Iterator[Page]:
    """The overview (progress, the file, what is stored, how to delete it), and the other pages."""
    source = site.source("pathway", "pathway")
    for path, template, title, description in PAGES:
        modules = [ModuleView(site, path, module) for module in site.modules.values()]
        routes = [RouteView(site, path, route) for route in site.catalogue.routes]
        body = render(
            template,
            path,
            site.language,
            modules=modules,
            routes=routes,
            formats=FORMATS,
            weekdays=site.translations.weekdays,
        )
        gettext = site.translations.gettext
        yield page(path, body, title=gettext(title), source=source, description=gettext(description))
