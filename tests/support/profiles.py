"""A Chromium of its own with a profile on the disk, as a person has one: it can be closed, killed and opened again."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

import chromium

__all__ = ["Running", "keep_nothing", "running"]

ARGUMENTS = (
    *("--headless=new", "--no-sandbox", "--remote-debugging-port=0", "--no-first-run", "--no-default-browser-check"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "about:blank"),
)


@dataclass
class Running:
    """A browser that runs.

    Attributes:
        context: the profile's own, with its storage.
        process: the browser's main process; `process.kill()` is what a crash or a flat battery does.
    """

    context: BrowserContext
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it at once: nothing gets the chance to write anything more."""
        self.process.kill()
        self.process.wait()


@contextmanager
def running(browser: Browser, profile: Path) -> Iterator[Running]:
    """Start Chromium with the folder `profile`; `browser` lends only the way to speak with it."""
    port = profile / "DevToolsActivePort"
    port.unlink(missing_ok=True)
    program = chromium.find()
    assert program is not None
    process = subprocess.Popen(
        [str(program), *ARGUMENTS, f"--user-data-dir={profile}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{_port(port, process)}"
        connected = browser.browser_type.connect_over_cdp(address)
        yield Running(connected.contexts[0], process)
        if process.poll() is None:
            connected.close()
    finally:
        process.kill()
        process.wait()


def _port(file: Path, process: subprocess.Popen[bytes]) -> int:
    for _ in range(600):
        assert process.poll() is None, "Chromium ended before it could be spoken to"
        lines = file.read_text().splitlines() if file.exists() else []
        if len(lines) > 1:
            return int(lines[0])
        time.sleep(0.05)
    raise AssertionError("Chromium did not name its port")


def keep_nothing(profile: Path) -> None:
    """Set Chromium's own setting in a new profile: sites may keep nothing."""
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (profile / "Default").mkdir()
    (profile / "Default" / "Preferences").write_text(json.dumps(settings), encoding="utf-8")
