"""The measurement measures the same pages, and its catalogue is one that the project would accept."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

import chromium
from bench.catalogue import Size, write_catalogue
from bench.contenders import OURS, PLAIN, ZENSICAL, DifferenceError, compare, prepare, write_by_hand, write_project
from bench.latency import answer, latency_table, round_trips
from bench.markdown import facts, to_markdown
from bench.measuring import measure
from bench.previewing import of_hugo, ours, preview, previews_table
from bench.searching import Searched, rows, search
from learning_pathway.catalogue import Severity, read
from siteproject import ROOT, copy_project, engine, stage

PAGE = """<html><body><article><h1 id="a">One<a class="headerlink" href="#a">¶</a></h1>
<p>Some <em>words</em> and <a href="../b/">a link</a>, [not one], * and a_b_c</p>
<div><h3>Card</h3><ul><li>first</li><li>second <a href="https://example.org/?a=1&amp;b=2">away</a></li></ul></div>
<dl><dt>Type</dt><dd>Video</dd></dl><button>Not text</button></article></body></html>"""


def test_the_catalogue_has_as_many_entries_as_asked_for_and_no_problem(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "project", Size(200, 10))
    reading = read(tmp_path / "project")
    assert [problem for problem in reading.problems if problem.severity is Severity.ERROR] == []
    assert reading.catalogue is not None
    assert (len(reading.catalogue.resources), len(reading.catalogue.modules)) == (200, 10)
    steps = [sum(len(section.steps) for section in module.sections) for module in reading.catalogue.modules]
    assert set(steps) == {20}


def test_few_resources_can_serve_in_many_modules(tmp_path: Path) -> None:
    write_catalogue(tmp_path / "project", Size(20, 60))
    catalogue = read(tmp_path / "project").catalogue
    assert catalogue is not None
    assert len(catalogue.modules) == 60


def test_a_page_becomes_markdown_as_a_person_would_write_it() -> None:
    text = to_markdown(PAGE, "a/", {"a/": "a/index.md", "b/": "b/index.md"})
    assert text == (
        "# One {#a}\n\nSome *words* and [a link](../b/index.md) , \\[not one\\], \\* and a\\_b\\_c\n\n### Card\n\n"
        "- first\n- second [away](https://example.org/?a=1&b=2)\n\n**Type**: Video\n"
    )


def test_what_links_lead_to_keeps_its_name_where_markdown_can_give_it() -> None:
    page = '<article><h1>One</h1><ol><li id="b"><p>Read</p><h3>Card</h3></li></ol><p id="c">Words</p></article>'
    text = to_markdown(page, "a/", {"a/": "a/index.md"})
    assert text == "# One\n\nRead\n\n### Card {#b}\n\nWords\n{: #c }\n"


def test_headings_and_links_are_what_is_compared() -> None:
    assert facts(PAGE) == (("One", "Card"), 2)


def test_the_index_of_a_large_library_is_measured_and_a_small_one_has_none(tmp_path: Path) -> None:
    project, site = tmp_path / "project", tmp_path / "site"
    write_catalogue(project, Size(20, 1))
    assert search(project, site, None, runs=1) is None
    settings = project / "resources.yaml"
    text = settings.read_text(encoding="utf-8").replace("pathway:\n", "pathway:\n  library_page_size: 10\n", 1)
    settings.write_text(text, encoding="utf-8")
    found = search(project, site, None, runs=1)
    assert found is not None
    assert found.works == 20
    assert found.files > 5
    assert found.size > 40_000
    assert [row[0] for row in rows(found)][:2] == ["making the index", "its size"]


def test_a_goal_of_searching_is_met_or_missed_by_its_figure() -> None:
    found = Searched(10_000, 9.0, 8.0, 1, 1, {"rare": 0.4, "common": 0.6}, {"rare": 300_000, "common": 600_000}, 0.05)
    assert [row[3] for row in rows(found)][2:] == ["met", "met", "MISSED", "MISSED", "met"]


@pytest.mark.full_only
@pytest.mark.engine
def test_all_contenders_build_the_same_pages(root: Path, tmp_path: Path) -> None:
    contenders = prepare(root, tmp_path, Size(20, 1), engine("zensical"))
    for name in (PLAIN, ZENSICAL):
        contenders[name].clear()
        cost = measure(contenders[name].command)
        assert cost.seconds > 0
        assert compare({OURS: contenders[OURS], name: contenders[name]})["pages"] > 20
    stray = contenders[PLAIN].site / "resources" / "resource-00001" / "index.html"
    stray.write_text(stray.read_text(encoding="utf-8").replace("<h2", "<h2>More</h2><h2", 1), encoding="utf-8")
    with pytest.raises(DifferenceError, match="resource-00001"):
        compare({OURS: contenders[OURS], PLAIN: contenders[PLAIN]})


@pytest.mark.engine
def test_the_hand_written_site_hides_the_same_pages_and_has_a_search_of_its_own(site: Path, tmp_path: Path) -> None:
    staged = stage(copy_project(tmp_path / "project"), tmp_path / "staged")
    assert staged.returncode == 0, staged.stderr
    write_by_hand(tmp_path / "staged", site, tmp_path / "plain")
    ours, plain = (yaml.safe_load((tmp_path / name / "mkdocs.yml").read_text()) for name in ("staged", "plain"))
    assert (ours["plugins"], plain["plugins"]) == ([], ["search"])
    for setting in ("not_in_nav", "nav", "markdown_extensions", "use_directory_urls"):
        assert plain.get(setting) == ours.get(setting)
    assert "custom_dir" not in plain["theme"]


@pytest.mark.long
@pytest.mark.engine
def test_the_quick_measurement_prints_its_tables(root: Path, full: bool) -> None:
    if not full:
        pytest.skip("runs with --full only: a few minutes; the tests above run the same code on twenty resources")
    run = subprocess.run([sys.executable, str(root / "scripts" / "bench"), "--quick"], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    for words in ("this project", "plain MkDocs", "Zensical", "Goals"):
        assert words in run.stdout


def test_requests_that_wait_for_one_another_are_counted() -> None:
    assert round_trips([]) == 0
    assert round_trips([(0, 1), (1.1, 2), (1.2, 3), (2.5, 3), (2.9, 4)]) == 3
    assert round_trips([(0, 5), (1, 2), (2, 3), (3, 4)]) == 3


@pytest.mark.engine
@pytest.mark.browser
def test_a_module_page_is_measured_at_a_latency(site: Path) -> None:
    if (browser := chromium.find()) is None:
        pytest.skip("there is no Chromium")
    with ThreadPoolExecutor(1) as other:  # a worker may have a browser of its own in this thread
        found = other.submit(answer, site, browser, 1).result()
    assert found is not None
    assert found.seconds > 2 * 0.15, "the page, and then its scripts"
    assert 2 <= found.trips <= found.requests
    assert 10_000 < found.size < 40_000
    assert latency_table(found).row_count == 4


@pytest.mark.engine
def test_a_preview_shows_an_edit_and_the_file_is_as_it_was(tmp_path: Path) -> None:
    size = Size(20, 2)
    write_project(ROOT, tmp_path / "ours", size)
    contender = ours(tmp_path / "ours")
    before = contender.file.read_text(encoding="utf-8")
    found = preview(contender, size, None, 1, tmp_path / "log")
    assert 0 < found.served < found.ready + 60
    assert contender.file.read_text(encoding="utf-8") == before
    assert previews_table([found]).row_count == 1


def test_the_same_pages_are_written_for_hugo(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    for name in ("index.md", "modules/index.md", "modules/first/index.md"):
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(f"# {name}\n", encoding="utf-8")
    of_hugo(tmp_path / "hugo", docs, Path("hugo"))
    content = tmp_path / "hugo" / "content"
    written = sorted(path.relative_to(content).as_posix() for path in content.rglob("*.md"))
    assert written == ["_index.md", "modules/_index.md", "modules/first/index.md"]
