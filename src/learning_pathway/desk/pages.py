"""The templates of the desk, and its own files."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from .controls import Widget
from .entries import CHILDREN, KINDS

__all__ = ["FILES", "entry_href", "own_file", "page"]

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
