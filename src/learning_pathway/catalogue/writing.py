"""New entries as an editor would write them: one key a line, long texts folded, quotes only where they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from .model import Resource

__all__ = ["WIDTH", "written_entry"]

#: Columns that a line of a folded text takes up at most.
WIDTH = 110
#: Keys whose values are never anything but themselves, so that `2011` needs no quotes.
_BARE = frozenset({"published", "updated", "accessed", "added", "minutes", "page_count", "word_count", "reviewed_on"})


class _Folded(str):
    """A text that goes over several lines."""

    __slots__ = ()


class _Bare(str):
    """A date or a number."""

    __slots__ = ()


class _Writer(yaml.SafeDumper):
    """PyYAML's, with list items further in than their key, as editors write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's signature
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def _bare(writer: yaml.SafeDumper, text: _Bare) -> yaml.ScalarNode:
    # With the tag that the resolver would give, no quotes are put around what may be taken for a number or a day.
    tag = writer.resolve(yaml.ScalarNode, str(text), (True, False))  # type: ignore[no-untyped-call]
    return writer.represent_scalar(tag, str(text))


_Writer.add_representer(_Folded, lambda writer, text: writer.represent_scalar("tag:yaml.org,2002:str", text, style=">"))
_Writer.add_representer(_Bare, _bare)


def written_entry(facts: Mapping[str, Any], indent: int = 2, line_end: str = "\n") -> str:
    """An entry of the list of resources, from its dash to the end of its last line.

    Args:
        facts: values of the entry's keys, as the model takes them. Keys come in the model's order; empty values not
            at all.
        indent: columns before the dash.
        line_end: how lines end in the file.
    """
    order = [key for key in Resource.model_fields if key != "formerly"]
    content = {key: _shaped(key, facts[key], indent) for key in _ordered(facts, order) if _says(facts[key])}
    text = yaml.dump(
        [content], Dumper=_Writer, allow_unicode=True, sort_keys=False, width=WIDTH - indent, indent=2, line_break="\n"
    )
    return "".join(f"{' ' * indent if line else ''}{line}{line_end}" for line in text.removesuffix("\n").split("\n"))


def _ordered(facts: Mapping[str, Any], order: list[str]) -> list[str]:
    return sorted(facts, key=lambda key: order.index(key) if key in order else len(order))


def _says(value: Any) -> bool:
    return value is not None and value not in ("", (), [], {})


def _shaped(key: str, value: Any, indent: int) -> Any:
    if isinstance(value, Mapping):
        return {inner: _shaped(inner, part, indent + 4) for inner, part in value.items() if _says(part)}
    if isinstance(value, list | tuple):
        return [_shaped("", part, indent + 4) for part in value]
    text = str(value)
    if key in _BARE:
        return _Bare(text)
    is_long = len(text) + len(key) + indent + 4 > WIDTH and " " in text
    return _Folded(text) if is_long else text
