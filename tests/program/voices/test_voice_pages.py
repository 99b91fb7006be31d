"""What pages show of answers: what their givers allow, dissent beside agreement, nothing after a take-back."""

from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from learning_pathway.catalogue import read
from learning_pathway.catalogue.model import Catalogue
from learning_pathway.links.state.file import LinkStates
from learning_pathway.site.build import Build
from learning_pathway.site.contents import assets
from learning_pathway.site.files.offline import ONLINE_ONLY, precache
from learning_pathway.voices import check
from learning_pathway.voices.leaks import find_leaks, watch
from voiceanswers import ROLE, consent, event, facts, write_answer

CATALOGUE = """\
pathway: {title: Test}
themes:
  - {id: permission, title: Permission to act, statement: People share the lead when they may.}
tasks:
  - {id: ask, title: Ask, prompt: Who can say yes?, rests_on: [permission]}
modules:
  - id: module
    title: Module
    sections:
      - {id: one, title: One, steps: [{task: ask}]}
tips:
  - id: tips
    title: Tips
    sources:
      - id: event
        kind: event
        title: An event
        tips: [{id: ask-first, text: Ask before you need it., rests_on: [permission, v-7kq2m9/1]}]
calls:
  - id: what-helps-2027
    question: What helped you?
    closes: 2025-03-31
    shown_as: [Local government, Charity]
    quorum: 2
"""
NOTICE = b"What may we do with your answer?\n"
ANSWERS = {
    "v-7kq2m9": "Once the director had said it <out loud>, we stopped asking and simply began the work together.",
    "v-p3x8ra": "In our town it let people off thinking, because someone else had always said yes before us.",
    "v-h4tn0w": "We asked the board first, and then we asked the people who would have to live with it.",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    (root / "notices/what-helps-2027").mkdir(parents=True)
    (root / "notices/what-helps-2027/2.md").write_bytes(NOTICE)
    (root / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "store").mkdir()
    monkeypatch.setenv("PATHWAY_VOICES", str(tmp_path / "store"))
    return root


def add(store: Path, id_: str, scope: str, stance: str, *, shown: str = "role", **changes: Any) -> None:
    """An answer whose first words stand for the theme."""
    words = ANSWERS[id_]
    person = consent(event(scope, event_time="2025-02-03", valid_until=None, **changes), shown=shown)
    person["notice"] = {"id": "what-helps-2027/2", "sha256": hashlib.sha256(NOTICE).hexdigest()}
    excerpt = {"n": 1, "exact": " ".join(words.split()[:9]), "code": "permission", "stance": stance}
    data = facts(person, id=id_, received="2025-02", checked={"on": "2025-02-10", "by": "editor"}, excerpts=[excerpt])
    write_answer(store, data, words)


def pages(project: Path) -> dict[str, str]:
    build = Build(read(project), LinkStates(), None)
    return {page.path: page.text for page in build.pages()}


def site(project: Path, folder: Path) -> Path:
    """The finished text of every page and file, as files."""
    build = Build(read(project), LinkStates(), None)
    assert build.site is not None
    for page in build.pages():
        path = folder / page.path.replace(".md", ".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<html><head></head><body>{page.body}</body></html>", encoding="utf-8")
    for asset in assets(build.site):
        (folder / asset.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / asset.path).write_text(asset.text, encoding="utf-8")
    return folder


def leaks(project: Path, folder: Path) -> list[str]:
    voices = Build(read(project), LinkStates(), None).voices
    found = watch([(voice.answer, voice.permission) for voice in voices.voices.values()])
    return [str(leak) for leak in find_leaks([folder], found)]


def test_dissent_is_shown_beside_agreement(project: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    add(store, "v-7kq2m9", "quote", "supports")
    add(store, "v-p3x8ra", "listen", "disagrees")
    found = pages(project)
    theme = found["themes/permission/index.md"]
    assert "1 answer agrees" in theme
    assert "1 answer disagrees" in theme
    assert "1 of them may not be quoted." in theme
    assert "Once the director had said it &lt;out loud&gt;, we" in theme
    assert "let people off thinking" not in "".join(found.values())
    assert "Permission to act</a> (1 answer disagrees, and may not be quoted)" in found["tips/index.md"]
    assert leaks(project, site(project, tmp_path / "site")) == []


def test_a_theme_of_few_voices_is_early_and_names_no_number_and_no_kind_of_work(project: Path, tmp_path: Path) -> None:
    add(tmp_path / "store", "v-7kq2m9", "quote", "supports")
    theme = pages(project)["themes/permission/index.md"]
    assert "This is early" in theme
    assert "Answers that agree" in theme
    assert "1 answer" not in theme
    assert ROLE not in theme


def test_the_page_of_an_answer_shows_no_more_than_was_allowed(project: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    add(store, "v-7kq2m9", "quote", "supports")
    add(store, "v-p3x8ra", "publish", "disagrees", shown="anonymous")
    add(store, "v-h4tn0w", "listen", "qualifies")
    found = pages(project)
    quoted, whole = found["voices/v-7kq2m9/index.md"], found["voices/v-p3x8ra/index.md"]
    assert "we stopped asking" not in quoted
    assert "Only these words of it are shown." in quoted
    assert ROLE in quoted
    assert "someone else had always said yes before us" in whole
    assert ROLE not in whole
    assert "Ask before you need it." in quoted, "where it led"
    assert "None of its words are shown." in found["voices/v-h4tn0w/index.md"]
    assert "live with it" not in found["voices/v-h4tn0w/index.md"]
    for text in (quoted, whole):
        assert "noindex, noarchive" in text
    assert leaks(project, site(project, tmp_path / "site")) == []


@pytest.mark.parametrize("allowed", [True, False])
def test_words_without_leave_for_copies_are_in_no_offline_copy(project: Path, tmp_path: Path, allowed: bool) -> None:
    store = tmp_path / "store"
    add(store, "v-7kq2m9", "quote", "supports", take_away=str(allowed).lower())
    folder = site(project, tmp_path / "site")
    (folder / "offline.js").write_text("", encoding="utf-8")
    kept = {file.address for file in precache(folder).files}
    assert ("themes/permission/" in kept) is allowed
    assert ("voices/v-7kq2m9/" in kept) is allowed
    assert "modules/module/" in kept
    assert (ONLINE_ONLY in (folder / "tips/index.html").read_bytes()) is not allowed


def test_a_take_back_leaves_a_page_that_says_so_and_nothing_else(project: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    add(store, "v-7kq2m9", "publish", "supports")
    add(store, "v-p3x8ra", "quote", "disagrees")
    before = site(project, tmp_path / "before")
    assert "simply began the work together" in (before / "voices/v-7kq2m9/index.html").read_text(encoding="utf-8")
    voices = Build(read(project), LinkStates(), None).voices
    watched = watch([(voices.voices["v-7kq2m9"].answer, voices.voices["v-7kq2m9"].permission.__class__())])
    (project / "voices-recalled.txt").write_text("v-7kq2m9 2027-09\n", encoding="utf-8")
    after = site(project, tmp_path / "after")
    page_left = (after / "voices/v-7kq2m9/index.html").read_text(encoding="utf-8")
    assert "It was taken back in September 2027." in page_left
    assert find_leaks([after], watched) == []
    assert "an answer that is no longer shown, so this is being read again" in (after / "tips/index.html").read_text(
        "utf-8"
    )
    assert "v-7kq2m9 2027-09" in (after / "voices/recalled.txt").read_text(encoding="utf-8")
    (after / "offline.js").write_text("", encoding="utf-8")
    assert '"recalled":["v-7kq2m9"]' in precache(after).script
    assert "This is early" in (after / "themes/permission/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        {"valid_until": "2026-01-01"},
        {"adult": "false"},
        {"state": "ConsentWithdrawn"},
        {"event_time": "2999-01-01"},
    ],
)
def test_an_answer_without_live_consent_is_nowhere(project: Path, tmp_path: Path, change: dict[str, str]) -> None:
    words = ANSWERS["v-7kq2m9"]
    given = {"event_time": "2025-02-03", "valid_until": None, **change}
    person = consent(event("publish", **given))
    person["notice"] = {"id": "what-helps-2027/2", "sha256": hashlib.sha256(NOTICE).hexdigest()}
    excerpt = {"n": 1, "exact": " ".join(words.split()[:9]), "code": "permission"}
    write_answer(tmp_path / "store", facts(person, excerpts=[excerpt]), words)
    found = pages(project)
    assert "voices/v-7kq2m9/index.md" not in found
    assert "Once the director" not in "".join(found.values())
    assert leaks(project, site(project, tmp_path / "site")) == []


def test_without_a_store_the_build_is_green_and_says_so_without_an_id(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(project.parent / "store", "v-7kq2m9", "publish", "supports")
    monkeypatch.delenv("PATHWAY_VOICES")
    found = pages(project)
    assert "an answer that is not part of this copy" in found["tips/index.md"]
    assert not [path for path in found if path.startswith("voices/")]
    assert "v-7kq2m9" not in "".join(found.values())


def test_six_answers_of_which_two_disagree_and_may_not_be_quoted(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        stance, scope = ("disagrees", "listen") if number > 3 else ("supports", "quote")
        monkeypatch.setitem(ANSWERS, f"v-00000{number}", f"Answer {number} {ANSWERS['v-7kq2m9']}")
        add(tmp_path / "store", f"v-00000{number}", scope, stance)
    found = pages(project)
    assert "4 answers agree" in found["themes/permission/index.md"]
    assert "2 answers disagree" in found["themes/permission/index.md"]
    assert "2 of them may not be quoted." in found["themes/permission/index.md"]
    for path in ("tips/index.md", "modules/module/index.md"):
        assert "(2 answers disagree, and may not be quoted)" in found[path], path


def test_a_theme_that_was_renamed_keeps_its_answers(project: Path, tmp_path: Path) -> None:
    add(tmp_path / "store", "v-7kq2m9", "quote", "supports")
    renamed = CATALOGUE.replace("[permission", "[leave").replace(
        "id: permission, title", "id: leave, formerly: [permission], title"
    )
    (project / "resources.yaml").write_text(renamed, encoding="utf-8")
    found = pages(project)
    assert "Once the director had said it" in found["themes/leave/index.md"]
    assert "themes/leave/" in found["voices/v-7kq2m9/index.md"]


@pytest.mark.parametrize("code", ["gone", "permission-to-act"])
def test_an_excerpt_of_a_theme_that_is_gone_is_not_shown_and_stops_nothing(
    project: Path, tmp_path: Path, code: str
) -> None:
    add(tmp_path / "store", "v-7kq2m9", "quote", "supports")
    record = tmp_path / "store/v-7kq2m9/voice.yaml"
    record.write_text(record.read_text("utf-8").replace('"code": "permission"', f'"code": "{code}"'), encoding="utf-8")
    assert "Once the director" not in "".join(pages(project).values())


@pytest.mark.parametrize("number", [81, 200])
def test_an_excerpt_as_long_as_an_answer_is_not_quoted(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setitem(ANSWERS, "v-7kq2m9", "words of someone " + "and so on " * number)
    add(tmp_path / "store", "v-7kq2m9", "quote", "supports")
    record = tmp_path / "store/v-7kq2m9/voice.yaml"
    data = json.loads(record.read_text(encoding="utf-8"))
    data["excerpts"][0]["exact"] = " ".join(ANSWERS["v-7kq2m9"].split()[:number])
    record.write_text(json.dumps(data), encoding="utf-8")
    assert "words of someone" not in "".join(pages(project).values())
    found = check.problems(Build(read(project), LinkStates(), None).voices, read(project).catalogue or Catalogue())
    assert "Excerpt 1 has more than 80 words" in "".join(map(str, found))


@pytest.mark.parametrize("translation", ["Ysgrifennwch at rhywun@example.org", "Ffoniwch 029 2034 5678 am fwy"])
def test_contact_details_in_a_translation_hide_the_answer(project: Path, tmp_path: Path, translation: str) -> None:
    add(tmp_path / "store", "v-7kq2m9", "publish", "supports", translate="true")
    record = tmp_path / "store/v-7kq2m9/voice.yaml"
    data = json.loads(record.read_text(encoding="utf-8"))
    data["excerpts"][0]["translations"] = {"en-GB": translation}
    record.write_text(json.dumps(data), encoding="utf-8")
    found = "".join(pages(project).values())
    assert translation not in found
    assert "Once the director" not in found
    voices = Build(read(project), LinkStates(), None).voices
    assert "The translation of excerpt 1 (en-GB) holds" in "".join(
        map(str, voices.store.problems if voices.store else ())
    )


def change_record(store: Path, id_: str, **changes: Any) -> None:
    path = store / id_ / "voice.yaml"
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**record, **changes}), encoding="utf-8")


def to_fix(project: Path) -> list[str]:
    found = read(project)
    assert found.catalogue is not None
    return [problem.message for problem in check.found_by_check(found, date(2025, 6, 1))]


@pytest.mark.parametrize(("scope", "is_shown"), [("quote", False), ("publish", True)])
def test_an_excerpt_that_is_all_of_an_answer_is_shown_where_all_of_it_may_be(
    project: Path, tmp_path: Path, scope: str, is_shown: bool
) -> None:
    store = tmp_path / "store"
    add(store, "v-7kq2m9", scope, "supports")
    excerpt = {"n": 1, "exact": ANSWERS["v-7kq2m9"].rstrip("."), "code": "permission", "stance": "supports"}
    change_record(store, "v-7kq2m9", excerpts=[excerpt])
    shown = "".join(pages(project).values())
    assert ("began the work together" in shown) is is_shown
    assert any("its giver allows pieces" in message for message in to_fix(project)) is not is_shown


@pytest.mark.parametrize("name", ["ada@example.org", "Ada, 07700 900123", "@ada_gray", "Ada of www.example.org"])
def test_contact_details_in_a_name_hide_the_answer(project: Path, tmp_path: Path, name: str) -> None:
    store = tmp_path / "store"
    add(store, "v-7kq2m9", "publish", "supports", shown="name")
    assert "Ada Gray" in pages(project)["voices/v-7kq2m9/index.md"]
    record = json.loads((store / "v-7kq2m9/voice.yaml").read_text(encoding="utf-8"))
    record["consent"][0]["shown_as"]["text"] = name
    change_record(store, "v-7kq2m9", consent=record["consent"])
    assert "voices/v-7kq2m9/index.md" not in pages(project)
    assert any("The name of person 1 holds" in message for message in to_fix(project))


def test_a_language_that_only_one_answer_has_is_not_told(project: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    for id_ in ANSWERS:
        add(store, id_, "publish", "supports")
    change_record(store, "v-7kq2m9", language="cy")
    assert 'lang="cy"' not in pages(project)["voices/v-7kq2m9/index.md"]
    change_record(store, "v-p3x8ra", language="cy")
    assert 'lang="cy"' in pages(project)["voices/v-7kq2m9/index.md"]


@pytest.mark.parametrize("kind", ["text", "audio", "video"])
def test_the_page_of_an_answer_to_listen_to_does_not_say_in_which_form_it_came(
    project: Path, tmp_path: Path, kind: str
) -> None:
    store = tmp_path / "store"
    person = consent(event("listen", event_time="2025-02-03", valid_until=None))
    person["notice"] = {"id": "what-helps-2027/2", "sha256": hashlib.sha256(NOTICE).hexdigest()}
    write_answer(store, facts(person, kind=kind, received="2025-02", checked={"on": "2025-02-10", "by": "editor"}))
    page = pages(project)["voices/v-7kq2m9/index.md"]
    assert "An answer" in page
    assert not [form for form in ("writing", "sound", "film") if form in page]


def test_a_group_of_which_one_consent_is_long_over_is_to_be_deleted(project: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    people = [
        consent(event("quote", event_time="2025-02-03", valid_until=until), number=number)
        for number, until in enumerate(("2025-04-01", "2029-04-01"), start=1)
    ]
    write_answer(store, facts(*people, received="2025-02", checked={"on": "2025-02-10", "by": "editor"}))
    assert any("It was given until 2025-04-01: run `pathway voices take-back" in message for message in to_fix(project))


PLACES = (".github/workflows/build.yml", "captions.vtt", "notes", "build/notes.rst", "hooks/words.py", "assets/x.svg")


@pytest.mark.parametrize("name", [*PLACES, "answers.docx", "wide.csv"])
def test_words_in_any_file_that_git_may_hold_are_found(project: Path, tmp_path: Path, name: str) -> None:
    add(tmp_path / "store", "v-h4tn0w", "listen", "supports")
    path, words = project / name, "then we asked the people who would have to live with it"
    path.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith(".docx"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", words)
    elif name.endswith(".vtt"):
        cues = [words[:25], words[25:]]
        text = "\n\n".join(f"00:0{place}.000 --> 00:0{place + 1}.000\n{cue}" for place, cue in enumerate(cues))
        path.write_text(f"WEBVTT\n\n{text}\n", encoding="utf-8")
    else:
        path.write_text(f"x = '{words}'\n", encoding="utf-16" if name.startswith("wide") else "utf-8")
    assert any("It holds words of v-h4tn0w" in message for message in to_fix(project))


def test_words_in_a_finished_site_are_no_words_in_the_project(project: Path, tmp_path: Path) -> None:
    add(tmp_path / "store", "v-h4tn0w", "publish", "supports")
    for name in ("site/index.html", "site/page.html", ".pathway-history/1.json"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(ANSWERS["v-h4tn0w"], encoding="utf-8")
    assert not any("It holds words" in message for message in to_fix(project))
