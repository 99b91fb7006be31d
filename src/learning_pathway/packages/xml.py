"""XML elements with namespaces, without characters that XML cannot hold."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from .model import well_formed

__all__ = [
    "add",
    "written",
]


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


def written(root: etree._Element) -> bytes:
    """A whole document in UTF-8."""
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return data + b"\n"
