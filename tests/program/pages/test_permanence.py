"""Addresses that were published once never become dead ends."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup

from learning_pathway.site.build import Build
from learning_pathway.site.document import address, document
from learning_pathway.site.pages.index import index_titles
from smallcatalogue import CATALOGUE, Open

RETIRED = """
retired:
  - {id: film, reason: The maker took the film back., replacement: known}
  - {id: gone, kind: module, reason: Its subject is part of another module now., replacement: first}
  - {id: old-think, kind: task, reason: No one missed it.}
"""


def published(edition: Build) -> dict[str, str]:
    """Every published address with a page or a redirect behind it, and the text there."""
    found = {address(page.path): page.text for page in edition.pages()}
    for asset in edition.assets():
        if asset.path.endswith("index.html"):
            found[asset.path.removesuffix("index.html")] = asset.text
    return found


WITH_PAGES = {"known", "unknown", "paged", "first", "second", "trust", "power", "both"}


def renamed(value: Any) -> Any:
    """The catalogue with another id for everything that has a page, and the old one under `formerly`."""
    if isinstance(value, dict):
        new = {key: renamed(inner) for key, inner in value.items()}
        if value.get("id") in WITH_PAGES:
            new["formerly"] = [value["id"]]
        return new
    if isinstance(value, list):
        return [renamed(inner) for inner in value]
    return f"new-{value}" if value in WITH_PAGES else value


def test_every_former_address_leads_on_after_everything_was_renamed(open_catalogue: Open) -> None:
    before = published(open_catalogue())
    after = published(open_catalogue(json.dumps(renamed(yaml.load(CATALOGUE, yaml.CBaseLoader)))))
    assert set(before) <= set(after)
    assert len(after) == len(before) + 8 + 4  # and beside each module's page, the facilitator's and the handout


def test_a_redirect_speaks_to_browsers_people_and_search_engines(open_catalogue: Open) -> None:
    text = CATALOGUE.replace("{id: known,", "{id: known, formerly: [older],").replace(
        "repository:", "site_url: https://example.org/pathway\n  repository:"
    )
    redirect = published(open_catalogue(text))["resources/older/"]
    assert '<meta http-equiv="refresh" content="0; url=../known/">' in redirect
    assert '<a href="../known/">A known length</a>' in redirect
    assert '<link rel="canonical" href="https://example.org/pathway/resources/known/">' in redirect


def test_a_retired_entry_keeps_its_address_with_the_reason_and_the_replacement(open_catalogue: Open) -> None:
    edition = open_catalogue(CATALOGUE + RETIRED)
    assert not edition.problems, edition.problem_list
    pages = published(edition)
    assert "The maker took the film back." in pages["resources/film/"]
    assert '<a href="../known/">A known length</a>' in pages["resources/film/"]
    assert '<a href="../first/">First</a>' in pages["modules/gone/"]


def test_old_links_to_parts_of_a_page_still_find_them(open_catalogue: Open) -> None:
    text = CATALOGUE.replace("id: theory\n", "id: theory\n        formerly: [ideas]\n")
    text = text.replace("{id: think,", "{id: think, formerly: [ponder],")
    text = text.replace("{id: listen,", "{id: listen, formerly: [hear],")
    pages = published(open_catalogue(text))
    for anchor, where in (("ideas", "modules/first/"), ("task--ponder", "modules/first/"), ("tip--hear", "tips/")):
        assert f'<a id="{anchor}"></a>' in pages[where]


#: Enough of it that the library is split into listings by type, theme and year.
LARGE = CATALOGUE.replace("title: Small pathway", "title: Small pathway\n  library_page_size: 10").replace(
    "resources:\n",
    "resources:\n"
    + "".join(
        f"  - {{id: extra-{number}, type: blog, title: Extra {number}, published: {2000 + number}, themes: [power],"
        f' url: "https://example.org/{number}"}}\n'
        for number in range(12)
    ),
)


@pytest.mark.parametrize("text", [CATALOGUE, LARGE, "pathway: {title: Empty}\n"], ids=["small", "large", "empty"])
def test_pages_without_an_entry_are_told_without_being_made(open_catalogue: Open, text: str) -> None:
    edition = open_catalogue(text)
    assert edition.site is not None
    told = {document(path): escape(title) for path, title in index_titles(edition.site).items()}
    made = {page.path: page.text for page in edition.pages()}
    own = re.compile(r"(resources|modules|themes|routes)/(?!index\.md)")
    assert told.keys() == {path for path in made if not own.match(path)}
    assert told == {path: json.loads(made[path].split("title: ")[1].split("\n")[0]) for path in told}


def listings(edition: Build) -> list[str]:
    return [f"page:{address}" for address in published(edition) if address.startswith("library/")]


def record(edition: Build, keys: list[str]) -> None:
    (edition.reading.root / "published-ids.txt").write_text("".join(f"{key}\n" for key in keys), encoding="utf-8")


def target(html: str) -> str:
    return re.findall(r'<meta http-equiv="refresh" content="0; url=([^"]*)">', html)[0]


def test_a_listing_that_is_no_longer_made_leads_to_the_library(open_catalogue: Open) -> None:
    keys = listings(open_catalogue(LARGE))
    assert "page:library/type/blog/2/" in keys
    record(open_catalogue(), keys)
    after = published(open_catalogue())
    assert {key.removeprefix("page:") for key in keys} <= set(after)
    assert target(after["library/type/blog/2/"]) == "../../../"
    assert '<a href="../../../">Library</a>' in after["library/type/blog/2/"]


def test_a_listing_that_has_grown_shorter_leads_to_its_beginning(open_catalogue: Open) -> None:
    record(open_catalogue(LARGE), listings(open_catalogue(LARGE)))
    after = published(open_catalogue(LARGE.replace("type: blog, title: Extra 11", "type: report, title: Extra 11", 1)))
    assert "library/type/blog/2/" in after  # eleven are still too many for one page
    shorter = LARGE.replace("type: blog", "type: report", 3)
    assert target(published(open_catalogue(shorter))["library/type/blog/2/"]) == "../"


def test_the_listing_of_a_renamed_theme_leads_to_the_theme_s_listing(open_catalogue: Open) -> None:
    record(open_catalogue(LARGE), listings(open_catalogue(LARGE)))
    text = LARGE.replace("{id: power,", "{id: might, formerly: [power],").replace("[power]", "[might]")
    text = text.replace("formerly: [might]", "formerly: [power]").replace("[trust, power]", "[trust, might]")
    after = published(open_catalogue(text))
    assert target(after["library/theme/power/"]) == "../might/"
    assert target(after["library/theme/power/2/"]) == "../../might/2/"


def test_a_page_without_any_page_above_it_leads_home(open_catalogue: Open) -> None:
    without = CATALOGUE[: CATALOGUE.index("tips:")]
    record(open_catalogue(), ["page:tips/"])
    assert target(published(open_catalogue(without))["tips/"]) == "../"
    assert "refresh" not in published(open_catalogue())["tips/"]


HOSTILE = """</title><script>alert(1)</script>" onload="alert(2)' & <b>bold</b> {{ title }} {% x %}"""


