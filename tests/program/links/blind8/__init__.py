"""The eighth blind set: 397 links, with the verdicts that are right (see `README.md`)."""

from __future__ import annotations

from pathlib import Path

import yaml

from links.blind6.rows import case_of
from links.laboratory.case import Case

from . import ways
from .framed import frame

__all__ = ["CASES", "MISSED"]


def read(name: str) -> list[Case]:
    """Read the cases of a file."""
    rows = yaml.load(Path(__file__).with_name(name).read_text(encoding="utf-8"), yaml.CSafeLoader)
    return [case_of({**row, "whole": frame(row)} if "frame" in row else row) for row in rows]


CASES = (
    *ways.CASES,
    *read("healthy.yaml"),
    *read("trouble.yaml"),
    *read("second.yaml"),
    *read("third.yaml"),
    *read("fourth.yaml"),
    *read("fifth.yaml"),
    *read("sixth.yaml"),
    *read("seventh.yaml"),
)
MISSED = frozenset(
    {
        "course-platform-left",
        "gone-data-behind",
        "gone-hacked-archive",
        "gone-pilot-finished",
        "gone-under-review",
        "show-retired-from-player",
        "shrank-to-a-sentence",
    }
)
"""Links in trouble that are passed as fine with a mark: a few words of their own under the resource's title."""
