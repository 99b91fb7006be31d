"""Files as Zotero and others write them: what each field becomes, and what is said about the rest."""

from __future__ import annotations

from pathlib import Path

from imports.projects import planned, project
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
