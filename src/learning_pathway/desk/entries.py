"""The entries of a catalogue as they are written now, drafts included: the text that each takes up, and its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path as FilePath

from ..catalogue.did_you_mean import as_id
from ..catalogue.files import find
from ..catalogue.raw import INNER, LISTS, RawCatalogue, RawEntry
from ..catalogue.types import EntryKind, Verb
from ..catalogue.yaml.document import Document, FileProblem, Path, PathIndex, Position
from ..catalogue.yaml.edit import Editor
from ..catalogue.yaml.layout import span_of
from ..catalogue.yaml.loader import LoadedFiles, load
from ..catalogue.yaml.patch import text_before
from ..catalogue.yaml.tree import EditError
from ..site.document import address
from ..site.published import FOLDERS

__all__ = [
    "CHILDREN",
    "KINDS",
    "Entries",
    "Owners",
    "address_of",
    "entry_title",
    "free_id",
    "key_of",
    "read_entries",
    "text_of_entry",
    "version_of",
]

#: The kinds with a list of their own, in the order in which an editor meets them, and the name of that list.
KINDS: Mapping[EntryKind, str] = {
    EntryKind.RESOURCE: "Resources",
    EntryKind.TASK: "Tasks",
    EntryKind.MODULE: "Modules",
    EntryKind.ROUTE: "Routes",
    EntryKind.THEME: "Themes",
    EntryKind.TIP_LIST: "Tips",
    EntryKind.CALL: "Calls",
}
#: What an entry holds further entries in: the key, their kind, and what a form calls them.
CHILDREN: Mapping[EntryKind, tuple[str, EntryKind, str]] = {
    kind: (key, inner, key.capitalize()) for kind, (key, inner) in INNER.items()
}
#: Characters of a title in a list.
_LONGEST = 90
#: Where an entry's title is, the best first.
_TITLES = ("title", "supplied_title", "prompt", "question", "text", "id")


class Entries:
    """The entries of one state of the files."""

    def __init__(self, texts: Mapping[str, str], documents: list[Document], broken: list[str]) -> None:
        """Take the text of each file, those that could be parsed, and the names of those that could not."""
        self.texts, self.broken = texts, tuple(broken)
        self._trees: dict[str, Editor] = {}
        self._found: dict[tuple[EntryKind, str], RawEntry] = {}
        for document in documents:
            top = RawEntry(EntryKind.PATHWAY, document, (), document.data)
            settings = document.data.get("pathway")
            if isinstance(settings, dict):
                entry = RawEntry(EntryKind.PATHWAY, document, ("pathway",), settings)
                self._found.setdefault((EntryKind.PATHWAY, "pathway"), entry)
            for name, kind in LISTS.items():
                for path, data in top.mappings(name):
                    self._add(RawEntry(kind, document, path, data))
        self.titles: dict[EntryKind, dict[str, str]] = {}
        for kind, key in self._found:
            entry = self._found[kind, key]
            self.titles.setdefault(kind, {})[key] = entry_title(entry)

    def _add(self, entry: RawEntry) -> None:
        key = key_of(entry)
        if key:
            self._found.setdefault((entry.kind, key), entry)
        for child in entry.children():
            self._add(child)

    def get(self, kind: EntryKind, key: str) -> RawEntry | None:
        """The entry of a kind with this key; None where there is none."""
        return self._found.get((kind, key))

    def of_kind(self, kind: EntryKind) -> Iterator[tuple[str, RawEntry]]:
        """The entries of a kind with their keys, as they are written."""
        return ((key, entry) for (found, key), entry in self._found.items() if found is kind)

    def tree(self, file: str) -> Editor:
        """A file to look at: where its entries begin and end."""
        if file not in self._trees:
            self._trees[file] = Editor(file, self.texts[file])
        return self._trees[file]

    def title(self, kind: EntryKind, key: str) -> str:
        """The title of an entry; its key where there is no such entry."""
        return self.titles.get(kind, {}).get(key, key)

    def name(self, entry: RawEntry) -> str:
        """How lists and headings name an entry; a step by what it leads to."""
        if entry.kind is not EntryKind.STEP:
            return entry_title(entry)
        verb = next((verb for verb in Verb if entry.text(verb.value)), None)
        target = entry.text(verb.value) if verb else None
        if verb is None or target is None:
            return "A step without anything to do"
        kind = EntryKind.TASK if verb is Verb.TASK else EntryKind.RESOURCE
        return f"{verb.value.capitalize()}: {self.title(kind, target)}"


class Owners:
    """Finds the entry that a place in a file is about."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Take the text of each file."""
        self._texts = texts
        self._indexes: dict[str, tuple[RawCatalogue, PathIndex] | None] = {}

    def at(self, file: str, line: int, column: int) -> tuple[RawEntry, Path] | None:
        """The entry at a place, and the path inside it; None where the file cannot be read."""
        if file not in self._indexes:
            document = load(file, self._texts.get(file, "").removeprefix("\ufeff")).document
            self._indexes[file] = (RawCatalogue((document,)), PathIndex(document)) if document is not None else None
        index = self._indexes[file]
        if index is None:
            return None
        raw, paths = index
        path = paths.path_at(Position(line, column))
        owner = raw.owner(raw.documents[0], path)
        return owner, path[len(owner.path) :]


