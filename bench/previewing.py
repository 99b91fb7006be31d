"""Measures how soon a saved change is in the served page, and in Chromium: the preview, and those of other engines."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Error, Page, sync_playwright
from rich.console import Console
from rich.table import Table

from .__main__ import burden
from .catalogue import Size
from .contenders import OURS, PLAIN, ZENSICAL, prepare, write_project

__all__ = ["HUGO", "Previewed", "contenders", "preview", "previews_table"]

HUGO = "Hugo"
#: At most: seconds from saving to the served page and to the reloaded page in Chromium, and until it is ready.
SERVED, SHOWN, SERVED_LARGE, READY_LARGE = 0.3, 0.6, 2.0, 5.0
PATIENCE = 300
LAYOUT = "<!doctype html><html><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>\n"
HUGO_SETTINGS = """\
baseURL = "http://127.0.0.1/"
disableKinds = ["taxonomy", "term", "RSS"]
[markup.goldmark.renderer]
unsafe = true
"""


@dataclass(frozen=True)
class Contender:
    """A program that serves a site while someone edits it.

    Attributes:
        name: what the table calls it.
        command: what starts it; PORT stands for the port.
        file: what is edited.
        page: the address of the page that shows it.
        edit: the text of the file with a word in it that the page shows.
    """

    name: str
    command: tuple[str, ...]
    file: Path
    page: str
    edit: Callable[[str, str], str]


@dataclass(frozen=True)
class Previewed:
    """What was measured: seconds until the first page, from saving to the served page, and to the page in Chromium."""

    name: str
    size: Size
    ready: float
    served: float
    shown: float | None


def contenders(root: Path, folder: Path, size: Size, zensical: Path, hugo: Path) -> list[Contender]:
    """The projects of all contenders; a record page is edited in each."""
    prepare(root, folder, size, zensical)
    plain = folder / "plain"
    document = plain / "docs" / "resources" / "resource-00003" / "index.md"
    page, config = "resources/resource-00003/", str(plain / "mkdocs.yml")
    at = ("--config-file", config, "--dev-addr", "127.0.0.1:PORT")
    mkdocs = (sys.executable, "-m", "mkdocs", "serve", "--quiet", *at)
    return [
        ours(folder / "ours"),
        Contender(PLAIN, mkdocs, document, page, with_paragraph),
        Contender(
            ZENSICAL,
            (str(zensical), "serve", *at),
            document,
            page,
            with_paragraph,
        ),
        of_hugo(folder / "hugo", plain / "docs", hugo),
    ]


def ours(project: Path) -> Contender:
    """The preview of this project; its catalogue is edited."""
    file = min((project / "resources").glob("*.yaml"))
    shutil.rmtree(project / "site", ignore_errors=True)
    command = (str(Path(sys.executable).with_name("pathway")), "serve", "--path", str(project), "--port", "PORT")

    def edit(text: str, word: str) -> str:
        before, summary, after = text.partition("  summary: ")
        return f"{before}{summary}{word} {after}"

    return Contender(OURS, command, file, "resources/resource-00000/", edit)


def of_hugo(project: Path, docs: Path, hugo: Path) -> Contender:
    """The same pages for Hugo, with one layout of a few words."""
    for kind in ("single", "list"):
        layout = project / "layouts" / "_default" / f"{kind}.html"
        layout.parent.mkdir(parents=True, exist_ok=True)
        layout.write_text(LAYOUT, encoding="utf-8")
    (project / "hugo.toml").write_text(HUGO_SETTINGS, encoding="utf-8")
    for path in docs.rglob("*.md"):
        has_more = path.name == "index.md" and any(path.parent.glob("*/index.md"))
        target = project / "content" / path.relative_to(docs)
        target = target.with_name("_index.md") if has_more else target
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    file = project / "content" / "resources" / "resource-00003" / "index.md"
    command = (str(hugo), "server", "--source", str(project), "--port", "PORT", "--bind", "127.0.0.1")
    return Contender(HUGO, command, file, "resources/resource-00003/", with_paragraph)


def with_paragraph(text: str, word: str) -> str:
    """A document with one more paragraph at its end."""
    return f"{text.rstrip()}\n\n{word}\n"


def preview(contender: Contender, size: Size, chromium: Path | None, runs: int, log: Path) -> Previewed:
    """Start a contender, and measure its answers to edits. The file is as it was in the end."""
    original = contender.file.read_text(encoding="utf-8")
    try:
        with started(contender, log) as (address, ready):
            seconds = [served(contender, address, original, f"Served{turn}x") for turn in range(runs)]
            times = in_chromium(contender, address, original, chromium, runs) if chromium else []
    finally:
        contender.file.write_text(original, encoding="utf-8")
    shown = statistics.median(times) if times else None
    return Previewed(contender.name, size, ready, statistics.median(seconds), shown)


@contextmanager
def started(contender: Contender, log: Path) -> Iterator[tuple[str, float]]:
    """The running contender: its address, and the seconds until it served the page."""
    port = free_port()
    command = [part.replace("PORT", str(port)) for part in contender.command]
    began = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        address = f"http://127.0.0.1:{port}/{contender.page}"
        wait(lambda: bool(fetched(address)), contender.name, log)
        yield address, time.perf_counter() - began
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def served(contender: Contender, address: str, original: str, word: str) -> float:
    """Seconds from saving a change until the page has it."""
    began = save(contender, original, word)
    wait(lambda: word in fetched(address), contender.name)
    return time.perf_counter() - began


def in_chromium(contender: Contender, address: str, original: str, chromium: Path, runs: int) -> list[float]:
    """Seconds from saving a change until the open page shows it, each time."""
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(address)
        time.sleep(1)
        found = []
        for turn in range(runs):
            word = f"Shown{turn}x"
            began = save(contender, original, word)
            wait(lambda word=word: has(page, word), contender.name)  # type: ignore[misc]
            found.append(time.perf_counter() - began)
            time.sleep(1)
        browser.close()
    return found


def save(contender: Contender, original: str, word: str) -> float:
    """Save a change, and say when that was done."""
    contender.file.write_text(contender.edit(original, word), encoding="utf-8")
    return time.perf_counter()


def has(page: Page, word: str) -> bool:
    """Whether the page shows a word now; not while it loads."""
    try:
        return bool(page.evaluate(f"document.body !== null && document.body.innerText.includes('{word}')"))
    except Error:
        return False


def fetched(address: str) -> str:
    """The page, if it is there and complete."""
    try:
        with urlopen(address, timeout=60) as answer:
            return str(answer.read().decode())
    except (OSError, HTTPException):
        return ""


def wait(ready: Callable[[], bool], name: str, log: Path | None = None) -> None:
    """Look a hundred times a second whether something is so."""
    deadline = time.perf_counter() + PATIENCE
    while not ready():
        if time.perf_counter() > deadline:
            sys.exit(f"{name} did not show a page in {PATIENCE} seconds. {log.read_text() if log else ''}")
        time.sleep(0.01)


def free_port() -> int:
    """A port that nothing listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def previews_table(found: list[Previewed]) -> Table:
    """What was measured, with the goals of this project."""
    shown = Table(title="Seconds from saving a change", title_justify="left")
    for column in ("catalogue", "preview"):
        shown.add_column(column)
    for column in ("ready", "served page", "page in Chromium", "goal"):
        shown.add_column(column, justify="right")
    for one in found:
        shown.add_row(
            f"{one.size.resources:,} resources",
            one.name,
            f"{one.ready:.1f}",
            f"{one.served:.2f}",
            "–" if one.shown is None else f"{one.shown:.2f}",
            verdict(one) if one.name == OURS else "",
        )
    return shown


