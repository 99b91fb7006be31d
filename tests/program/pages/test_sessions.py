"""A module for a group."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from casetable import case_table
from learning_pathway.catalogue.dates import Duration
from learning_pathway.locale import ENGLISH
from learning_pathway.site.pages.module import DATA_PATH, start_time
from smallcatalogue import CATALOGUE, Open


def test_a_facilitator_sees_when_each_step_begins_as_far_as_that_is_known(pages: Mapping[str, str]) -> None:
    begins = re.findall(r'lp-plan__when">([^<]*)', pages["modules/first/facilitator/index.md"])
    assert begins == ["At the start. ", "25 minutes in. ", "At least 25 minutes in. "]


@case_table(
    ("passed", "words"),
    [
        (Duration(), "At the start"),
        (Duration(unknown=1), ""),
        (Duration(85, parts=3), "1 hour 25 minutes in"),
        (Duration(83, estimated=True, parts=3), "About 1 hour 25 minutes in"),
        (Duration(7, estimated=True), "About 7 minutes in"),
        (Duration(85, unknown=1, estimated=True, parts=4), "At least 1 hour in"),
        (Duration(4, unknown=2, parts=3), "At least 4 minutes in"),
    ],
)
def test_a_beginning_is_told_as_exactly_as_it_is_known(passed: Duration, words: str) -> None:
    assert start_time(passed, ENGLISH) == words


def test_notes_for_facilitators_are_on_their_page_alone(open_catalogue: Open) -> None:
    edition = open_catalogue(CATALOGUE.replace("minutes: 10, mode", "facilitator_note: Keep quiet., minutes: 10, mode"))
    assert [page.path for page in edition.pages() if "Keep quiet." in page.text] == [
        "modules/first/facilitator/index.md"
    ]


def test_a_handout_holds_the_tasks_and_nothing_else(pages: Mapping[str, str]) -> None:
    handout = pages["modules/first/handout/index.md"]
    assert "Think about it" in handout
    assert "A known length" not in handout


def test_a_module_without_tasks_has_no_handout_and_offers_none(pages: Mapping[str, str]) -> None:
    assert "modules/second/handout/index.md" not in pages
    assert "andout" not in pages["modules/second/facilitator/index.md"]


def test_the_page_that_makes_an_agenda_stands_where_there_are_tasks(
    pages: Mapping[str, str], open_catalogue: Open
) -> None:
    assert 'value="module:first"' in pages["session/index.md"]
    assert 'value="module:second"' not in pages["session/index.md"], "it has no task"
    assert "session/?for=module:first" in pages["modules/first/index.md"]
    assert "session/" not in pages["modules/second/index.md"]
    without = open_catalogue(CATALOGUE.replace("task: think", "read: known"))
    paths = [page.path for page in without.pages()]
    assert "session/index.md" not in paths
    assert not [file.path for file in without.assets() if file.path == DATA_PATH]


def test_what_an_agenda_needs_is_data(open_catalogue: Open) -> None:
    edition = open_catalogue(
        CATALOGUE.replace("minutes: 10, mode", "facilitator_note: </script><b>, minutes: 10, mode")
    )
    (data,) = (json.loads(file.text) for file in edition.assets() if file.path == DATA_PATH)
    assert data["notes"] == {"task:think": "</script><b>"}
    assert all(address.startswith(("https://", "http://", "resources/")) for address in data["links"].values())
