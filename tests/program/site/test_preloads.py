"""What a page asks for at once: every script that it begins with, in one round trip, and no more than it needs."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from learning_pathway.locale import translations_for
from learning_pathway.site.frontend import read_frontend, theme_folder
from published import folder_of

pytestmark = pytest.mark.engine

#: Pages of every kind that has tools of its own.
PAGES = ("", "modules/collective-impact/", "resources/ted-heffernan/", "library/", "search/", "themes/trust/", "my/")
#: Bytes of scripts, compressed one by one as servers do, before parts that are fetched later.
MOST_BYTES = 25_000
IMPORT = re.compile(r'^(?:import|export)\b[^;]*?"(\.\.?/[^"]+)";', re.MULTILINE)


def preloaded(site: Path, page: str) -> list[Path]:
    """The files of the scripts that a page names in its head, in order, each as often as it does."""
    text = (site / page / "index.html").read_text(encoding="utf-8")
    return [(site / page / href).resolve() for href in re.findall(r'<link rel="modulepreload" href="([^"]+)">', text)]


def imported(script: Path) -> set[Path]:
    return {(script.parent / name).resolve() for name in IMPORT.findall(script.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_every_script_that_it_begins_with_once(site: Path, page: str) -> None:
    named = preloaded(site, page)
    assert len(named) == len(set(named)) > 3
    assert {script for one in named for script in imported(one)} - set(named) == set()
    folder = (site / folder_of(site)).resolve()
    assert all(script.is_relative_to(folder) for script in named), "one folder, named after the version"


@pytest.mark.parametrize("language", ["en-GB", "cy"])
def test_every_page_begins_with_few_bytes_of_scripts(site: Path, language: str) -> None:
    files = read_frontend(theme_folder(), translations=translations_for(language)).files
    sizes = {name: len(gzip.compress(data)) for name, data in files}
    folder = (site / folder_of(site)).resolve()
    pages = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    assert {"modules/collective-impact", "library", "search", "my", "my/journal", "my/plan", "my/record"} <= pages
    bytes_of = {
        page: sum(sizes[script.relative_to(folder).as_posix()] for script in preloaded(site, page)) for page in pages
    }
    assert {page: size for page, size in bytes_of.items() if size > MOST_BYTES} == {}


def test_the_progress_controls_come_before_other_tools(site: Path) -> None:
    """A browser asks for few files at once from an old server: first for what a learner presses first."""
    names = [script.name for script in preloaded(site, "modules/collective-impact/")]
    needed = {"pathway.mjs", "progress-control.mjs", "store.mjs", "records.mjs", "write-queue.mjs"}
    assert needed <= set(names[:16])
