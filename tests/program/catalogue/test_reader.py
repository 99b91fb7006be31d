"""What an editor types is what the catalogue holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from learning_pathway.catalogue import ReadResult, Severity, read
from learning_pathway.catalogue.dates import PartialDate
from learning_pathway.catalogue.model import Catalogue, Resource

TODAY = date(2025, 6, 30)


def reading(folder: Path, text: str | bytes, **more: str) -> ReadResult:
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    (folder / "resources.yaml").write_bytes(data)
    for name, content in more.items():
        (folder / "resources").mkdir(exist_ok=True)
        (folder / "resources" / f"{name}.yaml").write_text(content, encoding="utf-8")
    return read(folder, today=TODAY)


def catalogue(folder: Path, text: str | bytes, **more: str) -> Catalogue:
    found = reading(folder, text, **more)
    assert found.catalogue is not None, [str(problem) for problem in found.problems]
    return found.catalogue


def resource(folder: Path, fields: str) -> Resource:
    return catalogue(folder, "resources:\n  - id: a\n    type: report\n" + fields).resources[0]


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("1e3", "1e3"),
        ("0o17", "0o17"),
        ("007", "007"),
        ("1_000", "1_000"),
        ("2024-05-17", "2024-05-17"),
        ("1984", "1984"),
        ("3.10", "3.10"),
        ("true", "true"),
        (".inf", ".inf"),
        ("'null'", "null"),
        ('"~"', "~"),
        ("!!str 12", "12"),
        ("'it''s ours'", "it's ours"),
        ('"A \\"quoted\\" title: with a colon"', 'A "quoted" title: with a colon'),
        ('"caf\\u00e9"', "café"),
        (">\n      Folded\n      lines", "Folded lines"),
        ("|\n      Kept\n      lines", "Kept\nlines"),
        ("Over\n      two lines", "Over two lines"),
        ("  spaces around  ", "spaces around"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("👩‍👩‍👧 and 🏴󠁧󠁢󠁷󠁬󠁳󠁿", "👩‍👩‍👧 and 🏴󠁧󠁢󠁷󠁬󠁳󠁿"),
        ("می‌خواهم", "می‌خواهم"),
        ("a#hash in a word# # and a comment", "a#hash in a word#"),
        ("a  #comment", "a"),
    ],
)
def test_a_text_stays_what_was_typed(tmp_path: Path, typed: str, held: str) -> None:
    assert resource(tmp_path, f"    title: {typed}\n").title == held


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL", "# nothing yet"])
def test_a_key_without_a_value_counts_as_not_written(tmp_path: Path, nothing: str) -> None:
    found = resource(
        tmp_path, f"    title: A title\n    themes: {nothing}\n    summary: {nothing}\n    access: {nothing}\n"
    )
    assert found.themes == ()
    assert found.summary is None
    assert found.access == "unknown"


def test_numbers_dates_and_answers_are_read_from_their_text(tmp_path: Path) -> None:
    found = catalogue(
        tmp_path,
        "resources:\n"
        "  - {id: a, type: report, title: A, minutes: 12, published: 2022-09, accessed: 2023-05-22, volume: 007}\n"
        "modules:\n"
        "  - id: m\n    title: M\n    sections: [{id: s, title: S, steps: [{read: a, optional: True}]}]\n",
    )
    first = found.resources[0]
    assert (first.minutes, first.volume) == (12, "007")
    assert first.published == PartialDate(2022, 9)
    assert first.accessed == date(2023, 5, 22)
    assert found.modules[0].sections[0].steps[0].optional is True


def test_a_byte_order_mark_and_windows_line_ends_are_tolerated(tmp_path: Path) -> None:
    text = "pathway:\r\n  title: Our pathway\r\nresources:\r\n  - id: a\r\n    titel: A\r\n"
    found = reading(tmp_path, b"\xef\xbb\xbf" + text.encode())
    assert [(p.code, p.line, p.column) for p in found.problems if p.severity is Severity.ERROR] == [
        ("missing-key", 4, 5),
        ("unknown-key", 5, 5),
    ]


def test_positions_count_characters_and_not_bytes(tmp_path: Path) -> None:
    found = reading(tmp_path, 'resources:\n  - {title: "Für ♥ 👩‍👩‍👧 ﷽", id: a, typ: report}\n')
    errors = [(p.code, p.line, p.column) for p in found.problems if p.severity is Severity.ERROR]
    assert errors == [("unknown-key", 2, 37)]


def test_all_files_of_the_folder_make_one_catalogue_in_the_order_of_their_names(tmp_path: Path) -> None:
    entry = "resources:\n  - {{id: {0}, type: report, title: {0}}}\n"
    found = catalogue(tmp_path, entry.format("root"), zebra=entry.format("zebra"), ant=entry.format("ant"), empty="")
    assert [each.id for each in found.resources] == ["root", "ant", "zebra"]


def test_a_folder_may_hold_only_part_files(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "a.yaml").write_text("resources:\n  - {id: a, type: report, title: A}\n")
    found = read(tmp_path, today=TODAY)
    assert found.catalogue is not None
    assert found.root == tmp_path


def test_the_root_file_stands_for_its_project_and_another_file_for_itself(tmp_path: Path) -> None:
    root = reading(tmp_path, "resources:\n  - {id: a, type: report, title: A}\n", more="themes: [{id: t, title: T}]\n")
    again = read(tmp_path / "resources.yaml", today=TODAY)
    assert again.problems == root.problems
    assert again.catalogue == root.catalogue
    alone = read(tmp_path / "resources" / "more.yaml", today=TODAY)
    assert alone.catalogue is not None
    assert (len(alone.catalogue.resources), len(alone.catalogue.themes)) == (0, 1)
    assert {problem.file for problem in alone.problems} == {"more.yaml"}


def test_an_alias_repeats_a_value(tmp_path: Path) -> None:
    text = (
        "resources:\n"
        "  - {id: a, type: report, title: A, authors: &us [{family: Sharp}], summary: &same Twice.}\n"
        "  - {id: b, type: report, title: B, authors: *us, summary: *same}\n"
    )
    first, second = catalogue(tmp_path, text).resources
    assert first.authors == second.authors
    assert second.summary == "Twice."


def test_many_modest_aliases_are_read(tmp_path: Path) -> None:
    entries = "".join(f"  - {{id: r{n}, type: report, title: T{n}, authors: *us}}\n" for n in range(2_000))
    text = "resources:\n  - {id: a, type: report, title: A, authors: &us [{family: Sharp}]}\n" + entries
    assert len(catalogue(tmp_path, text).resources) == 2_001


def test_a_day_of_grace_lets_editors_live_east_of_the_server(tmp_path: Path) -> None:
    assert resource(tmp_path, "    title: A\n    accessed: 2025-07-01\n").accessed == date(2025, 7, 1)


def test_problems_come_in_the_order_of_their_places(tmp_path: Path) -> None:
    found = reading(tmp_path, "resources:\n  - {typ: x}\n  - {id: '!'}\n", a="tasks: [{}]\n", b="themes: [1]\n")
    places = [(problem.file, problem.line, problem.column) for problem in found.problems]
    assert places == sorted(places)
    assert len(set(found.problems)) == len(found.problems)


def test_messages_cannot_steer_a_terminal(tmp_path: Path) -> None:
    found = reading(tmp_path, 'resources:\n  - {id: "\\e[2J", type: "\\x07\\u202e", title: "\\0", "k\\e]8;;x\\a": 1}\n')
    assert found.problems
    assert all(text.isprintable() for p in found.problems for text in (p.id, p.message, p.remedy, p.file))


def test_a_file_in_a_folder_of_a_folder_is_not_lost_in_silence(tmp_path: Path) -> None:
    lost = tmp_path / "resources" / "trust" / "films"
    lost.mkdir(parents=True)
    (lost / "more.yaml").write_text("resources: []\n", encoding="utf-8")
    (tmp_path / "resources" / "pictures").mkdir()
    ignored = [problem.file for problem in reading(tmp_path, "").problems if problem.code == "file-ignored"]
    assert ignored == ["resources/trust"]
