"""What the tests share: options, the real site built once, a server for it, and Chromium."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import chromium
from siteserver import serve_folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the long tests in full, not as a stated sample")


def pytest_report_header(config: pytest.Config) -> str:
    if config.getoption("--full"):
        return "long runs: in full"
    return "long runs: as a sample, by the same code; `./scripts/test --full` runs them in full"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: Playwright keeps an event loop on this thread, beside which no other can be run."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """In CI, a browser test that was skipped has failed: nobody would see that it never ran.

    A long test that was left to `--full` is another matter: it was never meant to run.
    """
    report: pytest.TestReport = yield
    left_out = item.get_closest_marker("long") and not item.config.getoption("--full")
    if report.skipped and os.environ.get("CI") and item.get_closest_marker("browser") and not left_out:
        report.outcome = "failed"
        report.longrepr = f"A browser test was skipped in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether long runs are to be run in full (`--full`), rather than as a stated sample."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, built strictly, once for all tests. Not to be written to."""
    folder = tmp_path_factory.mktemp("built") / "site"
    command = [sys.executable, str(ROOT / "scripts" / "build"), "--site-dir", str(folder)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


@pytest.fixture(scope="session")
def site_address(site: Path) -> Iterator[str]:
    """The address of the built site on a loopback server."""
    with serve_folder(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, one for all tests; each test opens a context of its own."""
    from playwright.sync_api import sync_playwright

    path = chromium.find()
    if path is None:
        pytest.skip(chromium.ADVICE)
    with sync_playwright() as playwright:
        # Without a sandbox, since CI containers run as root; the tests open only pages of their own server.
        arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
        running = playwright.chromium.launch(executable_path=path, args=arguments)
        yield running
        running.close()
