"""Which way languages are written, and what sets a text in one apart from the text around it."""

# ruff: noqa: RUF001 - texts in their own scripts

from __future__ import annotations

import unicodedata

from casetable import case_table
from learning_pathway.catalogue.text import attributes, direction, isolated, script

RIGHT_TO_LEFT = (
    *("ar", "he", "fa", "ur", "ps", "yi", "dv", "ckb", "sd", "ug", "ks", "prs", "syr", "nqo", "iw", "heb", "AR-eg"),
    *("az-Arab", "pa-Arab", "ku-Arab", "ff-Adlm", "rhg", "pa-PK", "uz-AF", "az-Arab-IR", "ms-Arab", "he_IL"),
)
LEFT_TO_RIGHT = (
    *("en", "en-GB", "fr", "cy", "az", "pa", "ku", "zh-Hant", "ja", "tr", "ha", "he-Latn", "ar-Latn-EG", "sd-Deva"),
    *("ks-Deva", "en-x-arab", "tlh", "x-unknown", "tg"),
)


@case_table("tag", RIGHT_TO_LEFT)
def test_a_language_from_right_to_left_is_known_by_its_script(tag: str) -> None:
    assert direction(tag) == "rtl"


@case_table("tag", LEFT_TO_RIGHT)
def test_every_other_language_is_written_from_left_to_right(tag: str) -> None:
    assert direction(tag) == "ltr"


@case_table(
    ("tag", "text", "around", "expected"),
    [
        ("en", "Trust", "en-GB", {}),
        ("cy", "Ymddiriedaeth", "en-GB", {"lang": "cy"}),
        ("he", "מנהיגות (part 1): למה?", "en-GB", {"lang": "he", "dir": "rtl"}),
        ("az-Arab", "رهبری", "az", {"lang": "az-Arab", "dir": "rtl"}),
        ("en", "Trust (1)", "he", {"lang": "en", "dir": "ltr"}),
        ("he", "אמון", "he-IL", {}),
        ("ar", "ثقة", "he", {"lang": "ar"}),
        ("zh-Hant", "信任", "zh-Hans", {"lang": "zh-Hant"}),
        (None, "מנהיגות (part 1)", "en", {"dir": "auto"}),
        (None, "Trust", "en", {}),
        (None, "Trust", "fa", {"dir": "auto"}),
    ],
)
def test_an_element_says_what_differs_from_its_page(
    tag: str | None, text: str, around: str, expected: dict[str, str]
) -> None:
    assert attributes(tag, text, around) == expected


def test_plain_text_is_isolated_only_where_it_holds_letters_from_right_to_left() -> None:
    assert isolated("Ida Gray") == "Ida Gray"
    assert isolated("רות כהן") == "\u2068רות כהן\u2069"
    assert isolated("OKR למנהיגים", "rtl") == "\u2068\u200fOKR למנהיגים\u2069"
    assert isolated("למנהיגים (OKR)", "rtl") == "\u2068למנהיגים (OKR)\u2069"


def test_every_script_whose_letters_run_from_right_to_left_is_known() -> None:
    samples = {"he": "א", "ar": "ا", "syr": "ܐ", "dv": "ހ", "nqo": "ߊ", "ff-Adlm": "𞤀", "rhg": "𐴀", "sam": "ࠀ"}
    for tag, letter in samples.items():
        assert unicodedata.bidirectional(letter) in {"R", "AL"}
        assert script(tag) and direction(tag) == "rtl", tag
