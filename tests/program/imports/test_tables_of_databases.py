"""Tables that databases export, and what people save from spreadsheets."""

from __future__ import annotations

import pytest

from casetable import case_table
from learning_pathway.formats.csv_reader import read_table
from learning_pathway.formats.model import Record
from learning_pathway.formats.ris_reader import read_ris

IEEE = (
    '"Document Title",Authors,"Author Affiliations","Publication Title",Date Added To Xplore,"Publication Year",'
    '"Volume","Issue","Start Page","End Page","Abstract","ISSN",ISBNs,"DOI",PDF Link,"Document Identifier"\n'
    '"Sensing the tide","O. Marsh; L. M. Tarn","Univ","IEEE Estuary Journal","12 Mar 2021","2021","9","2","33","41",'
    '"","9999-9021","","10.5555/iej.2021.33","https://ieeexplore.ieee.org/1","IEEE Journals"\n'
)
LENS = (
    "Lens ID,Title,Date Published,Publication Year,Publication Type,Source Title,ISSNs,Publisher,Author/s,Volume,"
    "Issue Number,Start Page,End Page,DOI,Citing Works Count\n"
    "000-000-001,Low water,2020-05-04,2020,journal article,Estuary Studies,99999021;9999903X,Tidewater Press,"
    '"Odile Marsh; Kit Heron",7,1,3,19,10.5555/es.2020.3,12\n'
    "000-000-002,A thesis on tides,2018,2018,dissertation,,,University of Saltmarsh,Lowri Tarn,,,,,,\n"
)
PUBMED = (
    "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n"
    '35000001,"Huddles on wards.","Marsh O, Tarn LM, De la Cruz P.","Qual Estuary Care. 2018",Marsh O,'
    "Qual Estuary Care,2018,2018/02/03,,,10.5555/qec.2018.112\n"
)


def only(text: str) -> Record:
    (record,) = read_table(text).records
    return record


def names(record: Record) -> list[str]:
    return [", ".join(filter(None, (each.get("family"), each.get("given")))) for each in record.facts["authors"]]


def test_ieee_xplore() -> None:
    record = only(IEEE)
    assert record.facts.items() >= {
        "type": "journal-article", "title": "Sensing the tide", "container": "IEEE Estuary Journal", "pages": "33-41",
        "published": "2021", "doi": "10.5555/iej.2021.33", "database": "IEEE Xplore",
    }.items()  # fmt: skip
    assert names(record) == ["Marsh, O.", "Tarn, L. M."]
    assert read_table(IEEE).program == "IEEE Xplore"


def test_lens() -> None:
    article, thesis = read_table(LENS).records
    assert article.facts.items() >= {
        "type": "journal-article", "published": "2020-05-04", "container": "Estuary Studies", "pages": "3-19",
        "accession_number": "000-000-001",
    }.items()  # fmt: skip
    assert names(article) == ["Marsh, Odile", "Heron, Kit"]
    assert (thesis.facts["type"], thesis.facts["published"]) == ("thesis", "2018")


def test_pubmed() -> None:
    record = only(PUBMED)
    assert record.facts.items() >= {
        "type": "journal-article", "title": "Huddles on wards", "container": "Qual Estuary Care",
        "accession_number": "35000001", "database": "PubMed",
    }.items()  # fmt: skip
    assert names(record) == ["Marsh, O", "Tarn, LM", "De la Cruz, P"]


@pytest.mark.parametrize("name", ["id", "ID", "Id", "key", "EID"])
def test_the_ids_of_a_file_never_become_ids_here(name: str) -> None:
    record = only(f"{name},title,type\n2-s2.0-1,Ebb,report\n")
    assert "id" not in record.facts
    assert record.key == ("2-s2.0-1" if name != "EID" else "")


@pytest.mark.parametrize(
    ("above", "said"),
    [
        ("sep=;\n", ""),
        ('"sep=;"\n\n', ""),
        ("Reading list of the forum\n\n", "Reading list of the forum"),
        ('"Exported on 5 January, 2024; title and abstract"\n', "Exported on 5 January, 2024"),
        ("\n\n", ""),
    ],
)
def test_lines_above_the_names_of_the_columns(above: str, said: str) -> None:
    source = read_table(f"{above}Title;Year;Link\nEbb;2019;https://www.example.org/ebb\n")
    (record,) = source.records
    assert (record.facts["title"], record.facts["published"]) == ("Ebb", "2019")
    assert record.line == above.count("\n") + 2
    assert [remark for remark in source.remarks if remark.startswith("Left out")] == (
        [remark for remark in source.remarks if said in remark and remark.startswith("Left out")] if said else []
    )
    assert not said or any(said in remark for remark in source.remarks)


