"""All answers of a pathway with what may be shown of each on a day, and what is based on them."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ..catalogue.model import Catalogue
from ..catalogue.values import VOICE_ID_PATTERN
from .model import Excerpt, Stance
from .permission import Conditions, Permission, before_withdrawal, permitted
from .store import RECORD, Answer, StoreProblem, VoiceStore, read_store
from .words import runs

__all__ = [
    "RECALLED_FILE",
    "SAMPLES",
    "VARIABLE",
    "Recalled",
    "StoreError",
    "Voice",
    "Voices",
    "collect",
    "notice_hash",
    "notice_hashes",
    "notices_of",
    "read_recalled",
    "recalled_text",
    "shown_before",
    "store_fault",
    "store_of",
]

#: Names the store; set to nothing, it leaves answers out.
VARIABLE = "PATHWAY_VOICES"
#: The folder of a project with answers that we made up to show how calls work: the only ones that git may hold.
SAMPLES = "sample-answers"
_NOTICES = "notices"
RECALLED_FILE = "voices-recalled.txt"
_HEADER = """\
# Answers that were taken back: id, month, and the SHA-256 of what was published of each, if anything was.
# Whoever keeps a copy: please delete these. `pathway voices take-back` adds lines, and none is ever taken out.
"""
_LINE = re.compile(rf"({VOICE_ID_PATTERN[1:-1]}) ([0-9]{{4}}-[0-9]{{2}})((?: sha256:[0-9a-f]{{64}})*)")
_MAXIMUM = 5_000_000


class StoreError(Exception):
    """A store that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """One answer that was taken back."""

    id: str
    month: str
    hashes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((self.id, self.month, *self.hashes))


def recalled_text(entries: Iterable[Recalled]) -> str:
    """The list as text."""
    return _HEADER + "".join(f"{entry}\n" for entry in entries)


def read_recalled(path: Path) -> Mapping[str, Recalled]:
    """The answers in a list that were taken back, by id; lines that a merge has damaged are passed over.

    Args:
        path: the list, or the folder of a project that has one.
    """
    try:
        with (path / RECALLED_FILE if path.is_dir() else path).open(encoding="utf-8", errors="replace") as file:
            text = file.read(_MAXIMUM)
    except FileNotFoundError:
        return {}
    matches = (_LINE.fullmatch(line.strip()) for line in text.splitlines())
    return {match[1]: Recalled(match[1], match[2], tuple(match[3].split())) for match in matches if match}


@dataclass(frozen=True, slots=True)
class Voice:
    """One answer, and what may be shown of it."""

    answer: Answer
    permission: Permission

    @property
    def id(self) -> str:
        """Its id."""
        return self.answer.record.id

    def excerpts(self, theme: str) -> Iterator[Excerpt]:
        """Its excerpts that stand for a theme."""
        return (each for each in self.answer.record.excerpts if each.code == theme)


@dataclass(frozen=True, slots=True)
class Voices:
    """The answers of a pathway; none where its store is not at hand."""

    voices: Mapping[str, Voice] = field(default_factory=dict)
    recalled: Mapping[str, Recalled] = field(default_factory=dict)
    store: VoiceStore | None = None
    day: date | None = None
    """The day by which they are judged."""
    notices: Mapping[str, str] = field(default_factory=dict)
    """The text of each notice, by its id."""
    samples: VoiceStore | None = None
    """The project's samples, which `store` does not hold."""
    sample_ids: Set[str] = frozenset()
    """Ids of the samples, those that were taken back included."""
    shows_samples: bool = False

    @property
    def answers(self) -> dict[str, Answer]:
        """Every answer that was read, samples included, whatever may be shown of it."""
        return {
            **(self.samples.answers if self.samples else {}),
            **(self.store.answers if self.store else {}),
        }

    def of_call(self, call: str) -> list[Voice]:
        """The answers to a call that may be counted."""
        return [each for each in self.voices.values() if each.answer.record.call == call and each.permission.counted]

    def of_theme(self, theme: str) -> list[Voice]:
        """The answers that may be counted and have an excerpt that stands for a theme."""
        return [each for each in self.voices.values() if each.permission.counted and any(each.excerpts(theme))]

    def stances(self, theme: str) -> dict[Stance, int]:
        """How many answers support, qualify or disagree with the statement of a theme."""
        found = dict.fromkeys(Stance, 0)
        for voice in self.of_theme(theme):
            for stance in {excerpt.stance for excerpt in voice.excerpts(theme)}:
                found[stance] += 1
        return found


def store_of(project: Path, catalogue: Catalogue) -> Path | None:
    """The folder of the store, from the environment or the settings; None where neither names one.

    Raises:
        StoreError: it is inside the project or its repository, or it is no folder.
    """
    named = os.environ.get(VARIABLE, catalogue.pathway.voices_store)
    if not named:
        return None
    store = (project / Path(named).expanduser()).resolve()
    around = [project.resolve(), *(parent for parent in project.resolve().parents if (parent / ".git").exists())]
    if any(store == each or each in store.parents for each in around):
        raise StoreError(f"The voice store {store} is inside the project. Move it out, so that it never gets into git.")
    if not store.is_dir():
        raise StoreError(f"There is no voice store at {store}. Make this folder, or name another.")
    return store


def store_fault(project: Path, catalogue: Catalogue) -> str:
    """Why the store that is named cannot be used; empty where it can, or where none is named."""
    try:
        root = store_of(project, catalogue)
        for _ in root.iterdir() if root else ():
            break
    except (StoreError, OSError) as error:
        return str(error)
    return ""


