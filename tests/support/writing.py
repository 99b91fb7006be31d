"""Writing under a task, as a learner does, and reading what became of it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from marking import unfold

__all__ = ["JOURNAL", "MODULE", "RECORD", "TASK", "answer", "open_journal", "open_module", "reload", "saved", "write"]

MODULE = "modules/collaborative-impact-leadership/"
JOURNAL = "my/journal/"
RECORD = "my/record/"
TASK = "who-do-you-collaborate-with"


def open_module(page: Page, site: str, module: str = MODULE) -> Page:
    """The page of a module, its writing spaces ready."""
    page.goto(site + module)
    expect(page.locator(".lp-answer textarea").first).to_be_attached()
    return page


def open_journal(page: Page, site: str) -> Page:
    """The journal, filled."""
    page.goto(site + JOURNAL)
    expect(page.locator(".lp-journal__count")).to_have_text(re.compile("."))
    return page


def reload(page: Page) -> None:
    """The same page again, its writing spaces ready."""
    page.reload()
    expect(page.locator(".lp-answer textarea").first).to_be_attached()


def answer(page: Page, task: str = TASK) -> Locator:
    """The writing space of a task."""
    return page.locator(f"#task--{task} textarea, .lp-entry[data-key='task:{task}'] textarea")


def write(page: Page, words: str, task: str = TASK) -> None:
    """Put words in place of what stands there, and wait until the page says that they are saved."""
    unfold(page, f"task:{task}")
    answer(page, task).fill(words)
    saved(page, task)


def saved(page: Page, task: str = TASK) -> None:
    """Wait until the page says that the words are saved."""
    space = page.locator(f"#task--{task} .lp-answer, .lp-entry[data-key='task:{task}'] .lp-answer")
    expect(space.locator(".lp-answer__paper")).to_have_attribute("data-state", "saved")
    expect(space.locator(".lp-answer__state")).to_contain_text("Saved on this device.")
