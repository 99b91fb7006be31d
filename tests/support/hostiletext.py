"""A catalogue with every field that takes text filled with one text, and what a page is made of beside its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from learning_pathway.catalogue.addresses import href
from learning_pathway.catalogue.model import Catalogue, LongText, Text

__all__ = ["HOSTILE", "MARKS", "catalogue", "elements", "fields"]

#: What Markdown, its extensions, HTML and Jinja act upon.
MARKS = "`~{}#[]()*_\\|^=$!+-.:<>&\"'/@%;,?"
#: One of each: attributes for a fence, for a heading and for a span; blocks, tabs, snippets, macros; HTML in pieces.
HOSTILE = (
    "Before\n# x\n```{ onfocus=alert(1) tabindex=0 autofocus=1 }\nx\n```\nafter",
    "x\n\n~~~ {.a onclick=alert(1)}\nx\n~~~\n\n## Head {#stolen onclick=alert(1)}\n\n*x*{: onclick=alert(1)}\n{: .b}",
    '!!! note "T"\n    body\n\n??? x\n    y\n\n=== "Tab"\n    z\n\n/// x | y\nz\n///\n\n::: module.path',
    '--8<-- "mkdocs.yml"\n\n;--8<-- "x"\n\n{% include "x" %}{{ config }}{# x #}\n\n[TOC]\n\n*[ab]: Long\n[r]: data:x',
    "<script>alert(1)</script><img src=x onerror=alert(1)>\n\n<div markdown=1 onclick=x>\n\n# x\n\n</div></article>",
    "]]> --> </style></script></title></textarea><svg/onload=alert(1)>\" onfocus=alert(1) x=\"' autofocus='",
    "[a](javascript:alert(1)) [b](https://x.example 't\" onclick=\"alert(1)') <https://x.example> ![i](https://x.example)",
    "- [x](data:text/html,x)\n  1. **y\n> q\n\n| a | b |\n|---|---|\n| c | d |\n",
    "[^1]: note\n\nTerm\n:   def\n\n---\nbody: x\n...\n---\n# x",
    "$$x$$ ==m== ^^i^^ {++a++} {--b--} {>>c<<} ~~s~~ H~2~O :smile: ++ctrl+alt++ (c) [[wiki]] \\*",
)
#: What the small set of Markdown makes, which any long text may hold.
ALLOWED = frozenset({"p", "em", "strong", "ul", "ol", "li"})

FIXED: dict[str, Any] = {
    "pathway": {
        "language": "en-GB",
        "site_url": "https://example.org/p/",
        "repository": "https://example.org/r",
        "contact": "us@example.org",
        "accessibility_tested": "2024-05-01",
        "packages": [],
    },
    "themes": [{"id": "theme", "formerly": ["old-theme"]}],
    "resources": [
        {
            "id": "work",
            "formerly": ["old-work"],
            "type": "journal-article",
            "authors": [{"role": "author"}],
            "editors": [{"role": "editor"}],
            "published": "2020",
            "accessed": "2024-05-01",
            "doi": "10.1234/x",
            "url": "https://example.org/a.pdf",
            "catalogue_url": "https://example.org/b",
            "archived_url": "https://example.org/c",
            "alternatives": [{"url": "https://example.org/d"}],
            "transcript": "https://example.org/e",
            "themes": ["theme"],
            "added": "2024-05-01",
            "related": ["film"],
        },
        {"id": "film", "type": "video", "url": "https://vimeo.com/1234567", "language": "he", "cites": ["work"]},
        {"id": "sound", "type": "audio", "status": "archived", "replaced_by": "film"},
    ],
    "tasks": [{"id": "task", "mode": "pairs", "minutes": 5}],
    "modules": [
        {
            "id": "module",
            "themes": ["theme"],
            "sections": [{"id": "section", "steps": [{"read": "work"}, {"watch": "film"}, {"task": "task"}]}],
        },
        {
            "id": "next",
            "prerequisites": ["module"],
            "sections": [{"id": "section", "formerly": ["part"], "steps": [{"read": "work", "optional": True}]}],
        },
    ],
    "routes": [{"id": "route", "modules": ["module", "next"]}],
    "tips": [
        {
            "id": "advice",
            "resource": "work",
            "sources": [
                {"id": "event", "kind": "event", "tips": [{"id": "one", "themes": ["theme"], "see": ["work"]}]}
            ],
        }
    ],
    "retired": [
        {"id": "gone", "kind": "resource", "replacement": "work"},
        {"id": "module/gone", "kind": "section", "replacement": "module/section"},
        {"id": "lost", "kind": "tip"},
    ],
}
#: Fields that exclude another of their entry, or in which the rules of the catalogue allow no text of any kind.
LEFT_OUT = {("Resource", "supplied_title"), ("Person", "family"), ("Person", "given"), ("Pathway", "contact")}


def fields(model: type[BaseModel] = Catalogue) -> Iterator[tuple[str, str]]:
    """Every field that takes any text, by model and name: a new one is among them by itself."""
    for name, annotation in annotations(model):
        if takes(annotation, Text, LongText):
            yield model.__name__, name
        for inner in models_in(annotation):
            yield from fields(inner)


def catalogue(text: str, *, only: type | None = None, otherwise: str = "Word") -> dict[str, Any]:
    """A catalogue of one of everything with `text` in every field that takes text.

    With `only=Text`, or `only=LongText`, the fields of the other kind hold the text `otherwise`.
    """
    return filled(Catalogue, FIXED, text, only, otherwise)


def filled(model: type[BaseModel], given: dict[str, Any], text: str, only: Any, otherwise: str) -> dict[str, Any]:
    """One entry with its fields of text filled in, and the entries inside it."""
    made = dict(given)
    for name, annotation in annotations(model):
        inner = next(iter(models_in(annotation)), None)
        if takes(annotation, Text, LongText) and (model.__name__, name) not in LEFT_OUT:
            words = text if only is None or takes(annotation, only) else otherwise
            made[name] = [words] if "tuple" in str(annotation) else words
        elif inner is not None and name in given:
            value = given[name]
            make = [
                filled(inner, one, text, only, otherwise) for one in (value if isinstance(value, list) else [value])
            ]
            made[name] = make if isinstance(value, list) else make[0]
    return made


def annotations(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    """The annotation of each field, as it is written."""
    hints = get_type_hints(model, include_extras=True)
    return ((name, hints[name]) for name in model.model_fields)


def takes(annotation: Any, *kinds: Any) -> bool:
    """Whether an annotation is one of `kinds`, or holds one."""
    return annotation in kinds or any(takes(part, *kinds) for part in get_args(annotation) if not isinstance(part, str))


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def elements(html: str, *, small_set: bool) -> list[tuple[str, ...]]:
    """What a page is made of: its elements with their attributes, in order.

    Values of attributes that hold text are left out. With `small_set`, so is what a long text may bring, if it is no
    more than that.
    """
    reader = Elements()
    reader.feed(html)
    reader.close()
    return [described(*tag) for tag in reader.found if not (small_set and small(*tag))]


class Elements(HTMLParser):
    """Reads the elements of a page, each with its attributes, without making a tree of them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def small(tag: str, attributes: dict[str, str]) -> bool:
    """Whether an element is of the small set."""
    if tag == "a" and attributes.keys() == {"href", "rel"} and attributes["rel"] == "external noreferrer":
        address = attributes["href"]
        return bool(href(address)) and address.lower().startswith(("https://", "http://", "mailto:"))
    return tag in ALLOWED and not attributes


#: A mail or an issue that is begun for the reader: its words are the catalogue's, each sign of them encoded.
_BEGUN = re.compile(
    r"((?:mailto:|https://)[^?\s]*\?)(?:subject|title)=[\w.~%-]*(&body=)[\w.~%-]*(?:&[a-z-]+=[\w.~%-]*)*", re.ASCII
)


def described(tag: str, attributes: dict[str, str]) -> tuple[str, ...]:
    """An element's name, and its attributes. An edit link names the branch, which may be any text."""
    values = {name: value.partition("/edit/")[0] for name, value in attributes.items() if name in FIXED_ATTRIBUTES}
    if (begun := _BEGUN.fullmatch(values.get("href", ""))) is not None:
        values["href"] = begun[1] + begun[2]
    return (tag, *(f"{name}={values.get(name, '')}" for name in sorted(attributes)))


#: Attributes that never hold the catalogue's text.
FIXED_ATTRIBUTES = (
    "class",
    "id",
    "href",
    "src",
    "rel",
    "type",
    "name",
    "role",
    "for",
    "lang",
    "dir",
    "data-key",
    "data-src",
)
