"""A resource by its address at the desk: what was found and where, the form with it, and what is there already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest

from deskproject import Desk, fields_of
from imports.test_adding import HIGHWIRE, SWIFT, linked, page
from learning_pathway.catalogue import read
from learning_pathway.desk.workbench import Reach
from learning_pathway.web.guard import Guard
from links.laboratory.case import html, replies
from links.laboratory.server import Behaviour, Server
from links.test_check import serving

CATALOGUE = """\
resources:
  - {id: known, type: report, title: A known report, url: 'https://known.example.org/report'}
  - {id: half, title: Half done, status: draft, url: 'https://draft.example.org/a'}
  - id: near
    type: journal-article
    title: Holding power together
    published: 2019
    authors: [{family: Gray, given: Ida}]
"""
FILM = {
    "@context": "https://schema.org",
    "@type": "VideoObject",
    "name": "A film <b>about</b> power & trust",
    "author": {"@type": "Person", "name": "Ida Gray"},
    "datePublished": "2021-03-09",
    "publisher": {"@type": "Organization", "name": "The Forum"},
    "inLanguage": "en-GB",
    "duration": "PT7M10S",
}
HOSTS = {
    "film.example.org": page("A film", linked(FILM)),
    "paper.example.org": page("x", HIGHWIRE),
    "bare.example.org": page("Only a title"),
    "gone.example.org": replies(404, html("Not found", "Nothing.")),
    "video.example.org": replies(404),
    "oembed.example.org": replies(200, b'{"type": "video", "title": "Told", "author_name": "Ours", "duration": 120}'),
    "odd.example.org": page('"><script>alert(1)</script>', '<meta name="author" content="]] }} {{ 7*7 }}">'),
}


class Counting:
    """Counts what is asked of a host."""

    def __init__(self) -> None:
        self.count = 0

    def of(self, behaviour: Behaviour) -> Behaviour:
        """The same behaviour, counted."""

        async def counted(request: object, wire: object) -> None:
            self.count += 1
            await behaviour(request, wire)  # type: ignore[arg-type]

        return counted


asked = Counting()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving({host: asked.of(behaviour) for host, behaviour in HOSTS.items()}) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: Server) -> Desk:
    """A desk that finds the hosts of the laboratory, and no others."""
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "link-settings.yaml").write_text(SWIFT.replace("PORT", str(server.port)), encoding="utf-8")
    hosts = (*HOSTS, "doi.example.org")
    pins = tuple(f"{host}:{server.port}:127.0.0.1" for host in hosts)
    asked.count = 0
    return Desk(tmp_path, Reach(Guard.parse(allow=("127.0.0.1",), resolve=pins)))


def address(server: Server, host: str) -> str:
    return f"http://{host}:{server.port}/work"


def words(text: str | None) -> str:
    return " ".join(" ".join(lxml.html.fromstring(text or "").itertext()).split())


def test_what_was_found_is_shown_with_its_source_and_is_in_the_form(desk: Desk, server: Server) -> None:
    answer = desk.ask("POST", "/add", {"url": f" {address(server, 'film.example.org')} "})
    assert answer.status == 200
    said = words(answer.text)
    assert "Title A film about power & trust (JSON-LD)" in said
    assert "or A film (the title of the page)" in said
    fields = fields_of(answer.text or "")
    assert (fields["type"], fields["minutes"], fields["published"]) == ("video", "8", "2021-03-09")
    assert (fields["authors.0.family"], fields["authors.0.given"]) == ("Gray", "Ida")
    assert (fields["url"], fields["id"]) == (address(server, "film.example.org"), "gray-film-power-trust")
    assert desk.text == CATALOGUE


def test_the_form_is_saved_like_any_other_and_undone(desk: Desk, server: Server) -> None:
    found = desk.ask("POST", "/add", {"url": address(server, "film.example.org")})
    seen = desk.ask("POST", "/new/resource", {**fields_of(found.text or ""), "level": "starter", "do": "review"})
    saved = desk.confirm("/new/resource", seen)
    assert saved.status == 303
    catalogue = read(desk.root).catalogue
    assert catalogue is not None
    film = catalogue.resources[-1]
    assert (film.id, film.type.value, film.title) == ("gray-film-power-trust", "video", "A film about power & trust")
    assert (film.minutes, str(film.published), film.publisher, film.language) == (8, "2021-03-09", "The Forum", "en-GB")
    assert [person.name for person in film.authors] == ["Ida Gray"]
    assert film.level is not None
    desk.undo(saved)
    assert desk.text == CATALOGUE


def test_nothing_is_asked_before_the_button_is_pressed(desk: Desk, server: Server) -> None:
    desk.page(f"/add?url={address(server, 'film.example.org')}")
    answer = desk.ask("POST", "/add", {"url": address(server, "film.example.org"), "do": "form"})
    fields = fields_of(answer.text or "")
    assert "Nothing was looked up" in (answer.text or "")
    assert fields["url"] == address(server, "film.example.org")
    assert fields["title"] == ""
    assert asked.count == 0
    desk.ask("POST", "/add", {"url": address(server, "film.example.org")})
    assert asked.count > 0


@pytest.mark.parametrize(
    ("typed", "id_", "why"),
    [
        ("https://known.example.org/report", "known", "has the same address"),
        ("known.example.org/report?utm_source=x", "", ""),
        ("https://KNOWN.example.org:443/report?utm_source=a", "known", "has the same address"),
        ("https://draft.example.org/a", "half", "is a draft that has the same address"),
    ],
)
def test_what_is_there_already_is_named_before_anyone_is_asked(desk: Desk, typed: str, id_: str, why: str) -> None:
    answer = desk.ask("POST", "/add", {"url": typed})
    assert answer.status == 409
    assert asked.count == 0
    if id_:
        assert f'href="/entry/resource/{id_}"' in (answer.text or "")
        assert why in words(answer.text)
        assert "It is another resource" not in (answer.text or "")


def test_what_only_looks_alike_can_be_added_all_the_same(desk: Desk, server: Server) -> None:
    answer = desk.ask("POST", "/add", {"url": address(server, "paper.example.org")})
    assert answer.status == 409
    assert "It may be in the catalogue already" in words(answer.text)
    assert 'href="/entry/resource/near"' in (answer.text or "")
    again = desk.ask("POST", "/add", fields_of(answer.text or ""))
    assert again.status == 200
    assert fields_of(again.text or "")["title"] == "Holding power together"


@pytest.mark.refuses
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type or paste an address."),
        ("javascript:alert(1)", "javascript:"),
        ("file:///etc/passwd", "file:"),
        ("not an address", "not an address"),
        ("https://user:secret@example.org/", "secret"),
        ("http://127.0.0.1:9/x", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("http://169.254.169.254/latest/meta-data", "169.254"),
        ("https://" + "a" * 9000 + ".example.org/", "a"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(desk: Desk, typed: str, said: str) -> None:
    answer = desk.ask("POST", "/add", {"url": typed})
    assert answer.status == 409
    (fault,) = lxml.html.fromstring(answer.text or "").xpath("//*[@id='url-fault']")
    assert said in fault.text_content()
    assert asked.count == 0
    assert desk.text == CATALOGUE


@pytest.mark.parametrize(
    ("host", "said"), [("gone.example.org", "the server answered with 404"), ("nowhere.example.org", "")]
)
def test_a_page_that_does_not_answer_leaves_the_way_by_hand(desk: Desk, server: Server, host: str, said: str) -> None:
    answer = desk.ask("POST", "/add", {"url": address(server, host)})
    assert answer.status == 409
    assert said in words(answer.text)
    by_hand = desk.ask("POST", "/add", {**fields_of(answer.text or ""), "do": "form"})
    assert by_hand.status == 200
    assert fields_of(by_hand.text or "")["url"] == address(server, host)


def test_what_a_service_says_of_a_video_is_kept_though_its_page_does_not_answer(desk: Desk, server: Server) -> None:
    answer = desk.ask("POST", "/add", {"url": f"http://video.example.org:{server.port}/watch?v=AbCdEfGhIjK"})
    assert answer.status == 200
    assert "the server answered with 404" in words(answer.text)
    fields = fields_of(answer.text or "")
    assert (fields["type"], fields["title"], fields["publisher"], fields["minutes"]) == (
        "video",
        "Told",
        "Ours",
        "2",
    )


def test_what_no_page_says_stays_empty_and_is_named(desk: Desk, server: Server) -> None:
    answer = desk.ask("POST", "/add", {"url": address(server, "bare.example.org")})
    assert "Not found: Author, Published, Time." in words(answer.text)
    fields = fields_of(answer.text or "")
    assert (fields["title"], fields["published"], fields["minutes"]) == ("Only a title", "", "")


def test_what_a_page_says_is_escaped(desk: Desk, server: Server) -> None:
    answer = desk.ask("POST", "/add", {"url": address(server, "odd.example.org")})
    assert answer.status == 200
    assert "<script>alert" not in (answer.text or "")


def test_a_catalogue_with_errors_is_fixed_first(desk: Desk) -> None:
    (desk.root / "resources.yaml").write_text(CATALOGUE + "themes: 3\n", encoding="utf-8")
    answer = desk.ask("POST", "/add", {"url": "https://example.org/new"})
    assert answer.status == 409
    assert "The catalogue has errors" in words(answer.text)
    assert asked.count == 0


def test_settings_that_cannot_be_read_are_said(desk: Desk, server: Server) -> None:
    (desk.root / "link-settings.yaml").write_text("probing: {speed: fast}\n", encoding="utf-8")
    answer = desk.ask("POST", "/add", {"url": address(server, "film.example.org")})
    assert answer.status == 409
    assert "probing.speed" in words(answer.text)
