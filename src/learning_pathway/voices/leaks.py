"""Find words, names and media in a finished site or package that no permission allows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path, PurePosixPath

from .contents import MAXIMUM, UnreadableError, packed, text_of, variants
from .model import Shown
from .permission import Permission
from .store import Answer, file_hash, published_files
from .withdrawal import Fingerprints, digest
from .words import runs, runs_of, words_of

__all__ = ["AllowedPlace", "Leak", "Watch", "find_leaks", "watch"]

_DEEPEST = 5
#: A long text is searched in pieces, each with the end of the one before it.
_PIECE, _OVERLAP = 4_000_000, 4_000
#: Text between tags of these elements is no text of the page.
_HIDDEN = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


class AllowedPlace(Enum):
    """Where something may appear."""

    NOWHERE = "nowhere"
    """Search, feeds, API, metadata: files that readers and programs keep."""
    PAGE = "page"
    """Any page of the site."""
    VOICE_PAGE = "voice page"
    """The page of the answer itself."""
    DOWNLOAD = "download"
    """Packages, books and Word files."""


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """Something that must not be there. It names the answer, and never repeats its words."""

    file: str
    id: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.what} of {self.id}"


@dataclass(frozen=True)
class Watch:
    """What to look for."""

    runs: Mapping[tuple[str, ...], list[tuple[str, frozenset[AllowedPlace]]]]
    """Each run of words: whose it is, and where it may appear."""
    names: Mapping[tuple[str, ...], list[tuple[str, frozenset[AllowedPlace]]]]
    files: Mapping[str, tuple[str, frozenset[AllowedPlace]]]
    """SHA-256 of each file: whose it is, and where it may appear."""
    recalled: tuple[Fingerprints, ...] = ()

    @cached_property
    def recalled_runs(self) -> Mapping[bytes, Mapping[str, Sequence[str]]]:
        """Whose each salted hash of a run is, of the answers that were taken back, by salt."""
        found: dict[bytes, dict[str, list[str]]] = {}
        for each in self.recalled:
            for hashed in each.runs:
                found.setdefault(each.salt, {}).setdefault(hashed, []).append(each.id)
        return found


@dataclass(slots=True)
class _Search:
    """One search through a site: what it has found."""

    watch: Watch
    leaks: set[Leak] = field(default_factory=set)
    harmless: set[int] = field(default_factory=set)
    """Hashes of runs that are in no answer: headers, footers and cards come on page after page."""

    def add(self, file: str, id_: str, what: str) -> None:
        self.leaks.add(Leak(file, id_, what))


def watch(
    answers: Iterable[tuple[Answer, Permission]],
    recalled: Iterable[Fingerprints] = (),
    known_names: Iterable[str] = (),
) -> Watch:
    """What to look for, from all answers and what is permitted of each.

    Args:
        answers: every answer of the store, permitted or not.
        recalled: the fingerprints of those that were taken back.
        known_names: names that the pathway shows anyway, such as those of creators.
    """
    found_runs: dict[tuple[str, ...], list[tuple[str, frozenset[AllowedPlace]]]] = {}
    names: dict[tuple[str, ...], list[tuple[str, frozenset[AllowedPlace]]]] = {}
    files: dict[str, tuple[str, frozenset[AllowedPlace]]] = {}
    public = {tuple(words_of(name)) for name in known_names}
    for answer, permission in answers:
        record = answer.record
        quoted = {run for excerpt in record.excerpts for run in runs(excerpt.exact)} if permission.quote else set()
        translated = _places(permission) if permission.translate else frozenset[AllowedPlace]()
        for run in dict.fromkeys(run for text in answer.texts[1:] for run in runs(text)):
            found_runs.setdefault(run, []).append((record.id, translated))
        for run in dict.fromkeys(runs(answer.words)):
            places: set[AllowedPlace] = {AllowedPlace.VOICE_PAGE} if permission.whole or run in quoted else set()
            if run in quoted:
                places |= _places(permission)
            found_runs.setdefault(run, []).append((record.id, frozenset(places)))
        for consent in record.consent:
            words = tuple(words_of(consent.shown_as.text or ""))
            if consent.shown_as.mode is Shown.NAME and len(words) > 1 and words not in public:
                is_shown = bool(permission.name) and (consent.shown_as.text or "") in permission.name
                allowed = {AllowedPlace.PAGE, AllowedPlace.VOICE_PAGE} if is_shown else set()
                names.setdefault(words, []).append((record.id, frozenset(allowed)))
        files |= _files_of(answer, permission)
    return Watch(found_runs, names, files, tuple(recalled))


def _files_of(answer: Answer, permission: Permission) -> Iterator[tuple[str, tuple[str, frozenset[AllowedPlace]]]]:
    """SHA-256 of each file of an answer, and where it may be: its recording and captions beside its page, if at all."""
    record, nowhere = answer.record, frozenset[AllowedPlace]()
    for file in record.files:
        for hashed in (file.as_received, file.sha256):
            if hashed:
                yield hashed.removeprefix("sha256:"), (record.id, nowhere)
    for name in (file.name for file in record.files if file.name != answer.media_file):
        with suppress(OSError):
            yield file_hash(answer.folder / name), (record.id, nowhere)
    for hashed in published_files(answer):
        yield hashed, (record.id, frozenset({AllowedPlace.VOICE_PAGE}) if permission.media else nowhere)


def _places(permission: Permission) -> frozenset[AllowedPlace]:
    """Where an excerpt may appear."""
    if not permission.quote:
        return frozenset()
    return frozenset(
        {AllowedPlace.PAGE, AllowedPlace.VOICE_PAGE, *([AllowedPlace.DOWNLOAD] if permission.take_away else [])}
    )


def find_leaks(paths: Iterable[Path], watched: Watch) -> list[Leak]:
    """What must not be in a folder or file, sorted.

    Raises:
        OSError: a path cannot be read.
    """
    search = _Search(watched)
    for path in paths:
        files = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        for file in files:
            name = file.relative_to(path).as_posix() if file != path else file.name
            _search_text(name, name, frozenset({AllowedPlace.NOWHERE}), search)
            if file.stat().st_size > MAXIMUM:
                search.add(name, "an answer", "it is too large to be searched for words")
            else:
                _search_file(name, file.read_bytes(), search, 0, is_site=path.is_dir())
    return sorted(search.leaks)


def _search_file(name: str, data: bytes, search: _Search, depth: int, *, is_site: bool) -> None:
    hashed = hashlib.sha256(data).hexdigest()
    found = search.watch.files.get(hashed)
    if found is not None and not (is_site and depth == 0 and _own_page(name, *found)):
        search.add(name, found[0], "a file")
    for each in search.watch.recalled:
        if hashed in each.files:
            search.add(name, each.id, "a file")
    try:
        inside = packed(name, data) if depth <= _DEEPEST else None
        if depth > _DEEPEST:
            search.add(name, "an answer", "it is packed too deeply to be searched for words")
        elif inside is not None:
            for inner, content in inside:
                _search_text(inner, inner, frozenset({AllowedPlace.NOWHERE}), search)
                _search_file(inner, content, search, depth + 1, is_site=is_site and inner == name)
        else:
            is_captions = found is not None and name.endswith(".vtt") and _own_page(name, *found)
            _search_words(name, data, search, is_site=is_site, is_captions=is_captions)
    except UnreadableError as error:
        search.add(name, "an answer", str(error))


def _search_words(name: str, data: bytes, search: _Search, *, is_site: bool, is_captions: bool) -> None:
    """Search a file for words; `is_captions`: it is an answer's captions beside its page, where they may be."""
    text = text_of(data)
    path = PurePosixPath(name.partition("!")[2] or name)
    if not is_site or data.startswith(b"%PDF-"):
        _search_text(name, text, frozenset({AllowedPlace.DOWNLOAD}), search)
    elif path.suffix in {".html", ".htm"}:
        body = _HIDDEN.sub(" ", text.partition("</head>")[2] or text)
        kept = {AllowedPlace.PAGE} | ({AllowedPlace.VOICE_PAGE} if "voices" in path.parts else set())
        _search_text(name, body, frozenset(kept), search)
        _search_text(name, _metadata(text), frozenset({AllowedPlace.NOWHERE}), search)
    elif not is_captions:
        _search_text(name, text, frozenset({AllowedPlace.NOWHERE}), search)


