"""Links from a page of the preview to the forms of its entries. No build has them."""

from __future__ import annotations

import re
from html import escape, unescape
from posixpath import join, normpath
from urllib.parse import quote, unquote

from ..site.published import FOLDERS

__all__ = ["page_link", "with_edit_links"]

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
