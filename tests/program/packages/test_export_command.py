"""`pathway export`: one door for everything that leaves, which leaves nothing half done."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from learning_pathway.catalogue.model import Module
from learning_pathway.cli import main
from learning_pathway.formats.registry import FORMATS, export
from learning_pathway.packages import PACKAGES
from learning_pathway.packages.model import zip_archive
from learning_pathway.site.build import Build
from learning_pathway.site.context import Site, steps_of
from learning_pathway.site.files.downloads import EXPORTS, export_file

MODULE = "trust-power-conflict"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


@pytest.mark.parametrize("kind", EXPORTS)
def test_every_kind_is_written_and_the_same_again(
    kind: str, pathway: Path, tmp_path: Path, catalogue_site: Site, edition: Build
) -> None:
    target = tmp_path / "out"
    result = run(pathway, "--format", kind, "--module", MODULE, "--output", target)
    assert result.exit_code == 0, result.output
    assert EXPORTS[kind] in result.output
    assert target.read_bytes() == export_file(catalogue_site, kind, [MODULE], time=edition.time)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("kind", PACKAGES)
def test_without_a_date_the_bytes_are_the_same_too(kind: str, catalogue_site: Site) -> None:
    assert export_file(catalogue_site, kind) == export_file(catalogue_site, kind)


def test_references_of_a_module_are_those_of_its_works(catalogue_site: Site) -> None:
    module: Module = catalogue_site.modules[MODULE]
    wanted = dict.fromkeys(step.target for step in steps_of(module) if step.kind == "resource")
    assert [item["id"] for item in json.loads(export_file(catalogue_site, "csl-json", [MODULE]))] == list(wanted)
    for kind in FORMATS:
        assert export_file(catalogue_site, kind) == export(catalogue_site.catalogue.resources, kind)


@pytest.mark.parametrize(
    ("modules", "kind", "name"),
    [
        ((), "common-cartridge", "pathway.imscc"),
        ((MODULE,), "scorm12", f"{MODULE}-scorm12.zip"),
        ((MODULE, MODULE), "epub", f"{MODULE}.epub"),
        ((MODULE, "collective-impact"), "bibtex", "pathway.bib"),
    ],
)
def test_a_file_is_named_after_what_is_in_it(
    modules: tuple[str, ...], kind: str, name: str, pathway: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    chosen = [part for module in modules for part in ("--module", module)]
    assert run(pathway, "--format", kind, *chosen).exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_standard_output_gets_the_bytes_alone(pathway: Path, catalogue_site: Site) -> None:
    result = run(pathway, "--format", "ris", "--module", MODULE, "--output", "-")
    assert result.stdout_bytes == export_file(catalogue_site, "ris", [MODULE])


def test_an_unknown_module_is_answered_with_the_nearest(pathway: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.epub"
    target.write_bytes(b"the earlier one")
    result = run(pathway, "--format", "epub", "--module", "trust-power-conflicts", "--output", target)
    assert result.exit_code == 1
    assert "no module `trust-power-conflicts`. Did you mean `trust-power-conflict`?" in result.output
    result = run(pathway, "--format", "epub", "--module", "zzz", "--output", target)
    assert "There are: collaborative-impact-leadership, " in result.output
    assert target.read_bytes() == b"the earlier one"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_former_id_still_finds_its_module(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(
        "resources: [{id: t, type: book, title: Thought}]\n"
        "modules: [{id: new, formerly: [old], title: M, sections: [{id: s, title: S, steps: [{read: t}]}]}]\n",
        encoding="utf-8",
    )
    result = run(tmp_path, "--format", "bibtex", "--module", "old", "--output", "-")
    assert (result.exit_code, "{Thought}" in result.output) == (0, True)


def test_what_cannot_be_made_or_written_is_said_in_a_sentence(pathway: Path, tmp_path: Path) -> None:
    result = run(pathway, "--format", "scorm2004")
    assert result.exit_code == 2
    assert "scorm12" in result.output
    result = run(pathway, "--format", "epub", "--output", tmp_path / "nowhere" / "out.epub")
    assert (result.exit_code, "Cannot write" in result.output) == (2, True)
    (tmp_path / "resources.yaml").write_text("modules: [{id: m}]\n", encoding="utf-8")
    result = run(tmp_path, "--format", "epub", "--output", tmp_path / "out.epub")
    assert result.exit_code == 1
    assert "nothing was built" in result.output
    assert not (tmp_path / "out.epub").exists()


def test_a_full_disk_leaves_the_earlier_file_alone(
    pathway: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.ris"
    target.write_bytes(b"the earlier one")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run(pathway, "--format", "ris", "--output", target)
    assert (result.exit_code, "The disk is full" in result.output) == (2, True)
    assert target.read_bytes() == b"the earlier one"
    assert [path.name for path in tmp_path.iterdir()] == ["out.ris"]


def test_two_files_of_a_package_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match="are called a"):
        zip_archive([("a", b""), ("a", b"")], None)


def test_every_kind_of_file_is_in_the_guides(root: Path) -> None:
    for guide in ("commands.md", "platforms.md"):
        text = (root / "docs" / "guides" / guide).read_text(encoding="utf-8")
        assert [kind for kind in EXPORTS if f"`{kind}`" not in text] == []
