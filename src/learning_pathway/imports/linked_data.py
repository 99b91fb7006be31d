"""Facts about one resource, as the JSON-LD and the microdata of its page tell them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from ..catalogue.types import PersonRole
from ..formats import dates
from ..formats.mappings import SCHEMA
from ..formats.names import Facts, from_parts, known, organisation, people_in, person_named
from ..formats.text import doi, isbns, issns, language, plain
from ..web.content import things
from ..web.marks import PageMetadata
from ..web.page import read_elements
from .page_metadata import Metadata, untitled

__all__ = ["microdata", "read_schema"]

JSON_LD = "JSON-LD"

#: Properties whose text is the value of one of our fields.
_TEXTS = {
    "volumeNumber": "volume", "issueNumber": "issue", "episodeNumber": "issue", "pagination": "pages",
    "bookEdition": "edition", "reportNumber": "number", "inSupportOf": "genre",
}  # fmt: skip
_COUNTS = {"numberOfPages": "page_count", "wordCount": "word_count"}
#: What someone did, by properties of the same names.
_ROLES = (PersonRole.DIRECTOR, PersonRole.TRANSLATOR)
#: Properties that name what holds the work.
_WHOLES = ("isPartOf", "partOfSeries", "partOfSeason")

Thing = Mapping[str, Any]


def read_schema(page: PageMetadata, metadata: Metadata, others: Iterable[dict[str, Any]] = ()) -> None:
    """Add what the most telling object of a page's JSON-LD says, then what that of its microdata, `others`, does."""
    in_json = [thing for block in page.linked_data for thing in things(_sound(block))]
    for source, found in ((JSON_LD, in_json), ("microdata", list(others))):
        ranked = sorted((thing for thing in found if _rank(thing) is not None), key=lambda thing: _rank(thing) or 0)
        if ranked:
            _read(_resolved(ranked[0], _named(found)), metadata, source)


#: What some sites write around a block of JSON-LD, and a comma before the end of a list or an object.
_AROUND = re.compile(
    r"^\s*+(?:<!--|(?:(?:/\*|//)\s*+)?<!\[CDATA\[(?:\s*+\*/)?)|(?:-->|(?:(?:/\*|//)\s*+)?\]\]>(?:\s*+\*/)?)\s*+;?+\s*+$"
)
_STRING_OR_COMMA = re.compile(r"(\"(?:[^\"\\]|\\.)*+\"?)|,(?=\s*+[}\]])", re.DOTALL)


def _sound(block: str) -> str:
    """A block of JSON-LD without what JSON does not allow and browsers' parsers of other languages do."""
    return _STRING_OR_COMMA.sub(lambda found: found[1] or "", _AROUND.sub("", block))


def _named(found: list[dict[str, Any]]) -> dict[str, Thing]:
    """The objects that others refer to by their `@id`."""
    by_size = sorted((thing for thing in found if isinstance(thing.get("@id"), str)), key=len)
    return {thing["@id"]: thing for thing in by_size}


def _resolved(thing: Thing, named: Mapping[str, Thing], depth: int = 3) -> Thing:
    """An object whose values that only refer to others, as `{"@id": …}`, are those others, with its wholes."""

    def resolve(value: Any) -> Any:
        if isinstance(value, list):
            return [resolve(part) for part in value[:100]]
        is_reference = isinstance(value, dict) and isinstance(value.get("@id"), str) and not _text(value, "name")
        return named.get(value["@id"], value) if is_reference else value

    found = {name: resolve(value) for name, value in thing.items()}
    if depth and isinstance(whole := found.get("isPartOf"), dict):
        found["isPartOf"] = _resolved(whole, named, depth - 1)
    return found


def _types(thing: Thing) -> list[str]:
    value = thing.get("@type")
    names = value if isinstance(value, list) else [value]
    return [name.rpartition("/")[2] for name in names if isinstance(name, str)]


def _rank(thing: Thing) -> int | None:
    order = list(SCHEMA)
    places = [order.index(name) for name in _types(thing) if name in SCHEMA]
    return min(places) if places and _text(thing, "headline", "name") else None


