"""Coding an answer: its own words, their place, and nothing else of the record changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning_pathway.voices.excerpts import CodingError, add_excerpt
from learning_pathway.voices.model import Stance
from learning_pathway.voices.store import Answer, read_store
from voiceanswers import WORDS, consent, event, facts, write_answer


def answer(store: Path) -> Answer:
    return read_store(store).answers["v-7kq2m9"]


def test_an_excerpt_is_added_with_its_place(tmp_path: Path) -> None:
    folder = write_answer(tmp_path, facts(consent(event())))
    before = (folder / "voice.yaml").read_text(encoding="utf-8")
    add_excerpt(answer(tmp_path), "we  stopped\nasking", "permission", coder="a")
    add_excerpt(answer(tmp_path), "we just went ahead", "permission", stance=Stance.DISAGREES, memo="The other side.")
    one, two = answer(tmp_path).record.excerpts
    assert (one.n, one.exact, one.stance) == (1, "we stopped asking", Stance.SUPPORTS)
    assert (one.prefix[-5:], one.suffix[:5]) == ("loud,", ", and")
    assert (two.n, two.stance, two.memo) == (2, Stance.DISAGREES, "The other side.")
    after = (folder / "voice.yaml").read_text(encoding="utf-8")
    assert after.startswith(before.rstrip().rstrip("}"))
    assert all(answer(tmp_path).holds(each) for each in (one, two))


def test_an_excerpt_of_a_recording_has_its_times(tmp_path: Path) -> None:
    folder = write_answer(tmp_path, facts(consent(event()), kind="audio"))
    transcript = (
        "WEBVTT\n\nNOTE ours\n\n1\n00:41.500 --> 00:46.000 align:start\n<v Ada>Once the director</v> had said it,\n\n"
    )
    transcript += "01:00:46.000 --> 01:00:50.250\nwe stopped &amp; went ahead.\n"
    (folder / "answer.vtt").write_text(transcript, encoding="utf-8")
    assert answer(tmp_path).words == "Once the director had said it,\nwe stopped & went ahead."
    assert add_excerpt(answer(tmp_path), "Once the director", "permission").t == "41.5,46.0"
    assert add_excerpt(answer(tmp_path), "said it, we stopped", "permission").t == "41.5,3650.2"


@pytest.mark.parametrize(
    ("exact", "message"),
    [
        ("words that are not there", "not in v-7kq2m9"),
        ("we", "twice in v-7kq2m9"),
        ("", "Give the words"),
        ("Once " * 90, "not in"),
    ],
)
def test_words_that_do_not_have_one_place_are_refused(tmp_path: Path, exact: str, message: str) -> None:
    folder = write_answer(tmp_path, facts(consent(event())))
    before = (folder / "voice.yaml").read_bytes()
    with pytest.raises(CodingError, match=message):
        add_excerpt(answer(tmp_path), exact, "permission")
    assert (folder / "voice.yaml").read_bytes() == before


def test_a_whole_answer_and_contact_details_are_no_excerpt(tmp_path: Path) -> None:
    long = " ".join(f"word{number}" for number in range(100))
    write_answer(tmp_path, facts(consent(event())), f"{long}\nWrite to jo@example.org today.")
    with pytest.raises(CodingError, match="at most 80 words"):
        add_excerpt(answer(tmp_path), long, "permission")
    with pytest.raises(CodingError, match="contact details"):
        add_excerpt(answer(tmp_path), "Write to jo@example.org today", "permission")


def test_the_same_excerpt_is_not_added_twice(tmp_path: Path) -> None:
    write_answer(tmp_path, facts(consent(event())))
    add_excerpt(answer(tmp_path), "we stopped asking", "permission")
    with pytest.raises(CodingError, match="excerpt 1 already"):
        add_excerpt(answer(tmp_path), "we stopped asking", "permission")


def test_words_that_come_twice_later_are_still_found_by_their_neighbours(tmp_path: Path) -> None:
    folder = write_answer(tmp_path, facts(consent(event())))
    excerpt = add_excerpt(answer(tmp_path), "we stopped asking", "permission")
    (folder / "answer.txt").write_text(f"At first we stopped asking.\n{WORDS}", encoding="utf-8")
    assert answer(tmp_path).holds(excerpt)


def test_an_excerpt_whose_words_were_changed_is_found(tmp_path: Path) -> None:
    folder = write_answer(tmp_path, facts(consent(event())))
    excerpt = add_excerpt(answer(tmp_path), "we stopped asking", "permission")
    (folder / "answer.txt").write_text(WORDS.replace("stopped", "never stopped"), encoding="utf-8")
    assert not answer(tmp_path).holds(excerpt)
