"""The pages do not depend on the engine: by hook or staged, and with two other engines, readers get the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from articles import Article, articles
from learning_pathway.site.document import hash_source
from learning_pathway.site.files.offline import precache
from tree import files

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def by_hook(site: Path) -> Path:
    """The site of a copy without a history, as the staged folder has none."""
    return site


@pytest.fixture(scope="module")
def by_stage(kept_offline: Callable[[str], Path]) -> Path:
    return kept_offline("mkdocs")


def test_hook_and_stage_give_the_same_bytes(by_hook: Path, by_stage: Path) -> None:
    hook, staged = files(by_hook), files(by_stage)
    assert hook.keys() == staged.keys()
    different = [name for name in hook if hook[name] != staged[name]]
    assert different == []
    assert hashes(by_hook) == hashes(by_stage)


def test_every_engine_writes_the_same_policies(by_hook: Path, by_properdocs: Path, by_zensical: Path) -> None:
    ours = policies(by_hook)
    assert len(ours) > 70
    for theirs in map(policies, (by_properdocs, by_zensical)):
        assert ours.keys() == theirs.keys()
        assert {address: policy for address, policy in theirs.items() if policy != ours[address]} == {}


def policies(site: Path) -> dict[str, str]:
    """The policy of each page, which must name every script that stands in the page."""
    found = {}
    for path in site.rglob("index.html"):
        document = html.document_fromstring(path.read_bytes())
        (policy,) = document.xpath("head/meta[@http-equiv='Content-Security-Policy']/@content")
        scripts = [node for node in document.xpath("//script[not(@src)]") if node.get("type") in (None, "module")]
        address = path.relative_to(site).as_posix()
        assert scripts, address
        assert [node for node in scripts if hash_source(node.text) not in policy] == [], address
        found[address] = str(policy)
    return found


def hashes(site: Path) -> dict[str, str]:
    return {file.address: file.integrity for file in precache(site).files}


def test_every_engine_carries_the_worker_that_keeps_the_site_offline(kept_offline: Callable[[str], Path]) -> None:
    for name in ("properdocs", "zensical"):
        assert {"", "modules/", "my/"} <= hashes(kept_offline(name)).keys()


@pytest.fixture(scope="module")
def ours(by_hook: Path) -> dict[str, Article]:
    return articles(by_hook)


def test_properdocs_gives_the_same_articles(ours: dict[str, Article], by_properdocs: Path) -> None:
    assert_same(ours, articles(by_properdocs))


def test_zensical_gives_the_same_articles(ours: dict[str, Article], by_zensical: Path) -> None:
    assert_same(ours, articles(by_zensical))


@pytest.mark.full_only
@pytest.mark.matrix
@pytest.mark.parametrize("compared", ["heads", "articles", "policies"])
def test_mkdocs_ng_gives_the_same(by_hook: Path, by_mkdocs_ng: Path, ours: dict[str, Article], compared: str) -> None:
    if compared == "articles":
        assert_same(ours, articles(by_mkdocs_ng))
    else:
        read = said_in_heads if compared == "heads" else policies
        assert read(by_mkdocs_ng) == read(by_hook)


def test_other_engines_write_the_same_heads(by_hook: Path, by_properdocs: Path, by_zensical: Path) -> None:
    ours = said_in_heads(by_hook)
    assert ("citation_title", "How do we know we are doing good work?") in ours["resources/good-work-report/index.html"]
    for theirs in map(said_in_heads, (by_properdocs, by_zensical)):
        assert ours.keys() == theirs.keys()
        for address, said in ours.items():
            assert said == theirs[address], address


def test_other_engines_write_the_same_titles_and_menus(by_hook: Path, by_properdocs: Path, by_zensical: Path) -> None:
    ours = titles_and_menus(by_hook)
    assert ours["index.html"][1][0] == ("Home", "lp-nav__home")
    for theirs in map(titles_and_menus, (by_properdocs, by_zensical)):
        assert theirs == ours


def titles_and_menus(site: Path) -> dict[str, tuple[str, list[tuple[str, str | None]]]]:
    """The title of each page, and the words and the class of each entry of its menu."""
    found = {}
    for path in site.rglob("index.html"):
        page = html.document_fromstring(path.read_bytes())
        menu = [(entry.text_content().strip(), entry.get("class")) for entry in page.xpath("//ul[@class='lp-nav']/li")]
        found[path.relative_to(site).as_posix()] = (page.findtext(".//title", ""), menu)
    return found


def said_in_heads(site: Path) -> dict[str, list[tuple[str, str]]]:
    """What each page's head tells other software; engines escape in ways of their own, so it is read, not compared."""
    heads = {
        path.relative_to(site).as_posix(): html.document_fromstring(path.read_bytes()).head
        for path in site.rglob("index.html")
    }
    return {
        address: [
            *((node.get("name") or node.get("property"), node.get("content")) for node in head.xpath(OF_WORKS)),
            *(("linked data", node.text) for node in head.xpath("script[@type='application/ld+json']")),
        ]
        for address, head in heads.items()
    }


OF_WORKS = "meta[starts-with(@name, 'citation_') or starts-with(@name, 'DC.') or starts-with(@property, 'og:')]"


def assert_same(ours: dict[str, Article], theirs: dict[str, Article]) -> None:
    assert len(ours) > 70
    assert ours.keys() == theirs.keys()
    for address, article in ours.items():
        assert article == theirs[address], address
