"""Pages and other files for a site engine: paths, metadata, HTML and each page's Content-Security-Policy."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import Any

__all__ = [
    "Asset",
    "BinaryAsset",
    "Heading",
    "Page",
    "PageBody",
    "PageBuilder",
    "additions",
    "address",
    "bare_policy",
    "document",
    "documents_for",
    "hash_source",
    "inert",
    "inert_address",
    "link",
    "page",
    "policies",
    "policy",
]

#: What YAML takes for the end of a line, or does not allow. Control characters mean nothing to HTML.
_NOT_IN_YAML = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_ANCHOR = re.compile(r'\sid="([A-Za-z0-9_-]+)"')
#: Everything but letters, digits and spaces may mean something to Markdown and to extensions of it.
_ACTIVE = re.compile(r"[^\w\s]|_")
#: In an address, what a backslash makes inert, and what needs a character reference because extensions read it.
_ESCAPABLE = re.compile(r"([\\`*_{}\[\]()#+\-.!])")
_EXTENSIONS = re.compile(r"[|~^=$]")


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes:
        path: its place among the documents, such as ``modules/trust/index.md``.
        meta: its front matter, apart from the body; values as JSON knows them.
        body: its HTML.
        source: the file that an editor changes to change it, relative to the project.
    """

    path: str
    meta: Mapping[str, Any]
    body: str
    source: str

    @property
    def text(self) -> str:
        """The document that an engine reads: front matter with the body in it, then the anchors.

        Values are written as JSON, which is YAML too.
        """
        lines = [f"{key}: {scalar(value)}" for key, value in self.meta.items()]
        names = "".join(f'<a name="{name}"></a>' for name in self.anchors)
        return "\n".join(("---", *lines, "body: |2-", block(self.body), "---", "", f"<div hidden>{names}</div>", ""))

    @property
    def anchors(self) -> list[str]:
        """The names of its anchors, for engines that check links to them."""
        return _ANCHOR.findall(self.body)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that has a name within its page."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class PageBody:
    """The body of a page: finished HTML, and its headings in order."""

    html: str
    headings: list[Heading] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PageBuilder:
    """Makes a page, or a few that belong together, and says beforehand at which paths.

    Attributes:
        paths: where the pages are among the documents.
        make: makes them.
    """

    paths: tuple[str, ...]
    make: Callable[[], Iterable[Page]]

    def __call__(self) -> Iterable[Page]:
        """Make the pages."""
        return self.make()


def page(path: str, body: PageBody, *, title: str, source: str, description: str = "", **meta: object) -> Page:
    """Make a page of a body and of what the theme puts around it.

    Values come with HTML escaped, because site engines put them into pages as they are. Plugins that run what looks
    like Jinja, in titles too, are told to leave the page as it is.
    """
    front: dict[str, object] = {"title": escape(title, quote=True), "render_macros": False}
    if description:
        front["description"] = escape(" ".join(description.split()), quote=True)
    front.update(meta)
    hidden = meta.get("hide")
    if not (isinstance(hidden, list) and "toc" in hidden) and (listed := contents(body.headings)):
        front["contents"] = listed
    if policy := additions(body.html):
        front["policy"] = policy
    return Page(document(path), json.loads(json.dumps(front)), without_controls(body.html), source)


def scalar(value: object) -> str:
    """A value on one line of YAML."""
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def without_controls(html: str) -> str:
    """HTML without control characters, which mean nothing to it; what YAML does not allow, as references."""
    if _NOT_IN_YAML.search(html) is None:
        return html
    return _NOT_IN_YAML.sub(lambda match: f"&#{ord(match[0])};", _CONTROLS.sub(" ", html))


def block(html: str) -> str:
    """HTML as a block of YAML, which keeps every character of it."""
    return "  " + html.replace("\n", "\n  ")


def contents(headings: Sequence[Heading]) -> str:
    """The table of contents of a long page: its parts, and theirs; empty where there is but one."""
    parts: list[tuple[Heading, list[Heading]]] = []
    for heading in headings:
        if heading.level == 2:
            parts.append((heading, []))
        elif heading.level == 3 and parts:
            parts[-1][1].append(heading)
    if len(parts) < 2 and not any(below for _, below in parts):
        return ""
    return "".join(entry(part, "".join(map(entry, below))) for part, below in parts)


def entry(heading: Heading, below: str = "") -> str:
    """An entry of a table of contents, with the entries below it."""
    link = f'<a href="#{escape(heading.anchor)}">{escape(heading.text, quote=False)}</a>'
    return f"<li>{link}<ul>{below}</ul></li>" if below else f"<li>{link}</li>"


