"""What routes promise about time holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from learning_pathway.site.build import open_build

#: Minutes of a lunch break that are left for reading, and lunch breaks in a week.
LUNCH_BREAK, WEEK = 30, 5
WEEKS = {"a week": 1, "two weeks": 2, "three weeks": 3, "four weeks": 4}
PROMISE = re.compile(rf"({'|'.join(WEEKS)}) of lunch breaks")


def promised(summary: str) -> int | None:
    """The minutes that a summary promises to be enough."""
    found = PROMISE.search(summary)
    return WEEKS[found[1]] * WEEK * LUNCH_BREAK if found else None


@pytest.mark.parametrize(
    ("summary", "minutes"), [("over a week of lunch breaks", 150), ("two weeks of lunch breaks", 300)]
)
def test_a_promise_is_read_as_minutes(summary: str, minutes: int) -> None:
    assert promised(summary) == minutes


def test_a_route_fits_into_the_lunch_breaks_that_it_names(root: Path) -> None:
    site = open_build(root).site
    assert site is not None
    for route in site.catalogue.routes:
        minutes = promised(route.summary or "")
        if minutes is not None:
            length = site.duration([site.modules[name] for name in route.modules])
            assert length.minutes <= minutes, f"{route.id} takes {length.minutes} minutes"
