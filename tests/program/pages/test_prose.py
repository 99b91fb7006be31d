"""Hand-written pages with settings in them."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest

from casetable import case_table
from learning_pathway.catalogue.model import Pathway
from learning_pathway.site.rendering import VariableError, asks_for_settings, fill
from learning_pathway.site.sharing import contact_link


def test_settings_are_filled_in_and_unset_ones_leave_their_sentence_out() -> None:
    text = "{% if contact %}[Write]({{ contact_link }}){% endif %}{% if organisation %}By {{ organisation }}{% endif %}"
    assert fill(text, Pathway(contact="a@example.org"), "about.md") == r"[Write](mailto:a@example\.org)"


def test_a_setting_cannot_bring_markup() -> None:
    filled = fill("By {{ organisation }}", Pathway(organisation="<b>*We* [x](y)"), "about.md")
    assert filled == "By &#60;b&#62;&#42;We&#42; &#91;x&#93;&#40;y&#41;"


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
    with pytest.raises(VariableError, match=said):
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


@case_table(
    ("text", "filled"),
    [
        ("- One.{% if title %} Two.{% endif %}\n- Three\n", "- One. Two.\n- Three\n"),
        ("{% if title %}One.{% endif %}\n{% if contact %}Two.{% endif %}\nThree.\n", "One.\nThree.\n"),
        ("- a{% if contact %}\n- b{% endif %}\n- c\n", "- a\n- c\n"),
        ("- a\n{% for one in accessibility_issues %}\n- {{ one }}\n{% endfor %}\n- z\n", "- a\n- x\n- y\n- z\n"),
        ("- a\n  {% if title %}- nested{% endif %}\n- b\n", "- a\n  - nested\n- b\n"),
        ("One{% if contact %},\ntwo{% endif %},\nthree\n", "One,\nthree\n"),
        ("{% if title %} {# both alone #}\n{% set x = 1 %}{% endif %}\nOne\n", "One\n"),
        ("One{% if\n title %} two{% endif %}\nthree\n", "One two\nthree\n"),
        ("{{ title }}\r\n{% if title %}Two{% endif %}\r\nThree", "T\nTwo\nThree"),
    ],
)
def test_lines_keep_their_ends_and_lines_of_tags_alone_go(text: str, filled: str) -> None:
    assert fill(text, Pathway(title="T", accessibility_issues=("x", "y")), "about.md") == filled


@case_table(
    ("value", "text", "filled"),
    [
        ("Verein e. V.", "By {{ organisation }}.", "By Verein e. V."),
        ("Who?", "By **{{ organisation }}**.\n", "By **Who?**\n"),
        ("من؟", "{{ organisation }}. More", "من؟ More"),
        ("Yahoo!", "{{ organisation }}.org", "Yahoo!.org"),
        ("Us", "By {{ organisation }}.", "By Us."),
        ("etc.", "{{ organisation }}, and", "etc., and"),
    ],
)
def test_a_value_that_ends_a_sentence_gets_no_second_full_stop(value: str, text: str, filled: str) -> None:
    assert unescape(fill(text, Pathway(organisation=value), "about.md")) == filled


@pytest.mark.parametrize(
    "address", ["javascript://%0Aalert(1)//@x.example", "data:text/html,<b>", " jAvAscript:x", "java\tscript:x"]
)
def test_a_contact_that_no_page_may_link_to_is_left_out(address: str) -> None:
    assert contact_link(address) is None
    filled = fill("{% if contact_link %}[x]({{ contact_link }}){% endif %}", Pathway(contact=address), "about.md")
    assert filled == ""
