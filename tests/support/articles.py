"""What a reader gets from a built page, whichever engine built it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import html

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


def article(text: str) -> Article:
    found = html.document_fromstring(text).find(".//article")
    assert found is not None, "the page has no article"
    for extra in found.xpath(".//*[self::script or self::style or self::template or contains(@class, 'headerlink')]"):
        extra.drop_tree()
    for code in found.iter("pre"):  # some engines colour it, in many small parts
        parts = "".join(code.xpath(".//text()"))
        for part in list(code):
            code.remove(part)
        code.text = parts
    return Article(
        words=words(found),
        headings=tuple(f"{part.tag} {words(part)}" for part in found.iter("h1", "h2", "h3", "h4")),
        links=tuple((words(link), link.get("href", "")) for link in found.xpath(".//a[@href]")),
    )


def words(part: html.HtmlElement) -> str:
    return " ".join(" ".join(part.xpath(".//text()")).split())
