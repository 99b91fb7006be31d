"""The preview's server: what it answers, to whom, and how soon it has what an editor saved."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import pytest

from learning_pathway.links.state.file import write_health
from learning_pathway.links.state.model import LinkState
from learning_pathway.links.verdicts import Verdict
from runningpreview import RunningPreview, previews
from siteproject import small_repository
from smallcatalogue import CATALOGUE

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPreview]:
    """A preview that all tests of this file share; each leaves the project as it was."""
    folder = tmp_path_factory.mktemp("preview")
    with previews(small_repository(folder / "project"), folder / "log") as begin:
        yield begin()


#: Some pages, and words of theirs that edits change.
SHOWN = {
    "modules/": "Second",
    "modules/first/": "Think about it",
    "about/": "Small pathway",
    "themes/": "Trust",
    "resources/known/": "A known length",
    "resources/paged/": "A book",
    "resources/unknown/": "A film",
}


def wait_until_shown(running: RunningPreview) -> None:
    for path, words in SHOWN.items():
        running.wait_for(200, words, path, without='<details class="lp-preview"')


@pytest.fixture(scope="module")
def at_rest(running: RunningPreview) -> RunningPreview:
    """The preview while it shows the site, for tests that change nothing."""
    wait_until_shown(running)
    return running


@pytest.fixture
def preview(running: RunningPreview) -> Iterator[RunningPreview]:
    """The preview while it shows the site, which the test may edit."""
    root = running.project / "resources.yaml"
    wait_until_shown(running)
    yield running
    if root.read_text(encoding="utf-8") != CATALOGUE:
        root.write_text(CATALOGUE, encoding="utf-8")


def save(preview: RunningPreview, before: str, after: str) -> None:
    """Save the catalogue with one change."""
    assert before in CATALOGUE
    (preview.project / "resources.yaml").write_text(CATALOGUE.replace(before, after, 1), encoding="utf-8")


def save_by_rename(path: Path, text: str) -> None:
    """Save as many editors do: a new file is renamed over the old one."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:PORT", 200),
        ("localhost:PORT", 200),
        ("LOCALHOST:PORT", 200),
        ("[::1]:PORT", 200),
        ("evil.example", 403),
        ("evil.example:PORT", 403),
        ("127.0.0.1.evil.example:PORT", 403),
        ("127.0.0.1", 403),
        ("127.0.0.1:1", 403),
        ("localhost.:PORT", 403),
        ("", 403),
    ],
)
@pytest.mark.parametrize("path", ["modules/", "~preview/wait", "assets/images/mark.svg"])
def test_only_names_of_this_computer_are_answered(at_rest: RunningPreview, host: str, status: int, path: str) -> None:
    port = urlsplit(at_rest.address).port
    found, text = at_rest.get(path, Host=host.replace("PORT", str(port)))
    assert found == status
    if status == 403:
        assert "Second" not in text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_can_be_written(at_rest: RunningPreview, method: str) -> None:
    assert b" 405 " in raw(at_rest, f"{method} /modules/ HTTP/1.1").split(b"\r\n")[0]


@pytest.mark.parametrize(
    "line",
    [
        "GET",
        "BREW /modules/ HTTP/1.1",
        "GET /modules/",
        "GET /modules/ HTTP/9.9",
        "\x00\x01",
        f"GET /{'a' * 100_000} HTTP/1.1",
    ],
)
def test_nonsense_ends_no_preview(at_rest: RunningPreview, line: str) -> None:
    raw(at_rest, line)
    assert at_rest.get()[0] == 200
    assert "Traceback" not in at_rest.printed()


def raw(preview: RunningPreview, line: str) -> bytes:
    """What comes back for the first line of a request."""
    place = urlsplit(preview.address)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=20) as connection:
        connection.sendall(f"{line}\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n".encode())
        found = b""
        while part := connection.recv(65536):
            found += part
        return found


def test_a_head_has_no_body(at_rest: RunningPreview) -> None:
    head, _, body = raw(at_rest, "HEAD /modules/ HTTP/1.1").partition(b"\r\n\r\n")
    assert b" 200 " in head
    assert body == b""


