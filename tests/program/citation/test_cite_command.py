"""`pathway cite`: references of a project, and of a file without importing it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from learning_pathway.cli import main

CATALOGUE = """\
resources:
  - {id: one, type: book, title: Quiet Leadership, authors: [{family: Gray, given: Ida}], publisher: Sage,
     published: 2001}
  - {id: two, type: report, title: "<b>Shared</b> Budgets", publisher: Northern Forum, published: 2019/2020}
"""
FILES = {
    "a.bib": "@book{gray, title = {Quiet Leadership}, author = {Gray, Ida}, publisher = {Sage}, year = 2001}\n",
    "a.ris": "TY  - BOOK\nID  - gray\nTI  - Quiet Leadership\nAU  - Gray, Ida\nPB  - Sage\nPY  - 2001\nER  - \n",
    "a.json": '[{"id": "gray", "type": "book", "title": "Quiet Leadership",'
    ' "author": [{"family": "Gray", "given": "Ida"}], "publisher": "Sage", "issued": {"date-parts": [[2001]]}}]',
}
APA = "Gray, I. (2001). Quiet leadership. Sage."


def run(folder: Path, *arguments: str) -> Result:
    (folder / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return CliRunner().invoke(main, ["cite", "--path", str(folder), *arguments])


def test_every_resource_is_cited_on_a_line(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [APA, "<b>shared</b> budgets. (2019–2020). Northern Forum."]


def test_named_resources_are_cited_in_the_order_given(tmp_path: Path) -> None:
    lines = run(tmp_path, "two", "one", "--style", "harvard").stdout.splitlines()
    assert len(lines) == 2
    assert lines[1] == "Gray, I. (2001) Quiet leadership. Sage."


def test_json_holds_id_style_text_and_html(tmp_path: Path) -> None:
    items = json.loads(run(tmp_path, "--format", "json").stdout)
    assert [set(item) for item in items] == [{"id", "style", "text", "html"}] * 2
    html = "Gray, I. (2001). <i>Quiet leadership</i>. Sage."
    assert items[0] == {"id": "one", "style": "apa", "text": APA, "html": html}


def test_references_of_the_same_creators_and_year_have_letters(tmp_path: Path) -> None:
    (tmp_path / "a.ris").write_text(
        FILES["a.ris"] + FILES["a.ris"].replace("Quiet", "Loud").replace("gray", "g2"), "utf-8"
    )
    lines = run(tmp_path, "--file", str(tmp_path / "a.ris")).stdout.splitlines()
    assert lines == ["Gray, I. (2001b). Quiet leadership. Sage.", "Gray, I. (2001a). Loud leadership. Sage."]
    assert run(tmp_path, "--file", str(tmp_path / "a.ris"), "gray").stdout.strip() == APA


def test_html_is_escaped(tmp_path: Path) -> None:
    assert "&lt;b&gt;" in run(tmp_path, "two", "--format", "html").stdout


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_cited_under_its_own_keys(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    items = json.loads(run(tmp_path, "--file", str(tmp_path / name), "--format", "json").stdout)
    assert [(item["id"], item["text"]) for item in items] == [("gray", APA)]


@pytest.mark.parametrize("arguments", [["nothing"], ["--file", "missing.bib"], ["--style", "mla"]])
def test_what_cannot_be_cited_is_refused(tmp_path: Path, arguments: list[str]) -> None:
    assert run(tmp_path, *arguments).exit_code == 2


def test_two_styles_come_one_after_the_other(tmp_path: Path) -> None:
    both = ["--style", "harvard", "--style", "apa", "--style", "harvard"]
    assert run(tmp_path, "one", *both).stdout.splitlines() == ["Gray, I. (2001) Quiet leadership. Sage.", APA]
    items = json.loads(run(tmp_path, *both, "--format", "json").stdout)
    assert [(item["id"], item["style"]) for item in items] == [
        *(("one", "harvard"), ("two", "harvard")), *(("one", "apa"), ("two", "apa"))
    ]  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_comes_on_standard_input(tmp_path: Path, name: str) -> None:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    result = CliRunner().invoke(main, ["cite", "--path", str(tmp_path), "--file", "-"], input=FILES[name])
    assert (result.exit_code, result.stdout) == (0, f"{APA}\n")


def test_nothing_on_standard_input_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["cite", "--path", str(tmp_path), "--file", "-"], input="")
    assert result.exit_code == 2
    assert "standard input" in result.stderr


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.bib", FILES["a.bib"].replace("2001", "{20x1}"), "Line 1: left out date: 20x1"),
        ("a.ris", FILES["a.ris"].replace("2001", "once"), "Line 1: left out PY: once"),
        ("a.json", FILES["a.json"].replace("2001", '"x"'), "Line 1: left out issued:"),
    ],
)
def test_what_a_reference_lacks_is_told(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    result = run(tmp_path, "--file", str(tmp_path / name))
    assert (result.exit_code, result.stdout) == (0, "Gray, I. (n.d.). Quiet leadership. Sage.\n")
    assert said in result.stderr


KINDS = {
    "a.json": json.dumps(
        [
            {"id": "a", "type": "software", "title": "Loomio", "version": "2.5", "issued": {"date-parts": [[2021]]}},
            {"id": "b", "type": "dataset", "title": "Households", "version": "17th"},
            {"id": "c", "type": "motion_picture", "title": "Tides", "director": [{"family": "Gray", "given": "Ida"}]},
            {"id": "d", "type": "motion_picture", "title": "Ways", "author": [{"family": "Low", "given": "Tom"}]},
            {
                "id": "e",
                "type": "thesis",
                "genre": "PhD thesis",
                "title": "Ebb",
                "number": "99",
                "archive": "Tide Archive",
            },
            {"id": "f", "type": "article", "genre": "Preprint", "title": "Flood", "publisher": "SocArXiv"},
            {
                "id": "h",
                "type": "song",
                "title": "Tide",
                "container-title": "Ebbs",
                "issued": {"date-parts": [[2017, 3, 28]]},
            },
            {"id": "i", "type": "song", "title": "Neap", "issued": {"date-parts": [[2017]]}},
            {"id": "g", "type": "legislation", "title": "Care Act 2014", "number": "c. 23"},
        ]
    ),
    "a.bib": "@software{a, title={Loomio}, version={2.5}, year=2021}\n@dataset{b, title={Households}, version={17th}}\n"
    "@phdthesis{c, title={Ebb}, author={Gray, Ida}, school={Leith}}\n@mastersthesis{d, title={Flood}, school={Leith}}\n"
    "@movie{f, title={Neap}, director={Loach, Ken}}\n"
    "@techreport{e, title={Tides}, type={Working paper}, number={12}, institution={Leith}}\n",
    "a.ris": "TY  - COMP\nTI  - Loomio\nPY  - 2021\nER  - \nTY  - DATA\nTI  - Households\nER  - \n"
    "TY  - MPCT\nTI  - Tides\nER  - \n",
}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "a.json",
            [
                "Loomio (Version 2.5) [Computer software]. (2021).",
                "Households (17th ed.) [Data set]. (n.d.).",
                "Gray, I. (Director). (n.d.). Tides [Film].",
                "Low, T. (n.d.). Ways [Video].",
                "Ebb (Publication No. 99) [PhD thesis]. (n.d.). Tide Archive.",
                "Flood. (n.d.). SocArXiv.",
                "Tide [Audio podcast episode]. (2017, March 28). In Ebbs.",
                "Neap [Audio recording]. (2017).",
                "Care Act 2014, c. 23.",
            ],
        ),
        (
            "a.bib",
            [
                "Loomio (Version 2.5) [Computer software]. (2021).",
                "Households (17th ed.) [Data set]. (n.d.).",
                "Gray, I. (n.d.). Ebb [Unpublished PhD thesis]. Leith.",
                "Flood [Unpublished master's thesis]. (n.d.). Leith.",
                "Loach, K. (Director). (n.d.). Neap [Film].",
                "Tides (Working Paper No. 12). (n.d.). Leith.",
            ],
        ),
        (
            "a.ris",
            ["Loomio [Computer software]. (2021).", "Households [Data set]. (n.d.).", "Tides [Film]. (n.d.)."],
        ),
    ],
)
def test_what_the_type_of_another_program_says_is_cited(tmp_path: Path, name: str, said: list[str]) -> None:
    (tmp_path / name).write_text(KINDS[name], encoding="utf-8")
    assert run(tmp_path, "--file", str(tmp_path / name)).stdout.splitlines() == said
