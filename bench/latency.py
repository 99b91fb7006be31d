"""Measures how soon a page's tools answer where the network is slow to answer: in Chromium, with nothing cached."""

from __future__ import annotations

import gzip
import re
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from rich.table import Table

from siteserver import serve_folder

__all__ = ["Answered", "answer", "latency_table", "round_trips"]

#: Milliseconds that each request waits for its answer; the band is wide.
LATENCY = 150
#: At most: seconds until the progress controls of a module page answer, requests that wait for one another, and bytes
#: of scripts, compressed, that the page begins with.
SECONDS, TRIPS, BYTES = 1.0, 3, 25_000
READY = "() => document.querySelector('.lp-progress button:not([disabled])')"
_PRELOADED = re.compile(r'<link rel="modulepreload" href="([^"]+)">')


@dataclass(frozen=True)
class Answered:
    """What was measured of one module page.

    Attributes:
        seconds: from asking for the page until its progress controls answer.
        trips: the longest row of requests until then of which each waits for the one before.
        requests: how many requests there were until then.
        size: bytes of scripts that the page begins with, compressed.
    """

    seconds: float
    trips: int
    requests: int
    size: int


def answer(site: Path, chromium: Path | None, runs: int) -> Answered | None:
    """Measure the first module page of `site`; nothing without a browser or a module."""
    page = next(iter(sorted((site / "modules").glob("*/index.html"))), None)
    if chromium is None or page is None:
        return None
    path = f"{page.parent.relative_to(site).as_posix()}/"
    with serve_folder(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        found = [visit(browser, address + path) for _ in range(runs)]
        browser.close()
    scripts = _PRELOADED.findall(page.read_text(encoding="utf-8"))
    size = sum(len(gzip.compress((page.parent / name).read_bytes())) for name in scripts)
    return Answered(
        statistics.median(seconds for seconds, _ in found),
        max(round_trips(asked) for _, asked in found),
        max(len(asked) for _, asked in found),
        size,
    )


def visit(browser: Browser, address: str) -> tuple[float, list[tuple[float, float]]]:
    """One visit: seconds until the controls answer, and when each request until then began and ended."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    began: dict[str, float] = {}
    ended: dict[str, float] = {}

    def begin(event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            began.setdefault(event["requestId"], event["timestamp"])

    def end(event: dict[str, Any]) -> None:
        ended[event["requestId"]] = event["timestamp"]

    session.on("Network.requestWillBeSent", begin)
    session.on("Network.loadingFinished", end)
    session.send("Network.enable")
    slow = {"offline": False, "latency": LATENCY, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.emulateNetworkConditions", slow)
    page.goto(address, wait_until="commit")
    page.wait_for_function(READY, polling=10)
    seconds = float(page.evaluate("performance.now()")) / 1000
    asked = [(start, ended[name]) for name, start in began.items() if name in ended]
    context.close()
    return seconds, asked


def round_trips(asked: list[tuple[float, float]]) -> int:
    """The longest row of requests of which each began after the one before ended; given the begin and end of each."""
    trips: list[tuple[float, int]] = []
    for began, ended in sorted(asked):
        trips.append((ended, 1 + max((trip for end, trip in trips if end <= began), default=0)))
    return max((trip for _, trip in trips), default=0)


def latency_table(found: Answered) -> Table:
    """Everything that was measured, beside the goals."""
    shown = Table(title=f"A module page at {LATENCY} ms latency", title_justify="left")
    for column in ("measured", "found", "asked", "verdict"):
        shown.add_column(column, justify="right" if column in ("found", "asked") else "left")
    for what, said, goal, met in (
        ("progress controls answer", f"{found.seconds:.2f} s", f"≤ {SECONDS} s", found.seconds <= SECONDS),
        ("requests that wait for one another", f"{found.trips}", f"≤ {TRIPS}", found.trips <= TRIPS),
        ("scripts that it begins with", f"{found.size / 1000:.1f} kB", f"≤ {BYTES / 1000:.0f} kB", found.size <= BYTES),
        ("requests until then", f"{found.requests}", "", None),
    ):
        shown.add_row(what, said, goal, "" if met is None else "met" if met else "MISSED")
    return shown
