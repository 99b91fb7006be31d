"""Phrases by which pages say that something is wrong."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from itertools import groupby
from typing import Final

from ..text import folded

__all__ = [
    "AGE_GATE",
    "BODY_NOT_FOUND",
    "CHALLENGE",
    "CONSENT",
    "CONSENT_OR_PAY",
    "DEFAULT_PAGE",
    "FAULT",
    "FILLER",
    "GATE",
    "GEO",
    "HIJACK",
    "LOGIN",
    "MAINTENANCE",
    "MOVED_NOTICE",
    "NOT_A_RESOURCE",
    "NOT_FOUND",
    "PARKED",
    "PARKING_HOSTS",
    "REFUSAL",
    "REGRET",
    "SALE",
    "SHELVES",
    "SHOP",
    "SUSPENDED",
    "SWITCHED_OFF",
    "VIDEO_GONE",
    "WITHDRAWN",
    "WITHDRAWN_ANYWHERE",
    "WITHDRAWN_ELSEWHERE",
]

_TABLES: Final[dict[str, str]] = tomllib.loads((files(__package__) / "phrases.toml").read_text(encoding="utf-8"))


def _any_of(*tables: str) -> re.Pattern[str]:
    """Make one pattern of the phrases of some tables, the longest first, to be searched in bare text."""
    phrases = sorted({folded(phrase) for table in tables for phrase in _TABLES[table].split(";")} - {""})
    return re.compile(rf"(?<!\w)(?:{_merged(phrases)})(?!\w)")


def _merged(phrases: list[str]) -> str:
    """Write sorted phrases as a tree of their common beginnings, which is searched many times as fast as a list."""
    branches = []
    for first, group in groupby(phrases, key=lambda phrase: phrase[:1]):
        rest = list(group)
        if first:
            common = _common_beginning(rest[0], rest[-1])
            branches.append(f"{re.escape(common)}{_ending([phrase[len(common) :] for phrase in rest])}")
    return "|".join(branches)


def _common_beginning(first: str, last: str) -> str:
    """Return what the first and the last of some sorted texts, and so all of them, begin with."""
    different = next((place for place, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), None)
    return first[: min(len(first), len(last)) if different is None else different]


def _ending(rest: list[str]) -> str:
    if rest == [""]:
        return ""
    return f"(?:{_merged(rest)}){'' if rest[0] else '?'}"


NOT_FOUND: Final = _any_of("not_found")
BODY_NOT_FOUND: Final = _any_of("body_not_found")
NOT_A_RESOURCE: Final = _any_of("not_a_resource")
PARKED: Final = _any_of("parked")
SUSPENDED: Final = _any_of("suspended")
DEFAULT_PAGE: Final = _any_of("default_page")
CHALLENGE: Final = _any_of("challenge")
CONSENT: Final = _any_of("consent")
GEO: Final = _any_of("geo")
AGE_GATE: Final = _any_of("age_gate")
LOGIN: Final = _any_of("login")
GATE: Final = _any_of("gate")
WITHDRAWN: Final = _any_of("withdrawn")
MAINTENANCE: Final = _any_of("maintenance")
FAULT: Final = _any_of("fault")
HIJACK: Final = _any_of("hijack")
VIDEO_GONE: Final = _any_of("video_gone")
MOVED_NOTICE: Final = _any_of("moved_notice")
REGRET: Final = _any_of("regret")
REFUSAL: Final = _any_of("refusal")
SWITCHED_OFF: Final = _any_of("switched_off")
SALE: Final = _any_of("sale")
SHOP: Final = _any_of("shop")
CONSENT_OR_PAY: Final = _any_of("consent_or_pay")
WITHDRAWN_ANYWHERE: Final = _any_of("withdrawn", "withdrawn_elsewhere")
WITHDRAWN_ELSEWHERE: Final = _any_of("withdrawn_elsewhere")
FILLER: Final = frozenset(folded(_TABLES["filler"]).split())
PARKING_HOSTS: Final = frozenset(_TABLES["parking_hosts"].split())
SHELVES: Final = frozenset(_TABLES["shelves"].split())
