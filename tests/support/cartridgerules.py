"""The rules of IMS Common Cartridge 1.1, written down from its schemas, and a checker that holds a cartridge to them.

The schemas may not be handed on here, so their rules stand in a table: for each type its children, in order or in any
order, how often each may come, its attributes, and the words that it may hold (`ccv1p1_imscp_v1p2_v1p0.xsd`,
`ccv1p1_lommanifest_v1p0.xsd`, `ccv1p1_lomresource_v1p0.xsd`, `ccv1p1_imswl_v1p1.xsd`, `ccv1p1_imsdt_v1p1.xsd`). The
numbered rules are those of the Schematron part of the first; it names types of version 1.0, here they are those of 1.1.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

__all__ = ["problems"]

CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
MAN = "{http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest}"
RES = "{http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource}"
WL = "{http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1}"
DT = "{http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
PROTECTED = "{http://www.imsglobal.org/xsd/imsccv1p1/imsccauth_v1p1}protected"
MANY = 10**9

WEBCONTENT, TOPIC, LINK, LTI = "webcontent", "imsdt_xmlv1p1", "imswl_xmlv1p1", "imsbasiclti_xmlv1p0"
ASSESSMENT = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
BANK = "imsqti_xmlv1p2/imscc_xmlv1p1/question-bank"
ASSOCIATED = "associatedcontent/imscc_xmlv1p1/learning-application-resource"


@dataclass(frozen=True)
class Type:
    """What an element may hold: `children` are (name, type, least, most)."""

    children: tuple[tuple[str, str, int, int], ...] = ()
    ordered: bool = True
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    words: frozenset[str] | None = None
    text: bool = False
    values: dict[str, frozenset[str]] = field(default_factory=dict)


def holds(*words: str) -> Type:
    return Type(text=True, words=frozenset(words))


STRING = Type(text=True)
ID_OF_ITEM = ("identifier",)
TYPES = {
    "Manifest": Type(
        (
            (f"{CP}metadata", "ManifestMetadata", 1, 1),
            (f"{CP}organizations", "Organizations", 1, 1),
            (f"{CP}resources", "Resources", 1, 1),
        ),
        needs=ID_OF_ITEM,
        may=(XML_BASE, f"{XSI}schemaLocation"),
    ),
    "ManifestMetadata": Type(
        ((f"{CP}schema", "Schema", 1, 1), (f"{CP}schemaversion", "Version", 1, 1), (f"{MAN}lom", "Lom", 1, 1))
    ),
    "Schema": holds("IMS Common Cartridge"),
    "Version": holds("1.1.0"),
    "Organizations": Type(((f"{CP}organization", "Organization", 0, 1),)),
    "Organization": Type(
        ((f"{CP}title", "String", 0, 1), (f"{CP}item", "Root", 1, 1)),
        needs=("identifier", "structure"),
        values={"structure": frozenset({"rooted-hierarchy"})},
    ),
    "Root": Type(((f"{CP}item", "Item", 0, MANY),), needs=ID_OF_ITEM),
    "Item": Type(
        ((f"{CP}title", "String", 1, 1), (f"{CP}item", "Item", 0, MANY)), needs=ID_OF_ITEM, may=("identifierref",)
    ),
    "Resources": Type(((f"{CP}resource", "Resource", 0, MANY),), may=(XML_BASE,)),
    "Resource": Type(
        (
            (f"{CP}metadata", "ResourceMetadata", 0, 1),
            (f"{CP}file", "File", 0, MANY),
            (f"{CP}dependency", "Dependency", 0, MANY),
        ),
        needs=("identifier", "type"),
        may=("href", XML_BASE, "intendeduse", PROTECTED),
        values={
            "type": frozenset({WEBCONTENT, ASSESSMENT, BANK, ASSOCIATED, TOPIC, LINK, LTI}),
            "intendeduse": frozenset({"lessonplan", "syllabus", "unspecified"}),
        },
    ),
    "ResourceMetadata": Type(((f"{RES}lom", "ResourceLom", 1, 1),)),
    "File": Type(needs=("href",)),
    "Dependency": Type(needs=("identifierref",)),
    "String": STRING,
    "Lom": Type(
        (
            (f"{MAN}general", "General", 0, 1),
            (f"{MAN}lifeCycle", "LifeCycle", 0, 1),
            (f"{MAN}educational", "Educational", 0, MANY),
        ),
        ordered=False,
    ),
    "General": Type(
        (
            (f"{MAN}identifier", "Identifier", 0, MANY),
            (f"{MAN}title", "LangString", 0, 1),
            (f"{MAN}language", "String", 0, MANY),
            (f"{MAN}description", "LangString", 0, MANY),
            (f"{MAN}keyword", "LangString", 0, MANY),
            (f"{MAN}coverage", "LangString", 0, MANY),
        ),
        ordered=False,
    ),
    "Identifier": Type(((f"{MAN}catalog", "String", 0, 1), (f"{MAN}entry", "String", 0, 1)), ordered=False),
    "LangString": Type(((f"{MAN}string", "LanguageString", 0, MANY),)),
    "LanguageString": Type(text=True, may=("language",)),
    "LifeCycle": Type(((f"{MAN}contribute", "Contribute", 1, MANY),)),
    "Contribute": Type(((f"{MAN}role", "Role", 0, 1), (f"{MAN}entity", "String", 0, MANY)), ordered=False),
    "Role": Type(((f"{MAN}value", "RoleName", 1, 1),)),
    "RoleName": holds("author", "publisher", "unknown", "initiator", "editor", "content provider"),
    "Educational": Type(((f"{MAN}learningResourceType", "LearningResourceType", 1, 1),)),
    "LearningResourceType": Type(((f"{MAN}value", "Schema", 1, 1),)),
    "ResourceLom": Type(((f"{RES}educational", "ResourceEducational", 1, MANY),)),
    "ResourceEducational": Type(((f"{RES}intendedEndUserRole", "UserRole", 1, MANY),)),
    "UserRole": Type(((f"{RES}source", "RoleSource", 1, 1), (f"{RES}value", "RoleValue", 1, 1))),
    "RoleSource": holds("IMSGLC_CC_Rolesv1p1"),
    "RoleValue": holds("Instructor", "Learner", "Mentor"),
    "WebLink": Type(((f"{WL}title", "Line", 1, 1), (f"{WL}url", "Url", 1, 1))),
    "Url": Type(needs=("href",), may=("target", "windowFeatures")),
    "Topic": Type(((f"{DT}title", "Line", 1, 1), (f"{DT}text", "TopicText", 1, 1))),
    "TopicText": Type(text=True, needs=("texttype",), values={"texttype": frozenset({"text/plain", "text/html"})}),
    "Line": STRING,
}
NCNAME = re.compile(r"[A-Za-z_][\w.\-]*")
ROOTS = {LINK: (f"{WL}webLink", "WebLink"), TOPIC: (f"{DT}topic", "Topic")}
#: Rules 1d to 1h, 5a to 5f and their like: what a resource of one type may not depend on.
FORBIDDEN_NEEDS = {
    TOPIC: {TOPIC, LINK, ASSESSMENT, BANK, LTI},
    WEBCONTENT: {TOPIC, LINK, ASSESSMENT, BANK, ASSOCIATED, LTI},
    LINK: {WEBCONTENT, TOPIC, LINK, ASSESSMENT, BANK, ASSOCIATED, LTI},
}


def problems(data: bytes) -> list[str]:
    """Every way in which a cartridge breaks the rules."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    if "imsmanifest.xml" not in files:
        return ["there is no imsmanifest.xml at the root"]
    manifest = etree.fromstring(files["imsmanifest.xml"])
    if manifest.tag != f"{CP}manifest":
        return [f"the root is {manifest.tag}"]
    found = [*typed(manifest, "Manifest"), *identifiers(manifest), *resources(manifest, files), *items(manifest)]
    declared = {name.get("href", "") for name in manifest.iter(f"{CP}file")} | {"imsmanifest.xml"}
    found += [f"{name} is in the package, but not declared" for name in sorted(files.keys() - declared)]
    return found


