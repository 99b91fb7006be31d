"""What a build says of the settings of MkDocs, where MkDocs says nothing or takes them for something else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage

from learning_pathway.cli.build import named_site
from learning_pathway.hooks import Ending, RunningBuild, on_config, set_up, with_address
from learning_pathway.mkdocs_adapter import doubled_settings, known_language, missing_files
from learning_pathway.site.build import Build, open_build, published_at
from smallcatalogue import CATALOGUE, Open

CASES: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("settings.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project without settings of MkDocs."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "docs").mkdir()
    for name in ("about.md", "colours.css", "mark.svg"):
        (folder / "docs" / name).write_text("About us.\n", encoding="utf-8")
    (folder / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    (folder / "base.yml").write_text("theme: {name: material, font: false}\n", encoding="utf-8")
    (folder / "site" / "about").mkdir(parents=True)
    return folder


@pytest.fixture(scope="module")
def small(project: Path) -> Build:
    """What a build reads of it."""
    return open_build(project)


@pytest.fixture
def configure(project: Path) -> Callable[[str], MkDocsConfig]:
    """Load settings of MkDocs, as a build of the small project does."""

    def load(settings: str) -> MkDocsConfig:
        needed = {"theme": "theme: {name: material, font: false}\n", "plugins": "plugins: []\n"}
        rest = "".join(line for key, line in needed.items() if f"{key}:" not in settings and "INHERIT" not in settings)
        (project / "mkdocs.yml").write_text(f"site_name: Small\n# Ours.\n{settings}{rest}", encoding="utf-8")
        return load_config(str(project / "mkdocs.yml"), site_dir=str(project / "site"))

    return load


@pytest.fixture
def said(
    configure: Callable[[str], MkDocsConfig], small: Build, caplog: pytest.LogCaptureFixture
) -> Callable[..., str]:
    """What a build of the small project with these settings says: why it refuses them, or its warnings."""

    def say(settings: str, site_url: str | None = None) -> str:
        config = configure(settings)
        caplog.set_level(logging.WARNING, "mkdocs")
        caplog.clear()
        build = published_at(small, site_url) if site_url else small
        try:
            set_up(config, with_address(build, config))
        except PluginError as error:
            return str(error)
        return "\n".join([*doubled_settings(config), *caplog.messages, *missing_files(config)])

    return say


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_a_build_says_of_settings(said: Callable[..., str], case: dict[str, Any]) -> None:
    words = said(case["settings"], case.get("site_url"))
    assert [part for part in case["says"] if part not in words] == []
    assert bool(words) is bool(case["says"])
    assert "Traceback" not in words


@pytest.mark.parametrize(
    ("written", "known"),
    [
        *(("fr", "fr"), ("en-GB", "en"), ("pt-BR", "pt-BR"), ("zh-Hans", "zh"), ("klingon", "en")),
        *(("'../en'", "en"), ("no", "en")),
    ],
)
def test_the_nearest_language_of_the_theme_is_taken(
    configure: Callable[..., MkDocsConfig], written: str, known: str
) -> None:
    config = configure(f"theme: {{name: material, font: false, language: {written}}}\n")
    assert known_language(config) == known


def test_a_build_warns_and_takes_the_address_of_feeds_from_the_settings_of_mkdocs(
    configure: Callable[..., MkDocsConfig], caplog: pytest.LogCaptureFixture
) -> None:
    config = on_config(configure("site_url: https://example.org/learn/\nplugins: [search]\nplugins: []\n"))
    running: Any = config.plugins["learning-pathway"]
    assert running.build.site_url == "https://example.org/learn/"
    assert ["`plugins` is here a second time" in message for message in caplog.messages] == [True]


@pytest.mark.parametrize("home", ["index.md", {"Home": "index.md"}, {"Start here": "index.md"}])
def test_a_navigation_that_names_the_home_page_has_it_once(open_catalogue: Open, home: object) -> None:
    build = open_catalogue(CATALOGUE)
    assert build.navigation([home, "about.md"]) == [*build.navigation([]), "about.md"]


def test_plugins_are_told_to_run_nothing_in_pages_of_the_catalogue(open_catalogue: Open) -> None:
    text = CATALOGUE.replace("title: A known length", 'title: "{{ 7*7 }} {% raw %} {# #}"')
    pages = list(open_catalogue(text).pages())
    assert [page.path for page in pages if page.meta["render_macros"] is not False] == []
    record = next(page for page in pages if page.path == "resources/known/index.md")
    assert record.meta["title"] == "{{ 7*7 }} {% raw %} {# #}"
    assert "\nrender_macros: false\n" in record.text


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"mkdocs.yml": "site_dir: public\n"}, "public"),
        ({"mkdocs.yml": "INHERIT: base.yml\n", "base.yml": "site_dir: out/site\n"}, "out/site"),
        ({"mkdocs.yml": "\ufeffsite_dir: !ENV [PATHWAY_NOT_SET, public]\n"}, "public"),
        ({"mkdocs.yml": "site_dir: !ENV PATHWAY_NOT_SET\n"}, "site"),
        ({"mkdocs.yml": "site_dir: !relative $docs_dir\n"}, "site"),
        ({"mkdocs.yml": "INHERIT: mkdocs.yml\n"}, "site"),
        ({"mkdocs.yml": "INHERIT: nowhere.yml\n"}, "site"),
        ({"mkdocs.yml": "site_dir: [\n"}, "site"),
        ({"mkdocs.yml": "site_dir: 12\n"}, "site"),
        ({"mkdocs.yml": "- a list\n"}, "site"),
        ({}, "site"),
    ],
)
def test_a_build_goes_where_the_settings_say(tmp_path: Path, files: dict[str, str], name: str) -> None:
    for file, text in files.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    assert named_site(tmp_path) == name


def test_a_page_that_another_plugin_generates_keeps_its_text(
    configure: Callable[[str], MkDocsConfig], small: Build, project: Path
) -> None:
    config = configure("")
    config.plugins._current_plugin = "blog"
    running = RunningBuild(small, [], Ending(project))
    page = MkDocsPage("Archive", File.generated(config, "blog/archive.md", content="# Archive\n"), config)
    page.read_source(config)
    events = {"page": page, "config": config, "files": Files([page.file])}
    assert running.on_page_markdown("# Archive\n", **events) is None
    assert running.on_page_content("<h1>Archive</h1>", **events) is None


@pytest.mark.parametrize("folder", ["resources", "docs/../resources", "."])
def test_documents_among_the_files_of_the_catalogue_are_refused(
    configure: Callable[[str], MkDocsConfig], project: Path, folder: str
) -> None:
    (project / folder).mkdir(parents=True, exist_ok=True)
    config = configure("")
    config.docs_dir = str(project / folder)
    with pytest.raises(PluginError, match=r"`docs_dir` in mkdocs\.yml is .*would be published"):
        on_config(config)
