"""Reporting: what a run found, worst first, and what has changed since the last one."""

from __future__ import annotations

from .summary import FailOn, Report, make_report

__all__ = ["FailOn", "Report", "make_report"]
