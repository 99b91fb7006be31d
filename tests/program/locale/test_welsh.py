"""The interface in Welsh: complete, with the same places, the mutations after numbers, and one term for one thing."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from casetable import case_table
from learning_pathway.locale import is_unreviewed, translations_for
from learning_pathway.locale.translations import categories_of, read_catalogue
from learning_pathway.site.build import open_build
from learning_pathway.voices.permission import CONSENT_WORDS
from siteproject import copy_project
from tools import messages

PLACES = re.compile(r"%\(\w+\)s")
ELEMENTS = re.compile(r"<[^>]*>|&#?\w+;")
#: What is written the same in both languages.
SAME = {
    *(
        "Agenda",
        "APA",
        "BibTeX",
        "Blog",
        "CSL-JSON",
        "CSV",
        "Common Cartridge 1.1",
        "DOI",
        "EPUB",
        "Genre",
        "ISBN",
        "ISSN",
    ),
    *("Harvard (Cite Them Right)", "Markdown", "(PDF)", "PDF", "RIS", "SCORM 1.2", "Word"),
}
#: English words that are none in Welsh.
ENGLISH = re.compile(
    r"\b(?:the|and|this|your|you|with|not|from|for|that|which|are|have|has|was|were|nothing|file)\b", re.IGNORECASE
)
#: For each noun that mutates, its forms after 0, 1, 2, 3, 6 and any other number.
NOUNS = {
    "beit": "beit beit feit beit beit beit",
    "cam": "cam cam gam cham cham cam",
    "canlyniad": "canlyniad canlyniad ganlyniad chanlyniad chanlyniad canlyniad",
    "darlleniad": "darlleniad darlleniad ddarlleniad darlleniad darlleniad darlleniad",
    "dolen": "dolen ddolen ddolen dolen dolen dolen",
    "gair": "gair gair air gair gair gair",
    "gosodiad": "gosodiad gosodiad osodiad gosodiad gosodiad gosodiad",
    "modiwl": "modiwl modiwl fodiwl modiwl modiwl modiwl",
    "munud": "munud munud funud munud munud munud",
    "tasg": "tasg dasg dasg tasg thasg tasg",
    "tudalen": "tudalen dudalen dudalen tudalen thudalen tudalen",
}
#: What can follow a number and does not mutate.
STEADY = {
    *(
        "adnodd",
        "arall",
        "ateb",
        "awr",
        "eitem",
        "fersiwn",
        "grŵp",
        "nodyn",
        "o",
        "o’r",
        "ohonynt",
        "sesiwn",
        "yn",
        "gyda",
    ),
}
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
#: What each consonant becomes: soft, nasal and aspirate mutation.
MUTATIONS = {
    "b": ("f", "m"),
    "c": ("g", "ngh", "ch"),
    "d": ("dd", "n"),
    "g": ("", "ng"),
    "ll": ("l",),
    "m": ("f",),
    "p": ("b", "mh", "ph"),
    "rh": ("r",),
    "t": ("d", "nh", "th"),
}


@cache
def welsh() -> Catalog:
    catalogue = read_catalogue("cy")
    assert catalogue is not None
    return catalogue


def pairs() -> list[tuple[str, tuple[str, ...], Message]]:
    """Every message in English, in the plural where it counts, with its forms in Welsh."""
    found = []
    for message in welsh():
        if message.id:
            texts = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
            english = message.id if isinstance(message.id, str) else message.id[-1]
            found.append((english, tuple(texts), message))
    return found


def words(text: str) -> str:
    """The text without places, elements and ids such as `resource:one`."""
    return re.sub(r"\b[a-z]+:[\w-]+|\s+", " ", PLACES.sub(" ", ELEMENTS.sub(" ", text))).strip()


def copied(english: str, text: str) -> bool:
    """Whether a translation is English: the same words, or words that only English has."""
    said = words(text)
    if re.search(r"[^\W\d_]{2}", said) and said.strip(" .:“”") in SAME:
        return False
    return bool(re.search(r"[^\W\d_]{2}", said)) and (said == words(english) or bool(ENGLISH.search(said)))


def test_every_message_is_translated_in_all_its_forms() -> None:
    assert len(pairs()) > 900
    for english, texts, message in pairs():
        assert all(text and text.strip() for text in texts), f"not translated: {english}"
        assert len(texts) == (6 if message.pluralizable else 1), english
        assert not message.fuzzy, f"not settled: {english}"


def test_a_translation_has_the_same_places_and_elements_as_often() -> None:
    for english, texts, message in pairs():
        one = message.id if isinstance(message.id, str) else message.id[0]
        for text in texts:
            assert Counter(ELEMENTS.findall(text)) == Counter(ELEMENTS.findall(english)), text
            held, asked = Counter(PLACES.findall(text)), Counter(PLACES.findall(english))
            if message.pluralizable and (text == texts[1] or "%(number)s" not in one):
                held["%(number)s"] = asked["%(number)s"]  # a form for one may spell it out
            assert +held == +asked, text


def test_no_translation_is_english() -> None:
    assert [text for english, texts, _ in pairs() for text in texts if copied(english, text)] == []


@pytest.mark.parametrize(
    ("english", "text"),
    [
        ("Save my file", "Save my file"),
        ("Saved on %(day)s", "Saved on %(day)s"),
        ('Go to <a href="%(href)s">%(title)s</a>.', 'Ewch to the <a href="%(href)s">%(title)s</a>.'),
        ("Nothing fits.", "Nothing fits o gwbl."),
    ],
)
def test_english_words_are_found(english: str, text: str) -> None:
    assert copied(english, text)


@pytest.mark.parametrize("text", ["Gweler DOI.", "BibTeX", "%(time)s+", "Ateb ar ffurf ffilm", "%(title)s (%(facts)s)"])
def test_welsh_words_and_names_are_no_english(text: str) -> None:
    assert not copied("BibTeX", text)


def test_a_translation_ends_as_the_message_does() -> None:
    for english, texts, _ in pairs():
        for text in texts:
            assert text == text.strip(), text
            assert re.findall(r"[.:?!…]$", text) == re.findall(r"[.:?!…]$", english), text
            assert "'" not in words(text), f"’ for an apostrophe: {text}"


def test_words_mutate_after_numbers() -> None:
    places = categories_of(welsh())
    assert set(places) == set(CATEGORIES)
    counted = 0
    for english, texts, message in pairs():
        if not message.pluralizable:
            continue
        noun = re.search(r"%\(number\)s ([\w’]+)", texts[places["other"]])
        if noun and noun[1] not in STEADY:
            assert noun[1] in NOUNS, f"how does {noun[1]} mutate? {english}"
            counted += 1
            for category, form in zip(CATEGORIES, NOUNS[noun[1]].split(), strict=True):
                text = texts[places[category]]
                assert "%(number)s" not in text or f"%(number)s {form}" in text, text
    assert counted > 30


def test_numbers_in_welsh() -> None:
    told = translations_for("cy")
    said = [told.ngettext("%(number)s minute", "%(number)s minutes", number) for number in (0, 1, 2, 3, 6, 12)]
    assert said == ["0 munud", "1 munud", "2 funud", "3 munud", "6 munud", "12 munud"]
    said = [told.ngettext("%(number)s step", "%(number)s steps", number) for number in (1, 2, 3, 6, 7)]
    assert said == ["1 cam", "2 gam", "3 cham", "6 cham", "7 cam"]


@case_table(
    ("items", "text"),
    [
        (["afal", "gellyg"], "afal a gellyg"),
        (["gellyg", "afal"], "gellyg ac afal"),
        (["x", "wy"], "x ac wy"),
        (["x", "ysgol"], "x ac ysgol"),
        (["x", "Ŵyl"], "x ac Ŵyl"),
        (["x", "“Undod”"], "x ac “Undod”"),
        (["x", '<a href="b">Enw</a>'], 'x ac <a href="b">Enw</a>'),
        (["x", "8 munud"], "x ac 8 munud"),
        (["x", "1 cam"], "x ac 1 cam"),
        (["x", "10 munud"], "x a 10 munud"),
        (["x", "haul"], "x a haul"),
        (["a", "b a(c) d", "e"], "a, b a(c) d, ac e"),
        (["a(c)"], "a(c)"),
        ([], ""),
    ],
)
def test_and_is_a_or_ac(items: list[str], text: str) -> None:
    assert translations_for("cy").all_of(items) == text


def glossary() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Each English term of the guide's table, and the Welsh ones with their mutations."""
    guide = (messages.ROOT / "docs" / "guides" / "maintainers.md").read_text(encoding="utf-8")
    table = guide.partition("| English | Welsh |")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    return [
        (
            re.compile("|".join(rf"\b{term}s?\b" for term in english.split(", ")), re.IGNORECASE),
            re.compile("|".join(rf"\b(?:h)?{mutable(term)}" for term in welsh.split(", ")), re.IGNORECASE),
        )
        for english, welsh in rows
    ]


