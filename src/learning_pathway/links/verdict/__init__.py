"""Judging links: pure functions over what was seen, what the catalogue knows, and what was there before."""

from __future__ import annotations

from .judgement import Judgement, Memo, judge, looks_bad, needs_control
from .portrait import describe

__all__ = ["Judgement", "Memo", "describe", "judge", "looks_bad", "needs_control"]
