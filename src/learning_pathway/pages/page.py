"""A page on its way to a site engine: a path, Markdown with front matter, and where its words come from."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

from .policy import additions

__all__ = ["Page", "Recipe", "address", "document", "heading", "inert", "link", "page", "rivals"]

#: What a backslash makes inert in Python-Markdown, and what needs a character reference because extensions read it.
_ESCAPABLE = re.compile(r"([\\`*_{}\[\]()#+\-.!])")
_EXTENSIONS = re.compile(r"[|~^=$]")
_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes:
        path: where it stands among the documents, such as ``modules/trust/index.md``.
        text: its Markdown, front matter included.
        source: the file that an editor changes to change it, relative to the project.
    """

    path: str
    text: str
    source: str


#: What makes a page, or a few that belong together.
Recipe = Callable[[], Iterable[Page]]


def page(path: str, body: str, *, title: str, source: str, description: str = "", **meta: object) -> Page:
    """Put front matter on a body.

    Values are written as JSON, which is YAML too, and with HTML escaped, because site engines put them into
    pages as they are.
    """
    front: dict[str, object] = {"title": escape(title, quote=True)}
    if description:
        front["description"] = escape(" ".join(description.split()), quote=True)
    front.update(meta)
    if policy := additions(body):
        front["policy"] = policy
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items())
    return Page(
        document(path), "---\n" + "\n".join(lines) + "\n---\n\n" + _GAPS.sub("\n\n", body.strip()) + "\n", source
    )


def document(path: str) -> str:
    """The document of the page at `path`: ``modules/trust.md`` is written as ``modules/trust/index.md``.

    In its own folder a document stands where its page will stand. Some engines count relative links in HTML from
    the document, others from the page; so both come to the same place.
    """
    return path if path == "index.md" or path.endswith("/index.md") else path.removesuffix(".md") + "/index.md"


def rivals(name: str) -> tuple[str, ...]:
    """Every document that would be published where `name` is, itself included."""
    if not name.endswith("/index.md"):
        return (name,)
    folder = name.removesuffix("/index.md")
    return name, f"{folder}.md", f"{folder}/README.md"


def heading(text: str, level: int, anchor: str | None = None, language: str | None = None) -> str:
    """A Markdown heading whose text cannot be taken for markup.

    Headings stay Markdown, so that every engine's table of contents finds them.

    Args:
        text: its words.
        level: 1 to 6.
        anchor: its name within the page, if it has one.
        language: the language tag of its words, where that is not the page's.
    """
    marks = ([f"#{anchor}"] if anchor else []) + ([f'lang="{language}"'] if language else [])
    return f"{'#' * level} {inert(' '.join(text.split()))}" + (f" {{{' '.join(marks)}}}" if marks else "")


def inert(text: str) -> str:
    """Text in which no character is markup, neither to Markdown nor to HTML."""
    text = _ESCAPABLE.sub(r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _EXTENSIONS.sub(lambda match: f"&#{ord(match[0])};", text)


def address(path: str) -> str:
    """Where the page at `path` is published, relative to the site: ``modules/trust.md`` is at ``modules/trust/``."""
    stem = path.removesuffix(".md")
    if stem == "index":
        return ""
    return stem.removesuffix("/index") + "/"


def link(origin: str, target: str) -> str:
    """A relative link from one page to another, both given as paths; `target` may carry a ``#fragment``.

    Relative links keep a site whole wherever it is published, under a sub-path too.
    """
    target, mark, fragment = target.partition("#")
    here, there = address(origin).split("/")[:-1], address(target).split("/")[:-1]
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    steps = [".."] * (len(here) - shared) + there[shared:]
    return ("/".join(steps) + "/" if steps else "./") + mark + fragment
