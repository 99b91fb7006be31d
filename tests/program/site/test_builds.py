"""A build is the same anywhere, is whole or nothing, and works at any address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import HTTPError, Request, urlopen

import pytest
from bs4 import BeautifulSoup

from crawling import crawl
from learning_pathway.site.build import open_build
from learning_pathway.site.document import address
from siteproject import Built, copy_project, mkdocs
from siteserver import serve_folder
from tree import files

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site built in another folder, time zone, locale and number of processes; `args[-1]` is where it is."""
    project = copy_project(tmp_path_factory.mktemp("places") / "a quite different/folder")
    variables = {
        "TZ": "Pacific/Kiritimati",
        "LANG": "cy_GB.UTF-8",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "1",
        "PATHWAY_PROCESSES": "2",
    }
    built = mkdocs(project, project / "site", variables)
    assert built.returncode == 0, built.stdout + built.stderr
    return built


def test_two_folders_time_zones_locales_and_numbers_of_processes_give_the_same_bytes(
    site: Path, elsewhere: Built
) -> None:
    first, second = files(site), files(Path(elsewhere.args[-1]))
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_a_build_says_nothing_that_sounds_like_a_warning(elsewhere: Built) -> None:
    assert "warning" not in (elsewhere.stdout + elsewhere.stderr).lower()


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    project = copy_project(tmp_path / "project")
    root = project / "resources.yaml"
    root.write_text(root.read_text(encoding="utf-8").replace("\n  title:", "\n  tittle:", 1), encoding="utf-8")
    return project


def test_a_broken_catalogue_is_one_clean_failure_and_leaves_no_half_written_site(broken: Path, tmp_path: Path) -> None:
    built = mkdocs(broken, tmp_path / "site")
    said = built.stdout + built.stderr
    assert built.returncode == 1
    assert "resources.yaml:" in said
    assert "tittle" in said
    assert "Traceback" not in said
    assert files(tmp_path / "site") == {}


def test_a_broken_catalogue_leaves_the_earlier_site_alone(broken: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "site" / "index.html"
    earlier.parent.mkdir()
    earlier.write_text("the earlier site")
    mkdocs(broken, tmp_path / "site")
    assert files(tmp_path / "site") == {"index.html": b"the earlier site"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("modules/collaborative-impact-leadership.md", "docs/modules/collaborative-impact-leadership.md would hide"),
        pytest.param("llms.txt", "docs/llms.txt would hide the file of that name", marks=pytest.mark.full_only),
    ],
)
def test_a_file_that_would_hide_one_of_ours_is_one_clean_failure(tmp_path: Path, written: str, said: str) -> None:
    project = copy_project(tmp_path / "project")
    (project / "docs" / written).parent.mkdir(exist_ok=True)
    (project / "docs" / written).write_text("# Mine\n", encoding="utf-8")
    (tmp_path / "temporary").mkdir()
    built = mkdocs(project, tmp_path / "site", {"TMPDIR": str(tmp_path / "temporary")})
    told = built.stdout + built.stderr
    assert built.returncode == 1
    assert said in told
    assert "Traceback" not in told
    assert not list((tmp_path / "temporary").glob("pathway-*"))


@pytest.fixture(scope="module")
def site_below_a_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the whole site, built for a path of a host and served there."""
    project = copy_project(tmp_path_factory.mktemp("below") / "project")
    root = project / "resources.yaml"
    text = root.read_text(encoding="utf-8")
    assert "site_url:" not in text.split("\nthemes:")[0].replace("# ", "")
    root.write_text(
        text.replace("\npathway:\n", "\npathway:\n  site_url: https://example.org/pathway/\n", 1), encoding="utf-8"
    )
    built = mkdocs(project, project / "site")
    assert built.returncode == 0, built.stdout + built.stderr
    with serve_folder(project / "site", "/pathway/") as address:
        yield address


def get(address: str) -> tuple[int, str, str]:
    """Status, kind and text of what stands at an address."""
    try:
        with urlopen(Request(address), timeout=10) as response:
            return response.status, response.headers.get_content_type(), response.read().decode("utf-8", "replace")
    except HTTPError as error:
        with error:
            return error.code, error.headers.get_content_type(), error.read().decode("utf-8", "replace")


def references(html: str, address: str) -> set[str]:
    """Every address that a page names, made whole."""
    soup = BeautifulSoup(html, "html.parser")
    names = [
        ("a", "href"),
        ("link", "href"),
        ("script", "src"),
        ("img", "src"),
        ("source", "srcset"),
        ("iframe", "src"),
    ]
    return {
        urldefrag(urljoin(address, str(node[attribute]))).url
        for tag, attribute in names
        for node in soup.find_all(tag)
        if node.get(attribute)
    }


def test_every_page_file_and_link_works_below_a_path(site_below_a_path: str) -> None:
    found = crawl(site_below_a_path)
    assert found.dead == []
    assert [address for address in found.seen if not address.startswith(site_below_a_path)] == []
    assert len(found.seen) > 100


def test_the_page_for_what_is_missing_works_from_any_depth_below_a_path(site_below_a_path: str) -> None:
    address = urljoin(site_below_a_path, "resources/nobody/ever/wrote/this/")
    status, _, text = get(address)
    assert status == 404
    local = {
        found
        for found in references(text, address) - {address}
        if urlsplit(found).netloc in {urlsplit(site_below_a_path).netloc, "example.org"}
    }
    assert len(local) > 5
    there = {found.replace("https://example.org/pathway/", site_below_a_path) for found in local}
    assert [found for found in there if get(found)[0] != 200] == []


def test_the_sitemap_names_every_page_and_only_pages_with_honest_dates(site_below_a_path: str, pathway: Path) -> None:
    _, kind, text = get(urljoin(site_below_a_path, "sitemap.xml"))
    assert kind in {"application/xml", "text/xml"}
    days = dict(re.findall(r"<loc>https://example\.org/pathway/([^<]*)</loc>(?:\s*<lastmod>([^<]+)</lastmod>)?", text))
    pages = {address(page.path): page.text for page in open_build(pathway).pages()}
    unlisted = {path for path, page in pages.items() if "noindex" in page.partition("\n---")[0]}
    assert unlisted or not [page for page in pages.values() if "robots" in page]
    written = {
        path for path in days if path.startswith(("about/", "guides/", "privacy/", "contribute/", "accessibility/"))
    }
    assert days.keys() - written == pages.keys() - unlisted
    assert days["resources/good-work-report/"] == "2026-11-22"
    assert days["about/"] == ""


def test_heads_name_feeds_where_the_site_knows_its_address(site_below_a_path: str) -> None:
    soup = BeautifulSoup(get(urljoin(site_below_a_path, "themes/trust/"))[2], "html.parser")
    feeds = [(str(link["type"]), str(link["href"])) for link in soup.select('head link[rel="alternate"]')]
    assert [href for kind, href in feeds if kind == "application/atom+xml"] == ["../../feed.xml", "feed.xml"]
    assert [href for kind, href in feeds if kind == "application/feed+json"] == ["../../feed.json", "feed.json"]
