"""`pathway record-ids` adds what is new, takes nothing out, and never leaves half a list."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from learning_pathway.cli import main
from learning_pathway.site.document import address
from learning_pathway.site.pages.learner import LEARNING_PAGES
from learning_pathway.site.published import BrokenCatalogueError, compare_ids, write_ids
from smallcatalogue import CATALOGUE

TODAY = date(2025, 6, 30)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project without a list."""
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["record-ids", *map(str, arguments)])


def lines(project: Path) -> list[str]:
    text = (project / "published-ids.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


EVERYTHING = [
    *("module:first", "module:second"),
    *("page:library/", "page:modules/", *(f"page:{address(path)}" for path in LEARNING_PAGES), "page:routes/"),
    *("page:search/", "page:session/", "page:suggest/", "page:themes/", "page:tips/"),
    *("resource:known", "resource:paged", "resource:unknown", "route:both"),
    *("section:first/theory", "section:second/one", "task:think", "theme:power", "theme:trust"),
    *("tip-list:advice", "tip-source:advice/event", "tip:listen"),
]


def test_the_first_run_writes_everything_that_has_an_address_or_an_id(project: Path) -> None:
    assert run(project).exit_code == 0
    assert lines(project) == sorted(EVERYTHING)


def test_a_later_run_adds_what_is_new_and_says_so(project: Path) -> None:
    run(project)
    text = CATALOGUE.replace("{id: think,", "{id: wonder, formerly: [think],").replace("task: think", "task: wonder")
    (project / "resources.yaml").write_text(text, encoding="utf-8")
    result = run(project)
    assert result.output == ("Added 1 line to published-ids.txt:\n  task:wonder\nCommit the file with the catalogue.\n")
    assert {"task:think", "task:wonder"} <= set(lines(project))


def test_nothing_is_ever_taken_out(project: Path) -> None:
    run(project)
    before = lines(project)
    retired = (
        CATALOGUE[: CATALOGUE.index("tips:")]
        + "retired:\n"
        + "".join(
            f"  - {{id: {name}, kind: {kind}, reason: It is gone.}}\n"
            for name, kind in (("advice", "tip-list"), ("listen", "tip"))
        )
    )
    (project / "resources.yaml").write_text(retired, encoding="utf-8")
    assert run(project).output.startswith("published-ids.txt is complete: ")
    assert lines(project) == before


def test_a_run_with_nothing_to_add_leaves_the_file_untouched(project: Path) -> None:
    run(project)
    file = project / "published-ids.txt"
    before = (file.stat().st_ino, file.stat().st_mtime_ns)
    assert run(project).exit_code == 0
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == before


def test_lines_that_a_merge_put_twice_or_out_of_order_are_put_in_order(project: Path) -> None:
    run(project)
    file = project / "published-ids.txt"
    tidy = file.read_bytes()
    file.write_bytes(b"\r\n".join(reversed(tidy.splitlines())) + b"\r\ntask:think\r\n")
    assert run(project).exit_code == 0
    assert file.read_bytes() == tidy


def test_check_tells_what_is_missing_and_writes_nothing(project: Path) -> None:
    result = run(project, "--check")
    assert result.exit_code == 1
    assert f"lacks {len(EVERYTHING)} lines" in result.output
    assert f"… and {len(EVERYTHING) - 20} more" in result.output
    assert not (project / "published-ids.txt").exists()
    run(project)
    assert run(project / "resources.yaml", "--check").exit_code == 0


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("resources.yaml", CATALOGUE.replace("title: Small", "tittle: Small")),
        ("resources.yaml", "a: ["),
        ("published-ids.txt", "story:one\n"),
        ("published-ids.txt", "task:lost\n"),
    ],
    ids=["the catalogue", "not even YAML", "the list", "an id that is gone"],
)
@pytest.mark.parametrize("option", [(), ("--check",)], ids=["write", "check"])
def test_with_errors_nothing_is_recorded(project: Path, file: str, text: str, option: tuple[str, ...]) -> None:
    (project / "published-ids.txt").write_text("task:think\n", encoding="utf-8")
    (project / file).write_text(text, encoding="utf-8")
    before = (project / "published-ids.txt").read_bytes()
    result = run(project, *option)
    assert result.exit_code == 2
    assert "nothing was recorded" in result.output
    assert f"{file}:" in result.output
    assert (project / "published-ids.txt").read_bytes() == before


def test_a_single_file_of_a_catalogue_has_no_list(project: Path) -> None:
    (project / "part.yaml").write_text(CATALOGUE, encoding="utf-8")
    result = run(project / "part.yaml")
    assert result.exit_code == 2
    assert "give the folder" in result.output
    assert not (project / "published-ids.txt").exists()


def test_a_folder_without_a_catalogue_is_one_clean_refusal(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_write_that_fails_leaves_the_old_list_whole(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "published-ids.txt").write_text("task:think\n", encoding="utf-8")
    before = sorted(path.name for path in project.iterdir())

    def full(_: int) -> None:
        raise OSError(28, "The disk is full on device")

    monkeypatch.setattr("learning_pathway.output.os.fsync", full)
    result = run(project)
    assert result.exit_code == 2
    assert "The disk is full" in result.output
    assert (project / "published-ids.txt").read_text(encoding="utf-8") == "task:think\n"
    assert sorted(path.name for path in project.iterdir()) == before


def test_a_list_that_is_a_link_stays_one_and_keeps_its_permissions(project: Path, tmp_path: Path) -> None:
    real = tmp_path / "kept" / "ids.txt"
    real.parent.mkdir()
    real.write_text("task:think\n", encoding="utf-8")
    real.chmod(0o640)
    (project / "published-ids.txt").symlink_to(real)
    assert run(project).exit_code == 0
    assert (project / "published-ids.txt").is_symlink()
    assert len(lines(project)) == len(EVERYTHING)
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_what_is_read_is_what_was_written(project: Path) -> None:
    write_ids(compare_ids(project, TODAY))
    record = compare_ids(project, TODAY)
    assert record.missing == ()
    assert record.kept == set(EVERYTHING)


def test_the_errors_of_a_catalogue_come_with_the_refusal(project: Path) -> None:
    (project / "published-ids.txt").write_text("task:lost\ntheme:lost\n", encoding="utf-8")
    with pytest.raises(BrokenCatalogueError) as caught:
        compare_ids(project, TODAY)
    assert [problem.code for problem in caught.value.errors] == ["published-id-gone"] * 2
