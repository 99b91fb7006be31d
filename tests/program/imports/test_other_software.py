"""Files as Zotero and others write them: what each field becomes, and what is said about the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from casetable import case_table
from imports.projects import planned, project
from learning_pathway.formats import dates
from learning_pathway.imports import Plan

FILES = Path(__file__).parent / "files"


def only(plan: Plan) -> dict[str, dict[str, object]]:
    assert plan.refused == ()
    return {addition.id: addition.record.facts for addition in plan.additions}


def test_ris_of_zotero(tmp_path: Path) -> None:
    plan = planned(project(tmp_path, themes=["trust"]), "x.ris", (FILES / "zotero.ris").read_text("utf-8"))
    report, paper = only(plan)["gray-leading-across-boundaries"], only(plan)["king-paper"]
    assert report["authors"] == [{"family": "Gray", "given": "Ida"}, {"organisation": "Northern Forum"}]
    assert (report["summary"], report["published"]) == ("How boards & teams share the lead.", "2021-03-09")
    assert (report["accessed"], report["pages"], report["themes"]) == ("2022-01-02", "12-40", ["trust"])
    assert paper["authors"] == [{"family": "King", "given": "Martin, Jr."}]
    assert (paper["doi"], paper["isbn"]) == ("10.1234/ABC.5", "978-0-9803978-4-0")
    assert [unmapped for addition in plan.additions for unmapped in addition.record.unmapped] == [
        "L1: files/12/report.pdf (file)",
        "theme: boards (the catalogue has no such theme)",
    ]


def test_bibtex_of_zotero(tmp_path: Path) -> None:
    plan = planned(project(tmp_path, themes=["trust"]), "x.bib", (FILES / "zotero.bib").read_text("utf-8"))
    article, post = only(plan)["gray-leading-scotland-cafe-conversation"], only(plan)["lowe-post"]
    assert article["title"] == "Leading in Scotland: A café conversation"
    assert article["authors"] == [
        {"family": "Gray", "given": "Ida"},
        {"organisation": "Northern Forum and Friends"},
        {"family": "van der Berg", "given": "Jan"},
    ]
    assert article["url"] == "https://example.org/a_b?x=1&y=2"
    assert article["issn"] == "1234-5679"
    assert article["summary"] == "Half of all & more – in one “go”."
    assert (article["issue"], article["published"], article["pages"]) == ("3", "2021-03", "12-40")
    said = " ".join(plan.additions[0].record.unmapped)
    assert all(part in said for part in ("and others", "2345-6780", "files/1/a.pdf"))
    assert article["note"] == "Publisher: Some House"
    assert (post["container"], post["licence"], post["published"]) == ("The Blog", "CC BY", "2020-05-06")
    assert post["language"] == "en"


def test_csv_of_zotero(tmp_path: Path) -> None:
    plan = planned(project(tmp_path, themes=["trust"]), "x.csv", (FILES / "zotero.csv").read_text("utf-8"))
    article, film = only(plan)["gray-leading"], only(plan)["film"]
    assert article["authors"] == [{"family": "Gray", "given": "Ida"}, {"organisation": "Northern Forum"}]
    assert (article["type"], article["published"], article["issue"]) == ("journal-article", "2021-03-09", "3")
    assert (film["type"], film["minutes"]) == ("video", 63)
    assert "tex.key: 1" in str(article["note"])


def test_csl_json_of_zotero(tmp_path: Path) -> None:
    plan = planned(project(tmp_path), "x.json", (FILES / "zotero.json").read_text("utf-8"))
    (chapter,) = only(plan).values()
    assert chapter["title"] == "A chapter"
    assert (chapter["authors"], chapter["editors"]) == (
        [{"family": "van der Berg", "given": "Jan"}],
        [{"organisation": "Northern Forum"}],
    )
    assert (chapter["published"], chapter["accessed"], chapter["place"]) == ("2019-05", "2022-01-02", "Leeds")
    assert plan.additions[0].id == "van-der-berg-chapter"


def test_a_table_that_somebody_made(tmp_path: Path) -> None:
    table = (
        "Name;Author;Year;Link;Tags;Kind;Duration\nTogether;Gray, Ida;2020;https://example.org/t;trust;Video;25 min\n"
    )
    plan = planned(project(tmp_path, themes=["trust"]), "x.csv", table)
    assert only(plan)["gray-together"] == {
        "title": "Together",
        "authors": [{"family": "Gray", "given": "Ida"}],
        "published": "2020",
        "url": "https://example.org/t",
        "themes": ["trust"],
        "type": "video",
        "minutes": 25,
        "added": plan.additions[0].record.facts["added"],
    }
    assert "semicolons" in plan.remarks[0]


KNOWN = """
resources:
  - {id: by-doi, type: journal-article, title: One, doi: 10.1234/AbC, url: "https://doi.org/10.1234/AbC"}
  - {id: by-address, type: video, title: Two, url: "https://www.youtube.com/watch?v=AbCdEfGhIjK"}
  - {id: by-isbn, type: book, title: Three, isbn: 0-306-40615-2}
  - id: by-title
    type: report
    title: "Leading Together: a guide"
    published: 2020
    authors: [{family: Gray, given: Ida}]