def key_of(entry: RawEntry) -> str:
    """What the desk's addresses call an entry; a step by its section and its place there."""
    if entry.kind is EntryKind.STEP and entry.parent is not None:
        return f"{entry.parent.name}/{int(entry.path[-1]) + 1}"
    return "pathway" if entry.kind is EntryKind.PATHWAY else entry.key


def entry_title(entry: RawEntry) -> str:
    """The title of an entry, or the first words of its text."""
    if entry.kind is EntryKind.PATHWAY:
        return "Settings"
    title = " ".join(next((text for key in _TITLES if (text := entry.text(key))), "Without a name").split())
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1].rstrip()}…"


def free_id(wanted: str, entries: Entries, kind: EntryKind) -> str:
    """An id made of a title, with a number where another entry of its kind has it."""
    base = as_id(wanted) or kind.value
    taken = entries.titles.get(kind, {})
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def read_entries(root: FilePath, loaded: LoadedFiles) -> Entries:
    """Read all entries; files with the text that they had in `loaded` are not parsed again.

    Raises:
        FileProblem: there is no catalogue.
        OSError: a file cannot be read.
    """
    project_files = find(root)
    texts: dict[str, str] = {}
    documents: list[Document] = []
    broken: list[str] = []
    for path in project_files.files:
        name = project_files.name(path)
        try:
            text = text_before(path) or ""
            known = loaded.get(name)
            file = known[1] if known and known[0] == text else load(name, text.removeprefix("\ufeff"))
        except (EditError, FileProblem):
            broken.append(name)
            continue
        texts[name] = text
        loaded[name] = text, file
        if file.document is None:
            broken.append(name)
        else:
            documents.append(file.document)
    return Entries(texts, documents, broken)


def text_of_entry(entries: Entries, entry: RawEntry) -> str:
    """The lines of an entry, with the comments that belong to it.

    Raises:
        EditError: they cannot be told for sure.
    """
    editor = entries.tree(entry.document.file)
    holder = editor.holder_at(entry.path)
    span = span_of(editor.tree.text, holder.collection, holder.place)
    return editor.tree.text[span.start : span.end] if span.is_whole else editor.tree.text[span.start : holder.value.end]


def version_of(text: str) -> str:
    """What tells one state of an entry's text from another."""
    return sha256(text.encode()).hexdigest()[:24]


#: Where kinds without pages of their own are listed.
_LISTED = {EntryKind.TIP_LIST: "tips/", EntryKind.CALL: "calls/", EntryKind.TIP: "tips/", EntryKind.TIP_SOURCE: "tips/"}


def address_of(entry: RawEntry) -> str:
    """The address, relative to the site, of the page that shows an entry; empty for the first page."""
    around = entry
    while around.parent is not None:
        around = around.parent
    folder = FOLDERS.get(around.kind.value)
    if folder is None or not around.id:
        return _LISTED.get(around.kind, "")
    anchor = f"#{entry.id}" if entry.kind is EntryKind.SECTION and entry.id else ""
    return address(f"{folder}/{around.id}.md") + anchor
