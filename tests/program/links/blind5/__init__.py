"""The fifth blind set: 98 links, with the verdicts that are right (see `README.md`)."""

from __future__ import annotations

from . import answers, pages, walls

__all__ = ["CASES"]

CASES = (*answers.CASES, *pages.CASES, *walls.CASES)
