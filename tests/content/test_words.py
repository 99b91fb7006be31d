"""The words of this pathway: how hard they are to read, UK spelling, and plain words."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from casetable import case_table
from learning_pathway.catalogue import read
from learning_pathway.catalogue.model import Catalogue, Module
from readability import grade, syllables

#: The highest grade of all introductions and tasks together, and of those of one module.
MOST, MOST_OF_A_MODULE = 9.0, 10.0
#: Words that no dictionary has, or that are names, one to a line.
KNOWN = Path(__file__).with_name("known_words.txt")


@pytest.fixture(scope="module")
def catalogue(root: Path) -> Catalogue:
    found = read(root).catalogue
    assert found
    return found


def introductions_and_tasks(catalogue: Catalogue, module: Module) -> list[str]:
    tasks = {task.id: task for task in catalogue.tasks}
    steps = [step for section in module.sections for step in section.steps]
    texts = [module.summary, *(section.summary for section in module.sections)]
    texts += [step.introduction for step in steps]
    texts += [tasks[step.task].prompt for step in steps if step.task]
    return [str(text) for text in texts if text]


@case_table(
    ("word", "count"),
    {
        "time": 1, "work": 1, "partner": 2, "people": 2, "little": 2, "idea": 3, "collaboration": 5, "leadership": 3,
        "organisation": 5, "asked": 1, "started": 2, "changes": 2, "doing": 2, "trust": 1, "something": 2,
    }.items(),
)  # fmt: skip
def test_syllables_are_counted_about_right(word: str, count: int) -> None:
    assert abs(syllables(word) - count) <= (1 if count > 2 else 0)


def test_hard_words_and_long_sentences_raise_the_grade() -> None:
    easy, hard = (
        "We ask for help. They give it.",
        "Organisations collaborating strategically necessitate accountability.",
    )
    assert grade(easy) < 3 < 15 < grade(hard)
    assert grade("One two three four five six seven eight nine ten eleven twelve.") > grade("One two three. Four five.")


def test_introductions_and_tasks_are_easy_to_read(
    catalogue: Catalogue, record_property: pytest.RecordProperty, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {module.id: " ".join(introductions_and_tasks(catalogue, module)) for module in catalogue.modules}
    grades = {name: round(grade(text), 1) for name, text in texts.items()}
    together = round(grade(" ".join(texts.values())), 1)
    with capsys.disabled():
        print(f"\nReading grade of introductions and tasks: {together} (at most {MOST}); {grades}")
    record_property("reading_grade", together)
    assert together <= MOST
    assert {name: found for name, found in grades.items() if found > MOST_OF_A_MODULE} == {}


def test_a_task_asks_one_or_two_things_and_keeps_the_rest_for_more_time(catalogue: Catalogue) -> None:
    for task in catalogue.tasks:
        first, _, more = str(task.prompt).partition("\n\nIf you have more time: ")
        quoted = re.sub(r'"[^"]*"', "", first)
        assert 0 <= quoted.count("?") <= 2, task.id
        assert more or len(first.split()) < 60, task.id


def test_every_module_says_who_it_is_for_and_when_to_use_it(catalogue: Catalogue) -> None:
    for module in catalogue.modules:
        assert re.search(r"\bIt is for\b", str(module.summary)), module.id
        assert re.search(r"\b(?:Use it|Do it)\b", str(module.summary)), module.id


def public_texts(root: Path) -> Iterator[tuple[str, str]]:
    """The texts of the catalogue and of the hand-written pages, each with the place where it is."""
    found = read(root).catalogue
    assert found
    for resource in found.resources:
        for field in ("summary", "why", "access_note", "supplied_title"):
            if text := getattr(resource, field):
                yield resource.id, str(text)
    for task in found.tasks:
        yield from ((task.id, str(text)) for text in (task.title, task.prompt, task.facilitator_note) if text)
    for module in found.modules:
        yield from ((module.id, text) for text in (*introductions_and_tasks(found, module), *map(str, module.outcomes)))
    for entry in (*found.themes, *found.routes, *found.tips):
        yield entry.id, f"{entry.title}. {entry.summary or ''}"
    for tips in found.tips:
        yield from ((tip.id, str(tip.text)) for source in tips.sources for tip in source.tips)
    for page in sorted((root / "docs").glob("*.md")):
        text = page.read_text(encoding="utf-8").split("---\n", 2)[-1]
        yield page.name, re.sub(r"\]\([^)]*\)|`[^`]*`|<[^>]*>|\{[^}]*\}|https?://\S+", " ", text)


#: Words that have to be decoded, and what we write instead.
REWORDED = {
    "somebody": "someone", "nobody": "no one", "anybody": "anyone", "everybody": "everyone", "nought": "zero",
    "telephones": "calls", "mend": "fix", "whilst": "while", "one another": "each other", "hereafter": "after that",
    "in order to": "to", "upon": "on", "take your fancy": "you like", "stands on the page": "is on the page",
}  # fmt: skip


def test_no_word_has_to_be_decoded(root: Path) -> None:
    found = [
        f"{place}: {word} ({better})"
        for place, text in public_texts(root)
        for word, better in REWORDED.items()
        if re.search(rf"\b{word}\b", text, re.IGNORECASE)
    ]
    assert found == []


def test_what_we_point_to_is_a_resource_and_no_work(root: Path) -> None:
    found = [
        (place, text) for place, text in public_texts(root) if re.search(r"\b(?:the|these|\d+|older|of) works\b", text)
    ]
    assert found == []


def unknown_words(text: str) -> set[str]:
    """The words of a text that Hunspell's British dictionary does not know."""
    done = subprocess.run(
        ["hunspell", "-d", "en_GB", "-i", "utf-8", "-l"],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return set(done.stdout.split())


@pytest.mark.usefixtures("with_hunspell")
def test_words_are_spelt_as_in_the_united_kingdom(root: Path) -> None:
    texts = dict[str, list[str]]()
    for place, text in public_texts(root):
        texts.setdefault(place, []).append(text.replace("’", "'"))
    known = {line for line in KNOWN.read_text(encoding="utf-8").splitlines() if line}
    unknown = unknown_words("\n".join(text for several in texts.values() for text in several)) - known
    places = {
        word: [place for place, several in texts.items() if word in " ".join(several)] for word in sorted(unknown)
    }
    assert places == {}


def test_words_end_in_ise(root: Path) -> None:
    """Hunspell takes both endings."""
    ends = r"\b(?!size|prize|seize|resize|capsize|citizen)\w+(?:iz(?:e[sd]?|ing|ations?|ational)|yz(?:e[sd]?|ing))\b"
    found = {(place, word) for place, text in public_texts(root) for word in re.findall(ends, text, re.IGNORECASE)}
    assert found == set()


@pytest.mark.usefixtures("with_hunspell")
@pytest.mark.parametrize("word", ["color", "behavior", "centers", "traveled"])
def test_american_spelling_is_seen(word: str) -> None:
    assert unknown_words(word)