"""


def twins(folder: Path, *rows: str) -> list[tuple[str, str]]:
    table = "id,type,title,authors,published,doi,isbn,url\n" + "\n".join(rows) + "\n"
    return [(match.id, match.why) for _, match in planned(project(folder, KNOWN), "x.csv", table).duplicates]


def test_what_is_there_already_is_known_by_what_it_shares(tmp_path: Path) -> None:
    assert twins(
        tmp_path,
        "a,article,Another,,,https://doi.org/10.1234/abc,,",
        "b,video,Another,,,,,https://youtu.be/AbCdEfGhIjK?t=3",
        "c,book,Another,,,,978-0-306-40615-7,",
        "d,report,Leading together – a guide,\"Gray, I.\",2021,,,",
    ) == [
        ("by-doi", "has the same DOI"),
        ("by-address", "has the same address"),
        ("by-isbn", "has the same ISBN"),
        ("by-title", "has the same title, a creator in common, a year next to it"),
    ]  # fmt: skip


def test_what_only_looks_alike_is_another_work(tmp_path: Path) -> None:
    assert twins(
        tmp_path,
        'a,report,Leading together: a guide,"Brown, Ann",2020,,,',
        'b,report,Leading together: a guide,"Gray, Ida",2010,,,',
        "c,chapter,Part of three,,,,0-306-40615-2,",
        "d,article,Leading apart: a story,,,,,",
        "e,audio,Talks on leading together in public: part 1,,,,,",
        "f,audio,Talks on leading together in public: part 2,,,,,",
    ) == []  # fmt: skip


def test_a_likeness_can_be_overruled_and_a_number_cannot(tmp_path: Path) -> None:
    rows = 'id,type,title,authors,doi\nd,report,Leading together: a guide,"Gray, Ida",\ne,report,E,,10.1234/abc\n'
    plan = planned(project(tmp_path, KNOWN), "x.csv", rows, despite=["d", "e"])
    assert [addition.record.key for addition in plan.additions] == ["d"]
    assert [record.key for record, _ in plan.duplicates] == ["e"]


def test_the_same_work_twice_in_a_file_is_added_once(tmp_path: Path) -> None:
    plan = planned(project(tmp_path), "x.csv", "title,url\nA,https://example.org/a\nB,https://www.example.org/a/\n")
    assert ([addition.id for addition in plan.additions], plan.duplicates[0][1].why) == (["a"], "has the same address")


def test_an_id_is_never_one_that_was_used_before(tmp_path: Path) -> None:
    retired = "retired:\n  - {id: gone, reason: It went.}\n"
    project(tmp_path, retired + "resources:\n  - {id: now, type: book, title: Q, formerly: [then]}\n")
    (tmp_path / "published-ids.txt").write_text("resource:gone\nresource:now\nresource:then\n")
    rows = "id,title\ngone,A1\nnow,B2\nthen,C3\nindex,D4\nUPPER,E five\n"
    plan = planned(tmp_path, "x.csv", rows)
    assert [addition.id for addition in plan.additions] == ["gone-2", "now-2", "then-2", "index-2", "e-five"]


NO_KEY = (
    "@Book{,\n  title = {One}\n}\n@misc{ title = {Two}, year = 2020}\n@article{Conference paper2022, title = {Three}}\n"
)


def test_bibtex_entries_without_a_key_and_with_spaces_in_it(tmp_path: Path) -> None:
    plan = planned(project(tmp_path), "x.bib", NO_KEY)
    assert plan.refused == ()
    assert [(each.record.line, each.record.key, each.record.facts["title"]) for each in plan.additions] == [
        (1, "", "One"),
        (4, "", "Two"),
        (5, "Conference paper2022", "Three"),
    ]


def test_ris_records_whose_type_is_missing(tmp_path: Path) -> None:
    text = "1.\nC1  - 1001\nDB  - Dimensions\nAU  - Gray, Ida\nTI  - A study\nJO  - J\nPY  - 2022\nER  - \n\n2.\n"
    plan = planned(project(tmp_path), "x.ris", text + text.replace("A study", "Another").replace("JO", "XX"))
    assert plan.refused == ()
    assert [(each.record.facts["type"], each.record.facts["title"]) for each in plan.additions] == [
        ("journal-article", "A study"),
        ("web-page", "Another"),
    ]
    assert [str(each.record.left_out[0]) for each in plan.additions] == [
        "TY: empty (read as a journal article)",
        "TY: empty (read as a web page)",
    ]


def test_ris_made_of_bibtex_keeps_no_latex(tmp_path: Path) -> None:
    text = (
        "TY  - JOUR\nTI  - The {UK} way: R\\&D\nAU  - Gray, Ida\nT2  - Society \\& {Natural} Resources\nPB  - {IEEE}\n"
        "VL  - {P-177}\nDO  - 10.1007/978-3-030-37453-2\\_33\nUR  - https://example.org/a\\_b\nER  - \n"
    )
    (facts,) = only(planned(project(tmp_path), "x.ris", text)).values()
    assert (facts["title"], facts["container"]) == ("The UK way: R&D", "Society & Natural Resources")
    assert (facts["publisher"], facts["volume"], facts["doi"]) == ("IEEE", "P-177", "10.1007/978-3-030-37453-2_33")
    assert facts["url"] == "https://example.org/a_b"


AUTHORS = {
    "AU  - Altman DG\nAU  - Boutron I": ["Altman, DG", "Boutron, I"],
    "AU  - Ida Gray\nAU  - Tom van der Lowe": ["Gray, Ida", "van der Lowe, Tom"],
    "AU  - G Lucertini\nAU  - Ida Gray": ["Lucertini, G", "Gray, Ida"],
    "AU  - Northern Forum\nAU  - Ida Gray": ["Northern Forum", "Gray, Ida"],
    "AU  - Amnesty International": ["Amnesty International"],
    "AU  - Fanning E.": ["Fanning, E."],
    "AU  - De la Cruz P.-M.\nAU  - Northern Forum": ["De la Cruz, P.-M.", "Northern Forum"],
    "AU  - Saltmarsh B.V.": ["Saltmarsh B.V."],
    "AU  - U.S. Department of Tides": ["U.S. Department of Tides"],
    "AU  - D.M.E. de Griffioen": ["de Griffioen, D.M.E."],
    "AU  - Gray, Ida (Hrsg.); Lowe, Tom\nAU  - et al.": ["Gray, Ida", "Lowe, Tom"],
}


@pytest.mark.parametrize("written", AUTHORS)
def test_authors_without_commas_and_several_in_one_tag(tmp_path: Path, written: str) -> None:
    (facts,) = only(planned(project(tmp_path), "x.ris", f"TY  - JOUR\nTI  - T\n{written}\nER  - \n")).values()
    authors = facts["authors"]
    assert isinstance(authors, list)
    assert [each.get("organisation") or f"{each['family']}, {each['given']}" for each in authors] == AUTHORS[written]


BIBTEX_AUTHORS = {
    "Sean Davis; Gray, Ida": ["Davis, Sean", "Gray, Ida"],
    "{Mathieu S} and {Altman DG}": ["Mathieu, S", "Altman, DG"],
    "{Nesta UK}": ["Nesta UK"],
    "World Health Organization": ["World Health Organization"],
    "National Centre for Tides (UK) and Gray, Ida": ["National Centre for Tides (UK)", "Gray, Ida"],
    "Ludwig van Beethoven": ["van Beethoven, Ludwig"],
}


@pytest.mark.parametrize("written", BIBTEX_AUTHORS)
def test_authors_of_bibtex_as_databases_write_them(tmp_path: Path, written: str) -> None:
    text = f"@article{{x, title = {{T}}, author = {{{written}}}}}"
    (facts,) = only(planned(project(tmp_path), "x.bib", text)).values()
    authors = facts["authors"]
    assert isinstance(authors, list)
    assert [each.get("organisation") or f"{each['family']}, {each['given']}" for each in authors] == (
        BIBTEX_AUTHORS[written]
    )


DATES = {
    "05.11.2021": "2021-11-05",
    "5. November 2021": "2021-11-05",
    "5 novembre 2021": "2021-11-05",
    "1er mars 2020": "2020-03-01",
    "5 de noviembre de 2021": "2021-11-05",
    "März 2019": "2019-03",
    "2019 mai 3": "2019-05-03",
    "20151028": "2015-10-28",
    "03/2018": "2018-03",
    "03/04/2018": None,
    "20191399": None,
}


@case_table("written", DATES)
def test_dates_in_other_languages_and_forms(written: str) -> None:
    assert dates.partial(written) == DATES[written]


FIELDS = {
    "eprint = {1704.03477}, archiveprefix = {arXiv}": ("url", "https://arxiv.org/abs/1704.03477"),
    "url = {https://example.org/a%5Cnhttps://example.org/b}": ("url", "https://example.org/a"),
    "url = {www.example.org/a}": ("url", "https://www.example.org/a"),
    "url = {http://example.org/{~}ida}": ("url", "http://example.org/~ida"),
    "doi = {10.1603/0013-8746(2001)094{[}0:E]2.0.CO;2}": ("doi", "10.1603/0013-8746(2001)094[0:E]2.0.CO;2"),
    "publisher = {Taylor {\\textbackslash}\\& Tide}": ("publisher", "Taylor & Tide"),
    "eid = {e0193972}": ("pages", "e0193972"),
    "number = {null}": ("issue", None),
    "volume = {NA}": ("volume", None),
    "language = {na}": ("language", "na"),
    "url = {osf.io/abc12}": ("url", "https://osf.io/abc12"),
    "pubstate = {forthcoming}": ("in_press", True),
    "city = {Leith}": ("place", "Leith"),
    "note = {cited By 3}": ("note", None),
}  # fmt: skip


@pytest.mark.parametrize("written", FIELDS)
def test_fields_of_bibtex_as_programs_write_them(tmp_path: Path, written: str) -> None:
    field, value = FIELDS[written]
    (facts,) = only(planned(project(tmp_path), "x.bib", f"@article{{x, title = {{T}}, {written}}}")).values()
    assert facts.get(field) == value


def test_types_without_a_word_here_are_read_as_the_nearest_and_told_of(tmp_path: Path) -> None:
    ris = "".join(f"TY  - {kind}\nTI  - {kind} one\nER  - \n" for kind in ("STAND", "DATA", "PODC", "WHAT"))
    plan = planned(project(tmp_path), "x.ris", ris)
    assert [each.record.facts["type"] for each in plan.additions] == ["report", "web-page", "audio", "web-page"]
    assert [str(each.record.left_out[0]) for each in plan.additions] == [
        "TY: STAND (read as a report)",
        "TY: DATA (read as a web page)",
        "TY: PODC (read as audio)",
        "TY: WHAT (read as a web page)",
    ]


NOTES = {
    "N1  - https://doi.org/10.5555/puar.13100": None,
    "N1  - doi: 10.1177/1234567": None,
    "N1  - Accession Number: 140000001; Smith, Lauren 1; Issue Info: Jan2020, Vol. 12": None,
    "N1  - Zuletzt aktualisiert - 2020-01-01": None,
    "N1  - Cited By (since 2021): 2": None,
    "N1  - <p>Total Times Cited:&nbsp;&nbsp;12<br/>Cited Reference Count: 11</p>": None,
    "N1  - Cited By :3\nAsk Kit about table 3": "Ask Kit about table 3",
    "N1  - Accessed by few": "Accessed by few",
    "N1  - Last summer I read it": "Last summer I read it",
    "N1  - Copyright is unclear": "Copyright is unclear",
}


@pytest.mark.parametrize("written", NOTES)
def test_remarks_of_databases_are_no_notes(tmp_path: Path, written: str) -> None:
    plan = planned(project(tmp_path), "x.ris", f"TY  - JOUR\nTI  - T\n{written}\nER  - \n")
    (facts,) = only(plan).values()
    assert facts.get("note") == NOTES[written]
    (record,) = (each.record for each in plan.additions)
    assert bool(record.left_out) is (NOTES[written] is None or "Cited" in written)
    assert facts.get("accession_number") == ("140000001" if "Accession" in written else None)


CSL_ITEMS = {
    '"type": "legislation"': ("type", "report", "legislation"),
    '"type": "software"': ("type", "web-page", "software"),
    '"type": "software", "version": "2.1"': ("edition", "Version 2.1", "software"),
    '"type": "broadcast", "number": "12"': ("issue", "12", ""),
    '"type": "book", "issued": {"date-parts": [[2001]], "circa": true}': ("published", "2001", "circa"),
}


@pytest.mark.parametrize("item", CSL_ITEMS)
def test_items_of_csl_lose_nothing_without_a_word(tmp_path: Path, item: str) -> None:
    plan = planned(project(tmp_path), "x.json", f'[{{"id": "ab", "title": "T", {item}}}]')
    field, value, told = CSL_ITEMS[item]
    assert only(plan)["ab"][field] == value
    assert told in " ".join(plan.additions[0].record.unmapped)


APA = {
    "@video{x, entrysubtype={film}, author={M. Forman}, author+an:role={1=director}": ("video", "director", ""),
    "@video{x, entrysubtype={film}, author={M. Forman}, author+an:role={1=writer}": ("video", "", "writer"),
    "@audio{x, author={Quill, Nora}, author+an:role={1=host}": ("audio", "host", ""),
    "@misc{x, entrysubtype={tvepisode}, author={Quill, Nora}": ("video", "", ""),
    "@misc{x, entrysubtype={podcast}, author={Quill, Nora}": ("audio", "", ""),
    "@online{x, entrysubtype={tweet}, author={Quill, Nora}": ("web-page", "", ""),
    "@online{x, entrysubtype={kind-17}, author={Quill, Nora}": ("web-page", "", "kind-17"),
    "@article{x, entrysubtype={nonacademic}, author={Quill, Nora}": ("article", "", ""),
}


@pytest.mark.parametrize("written", APA)
def test_bibtex_as_styles_of_the_apa_want_it(tmp_path: Path, written: str) -> None:
    kind, role, told = APA[written]
    plan = planned(project(tmp_path), "x.bib", f"{written}, title={{T}}}}")
    (facts,) = only(plan).values()
    authors = facts["authors"]
    assert isinstance(authors, list)
    assert (facts["type"], authors[0].get("role", "")) == (kind, role)
    assert told in " ".join(plan.additions[0].record.unmapped)
    assert bool(told) is bool(plan.additions[0].record.unmapped)


RIS_FIELDS = {
    "LA  - العربية": ("language", "ar", ""),
    "LA  - 日本語": ("language", "ja", ""),
    "UR  - https://ezp.example.se/login?url=https://www.example.org/a": ("url", "https://www.example.org/a", ""),
    "UR  - https://ezp.example.se/login?qurl=https%3A%2F%2Fexample.org%2Fa": ("url", "https://example.org/a", ""),
    "UR  - https://ezp.example.se/login?url=http://search.ebscohost.com/login.aspx?x": ("url", None, "ebscohost"),
    "UR  - <Go to ISI>://MEDLINE:23891706": ("url", None, "MEDLINE"),
    "PB  - SAGE Publications Ltd (E-mail: info@sagepub.co.uk)": ("publisher", "SAGE Publications Ltd", ""),
    "M1  - Copyright (C) 2016 National Library of Tides": ("number", None, "National Library"),
    "DO  - 10.5555/a_1\nDO  - 10.5555/a": ("doi", "10.5555/a_1", "a further DOI"),
    "JF  - J\nT2  - In English\nDP  - EBSCOhost": ("container", "J", ""),
}  # fmt: skip


@pytest.mark.parametrize("written", RIS_FIELDS)
def test_fields_of_ris_as_databases_write_them(tmp_path: Path, written: str) -> None:
    field, value, told = RIS_FIELDS[written]
    plan = planned(project(tmp_path), "x.ris", f"TY  - JOUR\nTI  - T\n{written}\nER  - \n")
    assert next(iter(only(plan).values())).get(field) == value
    said = " ".join(plan.additions[0].record.unmapped)
    assert (told in said, bool(told)) == (True, bool(said))


def test_a_book_is_no_part_of_itself(tmp_path: Path) -> None:
    (facts,) = only(planned(project(tmp_path), "x.bib", "@book{x, title = {One}, booktitle = {One}}")).values()
    assert "container" not in facts


VISITS = {
    "Accessed: 6th September 2021": "2021-09-06",
    "[Online; accessed 5-May-2020]": "2020-05-05",
    "Last visited on 2020-05-05.": "2020-05-05",
    "Retrieved 5 mai 2020": "2020-05-05",
    "accessed in 2020": None,
}


@pytest.mark.parametrize("note", VISITS)
def test_the_day_of_a_visit_in_a_note_is_kept_as_such(tmp_path: Path, note: str) -> None:
    text = f"@misc{{x, title = {{T}}, url = {{https://example.org}}, note = {{{note}}}}}"
    (facts,) = only(planned(project(tmp_path), "x.bib", text)).values()
    assert (facts.get("accessed"), facts.get("note")) == (VISITS[note], None if VISITS[note] else note)
