"""Every behaviour of the laboratory is judged as a person who opened the page would."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from learning_pathway.links.check import check
from learning_pathway.links.probe import Guard
from learning_pathway.links.record import LinkRecord
from learning_pathway.links.settings import Services, Settings
from links.laboratory import CASES
from links.laboratory.case import Case
from links.laboratory.certificates import Certificates
from links.laboratory.server import Request, Server, Wire
from links.laboratory.videos import SERVICES, services

EARLIER = datetime(2026, 3, 2, 6, tzinfo=UTC)
NOW = datetime(2026, 3, 9, 6, tzinfo=UTC)


async def visit(cases: list[Case], state: Path, settings: Settings) -> dict[str, LinkRecord]:
    """Check the laboratory a week ago, where a case says how it was then, and today."""
    stage = {"now": False}
    sites = {}

    def site(case: Case):  # type: ignore[no-untyped-def]
        async def behave(request: Request, wire: Wire) -> None:
            behaviour = case.now if stage["now"] or case.before is None else case.before
            await behaviour(request, wire)

        return behave

    for case in cases:
        sites[case.host] = site(case)
        sites |= {f"{label}.example.net": behaviour for label, behaviour in case.others.items()}
    sites |= SERVICES
    certificates = Certificates()
    authority = state.with_name("authority.pem")
    authority.write_bytes(certificates.pem)
    async with Server(sites, certificates=certificates.contexts, default_certificate=certificates.default()) as server:
        settings = settings.model_copy(update={"services": Services.model_validate(services(server.port))})
        guard = Guard.parse(resolve=(*server.pins(), "refused.example.org:9:127.0.0.1"))
        targets = {case.name: case.target(server.port, server.tls_port) for case in cases}
        earlier = [targets[case.name] for case in cases if case.before is not None]
        if earlier:
            await check(earlier, state, settings, guard, EARLIER, ca=authority)
        stage["now"] = True
        done = await check(list(targets.values()), state, settings, guard, NOW, ca=authority)
        return {record.id: record for record in done.report.records}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LinkRecord]:
    settings = Settings.model_validate(
        {
            "politeness": {"connections": 8, "gap": 0, "hosts": 60, "longest_wait": 2},
            "probing": {
                "connect_seconds": 5,
                "answer_seconds": 3,
                "body_seconds": 3,
                "second_opinion_after": 0,
                "control_hosts": [],
            },
        }
    )
    return asyncio.run(visit(list(CASES), tmp_path_factory.mktemp("laboratory") / "link-health.json", settings))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_verdict_is_the_truth(case: Case, seen: dict[str, LinkRecord]) -> None:
    record = seen[case.name]
    assert record.verdict.value == case.truth, f"{record.evidence} at {record.final_url}"
    assert record.evidence


def test_the_laboratory_is_large_and_tempts(seen: dict[str, LinkRecord]) -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert sum(case.is_healthy for case in CASES) * 3 >= len(CASES)
