"""IMS Common Cartridge 1.1 (https://www.imsglobal.org/cc/ccv1p1), which Moodle reads; it refuses 1.2 and 1.3.

A module is a section. A step is a page with the curator's words and a web link to the resource itself; a task
is a discussion topic. The page about the course comes first: Moodle puts the first item into its section "General".

Where the standard leaves a choice, Moodle's importer (4.5, `backup/cc/`) decides, since other platforms take either. It
decodes what is escaped twice over, so that `&lt;b>` in a page becomes a tag; it puts titles of headings into HTML as
they are; it takes HTML of discussion topics for Latin-1; its names have 255 characters; it replaces addresses that it
does not like; and it wants items without prefixes.
"""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import unescape

from ada_url import URL
from lxml import etree
from markupsafe import Markup

from ..locale import translations_for
from .model import (
    Course,
    CourseModule,
    CourseStep,
    add,
    render_document,
    shortened,
    well_formed,
    xml_document,
    zip_archive,
)

__all__ = [
    "address_for",
    "common_cartridge",
    "course_name",
    "heading_for",
    "html_for",
    "name_for",
]

_CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
_LOM_RESOURCE = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: Moodle 4.5 finds roles by the prefix `lom` (PHP's XPath lets a document's own prefixes prevail).
_PREFIXES = {None: _CP, "lomimscc": _LOM, "lom": _LOM_RESOURCE, "xsi": _XSI}
_LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
_TOPIC = "http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1"
_SCHEMAS = (
    f"{_CP} http://www.imsglobal.org/profile/cc/ccv1p1/ccv1p1_imscp_v1p2_v1p0.xsd "
    f"{_LOM} http://www.imsglobal.org/profile/cc/ccv1p1/LOM/ccv1p1_lommanifest_v1p0.xsd "
    f"{_LOM_RESOURCE} http://www.imsglobal.org/profile/cc/ccv1p1/LOM/ccv1p1_lomresource_v1p0.xsd"
)
#: A longer title is in full on its page.
_LONG_TITLE = 240
#: Moodle puts a picture of this name before every heading, and has none itself since 4.0; this one is transparent.
_PICTURE = "files.gif"
_NOTHING_TO_SEE = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
#: The longest name of a section or an activity in Moodle's database, and of a course in older versions.
_LONGEST_NAME, _LONGEST_COURSE_NAME = 255, 250
#: How many bytes of a course's name, without spaces, become its short name.
_SHORT_NAME = 94
#: What looks like a tag, and what only begins like one. `3 < 5` stays as it is.
_LIKE_TAG, _TAG_START = re.compile(r"<(?=\S)([^<>]*)>"), re.compile(r"<(?=\S)")
_UNESCAPED = str.maketrans({"<": "\u2039", ">": "\u203a", '"': "\u201d", "&": "\uff06"})
#: A quotation mark that opens: at the beginning, or after a space or another opening mark.
_OPENING_QUOTE = re.compile(r"(?:^|(?<=[\s(\[{\u2039\u2018/–—-]))\"(?=\S)")
_ENTITY = re.compile(r"&(#?\w{1,31};)")
_AND = re.compile(r"(?<=\s)&(?=\s)")
_TAG = re.compile(r"(<[^>]*>)")
#: Where escaped text would become a tag, a comment or an entity once it has been decoded.
_WOULD_COME_ALIVE = re.compile(r"&lt;(?=[A-Za-z/!?])|&amp;(?=#?\w{1,31};)")
#: Joins two characters and is not seen (Unicode 23.2): no tag and no entity begins with it.
_WORD_JOINER = "\u2060"
#: What must be encoded in an address (RFC 2396, appendix A), and a per cent sign that begins no code.
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_.!~*'()\-%;/?:@&=+$,#]|%(?![0-9A-Fa-f]{2})")
#: Hosts that it takes: no underscores, no IPv6.
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
#: Paths that it does not take, though the web does: the addresses of web archives hold two slashes together.
_SPOILT_PATH = re.compile(r"//|;;|;/|;$")


