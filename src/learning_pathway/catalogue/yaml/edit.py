"""Change a YAML text in place: every other byte stays as it is.

Each operation replaces a few characters, parses the new text and compares its data with the data that should be. Where
they differ, nothing is changed and the message says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from .anchors import Shared, SharedError, SplicedText, before_removal, insert_values, put_value, shown_path, value_at
from .document import Path
from .layout import WrittenItem, as_data, has_comment, span_of
from .splices import Holder, ListForm, Splice, add_items, add_key, delete_part, empty_collection, new_top, replace_value
from .tree import Data, EditError, Node, NodeKind

__all__ = ["Editor", "Shared", "SharedError"]


class Editor(SplicedText):
    """The text of one file, and operations on it by paths into its data."""

    def set(self, path: Path, value: Any, *, order: Sequence[str] = (), shared: Shared = Shared.ASK) -> None:
        """Give the key or item at `path` a value: a text, number, date, list or mapping.

        Args:
            path: where; its last key need not exist.
            value: the new value, written in the style of the old one.
            order: keys of the mapping in their usual order, by which a new one finds its place.
            shared: what to do where other places share the value.

        Raises:
            EditError: it cannot be done for sure; nothing is changed.
        """
        self.set_all({path: value}, order=order, shared=shared)

    def set_all(self, changes: Mapping[Path, Any], *, order: Sequence[str] = (), shared: Shared = Shared.ASK) -> None:
        """Make several changes like `set`, all or none. What all places that share a value get is written once.

        Raises:
            EditError: it cannot be done for sure; nothing is changed.
        """
        wanted = {path: as_data(value) for path, value in changes.items()}
        with self.undone_on_error():
            for path in wanted:
                self.settle(path[:-1], shared)
            groups = self.groups(wanted, shared)
            expected, splices = deepcopy(self._data), list[Splice]()
            for path, value in wanted.items():
                for place in groups.get(path, (path,)):
                    put_value(expected, place, value)
                if path not in groups:
                    splices += self._to_set(path, value, order)
                elif path == min(other for other in groups if groups[other] == groups[path]):
                    splices += replace_value(self.tree, self.holder_at(groups[path][0]), value)
            self.commit(splices, expected)

    def unset(self, path: Path, *, shared: Shared = Shared.ASK) -> None:
        """Delete a key from its mapping, with the comments that belong to it.

        Raises:
            EditError: it cannot be done for sure; nothing is changed.
        """
        self._take_out(path, NodeKind.MAPPING, shared)

    def remove(self, path: Path, *, shared: Shared = Shared.ASK) -> None:
        """Delete an item from its list, with the comments that belong to it.

        Raises:
            EditError: it cannot be done for sure; nothing is changed.
        """
        self._take_out(path, NodeKind.SEQUENCE, shared)

    def insert(
        self,
        path: Path,
        *values: Any,
        gap: int = 0,
        brackets: bool = True,
        order: Sequence[str] = (),
        shared: Shared = Shared.ASK,
    ) -> None:
        """Put new items into a list, the first of them at `path`.

        Args:
            path: the list and a place in it; a key that is missing or empty becomes a list.
            values: the items.
            gap: blank lines between items, where the list does not show a habit of its own.
            brackets: whether items may be written inside brackets, as `{read: a}`.
            order: keys around a new list in their usual order.
            shared: what to do where other places share the list.

        Raises:
            EditError: it cannot be done for sure; nothing is changed.
        """
        form = ListForm(gap, brackets)
        with self.undone_on_error():
            self.settle(path[:-1], shared)
            for place, items in _batches(path, [as_data(value) for value in values], gap, self.holder(path[:-1])):
                expected = deepcopy(self._data)
                insert_values(expected, place, items)
                self.commit(self._to_insert(place, items, order, form), expected)

    def move(self, source: Path, target: Path, *, shared: Shared = Shared.ASK) -> None:
        """Move an item to a place in the same or another list, with the comments that belong to it.

        Args:
            source: the item.
            target: its new place, counted without the item itself.
            shared: what to do where other places share one of the lists.

        Raises:
            EditError: it cannot be done for sure; nothing is changed.
        """
        with self.undone_on_error():
            self.settle(source[:-1], shared)
            before = before_removal(target, source)
            self.settle(before[:-1], shared)
            holder = self.holder_at(source, NodeKind.SEQUENCE)
            expected = deepcopy(self._data)
            value = value_at(expected, source[:-1]).pop(source[-1])
            insert_values(expected, target, [value])
            if before[:-1] == source[:-1] and target[-1] == source[-1]:
                return
            splices = self._to_insert(before, [self._excerpt(holder, value)])
            self.commit([*splices, *self._to_cut(holder, source)], expected)

    def excerpt(self, path: Path) -> Data:
        """An item as it is written, with the comments that belong to it, for `insert_written`.

        Raises:
            EditError: it has comments inside brackets, which would be lost.
        """
        return self._excerpt(self.holder_at(path, NodeKind.SEQUENCE), deepcopy(value_at(self._data, path)))

    def take(self, path: Path) -> Data:
        """Delete an item, and return it as it is written, for `insert_written`; what it shares with others stays there.

        Raises:
            EditError: it cannot be done for sure; nothing is changed.
        """
        with self.undone_on_error():
            self.settle(path[:-1], Shared.HERE)
            while (node := self._shared_inside(path)) is not None:
                self.separate(node, Shared.HERE)
            item = self.excerpt(path)
            self._take_out(path, NodeKind.SEQUENCE, Shared.HERE)
            return item

    def _shared_inside(self, path: Path) -> Node | None:
        """A node inside an item that is an alias of one outside it, or is used outside it."""
        holder = self.holder_at(path, NodeKind.SEQUENCE)
        inside = list(holder.value.inside())
        known = {id(node) for node in inside}
        aliases = (node for node in inside if node.kind is NodeKind.ALIAS and id(self.tree.target(node)) not in known)
        return next(aliases, None) or self.used_outside(holder)

    def insert_written(self, path: Path, item: Data) -> None:
        """Put an item of another file, as `excerpt` gives it, into a list at `path`, and into no other that it shares.

        Raises:
            EditError: it cannot be done for sure; nothing is changed.
        """
        with self.undone_on_error():
            self.settle(path[:-1], Shared.HERE)
            expected = deepcopy(self._data)
            insert_values(expected, path, [item.value if isinstance(item, WrittenItem) else item])
            self.commit(self._to_insert(path, [item]), expected)

    def rename(self, entry: Path, new: str, references: Iterable[Path] = (), *, order: Sequence[str] = ()) -> None:
        """Give an entry another id: the old one is kept under `formerly`, and references follow.

        Args:
            entry: the mapping with the `id`.
            new: the new id.
            references: texts elsewhere in the file that mention the old id.
            order: the entry's keys in their usual order; without it, `formerly` follows `id`.

        Raises:
            EditError: it cannot be done for sure; nothing is changed.
        """
        with self.undone_on_error():
            old, former = value_at(self._data, (*entry, "id")), value_at(self._data, entry).get("formerly") or []
            self.set_all(dict.fromkeys(((*entry, "id"), *references), new), shared=Shared.HERE)
            place = (*entry, "formerly", len(former))
            self.insert(place, old, order=order or ("id", "formerly"), shared=Shared.HERE)

    def _to_set(self, path: Path, value: Data, order: Sequence[str]) -> list[Splice]:
        holder = self.holder(path)
        if holder is not None:
            same = value_at(self._data, path) == value
            return [] if same else replace_value(self.tree, holder, value)
        parent, key = self.holder(path[:-1]), path[-1]
        node = self.tree.target(parent.value) if parent is not None else self.tree.root
        if not isinstance(key, str) or (parent is None and len(path) > 1):
            raise EditError(f"there is no place for `{shown_path(path)}`")
        if parent is None and (node is None or node.is_nothing):
            return [new_top(self.tree, key, value)]
        if parent is not None and node is not None and not node.pairs and (node.is_nothing or node.is_collection):
            return replace_value(self.tree, parent, {key: value})
        if node is None or node.kind is not NodeKind.MAPPING:
            raise EditError(f"there is no place for `{shown_path(path)}`")
        return [add_key(self.tree, node, key, value, order)]

    def _to_insert(
        self, path: Path, items: Sequence[Data], order: Sequence[str] = (), form: ListForm | None = None
    ) -> list[Splice]:
        holder, place = self.holder(path[:-1]), path[-1]
        node = self.tree.target(holder.value) if holder is not None else None
        around = holder.collection if holder is not None else self.tree.root
        if form is not None and not form.brackets and around is not None and around.flow:
            raise EditError(
                f"line {self.tree.line(around.start)}: this is written in brackets; put each key in a line of its own"
            )
        if node is None or not node.items:
            return self._to_set(path[:-1], list(items), order)
        assert isinstance(place, int), "the data has been changed at this place already"  # noqa: S101
        return [add_items(self.tree, node, place, items, form or ListForm())]

    def _to_cut(self, holder: Holder, path: Path) -> list[Splice]:
        collection = holder.collection
        is_only = len(collection.items or collection.pairs) == 1
        if is_only and not collection.flow and len(path) > 1:
            return empty_collection(self.tree, self.holder_at(path[:-1]))
        return delete_part(self.tree, holder, path)

    def _take_out(self, path: Path, kind: NodeKind, shared: Shared) -> None:
        with self.undone_on_error():
            self.settle(path[:-1], shared)
            while (node := self.used_outside(self.holder_at(path, kind))) is not None:
                self.separate(node, Shared.HERE if shared is Shared.HERE else Shared.ASK)
            expected = deepcopy(self._data)
            del value_at(expected, path[:-1])[path[-1]]
            self.commit(self._to_cut(self.holder_at(path), path), expected)

    def _excerpt(self, holder: Holder, value: Data) -> Data:
        """An item as it is written, to be put elsewhere; its value alone where it is inside brackets."""
        text, node = self.tree.text, holder.value
        span = span_of(text, holder.collection, holder.place) if not holder.collection.flow else None
        if span is None or not span.is_whole:
            if has_comment(text, node):
                raise EditError(f"line {self.tree.line(node.begin)}: there are comments in it, which would be lost")
            return value
        around = text[span.start : span.head] + text[node.end : span.end]
        commented = "#" in around or has_comment(text, node)
        return WrittenItem.of(text[span.start : span.end], span.column, value, has_comments=commented)


def _batches(path: Path, items: list[Data], gap: int, holder: Holder | None) -> list[tuple[Path, list[Data]]]:
    """Items to insert, by path; the first one alone where only the others can have a gap before them."""
    place = path[-1]
    if gap and len(items) > 1 and isinstance(place, int) and (holder is None or not holder.value.items):
        return [(path, items[:1]), ((*path[:-1], place + 1), items[1:])]
    return [(path, items)]
