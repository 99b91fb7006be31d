"""The handbook: a module, or the whole pathway, as one document and as a tagged PDF (WeasyPrint, BSD-3-Clause)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from markupsafe import Markup

from ..catalogue.did_you_mean import nearest
from ..catalogue.model import Module
from ..citation import bibliography
from ..output import write_whole
from .context import Site, steps_of
from .module_view import ModuleView
from .rendering import render_text

__all__ = ["HandbookError", "UnknownModuleError", "chosen_modules", "handbook", "references", "write_handbook"]


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
        site.language,
        pathway=pathway,
        title=modules[0].title if len(modules) == 1 and names else pathway.title,
        whole=not names,
        chapters=[Chapter(ModuleView(site, HERE, module), references(site, module)) for module in modules],
        home=pathway.site_url.rstrip("/") + "/" if pathway.site_url else None,
        tips=site.catalogue.tips if not names else (),
        style_sheet=style_sheet,
        time=time,
        day=site.translations.day(time.date()) if time else None,
    )


def references(site: Site, module: Module) -> list[Markup]:
    """A module's resources as a list of references, each once, in the order of the alphabet."""
    cited = bibliography(site.resources[step.target] for step in steps_of(module) if step.kind == "resource")
    language = site.catalogue.pathway.language
    return [Markup(reference.html_in(language)) for reference in cited]  # noqa: S704 - `cite` escapes


STYLE_SHEET = "assets/stylesheets/handbook.css"
KINDS = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class HandbookError(Exception):
    """The PDF cannot be made on this computer; the message says why and what to do."""


def write_handbook(
    site: Site, modules: Sequence[str], target: Path, *, theme: Path, time: datetime | None = None
) -> int:
    """Write the handbook, in one piece, and return its number of pages.

    Args:
        site: the catalogue.
        modules: ids of the modules to print; all if empty.
        target: the PDF file to write.
        theme: the folder of the theme, whose style sheet and fonts are used. Nothing else is read, from any place.
        time: the moment that the document is dated to.

    Raises:
        HandbookError: WeasyPrint or a library that it needs is missing, or the theme has no style sheet.
        UnknownModuleError: a name is not the id of a module.
        OSError: the file cannot be written.
    """
    sheet = theme.resolve() / STYLE_SHEET
    if not sheet.is_file():
        raise HandbookError(f"{sheet} is missing.")
    document = handbook(site, modules, style_sheet=sheet.as_uri(), time=time)
    rendered = (
        weasyprint()
        .HTML(string=document, base_url=sheet.parent.as_uri(), url_fetcher=within(theme))
        .render(pdf_variant="pdf/ua-1")
    )
    with dated(time), with_languages():
        data = rendered.write_pdf(
            pdf_variant="pdf/ua-1",
            pdf_tags=True,
            pdf_identifier=hashlib.sha256(document.encode()).digest()[:16],
        )
    write_whole(target, data)
    return len(rendered.pages)


@contextmanager
def dated(time: datetime | None) -> Iterator[None]:
    """Let fontTools, which cuts the fonts to size and writes a date into them, take the document's date."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    if time is None or before is not None:
        yield
        return
    os.environ["SOURCE_DATE_EPOCH"] = str(int(time.timestamp()))
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]


@contextmanager
def with_languages() -> Iterator[None]:
    """Let WeasyPrint tell the language of every element that has one: it tells that of the document alone.

    Its writer of the structure tree is not part of its interface, so that a test holds it to this.
    """
    weasyprint()
    import pydyf  # type: ignore[import-untyped]
    from weasyprint.pdf import tags

    build = tags._build_box_tree

    def build_with_language(box: Any, *rest: Any) -> Iterator[Any]:
        source = getattr(getattr(box, "_box", box), "element", None)
        language = None if source is None or source.tag in {"html", "body"} else source.get("lang")
        for element in build(box, *rest):
            if language:
                element["Lang"] = pydyf.String(language)
            yield element

    tags._build_box_tree = build_with_language
    try:
        yield
    finally:
        tags._build_box_tree = build


def weasyprint() -> Any:
    """The library, which is imported only where a handbook is made: it needs Pango, which not every system has."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise HandbookError(
            f"WeasyPrint does not run here ({error}). Install it with `pip install learning-pathway[handbook]`, "
            "and its system library Pango: `apt install libpango-1.0-0 libpangoft2-1.0-0`, `brew install pango`."
        ) from None
    return weasyprint


def within(theme: Path) -> Any:
    """A fetcher that reads files of the theme and refuses everything else: making a PDF asks no network."""
    urls = weasyprint().urls
    allowed = theme.resolve()

    class Fetcher(urls.URLFetcher):  # type: ignore[misc,name-defined]
        def fetch(self, url: str, headers: object = None) -> Any:
            del headers  # a file has none
            parts = urlsplit(url)
            path = Path(url2pathname(unquote(parts.path))).resolve()
            if parts.scheme != "file" or not path.is_relative_to(allowed) or path.suffix not in KINDS:
                raise ValueError(f"not a file of the theme: {url}")
            return urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": KINDS[path.suffix]})

    return Fetcher(fail_on_errors=True)


class UnknownModuleError(Exception):
    """A module was asked for that the catalogue does not have; the message names it and what to write instead."""


def chosen_modules(site: Site, names: Sequence[str]) -> list[Module]:
    """The modules called `names`, each once, in the order given; all of them, in the pathway's order, if none is named.

    Raises:
        UnknownModuleError: a name is not the id of a module.
    """
    return [find_module(site, name) for name in dict.fromkeys(names)] or list(site.modules.values())


def find_module(site: Site, name: str) -> Module:
    """The module called `name`, now or formerly."""
    if name in site.modules:
        return site.modules[name]
    for module in site.modules.values():
        if name in module.formerly:
            return module
    meant = nearest(name, list(site.modules)) if site.modules else None
    if meant:
        raise UnknownModuleError(f"There is no module `{name}`. Did you mean `{meant}`?")
    raise UnknownModuleError(f"There is no module `{name}`. There are: {', '.join(site.modules) or 'none'}.")
