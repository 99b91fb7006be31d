"""A module for a group."""

from __future__ import annotations

import re
from collections.abc import Mapping

from smallcatalogue import CATALOGUE, Open


def test_a_facilitator_sees_when_each_step_begins_as_far_as_that_is_known(pages: Mapping[str, str]) -> None:
    begins = re.findall(r'lp-plan__when">([^<]*)', pages["modules/first/facilitator/index.md"])
    assert begins == ["At the start. ", "25 minutes in. ", "At least 25 minutes in. "]


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
