"""Compare them; `./scripts/bench links` runs this."""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

HOSTS = 50
GAP = 0.05
DELAY = 0.05


@dataclass(frozen=True)
class Run:
    """What one contender took."""

    name: str
    seconds: float
    cpu: float
    megabytes: float
    good: int


def measure(name: str, command: list[str], *, stdin: str | None = None) -> tuple[Run, str]:
    """Run a command and measure wall time, CPU time and peak memory of it alone."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as into:
        into.write(stdin or "")
        into.seek(0)
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=into, stdout=out, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read()
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Run(name, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / scale, 0), text


def counted(run: Run, good: int) -> Run:
    """The same run, with the number of links that it found good."""
    return Run(run.name, run.seconds, run.cpu, run.megabytes, good)


def linkchecker(name: str, urls: list[str], folder: Path, rate: int | None) -> Run:
    """LinkChecker with its defaults, or with a given rate; interleaved, because it is slow by host."""
    folder.chmod(0o755)
    settings = folder / f"linkcheckerrc-{rate}"
    settings.write_text("[checking]\n" + (f"maxrequestspersecond={rate}\n" if rate else ""), encoding="utf-8")
    settings.chmod(0o644)
    program = str(Path(sys.executable).with_name("linkchecker"))
    command = [program, "-f", str(settings), "--no-status", "--verbose", "-r0", "-o", "csv/utf-8", "--stdin"]
    run, text = measure(name, command, stdin="\n".join(urls))
    rows = csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter=";")
    return counted(run, sum(row["valid"] == "True" for row in rows))


def lychee(program: str, urls: list[str], folder: Path) -> Run:
    """Lychee, with as many connections as it is allowed."""
    listed = folder / "urls.md"
    listed.write_text("\n".join(f"<{url}>" for url in urls), encoding="utf-8")
    command = [program, "--no-progress", "--format", "json", "--max-concurrency", "500", str(listed)]
    run, text = measure("lychee", command)
    return counted(run, json.loads(text)["successful"])


def table(runs: list[Run], bound: float) -> Table:
    """The runs, each beside the bound and LinkChecker's defaults."""
    reference = next((run.seconds for run in runs if run.name.startswith("LinkChecker")), None)
    shown = Table(title=f"Bound under the same manners: {bound:.2f} s", show_lines=False)
    for heading in ("", "seconds", "of the bound", "of LinkChecker", "CPU s", "MB", "good"):
        shown.add_column(heading, justify="right" if heading else "left")
    for run in runs:
        share = f"{run.seconds / reference:.3f}" if reference else ""
        row = (f"{run.seconds:.2f}", f"{run.seconds / bound:.2f}", share, f"{run.cpu:.2f}", f"{run.megabytes:.0f}")
        shown.add_row(run.name, *row, str(run.good))
    return shown


def main() -> None:
    """Measure all of them in one run, on one server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--urls", type=int, default=5_000, help="number of URLs over 50 hosts (5000)")
    parser.add_argument("--lychee", required=True, help="lychee's program")
    parser.add_argument("--only", nargs="*", choices=["ours", "plain", "lychee", "linkchecker", "linkchecker20"])
    options = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 8_192), hard), hard))
    server = subprocess.Popen(
        [sys.executable, "-m", "bench.links.server", str(HOSTS)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        each = options.urls // HOSTS
        urls = [f"http://127.0.1.{host}:{port}/p/{host}-{page}" for page in range(each) for host in range(1, HOSTS + 1)]
        with tempfile.TemporaryDirectory() as place:
            Console().print(table(contend(urls, Path(place), options.only, options.lychee), (each - 1) * GAP + DELAY))
    finally:
        server.terminate()
        server.wait()


def contend(urls: list[str], folder: Path, only: list[str] | None, lychee_program: str) -> list[Run]:
    """Run every contender once, one after another."""
    listed = folder / "urls.txt"
    listed.write_text("\n".join(urls), encoding="utf-8")
    runs: list[Run] = []
    for name in ("ours", "plain"):
        if not only or name in only:
            run, text = measure(name, [sys.executable, "-m", "bench.links.clients", name, str(listed)])
            runs.append(counted(run, int(text or 0)))
    if not only or "lychee" in only:
        runs.append(lychee(lychee_program, urls, folder))
    if not only or "linkchecker" in only:
        runs.append(linkchecker("LinkChecker, defaults", urls, folder, None))
    if not only or "linkchecker20" in only:
        runs.append(linkchecker("LinkChecker, 20 a second", urls, folder, 20))
    return runs


main()
