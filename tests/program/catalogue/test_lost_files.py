"""A file that is lost, empty, foreign, in conflict or left out is one problem that names it."""

from __future__ import annotations

import gzip
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from learning_pathway.catalogue import Problem, files, read
from learning_pathway.site.published import compare_ids, write_ids

TODAY = date(2026, 12, 1)
PART = "resources/collective-impact.yaml"


@pytest.fixture
def project(pathway: Path, tmp_path: Path) -> Path:
    """A copy of this pathway's catalogue with its list of published ids."""
    folder = tmp_path / "project"
    shutil.copytree(pathway / "resources", folder / "resources")
    shutil.copy(pathway / "resources.yaml", folder)
    shutil.copy(pathway / "published-ids.txt", folder)
    return folder


def errors(project: Path) -> list[Problem]:
    return [problem for problem in read(project, today=TODAY).problems if problem.severity == "error"]


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "<x/>" * 100)
    return file.getvalue()


def half(text: bytes) -> bytes:
    return text[: len(text) // 2] + bytes(4096)


def within_words(text: bytes) -> int:
    """A place in the second half, within a text and not within an id, which a cut would make another id."""
    found = re.compile(rb"\b(?:text: |: >-\n)").search(text, len(text) // 2)
    assert found
    return found.end() + 20


#: What may stand in a file of the catalogue, made from its text, and a word that tells what it is.
CONTENTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nothing": (lambda _: b"", "is empty"),
    "blank lines": (lambda _: b"\n\n  \n", "is empty"),
    "a byte-order mark": (lambda _: b"\xef\xbb\xbf", "is empty"),
    "comments": (lambda _: b"# resources:\n# - id: a\n", "only comments"),
    "a first half": (lambda text: text[: within_words(text)], "middle of a line"),
    "zeros": (half, "half written"),
    "RTF": (lambda text: b"{\\rtf1\\ansi " + text + b"}", "RTF"),
    "docx": (lambda _: zipped("word/document.xml"), "Word"),
    "xlsx": (lambda _: zipped("xl/workbook.xml"), "Excel"),
    "odt": (lambda _: zipped("content.xml"), "ZIP"),
    "doc": (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word"),
    "PDF": (lambda _: b"%PDF-1.7\n%\xe2\xe3\n", "PDF"),
    "HTML": (lambda text: b"<!DOCTYPE html>\n<html><pre>" + text, "HTML"),
    "old HTML": (lambda text: b"\n  <HTML>\n<body>" + text, "HTML"),
    "XML": (lambda _: b'<?xml version="1.0"?><x/>', "XML"),
    "gzip": (gzip.compress, "gzip"),
    "a picture": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "UTF-16": (lambda text: text.decode().encode("utf-16"), "UTF-16"),
    "a pointer": (lambda _: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "Git LFS"),
}


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("file", [PART, "resources.yaml"])
def test_a_file_that_holds_something_else_is_one_error_about_it(project: Path, file: str, name: str) -> None:
    make, words = CONTENTS[name]
    (project / file).write_bytes(make((project / file).read_bytes()))
    found = errors(project)
    if name == "a first half" and not any(error.code == "emptied-file" for error in found):
        assert {error.file for error in found} == {file} and len(found) < 3  # the cut itself is an error
        return
    (error,) = found
    assert error.file == file
    assert words in error.message
    assert "retired" not in error.remedy
    shown = read(project, today=TODAY).problems
    assert {problem.code for problem in shown}.isdisjoint({"unused-resource", "unused-theme", "empty-catalogue"})


@pytest.mark.parametrize("file", [PART, "resources.yaml"])
def test_a_file_that_is_gone_is_one_error_about_it(project: Path, file: str) -> None:
    (project / file).unlink()
    (error,) = errors(project)
    assert (error.code, error.file) == ("lost-file", file)
    assert f"git restore {file}" in error.remedy


def test_a_folder_that_is_gone_is_one_error_about_it(project: Path) -> None:
    shutil.rmtree(project / "resources")
    (error,) = errors(project)
    assert (error.code, error.file) == ("lost-file", "resources")


def test_a_file_that_was_removed_with_its_ids_kept_elsewhere_is_no_problem(project: Path) -> None:
    (project / "resources" / "moved.yaml").write_bytes((project / PART).read_bytes())
    (project / PART).unlink()
    assert errors(project) == []
    record = compare_ids(project, TODAY)
    assert record.missing == ()
    write_ids(record)
    lines = (project / "published-ids.txt").read_text("utf-8").splitlines()
    assert "# file: resources/moved.yaml" in lines and f"# file: {PART}" not in lines


def test_after_the_line_of_a_removed_file_is_deleted_each_id_is_listed(project: Path) -> None:
    (project / PART).unlink()
    listed = project / "published-ids.txt"
    listed.write_text(listed.read_text("utf-8").replace(f"# file: {PART}\n", ""), encoding="utf-8")
    assert {error.code for error in errors(project)} >= {"published-id-gone"}


@pytest.mark.parametrize(
    "make", [Path.mkdir, lambda path: path.symlink_to(path), lambda path: path.symlink_to("nowhere")]
)
def test_what_is_no_file_is_one_error_about_it(project: Path, make: Callable[[Path], None]) -> None:
    (project / PART).unlink()
    make(project / PART)
    (error,) = errors(project)
    assert (error.code, error.file) == ("unreadable-file", PART)


CONFLICT = "<<<<<<< HEAD\n    minutes: 12\n=======\n    minutes: 15\n>>>>>>> other-branch\n"


@pytest.mark.parametrize(
    ("left", "mark"),
    [
        (CONFLICT, "<<<<<<<"),
        (CONFLICT.replace("\n", "\r\n"), "<<<<<<<"),
        (CONFLICT.replace("=======", "||||||| base\n    minutes: 9\n======="), "<<<<<<<"),
        ("<<<<<<< HEAD\n", "<<<<<<<"),
        ("=======\n", "======="),
        (">>>>>>> 1a2b3c4 (A commit)\n", ">>>>>>>"),
        ("||||||| base\n", "|||||||"),
        ("    <<<<<<< HEAD\n    minutes: 12\n", "<<<<<<<"),
    ],
)
def test_a_merge_conflict_is_named_at_its_line(tmp_path: Path, left: str, mark: str) -> None:
    text = "resources:\n  - id: a\n    type: report\n    title: A\n" + left + "    why: W\n"
    (tmp_path / "resources.yaml").write_bytes(text.encode())
    (error,) = errors(tmp_path)
    assert (error.code, error.line) == ("merge-conflict", 5)
    assert mark in error.message


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("trust.yaml.txt", "warning"),
        ("trust.yml", "warning"),
        ("Trust.YAML", "warning"),
        ("trust.yaml.rtf", "warning"),
        (".trust.yaml", "advice"),
        ("trust.yaml~", "advice"),
        ("trust.yaml.bak", "advice"),
        ("trust.yaml.orig", "advice"),
        ("#trust.yaml#", "advice"),
        ("trust_BACKUP_123.yml", "advice"),
        ("trust.txt", "advice"),
        ("trust.json", "advice"),
        ("trust", "advice"),
    ],
)
def test_a_file_that_is_not_read_is_named(project: Path, name: str, severity: str) -> None:
    (project / "resources" / name).write_text("resources: []\n", encoding="utf-8")
    found = [problem for problem in read(project, today=TODAY).problems if problem.file == f"resources/{name}"]
    assert [problem.severity for problem in found] == [severity]
    if severity == "warning":
        assert "resources/trust.yaml" in found[0].remedy


