"""Judging links: pure functions over what was seen, what the catalogue knows, and what was there before."""

from __future__ import annotations

from .judgement import Judgement, judge, needs_control

__all__ = ["Judgement", "judge", "needs_control"]
