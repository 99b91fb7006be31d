"""`pathway voices`: receive, check and code answers to a call, follow what they led to, and take them back."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click

from ..catalogue.model import Catalogue
from ..catalogue.reports import visible
from ..catalogue.yaml.tree import EditError
from ..voices import check, excerpts, leaks, withdrawal
from ..voices.collection import StoreError, Voices, collect, notice_hashes, shown_before
from ..voices.media import MediaError
from ..voices.model import Stance
from ..voices.permission import Permission
from ..voices.receive import Incoming, Received, pair
from ..voices.receive import receive as file_answer
from ..voices.sheet import SheetError, is_code
from ..voices.store import VoiceStore, read_store
from ..voices.withdrawal import read_fingerprints
from .project import CannotRun, CommandGroup, sound_reading, stop_on

__all__ = ["voices_command"]

_path = click.option(
    "--path", "project", type=click.Path(path_type=Path), default=".", show_default=True, help="The project."
)
_today = click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge dates by this day.")


@dataclass(frozen=True, slots=True)
class _Opened:
    """A project with its store, which is there."""

    project: Path
    catalogue: Catalogue
    voices: Voices
    store: VoiceStore
    today: date


def _open(path: Path, today: datetime | None) -> _Opened:
    """The project at a path with its voices; the day is that of UTC where none is given."""
    day = today.date() if today else datetime.now(UTC).date()
    reading = sound_reading(path, day)
    catalogue = reading.catalogue or Catalogue()
    with stop_on(StoreError):
        voices = collect(reading.root, catalogue, day)
    if voices.store is None:
        raise CannotRun(
            "No voice store is named. Set `voices_store` under `pathway`, or the variable PATHWAY_VOICES, to a folder "
            "outside the project."
        )
    return _Opened(reading.root, catalogue, voices, voices.store, day)


@click.group("voices", cls=CommandGroup)
def voices_command() -> None:
    """Look after the answers to calls, which are in a private folder outside the project."""


@voices_command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--by-hand", metavar="REASON", default="", help="Take a recording that changed on its way, and say why.")
@_path
@_today
def receive(files: tuple[Path, ...], by_hand: str, project: Path, today: datetime | None) -> None:
    """File answer sheets and recordings as they came. Recordings need ffmpeg.

    Exits with 0 when each was filed, 1 when any was refused, 2 when the command could not run.
    """
    opened = _open(project, today)
    delivery = pair(files, by_hand=bool(by_hand.strip()))
    refused = list(delivery.refused)
    for incoming in delivery.answers:
        try:
            done = _file(opened, incoming, by_hand.strip())
        except (SheetError, MediaError) as error:
            path = incoming.media if isinstance(error, MediaError) and incoming.media else incoming.path
            refused.append((path, str(error)))
            continue
        click.echo(f"{_name(incoming.path)}: filed as {done.id}.")
        for line in (*done.choices, *done.notes):
            click.echo(f"  {line}")
    for path, why in refused:
        click.echo(f"{_name(path)}: not filed. {why}", err=True)
    sys.exit(int(bool(refused)))


def _name(path: Path) -> str:
    """The name of a file for the terminal, which must not take any of it for a command."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in path.name)


def _file(opened: _Opened, incoming: Incoming, by_hand: str) -> Received:
    calls = {call.id: call for call in opened.catalogue.calls}
    store = read_store(opened.store.root)
    notices = notice_hashes(opened.project)
    sheet, recalled = incoming.sheet, opened.voices.recalled
    return file_answer(sheet, calls, store, recalled, notices, opened.today, incoming.media, by_hand)


@voices_command.command(name="check")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@_path
@_today
def check_command(ids: tuple[str, ...], project: Path, today: datetime | None) -> None:
    """Say what to fix in the store, what waits, and whether words of an answer are in the project.

    Exits with 0 when there is nothing to fix, 1 when there is, 2 when the check could not run.
    """
    opened = _open(project, today)
    wrong = [
        *check.problems(opened.voices, opened.catalogue),
        *check.words_in_project(opened.project, opened.voices),
    ]
    worth = list(check.advice(opened.voices, opened.catalogue, opened.today))
    known = {*opened.store.answers, *(each.file.partition("/")[0] for each in wrong)}
    for id_ in ids:
        if id_ not in known:
            raise CannotRun(f"There is no answer {visible(id_)}.")
    if ids:
        wrong, worth = ([each for each in found if each.file.partition("/")[0] in ids] for found in (wrong, worth))
    for severity, found in (("error", wrong), ("advice", worth)):
        for each in found:
            click.echo(f"{severity}: {each}")
    shown = sum(voice.permission.counted for voice in opened.voices.voices.values())
    number = len(opened.store.answers)
    click.echo(f"{number} {'answer' if number == 1 else 'answers'}, {shown} of them may be counted.")
    sys.exit(int(bool(wrong)))


