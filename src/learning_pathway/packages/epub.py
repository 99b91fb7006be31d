"""EPUB 3.3 (https://www.w3.org/TR/epub-33/): the course as a book for e-readers, with EPUB Accessibility metadata.

Written here, not by a library: the one that is well known, ebooklib, is under the AGPL, and a book without pictures is
a few documents in a ZIP file. EPUBCheck reads it in the tests.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files

from lxml import etree

from ..locale import translations_for
from .model import Course, add, render_document, xml_document, zip_archive

__all__ = [
    "epub",
]

_OPF = "http://www.idpf.org/2007/opf"
_DC = "http://purl.org/dc/elements/1.1/"
_CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
_MEDIA_TYPE = "application/epub+zip"
#: https://www.w3.org/TR/epub-a11y-11/#sec-disc-package, with the words of https://www.w3.org/2021/a11y-discov-vocab/
_ACCESSIBILITY = (
    ("schema:accessMode", "textual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityFeature", "unlocked"),
    ("schema:accessibilityHazard", "none"),
)
#: `dcterms:modified` must be there; a book without a date is given the earliest that a ZIP file can have.
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)


def epub(course: Course, time: datetime | None) -> bytes:
    """The course as an EPUB file.

    Args:
        course: what to write.
        time: the moment that the book is dated to; it is the publication's version.
    """
    chapters = [(f"modules/{module.id}.xhtml", module) for module in course.modules]
    extras = [(f"extra/{page.id}.xhtml", page) for page in course.pages]
    documents = {
        "about.xhtml": render_document("epub-about.xhtml", course.language, course=course),
        "nav.xhtml": render_document(
            "epub-nav.xhtml", course.language, course=course, chapters=chapters, extras=extras
        ),
        **{
            path: render_document("epub-chapter.xhtml", course.language, course=course, module=module)
            for path, module in chapters
        },
        **{
            path: render_document("epub-page.xhtml", course.language, course=course, page=page) for path, page in extras
        },
    }
    sheet = files(__package__).joinpath("templates", "epub.css").read_bytes()
    return zip_archive(
        [
            ("mimetype", _MEDIA_TYPE.encode("ascii")),
            ("META-INF/container.xml", container()),
            ("EPUB/package.opf", package(course, [path for path, _ in (*chapters, *extras)], time or _UNDATED)),
            ("EPUB/style.css", sheet),
            *((f"EPUB/{path}", text.encode()) for path, text in documents.items()),
        ],
        time,
        as_they_are=("mimetype",),
    )


def container() -> bytes:
    """Where the package document is."""
    root = etree.Element(f"{{{_CONTAINER}}}container", {"version": "1.0"}, nsmap={None: _CONTAINER})
    attributes = {"full-path": "EPUB/package.opf", "media-type": "application/oebps-package+xml"}
    add(add(root, _CONTAINER, "rootfiles"), _CONTAINER, "rootfile", attributes)
    return xml_document(root)


def package(course: Course, chapters: list[str], time: datetime) -> bytes:
    """The package document: metadata, the list of files, and the order of reading."""
    root = etree.Element(f"{{{_OPF}}}package", nsmap={None: _OPF, "dc": _DC})
    for name, value in (("version", "3.0"), ("unique-identifier", "book"), ("{xml}lang", course.language)):
        root.set(name.replace("{xml}", "{http://www.w3.org/XML/1998/namespace}"), value)
    metadata = add(root, _OPF, "metadata")
    add(metadata, _DC, "identifier", {"id": "book"}, course.identifier)
    add(metadata, _DC, "title", text=course.title)
    add(metadata, _DC, "language", text=course.language)
    add(metadata, _OPF, "meta", {"property": "dcterms:modified"}, f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    if course.publisher:
        add(metadata, _DC, "creator", text=course.publisher)
        add(metadata, _DC, "publisher", text=course.publisher)
    if course.summary:
        add(metadata, _DC, "description", text=course.summary)
    if course.address:
        add(metadata, _DC, "source", text=course.address)
    summary = translations_for(course.language).gettext(
        "Text only, with headings, lists and a table of contents; no pictures, sound or scripts. "
        "No one has certified that it conforms to a standard."
    )
    for name, value in (*_ACCESSIBILITY, ("schema:accessibilitySummary", summary)):
        add(metadata, _OPF, "meta", {"property": name}, value)
    listed = {"nav": "nav.xhtml", "style": "style.css", "about": "about.xhtml"}
    listed |= {f"chapter-{place}": path for place, path in enumerate(chapters, start=1)}
    manifest = add(root, _OPF, "manifest")
    for name, path in listed.items():
        kind = "text/css" if path.endswith(".css") else "application/xhtml+xml"
        attributes = {"id": name, "href": path, "media-type": kind}
        add(manifest, _OPF, "item", attributes | ({"properties": "nav"} if name == "nav" else {}))
    spine = add(root, _OPF, "spine")
    for name in listed:
        if name != "style":
            add(spine, _OPF, "itemref", {"idref": name})
    etree.indent(root)
    return xml_document(root)
