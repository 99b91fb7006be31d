"""LinkChecker, as a process, finds what is wrong inside a built site."""

from __future__ import annotations

from pathlib import Path

import pytest

from deadlinks import LinkCheckerError, check_site
from kinds import KINDS, MISSING
from siteserver import serve_folder

pytestmark = pytest.mark.engine

#: Tells LinkChecker that this host need not be spared.
WELCOME = {"LinkChecker": "welcome"}
#: A page of each kind, but for those that a server makes up: a search, and a missing page.
SAMPLE = [path for path in KINDS.values() if "?" not in path and path != MISSING]
PAGE = "<!doctype html><html lang=en><head><title>{0}</title></head><body><h1 id=start>{0}</h1>{1}</body></html>"


def build(folder: Path, pages: dict[str, str]) -> Path:
    for name, body in pages.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE.format(name, body), encoding="utf-8")
    return folder


def test_a_dead_link_and_a_dead_anchor_are_found(tmp_path: Path) -> None:
    site = build(
        tmp_path,
        {
            "index.html": '<a href="sub/#start">fine</a> <a href="sub/#nowhere">dead anchor</a>',
            "sub/index.html": '<a href="../">fine</a> <a href="../gone/">dead link</a>',
        },
    )
    with serve_folder(site, headers=WELCOME) as address:
        found = check_site(site, address)
    assert [(fault.page.removeprefix(address), fault.link.removeprefix(address)) for fault in found.faults] == [
        ("", "sub/#nowhere"),
        ("sub/", "gone/"),
    ]
    assert "Anchor `nowhere'" in found.faults[0].why
    assert "404" in found.faults[1].why
    assert not found.is_sound


@pytest.mark.full_only
def test_a_sound_site_is_sound_below_a_path_too(tmp_path: Path) -> None:
    pages = {
        "index.html": '<a href="a b/">on</a>',
        "a b/index.html": '<a href="../#start">back</a>',
        "lone.html": "no link leads here",
    }
    with serve_folder(build(tmp_path, pages), "/below/", WELCOME) as address:
        found = check_site(tmp_path, address)
    assert found.is_sound, found
    assert found.pages == 3


@pytest.mark.full_only
def test_a_page_that_was_built_and_is_not_served_is_missed(tmp_path: Path) -> None:
    served, built = tmp_path / "served", tmp_path / "built"
    build(served, {"index.html": ""})
    build(built, {"index.html": "", "lost/index.html": ""})
    with serve_folder(served, headers=WELCOME) as address:
        found = check_site(built, address)
        assert [page.removeprefix(address) for page in found.unchecked] == ["lost/"]
        assert not found.is_sound


def test_without_linkchecker_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(LinkCheckerError, match="not installed"):
        check_site(build(tmp_path, {"index.html": ""}), "http://127.0.0.1:9/", program=tmp_path / "none")


@pytest.mark.full_only
def test_every_link_and_anchor_of_the_built_site_leads_somewhere(site: Path, full: bool) -> None:
    """Every page in full, else a page of each kind. `test_links_alive` follows every link of each page in every run."""
    with serve_folder(site, headers=WELCOME) as address:
        found = check_site(site, address, sample=None if full else SAMPLE)
    assert found.pages >= len(SAMPLE)
    assert not found.unchecked
    assert not found.faults
