"""Every page is valid HTML, as the Nu HTML checker (the W3C's validator) reads the standard."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

import environment
from nodepackages import install

SOURCE = Path(__file__).parent / "nu"
NEEDS = "The Nu HTML checker, which checks every page, needs {}. The other tests run without it."
#: What is no fault: the checker guesses languages, Markdown writes `<img … />`, which is allowed, and a file has no
#: origin that its Content-Security-Policy could call its own. Browser tests look after that.
HARMLESS = (
    "This document appears to be written in ",
    "Trailing slash on void elements has no effect ",
    "Resource violates Content Security Policy ",
    "Inline script violates Content Security Policy ",
)
#: A learning platform shows a page of a cartridge below a heading of its own.
WITHIN_A_PLATFORM = "This document has heading elements but none of them has a computed heading level of 1"


@pytest.fixture
def checker(full: bool) -> list[str]:
    """The command that checks HTML. Without Java and npm the test is skipped; in CI and with `--full` it fails."""
    java = shutil.which("java")
    if java is None:
        reason = NEEDS.format("Java 17 or later (`apt install default-jre-headless`)")
        if full or os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    environment.CACHE.mkdir(exist_ok=True)
    folder = install(SOURCE, environment.CACHE, required=full, reason=NEEDS.format("Node.js"))
    jar = folder / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    return [java, "-jar", str(jar), "--stdout", "--exit-zero-always", "--skip-non-html", "--format", "json"]


def faults(checker: list[str], folder: Path) -> list[str]:
    """What the checker says of every HTML file below the folder, in one run: Java takes a second to start."""
    run = subprocess.run([*checker, str(folder)], capture_output=True, text=True, check=True)
    messages = json.loads(run.stdout)["messages"]
    return [
        f"{message.get('url', '').rpartition(str(folder))[2]}:{message.get('lastLine', '')} "
        f"{message['message']} {message.get('extract', '').strip()}"
        for message in messages
        if not message["message"].startswith(HARMLESS)
    ]


def test_every_page_of_the_site_is_valid(checker: list[str], site: Path) -> None:
    assert len(list(site.rglob("*.html"))) > 100
    assert faults(checker, site) == []


def test_every_page_is_valid_with_every_setting_and_the_longest_words(checker: list[str], long_words: Path) -> None:
    assert faults(checker, long_words) == []


def test_pages_for_learning_platforms_are_valid(checker: list[str], long_words: Path, tmp_path: Path) -> None:
    """Books are left out: EPUB has attributes of its own, and a checker of its own."""
    archives = [path for ending in ("imscc", "zip") for path in long_words.glob(f"modules/pathway*.{ending}")]
    assert len(archives) == 2
    for path in archives:
        with zipfile.ZipFile(path) as archive:
            pages = [name for name in archive.namelist() if name.endswith(".html")]
            assert pages, path.name
            archive.extractall(tmp_path / path.name, pages)
    assert [fault for fault in faults(checker, tmp_path) if WITHIN_A_PLATFORM not in fault] == []


@pytest.mark.parametrize(
    "fault",
    [
        '<input type="checkbox" autocomplete="off">',
        '<p id="one">One</p><p id="one">Another</p>',
        "<ul><div>No item</div></ul>",
        '<a href="#x"><button>Both</button></a>',
    ],
)
def test_the_checker_finds_faults(checker: list[str], tmp_path: Path, fault: str) -> None:
    page = f'<!doctype html>\n<html lang="en"><head><title>A page</title></head><body>{fault}</body></html>\n'
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert len(faults(checker, tmp_path)) >= 1
