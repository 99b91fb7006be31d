"""The desk answers the browser that followed its link, and refuses every other page, host and program."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest

from deskproject import Desk, fields_of
from learning_pathway.desk.requests import MAXIMUM_BYTES, RequestGuard
from learning_pathway.desk.server import started
from learning_pathway.desk.workbench import Workbench

CATALOGUE = "resources:\n  - {id: first, type: report, title: First, level: starter}\n"


@dataclass
class Running:
    """A desk that is served, and a browser that has followed its link."""

    root: Path
    guard: RequestGuard
    cookie: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    #: The fields of a form of the catalogue as it was written, which would save a change.
    form: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, str, str]:
        """Status, headers and text of the answer to a request as it stands."""
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items() if value != "\0")]
        lines += ["Connection: close", *([f"Content-Length: {len(body)}"] if body else [])]
        host, _, port = self.guard.netloc.partition(":")
        found = b""
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            with suppress(BrokenPipeError, ConnectionResetError):  # it may refuse before it has read everything
                connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
            while part := self._part(connection):
                found += part
        head, _, text = found.decode("utf-8", "replace").partition("\r\n\r\n")
        return int(head.split(" ")[1]) if head else 0, head, text

    def _part(self, connection: socket.socket) -> bytes:
        try:
            return connection.recv(65536)
        except ConnectionResetError:
            return b""

    def post(
        self, path: str = "/entry/resource/first", body: bytes | None = None, **changed: str
    ) -> tuple[int, str, str]:
        """The answer to the form as the desk's own page sends it, but for some headers; an empty one is left out."""
        headers = {
            "Host": self.guard.netloc,
            "Origin": self.guard.origin,
            "Sec-Fetch-Site": "same-origin",
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            **{name.replace("_", "-"): value for name, value in changed.items()},
        }
        return self.send("POST", path, headers, urlencode(self.fields).encode() if body is None else body)

    def get(self, path: str, **changed: str) -> tuple[int, str, str]:
        """The answer to a request for a page."""
        headers = {"Host": self.guard.netloc, "Cookie": self.cookie}
        return self.send("GET", path, {**headers, **{name.replace("_", "-"): value for name, value in changed.items()}})

    @property
    def text(self) -> str:
        """The catalogue as it is."""
        return (self.root / "resources.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("desk")
    (root / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    loop, ready, found = asyncio.new_event_loop(), threading.Event(), list[RequestGuard]()
    stop = asyncio.Event()

    async def run() -> None:
        runner, guard = await started(Workbench(root), SimpleNamespace(state=None), 8000)  # type: ignore[arg-type]
        found.append(guard)
        ready.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    assert ready.wait(20)
    yield Running(root, found[0])
    loop.call_soon_threadsafe(stop.set)
    thread.join(20)
    loop.close()


@pytest.fixture
def desk(served: Running) -> Running:
    """The desk with a form that would save a change."""
    (served.root / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    if not served.cookie:
        _, head, _ = served.get(served.guard.link.removeprefix(served.guard.origin), Cookie="\0")
        found = re.search(r"Set-Cookie: ([^;\r\n]+)(.*)", head)
        assert found
        assert "HttpOnly" in found[2]
        assert "SameSite=Strict" in found[2]
        served.cookie = found[1]
    if not served.form:
        seen = Desk(served.root).send("/entry/resource/first", level="advanced")
        served.form = {**fields_of(seen.text or ""), "do": "save"}
    served.fields = dict(served.form)
    return served


def test_the_desks_own_form_is_saved(desk: Running) -> None:
    status, head, _ = desk.post()
    assert status == 303
    assert "Location: /saved/" in head
    assert "level: advanced" in desk.text


#: What a hostile request has in place of what the desk's own page sends.
HOSTILE = {
    "another site's page": {"Origin": "https://evil.example", "Sec_Fetch_Site": "cross-site"},
    "the preview's page": {"Origin": "http://127.0.0.1:8000", "Sec_Fetch_Site": "same-site"},
    "the preview's page that lies": {"Origin": "http://127.0.0.1:8000"},
    "a sandboxed page": {"Origin": "null"},
    "no origin": {"Origin": "\0"},
    "an origin that begins like ours": {"Origin": "http://127.0.0.1:81000"},
    "our origin by another name": {"Origin": "http://localhost:PORT"},
    "our origin with another scheme": {"Origin": "https://127.0.0.1:PORT"},
    "no word on where it comes from": {"Sec_Fetch_Site": "\0"},
    "typed by hand": {"Sec_Fetch_Site": "none"},
    "another host": {"Host": "evil.example"},
    "another host at our port": {"Host": "evil.example:PORT"},
    "our host's name in another": {"Host": "127.0.0.1.evil.example:PORT"},
    "our host without the port": {"Host": "127.0.0.1"},
    "no cookie": {"Cookie": "\0"},
    "an empty cookie": {"Cookie": "pathway-desk-PORT="},
    "a wrong cookie": {"Cookie": "pathway-desk-PORT=wrong"},
    "a cookie of other letters": {"Cookie": "pathway-desk-PORT=\u00e9"},
    "the cookie of another port": {"Cookie": "pathway-desk-1=VALUE"},
    "plain text": {"Content_Type": "text/plain"},
    "a file": {"Content_Type": "multipart/form-data; boundary=x"},
    "JSON": {"Content_Type": "application/json"},
    "no type": {"Content_Type": "\0"},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_request_changes_nothing(desk: Running, name: str) -> None:
    port, value = desk.guard.netloc.rpartition(":")[2], desk.cookie.partition("=")[2]
    changed = {key: text.replace("PORT", port).replace("VALUE", value) for key, text in HOSTILE[name].items()}
    status, head, text = desk.post(**changed)
    assert status in (400, 403, 415), head
    assert desk.text == CATALOGUE
    assert "First" not in text
    assert "Access-Control" not in head


#: What adds, imports and looks after links, as the desk's own pages send it.
SENDERS = {
    "/add": {"url": "https://first.example.org/"},
    "/make": {"seen": "x"},
    "/links": {"do": "repair"},
    "/import": {"format": ""},
}


@pytest.mark.parametrize("path", SENDERS)
def test_every_page_that_sends_is_guarded_alike(desk: Running, path: str) -> None:
    body = urlencode(SENDERS[path]).encode()
    port, value = desk.guard.netloc.rpartition(":")[2], desk.cookie.partition("=")[2]
    for hostile in HOSTILE.values():
        changed = {key: text.replace("PORT", port).replace("VALUE", value) for key, text in hostile.items()}
        status, head, text = desk.post(path, body=body, **changed)
        assert status in (400, 403, 415), (hostile, head)
        assert "First" not in text
    assert desk.post(path, body=body)[0] in (200, 409)
    assert desk.text == CATALOGUE


def parts(*given: tuple[str, str, bytes]) -> bytes:
    """A form as a browser sends it with a file: name, file name and content of each part."""
    lines = b""
    for name, file, content in given:
        named = f'; filename="{file}"' if file else ""
        lines += f'--x\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content + b"\r\n"
    return lines + b"--x--\r\n"


MULTIPART = "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("size", "status", "said"),
    [(0, 409, "The file is empty"), (40, 200, "1 to add"), (10_000_000, 409, "larger than 5 MB")],
)
def test_a_file_is_read_up_to_a_size_and_answered_whatever_its_size(
    desk: Running, size: int, status: int, said: str
) -> None:
    content = b"title,type\nA,book\n" + b" " * size if size else b""
    sent = parts(("format", "", b""), ("upload", "list.csv", content))
    found, _, text = desk.post("/import", body=sent, Content_Type=MULTIPART)
    assert (found, said in text) == (status, True)
    assert desk.text == CATALOGUE


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        b"--x\r\n\r\n\r\n--x--",
        b"--y--\r\n",
        parts(("", "", b"x")),
        parts(("format", "", b"\xff\xfe")),
        parts(("format", "", b"a" * 20_000)),
        parts(*((f"f{number}", "", b"x") for number in range(1_000))),
        parts(("upload", "a.csv", b"title,type\nA,book"))[:-20],
        parts(("upload", 'a"\r\nContent-Encoding: gzip\r\nX: "', b"no gzip")),
        b"--x\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\n\r\nx\r\n--z--\r\n--x--\r\n",
    ],
)
def test_a_form_in_parts_that_makes_no_sense_changes_nothing(desk: Running, body: bytes) -> None:
    status, _, text = desk.post("/import", body=body, Content_Type=MULTIPART)
    assert status in (400, 409, 413, 415), text
    assert "Traceback" not in text
    assert desk.get("/")[0] == 200
    assert desk.text == CATALOGUE


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(desk: Running, method: str) -> None:
    headers = {"Host": desk.guard.netloc, "Cookie": desk.cookie, "Origin": desk.guard.origin}
    status, head, _ = desk.send(method, "/entry/resource/first", headers)
    assert status in (403, 405)
    assert "Access-Control" not in head


@pytest.mark.parametrize(
    "path",
    [
        "/entry/resource/first",
        "/entry/resource/no-such",
        "/entry/resource/../../resources.yaml",
        "/entry/resource/..%2f..%2fetc%2fpasswd",
        "/entry/no-such-kind/first",
        "/new/step/../../x",
        "/new/step",
        "/saved/../1",
        "/saved/%2e%2e",
        "/saved/999999999999",
        "/undo/-1",
        "/move/resource/first",
        "/remove/resource/first",
        "/desk.css/../server.py",
        "/server.py",
        "/share/../../x",
        "/add/x",
        "/import/../../x",
        "/links/first",
        "/make/x",
        "/%00",
        "//evil.example/",
    ],
)
def test_addresses_lead_to_entries_and_never_to_files(desk: Running, path: str) -> None:
    desk.fields = {**desk.fields, "do": "review"}
    for status, _, text in (desk.get(path), desk.post(path)):
        assert status in (200, 404)
        assert "root:" not in text
        assert "import" not in text
        if path != "/entry/resource/first":
            assert status == 404
    assert desk.text == CATALOGUE
    assert sorted(path.name for path in desk.root.iterdir()) in (
        ["resources.yaml"],
        [".pathway-change.lock", ".pathway-history", "resources.yaml"],
    )


@pytest.mark.parametrize("name", ["file", "path", "into", "document", "before", "after", "../x", "id"])
def test_a_form_names_no_file(desk: Running, name: str) -> None:
    desk.fields = {**desk.fields, name: "../../evil.yaml", "do": "review"}
    status, _, _ = desk.post()
    assert status == 200
    assert desk.text == CATALOGUE


def test_a_large_form_is_refused(desk: Running) -> None:
    status, _, _ = desk.post(body=b"title=" + b"a" * (MAXIMUM_BYTES + 1_000_000))
    assert status in (0, 413)
    assert desk.get("/")[0] == 200
    assert desk.text == CATALOGUE


@pytest.mark.parametrize(
    "body",
    [b"a=1&" * 20_000, b"\xff\xfe", b"title=%ff%fe", b"=&=&=", b"do=save&seen=x&version=&shown={" + b"[" * 90_000],
)
def test_a_form_that_makes_no_sense_changes_nothing(desk: Running, body: bytes) -> None:
    status, _, text = desk.post(body=body)
    assert status in (200, 400, 409)
    assert "Traceback" not in text
    assert desk.text == CATALOGUE


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "script"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"},
        {"Host": "evil.example"},
        {"Cookie": "\0"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/entry/resource/first", "/share/changes.patch", "/desk.js"])
def test_no_other_page_can_read_the_desk(desk: Running, headers: dict[str, str], path: str) -> None:
    status, _, text = desk.get(path, **headers)
    assert status == 403
    assert "First" not in text


def test_a_link_of_the_preview_leads_to_a_form(desk: Running) -> None:
    headers = {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert desk.get("/entry/resource/first", **headers)[0] == 200


def test_the_link_works_once(desk: Running) -> None:
    link = desk.guard.link.removeprefix(desk.guard.origin)
    assert desk.get(link, Cookie="\0")[0] == 303
    status, head, text = desk.get(link, Cookie="\0")
    assert status == 403
    assert "Set-Cookie" not in head
    assert "has been used" in text


@pytest.mark.parametrize("key", ["", "?key=", "?key=x", "?key=%C3%A9", "?key=x&key=y"])
def test_a_wrong_link_opens_nothing(desk: Running, key: str) -> None:
    link = desk.guard.link
    status, head, _ = desk.get(f"/open{key}", Cookie="\0")
    assert status == 403
    assert "Set-Cookie" not in head
    assert desk.guard.link == link, "a guess does not use up the link"


@pytest.mark.parametrize("path", ["/", "/entry/resource/first", "/no-such", "/desk.css"])
def test_every_answer_is_closed_to_other_pages(desk: Running, path: str) -> None:
    _, head, _ = desk.get(path)
    for words in (
        "default-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "X-Content-Type-Options: nosniff",
        "Cross-Origin-Resource-Policy: same-origin",
        "Cache-Control: no-store",
    ):
        assert words in head
    assert "unsafe" not in head


def test_it_listens_on_this_computer_only(desk: Running) -> None:
    assert desk.guard.netloc.startswith("127.0.0.1:")


def test_the_form_that_was_refused_all_along_would_have_been_saved(desk: Running) -> None:
    for _ in range(2):
        (desk.root / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
        assert desk.post()[0] == 303
        assert "level: advanced" in desk.text
