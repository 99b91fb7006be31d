"""A request as the desk's pages see it, its form, and the pages that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from ..catalogue.yaml.tree import EditError
from ..editing.project import Change
from .controls import Widget
from .entries import CHILDREN, KINDS
from .workbench import RefusedError, Workbench, digest_of

__all__ = [
    "FILES",
    "Asked",
    "Fields",
    "confirm",
    "entry_href",
    "html",
    "missing",
    "own_file",
    "page",
    "refused",
    "see_other",
]

#: The files of the desk, with their types.
FILES = {"desk.css": "text/css", "desk.js": "text/javascript"}


def entry_href(kind: str, key: str) -> str:
    """The address of an entry's form."""
    return f"/entry/{quote(str(kind))}/{quote(key)}"


@cache
def environment() -> Environment:
    """The templates; what goes into them is escaped."""
    made = Environment(
        loader=PackageLoader("learning_pathway.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(kinds=KINDS, children=CHILDREN, Widget=Widget, href=entry_href)
    return made


def page(name: str, /, **values: Any) -> str:
    """A page of the desk."""
    return environment().get_template(name).render(values)


def own_file(name: str) -> bytes:
    """A file of the desk."""
    return files(__package__).joinpath(name).read_bytes()


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


def confirm(workbench: Workbench, planned: Change, action: str, fields: Fields, back: str) -> web.Response:
    """What a change would do, with a button that does it."""
    outcome = workbench.outcome(planned.patches)
    seen = digest_of(planned.patches)
    kept = {name: text for name, text in fields.items() if name != "seen"}
    return html("confirm.html", planned=planned, outcome=outcome, action=action, kept=kept, seen=seen, back=back)


def refused(error: EditError, back: str) -> web.Response:
    """Why a change was not made."""
    problems = error.outcome.stops if isinstance(error, RefusedError) else ()
    return html("cannot.html", status=409, words=str(error), problems=problems, back=back)