@pytest.mark.parametrize("name", ["README.md", ".gitkeep", ".DS_Store", "LICENSE"])
def test_files_that_belong_to_no_catalogue_are_left_alone(project: Path, name: str) -> None:
    (project / "resources" / name).write_text("x", encoding="utf-8")
    assert [p for p in read(project, today=TODAY).problems if p.file == f"resources/{name}"] == []


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text("", encoding="utf-8")
    (tmp_path / "resources").write_text("resources: []\n", encoding="utf-8")
    found = [problem for problem in read(tmp_path, today=TODAY).problems if problem.file == "resources"]
    assert [problem.code for problem in found] == ["file-ignored"]


@pytest.mark.parametrize("name", ["resources.yaml.txt", "resources.yml", "Resources.YAML", "resource.yaml"])
def test_a_misnamed_root_file_is_named_where_there_is_none(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("resources: []\n", encoding="utf-8")
    (error,) = errors(tmp_path)
    assert error.code == "no-catalogue"
    assert f"`{name}`" in error.remedy


def test_a_missing_list_of_published_ids_is_named_in_a_project(project: Path) -> None:
    (project / files.PUBLISHED_FILE).unlink()
    found = [problem for problem in read(project, today=TODAY).problems if problem.file == files.PUBLISHED_FILE]
    assert [(problem.code, problem.severity) for problem in found] == [("no-published-list", "advice")]
