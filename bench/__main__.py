"""Builds generated catalogues with every contender and prints times, memory and ratios beside the goals."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from .catalogue import Size
from .contenders import OURS, PLAIN, ZENSICAL, Contender, DifferenceError, compare, prepare
from .latency import Answered, answer, latency_table
from .measuring import Cost, measure, profile
from .searching import Searched, search, searching_table

STEPS = 20
FULL = {
    "mixed": [Size(100, 5), Size(1_000, 50), Size(10_000, 500)],
    "modules": [Size(100, 1_000)],
}
QUICK = {
    "mixed": [Size(100, 5), Size(400, 20)],
    "modules": [Size(40, 40)],
}
#: At most this part of the other's time, or this much growth for ten times as many resources.
GOALS = {("mixed", PLAIN): 0.6, ("modules", PLAIN): 0.4, ("mixed", ZENSICAL): 0.6, ("growth", OURS): 11.0}


@dataclass(frozen=True)
class Round:
    """One catalogue, built by everyone."""

    kind: str
    size: Size
    counts: dict[str, int]
    costs: dict[str, Cost]

    @property
    def is_large(self) -> bool:
        """Whether building takes long enough for a ratio to mean something; below that, starting up decides."""
        return self.counts["pages"] >= 1_000

    @property
    def label(self) -> str:
        """What the table calls it."""
        what = "mixed" if self.kind == "mixed" else "modules"
        return f"{what}: {self.size.resources:,} resources, {self.size.modules:,} modules"


def main() -> None:
    """Read the options, run the rounds, print the tables."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small sample, one build each, by the same code")
    parser.add_argument("--zensical", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--chromium", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ |= {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000"}
    root = Path(__file__).resolve().parent.parent
    repeats = 1 if options.quick else 3
    busy = burden()
    console = Console(width=110 if not sys.stdout.isatty() else None)
    rounds = []
    searched: list[Searched] = []
    answered: Answered | None = None
    for kind, sizes in (QUICK if options.quick else FULL).items():
        for size in sizes:
            contenders = prepare(root, options.work, size, options.zensical)
            try:
                rounds.append(run_round(kind, size, contenders, repeats, console))
            except DifferenceError as error:
                sys.exit(f"The contenders do not build the same pages: {error}")
            if kind == "mixed":
                ours = contenders[OURS].site
                found = search(ours.parent, ours, options.chromium, repeats)
                searched += [found] if found else []
                answered = answered or answer(ours, options.chromium, repeats)
            for name in missed(rounds[-1]):
                console.print(f"[bold]Goal against {name} missed; where our time goes:[/]")
                contenders[OURS].clear()
                console.print(profile(contenders[OURS].command, options.work), highlight=False, markup=False)
    if busy:
        console.print(f"[bold]{busy}[/] Times are longer than they need be; repeat this when it is idle.")
    console.print(table(rounds, repeats))
    console.print(verdicts(rounds))
    console.print(searching_table(searched))
    if answered:
        console.print(latency_table(answered))


def run_round(kind: str, size: Size, contenders: Mapping[str, Contender], repeats: int, console: Console) -> Round:
    """Build cold, in turns, so that whatever else the computer does hits everyone alike."""
    costs: dict[str, list[Cost]] = {name: [] for name in contenders}
    counts: dict[str, int] = {}
    for turn in range(repeats):
        for name, contender in contenders.items():
            contender.clear()
            costs[name].append(measure(contender.command))
            console.print(f"  {kind} {size.resources:,}: {name}, build {turn + 1}: {costs[name][-1].seconds:.1f} s")
            if turn == 0 and name != OURS:
                # Two of them share a folder: each is held against ours while its site is still there.
                counts = compare({OURS: contenders[OURS], name: contender})
    return Round(kind, size, counts, {name: median(found) for name, found in costs.items()})


def median(costs: list[Cost]) -> Cost:
    """The middle of each figure."""
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        statistics.median(cost.processor for cost in costs),
        int(statistics.median(cost.memory for cost in costs)),
    )


def missed(found: Round) -> list[str]:
    """Names of those against whom this round missed its goal."""
    ours = found.costs[OURS].seconds
    goals = {name: goal for (kind, name), goal in GOALS.items() if kind == found.kind and found.is_large}
    return [name for name, goal in goals.items() if ours > goal * found.costs[name].seconds]


def table(rounds: list[Round], repeats: int) -> Table:
    """Everything that was measured."""
    how = "median of three cold builds" if repeats > 1 else "one cold build each: a sample, not a measurement"
    shown = Table(title=f"Time to build the same pages ({how})", title_justify="left")
    for column in ("catalogue", "builder"):
        shown.add_column(column)
    for column in ("pages", "seconds", "processor s", "peak MB", "ours / theirs", "of processor s", "goal"):
        shown.add_column(column, justify="right")
    for found in rounds:
        for name, cost in found.costs.items():
            ours = found.costs[OURS]
            ratio = "" if name == OURS else f"{ours.seconds / cost.seconds:.2f}"
            effort = "" if name == OURS or not cost.processor else f"{ours.processor / cost.processor:.2f}"
            goal = GOALS.get((found.kind, name))
            shown.add_row(
                found.label if name == OURS else "",
                name,
                f"{found.counts['pages']:,}",
                f"{cost.seconds:.1f}",
                f"{cost.processor:.1f}" if cost.memory else "–",
                f"{cost.memory / 1e6:.0f}" if cost.memory else "–",
                ratio,
                effort,
                f"≤ {goal}" if goal else "",
            )
        shown.add_section()
    return shown


def verdicts(rounds: list[Round]) -> Table:
    """Each goal, met or missed; and growth where two sizes lie ten apart."""
    shown = Table(title="Goals", title_justify="left")
    for column in ("goal", "found", "asked", "verdict"):
        shown.add_column(column)
    for found in rounds:
        for (kind, name), goal in GOALS.items():
            if kind == found.kind and name != OURS:
                ratio = found.costs[OURS].seconds / found.costs[name].seconds
                row = (
                    f"{found.label}, against {name}",
                    f"{ratio:.2f}",
                    f"≤ {goal}",
                    "met" if ratio <= goal else "MISSED",
                )
                shown.add_row(*row)
    times = {found.size.resources: found.costs[OURS].seconds for found in rounds if found.kind == "mixed"}
    for resources, seconds in times.items():
        if resources * 10 in times:
            growth, goal = times[resources * 10] / seconds, GOALS["growth", OURS]
            label = f"growth from {resources:,} to {resources * 10:,} resources"
            shown.add_row(label, f"{growth:.1f}-fold", f"≤ {goal:.0f}-fold", verdict_on(growth, goal))
    return shown


def verdict_on(found: float, goal: float) -> str:
    """Met or missed."""
    return "met" if found <= goal else "MISSED"


def burden() -> str:
    """A sentence where other programs were busy: they lengthen times, and not everyone's alike."""
    if not hasattr(os, "getloadavg"):
        return ""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    return f"Other programs keep this computer busy: load {load:.1f} on {cores} cores." if load > 0.7 else ""


if __name__ == "__main__":
    main()
