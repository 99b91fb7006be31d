"""Metadata in the head of a page: JSON-LD (https://schema.org), `<meta>` elements and the date for the sitemap."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from html import escape
from typing import Any

from ..catalogue.model import Resource
from ..catalogue.types import Access
from ..citation.reference import clean
from .context import Site, steps_of
from .document import address, link
from .module_view import ModuleView, RouteView

__all__ = [
    "KINDS",
    "PICTURES",
    "Thing",
    "breadcrumbs",
    "dated",
    "head",
    "json_ld",
    "module_data",
    "organisation",
    "page_url",
    "route_data",
    "website",
    "without_empty",
]


#: Where the pictures are that are shown for shared links; a project may have some of its own there.
PICTURES = "assets/images/social/"
#: Kinds of page that have a picture of their own, `KIND.png`.
KINDS = ("page", "home", "module", "record", "library", "theme", "route", "tips")
_DUBLIN_CORE = '<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">'


def head(
    kind: str,
    things: Sequence[Thing] = (),
    metas: Sequence[tuple[str, str]] = (),
    *,
    properties: Collection[str] = (),
) -> dict[str, Any]:
    """Front matter for `page`.

    Finished HTML in one value is what costs an engine least to read, whatever it reads it with.

    Args:
        kind: a name in `KINDS`.
        things: what the page says of itself in schema.org's words.
        metas: names and contents of `<meta>` elements, unescaped; only for a page about one resource.
        properties: those of the names that are written as a `property`.
    """
    lines = [
        f'<meta {"property" if name in properties else "name"}="{escape(name)}" content="{escape(content)}">'
        for name, content in metas
    ]
    if any(name.startswith("DC.") for name, _ in metas):
        lines.insert(0, _DUBLIN_CORE)
    front: dict[str, Any] = {"kind": kind}
    if lines:
        front["head"] = "\n".join(lines)
    if things:
        front["linked_data"] = json_ld(things)
    return front


#: A thing of schema.org: its properties by name.
Thing = dict[str, Any]


def without_empty(thing: Thing) -> Thing:
    """A thing without what is not known: no property is empty, and texts are single clean lines."""
    return {key: tidy for key, value in thing.items() if (tidy := _tidy(value)) not in (None, "", [])}


def _tidy(value: Any) -> Any:
    if isinstance(value, list):
        return [_tidy(part) for part in value]
    return clean(value) if isinstance(value, str) else value


def page_url(site: Site, here: str, path: str) -> str:
    """The address of the page at `path`: whole if the settings say where the site is, else relative to `here`."""
    base = site.catalogue.pathway.site_url
    return f"{base.rstrip('/')}/{address(path)}" if base else link(here, path)


def organisation(name: str | None) -> Thing | None:
    """An organisation by its name, if it has one."""
    return {"@type": "Organization", "name": clean(name)} if name else None


def breadcrumbs(site: Site, here: str, *steps: tuple[str, str]) -> Thing:
    """The breadcrumbs of a page, itself included, as pairs of path and title. The home page comes first."""
    pages = (("index.md", site.catalogue.pathway.title), *steps)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": clean(title), "item": page_url(site, here, path)}
            for number, (path, title) in enumerate(pages, start=1)
        ],
    }


def website(site: Site) -> Thing:
    """The site itself, for its home page."""
    pathway = site.catalogue.pathway
    return without_empty(
        {
            "@type": "WebSite",
            "name": pathway.title,
            "description": pathway.summary,
            "inLanguage": pathway.language,
            "url": page_url(site, "index.md", "index.md"),
            "publisher": organisation(pathway.organisation),
        }
    )


def json_ld(things: Sequence[Thing]) -> str:
    """The things as one JSON-LD document that is safe inside a `<script>` element.

    `<`, `>` and `&` are written as escapes, so that no title can close the element or begin another (HTML 13.2.5.4),
    and the two line separators that are no white space in JSON but end lines in older readers.
    """
    content = things[0] if len(things) == 1 else {"@graph": list(things)}
    text = json.dumps({"@context": "https://schema.org", **content}, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def dated(resources: Iterable[Resource], *, reviewed: bool = False) -> dict[str, Any]:
    """Front matter for `page`: the last day on which one of `resources` joined the catalogue, or was looked at again.

    Args:
        resources: those that the page shows.
        reviewed: whether the page shows all that a review can change, as a record does.
    """
    days = [day for each in resources for day in (each.added, each.reviewed_on if reviewed else None) if day]
    return {"lastmod": max(days).isoformat()} if days else {}


_KIND = ["Course", "LearningResource"]


def module_data(view: ModuleView) -> Thing:
    """A module: its outcomes are what it teaches, its resources are its parts."""
    module, site = view.module, view.site
    resources = dict.fromkeys(step.target for step in steps_of(module) if step.kind == "resource")
    return without_empty(
        {
            **_course(site, view.here, module.title, module.summary, site.duration([module]).iso),
            "learningResourceType": "Module",
            "teaches": [*module.outcomes],
            "about": [
                {"@type": "DefinedTerm", "name": site.themes[name].title} for name in site.themes_of_module(module)[:4]
            ],
            "coursePrerequisites": [
                _part(site, view.here, f"modules/{name}.md", site.modules[name].title) for name in module.prerequisites
            ],
            "isAccessibleForFree": _is_free([site.resources[name].access for name in resources]),
            "hasPart": [
                {
                    "@type": "LearningResource",
                    "name": site.resources[name].heading,
                    "url": page_url(site, view.here, f"resources/{name}.md"),
                }
                for name in resources
            ],
        }
    )


def route_data(view: RouteView) -> Thing:
    """A route: the modules that it leads through, in order."""
    route, site = view.route, view.site
    modules = [module.module for module in view.modules]
    return without_empty(
        {
            **_course(site, view.here, route.title, route.summary, site.duration(modules).iso),
            "learningResourceType": "Route",
            "audience": without_empty({"@type": "Audience", "audienceType": route.audience})
            if route.audience
            else None,
            "hasPart": [_part(site, view.here, f"modules/{module.id}.md", module.title) for module in modules],
        }
    )


def _course(site: Site, here: str, title: str, summary: str | None, time: str | None) -> Thing:
    """What every course says. A time of which a part is unknown is not said at all."""
    pathway = site.catalogue.pathway
    sitting = {"@type": "CourseInstance", "courseMode": "online", "courseWorkload": time} if time else None
    return {
        "@type": _KIND,
        "name": title,
        "description": summary,
        "inLanguage": pathway.language,
        "url": page_url(site, here, here),
        "provider": organisation(pathway.organisation),
        "timeRequired": time,
        "hasCourseInstance": sitting,
    }


def _part(site: Site, here: str, path: str, title: str) -> Thing:
    return without_empty({"@type": "Course", "name": title, "url": page_url(site, here, path)})


def _is_free(found: Sequence[Access]) -> bool | None:
    """Whether all that a module asks for can be opened without paying; None where someone has to find out."""
    if Access.PAYWALLED in found:
        return False
    return True if all(access is Access.FREE for access in found) else None
