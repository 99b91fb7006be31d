"""Markdown and HTML in long texts beyond the small set that works there: learners would see the signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from ..codes import Code
from ..draft import Draft, Finding, Item, Kind
from ..model import Module, Pathway, Resource, Retired, Route, Section, Step, Task, Theme, Tip, TipList, TipSource
from ..richtext import RichText
from ..translation import shown

__all__ = ["check_markdown"]

_MODELS: dict[Kind, type[BaseModel]] = {
    Kind.PATHWAY: Pathway,
    Kind.THEME: Theme,
    Kind.RESOURCE: Resource,
    Kind.TASK: Task,
    Kind.MODULE: Module,
    Kind.SECTION: Section,
    Kind.STEP: Step,
    Kind.ROUTE: Route,
    Kind.TIP_LIST: TipList,
    Kind.TIP_SOURCE: TipSource,
    Kind.TIP: Tip,
    Kind.RETIRED: Retired,
}
#: What shows as it is typed, and how to recognise it.
_FOREIGN = (
    ("a link to an address that is not https://, http:// or mailto:", re.compile(r"\[[^\]\n]+\]\([^)\n]+\)")),
    ("a heading", re.compile(r"^#{1,6} \S.*$", re.MULTILINE)),
    ("a quotation", re.compile(r"^> \S.*$", re.MULTILINE)),
    ("a block of code", re.compile(r"^(?:```|~~~).*$", re.MULTILINE)),
    ("code", re.compile(r"`[^`\n]+`")),
    ("a table", re.compile(r"^\|.*\|[ \t]*$", re.MULTILINE)),
    ("HTML", re.compile(r"</?[A-Za-z][^<>\n]*>")),
)
#: Looked for in what the editor typed: in plain text it is a link.
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]+\)")


def _holds_rich_text(annotation: Any) -> bool:
    return annotation is RichText or any(map(_holds_rich_text, get_args(annotation)))


_LONG = {
    kind: [name for name, field in model.model_fields.items() if _holds_rich_text(field.annotation)]
    for kind, model in _MODELS.items()
}


def check_markdown(draft: Draft) -> Iterator[Finding]:
    """Find the first such sign of each long text."""
    for item in draft.each(*_MODELS):
        for name in _LONG[item.kind]:
            yield from _text(item, name)


def _text(item: Item, name: str) -> Iterator[Finding]:
    for path, written in item.texts(name):
        text = str(RichText(written)) if written else ""
        found = next(((what, match[0]) for what, form in _FOREIGN if (match := form.search(text))), None)
        if picture := _PICTURE.search(written):
            found = ("a picture", picture[0])
        if found:
            message = f"`{name}` holds {found[0]}, which shows as it is typed: `{shown(found[1])}`."
            remedy = "Write it in plain words, or with emphasis, lists and links: see “Long texts” in the guide."
            yield Finding(Code.MARKDOWN_AS_TYPED, item, message, remedy, path)
