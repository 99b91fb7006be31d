"""The preview of a pathway that is a part of a larger site: both parts, their links, search and faults."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from runningpreview import RunningPreview, previews
from siteproject import ROOT, mkdocs
from smallcatalogue import CATALOGUE

pytestmark = pytest.mark.engine

SETTINGS = """\
site_name: Staff handbook
site_url: https://handbook.example/docs/
theme: {name: material, font: false}
plugins: [blog, tags, search]
nav:
  - Home: index.md
  - leave.md
  - Blog: [blog/index.md]
hooks: [hooks/pathway.py]
"""
HOME = "# Welcome\n\n[Learn](staff/learning/index.md), [begin](staff/learning/modules/first/index.md)\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A larger site with a pathway in it."""
    project = tmp_path_factory.mktemp("embedded") / "project"
    (project / "docs/blog/posts").mkdir(parents=True)
    (project / "hooks").mkdir()
    shutil.copy(ROOT / "hooks" / "pathway.py", project / "hooks")
    text = CATALOGUE.replace("title: Small pathway", "title: Small pathway\n  path: staff/learning")
    files = {
        "mkdocs.yml": SETTINGS,
        "resources.yaml": text,
        "docs/index.md": HOME,
        "docs/leave.md": "# Days of leave\n\nTwenty-five days.\n",
        "docs/blog/index.md": "# News\n",
        "docs/blog/posts/one.md": "---\ndate: 2024-01-02\ntags: [new]\ncategories: [Work]\n---\n# A post\n\nHello.\n",
    }
    for name, content in files.items():
        (project / name).write_text(content, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def site(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, built."""
    folder = tmp_path_factory.mktemp("built") / "site"
    done = mkdocs(project, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def preview(project: Path, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPreview]:
    """Its preview."""
    with previews(project, tmp_path_factory.mktemp("log") / "log", "/docs/") as begin:
        running = begin()
        running.wait_for(200, "Welcome", "")
        yield running


def without_ours(page: str) -> str:
    """A page without what the preview adds to it."""
    page = re.sub(r' <a class="lp-preview-edit" [^>]*>Edit</a>', "", page)
    return re.sub(r'<link rel="stylesheet" href="/~preview/overlay.css">.*?defer></script>(?=</body>)', "", page)


def test_every_page_is_that_of_a_build(preview: RunningPreview, site: Path) -> None:
    pages = sorted(site.rglob("index.html"))
    assert len(pages) > 20
    different = []
    for path in pages:
        folder = path.parent.relative_to(site).as_posix()
        address = "" if folder == "." else f"{folder}/"
        status, text = preview.get(address)
        expected = path.read_text(encoding="utf-8")
        if "~preview" in text:
            text = without_ours(text)
        if (status, text) != (200, expected):
            different.append(address)
    assert different == []


def test_each_part_has_its_own_files(preview: RunningPreview, site: Path) -> None:
    names = [
        "search/search_index.json",
        "sitemap.xml",
        "staff/learning/llms.txt",
        "staff/learning/resources/known/known.ris",
    ]
    names += [path.relative_to(site).as_posix() for path in (site / "staff/learning/assets").glob("*/outline.json")]
    assert len(names) == 5
    for name in names:
        status, text = preview.get(name)
        assert status == 200, name
        if name != "search/search_index.json":
            assert text == (site / name).read_text(encoding="utf-8"), name


def test_the_sites_search_finds_both(preview: RunningPreview) -> None:
    found = json.loads(preview.get("search/search_index.json")[1])["docs"]
    assert any(each["location"].startswith("staff/learning/modules/first/") for each in found)
    assert any(each["location"].startswith("leave/") for each in found)


def test_edits_of_both_are_shown_and_a_fault_is_laid_over_both(preview: RunningPreview) -> None:
    project = preview.project
    leave, root = project / "docs" / "leave.md", project / "resources.yaml"
    before = leave.read_text(encoding="utf-8"), root.read_text(encoding="utf-8")
    leave.write_text("# Days off\n\nThirty days.\n", encoding="utf-8")
    preview.wait_for(200, "Thirty days", "leave/")
    preview.wait_for(200, "Days off", "")  # in the navigation
    root.write_text(before[1].replace("A known length", "Another title"), encoding="utf-8")
    preview.wait_for(200, "Another title", "staff/learning/resources/known/")
    root.write_text(before[1].replace("read: paged", "read: gone"), encoding="utf-8")
    for path in ("", "staff/learning/", "staff/learning/resources/known/"):
        preview.wait_for(200, "resources.yaml:", path)
    assert "Another title" in preview.get("staff/learning/resources/known/")[1]
    leave.write_text(before[0], encoding="utf-8")
    root.write_text(before[1], encoding="utf-8")
    preview.wait_for(200, "A known length", "staff/learning/resources/known/", without='<details class="lp-preview"')


def test_a_file_where_the_pathway_goes_is_refused(preview: RunningPreview) -> None:
    taken = preview.project / "docs" / "staff" / "learning" / "notes.md"
    taken.parent.mkdir(parents=True)
    taken.write_text("# Mine\n", encoding="utf-8")
    preview.wait_for(200, "is where the pathway goes", "")
    shutil.rmtree(preview.project / "docs" / "staff")
    preview.wait_for(200, "", "", without="is where the pathway goes")