def test_a_table_without_a_title_is_refused_with_its_columns() -> None:
    source = read_table("Name of it;Year\nEbb;2019\n")
    assert not source.records or source.records[0].facts["title"] == "Ebb"
    (refused,) = read_table("Colour;Weight\nred;3\n").refused
    assert "No column is called `title`" in refused.reason


def test_the_exacter_of_two_dates_is_kept_and_another_is_told() -> None:
    record = only("title,published,year\nEbb,2019-05-04,2019\n")
    assert record.facts["published"] == "2019-05-04"
    assert record.left_out == []
    record = only("title,published,year\nEbb,2019-05-04,2021\n")
    assert [part.value for part in record.left_out] == ["2021"]


def test_in_press_stands_in_place_of_a_date() -> None:
    for words in ("in press", "Forthcoming", "(accepted)"):
        assert only(f"title,published\nEbb,{words}\n").facts["in_press"] is True


WOS = (
    "Publication Type\tAuthors\tArticle Title\tSource Title\tPublication Year\tVolume\tStart Page\tEnd Page\t"
    "Article Number\tUT (Unique WOS ID)\n"
    "J\tMarsh, O; Tarn, L\tEbb\tEstuary Studies\t2020\t3\t\t\te12\tWOS:0001\n"
)
PERISH = (
    "Cites,Authors,Title,Year,Source,Publisher,ArticleURL,CitesURL,GSRank,QueryDate,Type\n"
    '12,"O Marsh, L Tarn",Ebb,2020,Estuary Studies,Tide,https://www.example.org/e,https://x.example,1,2024-01-01,PDF\n'
)
RAYYAN = (
    "key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,publisher,location,abstract,notes\n"
    'rayyan-1,Ebb,2020,5,4,Estuary Studies,,3,1,4-9,"Marsh, Odile and Tarn, Lowri",,eng,Tide,London,,Ask Tom\n'
)
COVIDENCE = (
    "Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,DOI,Ref,Covidence #,Study,Notes\n"
    'Ebb,"Marsh, O.; Tarn, L.",,2020,May,Estuary Studies,3,1,4-9,10.5555/x.2,1,#12,Marsh 2020,Ask Tom\n'
)


@pytest.mark.parametrize(
    ("text", "published"), [(WOS, "2020"), (PERISH, "2020"), (RAYYAN, "2020-05-04"), (COVIDENCE, "2020-05")]
)
def test_other_databases_and_tools_for_reviews(text: str, published: str) -> None:
    record = only(text)
    assert record.facts.items() >= {
        "type": "journal-article", "title": "Ebb", "container": "Estuary Studies", "published": published,
    }.items()  # fmt: skip
    assert [person["family"] for person in record.facts["authors"]] == ["Marsh", "Tarn"]
    assert record.left_out == []
    assert not [remark for remark in read_table(text).remarks if "not understood" in remark]


def test_notes_in_tools_for_reviews_are_private() -> None:
    assert only(RAYYAN).facts["note"] == only(COVIDENCE).facts["note"] == "Ask Tom"
    assert only(WOS).facts["pages"] == "e12"


@pytest.mark.parametrize("name", ["Year", "Published Year", "Publication date", "Year of publication", "pub. year"])
def test_columns_of_years_are_understood(name: str) -> None:
    assert only(f"title,{name}\nEbb,2019\n").facts["published"] == "2019"


@pytest.mark.long
def test_hostile_tables_cost_little() -> None:
    names = "a. " * 60_000
    source = read_table(f'"{"x" * 300_000}"\n' + "title," * 20_000 + "\nEbb\n")
    assert source.refused or source.records
    table = f'Authors,Title,Year,Source title,EID\n"{names}",Ebb,2019,Tides,1\n'
    (record,) = read_table(table).records
    assert record.facts["title"] == "Ebb"


PARTS = {
    "key,title,year,month,day,journal,location,notes\nr-1,T,2020,5,,J,,\n": "2020-05",
    "key,title,year,month,day,journal,location,notes\nr-1,T,2020,May,7,J,,\n": "2020-05-07",
    "key,title,year,month,day,journal,location,notes\nr-1,T,2020,0,,J,,\n": "2020",
    "Title,Published Year,Published Month,Journal,Covidence #\nT,2020,Mar-Apr,J,#1\n": "2020",
    "Title,Published Year,Published Month,Journal,Covidence #\nT,2020,Sept,J,#1\n": "2020-09",
    "Title,Published_on,Overton URL\nT,2020-05-06,https://app.overton.io/1\n": "2020-05-06",
    "title,published on\nT,6 May 2020\n": "2020-05-06",
}


