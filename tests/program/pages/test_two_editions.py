"""From edition to edition, every address and every part of a page that people may have kept still answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from posixpath import normpath
from typing import Any

import pytest
import yaml

from editions import FIRST, SECOND, anchors, target
from learning_pathway.catalogue import read
from learning_pathway.site.build import Build, open_build
from learning_pathway.site.document import address
from learning_pathway.site.published import compare_ids, write_ids

TODAY = date(2025, 6, 30)
#: Steps that stand in another module now, or nowhere: their old module cannot say so without a script.
ASTRAY = {
    ("modules/first/", "resource--film"),
    ("modules/first/", "task--think"),
    ("modules/first/", "task--share"),
    ("modules/second/", "task--rest"),
    ("modules/second/", "resource--blog-1"),
    # Of what is retired as a whole, one notice speaks for all the parts.
    ("modules/third/", "only"),
    ("modules/third/", "resource--blog-2"),
    ("modules/third/facilitator/", "only"),
    ("tips/", "proverbs--old"),
}


def publish(folder: Path, text: str) -> Build:
    """Write an edition, hold it against the list, record it and open it."""
    (folder / "resources.yaml").write_text(text, encoding="utf-8")
    write_ids(compare_ids(folder, TODAY))
    return open_build(folder)


def texts(edition: Build) -> dict[str, str]:
    """What stands at each address: pages and redirects."""
    found = {address(page.path): page.text for page in edition.pages()}
    for asset in edition.assets():
        if asset.path.endswith("index.html"):
            here = asset.path.removesuffix("index.html")
            assert here not in found, f"two pages at {here}"
            found[here] = asset.text
    return found


def resolved(here: str, href: str) -> str:
    whole = normpath(f"{here}{href}")
    return "" if whole == "." else f"{whole}/"


@pytest.fixture
def editions(tmp_path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What stood at each address of the first edition, and of the second."""
    return texts(publish(tmp_path, FIRST)), texts(publish(tmp_path, SECOND))


def test_every_address_still_answers(editions: tuple[dict[str, str], dict[str, str]]) -> None:
    first, second = editions
    assert len(first) == 56
    assert sorted(first.keys() - second.keys()) == []


def test_every_redirect_leads_straight_to_a_page(editions: tuple[dict[str, str], dict[str, str]]) -> None:
    _, second = editions
    redirects = {here: resolved(here, href) for here, text in second.items() if (href := target(text)) is not None}
    assert len(redirects) > 25
    assert {here: there for here, there in redirects.items() if there not in second or there in redirects} == {}


def test_every_part_of_a_page_is_still_found_where_its_address_leads(
    editions: tuple[dict[str, str], dict[str, str]],
) -> None:
    first, second = editions
    wanted = {(here, name) for here, text in first.items() for name in anchors(here, text)}
    assert len(wanted) > 25
    lost = set()
    for here, name in wanted:
        href = target(second[here])
        there = resolved(here, href) if href is not None else here
        if name not in anchors(there, second[there]):
            lost.add((here, name))
    assert lost == ASTRAY


def test_no_name_of_a_part_stands_twice_on_a_page(editions: tuple[dict[str, str], dict[str, str]]) -> None:
    for here, text in editions[1].items():
        for name in anchors(here, text):
            assert text.count(f'id="{name}"') == 1, name


def bare(value: Any) -> Any:
    """A catalogue without a word on what was there before."""
    if isinstance(value, dict):
        return {key: bare(inner) for key, inner in value.items() if key not in {"formerly", "retired"}}
    return [bare(inner) for inner in value] if isinstance(value, list) else value


def test_without_a_word_on_what_was_there_before_the_second_edition_is_refused(tmp_path: Path) -> None:
    publish(tmp_path, FIRST)
    silent = yaml.safe_dump(bare(yaml.load(SECOND, yaml.CBaseLoader)))
    (tmp_path / "resources.yaml").write_text(silent, encoding="utf-8")
    reading = read(tmp_path, today=TODAY)
    assert reading.catalogue is None
    assert open_build(tmp_path).site is None
    assert {problem.id for problem in reading.problems if problem.code == "published-id-gone"} == {
        *("trust", "power", "known", "film", "blog-1", "think", "share", "first", "second/two", "third", "both"),
        *("short", "advice", "proverbs", "listen", "ask", "haste"),
    }


def test_each_word_on_what_was_there_before_is_needed(tmp_path: Path) -> None:
    """Take any one of them out, and the check says which id is lost."""
    publish(tmp_path, FIRST)
    words = [line for line in SECOND.splitlines(keepends=True) if line.startswith("  - {id: ") and "reason:" in line]
    words += ["    formerly: [known]\n", "    formerly: [first]\n", "    formerly: [advice]\n", ", formerly: [think]"]
    words += [", formerly: [trust]", ", formerly: [blog-1]", ", formerly: [theory]", ", formerly: [both]"]
    words += ["        formerly: [event]\n", ", formerly: [listen]"]
    for word in words:
        assert SECOND.count(word) == 1, word
        (tmp_path / "resources.yaml").write_text(SECOND.replace(word, ""), encoding="utf-8")
        lost = [problem.id for problem in read(tmp_path, today=TODAY).problems if problem.code == "published-id-gone"]
        assert lost, word
