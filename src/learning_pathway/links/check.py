"""Check the links of a catalogue from end to end: read, fetch, judge, merge results, report."""

from __future__ import annotations

import errno
import logging
import os
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from ..process import rare_collections
from ..web.client import Client
from ..web.guard import Guard
from ..web.hosts import ClockError, any_true, interleave
from ..web.model import FetchedLink, Trouble
from ..web.urls import host_of
from .fetch import fetch_link, validators_of
from .report import Report, make_report
from .rules.judge import Judge
from .settings import Settings, active, ignore_notes
from .state.file import merge_results, read_health
from .state.log import LogEntry, RunLog, abandoned_logs, read_log
from .state.model import CheckResult, LinkState, Validators
from .state.policy import is_told_to_wait
from .target import Target
from .verdicts import Verdict

__all__ = [
    "CompletedCheck",
    "NoNetworkError",
    "Outcome",
    "check",
    "run",
]

_DOUBTFUL: Final = frozenset(
    {Trouble.NO_SUCH_NAME, Trouble.NAME_TEMPORARY, Trouble.UNREACHABLE, Trouble.CONNECT_TIMEOUT, Trouble.REFUSED}
)
"""Troubles that our own network can be the cause of."""
_WITNESSES: Final = 5
"""Hosts that answered and are asked again when it is in doubt whether the network is still there."""
_SAMPLE: Final = 100
"""Addresses among which hosts are looked for that should be found before a run begins."""
_SILENT_HOSTS: Final = 6
"""Hosts in a row that could not be reached, after which the run makes sure that the network is there."""


@dataclass
class Outcome:
    """What a run came to."""

    entries: list[LogEntry] = field(default_factory=list)
    """What was found, as it is in the log."""
    withheld: int = 0
    """Links without one, because our own network may have been the cause of what was seen, or was gone."""
    network_down: bool = False
    """Whether nothing could be reached any more at the end of the run."""
    answered: dict[str, str] = field(default_factory=dict)
    """Hosts that answered, each with an address of theirs."""


async def run(
    targets: Collection[Target],
    known: Mapping[str, LinkState],
    client: Client,
    log: RunLog,
    now: datetime,
    *,
    on_result: Callable[[str, Verdict], None] = lambda _id, _verdict: None,
) -> Outcome:
    """Check every target once and write each result to the run log.

    A result that our own network may have caused is held back until a later answer from anywhere proves that the
    network is there; without such proof no one is condemned by it. Where one host after the other cannot be reached,
    the run asks whether the network is there at all, and stops if it is not.

    Args:
        targets: what to check. An address that several targets share is asked for once.
        known: what is known of the links, by id.
        client: sends the requests.
        log: takes the entries.
        now: the time of the run.
        on_result: told of each result as it comes.

    Raises:
        OSError: the run log cannot be written.
    """
    outcome = Outcome()
    doubtful: list[LogEntry] = []
    groups: dict[str, list[Target]] = {}
    for target in sorted(targets, key=lambda target: _last_asked(known.get(target.id))):
        groups.setdefault(target.url, []).append(target)

    if groups and not await _finds_names(groups, client):
        outcome.withheld, outcome.network_down = len(targets), True
        return outcome
    settings = client.settings.politeness
    results = interleave(
        groups.values(),
        lambda group: group[0].url,
        lambda group: _check_or_tell(group, known, client, now),
        hosts=settings.hosts,
        connections=settings.connections,
    )
    concluded = 0
    lost = False
    async with aclosing(results):
        async for _, entries in results:
            for entry, in_doubt, witness in entries:
                if witness:
                    _remember(outcome, witness)
                    _settle(doubtful, log, outcome)
                if in_doubt:
                    doubtful.append(entry)
                else:
                    _keep(entry, log, outcome)
                concluded += 1
                on_result(entry.id, entry.result.verdict)
            if len({host_of(entry.url) for entry in doubtful}) >= _SILENT_HOSTS:
                lost = not await _network_is_there(outcome, client)
                if lost:
                    break
                _settle(doubtful, log, outcome)
    if doubtful:
        if not lost and await _network_is_there(outcome, client):
            _settle(doubtful, log, outcome)
        else:
            outcome.withheld, outcome.network_down = len(doubtful) + len(targets) - concluded, True
    return outcome


def _last_asked(record: LinkState | None) -> tuple[date, date]:
    """Order links so that a host that soon asks to be left alone is first asked for what was longest unseen."""
    if record is None:
        return date.min, date.min
    last_good = record.last_good or date.min
    return last_good if is_told_to_wait(record) else record.checked_on or date.min, last_good


def _remember(outcome: Outcome, witness: str) -> None:
    if len(outcome.answered) < 1_000:
        outcome.answered.setdefault(host_of(witness), witness)


def _settle(doubtful: list[LogEntry], log: RunLog, outcome: Outcome) -> None:
    for entry in doubtful:
        _keep(entry, log, outcome)
    doubtful.clear()


def _keep(entry: LogEntry, log: RunLog, outcome: Outcome) -> None:
    log.write(entry)
    outcome.entries.append(entry)


