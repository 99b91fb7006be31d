"""A journal with everything in it that an answer can hold, and the files that are made of it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from writing import TASK, open_journal, open_module, saved, write

__all__ = ["ANSWER", "fill_journal", "take"]

SECOND_MODULE = "modules/collaborative-advantage/"
#: Everything that simple Markdown has, and everything that could break a file: controls, markup, a lone surrogate.
ANSWER = """# What I saw

We meet **every Tuesday**, *mostly* in person.
The second line stays a line of its own.

- the council
- the health board & "friends" <b>

3. third comes first
4. then the fourth

> They said: no.

5 * 3 * 2 and file_name_here, 100% \\*literally\\*, 1. and # and 日本語 🙂 é"""
CONTROLS = "\x0b\x01\ufffe"


def fill_journal(page: Page, site_address: str) -> Page:
    """Write two answers, in two modules, and open the journal."""
    open_module(page, site_address)
    write(page, ANSWER)
    field = page.locator(f"#task--{TASK} textarea")
    field.evaluate("(field, more) => { field.value += more; field.dispatchEvent(new Event('input')) }", CONTROLS)
    saved(page)
    open_module(page, site_address, SECOND_MODULE)
    task = (page.locator(".lp-step--task").first.get_attribute("data-key") or "").removeprefix("task:")
    write(page, "From the other module", task)
    open_journal(page, site_address)
    expect(page.locator(".lp-entry")).to_have_count(2)
    return page


def take(page: Page, kind: str, folder: Path) -> Path:
    """Press a button, and keep the file that comes."""
    with page.expect_download() as download:
        page.get_by_role("button", name=kind, exact=True).click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target
