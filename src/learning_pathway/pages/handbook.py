"""The handbook: a module, or the whole pathway, as one document for print and for reading away from the web.

It is HTML from the same views as the pages; `write_handbook` in the command line turns it into a tagged PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from ..catalogue.model import Module, Resource
from ..citation import cite
from .choice import UnknownModuleError, chosen_modules
from .rendering import render_text
from .site import Site, steps_of
from .views import ModuleView
from .words import day_in_words

__all__ = ["UnknownModuleError", "handbook", "references"]

HERE = "index.md"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A module in the handbook.

    Attributes:
        view: the module.
        references: its resources, cited, in the order of the alphabet.
    """

    view: ModuleView
    references: Sequence[Markup]


def handbook(site: Site, names: Sequence[str] = (), *, style_sheet: str, time: datetime | None = None) -> str:
    """The handbook as one HTML document.

    Args:
        site: the catalogue.
        names: ids of the modules to print; all of them, in the pathway's order, if none is named.
        style_sheet: address of the style sheet, as seen from where the document is rendered.
        time: the moment that the document is dated to; undated if None.

    Raises:
        UnknownModuleError: a name is not the id of a module.
    """
    modules = chosen_modules(site, names)
    pathway = site.catalogue.pathway
    return render_text(
        "handbook.html",
        HERE,
        pathway=pathway,
        title=modules[0].title if len(modules) == 1 and names else pathway.title,
        whole=not names,
        chapters=[Chapter(ModuleView(site, HERE, module), references(site, module)) for module in modules],
        tips=site.catalogue.tips if not names else (),
        style_sheet=style_sheet,
        time=time,
        day=day_in_words(time.date(), pathway.language) if time else None,
    )


def references(site: Site, module: Module) -> list[Markup]:
    """A module's resources as a list of references, each once, in the order of the alphabet."""
    used: dict[str, Resource] = {
        step.target: site.resources[step.target] for step in steps_of(module) if step.kind == "resource"
    }
    cited = sorted((cite(resource) for resource in used.values()), key=lambda reference: reference.text.casefold())
    language = site.catalogue.pathway.language
    return [Markup(reference.html_in(language)) for reference in cited]  # noqa: S704 - `cite` escapes
