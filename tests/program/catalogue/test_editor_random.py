"""Random changes of messy and shipped catalogues: the data is what it should be, or nothing has changed."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from learning_pathway.catalogue.yaml.document import Path as DataPath
from learning_pathway.catalogue.yaml.edit import Editor, Shared
from learning_pathway.catalogue.yaml.loader import load
from learning_pathway.catalogue.yaml.tree import EditError
from messycatalogues import MESSY

pytestmark = pytest.mark.long

#: Changes to each file; `--full` makes forty times as many, and others each time.
SAMPLE = 30
AWKWARD = [
    "plain words", "a: b", "- x", "#1 in trust", "We are #1 in trust", "it's", 'say "hi"', "C:\\dir", "  lead",
    "trail  ", "a\nb", "a\n\nb", "a\n\n\nb\n", "x\n", "x\n\n", " x\n  y", "line \nnext", "\ttab", "a\tb", "null", "~",
    "true", "12", "1e3", "2024-05-03", "12:30", "[a, b]", "{a: b}", "a, b", "*x", "&x", "!x", "%x", "@x", "`x`", "? q",
    "key:", "|", "> q", "é 🏊 中文", "“r”", "long " * 40, "words here " * 20 + "\n\nand more " * 15, "a" * 200,
    "x # y", "'", '"', "''", "- ", "---", "...", "\u00a0nb", "a\u200bb", "a\x85b", "a\u2028b", "\ufeffz", "", "\n",
    "\n\n", " ", "1.\n  2.\n", "end:\n", "# h\n# i", '"quoted" start', "'s gravenhage", "a\\nb", "\x07bell", "\r",
    "a\r\nb",
]  # fmt: skip
VALUES = [
    ["a", "b # c"],
    [],
    {},
    {"k": "v\nw", "l": ["x", {"y": "z"}]},
    [{"read": "x", "introduction": "y: z"}],
    [["q"]],
]
OPERATIONS = ("text", "text", "text", "text", "value", "new key", "key out", "item out", "new item", "move", "move")


def places(data: Any, path: DataPath = ()) -> Iterator[tuple[DataPath, Any]]:
    """Every value with its path."""
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    yield path, data
    for key, value in parts:
        yield from places(value, (*path, key))


def at(data: Any, path: DataPath) -> Any:
    for step in path:
        data = data[step]
    return data


def random_change(chance: random.Random, editor: Editor, expected: Any, operation: str, shared: Shared) -> None:
    """Change `expected` and the editor in the same way."""
    every = list(places(editor.data))
    lists = [path for path, value in every if isinstance(value, list) and value]
    text = (
        chance.choice(AWKWARD) + chance.choice(["", "", " ", "\n", ": "]) + chance.choice(["", chance.choice(AWKWARD)])
    )
    if operation in ("text", "value"):
        kinds = (str, type(None)) if operation == "text" else (str, list, dict)
        path = chance.choice([path for path, value in every if path and isinstance(value, kinds)])
        value = text if operation == "text" else chance.choice(VALUES)
        at(expected, path[:-1])[path[-1]] = json.loads(json.dumps(value))
        editor.set(path, value, shared=shared)
    elif operation == "new key":
        path = (*chance.choice([path for path, value in every if isinstance(value, dict)]), "zzz")
        value = chance.choice([text, *VALUES])
        at(expected, path[:-1])["zzz"] = json.loads(json.dumps(value))
        editor.set(path, value, order=chance.choice([(), ("id", "zzz", "title")]), shared=shared)
    elif operation == "key out":
        path = chance.choice([path for path, _ in every if path and isinstance(path[-1], str)])
        del at(expected, path[:-1])[path[-1]]
        editor.unset(path, shared=shared)
    elif operation == "item out":
        path = chance.choice([path for path, _ in every if path and isinstance(path[-1], int)])
        del at(expected, path[:-1])[path[-1]]
        editor.remove(path, shared=shared)
    elif operation == "new item":
        path = chance.choice(lists)
        place, value = chance.randrange(len(at(editor.data, path)) + 1), chance.choice([text, *VALUES])
        at(expected, path).insert(place, json.loads(json.dumps(value)))
        editor.insert((*path, place), value, shared=shared)
    else:
        source = chance.choice(lists)
        number = chance.randrange(len(at(editor.data, source)))
        item = at(expected, source).pop(number)
        targets = [path for path, value in places(expected) if isinstance(value, list) and path[-1] == source[-1]]
        target = chance.choice(targets)
        place = chance.randrange(len(at(expected, target)) + 1)
        at(expected, target).insert(place, item)
        editor.move((*source, number), (*target, place), shared=shared)


def written(data: Any) -> Any:
    """Data as the catalogue reads it: without keys that have no value."""
    if isinstance(data, dict):
        return {key: written(value) for key, value in data.items() if value is not None}
    return [written(value) for value in data] if isinstance(data, list) else data


def test_no_random_change_gives_a_wrong_file(pathway: Path, full: bool) -> None:
    chance = random.Random(None if full else 20)
    shipped = [pathway / "resources.yaml", *sorted((pathway / "resources").glob("*.yaml"))]
    texts = {**MESSY, **{path.name: path.read_bytes().decode() for path in shipped}}
    outcomes, reasons = Counter[str](), Counter[str]()
    for name, text in texts.items():
        for _ in range(SAMPLE * 40 if full else SAMPLE):
            editor = Editor(name, text)
            expected = json.loads(json.dumps(editor.data))
            operation, shared = chance.choice(OPERATIONS), chance.choice([Shared.ASK, Shared.HERE])
            state = chance.getstate()
            try:
                random_change(chance, editor, expected, operation, shared)
            except EditError as error:
                assert editor.text == text
                outcomes["refused"] += 1
                reasons[str(error).partition(": ")[2][:40] or str(error)] += 1
                continue
            outcomes["made"] += 1
            document = load(name, editor.text.removeprefix("\ufeff")).document
            assert document is not None, (name, operation, shared, state[1][-1])
            assert written(document.data) == written(expected), (name, operation, shared)
            assert editor.text.startswith("\ufeff") == text.startswith("\ufeff")
            assert editor.text.endswith("\n") == text.endswith("\n")
            ends = editor.text.replace("\r\n", "") if "\r\n" in text else editor.text
            assert "\r" not in ends
            assert "\r\n" not in text or "\n" not in ends
    print(dict(outcomes), dict(reasons))
    assert outcomes["refused"] < 0.03 * outcomes["made"], reasons
