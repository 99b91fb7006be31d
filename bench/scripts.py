"""Measures what the site's own scripts cost a browser on a long module page: main-thread time, weight, movement.

A module of forty steps, a quarter of them tasks, in Chromium, unthrottled: visited plainly, and by a learner who has
marked half of it, answered every task and saved some works. Printed beside the goals; nothing fails.
"""

from __future__ import annotations

import gzip
import os
import statistics
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from rich.console import Console
from rich.table import Table

from siteserver import serve_folder

from .catalogue import Size, prose
from .contenders import OURS, mkdocs, run, write_project

STEPS, TASKS = 40, 10
MODULE = "modules/long/"
#: At most; times in milliseconds on the main thread, weight in bytes as a server sends them (gzip).
MOST_TIME, MOST_BYTES = 50.0, 30_000
#: What Chromium counts for a page (DevTools protocol, `Performance.getMetrics`), in seconds.
RUNNING, COMPILING, LAYOUT, STYLE = "ScriptDuration", "V8CompileDuration", "LayoutDuration", "RecalcStyleDuration"
WATCH = """window.moved = 0; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved += one.value;
}).observe({ type: 'layout-shift', buffered: true });"""
#: What a learner who is half through leaves on their device.
LEARN = """async () => {
  const { openStore } = await import(new URL('store/store.mjs', document.querySelector('[type=module]').src));
  const store = await openStore();
  const keys = [...document.querySelectorAll('.lp-step')].map((step) => step.dataset.key);
  const of = (kind) => keys.filter((key) => key.startsWith(kind));
  const text = 'We meet every Tuesday, and no one dares to say what the plan would cost. '.repeat(10);
  await store.change([
    ...keys.slice(0, keys.length / 2).map((key) => ({ section: 'progress', key, value: 'done' })),
    ...of('task:').map((key) => ({ section: 'answers', key, value: { text, prompt: 'Why?' } })),
    ...of('resource:').slice(0, 8).map((key, place) => ({ section: 'saved', key, value: { place, title: key } })),
  ]);
}"""


@dataclass(frozen=True)
class Visit:
    """What one visit cost.

    Attributes:
        seconds: Chromium's own counts for the page, by name.
        scripts: addresses of the scripts that were fetched.
        moved: cumulative layout shift, without a unit.
    """

    seconds: Mapping[str, float]
    scripts: tuple[str, ...]
    moved: float

    @property
    def script_time(self) -> float:
        """Milliseconds of the main thread for compiling and running scripts."""
        return 1000 * (self.seconds[RUNNING] + self.seconds[COMPILING])

    @property
    def drawing_time(self) -> float:
        """Milliseconds of the main thread for styles and layout, by scripts or not."""
        return 1000 * (self.seconds[LAYOUT] + self.seconds[STYLE])


def report(runs: int, chromium: Path, work: Path) -> None:
    """Build the site in the folder `work`, visit the page `runs` times in each way, print the figures."""
    os.environ |= {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000"}
    site = build(Path(__file__).resolve().parent.parent, work / "project")
    with serve_folder(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        plain, known, bare = visits(browser, address + MODULE, max(1, runs))
        browser.close()
    shown = Console(width=None if sys.stdout.isatty() else 110)
    shown.print(figures(plain, known, bare))
    weight = sum(len(gzip.compress((site / name.removeprefix(address)).read_bytes(), 9)) for name in plain[0].scripts)
    goal = f"goal: at most {MOST_BYTES / 1000:.0f} kB"
    shown.print(f"Scripts of a plain visit: {len(plain[0].scripts)} files, {weight / 1000:.1f} kB gzipped ({goal}).")


def build(root: Path, project: Path) -> Path:
    """The site with the long module, as MkDocs builds it: its folder."""
    write_project(root, project, Size(STEPS - TASKS, 1))
    tasks = [{"id": f"long-{number}", "prompt": f"{prose(number, 25)}?"} for number in range(TASKS)]
    sections = [
        {"id": f"part-{start}", "title": f"Part {start + 1}", "steps": list(steps(start, start + 5))}
        for start in range(0, TASKS, 5)
    ]
    content = {"tasks": tasks, "modules": [{"id": "long", "title": "A long module", "sections": sections}]}
    (project / "resources" / "long.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    ours = mkdocs(OURS, project)
    run(ours.command)
    return ours.site


def steps(first: int, last: int) -> Iterator[dict[str, str]]:
    """Three works and a task, time after time."""
    verbs = {4: "watch", 5: "listen"}  # as the made-up catalogue hands out its types
    for number in range(first, last):
        for work in range(3 * number, 3 * number + 3):
            yield {verbs.get(work % 8, "read"): f"resource-{work:05}"}
        yield {"task": f"long-{number}"}


def visits(browser: Browser, address: str, runs: int) -> tuple[list[Visit], list[Visit], list[Visit]]:
    """Plain visits, those of a learner, and those without scripts, in turns."""
    found: tuple[list[Visit], list[Visit], list[Visit]] = ([], [], [])
    for _ in range(runs):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        found[0].append(visit(context, address))
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        page.evaluate(LEARN)
        page.close()
        found[1].append(visit(context, address))
        context.close()
        context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
        found[2].append(visit(context, address))
        context.close()
    return found


def visit(context: BrowserContext, address: str) -> Visit:
    """One visit, in a page of its own."""
    page = context.new_page()
    scripts: list[str] = []
    page.on("request", lambda request: scripts.append(request.url) if request.resource_type == "script" else None)
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(300)
    counted = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    with_scripts = bool(scripts)
    moved = float(page.evaluate("window.moved")) if with_scripts else 0.0
    page.close()
    names = (RUNNING, COMPILING, LAYOUT, STYLE)
    return Visit({name: counted.get(name, 0.0) for name in names}, tuple(dict.fromkeys(scripts)), moved)


def figures(plain: list[Visit], known: list[Visit], bare: list[Visit]) -> Table:
    """Everything that was measured, as medians."""
    title = f"A module page of {STEPS} steps, main-thread milliseconds (median of {len(plain)}, unthrottled)"
    shown = Table(title=title, title_justify="left")
    shown.add_column("visit")
    for column in ("scripts", "goal", "styles and layout", "layout shift"):
        shown.add_column(column, justify="right")
    rows = {"plain": plain, "a learner half through": known, "without scripts": bare}
    for name, found in rows.items():
        time = statistics.median(one.script_time for one in found)
        drawing = statistics.median(one.drawing_time for one in found)
        goal = "" if found is bare else f"≤ {MOST_TIME:.0f}"
        shown.add_row(name, f"{time:.1f}", goal, f"{drawing:.1f}", f"{max(one.moved for one in found):.3f}")
    return shown
