"""Reads a Common Cartridge as Moodle's importer does, so that a test sees the course that a teacher would see.

Written from how `backup/cc/` of Moodle behaves (`cc112moodle`, `cc2moodle`, `entities11` and their kin), not from our
writer: which version it knows by the first 1,024 bytes; items by their plain name; sections from the second level;
headings from items without a resource; pages from what stands in the body; topics read as Latin-1; what is
escaped decoded twice; addresses held against RFC 2396. What Moodle would write into its own files or pages unescaped
is refused here. Where the code left a doubt, Moodle 4.5.6 was asked, by restoring cartridges in it.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

__all__ = ["Activity", "MoodleCourse", "MoodleError", "Section", "restore"]

CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
#: Moodle's own prefixes. In PHP's XPath those that the document declares prevail over them.
NAMES = {
    "imscc": CP,
    "lomimscc": "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest",
    "lom": "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource",
    "dt": "http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1",
    "wl": "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1",
}
KINDS = {"": "label", "webcontent": "page", "imswl_xmlv1p1": "url", "imsdt_xmlv1p1": "forum"}
#: `name` of sections and activities is a column of 255 characters.
LONGEST_NAME = 255

_UNRESERVED = r"[A-Za-z0-9_.!~*'()\-]|%[0-9A-Fa-f]{2}"
#: Moodle's `validateUrlSyntax(address, 's+')`: RFC 2396, and no more.
ADDRESS = re.compile(
    r"https?://"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?\.)*+[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    r"(?::[0-9]{1,5})?"
    rf"(?:/(?:;?(?:{_UNRESERVED}|[:@&=+$,])++/?)*+)?"
    rf"(?:\?(?:{_UNRESERVED}|[;/?:@&=+$,])*+)?"
    rf"(?:\#(?:{_UNRESERVED}|[;/?:@&=+$,])*+)?"
)
#: What Moodle writes where it takes nothing of an address.
INVALID = "http://invalidurldetected/"


class MoodleError(Exception):
    """Moodle would refuse the cartridge, or spoil something of it."""


@dataclass(frozen=True)
class Activity:
    """What stands in a section: a page, a link, a forum, or a label, with its content as Moodle would keep it."""

    kind: str
    name: str
    content: str
    indent: int
    visible: bool = True

    @property
    def text(self) -> str:
        """Its words, as someone reads them."""
        return " ".join(str(html.fromstring(f"<div>{self.content}</div>").text_content()).split())


@dataclass
class Section:
    number: int
    name: str
    activities: list[Activity] = field(default_factory=list)

    def of(self, kind: str) -> list[Activity]:
        return [activity for activity in self.activities if activity.kind == kind]


@dataclass
class MoodleCourse:
    name: str
    summary: str
    sections: list[Section] = field(default_factory=list)

    @property
    def activities(self) -> list[Activity]:
        return [activity for section in self.sections for activity in section.activities]


def restore(data: bytes) -> MoodleCourse:
    """The course that Moodle would make of a cartridge.

    Raises:
        MoodleError: it would make none, or a spoilt one.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        manifests = [name for name in names if name.rpartition("/")[2] == "imsmanifest.xml"]
        if len(manifests) != 1:
            raise MoodleError(f"Moodle takes whichever manifest it meets first: {manifests}")
        read = {name: archive.read(name) for name in names}
    manifest = read[manifests[0]]
    beginning = re.sub(r"[\s'\"]", "", manifest[:1024].decode("utf-8", "ignore").lower())
    if f"xmlns={CP.lower()}" not in beginning:
        raise MoodleError("not known as Common Cartridge 1.1 by its first 1,024 bytes")
    return _Importer(etree.fromstring(manifest), read).course()


def query(element: etree._Element, path: str) -> list[Any]:
    declared = {prefix: name for prefix, name in element.nsmap.items() if prefix}
    found = element.xpath(path, namespaces=NAMES | declared)
    assert isinstance(found, list)
    return found


def decoded(text: str) -> str:
    """Moodle decodes entities, escapes what is not an entity then, and decodes again when it reads its own XML."""
    for _ in range(2):
        text = re.sub(r"&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|\w+);", lambda found: unescape(found[0]), text)
    return text


def hold_short_name(title: str) -> None:
    """Moodle cuts the short name at a byte, and refuses it, or the name, where cleaning would change it."""
    short = title.replace(" ", "").encode()[:94]
    if "<" in title or len(title) > 254 or short.decode("utf-8", "ignore").encode() != short:
        raise MoodleError(f"setting_invalid_text: {title[:60]}")


