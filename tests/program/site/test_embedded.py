"""A pathway added to an existing MkDocs Material site: a part of it below a path, and nothing else of it changes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING

import pytest

from crawling import crawl
from deadlinks import check_site
from learning_pathway.catalogue import read
from siteproject import ROOT, Built, mkdocs, program, run
from siteserver import serve_folder
from smallcatalogue import CATALOGUE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from conftest import Once

pytestmark = pytest.mark.engine

SETTINGS = """\
site_name: Staff handbook
site_url: https://handbook.example/docs/
theme:
  name: material
  features: [navigation.tabs]
  palette: {primary: deep purple}
  font: false
plugins: [search]
strict: true
validation: {nav: {omitted_files: warn, not_found: warn}, links: {not_found: warn, anchors: warn}}
nav:
  - Home: index.md
  - Leave: leave.md
"""
HOOKS = "hooks:\n  - hooks/pathway.py\n"
PAGES = {
    "index.md": "# Welcome\n\nThe handbook of our staff.\n",
    "leave.md": "# Leave\n\nHow to take leave.\n",
}


def handbook(project: Path, settings: str = SETTINGS) -> Path:
    """A site that someone has, without a pathway."""
    (project / "docs").mkdir(parents=True)
    for name, text in PAGES.items():
        (project / "docs" / name).write_text(text, encoding="utf-8")
    (project / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return project


def add_pathway(project: Path, path: str = "learning") -> Path:
    """Add the three lines and a catalogue."""
    (project / "hooks").mkdir()
    shutil.copy(ROOT / "hooks" / "pathway.py", project / "hooks")
    text = CATALOGUE.replace("title: Small pathway", f"title: Small pathway\n  path: {path}")
    (project / "resources.yaml").write_text(text, encoding="utf-8")
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(HOOKS)
    return project


def built(project: Path, site: Path) -> Built:
    done = mkdocs(project, site)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="session")
def sites(once: Once) -> tuple[Path, Path]:
    """The site before and after."""

    def make(folder: Path) -> None:
        built(handbook(folder / "one"), folder / "before")
        project = add_pathway(handbook(folder / "two"))
        text = (
            PAGES["leave.md"] + "\nLearn: [First](learning/modules/first/index.md#theory), [all](learning/index.md).\n"
        )
        (project / "docs" / "leave.md").write_text(text, encoding="utf-8")
        built(project, folder / "after")

    folder = once("embedded", make)
    return folder / "before", folder / "after"


def test_the_sites_own_pages_stay_as_they_were(sites: tuple[Path, Path]) -> None:
    before, after = sites
    for name in ("index.html", "404.html"):
        assert (before / name).read_bytes() == (after / name).read_bytes(), name
    own = {path.relative_to(before).as_posix() for path in before.rglob("*") if path.is_file()}
    now = {path.relative_to(after).as_posix() for path in after.rglob("*") if path.is_file()}
    assert own <= now
    assert all(name.startswith("learning/") for name in now - own)
    for name in own - {"leave/index.html", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json"}:
        assert (before / name).read_bytes() == (after / name).read_bytes(), name


def test_the_footer_leads_to_the_pages_that_no_menu_has(sites: tuple[Path, Path]) -> None:
    """Without links of the site's own (`extra.footer`), too."""
    _, after = sites
    for page, link in {"": "suggest/", "library": "../suggest/", "modules/first": "../../suggest/"}.items():
        html = (after / "learning" / page / "index.html").read_text(encoding="utf-8")
        assert f'<a href="{link}">Suggest a resource</a>' in html.partition('<footer class="lp-footer">')[2], page


def test_the_pathway_is_whole_and_every_link_works(sites: tuple[Path, Path]) -> None:
    _, after = sites
    for page in (
        "",
        "modules/first",
        "library",
        "resources/known",
        "routes/both",
        "tips",
        "themes/trust",
        "search",
        "my",
    ):
        assert 'class="lp-' in (after / "learning" / page / "index.html").read_text(encoding="utf-8"), page
    with serve_folder(after, "/docs/", {"LinkChecker": "fast"}) as address:
        found = check_site(after, address)
    assert found.faults == ()
    assert found.pages > 20


