"""Serves a blind set (see `blind/README.md`) over TLS on the loopback interface, and checks it as it is.

`python -m links.blindset`, from the folder `tests`, prints the score and every verdict that is not the truth. The name
of another set's folder may follow: `python -m links.blindset blind2`.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import trustme
import yaml

from learning_pathway.catalogue.model import Catalogue, Resource
from learning_pathway.links.check import check
from learning_pathway.links.rules.context import describe_page
from learning_pathway.links.settings import Services, Settings
from learning_pathway.links.state.file import write_health
from learning_pathway.links.state.model import LinkState
from learning_pathway.links.target import Target, targets_of
from learning_pathway.links.verdicts import Verdict
from learning_pathway.web.content import decode
from learning_pathway.web.guard import Guard
from learning_pathway.web.model import Fetch, FinalResponse
from learning_pathway.web.page import read_page
from links.laboratory.server import Behaviour, Request, Server, Wire

__all__ = ["FOLDER", "BlindCase", "read_cases", "visit"]

FOLDER = Path(__file__).with_name("blind")
NOW = datetime(2026, 3, 9, 6, tzinfo=UTC)
APPROVED_ON = date(2026, 2, 2)

SWIFT = {
    "politeness": {"connections": 8, "gap": 0, "hosts": 60, "longest_wait": 2},
    "probing": {
        "connect_seconds": 5, "answer_seconds": 3, "body_seconds": 3, "second_opinion_after": 0, "control_hosts": [],
    },
}  # fmt: skip


@dataclass(frozen=True)
class BlindCase:
    """One case of the set: a link, what its servers answer, and the truth."""

    number: int
    written: dict[str, Any]
    folder: Path = FOLDER
    """The folder of the set that it belongs to."""

    @property
    def name(self) -> str:
        return str(self.written["name"])

    @property
    def _label(self) -> str:
        """First label of its hosts, which no case of another set has."""
        return f"n{self.number}" if self.folder == FOLDER else f"{self.folder.name}-n{self.number}"

    @property
    def host(self) -> str:
        return f"{self._label}.example.org"

    @property
    def other(self) -> str:
        return f"{self._label}.example.net"

    @property
    def truths(self) -> tuple[str, ...]:
        """The verdicts that are right, the preferred one first."""
        expected = self.written["expect"]
        return (expected,) if isinstance(expected, str) else tuple(expected)

    @property
    def is_healthy(self) -> bool:
        return bool(self.written["healthy"])

    @cached_property
    def video(self) -> str:
        """Id of the video on a service that is asked; empty for any other link."""
        parts = urlsplit(self.address)
        if "{" in parts.netloc:
            return ""
        return parse_qs(parts.query).get("v", [parts.path.strip("/").rpartition("/")[2]])[0]

    @property
    def address(self) -> str:
        """The link; one case writes it as a path on its host."""
        written = str(self.written["catalogue"]["url"])
        return f"https://{{host}}{written}" if written.startswith("/") else written

    def fill(self, text: str, port: int) -> str:
        return text.replace("{host}", f"{self.host}:{port}").replace("{other}", f"{self.other}:{port}")

    def target(self, port: int) -> Target:
        url = self.fill(self.address, port)
        if self.video:
            url = urlsplit(url)._replace(netloc=f"{urlsplit(url).netloc}:{port}").geturl()
        authors = [_author(name) for name in self.written["catalogue"].get("authors", [])]
        resource = Resource.model_validate({**self.written["catalogue"], "url": url, "authors": authors})
        target = next(iter(targets_of(Catalogue(resources=(resource,)))))
        return replace(target, id=self.name)

    def body(self, step: dict[str, Any], port: int) -> bytes:
        if "inline" in step:
            return self.fill(step["inline"], port).encode()
        if "body" not in step:
            return b""
        content = (self.folder / step["body"]).read_bytes()
        if not step["body"].endswith(".html"):
            return content
        return content.replace(b"{host}", f"{self.host}:{port}".encode()).replace(
            b"{other}", f"{self.other}:{port}".encode()
        )

    def known(self, port: int) -> LinkState | None:
        """What a curator approved earlier."""
        good = self.written.get("last_good")
        if good is None:
            return None
        target = self.target(port)
        page = read_page(decode(self.body(good, port)), target.url)
        seen = describe_page(
            Fetch(answer=FinalResponse(target.url, 200, kind="text/html", real_kind="text/html", page=page))
        )
        assert seen is not None
        baseline = replace(seen, on=APPROVED_ON, approved=True)
        return LinkState(
            self.name, target.url, Verdict.OK, 0.97, ("seen",), target.url, None, APPROVED_ON, APPROVED_ON, APPROVED_ON,
            baseline=baseline,
        )  # fmt: skip


def _author(name: str) -> dict[str, str]:
    """Write an author as the catalogue does. Chinese and Japanese names begin with the family's."""
    parts = name.split()
    if len(parts) == 1:
        return {"organisation": name}
    family = parts[0] if "\u3040" <= name[0] <= "\u9fff" else parts[-1]
    return {"family": family}


