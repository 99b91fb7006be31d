"""What LinkChecker and lychee say of the laboratory's links, beside what our own check says.

`./scripts/bench verdicts` runs it. The other programs run in a mount namespace of their own (Linux, `unshare` of
util-linux), where `/etc/hosts` sends the laboratory's hosts to loopback: that way they meet the same misbehaviour on
the wire as ours does. What has no such host is a name that cannot be found, for all of them.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import os
import resource
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from learning_pathway.links.verdicts import Verdict
from links.laboratory import CASES
from links.laboratory.case import Case
from links.laboratory.certificates import ALIAS
from links.laboratory.opening import Laboratory, open_laboratory
from links.test_laboratory import SETTINGS, visit

#: What a program that knows only good and bad has to say of a link, by the truth about it. A wall says nothing about
#: the resource, so calling it bad is a false alarm; of a server in trouble, either word will do.
GOOD, BAD, EITHER = "good", "bad", "either"
WANTED: Mapping[str, str] = {
    Verdict.OK: GOOD,
    Verdict.MOVED: GOOD,
    Verdict.BLOCKED: GOOD,
    Verdict.UNWELL: EITHER,
    Verdict.BROKEN: BAD,
    Verdict.HOLLOW: BAD,
    Verdict.DRIFTED: BAD,
    Verdict.GATED: BAD,
    Verdict.REMOVED_VIDEO: BAD,
    Verdict.FRAGMENT_MISSING: BAD,
}
SECONDS = 600
"""Longest time that one program may take."""


class CompareError(Exception):
    """The comparison cannot be made. The message says why."""


@dataclass(frozen=True)
class Column:
    """What one program said: by case, whether it was right."""

    name: str
    right: Mapping[str, bool]


def is_right(truths: tuple[str, ...], said: str) -> bool:
    """Whether `good` or `bad` is what should be said of a link."""
    return any(WANTED[truth] in (said, EITHER) for truth in truths)


async def inside(hosts: Path, command: Sequence[str], words: str = "", **variables: str) -> str:
    """Run a program where `/etc/hosts` is another file, and give what it prints."""
    unshare = shutil.which("unshare")
    if unshare is None:
        raise CompareError("This needs Linux and `unshare`, of util-linux.")
    whose = [] if os.geteuid() == 0 else ["--map-root-user"]
    enter = 'mount --bind "$0" /etc/hosts && exec "$@"'
    process = await asyncio.create_subprocess_exec(
        *(unshare, *whose, "--mount", "sh", "-c", enter, str(hosts), *command),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, **variables},
    )
    async with asyncio.timeout(SECONDS):
        out, _ = await process.communicate(words.encode())
    return out.decode("utf-8", "replace")


async def linkchecker(laboratory: Laboratory, hosts: Path, folder: Path) -> dict[str, str]:
    """What LinkChecker says, anchors checked; what it prints nothing about is unchecked."""
    settings = folder / "linkcheckerrc"
    settings.write_text(
        f"[checking]\ntimeout=5\nmaxrequestspersecond=100\nrobotstxt=0\nsslverify={laboratory.authority}\n"
        "[AnchorCheck]\n",
        encoding="utf-8",
    )
    program = str(Path(sys.executable).with_name("linkchecker"))
    command = [program, "-f", str(settings), "--no-status", "--verbose", "-r0", "-o", "csv/utf-8", "--stdin"]
    text = await inside(hosts, command, "\n".join(target.url for target in laboratory.targets.values()))
    rows = csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter=";")
    bad = {row["urlname"]: row["valid"] != "True" or "anchor" in (row["warningstring"] or "").lower() for row in rows}
    if not bad:
        raise CompareError("LinkChecker printed nothing.")
    return {
        name: "unchecked" if target.url not in bad else BAD if bad[target.url] else GOOD
        for name, target in laboratory.targets.items()
    }


async def lychee(program: str, laboratory: Laboratory, hosts: Path, folder: Path) -> dict[str, str]:
    """What lychee says, fragments checked: each link stands in a file of its own, by which it is known again.

    It never asks for anything under `example.org`, so it is told to look for the hosts under their other name.
    """
    pages = folder / "pages"
    pages.mkdir()
    for name, target in laboratory.targets.items():
        (pages / f"{name}.md").write_text(f"<{target.url}>\n", encoding="utf-8")
    options = ["--no-progress", "--format", "json", "--include-fragments", "--timeout", "5", "--retry-wait-time", "1"]
    for scheme in ("http", "https"):
        options += ["--remap", rf"^{scheme}://([^/:]+)\.example\.(org|net) {scheme}://$1.example.$2{ALIAS}"]
    text = await inside(hosts, [program, *options, str(pages)], SSL_CERT_FILE=str(laboratory.authority))
    try:
        found = json.loads(text)
    except ValueError:
        raise CompareError(f"lychee printed no JSON: {text[:300]!r}") from None
    bad = {Path(source).stem for kind in ("error_map", "timeout_map") for source in found.get(kind, {})}
    skipped = {Path(source).stem for source in found.get("excluded_map", {})}
    return {name: BAD if name in bad else "unchecked" if name in skipped else GOOD for name in laboratory.targets}


async def compare(cases: Sequence[Case], lychee_program: str) -> list[Column]:
    """Let every program look at every case: ours by its verdicts, the others by good and bad."""
    truths = {case.name: case.truths for case in cases}
    columns = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # LinkChecker gives up root's rights before it reads its settings
        records = await visit(list(cases), folder, SETTINGS)
        columns.append(Column("ours", {case: records[case].verdict.value in truths[case] for case in truths}))
        columns.append(
            Column(
                "ours, good or bad only",
                {case: is_right(truths[case], WANTED.get(records[case].verdict, "")) for case in truths},
            )
        )
        async with open_laboratory(cases, folder) as laboratory:
            laboratory.now = True
            hosts = folder / "hosts"
            lines = [f"{laboratory.server.address_of(host)} {host}" for host in laboratory.server.sites]
            hosts.write_text("\n".join(["127.0.0.1 localhost", *lines]) + "\n", encoding="utf-8")
            others: dict[str, Callable[[], Awaitable[dict[str, str]]]] = {
                "LinkChecker": lambda: linkchecker(laboratory, hosts, folder),
                "lychee": lambda: lychee(lychee_program, laboratory, hosts, folder),
            }
            for program, look in others.items():
                said = await look()
                columns.append(Column(program, {case: is_right(truths[case], said[case]) for case in truths}))
    return columns


def table(cases: Sequence[Case], columns: Sequence[Column]) -> Table:
    """How many each got right, by the truth about the links."""
    shown = Table(title="Links judged rightly")
    shown.add_column("truth")
    for heading in ("links", *(column.name for column in columns)):
        shown.add_column(heading, justify="right")
    counts = Counter(case.truth for case in cases)
    for truth in [*(verdict.value for verdict in Verdict if verdict.value in counts), "all"]:
        names = [case.name for case in cases if truth in (case.truth, "all")]
        right = (str(sum(column.right[name] for name in names)) for column in columns)
        shown.add_row(truth, str(len(names)), *right, end_section=truth == "all")
    return shown


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lychee", required=True, help="lychee's program")
    parser.add_argument("--each", action="store_true", help="also list each link that one of the others got wrong")
    options = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 8_192), hard), hard))
    try:
        columns = asyncio.run(compare(CASES, options.lychee))
    except CompareError as error:
        sys.exit(str(error))
    console = Console(width=100)
    if options.each:
        for case in CASES:
            wrong = [column.name for column in columns if not column.right[case.name]]
            if wrong:
                console.print(f"{case.name} ({case.truth}): wrong: {', '.join(wrong)}", highlight=False)
    console.print(table(CASES, columns))


if __name__ == "__main__":
    main()
