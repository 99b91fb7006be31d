"""The words that people agree to: easy to read, and none is missing where the scripts use it."""

from __future__ import annotations

import re

import pytest

from casetable import case_table
from learning_pathway.site.frontend import theme_folder
from learning_pathway.voices.permission import CONSENT_WORDS, RECORDING_WORDS
from readability import grade

SCRIPTS = ("take-part.mjs", "recorder.mjs", "sending.mjs")
#: How scripts name words: as a property, when they say them, and when they find what is missing.
NAMED = re.compile(
    r"""(?<!#)\bwords\??\.([a-z_]+)|#(?:say|stop)\("([a-z_]+)"\)|return "([a-z]+_[a-z_]+)";|\? "" : "([a-z_]+)\""""
)


@pytest.mark.parametrize("table", [CONSENT_WORDS, {**CONSENT_WORDS, **RECORDING_WORDS}])
def test_the_words_are_easy_to_read(table: dict[str, str]) -> None:
    sentences = [f"{words.rstrip('.:?')}." for words in table.values() if len(words.split()) > 3]
    assert grade(" ".join(sentences)) <= 6


def test_scripts_use_no_words_that_are_missing() -> None:
    table = {**CONSENT_WORDS, **RECORDING_WORDS}
    text = "".join((theme_folder() / "assets/javascripts/voices" / name).read_text("utf-8") for name in SCRIPTS)
    named = {name for match in NAMED.finditer(text) for name in match.groups() if name}
    assert len(named) > 30
    assert named <= table.keys(), named - table.keys()


@case_table("stem", ["record", "why", "asking", "recorded", "way", "file_type"])
def test_what_differs_by_kind_is_there_for_each(stem: str) -> None:
    assert {f"{stem}_audio", f"{stem}_video"} <= RECORDING_WORDS.keys()
