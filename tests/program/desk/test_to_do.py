"""What is left to do leads to the form, and to the field, where it is done."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from deskproject import Desk
from learning_pathway.desk.to_do import ToDoItem, next_rows
from learning_pathway.links.state.file import write_health
from learning_pathway.links.state.model import LinkState
from learning_pathway.links.verdicts import Verdict

CATALOGUE = """\
pathway:
  title: Small
themes:
  - {id: trust, title: Trust}
  - {id: "lonely", title: "<b>Lonely</b>"}
resources:
  - id: first
    type: report
    title: First
    url: https://example.org/first
    owner: Ida <i>
    added: 2011-01-01
    review_every: 12 months
    themes: [trust]
    summary: LONG.
  - id: second
    type: video
    title: Second
    minutes: 12
    language: en
    why: It is short.
  - id: third
    type: article
    title: Third
    status: draft
tasks:
  - {id: think, prompt: Think about what?, minutes: 10}
modules:
  - id: begin
    title: Begin
    sections:
      - id: one
        title: One
        steps:
          - read: first
          - task: think
          - watch: second
""".replace("LONG", "word " * 60 + "end")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return Desk(tmp_path)


def links(page: str, section: str = "") -> list[str]:
    """Where the items of a list lead."""
    tree = lxml.html.fromstring(page)
    where = f"//section[@aria-labelledby='{section}']" if section else ""
    return [str(each) for each in tree.xpath(f"{where}//ul[@class='entries to-do']/li/a/@href")]


def test_the_front_page_shows_the_next_five(desk: Desk) -> None:
    page = desk.page("/")
    assert "Next five to do" in page
    tree = lxml.html.fromstring(page)
    found = [str(each) for each in tree.xpath("//h2[.='Next five to do']/following-sibling::ul[1]/li/a/@href")]
    assert len(found) == 5
    assert found[0] == "/entry/resource/first#f-reviewed_on"
    assert tree.xpath("//a[@href='/to-do']")


@pytest.mark.parametrize(
    ("section", "place"),
    [
        ("reviews-due", "/entry/resource/first#f-reviewed_on"),
        ("missing-reasons", "/entry/resource/first#f-why"),
        ("unknown-level", "/entry/resource/first#f-level"),
        ("unknown-authors", "/entry/resource/second#f-authors"),
        ("long-sentences", "/entry/resource/first#f-summary"),
        ("drafts", "/entry/resource/third#f-status"),
        ("unused-entries", "/entry/theme/lonely"),
    ],
)
def test_each_item_leads_to_its_field(desk: Desk, section: str, place: str) -> None:
    assert place in links(desk.page("/to-do"), section)
    address, _, anchor = place.partition("#")
    form = lxml.html.fromstring(desk.page(address))
    assert not anchor or form.get_element_by_id(anchor).tag in ("input", "select", "textarea", "fieldset")


@pytest.mark.parametrize(
    ("name", "url", "field"),
    [
        ("first", "https://example.org/first", "url"),
        ("first/archived-url", "https://web.archive.org/kept", "archived_url"),
        ("first/transcript", "https://example.org/words", "transcript"),
        ("first/alternatives-2", "https://example.org/b", "alternatives-1-url"),
    ],
)
def test_a_link_in_trouble_leads_to_its_address(desk: Desk, name: str, url: str, field: str) -> None:
    catalogue = desk.root / "resources.yaml"
    more = """\
    archived_url: https://web.archive.org/kept
    transcript: https://example.org/words
    alternatives:
      - {url: https://example.org/a, label: One}
      - {url: https://example.org/b, label: Another}
    owner"""
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace("    owner", more, 1), encoding="utf-8")
    write_health(desk.root / "link-health.json", [LinkState(name, url, Verdict.BROKEN, alarm=True)], swept_on=None)
    (place,) = links(desk.page("/to-do"), "links-in-trouble")
    assert place == f"/links#l-{name.replace('/', '--')}"
    page = lxml.html.fromstring(desk.page("/links"))
    (row,) = page.xpath(f"//*[@id='{place.partition('#')[2]}']")
    assert f"/entry/resource/first#f-{field}" in row.xpath(".//a/@href")
    assert links(desk.page("/"))[0] == place
    form = lxml.html.fromstring(desk.page("/entry/resource/first"))
    assert form.get_element_by_id(f"f-{field}").value == url


def test_the_balance_of_a_module_is_in_tables(desk: Desk) -> None:
    tree = lxml.html.fromstring(desk.page("/to-do"))
    (section,) = tree.xpath("//section[@aria-labelledby='balance-begin']")
    rows = [[str(cell.text_content()) for cell in row] for row in section.xpath(".//tbody/tr")]
    assert ["video", "1", "12"] in rows
    assert ["task", "1", "10"] in rows
    assert ["report", "1", "–"] in rows
    assert all(len(table.xpath("./thead//th[@scope='col']")) == 3 for table in section.xpath(".//table"))


def test_text_of_the_catalogue_is_escaped(desk: Desk) -> None:
    for page in (desk.page("/"), desk.page("/to-do")):
        assert "<b>Lonely" not in page
        assert "Ida <i>" not in page


def test_a_catalogue_with_errors_still_has_a_list(desk: Desk) -> None:
    catalogue = desk.root / "resources.yaml"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace("read: first", "read: gone"), encoding="utf-8")
    page = desk.page("/to-do")
    assert "/entry/resource/first#f-level" in links(page, "unknown-level")
    assert "the catalogue has errors" in page


@pytest.mark.parametrize("text", ["", "resources: [", "resources: 3\n", "{}\n"])
def test_a_catalogue_that_cannot_be_read_shows_no_items(desk: Desk, text: str) -> None:
    (desk.root / "resources.yaml").write_text(text, encoding="utf-8")
    assert not links(desk.page("/to-do"))
    assert desk.page("/")


def test_the_next_are_the_first_of_each_list() -> None:
    rows = {name: [ToDoItem("", f"{name}{n}", "", "", name) for n in range(3)] for name in "ab"}
    assert [row.title for row in next_rows(rows, 5)] == ["a0", "b0", "a1", "b1", "a2"]


def test_a_long_list_says_how_many_more_there_are(desk: Desk) -> None:
    more = "".join(f"  - {{id: theme-{number}, title: Theme {number}}}\n" for number in range(150))
    catalogue = desk.root / "resources.yaml"
    text = catalogue.read_text(encoding="utf-8").replace("resources:\n", f"{more}resources:\n", 1)
    catalogue.write_text(text, encoding="utf-8")
    page = desk.page("/to-do")
    assert len(links(page, "unused-entries")) == 100
    assert "And 51 more" in page
