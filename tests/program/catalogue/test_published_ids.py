"""The list of published ids: what it accounts for, what it refuses, and that nothing in it can do harm."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_pathway.catalogue import ReadResult, files, read
from learning_pathway.catalogue.ids import LONGEST, keys_of, read_published, write_published
from learning_pathway.catalogue.model import Catalogue

TODAY = date(2025, 6, 30)
CATALOGUE = """
themes: [{id: care, title: Care, formerly: [caring]}]
resources:
  - {id: report, type: report, title: A report, formerly: [paper, essay], themes: [care]}
tasks: [{id: think, prompt: Think., formerly: [ponder]}]
modules:
  - id: second
    title: Second
    formerly: [first]
    sections:
      - {id: ideas, title: Ideas, formerly: [theory], steps: [{read: report}, {task: think}]}
routes: [{id: short, title: Short, modules: [second], formerly: [brief]}]
tips:
  - id: advice
    title: Advice
    formerly: [hints]
    sources:
      - id: event
        kind: event
        title: An event
        formerly: [evening]
        tips: [{id: listen, text: Listen., formerly: [hear]}]
retired:
  - {id: film, reason: Its maker took it back.}
  - {id: old-module, kind: module, reason: No one took it.}
  - {id: old-list, kind: tip-list, reason: No one read it.}
  - {id: second/practice, kind: section, reason: It is part of Ideas now., replacement: second/ideas}
