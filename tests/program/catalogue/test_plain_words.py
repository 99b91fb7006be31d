"""Advice on plain words: what it finds, and what it lets be."""

from __future__ import annotations

import time

import pytest

from casetable import case_table
from learning_pathway.catalogue.problems import Code, Severity
from learning_pathway.catalogue.rules.advice import ROWS, capitals, long_sentence, no_question, vague_link


def test_none_of_it_fails_a_check() -> None:
    assert {row.code.severity for row in ROWS} == {Severity.ADVICE}
    assert {row.code for row in ROWS} == {
        Code.VAGUE_LINK,
        Code.LONG_SENTENCE,
        Code.CAPITALS,
        Code.TASK_WITHOUT_QUESTION,
    }


@case_table(
    ("text", "found"),
    [
        ("Look [here](https://example.org/a).", "here"),
        ("Look [**Click here →**](https://example.org/a).", "**Click here →**"),
        ("[Read more…](https://example.org/a) or [Read the report](https://example.org/b)", "Read more…"),
        ("[This  website](mailto:a@example.org)", "This  website"),
        ("[Cliciwch yma](https://example.org/a)", "Cliciwch yma"),
        ("Look “[(here)](https://example.org/a)”.", "(here)"),
        ("[Here and now: a study](https://example.org/a)", None),
        ("Look here (https://example.org/a).", None),
        ("[here] is a word in brackets (https://example.org)", None),
        ("[The report of the site visit](https://example.org/a)", None),
    ],
)
def test_a_link_names_what_it_leads_to(text: str, found: str | None) -> None:
    assert vague_link(text) == found


LONG = " ".join(["word"] * 41)


@case_table(
    ("text", "found"),
    [
        (LONG + ".", "41"),
        ("Short. " + LONG.replace(" ", "\n") + "! Short.", "41"),
        ("“Said.” " + LONG, "41"),
        (LONG.replace(" ", "\n"), "41"),
        (" ".join(["word"] * 40) + ".", None),
        (" ".join(["word"] * 30) + ". " + " ".join(["word"] * 30), None),
        (" ".join(["word"] * 30) + "\n\n" + " ".join(["word"] * 30), None),
        ("Things:\n\n" + "".join(f"- {' '.join(['word'] * 12)}\n" for _ in range(6)), None),
        ("Version 1.5 of " + " ".join(["word"] * 45), "48"),
        ("Ystyr hyn? " + " ".join(["gair"] * 20) + "? " + " ".join(["gair"] * 25), None),
    ],
)
def test_a_very_long_sentence_is_counted(text: str, found: str | None) -> None:
    assert long_sentence(text) == found


@case_table(
    ("text", "found"),
    [
        ("PLEASE READ THIS before you begin.", "PLEASE READ THIS"),
        ("It is ABSOLUTELY free.", "ABSOLUTELY"),
        ("WHAT I WANT TO KNOW is this.", "WHAT WANT TO KNOW"),
        ("DARLLENWCH HWN nawr.", "DARLLENWCH HWN"),
        ("DO NOT PANIC", "DO NOT PANIC"),
        ("The NHS, the BBC and UNICEF.", None),
        ("UNESCO, UNICEF, UNHCR/NATO (RSPCA) and NSPCC.", None),
        ("The CIPFA SOLACE framework.", None),
        ("NATO HQ and NICE CG90 are in the UK.", None),
        ("See https://example.org/READ-ALL-OF-THIS and mail READERS@EXAMPLE.ORG.", None),
        ("A UK-wide TED talk by I. M. PEI.", None),
    ],
)
def test_shouting_is_told_from_abbreviations(text: str, found: str | None) -> None:
    assert capitals(text) == found


@pytest.mark.parametrize(
    "text", ["What now?", "それは何ですか\uff1f", "ما رأيك\u061f", "\u03a4\u03b9 \u03ba\u03ac\u03bd\u03b5\u03b9\u03c2;"]
)
def test_a_task_asks_in_the_signs_of_its_script(text: str) -> None:
    assert no_question(text) is None
    assert no_question(text[:-1] + ".")


def test_hostile_texts_take_no_longer() -> None:
    for text in ("[" * 200_000, "[a](" * 50_000, "A B " * 50_000, "A-" * 100_000, "a." * 100_000, "word " * 100_000):
        begun = time.process_time()
        for row in ROWS:
            row.find(text)
        assert time.process_time() - begun < 5
