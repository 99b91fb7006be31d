"""Words of texts: what is found as the same word, and what is not; in Python as in a browser."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from casetable import case_table
from learning_pathway.search import Analyser
from learning_pathway.search.analysis import STEMMERS, fold
from learning_pathway.site.frontend import theme_folder
from siteserver import serve_folder

PROGRAM = """async ({ language, rules, stemmer, texts }) => {
  const { analyser } = await import("./analysis.mjs");
  const made = stemmer && new (await import("./stemmers/" + stemmer + ".mjs")).default();
  const found = analyser(rules, made ? (word) => made.stem(word) : undefined);
  return texts.map((text) => found.words(text).map(({ start, end, reading: { parts, whole, symbol } }) =>
    [text.slice(start, end), parts, whole, symbol]));
}"""
#: Letters and signs that programs are known to take for different things.
LETTERS = (
    "aáàâäåæbcçdðeéèêëfgğhiíıİïjklłmnñoóøöœpqrsşßtuúůüvwxyzžABCŴŷ'’‘ʼ`´-‐–—.&＆+#_/@ "
    "\u00a0\u00ad\u200b\u200d\u0301\ufeff"
    "αάβγςΣῆшийёЪבְמתا\u0651بىـー信任頼を築く한국신뢰ไทยที่नमस्तेதமிழ்ﬁ½²①ⅣǅⒶ０１９٣😀€™°ŉŀＡ"
)


def keys(text: str, language: str = "en-GB") -> set[str]:
    """Everything that the words of `text` are found by."""
    found = Analyser(language).words(text)
    return {key for word in found for keys in (word.reading.whole, *word.reading.parts) for key in keys}


@case_table(
    ("one", "other"),
    [
        ("what's", "What’s"),
        ("whats", "WHATʼS"),
        ("leader’s", "leaders'"),
        ("leader’s", "leader"),
        ("toolkits", "Toolkit"),
        ("conflicts", "conflict"),
        ("cooperative", "cooperation"),
        ("trust:", "“Trust”"),
        ("-power", "power"),
        ("said", "says"),
        ("children", "child's"),
        ("taught", "teaching"),
        ("gwyl", "Gŵyl"),
        ("sian", "SIÂN"),
        ("Siân", "Siân"),
        ("coproduction", "co-production"),
        ("co‐production", "co–production"),
        ("co\u00adoperate", "cooperate"),
        ("organisation", "organizations"),
        ("behaviour", "behavioral"),
        ("centre", "centers"),
        ("analysing", "analyzed"),
        ("programme", "programs"),
        ("modelling", "modeling"),
        ("revise", "revision"),
        ("U.K.", "UK"),
        ("r&d", "R & D"),
        ("C++", "c++"),
        ("ﬁne", "fine"),
        ("Straße", "STRASSE"),
        ("İSTANBUL", "istanbul"),
        ("ısı", "isi"),
        ("œuvre", "oeuvre"),
        ("ＵＫ", "uk"),
        ("לָמָּה", "למה"),
        ("الثِّقَة", "الثقة"),
        ("ΟΜΆΔΩΝ", "ομαδων"),
        ("ОМЁ", "оме"),
        ("が", "が"),
    ],
)
def test_forms_of_one_word_are_found_as_one(one: str, other: str) -> None:
    assert keys(one) & keys(other)


@case_table(
    ("one", "other"),
    [("C++", "C#"), ("art", "article"), ("R&D", "R&B"), ("2011", "2012"), ("信任", "任信"), ("general", "generous")],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    whole = {key for word in Analyser("en").words(one) for key in (word.reading.whole or word.reading.parts[0])}
    assert not whole & keys(other)


@case_table(
    ("language", "one", "other"),
    [
        ("de", "Häuser", "hauser"),
        ("fr", "L’organisation", "organisations"),
        ("fr", "développement", "developpements"),
        ("es-MX", "confianzas", "confianza"),
        ("ru", "доверием", "доверие"),
        ("tr", "işbirliği", "isbirligi"),
        ("cy", "gŵyl", "GWYL"),
        ("xx", "words", "WORDS"),
    ],
)
def test_each_language_has_its_own_forms(language: str, one: str, other: str) -> None:
    assert keys(one, language) & keys(other, language)


def test_nothing_is_found_in_signs_alone() -> None:
    for text in ("", " ", "-", "…", '"', "()", "~*?", "\u200b", "´"):
        assert not keys(text), text


def test_no_word_is_longer_than_a_key_may_be() -> None:
    assert max(map(len, keys("a" * 10_000 + " " + "é" * 5_000))) <= 64


def test_every_language_with_a_stemmer_has_it_for_browsers(root: Path) -> None:
    folder = root / "src" / "learning_pathway" / "search" / "stemmers"
    assert {path.stem for path in folder.glob("*.mjs")} == set(STEMMERS.values())
    assert fold("Ŵyn") == "wyn"


def test_plain_text_is_read_as_any_other(pathway: Path) -> None:
    chance = random.Random(1)
    signs = "".join(map(chr, range(32, 127)))
    texts = ["".join(chance.choice(signs + "ab'-.&+# ") for _ in range(40)) for _ in range(2_000)] + lines_of(pathway)
    analyser = Analyser("en")
    for text in texts:
        assert analyser.readings(text) == [word.reading for word in Analyser.words(analyser, text)], text


@pytest.fixture(scope="module")
def scripts(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("scripts")
    shutil.copy(theme_folder() / "assets" / "javascripts" / "search" / "analysis.mjs", folder)
    shutil.copytree(root / "src" / "learning_pathway" / "search" / "stemmers", folder / "stemmers")
    (folder / "index.html").write_text("<!doctype html><title>Empty</title>", encoding="utf-8")
    with serve_folder(folder) as address:
        yield address


def lines_of(pathway: Path) -> list[str]:
    """Every line that editors of this pathway wrote."""
    files = [
        pathway / "resources.yaml",
        *sorted((pathway / "resources").glob("*.yaml")),
        *sorted((pathway / "docs").glob("*.md")),
    ]
    return [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.matrix
@pytest.mark.browser
@pytest.mark.parametrize("language", ["en-GB", "cy", *sorted(STEMMERS.keys() - {"en"})])
def test_a_browser_finds_the_same_words(
    browser: Browser, scripts: str, pathway: Path, language: str, full: bool
) -> None:
    analyser = Analyser(language)
    lines = lines_of(pathway)
    chance = random.Random(language)
    many = 5_000 if full else 400
    texts = ["".join(chance.choice(LETTERS) for _ in range(chance.randint(1, 30))) for _ in range(many)]
    texts += lines if language in ("en-GB", "cy") or full else lines[:300]
    primary = language.partition("-")[0]
    given = {"language": language, "rules": analyser.rules, "stemmer": STEMMERS.get(primary), "texts": texts}
    page = browser.new_page()
    page.goto(scripts)
    theirs = page.evaluate(PROGRAM, given)
    page.context.close()
    for text, found in zip(texts, theirs, strict=True):
        mine = [
            [text[word.start : word.end], [*map(list, word.reading.parts)], [*word.reading.whole], word.reading.symbol]
            for word in analyser.words(text)
        ]
        assert mine == found, ascii(text)
