"""What learners are told of links: one calm line, never a dead end without an offer, and a public page with history."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from casetable import case_table
from learning_pathway.links.state.file import write_health
from learning_pathway.links.state.model import LinkState, VerdictChange
from learning_pathway.links.verdicts import Urgency, Verdict
from learning_pathway.locale import ENGLISH
from learning_pathway.site.build import open_build
from learning_pathway.site.labels import link_status
from learning_pathway.site.pages.maintenance import points_of

CATALOGUE = """\
pathway: {title: Small}
themes:
  - {id: power, title: Power}
resources:
  - {id: gone, type: article, title: A page that went, url: "https://example.org/gone", themes: [power]}
  - {id: other, type: article, title: Another on power, url: "https://example.org/other", themes: [power]}
  - {id: ill, type: article, title: An ill one, url: "https://example.org/ill", themes: [power]}
"""
DAY = date(2026, 3, 16)
COPY = "https://archive.example.net/web/2026/https://example.org/gone"


def record(id_: str, verdict: Verdict, *changes: tuple[Verdict, date], alarm: bool = False) -> LinkState:
    before = Verdict.NOT_CHECKED
    history = []
    for to, on in changes:
        history.append(VerdictChange(before=before, to=to, on=on))
        before = to
    good = DAY if verdict is Verdict.OK else date(2026, 3, 2)
    return LinkState(
        id_,
        f"https://example.org/{id_}",
        verdict,
        checked_on=DAY,
        last_good=good,
        alarm=alarm,
        history=tuple(history),
    )


RECORDS = (
    record("gone", Verdict.BROKEN, (Verdict.OK, date(2026, 3, 2)), (Verdict.BROKEN, date(2026, 3, 9)), alarm=True),
    record("other", Verdict.OK, (Verdict.OK, date(2026, 3, 2))),
    record("ill", Verdict.BROKEN, (Verdict.OK, date(2026, 3, 9)), (Verdict.BROKEN, date(2026, 3, 15))),
)


def pages(folder: Path, *records: LinkState) -> Mapping[str, str]:
    (folder / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    if records:
        write_health(folder / "link-health.json", records, swept_on=DAY)
    edition = open_build(folder)
    assert edition.site is not None, edition.problem_list
    assert bool(edition.settings["link_health"]) is bool(records)
    return {page.path: page.text for page in edition.pages()}


def offer(text: str) -> str:
    found = re.search(r'<p class="lp-link-offer">.*?</p>', text)
    return found[0] if found else ""


def test_a_page_that_has_gone_comes_with_offers(tmp_path: Path) -> None:
    made = pages(tmp_path, replace(RECORDS[0], archived_url=COPY), *RECORDS[1:])
    text = made["resources/gone/index.md"]
    assert "This page has gone: it was last there on 2 March 2026." in text
    assert COPY in offer(text)
    assert "Another on power" in offer(text)
    assert "An ill one" not in offer(text)
    buttons = re.findall(r'<a class="lp-button ([^"]*)" href="([^"]*)"', text)
    assert [address for _, address in buttons] == [COPY, "https://example.org/gone"], "the copy comes first"
    assert buttons[1][0] == "lp-button--quiet", "the dead end is still there, but not the first thing to press"


def test_a_found_copy_with_an_unsafe_address_is_not_shown(tmp_path: Path) -> None:
    made = pages(tmp_path, replace(RECORDS[0], archived_url="javascript:alert(1)"), *RECORDS[1:])
    assert "javascript:" not in "".join(made.values())


@case_table("verdict", list(Verdict))
@case_table("alarm", [False, True])
def test_the_line_is_calm_and_dated(verdict: Verdict, alarm: bool) -> None:
    line = link_status(record("gone", verdict, alarm=alarm))
    assert line.words.endswith(".")
    assert not re.search(r"(?i)error|broken|danger|alarm|!", line.words)
    assert "2026" in line.words or verdict is Verdict.NOT_CHECKED
    assert not line.is_gone or alarm
    if verdict.meaning.urgency is Urgency.TROUBLE and not alarm:
        assert "We will check again" in line.words


def test_trouble_that_has_not_lasted_offers_nothing(tmp_path: Path) -> None:
    text = pages(tmp_path, *RECORDS)["resources/ill/index.md"]
    assert "We could not confirm this link on 16 March 2026. We will check again." in text
    assert offer(text) == ""


def test_the_page_of_link_health_is_only_there_when_links_were_checked(tmp_path: Path) -> None:
    assert "link-health/index.md" not in pages(tmp_path)
    text = pages(tmp_path, *RECORDS)["link-health/index.md"]
    assert "A page that went" in text
    assert "An ill one" not in text
    assert '<th scope="row">Fine</th><td>1</td>' in text
    assert '<th scope="row">Broken</th><td>2</td>' in text


def test_the_history_is_a_table_and_a_plot_with_words(tmp_path: Path) -> None:
    text = pages(tmp_path, *RECORDS)["link-health/index.md"]
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th><td>(\d)</td><td>(\d)</td><td>(\d)</td></tr>', text)
    assert rows == [
        ("2 March 2026", "2", "0", "0"),
        ("9 March 2026", "2", "0", "1"),
        ("16 March 2026", "1", "0", "2"),
    ]
    assert "On 2 March 2026, 2 of 2 links worked; on 16 March 2026, 1 of 3." in text
    assert 'role="img"' in text


def test_a_link_counts_from_its_first_check_on() -> None:
    points = points_of([record("a", Verdict.OK, (Verdict.OK, date(2026, 3, 9)))], DAY, ENGLISH)
    assert [(point.day, point.all) for point in points] == [(date(2026, 3, 9), 1), (DAY, 1)]
    assert [point.all for point in points_of([record("a", Verdict.OK)], DAY, ENGLISH)] == [0]