class _Importer:
    def __init__(self, manifest: etree._Element, files: dict[str, bytes]) -> None:
        self.manifest = manifest
        self.files = files

    def course(self) -> MoodleCourse:
        general = "imscc:metadata/lomimscc:lom/lomimscc:general"
        title = self._first(self.manifest, f"{general}/lomimscc:title/lomimscc:string") or "Untitled Course"
        hold_short_name(title.strip())
        summary = self._first(self.manifest, f"{general}/lomimscc:description/lomimscc:string")
        made = MoodleCourse(title.strip(), decoded(summary))
        tops = query(self.manifest, "imscc:organizations/imscc:organization/imscc:item/imscc:item")
        for number, item in enumerate(tops):
            leaf = item.get("identifierref")
            section = Section(number, "" if leaf else self._unescaped(self._title(item)))
            if leaf:
                section.activities.append(self._activity(item, depth=2))
            self._fill(section, item, depth=3)
            made.sections.append(section)
        return made

    def _fill(self, section: Section, parent: etree._Element, depth: int) -> None:
        for item in parent:
            if item.tag == f"{{{CP}}}item":
                if item.prefix is not None:
                    raise MoodleError("Moodle knows items by their name without a prefix")
                section.activities.append(self._activity(item, depth))
                self._fill(section, item, depth + 1)

    def _activity(self, item: etree._Element, depth: int) -> Activity:
        reference = item.get("identifierref", "")
        found = query(self.manifest, f"imscc:resources/imscc:resource[@identifier='{reference}']")
        resource = found[0] if found else None
        if reference and resource is None:
            raise MoodleError(f"an item leads to {reference}, which is not declared; Moodle would make a label of it")
        kind = KINDS.get(resource.get("type") if resource is not None else "", "unknown")
        if kind == "unknown":
            raise MoodleError(f"Moodle does not know the type of {reference}")
        title = self._title(item)
        indent = max(0, depth - 3)
        if kind == "label":
            if "files.gif" not in self.files:
                raise MoodleError("a broken picture before every heading")
            return Activity(kind, title, self._unescaped(title), indent)
        path = self._first(resource, "@href") or self._first(resource, "imscc:file/@href")
        content = getattr(self, f"_{kind}")(self.files[path])
        roles = query(resource, ".//lom:intendedEndUserRole/lom:value/text()")
        name = self._first(etree.fromstring(self.files[path]), "dt:title") if kind == "forum" else title
        if not 0 < len(name) <= LONGEST_NAME:
            raise MoodleError(f"a name of {len(name)} characters does not fit into the database: {name[:40]}…")
        if decoded(name) != name or re.search(r"<\S", name):
            raise MoodleError(f"Moodle would strip tags from this name: {name[:60]}")
        return Activity(
            kind,
            name,
            content if kind == "url" else decoded(content),
            indent,
            not set(roles) & {"Instructor", "Mentor"},
        )

    @staticmethod
    def _page(data: bytes) -> str:
        found = re.search(r"<body[^>]*>(.+)</body>", data.decode("utf-8"), re.DOTALL | re.IGNORECASE)
        if found is None:
            raise MoodleError("an empty page")
        return found[1]

    @staticmethod
    def _forum(data: bytes) -> str:
        """PHP's `loadHTML` takes HTML that says nothing of its encoding for Latin-1."""
        text = _Importer._first(etree.fromstring(data), "dt:text")
        read = html.fromstring(f"<div>{text.encode('utf-8').decode('latin-1')}</div>")
        return etree.tostring(read, encoding="unicode", method="html")

    @staticmethod
    def _url(data: bytes) -> str:
        address = _Importer._first(etree.fromstring(data), "wl:url/@href")
        for tried in (address, unquote(address)):
            if ADDRESS.fullmatch(tried):
                return tried
        return INVALID

    @staticmethod
    def _first(element: etree._Element, path: str) -> str:
        found = query(element, path)
        if not found:
            return ""
        return str(found[0]) if isinstance(found[0], str) else found[0].text or ""

    def _title(self, item: etree._Element) -> str:
        return self._first(item, "imscc:title")

    @staticmethod
    def _unescaped(title: str) -> str:
        """Titles of sections and labels go into XML, and into HTML with its quotes, as they are after decoding."""
        if re.search(r"[<>\"&]", decoded(title)) or not 0 < len(title) <= LONGEST_NAME:
            raise MoodleError(f"Moodle would take part of this title for markup, or cut it: {title[:60]}")
        return title
