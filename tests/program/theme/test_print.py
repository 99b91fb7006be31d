"""Pages on paper, as Chromium prints them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pdfplumber
import pytest
from playwright.sync_api import Browser, Page

import kinds
import longwords
from toolstates import bring_about

pytestmark = pytest.mark.browser

MODULE = "modules/collaborative-impact-leadership/"
PAGES = {
    **kinds.KINDS,
    "facilitator": f"{MODULE}facilitator/",
    "handout": f"{MODULE}handout/",
}
STATES = ("journal with answers", "journal in edit", "saved list", "learning record", "study plan shown")


@contextmanager
def opened(browser: Browser, **settings: Any) -> Iterator[Page]:
    """A page in a browser that prefers dark colours."""
    context = browser.new_context(color_scheme="dark", **settings)
    yield context.new_page()
    context.close()


def sheets(page: Page) -> list[str]:
    """The text of each sheet of paper, with a line for each line."""
    with pdfplumber.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as pdf:
        return [sheet.extract_text() for sheet in pdf.pages]


def flat(text: str) -> str:
    """The text without its spaces and line ends: addresses are broken across lines."""
    return re.sub(r"\s", "", text)


def test_a_step_stays_together_on_paper(browser: Browser, site_address: str) -> None:
    """Its introduction would otherwise end one sheet, and the resource that it introduces begin the next."""
    page = browser.new_page()
    page.goto(site_address + MODULE)
    page.emulate_media(media="print")
    steps = page.locator(".lp-step")
    assert steps.count() > 10
    breaks = steps.evaluate_all("steps => steps.map(step => getComputedStyle(step).breakInside)")
    page.context.close()
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


@pytest.mark.matrix
@pytest.mark.parametrize("module", ["collaborative-impact-leadership", "trust-power-conflict", "collective-impact"])
def test_the_time_of_a_step_is_on_its_sheet_and_the_address_beside_its_title(
    browser: Browser, site_address: str, module: str
) -> None:
    with opened(browser) as page:
        page.goto(f"{site_address}modules/{module}/facilitator/")
        steps = page.locator(".lp-plan__step").evaluate_all(
            """steps => steps.map((step) => ({
              when: step.querySelector('.lp-plan__when').innerText,
              title: step.querySelector('.lp-plan__title').innerText,
              address: step.querySelector('a[data-address]')?.dataset.address ?? '',
              words: step.innerText,
            }))"""
        )
        printed = [flat(sheet) for sheet in sheets(page)]
    assert len(steps) > 5
    assert sum(bool(step["address"]) for step in steps) > 3
    for step in steps:
        beside = f"<{step['address']}>" if step["address"] else ""
        together = flat(step["when"] + step["title"] + beside)
        assert any(together in sheet for sheet in printed), together
        whole = flat(step["words"].replace(step["title"], step["title"] + beside, 1))
        assert any(whole in sheet for sheet in printed), f"in two parts: {step['title']}"


@pytest.mark.matrix
@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("resources/worrall-2009/", ".lp-record__facts a[rel~=external]:not([href*='doi.org'])"),
        ("resources/good-work-report/", ".lp-record__open a"),
        (MODULE, ".lp-step__actions a[rel~=external]"),
        ("library/", ".lp-result__title a[data-address]"),
        ("themes/trust/", ".lp-result__title a[data-address]"),
        ("tips/", ".lp-tip__see a[data-address]"),
    ],
)
def test_the_address_of_a_resource_is_printed_once_beside_its_words(
    browser: Browser, site_address: str, path: str, links: str
) -> None:
    with opened(browser) as page:
        page.goto(site_address + path)
        found = page.locator(links).evaluate_all(
            """all => all.map((one) => {
              const seen = one.cloneNode(true);
              seen.querySelectorAll('.lp-hidden').forEach((part) => part.remove());
              return [seen.textContent, one.dataset.address ?? one.href];
            })"""
        )
        printed = flat("".join(sheets(page)))
    assert found
    for words, address in found:
        beside = f"{flat(words)}<{flat(address)}>"
        assert printed.count(beside) == found.count([words, address]), beside


def test_links_within_the_site_are_printed_without_addresses(browser: Browser, site_address: str, full: bool) -> None:
    with opened(browser) as page:
        for path in (MODULE, "tips/", "my/", "routes/first-steps/") if full else (MODULE, "tips/"):
            page.goto(site_address + path)
            assert "127.0.0.1" not in flat("".join(sheets(page))), path
        bring_about("study plan shown", page, site_address, kinds.KINDS)
        assert "127.0.0.1" not in flat("".join(sheets(page)))


@pytest.mark.matrix
@pytest.mark.parametrize("kind", [*PAGES, *STATES])
def test_paper_has_no_controls_and_cuts_nothing(browser: Browser, site_address: str, kind: str) -> None:
    with opened(browser, viewport={"width": 1280, "height": 900}) as page:
        if kind in STATES:
            bring_about(kind, page, site_address, kinds.KINDS)
        else:
            page.goto(site_address + PAGES[kind])
        page.emulate_media(media="print", color_scheme="dark")
        page.set_viewport_size({"width": 672, "height": 900})  # what A4 leaves between the margins
        controls = page.locator("button:visible, input:visible, select:visible, textarea:visible, nav:visible")
        assert controls.evaluate_all("all => all.map((one) => one.outerHTML.slice(0, 90))") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 672
        heading = page.locator("h1:visible, .lp-testimony h2:visible").first.inner_text()
        first = flat(sheets(page)[0])
    assert flat(heading) in first


def test_the_longest_words_fit_on_paper(browser: Browser, long_words_address: str, full: bool) -> None:
    kinds = ("module", "record", "library", "facilitator", "handout", "tips", "link health")
    with opened(browser) as page:
        for kind in kinds if full else kinds[:2]:
            page.goto(long_words_address + longwords.KINDS[kind])
            with pdfplumber.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as pdf:
                outside = [
                    (sheet.page_number, one["text"])
                    for sheet in pdf.pages
                    for one in sheet.chars
                    if one["x0"] < 40 or one["x1"] > sheet.width - 40
                ]
            assert outside == [], kind


def test_a_heading_is_never_the_last_thing_on_a_sheet(browser: Browser, site_address: str, full: bool) -> None:
    kinds = ("module", "facilitator", "library", "accessibility", "record", "tips", "theme", "home")
    with opened(browser) as page:
        for kind in kinds if full else kinds[:2]:
            page.goto(site_address + PAGES[kind])
            headings = page.locator("main :is(h1, h2, h3, h4):visible").evaluate_all(
                "all => all.map((one) => one.innerText)"
            )
            ends = [sheet.splitlines()[-1] for sheet in sheets(page)[:-1] if sheet]
            last = [end for end in ends if any(flat(heading) == flat(end) for heading in headings)]
            assert last == [], kind
