"""A page on its way to a site engine: a path, Markdown with front matter, and where its words come from."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape

__all__ = ["Page", "address", "heading", "inert", "link", "page"]

#: What a backslash makes inert in Python-Markdown, and what needs a character reference because extensions read it.
_ESCAPABLE = re.compile(r"([\\`*_{}\[\]()#+\-.!])")
_EXTENSIONS = re.compile(r"[|~^=$]")


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes:
        path: where it stands among the documents, such as ``modules/trust.md``.
        text: its Markdown, front matter included.
        source: the file that an editor changes to change it, relative to the project.
    """

    path: str
    text: str
    source: str


def page(path: str, body: str, *, title: str, source: str, description: str = "", **meta: object) -> Page:
    """Put front matter on a body.

    Values are written as JSON, which is YAML too, and with HTML escaped, because site engines put them into
    pages as they are.
    """
    front: dict[str, object] = {"title": escape(title, quote=True)}
    if description:
        front["description"] = escape(" ".join(description.split()), quote=True)
    front.update(meta)
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items())
    return Page(path, "---\n" + "\n".join(lines) + "\n---\n\n" + body.strip() + "\n", source)


def heading(text: str, level: int, anchor: str | None = None) -> str:
    """A Markdown heading whose text cannot be taken for markup.

    Headings stay Markdown, so that every engine's table of contents finds them.
    """
    return f"{'#' * level} {inert(' '.join(text.split()))}" + (f" {{#{anchor}}}" if anchor else "")


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
