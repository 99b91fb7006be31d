"""Microdata of a page: objects of schema.org whose properties are attributes of elements (`itemprop`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..web.page import read_elements

__all__ = ["microdata"]

#: Objects of one page, how deep they lie in each other, and characters of a value.
_MOST, _DEEPEST, _LONGEST = 200, 6, 2_000
#: Attributes that hold the value of a property, by the element; any other's is its text.
_VALUES = {
    "meta": "content", "time": "datetime", "data": "value", "meter": "value", "link": "href", "img": "src",
    "audio": "src", "video": "src", "embed": "src", "iframe": "src", "source": "src", "object": "data",
}  # fmt: skip


def microdata(html: str) -> list[dict[str, Any]]:
    """The objects of a page in the form of JSON-LD, in the page's order; none where there is no microdata."""
    if "itemscope" not in html:
        return []
    root = read_elements(html)
    scopes = root.iterfind(".//*[@itemscope]") if root is not None else ()
    return [_object(scope, 0) for _, scope in zip(range(_MOST), scopes, strict=False) if scope.get("itemprop") is None]


def _object(scope: Any, depth: int) -> dict[str, Any]:
    """An object with its properties; one that occurs several times has a list."""
    types = [name.rpartition("/")[2] for name in (scope.get("itemtype") or "").split()[:10]]
    found: dict[str, Any] = {"@type": types}
    if scope.get("itemid"):
        found["@id"] = scope.get("itemid")[:_LONGEST]
    for element in _properties(scope):
        value = _value(element, depth)
        for name in element.get("itemprop").split()[:10]:
            if name in found:
                before = found[name]
                found[name] = [*(before if isinstance(before, list) else [before]), value][:_MOST]
            else:
                found[name] = value
    return found


def _properties(scope: Any) -> Iterator[Any]:
    """The elements that are properties of an object, but for those of objects in it."""
    waiting = list(reversed(scope))
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        if element.get("itemprop"):
            yield element
        if element.get("itemscope") is None:
            waiting += reversed(element)


def _value(element: Any, depth: int) -> Any:
    if element.get("itemscope") is not None and depth < _DEEPEST:
        return _object(element, depth + 1)
    stated = element.get("content") or element.get(_VALUES.get(element.tag, "content"))
    if stated is None and element.tag == "a" and "url" in element.get("itemprop").split():
        stated = element.get("href")
    return (stated if stated is not None else " ".join("".join(element.itertext()).split()))[:_LONGEST]
