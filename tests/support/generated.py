"""Catalogues of any size, the same each time, for tests and for the bench."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

__all__ = ["STEPS_PER_MODULE", "write_catalogue"]

STEPS_PER_MODULE = 20
TYPES = (
    *("article", "blog", "report", "journal-article", "conference-paper", "chapter"),
    *("book", "toolkit", "course", "video", "audio", "web-page"),
)
VERBS = {"video": "watch", "audio": "listen"}
THEMES = (
    "trust",
    "power",
    "systems",
    "conflict",
    "facilitation",
    "evaluation",
    "learning",
    "openness",
    "place",
    "care",
)
LEVELS = ("starter", "intermediate", "advanced")
FAMILIES = ("Abara", "Bevan", "Chowdhury", "Duncan", "Evans", "Farrell", "Gill", "Hughes", "Iqbal", "Jones", "Kaur")
TOPICS = (
    *("Working across boundaries", "Leading without authority", "Learning together", "Sharing power"),
    *("Holding difficult conversations", "Measuring what matters", "Building trust", "Deciding as a group"),
)
SENTENCES = (
    "The authors follow three partnerships through two years and describe what held them together.",
    "It sets out a way of asking questions that helps people with different duties to hear each other.",
    "A short account of what a team tried, what went wrong first, and what they would do again.",
    "Readers get a plain map of the terms, so that they can tell similar ideas apart.",
    "The second half turns to practice, with how to begin, whom to invite, and when to stop.",
)


def write_catalogue(folder: Path, resources: int) -> Path:
    """Write a healthy catalogue of so many resources, with modules of 20 steps, as `folder/resources.yaml`."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "resources.yaml"
    modules = max(1, resources // STEPS_PER_MODULE)
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(_settings())
        out.write("resources:\n")
        out.writelines(_resource(number) for number in range(resources))
        out.write("tasks:\n")
        out.writelines(_task(number) for number in range(modules))
        out.write("modules:\n")
        for number in range(modules):
            out.writelines(_module(number, resources))
        out.write("routes:\n")
        for number in range(max(1, modules // 10)):
            chosen = ", ".join(f"module-{each}" for each in range(number * 10, min(number * 10 + 10, modules)))
            out.write(f"  - id: route-{number}\n    title: Route {number}\n    audience: Anyone in a hurry\n")
            out.write(f"    summary: Ten modules in one go.\n    modules: [{chosen}]\n")
    return file


def _settings() -> Iterator[str]:
    yield "pathway:\n  title: A generated pathway\n  summary: Entries made by a program, to measure with.\n"
    yield "  language: en-GB\nthemes:\n"
    for theme in THEMES:
        yield f"  - {{id: {theme}, title: {theme.title()}, summary: What belongs to {theme}.}}\n"


def _resource(number: int) -> str:
    type_ = TYPES[number % len(TYPES)]
    family, other = FAMILIES[number % len(FAMILIES)], FAMILIES[(number * 7 + 3) % len(FAMILIES)]
    first, second = THEMES[number % len(THEMES)], THEMES[(number // 10 + 1 + number) % len(THEMES)]
    themes = first if first == second else f"{first}, {second}"
    lines = [
        f"  - id: resource-{number}",
        f"    type: {type_}",
        f'    title: "{TOPICS[number % len(TOPICS)]}: part {number}"',
        f"    authors: [{{family: {family}, given: A. B.}}, {{family: {other}, given: C.}}]",
        f"    publisher: Publisher {number % 97}",
        f"    published: {1990 + number % 34}-{number % 12 + 1:02d}",
        f"    accessed: 2024-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        "    language: en",
        f"    url: https://host-{number % 50}.example.org/works/{number}/",
        f"    access: {'free' if number % 3 else 'sign-in'}",
        f"    level: {LEVELS[number % 3]}",
        f"    themes: [{themes}]",
        f"    summary: {SENTENCES[number % 5]} {SENTENCES[(number + 2) % 5]} It is entry {number} of the collection.",
        f"    why: {SENTENCES[(number + 1) % 5]}",
        f"    added: 2024-{number % 12 + 1:02d}-01",
    ]
    if type_ in ("video", "audio"):
        lines.append(f"    minutes: {number % 55 + 3}")
    elif number % 4:
        lines.append(f"    page_count: {number % 80 + 2}")
    if type_ == "video":
        lines.append("    captions: edited")
    if type_ == "journal-article":
        lines += [
            "    container: Journal of Shared Work",
            f"    volume: {number % 40 + 1}",
            f"    doi: 10.5555/{number}",
        ]
    return "\n".join(lines) + "\n"


def _task(number: int) -> str:
    return (
        f"  - id: task-{number}\n    prompt: Whom do you work with in area {number}, and what would they say of it?\n"
        f"    mode: alone\n    minutes: {number % 20 + 5}\n"
    )


def _module(number: int, resources: int) -> Iterator[str]:
    yield f"  - id: module-{number}\n    title: {TOPICS[number % len(TOPICS)]} {number}\n"
    yield f"    summary: {SENTENCES[number % 5]}\n    outcomes: [Name three habits of a good partner]\n"
    if number % 10:
        yield f"    prerequisites: [module-{number - 1}]\n"
    yield "    sections:\n"
    for section in ("theory", "practice"):
        yield f"      - id: {section}\n        title: {section.title()}\n        steps:\n"
        for place in range(STEPS_PER_MODULE // 2):
            if section == "practice" and place == STEPS_PER_MODULE // 2 - 1:
                yield f"          - task: task-{number}\n"
                continue
            # The last resource of each twenty is met only in the library, as some are in a real catalogue.
            which = (number * STEPS_PER_MODULE + place + (10 if section == "practice" else 0)) % resources
            verb = VERBS.get(TYPES[which % len(TYPES)], "read")
            words = f"Look for what part {which} says about pace."
            yield f"          - {{{verb}: resource-{which}, introduction: {words}}}\n"
