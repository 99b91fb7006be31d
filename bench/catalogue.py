"""A made-up catalogue of any size: modules of twenty steps, every resource with all the usual facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import yaml

__all__ = ["Size", "write_catalogue"]

STEPS = 20
TASK_EVERY = 10  # so that two steps of each module are tasks
PER_SECTION = 5
MODULES_IN_A_FILE = 5
THEMES = ("trust", "power", "purpose", "systems", "learning", "conflict", "governance", "co-production")
TYPES = ("article", "report", "journal-article", "blog", "video", "audio", "toolkit", "chapter")
LEVELS = ("starter", "intermediate", "advanced")
TEXT = (
    "partners who share a purpose often find that trust grows from small promises kept in the open while boards ask "
    "for plans and residents ask for change so the people between them learn to listen first name what is at stake "
    "and try the next step together before anyone knows whether it will work"
)
WORDS = TEXT.split()


@dataclass(frozen=True)
class Size:
    """How large a catalogue is. Each resource has a record page, each module a page of twenty steps."""

    resources: int
    modules: int


def write_catalogue(project: Path, size: Size) -> None:
    """Write `resources.yaml`, and files of a few modules each, into the folder `project`."""
    resources = [resource(number) for number in range(size.resources)]
    files = project / "resources"
    files.mkdir(parents=True)
    taken = cycle(resources)
    tasks = [[task(number, index) for index in range(STEPS // TASK_EVERY)] for number in range(size.modules)]
    modules = [module(number, list(islice(taken, STEPS - len(own))), own) for number, own in enumerate(tasks)]
    parts = zip(share(resources, size.modules), tasks, modules, strict=True)
    for first in range(0, size.modules, MODULES_IN_A_FILE):
        some = list(islice(parts, MODULES_IN_A_FILE))
        content = {
            "resources": [entry for works, _, _ in some for entry in works],
            "tasks": [entry for _, own, _ in some for entry in own],
            "modules": [entry for _, _, entry in some],
        }
        dump(files / f"from-module-{first:05}.yaml", {key: value for key, value in content.items() if value})
    dump(project / "resources.yaml", settings(size))


def settings(size: Size) -> dict[str, object]:
    names = [f"module-{number:05}" for number in range(size.modules)]
    routes = [
        {"id": f"route-{start // 5:05}", "title": f"Route {start // 5 + 1}", "modules": names[start : start + 5]}
        for start in range(0, len(names), 5)
    ]
    return {
        "pathway": {"title": "A made-up pathway", "repository": "https://example.org/pathway", "modules": names},
        "themes": [{"id": name, "title": name.capitalize(), "summary": prose(len(name), 20)} for name in THEMES],
        "routes": routes,
    }


def resource(number: int) -> dict[str, object]:
    kind = TYPES[number % len(TYPES)]
    length = {"video": "minutes", "audio": "minutes", "article": "word_count", "blog": "word_count"}
    return {
        "id": f"resource-{number:05}",
        "type": kind,
        "title": f"{prose(number, 6)} {number}",
        "authors": [
            {"family": f"Name{number % 997}", "given": "A."},
            {"family": f"Other{number % 991}", "given": "B."},
        ],
        "publisher": f"Publisher {number % 89}",
        "published": f"{1995 + number % 30}",
        "url": f"https://host-{number % 400}.example.org/works/{number}",
        "access": ("free", "paywalled", "sign-in")[number % 3],
        "level": LEVELS[number % len(LEVELS)],
        "themes": [THEMES[number % len(THEMES)], THEMES[number // 3 % len(THEMES)]][: 1 + number % 2],
        length.get(kind, "page_count"): 5 + number % 60 if kind in {"video", "audio"} else 300 + number % 4000,
        "captions": "edited",
        "summary": prose(number + 3, 45),
        "why": prose(number + 7, 25),
        "language": "en",
        "added": "2024-05-01",
    } | ({} if kind == "video" else {"captions": None})


def module(
    number: int, resources: Sequence[dict[str, object]], tasks: Sequence[dict[str, object]]
) -> dict[str, object]:
    steps = list(interleave(resources, tasks))
    sections = [
        {
            "id": f"part-{start // PER_SECTION + 1}",
            "title": f"Part {start // PER_SECTION + 1}",
            "steps": steps[start:][:5],
        }
        for start in range(0, len(steps), PER_SECTION)
    ]
    return {
        "id": f"module-{number:05}",
        "title": f"{prose(number, 4)} {number}",
        "summary": prose(number + 1, 30),
        "outcomes": [prose(number + offset, 10) for offset in range(3)],
        "themes": [THEMES[number % len(THEMES)]],
        "sections": sections,
    }


def interleave(
    resources: Sequence[dict[str, object]], tasks: Sequence[dict[str, object]]
) -> Iterator[dict[str, object]]:
    verbs = {"video": "watch", "audio": "listen"}
    waiting = iter(tasks)
    for index, found in enumerate(resources, start=1):
        yield {verbs.get(str(found["type"]), "read"): found["id"], "introduction": prose(index, 15)}
        if index % (TASK_EVERY - 1) == 0:
            yield {"task": next(waiting)["id"]}


def task(module: int, index: int) -> dict[str, object]:
    return {
        "id": f"task-{module:05}-{index}",
        "prompt": f"{prose(module + index, 25)}?",
        "mode": "pairs",
        "minutes": 10,
    }


def share(resources: Sequence[dict[str, object]], parts: int) -> list[list[dict[str, object]]]:
    """The resources in as many files as there are modules."""
    size = -(-len(resources) // parts)
    return [list(resources[start * size : (start + 1) * size]) for start in range(parts)]


def prose(seed: int, length: int) -> str:
    words = islice(cycle(WORDS), seed * 7 % len(WORDS), seed * 7 % len(WORDS) + length)
    return " ".join(words).capitalize()


def dump(path: Path, content: dict[str, object]) -> None:
    clean = without_nothing(content)
    path.write_text(yaml.dump(clean, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True), encoding="utf-8")


def without_nothing(value: object) -> object:
    """The same, without keys that have no value."""
    if isinstance(value, dict):
        return {key: without_nothing(part) for key, part in value.items() if part is not None}
    return [without_nothing(part) for part in value] if isinstance(value, list) else value
