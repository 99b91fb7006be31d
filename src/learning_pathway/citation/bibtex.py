"""A resource as a BibTeX entry, with the entry types and fields of BibLaTeX where BibTeX has none.

Sources: Patashnik, *BibTeXing* (1988); the BibLaTeX manual, 2.1 (entry types) and 2.2 (fields).
"""

from __future__ import annotations

import re

from ..catalogue.model import Person, Resource
from ..catalogue.vocabulary import PersonRole, ResourceType
from .casing import sentence_case
from .names import given_and_suffix
from .reference import clean
from .work import Work, work_of

__all__ = ["bibtex_entry"]

#: The entry type, the field of what holds the work, and the field of who published it.
_FORMS = {
    ResourceType.ARTICLE: ("online", "", "organization"),
    ResourceType.BLOG: ("online", "organization", "publisher"),
    ResourceType.REPORT: ("techreport", "series", "institution"),
    ResourceType.JOURNAL_ARTICLE: ("article", "journal", "publisher"),
    ResourceType.CONFERENCE_PAPER: ("inproceedings", "booktitle", "publisher"),
    ResourceType.CHAPTER: ("incollection", "booktitle", "publisher"),
    ResourceType.BOOK: ("book", "series", "publisher"),
    ResourceType.TOOLKIT: ("techreport", "series", "institution"),
    ResourceType.COURSE: ("online", "series", "organization"),
    ResourceType.VIDEO: ("video", "series", "publisher"),
    ResourceType.AUDIO: ("audio", "series", "publisher"),
    ResourceType.WEB_PAGE: ("online", "series", "organization"),
}
_MAGAZINE = ("article", "journal", "publisher")
#: BibTeX counts braces even behind a backslash, so that none may come from outside.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_VERBATIM = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}


def _latex(text: str) -> str:
    return "".join(_LATEX.get(char, char) for char in clean(text))


def _verbatim(address: str | None) -> str | None:
    return "".join(_VERBATIM.get(char, char) for char in clean(address)) if address else None


def _title(work: Work) -> str:
    """The title as printed, with braces around words whose capitals a style must not lower."""
    title = work.printed
    if work.lang or work.supplied:
        return f"{{{_latex(title)}}}"
    lowered = sentence_case(title, [person.name for person in work.resource.authors])
    words = []
    for index, (printed, kept) in enumerate(zip(title.split(" "), lowered.split(" "), strict=True)):
        braced = printed == kept and any(char.isupper() for char in (kept if index else kept[1:]))
        words.append(f"{{{_latex(printed)}}}" if braced else _latex(printed))
    return " ".join(words)


def _name(person: Person) -> str:
    """`Gray, Ida`, with braces around names that BibTeX would cut apart."""
    if person.organisation:
        return f"{{{_latex(person.organisation)}}}"
    given, suffix = given_and_suffix(person)
    if not person.family or not given:
        return f"{{{_latex(person.family or given)}}}"
    parts = [_latex(part) for part in (person.family, suffix, given) if part]
    return ", ".join(f"{{{part}}}" if re.search(r",|\band\b", part, re.IGNORECASE) else part for part in parts)


def _people(work: Work) -> dict[str, str]:
    resource = work.resource
    authors = [p for p in resource.authors if p.role not in {PersonRole.EDITOR, PersonRole.TRANSLATOR}]
    if not resource.authors and work.role is not PersonRole.EDITOR:
        authors = list(work.makers)
    editors = [*resource.editors, *(p for p in resource.authors if p.role is PersonRole.EDITOR)]
    people = {"author": authors, "editor": editors, "translator": work.translators}
    return {field: " and ".join(map(_name, persons)) for field, persons in people.items()}


def _fields(work: Work, container: str, publisher: str) -> dict[str, str | None]:
    resource = work.resource
    periodical = container == "journal"
    holder = clean(resource.container or "") or work.container
    house = work.publisher or clean(resource.publisher or "")
    fields: dict[str, str | None] = {
        "title": _title(work),
        **_people(work),
        "journal": None,
        "booktitle": None,
        "series": None,
        "organization": None,
        "institution": None,
        "publisher": None,
        "edition": _latex(resource.edition or ""),
        "volume": _latex(resource.volume or ""),
        "number": _latex((resource.issue if periodical else resource.number or resource.issue) or ""),
        "pages": _latex(work.pages.replace("–", "--")),
        "eventtitle": _latex(resource.conference or ""),
        "address": _latex(resource.place or ""),
        "year": str(work.published.year) if work.published else None,
        "date": str(work.published) if work.published else None,
        "doi": _verbatim(resource.doi),
        "isbn": resource.isbn,
        "issn": resource.issn,
        "url": _verbatim(resource.url or resource.archived_url),
        "urldate": resource.accessed.isoformat() if resource.accessed else None,
        "language": resource.language,
        "keywords": ", ".join(resource.themes),
    }
    fields[publisher] = _latex(house) if house != holder else None
    if container:
        fields[container] = _latex(holder)
    return fields


def bibtex_entry(resource: Resource) -> str:
    """The resource as one BibTeX entry in UTF-8, closed by a line feed; its key is the resource's id."""
    work = work_of(resource)
    kind, container, publisher = _FORMS[resource.type]
    if resource.type is ResourceType.ARTICLE and work.part:
        kind, container, publisher = _MAGAZINE
    lines = [f"  {field} = {{{value}}}," for field, value in _fields(work, container, publisher).items() if value]
    return "\n".join([f"@{kind}{{{resource.id},", *lines, "}", ""])
