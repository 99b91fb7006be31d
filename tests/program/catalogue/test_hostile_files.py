"""Whatever lies at the path, reading ends with a catalogue or with problems, and never with an exception."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from learning_pathway.catalogue import ReadResult, files, read, reader
from learning_pathway.catalogue.model import Catalogue
from learning_pathway.catalogue.yaml import nodes
from learning_pathway.catalogue.yaml.loader import load

TEXT = "resources:\n  - {id: a, type: report, title: A}\n"


def codes(reading: ReadResult) -> list[str]:
    return sorted({problem.code for problem in reading.problems if problem.severity == "error"})


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    reading = read(tmp_path / "nowhere")
    assert reading.catalogue is None
    assert [(p.code, p.file, p.line, p.column) for p in reading.problems] == [("no-catalogue", "nowhere", 1, 1)]


@pytest.mark.parametrize("name", ["with\0nul", "x" * 5_000, "resources.yaml/inside"])
def test_a_path_that_cannot_be(tmp_path: Path, name: str) -> None:
    (tmp_path / "resources.yaml").write_text(TEXT)
    assert codes(read(tmp_path / name)) in (["unreadable-file"], ["no-catalogue"])


def make_loop(file: Path) -> None:
    file.symlink_to(file)


def make_broken_link(file: Path) -> None:
    file.symlink_to(file.parent / "nowhere")


def make_folder(file: Path) -> None:
    file.mkdir()


def make_pipe(file: Path) -> None:
    os.mkfifo(file)


@pytest.mark.parametrize("make", [make_loop, make_broken_link, make_folder, make_pipe])
@pytest.mark.parametrize("name", ["resources.yaml", "resources/part.yaml"])
def test_what_is_no_file(tmp_path: Path, make: Callable[[Path], None], name: str) -> None:
    (tmp_path / "resources").mkdir()
    make(tmp_path / name)
    reading = read(tmp_path)
    assert [(p.code, p.file) for p in reading.problems if p.severity == "error"] == [("unreadable-file", name)]


@pytest.mark.parametrize("name", ["resources.yaml", "resources/part.yaml", "published-ids.txt"])
def test_a_link_that_leads_out_of_the_project_is_not_followed(tmp_path: Path, name: str) -> None:
    """Else whoever suggests a change could have any file of the computer that builds the site shown there."""
    project = tmp_path / "project"
    (project / "resources").mkdir(parents=True)
    (project / "resources.yaml").write_text(TEXT)
    (tmp_path / "secret").write_text("password: hunter2")
    (project / name).unlink(missing_ok=True)
    (project / name).symlink_to(tmp_path / "secret")
    reading = read(project)
    assert [(p.code, p.file) for p in reading.problems if p.severity == "error"] == [("file-elsewhere", name)]
    assert "password" not in repr(reading.problems)


def test_a_folder_that_lies_elsewhere_is_not_read_and_links_within_the_project_are(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "part.yaml").write_text("password: hunter2")
    project = tmp_path / "project"
    project.mkdir()
    (project / "resources.yaml").write_text("")
    (project / "resources").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    reading = read(project)
    assert codes(reading) == ["file-elsewhere"]
    assert "`resources`" in reading.problems[0].message
    (project / "resources").unlink()
    (project / "parts").mkdir()
    (project / "parts" / "part.yaml").write_text(TEXT)
    (project / "resources").symlink_to(project / "parts", target_is_directory=True)
    catalogue = read(project).catalogue
    assert catalogue is not None
    assert [resource.id for resource in catalogue.resources] == ["a"]


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "resources.yaml").write_text(TEXT)
    monkeypatch.setattr(Path, "open", refuse)  # root may read every file, whatever its permissions
    assert codes(read(tmp_path)) == ["unreadable-file"]


def test_a_loop_of_folders(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(TEXT)
    (tmp_path / "resources").symlink_to(tmp_path / "resources")
    assert read(tmp_path).catalogue is not None
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert codes(read(tmp_path / "loop")) == ["unreadable-file"]


def test_a_file_over_the_limit_is_refused_with_the_limit_named(tmp_path: Path) -> None:
    with (tmp_path / "resources.yaml").open("wb") as file:
        file.truncate(files.MAXIMUM_BYTES + 1)
    reading = read(tmp_path)
    assert codes(reading) == ["file-too-large"]
    assert f"{files.MAXIMUM_BYTES // 1_000_000} MB" in reading.problems[0].message


def test_a_folder_with_too_many_files_is_refused_with_the_limit_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAXIMUM_FILES", 3)
    (tmp_path / "resources").mkdir()
    for number in range(4):
        (tmp_path / "resources" / f"{number}.yaml").write_text("")
    reading = read(tmp_path)
    assert codes(reading) == ["too-many-files"]
    assert "at most 3 " in reading.problems[0].message


def test_a_list_of_problems_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAXIMUM_PROBLEMS", 10)
    (tmp_path / "resources.yaml").write_text("resources:\n" + "  - {}\n" * 20)
    found = read(tmp_path).problems
    assert len(found) == 11
    assert found[0].code == "too-many-problems"
    assert "more than 10 problems" in found[0].message


def test_the_flaws_of_one_file_have_an_end(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text("key: 1\n" * 5_000)
    found = read(tmp_path).problems
    assert [problem.code for problem in found].count("duplicate-key") == nodes.MAXIMUM_FLAWS
    assert "too-many-problems" in codes(read(tmp_path))


HUGE = {
    "a word of ten million letters": "pathway:\n  title: " + "x" * 10_000_000,
    "a key of a million letters": "x" * 1_000_000 + ": 1\n",
    "fifty thousand list items": "resources: [" + "a," * 50_000 + "]\n",
    "fifty thousand keys": "".join(f"k{number}: 1\n" for number in range(50_000)),
    "ten thousand keys": "".join(f"k{number}: 1\n" for number in range(10_000)),
    "one key fifty thousand times": "key: 1\n" * 50_000,
    "a million opening brackets": "[" * 1_000_000,
    "a million opening braces": "{a: " * 1_000_000,
    "a million dashes": "- " * 1_000_000,
    "a million question marks": "? " * 1_000_000,
    "five thousand steps to the right": "\n".join(" " * depth + "a:" for depth in range(5_000)),
    "a million anchors": "".join(f"- &a{number} x\n" for number in range(300_000)),
    "many laughs": "a: &a [" + "ha, " * 900 + "]\nb: &b [" + "*a, " * 900 + "]\nc: [" + "*b, " * 900 + "]\n",
    "a long text many times over": "a: &a " + "x" * 1_000_000 + "\nb: [" + "*a, " * 100_000 + "]\n",
    "nothing but breaks": "\n" * 5_000_000,
    "nothing but control characters": "\x01\n" * 1_000_000,
    "one wrong byte after another": "\ufeff" * 100_000,
    "many resources without anything": "resources:\n" + "  - {}\n" * 10_000,
    "many lost mentions": "resources:\n" + "".join(f"  - {{id: r{n}, related: [q{n}]}}\n" for n in range(5_000)),
    "a very long circle": "modules:\n"
    + "".join(f"  - {{id: m{n}, title: M, prerequisites: [m{(n + 1) % 5000}], sections: []}}\n" for n in range(5_000)),
}


#: They take seconds, and others of their kind run always.
LONG = ("fifty thousand keys", "fifty thousand list items")


@pytest.mark.long
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.full_only if name in LONG else []) for name in HUGE]
)
def test_huge_and_twisted_files_are_refused_in_an_orderly_way(tmp_path: Path, name: str) -> None:
    (tmp_path / "resources.yaml").write_text(HUGE[name], encoding="utf-8")
    reading = read(tmp_path)
    assert reading.problems
    assert all(len(problem.message) < 2_000 for problem in reading.problems)


def is_orderly(data: bytes) -> None:
    """Read a file with these bytes, and insist on a catalogue or an error."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "resources.yaml").write_bytes(data)
        reading = read(Path(folder))
    has_errors = any(problem.severity == "error" for problem in reading.problems)
    assert (reading.catalogue is None) == has_errors
    assert list(reading.problems) == sorted(reading.problems)


