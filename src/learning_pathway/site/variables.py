"""Variables of hand-written pages: settings that about, accessibility and privacy pages show."""

from __future__ import annotations

import re
import traceback
from collections.abc import Collection
from functools import cache
from html import escape
from typing import Any

import yaml
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..catalogue.addresses import href, written
from ..catalogue.model import Pathway
from ..locale import translations_for
from .document import inert, inert_address
from .rendering import resolve_stops, stop_mark

__all__ = ["VariableError", "asks_for_settings", "check_front_matter", "contact_link", "fill", "front_matter"]


#: Settings that are addresses of links.
_ADDRESSES = ("contact_link", "repository", "site_url")
_TAGS = re.compile(r"[ \t]*(?:\{(?P<kind>[%#])(?:(?![%#]\}).)*(?P=kind)\}[ \t]*)+")
_AFTER_TAG = re.compile(r"([%#]\})[ \t]+")
_INDENTED_TAG = re.compile(r"^([ \t]+\{%)(?![-+])")
#: Put at the end of a line with tags among its words, which goes where nothing of it remains. No text holds it.
_MARK = "\ufdd1"
_NOTHING_LEFT = re.compile(rf"^[ \t]*{_MARK}\n", re.MULTILINE)
#: How front matter begins: three hyphens, then a key. A rule across the page has no key after it.
FRONT = re.compile(r"---[ \t]*\r?\n[ \t]*[\w\"'-]+[ \t]*:")
FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?\n)(?:\.{3}|---)[ \t]*(?:\r?\n|\Z)", re.DOTALL)


class VariableError(Exception):
    """A hand-written page could not be filled in; the message says which, where and why."""


class Address(str):
    """A setting that is the address of a link."""

    __slots__ = ()


@cache
def environment() -> ImmutableSandboxedEnvironment:
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
    return _INDENTED_TAG.sub(r"\1+", words) + f"{_MARK}\n"


def asks_for_settings(text: str) -> bool:
    """Whether a Markdown file has ``settings: true`` in its front matter."""
    return front_matter(text).get("settings") is True


def front_matter(text: str) -> dict[str, Any]:
    """The front matter of a Markdown file; empty where it has none that can be read."""
    front, found, _ = text[4:].partition("\n---") if text.startswith("---\n") else ("", "", "")
    try:
        meta: Any = yaml.safe_load(front) if found else None
    except yaml.YAMLError:
        return {}
    return meta if isinstance(meta, dict) else {}


def check_front_matter(text: str, name: str) -> None:
    """Refuse a page whose front matter cannot be read: an engine would show it to readers as text.

    Raises:
        ProseError: the front matter is not YAML with keys and values, or has no end.
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
        ProseError: the text names a setting that does not exist, or its Jinja cannot be read.
    """
    values = pathway.model_dump(exclude={"modules", "rates", "accessibility_tested"}) | pathway.rates.model_dump()
    tested = pathway.accessibility_tested
    values["accessibility_tested"] = translations_for(pathway.language).day(tested) if tested else None
    values["contact_link"] = contact_link(pathway.contact)
    values["ids"] = ids
    values |= {key: Address(href(values[key])) for key in _ADDRESSES if values[key]}
    try:
        filled = environment().from_string(prepare_text(text)).render(values)
    except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
        line = getattr(error, "lineno", None) or _line_of(error)
        raise VariableError(f"docs/{name}{f':{line}' if line else ''}: {escape(str(error), quote=False)}") from None
    return resolve_stops(_NOTHING_LEFT.sub("", filled).replace(_MARK, ""))


def _line_of(error: Exception) -> int | None:
    """The line of the text where rendering stopped."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if frame.filename == "<template>"), None)


def contact_link(contact: str | None) -> str | None:
    """The link to contact us: a page, or an email address; None for anything else."""
    if contact and "@" in contact and "://" not in contact and not contact.startswith("mailto:"):
        return f"mailto:{contact}"
    return written(href(contact or "")) or None
