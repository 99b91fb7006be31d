"""Check the links of a catalogue from end to end: read, fetch, judge, merge results, report."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..web.client import Client
from ..web.guard import Guard
from ..web.hosts import ClockError
from .report import Report, make_report
from .run import Outcome, run
from .settings import Settings, active, ignore_notes
from .state.file import merge_results, read_health
from .state.log import RunLog, abandoned_logs, read_log, remove
from .target import Target
from .verdicts import Verdict

__all__ = ["CompletedCheck", "NoNetworkError", "check"]


class NoNetworkError(Exception):
    """Nothing at all could be reached; nothing was written."""


@dataclass(frozen=True, slots=True, repr=False)
class CompletedCheck:
    """A check that came to an end.

    It has no telling `repr`: `asyncio.run` makes one of its result to put SIGINT back (python/cpython, Lib/signal.py,
    `_int_to_enum`), and spelling out 100,000 links took 500 MB.
    """

    report: Report
    outcome: Outcome


async def check(
    targets: Sequence[Target],
    state: Path,
    settings: Settings,
    guard: Guard,
    now: datetime,
    *,
    ca: Path | None = None,
    wanted: Sequence[Target] | None = None,
    on_result: Callable[[str, Verdict], None] = lambda _id, _verdict: None,
) -> CompletedCheck:
    """Check links and take what was found into the state file.

    What an interrupted run of the same day found already is not asked again.

    Args:
        targets: what to check now.
        state: the state file.
        settings: the settings.
        guard: what may be reached besides the public internet.
        now: the time of the run.
        ca: certificates of further authorities, in PEM.
        wanted: all links that the catalogue has, where `targets` is only a part of them.
        on_result: told of each result as it comes.

    Raises:
        NoNetworkError: nothing could be reached; the state file is untouched.
        ClockError: this machine's clock is wrong; the state file is untouched.
        OSError: the state cannot be written, or the certificates cannot be read.
    """
    every = targets if wanted is None else wanted
    known = read_health(state)
    left_behind = abandoned_logs(state)
    done = {(entry.id, entry.url) for path in left_behind for entry in read_log(path) if entry.on == now.date()}
    todo = [target for target in targets if (target.id, target.url) not in done]
    run_id = f"{os.getpid()}-{secrets.token_hex(4)}"
    async with Client(settings, guard, ca) as client:
        with RunLog(state, run_id) as log:
            outcome = await run(todo, known.links, client, log, now, on_result=on_result)
            log.flush()
    if outcome.network_down and not outcome.answered and not done:
        remove(log.path)
        raise NoNetworkError(f"none of {outcome.withheld} links could be reached, and neither could anything else")
    if (wrong := client.server_times.disagreement(now)) is not None:
        remove(log.path)
        raise ClockError(wrong)
    ignored = active(settings.exceptions, now.date())
    merged = merge_results(
        state,
        [*left_behind, log.path],
        settings.alarms,
        ignored=ignored,
        wanted={target.id: target.url for target in every},
        today=now.date(),
        swept_on=now.date() if len(targets) == len(every) and not outcome.withheld else None,
    )
    notes = _notes(outcome, len(done), merged.before.damage, merged.damaged_copy)
    if merged.future_copy is not None:
        notes.append(
            f"{state.name} had days after {now.date().isoformat()}, so a clock is or was wrong. It was copied to "
            f"{merged.future_copy.name}, and those days count as the day before."
        )
    notes += ignore_notes(settings.exceptions, {target.id for target in every}, now.date())
    report = make_report(
        merged.before.links,
        merged.after,
        {target.id: target for target in every},
        day=now.date(),
        checked=outcome.found + len(done),
        notes=notes,
        ignored=ignored,
        incident_links=settings.alarms.incident_links,
    )
    return CompletedCheck(report, outcome)


def _notes(outcome: Outcome, resumed: int, damage: str | None, aside: Path | None) -> list[str]:
    notes = []
    if damage:
        notes.append(f"{damage}. It was kept as {aside.name if aside else 'it was'}, and a new file was begun.")
    if resumed:
        notes.append(f"{resumed} links were taken over from a run that was interrupted today.")
    if outcome.network_down:
        notes.append(
            f"The network went away during the run: nothing is concluded about {outcome.withheld} links "
            "that could not be reached."
        )
    return notes
