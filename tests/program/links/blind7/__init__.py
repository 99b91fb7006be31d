"""The seventh blind set: 272 links, with the verdicts that are right (see `README.md`)."""

from __future__ import annotations

from pathlib import Path

from links.blind6.rows import read_rows

from . import ways

__all__ = ["CASES", "MISSED"]

FOLDER = Path(__file__).parent
CASES = (
    *ways.CASES,
    *read_rows(FOLDER / "healthy.yaml"),
    *read_rows(FOLDER / "trouble.yaml"),
    *read_rows(FOLDER / "second.yaml"),
    *read_rows(FOLDER / "third.yaml"),
    *read_rows(FOLDER / "fourth.yaml"),
    *read_rows(FOLDER / "fifth.yaml"),
    *read_rows(FOLDER / "sixth.yaml"),
)
MISSED = frozenset({"own-title-data-destroyed"})
"""A link in trouble that is passed as fine, as before: a few words of their own under the resource's title."""