async def _check_or_tell(
    group: list[Target], known: Mapping[str, LinkState], client: Client, now: datetime
) -> list[tuple[LogEntry, bool, str | None]]:
    """Check one address. A fault of ours in one link must not take the others along."""
    try:
        return await _check(group, known, client, now)
    except Exception as error:
        logging.getLogger(__name__).warning("checking %s failed", group[0].url, exc_info=error)
        nothing = CheckResult(Verdict.NOT_CHECKED, 1.0, (f"the check itself failed: {error!r}",), None)
        return [(LogEntry(target.id, target.url, now.date(), nothing), False, None) for target in group]


async def _check(
    group: list[Target], known: Mapping[str, LinkState], client: Client, now: datetime
) -> list[tuple[LogEntry, bool, str | None]]:
    """Observe one address, and judge it once for each target that has it."""
    url = group[0].url
    settings = client.settings
    records = [known.get(target.id) for target in group]
    # A record about another address, before the entry was changed, knows nothing about this one.
    judges = [
        Judge(target, record.baseline if record is not None and record.url == url else None, settings, now.date())
        for target, record in zip(group, records, strict=True)
    ]
    fetched = await fetch_link(
        client,
        url,
        now=now,
        validators=_validators_for(records, url),
        looks_bad=lambda fetched: any(judge.looks_bad(fetched) for judge in judges),
        needs_control=lambda fetched: any(judge.needs_control(fetched) for judge in judges),
    )
    in_doubt = (
        not client.is_pinned(url)
        and bool(fetched.fetches)
        and all(fetch.trouble in _DOUBTFUL and not fetch.redirects for fetch in fetched.fetches)
    )
    witness = None if in_doubt or not _anyone_answered(fetched) else url
    validators = validators_of(fetched)
    return [
        (LogEntry(judge.target.id, judge.target.url, now.date(), judge.result(fetched), validators), in_doubt, witness)
        for judge in judges
    ]


def _anyone_answered(fetched: FetchedLink) -> bool:
    signals = fetched.video
    if signals is not None and signals.oembed_status is not None:
        return True
    return any(fetch.answer is not None or fetch.redirects for fetch in fetched.fetches)


def _validators_for(records: list[LinkState | None], url: str) -> Validators | None:
    """Return what makes the request conditional: only where every record of the address was plainly fine."""
    fine = [record for record in records if record and record.url == url and record.verdict is Verdict.OK]
    return fine[0].validators if fine and len(fine) == len(records) and "#" not in url else None


async def _finds_names(urls: Collection[str], client: Client) -> bool:
    """Look up a few names before the run: where none is found, starting it would only keep everyone waiting."""
    if any(client.is_pinned(url) for url in urls):
        return True
    some = list(urls)[:: max(1, len(urls) // _SAMPLE)]
    hosts = list(dict.fromkeys(host_of(url) for url in some))
    few = hosts[:: max(1, len(hosts) // _WITNESSES)][:_WITNESSES]
    return await any_true(client.finds(name) for name in (*few, *client.settings.probing.control_hosts))


async def _network_is_there(outcome: Outcome, client: Client) -> bool:
    """Ask hosts that answered before, or, where none did, look up names that everyone can."""
    witnesses = list(outcome.answered.values())[-_WITNESSES:]
    if witnesses:
        return await any_true(client.answers(url) for url in witnesses)
    return await any_true(client.knows(name) for name in client.settings.probing.control_hosts)


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
    if state.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder is where the state should be", str(state))
    with rare_collections():
        every = targets if wanted is None else wanted
        known = read_health(state)
        left_behind = abandoned_logs(state)
        earlier = [entry for path in left_behind for entry in read_log(path)]
        done = {(entry.id, entry.url) for entry in earlier if entry.on == now.date()}
        todo = [target for target in targets if (target.id, target.url) not in done]
        run_id = f"{os.getpid()}-{secrets.token_hex(4)}"
        async with Client(settings, guard, ca) as client:
            with RunLog(state, run_id) as log:
                log.take_over(left_behind)
                outcome = await run(todo, known.links, client, log, now, on_result=on_result)
                log.flush()
        if outcome.network_down and not outcome.answered and not done:
            log.discard()
            raise NoNetworkError(f"none of {outcome.withheld} links could be reached, and neither could anything else")
        if (wrong := client.server_times.disagreement(now)) is not None:
            log.discard()
            raise ClockError(wrong)
        ignored = active(settings.exceptions, now.date())
        merged = merge_results(
            state,
            [log.path],
            settings.alarms,
            entries=[*earlier, *outcome.entries],
            ignored=ignored,
            wanted={target.id: target.url for target in every},
            today=now.date(),
            swept_on=now.date() if len(targets) == len(every) and not outcome.withheld else None,
        )
        notes = _notes(outcome, len(done), merged.before.damage, merged.damaged_copy)
        notes += merged.notes
        notes += ignore_notes(settings.exceptions, {target.id for target in every}, now.date())
        report = make_report(
            merged.before.links,
            merged.after,
            {target.id: target for target in every},
            day=now.date(),
            checked=len(outcome.entries) + len(done),
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
        what = "One link was" if resumed == 1 else f"{resumed} links were"
        notes.append(f"{what} taken over from a run that was interrupted today.")
    if outcome.network_down:
        notes.append(
            f"The network went away during the run: nothing is concluded about {outcome.withheld} links "
            "that could not be reached."
        )
    return notes
