"""Marking steps, as a learner does, and reading what the pages say of it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

__all__ = [
    "MINE",
    "MODULE",
    "choice",
    "control",
    "expect_state",
    "mark",
    "open_details",
    "open_folds",
    "open_mine",
    "open_steps",
    "settled",
    "state",
    "unfold",
]

MODULE = "modules/collaborative-impact-leadership/"
MINE = "my/"


def open_steps(page: Page, site: str, path: str = MODULE) -> Page:
    """A page with steps, their controls ready."""
    page.goto(site + path)
    expect(page.locator(".lp-choice--done:visible").first).to_be_visible()
    return page


def open_mine(page: Page, site: str) -> Page:
    """The learner's own page, filled."""
    page.goto(site + MINE)
    expect(page.locator("[data-lp-mine=stored]")).not_to_be_empty()
    open_folds(page)
    expect(page.get_by_role("button", name="Save my file", exact=True)).to_be_visible()
    return page


def open_folds(page: Page) -> None:
    """Open the folded parts of the learner's own page."""
    page.evaluate("document.querySelectorAll('.lp-fold').forEach((one) => { one.open = true; })")


def unfold(page: Page, key: str) -> None:
    """Open the step and its section, which a phone folds."""
    if page.locator("[data-lp-walk]").count():
        page.evaluate(f"location.hash = '{key.replace(':', '--')}'")
        expect(page.locator(f".lp-step[data-key='{key}'] .lp-step__body").first).to_be_visible()


def open_details(page: Page) -> None:
    """Open what the cards keep one tap away."""
    page.evaluate("document.querySelectorAll('.lp-step__more').forEach((one) => { one.open = true; })")


def control(page: Page, key: str) -> Locator:
    """The control of a step or record."""
    return page.locator(f"[data-key='{key}'] .lp-choices")


def choice(page: Page, key: str, words: str) -> Locator:
    """One of its four buttons; all but “done” are behind another. Of a step that comes twice, the first."""
    first = control(page, key).first
    more = first.locator(".lp-choices__more")
    if words != "Done":
        if more.get_attribute("aria-expanded") == "false":
            more.click()
        expect(more).to_have_attribute("aria-expanded", "true")
    state = {"Done": "done", "Doing": "doing", "Skipped": "skipped", "To do": ""}[words]
    return first.locator(f"[data-state='{state}']")


def mark(page: Page, key: str, words: str) -> None:
    """Press it, and wait until it is shown and on the disk."""
    unfold(page, key)
    choice(page, key, words).click()
    expect(choice(page, key, words)).to_have_attribute("aria-pressed", "true")
    settled(page)


def settled(page: Page) -> None:
    """Wait until everything that was asked of the store is on the disk."""
    page.evaluate("""async () => {
      const { openStore } = await import(new URL('store/store.mjs', document.querySelector('[type=module]').src));
      await (await openStore()).change([]);
    }""")


def expect_state(page: Page, key: str, words: str) -> None:
    """Wait until that one is pressed, and no other."""
    expect(control(page, key).locator("[aria-pressed=true]")).to_have_text([re.compile(rf"^{words}:")])


def state(page: Page, key: str) -> str:
    """Which of them is pressed, in words."""
    expect(control(page, key).locator("[aria-pressed=true]")).to_have_count(1)
    words, _, _ = (control(page, key).locator("[aria-pressed=true]").text_content() or "").partition(":")
    return words
