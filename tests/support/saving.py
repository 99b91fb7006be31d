"""Saving works for later, as a learner does, and reading the list."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from marking import open_details, settled

__all__ = ["SAVED", "button", "open_saved", "save_work", "titles"]

SAVED = "my/saved/"


def button(page: Page, key: str) -> Locator:
    """The button beside a work; the first, where the work stands there more than once."""
    return page.locator(f"[data-key='{key}'] .lp-save").first


def save_work(page: Page, key: str) -> None:
    """Press it, and wait until that is shown and on the disk."""
    open_details(page)
    button(page, key).click()
    expect(button(page, key)).to_have_attribute("aria-pressed", "true")
    settled(page)


def open_saved(page: Page, site: str) -> Page:
    """The page of the list, filled."""
    page.goto(site + SAVED)
    expect(page.locator(".lp-saved__count")).not_to_be_empty()
    return page


def titles(page: Page) -> list[str]:
    """What stands on the list, in order."""
    return page.locator(".lp-saved__title").all_inner_texts()
