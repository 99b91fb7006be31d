"""The fields of a form, made from the model: label, help, example, choices and what a field refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from ..catalogue.dates import PartialDate
from ..catalogue.fields import FIELDS
from ..catalogue.raw import MODELS
from ..catalogue.rules.ids import REFERENCES as ID_REFERENCES
from ..catalogue.text import RichText
from ..catalogue.types import EntryKind, ResourceType
from .entries import CHILDREN

__all__ = ["Control", "Widget", "choice_label", "choice_name", "controls_for", "in_form_words", "split"]


class Widget(StrEnum):
    """What a value is typed or chosen with."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    FLAG = "flag"
    REFERENCE = "reference"
    """One entry, found by its title."""
    CHECKS = "checks"
    """Any of a few entries."""
    GROUP = "group"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Control:
    """A field of a form.

    Attributes:
        name: the key in the file.
        choices: what can be chosen.
        refers: the kind of entry that the value is the id of.
        default: what counts where nothing is written.
        parts: the fields of a group, or the one that each row of a list is.
    """

    name: str
    label: str
    widget: Widget
    help: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    refers: EntryKind | None = None
    default: str = ""
    required: bool = False
    parts: tuple[Control, ...] = ()
    types: frozenset[ResourceType] = frozenset(ResourceType)

    @property
    def is_bare(self) -> bool:
        """Whether its values go into the file without quotes."""
        return self.widget in (Widget.NUMBER, Widget.DATE, Widget.FLAG)


#: Which fields of an entry hold ids, and of what.
REFERENCES: Mapping[tuple[EntryKind | None, str], EntryKind] = {
    (each.kind, each.field): each.target for each in ID_REFERENCES
}
#: What a form calls a field where its key would not say enough; the others are called after their keys.
LABELS: Mapping[str, str] = {
    "forge": "Repository host",
    "guides_url": "Address of the guides",
    "library_page_size": "Resources on a library page",
    "listen": "Listen to",
    "log": "Decisions",
    "longest": "Longest answer",
    "page_count": "Length in pages",
    "path": "Path below another site",
    "quorum": "Fewest answers",
    "rates": "Reading speeds",
    "rests_on": "Based on",
    "see": "More about it",
    "site_url": "Address of the site",
    "supplied_title": "Our title",
    "url": "Address",
    "voices_store": "Folder of the answers",
    "word_count": "Length in words",
}
#: What a form calls a choice that is a name; the others are called after their values.
_NAMES = {
    "common-cartridge": "Common Cartridge",
    "epub": "EPUB",
    "github": "GitHub",
    "gitlab": "GitLab",
    "scorm12": "SCORM 1.2",
}
#: The fields that most entries have; a form shows the others folded, unless they have a value.
COMMON: Mapping[EntryKind, tuple[str, ...]] = {
    EntryKind.RESOURCE: (
        *("type", "title", "supplied_title", "authors", "publisher", "published", "url", "access", "level"),
        *("minutes", "page_count", "themes", "summary", "why"),
    ),
    EntryKind.TASK: ("title", "prompt", "mode", "minutes", "themes"),
    EntryKind.CALL: ("title", "question", "why", "opens", "closes"),
    EntryKind.PATHWAY: ("title", "summary", "site_url", "organisation", "contact", "modules"),
}
#: Keys that a form leaves to a command of their own, which follows every mention.
_NOT_HERE = frozenset({"id", "formerly"})


@cache
def controls_for(kind: EntryKind) -> tuple[Control, ...]:
    """The fields of an entry, the common ones first."""
    inner = CHILDREN.get(kind, ("",))[0]
    names = [name for name in MODELS[kind].model_fields if name not in _NOT_HERE and name != inner]
    common = [name for name in COMMON.get(kind, ()) if name in names]
    ordered = [*common, *(name for name in names if name not in common)]
    made = {control.name: control for control in controls_of(MODELS[kind], kind)}
    if kind is EntryKind.RESOURCE:
        made = {name: _as_row(control) for name, control in made.items()}
    labels = {name: control.label for name, control in made.items()}
    return tuple(_for_people(made[name], labels) for name in ordered)


def split(
    kind: EntryKind, controls: tuple[Control, ...], data: Mapping[str, Any]
) -> tuple[list[Control], list[Control]]:
    """The fields to show at once, and those to fold: what is not common, not for this type, and has no value."""
    kind_of_resource = data.get("type") if kind is EntryKind.RESOURCE else None
    common = COMMON.get(kind, tuple(control.name for control in controls))

    def is_first(control: Control) -> bool:
        if control.name in data or control.required:
            return True
        fits = kind_of_resource not in set(ResourceType) or kind_of_resource in control.types
        return control.name in common and fits

    return [each for each in controls if is_first(each)], [each for each in controls if not is_first(each)]


