"""A page's text is read in the character set that it has, and every phrase of the rules is found in it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import learning_pathway.links.rules
from casetable import case_table
from learning_pathway.links.rules import identity
from learning_pathway.links.rules.identity import Phrases
from learning_pathway.links.text import fingerprint, folded
from learning_pathway.web.content import decode

TABLES = tomllib.loads(
    (Path(learning_pathway.links.rules.__file__).parent / "phrases.toml").read_text(encoding="utf-8")
)
FOUND_BY = {
    name: table
    for name in TABLES
    if isinstance(table := getattr(identity, name.upper(), None), Phrases) and name != "recordings"
}
GERMAN = "Größere Räte hören zu, und alle üben: „Wer fragt zuerst?“"
RUSSIAN = "Малые участники говорят раньше, бумаги становятся короче."


@case_table("name", sorted(FOUND_BY))
def test_every_phrase_is_found_as_whole_words_only(name: str) -> None:
    for phrase in TABLES[name].split(";"):
        bare = folded(phrase.replace("{recording}", "episode"))
        if bare:
            found = FOUND_BY[name].search(f"well then {bare} as of now")
            assert found is not None, phrase
            assert [each[0] for each in FOUND_BY[name].finditer(f"{bare} and")], phrase
            assert FOUND_BY[name].search(f"un{bare}ly".replace(" ", "x")) is None, phrase


@case_table(
    ("written", "encoding", "declared", "read"),
    [
        (GERMAN, "utf-8", "utf-8", GERMAN),
        (GERMAN, "cp1252", "iso-8859-1", GERMAN),
        (GERMAN, "cp1252", "utf-8", GERMAN),
        (GERMAN, "utf-8", "iso-8859-1", GERMAN),
        (GERMAN, "utf-8", "us-ascii", GERMAN),
        (GERMAN, "cp1252", "no-such-set", GERMAN),
        (f"<meta charset=windows-1251>{RUSSIAN}", "cp1251", "utf-8", f"<meta charset=windows-1251>{RUSSIAN}"),
        (f"<meta charset=utf-8>{GERMAN}", "cp1252", "", f"<meta charset=utf-8>{GERMAN}"),
        ("plain letters", "ascii", "shift_jis", "plain letters"),
        ("円卓", "shift_jis", "shift_jis", "円卓"),
    ],
)
def test_a_text_is_read_as_what_it_is(written: str, encoding: str, declared: str, read: str) -> None:
    assert decode(written.encode(encoding), declared) == read


def test_one_impossible_byte_leaves_the_rest_as_it_is() -> None:
    assert decode(GERMAN.encode() + b"\xa0", "utf-8") == f"{GERMAN}\ufffd"
    assert decode(GERMAN.encode()[:5], "") == "Grö\ufffd"
    assert decode("ü".encode()[:1], "utf-8") == "\ufffd"


def test_a_fingerprint_stays_what_earlier_states_hold() -> None:
    text = "When Ann met Bob Carter in 2019, 12,500 people of St. Ives spoke. They've listened; Ann left at 10.30."
    assert fingerprint(text) == (
        "DesT4C2MZLJBN2ZjTJbGGE1W2qZWi1IpWI8vLV5PFJlo4QYLbgW63XDN1aaZLaP6redQyq9sCJm/jPq12Fp9rthuVm"
        "fgffSp6d/lfw==.Simg/JTer++9hhb4xlWFHOcgcnP2TGh0"
    )
    assert fingerprint("Two words") == "IN7OVQ==.EcqKZg=="
    assert fingerprint("") == "."


@given(st.text("aBzQ09 .,!?'-\n_", max_size=60))
def test_names_and_numbers_are_the_same_whatever_letters_stand_beside_them(text: str) -> None:
    assert fingerprint(text).partition(".")[2] == fingerprint(f"{text} é").partition(".")[2]
