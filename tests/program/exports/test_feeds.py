"""Feeds of what is new, read back by a feed reader."""

from __future__ import annotations

import json
from datetime import date

import feedparser
import pytest

from learning_pathway.catalogue.model import Resource
from learning_pathway.site.files.feeds import Channel, atom_feed, content, json_feed, newest_resources

CHANNEL = Channel(
    title="New in <Trust> & power",
    page="https://example.org/pathway/library/",
    language="en-GB",
    publisher="Northern Forum",
    address_of=lambda resource: f"https://example.org/pathway/resources/{resource.id}/",
    id_of=lambda resource: f"https://example.org/pathway/resources/{(*resource.formerly, resource.id)[0]}/",
    content_of=content,
)
ADDRESS = "https://example.org/pathway/feed.xml"


def resource(name: str, added: str | None, **facts: object) -> Resource:
    facts = {"id": name, "type": "report", "title": f"Title of {name}", **facts}
    return Resource.model_validate({**facts, "added": added} if added else facts)


RESOURCES = (
    resource("old", "2024-01-02"),
    resource("undated", None),
    resource(
        "new",
        "2026-03-04",
        title="A <b>bold</b> & “brave” title\x07\ufffe",
        summary="Says <script>alert(1)</script> & more.",
        why="Because.",
        themes=["trust", "power"],
        url="https://example.net/a?b=1&c=2",
    ),
    resource("twin", "2026-03-04"),
)


def test_newest_come_first_and_the_undated_are_no_news() -> None:
    assert [entry.id for entry in newest_resources(RESOURCES)] == ["new", "twin", "old"]
    assert [entry.id for entry in newest_resources(RESOURCES, most=1)] == ["new"]


def test_atom_feed_reads_back() -> None:
    read = feedparser.parse(atom_feed(CHANNEL, RESOURCES, ADDRESS))
    assert (read.bozo, read.version) == (False, "atom10")
    assert (read.feed.title, read.feed.id) == (CHANNEL.title, ADDRESS)
    assert read.feed.updated == "2026-03-04T00:00:00Z"
    assert [entry.id for entry in read.entries] == [CHANNEL.address_of(entry) for entry in newest_resources(RESOURCES)]
    assert [entry.link for entry in read.entries] == [entry.id for entry in read.entries]
    assert [tag.term for tag in read.entries[0].tags] == ["trust", "power"]
    assert read.entries[0].published == "2026-03-04T00:00:00Z"


def test_feeds_hold_text_not_markup_of_strangers() -> None:
    items = json.loads(json_feed(CHANNEL, RESOURCES, ADDRESS))["items"]
    assert items[0]["title"] == "A <b>bold</b> & “brave” title"
    assert "<p>Says &lt;script&gt;alert(1)&lt;/script&gt; &amp; more.</p>" in items[0]["content_html"]
    assert "<script" not in items[0]["content_html"]
    assert (
        items[0]["content_html"]
        in feedparser.parse(atom_feed(CHANNEL, RESOURCES, ADDRESS), sanitize_html=False).entries[0].content[0].value
    )


def test_json_feed_has_what_its_version_asks_for() -> None:
    document = json.loads(json_feed(CHANNEL, RESOURCES, ADDRESS))
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert document["home_page_url"] == CHANNEL.page
    assert document["feed_url"] == ADDRESS
    assert all({"id", "url", "title", "content_html", "date_published"} <= item.keys() for item in document["items"])
    assert [item.get("external_url") for item in document["items"]] == ["https://example.net/a?b=1&c=2", None, None]


@pytest.mark.parametrize("write", [atom_feed, json_feed])
def test_the_same_resources_give_the_same_feed(write: object) -> None:
    again = tuple(entry.model_copy(deep=True) for entry in RESOURCES)
    assert write(CHANNEL, RESOURCES, ADDRESS) == write(CHANNEL, again, ADDRESS)


@pytest.mark.parametrize("write", [atom_feed, json_feed])
def test_a_feed_without_news_is_refused(write: object) -> None:
    with pytest.raises(ValueError, match="no resource has an `added` date"):
        write(CHANNEL, [resource("undated", None)], ADDRESS)


def test_days_of_one_date_stay_in_the_order_of_the_catalogue() -> None:
    same = [resource(f"r{number}", "2026-01-01") for number in range(5)]
    assert [entry.id for entry in newest_resources(same)] == [entry.id for entry in same]
    assert all(entry.added == date(2026, 1, 1) for entry in same)