@dataclass
class Cartridge:
    """A cartridge in the making: its files, and the two halves of its manifest."""

    course: Course
    root: etree._Element
    resources: etree._Element
    files: dict[str, bytes] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def unique(self, name: str) -> str:
        """The name, with a number after it where it comes again: a step may be in a section twice."""
        number, tried = 2, name
        while tried in self.names:
            tried, number = f"{name}.{number}", number + 1
        self.names.add(tried)
        return tried

    def item(self, parent: etree._Element, name: str, title: str, reference: str | None = None) -> etree._Element:
        """Put an item into the table of contents."""
        attributes = {"identifier": f"item-{name}"} | ({"identifierref": reference} if reference else {})
        made = add(parent, _CP, "item", attributes)
        add(
            made,
            _CP,
            "title",
            text=name_for(title) if reference else heading_for(title, self.course.language),
        )
        return made

    def page(self, name: str, title: str, body: Markup, *, attrs: str = "", teaching: bool = False) -> str:
        """A page of HTML, for learners or only for those who teach; `attrs` says which language its title is in."""
        language = self.course.language
        document = render_document("cartridge-page.html", language, title=title, body=body, attrs=attrs)
        return self.resource("webcontent", "pages", name, ".html", html_for(document).encode(), teaching=teaching)

    def link(self, step: CourseStep, address: str) -> str:
        """A web link to the resource of a step."""
        root = etree.Element(f"{{{_LINK}}}webLink", nsmap={None: _LINK})
        add(root, _LINK, "title", text=name_for(step.title))
        add(root, _LINK, "url", {"href": address, "target": "_blank"})
        return self.resource("imswl_xmlv1p1", "links", step.target, ".xml", xml_document(root))

    def topic(self, name: str, step: CourseStep) -> str:
        """A discussion topic for a task."""
        root = etree.Element(f"{{{_TOPIC}}}topic", nsmap={None: _TOPIC})
        add(root, _TOPIC, "title", text=name_for(step.title))
        add(root, _TOPIC, "text", {"texttype": "text/html"}, html_for(step.body))
        return self.resource("imsdt_xmlv1p1", "topics", name, ".xml", xml_document(root))

    def resource(
        self, kind: str, folder: str, name: str, suffix: str, content: bytes, *, teaching: bool = False
    ) -> str:
        """Keep a file that goes by a name, and return its identifier."""
        path = f"{folder}/{name.replace('.', '/', 1)}{suffix}"
        return self.declare(kind, f"{folder}-{name}", path, content, teaching=teaching)

    def declare(self, kind: str, identifier: str, path: str, content: bytes, *, teaching: bool = False) -> str:
        """Declare a file, once, and return its identifier."""
        if path in self.files:
            return identifier
        self.files[path] = content
        attributes = {"identifier": identifier, "type": kind}
        if kind == "webcontent":  # the other kinds must not have it (rules 1c and 2c of the schema)
            attributes["href"] = path
        if teaching:
            attributes["intendeduse"] = "lessonplan"
        made = add(self.resources, _CP, "resource", attributes)
        if teaching:
            for_teachers(made)
        add(made, _CP, "file", {"href": path})
        return identifier


def common_cartridge(course: Course, time: datetime | None) -> bytes:
    """The course as a cartridge.

    Args:
        course: what to write.
        time: the moment that its files are dated to.
    """
    manifest = etree.Element(f"{{{_CP}}}manifest", nsmap=_PREFIXES)
    manifest.set("identifier", f"cartridge-{course.mark}")
    manifest.set(f"{{{_XSI}}}schemaLocation", _SCHEMAS)
    describe(add(manifest, _CP, "metadata"), course)
    organisation = add(
        add(manifest, _CP, "organizations"),
        _CP,
        "organization",
        {"identifier": "contents", "structure": "rooted-hierarchy"},
    )
    root = add(organisation, _CP, "item", {"identifier": "root"})
    cartridge = Cartridge(course, root, add(manifest, _CP, "resources"))
    cartridge.declare("webcontent", "picture-of-headings", _PICTURE, _NOTHING_TO_SEE)
    about = translations_for(course.language).gettext("About: %(title)s", title=course.title)
    cartridge.item(root, "about", about, cartridge.page("about", about, course.about))
    for module in course.modules:
        put_module(cartridge, module)
    for extra in course.pages:
        cartridge.item(
            root, f"extra.{extra.id}", extra.title, cartridge.page(f"extra.{extra.id}", extra.title, extra.body)
        )
    etree.indent(manifest)
    return zip_archive([("imsmanifest.xml", xml_document(manifest)), *cartridge.files.items()], time)


def put_module(cartridge: Cartridge, module: CourseModule) -> None:
    """Add a module: a page about it, its sections with their steps, and a page for the facilitator."""
    gettext = translations_for(cartridge.course.language).gettext
    place = cartridge.item(cartridge.root, f"module-{module.id}", module.title)
    page = cartridge.page(f"{module.id}.about", module.title, module.introduction)
    cartridge.item(place, f"{module.id}.about", gettext("About this module: %(title)s", title=module.title), page)
    for section in module.sections:
        name = f"{module.id}.section-{section.id}"
        folder = cartridge.item(place, name, section.title)
        if section.introduction:
            page = cartridge.page(name, section.title, section.introduction)
            cartridge.item(folder, f"{name}.about", gettext("About this section: %(title)s", title=section.title), page)
        for step in section.steps:
            put_step(cartridge, folder, f"{module.id}.{section.id}.{step.key}", step)
    notes = [step for step in module.steps if step.note]
    if notes:
        title = gettext("For facilitators: %(title)s", title=module.title)
        body = Markup(render_document("cartridge-notes.html", cartridge.course.language, steps=notes))  # noqa: S704 - the template has escaped it
        page = cartridge.page(f"{module.id}.facilitators", title, body, teaching=True)
        cartridge.item(place, f"{module.id}.facilitators", title, page)


