"""`pathway links check`, end to end, against a server of its own on the loopback interface."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from learning_pathway.cli import main
from learning_pathway.links.check import CompletedCheck, NoNetworkError, Outcome, check
from learning_pathway.links.report import make_report
from learning_pathway.links.settings import Settings
from learning_pathway.links.state.file import read_health
from learning_pathway.links.state.model import LinkState
from learning_pathway.links.target import Target
from learning_pathway.links.verdicts import Verdict
from learning_pathway.web.guard import Guard
from links.laboratory.server import Behaviour, Request, Server, Wire

ARTICLE = " ".join(f"Sentence {n} of a text about working together well." for n in range(60))


def page(title: str, text: str = ARTICLE) -> bytes:
    return f"<!doctype html><html lang=en><title>{title}</title><h1>{title}</h1><p>{text}</p></html>".encode()


def says(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    async def behave(_: Request, wire: Wire) -> None:
        await wire.reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})

    return behave


@contextmanager
def serving(sites: dict[str, Behaviour]) -> Iterator[Server]:
    """Run the laboratory's server in a thread of its own, so that the command can run as a process."""
    server = Server(sites)
    loop = asyncio.new_event_loop()
    started = threading.Event()
    stop: asyncio.Event = asyncio.Event()

    async def live() -> None:
        async with server:
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(live()))
    thread.start()
    started.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


SWIFT = """
politeness: {gap: 0, connections: 4}
probing: {second_opinion_after: 0, connect_seconds: 2, answer_seconds: 1, control_hosts: []}
"""


