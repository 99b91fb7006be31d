"""The handbook as PDF, with WeasyPrint (BSD-3-Clause): tagged, so that screen readers can follow it.

WeasyPrint marks the file as PDF/UA-1 (ISO 14289-1). No validator for that standard runs in this project's checks, so
nothing here claims that a file conforms; tests read back its structure, language, bookmarks and links.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from ..replacement import write_whole
from .handbook import handbook
from .site import Site

__all__ = ["HandbookError", "write_handbook"]

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
