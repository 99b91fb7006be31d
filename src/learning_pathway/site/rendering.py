"""Render templates, with one full stop after a value that ends with one."""

from __future__ import annotations

import html
import re
from functools import cache, partial
from typing import Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ..catalogue.addresses import href
from ..catalogue.language import FSI, PDI, direction, isolated
from ..citation.reference import STOPS
from ..locale.translations import install, translations_for
from .document import Heading, PageBody, link
from .item import item

__all__ = ["FRAME_IDS", "render", "render_text", "resolve_stops", "stop_mark", "with_stop_mark"]


#: Put after such a value until the text around it is known. Unicode keeps this character out of all texts.
_MARK = "\ufdd0"
_CLOSERS = "'\"’”»\u200e\u200f\u2069"
#: It may be followed by closing quotation marks, marks of direction, and the ends of elements.
_ENDED = re.compile(f"[{STOPS}][{_CLOSERS}]*(?:</[a-z]+>)*$")
#: The last characters that such a value may have: nearly all values have another.
_LAST = (*STOPS, *_CLOSERS, ">", "\n")
#: A full stop right after the value, or after the elements around it, which ends a sentence.
_DOUBLED = re.compile(rf"{_MARK}((?:</[a-z0-9]+>|[*_])*)\.(?![\w.])")


def stop_mark(text: str) -> str:
    """The mark to put after a text that ends with a full stop; empty for any other."""
    return _MARK if text.endswith(_LAST) and _ENDED.search(text) else ""


def with_stop_mark(value: object) -> object:
    """The value of an expression in a template, with the mark after it."""
    return value + _MARK if isinstance(value, str) and value.endswith(_LAST) and _ENDED.search(value) else value


def resolve_stops(text: str) -> str:
    """The text without marks, and without the full stops that they make needless."""
    return _DOUBLED.sub(r"\1", text).replace(_MARK, "") if _MARK in text else text


#: What a browser follows or loads. Templates write every attribute in double quotes, and values come escaped.
_LINK = re.compile(r'\s(?:href|src|action|formaction|poster|data-src|data-to)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
#: Names that the theme gives to parts of every page.
FRAME_IDS = ("lp-main", "lp-toc", "lp-menu", "lp-find")


class Linked(Protocol):
    """An entry with a title and a page."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def href(self) -> str:
        """Its page."""


@pass_context
def heading(
    context: Context,
    text: str,
    level: int,
    anchor: str | None = None,
    language: str | None = None,
    direction: str | None = None,
) -> Markup:
    """A heading; one with an anchor joins the page's table of contents."""
    if anchor:
        context["headings"].append(Heading(level, anchor, text))
    name = f' id="{escape(anchor)}"' if anchor else ""
    tongue = f' lang="{escape(language)}"' if language else ""
    way = f' dir="{escape(direction)}"' if direction else ""
    return Markup(f"<h{level}{name}{tongue}{way}>{escape(text)}</h{level}>")  # noqa: S704 - every part is escaped


def bidirectional(text: str) -> Markup:
    """Text for HTML, with elements instead of isolates: what is written from right to left moves nothing around it."""
    escaped = escape(isolated(text) if FSI not in text else text)
    return escaped.replace(FSI, Markup("<bdi>")).replace(PDI, Markup("</bdi>"))


def capitalised(text: str) -> str:
    """The text with a capital first letter, and the rest as it is."""
    return text[:1].upper() + text[1:]


def title_link(view: Linked) -> Markup:
    """A link to the page of something, with its title."""
    return Markup('<a href="{}">{}</a>').format(view.href, with_stop_mark(escape(view.title)))


@cache
def environment(language: str) -> Environment:
    """The templates of this package in a language: every value escaped, every unknown name an error."""
    made = Environment(
        loader=PackageLoader("learning_pathway.site"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=with_stop_mark,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["heading"] = heading
    made.filters["bidirectional"] = bidirectional
    made.filters["linked"] = title_link
    made.filters["item"] = item
    made.filters["capitalised"] = capitalised
    install(made, translations_for(language), with_stop_mark)
    return made


def render(template: str, here: str, language: str, **values: object) -> PageBody:
    """The body of the page at `here`, with the interface in `language`.

    Templates call `to(path)` for a link to another page of the site.

    Raises:
        jinja2.UndefinedError: the template names something that it was not given.
    """
    headings: list[Heading] = []
    text = render_text(template, here, language, headings=headings, **values)
    return PageBody(unique(text.strip()), headings)


def unique(text: str) -> str:
    """A page's HTML in which no two elements have one id, and none has an id of the theme's: the first one keeps it."""
    taken = set(FRAME_IDS)

    def kept(found: re.Match[str]) -> str:
        if found[1] in taken:
            return ""
        taken.add(found[1])
        return found[0]

    return _ID.sub(kept, text)


def render_text(template: str, here: str, language: str, **values: object) -> str:
    """The text of a template that is not a page of its own, seen from the page at `here`."""
    text = (
        environment(language)
        .get_template(template)
        .render(to=partial(link, here), language=language, direction=direction(language), **values)
    )
    return _LINK.sub(link_attribute, resolve_stops(text))


def link_attribute(found: re.Match[str]) -> str:
    """An attribute that links, if a browser may follow it; the catalogue's rules have refused such addresses before."""
    address = html.unescape(found[1]) if "&" in found[1] else found[1]
    return found[0] if not address or href(address) else ""
