"""The pages of a small catalogue: what they say, and in which order."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from smallcatalogue import CATALOGUE, Open


def test_every_entry_has_its_page(pages: Mapping[str, str]) -> None:
    assert {path for path in pages if not path.startswith("my/")} == {
        "index.md",
        "modules/index.md",
        "modules/first/index.md",
        "modules/second/index.md",
        "modules/first/facilitator/index.md",
        "modules/first/handout/index.md",
        "modules/second/facilitator/index.md",
        "routes/index.md",
        "routes/both/index.md",
        "themes/index.md",
        "themes/trust/index.md",
        "themes/power/index.md",
        "library/index.md",
        "resources/known/index.md",
        "resources/unknown/index.md",
        "resources/paged/index.md",
        "search/index.md",
        "session/index.md",
        "suggest/index.md",
        "tips/index.md",
    }


def test_the_start_of_an_empty_pathway_offers_nothing_that_is_not_there(open_catalogue: Open) -> None:
    [home] = [page.text for page in open_catalogue("pathway: {title: Empty}\n").pages() if page.path == "index.md"]
    assert re.findall(r"<a href=[^>]*>([^<]*)<", home) == ["Library"]


def test_a_sum_with_an_unknown_part_is_more_than_the_rest(pages: Mapping[str, str]) -> None:
    assert "more than 35 minutes" in pages["modules/first/index.md"]


#: Where pages are that come from no entry of the catalogue.
FROM_NO_ENTRY = ("my/", "search/", "session/", "suggest/")


@pytest.mark.parametrize(
    "words", ["not known", "not checked", "supplied", "stated length", "unknown<", "could not confirm"]
)
def test_no_page_lists_what_is_not_known(pages: Mapping[str, str], words: str) -> None:
    assert [path for path, text in pages.items() if words in text.lower()] == []


def test_estimates_are_called_so(pages: Mapping[str, str]) -> None:
    assert "about 30 minutes" in pages["resources/paged/index.md"].lower()  # 22 pages, 300 words each, 220 a minute


def test_what_serves_twice_in_a_route_counts_once(pages: Mapping[str, str]) -> None:
    # known 25 + think 10 + paged 30; the film has no time. Counted twice, the 25 minutes would make it 1½ hours.
    assert ">more than 1 hour<" in pages["routes/both/index.md"]


def test_steps_say_in_words_what_to_do_and_stand_in_order(pages: Mapping[str, str]) -> None:
    verbs = re.findall(r'lp-step__verb">(\w+)', pages["modules/first/index.md"])
    assert verbs == ["Read", "Watch", "Task"]


def test_a_work_that_a_module_asks_for_twice_gives_its_name_to_one_place_only(open_catalogue: Open) -> None:
    again = "}\n      - {id: again, title: Again, steps: [{read: known}, {task: think}]}"
    text = CATALOGUE.replace("steps: [{read: known}, {read: paged}]}", "steps: [{read: known}, {task: think}]" + again)
    module = {page.path: page.text for page in open_catalogue(text).pages()}["modules/second/index.md"]
    assert module.count('data-key="resource:known"') == 2
    names = re.findall(r' id="((?:resource|task)--[^"]+)"', module)
    assert names == ["resource--known", "task--think"]


def test_a_title_in_another_language_is_marked(open_catalogue: Open) -> None:
    text = CATALOGUE.replace("title: A book,", "title: Llyfr, language: cy,")
    pages = {page.path: page.text for page in open_catalogue(text).pages()}
    assert '<h1 lang="cy">Llyfr</h1>' in pages["resources/paged/index.md"]
    assert '<span lang="cy">Llyfr</span>' in pages["modules/second/index.md"]
    assert "<h1>A known length</h1>" in pages["resources/known/index.md"]


def test_a_work_without_an_address_says_so_and_offers_no_link(pages: Mapping[str, str]) -> None:
    assert "No public copy is known." in pages["resources/paged/index.md"]
    assert 'rel="external' not in pages["resources/paged/index.md"]


def test_a_record_tells_where_it_is_used(pages: Mapping[str, str]) -> None:
    used = pages["resources/known/index.md"].split(">Used in</h2>")[1]
    assert re.findall(r'href="\.\./\.\./modules/(\w+)/#resource--known"', used) == ["second", "first"]


def test_modules_follow_the_order_of_the_settings(open_catalogue: Open) -> None:
    text = CATALOGUE.replace("repository:", "modules: [first]\n  repository:")
    site = open_catalogue(text).site
    assert site is not None
    assert list(site.modules) == ["first", "second"]


def test_the_notes_of_editors_are_never_published(open_catalogue: Open) -> None:
    edition = open_catalogue(CATALOGUE.replace("minutes: 25,", "minutes: 25, note: KEEP-THIS-BACK,"))
    assert not [page.path for page in edition.pages() if "KEEP-THIS-BACK" in page.text]


def test_edit_links_lead_to_the_line_of_the_entry(pages: Mapping[str, str]) -> None:
    line = next(number for number, text in enumerate(CATALOGUE.split("\n"), start=1) if "id: unknown" in text)
    assert f"https://forge.example/team/pathway/edit/main/resources.yaml#L{line}" in pages["resources/unknown/index.md"]


@pytest.mark.parametrize(
    ("forge", "expected"),
    [
        ("gitlab", "https://forge.example/team/pathway/-/edit/main/resources.yaml#L"),
        ("forgejo", "https://forge.example/team/pathway/_edit/main/resources.yaml"),
        ("bitbucket", "https://forge.example/team/pathway/src/main/resources.yaml?mode=edit"),
    ],
)
def test_edit_links_follow_the_forge(open_catalogue: Open, forge: str, expected: str) -> None:
    edition = open_catalogue(CATALOGUE.replace("repository:", f"forge: {forge}\n  repository:"))
    for page in edition.pages():
        if not page.path.startswith(
            ("my/", "search/", "session/", "suggest/")
        ):  # they come from no entry of the catalogue
            assert expected.replace("&", "&amp;") in page.text, page.path


def test_without_a_repository_there_are_no_edit_links(open_catalogue: Open) -> None:
    edition = open_catalogue(CATALOGUE.replace("  repository: https://forge.example/team/pathway\n", ""))
    assert not [page.path for page in edition.pages() if "lp-edit" in page.text]


def test_hostile_words_in_any_field_stay_words(open_catalogue: Open) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    text = re.sub(r"(title|text|prompt|introduction|supplied_title): ([^,}\n\]]+)", rf"\1: '\2 {hostile}'", CATALOGUE)
    edition = open_catalogue(text)
    assert not edition.problems, edition.problem_list
    for page in edition.pages():
        assert "<script" not in page.text, page.path
        assert "<img" not in page.text, page.path


class TestLibraryBeyondOnePage:
    """More resources than the setting allows on one page."""

    @pytest.fixture
    def pages(self, open_catalogue: Open) -> Mapping[str, str]:
        extra = "".join(
            f"  - {{id: r{n}, type: report, title: Report {n:02d}, published: {2000 + n % 2}, themes: [power]}}\n"
            for n in range(25)
        )
        text = CATALOGUE.replace("repository:", "library_page_size: 10\n  repository:").replace(
            "tasks:\n", extra + "tasks:\n"
        )
        return {page.path: page.text for page in open_catalogue(text).pages()}

    @pytest.mark.parametrize("facet", ["type", "theme", "year"])
    def test_the_listings_of_each_facet_hold_every_resource(self, pages: Mapping[str, str], facet: str) -> None:
        listed = {
            name
            for path, text in pages.items()
            if path.startswith(f"library/{facet}/")
            for name in re.findall(r'lp-result__title"><a href="[./]*/resources/([^/]+)/', text)
        }
        assert listed == {"known", "unknown", "paged", *(f"r{n}" for n in range(25))}

    def test_no_page_holds_more_than_the_setting(self, pages: Mapping[str, str]) -> None:
        assert max(text.count('<li class="lp-result') for text in pages.values()) == 10

    def test_every_listing_can_be_reached_from_the_library(self, pages: Mapping[str, str]) -> None:
        first = {path for path in pages if re.fullmatch(r"library/\w+/[\w-]+/index\.md", path)}
        linked = {
            f"library/{path}/index.md"
            for path in re.findall(r'<a href="((?:type|theme|year)/[\w-]+)/"', pages["library/index.md"])
        }
        assert linked == first


def test_lists_that_are_still_empty_say_so(open_catalogue: Open) -> None:
    pages = {page.path: page.text for page in open_catalogue("pathway: {title: Begun}\n").pages()}
    for place in ("modules", "themes", "routes", "library"):
        assert " yet.</p>" in pages[f"{place}/index.md"]
        assert "<ul" not in pages[f"{place}/index.md"] and "<ol" not in pages[f"{place}/index.md"]
    assert "<form" not in pages["library/index.md"]


def test_a_library_of_one_work_counts_it_as_one(open_catalogue: Open) -> None:
    text = "pathway: {title: Begun}\nresources: [{id: only, type: book, title: Only}]\n"
    library = {page.path: page.text for page in open_catalogue(text).pages()}["library/index.md"]
    assert "1 reading, video or podcast<" in library


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("2011-24", '<time datetime="2011">'),
        ("2019/2020", '<time datetime="2019">'),
        ("2015/..", '<time datetime="2015">'),
        ("2020-05-03", '<time datetime="2020-05-03">'),
    ],
)
def test_a_season_or_a_span_is_told_by_its_year_to_machines(open_catalogue: Open, published: str, told: str) -> None:
    catalogue = f"resources:\n  - {{id: one, type: report, title: One, published: '{published}'}}\n"
    pages = {page.path: page.text for page in open_catalogue(catalogue).pages()}
    assert re.findall(r"<time [^>]*>", pages["resources/one/index.md"].replace('\\"', '"')) == [told]
