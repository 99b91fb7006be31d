"""`pathway voices`, from a sheet in the post to an answer that is taken back."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from learning_pathway.catalogue import read
from learning_pathway.cli import main
from learning_pathway.links.state.file import LinkStates
from learning_pathway.site.build import Build
from learning_pathway.voices.collection import StoreError, collect
from learning_pathway.voices.excerpts import BasisState, bases
from learning_pathway.voices.model import Stance
from learning_pathway.voices.sheet import FORMAT, MARK, code_hash, words_hash

CODE = "H4TN-0W8E-R2MB-51XQ-J9CD"
WORDS = "Once the director had said it out loud, we stopped asking. It also let people off thinking for a while."
CATALOGUE = """\
pathway: {title: Test}
themes:
  - id: permission
    title: Permission to act
    statement: People share the lead when someone says that they may.
tasks:
  - {id: ask, title: Ask, prompt: Who can say yes?, rests_on: [permission, v-7kq2m9/1]}
modules:
  - id: module
    title: Module
    sections:
      - {id: one, title: One, steps: [{task: ask, rests_on: [v-7kq2m9/2, what-helps-2027]}]}
tips:
  - id: tips
    title: Tips
    sources:
      - id: event
        kind: event
        title: An event
        call: what-helps-2027
        tips: [{id: ask-first, text: Ask before you need it., rests_on: [permission]}]
calls:
  - id: what-helps-2027
    question: What helped you?
    opens: 2027-01-11
    closes: 2027-03-31
    controller: {name: Example Learning Network, contact: voices@example.org}
    lawful_basis: consent
    notice: what-helps-2027/1
    shown_as: [Local government]
    send_to: voices@example.org
    storage: {location: United Kingdom, retention: two years}
    quorum: 1
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    (root / "notices/what-helps-2027").mkdir(parents=True)
    (root / "notices/what-helps-2027/1.md").write_text("What may we do?\n", encoding="utf-8")
    (root / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "store").mkdir()
    monkeypatch.setenv("PATHWAY_VOICES", str(tmp_path / "store"))
    return root


def sheet(folder: Path, scope: str = "quote", words: str = WORDS, id_: str = "v-7kq2m9") -> Path:
    person = {
        "record": "3f0c5d1e-1111-4222-8333-444455556666",
        "notice": {"id": "what-helps-2027/1", "sha256": hashlib.sha256(b"What may we do?\n").hexdigest()},
        "take_back": code_hash(CODE),
        "shown_as": {"mode": "role", "text": "Local government"},
        "scope": scope,
        "valid_until": "2029-02-03",
        "adult": True,
    }
    content = {
        "format": FORMAT,
        "id": id_,
        "call": "what-helps-2027",
        "made": "2027-02-03",
        "kind": "text",
        "language": "en-GB",
        "words": words,
        "words_sha256": words_hash(words),
        "consent": [person],
    }
    path = folder / f"{id_}.txt"
    path.write_text(f"An answer\n\n{words}\n\n{MARK}\n{json.dumps(content, indent=1)}\n", encoding="utf-8")
    return path


def run(project: Path, *words: str, today: str = "2027-02-10") -> Result:
    return CliRunner().invoke(main, ["voices", *words, "--path", str(project), "--today", today])


def check(store: Path) -> None:
    record = store / "v-7kq2m9/voice.yaml"
    record.write_text(record.read_text("utf-8") + "checked: {on: 2027-02-10, by: editor}\n", encoding="utf-8")


