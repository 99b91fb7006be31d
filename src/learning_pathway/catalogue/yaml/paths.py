"""Values in data by their paths."""

from __future__ import annotations

from collections.abc import Sequence

from .document import Path
from .patch import EditError
from .tree import Data

__all__ = ["before_removal", "insert_values", "put_value", "shown_path", "value_at"]


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
