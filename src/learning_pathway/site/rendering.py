"""Render templates and fill settings into hand-written pages, with one full stop after a value that ends with one."""

from __future__ import annotations

import html
import re
import sys
import traceback
from collections.abc import Collection
from contextlib import suppress
from functools import cache, partial
from typing import Any, Protocol

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateError, pass_context, select_autoescape
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket, BytecodeCache, FileSystemBytecodeCache
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from ..catalogue.addresses import href
from ..catalogue.model import Pathway
from ..catalogue.text import FSI, PDI, direction, isolated
from ..citation.reference import STOPS
from ..locale.translations import install, translations_for
from .document import Heading, PageBody, inert, inert_address, link
from .sharing import contact_link, item

__all__ = [
    "FRAME_IDS",
    "VariableError",
    "asks_for_settings",
    "check_front_matter",
    "compiled_templates",
    "fill",
    "front_matter",
    "render",
    "render_text",
    "resolve_stops",
    "stop_mark",
    "with_stop_mark",
]


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

    title: str
    href: str


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


def divisible(text: str) -> Markup:
    """The text, where a long name of a host may be divided after its dots."""
    divided = re.sub(r"[\w.-]{25,}", lambda found: re.sub(r"\b\.\b", ".<wbr>", found[0]), str(escape(text)))
    return Markup(divided)  # noqa: S704 - escaped


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
        bytecode_cache=compiled_templates(),
    )
    made.filters |= {"heading": heading, "bidirectional": bidirectional, "linked": title_link, "item": item}
    made.filters |= {"capitalised": capitalised, "divisible": divisible}
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
    found = environment(language).get_template(template)
    text = found.render(to=partial(link, here), language=language, direction=direction(language), **values)
    return _LINK.sub(link_attribute, resolve_stops(text))


def link_attribute(found: re.Match[str]) -> str:
    """An attribute that links, if a browser may follow it; the catalogue's rules have refused such addresses before."""
    address = html.unescape(found[1]) if "&" in found[1] else found[1]
    return found[0] if not address or href(address) else ""


#: Settings that are addresses of links.
_ADDRESSES = ("contact_link", "repository", "site_url")
_TAGS = re.compile(r"[ \t]*(?:\{(?P<kind>[%#])(?:(?![%#]\}).)*(?P=kind)\}[ \t]*)+")
_AFTER_TAG = re.compile(r"([%#]\})[ \t]+")
_INDENTED_TAG = re.compile(r"^([ \t]+\{%)(?![-+])")
#: Put at the end of a line with tags among its words, which goes where nothing of it remains. No text holds it.
_TAG_MARK = "\ufdd1"
_NOTHING_LEFT = re.compile(rf"^[ \t]*{_TAG_MARK}\n", re.MULTILINE)
#: How front matter begins: three hyphens, then a key. A rule across the page has no key after it.
FRONT = re.compile(r"---[ \t]*\r?\n[ \t]*[\w\"'-]+[ \t]*:")
FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?\n)(?:\.{3}|---)[ \t]*(?:\r?\n|\Z)", re.DOTALL)


class VariableError(Exception):
    """A hand-written page could not be filled in; the message says which, where and why."""


class Address(str):
    """A setting that is the address of a link."""

    __slots__ = ()


@cache
def sandbox() -> ImmutableSandboxedEnvironment:
    """A sandbox of Jinja: an editor's text cannot call anything, and every value is inert in Markdown."""
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=markdown_value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def markdown_value(value: object) -> str:
    """A value as it is written in Markdown."""
    text = str(value)
    return inert_address(text) if isinstance(value, Address) else inert(text) + stop_mark(text)


def prepare_text(text: str) -> str:
    """A page's text for Jinja, which takes a line of nothing but tags away, and leaves every other as it is.

    Jinja by itself would take the end of any line that ends with a tag, and run it together with the next.
    """
    return "".join(map(prepare_line, text.splitlines(keepends=True)))