@case_table("text", PARTS)
def test_dates_are_put_together_from_several_columns(text: str) -> None:
    (record,) = read_table(text).records
    assert record.facts["published"] == PARTS[text]


def test_policy_documents_of_overton() -> None:
    header = (
        "Overton id,Title,Document type,Published_on,Authors,Source title,Source country,Document URL,Overton URL\n"
    )
    row = '1,Harbour,Publication,2020,"Gray, Ida; Lowe, Tom",Leith,UK,https://example.org/x,https://o.example\n'
    (record,) = read_table(header + row).records
    facts = record.facts
    assert (facts["type"], facts["publisher"], facts["url"]) == ("report", "Leith", "https://example.org/x")
    assert [person["family"] for person in facts["authors"]] == ["Gray", "Lowe"]
    assert [str(part) for part in record.left_out] == ["Document type: Publication", "Source country: UK"]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("Keys (2014) 3:3 (152-160). Date of Publication: 2014", ("Keys", "2014", "3", "3", "152-160")),
        ("Keys and Locks (2018) 45 (e12)", ("Keys and Locks", "2018", "45", None, "e12")),
        ("Keys (2019). Date of Publication: 1 May 2019", ("Keys", "2019", None, None, None)),
        ("Keys", ("Keys", None, None, None, None)),
    ],
)
def test_where_an_article_of_embase_is(source: str, wanted: tuple[str | None, ...]) -> None:
    header = "Title,Author Names,Source,Emtree Medical Index Terms"
    (record,) = read_table(f'{header}\nA key,"Marsh O., van Dijk T.S.",{source},x\n').records
    assert tuple(record.facts.get(name) for name in ("container", "published", "volume", "issue", "pages")) == wanted
    assert record.facts["authors"] == [{"family": "Marsh", "given": "O."}, {"family": "van Dijk", "given": "T.S."}]


@pytest.mark.parametrize("cell", ["Marsh O, van Dijk TS", "Marsh O., van Dijk T.S."])
def test_people_as_medical_journals_list_them(cell: str) -> None:
    (record,) = read_table(f'title,authors\nA key,"{cell}"\n').records
    assert [person["family"] for person in record.facts["authors"]] == ["Marsh", "van Dijk"]


@pytest.mark.parametrize(
    "cell", ["Odile Marsh and Bingjie Shen and Tom {del Fresno}", "Odile Marsh & Bingjie Shen & Tom del Fresno"]
)
def test_people_joined_as_in_bibtex(cell: str) -> None:
    (record,) = read_table(f'title,authors\nA key,"{cell}"\n').records
    assert [person["family"] for person in record.facts["authors"]] == ["Marsh", "Shen", "del Fresno"]
    (record,) = read_ris(f"TY  - RPRT\nTI  - A key\nAU  - {cell}\nER  - \n").records
    assert [person["family"] for person in record.facts["authors"]] == ["Marsh", "Shen", "del Fresno"]


@pytest.mark.parametrize(
    "name", ["Department of Trade and Industry", "Marks and Spencer", "Smith and Sons and Partners Ltd"]
)
def test_names_of_groups_with_and_in_them_stay_whole(name: str) -> None:
    (record,) = read_ris(f"TY  - RPRT\nTI  - A key\nAU  - {name}\nER  - \n").records
    assert record.facts["authors"] == [{"organisation": name}]


@pytest.mark.parametrize("nothing", ["NA", "NaN", "null"])
def test_cells_that_say_that_there_is_nothing(nothing: str) -> None:
    (record,) = read_table(f"title,authors,year,journal\n{nothing},{nothing},{nothing},{nothing}\n").records
    assert {name: value for name, value in record.facts.items() if value} == {"title": nothing, "type": "web-page"}


@pytest.mark.parametrize(("name", "is_person"), [("A Costa", True), ("CH Bellstedt", True), ("UK Biobank", False)])
def test_initials_without_full_stops(name: str, is_person: bool) -> None:
    (record,) = read_table(f"title,authors\nA key,{name}\n").records
    assert ("family" in record.facts["authors"][0]) is is_person