def verdict(found: Previewed) -> str:
    """The goals for this size, and whether they were met."""
    if found.size.resources > 1_000:
        met, goals = found.served <= SERVED_LARGE and found.ready <= READY_LARGE, (READY_LARGE, SERVED_LARGE)
        return f"ready ≤ {goals[0]:.0f}, served ≤ {goals[1]:.0f}: {'met' if met else 'MISSED'}"
    met = found.served <= SERVED and (found.shown is None or found.shown <= SHOWN)
    return f"served ≤ {SERVED}, Chromium ≤ {SHOWN}: {'met' if met else 'MISSED'}"


def main() -> None:
    """Read the options, measure everyone, print the table."""
    parser = argparse.ArgumentParser(prog="bench.previewing", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small sample, by the same code")
    parser.add_argument("--zensical", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--hugo", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--chromium", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ |= {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000"}
    root = Path(__file__).resolve().parent.parent
    console = Console(width=110 if not sys.stdout.isatty() else None)
    size, runs = (Size(100, 5), 1) if options.quick else (Size(1_000, 50), 5)
    busy, log = burden(), options.work / "log"
    found = []
    for contender in contenders(root, options.work / "same", size, options.zensical, options.hugo):
        found.append(preview(contender, size, options.chromium, 2 if contender.name == PLAIN else runs, log))
        console.print(f"  {contender.name}: served after {found[-1].served:.2f} s")
    if not options.quick:
        large = Size(10_000, 500)
        write_project(root, options.work / "large", large)
        found.append(preview(ours(options.work / "large"), large, None, runs, log))
    if busy:
        console.print(f"[bold]{busy}[/] Times are longer than they need be; repeat this when it is idle.")
    console.print(previews_table(found))


if __name__ == "__main__":
    main()
