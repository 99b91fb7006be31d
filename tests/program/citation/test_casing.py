"""English titles in sentence case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casetable import case_table
from learning_pathway.citation import lost_capitals
from learning_pathway.citation.reference import clean
from learning_pathway.citation.title_case import sentence_case

CASES = {
    "What Is Collective Impact": "What is collective impact",
    "What is collective impact": "What is collective impact",
    "being comfortable with chaos": "Being comfortable with chaos",
    "iPads in Schools": "iPads in schools",
    "mHealth and You": "mHealth and you",
    "I'm Not Sure I Can": "I'm not sure I can",
    "Plan B: How to Win": "Plan B: How to win",
    "E-Learning vs. Classroom Teaching": "E-learning vs. classroom teaching",
    "And/Or Thinking in the U.K. Civil Service": "And/or thinking in the U.K. civil service",
    "“Wicked” Problems: “clumsy” Solutions?": "“Wicked” problems: “Clumsy” solutions?",
    "Leading Now — A View from Leeds": "Leading now — A view from Leeds",
    "Wait... What Now?": "Wait... What now?",
    "Mrs. Smith Goes to Washington": "Mrs. Smith goes to Washington",
    "THE FUTURE OF THE NHS IN NORTHERN IRELAND": "The future of the NHS in Northern Ireland",
    "NHS": "NHS",
    "OneTeamGov": "OneTeamGov",
    "1984": "1984",
    "…": "…",
    "": "",
    "The World's Best Guide to the UK's NHS": "The world's best guide to the UK's NHS",
    "Learning at example.org and GitHub": "Learning at example.org and GitHub",
    "Joint work on flooding in Wibsey": "Joint work on flooding in Wibsey",
    "Case study: Barking and Dagenham": "Case study: Barking and Dagenham",
    "Place-Based Work After COVID-19": "Place-based work after COVID-19",
    "An August Body Meets in August": "An August body meets in August",
    "The Urban Institute Responds to Zika in Copenhagen": "The Urban Institute responds to Zika in Copenhagen",
    "Presbyterian Congregations in Paraguay": "Presbyterian congregations in Paraguay",
    "Meetings in September on Sicily's Water": "Meetings in September on Sicily's water",
    "THE WORK OF ELINOR IN DENMARK": "The work of Elinor in Denmark",
    "Mark Young: How We Lead": "Mark Young: How we lead",
    "Thandiwe Young: How We Lead": "Thandiwe Young: How we lead",
    "Interview with Grace Hopper About Change": "Interview with Grace Hopper about change",
    "Susan B. Anthony and Her Time": "Susan B. Anthony and her time",
    "Julie and the Big Plan": "Julie and the big plan",
    "Faith Leaders and the Grant Application": "Faith leaders and the grant application",
    "Why They'll Win and We Ain't: What You've Lost": "Why they'll win and we ain't: What you've lost",
    "Kanban Basics: How to Start": "Kanban basics: How to start",
    "What Scientists Found in Our Solar System—and Beyond": "What scientists found in our solar system—and beyond",
    "Málaga – a failed resort?": "Málaga – a failed resort?",
    "To Play—The Experimenting Community": "To play—The experimenting community",
    "SHARING POWER - A GUIDE FOR BOARDS": "Sharing power - A guide for boards",
    "Leading Under the Children and Families Act 2014": "Leading under the Children and Families Act 2014",
    "On the Public Bodies (Joint) (Scotland) Act 2014": "On the Public Bodies (Joint) (Scotland) Act 2014",
    "The Civil Rights Act of 1964: A History": "The Civil Rights Act of 1964: A history",
    "How to Act in 2020": "How to act in 2020",
    "Ahead of Time | Joint Plan | University of Leeds": "Ahead of time | Joint plan | University of Leeds",
    "Home | Trust and Power in Our Towns": "Home | Trust and power in our towns",
    "The relation of schooling/earnings in our towns": "The relation of schooling/earnings in our towns",
    "A Day of Reading/writing in Our Towns": "A day of reading/writing in our towns",
    "The Lord of the Rings": "The lord of the rings",
    "Lord Darzi and the Professor of Desire": "Lord Darzi and the professor of desire",
    "Sears and Zemansky’s University Physics": "Sears and Zemansky’s university physics",
    "A Day at Queen’s University Belfast": "A day at Queen’s University Belfast",
}

#: Titles, what their records know, and the words that references print with a small letter though they may be names.
LOST = {
    ("What Urban and Bath Councils Learned", ""): ["Urban", "Bath"],
    ("Reading Together in Reading", ""): ["Reading"],
    ("Working with Collaborate and Nesta", "Collaborate"): ["Collaborate"],
    ("Nelson's Column and Rose's Garden", ""): ["Rose"],
    ("The Five Conditions of Collective Impact", ""): [],
    ("Wicked Problems and Clumsy Solutions: the Role of Leadership", ""): [],
    ("What Bath learned", ""): [],
    ("Mark Young: How Denmark Learned", ""): [],
}


@case_table(("title", "name"), LOST)
def test_words_that_may_be_names_are_told_from_others(title: str, name: str) -> None:
    assert lost_capitals(title, [name]) == LOST[title, name]


#: Titles of the field, with names of people, places, laws, institutions, methods and events.
CASES |= json.loads((Path(__file__).parent / "published" / "titles.json").read_text(encoding="utf-8"))


@case_table("title", CASES)
def test_title_gets_small_letters_but_for_first_words_and_names(title: str) -> None:
    assert sentence_case(title) == CASES[title]


@case_table("title", CASES)
def test_a_title_in_sentence_case_stays_as_it_is(title: str) -> None:
    assert sentence_case(sentence_case(title)) == sentence_case(title)


def test_names_of_the_record_keep_their_capitals_if_they_have_several_words() -> None:
    title = "How the Northern Forum and Collaborate Taught Ida Gray to Collaborate"
    names = ["Northern Forum", "Ida Gray", "Collaborate"]
    assert sentence_case(title, names) == "How the Northern Forum and collaborate taught Ida Gray to collaborate"


@settings(deadline=None)
@given(st.text(max_size=120))
def test_only_the_case_of_letters_changes(title: str) -> None:
    assert sentence_case(title).casefold() == clean(title).casefold()


@pytest.mark.parametrize(
    "piece", ["A. ", "The Dr ", "x: ", "(", "a", "A", "- ", "New ", "1-", "vs. ", "Aa", "a/", "A/B ", "The Big/"]
)
def test_a_title_as_long_as_the_catalogue_allows_is_read(piece: str) -> None:
    title = piece * (20_000 // len(piece))
    assert sentence_case(title, ["Ida Gray"]).casefold() == title.strip().casefold()
