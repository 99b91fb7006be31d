"""Waiting for a page. Playwright's `wait_for_function` evaluates words in the page, which our policy refuses."""

from __future__ import annotations

import time

from playwright.sync_api import Page

__all__ = ["until"]

#: Milliseconds between two looks, and in all.
PAUSE, PATIENCE = 50, 15_000


def until(page: Page, expression: str) -> None:
    """Wait until the JavaScript `expression` is true in `page`."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(f"Boolean({expression})"):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(PAUSE)
