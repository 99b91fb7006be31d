"""Every page is valid HTML, as the Nu HTML checker (the W3C's validator) reads the standard."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from htmlchecker import checker_command, faults_by_folder

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
    """The command that checks HTML."""
    return checker_command(full=full)


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
    """What the checker says of every HTML file of each folder."""
    return faults_by_folder(checker, folders)


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