def way_back(site: Path, page: str) -> str:
    """Where the link with the name of the larger site leads from a page."""
    (found,) = re.findall(r'href="([^"]*)">Staff handbook<', (site / page / "index.html").read_text(encoding="utf-8"))
    return normpath(found)


def test_it_links_back_to_the_site(sites: tuple[Path, Path]) -> None:
    _, after = sites
    assert way_back(after, "learning/modules/first") == "../../.."
    assert way_back(after, "learning") == ".."


def test_addresses_are_those_below_the_path(sites: tuple[Path, Path]) -> None:
    _, after = sites
    page = (after / "learning/modules/first/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://handbook.example/docs/learning/modules/first/">' in page
    assert 'content="https://handbook.example/docs/learning/assets/images/social/module.png"' in page
    assert (after / "learning/assets/images/social/module.png").is_file()
    sitemap = (after / "sitemap.xml").read_text(encoding="utf-8")
    assert "https://handbook.example/docs/learning/modules/first/" in sitemap
    manifest = json.loads((after / "learning/manifest.webmanifest").read_text(encoding="utf-8"))
    assert (manifest["start_url"], manifest["scope"]) == ("./", "./")


def test_the_sites_search_finds_the_pathway(sites: tuple[Path, Path]) -> None:
    _, after = sites
    index = json.loads((after / "search/search_index.json").read_text(encoding="utf-8"))
    assert any(doc["location"].startswith("learning/modules/first/") for doc in index["docs"])


def test_a_navigation_that_nobody_wrote_gets_one_entry(tmp_path: Path) -> None:
    settings = SETTINGS.partition("nav:\n")[0]
    project = add_pathway(handbook(tmp_path / "project", settings), "staff/learning")
    built(project, tmp_path / "site")
    home = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert home.count('href="staff/learning/"') >= 1
    assert "staff/learning/resources/" not in home
    assert way_back(tmp_path / "site", "staff/learning") == "../.."


@pytest.fixture(scope="session")
def other_sites(once: Once) -> tuple[Path, Path]:
    """Another site before and after: pages swapped in place, flat addresses, a blog, tags, templates of its own."""

    def make(folder: Path) -> None:
        settings = SETTINGS.replace("features: [navigation.tabs]", "features: [navigation.instant]\n  custom_dir: look")
        settings = settings.replace("plugins: [search]", "use_directory_urls: false\nplugins: [blog, tags, search]")
        for name in ("one", "two"):
            project = handbook(folder / name, settings)
            (project / "look").mkdir()
            (project / "look/404.html").write_text('{% extends "main.html" %}{% block content %}Ours{% endblock %}')
            (project / "look/main.html").write_text('{% extends "base.html" %}{% block announce %}News{% endblock %}')
            (project / "docs/blog/posts").mkdir(parents=True)
            (project / "docs/blog/index.md").write_text("# Blog\n")
            (project / "docs/blog/posts/a.md").write_text(
                "---\ndate: 2024-01-02\ntags: [new]\n---\n# A post\n\nHello.\n"
            )
            leave = "\n  - Blog:\n    - blog/index.md\n"
            text = (
                (project / "mkdocs.yml").read_text().replace("\n  - Leave: leave.md\n", f"\n  - Leave: leave.md{leave}")
            )
            (project / "mkdocs.yml").write_text(text)
        built(folder / "one", folder / "before")
        built(add_pathway(folder / "two", "staff/learning"), folder / "after")

    folder = once("embedded-other", make)
    return folder / "before", folder / "after"


def test_a_site_with_a_blog_tags_and_templates_of_its_own_stays_as_it_was(other_sites: tuple[Path, Path]) -> None:
    before, after = other_sites
    own = {path.relative_to(before).as_posix() for path in before.rglob("*") if path.is_file()}
    now = {path.relative_to(after).as_posix() for path in after.rglob("*") if path.is_file()}
    assert "blog/index.html" in own
    assert {name for name in now - own if not name.startswith("staff/learning/")} == set()
    changed = {name for name in own if (before / name).read_bytes() != (after / name).read_bytes()}
    assert changed <= {"search/search_index.json", "sitemap.xml.gz"}
    with serve_folder(after, "/docs/") as address:
        found = crawl(f"{address}staff/learning/")
    assert found.dead == []
    assert {f"{address}blog/index.html", f"{address}staff/learning/modules/first/"} <= found.seen


def test_flat_addresses_lead_back_to_the_page_itself(other_sites: tuple[Path, Path]) -> None:
    _, after = other_sites
    assert way_back(after, "staff/learning") == "../../index.html"
    assert way_back(after, "staff/learning/modules/first") == "../../../../index.html"


def test_a_site_that_swaps_pages_in_place_loads_those_of_the_pathway_whole(other_sites: tuple[Path, Path]) -> None:
    """Material swaps what the sitemap holds: a page of the pathway would be there without its styles."""
    before, after = other_sites
    assert (before / "sitemap.xml").read_bytes() == (after / "sitemap.xml").read_bytes()
    own = (after / "staff/learning/sitemap.xml").read_text(encoding="utf-8")
    assert "https://handbook.example/docs/staff/learning/modules/first/index.html" in own


@pytest.mark.matrix
@pytest.mark.parametrize("name", ["learning/index.md", "learning/notes.md", "learning.md", "learning/picture.png"])
def test_a_file_of_the_site_where_the_pathway_goes_is_refused(tmp_path: Path, name: str) -> None:
    project = add_pathway(
        handbook(tmp_path / "project", SETTINGS.replace("omitted_files: warn", "omitted_files: info"))
    )
    (project / "docs" / name).parent.mkdir(exist_ok=True)
    (project / "docs" / name).write_text("# Mine\n", encoding="utf-8")
    done = mkdocs(project, tmp_path / "site")
    assert done.returncode != 0
    assert "is where the pathway goes (`path: learning` in resources.yaml)" in done.stderr


@pytest.mark.matrix
@pytest.mark.parametrize("path", ["assets", "search"])
def test_a_path_that_the_site_uses_itself_is_refused(tmp_path: Path, path: str) -> None:
    done = mkdocs(add_pathway(handbook(tmp_path / "project"), path), tmp_path / "site")
    assert done.returncode != 0
    assert "is where the pathway goes" in done.stderr


def test_problems_stop_the_build(tmp_path: Path) -> None:
    project = add_pathway(handbook(tmp_path / "project"))
    text = (project / "resources.yaml").read_text(encoding="utf-8").replace("read: paged", "read: gone")
    (project / "resources.yaml").write_text(text, encoding="utf-8")
    done = mkdocs(project, tmp_path / "site")
    assert done.returncode != 0
    assert "gone" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.full_only
def test_build_writes_it_again_and_stage_says_why_not(tmp_path: Path) -> None:
    project = add_pathway(handbook(tmp_path / "project"))
    for _ in range(2):
        done = run([program("pathway"), "build", "--path", project])
        assert done.returncode == 0, done.stderr
    done = run([program("pathway"), "stage", project])
    assert done.returncode == 1
    assert "part of a larger site" in done.stderr


@pytest.mark.parametrize(
    ("path", "meant"),
    [("/learning/", "learning"), ("Our Learning", "our-learning"), ("a//b", "a/b"), ("../up", "up"), ("é?", "e")],
)
def test_a_path_that_cannot_be_is_told_with_one_that_can(tmp_path: Path, path: str, meant: str) -> None:
    (tmp_path / "resources.yaml").write_text(CATALOGUE.replace("title: Small pathway", f'title: A\n  path: "{path}"'))
    (problem,) = [problem for problem in read(tmp_path).problems if problem.code == "bad-id"]
    assert problem.remedy == f"Write `{meant}`."


@pytest.mark.browser
def test_its_tools_work_and_keep_to_its_path(browser: Browser, sites: tuple[Path, Path]) -> None:
    from playwright.sync_api import expect

    _, after = sites
    context = browser.new_context()
    page, errors = context.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    with serve_folder(after, "/docs/") as address:
        page.goto(address + "learning/modules/first/")
        page.locator(".lp-step").first.locator(".lp-choice--done").click()
        page.goto(address + "learning/search/?q=length")
        expect(page.get_by_role("link", name="A known length").first).to_be_visible()
        page.goto(address + "learning/my/")
        expect(page.locator("[data-lp-mine=stored]")).not_to_be_empty()
        page.goto(address)
        assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lp'))") == []
    assert errors == []
    context.close()
