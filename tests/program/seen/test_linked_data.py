"""JSON-LD on the built site, read back by a reader that is not ours (extruct)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import extruct
import pytest

from learning_pathway.site.head import json_ld, without_empty
from seen.conftest import ADDRESS, HOSTILE, TYPES

pytestmark = pytest.mark.engine

CLEAN = " ".join(HOSTILE.split())
Things = dict[str, dict[str, Any]]


def things(page: Path) -> Things:
    """What a page says of itself, by the first type of each thing."""
    (document,) = extruct.extract(page.read_text(encoding="utf-8"), syntaxes=["json-ld"])["json-ld"]
    assert document["@context"] == "https://schema.org"
    found = document.get("@graph", [document])
    return {kind[0] if isinstance(kind := thing["@type"], list) else kind: thing for thing in found}


def record(site: Path, name: str) -> dict[str, Any]:
    return next(
        thing for kind, thing in things(site / "resources" / name / "index.html").items() if kind[0:5] != "Bread"
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    {
        "article": "Article",
        "blog": "BlogPosting",
        "report": "Report",
        "journal-article": "ScholarlyArticle",
        "conference-paper": "ScholarlyArticle",
        "chapter": "Chapter",
        "book": "Book",
        "toolkit": "CreativeWork",
        "course": "Course",
        "video": "VideoObject",
        "audio": "PodcastEpisode",
        "web-page": "WebPage",
    }.items(),
)
def test_a_record_is_a_work_of_its_type_and_something_to_learn_from(seen_site: Path, name: str, kind: str) -> None:
    work = record(seen_site, name)
    assert work["@type"] == [kind, "LearningResource"]
    assert work["name"] == f"A work: {name}"
    assert work["author"] == [
        {"@type": "Person", "name": "Cathy Sharp", "givenName": "Cathy", "familyName": "Sharp"},
        {"@type": "Organization", "name": "Northern Forum"},
    ]
    assert work["isAccessibleForFree"] is True
    assert work["educationalLevel"] == "Starter"
    assert work["url"] == f"https://example.net/{name}"
    assert work["mainEntityOfPage"] == f"{ADDRESS}resources/{name}/"
    assert work["@id"] == f"{ADDRESS}resources/{name}/#work"


def test_every_type_is_tried(seen_site: Path) -> None:
    assert {path.name for path in (seen_site / "resources").iterdir()} == {*TYPES, "bare", "hostile"}


def test_facts_go_where_schema_org_keeps_them(seen_site: Path) -> None:
    video = record(seen_site, "video")
    assert (video["timeRequired"], video["duration"], video["uploadDate"]) == ("PT12M", "PT12M", "2019-01-02")
    assert video["accessibilityFeature"] == ["captions"]
    paper = record(seen_site, "journal-article")
    assert paper["pagination"] == "401–423"
    assert paper["isPartOf"] == {
        "@type": "PublicationIssue",
        "issueNumber": "3",
        "isPartOf": {
            "@type": "PublicationVolume",
            "volumeNumber": "5",
            "isPartOf": {"@type": "Periodical", "name": "Journal", "issn": "1234-5679"},
        },
    }
    book = record(seen_site, "book")
    assert (book["isbn"], book["numberOfPages"], book["bookEdition"]) == ("978-0-306-40615-7", 220, "2nd")
    assert record(seen_site, "report")["publisher"]["name"] == "Collective Leadership for Scotland"
    assert record(seen_site, "report")["license"] == {"@type": "CreativeWork", "name": "CC BY 4.0"}


def test_what_is_not_known_is_not_said(seen_site: Path) -> None:
    assert record(seen_site, "bare") == {
        "@type": ["Report", "LearningResource"],
        "@id": f"{ADDRESS}resources/bare/#work",
        "name": "Nothing else is known",
        "learningResourceType": "Report",
        "mainEntityOfPage": f"{ADDRESS}resources/bare/",
    }


def test_a_module_is_a_course_with_what_it_teaches(seen_site: Path) -> None:
    course = things(seen_site / "modules" / "known" / "index.html")["Course"]
    assert course["@type"] == ["Course", "LearningResource"]
    assert course["teaches"] == ["Tell trust from hope", CLEAN]
    assert course["timeRequired"] == "PT22M"
    assert course["hasCourseInstance"]["courseWorkload"] == "PT22M"
    assert course["isAccessibleForFree"] is True
    assert course["provider"] == {"@type": "Organization", "name": 'House of "Words"'}
    assert [part["url"] for part in course["hasPart"]] == [f"{ADDRESS}resources/video/"]


def test_a_time_of_which_a_part_is_unknown_is_not_said(seen_site: Path) -> None:
    course = things(seen_site / "modules" / "whole" / "index.html")["Course"]
    assert not {"timeRequired", "hasCourseInstance", "isAccessibleForFree"} & course.keys()
    assert [part["name"] for part in course["coursePrerequisites"]] == ["All lengths known"]


def test_a_route_names_its_modules_in_order(seen_site: Path) -> None:
    route = things(seen_site / "routes" / "both" / "index.html")["Course"]
    assert [part["url"] for part in route["hasPart"]] == [f"{ADDRESS}modules/known/", f"{ADDRESS}modules/whole/"]
    assert route["audience"] == {"@type": "Audience", "audienceType": CLEAN}


@pytest.mark.parametrize(
    ("page", "names", "last"),
    [
        ("resources/book", ["Pathway & <friends>", "Library", "A work: book"], "resources/book/"),
        ("modules/whole", ["Pathway & <friends>", "Modules", CLEAN], "modules/whole/"),
        ("themes/trust", ["Pathway & <friends>", "Themes", CLEAN], "themes/trust/"),
        ("library/type/book", ["Pathway & <friends>", "Library", "Book"], "library/type/book/"),
        ("tips", ["Pathway & <friends>", "Tips"], "tips/"),
    ],
)
def test_a_page_says_where_it_stands(seen_site: Path, page: str, names: list[str], last: str) -> None:
    trail = things(seen_site / page / "index.html")["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in trail] == names
    assert [step["position"] for step in trail] == list(range(1, len(names) + 1))
    assert (trail[0]["item"], trail[-1]["item"]) == (ADDRESS, ADDRESS + last)


def test_the_home_page_is_the_site(seen_site: Path) -> None:
    site = things(seen_site / "index.html")["WebSite"]
    assert (site["name"], site["url"]) == ("Pathway & <friends>", ADDRESS)


def test_without_an_address_links_are_relative_and_still_lead_there(site_without_address: Path) -> None:
    page = site_without_address / "resources" / "book" / "index.html"
    text = page.read_text(encoding="utf-8")
    assert ADDRESS not in text
    steps = things(page)["BreadcrumbList"]["itemListElement"]
    assert [step["item"] for step in steps] == ["../../", "../../library/", "./"]
    assert all((page.parent / step["item"] / "index.html").is_file() for step in steps)
    assert "@id" not in record(site_without_address, "book")


def test_hostile_words_come_through_whole_and_break_out_of_nothing(seen_site: Path) -> None:
    work = record(seen_site, "hostile")
    assert work["name"] == CLEAN
    assert work["description"] == CLEAN
    assert work["author"][0]["name"] == CLEAN
    for page in sorted(seen_site.rglob("index.html")):
        text = page.read_text(encoding="utf-8")
        scripts = re.findall(r"<script\b[^>]*>(.*?)</script", text, re.DOTALL)
        assert not any("window.broken" in script and "\\u003c" not in script for script in scripts), page
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
            assert not re.search("[<>&\u2028\u2029]", block), page


def test_controls_and_line_separators_from_elsewhere_become_spaces() -> None:
    """The catalogue refuses them; what is written never depends on that."""
    text = json_ld([without_empty({"name": "a\u2028b\x00c\x85d\x1be\u202ef"})])
    assert json.loads(text)["name"] == "a b c d ef"
    assert text.isprintable()
