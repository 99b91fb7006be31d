"""What a reader gets from a built page, whichever engine built it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import Tag

__all__ = ["Article", "articles"]


@dataclass(frozen=True)
class Article:
    """The words, headings and links of one page's article, in order."""

    words: str
    headings: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


def articles(site: Path) -> dict[str, Article]:
    """The article of every page of a built site, by address: of documents, not of a theme's own pages."""
    return {
        path.relative_to(site).as_posix(): article(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("index.html"))
    }


def article(html: str) -> Article:
    found = BeautifulSoup(html, "html.parser").find("article")
    assert isinstance(found, Tag), "the page has no article"
    for extra in found.select(".headerlink, script, style, template"):
        extra.decompose()
    for code in found.find_all("pre"):
        code.string = code.get_text()  # some engines colour it, in many small parts
    return Article(
        words=squeeze(found.get_text(" ")),
        headings=tuple(
            f"{part.name} {squeeze(part.get_text(' '))}" for part in found.find_all(["h1", "h2", "h3", "h4"])
        ),
        links=tuple((squeeze(link.get_text(" ")), str(link["href"])) for link in found.find_all("a", href=True)),
    )


def squeeze(text: str) -> str:
    return " ".join(text.split())
