"""Imports each file of the blind sets (see `blind/README.md`) into an empty project, and compares what came of it.

`python -m imports.blindimports`, from the folder `tests`, prints the score and every point that was missed; with names
of files, for these only.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from imports.projects import DAY, project, sound
from learning_pathway.catalogue.yaml.tree import EditError
from learning_pathway.editing.project import Change
from learning_pathway.formats.text import FileError
from learning_pathway.imports import make_plan, read_file
from learning_pathway.imports.add import NEW_FILE, file_for
from learning_pathway.imports.plan import write_plan
from learning_pathway.imports.report import report

FOLDERS = tuple(Path(__file__).with_name(name) for name in ("blind", *(f"blind{number}" for number in range(2, 12))))

Entry = dict[str, Any]


@dataclass(frozen=True)
class Point:
    """One thing that had to come out, or had to stay away."""

    right: bool
    what: str
    kind: str


def read_expected() -> dict[Path, dict[str, Any]]:
    """What each file of the sets must give."""
    return {
        folder / name: expected
        for folder in FOLDERS
        for name, expected in yaml.load((folder / "expected.yaml").read_text("utf-8"), yaml.CBaseLoader).items()
    }


def imported(file: Path) -> tuple[list[Entry], str]:
    """The entries that an import of the file writes, and its report."""
    with TemporaryDirectory() as folder:
        root = project(Path(folder))
        try:
            plan = make_plan(read_file(file, None), sound(root), DAY)
            patch = plan.patch(root, file_for(NEW_FILE))
            if patch is not None:
                write_plan(root, Change(("Import.",), (patch,)))
        except (EditError, FileError, OSError) as error:
            return [], f"Nothing could be done: {error}"
        sound(root)
        written = yaml.load((root / NEW_FILE).read_text("utf-8"), yaml.CBaseLoader) if patch is not None else {}
        return written.get("resources", []), report(plan)


def plain(value: Any) -> Any:
    """A value as `expected.yaml` writes it: people as `Family, Given`."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        if "organisation" in value:
            return value["organisation"]
        return ", ".join(value[part] for part in ("family", "given") if part in value)
    return value.strip() if isinstance(value, str) else value


def holds(wanted: Any, found: Any) -> bool:
    if isinstance(wanted, dict) and "either" in wanted:
        return any(holds(one, found) for one in wanted["either"])
    if isinstance(wanted, dict):
        return found is not None and all(words in found for words in wanted["contains"])
    if isinstance(wanted, list) and isinstance(found, list):
        return len(wanted) == len(found) and all(map(holds, wanted, found))
    return bool(wanted == found)


def pairs(wanted: list[Entry], found: list[Entry]) -> list[tuple[Entry, Entry]]:
    """Each wanted entry with the one found that is most like it."""
    likeness = {
        (place, other): sum(holds(value, plain(entry.get(field))) for field, value in want.items())
        for place, want in enumerate(wanted)
        for other, entry in enumerate(found)
    }
    matched: dict[int, int] = {}
    for place, other in sorted(likeness, key=lambda pair: (-likeness[pair], pair)):
        if likeness[place, other] and place not in matched and other not in matched.values():
            matched[place] = other
    return [(want, found[matched[place]] if place in matched else {}) for place, want in enumerate(wanted)]


def forbidden(forbid: dict[str, Any], found: list[Entry]) -> Iterator[Point]:
    for field, words in forbid.items():
        held = [
            str(plain(value))
            for entry in found
            for name, value in entry.items()
            if (name != "note" if field == "anywhere" else name == field)
        ]
        for word in [words] if isinstance(words, str) else words:
            bad = [value for value in held if word in ("*", value) or word in value]
            yield Point(not bad, f"forbidden, {field}: {word!r} in {bad}", "forbidden")


def judged(expected: dict[str, Any], found: list[Entry], said: str) -> Iterator[Point]:
    wanted = expected["want"]
    yield Point(len(found) == len(wanted), f"entries: {len(found)} in place of {len(wanted)}", "entries")
    for want, entry in pairs(wanted, found):
        for field, value in want.items():
            got = plain(entry.get(field))
            title = want["title"] if isinstance(want["title"], str) else next(iter(want["title"].values()))[0]
            yield Point(holds(value, got), f"{title[:40]} | {field}: {got!r} in place of {value!r}", "field")
    if found:
        yield from forbidden(expected.get("forbid", {}), found)
    else:  # what is not read forbids nothing, and reports nothing
        count = sum(1 if isinstance(words, str) else len(words) for words in expected.get("forbid", {}).values())
        yield from (Point(False, "not read: forbidden", "forbidden") for _ in range(count))
    for forms in expected.get("refused", ()):
        yield Point(any(form.casefold() in said.casefold() for form in forms), f"not said: {forms}", "reported")
    everything = f"{said}\n{found}".casefold()
    for forms in expected.get("reported", ()):
        yield Point(
            bool(found) and any(form.casefold() in everything for form in forms), f"not told of: {forms}", "reported"
        )


def judge(names: Iterable[str] = ()) -> dict[str, list[Point]]:
    chosen = frozenset(names)
    expected = {path: wanted for path, wanted in read_expected().items() if not chosen or path.name in chosen}
    return {path.name: list(judged(wanted, *imported(path))) for path, wanted in expected.items()}


def main() -> None:
    points = judge(sys.argv[1:])
    whole = sum(all(point.right for point in of_file) for of_file in points.values())
    print(f"Files wholly right: {whole} of {len(points)}")
    for kind in ("field", "entries", "forbidden", "reported"):
        these = [point for of_file in points.values() for point in of_file if point.kind == kind]
        print(f"{kind}: {sum(point.right for point in these)} of {len(these)}")
    for name, of_file in points.items():
        print(f"\n{name}: {sum(point.right for point in of_file)} of {len(of_file)}")
        for point in of_file:
            if not point.right:
                print(f"  - {point.what}")


if __name__ == "__main__":
    main()
