"""Pages on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_a_step_stays_together_on_paper(browser: Browser, site_address: str) -> None:
    """Its introduction would otherwise end one sheet, and the work that it introduces begin the next."""
    page = browser.new_page()
    page.goto(site_address + "modules/collaborative-impact-leadership/")
    page.emulate_media(media="print")
    steps = page.locator(".lp-step")
    assert steps.count() > 10
    breaks = steps.evaluate_all("steps => steps.map(step => getComputedStyle(step).breakInside)")
    page.close()
    assert set(breaks) == {"avoid"}
