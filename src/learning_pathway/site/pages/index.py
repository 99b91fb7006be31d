"""Index pages: home, modules, themes and tips, by path and title; notices of retired tips."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from ...catalogue.contribution_forms import SUGGESTION
from ...catalogue.model import Resource, Retired, Theme, Tip, TipList, TipSource
from ...voices.excerpts import resting
from ..basis_view import BasisView, basis_views, is_early, stance_views
from ..context import Site
from ..document import Page, page
from ..files.downloads import package_downloads
from ..files.feeds import feed_name
from ..head import breadcrumbs, dated, head, website
from ..labels import TIP_SOURCE, reference_downloads
from ..module_view import Dependant, ModuleView, RouteView, dependants_of
from ..rendering import render
from ..resource_view import ResourceView, ThemeView
from .call import call_titles
from .learner import START_PATH, learning_titles, start_titles, taster_of
from .library import library_titles
from .maintenance import SUGGEST_PATH
from .module import SESSION_PATH, Notice, has_sessions
from .search import SEARCH_PATH

__all__ = [
    "home_page",
    "index_titles",
    "modules_page",
    "notices_of_tips",
    "source_anchors",
    "theme_page",
    "themes_page",
    "tips_page",
]


RECENT = 4


def home_page(site: Site) -> Page:
    """What this is, whom it is for, and the ways in."""
    here = "index.md"
    pathway = site.catalogue.pathway
    body = render(
        "home.html",
        here,
        site.language,
        pathway=pathway,
        start=START_PATH if taster_of(site) else None,
        modules=[ModuleView(site, here, module) for module in site.modules.values()],
        routes=[RouteView(site, here, route) for route in site.catalogue.routes],
        themes=[theme for theme in site.themes.values() if site.modules_by_theme[theme.id]],
        all_themes=len(site.themes),
        session=SESSION_PATH if has_sessions(site) else "",
        feed=feed_name(site, "", site.catalogue.resources),
        recent=[ResourceView(site, here, resource) for resource in recently_added(site, RECENT)],
        resources=len(site.resources),
        tips=len(site.tips),
        tasks=len(site.catalogue.tasks),
        edit=site.edit_link("pathway", "pathway"),
    )
    return page(
        here,
        body,
        title=pathway.title,
        source=site.source("pathway", "pathway"),
        description=pathway.summary or "",
        hide=["navigation", "toc"],
        **head("home", [website(site)]),
        **dated(site.catalogue.resources),
    )


def modules_page(site: Site) -> Page:
    """Every module, in the pathway's order."""
    here = "modules/index.md"
    views = [ModuleView(site, here, module) for module in site.modules.values()]
    packages = package_downloads(site, None) if len(views) > 1 else []
    body = render(
        "modules.html", here, site.language, modules=views, packages=packages, edit=site.edit_link("pathway", "pathway")
    )
    return page(
        here, body, title=site.translations.gettext("Modules"), source=site.source("pathway", "pathway"), hide=["toc"]
    )


def recently_added(site: Site, most: int) -> list[Resource]:
    """The resources that joined last; none where no entry says when it did.

    Of one day's additions, the latest in the catalogue come first: editors add at the end.
    """
    dated = [(resource.added, resource) for resource in reversed(site.catalogue.resources) if resource.added]
    return [resource for _, resource in sorted(dated, key=itemgetter(0), reverse=True)[:most]]


def index_titles(site: Site) -> dict[str, str]:
    """The path of each such page of this edition, with its title, without making the page."""
    gettext = site.translations.gettext
    tips = {"tips/index.md": gettext("Tips")} if site.catalogue.tips else {}
    session = {SESSION_PATH: gettext("Lead a session")} if has_sessions(site) else {}
    return {
        "index.md": site.catalogue.pathway.title,
        **start_titles(site),
        "modules/index.md": gettext("Modules"),
        "routes/index.md": gettext("Routes"),
        "themes/index.md": gettext("Themes"),
        **library_titles(site),
        SEARCH_PATH: gettext("Search"),
        SUGGEST_PATH: gettext(SUGGESTION.title),
        **learning_titles(site),
        **tips,
        **session,
        **call_titles(site),
    }


def themes_page(site: Site) -> Page:
    """The list of themes."""
    here = "themes/index.md"
    themes = [
        (ThemeView(site, here, theme), len(site.resources_by_theme[name]), len(site.modules_by_theme[name]))
        for name, theme in site.themes.items()
    ]
    body = render("themes.html", here, site.language, themes=themes, edit=site.edit_link("pathway", "pathway"))
    return page(
        here, body, title=site.translations.gettext("Themes"), source=site.source("pathway", "pathway"), hide=["toc"]
    )


