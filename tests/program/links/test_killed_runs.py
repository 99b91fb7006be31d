"""kill -9 during a check, again and again: what was found is kept, and is not asked for a second time."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import signal
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from learning_pathway.links.check import check
from learning_pathway.links.settings import Settings
from learning_pathway.links.state.file import read_health
from learning_pathway.links.state.log import logs
from learning_pathway.links.target import Target
from learning_pathway.links.verdicts import Verdict
from learning_pathway.web.guard import Guard
from links.laboratory.case import html, prose
from links.laboratory.server import Behaviour, Request, Wire
from links.test_check import serving

pytestmark = [pytest.mark.long, pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")]

HOSTS, EACH = 5, 6
MORE = 3
"""Answers that a run gets beyond those after which it is killed."""
LONGEST = 120
"""Seconds that a machine under load may take for what is done in a blink."""
START = datetime(2026, 3, 2, 6, tzinfo=UTC)
BODY = html("A resource", prose("work", 80))
SETTINGS = Settings.model_validate(
    {"politeness": {"gap": 0, "connections": 2}, "probing": {"second_opinion_after": 0, "control_hosts": []}}
)


def run(state: Path, targets: list[Target], pins: tuple[str, ...], now: datetime, said: Connection) -> None:
    """Check every link, and say of each that it was found, as soon as the check itself says so."""
    asyncio.run(
        check(
            targets,
            state,
            SETTINGS,
            Guard.parse(resolve=pins),
            now,
            on_result=lambda id_, _: said.send_bytes(id_.encode()),
        )
    )


def heard(listening: Connection) -> set[str]:
    """Take in everything that was said before the end, however sudden it was."""
    ids: set[str] = set()
    try:
        while listening.poll(0):
            ids.add(listening.recv_bytes().decode())
    except EOFError:
        pass
    return ids


@dataclass
class Answers:
    """The server's answers. Each run gets only so many that it cannot end before its kill, however slow it is."""

    run: int = 0
    left: int = 0
    asked: Counter[str] = field(default_factory=Counter)

    def allow(self, number: int) -> None:
        """Begin another run, which gets so many answers."""
        self.run, self.left = self.run + 1, number

    async def __call__(self, request: Request, wire: Wire) -> None:
        self.asked[f"{request.host.partition('.')[0]}-{request.path.strip('/')}"] += 1
        run = self.run
        await asyncio.sleep(0.02)
        while self.left <= 0 and run == self.run:
            await asyncio.sleep(0.005)
        if run == self.run:
            self.left -= 1
            await wire.reply(200, BODY)
        else:
            wire.reset()


def test_runs_that_are_killed_lose_nothing_and_ask_nothing_twice(tmp_path: Path, full: bool) -> None:
    """Five runs a day: four killed at some moment, from their first instant to the folding, one left to finish."""
    kills = 200 if full else 4
    chance = random.Random(5)
    state = tmp_path / "link-health.json"
    answers = Answers()
    asked = answers.asked
    sites: dict[str, Behaviour] = {f"h{number}.example.org": answers for number in range(HOSTS)}
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["learning_pathway.links.check", "links.test_killed_runs"])
    in_flight = HOSTS * SETTINGS.politeness.connections
    killed_midway = 0
    reported: dict[str, int] = {}
    with serving(sites) as server:
        targets = [
            Target(f"h{host}-{number}", f"http://h{host}.example.org:{server.port}/{number}", ("A resource",))
            for host in range(HOSTS)
            for number in range(EACH)
        ]
        last: dict[str, date | None] = {}
        said: set[str] = set()
        for round_ in range(kills * 5 // 4):
            now = START + timedelta(days=round_ // 5)
            finishes = round_ % 5 == 4
            if round_ % 5 == 0:
                asked.clear()
                reported = {}
                said = set()
            enough = len(targets) if finishes else chance.randrange(-3, len(targets) + 4)
            answers.allow(len(targets) * 2 if enough > len(targets) - len(said) - MORE else max(0, enough) + MORE)
            listening, speaking = context.Pipe(duplex=False)
            process = context.Process(target=run, args=(state, targets, server.pins(), now, speaking))
            process.start()
            speaking.close()
            if finishes:
                process.join(LONGEST)
                assert process.exitcode == 0
            else:
                for _ in range(max(0, min(enough, len(targets) - len(said)))):
                    if not listening.poll(LONGEST):
                        break
                    try:
                        said.add(listening.recv_bytes().decode())
                    except EOFError:
                        break
                # Past the last result comes the folding: some runs die there.
                process.join(chance.random() * 0.02)
                process.kill()
                process.join(LONGEST)
                said |= heard(listening)
                reported |= {id_: asked[id_] for id_ in said if id_ not in reported}
                killed_midway += bool(said) and process.exitcode == -signal.SIGKILL
            listening.close()
            health = read_health(state)
            assert health.damage is None
            for id_, record in health.links.items():
                assert record.verdict in (Verdict.OK, Verdict.NOT_CHECKED)
                assert (record.last_good or date.min) >= (last.get(id_) or date.min)
                last[id_] = record.last_good
            if not finishes and health.swept_on == now.date() and logs(state) == []:
                # It had finished, so that the next run of the day begins anew.
                asked.clear()
                reported, said = {}, set()
            if finishes:
                assert {record.checked_on for record in health.links.values()} == {now.date()}
                assert len(health.links) == len(targets)
                assert logs(state) == []
                # What was said to be found is never asked for again; only what was on its way may be.
                assert {id_: asked[id_] for id_ in reported} == reported
                assert sum(asked.values()) <= len(targets) + 4 * in_flight
    assert killed_midway > kills // 4
    assert sorted(path.suffix for path in tmp_path.iterdir() if path.suffix != ".lock") == [".json"]
