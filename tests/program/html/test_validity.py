"""Every page is valid HTML, as the Nu HTML checker (the W3C's validator) reads the standard."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

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


#: Pages that the checker must complain of, by the name of their file.
FAULTY = {
    "autocomplete": '<input type="checkbox" autocomplete="off">',
    "same-id": '<p id="one">One</p><p id="one">Another</p>',
    "list": "<ul><div>No item</div></ul>",
    "button-in-link": '<a href="#x"><button>Both</button></a>',
}


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def folders(site: Path, long_words: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What is checked, by name: two sites, pages for learning platforms, and faulty pages."""
    packages, faulty = tmp_path_factory.mktemp("packages"), tmp_path_factory.mktemp("faulty")
    archives = [path for ending in ("imscc", "zip") for path in long_words.glob(f"modules/pathway*.{ending}")]
    assert len(archives) == 2
    for path in archives:
        with zipfile.ZipFile(path) as archive:
            pages = [name for name in archive.namelist() if name.endswith(".html")]
            assert pages, path.name
            archive.extractall(packages / path.name, pages)
    for name, fault in FAULTY.items():
        page = f'<!doctype html>\n<html lang="en"><head><title>A page</title></head><body>{fault}</body></html>\n'
        (faulty / f"{name}.html").write_text(page, encoding="utf-8")
    return {"site": site, "long words": long_words, "packages": packages, "faulty": faulty}


@pytest.fixture(scope="session")
def faults(checker: list[str], folders: dict[str, Path]) -> dict[str, list[str]]:
    """What the checker says of every HTML file of each folder, in one run: Java takes seconds to start."""
    run = subprocess.run([*checker, *map(str, folders.values())], capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = {name: [] for name in folders}
    for message in json.loads(run.stdout)["messages"]:
        if message["message"].startswith(HARMLESS):
            continue
        path = Path(unquote(urlsplit(message["url"]).path))
        name = next(name for name, folder in folders.items() if path.is_relative_to(folder.resolve()))
        place = f"{path.relative_to(folders[name].resolve()).as_posix()}:{message.get('lastLine', '')}"
        found[name].append(f"{place} {message['message']} {message.get('extract', '').strip()}")
    return found


def test_every_page_of_the_site_is_valid(faults: dict[str, list[str]], site: Path) -> None:
    assert len(list(site.rglob("*.html"))) > 70
    assert faults["site"] == []


def test_every_page_is_valid_with_every_setting_and_the_longest_words(faults: dict[str, list[str]]) -> None:
    assert faults["long words"] == []


def test_pages_for_learning_platforms_are_valid(faults: dict[str, list[str]]) -> None:
    """Books are left out: EPUB has attributes of its own, and a checker of its own."""
    assert [fault for fault in faults["packages"] if WITHIN_A_PLATFORM not in fault] == []


@pytest.mark.parametrize("name", FAULTY)
def test_the_checker_finds_faults(faults: dict[str, list[str]], name: str) -> None:
    assert [fault for fault in faults["faulty"] if fault.startswith(f"{name}.html:")]
