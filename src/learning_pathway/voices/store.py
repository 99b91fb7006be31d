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
from .model import Kind, VoiceRecord
from .transcript import spoken_words
from .words import ContactDetail, contact_details

__all__ = ["RECORD", "Answer", "StoreProblem", "VoiceStore", "file_hash", "plain_data", "read_store"]

RECORD = "voice.yaml"
_MAXIMUM_RECORD = 64 * 1024
_MAXIMUM_WORDS = 256 * 1024
_MAXIMUM_MEDIA = 60_000_000
_MOST_ANSWERS = 10_000


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

    @property
    def is_intact(self) -> bool:
        """Whether each file is there, and is the one that was received."""
        return not self.problems

    @property
    def words_file(self) -> str:
        """Name of the file that holds the words; empty where there is none."""
        return _words_file(self.record)


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
    problems = tuple(_file_problems(record, folder))
    words = _words(record, folder)
    return Answer(record, folder, words, problems, tuple(contact_details(words)))


def _sentence(where: str, kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return f"There is no field {where}."
    if kind == "missing":
        return f"{where} is missing."
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


def _file_problems(record: VoiceRecord, folder: Path) -> Iterator[StoreProblem]:
    """Files that are missing, too large or not the ones that were received, and files that no one named."""
    if record.kind is Kind.TEXT and not _words_file(record):
        yield StoreProblem(f"{folder.name}/{RECORD}", 0, "A written answer has no `.txt` file under `files`.")
    for file in record.files:
        name = f"{folder.name}/{file.name}"
        try:
            status = (folder / file.name).lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > _MAXIMUM_MEDIA:
                yield StoreProblem(name, 0, "It is a link or a folder, or too large.")
            elif file.sha256 is not None and file_hash(folder / file.name) != file.sha256.removeprefix("sha256:"):
                yield StoreProblem(name, 0, "It is not the file that was received: its SHA-256 is another.")
        except OSError:
            yield StoreProblem(name, 0, "It is missing, or cannot be opened.")


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits. Raises `OSError` where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _words_file(record: VoiceRecord) -> str:
    names = [file.name for file in record.files]
    return next((name for end in (".txt", ".vtt") for name in names if name.endswith(end)), "")


def _words(record: VoiceRecord, folder: Path) -> str:
    name = _words_file(record)
    if not name:
        return ""
    try:
        text = _text(folder / name, f"{folder.name}/{name}", _MAXIMUM_WORDS)
    except _UnreadableError:
        return ""
    return spoken_words(text) if name.endswith(".vtt") else text.replace("\r\n", "\n")
