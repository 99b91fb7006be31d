"""Staging: the site as Markdown files."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from learning_pathway.pages.edition import open_edition
from learning_pathway.pages.stage import StageError, stage
from smallcatalogue import CATALOGUE


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "resources.yaml").write_text(CATALOGUE)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\nhooks: [hooks/pathway.py]\ntheme: {name: material, custom_dir: theme}\nnav: [about.md]\n"
    )
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "about.md").write_text("---\nsettings: true\n---\n\n{{ title }}\n")
    return tmp_path


def test_the_staged_site_holds_every_page_and_needs_no_hooks(project: Path) -> None:
    target = project / "build"
    edition = open_edition(project)
    count = stage(project, edition, target)
    written = len(list((target / "docs").rglob("*.md")))
    assert count == written == len(list(edition.pages())) + 1  # and the page that somebody wrote
    assert (target / "docs" / "about.md").read_text().endswith("Small pathway\n")
    settled = yaml.safe_load((target / "mkdocs.yml").read_text())
    assert "hooks" not in settled
    assert settled["site_name"] == "Small pathway"
    assert settled["theme"]["custom_dir"] == "theme"
    assert settled["nav"][0] == {"Home": "index.md"}
    assert settled["nav"][-1] == "about.md"


def test_staging_again_replaces_what_was_staged(project: Path) -> None:
    target = project / "build"
    stage(project, open_edition(project), target)
    (target / "docs" / "left-over.md").write_text("old")
    stage(project, open_edition(project), target)
    assert not (target / "docs" / "left-over.md").exists()
    assert not list(project.glob(".build*"))


def test_a_folder_that_holds_something_else_is_left_alone(project: Path) -> None:
    target = project / "precious"
    target.mkdir()
    (target / "thesis.txt").write_text("years of work")
    with pytest.raises(StageError, match="something other than a staged site"):
        stage(project, open_edition(project), target)
    assert (target / "thesis.txt").read_text() == "years of work"


def test_a_page_that_would_hide_a_generated_one_is_refused_and_the_old_stage_stays(project: Path) -> None:
    target = project / "build"
    stage(project, open_edition(project), target)
    (project / "docs" / "modules").mkdir()
    (project / "docs" / "modules" / "first.md").write_text("mine")
    with pytest.raises(StageError, match=r"docs/modules/first\.md would hide"):
        stage(project, open_edition(project), target)
    assert "lp-steps" in (target / "docs" / "modules" / "first" / "index.md").read_text()
    assert not list(project.glob(".build*"))


def test_a_page_that_somebody_wrote_stands_before_a_redirect(project: Path) -> None:
    renamed = CATALOGUE.replace("{id: trust, title: Trust}", "{id: trust, formerly: [faith, belief], title: Trust}")
    (project / "resources.yaml").write_text(renamed, encoding="utf-8")
    (project / "docs" / "themes").mkdir()
    (project / "docs" / "themes" / "faith.md").write_text("mine")
    stage(project, open_edition(project), project / "build")
    themes = project / "build" / "docs" / "themes"
    assert (themes / "belief" / "index.html").is_file()
    assert not (themes / "faith").exists()


def test_a_catalogue_with_problems_is_not_staged(project: Path) -> None:
    (project / "resources.yaml").write_text(CATALOGUE.replace("read: paged", "read: gone"))
    with pytest.raises(StageError, match="gone"):
        stage(project, open_edition(project), project / "build")
    assert not (project / "build").exists()
