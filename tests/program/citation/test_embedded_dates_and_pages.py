"""What the head of a page says of dates without a day, and of pages in several places."""

from __future__ import annotations

import pytest

from casetable import case_table
from learning_pathway.catalogue.model import Resource
from learning_pathway.formats.highwire import embedded


def tags(**facts: str) -> dict[str, str]:
    resource = {"id": "x", "type": "chapter", "title": "Ebb", "container": "A Book of Tides", **facts}
    return dict(embedded(Resource.model_validate(resource)))


@case_table(
    ("published", "written"),
    [
        ("2011-24", "2011"), ("2011-21", "2011"), ("2019/2020", "2019"), ("2015/..", "2015"), ("2011-05", "2011/05"),
        ("2011-05-03", "2011/05/03"), ("2019-07-12/2019-07-15", "2019/07/12"),
    ],
)  # fmt: skip
def test_the_date_has_the_form_that_search_engines_read(published: str, written: str) -> None:
    assert tags(published=published)["citation_publication_date"] == written


def test_pages_in_several_places_are_kept_whole() -> None:
    found = tags(pages="S12-9, 33-4")
    assert found["eprints.pagerange"] == "S12–S19, 33–34"
    assert not {"citation_firstpage", "citation_lastpage"} & found.keys()


@pytest.mark.parametrize(("pages", "first", "last"), [("33-4", "33", "34"), ("ix-xii", "ix", "xii"), ("7", "7", None)])
def test_pages_in_one_place_have_a_first_and_a_last(pages: str, first: str, last: str | None) -> None:
    found = tags(pages=pages)
    assert (found["citation_firstpage"], found.get("citation_lastpage")) == (first, last)
    assert "eprints.pagerange" not in found
