"""What the preview adds to a page: problems that keep it as it was, links to forms, and the script that reloads it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape, unescape
from importlib.resources import files
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import quote, unquote

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from ..catalogue.problems import Example, Problem, example_of, guide_address
from ..catalogue.reports import excerpt
from ..process import explain
from ..site.published import FOLDERS
from .state import CatalogueError

__all__ = [
    "FILES",
    "OWN",
    "Fault",
    "digest",
    "faults_of",
    "insert",
    "overlay",
    "page",
    "page_link",
    "with_edit_links",
]

#: The addresses of the preview itself begin with this; no page of a site can have such a name.
OWN = "/~preview/"
#: The files of the preview itself, with their types.
FILES = {"reload.js": "text/javascript", "overlay.css": "text/css"}
#: Faults that are shown at once; the terminal lists them all.
MOST = 20
#: What MkDocs says last, when it has said why before.
ENDED = "Aborted with "


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a change from being shown.

    Attributes:
        line: all of it in one line, as `pathway check` prints it.
        place: the file with line and column; empty where they are part of the message.
        id: the entry.
        message: what is wrong.
        excerpt: the line, where in it, and the line as it should be.
        remedy: what to do.
        code: the name of the rule.
        guide: the address of its page in the guides; empty where no one said where they are.
        example: what is wrong, and the same as it should be; None where the rule has no example.
    """

    line: str
    message: str
    place: str = ""
    id: str = ""
    excerpt: str = ""
    remedy: str = ""
    code: str = ""
    guide: str = ""
    example: Example | None = None


def faults_of(error: BaseException, root: Path, said: Sequence[str] = ()) -> tuple[Fault, ...]:
    """What an error means for an editor; `said` is what the site engine has said before it."""
    if isinstance(error, CatalogueError):
        return tuple(of_problem(problem, error.guides_url) for problem in error.problems)
    words = str(error) if isinstance(error, SystemExit) else explained(error, root)
    lines = [*said, *([] if said and words.startswith(ENDED) else [words])]
    return tuple(Fault(line, line) for line in dict.fromkeys(lines))


def explained(error: BaseException, root: Path) -> str:
    """An error in one sentence. Those of the site engine are sentences already."""
    return str(error) if type(error).__module__ == "mkdocs.exceptions" else explain(error, root)


def of_problem(problem: Problem, guides_url: str = "") -> Fault:
    """A problem of the catalogue."""
    return Fault(
        str(problem),
        problem.message,
        f"{problem.file}:{problem.line}:{problem.column}",
        problem.id,
        "\n".join(excerpt(problem)),
        problem.remedy,
        problem.code,
        guide_address(guides_url, problem.code),
        example_of(problem.code),
    )


@cache
def template(name: str) -> Template:
    """A template of the preview."""
    loader = PackageLoader("learning_pathway.preview", ".")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True).get_template(name)


def overlay(faults: Sequence[Fault]) -> str:
    """The faults as HTML to lay over a page; empty where there are none."""
    if not faults:
        return ""
    return template("overlay.html").render(faults=faults[:MOST], count=len(faults), more=max(0, len(faults) - MOST))


def insert(html: bytes, shown: str, page: str, edit: str = "") -> bytes:
    """The page with the overlay `shown`, and the script that reloads the page when its hash is no longer `page`.

    `edit` is a link to the form of what the page is about.
    """
    added = (
        f'<link rel="stylesheet" href="{OWN}overlay.css">{edit}<div id="lp-preview" aria-live="polite">{shown}</div>'
        f'<script src="{OWN}reload.js" data-page="{escape(page)}" data-faults="{digest(shown)}" defer></script>'
    ).encode()
    before, end, after = html.rpartition(b"</body>")
    return before + added + end + after if end else html + added


def page(title: str, words: str) -> bytes:
    """A page of the preview itself, where there is none of the site to show."""
    return template("page.html").render(title=title, words=words).encode()


def digest(content: str | bytes) -> str:
    """What tells one content from another."""
    return sha256(content.encode() if isinstance(content, str) else content).hexdigest()[:16]


def own_file(name: str) -> bytes:
    """A file of the preview itself."""
    return files(__package__).joinpath(name).read_bytes()


_KINDS = {folder: kind for kind, folder in FOLDERS.items()}
#: The heading of a card, a row or a step.
_HEADING = re.compile(
    rb'<(h[2-6]) class="lp-(?:card|row|result|step|theme)__title[^>]*>(?P<words>(?:(?!</h[2-6]>).)*)</\1>', re.DOTALL
)
_HREF = re.compile(rb'<a\b[^>]*?\shref="([^"]*)"')
#: What a list item says that its entry is.
_KEY = re.compile(rb'\sdata-key="(resource|task):([a-z0-9-]+)"')
_TAG = re.compile(rb"<[^>]*>")


def with_edit_links(html: bytes, path: str, desk: str) -> bytes:
    """The page at `path`, relative to the site, with a link to the form of each entry on it, at the address `desk`."""
    result, at, keys = bytearray(), 0, [(found.start(), found) for found in _KEY.finditer(html)]
    for heading in _HEADING.finditer(html):
        entry = entry_of(heading["words"], path)
        if entry is None:
            before = [found for place, found in keys if place < heading.start()]
            last = before[-1] if before else None
            if last is None or b"</li>" in html[last.end() : heading.start()]:
                continue
            entry = last[1].decode(), last[2].decode()
        title = unescape(_TAG.sub(b"", heading["words"]).decode("utf-8", "replace")).strip()
        end = heading.end("words")
        result += html[at:end] + link(desk, entry, f"Edit: {title}").encode()
        at = end
    return bytes(result + html[at:])


def page_link(path: str, desk: str) -> str:
    """A link to the form of the entry that the page at `path` is about; to the desk where it is about none."""
    entry = entry_at(path)
    place, name = ("", "site") if entry is None else (f"entry/{entry[0]}/{quote(entry[1])}", "page")
    return (
        '<div role="navigation" aria-label="Desk">'
        f'<a class="lp-preview-desk" href="{escape(f"{desk}/{place}")}">Edit this {name}</a></div>'
    )


def link(desk: str, entry: tuple[str, str], name: str) -> str:
    """A link to an entry's form."""
    href = f"{desk}/entry/{entry[0]}/{quote(entry[1])}"
    return f' <a class="lp-preview-edit" href="{escape(href)}" aria-label="{escape(name)}">Edit</a>'


def entry_of(heading: bytes, path: str) -> tuple[str, str] | None:
    """Kind and id of the entry that a heading links to; None where it links to none."""
    found = _HREF.search(heading)
    if found is None:
        return None
    href = unquote(unescape(found[1].decode("utf-8", "replace"))).partition("#")[0]
    if "//" in href or href.startswith("/"):
        return None
    return entry_at(normpath(join(path or ".", href)))


def entry_at(address: str) -> tuple[str, str] | None:
    """Kind and id of the entry whose page is at an address; None where it is no entry's page."""
    folder, _, rest = address.rstrip("/").removesuffix("/index.html").partition("/")
    name = rest.strip("/").removesuffix(".html")
    kind = _KINDS.get(folder)
    return (kind, name) if kind is not None and re.fullmatch(r"[a-z0-9-]+", name) else None
