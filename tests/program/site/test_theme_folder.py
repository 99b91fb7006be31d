"""The theme is in the package; a project's own templates, styles and scripts win over it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from learning_pathway.site.frontend import read_frontend, theme_folder
from published import folder_of
from siteproject import mkdocs, small_repository

#: A file of a project's own, and what the site then shows of it.
OWN = {
    "partials/footer.html": "<footer>Our own foot</footer>",
    "assets/stylesheets/tokens.css": ":root { --own: 1 }",
    "assets/javascripts/ui/print.mjs": "export const start = () => 'ours';",
    "assets/images/mark.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}


@pytest.mark.engine
def test_files_of_a_project_win_over_those_of_the_package(tmp_path: Path) -> None:
    project = small_repository(tmp_path / "project")
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    assert "custom_dir" not in settings
    (project / "mkdocs.yml").write_text(
        settings.replace("  name: material\n", "  name: material\n  custom_dir: look\n")
    )
    for name, text in OWN.items():
        (project / "look" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "look" / name).write_text(text, encoding="utf-8")
    built = mkdocs(project, tmp_path / "site")
    assert built.returncode == 0, built.stderr
    site = tmp_path / "site"
    assert "Our own foot" in (site / "index.html").read_text(encoding="utf-8")
    assert "--own: 1" in (site / folder_of(site) / "stylesheets" / "pathway.css").read_text(encoding="utf-8")
    assert "'ours'" in (site / folder_of(site) / "javascripts" / "ui" / "print.mjs").read_text(encoding="utf-8")
    assert (site / "assets/images/mark.svg").read_text() == OWN["assets/images/mark.svg"]
    assert "lp-page" in (site / "index.html").read_text(encoding="utf-8"), "the rest is the package's"
    assert not (site / "assets" / "stylesheets" / "tokens.css").exists()


@pytest.mark.engine
def test_a_mark_icons_and_colours_of_a_project_leave_nothing_of_ours(tmp_path: Path) -> None:
    project = small_repository(tmp_path / "project")
    settings = (project / "mkdocs.yml").read_text(encoding="utf-8")
    own = re.sub(r"  favicon: .*\n", "", settings).replace(
        "  name: material\n", "  name: material\n  logo: img/own.svg\n  favicon: img/own.svg\n"
    )
    (project / "mkdocs.yml").write_text(f"{own}\nextra_css: [colours.css]\n", encoding="utf-8")
    for name in ("img/own.svg", "assets/images/icon-192.png", "colours.css"):
        (project / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "docs" / name).write_text(f"own {name}", encoding="utf-8")
    built = mkdocs(project, tmp_path / "site")
    assert built.returncode == 0, built.stderr
    for name, back in (("index.html", ""), ("library/index.html", "../"), ("404.html", "/")):
        page = (tmp_path / "site" / name).read_text(encoding="utf-8")
        assert f'<img class="lp-mark" src="{back}img/own.svg" alt=""' in page
        assert f'<link rel="icon" href="{back}img/own.svg">' in page
        assert page.index("pathway.css") < page.index(f'href="{back}colours.css"'), "the last one wins"
        assert [
            ours for ours in ("lp-mark__ground", "images/mark.svg", "favicon.png", "touch-icon.png") if ours in page
        ] == []
    assert (tmp_path / "site/assets/images/icon-192.png").read_text(encoding="utf-8").startswith("own")


def test_a_theme_of_several_folders_is_read_as_one(tmp_path: Path) -> None:
    ours = read_frontend(theme_folder())
    assert read_frontend(theme_folder(), tmp_path) == ours
    (tmp_path / "assets" / "javascripts").mkdir(parents=True)
    (tmp_path / "assets" / "javascripts" / "own.mjs").write_text("export {};")
    both = read_frontend(theme_folder(), tmp_path)
    assert {name for name, _ in both.files} - {name for name, _ in ours.files} == {"javascripts/own.mjs"}
    assert both.folder != ours.folder
    assert read_frontend(tmp_path / "nowhere").files == ()
