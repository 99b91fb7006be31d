"""Reads the head of a page as Zotero does, by the rules that its documentation and its release notes give.

Zotero's own translators may not be shipped here (AGPL); these are their rules in other words, for what our pages carry:

- `og:type` "website" makes a web page and comes before `DC.type`; "article" is only a guess. A `DC.type` that is the
  name of an item type counts. Without either, `citation_isbn` guesses a book, `citation_title` a journal article.
- `citation_journal_title`, `citation_technical_report_institution`, `citation_conference_title`, `citation_book_title`
  and `citation_inbook_title` decide before everything else; the last of them on the page wins.
- People in `citation_author` and `citation_editor` (a `name`, not a `property`) replace all others. They are taken for
  persons: split at the comma, else before the last word; written in capitals or in small letters, their case is
  changed; one name alone that has a space on both sides of its comma is taken for two people.
- Otherwise authors are `bib:authors`, else `DC.creator`, else `DC.contributor`; editors and contributors are
  `bib:editors` and `bib:contributors`; others are `z:` with the plural of the creator type.
- Fields come from Dublin Core, then from `z:`, then from the `citation_` tags, each before the ones that it follows.
- Without a date, the first `<time datetime>` on the page is the date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

__all__ = ["Item", "read_item"]

_DECIDING = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_conference": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_inbook_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}
#: Creator types of each item type, by Zotero's schema, and what its fields are called where they differ.
_TYPES = {
    "webpage": ("author contributor translator", {"publicationTitle": "websiteTitle"}),
    "blogPost": ("author commenter contributor", {"publicationTitle": "blogTitle"}),
    "report": ("author contributor editor seriesEditor translator", {"publisher": "institution"}),
    "journalArticle": ("author contributor editor reviewedAuthor translator", {}),
    "magazineArticle": ("author contributor reviewedAuthor translator", {}),
    "conferencePaper": (
        "author contributor editor seriesEditor translator",
        {"publicationTitle": "proceedingsTitle"},
    ),
    "bookSection": ("author bookAuthor contributor editor translator", {"publicationTitle": "bookTitle"}),
    "book": ("author contributor editor seriesEditor translator", {}),
    "thesis": ("author contributor", {"publisher": "university"}),
    "videoRecording": ("director castMember contributor producer", {"publisher": "studio"}),
    "podcast": ("podcaster contributor guest", {}),
    "audioRecording": ("performer composer contributor wordsBy", {"publisher": "label"}),
}
_HIGHWIRE = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_journal_title": "publicationTitle",
    "citation_inbook_title": "publicationTitle",
    "citation_volume": "volume",
    "citation_issue": "issue",
    "citation_series_title": "series",
    "citation_conference_title": "conferenceName",
    "citation_technical_report_institution": "publisher",
    "citation_technical_report_number": "reportNumber",
    "citation_publisher": "publisher",
    "citation_isbn": "ISBN",
    "citation_issn": "ISSN",
    "citation_doi": "DOI",
    "citation_public_url": "url",
    "citation_language": "language",
}
_DUBLIN_CORE = {
    "dc.title": "title",
    "dc.source": "publicationTitle",
    "dc.publisher": "publisher",
    "dc.date": "date",
    "dc.language": "language",
    "dc.rights": "rights",
    "eprints.event_title": "conferenceName",
}

Metas = list[tuple[str, str]]


@dataclass
class Item:
    """What Zotero would save.

    Attributes:
        type: the item type.
        creators: creator type, given names (empty for a single name) and family name.
        fields: the fields by name.
    """

    type: str
    creators: list[tuple[str, str, str]] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)


def read_item(html: str) -> Item:
    """The item that Zotero would save of a page."""
    soup = BeautifulSoup(html, "html.parser")
    metas = [
        (str(node.get("name") or node["property"]), str(node["content"]))
        for node in soup.find_all("meta", content=True)
        if isinstance(node, Tag) and (node.get("name") or str(node.get("property", "")).startswith("og:"))
    ]
    kind = _item_type(metas)
    item = Item(kind, _creators(metas, kind), _fields(metas, kind))
    moment = soup.select_one("time[datetime]")
    if "date" not in item.fields and moment is not None:
        item.fields["date"] = str(moment["datetime"])
    return item


def _all(metas: Metas, name: str) -> list[str]:
    return [content for key, content in metas if key.lower() == name.lower() and content]


def _first(metas: Metas, *names: str) -> str:
    return next((content for name in names for content in _all(metas, name)), "")


def _item_type(metas: Metas) -> str:
    decided = [_DECIDING[name] for name, content in metas if name in _DECIDING and content]
    if decided:
        return decided[-1]
    if _first(metas, "og:type") == "website":
        return "webpage"
    if (named := _first(metas, "DC.type")) in _TYPES:
        return named
    if _all(metas, "citation_isbn"):
        return "book"
    return "journalArticle" if _all(metas, "citation_title") else "webpage"


def _creators(metas: Metas, kind: str) -> list[tuple[str, str, str]]:
    main = _TYPES.get(kind, ("author", {}))[0].split()[0]
    authors, editors = _all(metas, "citation_author"), _all(metas, "citation_editor")
    if authors or editors:
        found = [(main, *_recased(*_split(name))) for name in _parted(authors)]
        return found + [("editor", *_recased(*_split(name))) for name in _parted(editors)]
    creators = []
    for part in _TYPES[kind][0].split():
        if part == "author":
            names = _all(metas, "bib:authors") or _all(metas, "DC.creator") or _all(metas, "DC.contributor")
        else:
            names = _all(metas, f"{'bib' if part in {'editor', 'contributor'} else 'z'}:{part}s")
        creators += [(part, *_split(name)) for name in names]
    return [creator for creator in creators if creator[2]]


def _parted(names: list[str]) -> list[str]:
    parts = [part for name in names for part in re.split(r"\s*;\s*", name)]
    halves = re.split(r"\s*,\s*", parts[0]) if len(parts) == len(names) == 1 else []
    return halves if len(halves) > 1 and " " in halves[0] and " " in halves[1] else parts


def _split(name: str) -> tuple[str, str]:
    """Given names and family name."""
    has_comma, name = "," in name, name.strip(" \u00a0.,/[]:")
    if has_comma:
        parts = re.split("[,،] ?", name)
        return (_dotted(parts[1].strip()) if len(parts) > 1 else ""), parts[0]
    given, _, family = name.rpartition(" ")
    return given, family


def _dotted(given: str) -> str:
    """Given names with a full stop after each single capital."""
    return " ".join(re.sub(r"^(-?[A-Z])$", r"\1.", word) for word in re.split(r"[\s.]+|(?=-[A-Z])", given)).replace(
        " -", "-"
    )


def _recased(given: str, family: str) -> tuple[str, str]:
    if not given:
        return given, family
    return tuple(part.title() if part in {part.upper(), part.lower()} else part for part in (given, family))  # type: ignore[return-value]


def _fields(metas: Metas, kind: str) -> dict[str, str]:
    found = {target: _first(metas, name) for name, target in _DUBLIN_CORE.items()}
    if not found["publicationTitle"] and kind in {"webpage", "blogPost"}:
        found["publicationTitle"] = _first(metas, "og:site_name")
    for name in _all(metas, "DC.identifier"):
        found |= _identified(name)
    people = {f"z:{part}s" for parts, _ in _TYPES.values() for part in parts.split()}
    found |= {name[2:]: content for name, content in metas if name.startswith("z:") and name not in people}
    found |= {target: text for name, target in _HIGHWIRE.items() if (text := _first(metas, name))}
    pages = [page for page in (_first(metas, "citation_firstpage"), _first(metas, "citation_lastpage")) if page]
    found["pages"] = "-".join(pages) or _first(metas, "eprints.pagerange")
    called = _TYPES.get(kind, ("", {}))[1]
    return {called.get(name, name): text for name, text in found.items() if text}


def _identified(text: str) -> dict[str, str]:
    label, _, rest = text.partition(" ")
    if rest and label.upper() in {"DOI", "ISBN", "ISSN"}:
        return {label.upper(): rest}
    if re.search(r"\d[\d-]{8,}[\dXx]", text):
        return {"ISBN": text}
    doi = re.search(r"10(?:\.\d{4,})?/\S+", text)
    return {"DOI": doi[0]} if doi else {}