def typed(element: etree._Element, name: str) -> Iterator[str]:
    """What in an element, and below it, is not as its type says."""
    kind, where = TYPES[name], f"{etree.QName(element).localname} (line {element.sourceline})"
    yield from attributes(element, kind, where)
    yield from children(element, kind, where)
    yield from text(element, name, where)
    types = {tag: child for tag, child, *_ in kind.children}
    for child in element:
        if isinstance(child.tag, str) and child.tag in types:
            yield from typed(child, types[child.tag])


def attributes(element: etree._Element, kind: Type, where: str) -> Iterator[str]:
    """What is wrong with the attributes of an element."""
    for attribute in kind.needs:
        if attribute not in element.attrib:
            yield f"{where} has no {attribute}"
    for attribute, value in element.attrib.items():
        if attribute not in kind.needs + kind.may:
            yield f"{where} must not have {attribute}"
        if attribute in kind.values and value not in kind.values[str(attribute)]:
            yield f"{where} has {attribute} {value!r}"


def children(element: etree._Element, kind: Type, where: str) -> Iterator[str]:
    """What is wrong with the children of an element: which, how many, and in which order."""
    tags = [child.tag for child in element if isinstance(child.tag, str)]
    places = {tag: place for place, (tag, *_) in enumerate(kind.children)}
    counted = Counter(tags)
    for tag in counted.keys() - places.keys():
        yield f"{where} must not hold {tag}"
    for tag, _, least, most in kind.children:
        if not least <= counted[tag] <= most:
            yield f"{where} holds {counted[tag]} of {tag}"
    order = [places.get(tag, -1) for tag in tags]
    if kind.ordered and order != sorted(order):
        yield f"the children of {where} are in the wrong order"


