"""A page of the built site as someone would have written it by hand in Markdown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

__all__ = ["Facts", "facts", "to_markdown"]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {
    *HEADINGS,
    "p",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "pre",
    "div",
    "section",
    "article",
    "figure",
    "details",
}
BLOCKS |= {"header", "footer", "nav", "aside", "hr", "form", "fieldset", "li", "dt", "dd", "summary", "main"}
NOT_TEXT = {"script", "style", "svg", "template", "button", "input", "select", "label", "noscript"}
#: What the search leaves out; an author of Markdown says so at the heading.
UNSEARCHED = "data-search-exclude"
#: Headings, and the number of links, that an article has.
Facts = tuple[tuple[str, ...], int]


def facts(html: str) -> Facts:
    """What must be the same in every contender's page: the article's headings, and how many links it has."""
    article = article_of(html)
    headings = tuple(squeeze(heading.get_text(" ")) for heading in article.find_all(HEADINGS))
    return headings, len(article.find_all("a", href=True))


def to_markdown(html: str, url: str, documents: dict[str, str]) -> str:
    """Turn the article of a built page into Markdown with the same headings, links and text.

    Args:
        html: the page, as built.
        url: the page's address, relative to the site's root, with its slash at the end.
        documents: for each such address, the path of the document that stands there.

    Returns:
        the text of the document.
    """
    page = Writer(url, documents)
    blocks = [block for block in page.blocks(article_of(html)) if block.strip()]
    return "\n\n".join(blocks) + "\n"


def article_of(html: str) -> Tag:
    """The article, without the permanent links and buttons that a theme adds."""
    article = BeautifulSoup(html, "lxml").find("article")
    if not isinstance(article, Tag):
        raise ValueError("the page has no article")
    for extra in article.select(".headerlink, .md-content__button, .md-source-file, form.md-feedback"):
        extra.decompose()
    for hidden in article.find_all(NOT_TEXT):
        hidden.decompose()
    return article


class Writer:
    """Writes one page."""

    def __init__(self, url: str, documents: dict[str, str]) -> None:
        self.url = url
        self.documents = documents

    def blocks(self, node: Tag) -> Iterator[str]:
        """The blocks of Markdown that `node` holds, in order."""
        loose = ""
        for child in node.children:
            if isinstance(child, Tag) and (child.name in BLOCKS or child.find(BLOCKS)):
                if loose.strip():
                    yield squeeze(loose)
                loose = ""
                yield from self.block(child)
            else:
                loose += self.inline(child)
        if loose.strip():
            yield squeeze(loose)

    def block(self, node: Tag) -> Iterator[str]:
        """One block."""
        if node.name in HEADINGS:
            following = node.find_next_sibling()
            anchor = node.get("id") or anchor_above(node)
            marks = [f"#{anchor}"] if anchor else []
            marks += [UNSEARCHED] if following is not None and following.has_attr(UNSEARCHED) else []
            yield f"{'#' * int(node.name[1])} {self.line(node)}" + (f" {{{' '.join(marks)}}}" if marks else "")
        elif node.name in {"ul", "ol"} and not any(item.find(BLOCKS) for item in node.find_all("li")):
            mark = "1." if node.name == "ol" else "-"
            # Items of a form's lists hold no text here, and a lone dash below a line of text would make it a heading.
            yield "\n".join(f"{mark} {line}" for item in node.find_all("li") if (line := self.line(item)))
        elif node.name == "dl" and not any(part.find(BLOCKS) for part in node.find_all(["dt", "dd"])):
            yield "\n".join(
                f"**{self.line(part)}**" if part.name == "dt" else f"- {self.line(part)}"
                for part in node.find_all(["dt", "dd"])
            ).replace("**\n- ", "**: ")
        elif node.name == "table":
            yield self.table(node)
        elif node.name == "hr":
            yield "---"
        elif node.name == "p" or not node.find(BLOCKS):
            yield self.line(node) + (f"\n{{: #{node['id']} }}" if node.name == "p" and node.get("id") else "")
        else:
            yield from self.blocks(node)

    def table(self, node: Tag) -> str:
        """A table; its first row is the head."""
        rows = [
            [self.line(cell).replace("|", "\\|") for cell in row.find_all(["th", "td"])] for row in node.find_all("tr")
        ]
        head, *body = rows
        lines = [head, ["---"] * len(head), *body]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def line(self, node: Tag) -> str:
        """All the text of `node` on one line."""
        return squeeze("".join(self.inline(child) for child in node.children))

    def inline(self, node: object) -> str:
        """A part of a line."""
        if isinstance(node, Tag):
            text = "".join(self.inline(child) for child in node.children)
            if node.name == "a" and node.get("href"):
                return f"[{squeeze(text) or 'link'}]({self.target(str(node['href']))}) "
            if node.name == "img":
                return f"![{node.get('alt', '')}]({self.target(str(node['src']))})"
            mark = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "*"}.get(node.name, "")
            return f"{mark}{text.strip()}{mark} " if mark and text.strip() else text + " " * (node.name != "wbr")
        return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", str(node)) if type(node) is NavigableString else ""

    def target(self, href: str) -> str:
        """The target of a link as an author writes it: the document, relative to this page's own."""
        address = urlsplit(href)
        if address.scheme or href.startswith(("#", "//", "/")):
            return href
        path = posixpath.normpath(posixpath.join(self.url, address.path)).lstrip(".").lstrip("/")
        document = self.documents.get(f"{path}/" if path else "", path)
        here = posixpath.dirname(self.documents[self.url]) or "."
        fragment = f"#{address.fragment}" if address.fragment else ""
        return posixpath.relpath(document, here) + fragment


def anchor_above(heading: Tag) -> str:
    """Name of the list item whose first heading this is: in Markdown links lead to the heading."""
    item = heading.find_parent("li", id=True)
    return str(item["id"]) if item is not None and item.find(HEADINGS) is heading else ""


def squeeze(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(text.split())
