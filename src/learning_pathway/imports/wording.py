"""Titles, keywords and identifiers, as other software writes them."""

from __future__ import annotations

import re
from typing import Any

from .plain import plain

__all__ = ["doi", "is_platform", "isbns", "issns", "keywords", "language", "own_title"]

#: Sites that carry other people's films, and what their addresses hold.
_PLATFORMS = {"YouTube": "youtu", "Vimeo": "vimeo"}
#: Names of languages, of babel and in English, as far as pathways are likely to meet them.
_LANGUAGES = {
    "american": "en-US", "australian": "en-AU", "british": "en-GB", "canadian": "en-CA", "catalan": "ca",
    "danish": "da", "dutch": "nl", "english": "en", "finnish": "fi", "french": "fr", "gaelic": "gd",
    "german": "de", "greek": "el",
    "irish": "ga", "italian": "it", "japanese": "ja", "ngerman": "de", "norwegian": "no", "polish": "pl",
    "portuguese": "pt", "russian": "ru", "scottish": "gd", "spanish": "es", "swedish": "sv", "ukenglish": "en-GB",
    "usenglish": "en-US", "welsh": "cy",
}  # fmt: skip
#: Old DOIs may hold `<693::AID-…>`; what follows the sign in a tag, none does.
_DOI = re.compile(r"10\.[0-9]{4,9}/(?:[^\s<\"]|<(?![A-Za-z/!?]))+")
_ISBN = re.compile(r"(?<![0-9-])(?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9Xx](?![0-9-])")
_ISSN = re.compile(r"(?<![0-9-])[0-9]{4}-?[0-9]{3}[0-9Xx](?![0-9-])")


def language(text: str) -> str:
    """A language as the catalogue writes it: `english` is `en`, `en_GB` is `en-GB`; the rest as it is."""
    name = text.strip()
    return _LANGUAGES.get(name.lower(), name.replace("_", "-"))


def own_title(title: str) -> dict[str, str]:
    """The title as the work prints it; one that stands wholly in square brackets was supplied by someone."""
    title = plain(title)
    if not title:
        return {}
    if (
        title.startswith("[")
        and title.endswith("]")
        and title.count("[") == title.count("]") == 1
        and title[1:-1].strip()
    ):
        return {"supplied_title": title[1:-1].strip()}
    return {"title": title}


def keywords(value: Any) -> list[str]:
    """Keywords of a list, or of a text with commas or semicolons between them."""
    parts = value if isinstance(value, list) else re.split(r";" if ";" in str(value or "") else r",", str(value or ""))
    return [word for part in parts[:200] if isinstance(part, str) and (word := plain(part))]


def is_platform(publisher: str, url: str) -> bool:
    """Whether a publisher is only the site of the address, which references name, and the catalogue does not."""
    return publisher in _PLATFORMS and _PLATFORMS[publisher] in url


def doi(text: str) -> str | None:
    """The DOI in a text such as `https://doi.org/10.1000/182` or `doi:10.1000/182`; None where there is none."""
    found = _DOI.search(text)
    return found[0].rstrip(".,;") if found else None


def doi_alone(text: str) -> str:
    """A value that should be a DOI, without the address or `doi:` that stands before it; else as it is."""
    return text if text.startswith("10.") else doi(text) or text


def isbns(text: str) -> list[str]:
    """The ISBNs in a text that may hold several numbers."""
    return [match[0].strip() for match in _ISBN.finditer(text)]


def issns(text: str) -> list[str]:
    """The ISSNs in a text that may hold several numbers."""
    return [match[0] for match in _ISSN.finditer(text)]
