"""Whoever made a resource, whatever holds it and whoever published it stand in every format, for every type."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import unquote

import pytest

from casetable import case_table
from citation.everytype import FACTS, PEOPLE, everything
from learning_pathway.catalogue.model import Resource
from learning_pathway.catalogue.types import ResourceType
from learning_pathway.formats.bibtex_writer import bibtex_entry
from learning_pathway.formats.coins import coins
from learning_pathway.formats.csl_json import csl_item
from learning_pathway.formats.highwire import embedded
from learning_pathway.formats.ris_writer import ris_record

FORMATS: dict[str, Callable[[Resource], str]] = {
    "highwire": lambda resource: "\n".join(text for _, text in embedded(resource)),
    "coins": lambda resource: unquote(coins(resource)),
    "ris": ris_record,
    "bibtex": bibtex_entry,
    "csl-json": lambda resource: json.dumps(csl_item(resource), ensure_ascii=False),
}
#: What is looked for, by the field that holds it.
WORDS = {
    **{f"role {role.value}": str(person["family"]) for role, person in PEOPLE.items()},
    "editors": "Gray",
    "editing organisation": "Northern Forum",
    "container": str(FACTS["container"]),
    "publisher": str(FACTS["publisher"]),
    "conference": str(FACTS["conference"]),
    "place": "Leith",
    "title": "Ways of seeing",
    "published": "2021",
    "volume": "5",
    "issue": "7",
    "pages": "34",
    "edition": "2nd",
    "issn": "1234-5679",
    "isbn": "978-0-306-40615-7",
    "address": "https://example.net/2020/10/1234567890",
    "doi": "10.5555/9780306406157.123",
}


@case_table("name", FORMATS)
@case_table("kind", ResourceType)
def test_nothing_that_a_citation_needs_is_lost(name: str, kind: ResourceType) -> None:
    text = FORMATS[name](everything(kind))
    assert [field for field, words in WORDS.items() if words not in text] == []


@pytest.mark.parametrize("kind", [ResourceType.AUDIO, ResourceType.VIDEO])
def test_a_show_stands_where_reference_managers_look_for_it(kind: ResourceType) -> None:
    record = ris_record(everything(kind)).splitlines()
    assert "T2  - The Holding Whole" in record
    assert "T3  - The Holding Whole" in record
    assert dict(embedded(everything(kind)))["citation_series_title"] == "The Holding Whole"


def test_editors_of_a_chapter_are_contributors_in_a_context_object() -> None:
    context = unquote(coins(everything(ResourceType.CHAPTER)))
    assert "rft.contributor=Ida Gray" in context
    assert "rft.au=Ida Gray" not in context
