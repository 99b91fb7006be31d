"""Which addresses can be played within a page, and from where."""

from __future__ import annotations

from datetime import date

from casetable import case_table
from learning_pathway.catalogue.model import Alternative, Resource
from learning_pathway.catalogue.types import ResourceType
from learning_pathway.links.state.model import LinkState
from learning_pathway.links.verdicts import Verdict
from learning_pathway.site.players import player_at
from learning_pathway.site.resource_view import player_of

YOUTUBE = "https://www.youtube-nocookie.com/embed/iN_A7keXtVg?autoplay=1&rel=0&playsinline=1"
ADDRESSES = {
    "https://www.youtube.com/watch?v=iN_A7keXtVg": YOUTUBE,
    "https://m.youtube.com/watch?list=PL1&v=iN_A7keXtVg": YOUTUBE,
    "https://youtu.be/iN_A7keXtVg?si=abc": YOUTUBE,
    "https://www.youtube.com/shorts/iN_A7keXtVg": YOUTUBE,
    "https://www.youtube.com/live/iN_A7keXtVg?feature=share": YOUTUBE,
    "https://www.youtube-nocookie.com/embed/iN_A7keXtVg": YOUTUBE,
    "https://youtu.be/iN_A7keXtVg?t=1m30s": f"{YOUTUBE}&start=90",
    "https://www.youtube.com/watch?v=iN_A7keXtVg&t=42": f"{YOUTUBE}&start=42",
    "https://www.youtube.com/watch?v=iN_A7keXtVg&t=%22onload": YOUTUBE,
    "https://vimeo.com/76979871": "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1",
    "https://vimeo.com/channels/staffpicks/76979871": "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1",
    "https://vimeo.com/76979871/abcdef0123": "https://player.vimeo.com/video/76979871?h=abcdef0123&dnt=1&autoplay=1",
    "https://player.vimeo.com/video/76979871?h=abcdef0123": (
        "https://player.vimeo.com/video/76979871?h=abcdef0123&dnt=1&autoplay=1"
    ),
    "https://example.org/talk.mp3?download=1": "https://example.org/talk.mp3?download=1",
    "https://example.org/film.webm": "https://example.org/film.webm",
}
NOT_PLAYED = [
    "https://www.youtube.com/watch?v=short",
    "https://www.youtube.com/watch?v=iN_A7keXtVg%22%3E",
    "https://www.youtube.com/@someone",
    "https://www.youtube.com/embed/videoseries?list=PL1",
    "https://www.youtube.com/playlist?list=PL1",
    "https://youtube.com.evil.example/watch?v=iN_A7keXtVg",
    "https://vimeo.com/ondemand/film",
    "http://example.org/talk.mp3",
    "https://example.org/mp3",
    "https://example.org/talk.mp3/page",
    "https://[::1",
]


@case_table("url", ADDRESSES)
def test_every_form_of_an_address_leads_to_one_player(url: str) -> None:
    player = player_at(url)
    assert player is not None
    assert player.address == ADDRESSES[url]


@case_table("url", NOT_PLAYED)
def test_what_names_no_single_film_or_file_is_not_played(url: str) -> None:
    assert player_at(url) is None


def film(**fields: object) -> Resource:
    return Resource.model_validate({"id": "film", "type": ResourceType.VIDEO, "title": "Film", **fields})


def test_another_copy_serves_where_the_first_cannot_be_played() -> None:
    copy = Alternative(url="https://youtu.be/iN_A7keXtVg", label="on YouTube")
    player = player_of(film(url="https://www.ted.com/talks/x", alternatives=(copy,)), None)
    assert player is not None
    assert player.host == "YouTube"


def test_a_recording_is_not_played_as_a_film_nor_a_text_at_all() -> None:
    assert player_of(film(url="https://example.org/talk.mp3"), None) is None
    assert player_of(film(type=ResourceType.ARTICLE, url="https://youtu.be/iN_A7keXtVg"), None) is None


def test_a_film_that_is_known_to_be_gone_is_not_offered() -> None:
    url = "https://youtu.be/iN_A7keXtVg"
    seen = {"id": "film", "url": url, "checked_on": date(2026, 1, 1)}
    assert player_of(film(url=url), LinkState(verdict=Verdict.OK, **seen)) is not None
    assert player_of(film(url=url), LinkState(verdict=Verdict.REMOVED_VIDEO, **seen)) is not None
    lasting = LinkState(verdict=Verdict.REMOVED_VIDEO, alarm=True, **seen)
    assert player_of(film(url=url), lasting) is None
