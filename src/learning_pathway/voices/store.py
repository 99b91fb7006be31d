"""Read the voice store: a private folder outside the repository, with one folder for each answer."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from ..catalogue.yaml.document import Document, FileProblem
from ..catalogue.yaml.loader import load
from .media import LARGEST, MEDIA_NAMES, mp4_fault
from .model import CHECKED, Excerpt, Kind, VoiceRecord
from .words import (
    ContactDetail,
    CueFault,
    caption_faults,
    contact_details,
    find_exact,
    plain_captions,
    spoken_words,
    words_of,
)

__all__ = [
    "RECORD",
    "Answer",
    "StoreProblem",
    "VoiceStore",
    "file_hash",
    "plain_data",
    "published_files",
    "read_store",
]

RECORD = "voice.yaml"
_MAXIMUM_RECORD = 64 * 1024
_MAXIMUM_WORDS = 256 * 1024
_MOST_ANSWERS = 10_000
_WORDS_ENDS = (".txt", ".vtt")


@dataclass(frozen=True, slots=True, order=True)
class StoreProblem:
    """Something to fix in the store. It never repeats words of an answer."""

    file: str
    """Path below the store, with forward slashes."""
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its record, its words and what was found wrong with its files."""

    record: VoiceRecord
    folder: Path
    words: str = ""
    """The text, or what is said in a recording; empty where there is no transcript."""
    problems: tuple[StoreProblem, ...] = ()
    contacts: tuple[ContactDetail, ...] = ()
    caption_faults: tuple[CueFault, ...] = ()
    """What keeps its captions from being shown with a film."""
    captions: str = ""
    """Its captions as they may be published: times and words. Empty where there are none, or they have faults."""

    @property
    def is_intact(self) -> bool:
        """Whether each file is there, and is the one that was received."""
        return not self.problems

    @property
    def texts(self) -> tuple[str, ...]:
        """Its words, and our translations of some of them: what must not be found where nothing permits it."""
        translations = (text for excerpt in self.record.excerpts for text in excerpt.translations.values())
        return (self.words, *translations)

    @property
    def words_file(self) -> str:
        """Name of the file that holds the words; empty where there is none."""
        return _words_file(self.record)

    @property
    def media_file(self) -> str:
        """Name of the recording; empty where there is none."""
        name = MEDIA_NAMES.get(self.record.kind, "")
        return name if any(file.name == name for file in self.record.files) else ""

    def is_all(self, excerpt: Excerpt) -> bool:
        """Whether an excerpt is the whole answer."""
        return len(words_of(excerpt.exact)) >= len(words_of(self.words))

    def holds(self, excerpt: Excerpt) -> bool:
        """Whether the words of an excerpt are in the answer as it is now, at one place."""
        around = (excerpt.prefix, excerpt.exact, excerpt.suffix)
        return find_exact(self.words, excerpt.exact) is not None or find_exact(self.words, *around) is not None


@dataclass(frozen=True, slots=True)
class VoiceStore:
    """All answers of a store, by id, and the problems of those that could not be read."""

    root: Path
    answers: Mapping[str, Answer] = field(default_factory=dict)
    problems: tuple[StoreProblem, ...] = ()


def read_store(root: Path) -> VoiceStore:
    """Read a store. What cannot be read becomes a problem, and permits nothing.

    Raises:
        OSError: the folder cannot be listed.
    """
    answers: dict[str, Answer] = {}
    problems: list[StoreProblem] = []
    folders = sorted(path for path in root.iterdir() if path.name.startswith("v-"))
    for folder in folders[:_MOST_ANSWERS]:
        try:
            answer = _read_answer(folder)
        except _UnreadableError as error:
            problems.append(error.problem)
            continue
        answers[answer.record.id] = answer
        problems.extend(answer.problems)
    if len(folders) > _MOST_ANSWERS:
        problems.append(StoreProblem(".", 0, f"There are more than {_MOST_ANSWERS:,} answers; the rest is not read."))
    return VoiceStore(root, answers, tuple(problems))