@settings(
    max_examples=3 * settings.default.max_examples // 2, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"\x00")
@example(b"--- \n--- \n")
def test_no_bytes_raise(data: bytes) -> None:
    is_orderly(data)


#: Pieces that YAML gives a meaning to, so that many of their sentences parse.
PIECES = st.sampled_from(
    [
        *(
            "a",
            "resources",
            "id",
            ": ",
            ":",
            "\n",
            "\n  ",
            "\n    ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "&x ",
            "*x",
            "!!str ",
        ),
        *(
            "!",
            "|",
            ">",
            "'",
            '"',
            "#",
            "? ",
            "---",
            "...",
            "%YAML 1.2",
            "~",
            "<<",
            "\t",
            "\\",
            "\u2028",
            "\x85",
            "\ufeff",
        ),
    ]
)


@settings(
    max_examples=3 * settings.default.max_examples // 2, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_sentence_of_yaml_raises(text: str) -> None:
    is_orderly(text.encode("utf-8"))


@settings(
    max_examples=3 * settings.default.max_examples // 2, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.lists(PIECES, max_size=30).map("".join))
@example("a\ufeff: a")
@example("a: b\n\ufeffc: d\n")
def test_the_slow_parser_reads_what_the_fast_one_reads(text: str) -> None:
    fast, slow = load("f", text), load("f", text, pure=True)
    if fast.document is not None and slow.document is not None:
        assert fast.document.data == slow.document.data


KEYS = sorted(
    {name for model in Catalogue.__subclasses__() or [Catalogue] for name in model.model_fields}
    | {"id", "type", "title", "steps", "sections", "sources", "read", "task", "url", "authors", "formerly", "published"}
    | {"minutes", "modules", "replaced_by", "status", "review_every", "reviewed_on", "isbn", "issn", "doi", "language"}
)
SCALARS = st.sampled_from(
    [
        *("a", "b", "a/b", "", "0", "-1", "12", "2024", "2024-02-30", "9999-12-31", "video", "archived", "999 years"),
        *(
            "http://[",
            "https://example.org",
            "javascript:",
            "\u202e",
            "true",
            "x" * 100,
            "0000-0000",
            "10.1234/x",
            None,
        ),
    ]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@settings(
    max_examples=3 * settings.default.max_examples // 2, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.dictionaries(st.sampled_from([*Catalogue.model_fields, "other"]), VALUES, max_size=5))
@example({"modules": [{"id": "a", "sections": [{"steps": [{"read": ["a", {"b": "c"}]}]}]}]})
@example({"resources": [{"authors": {"family": "x"}}, "a", ["b"], None]})
@example({"pathway": ["a"], "tips": [{"sources": [{"tips": "x"}]}]})
def test_no_values_in_odd_places_raise(data: object) -> None:
    is_orderly(yaml.safe_dump(data, allow_unicode=True).encode("utf-8"))
