"""Every behaviour of the laboratory is judged as a person who opened the page would."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casetable import case_table
from learning_pathway.links.check import check
from learning_pathway.links.settings import Services, Settings
from learning_pathway.links.state.model import LinkState
from learning_pathway.web.guard import Guard
from links.laboratory import CASES
from links.laboratory.case import Case
from links.laboratory.opening import open_laboratory
from links.laboratory.videos import services

EARLIER = datetime(2026, 3, 2, 6, tzinfo=UTC)
NOW = datetime(2026, 3, 9, 6, tzinfo=UTC)
SETTINGS = Settings.model_validate(
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


async def visit(cases: list[Case], folder: Path, settings: Settings) -> dict[str, LinkState]:
    """Check the laboratory a week ago, where a case says how it was then, and today."""
    state = folder / "link-health.json"
    async with open_laboratory(cases, folder) as laboratory:
        settings = settings.model_copy(update={"services": Services.model_validate(services(laboratory.server.port))})
        guard = Guard.parse(resolve=(*laboratory.server.pins(), "refused.example.org:9:127.0.0.1"))
        earlier = [laboratory.targets[case.name] for case in cases if case.before is not None]
        if earlier:
            await check(earlier, state, settings, guard, EARLIER, ca=laboratory.authority)
        laboratory.now = True
        every = list(laboratory.targets.values())
        done = await check(every, state, settings, guard, NOW, ca=laboratory.authority)
        return {record.id: record for record in done.report.records}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LinkState]:
    return asyncio.run(visit(list(CASES), tmp_path_factory.mktemp("laboratory"), SETTINGS))


@case_table("case", CASES, ids=lambda case: case.name)
def test_the_verdict_is_the_truth(case: Case, seen: dict[str, LinkState]) -> None:
    record = seen[case.name]
    assert record.verdict.value in case.truths, f"{record.evidence} at {record.final_url}"
    assert record.evidence


def test_the_laboratory_is_large_and_tempts(seen: dict[str, LinkState]) -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    assert sum(case.is_healthy for case in CASES) * 3 >= len(CASES)
