"""Hand-written pages with settings in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from learning_pathway.catalogue.model import Pathway, Rates
from learning_pathway.pages.prose import ProseError, asks_for_settings, contact_link, fill


def test_settings_are_filled_in_and_unset_ones_leave_their_sentence_out() -> None:
    text = "{% if contact %}[Write]({{ contact_link }}){% endif %}{% if organisation %}By {{ organisation }}{% endif %}"
    assert fill(text, Pathway(contact="a@example.org"), "about.md") == r"[Write](mailto:a@example\.org)"


def test_the_story_on_contribute_is_told_only_beside_the_call_itself(root: Path) -> None:
    """A copy with other resources would tell somebody else's story, and link to pages that are not there."""
    page = (root / "docs" / "contribute.md").read_text(encoding="utf-8")
    told = fill(page, Pathway(), "contribute.md", ids={"one-team-gov-call", "co-leadership-in-the-open"})
    assert "(resources/one-team-gov-call/index.md)" in told
    assert "(modules/co-leadership-in-the-open/index.md)" in told
    assert "(modules/" not in fill(page, Pathway(), "contribute.md", ids={"one-team-gov-call"})
    elsewhere = fill(page, Pathway(), "contribute.md")
    assert "2020" not in elsewhere and ".md)" not in elsewhere
    assert "## Suggest something today" in elsewhere and "## What may come" in elsewhere


def test_a_setting_cannot_bring_markup() -> None:
    filled = fill("By {{ organisation }}", Pathway(organisation="<b>*We* [x](y)"), "about.md")
    assert filled == r"By &lt;b&gt;\*We\* \[x\]\(y\)"


@pytest.mark.parametrize(("rate", "promised"), [(220, True), (400, False)])
def test_about_promises_that_most_read_faster_only_where_they_do(root: Path, rate: int, promised: bool) -> None:
    about = (root / "docs" / "about.md").read_text(encoding="utf-8")
    filled = fill(about, Pathway(rates=Rates(words_per_minute=rate)), "about.md")
    assert f"{rate} words a minute" in filled
    assert ("read a little faster" in filled) is promised


def test_the_day_of_a_test_is_told_in_words() -> None:
    assert fill("{{ accessibility_tested }}", Pathway(accessibility_tested=date(2026, 3, 1)), "a.md") == "1 March 2026"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("one\n{{ unknown_setting }}", "docs/about.md"),
        ("one\n{% if %}", "docs/about.md:2"),
        ("{{ contact.__class__.__mro__ }}", "docs/about.md"),
        ("{{ 1 / 0 }}", "docs/about.md"),
    ],
)
def test_what_cannot_be_filled_in_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(ProseError, match=said):
        fill(text, Pathway(), "about.md")


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("---\ntitle: A\nsettings: true\n---\nWords", True),
        ("---\ntitle: A\n---\nsettings: true", False),
        ("settings: true", False),
        ("---\nsettings: true", False),
        ("---\n[broken\n---\n", False),
    ],
)
def test_only_a_page_that_asks_is_filled_in(text: str, asks: bool) -> None:
    assert asks_for_settings(text) is asks


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("a@example.org", "mailto:a@example.org"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://example.org/@team", "https://example.org/@team"),
        (None, None),
    ],
)
def test_a_contact_is_a_page_or_an_email_address(contact: str | None, link: str | None) -> None:
    assert contact_link(contact) == link