def mutable(term: str) -> str:
    """An expression for a term, whatever mutation its first word has."""
    first = term[:2] if term[:2] in MUTATIONS else term[0]
    forms = (first, *MUTATIONS.get(first, ()))
    return f"(?:{'|'.join(forms)}){re.escape(term[len(first) :])}"


def test_one_thing_has_one_name() -> None:
    terms = glossary()
    assert len(terms) > 20
    astray = [
        f"{english} → {text}"
        for english, texts, _ in pairs()
        for asked, told in terms
        for text in texts
        if asked.search(words(english)) and not told.search(words(text))
    ]
    assert astray == []


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("taith", "y daith"),
        ("llwybr dysgu", "o lwybr dysgu"),
        ("porwr", "eich mhorwr"),
        ("galwad", "yr alwad"),
        ("dyfais", "fy nyfais"),
    ],
)
def test_a_term_is_known_in_its_mutations(term: str, text: str) -> None:
    assert re.search(rf"\b{mutable(term)}", text)


@pytest.mark.parametrize(
    ("language", "unreviewed"),
    [("cy", True), ("cy-GB", True), ("en-GB", False), ("la", False), ("en-XA", True), ("", False)],
)
def test_a_language_that_no_native_speaker_has_reviewed_says_so(language: str, unreviewed: bool) -> None:
    assert is_unreviewed(language) is unreviewed


