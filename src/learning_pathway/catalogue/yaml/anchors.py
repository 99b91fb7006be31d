"""A YAML text that is changed by splices, values by their paths, and the values that anchors share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum

import yaml

from .document import FileProblem, Path, without_control_characters
from .loader import load
from .scalars import Bare
from .splices import Holder, Splice, apply_splices, replace_value
from .tree import Data, EditError, Node, NodeKind, Tree, parse

__all__ = [
    "Shared",
    "SharedError",
    "SplicedText",
    "before_removal",
    "insert_values",
    "put_value",
    "shown_path",
    "value_at",
]


def shown_path(path: Path) -> str:
    """A path as messages show it."""
    return "/".join(map(str, path))


def value_at(data: Data, path: Path) -> Data:
    """The value at a path.

    Raises:
        EditError: there is none.
    """
    for step in path:
        try:
            data = data[step]
        except (LookupError, TypeError) as error:
            raise EditError(f"there is no `{shown_path(path)}`") from error
    return data


def put_value(data: Data, path: Path, value: Data) -> None:
    """Set the value at a path; mappings that are missing or empty around it are made.

    Raises:
        EditError: there is no place for it.
    """
    parent, key = value_at(data, path[:-1]), path[-1]
    if parent is None:
        put_value(data, path[:-1], {key: value})
    elif isinstance(parent, dict):
        parent[str(key)] = value
    elif isinstance(parent, list) and isinstance(key, int) and 0 <= key < len(parent):
        parent[key] = value
    else:
        raise EditError(f"there is no place for `{shown_path(path)}`")


def insert_values(data: Data, path: Path, values: Sequence[Data]) -> None:
    """Put values into a list, the first of them at the path; a list that is missing or empty is made.

    Raises:
        EditError: there is no place for them.
    """
    place, parent = path[-1], value_at(data, path[:-2])
    current = parent.get(path[-2]) if isinstance(parent, dict) else value_at(data, path[:-1])
    if not isinstance(current, list | None) or not isinstance(place, int) or not 0 <= place <= len(current or []):
        raise EditError(f"there is no place for `{shown_path(path)}`")
    kept = current or []
    put_value(data, path[:-1], [*kept[:place], *values, *kept[place:]])


def before_removal(target: Path, source: Path) -> Path:
    """A path that is counted without the item at `source`, counted with it."""
    depth = len(source) - 1
    if target[:depth] != source[:depth] or len(target) <= depth:
        return target
    place, removed = target[depth], source[depth]
    if isinstance(place, int) and isinstance(removed, int) and place >= removed:
        return (*target[:depth], place + 1, *target[depth + 1 :])
    return target


_BOM = "\ufeff"


class Shared(StrEnum):
    """What to do about a value that an anchor (`&name`) shares with other places."""

    ASK = "ask"
    """Refuse with `SharedError`."""
    EVERYWHERE = "everywhere"
    """Change it in every place."""
    HERE = "here"
    """Change it in this place; the others keep what they have."""


class SharedError(EditError):
    """The value is shared with other places, and no one said whether these change too."""


class SplicedText:
    """The text of one file with its tree and data, which change together or not at all."""

    def __init__(self, file: str, text: str) -> None:
        """Parse a text.

        Args:
            file: its name, for messages.
            text: as it is in the file, byte-order mark included.

        Raises:
            EditError: it cannot be read.
        """
        self._file = file
        self._bom = _BOM if text.startswith(_BOM) else ""
        self._text = text.removeprefix(_BOM)
        try:
            loaded = load(file, self._text)
        except FileProblem as problem:
            raise self._unreadable(problem) from None
        if loaded.document is None:
            raise self._unreadable(loaded.problems[0])
        with self.undone_on_error():
            self._parse()

    @property
    def text(self) -> str:
        """The text as it is now."""
        return self._bom + self._text

    @property
    def data(self) -> Data:
        """Its values as they are typed; a key without a value is None."""
        return self._data

    def _unreadable(self, problem: FileProblem) -> EditError:
        return EditError(
            f"{self._file} cannot be read. Line {problem.position.line}: {problem.message} Run `pathway check`"
        )

    def _parse(self) -> None:
        try:
            self.tree: Tree = parse(without_control_characters(self._text))
        except yaml.YAMLError as error:
            raise EditError(f"the file could not be read: {getattr(error, 'problem', None) or error}") from error
        self._data: Data = self.tree.data()

    @contextmanager
    def undone_on_error(self) -> Iterator[None]:
        """Take everything inside the block back if it fails, and name the file in the message."""
        before = {name: getattr(self, name, None) for name in ("_text", "tree", "_data")}
        try:
            yield
        except EditError as error:
            for name, value in before.items():
                setattr(self, name, value)
            raise error if self._file in str(error) else type(error)(f"{self._file}, {error}") from error

    def commit(self, splices: Sequence[Splice], expected: Data) -> None:
        """Make splices, and compare the data with what it should be. Anchors that are used no longer go.

        Raises:
            EditError: it differs, or the text cannot be read any more.
        """
        used = self.tree.aliases
        self._text = apply_splices(self._text, splices)
        self._parse()
        unused = [node for name, node in self.tree.anchors.items() if name in used and name not in self.tree.aliases]
        if unused:
            self._text = apply_splices(self._text, [without_anchor(self.tree, node) for node in unused])
            self._parse()
        if self._data != expected:
            raise EditError("something else would change as well; change it by hand")

    def holder(self, path: Path) -> Holder | None:
        """What holds the value at a path; None where there is no such value."""
        node, holder = self.tree.root, None
        for step in path:
            node = self.tree.target(node) if node is not None else None
            if node is None:
                return None
            if node.kind is NodeKind.SEQUENCE:
                place = step if isinstance(step, int) and 0 <= step < len(node.items) else None
            else:
                names = [self.tree.target(key).value for key, _ in node.pairs]
                place = names.index(step) if isinstance(step, str) and step in names else None
            if place is None:
                return None
            holder = Holder(node, place)
            node = holder.value
        return holder

    def holder_at(self, path: Path, kind: NodeKind | None = None) -> Holder:
        """What holds the value at a path, a list or a mapping as `kind` says.

        Raises:
            EditError: there is no such value.
        """
        holder = self.holder(path)
        if holder is None or kind not in (None, holder.collection.kind):
            raise EditError(f"there is no `{shown_path(path)}`")
        return holder

    def settle(self, path: Path, shared: Shared) -> None:
        """Make sure that values on the way to a path may change, by writing shared ones out where only one may."""
        while shared is not Shared.EVERYWHERE:
            holders = (self.holder(path[:length]) for length in range(1, len(path) + 1))
            found = next((each for each in holders if each is not None and self.tree.is_shared(each.value)), None)
            if found is None:
                return
            self.separate(found.value, shared)

    def groups(self, wanted: Mapping[Path, Data], shared: Shared) -> dict[Path, list[Path]]:
        """For each wanted path with a shared value: the paths of all places that change with it, the anchor's first."""
        while True:
            holders = {path: self.holder(path) for path in wanted}
            nodes = {id(holder.value): path for path, holder in holders.items() if holder is not None}
            places = {id(node): path for path, node in self.tree.paths()}
            groups: dict[Path, list[Path]] = {}
            partial: Node | None = None
            for path, holder in holders.items():
                if holder is None or not self.tree.is_shared(holder.value):
                    continue
                sharers = self.tree.sharers(holder.value)
                if any(id(node) not in places for node in sharers):
                    raise EditError(f"line {self.tree.line(holder.value.begin)}: an alias is a key here")
                if shared is Shared.EVERYWHERE or all(
                    wanted.get(nodes.get(id(node), ())) == wanted[path] for node in sharers
                ):
                    groups[path] = [places[id(node)] for node in sharers]
                else:
                    partial = holder.value
            if partial is None:
                return groups
            self.separate(partial, shared)

    def separate(self, node: Node, shared: Shared) -> None:
        """Write a shared value out, so that it can change in one place."""
        tree = self.tree
        anchor, *aliases = tree.sharers(node)
        if shared is not Shared.HERE:
            used = " and ".join(str(tree.line(alias.begin)) for alias in aliases)
            raise SharedError(
                f"line {tree.line(node.begin)}: this value is shared: `&{anchor.anchor}` in line "
                f"{tree.line(anchor.begin)} is used in line {used}. Say whether it changes everywhere or only here"
            )
        alias = node if node.kind is NodeKind.ALIAS else aliases[0]
        path = next((path for path, each in tree.paths() if each is alias), None)
        if path is None:
            raise EditError(f"line {tree.line(alias.begin)}: an alias is a key here; write it out")
        value, holder = value_at(self._data, path), self.holder_at(path)
        if anchor.kind is NodeKind.SCALAR and not anchor.style and isinstance(value, str) and "\n" not in value:
            value = Bare(value)  # as it is at the anchor
        if node is alias:
            self.commit(replace_value(tree, holder, value), self._data)
        else:
            splices = replace_value(tree, holder, value, str(anchor.anchor))
            self.commit([*splices, without_anchor(tree, anchor)], self._data)

    def used_outside(self, holder: Holder) -> Node | None:
        """A node inside a value that is used outside it."""
        inside = {id(node) for node in holder.value.inside()}
        for node in holder.value.inside():
            if node.anchor and any(id(alias) not in inside for alias in self.tree.aliases.get(node.anchor, ())):
                return node
        return None


def without_anchor(tree: Tree, node: Node) -> Splice:
    """The splice that deletes the anchor of a node."""
    text = tree.text
    start = text.index(f"&{node.anchor}", node.begin)
    end = start + len(node.anchor or "") + 1
    blanks = len(text[end:]) - len(text[end:].lstrip(" \t"))
    if text[end + blanks : end + blanks + 1] in ("\r", "\n", ""):
        return Splice(len(text[:start].rstrip(" \t")), end, "")
    return Splice(start, end + blanks, "")
