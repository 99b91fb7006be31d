"""Judging links: pure functions over what was seen, what the catalogue knows, and what was there before."""

from __future__ import annotations

from .judgement import Judgement, describe, judge, needs_control

__all__ = ["Judgement", "describe", "judge", "needs_control"]
