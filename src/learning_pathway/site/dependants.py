"""What rests on a theme, tip, call or excerpt, as pages show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .context import Site
from .document import link
from .module_view import StepView

__all__ = ["Dependant", "dependants_of"]


@dataclass(frozen=True, slots=True)
class Dependant:
    """Something that rests on an entry: what it is, its title and its page."""

    kind: str
    title: str
    href: str


def dependants_of(site: Site, here: str, name: str) -> list[Dependant]:
    """The themes, steps and tips that rest on a theme, tip or call, and the tips that answered a call."""
    gettext = site.translations.gettext
    themes = [
        Dependant(gettext("Theme"), theme.title, link(here, f"themes/{theme.id}.md"))
        for theme in site.themes.values()
        if name in theme.rests_on
    ]
    tips = [
        Dependant(gettext("Tip"), str(each.tip.text), f"{link(here, 'tips/index.md')}#tip--{each.tip.id}")
        for each in site.tips
        if name in each.tip.rests_on or name == each.source.call
    ]
    return [*themes, *_steps(site, here, name), *tips]


def _steps(site: Site, here: str, name: str) -> Iterator[Dependant]:
    """The steps that rest on an entry, themselves or by their task, each once."""
    for usages in site.uses.values():
        for usage in usages:
            view = StepView(site, here, usage.step)
            task = view.task
            if name in usage.step.rests_on or (task and name in task.task.rests_on):
                title = (
                    (task.task.title or str(task.task.prompt)) if task else str(view.resource and view.resource.title)
                )
                page = link(here, f"modules/{usage.module.id}.md")
                yield Dependant(site.translations.gettext("Step"), title, f"{page}#{view.anchor}")
                break
