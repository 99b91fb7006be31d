"""BibTeX and BibLaTeX as databases, reference managers and people write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casetable import case_table
from learning_pathway.formats.bibtex_reader import read_bibtex
from learning_pathway.formats.model import Record
from learning_pathway.imports.readers import read_file

GRAY = {"family": "Gray", "given": "Ida"}


def read(text: str) -> list[Record]:
    source = read_bibtex(text)
    assert source.refused == ()
    return list(source.records)


def only(text: str) -> dict[str, Any]:
    (record,) = read(text)
    return record.facts


def test_two_pairs_of_braces_as_web_of_science_writes_them() -> None:
    facts = only(
        "@article{wos,\nAuthor = {Gray, Ida and Lowe, Tom},\nTitle = {{Leading across boundaries}},\n"
        "Journal = {{PUBLIC REVIEW}},\nYear = {{2018}},\nMonth = {{OCT 1}},\nDOI = {{10.1000/example.033}},\n}\n"
    )
    assert (facts["title"], facts["container"]) == ("Leading across boundaries", "PUBLIC REVIEW")
    assert (facts["published"], facts["doi"]) == ("2018", "10.1000/example.033")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("{{Who {Leads} the NHS?}}", "Who Leads the NHS?"),
        ("{{{Three}} pairs}", "Three pairs"),
        ("{Inter{A}gency e{M}eetings}", "InterAgency eMeetings"),
        ('"A {"}quoted{"} word"', 'A "quoted" word'),
        ("{{A} and {B}}", "A and B"),
    ],
)
def test_braces_group_and_are_no_part_of_a_title(written: str, title: str) -> None:
    assert only(f"@book{{x, title={written}}}")["title"] == title


def test_strings_are_joined_with_a_number_sign() -> None:
    facts = only(
        "@string{ch = {Chair, Ann}}\n@book{c, author = ch # { and Second, Ben}, "
        'title = "Joint " # {work}, year = 2015, publisher={House}}\n'
    )
    assert facts["title"] == "Joint work"
    assert facts["authors"] == [{"family": "Chair", "given": "Ann"}, {"family": "Second", "given": "Ben"}]


def test_abbreviations_stand_in_round_brackets_too_and_in_either_case() -> None:
    text = (
        '@STRING( Hp = "Harbour (North) Press" )\n@book(x, title = "A (b) c", publisher = hP # ", Leeds", year = 2001)'
    )
    assert only(text)["publisher"] == "Harbour (North) Press, Leeds"


def test_an_abbreviation_that_no_one_defines_is_kept_and_told_with_its_line() -> None:
    (record,) = read("@article{x,\n  title = {T},\n  journal = prl,\n  year = 2001\n}")
    assert record.facts["container"] == "prl"
    assert record.unmapped == ["line 3, journal: prl (an abbreviation that the file does not define; kept as it is)"]


def test_accents_of_every_author_are_kept() -> None:
    facts = only(
        "@article{x, author = {Gray, Ida and \\'Etienne, Zo\\'e and \\O{}stergaard, \\AA{}sa and \\v{S}imek, Petr},"
        " title = {Names}, journal={J}, year=2019}\n"
    )
    assert [(p["family"], p["given"]) for p in facts["authors"]] == [
        ("Gray", "Ida"), ("Étienne", "Zoé"), ("Østergaard", "Åsa"), ("Šimek", "Petr")
    ]  # fmt: skip


@case_table(
    ("written", "family", "given"),
    [
        (r"\~Nu{\~n}ez, Jos{\'{e}}", "Ñuñez", "José"),
        (r"{\c C}elik, \'{I}nci", "Çelik", "Ínci"),
        (r"de la Cr{\`u}z, Mar{\'\i}a", "de la Crùz", "María"),
        (r"Ho{\`a}ng V\u{a}n", "Văn", "Hoàng"),
        (r"{\relax Ch}arles {\"O}zil", "Özil", "Charles"),
        ("family=Berg, given=Anna, prefix=van den", "van den Berg", "Anna"),
    ],
)
def test_a_name_in_latex_is_read_letter_by_letter(written: str, family: str, given: str) -> None:
    facts = only(f"@book{{x, title={{T}}, author={{First, Ann and {written}}}}}")
    assert facts["authors"][1] == {"family": family, "given": given}


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("{Why 50% of partnerships fail --- and what to do}", "Why 50% of partnerships fail — and what to do"),
        (r"{12\% and 88% of C# teams}", "12% and 88% of C# teams"),
        (r"{Rules \#1 & 2: a_b}", "Rules #1 & 2: a_b"),
        ("{100%\n  of it}", "100% of it"),
    ],
)
def test_a_percent_or_number_sign_begins_no_comment_in_a_value(written: str, title: str) -> None:
    assert only(f"@article{{x, author={{Gray, Ida}}, title={written}, journal={{J}}, year=2019}}")["title"] == title


def test_words_before_an_entry_are_no_part_of_it() -> None:
    text = "% kept by ida@example.org, 100% {unclosed\n@comment{ @ } @book{x, title={T}}\n Written by a@b.org\n"
    assert only(text)["title"] == "T"


def test_what_a_part_does_not_say_its_whole_says() -> None:
    part, whole = read(
        "@incollection{part, author={Gray, Ida}, title={A part}, pages={1--9}, crossref={whole}}\n"
        "@book{whole, editor={Lowe, Tom}, title={The whole book}, publisher={House}, year={2010}}\n"
    )
    assert (part.facts["container"], part.facts["published"], part.facts["publisher"]) == (
        "The whole book", "2010", "House"
    )  # fmt: skip
    assert part.facts["editors"] == [{"family": "Lowe", "given": "Tom"}]
    assert (part.facts["authors"], whole.facts["title"]) == ([GRAY], "The whole book")


def test_a_part_keeps_its_own_year_and_never_the_address_of_its_whole() -> None:
    part, _ = read(
        "@inproceedings{p, title={P}, year=2011, CROSSREF={W}}\n"
        "@proceedings{w, title={W}, subtitle={S}, date={2010-05}, doi={10.1000/whole}, url={https://example.org/w}}"
    )
    assert (part.facts["published"], part.facts["container"]) == ("2011", "W: S")
    assert not {"doi", "url"} & part.facts.keys()


def test_shared_facts_come_from_xdata_also_through_others() -> None:
    (book,) = read(
        "@xdata{city, location={Leeds}}\n@xdata{house, publisher={House}, xdata={city}}\n"
        "@book{b, title={B}, xdata={house}}"
    )
    assert (book.facts["publisher"], book.facts["place"]) == ("House", "Leeds")


@pytest.mark.parametrize("whole", ["", "@book{w, title={W}, crossref={p}}"])
def test_a_reference_to_no_entry_or_in_a_circle_is_told(whole: str) -> None:
    first, *_ = read(f"@incollection{{p, title={{P}}, crossref={{w}}}}\n{whole}")
    assert first.facts["title"] == "P"
    if not whole:
        assert first.unmapped == ["line 1, crossref: w (the file has no such entry)"]


@pytest.mark.parametrize(
    ("kind", "editors", "authors"),
    [("director", 0, 1), ("producer", 0, 0), ("compiler", 1, 0), ("host", 0, 1), ("editor", 1, 0)],
)
def test_what_an_editor_did_is_in_the_type_of_editor(kind: str, editors: int, authors: int) -> None:
    (record,) = read(
        f"@video{{f, editor={{Gray, Ida}}, editortype={{{kind}}}, title={{A film about trust}}, date={{2019-03}}, "
        "url={https://example.org/film}}"
    )
    assert record.facts["title"] == "A film about trust"
    assert (len(record.facts["editors"]), len(record.facts["authors"])) == (editors, authors)
    assert ("Gray" in str(record.unmapped)) == (kind == "producer")


@pytest.mark.parametrize("field", ["note", "annote", "annotation", "comment", "review"])
def test_what_someone_noted_stays_private(field: str) -> None:
    facts = only(f"@article{{x, title={{T}}, {field} = {{not convinced, ask Tom}}}}")
    assert (facts["note"], "why" in facts) == ("not convinced, ask Tom", False)


def test_a_command_that_is_not_understood_keeps_its_words_and_is_told() -> None:
    (record,) = read("@article{x,\n title = {A \\strange{kind} of \\href{https://e.org}{trust}, \\mbox{kept}}}")
    assert record.facts["title"] == "A kind of trust, kept"
    assert [said.split(" (")[0] for said in record.unmapped] == ["line 2, title: \\strange", "line 2, title: \\href"]


def test_every_field_that_has_no_place_is_told_with_its_line() -> None:
    (record,) = read(
        "@article{x,\n title={T},\n affiliation={A Lab},\n file={:C\\:/a.pdf:PDF},\n month={Hilary term},\n year=1999}"
    )
    assert {said.split(" (")[0].partition(", ")[2] or said.split(" (")[0] for said in record.unmapped} >= {
        "affiliation: A Lab", "month: Hilary term"
    }  # fmt: skip
    assert any("file" in said for said in record.unmapped)


def test_an_entry_that_is_damaged_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text(
        "@book{a, title={A}}\n@book{b, title={B, year=2000}\n@book{c, title={C}}\n@book{d title\n@book{e, title={E}}",
        encoding="utf-8",
    )
    source = read_file(tmp_path / "x.bib")
    assert [record.key for record in source] == ["a", "c", "e"]
    assert [(refusal.line, refusal.name) for refusal in source.refused] == [(2, "b"), (4, "d")]


@case_table(
    ("written", "published"),
    [
        ("date = {2012-22}", "2012-22"),
        ("date = {2019/2020}", "2019/2020"),
        ("date = {2015/..}", "2015/.."),
        ("year = {2019--2020}", "2019/2020"),
        ("year = {c2004}", "2004"),
        ("year = {{[2004]}}", "2004"),
    ],
)
def test_seasons_spans_and_years_of_cataloguers_are_kept(written: str, published: str) -> None:
    assert only(f"@book{{x, title={{T}}, {written}}}")["published"] == published


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (r'"A \"{u}ber word"', "A über word"),
        (r'"An \"uber word"', "An über word"),
        (r'"Na{\"\i}ve"', "Naïve"),
        (r'"Zo\"e and \"Oz"', "Zoë and Öz"),
        (r'"plain" # { and joined}', "plain and joined"),
    ],
)
def test_an_accent_between_quotation_marks_ends_no_value(written: str, title: str) -> None:
    assert only(f"@book{{x, title = {written}, year = 2001}}")["title"] == title


@case_table(
    ("fields", "published"),
    [
        ('month = jan # "~15"', "2001-01-15"),
        ('month = "3~" # mar', "2001-03-03"),
        ("month = {15 September}", "2001-09-15"),
        ('month = feb # "~31"', "2001-02"),
        ("month = {OCT 1}", "2001"),
        ("month = may", "2001-05"),
    ],
)
def test_a_day_may_stand_beside_its_month(fields: str, published: str) -> None:
    assert only(f"@book{{x, title = {{T}}, year = 2001, {fields}}}")["published"] == published


@pytest.mark.parametrize("year", ["in press", "Forthcoming", "to appear"])
def test_what_is_not_out_yet_is_in_press(year: str) -> None:
    facts = only(f"@article{{x, title = {{T}}, journal = {{J}}, year = {{{year}}}}}")
    assert facts["in_press"] is True
    assert "published" not in facts


@pytest.mark.parametrize(
    ("kind", "key", "genre"),
    [
        ("thesis", "phdthesis", "PhD thesis"),
        ("thesis", "mathesis", "Master's thesis"),
        ("report", "techreport", "Technical report"),
        ("report", "Working paper", "Working paper"),
    ],
)
def test_a_type_that_is_a_key_becomes_words(kind: str, key: str, genre: str) -> None:
    assert only(f"@{kind}{{x, title = {{T}}, type = {{{key}}}, date = {{2001}}}}")["genre"] == genre


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Motion picture", "video"),
        ("Video recording", "video"),
        ("Podcast", "audio"),
        ("Blog post", "blog"),
        ("Leaflet", "web-page"),
    ],
)
def test_the_type_of_a_misc_entry_tells_what_it_is(words: str, kind: str) -> None:
    assert only(f"@misc{{x, title = {{T}}, type = {{{words}}}, date = {{2001}}}}")["type"] == kind


def test_of_several_addresses_the_first_is_kept_and_the_others_are_told() -> None:
    (record,) = read("@misc{x, title = {T}, url = {https://example.org/a https://example.org/b?c=1;2}}")
    assert record.facts["url"] == "https://example.org/a"
    assert [(each.name, each.value) for each in record.left_out] == [("url", "https://example.org/b?c=1;2")]
    assert only("@misc{x, title = {T}, url = {https://example.org/a;b,c}}")["url"] == "https://example.org/a;b,c"


@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("The {Native Harbour Holocaust} Experience in Time", "The Native Harbour Holocaust experience in time"),
        (
            "Summary of the {National Health Survey}: {U.S.} Adults",
            "Summary of the National Health Survey: U.S. adults",
        ),
        ("A Long View of {Open Space} Meetings and {P}ower", "A long view of Open Space meetings and Power"),
        ("What to Do and {What} Not to Do in {Open Space}", "What to do and What not to do in Open Space"),
    ],
)
def test_braces_keep_the_capitals_of_names_in_references(written: str, cited: str) -> None:
    assert only(f"@article{{a, title = {{{written}}}, journal = {{J}}}}")["title_sentence"] == cited


@pytest.mark.parametrize(
    "written",
    [
        "{T}he {E}ffects of {P}ower in {Z}ones",
        "{Working in Open Space}",
        "{Working in {Open Space} Meetings Now}",
        "A {Bayesian} View of {NHS} Boards and Their Work",
        "{\\'E}tude of {\\LaTeX} Users and Their Work",
    ],
)
def test_braces_that_say_nothing_new_make_no_further_title(written: str) -> None:
    assert "title_sentence" not in only(f"@article{{a, title = {{{written}}}, journal = {{J}}}}")
    assert "title_sentence" not in only(f"@article{{a, title = {{Der {written} Rose}}, langid = {{german}}}}")


@pytest.mark.parametrize("others", ["others", "{others}", "{{others}}"])
def test_further_people_are_told_and_no_one_is_called_others(others: str) -> None:
    (record,) = read(
        f"@book{{a, title = {{T}}, author = {{Gray, Ida and {others}}}, editor = {{Gray, Ida and {others}}}}}"
    )
    assert (record.facts["authors"], record.facts["editors"]) == ([GRAY], [GRAY])
    assert [part.reason for part in record.left_out] == [
        "further authors are not named",
        "further editors are not named",
    ]