def read_cases(folder: Path = FOLDER) -> list[BlindCase]:
    """Read every case of a set, in the order of the files' names."""
    written = [
        case
        for path in sorted(folder.glob("*.yaml"))
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["cases"]
    ]
    return [BlindCase(number, case, folder) for number, case in enumerate(written, start=1)]


def _site(case: BlindCase, whose: str, port: Callable[[], int]) -> Behaviour:
    """Answer for one host of a case, step by step."""
    used: Counter[int] = Counter()

    async def behave(request: Request, wire: Wire) -> None:
        for place, step in enumerate(case.written["exchange"]):
            if not _asks(step, whose, request, case) or used[place] >= step.get("times", 10**6):
                continue
            cookie = step.get("when", {}).get("cookie")
            if cookie and f"{cookie}=" not in request.headers.get("cookie", ""):
                continue
            used[place] += 1
            await asyncio.sleep(step.get("after", 0))
            if step.get("fault") == "reset":
                wire.reset()
                return
            headers = {name.title(): case.fill(str(value), port()) for name, value in step.get("headers", {}).items()}
            await wire.reply(step["status"], case.body(step, port()), headers)
            return
        await wire.reply(404)

    return behave


def _asks(step: dict[str, Any], whose: str, request: Request, case: BlindCase) -> bool:
    asked = step["request"]
    if asked.startswith(("{youtube-oembed}", "{vimeo-oembed}")):
        service = "youtube" if asked.startswith("{youtube") else "vimeo"
        about = parse_qs(request.query).get("url", [""])[0]
        return whose == f"{service}-oembed" and case.video in about
    if asked.startswith("{youtube-thumbnail}"):
        return whose == "youtube-thumbnail" and f"/vi/{case.video}/" in request.path
    if whose not in ("host", "other", "page"):
        return False
    if asked.startswith("{other}"):
        return whose == "other" and request.target == asked.removeprefix("{other}")
    if asked == "*":
        named = {each["request"] for each in case.written["exchange"]}
        return whose in ("host", "page") and request.path != "/robots.txt" and request.target not in named
    return whose == "host" and request.target == asked


def _videos(cases: Iterable[BlindCase], port: Callable[[], int]) -> dict[str, Behaviour]:
    """The hosts of the video services, which answer for every case about one of their videos."""
    steps: dict[tuple[str, str], Behaviour] = {
        (case.video, whose): _site(case, whose, port)
        for case in cases
        if case.video
        for whose in ("youtube-oembed", "youtube-thumbnail", "vimeo-oembed", "page")
    }

    async def behave(request: Request, wire: Wire) -> None:
        if request.path == "/oembed":
            whose = "youtube-oembed"
        elif request.path == "/api/oembed.json":
            whose = "vimeo-oembed"
        else:
            whose = "youtube-thumbnail" if request.path.startswith("/vi/") else "page"
        for (video, part), site in steps.items():
            if part == whose and video in request.target:
                await site(request, wire)
                return
        await wire.reply(404)

    return {"www.youtube.com": behave, "i.ytimg.com": behave, "vimeo.com": behave}