def _as_row(control: Control) -> Control:
    """The field of a resource with what its row in the table says."""
    row = FIELDS.get(control.name)
    if row is None:
        return control
    label = LABELS.get(control.name, row.label)
    return replace(control, label=label, help=row.help, example=row.example.strip('"'), types=row.types)


def choice_label(value: str) -> str:
    """What a form calls a choice."""
    if value in set(ResourceType):
        return ResourceType(value).label
    return _NAMES.get(value, value.replace("-", " ").capitalize())


def choice_name(value: str) -> str:
    """What a sentence calls a choice."""
    return _NAMES.get(value, choice_label(value).lower())


@cache
def _labels() -> Mapping[str, str]:
    """What forms call each field by its key; where kinds differ, as a resource has it."""
    kinds = sorted(MODELS, key=lambda kind: kind is EntryKind.RESOURCE)
    return {control.name: control.label for kind in kinds for control in controls_for(kind)}


#: What a message says of the file, and what that is in a form.
_IN_FORMS = (
    (r"Add a line that begins with `([a-z_]+):`", r"Fill in `\1`"),
    (r"Delete this line to publish it", "To publish it, clear “Status”"),
    (r"Add `([a-z_]+):` under `pathway`", r"Fill in `\1` in the settings"),
    (r"`([a-z_]+):`", r"`\1`:"),
)


def in_form_words(message: str, kind: EntryKind | None = None) -> str:
    """A message about the file as the form of a kind says it: fields by their labels, and what to do in the form."""
    for pattern, words in _IN_FORMS:
        message = re.sub(pattern, words, message)
    labels = {**_labels(), **{each.name: each.label for each in (controls_for(kind) if kind in MODELS else ())}}
    return re.sub(r"`([a-z_]+)`", lambda found: f"“{labels[found[1]]}”" if found[1] in labels else found[0], message)


def _for_people(control: Control, labels: Mapping[str, str]) -> Control:
    """The field with a help that names fields and choices as the form does: no ids, keys or values of the file."""
    words = re.sub(r"^Ids? of (\w)", lambda found: found[1].upper(), control.help).replace("`true` where", "Yes if")
    names = {**labels, **{choice: choice_label(choice) for choice in control.choices}}
    words = re.sub(r"`([a-z_-]+)`", lambda found: f"“{names[found[1]]}”" if found[1] in names else found[0], words)
    example = "" if control.widget in (Widget.CHOICE, Widget.FLAG) else control.example
    return replace(control, help=words, example=example)


def controls_of(model: type[BaseModel], kind: EntryKind | None = None) -> Iterator[Control]:
    """The fields of a model, as they are declared; those of an entry of a kind may be references."""
    for name, info in model.model_fields.items():
        made = control_of(name, info.annotation, kind)
        known = info.get_default(call_default_factory=False)
        default = "" if known in (None, (), PydanticUndefined) or isinstance(known, BaseModel | tuple) else known
        yield replace(
            made,
            help=info.description or "",
            default=_word(default),
            required=info.is_required(),
        )


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def control_of(name: str, annotation: Any, kind: EntryKind | None = None) -> Control:
    """The field for values of a type, in an entry of a kind where it is not inside a value."""
    label = LABELS.get(name, name.replace("_", " ").capitalize())
    base = _bare_type(annotation)
    if get_origin(base) is tuple:
        return _many(name, label, get_args(base)[0], kind)
    if refers := REFERENCES.get((kind, name)):
        return Control(name, label, Widget.REFERENCE, refers=refers)
    if get_origin(base) is Literal:
        return Control(name, label, Widget.CHOICE, choices=get_args(base))
    if isinstance(base, type) and issubclass(base, Enum):
        return Control(name, label, Widget.CHOICE, choices=tuple(str(each.value) for each in base))
    if isinstance(base, type) and issubclass(base, BaseModel):
        return Control(name, label, Widget.GROUP, parts=tuple(controls_of(base)))
    widgets = {
        bool: Widget.FLAG,
        int: Widget.NUMBER,
        date: Widget.DATE,
        PartialDate: Widget.DATE,
        RichText: Widget.TEXT,
    }
    return Control(name, label, widgets.get(base, Widget.LINE))


def _many(name: str, label: str, of: Any, kind: EntryKind | None) -> Control:
    if REFERENCES.get((kind, name)) is EntryKind.THEME:
        return Control(name, label, Widget.CHECKS, refers=EntryKind.THEME)
    row = replace(control_of(name, of, kind), name="", label=label)
    return Control(name, label, Widget.LIST, parts=(row,))


def _bare_type(annotation: Any) -> Any:
    """A type without `Annotated` and `None` around it."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, UnionType):
            annotation = next(part for part in get_args(annotation) if part is not type(None))
        else:
            return annotation
