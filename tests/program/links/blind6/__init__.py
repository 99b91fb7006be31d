"""The sixth blind set: 444 links, with the verdicts that are right (see `README.md`)."""

from __future__ import annotations

from . import ways
from .rows import read_rows

__all__ = ["CASES"]

CASES = (
    *ways.CASES,
    *read_rows("healthy.yaml"),
    *read_rows("trouble.yaml"),
    *read_rows("again.yaml"),
    *read_rows("third.yaml"),
    *read_rows("fourth.yaml"),
)