def _metadata(text: str) -> str:
    """What a page says to programs: its head, its scripts and the values of attributes."""
    head = text.partition("</head>")[0] if "</head>" in text else ""
    scripts = " ".join(match[0] for match in _HIDDEN.finditer(text))
    attributes = "\n".join(re.findall(r"""=\s*("[^"]*"|'[^']*')""", text))
    return f"{head}\n{scripts}\n{attributes}"


def _search_text(name: str, text: str, places: frozenset[AllowedPlace], search: _Search) -> None:
    """Look for runs in a text as it is and as programs read it: without tags, escapes and encodings."""
    for start in range(0, max(len(text), 1), _PIECE):
        piece = text[max(0, start - _OVERLAP) : start + _PIECE]
        for words in dict.fromkeys(tuple(words_of(variant)) for variant in variants(piece)):
            _search_runs(name, words, places, search)
            if search.watch.names:
                _search_names(name, words, places, search)


def _search_runs(name: str, words: tuple[str, ...], places: frozenset[AllowedPlace], search: _Search) -> None:
    for run in runs_of(words):
        hashed = hash(run)
        if hashed in search.harmless:
            continue
        found = search.watch.runs.get(run, ())
        for id_, allowed in found:
            if not allowed & places and not _own_page(name, id_, allowed):
                search.add(name, id_, "words")
        by_salt = search.watch.recalled_runs.items()
        recalled = [id_ for salt, ids in by_salt for id_ in ids.get(digest(salt, run), ())]
        for id_ in recalled:
            search.add(name, id_, "words")
        if not found and not recalled:
            search.harmless.add(hashed)


def _own_page(name: str, id_: str, allowed: frozenset[AllowedPlace]) -> bool:
    return AllowedPlace.VOICE_PAGE in allowed and f"voices/{id_}/" in name


def _search_names(name: str, words: tuple[str, ...], places: frozenset[AllowedPlace], search: _Search) -> None:
    firsts: dict[str, list[tuple[str, ...]]] = {}
    for each in search.watch.names:
        firsts.setdefault(each[0], []).append(each)
    for place, word in enumerate(words):
        for each in firsts.get(word, ()):
            if words[place : place + len(each)] == each:
                for id_, allowed in search.watch.names[each]:
                    if not allowed & places:
                        search.add(name, id_, "a name")