def text(element: etree._Element, name: str, where: str) -> Iterator[str]:
    """What is wrong with the text of an element."""
    kind = TYPES[name]
    if not kind.text and (element.text or "").strip():
        yield f"{where} must not hold text"
    if kind.words is not None and element.text not in kind.words:
        yield f"{where} says {element.text!r}"
    if name == "Line" and re.search(r"[\n\r\t]", element.text or ""):
        yield f"{where} must be one line"


def identifiers(manifest: etree._Element) -> Iterator[str]:
    """`xs:ID` and `xs:IDREF`."""
    names = [str(name) for name in manifest.xpath("//@identifier")]
    yield from (f"identifier {name} comes {number} times" for name, number in Counter(names).items() if number > 1)
    yield from (f"identifier {name!r} is not a name" for name in names if not NCNAME.fullmatch(name))
    yield from (f"{name} leads nowhere" for name in manifest.xpath("//@identifierref") if name not in names)


def items(manifest: etree._Element) -> Iterator[str]:
    """Rule 8."""
    kinds = {one.get("identifier"): one.get("type") for one in manifest.iter(f"{CP}resource")}
    for item in manifest.iter(f"{CP}item"):
        if kinds.get(item.get("identifierref")) == BANK:
            yield "8a: an item leads to a question bank"
        if item.get("identifierref") and item.find(f"{CP}item") is not None:
            yield f"8b: {item.get('identifier')} leads to a resource and holds items"


def resources(manifest: etree._Element, files: dict[str, bytes]) -> Iterator[str]:
    """Rules 1, 2, 5, 7, 9 and 10, and the files themselves."""
    every = list(manifest.iter(f"{CP}resource"))
    kinds = {one.get("identifier"): one.get("type", "") for one in every}
    for one in every:
        name, kind = one.get("identifier"), one.get("type", "")
        needs = [each.get("identifierref", "") for each in one.findall(f"{CP}dependency")]
        if any(kinds.get(need) in FORBIDDEN_NEEDS.get(kind, set()) for need in needs):
            yield f"1d to 1h, 2d, 5a to 5f: {name} depends on what it must not"
        if kind == WEBCONTENT and one.get("href") is None:
            yield f"5g: {name} has no href"
        if name in needs or len(set(needs)) < len(needs):
            yield f"7: {name} depends on itself, or twice on another"
        yield from files_of(one, files)


def files_of(one: etree._Element, files: dict[str, bytes]) -> Iterator[str]:
    """Rules 1a to 1c, 2a to 2c, 9 and 10 for the files of a resource, and the files themselves."""
    name, kind = one.get("identifier"), one.get("type", "")
    paths = [each.get("href", "") for each in one.findall(f"{CP}file")]
    if kind in ROOTS:
        if len(paths) != 1:
            yield f"1a, 1b, 2a, 2b: {name} has {len(paths)} files"
        if one.get("href") is not None:
            yield f"1c, 2c: {name} must not have href"
    if len(set(paths)) < len(paths):
        yield f"9a: {name} lists a file twice"
    if one.get("href") is not None and one.get("href") not in paths:
        yield f"10: {name} does not list its own file"
    for path in paths:
        if path not in files:
            yield f"{path} is declared, but not in the package"
        elif kind in ROOTS:
            yield from document(path, files[path], *ROOTS[kind])


def document(path: str, data: bytes, tag: str, name: str) -> Iterator[str]:
    """What is wrong in a web link or a discussion topic."""
    root = etree.fromstring(data)
    if root.tag != tag:
        yield f"{path} begins with {root.tag}"
    else:
        yield from (f"{path}: {problem}" for problem in typed(root, name))
    for url in root.iter(f"{WL}url"):
        address = url.get("href", "")
        if not address.isascii() or not re.match(r"https?://[^\s<>\"]+$", address):
            yield f"{path} has an address that is not a URI: {address}"
