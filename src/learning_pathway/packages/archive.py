"""What packages are made of: ZIP files that are the same byte for byte, XML, and documents from templates."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from lxml import etree

from ..catalogue.language import direction
from ..locale.translations import install, translations_for
from .model import legible, well_formed

__all__ = ["add", "render_document", "xml_document", "zip_archive"]


#: The years that a ZIP file can name (APPNOTE.TXT 4.4.6, MS-DOS dates).
_FIRST, _LAST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def zip_archive(
    files: Iterable[tuple[str, bytes]], time: datetime | None, *, as_they_are: tuple[str, ...] = ()
) -> bytes:
    """The files as a ZIP archive, in the order given.

    Args:
        files: names, with slashes, and contents.
        time: the moment that every file is dated to, in UTC as ZIP knows no zones; 1 January 1980 if None.
        as_they_are: names of files that must not be compressed.

    Raises:
        ValueError: two files have the same name.
    """
    moment = min(max((time or _FIRST).astimezone(UTC), _FIRST), _LAST).timetuple()[:6]
    seen: set[str] = set()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files:
            if name in seen:
                raise ValueError(f"two files of a package are called {name}")
            seen.add(name)
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            entry.compress_type = zipfile.ZIP_STORED if name in as_they_are else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=9)
    return made.getvalue()


def add(
    parent: etree._Element,
    namespace: str,
    tag: str,
    attributes: Mapping[str, str] | None = None,
    text: str | None = None,
) -> etree._Element:
    """Put a new element at the end of another, and return it."""
    legible = {name: well_formed(value) for name, value in (attributes or {}).items()}
    made = etree.SubElement(parent, f"{{{namespace}}}{tag}", legible)
    made.text = well_formed(text) if text is not None else None
    return made


def xml_document(root: etree._Element) -> bytes:
    """A whole document in UTF-8."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return data + b"\n"


@cache
def environment(language: str) -> Environment:
    """The templates of this package in a language: every value escaped, every unknown name an error."""
    made = Environment(
        loader=PackageLoader("learning_pathway.packages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["line"] = legible
    install(made, translations_for(language))
    return made


def render_document(template: str, language: str, **values: object) -> str:
    """A document with its interface in `language`, free of characters that XML or HTML cannot hold.

    Raises:
        jinja2.UndefinedError: the template names something that it was not given.
    """
    return well_formed(
        environment(language).get_template(template).render(values, language=language, direction=direction(language))
    )