def project(folder: Path, links: dict[str, tuple[str, str]]) -> Path:
    lines = ["resources:"]
    for id_, (title, url) in links.items():
        lines += [f"  - id: {id_}", "    type: article", f"    title: {title}", f"    url: {url}"]
    (folder / "resources.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "link-settings.yaml").write_text(SWIFT, encoding="utf-8")
    return folder


def run(folder: Path, *options: str) -> tuple[int, str, str]:
    """Run `pathway links check` in this process: its exit code, and what it writes to both streams."""
    done = CliRunner().invoke(main, ["links", "check", str(folder), *options], prog_name="pathway")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def found(output: str) -> dict[str, dict[str, Any]]:
    return {link["id"]: link for link in json.loads(output)}


def pins(server: Server) -> list[str]:
    return [part for pin in server.pins() for part in ("--resolve", pin)]


def test_everything_in_order_exits_with_0(tmp_path: Path) -> None:
    with serving({"good.example.org": says(200, page("A good read"))}) as server:
        project(tmp_path, {"good": ("A good read", f"http://good.example.org:{server.port}/a")})
        code, output, _ = run(tmp_path, "--format", "json", "--now", "2026-03-02", *pins(server))
    assert code == 0
    link = found(output)["good"]
    assert (link["verdict"], link["alarm"], link["last_good"]) == ("ok", False, "2026-03-02")
    assert (tmp_path / "link-health.json").exists()


def test_what_is_certain_exits_with_1_and_a_suspect_with_3(tmp_path: Path) -> None:
    sites = {"gone.example.org": says(410), "lost.example.org": says(404), "wall.example.org": says(403)}
    with serving(sites) as server:
        names = ("gone", "lost", "wall")
        project(tmp_path, {name: (f"The {name} one", f"http://{name}.example.org:{server.port}/") for name in names})
        code, output, _ = run(tmp_path, "--format", "json", *pins(server))
        links = found(output)
        assert code == 1
        assert [(links[name]["verdict"], links[name]["alarm"]) for name in names] == [
            ("broken", True),
            ("broken", False),
            ("blocked", False),
        ]
        assert run(tmp_path, "--fail-on", "new", *pins(server))[0] == 3


def test_trouble_that_lasts_becomes_an_alarm_and_ends_with_it(tmp_path: Path) -> None:
    answers = [says(404)]

    async def changing(request: Request, wire: Wire) -> None:
        await answers[0](request, wire)

    with serving({"lost.example.org": changing}) as server:
        project(tmp_path, {"lost": ("Lost and found", f"http://lost.example.org:{server.port}/a")})
        alarms = []
        for day in (2, 3, 4, 5, 8, 9):
            code, output, _ = run(tmp_path, "--format", "json", "--now", f"2026-03-{day:02}", *pins(server))
            alarms.append((found(output)["lost"]["alarm"], code))
        assert alarms == [(False, 3)] * 5 + [(True, 1)]
        answers[0] = says(200, page("Lost and found"))
        code, output, _ = run(tmp_path, "--format", "json", "--now", "2026-03-10", *pins(server))
    link = found(output)["lost"]
    assert (code, link["verdict"], link["alarm"], link["first_failed"]) == (0, "ok", False, None)
    history = json.loads((tmp_path / "link-health.json").read_text())["links"]["lost"]["history"]
    assert [(change["from"], change["to"], change["on"]) for change in history] == [
        ("not-checked", "broken", "2026-03-02"),
        ("broken", "ok", "2026-03-10"),
    ]


def test_without_a_network_it_says_so_and_touches_nothing(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        project(tmp_path, {"a": ("A", f"http://a.example.org:{port}/"), "b": ("B", f"http://b.example.org:{port}/")})
        (tmp_path / "link-health.json").write_text("as it was")
        code, output, said = run(tmp_path, "--allow-host", "a.example.org", "--allow-host", "b.example.org")
    assert code == 2
    assert output == ""
    assert "No network" in said
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")) == [
        "link-health.json",
        "link-settings.yaml",
        "resources.yaml",
    ]
    assert (tmp_path / "link-health.json").read_text() == "as it was"


def test_a_network_that_is_gone_is_noticed_after_a_few_hosts(tmp_path: Path, swift: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        names = [f"127.0.1.{number}" for number in range(1, 61)]
        targets = [Target(f"link-{name}", f"http://{name}:{port}/") for name in names]
        one_by_one = swift.model_copy(update={"politeness": swift.politeness.model_copy(update={"hosts": 1})})
        asked: list[str] = []
        with pytest.raises(NoNetworkError, match="60 links"):
            asyncio.run(
                check(
                    targets,
                    tmp_path / "link-health.json",
                    one_by_one,
                    Guard.parse(allow=("127.0.0.0/8",), resolve=()),
                    datetime(2026, 3, 2, tzinfo=UTC),
                    on_result=lambda id_, _: asked.append(id_),
                )
            )
    assert 1 < len(asked) < 10
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".lock"] == []


def test_where_no_name_is_found_the_run_does_not_even_begin(
    tmp_path: Path, swift: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_one(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "no name server answers")

    monkeypatch.setattr(socket, "getaddrinfo", no_one)
    targets = [Target(f"link-{number}", f"https://{number}.invalid/") for number in range(60)]
    asked: list[str] = []
    with pytest.raises(NoNetworkError, match="60 links"):
        asyncio.run(
            check(
                targets,
                tmp_path / "link-health.json",
                swift,
                Guard(),
                datetime(2026, 3, 2, tzinfo=UTC),
                on_result=lambda id_, _: asked.append(id_),
            )
        )
    assert asked == []


def test_a_network_that_goes_away_during_a_run_condemns_nobody(tmp_path: Path, swift: Settings) -> None:
    state = tmp_path / "link-health.json"
    one_by_one = swift.model_copy(update={"politeness": swift.politeness.model_copy(update={"hosts": 1})})
    names = ["127.0.0.1", *(f"127.0.0.{number}" for number in range(2, 40))]

    async def go() -> CompletedCheck:
        async with Server({name: says(200, page("A good read")) for name in names}) as server:
            targets = [Target(f"link-{name}", f"http://{name}:{server.port}/") for name in names]
            seen = 0

            def cut(_id: str, _verdict: Verdict) -> None:
                nonlocal seen
                seen += 1
                if seen == 5:
                    server.stop_listening()

            moment = datetime(2026, 3, 2, tzinfo=UTC)
            return await check(
                targets, state, one_by_one, Guard.parse(allow=("127.0.0.0/8",), resolve=()), moment, on_result=cut
            )

    done = asyncio.run(go())
    assert done.outcome.network_down
    assert len(done.outcome.entries) + done.outcome.withheld == len(names)
    assert done.outcome.withheld > 20
    verdicts = {record.verdict for record in read_health(state).links.values()}
    assert verdicts == {Verdict.OK, Verdict.NOT_CHECKED}


def test_a_private_address_is_never_reached_unless_it_is_allowed(tmp_path: Path) -> None:
    with serving({"a.example.org": says(200, page("A"))}) as server:
        server.sites["inner.example.org"] = says(200, page("A"))
        server.sites["a.example.org"] = says(302, location=f"http://127.0.0.1:{server.port}/secret")
        project(tmp_path, {"a": ("A", f"http://a.example.org:{server.port}/")})
        code, output, _ = run(tmp_path, "--format", "json", *pins(server))
        assert found(output)["a"]["verdict"] == "broken"
        assert "guard" in found(output)["a"]["evidence"][0]
        assert {host for host, _ in server.asked} == {"a.example.org"}
        assert code == 3
        run(tmp_path, "--allow-host", "127.0.0.0/8", *pins(server))
        assert "127.0.0.1" in {host for host, _ in server.asked}


def test_a_damaged_state_is_kept_aside_named_and_rebuilt(tmp_path: Path) -> None:
    (tmp_path / "link-health.json").write_text("{damaged")
    with serving({"good.example.org": says(200, page("A good read"))}) as server:
        project(tmp_path, {"good": ("A good read", f"http://good.example.org:{server.port}/a")})
        code, output, _ = run(tmp_path, "--report", str(tmp_path / "report"), *pins(server))
    assert code == 0
    assert "link-health.damaged-1.json" in output.replace("\n", "")
    assert (tmp_path / "link-health.damaged-1.json").read_text() == "{damaged"
    assert json.loads((tmp_path / "link-health.json").read_text())["links"]["good"]["verdict"] == "ok"
    assert "damaged" in (tmp_path / "report" / "report.md").read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--resolve", "nonsense"], "HOST:PORT:ADDRESS"),
        (["--allow-host", "http://x/"], "neither a host's name"),
        (["--now", "yesterday"], "not a time"),
        (["--settings", "none.yaml"], "none.yaml"),
    ],
)
def test_what_cannot_be_understood_exits_with_2(tmp_path: Path, options: list[str], said: str) -> None:
    project(tmp_path, {"a": ("A", "https://a.example.org/")})
    code, output, error = run(tmp_path, *options)
    assert (code, output) == (2, "")
    assert said in error


def test_a_catalogue_that_cannot_be_read_exits_with_2(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text("resources: [")
    code, _, error = run(tmp_path)
    assert code == 2
    assert "pathway check" in error


def test_a_result_does_not_spell_out_every_link() -> None:
    """`asyncio.run` asks for the `repr` of what it returns: of 100,000 links that would cost more than the check."""
    links = tuple(LinkState.unchecked(f"link-{number}", "https://example.org/") for number in range(1_000))
    report = make_report({}, {link.id: link for link in links}, {}, day=date(2026, 3, 2), checked=0)
    assert len(repr(CompletedCheck(report, Outcome()))) < 200