CALL = """\
  - id: what-helps
    question: What helped you to lead with others?
    closes: 2099-03-31
    controller: {name: Example Learning Network, contact: voices@example.org}
    lawful_basis: consent
    notice: what-helps/1
    send_to: voices@example.org
    storage: {location: United Kingdom, retention: two years}
"""


def pages_of_a_call(project: Path, language: str) -> dict[str, str]:
    copy_project(project)
    catalogue = project / "resources.yaml"
    text = catalogue.read_text(encoding="utf-8").replace("language: en-GB", f"language: {language}", 1)
    catalogue.write_text(text + CALL, encoding="utf-8")
    (project / "notices/what-helps").mkdir(parents=True)
    (project / "notices/what-helps/1.md").write_text("We keep it for **two years**.\n", encoding="utf-8")
    builders = open_build(project).page_builders()
    wanted = [build for build in builders if any("what-helps" in path for path in build.paths)]
    return {page.path: page.text for build in wanted for page in build()}


def test_words_that_people_agree_to_are_never_translated(tmp_path: Path) -> None:
    """What is asked and promised is as the controller wrote it; only what leads there is in Welsh."""
    welsh_pages, english_pages = (pages_of_a_call(tmp_path / language, language) for language in ("cy", "en-GB"))
    form = re.compile(r'<div lang="en-GB">.*</div>', re.DOTALL)
    agreed = [form.search(pages["calls/what-helps/take-part/index.md"]) for pages in (welsh_pages, english_pages)]
    assert agreed[0] and agreed[1] and agreed[0][0] == agreed[1][0]
    assert CONSENT_WORDS["adult_tick"] in agreed[0][0]
    assert "We keep it for <strong>two years</strong>." in welsh_pages["calls/what-helps/notice/index.md"]
    assert "Beth sy’n digwydd i atebion" in welsh_pages["calls/what-helps/notice/index.md"]
