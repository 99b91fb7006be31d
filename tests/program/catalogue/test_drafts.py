"""An entry with `status: draft` can be prepared without being published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from learning_pathway.catalogue import Problem, ReadResult, read
from learning_pathway.catalogue.ids import keys_of
from learning_pathway.site.build import open_build
from learning_pathway.site.published import compare_ids
from learning_pathway.site.stage import stage

pytestmark = pytest.mark.long

TODAY = date(2025, 6, 30)
CATALOGUE = """
pathway: {title: T, summary: S, modules: [m]}
themes:
  - {id: trust, title: Trust, summary: S}
resources:
  - {id: known, type: report, title: Known, summary: S, why: W, themes: [trust]}
tasks:
  - {id: think, prompt: Think.}
modules:
  - {id: m, title: M, summary: S, sections: [{id: s, title: S, steps: [{read: known}, {task: think}]}]}
routes:
  - {id: short, title: Short, summary: S, modules: [m]}
tips:
  - {id: advice, title: Advice, sources: [{id: e, kind: event, title: E, tips: [{id: listen, text: Listen.}]}]}
"""
#: For each list: a draft of its kind as far as anyone may have got.
DRAFTS = {
    "themes": "  - {id: unready, status: draft, summary: Unreadyword}\n",
    "resources": "  - id: unready\n    status: draft\n    summary: Unreadyword, half a sentence\n    minutes: long\n",
    "tasks": "  - {id: unready, status: draft, title: Unreadyword}\n",
    "modules": "  - {id: unready, status: draft, title: Unreadyword, sections: [{id: x}]}\n",
    "routes": "  - {id: unready, status: draft, title: Unreadyword, modules: [nowhere]}\n",
    "tips": "  - {id: unready, status: draft, title: Unreadyword, colour: red}\n",
}


def reading(folder: Path, text: str) -> ReadResult:
    (folder / "resources.yaml").write_text(text, encoding="utf-8")
    return read(folder, today=TODAY)


def with_draft(kind: str, text: str = CATALOGUE) -> str:
    return text.replace(f"{kind}:\n", f"{kind}:\n{DRAFTS[kind]}")


def errors(found: ReadResult) -> list[Problem]:
    return [problem for problem in found.problems if problem.severity == "error"]


@pytest.mark.parametrize("kind", DRAFTS)
def test_a_draft_may_be_incomplete_and_is_listed(tmp_path: Path, kind: str) -> None:
    plain, found = reading(tmp_path, CATALOGUE), reading(tmp_path, with_draft(kind))
    assert errors(found) == []
    assert found.catalogue == plain.catalogue
    assert plain.catalogue is not None and found.catalogue is not None
    assert keys_of(found.catalogue) == keys_of(plain.catalogue)
    (listed,) = (problem for problem in found.problems if problem.code == "draft")
    assert (listed.severity, listed.id) == ("advice", "unready")


def test_drafts_of_every_kind_leave_the_site_as_it_was(tmp_path: Path) -> None:
    text = CATALOGUE
    (tmp_path / "plain").mkdir()
    (tmp_path / "drafts").mkdir()
    reading(tmp_path / "plain", text)
    for kind in DRAFTS:
        text = with_draft(kind, text)
    assert errors(reading(tmp_path / "drafts", text)) == []
    sites = []
    for name in ("plain", "drafts"):
        (tmp_path / name / "docs").mkdir()
        (tmp_path / name / "mkdocs.yml").write_text("site_name: T\n", encoding="utf-8")
        stage(tmp_path / name, open_build(tmp_path / name), tmp_path / f"{name}-site")
        files = (tmp_path / f"{name}-site").rglob("*")
        site = {file.relative_to(tmp_path / f"{name}-site").as_posix(): file for file in files if file.is_file()}
        assert not any("unready" in path for path in site)
        assert not any(b"nready" in file.read_bytes() for file in site.values())
        sites.append(set(site))
    assert sites[0] == sites[1]
    assert not any("unready" in key for key in compare_ids(tmp_path / "drafts", TODAY).missing)


@pytest.mark.parametrize(
    ("kind", "mention"),
    [
        ("themes", ("themes: [trust]", "themes: [trust, unready]")),
        ("resources", ("{read: known}", "{read: unready}")),
        ("tasks", ("{task: think}", "{task: unready}")),
        (
            "modules",
            ("{id: short, title: Short, summary: S, modules: [m]}", "{id: short, title: S, modules: [m, unready]}"),
        ),
        ("modules", ("modules: [m]}\nthemes", "modules: [m, unready]}\nthemes")),
    ],
)
def test_what_is_published_cannot_mention_a_draft(tmp_path: Path, kind: str, mention: tuple[str, str]) -> None:
    text = CATALOGUE.replace(*mention)
    assert text != CATALOGUE
    (error,) = errors(reading(tmp_path, with_draft(kind, text)))
    assert error.code == "draft-reference"
    assert "`unready` is a draft" in error.message


def test_a_draft_may_mention_a_draft(tmp_path: Path) -> None:
    text = (
        with_draft("resources")
        .replace("    minutes: long\n", "    related: [also]\n")
        .replace("resources:\n", "resources:\n  - {id: also, status: draft}\n")
    )
    assert errors(reading(tmp_path, text)) == []


def test_a_draft_cannot_take_the_id_of_another_entry(tmp_path: Path) -> None:
    (error,) = errors(reading(tmp_path, with_draft("resources").replace("id: unready", "id: known")))
    assert error.code == "duplicate-id"


def test_what_was_published_cannot_quietly_become_a_draft(tmp_path: Path) -> None:
    (tmp_path / "published-ids.txt").write_text("task:unready\n", encoding="utf-8")
    (error,) = errors(reading(tmp_path, with_draft("tasks")))
    assert error.code == "published-id-gone"
    assert "is a draft now" in error.message


@pytest.mark.parametrize("status", ["Draft", "unpublished", "drafts"])
def test_a_draft_by_another_word_is_asked_about(tmp_path: Path, status: str) -> None:
    text = CATALOGUE.replace("{id: known,", f"{{id: known, status: {status},")
    (error,) = errors(reading(tmp_path, text))
    assert "Write `draft`" in error.remedy


def test_text_that_yaml_drops_is_an_error_in_a_draft_too(tmp_path: Path) -> None:
    (error,) = errors(reading(tmp_path, with_draft("resources").replace("half a", "half #1 a")))
    assert error.code == "lost-text"


def test_what_a_draft_still_needs_is_named(tmp_path: Path) -> None:
    found = reading(tmp_path, with_draft("resources"))
    (listed,) = (problem for problem in found.problems if problem.code == "draft")
    assert "still needs `type`, `title`" in listed.remedy
    assert "`minutes` is not right yet" in listed.remedy