@voices_command.command()
@click.argument("id_", metavar="ID")
@click.argument("words")
@click.argument("theme")
@click.option("--disagrees", "stance", flag_value=Stance.DISAGREES.value, help="The words speak against the theme.")
@click.option("--qualifies", "stance", flag_value=Stance.QUALIFIES.value, help="They limit it.")
@click.option("--coder", default="", help="Who codes, such as `a`.")
@click.option("--memo", default="", help="A note for the editors.")
@_path
@_today
def code(
    id_: str, words: str, theme: str, stance: str | None, coder: str, memo: str, project: Path, today: datetime | None
) -> None:
    """Note that these WORDS of the answer ID stand for THEME.

    Exits with 0 when the excerpt was added, 2 when it was not.
    """
    opened = _open(project, today)
    answer = opened.store.answers.get(id_)
    if answer is None:
        raise CannotRun(f"There is no answer {id_}.")
    if theme not in {each.id for each in opened.catalogue.themes}:
        raise CannotRun(f"There is no theme {theme}.")
    with stop_on(excerpts.CodingError, EditError):
        stand = Stance(stance) if stance else Stance.SUPPORTS
        added = excerpts.add_excerpt(answer, words, theme, stance=stand, coder=coder, memo=memo)
    click.echo(f"Added {id_}/{added.n}. Name it under `rests_on` where you use it.")


@voices_command.command(name="trace")
@click.argument("name", metavar="ID")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for other programs.")
@_path
@_today
def trace_command(name: str, as_csv: bool, project: Path, today: datetime | None) -> None:
    """Show what ID rests on, and what rests on it: an answer, excerpt, theme, tip, task, step or call.

    Exits with 0 when anything was found, 1 when not, 2 when the command could not run.
    """
    opened = _open(project, today)
    down, up = excerpts.trace(name, opened.catalogue, opened.voices)
    if as_csv:
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(("direction", "entry", "rests on", "how"))
        table.writerows(("down", link.entry, link.basis, link.how) for link in down)
        table.writerows(("up", link.entry, link.basis, link.how) for link in up)
    else:
        for heading, found in (("It rests on", down), ("On it rest", up)):
            for place, link in enumerate(found):
                how = f" ({link.how})" if link.how else ""
                click.echo(f"{f'{heading}:' if not place else '':<13} {link.entry} → {link.basis}{how}")
    if not (down or up):
        click.echo(f"Nothing rests on {name}, and it rests on nothing.", err=True)
    sys.exit(int(not (down or up)))


@voices_command.command(name="take-back")
@click.argument("code_or_id", metavar="CODE|ID")
@_path
@_today
def take_back_command(code_or_id: str, project: Path, today: datetime | None) -> None:
    """Take an answer back, by the code of its receipt or by its id. It can be run again at any time.

    Exits with 0 when it was taken back, 1 when there is no such answer, 2 when the command could not run.
    """
    opened = _open(project, today)
    try:
        as_code = code_or_id if is_code(code_or_id) else ""
        id_ = withdrawal.find_by_code(opened.store, code_or_id, opened.today) if as_code else code_or_id
        if id_ is None:
            raise LookupError("There is no answer with this code.")
        answer = opened.store.answers.get(id_)
        shown = shown_before(opened.project, opened.catalogue, answer, opened.today) if answer else Permission()
        done = withdrawal.take_back(opened.project, opened.store, id_, shown, opened.today, as_code)
    except LookupError as error:
        click.echo(str(error.args[0]), err=True)
        sys.exit(1)
    except (EditError, ValueError) as error:
        raise CannotRun(error) from error
    click.echo(f"{done.id} is taken back: it is on the public list, and its folder is deleted.")
    click.echo("Now:")
    for line in withdrawal.TO_DO:
        click.echo(f"  [ ] {line}")
    click.echo(withdrawal.CANNOT)


@voices_command.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="SITE [FILE]..."
)
@_path
@_today
def verify(paths: tuple[Path, ...], project: Path, today: datetime | None) -> None:
    """Look for words, names and recordings in a finished SITE or package that nothing permits.

    Exits with 0 when there are none, 1 when there are, 2 when the search could not run.
    """
    opened = _open(project, today)
    with stop_on(ValueError):
        recalled = list(read_fingerprints(opened.store.root, opened.today))
    judged = opened.voices.voices
    answers = [
        (judged[id_].answer, judged[id_].permission) if id_ in judged else (answer, Permission())
        for id_, answer in opened.voices.answers.items()
    ]
    names = [
        person.name for resource in opened.catalogue.resources for person in (*resource.authors, *resource.editors)
    ]
    found = leaks.find_leaks(paths, leaks.watch(answers, recalled, names))
    for leak in found:
        click.echo(f"error: {leak}")
    click.echo(f"{len(found)} found. Do not publish this." if found else "Nothing found that is not permitted.")
    sys.exit(int(bool(found)))
