"""Pages of calls: what is known of each, and the way from a call to what rests on it and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from learning_pathway.catalogue import read
from learning_pathway.links.state.file import LinkStates
from learning_pathway.site.basis_view import basis_views
from learning_pathway.site.build import Build
from learning_pathway.site.module_view import dependants_of

CATALOGUE = """\
pathway: {{title: Test}}
themes:
  - {{id: permission, title: Permission to act, statement: People share the lead when they may., rests_on: [the-call]}}
resources:
  - {{id: invitation, type: web-page, title: "The <invitation>", url: "https://example.org/", summary: What it says.}}
tasks:
  - {{id: ask, title: Ask & listen, prompt: Who can say yes?, rests_on: [permission, ask-first, the-call, v-7kq2m9/1]}}
modules:
  - id: module
    title: Module
    sections:
      - {{id: one, title: One, steps: [{{task: ask}}, {{read: invitation, rests_on: [ask-first]}}]}}
tips:
  - id: tips
    title: Tips
    sources:
      - id: event
        kind: event
        title: An event
        call: the-call
        tips: [{{id: ask-first, text: Ask before you <need> it., rests_on: [permission]}}]
calls:
  - id: the-call
    title: What helps
    question: What helped <you> & yours?
    why: We want to know.
    asked_by: Ida Gray
    resource: invitation
    formats: [text, audio]
    closes: {closes}
    outcome: Nothing **yet**.
{more}"""
OPEN = """\
    controller: {name: Example, contact: voices@example.org}
    lawful_basis: consent
    notice: the-call/1
    send_to: voices@example.org
    storage: {location: United Kingdom, retention: two years}
"""


def build(folder: Path, closes: str = "2020-04-30", more: str = "") -> Build:
    (folder / "resources.yaml").write_text(CATALOGUE.format(closes=closes, more=more), encoding="utf-8")
    return Build(read(folder), LinkStates(), None)


def bodies(made: Build) -> dict[str, str]:
    return {page.path: str(page.body) for page in made.pages()}


def test_a_closed_call_says_so_and_what_became_of_it(tmp_path: Path) -> None:
    page = bodies(build(tmp_path))["calls/the-call/index.md"]
    assert "This call is closed." in page
    assert "30 April 2020" in page
    assert "What helped &lt;you&gt; &amp; yours?" in page
    assert "Asked by Ida Gray." in page
    assert "People could answer in writing and as a sound recording." in page
    assert "Nothing <strong>yet</strong>." in page
    assert "<form" not in page and "mailto:" not in page


def test_an_open_call_says_until_when(tmp_path: Path) -> None:
    tomorrow = (datetime.now(UTC).date() + timedelta(days=1)).isoformat()
    page = bodies(build(tmp_path, tomorrow, OPEN))["calls/the-call/index.md"]
    assert "Open until" in page
    assert "You can answer in writing" in page
    assert "closed" not in page


def test_a_call_leads_to_what_rests_on_it_and_that_leads_back(tmp_path: Path) -> None:
    made = build(tmp_path)
    pages = bodies(made)
    assert made.site is not None
    led = dependants_of(made.site, "calls/the-call/index.md", "the-call")
    assert [(each.kind, each.title) for each in led] == [
        ("Theme", "Permission to act"),
        ("Step", "Ask & listen"),
        ("Tip", "Ask before you <need> it."),
    ]
    assert [each.href for each in led] == [
        "../../themes/permission/",
        "../../modules/module/#task--ask",
        "../../tips/#tip--ask-first",
    ]
    assert 'Based on <a href="../../calls/the-call/">What helps</a>.' in pages["themes/permission/index.md"]
    assert "People share the lead when they may." in pages["themes/permission/index.md"]
    assert 'Based on <a href="../calls/the-call/">What helps</a>.' in pages["tips/index.md"]
    assert 'Based on <a href="../themes/permission/">Permission to act</a>.' in pages["tips/index.md"]


def test_a_task_says_what_it_is_based_on(tmp_path: Path) -> None:
    page = bodies(build(tmp_path))["modules/module/index.md"]
    for link in ("../../themes/permission/", "../../tips/#tip--ask-first", "../../calls/the-call/"):
        assert f'<a href="{link}">' in page


def test_an_answer_whose_store_is_not_here_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PATHWAY_VOICES", raising=False)
    made = build(tmp_path)
    assert made.site is not None
    views = basis_views(made.site, "modules/module/index.md", ["v-7kq2m9/1", "v-7kq2m9/2", "permission"])
    assert [(each.title, each.href) for each in views] == [
        ("an answer that is not part of this copy", ""),
        ("Permission to act", "../../themes/permission/"),
    ]


def test_an_answer_that_was_taken_back_is_a_note(tmp_path: Path) -> None:
    made = build(tmp_path)
    (tmp_path / "voices-recalled.txt").write_text("v-7kq2m9 2027-09\n", encoding="utf-8")
    assert made.site is not None
    views = basis_views(made.site, "modules/module/index.md", ["v-7kq2m9/1"])
    assert [each.title for each in views] == ["an answer that is no longer shown, so this is being read again"]


def test_a_store_inside_the_project_shows_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "store").mkdir()
    monkeypatch.setenv("PATHWAY_VOICES", str(tmp_path / "store"))
    made = build(tmp_path)
    assert made.voices.store is None
    assert bodies(made)


def test_without_calls_there_is_no_list(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text("pathway: {title: Test}\n", encoding="utf-8")
    pages = bodies(Build(read(tmp_path), LinkStates(), None))
    assert not [path for path in pages if path.startswith("calls/")]


def test_a_tip_leads_on_to_what_rests_on_it(tmp_path: Path) -> None:
    page = bodies(build(tmp_path))["tips/index.md"]
    assert 'It led to <a href="../modules/module/#task--ask">Ask &amp; listen</a>' in page
    assert page.count("It led to") == 1


@pytest.mark.parametrize("words", ["Ask before you need it, ", "Listen first – "])
def test_a_long_tip_is_named_by_its_first_words(tmp_path: Path, words: str) -> None:
    made = build(tmp_path)
    text = (tmp_path / "resources.yaml").read_text(encoding="utf-8")
    (tmp_path / "resources.yaml").write_text(text.replace("Ask before you <need> it.", f'"{words * 9}"'), "utf-8")
    made = Build(read(tmp_path), LinkStates(), None)
    assert made.site is not None
    (view,) = basis_views(made.site, "modules/module/index.md", ["ask-first"])
    assert view.title.endswith("…")
    assert len(view.title) <= 70
