"""Ids for new entries: short, in the catalogue's letters, and never used before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..catalogue.model import ID_PATTERN, Catalogue
from ..catalogue.published import Published, keys_of
from ..catalogue.rules.identity import RESERVED
from ..catalogue.suggestion import as_id

__all__ = ["propose", "taken"]

#: Words of a title that an id does without.
_SMALL = frozenset(
    {
        "a", "about", "an", "and", "are", "as", "at", "be", "by", "for", "from", "how", "in", "into", "is", "it",
        "its", "of", "on", "or", "our", "the", "their", "to", "towards", "we", "what", "when", "why", "with", "your"
    }
)  # fmt: skip
_WORDS = 5
_LONGEST = 60


def taken(catalogue: Catalogue | None, published: Published) -> set[str]:
    """Every id that a resource has, had, or was published with."""
    keys = {*(keys_of(catalogue) if catalogue is not None else ()), *published.lines}
    return {key.partition(":")[2] for key in keys if key.startswith("resource:")}


def propose(key: str, facts: Mapping[str, Any], used: Iterable[str]) -> str:
    """An id for a work.

    Args:
        key: what the file calls it: it becomes the id where it can be one that a person made up.
        facts: its title and makers, of which the id is made otherwise: `sharp-know-good-work`.
        used: ids that cannot be had; see `taken`.
    """
    wanted = key if _is_good(key) else _made(facts)
    used = used if isinstance(used, set) else set(used)
    name, number = wanted, 1
    while name in used or name in RESERVED:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _is_good(key: str) -> bool:
    return re.fullmatch(ID_PATTERN, key) is not None and len(key) <= _LONGEST and re.search("[a-z]{2}", key) is not None


def _made(facts: Mapping[str, Any]) -> str:
    makers = [*(facts.get("authors") or ()), *(facts.get("editors") or ())]
    first = makers[0] if makers and isinstance(makers[0], Mapping) else {}
    maker = as_id(str(first.get("family") or first.get("organisation") or ""))
    words = as_id(str(facts.get("title") or facts.get("supplied_title") or "")).split("-")
    telling = [word for word in words if word not in _SMALL] or words
    short = "-".join([*maker.split("-")[:3], *telling[:_WORDS]]).strip("-")
    while len(short) > _LONGEST and "-" in short:
        short = short.rpartition("-")[0]
    return short[:_LONGEST].strip("-") or "work"