def _read(thing: Thing, metadata: Metadata, source: str) -> None:
    kind = next(SCHEMA[name] for name in SCHEMA if name in _types(thing))
    metadata.add("type", kind.value, source)
    metadata.add("title", _text(thing, "headline", "name"), source)
    authors = _people(thing.get("author")) or _people(thing.get("creator"))
    authors += [{**person, "role": role.value} for role in _ROLES for person in _people(thing.get(role.value))]
    metadata.add("authors", authors, source)
    metadata.add("editors", _people(thing.get("editor")), source)
    metadata.add("publisher", _name(thing.get("publisher") or thing.get("provider")), source)
    metadata.add("published", dates.partial(_text(thing, "datePublished", "uploadDate")), source)
    metadata.add("updated", dates.partial(_text(thing, "dateModified")), source)
    metadata.add("language", _language(thing.get("inLanguage")), source)
    metadata.add("minutes", dates.minutes(_text(thing, "duration", "timeRequired")), source)
    for whole in (whole for name in _WHOLES for whole in _wholes(thing.get(name))):
        metadata.add("container", _text(whole, "name"), source)
        metadata.add("issn", next(iter(issns(_text(whole, "issn"))), None), source)
        for name in ("volumeNumber", "issueNumber"):
            metadata.add(_TEXTS[name], _text(whole, name), source)
    for name, ours in _TEXTS.items():
        metadata.add(ours, _text(thing, name), source)
    for name, ours in _COUNTS.items():
        count = _text(thing, name)
        metadata.add(ours, int(count) if count.isascii() and count.isdigit() and len(count) < 9 else None, source)
    metadata.add("isbn", next(iter(isbns(_text(thing, "isbn"))), None), source)
    metadata.add("licence", _licence(thing.get("license")), source)
    metadata.add("doi", _doi(thing), source)
    if str(thing.get("isAccessibleForFree", "")).rpartition("/")[2].lower() == "true":
        metadata.add("access", "free", source)


def _wholes(value: Any) -> Iterator[Thing]:
    """What holds a work, and what holds that: an issue, its volume, their journal; a site holds nothing."""
    for _ in range(4):
        if not isinstance(value, dict) or {"WebSite", "WebPage"} & set(_types(value)):
            return
        yield value
        value = value.get("isPartOf")


def _text(thing: Thing, *names: str) -> str:
    """The first of these properties that is a text or a number."""
    for name in names:
        value = thing.get(name)
        if isinstance(value, list):
            value = next((part for part in value if isinstance(part, str)), None)
        if isinstance(value, str | int) and not isinstance(value, bool) and (text := plain(str(value)[:2_000])):
            return text
    return ""


def _name(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value, "name") if isinstance(value, dict) else plain(value) if isinstance(value, str) else ""


def _people(value: Any) -> list[Facts]:
    listed = value if isinstance(value, list) else [value]
    return known(person for part in listed[:100] for person in _persons(part))


def _persons(value: Any) -> list[Facts | None]:
    """The people that a value names: an object is one, a text may name several."""
    if isinstance(value, str):
        return people_in(untitled(value))
    name = _text(value, "name") if isinstance(value, dict) and not _text(value, "familyName") else ""
    several = people_in(untitled(name)) if name else []
    is_group = isinstance(value, dict) and any(kind.endswith("Organization") for kind in _types(value))
    return several if len(several) > 1 and not is_group else [_person(value)]


def _person(value: Any) -> Facts | None:
    if not isinstance(value, dict):
        return None
    if _text(value, "familyName"):
        return from_parts(_text(value, "familyName"), _text(value, "givenName"), _text(value, "honorificSuffix"))
    name, kinds = untitled(_text(value, "name")), _types(value)
    if "Person" in kinds:
        return person_named(name, person=True)
    return organisation(name) if any(kind.endswith("Organization") for kind in kinds) else person_named(name)


def _language(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    return language(plain(value)) if isinstance(value, str) else ""


def _licence(value: Any) -> str:
    return _text(value, "name", "url") if isinstance(value, dict) else plain(value) if isinstance(value, str) else ""


def _doi(thing: Thing) -> str | None:
    for name in ("identifier", "sameAs", "@id", "url"):
        value = thing.get(name)
        for part in value if isinstance(value, list) else [value]:
            text = part.get("value") if isinstance(part, dict) else part
            if isinstance(text, str) and ("doi" in text.lower() or text.startswith("10.")) and (found := doi(text)):
                return found
    return None


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
    try:
        root = read_elements(html)
    except SyntaxError:
        return []
    scopes = root.iterfind(".//*[@itemscope]") if root is not None else ()
    return [_object(scope, 0) for _, scope in zip(range(_MOST), scopes, strict=False) if scope.get("itemprop") is None]


def _object(scope: Any, depth: int) -> dict[str, Any]:
    """An object with its properties; one that occurs several times has a list."""
    types = [name.rpartition("/")[2] for name in (scope.get("itemtype") or "").split()[:10]]
    found: dict[str, Any] = {"@type": types}
    if scope.get("itemid"):
        found["@id"] = scope.get("itemid")[:_LONGEST]
    for element in islice(_properties(scope), _MOST):
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
    return (stated if stated is not None else " ".join("".join(islice(element.itertext(), _MOST)).split()))[:_LONGEST]
