"""Lists of references: their order, and letters where creators and year are the same."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from casetable import case_table
from learning_pathway.catalogue.model import Resource
from learning_pathway.citation import bibliography, cite_together
from learning_pathway.citation.elements import spoken
from learning_pathway.formats.registry import FORMATS, letter_places

SCRIPT = Path(__file__).parents[3] / "src/learning_pathway/theme/assets/javascripts/saved-list/pieces.mjs"
GRAY, ABEL = {"family": "Gray", "given": "Ida"}, {"family": "Abel", "given": "Ann"}


def resource(name: str, **facts: Any) -> Resource:
    key = f"r-{name.casefold().replace(' ', '-')}" if name.isascii() else f"r-{len(name)}-{ord(name[0])}"
    return Resource.model_validate({"id": key, "type": "report", "title": name, "publisher": "Forum", **facts})


MIXED = [
    resource("The Second Way", authors=[GRAY], published="2020"),
    resource("First Way", authors=[GRAY], published="2020"),
    resource("Joint Work", authors=[GRAY, ABEL], published="2019"),
    resource("Undated", authors=[GRAY]),
    resource("An Older One", authors=[GRAY]),
    resource("Soon", authors=[GRAY], in_press=True),
    resource("Éclair", published="2020"),
    resource("Alone", authors=[ABEL], published="2020"),
    resource("In June", type="blog", authors=[GRAY], published="2021-06-03"),
    resource("In April", type="blog", authors=[GRAY], published="2021-04-03"),
    resource("In That Year", type="blog", authors=[GRAY], published="2021"),
]
BEGINNINGS = {
    "apa": [
        "Abel, A. (2020). Alone",
        "Éclair. (2020)",
        "Gray, I. (n.d.-a). An older one",
        "Gray, I. (n.d.-b). Undated",
        "Gray, I. (2020a). First way",
        "Gray, I. (2020b). The second way",
        "Gray, I. (2021a). In that year",
        "Gray, I. (2021b, April 3). In April",
        "Gray, I. (2021c, June 3). In June",
        "Gray, I. (in press). Soon",
        "Gray, I., & Abel, A. (2019). Joint work",
    ],
    "harvard": [
        "Abel, A. (2020) Alone",
        "Éclair (2020)",
        "Gray, I. (no date a) An older one",
        "Gray, I. (no date b) Undated",
        "Gray, I. (2020a) First way",
        "Gray, I. (2020b) The second way",
        "Gray, I. (2021a) \N{LEFT SINGLE QUOTATION MARK}In April’",
        "Gray, I. (2021b) \N{LEFT SINGLE QUOTATION MARK}In June’",
        "Gray, I. (2021c) \N{LEFT SINGLE QUOTATION MARK}In that year’",
        "Gray, I. (in press) Soon",
        "Gray, I. and Abel, A. (2019) Joint work",
    ],
}


@pytest.mark.parametrize("style", BEGINNINGS)
def test_a_list_is_sorted_and_lettered(style: str) -> None:
    found = [reference.text for reference in bibliography([*MIXED, MIXED[0]], style)]
    assert len(found) == len(MIXED)
    assert [text[: len(start)] for text, start in zip(found, BEGINNINGS[style], strict=True)] == BEGINNINGS[style]


def test_a_list_in_another_order_keeps_it_and_its_letters() -> None:
    texts = [reference.text for reference in cite_together(MIXED[:2])]
    assert texts == ["Gray, I. (2020b). The second way. Forum.", "Gray, I. (2020a). First way. Forum."]


def test_one_resource_has_no_letter_and_nor_have_other_creators_or_years() -> None:
    others = [MIXED[0], MIXED[2], MIXED[7], resource("Next", authors=[GRAY], published="2022")]
    assert not any("a)" in reference.text for reference in cite_together(others))
    assert cite_together([MIXED[0]])[0].text == "Gray, I. (2020). The second way. Forum."


def test_a_host_and_an_author_of_one_name_are_told_apart() -> None:
    shows = [
        resource("One", type="audio", authors=[{**GRAY, "role": "host"}], published="2020"),
        resource("Two", authors=[GRAY], published="2020"),
    ]
    assert [reference.text[:25] for reference in cite_together(shows)] == [
        "Gray, I. (Host). (2020a).",
        "Gray, I. (2020b). Two. Fo",
    ]


def test_more_than_the_alphabet_has_double_letters() -> None:
    many = [resource(f"Number {n:02}", authors=[GRAY], published="2020") for n in range(28)]
    assert [reference.text[:17] for reference in cite_together(many)][25:] == [
        "Gray, I. (2020z).",
        "Gray, I. (2020aa)",
        "Gray, I. (2020ab)",
    ]


def person(name: str) -> dict[str, str]:
    family, _, given = name.partition(", ")
    return {"family": family, **({"given": given} if given else {})}


#: Names in the order of a list (APA 7, 9.44 to 9.49; Cite Them Right says "alphabetical" alone).
IN_ORDER = {
    "spaces and marks of family names do not count": [
        "Benjamin, A. S.",
        "ben Yaakov, D.",
        "Denzin, N. K.",
        "de Onís, C.",
        "Devlin, T.",
    ],
    "nothing comes before something": ["Brown, J. R.", "Browning, A. R."],
    "an initial comes before two": ["Gray, I.", "Gray, I. A."],
    "a short name before one of several words": ["Gray, Z.", "Gray Adams, I."],
    "letters with strokes are among the others": ["Lee, A.", "Łodzki, B.", "Low, C.", "Ødegaard, A.", "Orr, B."],
    "a particle is part of the name": ["Vance, B.", "van der Berg, A.", "von Essen, C."],
    "apostrophes do not count": ["Oakes, A.", "O’Brien, B.", "Odum, C."],
}


@case_table("style", BEGINNINGS)
@case_table("rule", IN_ORDER)
def test_names_are_in_the_order_of_the_styles(rule: str, style: str) -> None:
    names = IN_ORDER[rule]
    works = [resource(f"Work {n}", authors=[person(name)], published="2020") for n, name in enumerate(names)]
    found = [reference.text for reference in bibliography(works[::-1], style)]
    assert found == [reference.text for reference in cite_together(works, style)]


@pytest.mark.parametrize("style", BEGINNINGS)
def test_one_author_comes_before_the_same_with_others(style: str) -> None:
    works = [
        resource("Last", authors=[person("Gray, I. A.")], published="2001"),
        resource("Alone", authors=[person("Gray, I.")], published="2020"),
        resource("Together", authors=[person("Gray, I."), person("Adams, B.")], published="1999"),
    ]
    assert bibliography(works, style) == cite_together([works[1], works[2], works[0]], style)


@pytest.mark.parametrize("style", BEGINNINGS)
def test_groups_are_sorted_without_their_article(style: str) -> None:
    names = ["The British Society", "Care Forum", "An Open Group", "Theatre Trust"]
    works = [resource(name.lower(), authors=[{"organisation": name}], published="2020") for name in names]
    assert bibliography(works[::-1], style) == cite_together(works, style)


def test_apa_sorts_a_number_as_its_words_and_harvard_before_all_letters() -> None:
    titles = ["Five boards", "50 ways", "Nine", "1984", "Once", "3000 years", "Zero"]
    works = {title: resource(f"{title}", authors=[], publisher=None, published="2020") for title in titles}
    apa = [reference.text.partition(". (")[0] for reference in bibliography(works.values())]
    assert apa == ["50 ways", "Five boards", "Nine", "1984", "Once", "3000 years", "Zero"]
    harvard = [reference.text.partition(" (")[0] for reference in bibliography(works.values(), "harvard")]
    assert harvard == ["1984", "3000 years", "50 ways", "Five boards", "Nine", "Once", "Zero"]


@case_table(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (40, "forty"),
        (99, "ninety nine"),
        (100, "one hundred"),
        (365, "three hundred sixty five"),
        (1000, "one thousand"),
        (1100, "one thousand one hundred"),
        (1945, "nineteen forty five"),
        (9999, "nine thousand nine hundred ninety nine"),
    ],
)
def test_a_number_in_words(number: int, words: str) -> None:
    assert spoken(number) == words


@pytest.mark.parametrize("style", BEGINNINGS)
def test_an_author_and_the_same_person_as_editor_have_letters(style: str) -> None:
    works = [
        resource("Boards", type="book", authors=[GRAY], published="2020"),
        resource("Alliances", type="book", editors=[GRAY], published="2020"),
    ]
    start = {
        "apa": ["Gray, I. (Ed.). (2020a)", "Gray, I. (2020b)"],
        "harvard": ["Gray, I. (ed.) (2020a)", "Gray, I. (2020b)"],
    }
    found = bibliography(works, style)
    assert [one.text.startswith(begin) for one, begin in zip(found, start[style], strict=True)] == [True, True]


@pytest.mark.parametrize("name", ["text", "markdown"])
@pytest.mark.skipif(not shutil.which("node"), reason="Node.js is not installed; CI has it")
def test_browsers_letter_a_list_as_python_does(name: str) -> None:
    odd = [
        resource("Emoji", authors=[{"organisation": "Group 😀 *(2020)*"}], published="2020"),
        resource("Other", authors=[{"organisation": "Group 😀 *(2020)*"}], published="2020"),
        resource("אחד", authors=[{"family": "כהן", "given": "דן"}], published="2020", language="he"),
        resource("שתים", authors=[{"family": "כהן", "given": "דן"}], published="2020", language="he"),
    ]
    resources = [*MIXED, *odd]
    form = FORMATS[name]
    given = json.dumps({r.id: {"text": form.piece(r), "letter": letter_places(r)} for r in resources})
    code = f"""
        import {{ addLetters }} from {json.dumps(SCRIPT.as_uri())};
        const all = Object.entries({given});
        const texts = new Map(all.map(([key, {{ text }}]) => [key, text]));
        addLetters(texts, new Map(all.map(([key, {{ letter }}]) => [key, letter])), {json.dumps(name)});
        process.stdout.write(JSON.stringify([...texts.values()]));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pieces = json.loads(done.stdout)
    isolates = dict.fromkeys((0x2068, 0x2069))  # a letter from left to right may make them needless
    together = form.head + form.between.join(pieces) + form.tail
    assert together.translate(isolates) == form.write(resources).translate(isolates)
    assert "2020a" in form.write(resources)
