"""Feeds, the list of feeds and the description of the search: of a site that knows its own address, and of another."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from feedrules import broken_in_atom, broken_in_json_feed, broken_in_opml
from learning_pathway.site.build import Build, open_build
from smallcatalogue import CATALOGUE, Open

HOME = "https://example.org/pathway/"
DATED = CATALOGUE.replace("title: Small pathway", f"title: Small pathway\n  site_url: {HOME[:-1]}").replace(
    "themes: [trust], url", "themes: [trust], added: 2026-03-04, url"
)


@pytest.fixture(scope="module")
def real(pathway: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The project's own catalogue, as if it were published."""
    project = tmp_path_factory.mktemp("feeds")
    (project / "resources").mkdir()
    for file in (pathway / "resources.yaml", *(pathway / "resources").glob("*.yaml")):
        text = file.read_text(encoding="utf-8").replace("\npathway:\n", f"\npathway:\n  site_url: {HOME}\n", 1)
        (project / file.relative_to(pathway)).write_text(text, encoding="utf-8")
    return open_build(project)


@pytest.fixture(scope="module")
def files(real: Build) -> Mapping[str, bytes]:
    return {file.path: file.text.encode() for file in real.assets()}


def test_everything_each_theme_and_each_module_has_both_feeds(real: Build, files: Mapping[str, bytes]) -> None:
    assert real.site
    places = [
        "",
        *(f"themes/{name}/" for name in real.site.themes),
        *(f"modules/{name}/" for name in real.site.modules),
    ]
    feeds = {path for path in files if re.search(r"(^|/)feed\.(xml|json)$", path)}
    assert feeds == {f"{place}{name}" for place in places for name in ("feed.xml", "feed.json")}


def test_every_feed_keeps_the_rules_of_its_format(files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        if path.endswith("feed.xml"):
            read = feedparser.parse(data)
            assert (read.bozo, read.version, broken_in_atom(data)) == (False, "atom10", []), path
            assert read.feed.id == HOME + path
        elif path.endswith("feed.json"):
            assert broken_in_json_feed(data) == [], path
            assert json.loads(data)["feed_url"] == HOME + path


def test_the_rules_can_tell_a_broken_feed(files: Mapping[str, bytes]) -> None:
    atom, feed, opml = files["feed.xml"], files["feed.json"], files["feeds.opml"]
    assert broken_in_atom(atom.replace(b"T00:00:00Z", b" 00:00"))
    assert broken_in_atom(atom.replace(b"https://example.org", b""))
    assert broken_in_atom(re.sub(b"<author>.*?</author>", b"", atom, flags=re.DOTALL))
    assert broken_in_json_feed(feed.replace(b'"id"', b'"guid"'))
    assert broken_in_json_feed(feed.replace(b"https://example.org/pathway/r", b"r"))
    assert broken_in_opml(opml.replace(b"xmlUrl", b"url"))


def test_both_forms_tell_of_the_same_works(files: Mapping[str, bytes]) -> None:
    for path in (path for path in files if path.endswith("feed.xml")):
        items = json.loads(files[path.replace(".xml", ".json")])["items"]
        assert [(entry.id, entry.title) for entry in feedparser.parse(files[path]).entries] == [
            (item["id"], item["title"]) for item in items
        ]


def test_the_list_of_feeds_names_each_once(files: Mapping[str, bytes]) -> None:
    assert broken_in_opml(files["feeds.opml"]) == []
    named = [
        str(each.get("xmlUrl")) for each in etree.fromstring(files["feeds.opml"]).iter("outline") if each.get("type")
    ]
    assert sorted(named) == sorted(HOME + path for path in files if path.endswith("feed.xml"))


def test_pages_name_the_feed_that_stands_beside_them(open_catalogue: Open) -> None:
    edition = open_catalogue(DATED)
    made = {file.path for file in edition.assets()}
    for page in edition.pages():
        folder = page.path.removesuffix("index.md")
        named = re.search(r'^feed: "(.+)"$', page.text, re.MULTILINE)
        beside = folder.startswith(("themes/", "modules/")) and f"{folder}feed.xml" in made
        assert bool(named) is beside, page.path
    assert edition.settings["feed"] == "Small pathway"
    home = next(page.text for page in edition.pages() if page.path == "index.md")
    assert '<a href="feed.xml" type="application/atom+xml">' in home


def test_a_theme_without_dated_works_has_no_feed(open_catalogue: Open) -> None:
    made = [file.path for file in open_catalogue(DATED).assets()]
    assert "themes/trust/feed.xml" in made
    assert "themes/power/feed.xml" not in made


def test_an_entry_keeps_its_id_when_its_work_is_renamed(open_catalogue: Open) -> None:
    before = feed_of(open_catalogue(DATED))
    renamed = DATED.replace("{id: known, ", "{id: new-name, formerly: [known], ").replace(
        "read: known}", "read: new-name}"
    )
    after = feed_of(open_catalogue(renamed.replace("see: [known]", "see: [new-name]")))
    assert [entry.id for entry in after] == [entry.id for entry in before]
    assert [entry.link for entry in after] != [entry.link for entry in before]


def feed_of(edition: Build) -> list[feedparser.FeedParserDict]:
    atom = next(file.text for file in edition.assets() if file.path == "feed.xml")
    return list(feedparser.parse(atom).entries)


def test_a_site_that_does_not_know_its_address_has_none_of_it(open_catalogue: Open) -> None:
    edition = open_catalogue(DATED.replace(f"  site_url: {HOME[:-1]}\n", ""))
    made = {file.path for file in edition.assets()}
    assert not [path for path in made if "feed" in path]
    assert not any("feed.xml" in page.text for page in edition.pages())
    assert edition.settings["feed"] == ""
