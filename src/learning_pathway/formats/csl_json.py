"""A resource as CSL-JSON, the language of citation processors and reference managers; and the items of such a file.

Source: Citation Style Language 1.0.2, appendices III (types) and IV (variables), and its JSON schema for data.
Titles go out as printed; styles decide their case. What CSL has no variable for, or what a citation says otherwise than
the catalogue does, travels in `custom`, which the schema keeps for that; nothing but our own reader looks there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ..catalogue.dates import PartialDate
from ..catalogue.fields import CUSTOM, columns, other_fields
from ..catalogue.model import Person, Resource
from ..catalogue.types import Form, PersonRole, Verb
from ..citation.elements import given_and_suffix, pages
from ..citation.model import CitedResource, cited_resource
from ..citation.reference import clean
from .model import Refused

__all__ = ["OWN", "OWN_FIELDS", "TWICE", "csl_item", "items", "records_in", "written_twice"]

#: CSL has no variables for speakers and people interviewed; they are the creators of what they say.
_VARIABLES = {PersonRole.SPEAKER: "author", PersonRole.INTERVIEWEE: "author", PersonRole.WITH: "author"}
#: The key in `custom` under which facts are that only our own reader understands.
OWN = "learning-pathway"
#: Facts that CSL has no variable for.
_UNNAMED = tuple(field for field, name in columns("csl").items() if name == CUSTOM)
#: Everything that may be under that key.
OWN_FIELDS = frozenset({*_UNNAMED, "type", "authors", "editors", "published", "publisher", "container", "url"})


def _name(person: Person) -> dict[str, str]:
    if person.organisation:
        return {"literal": clean(person.organisation)}
    given, suffix = given_and_suffix(person)
    if not person.family:
        return {"literal": given}
    parts = {"family": clean(person.family), "given": given, "suffix": suffix}
    return {key: value for key, value in parts.items() if value}


def _date(day: PartialDate | date | None) -> dict[str, Any] | None:
    """A date variable; of a span that has not ended, its beginning: CSL has no other form."""
    if day is None:
        return None
    ends = (day, day.end) if isinstance(day, PartialDate) and day.end else (day,)
    parts = [[part for part in (end.year, end.month, end.day) if part] for end in ends]
    season = day.season if isinstance(day, PartialDate) else 0
    return {"date-parts": parts, **({"season": season} if season else {})}


def _genre(cited: CitedResource) -> str | None:
    """The description in brackets; of a recording the medium, of a thesis without the university."""
    kind = cited.resource.type
    if kind.form is Form.RECORDING or cited.resource.medium:
        return None
    return kind.row.medium.alone if kind.row.csl.alone == "thesis" else cited.medium


def _people(resource: Resource) -> dict[str, list[dict[str, str]]]:
    people: dict[str, list[dict[str, str]]] = {}
    for person in resource.authors:
        people.setdefault(_VARIABLES.get(person.role, person.role.value), []).append(_name(person))
    if resource.editors:
        people.setdefault("editor", [])[:0] = [_name(person) for person in resource.editors]
    return people


def csl_item(resource: Resource) -> dict[str, Any]:
    """The resource as one CSL-JSON item.

    Args:
        resource: the resource.

    Returns:
        a dictionary ready for `json.dumps`, without empty fields. `DOI` and `URL` may both be there; `URL` is the
        address of the resource, never that of a library's record about it.
    """
    cited, kind = cited_resource(resource), resource.type
    container = resource.container or (cited.container if kind.row.publisher_holds else None)
    in_series = bool(container) and kind.form is Form.MONOGRAPH
    people = _people(resource)
    if not people and kind.form is Form.RECORDING:  # the channel that uploaded it
        people = {"author": [_name(person) for person in cited.creators]}
    item: dict[str, Any] = {
        "id": resource.id,
        "type": kind.row.csl.part if cited.part else kind.row.csl.alone,
        "title": cited.printed,
        **people,
        "container-title": None if in_series or not cited.container else container,
        "collection-title": container if in_series else None,
        "publisher": cited.publisher or (None if kind.row.publisher_holds else resource.publisher),
        "publisher-place": resource.place if not resource.conference else None,
        "event-title": resource.conference,
        "event-place": resource.place if resource.conference else None,
        "volume": resource.volume,
        "issue": resource.issue,
        "page": pages(resource.pages or "").replace("–", "-"),
        "edition": resource.edition,
        "number": None if in_series else resource.number,
        "collection-number": resource.number if in_series else None,
        "genre": resource.genre or _genre(cited),
        "medium": resource.medium or (cited.medium if kind.form is Form.RECORDING else None),
        "status": "in press" if resource.in_press else None,
        "issued": _date(cited.published),
        "original-date": _date(resource.original_published),
        "accessed": _date(resource.accessed),
        "DOI": resource.doi,
        "ISSN": resource.issn,
        "ISBN": resource.isbn,
        "URL": resource.url or resource.archived_url,
        "language": resource.language,
        "source": resource.library_catalogue,
        "number-of-pages": str(resource.page_count or ""),
        "dimensions": f"{resource.minutes} min" if resource.minutes and kind.verb is not Verb.READ else None,
        "keyword": ", ".join(resource.themes),
        "abstract": resource.summary,
        "annote": resource.why,
    }
    item |= other_fields(resource, "csl", {*item, CUSTOM, "author", "editor"})
    item = {key: clean(value) if isinstance(value, str) else value for key, value in item.items() if value}
    return {**item, "custom": {OWN: _own(resource, item)}}


def _own(resource: Resource, item: dict[str, Any]) -> dict[str, Any]:
    """Fields that only our own reader understands: those without a variable, and those that a variable changes."""
    written = resource.model_dump(mode="json", exclude_defaults=True)
    own: dict[str, Any] = {"type": resource.type.value}
    is_plain = all(
        person.role is PersonRole.AUTHOR and (person.family or person.organisation) and not person.account
        for person in resource.authors
    )
    if not is_plain or not resource.authors:
        own["authors"] = written.get("authors", [])
    if any(person.account for person in resource.editors):
        own["editors"] = written["editors"]
    if resource.updated or (resource.published and not resource.published.is_plain):
        own["published"] = written.get("published")
    said = {
        "publisher": item.get("publisher"),
        "container": item.get("container-title") or item.get("collection-title"),
        "url": item.get("URL"),
    }
    for field, value in said.items():
        meant = getattr(resource, field)
        if (clean(meant) if meant else None) != value:
            own[field] = meant
    own.update({field: written[field] for field in _UNNAMED if field in written})
    return {field: value for field, value in own.items() if value or field in {*said, "published", "authors"}}


_START = re.compile(r'\s*(?:\{(?:(?!"title").){0,400}?"(?:items|references)"\s*:\s*)?\[\s*', re.DOTALL)
_BETWEEN = re.compile(r"\s*(,?)\s*")
_NAME = re.compile(r'\{\s*"id"\s*:\s*"([^"]{1,80})"')


def items(text: str, refused: list[Refused]) -> Iterator[tuple[int, Any]]:
    """The items of a file, each with its line; what cannot be read is added to `refused`.

    Items may also follow each other without a list around them, one in a line.
    """
    decoder = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=lambda _: None)
    start = _START.match(text)
    place = start.end() if start else len(text) - len(text.lstrip())
    column = place - (text.rfind("\n", 0, place) + 1)
    again = re.compile(rf"\n[ ]{{{column}}}(?=\{{)")
    line, counted, end = 1, 0, len(text.rstrip())
    while place < len(text) and text[place] != "]":
        line, counted = line + text.count("\n", counted, place), place
        try:
            item, place = decoder.raw_decode(text, place)
            yield line, item
            if start is None and place >= end:
                return
            comma = _BETWEEN.match(text, place)
            place = comma.end() if comma else place
            if start is not None and text[place : place + 1] not in ("]", "") and not (comma and comma[1]):
                following = again.search(text, text.rfind("\n", 0, place))
                place = following.end() if following else len(text)
        except (ValueError, RecursionError) as error:
            following = again.search(text, place + 1)
            refused.append(_refusal(text, place, line, error, is_last=following is None))
            if following is None:
                return
            place = following.end()
    if start is not None and re.compile(r"\]\s*[\[{]").match(text, place):
        line += text.count("\n", counted, place)
        refused.append(Refused(line, "", "More follows after the list, and was not read; put all items into one list."))
    if start is not None and place >= len(text):
        line = text.count("\n") + 1
        refused.append(Refused(line, "", "The file ends before its list does; there may have been more."))


#: The key under which an item has the values of keys that it has twice; no variable is called so.
TWICE = "written twice"


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of a key that is written twice the last value counts, and the others are kept apart."""
    found = dict(pairs)
    if len(found) < len(pairs):
        found[TWICE] = tuple((name, value) for name, value in pairs if found[name] is not value)
    return found


def written_twice(item: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values of keys that an item has twice, but for the last ones; a file cannot hold a tuple."""
    found = item.get(TWICE)
    yield from found if isinstance(found, tuple) else ()


def records_in(item: Any) -> list[Any]:
    """The records of an item; Crossref's interface puts one or several into a `message`."""
    message = item.get("message") if isinstance(item, dict) else None
    if not isinstance(message, dict):
        return [item]
    items = message.get("items")
    return items if isinstance(items, list) else [message]


def _refusal(text: str, place: int, line: int, error: Exception, *, is_last: bool) -> Refused:
    name = _NAME.match(text, place)
    if isinstance(error, json.JSONDecodeError):
        reason = f"It is damaged: {error.msg} in line {line + text.count(chr(10), place, error.pos)}."
    else:
        reason = "It is nested too deeply, or holds a number that is too long."
    return Refused(line, name[1] if name else "", reason + (" Nothing after it could be read." if is_last else ""))
