"""A request as the desk's pages see it, and the answers that they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from .pages import page

__all__ = ["Asked", "Fields", "html", "missing", "see_other"]

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for.

    Attributes:
        name: the first part of the path.
        rest: what follows it, decoded.
        query: what follows a question mark.
        fields: the fields of a form that was sent.
    """

    name: str
    rest: str
    query: Fields
    fields: Fields


def html(name: str, /, *, status: int = 200, **values: Any) -> web.Response:
    """A page of the desk."""
    return web.Response(text=page(name, **values), status=status, content_type="text/html")


def see_other(place: str) -> web.Response:
    """The answer after a form: the address to look at."""
    return web.Response(status=303, headers={"Location": place})


def missing() -> web.Response:
    """The page for addresses that lead nowhere."""
    return html("refused.html", status=404, words="There is nothing at this address.")
