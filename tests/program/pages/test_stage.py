"""Staging: the site as Markdown files."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from learning_pathway.output import OutputError
from learning_pathway.site.build import open_build
from learning_pathway.site.frontend import PLAIN, theme_folder
from learning_pathway.site.rendering import VariableError
from learning_pathway.site.stage import StageError, stage
from smallcatalogue import CATALOGUE
from tree import files

pytestmark = pytest.mark.long


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "resources.yaml").write_text(CATALOGUE)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\nhooks: [hooks/pathway.py]\ntheme: {name: material, custom_dir: theme}\nnav: [about.md]\n"
    )
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "main.html").write_text("{% extends 'base.html' %}")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "about.md").write_text("---\nsettings: true\n---\n\n{{ title }}\n")
    return tmp_path


def test_the_staged_site_holds_every_page_and_needs_no_hooks(project: Path) -> None:
    target = project / "build"
    edition = open_build(project)
    count = stage(project, edition, target)
    written = len(list((target / "docs").rglob("*.md")))
    assert count == written == len(list(edition.pages())) + 1  # and the page that someone wrote
    assert (target / "docs" / "about.md").read_text().endswith("Small pathway\n")
    settled = yaml.safe_load((target / "mkdocs.yml").read_text())
    assert "hooks" not in settled
    assert settled["site_name"] == "Small pathway"
    assert settled["theme"]["custom_dir"] == "theme"
    assert settled["nav"][0] == {"Home": "index.md"}
    assert settled["nav"][-1] == "about.md"


def test_staging_again_replaces_what_was_staged(project: Path) -> None:
    target = project / "build"
    stage(project, open_build(project), target)
    (target / "docs" / "left-over.md").write_text("old")
    stage(project, open_build(project), target)
    assert not (target / "docs" / "left-over.md").exists()
    assert not list(project.glob(".build.*.part"))


@pytest.mark.parametrize("name", ["thesis.txt", "mkdocs.yml"])
def test_a_folder_that_holds_something_else_is_left_alone(project: Path, name: str) -> None:
    target = project / "precious"
    target.mkdir()
    (target / name).write_text("site_name: years of work")
    with pytest.raises(OutputError, match="other things than a staged site"):
        stage(project, open_build(project), target)
    assert (target / name).read_text() == "site_name: years of work"


@pytest.mark.parametrize("name", [".", "..", "docs", "docs/build", "theme/build"])
def test_the_project_itself_is_never_replaced(project: Path, name: str) -> None:
    before = files(project)
    with pytest.raises(OutputError, match="which is needed"):
        stage(project, open_build(project), project / name)
    assert files(project) == before


def test_the_staged_site_is_complete_without_what_is_for_the_project_alone(project: Path) -> None:
    for name in ("README.md", "assets/fonts/readme.txt", "assets/.DS_Store", "__pycache__/x.pyc", "main.html~"):
        (project / "theme" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "theme" / name).write_text("not for readers")
    for name in ("assets/fonts/OFL.txt", "partials/header.html"):
        (project / "theme" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "theme" / name).write_text("for readers")
    for name in (".env", ".git/config", "about.md~", "README.md", "picture.svg"):
        (project / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "docs" / name).write_text("# Words")
    stage(project, open_build(project), project / "build")
    staged = files(project / "build")
    theme = {name.removeprefix("theme/"): data for name, data in staged.items() if name.startswith("theme/")}
    packaged = {name for name in files(theme_folder()) if not name.startswith(PLAIN) and "README" not in name}
    assert theme.keys() == packaged | {"assets/fonts/OFL.txt"}
    assert theme["partials/header.html"] == theme["assets/fonts/OFL.txt"] == b"for readers", "a file of its own wins"
    assert {"docs/README.md", "docs/picture.svg"} <= staged.keys()
    assert not [name for name in staged if "/." in name or name.endswith("~")]
    assert not [name for name, data in staged.items() if str(project).encode() in data]


def test_documents_that_the_settings_exclude_are_left_out(project: Path) -> None:
    for name in ("guides/editors.md", "guides/map.svg", "deep/guides/kept.md", "drafts/one.md", "drafts/kept.md"):
        (project / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "docs" / name).write_text("# Words")
    with (project / "mkdocs.yml").open("a") as settings:
        settings.write("exclude_docs: |\n  /guides/\n  drafts/*\n  !kept.md\n")
    stage(project, open_build(project), project / "build")
    staged = {name for name in files(project / "build") if name.startswith(("docs/guides", "docs/deep", "docs/drafts"))}
    assert staged == {"docs/deep/guides/kept.md", "docs/drafts/kept.md"}


def test_other_folders_and_tags_of_the_engine_are_taken_along(project: Path) -> None:
    (project / "theme").rename(project / "look")
    (project / "docs").rename(project / "words")
    (project / "mkdocs.yml").write_text(
        f"docs_dir: words\ntheme: {{name: material, custom_dir: {project / 'look'}}}\nsite_url: !ENV [SITE, '']\n"
        "extra: {emoji: !!python/name:material.extensions.emoji.twemoji ''}\nnav: [about.md]\n"
    )
    stage(project, open_build(project), project / "build")
    text = (project / "build" / "mkdocs.yml").read_text()
    assert "custom_dir: theme\n" in text
    assert "docs_dir: docs\n" in text
    assert "!ENV" in text
    assert "!!python/name:material.extensions.emoji.twemoji" in text
    assert (project / "build" / "theme" / "main.html").is_file()
    assert (project / "build" / "docs" / "about.md").is_file()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("INHERIT: ../base.yml\n", "takes settings from ../base.yml"),
        ("a: [\n", "cannot be read"),
        ("- a\n", "holds no settings"),
        ("", "holds no settings"),
    ],
)
def test_settings_that_cannot_be_taken_along_are_said(project: Path, text: str, told: str) -> None:
    (project / "mkdocs.yml").write_text(text)
    with pytest.raises(StageError, match=told):
        stage(project, open_build(project), project / "build")
    assert not (project / "build").exists()


def test_a_path_of_this_computer_in_the_settings_is_refused(project: Path) -> None:
    with (project / "mkdocs.yml").open("a") as file:
        file.write(f"extra_css: [{project}/docs/own.css]\n")
    with pytest.raises(StageError, match="write paths relative"):
        stage(project, open_build(project), project / "build")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\nsettings: true\ntitle: [\n---\n\n# A\n", 4),
        ("---\nsettings: true\n\n# A\n", 1),
        ("---\nsettings: true\nno colon\n---\n", 3),
        ("---\ntitle: a: b\n---\n", 2),
        ('---\ntitle: "open\n---\n\n# A\n', 3),
    ],
)
def test_front_matter_that_cannot_be_read_is_refused_with_its_line(project: Path, text: str, line: int) -> None:
    (project / "docs" / "about.md").write_text(text)
    with pytest.raises(VariableError, match=rf"^docs/about\.md:{line}: the settings at the top"):
        stage(project, open_build(project), project / "build")


@pytest.mark.parametrize("text", ["---\n\nAfter a rule.\n", "# A\n", "---\nA line of words.\n\n---\n", ""])
def test_a_rule_across_the_page_is_no_front_matter(project: Path, text: str) -> None:
    (project / "docs" / "about.md").write_text(text)
    assert stage(project, open_build(project), project / "build") > 1


def test_a_page_that_would_hide_a_generated_one_is_refused_and_the_old_stage_stays(project: Path) -> None:
    target = project / "build"
    stage(project, open_build(project), target)
    (project / "docs" / "modules").mkdir()
    (project / "docs" / "modules" / "first.md").write_text("mine")
    with pytest.raises(StageError, match=r"docs/modules/first\.md would hide"):
        stage(project, open_build(project), target)
    assert "lp-steps" in (target / "docs" / "modules" / "first" / "index.md").read_text()
    assert not list(project.glob(".build.*.part"))


def test_a_page_that_somebody_wrote_stands_before_a_redirect(project: Path) -> None:
    renamed = CATALOGUE.replace("{id: trust, title: Trust}", "{id: trust, formerly: [faith, belief], title: Trust}")
    (project / "resources.yaml").write_text(renamed, encoding="utf-8")
    (project / "docs" / "themes").mkdir()
    (project / "docs" / "themes" / "faith.md").write_text("mine")
    stage(project, open_build(project), project / "build")
    themes = project / "build" / "docs" / "themes"
    assert (themes / "belief" / "index.html").is_file()
    assert not (themes / "faith").exists()


def test_a_catalogue_with_problems_is_not_staged(project: Path) -> None:
    (project / "resources.yaml").write_text(CATALOGUE.replace("read: paged", "read: gone"))
    with pytest.raises(StageError, match="gone"):
        stage(project, open_build(project), project / "build")
    assert not (project / "build").exists()
