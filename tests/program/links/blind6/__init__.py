"""The sixth blind set: 444 links, with the verdicts that are right (see `README.md`)."""

from __future__ import annotations

from pathlib import Path

from . import ways
from .rows import read_rows

__all__ = ["CASES"]

FOLDER = Path(__file__).parent
CASES = (
    *ways.CASES,
    *read_rows(FOLDER / "healthy.yaml"),
    *read_rows(FOLDER / "trouble.yaml"),
    *read_rows(FOLDER / "again.yaml"),
    *read_rows(FOLDER / "third.yaml"),
    *read_rows(FOLDER / "fourth.yaml"),
)
