"""A text's language is told by its script and its most common words, or not at all."""

from __future__ import annotations

from casetable import case_table
from learning_pathway.links.text import is_in_language
from links.laboratory.case import prose

ENGLISH = "It is for the people of this place to say what they want from the work, and for us to listen with care. " * 5
GERMAN = (
    "Es ist für die Menschen an diesem Ort zu sagen, was sie von der Arbeit wollen, und wir hören ihnen auch zu. " * 5
)
FRENCH = (
    "Ce sont les gens de la ville qui disent ce que nous devons faire pour eux, et nous les écoutons avec soin. " * 5
)
RUSSIAN = "Мы слушаем людей, которые живут здесь, и делаем то, что им нужно каждый день. " * 6
JAPANESE = "わたしたちは、この町に住む人びとの声をよく聞き、ともに考え、ともに働きます。" * 8


@case_table(
    ("text", "language", "expected"),
    [
        (ENGLISH, "en", True),
        (ENGLISH, "en-GB", True),
        (ENGLISH, "de", False),
        (ENGLISH, "ru", False),
        (ENGLISH, "xx", None),
        (GERMAN, "de", True),
        (GERMAN, "en", False),
        (FRENCH, "fr_CA", True),
        (FRENCH, "en", False),
        (RUSSIAN, "uk", True),  # one script, several languages: no reason for doubt
        (RUSSIAN, "en", False),
        (JAPANESE, "ja", True),
        (JAPANESE, "en", False),
        (prose("cy", 200, "cy"), "cy", True),
        ("Ask first. Then listen.", "de", None),
        ("", "en", None),
        ("Kit 7 Hub 9 Map 3 " * 60, "en", None),
    ],
)
def test_a_text_is_told_by_script_and_common_words(text: str, language: str, expected: bool | None) -> None:
    assert is_in_language(text, language) is expected