def prepare_line(line: str) -> str:
    """One line of it."""
    words = line.rstrip("\r\n")
    if _TAGS.fullmatch(words):
        return _AFTER_TAG.sub(r"\1", line)
    if words == line or words.rfind("%}") <= words.rfind("{%"):  # no tag, or one that goes on in the next line
        return line
    return _INDENTED_TAG.sub(r"\1+", words) + f"{_TAG_MARK}\n"


def asks_for_settings(text: str) -> bool:
    """Whether a Markdown file has ``settings: true`` in its front matter."""
    return front_matter(text).get("settings") is True


def front_matter(text: str) -> dict[str, Any]:
    """The front matter of a Markdown file; empty where it has none that can be read."""
    found = FRONT_MATTER.match(text)
    try:
        meta: Any = yaml.safe_load(found[1]) if found else None
    except yaml.YAMLError:
        return {}
    return meta if isinstance(meta, dict) else {}


def check_front_matter(text: str, name: str) -> None:
    """Refuse a page whose front matter cannot be read: an engine would show it to readers as text.

    Raises:
        VariableError: the front matter is not YAML with keys and values, or has no end.
    """
    if not FRONT.match(text):
        return
    found = FRONT_MATTER.match(text)
    if found is None:
        raise VariableError(f"docs/{name}:1: the settings at the top have no end: write `---` on a line after them.")
    try:
        meta: Any = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        place = "context_mark" if getattr(error, "context", "") == "while scanning a simple key" else "problem_mark"
        line = getattr(getattr(error, place, None), "line", 0) + 2
        problem = getattr(error, "problem", None) or "this is not YAML"
        raise VariableError(f"docs/{name}:{line}: the settings at the top cannot be read: {problem}.") from None
    if not isinstance(meta, dict):
        raise VariableError(f"docs/{name}:2: the settings at the top cannot be read: write `key: value` on each line.")


def fill(text: str, pathway: Pathway, name: str, *, ids: Collection[str] = ()) -> str:
    """The text of the page called `name` with the settings in their places.

    `ids` are those of all resources, modules and calls: ``{% if "a-report" in ids %}`` leaves out what would speak of
    one that is not there.

    Raises:
        VariableError: the text names a setting that does not exist, or its Jinja cannot be read.
    """
    values = pathway.model_dump(exclude={"modules", "rates", "accessibility_tested"}) | pathway.rates.model_dump()
    tested = pathway.accessibility_tested
    values["accessibility_tested"] = translations_for(pathway.language).day(tested) if tested else None
    values["contact_link"] = contact_link(pathway.contact)
    values["ids"] = ids
    values |= {key: Address(href(values[key])) for key in _ADDRESSES if values[key]}
    try:
        filled = sandbox().from_string(prepare_text(text)).render(values)
    except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
        line = getattr(error, "lineno", None) or _line_of(error)
        place = f"docs/{name}:{line}" if line else f"docs/{name}"
        raise VariableError(f"{place}: {html.escape(str(error), quote=False)}") from None
    return resolve_stops(_NOTHING_LEFT.sub("", filled).replace(_TAG_MARK, ""))


def _line_of(error: Exception) -> int | None:
    """The line of the text where rendering stopped."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if frame.filename == "<template>"), None)


class _Files(FileSystemBytecodeCache):
    """Templates in files; one that cannot be read or written is compiled anew."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template, if its source is still the same."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # it is damaged: no error of a build
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


class _Memory(BytecodeCache):
    """Templates in memory, for as long as the cache is held."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template, if its source is still the same."""
        if (kept := self._kept.get(bucket.key)) is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


def compiled_templates() -> BytecodeCache:
    """The cache: files in a folder that is this user's alone; memory, where Python keeps nothing in files either.

    Compiling the templates of a site takes a quarter of a second in each process.
    """
    if not sys.dont_write_bytecode:
        with suppress(OSError, RuntimeError):  # no folder, or one that others may write to
            return _Files(pattern=f"learning-pathway-{jinja_version}-%s.cache")
    return _Memory()
