"""What an editor has to do in the voice store, and words of answers that are in the public project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from ..catalogue.files import ROOT_FILE
from ..catalogue.model import Catalogue
from ..catalogue.problems import Code, Problem
from ..catalogue.reader import ReadResult
from .collection import SAMPLES, Voice, Voices, collect, store_fault
from .contents import UnreadableError, packed, text_of
from .excerpts import BasisState, bases, resting
from .model import CHECKED, LONGEST_EXCERPT, Kind
from .permission import Reason
from .store import RECORD, StoreProblem
from .words import runs

__all__ = ["advice", "found_by_check", "problems", "words_in_project"]

#: So long before its last day an answer's end is announced, and so long after it the answer is kept for renewal.
_WARNED, _RENEWABLE = timedelta(days=60), timedelta(days=30)
#: An answer without an end is looked at again after so long.
_OLD = timedelta(days=730)
#: Folders that git never holds: of programs, and of sites where they are finished ones.
_PASSED_OVER = frozenset({".git", ".venv", ".cache", ".pathway-history", "node_modules", "__pycache__"})
_BUILT = frozenset({"site", "build", "dist"})
_MAXIMUM = 20_000_000
_MOST_PACKED = 10_000


def found_by_check(reading: ReadResult, today: date) -> Iterator[Problem]:
    """What `pathway check` says of calls and answers beside what is wrong in the catalogue itself.

    Raises:
        OSError: a file of the store or of the project cannot be read.
    """
    catalogue, root = reading.catalogue, reading.root
    if catalogue is None or not (root / ROOT_FILE).is_file():
        return  # a file by itself has no notices and no answers
    fault = store_fault(root, catalogue)
    if fault:
        yield _problem(Code.NO_VOICE_STORE, ROOT_FILE, 1, fault)
    voices = collect(root, catalogue, today, with_store=not fault)
    for call in catalogue.calls:
        location = reading.locations.of("call", call.id)
        if call.is_open(today) and location and call.notice not in voices.notices:
            message = f"There is no `notices/{call.notice}.md`, which people read before they answer."
            yield _problem(Code.CALL_WITHOUT_NOTICE, location.file, location.line, message, call.id)
    for code, found in (
        (Code.ANSWER, problems(voices, catalogue)),
        (Code.ANSWER_ADVICE, advice(voices, catalogue, today)),
    ):
        for each in found:
            yield _problem(code, *_place(each, reading, voices), each.message)
    for each in words_in_project(root, voices):
        yield _problem(Code.ANSWER_WORDS, each.file, each.line, each.message)


def _place(found: StoreProblem, reading: ReadResult, voices: Voices) -> tuple[str, int]:
    """File and line of something to do: of an entry, as `kind:id`, or of a file in the store or among the samples."""
    kind, _, id_ = found.file.partition(":")
    if kind == "step":
        kind, id_ = "section", id_.rpartition("/")[0]
    location = reading.locations.of(kind, id_)
    if location:
        return location.file, location.line
    store = voices.store or voices.samples
    answer = voices.answers.get(found.file.partition("/")[0])
    folder = answer.folder.parent if answer else store.root if store else reading.root
    path = folder / found.file
    return (path.relative_to(reading.root) if path.is_relative_to(reading.root) else path).as_posix(), found.line


def _problem(code: Code, file: str, line: int, message: str, id_: str = "") -> Problem:
    return Problem(file, max(line, 1), 1, code.value, code.severity, id_, message, code.remedy)


def problems(voices: Voices, catalogue: Catalogue) -> Iterator[StoreProblem]:
    """What is wrong with answers: files, ids that no one knows, excerpts whose words are gone, contact details."""
    for store in (voices.store, voices.samples):
        yield from store.problems if store else ()
    calls, themes = _calls_and_themes(catalogue)
    for id_, answer in voices.answers.items():
        file, sample = f"{id_}/{RECORD}", answer.record.sample
        if answer.record.call not in calls and not sample:
            yield StoreProblem(file, 0, f"It answers the call `{answer.record.call}`, which the pathway does not have.")
        if id_ in voices.recalled:
            yield StoreProblem(file, 0, "It was taken back. Run `pathway voices take-back` again to delete it.")
        for contact in answer.contacts:
            message = f"It holds {contact.what}: take it out, or nothing of the answer is shown."
            yield StoreProblem(f"{id_}/{answer.words_file}", contact.line, message)
        for fault in answer.caption_faults:
            yield StoreProblem(f"{id_}/{answer.words_file}", fault.line, fault.message)
        for excerpt in answer.record.excerpts:
            if excerpt.code not in themes and not sample:
                yield StoreProblem(file, 0, f"Excerpt {excerpt.n} stands for `{excerpt.code}`, which is no theme.")
            if not excerpt.is_short:
                message = (
                    f"Excerpt {excerpt.n} has more than {LONGEST_EXCERPT} words. It is not shown: choose what matters."
                )
                yield StoreProblem(file, 0, message)
            if answer.is_all(excerpt) and id_ in voices.voices and voices.voices[id_].permission.is_pieces:
                message = f"Excerpt {excerpt.n} is all of the answer, and its giver allows pieces. Choose what matters."
                yield StoreProblem(file, 0, message)
            if not answer.holds(excerpt):
                where = f"Excerpt {excerpt.n} is not in {answer.words_file or 'its words'} as it is written."
                yield StoreProblem(file, 0, f"{where} Code it again.")


def _calls_and_themes(catalogue: Catalogue) -> tuple[set[str], set[str]]:
    """The ids that answers and their excerpts can name."""
    themes = {name for theme in catalogue.themes for name in (theme.id, *theme.formerly)}
    return {call.id for call in catalogue.calls}, themes


def _stray_samples(voices: Voices, catalogue: Catalogue) -> Iterator[StoreProblem]:
    """One piece of advice on samples that the pathway has outgrown; they are never published."""
    calls, themes = _calls_and_themes(catalogue)
    samples = {id_: answer.record for id_, answer in voices.answers.items() if answer.record.sample}
    lost = {
        **{f"the call `{record.call}`": id_ for id_, record in samples.items() if record.call not in calls},
        **{
            f"the theme `{each.code}`": id_
            for id_, record in samples.items()
            for each in record.excerpts
            if each.code not in themes
        },
    }
    if lost:
        message = (
            f"The samples in `{SAMPLES}` are about {' and '.join(lost)}, which the pathway does not have. Delete that "
            f"folder with its call and notice, unless you want to see answers to calls in a preview."
        )
        yield StoreProblem(f"{next(iter(lost.values()))}/{RECORD}", 0, message)


def advice(voices: Voices, catalogue: Catalogue, today: date) -> Iterator[StoreProblem]:
    """What is worth a look: answers that wait, that end soon or are over, and what was based on those that are gone."""
    yield from _stray_samples(voices, catalogue)
    for voice in voices.voices.values():
        if not voice.answer.record.sample:
            yield from _of_voice(voice, today)
    for where, references in resting(catalogue):
        for basis in bases(references, voices):
            if basis.state is BasisState.BEING_READ_AGAIN:
                recalled = voices.recalled.get(basis.reference.partition("/")[0])
                since = f" in {recalled.month}" if recalled else ""
                message = f"`{basis.reference}`, which it rests on, is gone{since}. Read it again without that answer."
                yield StoreProblem(where, 0, message)


def _of_voice(voice: Voice, today: date) -> Iterator[StoreProblem]:
    yield from _of_recording(voice)
    file, reasons = f"{voice.id}/{RECORD}", voice.permission.reasons
    events = [consent.events[-1] for consent in voice.answer.record.consent]
    ends = [event.valid_until for event in events if event.valid_until]
    if Reason.NOT_CHECKED in reasons:
        yield StoreProblem(file, 0, f"Read or hear all of it, then add `{CHECKED.format(day=today)}`.")
    elif ends and min(ends) + _RENEWABLE < today:
        yield StoreProblem(file, 0, f"It was given until {min(ends)}: run `pathway voices take-back {voice.id}`.")
    elif ends and today <= min(ends) <= today + _WARNED:
        yield StoreProblem(file, 0, f"It is given until {min(ends)}. Ask now, if you want to show it for longer.")
    elif not ends and events and min(event.event_time for event in events) + _OLD < today:
        yield StoreProblem(file, 0, "It has no end date, and is two years old. Ask whether it may still be shown.")
    elif not voice.permission.counted and reasons:
        yield StoreProblem(file, 0, f"Nothing of it is shown: {reasons[0].value}.")


def _of_recording(voice: Voice) -> Iterator[StoreProblem]:
    answer, reasons = voice.answer, voice.permission.reasons
    if answer.record.kind is not Kind.TEXT and not answer.words:
        message = "It has no transcript, so nothing of it is shown. Write `answer.vtt`, and name it under `files`."
        yield StoreProblem(f"{voice.id}/{RECORD}", 0, message)
    elif Reason.NO_CAPTIONS in reasons:
        message = "The film is not shown, only its words: it needs captions without faults, as `answer.vtt`."
        yield StoreProblem(f"{voice.id}/{RECORD}", 0, message)


def words_in_project(project: Path, voices: Voices) -> Iterator[StoreProblem]:
    """Files of the project that hold six words in a row of an answer: git would keep them for good.

    Raises:
        OSError: a file cannot be read.
    """
    answers = {id_: answer for id_, answer in voices.answers.items() if not answer.record.sample}
    owners = {run: id_ for id_, answer in answers.items() for text in answer.texts for run in runs(text)}
    if not owners:
        return
    for path in _files(project):
        found: dict[str, int] = {}
        for text in _texts(path):
            lines = text.split("\n")
            for run in runs(text):
                if run in owners and owners[run] not in found:
                    found[owners[run]] = next((n for n, line in enumerate(lines, start=1) if run[0] in line.lower()), 0)
        for id_, line in found.items():
            message = f"It holds words of {id_}. Name the excerpt under `rests_on`, and take the words out."
            yield StoreProblem(path.relative_to(project).as_posix(), line, message)


def _files(project: Path) -> Iterator[Path]:
    """The files of a project that git may hold."""
    for folder, folders, names in os.walk(project):
        built = {name for name in _BUILT if Path(folder, name, "index.html").exists()}
        folders[:] = sorted(set(folders) - _PASSED_OVER - built)
        for path in (Path(folder, name) for name in sorted(names)):
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= _MAXIMUM:
                yield path


def _texts(path: Path) -> Iterator[str]:
    """What a file says, and the files that are packed in it."""
    waiting = [(path.name, path.read_bytes())]
    for _ in range(_MOST_PACKED):
        if not waiting:
            return
        name, data = waiting.pop()
        with suppress(UnreadableError):  # it is not what is published: `verify` says which those are
            inside = packed(name, data)
            if inside is None:
                yield text_of(data)
            else:
                waiting += inside
