"""The voice store: what is read, and what is refused with its place."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from casetable import case_table
from learning_pathway.voices.store import read_store
from learning_pathway.voices.words import contact_details, find_exact, runs
from voiceanswers import WORDS, consent, event, facts, write_answer


def one_problem(store: Path) -> str:
    found = read_store(store)
    assert not found.answers
    assert len(found.problems) == 1
    return str(found.problems[0])


def test_an_answer_is_read_with_its_words(tmp_path: Path) -> None:
    write_answer(tmp_path, facts(consent(event())))
    store = read_store(tmp_path)
    assert not store.problems
    assert store.answers["v-7kq2m9"].words == WORDS
    assert store.answers["v-7kq2m9"].is_intact


def test_the_words_of_a_recording_are_those_of_its_transcript(tmp_path: Path) -> None:
    data = facts(consent(event()), kind="audio")
    write_answer(tmp_path, data)
    assert read_store(tmp_path).answers["v-7kq2m9"].words == WORDS.strip()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"surname": "Gray"}, "There is no field surname."),
        ({"call": None}, "call"),
        ({"id": "v-p3x8ra"}, "The id is v-p3x8ra, and the folder has another name."),
        ({"kind": "film"}, "kind"),
        ({"checked": "yes"}, "checked needs its fields, such as `checked: {on: 2027-02-10, by: YOUR NAME}`."),
        ({"checked": {"on": "2027-02-10"}}, "checked.by is missing."),
        ({"excerpts": ["we stopped asking"]}, "excerpts.0 needs its fields."),
        ({"consent": ["yes"]}, "consent.0 needs its fields."),
        ({"received": "2027-02-03"}, "received"),
    ],
)
def test_a_record_that_is_wrong_is_refused_with_its_place(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    data = {key: value for key, value in {**facts(consent(event())), **change}.items() if value is not None}
    folder = write_answer(tmp_path, data)
    folder.rename(tmp_path / "v-7kq2m9")
    assert message in one_problem(tmp_path)
    assert one_problem(tmp_path).startswith("v-7kq2m9/voice.yaml:")


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: *x\n",
        "a: !!python/object/apply:os.system [ls]\n",
        "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n",
        "id: v-7kq2m9\nid: v-7kq2m9\n",
        "- a list\n",
        "[" * 5_000,
        "id: \u202ev-7kq2m9\n",
        "x: " + "y" * 70_000,
        "",
    ],
)
def test_hostile_yaml_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "v-7kq2m9").mkdir()
    (tmp_path / "v-7kq2m9/voice.yaml").write_text(text, encoding="utf-8")
    assert one_problem(tmp_path)


def test_links_out_of_the_store_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("A secret.", encoding="utf-8")
    folder = write_answer(tmp_path / "store", facts(consent(event())))
    (folder / "answer.txt").unlink()
    (folder / "answer.txt").symlink_to(secret)
    store = read_store(tmp_path / "store")
    assert store.answers["v-7kq2m9"].words == ""
    assert not store.answers["v-7kq2m9"].is_intact


def test_a_changed_file_is_found_by_its_hash(tmp_path: Path) -> None:
    right = hashlib.sha256(WORDS.encode()).hexdigest()
    data = {**facts(consent(event())), "files": [{"name": "answer.txt", "sha256": right}]}
    folder = write_answer(tmp_path, data)
    assert read_store(tmp_path).answers["v-7kq2m9"].is_intact
    (folder / "answer.txt").write_text("Other words.", encoding="utf-8")
    assert not read_store(tmp_path).answers["v-7kq2m9"].is_intact


def test_no_problem_repeats_words_of_an_answer(tmp_path: Path) -> None:
    folder = write_answer(tmp_path, facts(consent(event()), kind="audio"))
    (folder / "voice.yaml").write_text("id: [Once the director had said it out loud\n", encoding="utf-8")
    assert "director had said" not in one_problem(tmp_path)


@case_table(
    ("text", "what"),
    [
        ("Call me on 07700 900123.", "a phone number"),
        ("+44 (0)20 7946 0018", "a phone number"),
        ("0044-20-7946-0018", "a phone number"),
        ("Write to jo.gray@example.org", "an email address"),
        ("jo\uff20example.org", "an email address"),
        ("jo (at) example.org", "an email address"),
        ("jo at example dot org", "an email address"),
        ("We are at SW1A 1AA.", "a postcode"),
        ("I am @jo_gray there", "a handle"),
        ("see https://example.org/jo", "a web address"),
        ("www.example.org", "a web address"),
    ],
)
def test_contact_details_are_found_with_their_line(text: str, what: str) -> None:
    found = list(contact_details(f"Nothing here.\n{text}\n"))
    assert (2, what) in [(each.line, each.what) for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "From 2010 to 2012 we had 10,000 people and 250 offices.",
        "It took 12 months, 3 teams and 1,234,567 pounds.",
        "Look at 3.14159 or 50/50.",
        "On 3 February 2027 at 10:30 we met at work.",
        "In B12 of the sheet, see part 2a.",
    ],
)
def test_ordinary_numbers_are_no_contact_details(text: str) -> None:
    assert not list(contact_details(text))


def test_runs_pass_over_case_marks_and_line_ends() -> None:
    one = set(runs("Once the Director had said it\nout loud, we\u2019d stopped"))
    other = set(runs("once the director, had said it out loud: we'd stopped!"))
    assert one == other
    assert len(one) == 5


def test_exact_words_are_found_over_line_ends_and_only_once() -> None:
    assert find_exact("we just\n  went on", "just went") == (3, 14)
    assert find_exact("on and on", "on") is None
    assert find_exact("on and on", "off") is None