def document(path: str) -> str:
    """The document of the page at `path`: ``modules/trust.md`` is written as ``modules/trust/index.md``.

    In its own folder a document is where its page will be. Some engines count relative links in HTML from
    the document, others from the page; so both come to the same place.
    """
    return path if path == "index.md" or path.endswith("/index.md") else path.removesuffix(".md") + "/index.md"


def documents_for(name: str) -> tuple[str, ...]:
    """Every document that would be published where `name` is, itself included."""
    if not name.endswith("/index.md"):
        return (name,)
    folder = name.removesuffix("/index.md")
    return name, f"{folder}.md", f"{folder}/README.md"


def inert(text: str) -> str:
    """Text of one line in which no character is markup, neither to Markdown nor to HTML."""
    return _ACTIVE.sub(lambda match: f"&#{ord(match[0])};", " ".join(text.split()))


def inert_address(text: str) -> str:
    """An address for a link in Markdown, in which no character ends the link or is markup."""
    escaped = _ESCAPABLE.sub(r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _EXTENSIONS.sub(lambda match: f"&#{ord(match[0])};", escaped)


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


Directives = Mapping[str, tuple[str, ...]]

SELF = "'self'"
#: What every page may do. What is not named here falls back to `default-src`.
EVERY_PAGE: Directives = {
    "default-src": (SELF,),
    "script-src": (SELF,),
    "style-src": (SELF,),
    "style-src-attr": ("'unsafe-inline'",),  # Markdown aligns the columns of a table in this way
    "img-src": (SELF, "data:"),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": (SELF,),
}
#: What else a page may do that holds one of these.
ADDITIONS: Mapping[str, Directives] = {
    "YouTube": {"frame-src": ("https://www.youtube-nocookie.com",)},
    "Vimeo": {"frame-src": ("https://player.vimeo.com",)},
    # Podcasts reach their files through counting services and stores that change from week to week.
    "recording": {"media-src": (SELF, "https:")},
}
#: What the page may do that records answers, and no other: play what was recorded on the device.
RECORDER: Directives = {"media-src": (SELF, "blob:")}
_PLAYER = re.compile(r'<div class="lp-media" data-lp-media data-kind="(\w+)" data-src="[^"]*" data-host="([^"]+)"')
_RECORDER = '<fieldset data-screen="record" data-lp-recorder '


def policy(inline: Iterable[str], *needs: str, preview: bool = False) -> str:
    """The policy of a page with these scripts in it that needs these rows of `ADDITIONS`.

    A preview reloads itself by a script that its server writes into each page, so there every such script may run.
    """
    named: list[Directives] = [{"script-src": ("'unsafe-inline'",) if preview else tuple(map(hash_source, inline))}]
    return directives([EVERY_PAGE, *named, *(ADDITIONS[need] for need in needs)])


def policies(inline: Sequence[str], *, preview: bool = False) -> dict[str, str]:
    """The policies that the theme chooses from: of a page, of pages swapped in place."""
    needs = {"page": (), "swapped": tuple(ADDITIONS)}
    return {kind: policy(inline, *more, preview=preview) for kind, more in needs.items()}


def bare_policy(script: str, style: str) -> str:
    """The policy of a page that holds this script and this style sheet, and loads nothing."""
    nothing = ("'none'",)
    return directives(
        [
            {"default-src": nothing, "script-src": (hash_source(script),), "style-src": (hash_source(style),)},
            {"base-uri": nothing, "form-action": nothing},
        ]
    )


def additions(body: str) -> str:
    """The directives that a page adds to the policy for the players and the recorder in its HTML; often none."""
    if _RECORDER in body:
        return directives([RECORDER])
    if "data-lp-media" not in body:
        return ""
    needs = {host if kind == "frame" else "recording" for kind, host in _PLAYER.findall(body)}
    return directives([ADDITIONS[need] for need in sorted(needs) if need in ADDITIONS])


def hash_source(text: str) -> str:
    """A script or a style sheet in a page, as a policy names it."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"


def directives(parts: Sequence[Directives]) -> str:
    """Directives as one line; what several parts allow adds up."""
    found: dict[str, list[str]] = {}
    for part in parts:
        for name, values in part.items():
            found.setdefault(name, []).extend(value for value in values if value not in found.get(name, ()))
    return "; ".join(f"{name} {' '.join(values)}" for name, values in found.items())


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that is published as it is.

    Attributes:
        path: where, relative to the site.
        text: what it holds.
    """

    path: str
    text: str

    @property
    def data(self) -> bytes:
        """What is written."""
        return self.text.encode("utf-8")


@dataclass(frozen=True, slots=True)
class BinaryAsset:
    """A file that is not text; `path` is where, relative to the site, and `data` what it holds."""

    path: str
    data: bytes
