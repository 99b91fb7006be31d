"""Full text: an index of the site's own, the same bytes each time, and a plain word where it cannot be made."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from learning_pathway.cli import main
from learning_pathway.exports.fulltext import (
    BUNDLE,
    ORDER_PATH,
    FullTextError,
    NoPagefindError,
    Text,
    program,
    write_fulltext,
)
from tree import files

TEXTS = [
    Text(
        f"resources/r{number}/", f"Work {number}\nOnce called {number}", "Ana Nuñez", f"Of boats.\nNumber {number} <b>"
    )
    for number in range(30)
]
SEARCHABLE = {
    "docs": [
        {"location": "about/", "title": "About &amp; more", "text": "<p>Who we are.</p>"},
        {"location": "about/#how", "title": "How", "text": "<p>We read <em>everything</em>.</p>"},
        {"location": "../../etc/passwd/", "title": "Out", "text": "Never"},
        {"location": "resources/r1/", "title": "Work 1", "text": "Known already"},
    ]
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "search").mkdir(parents=True)
    (folder / "search" / "search_index.json").write_text(json.dumps(SEARCHABLE), encoding="utf-8")
    return folder


def test_works_and_other_pages_are_taken_in_and_the_order_is_kept(site: Path) -> None:
    made = write_fulltext(site, TEXTS, "en-GB")
    assert (made.works, made.pages) == (30, 1)
    order = json.loads((site / ORDER_PATH).read_text(encoding="utf-8"))
    assert len(set(order)) == 30
    for name in order:
        assert (site / BUNDLE / "fragment" / f"en_{name}.pf_fragment").is_file()
    assert (site / BUNDLE / "pagefind.js").is_file()
    assert not list((site / BUNDLE).glob("pagefind-*.js")), "what no page uses would only weigh"
    assert made.size > 100_000


def test_the_same_text_gives_the_same_bytes(site: Path) -> None:
    write_fulltext(site, TEXTS, "en-GB")
    first = files(site)
    write_fulltext(site, TEXTS, "en-GB")
    assert files(site) == first
    write_fulltext(site, TEXTS[:-1], "en-GB")
    assert files(site) != first


def test_an_index_replaces_the_one_before_it_whole(site: Path) -> None:
    write_fulltext(site, TEXTS, "en")
    write_fulltext(site, TEXTS[:2], "en")
    assert len(list((site / BUNDLE / "fragment").iterdir())) == 3


def test_a_build_does_not_depend_on_variables_of_the_environment(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_GLOB", "nothing/*.html")
    assert write_fulltext(site, TEXTS, "en").works == 30


def test_languages_that_pagefind_does_not_know_are_searched_all_the_same(site: Path) -> None:
    assert write_fulltext(site, TEXTS, "cy").works == 30


def test_a_missing_pagefind_is_named_with_the_way_to_get_it(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    with pytest.raises(NoPagefindError, match=r"pip install 'pagefind\[bin\]'"):
        write_fulltext(site, TEXTS, "en")
    assert not (site / BUNDLE).exists()


def test_a_failing_pagefind_leaves_the_earlier_index(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_fulltext(site, TEXTS, "en")
    before = files(site)
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho it hurts >&2\nexit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr("learning_pathway.exports.fulltext.program", lambda: broken)
    with pytest.raises(FullTextError, match="it hurts"):
        write_fulltext(site, TEXTS, "en")
    assert files(site) == before


def test_the_command_says_what_it_made(site: Path, tmp_path: Path) -> None:
    resources = "".join(f"  - {{id: r{number}, type: book, title: Work {number}}}\n" for number in range(12))
    project = tmp_path / "project"
    project.mkdir()
    (project / "resources.yaml").write_text(
        f"pathway: {{title: Large, library_page_size: 10}}\nresources:\n{resources}", encoding="utf-8"
    )
    done = CliRunner().invoke(main, ["index", str(site), str(project)])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("12 works and 1 other pages, 0.")
    (project / "resources.yaml").write_text("pathway: {title: Small}\n", encoding="utf-8")
    assert "Nothing to do" in CliRunner().invoke(main, ["index", str(site), str(project)]).output


def test_pagefind_is_a_program_of_its_python_package() -> None:
    assert program().is_file()