class _UnreadableError(Exception):
    """A record that cannot be read."""

    def __init__(self, problem: StoreProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _read_answer(folder: Path) -> Answer:
    name = f"{folder.name}/{RECORD}"
    data, document = _read_record(folder / RECORD, name)
    try:
        record = VoiceRecord.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        line = document.at_value(details["loc"]).line
        where = ".".join(str(part) for part in details["loc"])
        raise _UnreadableError(StoreProblem(name, line, _sentence(where, details["type"], details["msg"]))) from None
    if record.id != folder.name:
        raise _UnreadableError(StoreProblem(name, 1, f"The id is {record.id}, and the folder has another name."))
    problems = (*_file_problems(record, folder), *_contact_problems(record))
    text = _words_text(record, folder)
    if not _words_file(record).endswith(".vtt"):
        return Answer(record, folder, text, problems, tuple(contact_details(text)))
    words, faults = spoken_words(text), tuple(caption_faults(text, record.seconds))
    captions = "" if faults else plain_captions(text)
    return Answer(record, folder, words, problems, tuple(contact_details(words)), faults, captions)


def _sentence(where: str, kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return f"There is no field {where}."
    if kind == "missing":
        return f"{where} is missing."
    if kind in {"model_type", "model_attributes_type"}:
        example = f", such as `{CHECKED.format(day='2027-02-10')}`" if where == "checked" else ""
        return f"{where or 'The record'} needs its fields{example}."
    return f"{where or 'The record'}: {message.removeprefix('Value error, ')}."


def _read_record(path: Path, name: str) -> tuple[dict[str, Any], Document]:
    """The data of a record file, and the document that knows its lines."""
    text = _text(path, name, _MAXIMUM_RECORD)
    try:
        return plain_data(name, text)
    except FileProblem as problem:
        raise _UnreadableError(StoreProblem(name, problem.position.line, problem.message)) from None
    except ValueError as error:
        raise _UnreadableError(StoreProblem(name, 0, f"It is not plain YAML: {error}.")) from None


def plain_data(name: str, text: str) -> tuple[dict[str, Any], Document]:
    """Read YAML without aliases, anchors or tags: nothing that can grow or call anything.

    Raises:
        FileProblem: it is not such YAML.
        ValueError: it has an alias, an anchor or a tag.
    """
    loaded = load(name, text)
    if loaded.problems:
        raise loaded.problems[0]
    if loaded.document is None:
        raise ValueError("it cannot be read")
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        is_alias = isinstance(event, yaml.AliasEvent)
        if is_alias or getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise ValueError("it has an alias, an anchor or a tag")
    return loaded.document.data, loaded.document


def _text(path: Path, name: str, limit: int) -> str:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise _UnreadableError(StoreProblem(name, 0, "It is a link or a folder, where a file belongs."))
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError:
        raise _UnreadableError(StoreProblem(name, 0, "It is missing, or cannot be opened.")) from None
    if len(data) > limit:
        raise _UnreadableError(StoreProblem(name, 0, f"It is larger than {limit // 1024} kB, which is the limit."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _UnreadableError(StoreProblem(name, 0, "It is not written in UTF-8.")) from None


def _contact_problems(record: VoiceRecord) -> Iterator[StoreProblem]:
    """Names and translations that hold contact details: they would be shown with the words."""
    for place, consent in enumerate(record.consent, start=1):
        for found in contact_details(consent.shown_as.text or ""):
            message = f"The name of person {place} holds {found.what}: take it out, or nothing of the answer is shown."
            yield StoreProblem(f"{record.id}/{RECORD}", 0, message)
    for excerpt in record.excerpts:
        for language, text in excerpt.translations.items():
            for found in contact_details(text):
                message = f"The translation of excerpt {excerpt.n} ({language}) holds {found.what}: take it out."
                yield StoreProblem(f"{record.id}/{RECORD}", 0, message)


def _file_problems(record: VoiceRecord, folder: Path) -> Iterator[StoreProblem]:
    """Files that are missing, too large or not the ones that were received, and files that no one named."""
    if record.kind is Kind.TEXT and not _words_file(record):
        yield StoreProblem(f"{folder.name}/{RECORD}", 0, "A written answer has no `.txt` file under `files`.")
    if record.kind is not Kind.TEXT and len([file for file in record.files if file.name.endswith(_WORDS_ENDS)]) > 1:
        message = "It has two transcripts. Keep the one with the times, and take the other from `files` and the folder."
        yield StoreProblem(f"{folder.name}/{RECORD}", 0, message)
    for file in record.files:
        name = f"{folder.name}/{file.name}"
        if not file.name.endswith(_WORDS_ENDS) and file.name != MEDIA_NAMES.get(record.kind):
            yield StoreProblem(name, 0, "It is not what `pathway voices receive` makes: file the recording with that.")
        try:
            status = (folder / file.name).lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
                yield StoreProblem(name, 0, "It is a link or a folder, or too large.")
            elif file.sha256 is not None and (now := file_hash(folder / file.name)) != file.sha256.removeprefix(
                "sha256:"
            ):
                remedy = f" If you changed it, write `sha256: {now}` for it in {RECORD}."
                message = "It is not the file that was received, so nothing of the answer is shown."
                yield StoreProblem(name, 0, message + (remedy if file.name.endswith(_WORDS_ENDS) else ""))
            elif file.name == MEDIA_NAMES.get(record.kind) and (fault := mp4_fault(folder / file.name)):
                yield StoreProblem(name, 0, f"It {fault}. File the recording with `pathway voices receive`.")
        except OSError:
            yield StoreProblem(name, 0, "It is missing, or cannot be opened.")


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits. Raises `OSError` where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def published_files(answer: Answer) -> dict[str, bytes]:
    """The recording of an answer and its captions, as they are published where that is permitted, by SHA-256."""
    if not answer.media_file:
        return {}
    try:
        media = (answer.folder / answer.media_file).read_bytes()
    except OSError:
        return {}
    captions = answer.captions.encode() if answer.record.kind is Kind.VIDEO else b""
    return {hashlib.sha256(content).hexdigest(): content for content in (media, captions) if content}


def _words_file(record: VoiceRecord) -> str:
    names = [file.name for file in record.files]
    return next((name for end in _WORDS_ENDS for name in names if name.endswith(end)), "")


def _words_text(record: VoiceRecord, folder: Path) -> str:
    """The text of the file that holds the words."""
    name = _words_file(record)
    if not name:
        return ""
    try:
        return _text(folder / name, f"{folder.name}/{name}", _MAXIMUM_WORDS).replace("\r\n", "\n")
    except _UnreadableError:
        return ""
