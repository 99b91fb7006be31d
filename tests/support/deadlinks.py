"""Checking a built site's own links and anchors with LinkChecker, as a process.

LinkChecker (https://linkchecker.github.io/linkchecker/) is GPLv2 or later: it is run, never imported. Started as root
it becomes `nobody`, so all that it reads lies in a folder that anyone may read, and what it finds comes through a
pipe.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

__all__ = ["LinkCheckerError", "SiteCheck", "SiteFault", "check_site", "linkchecker_beside"]

#: Anchors are only checked with the plugin on.
_SETTINGS: Final = """\
[checking]
threads=4
timeout=30
maxrequestspersecond=1000
robotstxt=0

[AnchorCheck]
"""
_LONGEST_RUN: Final = 1_800
"""Seconds after which a run is given up."""


class LinkCheckerError(Exception):
    """LinkChecker could not do its work. The message says why."""


@dataclass(frozen=True, slots=True, order=True)
class SiteFault:
    """A link of the built site that leads nowhere."""

    page: str
    """Address of the page that the link stands on, without an anchor; empty for a page that was given."""
    link: str
    """Where it leads."""
    why: str
    """What is wrong: a status, or a missing anchor."""


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """What a check of a built site found."""

    pages: int
    """Pages that were to be checked."""
    unchecked: tuple[str, ...]
    """Addresses of built pages that were not checked."""
    faults: tuple[SiteFault, ...]
    """Dead links and missing anchors."""

    @property
    def is_sound(self) -> bool:
        """Whether every page was checked and every link leads somewhere."""
        return not self.unchecked and not self.faults


def linkchecker_beside(python: Path) -> Path:
    """Return the LinkChecker that is installed beside a Python interpreter."""
    return python.with_name("linkchecker.exe" if os.name == "nt" else "linkchecker")


def check_site(
    folder: Path, address: str, *, program: Path | None = None, sample: Iterable[str] | None = None
) -> SiteCheck:
    """Check every page of a built site: each link to the site itself, and each anchor.

    Args:
        folder: the built site.
        address: where it is served, with a slash at the end. A server that sends a header called `LinkChecker` is
            asked as fast as it answers; others at most a few times a second.
        program: LinkChecker; the one beside the running Python if None.
        sample: the pages to check, by their paths, if not all; pages that they lead to are not checked in turn.

    Raises:
        LinkCheckerError: LinkChecker is not installed, gave up, or printed something else than a table.
    """
    if sample is None:
        pages = sorted(_address_of(page, folder, address) for page in folder.rglob("*.html"))
    else:
        pages = [urljoin(address, path) for path in sample]
    depth = () if sample is None else ("--recursion-level", "1")
    rows = _rows(_run(pages, program or linkchecker_beside(Path(sys.executable)), depth))
    checked = {_plain(row["url"]) for row in rows if row["valid"] == "True"}
    faults = {
        SiteFault(urldefrag(row["parentname"]).url, row["url"] or row["urlname"], row["warningstring"] or row["result"])
        for row in rows
        if row["valid"] != "True" or "Anchor" in row["warningstring"]
    }
    return SiteCheck(
        pages=len(pages),
        unchecked=tuple(page for page in pages if _plain(page) not in checked),
        faults=tuple(sorted(faults)),
    )


def _address_of(page: Path, folder: Path, address: str) -> str:
    relative = page.relative_to(folder).as_posix()
    place = relative.removesuffix("index.html") if relative.endswith(("/index.html", "index.html")) else relative
    return urljoin(address, quote(place))


def _plain(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{unquote(parts.path)}"


def _run(pages: Iterable[str], program: Path, options: Iterable[str]) -> str:
    with tempfile.TemporaryDirectory(prefix="linkchecker-") as place:
        home = Path(place)
        home.chmod(0o755)
        settings = home / "linkcheckerrc"
        settings.write_text(_SETTINGS, encoding="utf-8")
        settings.chmod(0o644)
        command: list[str | Path] = [
            program,
            "--config",
            settings,
            "--no-status",
            "--verbose",
            "--output",
            "csv/utf-8",
            "--stdin",
            *options,
        ]
        environment = {**os.environ, "HOME": place, "XDG_CONFIG_HOME": place, "XDG_DATA_HOME": place, "PYTHONUTF8": "1"}
        try:
            done = subprocess.run(
                command,
                input="\n".join(pages),
                capture_output=True,
                text=True,
                encoding="utf-8",
                cwd=place,
                env=environment,
                timeout=_LONGEST_RUN,
                check=False,
            )
        except FileNotFoundError as error:
            raise LinkCheckerError(f"LinkChecker is not installed: there is no {program}") from error
        except subprocess.TimeoutExpired as error:
            raise LinkCheckerError(f"LinkChecker took longer than {_LONGEST_RUN} seconds") from error
    # 0: no fault found; 1: faults found; anything else: it did not do its work.
    if done.returncode not in (0, 1):
        raise LinkCheckerError(f"LinkChecker stopped with {done.returncode}: {done.stderr.strip()[-2_000:]}")
    return done.stdout


def _rows(table: str) -> list[dict[str, str]]:
    lines = [line for line in table.splitlines() if line and not line.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter=";"))
    if not rows or not {"url", "urlname", "parentname", "result", "valid", "warningstring"} <= set(rows[0]):
        raise LinkCheckerError("LinkChecker printed no table of links")
    return rows
