"""This pathway's hand-written pages: what they say with and without settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from learning_pathway.catalogue.model import Pathway, Rates
from learning_pathway.site.rendering import fill


def test_contribute_leads_to_the_call_of_2020_only_where_it_is(root: Path) -> None:
    """A copy with other resources would link to a page that is not there."""
    page = (root / "docs" / "contribute.md").read_text(encoding="utf-8")
    assert "(calls/one-team-gov-2020/index.md)" in fill(page, Pathway(), "contribute.md", ids={"one-team-gov-2020"})
    elsewhere = fill(page, Pathway(), "contribute.md", ids={"one-team-gov-call"})
    everywhere = {"library/index.md", "suggest/index.md"}
    assert set(re.findall(r"\(([^)\s]+\.md)\)", elsewhere)) == everywhere, "every pathway has them"
    assert "2020" not in elsewhere
    assert "## Suggest something today" in elsewhere


@pytest.mark.parametrize(("rate", "promised"), [(220, True), (400, False)])
def test_about_promises_that_most_read_faster_only_where_they_do(root: Path, rate: int, promised: bool) -> None:
    about = (root / "docs" / "about.md").read_text(encoding="utf-8")
    filled = fill(about, Pathway(rates=Rates(words_per_minute=rate)), "about.md")
    assert f"{rate} words a minute" in filled
    assert ("read a little faster" in filled) is promised


def test_the_pages_of_this_site_run_no_sentences_together(root: Path) -> None:
    everything = Pathway(
        organisation="Us", contact="a@example.org", repository="https://example.org/x", site_url="https://example.org/"
    )
    for page in ("about.md", "contribute.md", "accessibility.md", "privacy.md"):
        text = (root / "docs" / page).read_text(encoding="utf-8")
        for settings in (everything, Pathway()):
            filled = fill(text, settings, page)
            assert not re.search(r"[a-z]\.(?:- )?[A-Z{]", filled), page