def test_a_title_cannot_break_out_of_a_redirect(open_catalogue: Open) -> None:
    text = CATALOGUE.replace(
        "{id: known, type: report, title: A known length,",
        f"{{id: known, formerly: [older], type: report, title: {json.dumps(HOSTILE)},",
    )
    soup = BeautifulSoup(published(open_catalogue(text))["resources/older/"], "html.parser")
    assert soup.title is not None
    assert soup.title.string == HOSTILE
    assert [link.get_text() for link in soup.find_all("a")] == [HOSTILE]
    assert len(soup.find_all("script")) == 1  # the one that takes the fragment along
    assert "alert" not in str(soup.find("script"))
    assert {name for node in soup.find_all(True) for name in node.attrs} == {
        *("lang", "charset", "name", "content", "rel", "href", "http-equiv", "data-to")
    }
    assert soup.find("b") is None


def test_a_notice_of_retirement_stays_out_of_searches(open_catalogue: Open) -> None:
    reason = "Its <b>maker</b> took it back: [x](javascript:alert(1)) {: onclick=alert(2) }."
    text = CATALOGUE + f"\nretired:\n  - {{id: film, reason: {json.dumps(reason)}}}\n"
    notice = published(open_catalogue(text))["resources/film/"]
    assert '\nrobots: "noindex"\n' in notice
    assert '\nsearch: {"exclude": true}\n' in notice
    assert "&lt;b&gt;maker&lt;/b&gt;" in notice