def put_step(cartridge: Cartridge, folder: etree._Element, name: str, step: CourseStep) -> None:
    """The items of one step."""
    name = cartridge.unique(name)
    if len(step.title) > _LONG_TITLE:  # nothing of it is lost
        step = replace(step, body=Markup("<p{}>{}</p>\n").format(step.attrs, step.title) + step.body)
    if step.is_task:
        cartridge.item(folder, name, step.title, cartridge.topic(name, step))
        return
    gettext = translations_for(cartridge.course.language).gettext
    if step.optional:
        title = gettext("%(verb)s (optional): %(title)s", verb=step.verb, title=step.plain_title)
    else:
        title = gettext("%(verb)s: %(title)s", verb=step.verb, title=step.plain_title)
    cartridge.item(folder, name, title, cartridge.page(name, step.title, step.body, attrs=step.attrs))
    address = address_for(step.address) if step.address else None
    if address:
        cartridge.item(folder, f"{name}.link", step.title, cartridge.link(step, address))


def describe(metadata: etree._Element, course: Course) -> None:
    """Metadata of the whole: the standard's own, and LOM's (IEEE 1484.12.1) in the profile for manifests."""
    add(metadata, _CP, "schema", text="IMS Common Cartridge")
    add(metadata, _CP, "schemaversion", text="1.1.0")
    lom = add(metadata, _LOM, "lom")
    general = add(lom, _LOM, "general")
    identifier = add(general, _LOM, "identifier")
    add(identifier, _LOM, "catalog", text="URI")
    add(identifier, _LOM, "entry", text=course.address or course.identifier)
    add(
        add(general, _LOM, "title"),
        _LOM,
        "string",
        {"language": course.language},
        course_name(course.title, course.language),
    )
    add(general, _LOM, "language", text=course.language)
    if course.summary:
        add(add(general, _LOM, "description"), _LOM, "string", {"language": course.language}, course.summary)
    if course.publisher:
        contribution = add(add(lom, _LOM, "lifeCycle"), _LOM, "contribute")
        add(add(contribution, _LOM, "role"), _LOM, "value", text="publisher")
        add(contribution, _LOM, "entity", text=course.publisher)
    kind = add(add(lom, _LOM, "educational"), _LOM, "learningResourceType")
    add(kind, _LOM, "value", text="IMS Common Cartridge")


def for_teachers(resource: etree._Element) -> None:
    """Mark a resource as not for learners; Moodle hides it from them."""
    lom = add(add(resource, _CP, "metadata"), _LOM_RESOURCE, "lom")
    role = add(add(lom, _LOM_RESOURCE, "educational"), _LOM_RESOURCE, "intendedEndUserRole")
    add(role, _LOM_RESOURCE, "source", text="IMSGLC_CC_Rolesv1p1")
    add(role, _LOM_RESOURCE, "value", text="Instructor")


def name_for(title: str) -> str:
    """The name of an activity: short enough, and exact but for what looks like a tag or an entity."""
    text = _ENTITY.sub(lambda found: found[0] if unescape(found[0]) == found[0] else f"\uff06{found[1]}", title)
    text = _TAG_START.sub("\u2039", _LIKE_TAG.sub("\u2039\\1\u203a", text))
    return shortened(text, _LONGEST_NAME)


def heading_for(title: str, language: str) -> str:
    """The name of a section or a heading, which stays text where it is taken for HTML, even within an attribute."""
    english = language.split("-")[0] == "en"
    text = _OPENING_QUOTE.sub("\u201c", _AND.sub("and", title) if english else title)
    return name_for(text.translate(_UNESCAPED))


def course_name(title: str, language: str) -> str:
    """The name of a course, shortened where its short name, which is cut at a byte, would end within a character."""
    most = _LONGEST_COURSE_NAME
    while True:
        name = shortened(heading_for(title, language), most)
        try:
            name.replace(" ", "").encode()[:_SHORT_NAME].decode()
        except UnicodeDecodeError:
            most = min(most, len(name)) - 1
        else:
            return name


def html_for(html: str) -> str:
    """HTML whose text stays text however often it is decoded, in ASCII."""
    parts = _TAG.split(well_formed(html))
    kept = (
        part if place % 2 else _WOULD_COME_ALIVE.sub(lambda found: found[0] + _WORD_JOINER, part)
        for place, part in enumerate(parts)
    )
    return "".join(kept).encode("ascii", "xmlcharrefreplace").decode("ascii")


def address_for(address: str) -> str | None:
    """The address with every character percent-encoded that is not ASCII, or not plain.

    International host names become punycode (https://url.spec.whatwg.org/#concept-domain-to-ascii). It is None where
    that is not enough: Moodle (`validateUrlSyntax`, after RFC 2396) would write `http://invalidurldetected/` instead.
    """
    try:
        url = URL(address)
    except ValueError:
        return None
    if url.protocol not in {"http:", "https:"} or url.username or not _HOST.fullmatch(url.hostname):
        return None
    if _SPOILT_PATH.search(url.pathname):
        return None
    href: str = url.href
    return _NOT_PLAIN.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), href)
