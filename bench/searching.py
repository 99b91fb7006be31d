"""Measures how a large library is searched: what its index takes to make, and what a search costs a browser.

The index is made anew of the catalogue that the building was measured with. Then, in Chromium without throttling, with
nothing cached: someone searches from the header's box, opens the library and searches there, and ticks a facet. Time
runs from the act until the results are on the page; bytes are as they were sent, beyond the page itself.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, CDPSession, sync_playwright
from rich.table import Table

from learning_pathway.site.build import open_build
from learning_pathway.site.pages.search import search_assets
from siteserver import serve_folder

__all__ = ["Searched", "search", "searching_table"]

#: At most, for a first search: seconds, and bytes beyond the page itself. For a facet: seconds.
FIRST, BYTES, FACET = 0.5, 500_000, 0.1
#: A word that one resource holds, one that nearly all do, two of the second kind, and one with a typing error.
QUERIES = {"rare": "Name96", "common": "trust", "two common": "entry collection", "mistyped": "trsut"}
FACETS = ("[name=type][value=video]", "[name=level][value=starter]", "[name=type][value=report]", "[name=theme]")
#: Does one thing in the library, and waits for the chips, which are set right after the works; gives milliseconds.
ACT = """async ({ word, box }) => {
  const list = document.querySelector('.lp-chips');
  const changed = new Promise((done) => {
    new MutationObserver((_, seen) => { seen.disconnect(); done(); }).observe(list, { childList: true });
  });
  const field = document.querySelector('#lp-filter-text');
  const begun = performance.now();
  if (word) { field.value = word; field.form.requestSubmit(); } else document.querySelector(box).click();
  await changed;
  return performance.now() - begun;
}"""
#: Searches on the search page, and waits for the count, which is set right after the results; gives milliseconds.
LOOK = """async (word) => {
  const count = document.querySelector('.lp-search__count');
  const changed = new Promise((done) => {
    new MutationObserver((_, seen) => { seen.disconnect(); done(); }).observe(count, { childList: true });
  });
  const field = document.querySelector('#lp-search');
  const begun = performance.now();
  field.value = word;
  field.form.requestSubmit();
  await changed;
  return performance.now() - begun;
}"""


@dataclass(frozen=True)
class Searched:
    """What was measured of one library.

    Attributes:
        works: how many it has.
        making: seconds that its index took.
        processor: seconds of processor time that it took.
        size: bytes of the index, in so many `files`.
        first: for each place and query, median seconds to the first results.
        sent: for each place and query, bytes that were sent for that.
        facet: seconds from a click to the works, the slowest of the medians of each click.
    """

    works: int
    making: float
    processor: float
    size: int
    files: int
    first: dict[str, float]
    sent: dict[str, int]
    facet: float


def search(project: Path, site: Path, chromium: Path | None, runs: int) -> Searched | None:
    """Measure the search of `project`, whose site is in `site`; nothing where the library is on one page.

    Without a browser, only the index is measured.
    """
    found = open_build(project).site
    if found is None or len(found.resources) <= found.catalogue.pathway.library_page_size:
        return None
    begun, busy = time.perf_counter(), sum(os.times()[:4])
    sizes = [len(file.data) for file in search_assets(found, ())]
    making, processor = time.perf_counter() - begun, sum(os.times()[:4]) - busy
    first: dict[str, float] = {}
    sent: dict[str, int] = {}
    facet = 0.0
    if chromium is not None:
        with serve_folder(site) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for kind, word in QUERIES.items():
                looked = [look(browser, address, word) for _ in range(runs)]
                note(first, sent, f"{kind}, header", looked)
                visits = [visit(browser, address, word) for _ in range(runs)]
                note(first, sent, f"{kind}, library", [one[:2] for one in visits])
                clicks = zip(*(one[2] for one in visits), strict=True)
                if kind != "mistyped":
                    facet = max(facet, *(statistics.median(times) for times in clicks))
            browser.close()
    return Searched(len(found.resources), making, processor, sum(sizes), len(sizes), first, sent, facet)


def note(first: dict[str, float], sent: dict[str, int], name: str, found: list[tuple[float, int]]) -> None:
    """Keep the median of the times and the largest of the bytes."""
    first[name] = statistics.median(one[0] for one in found)
    sent[name] = max(one[1] for one in found)


def look(browser: Browser, address: str, word: str) -> tuple[float, int]:
    """One search on the search page: seconds to the results, and bytes sent for them."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}search/", wait_until="networkidle")
    page.wait_for_selector("[data-lp-search=ready]")
    sent = counter(context.new_cdp_session(page))
    seconds = float(page.evaluate(LOOK, word)) / 1000
    total = sum(sent)
    context.close()
    return seconds, total


def visit(browser: Browser, address: str, word: str) -> tuple[float, int, list[float]]:
    """One visit to the library: seconds to the first works, bytes sent for them, and seconds of each click."""
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}library/", wait_until="networkidle")
    page.wait_for_selector("[data-lp-library=ready]")
    sent = counter(context.new_cdp_session(page))
    first = float(page.evaluate(ACT, {"word": word})) / 1000
    total = sum(sent)
    clicks = [float(page.evaluate(ACT, {"box": box})) / 1000 for box in FACETS]
    context.close()
    return first, total, clicks


def counter(session: CDPSession) -> list[int]:
    """A list to which the bytes of each answer are added as it ends."""
    sent: list[int] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sent.append(int(event["encodedDataLength"])))
    return sent


def searching_table(found: list[Searched]) -> Table:
    """Everything that was measured, beside the goals."""
    shown = Table(title="Search", title_justify="left")
    for column in ("resources", "measured", "found", "asked", "verdict"):
        shown.add_column(column, justify="right" if column in ("resources", "found", "asked") else "left")
    for one in found:
        for place, row in enumerate(rows(one)):
            shown.add_row(f"{one.works:,}" if place == 0 else "", *row)
        shown.add_section()
    return shown


def rows(found: Searched) -> Iterator[tuple[str, str, str, str]]:
    """Each figure, with its goal and whether it was met."""
    yield "making the index", f"{found.making:.1f} s, {found.processor:.1f} of processor", "", ""
    yield "its size", f"{found.size / 1e6:.1f} MB in {found.files:,} files", "", ""
    for kind in found.first:
        time_goal, sent_goal = found.first[kind] <= FIRST, found.sent[kind] <= BYTES
        yield f"first results ({kind})", f"{found.first[kind]:.2f} s", f"≤ {FIRST} s", verdict(time_goal)
        yield "  sent for them", f"{found.sent[kind] / 1e6:.2f} MB", f"≤ {BYTES / 1e6} MB", verdict(sent_goal)
    if found.first:
        yield (
            "a facet (slowest)",
            f"{1000 * found.facet:.0f} ms",
            f"≤ {1000 * FACET:.0f} ms",
            verdict(found.facet <= FACET),
        )


def verdict(met: bool) -> str:
    """In a word."""
    return "met" if met else "MISSED"