@pytest.mark.parametrize(
    "path",
    [
        "/../mkdocs.yml",
        "/%2e%2e/mkdocs.yml",
        "/..%2fmkdocs.yml",
        "//etc/passwd",
        "/hooks/pathway.py",
        "/%00",
        "/~preview/server.py",
    ],
)
def test_only_the_site_can_be_read(at_rest: RunningPreview, path: str) -> None:
    assert b" 404 " in raw(at_rest, f"GET {path} HTTP/1.1").split(b"\r\n")[0]


def test_it_listens_on_this_computer_only(at_rest: RunningPreview) -> None:
    port = urlsplit(at_rest.address).port or 0
    for family, address in ((socket.AF_INET, other_address()),):
        with socket.socket(family) as probe:
            probe.settimeout(5)
            assert address.startswith("127.0.0.1") or probe.connect_ex((address, port)) != 0


def other_address() -> str:
    """Another address of this computer; its loopback where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


@pytest.mark.parametrize(
    "path",
    [
        "search/",
        "my/",
        "offline.js",
        "assets/pathway/offline.json",
        "assets/pathway/precache.js",
        "assets/pathway/version.json",
        "manifest.webmanifest",
        "llms.txt",
        "api/1/resources/known.json",
        "resources/known/known.ris",
        "modules/first/first.bib",
        "assets/images/mark.svg",
        "assets/images/social/page.png",
        "search.html",
        "404.html",
    ],
)
def test_what_pages_ask_for_is_there(at_rest: RunningPreview, path: str) -> None:
    with urlopen(at_rest.address + path, timeout=20) as answer:
        assert answer.status == 200
        assert answer.read()


def test_what_scripts_ask_for_is_there(at_rest: RunningPreview) -> None:
    folder = json.loads(at_rest.get("assets/pathway/version.json")[1])["assets"]
    names = (
        "outline.json",
        "aliases.json",
        "not-kept.json",
        "search/index.json",
        "pieces/index.json",
        "library/resources.json",
    )
    for name in (*names, "javascripts/pathway.mjs", "stylesheets/pathway.css"):
        assert at_rest.get(f"{folder}/{name}")[0] == 200, name


def test_a_folder_leads_to_its_page_and_nothing_to_the_sites_own_page(at_rest: RunningPreview) -> None:
    with urlopen(at_rest.address + "modules/first", timeout=20) as answer:
        assert answer.url == at_rest.address + "modules/first/"
    status, text = at_rest.get("no/such/page/")
    assert status == 404
    assert "~preview/reload.js" in text


EDITS = {
    "a field": ("A known length", "Another length", "resources/known/", "Another length"),
    "the settings": ("Small pathway", "Renamed pathway", "about/", "Renamed pathway"),
    "a theme": ("title: Trust", "title: Confidence", "themes/", "Confidence"),
    "a module": ("title: Second", "title: Latter", "modules/", "Latter"),
    "a new entry": (
        "tasks:\n",
        "  - {id: fresh, type: book, title: Fresh, themes: [trust]}\ntasks:\n",
        "resources/fresh/",
        "Fresh",
    ),
    "another id": ("{id: unknown,", "{id: now-known, formerly: [unknown],", "resources/unknown/", "now-known"),
}


@pytest.mark.parametrize("kind", EDITS)
@pytest.mark.parametrize("way", ["in place", "by rename"])
def test_an_edit_is_shown(preview: RunningPreview, kind: str, way: str) -> None:
    before, after, path, words = EDITS[kind]
    text = CATALOGUE.replace(before, after, 1)
    if kind == "another id":
        text = text.replace("watch: unknown", "watch: now-known")
    root = preview.project / "resources.yaml"
    assert words not in preview.get(path)[1]
    if way == "in place":
        root.write_text(text, encoding="utf-8")
    else:
        save_by_rename(root, text)
    preview.wait_for(200, words, path)


def test_a_deleted_entry_has_no_page(preview: RunningPreview) -> None:
    line = next(line for line in CATALOGUE.splitlines(keepends=True) if "{id: paged" in line)
    text = CATALOGUE.replace(line, "").replace(", {read: paged}", "")
    assert preview.get("resources/paged/")[0] == 200
    (preview.project / "resources.yaml").write_text(text, encoding="utf-8")
    preview.wait_for(404, "", "resources/paged/")


def test_a_second_edit_at_once_is_shown_too(preview: RunningPreview) -> None:
    save(preview, "A known length", "First edit")
    time.sleep(0.06)
    save(preview, "A known length", "Second edit")
    preview.wait_for(200, "Second edit", "resources/known/")


def test_a_file_of_the_same_size_and_time_is_seen_when_it_was_renamed_there(preview: RunningPreview) -> None:
    root = preview.project / "resources.yaml"
    before = root.stat()
    new = root.with_name(".new")
    new.write_text(CATALOGUE.replace("A known length", "A knowm length"), encoding="utf-8")
    os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
    new.replace(root)
    preview.wait_for(200, "A knowm length", "resources/known/")


def test_files_that_come_and_go_are_seen(preview: RunningPreview) -> None:
    page, more = preview.project / "docs" / "resources" / "extra.md", preview.project / "resources" / "more.yaml"
    for path in (page, more):
        path.parent.mkdir(exist_ok=True)
    page.write_text("# Extra page\n", encoding="utf-8")
    more.write_text("resources:\n  - {id: added, type: book, title: Added one}\n", encoding="utf-8")
    preview.wait_for(200, "Extra page", "resources/extra/")
    preview.wait_for(200, "Added one", "resources/added/")
    page.write_text("# Another name\n", encoding="utf-8")
    preview.wait_for(200, "Another name", "resources/extra/")
    page.unlink()
    more.unlink()
    preview.wait_for(404, "", "resources/extra/")
    preview.wait_for(404, "", "resources/added/")


def test_link_health_is_shown(preview: RunningPreview) -> None:
    path = preview.project / "link-health.json"
    preview.wait_for(404, "", "link-health/")
    day = date(2024, 4, 1)
    works = LinkState("known", "https://example.org/a.pdf", Verdict.OK, checked_on=day, last_good=day)
    write_health(path, [works], swept_on=day)
    preview.wait_for(200, "Link health", "link-health/")
    path.unlink()
    preview.wait_for(404, "", "link-health/")


def test_a_save_in_two_steps_shows_no_fault(preview: RunningPreview) -> None:
    root = preview.project / "resources.yaml"
    seen: list[str] = []
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            seen.append(preview.get()[1])

    watching = threading.Thread(target=watch)
    watching.start()
    for number in range(5):
        root.write_text("", encoding="utf-8")  # some editors empty the file first
        time.sleep(0.02)
        root.write_text(CATALOGUE.replace("title: Second", f"title: Second {number}"), encoding="utf-8")
        preview.wait_for(200, f"Second {number}")
    stop.set()
    watching.join()
    assert seen
    assert not [text for text in seen if "<details" in text and "lp-preview" in text.partition("<details")[2][:40]]


def test_news_come_when_the_page_changes_and_not_when_another_does(preview: RunningPreview) -> None:
    def news(path: str, page: str, faults: str) -> dict[str, str]:
        query = f"~preview/wait?path=/{quote(path)}&page={page}&faults={faults}"
        with urlopen(preview.address + query, timeout=40) as answer:
            found: dict[str, str] = json.load(answer)
            return found

    save(preview, "prompt: Think about it", "prompt: Think once")
    preview.wait_for(200, "Think once", "modules/first/")  # so that it shows nothing of an earlier test any more
    here = news("resources/paged/", "", "")
    here = news("resources/paged/", "", here["faults"])
    told: list[dict[str, str]] = []
    waiting = threading.Thread(target=lambda: told.append(news("resources/paged/", here["page"], here["faults"])))
    waiting.start()
    save(preview, "prompt: Think about it", "prompt: Think again")  # of another page
    preview.wait_for(200, "Think again", "modules/first/")
    time.sleep(0.5)
    assert told == []
    save(preview, "title: A book", "title: A new book")
    waiting.join(30)
    assert told
    assert told[0]["page"] != here["page"]
    assert told[0]["faults"] == here["faults"]


def test_the_published_address_is_where_the_preview_is(tmp_path: Path) -> None:
    project = small_repository(tmp_path / "project")
    text = CATALOGUE.replace("pathway:\n", "pathway:\n  site_url: https://forge.example/team/pathway/\n")
    (project / "resources.yaml").write_text(text, encoding="utf-8")
    with previews(project, tmp_path / "log") as begin:
        preview = begin()
        page = preview.wait_for(200, "Second", "team/pathway/modules/")
        assert 'href="https://forge.example/team/pathway/modules/"' in page
        with urlopen(preview.address, timeout=20) as answer:
            assert answer.url == f"{preview.address}team/pathway/"
        assert preview.get("modules/")[0] == 404