def theme_page(site: Site, theme: Theme) -> Page:
    """The page of one theme. Resources beyond the setting for one page are in the library's listing."""
    here = f"themes/{theme.id}.md"
    resources = site.resources_by_theme[theme.id]
    feed = feed_name(site, theme.title, resources)
    most = site.catalogue.pathway.library_page_size
    body = render(
        "theme.html",
        here,
        site.language,
        theme=theme,
        modules=[ModuleView(site, here, module) for module in site.modules_by_theme[theme.id][:most]],
        resources=[ResourceView(site, here, resource) for resource in resources[:most]],
        total=len(resources),
        tips=site.tips_by_theme[theme.id],
        bases=basis_views(site, here, theme.rests_on),
        samples=any(voice.answer.record.sample for voice in site.voices.of_theme(theme.id)),
        stances=stance_views(site, here, theme),
        early=is_early(site, theme),
        files=reference_downloads(site, theme.id) if resources else [],
        feed=feed,
        edit=site.edit_link("theme", theme.id),
    )
    return page(
        here,
        body,
        title=theme.title,
        source=site.source("theme", theme.id),
        description=theme.summary or "",
        **head(
            "theme",
            [breadcrumbs(site, here, ("themes/index.md", site.translations.gettext("Themes")), (here, theme.title))],
        ),
        feed=feed,
        **dated(resources),
    )


def tips_page(site: Site) -> Page:
    """Every tip, below its source."""
    here = "tips/index.md"

    def drawn_from(tips: TipList) -> ResourceView | None:
        return ResourceView(site, here, site.resources[tips.resource]) if tips.resource else None

    def themes(tip: Tip) -> list[ThemeView]:
        return [ThemeView(site, here, site.themes[name]) for name in tip.themes]

    def see(tip: Tip) -> list[ResourceView]:
        return [ResourceView(site, here, site.resources[name]) for name in tip.see]

    def bases(tip: Tip) -> list[BasisView]:
        return basis_views(site, here, tip.rests_on)

    def call_of(source: TipSource) -> list[BasisView]:
        return basis_views(site, here, [source.call] if source.call else [])

    used = {name for _, references in resting(site.catalogue) for name in references}

    def led_to(tip: Tip) -> list[Dependant]:
        return dependants_of(site, here, tip.id) if tip.id in used else []

    met: set[str] = set()

    def coins(view: ResourceView) -> str:
        """What a reference manager reads of a resource, where the page first mentions it: twice would be two."""
        if view.resource.id in met:
            return ""
        met.add(view.resource.id)
        return view.coins

    def former(tips: TipList, source: TipSource) -> list[str]:
        return source_anchors(tips, source)[1:]

    body = render(
        "tips.html",
        here,
        site.language,
        lists=[(tips, drawn_from(tips), site.edit_link("tip-list", tips.id)) for tips in site.catalogue.tips],
        kinds=TIP_SOURCE,
        themes=themes,
        see=see,
        bases=bases,
        call_of=call_of,
        led_to=led_to,
        former=former,
        coins=coins,
        gone=notices_of_tips(site),
    )
    steps = breadcrumbs(site, here, (here, site.translations.gettext("Tips")))
    return page(
        here,
        body,
        title=site.translations.gettext("Tips"),
        source=site.source("pathway", "pathway"),
        **head("tips", [steps]),
    )


def notices_of_tips(site: Site) -> list[Notice]:
    """The retired lists of tips, their sources and single tips."""
    taken = {
        anchor for tips in site.catalogue.tips for source in tips.sources for anchor in source_anchors(tips, source)
    }
    found = {notice.anchor: notice for gone in site.catalogue.retired for notice in _of_tips(site, gone)}
    return [notice for anchor, notice in found.items() if anchor not in taken]


def source_anchors(tips: TipList, source: TipSource) -> list[str]:
    """Every name that a source of tips has, or had, within the page; the present one first."""
    lists, sources = (tips.id, *tips.formerly), (source.id, *source.formerly)
    return [f"{outer}--{inner}" for outer in lists for inner in sources]


def _of_tips(site: Site, gone: Retired) -> Iterator[Notice]:
    instead = gone.replacement
    if gone.kind == "tip":
        yield Notice(
            f"tip--{gone.id}",
            gone.reason,
            *((f"#tip--{instead}", site.translations.gettext("another tip")) if instead else ()),
        )
    elif gone.kind == "tip-list":
        titles = {tips.id: tips.title for tips in site.catalogue.tips}
        yield Notice(gone.id, gone.reason, *((f"#{instead}", titles[instead]) if instead else ()))
    elif gone.kind == "tip-source":
        titles = {f"{tips.id}/{source.id}": source.title for tips in site.catalogue.tips for source in tips.sources}
        where = (f"#{instead.replace('/', '--')}", titles[instead]) if instead else ()
        outer, _, inner = gone.id.partition("/")
        now = next((tips for tips in site.catalogue.tips if outer in tips.formerly), None)
        for name in dict.fromkeys((outer, *_names(now))):
            yield Notice(f"{name}--{inner}", gone.reason, *where)


def _names(tips: TipList | None) -> tuple[str, ...]:
    return (tips.id, *tips.formerly) if tips else ()
