"""Describing a page as it is now, so that later checks can compare."""

from __future__ import annotations

from datetime import date
from typing import Final

from ..fingerprint import fingerprint
from ..observation import Attempt
from ..record import Baseline

__all__ = ["describe"]

_UNDATED: Final = date.min
"""The day of a page's description until the record that takes it over gives it one."""


def describe(attempt: Attempt) -> Baseline | None:
    """Describe the page as it is now; None if none came."""
    answer = attempt.answer
    if answer is None or not 200 <= answer.status < 300:
        return None
    page = answer.page
    return Baseline(
        on=_UNDATED,
        title=page.title[:300] if page else "",
        language=page.language if page else "",
        kind=(answer.real_kind or answer.kind)[:100],
        words=page.words if page else 0,
        fingerprint=fingerprint(page.text) if page and page.words >= 8 else "",
    )