def collect(
    project: Path, catalogue: Catalogue, today: date, *, samples: bool = False, with_store: bool = True
) -> Voices:
    """The answers of a pathway, judged on a day.

    Args:
        project: its folder.
        catalogue: its catalogue.
        today: the day (UTC).
        samples: whether samples may be shown: in a preview.
        with_store: whether the store is read.

    Raises:
        StoreError: the store cannot be used.
        OSError: it cannot be read.
    """
    root = store_of(project, catalogue) if with_store else None
    store = read_store(root) if root is not None else None
    made_up, recalled, ids = _samples(project), dict(read_recalled(project)), frozenset[str]()
    if made_up is not None:
        earlier = read_recalled(made_up.root)
        recalled |= earlier if samples else {}
        ids = frozenset((*made_up.answers, *earlier))
    voices = Voices({}, recalled, store, today, notices_of(project), made_up, ids, samples)
    return replace(voices, voices=_judged(voices, catalogue, today, samples=samples))


def _samples(project: Path) -> VoiceStore | None:
    """The samples of a project; None where it has none. What is not marked as one is a problem, and is not read."""
    folder = project / SAMPLES
    if not folder.is_dir():
        return None
    found = read_store(folder)
    real = [id_ for id_, answer in found.answers.items() if not answer.record.sample]
    problems = [StoreProblem(f"{id_}/{RECORD}", 0, _NOT_A_SAMPLE) for id_ in real]
    answers = {id_: answer for id_, answer in found.answers.items() if id_ not in real}
    return VoiceStore(folder, answers, (*found.problems, *problems))


_NOT_A_SAMPLE = (
    "It is not marked `sample: true`. Move it to the voice store: git would keep it for good. If it was committed, "
    "take it out of the history."
)


def _judged(voices: Voices, catalogue: Catalogue, today: date, *, samples: bool) -> dict[str, Voice]:
    """The answers to the pathway's calls, with what may be shown of each on a day."""
    notices = {id_: notice_hash(text) for id_, text in voices.notices.items()}
    calls = {call.id: call for call in catalogue.calls}
    codes = {former: theme.id for theme in catalogue.themes for former in (theme.id, *theme.formerly)}
    found: dict[str, Voice] = {}
    for id_, answer in voices.answers.items():
        call = calls.get(answer.record.call)
        if call is not None and id_ not in voices.recalled:
            conditions = Conditions(notices, frozenset(call.shown_as), samples=samples)
            found[id_] = Voice(_with_sound_excerpts(answer, codes), _permission(answer, today, conditions))
    found = {id_: _without_whole(each) for id_, each in found.items()}
    for call in catalogue.calls:
        own = [each for each in found.values() if each.answer.record.call == call.id]
        if sum(each.permission.counted for each in own) >= call.quorum:
            conditions = Conditions(notices, frozenset(call.shown_as), has_quorum=True, samples=samples)
            spoken = Counter(each.answer.record.language for each in own if each.permission.counted)
            for each in own:
                permission = _permission(each.answer, today, conditions)
                is_one_of_many = spoken[each.answer.record.language] >= call.quorum
                found[each.id] = replace(each, permission=replace(permission, language=is_one_of_many))
    return found


def _without_whole(voice: Voice) -> Voice:
    """The answer without an excerpt that is all of it, where its giver allows pieces only."""
    if not voice.permission.is_pieces:
        return voice
    record = voice.answer.record
    pieces = tuple(each for each in record.excerpts if not voice.answer.is_all(each))
    return replace(voice, answer=replace(voice.answer, record=record.model_copy(update={"excerpts": pieces})))


def _with_sound_excerpts(answer: Answer, codes: Mapping[str, str]) -> Answer:
    """The answer with those excerpts that are in its words and stand for a theme, under the theme's present id."""
    excerpts = tuple(
        excerpt.model_copy(update={"code": codes[excerpt.code]})
        for excerpt in answer.record.excerpts
        if excerpt.code in codes and answer.holds(excerpt) and excerpt.is_short
    )
    return replace(answer, record=answer.record.model_copy(update={"excerpts": excerpts}))


def _permission(answer: Answer, today: date, conditions: Conditions) -> Permission:
    return permitted(
        answer.record,
        today,
        conditions,
        has_contact_details=bool(answer.contacts),
        is_intact=answer.is_intact,
        has_transcript=any(runs(answer.words)),
        has_captions=not answer.caption_faults,
    )


def shown_before(project: Path, catalogue: Catalogue, answer: Answer, today: date) -> Permission:
    """What was shown of an answer until it was taken back, but for a kind of work."""
    call = next((call for call in catalogue.calls if call.id == answer.record.call), None)
    if call is None:
        return Permission()
    earlier = replace(answer, record=before_withdrawal(answer.record))
    return _permission(earlier, today, Conditions(notice_hashes(project), frozenset(call.shown_as)))


def notices_of(project: Path) -> dict[str, str]:
    """The text of each notice `notices/CALL/NUMBER.md`, by its id; those that are no text are passed over."""
    found = {}
    for path in sorted((project / _NOTICES).glob("*/*.md")):
        if path.is_file() and path.stat().st_size < 100_000:
            with suppress(UnicodeDecodeError):
                found[f"{path.parent.name}/{path.stem}"] = path.read_text(encoding="utf-8")
    return found


def notice_hash(text: str) -> str:
    """SHA-256 of a notice, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def notice_hashes(project: Path) -> dict[str, str]:
    """SHA-256 of each notice, by its id."""
    return {id_: notice_hash(text) for id_, text in notices_of(project).items()}
