"""The preview: an editor sees problems in the browser, and the page comes back when they are fixed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from siteproject import MOMENT, copy_project

pytestmark = pytest.mark.engine

PATIENCE = 90  # seconds until a preview that shows nothing is taken for broken
PAGE = "modules/collaborative-impact-leadership/"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "project")


@pytest.fixture
def preview(project: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a preview of the project."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": MOMENT}
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "serve",
        "--config-file",
        "mkdocs.yml",
        "--dev-addr",
        f"127.0.0.1:{port}",
    ]
    with (tmp_path / "log").open("w") as log:
        running = subprocess.Popen(command, cwd=project, stdout=log, stderr=log, env=variables)
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            running.terminate()
            running.wait()


def shown(address: str) -> str:
    """What the preview answers, whatever its status; nothing while it does not answer."""
    try:
        with urlopen(address, timeout=20) as response:
            return str(response.read().decode("utf-8"))
    except (URLError, TimeoutError, ConnectionError):
        return ""


def wait_for(address: str, words: str) -> str:
    """The page at `address` as soon as it has `words` in it."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if words in (page := shown(address)):
            return page
        time.sleep(0.2)
    pytest.fail(f"{words!r} did not appear; the page says: {page[:2000]}")


def test_problems_appear_in_the_browser_and_go_when_they_are_mended(project: Path, preview: str) -> None:
    root = project / "resources.yaml"
    good = root.read_text(encoding="utf-8")
    wait_for(preview + PAGE, "lp-steps")
    root.write_text(good.replace("\n  title:", "\n  tittle:", 1), encoding="utf-8")
    for address in (preview, preview + PAGE):
        page = wait_for(address, "tittle")
        assert "resources.yaml" in page
        assert "Traceback" not in page
    root.write_text(good, encoding="utf-8")
    assert "tittle" not in wait_for(preview + PAGE, "lp-steps")


def test_a_change_of_the_catalogue_is_shown(project: Path, preview: str) -> None:
    root = project / "resources.yaml"
    wait_for(preview, "lp-")
    text = root.read_text(encoding="utf-8")
    root.write_text(text.replace("title: Collaborative Leadership Pathway", "title: A pathway of our own", 1), "utf-8")
    wait_for(preview, "A pathway of our own")
