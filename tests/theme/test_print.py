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


def test_a_dark_screen_prints_black_on_white(browser: Browser, site_address: str) -> None:
    for scheme in ("dark", ""):
        context = browser.new_context(color_scheme="dark")
        page = context.new_page()
        page.goto(site_address + "my/saved/")
        if scheme:
            page.get_by_role("radio", name="Dark").or_(page.get_by_role("button", name="Dark")).first.click()
        page.emulate_media(media="print", color_scheme="dark")
        colours = page.evaluate(
            "[document.querySelector('h1'), document.body].map((one) => getComputedStyle(one).color)"
        )
        context.close()
        assert set(colours) == {"rgb(0, 0, 0)"}, scheme
