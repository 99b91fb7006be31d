"""No check ever reaches a private machine, whatever name, number or redirect leads there."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_address

import pytest

from casetable import case_table
from learning_pathway.links.fetch import fetch_link
from learning_pathway.links.settings import Settings
from learning_pathway.web.client import Client
from learning_pathway.web.guard import Guard, GuardedResolver, GuardError, UnsafeAddressError, is_public
from learning_pathway.web.model import Trouble
from links.laboratory.case import replies
from links.laboratory.server import Request, Server, Wire
from links.test_laboratory import NOW

PRIVATE = [
    *("127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::ffff:10.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::"),
]


@case_table("address", PRIVATE)
def test_private_addresses_are_refused_in_every_form(address: str) -> None:
    assert not is_public(ip_address(address))
    assert Guard().refusal("host.example.org", 80, ip_address(address)) is not None


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_public_addresses_may_be_reached(address: str) -> None:
    assert is_public(ip_address(address))


def test_a_pin_allows_one_address_for_one_host_and_port() -> None:
    guard = Guard.parse(resolve=("a.example.org:80:127.0.0.2",))
    assert guard.refusal("a.example.org", 80, ip_address("127.0.0.2")) is None
    for host, port, address in (
        ("a.example.org", 81, "127.0.0.2"),
        ("a.example.org", 80, "127.0.0.3"),
        ("b.example.org", 80, "127.0.0.2"),
    ):
        assert guard.refusal(host, port, ip_address(address)) is not None


def test_a_host_or_network_can_be_allowed_by_name() -> None:
    guard = Guard.parse(allow=("inner.example.org", "10.1.0.0/16", "fd00::/8"))
    assert guard.refusal("inner.example.org", 80, ip_address("192.168.0.1")) is None
    assert guard.refusal("x.example.org", 80, ip_address("10.1.2.3")) is None
    assert guard.refusal("x.example.org", 80, ip_address("::ffff:10.1.2.3")) is None
    assert guard.refusal("x.example.org", 80, ip_address("10.2.0.1")) is not None
    assert guard.refusal("sub.inner.example.org", 80, ip_address("192.168.0.1")) is not None


WIDE = [
    "0.0.0.0/0",
    "::/0",
    "::ffff:0:0/96",
    "::/1",
    "0.0.0.0/1",
    "64:ff9b::/96",
    "2002::/16",
    "8.0.0.0/7",
    "8.8.8.8/32",
]


@case_table("entry", ["", "*", "http://a/", "a b", "user@host", "a:80", *WIDE])
def test_a_rule_that_cannot_be_read_is_refused(entry: str) -> None:
    with pytest.raises(GuardError):
        Guard.parse(allow=(entry,))


@case_table("entry", ["a", "a:80", "a:80:b", ":80:1.1.1.1", "a:0:1.1.1.1", "a:99999:1.1.1.1", "a:x:1.1.1.1"])
def test_a_pin_that_cannot_be_read_is_refused(entry: str) -> None:
    with pytest.raises(GuardError):
        Guard.parse(resolve=(entry,))


FORMS = [
    *(
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
    ),
    *("http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0177.0.0.1:{port}/", "http://127.1:{port}/"),
    *(
        "http://0x7f.1:{port}/",
        "http://017700000001:{port}/",
        "http://[::127.0.0.1]:{port}/",
        "http://%6cocalhost:{port}/",
    ),
    *("http://[::ffff:7f00:1]:{port}/", "http://[64:ff9b::7f00:1]:{port}/", "http://[2002:7f00:1::]:{port}/"),
    *(
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://[::]:{port}/",
    ),
    *("http://0:{port}/", "http://127.0.0.1.:{port}/", "http://①②⑦.⓪.⓪.①:{port}/", "http://LOCALHOST:{port}/"),
]


@pytest.mark.long
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("by", ["itself", "redirect", "refresh", "script"])
def test_no_spelling_of_a_private_address_is_asked(form: str, by: str, swift: Settings) -> None:
    async def run() -> None:
        async with Server({}) as server:
            target = form.format(port=server.port)
            page = f'<meta http-equiv="refresh" content="0;url={target}">'.encode()
            script = f"<script>location.replace('{target}')</script>".encode()
            sends = {"redirect": replies(302, location=target), "script": replies(200, script)}.get(
                by, replies(200, page)
            )
            server.sites["lure.example.org"] = sends
            guard = Guard.parse(resolve=server.pins())
            url = target if by == "itself" else f"http://lure.example.org:{server.port}/"
            async with Client(swift, guard) as client:
                seen = await fetch_link(client, url, now=NOW)
            assert {host for host, _ in server.asked} <= {"lure.example.org"}
            assert seen.last.trouble in (Trouble.UNSAFE, Trouble.NOWHERE, Trouble.NO_SUCH_NAME)
            assert len(seen.fetches) == 1 or seen.last.trouble is not Trouble.UNSAFE

    asyncio.run(run())


def test_a_name_that_changes_its_mind_gains_nothing(monkeypatch: pytest.MonkeyPatch, swift: Settings) -> None:
    """DNS rebinding: public at the first look-up, private at every later one."""

    async def run() -> None:
        async with Server({"rebind.example.org": replies(200, b"secret")}) as server:
            answers = iter(["93.184.215.14"])

            def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
                number = next(answers, "127.0.0.1")
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

            monkeypatch.setattr(socket, "getaddrinfo", look_up)
            resolver = GuardedResolver(Guard())
            first = await resolver.resolve("rebind.example.org", server.port)
            assert [found["host"] for found in first] == ["93.184.215.14"]
            with pytest.raises(UnsafeAddressError):
                await resolver.resolve("rebind.example.org", server.port)
            with pytest.raises(UnsafeAddressError):
                resolver.open_socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port)))
            await resolver.close()
            async with Client(swift, Guard()) as client:
                seen = await fetch_link(client, f"http://rebind.example.org:{server.port}/", now=NOW)
            assert seen.last.trouble is Trouble.UNSAFE
            assert server.asked == []

    asyncio.run(run())


def test_a_password_in_an_address_is_never_sent(swift: Settings) -> None:
    sent: list[dict[str, str]] = []

    async def listens(request: Request, wire: Wire) -> None:
        sent.append(request.headers)
        port = request.headers["host"].rpartition(":")[2]
        if request.path == "/":
            await wire.reply(302, b"", {"Location": f"http://u:p@b.example.org:{port}/x", "Set-Cookie": "key=1"})
        else:
            await wire.reply(200, b"ok")

    async def run() -> None:
        server = Server({"a.example.org": listens, "b.example.org": listens})
        async with server, Client(swift, Guard.parse(resolve=server.pins())) as client:
            await fetch_link(client, f"http://me:secret@a.example.org:{server.port}/", now=NOW)

    asyncio.run(run())
    assert len(sent) == 2
    assert all("authorization" not in headers for headers in sent)
    assert "cookie" not in sent[1]