"""


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., ReadResult]:
    """Read the catalogue with these lines in its list: `check("task:think", …)`."""

    def check(*lines: str, catalogue: str = CATALOGUE) -> ReadResult:
        (tmp_path / "resources.yaml").write_text(catalogue, encoding="utf-8")
        (tmp_path / "published-ids.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return read(tmp_path, today=TODAY)

    return check


def gone(reading: ReadResult) -> list[str]:
    return [problem.id for problem in reading.problems if problem.code == "published-id-gone"]


@pytest.mark.parametrize(
    "key",
    [
        *("theme:care", "resource:report", "task:think", "module:second", "section:second/ideas", "route:short"),
        *("tip-list:advice", "tip-source:advice/event", "tip:listen"),
    ],
)
def test_what_is_there_is_accounted_for(check: Callable[..., ReadResult], key: str) -> None:
    assert gone(check(key)) == []


@pytest.mark.parametrize(
    "key",
    [
        *("theme:caring", "resource:paper", "resource:essay", "task:ponder", "module:first", "route:brief", "tip:hear"),
        *("section:second/theory", "tip-list:hints", "tip-source:advice/evening"),
    ],
)
def test_what_has_another_id_now_is_accounted_for(check: Callable[..., ReadResult], key: str) -> None:
    assert gone(check(key)) == []


@pytest.mark.parametrize(
    "key",
    [
        *("section:first/ideas", "section:first/theory", "section:first/practice"),
        *("tip-source:hints/event", "tip-source:hints/evening"),
        *("section:old-module/anything", "tip-source:old-list/anything"),
    ],
)
def test_what_is_inside_goes_along_when_the_entry_around_it_is_renamed_or_retired(
    check: Callable[..., ReadResult], key: str
) -> None:
    assert gone(check(key)) == []


@pytest.mark.parametrize("key", ["resource:film", "module:old-module", "tip-list:old-list", "section:second/practice"])
def test_what_is_retired_is_accounted_for(check: Callable[..., ReadResult], key: str) -> None:
    assert gone(check(key)) == []


@pytest.mark.parametrize(
    "key",
    [
        *("task:film", "resource:think", "module:paper", "section:second/nothing", "section:first/nothing"),
        *("tip-source:advice/ideas", "section:nowhere/ideas", "tip:advice"),
    ],
)
def test_an_id_of_another_kind_or_place_accounts_for_nothing(check: Callable[..., ReadResult], key: str) -> None:
    assert gone(check(key)) == [key.partition(":")[2]]


def test_a_module_that_is_gone_is_reported_once_and_not_for_each_of_its_sections(
    check: Callable[..., ReadResult],
) -> None:
    assert gone(check("module:lost", "section:lost/one", "section:lost/two")) == ["lost"]


def test_addresses_of_pages_are_no_matter_of_the_catalogue(check: Callable[..., ReadResult]) -> None:
    reading = check(*sorted(keys_of(catalogue(check()))), "page:library/type/book/", "page:library/theme/no--theme/2/")
    assert [problem.code for problem in reading.problems if "published" in problem.file] == []
    assert reading.published.pages == {"library/type/book/", "library/theme/no--theme/2/"}


def catalogue(reading: ReadResult) -> Catalogue:
    assert reading.catalogue is not None, reading.problems
    return reading.catalogue


def test_every_key_of_a_catalogue_is_a_line_that_can_be_read_back(
    check: Callable[..., ReadResult], tmp_path: Path
) -> None:
    keys = keys_of(catalogue(check()))
    assert len(keys) == 9 + 10 + 4
    file = tmp_path / "published-ids.txt"
    file.write_text(write_published(keys), encoding="utf-8")
    assert read_published(file).lines.keys() == keys
    assert [problem for problem in read(tmp_path, today=TODAY).problems if problem.file == file.name] == []


def test_what_is_not_recorded_yet_is_one_piece_of_advice(check: Callable[..., ReadResult]) -> None:
    found = [problem for problem in check("task:think").problems if problem.file == "published-ids.txt"]
    assert [(problem.code, problem.severity) for problem in found] == [("unrecorded-ids", "advice")]
    assert "and 17 more" in found[0].message


def test_without_a_list_nothing_is_asked_of_anybody(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    reading = read(tmp_path, today=TODAY)
    assert not reading.published.exists
    assert [problem for problem in reading.problems if problem.code == "unrecorded-ids"] == []


def test_a_file_read_by_itself_is_not_held_against_the_list_of_the_project(check: Callable[..., ReadResult]) -> None:
    root = check("task:lost").root
    (root / "part.yaml").write_text(CATALOGUE, encoding="utf-8")
    assert gone(read(root / "resources.yaml", today=TODAY)) == ["lost"]
    assert gone(read(root / "part.yaml", today=TODAY)) == []


def test_ids_in_a_file_that_cannot_be_read_are_not_taken_for_lost(check: Callable[..., ReadResult]) -> None:
    root = check("task:lost").root
    (root / "resources").mkdir()
    (root / "resources" / "part.yaml").write_text("tasks: [\n", encoding="utf-8")
    reading = read(root, today=TODAY)
    assert gone(reading) == []
    assert reading.catalogue is None


@pytest.mark.parametrize(
    "make",
    [
        lambda file: file.mkdir(),
        lambda file: file.symlink_to(file),
        lambda file: file.symlink_to(file.parent / "nowhere"),
        os.mkfifo,
    ],
    ids=["a folder", "a loop", "a broken link", "a pipe"],
)
def test_what_is_no_file_is_one_clean_error(tmp_path: Path, make: Callable[[Path], None]) -> None:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    make(tmp_path / "published-ids.txt")
    errors = [problem for problem in read(tmp_path, today=TODAY).problems if problem.severity == "error"]
    assert [(problem.file, problem.code) for problem in errors] == [("published-ids.txt", "unreadable-file")]


def test_a_list_over_the_limit_is_one_clean_error(check: Callable[..., ReadResult], tmp_path: Path) -> None:
    check()
    with (tmp_path / "published-ids.txt").open("wb") as file:
        file.truncate(files.MAXIMUM_BYTES + 1)
    errors = [problem for problem in read(tmp_path, today=TODAY).problems if problem.severity == "error"]
    assert [(problem.file, problem.code) for problem in errors] == [("published-ids.txt", "file-too-large")]
    assert "history" in errors[0].remedy


@pytest.mark.parametrize(
    ("lines", "reported", "left"),
    [
        (["x"] * 20_000, 50, "19,950"),
        (["task:think"] * 20_000, 50, "19,949"),
        ([f"task:lost-{number}" for number in range(20_000)], 1_000, "19,000"),
        pytest.param(["<<<<<<<"] * 300_000, 50, "299,950", marks=pytest.mark.long),
        (["task:" + "x" * 1_000_000], 1, "is not a published id"),
    ],
    ids=["damaged", "repeated", "lost", "marks of merges", "an endless line"],
)
def test_long_lists_of_trouble_are_cut_short_with_their_number(
    check: Callable[..., ReadResult], lines: list[str], reported: int, left: str
) -> None:
    problems = [problem for problem in check(*lines).problems if problem.code != "unrecorded-ids"]
    found = [problem for problem in problems if problem.file == "published-ids.txt"]
    assert len(found) == min(len(lines), reported + 1)
    assert left in found[-1].message
    assert all(len(problem.message) < 500 for problem in found)


@given(st.lists(st.text(max_size=40) | st.sampled_from(["task:", "section:a/", "page:", "#", ":", "/"]), max_size=20))
def test_no_text_raises(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    file = tmp_path_factory.mktemp("list") / "published-ids.txt"
    file.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    published = read_published(file)
    assert all(len(key) <= LONGEST for key in published.lines)


@given(st.binary(max_size=200))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("list") / "published-ids.txt"
    file.write_bytes(data)
    assert read_published(file).exists
