"""The pages do not depend on the engine: by hook or staged, and with two other engines, readers get the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from articles import Article, articles
from learning_pathway.site.files.precache import precache
from learning_pathway.site.policy import source
from siteproject import copy_project, engine, mkdocs, program, run, stage
from tree import files

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("parity") / "project")


@pytest.fixture(scope="module")
def by_hook(project: Path) -> Path:
    built = mkdocs(project, project.parent / "by-hook")
    assert built.returncode == 0, built.stdout + built.stderr
    return project.parent / "by-hook"


@pytest.fixture(scope="module")
def staged(project: Path) -> Path:
    done = stage(project, project.parent / "staged")
    assert done.returncode == 0, done.stdout + done.stderr
    return project.parent / "staged"


@pytest.fixture(scope="module")
def by_stage(staged: Path) -> Path:
    site = staged.parent / "by-stage"
    built = mkdocs(staged, site)
    assert built.returncode == 0, built.stdout + built.stderr
    listed = run([program("pathway"), "precache", site])
    assert listed.returncode == 0, listed.stdout + listed.stderr
    return site


@pytest.fixture(scope="module")
def by_properdocs(staged: Path) -> Path:
    site = staged.parent / "by-properdocs"
    built = run([engine("properdocs"), "build", "--config-file", staged / "mkdocs.yml", "--site-dir", site])
    assert built.returncode == 0, built.stdout + built.stderr
    return site


@pytest.fixture(scope="module")
def by_zensical(staged: Path) -> Path:
    # Zensical writes beside its configuration, and takes no other folder on the command line.
    copy = staged.parent / "staged-for-zensical"
    shutil.copytree(staged, copy)
    settings = yaml.safe_load((copy / "mkdocs.yml").read_text(encoding="utf-8"))
    (copy / "mkdocs.yml").write_text(yaml.safe_dump(settings | {"site_dir": "site"}), encoding="utf-8")
    built = run([engine("zensical"), "build", "--config-file", copy / "mkdocs.yml"], cwd=copy)
    assert built.returncode == 0, built.stdout + built.stderr
    return copy / "site"


def test_hook_and_stage_give_the_same_bytes(by_hook: Path, by_stage: Path) -> None:
    hook, staged = files(by_hook), files(by_stage)
    assert hook.keys() == staged.keys()
    different = [name for name in hook if hook[name] != staged[name]]
    assert different == []
    assert hashes(by_hook) == hashes(by_stage)


def test_every_engine_writes_the_same_policies(by_hook: Path, by_properdocs: Path, by_zensical: Path) -> None:
    ours = policies(by_hook)
    assert len(ours) > 80
    for theirs in map(policies, (by_properdocs, by_zensical)):
        assert ours.keys() == theirs.keys()
        assert {address: policy for address, policy in theirs.items() if policy != ours[address]} == {}


def policies(site: Path) -> dict[str, str]:
    """The policy of each page, which must name every script that stands in the page."""
    found = {}
    for path in site.rglob("index.html"):
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        (meta,) = soup.select('head > meta[http-equiv="Content-Security-Policy"]')
        scripts = [node for node in soup.select("script:not([src])") if node.get("type") in (None, "module")]
        address = path.relative_to(site).as_posix()
        assert [node for node in scripts if source(str(node.string)) not in str(meta["content"])] == [], address
        found[address] = str(meta["content"])
    return found


def hashes(site: Path) -> dict[str, str]:
    return {file.address: file.integrity for file in precache(site).files}


def test_every_engine_carries_the_worker_that_keeps_the_site_offline(by_properdocs: Path, by_zensical: Path) -> None:
    for site in (by_properdocs, by_zensical):
        listed = run([program("pathway"), "precache", site])
        assert listed.returncode == 0, listed.stdout + listed.stderr
        assert {"", "modules/", "my/"} <= hashes(site).keys()


def test_properdocs_gives_the_same_articles(by_hook: Path, by_properdocs: Path) -> None:
    assert_same(articles(by_hook), articles(by_properdocs))


def test_zensical_gives_the_same_articles(by_hook: Path, by_zensical: Path) -> None:
    assert_same(articles(by_hook), articles(by_zensical))


def test_other_engines_write_the_same_heads(by_hook: Path, by_properdocs: Path, by_zensical: Path) -> None:
    ours = said_in_heads(by_hook)
    assert ("citation_title", "How do we know we are doing good work?") in ours["resources/good-work-report/index.html"]
    for theirs in map(said_in_heads, (by_properdocs, by_zensical)):
        assert ours.keys() == theirs.keys()
        for address, said in ours.items():
            assert said == theirs[address], address


def said_in_heads(site: Path) -> dict[str, list[tuple[str, str]]]:
    """What each page's head tells other software; engines escape in ways of their own, so it is read, not compared."""
    heads = {
        path.relative_to(site).as_posix(): BeautifulSoup(
            path.read_text(encoding="utf-8").split("</head>")[0], "html.parser"
        )
        for path in site.rglob("index.html")
    }
    return {
        address: [
            *((str(node.get("name") or node.get("property")), str(node["content"])) for node in head.select(OF_WORKS)),
            *(("linked data", str(node.string)) for node in head.select('script[type="application/ld+json"]')),
        ]
        for address, head in heads.items()
    }


OF_WORKS = 'meta[name^="citation_"], meta[name^="DC."], meta[property^="og:"]'


def assert_same(ours: dict[str, Article], theirs: dict[str, Article]) -> None:
    assert len(ours) > 80
    assert ours.keys() == theirs.keys()
    for address, article in ours.items():
        assert article == theirs[address], address
