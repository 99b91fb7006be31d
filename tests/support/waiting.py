"""Waiting for a page. Playwright's `wait_for_function` evaluates words in the page, which our policy refuses."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

__all__ = ["until"]

#: Milliseconds between two looks, and in all.
PAUSE, PATIENCE = 50, 15_000


def until(page: Page, condition: str | Callable[[], object]) -> None:
    """Wait until a JavaScript expression is true in `page`, or what Python calls returns something."""
    end = time.monotonic() + PATIENCE / 1000
    while not (page.evaluate(f"Boolean({condition})") if isinstance(condition, str) else condition()):
        assert time.monotonic() < end, f"never true: {condition}"
        page.wait_for_timeout(PAUSE)
