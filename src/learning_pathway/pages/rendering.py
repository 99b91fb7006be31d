"""Templates: how a page's body is made from views."""

from __future__ import annotations

import re
from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from .page import heading, link

__all__ = ["render"]

_BLANK_LINES = re.compile(r"\n\s*\n")


def paragraphs(text: str) -> Markup:
    """Text as paragraphs: a blank line begins a new one."""
    return Markup("").join(Markup("<p>{}</p>").format(part.strip()) for part in _BLANK_LINES.split(text.strip()))


def markdown_heading(text: str, level: int, anchor: str | None = None, language: str | None = None) -> Markup:
    """A Markdown heading, inert."""
    return Markup(heading(text, level, anchor, language))  # noqa: S704 - `heading` has made every character inert


@cache
def environment() -> Environment:
    """The templates of this package: every value escaped, every unknown name an error."""
    made = Environment(
        loader=PackageLoader("learning_pathway.pages"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["paragraphs"] = paragraphs
    made.filters["heading"] = markdown_heading
    return made


def render(template: str, here: str, **values: object) -> str:
    """The body of the page at `here`.

    Templates call `to(path)` for a link to another page of the site.

    Raises:
        jinja2.UndefinedError: the template names something that it was not given.
    """
    return environment().get_template(template).render(to=partial(link, here), **values)
