"""References to works and by people in scripts of the whole world: order of names, direction, closing marks."""

# ruff: noqa: RUF001 - texts in their own scripts

from __future__ import annotations

from html import unescape
from typing import Any

import pytest

from casetable import case_table
from learning_pathway.catalogue.model import Person, Resource
from learning_pathway.citation import STYLES, cite
from learning_pathway.citation.reference import ends
from learning_pathway.formats.csl_json import csl_item
from learning_pathway.formats.ris_writer import ris_record

HEBREW = [{"family": "כהן", "given": "רות"}, {"family": "לוי", "given": "דן"}]


def resource(**facts: Any) -> Resource:
    return Resource.model_validate({"id": "r", "type": "book", "title": "A title", "published": "2020", **facts})


@case_table(
    ("family", "given", "name"),
    [
        ("王", "小明", "王小明"),
        ("欧阳", "修", "欧阳修"),
        ("山田", "はな子", "山田はな子"),
        ("サトウ", "花子", "サトウ花子"),
        ("김", "철수", "김철수"),
        ("𠮷田", "一", "𠮷田一"),
        ("スミス", "ジョン", "ジョン スミス"),
        ("Wang", "Xiaoming", "Xiaoming Wang"),
        ("Nagy", "Éva", "Éva Nagy"),
        ("Nguyễn", "Văn An", "Văn An Nguyễn"),
        ("王", "Jack", "Jack 王"),
        ("כהן", "רות", "רות כהן"),
    ],
)
def test_the_script_of_a_name_decides_its_order(family: str, given: str, name: str) -> None:
    assert Person(family=family, given=given).name == name


@case_table("style", STYLES)
@case_table(
    ("family", "given", "cited"), [("王", "小明", "王小明"), ("김", "철수", "김철수"), ("山田", "太郎", "山田太郎")]
)
def test_east_asian_names_are_cited_whole(style: str, family: str, given: str, cited: str) -> None:
    text = cite(resource(authors=[{"family": family, "given": given}]), style).text
    assert text.startswith(f"{cited}{'.' if style == 'apa' else ''} (2020)")
    chapter = resource(type="chapter", container="A book", editors=[{"family": family, "given": given}])
    assert f"n {cited} (" in cite(chapter, style).text


@pytest.mark.parametrize("style", STYLES)
def test_east_asian_names_stand_beside_others_in_a_list(style: str) -> None:
    people = [
        {"family": "王", "given": "小明"},
        {"family": "スミス", "given": "ジョン"},
        {"family": "Gray", "given": "Ida"},
    ]
    joined = {
        "apa": "王小明, スミス, ジョン, & Gray, I. (2020)",
        "harvard": "王小明, スミス, ジョン and Gray, I. (2020)",
    }
    assert cite(resource(authors=people), style).text.startswith(joined[style])


def test_files_for_other_software_keep_the_parts_of_a_name() -> None:
    person = resource(authors=[{"family": "王", "given": "小明"}])
    assert csl_item(person)["author"] == [{"family": "王", "given": "小明"}]
    assert "AU  - 王, 小明" in ris_record(person)


@pytest.mark.parametrize("style", STYLES)
def test_a_name_from_right_to_left_moves_nothing_around_it(style: str) -> None:
    reference = cite(resource(authors=HEBREW, publisher="הוצאת אופק"), style)
    between = {"apa": ", &amp; ", "harvard": " and "}[style]
    after = {"apa": " (2020). ", "harvard": " (2020) "}[style]
    assert reference.html.startswith(f"<bdi>כהן, ר.</bdi>{between}<bdi>לוי, ד.</bdi>{after}<i>A title</i>")
    assert "<bdi>הוצאת אופק</bdi>." in reference.html
    assert reference.isolated_text.startswith(
        f"\u2068כהן, ר.\u2069{unescape(between)}\u2068לוי, ד.\u2069{after}A title"
    )
    assert "\u2068" in reference.isolated_markdown
    assert not {"\u2068", "\u2069"} & {*reference.text, *reference.markdown}


@pytest.mark.parametrize("style", STYLES)
def test_a_title_keeps_the_direction_of_its_language(style: str) -> None:
    assert (
        '<bdi lang="he">מנהיגות (part 1): למה?</bdi>'
        in cite(resource(title="מנהיגות (part 1): למה?", language="he"), style).html
    )
    latin_first = cite(resource(title="OKR למנהיגים", language="he"), style)
    assert '<bdi lang="he" dir="rtl">OKR למנהיגים</bdi>' in latin_first.html
    assert "\u2068\u200fOKR למנהיגים\u2069" in latin_first.isolated_text
    romanised = cite(resource(title="Manhigut", language="he"), style)
    assert '<span lang="he" dir="rtl">Manhigut</span>' in romanised.html


@case_table("style", STYLES)
@case_table(
    ("title", "language"),
    [
        ("ما هي القيادة؟", "ar"),
        ("قیادت کیا ہے۔", "ur"),
        ("协作领导力。", "zh"),
        ("信任是什么？", "zh"),
        ("「信頼とは何か？」", "ja"),
        ("नेतृत्व क्या है।", "hi"),
        ("ምንድን ነው።", "am"),
        ("Ի՞նչ է դա։", "hy"),
        ("Τι είναι ηγεσία;", "el"),
        ("အဘယ်နည်း။", "my"),
        ("O que é liderança?!", "pt"),
        ("信任……", "zh"),
    ],
)
def test_no_full_stop_follows_a_mark_that_closes_a_title(style: str, title: str, language: str) -> None:
    reference = cite(resource(title=title, language=language, publisher="Press", authors=HEBREW), style)
    assert ends(title)
    assert f"{title} Press." in reference.text
    assert f"{title}." not in reference.text


def test_a_semicolon_closes_only_a_greek_sentence() -> None:
    assert not ends("One; two;")
    assert ends("Γιατί;")
