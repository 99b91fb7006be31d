"""What a record page says of a work's relations, versions and creators."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from learning_pathway.site.pages.record_fields import record_fields
from learning_pathway.site.resource_view import ResourceView
from smallcatalogue import Open

CATALOGUE = """
pathway: {title: Related}
resources:
  - {id: old, type: report, title: Old, status: archived, replaced_by: new, authors: [{family: Gray, given: Ida}]}
  - id: new
    type: report
    title: New
    url: https://example.org/new
    archived_url: https://archive.example.net/new
    doi: 10.1234/new
    transcript: https://example.org/new/words
    alternatives:
      - {url: "https://other.example.org/new", label: Two-page summary, access: free}
      - {url: "https://third.example.org/new", label: Author’s copy}
    authors: [{family: gray, given: Ida}, {organisation: A forum}]
    cites: [cited]
    related: [friend]
    review_every: 6 months
    owner: "@ida"
  - {id: cited, type: book, title: Cited, editors: [{organisation: A Forum}]}
  - {id: friend, type: video, title: Friend, authors: [{family: Gray, given: I.}]}
tips:
  - id: tips
    title: Tips
    sources:
      - {id: event, kind: event, title: An event, tips: [{id: one, text: Begin small., see: [new]}]}
"""


@pytest.fixture
def records(open_catalogue: Open) -> Mapping[str, str]:
    return {
        page.path.split("/")[1]: page.text
        for page in open_catalogue(CATALOGUE).pages()
        if page.path.startswith("resources/")
    }


def part(record: str, heading: str) -> str:
    """What stands below a heading, as far as the next."""
    found = re.search(rf'<h2 id="[\w-]+">{heading}</h2>\n(.*?)(?=<h2 |\Z)', record, re.DOTALL)
    return found[1] if found else ""


def linked(text: str) -> list[str]:
    return re.findall(r'href="\.\./([^/"]+)/"', text)


@pytest.mark.parametrize(
    ("name", "heading", "others"),
    [
        ("new", "Cites", ["cited"]),
        ("cited", "Cited by", ["new"]),
        ("new", "Replaces", ["old"]),
        ("old", "Replaced by", ["new"]),
        ("new", "Goes well with", ["friend"]),
        ("friend", "Goes well with", ["new"]),
        ("cited", "Cites", []),
        ("new", "Cited by", []),
    ],
)
def test_relations_are_read_in_both_directions(
    records: Mapping[str, str], name: str, heading: str, others: list[str]
) -> None:
    assert linked(part(records[name], heading)) == others


def test_creators_lead_to_what_else_they_created_here(records: Mapping[str, str]) -> None:
    also = part(records["new"], "Also by")
    found = re.findall(r'lp-also-by" id="([^"]+)">([^<]+)<', also)
    assert found == [("also-by--1", "Ida gray"), ("also-by--2", "A forum")]
    for anchor, name in found:
        assert f'<a href="#{anchor}">{name}</a>' in part(records["new"], "Details")
    assert linked(also) == ["old", "cited"]


def test_other_initials_may_be_another_person(records: Mapping[str, str]) -> None:
    assert part(records["friend"], "Also by") == ""


@pytest.mark.parametrize(
    ("people", "terms"),
    [
        ("{family: Low, given: Tom, role: speaker}", ["Speaker: Tom Low"]),
        (
            "{family: Low, given: Tom, role: host}, {family: Ash, given: Jo, role: host}",
            ["Hosts: Tom Low; Jo Ash"],
        ),
        (
            "{family: Low, given: Tom}, {family: Ash, given: Jo, role: translator}, {family: Oak, given: Al}",
            ["Authors: Tom Low; Al Oak", "Translator: Jo Ash"],
        ),
        (
            "{organisation: Tide, account: '@tide'}, {family: Ash, given: Jo, role: with}",
            ["Author: Tide [@tide]", "With: Jo Ash"],
        ),
        (
            "{family: Ash, given: Jo, role: interviewee}, {family: Oak, given: Al, role: interviewer}",
            ["Interviewee: Jo Ash", "Interviewer: Al Oak"],
        ),
    ],
)
def test_people_stand_below_what_they_did(open_catalogue: Open, people: str, terms: list[str]) -> None:
    catalogue = f"pathway: {{title: P}}\nresources: [{{id: x, type: video, title: X, authors: [{people}]}}]\n"
    site = open_catalogue(catalogue).site
    assert site is not None
    said: dict[str, list[str]] = {}
    for fact in record_fields(ResourceView(site, "resources/x/index.md", site.resources["x"])):
        said.setdefault(fact.term, []).append(fact.words)
    assert [f"{term}: {'; '.join(words)}" for term, words in said.items()][1 : 1 + len(terms)] == terms


def test_other_versions_say_where_they_are_and_what_they_need(records: Mapping[str, str]) -> None:
    found = re.findall(
        r'href="([^"]+)" rel="external noreferrer">([^<]+)<.*?lp-small">([^<]+)<',
        part(records["new"], "Other versions"),
    )
    assert found == [
        ("https://archive.example.net/new", "Archived copy", "archive.example.net"),
        ("https://other.example.org/new", "Two-page summary", "other.example.org, free to open"),
        ("https://third.example.org/new", "Author’s copy", "third.example.org"),
        ("https://doi.org/10.1234/new", "The publisher’s page, by its DOI", "doi.org"),
        ("https://example.org/new/words", "Transcript", "example.org"),
    ]
    assert part(records["cited"], "Other versions") == ""


def test_tips_that_point_to_a_work_are_named(records: Mapping[str, str]) -> None:
    assert 'href="../../tips/#tip--one">Begin small.</a>' in part(records["new"], "Tips that point here")


def test_a_record_says_where_it_stays_and_keeps_what_is_for_editors(records: Mapping[str, str]) -> None:
    details = part(records["new"], "Details")
    assert "6 months" not in records["new"] and "@ida" not in records["new"]
    assert '<dt>Permanent link</dt><dd><a href="./">This page: <bdi>resources/new/</bdi></a></dd>' in details


def test_of_many_other_works_some_are_named_and_the_rest_counted(open_catalogue: Open) -> None:
    works = "".join(f"  - {{id: w{n}, type: book, title: W{n}, authors: [{{organisation: A}}]}}\n" for n in range(10))
    pages = {page.path: page.text for page in open_catalogue(f"resources:\n{works}").pages()}
    also = part(pages["resources/w0/index.md"], "Also by")
    assert linked(also) == ["w1", "w2", "w3", "w4", "w5", "w6"]
    assert "And 3 more in the" in also


def test_a_card_names_three_other_modules_and_the_record_names_them_all(open_catalogue: Open) -> None:
    modules = "\n".join(
        f"  - {{id: m{number}, title: M{number}, sections: [{{id: s, title: S, steps: [{{read: r}}]}}]}}"
        for number in range(6)
    )
    resources = "resources: [{id: r, type: report, title: R, url: 'https://example.org/r'}]"
    pages = {page.path: page.text for page in open_catalogue(f"{resources}\nmodules:\n{modules}\n").pages()}
    card = pages["modules/m4/index.md"]
    assert re.findall(r'Also in <a href="\.\./(\w+)/', card) == ["m0", "m1", "m2"]
    assert len(set(re.findall(r"modules/(\w+)/", part(pages["resources/r/index.md"], "Used in")))) == 6


@pytest.mark.parametrize(
    ("authors", "card"),
    [
        ("{family: Gray, role: speaker}, {family: Low, role: speaker}", "Gray and Low"),
        ("{family: Gray, role: guest}", "Gray"),
        ("{family: Gray, role: host}, {family: Low, role: guest}", "Gray (host) and Low (guest)"),
        ("{family: Gray, role: translator}", "Gray (translator)"),
        ("{family: Gray}, {family: Low, role: with}", "Gray and Low (with)"),
        ("{family: Gray}", "Gray"),
    ],
)
def test_a_card_says_what_people_did_only_where_that_tells_them_apart(
    open_catalogue: Open, authors: str, card: str
) -> None:
    text = f"resources: [{{id: one, type: video, title: One, url: https://example.org/, authors: [{authors}]}}]\n"
    pages = {page.path: page.text for page in open_catalogue(text).pages()}
    assert f'<li class="lp-step__maker">{card}</li>' in re.sub("[\u2066-\u2069]", "", pages["library/index.md"])
