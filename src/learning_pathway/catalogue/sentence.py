"""Sentences inside braces that YAML cuts at their commas."""

from __future__ import annotations

from collections.abc import Iterator

from yaml import MappingNode, Node, ScalarNode

from .codes import Code
from .correction import quoted, spliced
from .document import Document, Path, Unvalued
from .draft import Draft, Finding
from .translation import shown

__all__ = ["cut_sentences", "is_bare"]


def is_bare(document: Document, unvalued: Unvalued) -> bool:
    """Whether a key stands in braces without even a colon."""
    between = document.text[unvalued.key.end_mark.index : unvalued.value.start_mark.index]
    is_written = unvalued.value.end_mark.index > unvalued.value.start_mark.index
    return bool(unvalued.mapping.flow_style) and ":" not in between and not is_written


def cut_sentences(
    draft: Draft, document: Document, bare: list[tuple[Unvalued, Path]], known: set[str]
) -> Iterator[Finding]:
    """One finding for each run of keys without a colon, at its first.

    Args:
        draft: the catalogue.
        document: the file that holds the keys.
        bare: the keys, with their paths.
        known: those of them that the model knows.
    """
    keys = {id(each.key) for each, _ in bare}
    for each, path in bare:
        pairs: list[tuple[Node, Node]] = each.mapping.value
        place = next(number for number, (key, _) in enumerate(pairs) if key is each.key)
        if place and id(pairs[place - 1][0]) in keys:
            continue  # goes on from the one before
        last = place
        while last + 1 < len(pairs) and id(pairs[last + 1][0]) in keys:
            last += 1
        yield _finding(draft, document, path, each.mapping, place, last, is_known=each.key.value in known)


def _finding(
    draft: Draft, document: Document, path: Path, mapping: MappingNode, first: int, last: int, *, is_known: bool
) -> Finding:
    owner = draft.owner(document, path)
    pairs: list[tuple[Node, Node]] = mapping.value
    rest = document.text[pairs[first][0].start_mark.index : pairs[last][0].end_mark.index]
    value = pairs[first - 1][1] if first else None
    if is_known or not isinstance(value, ScalarNode) or not value.value or value.style:
        message = f"`{shown(rest)}` stands in braces without a colon and a value, so it is never shown."
        remedy = "Write `key: value`, or put the sentence that it belongs to in double quotes."
        return Finding(Code.LOST_TEXT, owner, message, remedy, path, at_key=True)
    name = shown(pairs[first - 1][0].value)
    begin, end = value.start_mark.index, pairs[last][0].end_mark.index
    corrected = spliced(document.text, begin, end, quoted(document.text[begin:end]))
    message = f"Inside braces, a comma ends the value of `{name}`, so the text from `{shown(rest)}` on is lost."
    remedy = f"Put the sentence in double quotes: {name}: {quoted(shown(document.text[begin:end]))}."
    return Finding(Code.UNKNOWN_KEY, owner, message, remedy, path, at_key=True, corrected=corrected)
