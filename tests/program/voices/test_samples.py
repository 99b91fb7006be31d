"""The demonstration call of a new pathway: samples in a preview, each marked, and none of them in what is published."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from learning_pathway.cli import main
from learning_pathway.new_project import write_project
from learning_pathway.site.build import Build, open_build
from learning_pathway.site.contents import assets
from learning_pathway.site.files.downloads import export_file
from learning_pathway.site.pages.call import recording_files
from learning_pathway.voices.collection import SAMPLES
from learning_pathway.voices.leaks import find_leaks, watch
from learning_pathway.voices.permission import Permission
from smallcatalogue import CATALOGUE

if TYPE_CHECKING:
    from conftest import Once

MARK = "lp-sample"
CALL = "calls/what-made-a-page-easy/index.md"


@pytest.fixture(scope="module")
def project(once: Once) -> Path:
    return once("starter", lambda folder: write_project(folder / "project") and None) / "project"


@pytest.fixture(scope="module")
def published(project: Path) -> Build:
    return open_build(project)


@pytest.fixture(scope="module")
def preview(published: Build) -> dict[str, str]:
    return pages(replace(published, samples=True))


def pages(build: Build) -> dict[str, str]:
    return {page.path: page.text for page in build.pages()}


def test_what_is_published_holds_no_sample(published: Build, tmp_path: Path) -> None:
    assert published.site is not None
    texts = {path.replace(".md", ".html"): f"<head></head>{text}" for path, text in pages(published).items()}
    texts |= {asset.path: asset.text for asset in assets(published.site)}
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    for kind in ("epub", "scorm12", "common-cartridge"):
        (tmp_path / f"course-{kind}").write_bytes(export_file(published.site, kind))
    voices = published.voices
    assert len(voices.answers) == 7
    assert not any(voice.permission.received for voice in voices.voices.values())
    assert find_leaks([tmp_path], watch((answer, Permission()) for answer in voices.answers.values())) == []
    assert MARK not in "".join(texts.values())
    assert not [path for path in texts if path.startswith("voices/")]
    said = "".join(text for path, text in texts.items() if not path.startswith("api/"))
    assert not [id_ for id_ in voices.sample_ids if id_ in said], "the data interface has `rests_on` as it is written"
    assert "no longer shown" not in "".join(texts.values()), "what rests on a sample says nothing of it"
    assert "This call is closed." in texts[CALL.replace(".md", ".html")]


def test_a_preview_shows_agreement_and_disagreement(preview: dict[str, str]) -> None:
    theme = preview["themes/plain-writing/index.md"]
    assert [
        words for words in ("3 answers agree", "1 answer limits it", "2 answers disagree") if words not in theme
    ] == []
    assert "1 of them may not be quoted." in theme
    assert "Some things take as many words as they take." in theme
    assert "could not care less" not in "".join(preview.values()), "who only let us listen is not quoted"
    assert "There are 7 answers." in preview[CALL]


def test_a_preview_shows_a_theme_that_is_early_and_an_answer_that_was_taken_back(preview: dict[str, str]) -> None:
    assert "This is early" in preview["themes/accessible-pages/index.md"]
    assert "It was taken back in September 2025." in preview["voices/v-h2p8sw/index.md"]
    assert "an answer that is no longer shown" in preview["modules/easy-to-read-easy-to-use/index.md"]


def test_a_preview_plays_an_answer_in_sound_and_no_site_has_it(published: Build, preview: dict[str, str]) -> None:
    assert "data-lp-media" in preview["voices/v-k9s4nd/index.md"]
    assert "We read it aloud in a meeting, and people laughed." in preview["voices/v-k9s4nd/index.md"]
    shown, site = replace(published, samples=True).site, published.site
    assert shown is not None
    assert site is not None
    assert [asset.data[4:8] for asset in recording_files(shown)] == [b"ftyp"]
    assert list(recording_files(site)) == []


def test_each_page_that_shows_a_sample_says_so(preview: dict[str, str]) -> None:
    shown = {path for path, text in preview.items() if "lp-quotation" in text or path.startswith("voices/v-")}
    assert len(shown) > 8
    assert [path for path in sorted({*shown, CALL}) if MARK not in preview[path]] == []


def test_the_samples_are_sound(project: Path) -> None:
    found = CliRunner().invoke(main, ["check", str(project), "--format", "github"])
    assert found.exit_code == 0
    assert "answer" not in found.output
    notice = (project / "notices/what-made-a-page-easy/1.md").read_bytes()
    digest = hashlib.sha256(notice).hexdigest()
    records = [path.read_text(encoding="utf-8") for path in (project / SAMPLES).glob("*/voice.yaml")]
    assert [record for record in records if digest not in record or "sample: true" not in record] == []


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        (None, None, {"the call `what-made-a-page-easy`", "the theme `plain-writing`", "the theme `accessible-pages`"}),
        ("plain-writing", "clear-words", {"the theme `plain-writing`"}),
        ("what-made-a-page-easy", "what-helped", {"the call `what-made-a-page-easy`"}),
    ],
)
def test_samples_that_a_pathway_has_outgrown_are_one_piece_of_advice(
    tmp_path: Path, old: str | None, new: str | None, left: set[str]
) -> None:
    write_project(tmp_path / "own")
    catalogue = tmp_path / "own" / "resources.yaml"
    text = catalogue.read_text(encoding="utf-8").replace(old, new) if old and new else CATALOGUE
    catalogue.write_text(text, encoding="utf-8")
    for name in (tmp_path / "own" / "notices").iterdir() if old == "what-made-a-page-easy" else ():
        name.rename(name.with_name("what-helped"))
    found = CliRunner().invoke(main, ["check", str(tmp_path / "own"), "--format", "json"])
    problems = [each for each in json.loads(found.output) if each["code"].startswith("answer")]
    assert found.exit_code == 0, found.output
    assert [each["severity"] for each in problems] == ["advice"]
    assert "/own/sample-answers/v-" in problems[0]["file"]
    assert set(re.findall(r"the (?:call|theme) `[\w-]+`", problems[0]["message"])) == left
    assert "Delete that folder" in problems[0]["message"]


def test_nothing_of_a_new_pathway_is_left_where_its_catalogue_was_replaced(tmp_path: Path) -> None:
    """The samples stay behind: neither a site nor a preview has anything of them."""
    project = write_project(tmp_path / "own") and tmp_path / "own"
    ids = set(re.findall(r"- id: ([a-z-]+)", (project / "resources.yaml").read_text(encoding="utf-8")))
    (project / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    for samples in (True, False):
        build = replace(open_build(project), samples=samples)
        assert build.site is not None
        found = {**pages(build), **{asset.path: asset.text for asset in assets(build.site)}}
        assert len(found) > 50
        assert {id_ for id_ in ids for text in found.values() if re.search(rf"(?<![\w-]){id_}(?![\w-])", text)} == {
            "words"
        }
        assert MARK not in "".join(found.values())


@pytest.mark.parametrize("line", ["sample: true\n", "sample: true"])
def test_an_answer_among_the_samples_that_is_none_is_an_error_and_never_shown(
    project: Path, tmp_path: Path, line: str
) -> None:
    write_project(tmp_path / "project")
    record = tmp_path / "project" / SAMPLES / "v-4c9wfe/voice.yaml"
    record.write_text(record.read_text(encoding="utf-8").replace(line, "sample: false\n", 1), encoding="utf-8")
    found = CliRunner().invoke(main, ["check", str(tmp_path / "project"), "--format", "github"])
    assert found.exit_code == 1
    assert "It is not marked `sample: true`. Move it to the voice store" in found.output
    for samples in (True, False):
        build = replace(open_build(tmp_path / "project"), samples=samples)
        assert "in one breath" not in "".join(pages(build).values())


def test_a_sample_in_the_store_is_not_published_either(project: Path, tmp_path: Path) -> None:
    write_project(tmp_path / "project")
    (tmp_path / "project" / SAMPLES).rename(tmp_path / "store")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PATHWAY_VOICES", str(tmp_path / "store"))
        found = pages(open_build(tmp_path / "project"))
    assert MARK not in "".join(found.values())
    assert "in one breath" not in "".join(found.values())


def test_verify_finds_a_sample_in_a_finished_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_project(tmp_path / "project")
    (tmp_path / "store").mkdir()
    (tmp_path / "site").mkdir()
    monkeypatch.setenv("PATHWAY_VOICES", str(tmp_path / "store"))
    words = (tmp_path / "project" / SAMPLES / "v-d0r7ye/answer.txt").read_text(encoding="utf-8")
    (tmp_path / "site/index.html").write_text(f"<head></head><p>{words}</p>", encoding="utf-8")
    command = ["voices", "verify", str(tmp_path / "site"), "--path", str(tmp_path / "project")]
    found = CliRunner().invoke(main, command)
    assert (found.exit_code, "index.html: words of v-d0r7ye" in found.output) == (1, True)


@pytest.mark.parametrize("exact", ["An excerpt that is not in its words at all", "word " * 90])
def test_verify_permits_no_more_than_the_excerpts_that_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exact: str
) -> None:
    write_project(tmp_path / "project")
    record = tmp_path / "project" / SAMPLES / "v-d0r7ye"
    record.rename(tmp_path / "v-d0r7ye")
    (tmp_path / "store").mkdir()
    (tmp_path / "v-d0r7ye").rename(tmp_path / "store/v-d0r7ye")
    answer, words = tmp_path / "store/v-d0r7ye/voice.yaml", tmp_path / "store/v-d0r7ye/answer.txt"
    text = answer.read_text(encoding="utf-8").replace("sample: true\n", "")
    words.write_text(words.read_text(encoding="utf-8") + ("word " * 90 if exact.startswith("word") else ""), "utf-8")
    text = re.sub(r", sha256: [0-9a-f]{64}\}\nconsent", "}\nconsent", text)
    answer.write_text(text.replace("Some things take as many words as they take.", exact.strip()), encoding="utf-8")
    monkeypatch.setenv("PATHWAY_VOICES", str(tmp_path / "store"))
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text(f"<head></head><p>{exact}</p>", encoding="utf-8")
    command = ["voices", "verify", str(tmp_path / "site"), "--path", str(tmp_path / "project")]
    found = CliRunner().invoke(main, command)
    assert ("index.html: words of v-d0r7ye" in found.output) is exact.startswith("word")