def test_an_answer_goes_from_the_post_to_the_theme_and_back(project: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    received = run(project, "receive", str(sheet(tmp_path)))
    assert received.exit_code == 0
    assert "filed as v-7kq2m9" in received.output
    assert "short pieces may be shown" in received.output
    assert "add `checked: {on: 2027-02-10, by: YOUR NAME}`" in run(project, "check").output
    check(store)
    assert run(project, "code", "v-7kq2m9", "we stopped asking", "permission").exit_code == 0
    disagrees = run(project, "code", "v-7kq2m9", "it also let people off", "permission", "--disagrees")
    assert disagrees.exit_code == 2, "words are found as they are written"
    assert run(project, "code", "v-7kq2m9", "It also let people off", "permission", "--disagrees").exit_code == 0
    checked = run(project, "check")
    assert (checked.exit_code, checked.output) == (0, "1 answer, 1 of them may be counted.\n")

    catalogue = read(project, today=date(2027, 2, 10)).catalogue
    assert catalogue is not None
    voices = collect(project, catalogue, date(2027, 2, 10))
    assert voices.stances("permission") == {Stance.SUPPORTS: 1, Stance.QUALIFIES: 0, Stance.DISAGREES: 1}
    found = list(bases(("permission", "v-7kq2m9/1"), voices))
    assert [(each.reference, each.state) for each in found] == [("v-7kq2m9/1", BasisState.QUOTED)]

    traced = run(project, "trace", "v-7kq2m9").output
    assert "task:ask → excerpt:v-7kq2m9/1 (quoted)" in traced
    assert "step:module/one/ask → excerpt:v-7kq2m9/2 (quoted)" in traced
    assert "theme:permission → excerpt:v-7kq2m9/2 (disagrees)" in traced
    assert "tip:ask-first → theme:permission" in traced
    assert "direction,entry,rests on,how" in run(project, "trace", "ask-first", "--csv").output
    assert "call:what-helps-2027" in run(project, "trace", "ask-first").output

    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<head></head><p>we stopped asking</p>", encoding="utf-8")
    assert run(project, "verify", str(site)).exit_code == 0
    (site / "feed.xml").write_text(WORDS, encoding="utf-8")
    assert "feed.xml: words of v-7kq2m9" in run(project, "verify", str(site)).output

    taken = run(project, "take-back", CODE, today="2027-09-14")
    assert taken.exit_code == 0
    assert "Delete the mail" in taken.output
    assert not (store / "v-7kq2m9").exists()
    again = run(project, "check", today="2027-09-14").output
    assert "task:ask: `v-7kq2m9/1`, which it rests on, is gone in 2027-09." in again
    assert "feed.xml: words of v-7kq2m9" in run(project, "verify", str(site), today="2027-09-14").output
    assert run(project, "take-back", CODE, today="2027-09-15").exit_code == 0
    assert read(project, today=date(2027, 9, 14)).catalogue is not None, "a withdrawal is never an error of the pathway"


def test_a_refused_sheet_is_named_and_the_others_are_filed(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear all", encoding="utf-8")
    found = run(project, "receive", str(other), str(sheet(tmp_path)))
    assert found.exit_code == 1
    assert "letter.txt: not filed." in found.output
    assert "filed as v-7kq2m9" in found.output


def test_words_of_an_answer_in_the_project_are_found(project: Path, tmp_path: Path) -> None:
    run(project, "receive", str(sheet(tmp_path)))
    (project / "docs").mkdir()
    (project / "docs/about.md").write_text(f"# About\n\nSomeone said: {WORDS}\n", encoding="utf-8")
    found = run(project, "check")
    assert found.exit_code == 1
    assert "docs/about.md:3: It holds words of v-7kq2m9." in found.output
    assert "director" not in found.output


@pytest.mark.parametrize("where", ["store", "../project/answers", "."])
def test_a_store_inside_the_project_is_refused(project: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "store").mkdir()
    (project / "answers").mkdir()
    monkeypatch.setenv("PATHWAY_VOICES", where)
    found = run(project, "check")
    assert found.exit_code == 2
    assert "is inside the project" in found.output


def test_a_store_inside_the_repository_around_the_project_is_refused(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATHWAY_VOICES", str(tmp_path / "store"))
    catalogue = read(project, today=date(2027, 2, 10)).catalogue
    assert catalogue is not None
    with pytest.raises(StoreError, match="inside the project"):
        collect(project, catalogue, date(2027, 2, 10))


def test_without_a_store_nothing_is_known_and_nothing_fails(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PATHWAY_VOICES")
    catalogue = read(project, today=date(2027, 2, 10)).catalogue
    assert catalogue is not None
    voices = collect(project, catalogue, date(2027, 2, 10))
    assert [each.state for each in bases(("v-7kq2m9/1",), voices)] == [BasisState.NOT_AT_HAND]
    found = run(project, "check")
    assert found.exit_code == 2
    assert "No voice store is named" in found.output


def test_a_guessed_code_and_an_unknown_id_change_nothing(project: Path, tmp_path: Path) -> None:
    run(project, "receive", str(sheet(tmp_path)))
    for guess in ("0000-1111-2222-3333-4444", "v-nothere", "../../etc"):
        found = run(project, "take-back", guess)
        assert found.exit_code == 1, guess
    assert (tmp_path / "store/v-7kq2m9").exists()


@pytest.mark.parametrize("given", ["", "../store", "v-7kq2m9\x1b[2J", "A" * 5_000, "H4TN-0W8E-R2MB-51XQ-J9C"])
def test_what_is_neither_a_code_nor_an_id_is_not_repeated(project: Path, tmp_path: Path, given: str) -> None:
    run(project, "receive", str(sheet(tmp_path)))
    result = run(project, "take-back", given)
    assert (result.exit_code, given in result.output) == (1, not given)
    assert "neither a take-back code" in result.output
    assert (tmp_path / "store/v-7kq2m9/voice.yaml").exists()


def test_an_editor_who_changes_the_words_is_told_what_to_write(project: Path, tmp_path: Path) -> None:
    run(project, "receive", str(sheet(tmp_path)))
    check(tmp_path / "store")
    folder = tmp_path / "store/v-7kq2m9"
    (folder / "answer.txt").write_text(WORDS.replace("director", "manager"), encoding="utf-8")
    found = run(project, "check")
    (line,) = re.findall(r"`(sha256: [0-9a-f]{64})`", found.output)
    assert found.exit_code == 1
    record = (folder / "voice.yaml").read_text("utf-8")
    (folder / "voice.yaml").write_text(re.sub(r"sha256: (?!sha256)\w{64}", line, record, count=1), encoding="utf-8")
    assert run(project, "check", "v-7kq2m9").output == "1 answer, 1 of them may be counted.\n"


def test_a_check_of_one_answer_is_about_that_one(project: Path, tmp_path: Path) -> None:
    other = "Write to jo@example.org about the quite different thing that we tried before any of you were there."
    run(project, "receive", str(sheet(tmp_path)))
    path = sheet(tmp_path, words=other, id_="v-p3x8ra")
    path.write_text(path.read_text("utf-8").replace(code_hash(CODE), code_hash("2" * 20)), encoding="utf-8")
    assert run(project, "receive", str(path)).exit_code == 0
    one = run(project, "check", "v-7kq2m9")
    assert (one.exit_code, "jo@" in one.output, "v-p3x8ra" in one.output) == (0, False, False)
    assert run(project, "check", "v-p3x8ra").exit_code == 1
    unknown = run(project, "check", "v-0000\x1b[2J")
    assert unknown.exit_code == 2
    assert "There is no answer v-0000" in unknown.output
    assert "\x1b" not in unknown.output


@pytest.mark.parametrize("words", ["", " ", "\n"])
def test_no_words_stand_for_no_theme(project: Path, tmp_path: Path, words: str) -> None:
    run(project, "receive", str(sheet(tmp_path)))
    result = run(project, "code", "v-7kq2m9", words, "permission")
    assert (result.exit_code, result.output) == (2, "Error: Give the words that stand for the theme.\n")


def test_an_end_is_announced_and_then_asks_for_deletion(project: Path, tmp_path: Path) -> None:
    run(project, "receive", str(sheet(tmp_path)))
    check(tmp_path / "store")
    assert "It is given until 2029-02-03" in run(project, "check", today="2028-12-20").output
    assert "0 of them may be counted" in run(project, "check", today="2029-02-04").output
    assert "pathway voices take-back v-7kq2m9" in run(project, "check", today="2029-03-20").output


def check_pathway(project: Path, *more: str, today: str = "2027-02-10") -> Result:
    return CliRunner().invoke(main, ["check", str(project), "--format", "github", "--today", today, *more])


def test_the_check_of_the_pathway_says_what_the_check_of_answers_says(project: Path, tmp_path: Path) -> None:
    run(project, "receive", str(sheet(tmp_path)))
    found = check_pathway(project)
    assert found.exit_code == 0, "an answer that waits is advice"
    assert "add `checked: {on: " in found.output
    (tmp_path / "store/v-7kq2m9/answer.txt").write_text(f"{WORDS} Write to me@example.org", encoding="utf-8")
    (project / "notes.md").write_text(WORDS, encoding="utf-8")
    found = check_pathway(project)
    assert found.exit_code == 1
    assert "It holds an email address" in found.output
    assert "It is not the file that was received" in found.output
    assert "notes.md" in found.output
    assert "director" not in found.output


def test_what_rests_on_an_answer_that_was_taken_back_is_named_where_it_is_written(
    project: Path, tmp_path: Path
) -> None:
    run(project, "receive", str(sheet(tmp_path)))
    run(project, "take-back", CODE, today="2027-02-11")
    found = check_pathway(project, today="2027-02-12")
    assert found.exit_code == 0
    assert "resources.yaml,line=" in found.output
    assert "`v-7kq2m9/1`, which it rests on, is gone in 2027-02." in found.output


def test_an_open_call_needs_its_notice_and_what_the_standard_asks_for(project: Path) -> None:
    (project / "notices/what-helps-2027/1.md").rename(project / "elsewhere.md")
    catalogue = project / "resources.yaml"
    assert "There is no `notices/what-helps-2027/1.md`" in check_pathway(project).output
    assert check_pathway(project).exit_code == 1
    assert check_pathway(project, today="2030-01-01").exit_code == 0, "a call that is closed needs no notice"
    written = catalogue.read_text(encoding="utf-8")
    for field in ("controller", "lawful_basis", "notice", "storage", "send_to"):
        without = "".join(line for line in written.splitlines(True) if not line.strip().startswith(f"{field}:"))
        catalogue.write_text(without, encoding="utf-8")
        found = check_pathway(project)
        assert f"lacks `{field}`" in found.output, field
        assert found.exit_code == 1


def test_a_copy_without_the_store_is_checked_and_built(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATHWAY_VOICES", str(tmp_path / "not-here"))
    found = check_pathway(project)
    assert (found.exit_code, "There is no voice store at" in found.output) == (0, True)
    build = Build(read(project, today=date(2027, 2, 10)), LinkStates(), None)
    assert build.voices.store is None
    assert "answers to calls are left out: There is no voice store" in "".join(build.advice)
    assert list(build.pages())


def test_a_store_that_cannot_be_read_stops_no_build(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no")

    monkeypatch.setattr("learning_pathway.voices.collection.read_store", refuse)
    build = Build(read(project, today=date(2027, 2, 10)), LinkStates(), None)
    assert list(build.pages())
    assert build.voices.store is None


def test_answers_are_left_out_where_the_variable_is_empty(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = (project / "resources.yaml").read_text(encoding="utf-8")
    named = settings.replace("{title: Test}", f"{{title: Test, voices_store: {tmp_path / 'store'}}}")
    (project / "resources.yaml").write_text(named, encoding="utf-8")
    monkeypatch.delenv("PATHWAY_VOICES")
    catalogue = read(project, today=date(2027, 2, 10)).catalogue
    assert catalogue is not None
    assert collect(project, catalogue, date(2027, 2, 10)).store is not None
    monkeypatch.setenv("PATHWAY_VOICES", "")
    assert collect(project, catalogue, date(2027, 2, 10)).store is None


def test_a_file_by_itself_is_checked_without_notices_and_answers(project: Path) -> None:
    (project / "resources").mkdir()
    alone = project / "resources/calls.yaml"
    alone.write_text("calls:" + CATALOGUE.partition("\ncalls:")[2], encoding="utf-8")
    found = CliRunner().invoke(main, ["check", str(alone), "--today", "2027-02-10"])
    assert "notices" not in found.output