def _services(port: int) -> Services:
    return Services.model_validate(
        {
            "youtube_oembed": f"https://www.youtube.com:{port}/oembed",
            "youtube_thumbnail": f"https://i.ytimg.com:{port}/vi/{{id}}/mqdefault.jpg",
            "vimeo_oembed": f"https://vimeo.com:{port}/api/oembed.json",
        }
    )


async def visit(cases: list[BlindCase], folder: Path) -> dict[str, LinkState]:
    """Serve the cases and check each once, as the weekly check would.

    Each case says what the whole world answers, so those about the same hosts, the video services, take turns.

    Args:
        cases: the cases.
        folder: an empty folder for the states.
    """
    seen: dict[str, LinkState] = {}
    for together in ([case for case in cases if not case.video], *([case] for case in cases if case.video)):
        place = folder / f"{len(seen)}"
        place.mkdir()
        seen |= await _visit_together(together, place)
    return seen


async def _visit_together(cases: list[BlindCase], folder: Path) -> dict[str, LinkState]:
    ports: list[int] = []
    sites: dict[str, Behaviour] = _videos(cases, lambda: ports[0])
    for case in cases:
        if not case.video:
            sites[case.host] = _site(case, "host", lambda: ports[0])
            sites[case.other] = _site(case, "other", lambda: ports[0])
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(
        "*.example.org", "*.example.net", "www.youtube.com", "i.ytimg.com", "vimeo.com"
    ).configure_cert(context)
    trusted = folder / "authority.pem"
    trusted.write_bytes(authority.cert_pem.bytes())
    state = folder / "link-health.json"
    async with Server(sites, default_certificate=context) as server:
        ports.append(server.tls_port)
        settings = Settings.model_validate({**SWIFT, "services": _services(server.tls_port).model_dump()})
        known = [record for case in cases if (record := case.known(server.tls_port)) is not None]
        write_health(state, known, swept_on=APPROVED_ON)
        targets = [case.target(server.tls_port) for case in cases]
        done = await check(targets, state, settings, Guard.parse(resolve=server.pins()), NOW, ca=trusted)
    return {record.id: record for record in done.report.records}


def main() -> None:
    """Print the score, by the truth's verdict, and each verdict that is not the truth."""
    cases = read_cases(FOLDER.with_name(sys.argv[1]) if sys.argv[1:] else FOLDER)
    with tempfile.TemporaryDirectory() as folder:
        seen = asyncio.run(visit(cases, Path(folder)))
    right = {case.name for case in cases if seen[case.name].verdict.value in case.truths}
    preferred = sum(seen[case.name].verdict.value == case.truths[0] for case in cases)
    wrong = [case for case in cases if case.name not in right]
    calm = {"ok", "moved", "blocked", "unwell", "not-checked"}
    alarms = [case for case in wrong if case.is_healthy and seen[case.name].verdict.value not in calm]
    misses = [case for case in wrong if not case.is_healthy and seen[case.name].verdict.value in ("ok", "moved")]
    print(f"right: {len(right)} of {len(cases)}; the preferred verdict: {preferred}")
    print(f"healthy links: {sum(case.is_healthy for case in cases)}; false alarms: {len(alarms)}")
    print(f"trouble: {sum(not case.is_healthy for case in cases)}; passed as fine: {len(misses)}")
    for truth, number in sorted(Counter(case.truths[0] for case in cases).items()):
        family = sum(case.truths[0] == truth and case.name in right for case in cases)
        print(f"  {truth}: {family} of {number}")
    for case in wrong:
        record = seen[case.name]
        print(f"\n{case.name}: {record.verdict.value} ({record.confidence}), truth {' or '.join(case.truths)}")
        print(f"  {case.written['why']}")
        print("".join(f"  - {line}\n" for line in record.evidence), end="")


if __name__ == "__main__":
    main()
