"""What a page tells other software in its head: the front matter from which the theme writes it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from typing import Any

from .linked_data import Thing, script

__all__ = [
    "KINDS",
    "head",
]

#: Kinds of page that have a picture of their own for previews of links, `assets/images/social/KIND.png`.
KINDS = ("page", "home", "module", "record", "library", "theme", "route", "tips")
_DUBLIN_CORE = '<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">'


def head(
    kind: str,
    things: Sequence[Thing] = (),
    metas: Sequence[tuple[str, str]] = (),
    *,
    properties: Collection[str] = (),
) -> dict[str, Any]:
    """Front matter for `page`.

    Finished HTML in one value is what costs an engine least to read, whatever it reads it with.

    Args:
        kind: a name in `KINDS`.
        things: what the page says of itself in schema.org's words.
        metas: names and contents of `<meta>` elements, unescaped; only for a page about one work.
        properties: those of the names that are written as a `property`.
    """
    lines = [
        f'<meta {"property" if name in properties else "name"}="{escape(name)}" content="{escape(content)}">'
        for name, content in metas
    ]
    if any(name.startswith("DC.") for name, _ in metas):
        lines.insert(0, _DUBLIN_CORE)
    front: dict[str, Any] = {"kind": kind}
    if lines:
        front["head"] = "\n".join(lines)
    if things:
        front["linked_data"] = script(things)
    return front
