"""Whatever an editor types after a key is in the catalogue's data, or a problem points at its line."""

from __future__ import annotations

import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from learning_pathway.catalogue import Problem, read
from learning_pathway.catalogue.files import text_of
from learning_pathway.catalogue.yaml.loader import load

TODAY = date(2025, 6, 30)
ENTRY = "resources:\n  - id: a\n    type: report\n    title: A\n"
AFTER = "    why: After it.\n"

#: Where a text is typed: what stands before it, what stands after it, and the column that its own lines need.
PLACES = {
    "after a key": (f"{ENTRY}    summary: ", f"\n{AFTER}", 4),
    "after the last key of a file": (f"{ENTRY}    summary: ", "", 4),
    "below a key": (f"{ENTRY}    summary:\n      ", f"\n{AFTER}", 4),
    "in the second line of a value": (f"{ENTRY}    summary: First\n      ", f"\n{AFTER}", 4),
    "after a dash": (f"{ENTRY}    earlier_titles:\n      - ", f"\n      - Last\n{AFTER}", 7),
    "in brackets": (f"{ENTRY}    earlier_titles: [", f", Last]\n{AFTER}", 4),
    "in braces": ("retired: [{id: x, reason: ", "}]\n", 0),
    "in braces after a dash": ("retired:\n  - {id: x, kind: task, reason: ", "}\n", 2),
    "in double quotes": (f'{ENTRY}    summary: "', f'"\n{AFTER}', 4),
    "in single quotes": (f"{ENTRY}    summary: '", f"'\n{AFTER}", 4),
    "in a folded text": (f"{ENTRY}    summary: >-\n      ", f"\n{AFTER}", 4),
    "in the lines of a text": (f"{ENTRY}    summary: |\n      ", f"\n{AFTER}", 4),
    "where a long text is announced": (f"{ENTRY}    summary: >-", f"\n      Text\n{AFTER}", 4),
    "after a quoted value": (f'{ENTRY}    summary: "Quoted"', f"\n{AFTER}", 4),
    "after a list in brackets": (f"{ENTRY}    earlier_titles: [One]", f"\n{AFTER}", 4),
    "after a setting": ("pathway:\n  title: ", "\n  summary: S\n", 2),
}
PIECES = st.one_of(
    st.sampled_from(
        [
            *(
                "a",
                "word",
                "two words",
                "1",
                "é",
                "日本",
                " ",
                "  ",
                "\t",
                "\n      ",
                "\n    ",
                "\n  ",
                "\n",
                "\r\n      ",
            ),
            *(
                "#",
                " #",
                "  #",
                "# ",
                " # ",
                "##",
                "\t#",
                ",",
                ", ",
                ": ",
                ":",
                " :",
                "- ",
                "-",
                "--- ",
                "\n---\n",
                "...",
            ),
            *(
                "[",
                "]",
                "{",
                "}",
                "&",
                "& ",
                "&x ",
                "*",
                "*x",
                "!",
                "!x ",
                "!!str ",
                "|",
                ">",
                ">-",
                "'",
                '"',
                "''",
                "\\",
            ),
            *("%", "@", "`", "? ", "~", "null", "<<: ", "=", "\u00a0", "\u200b", "\u2028", "\x85", "\ufeff", "\x07"),
            *("title: ", "note: ", "id: ", "kind: "),
        ]
    ),
    st.text(max_size=3),
)
TYPED = st.lists(PIECES, max_size=8).map("".join)


def problems_of(text: str) -> tuple[tuple[Problem, ...], Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "resources.yaml"
        file.write_bytes(text.encode("utf-8", "replace"))
        loaded = load(file.name, text_of(file, Path(folder)))
        return read(Path(folder), today=TODAY).problems, loaded.document.data if loaded.document else None


def held(data: Any) -> str:
    """Every character of the keys and values, in order."""
    if isinstance(data, dict):
        return "".join(f"{key}{held(value)}" for key, value in data.items())
    return "".join(map(held, data)) if isinstance(data, list) else str(data)


def without_comments(typed: str, column: int, *, starts_line: bool) -> str:
    """What was typed without the comments that the guide for editors allows."""
    kept = []
    for number, line in enumerate(re.split(r"\r\n|[\r\n]", typed)):
        is_empty = not line.strip(" \t#")
        is_own = line.lstrip(" \t").startswith("#") and (number > 0 or starts_line or is_empty)
        indentation = len(line) - len(line.lstrip(" \t")) if number or not starts_line else 99
        if is_own and (indentation <= column or is_empty or re.match(r"\s*#+[ \t]", line)):
            continue
        line = re.sub(r"(?:(?<=[\s\"'\[\]{},:])|^)#+[ \t].*$", "", line)
        kept.append(re.sub(r"(?:  |(?<=\s)\t|(?<=\t)\s)#.*$", "", line))
    return "\n".join(kept)


def is_subsequence(wanted: str, text: str) -> bool:
    rest = iter(text)
    return all(character in rest for character in wanted)


@settings(max_examples=5 * settings.default.max_examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(PLACES)), TYPED)
@example("after a key", "We are #1 in trust")
@example("after a key", "#4")
@example("after a key", " #\n      a")
@example("after a key", "https://example.org/x #part")
@example("after a key", "&Trust building")
@example("after a key", "~")
@example("after a key", '"Quoted"#1')
@example("after a dash", "#x")
@example("in the second line of a value", "#1 in trust")
@example("in brackets", "one #1")
@example("in braces", "Its authors, who moved, withdrew it.")
@example("in braces", "Its authors, kind")
@example("where a long text is announced", " #1 in trust")
def test_no_text_is_lost_in_silence(place: str, typed: str) -> None:
    before, after, column = PLACES[place]
    text = before + typed + after
    problems, data = problems_of(text)
    first = len(re.findall(r"\r\n|[\r\n]", before)) + 1
    last = first + len(re.findall(r"\r\n|[\r\n]", typed))
    noticed = last + 1 if data is None and last > first else last  # a wrong indentation shows only in the next line
    if any(first <= problem.line <= noticed for problem in problems):
        return
    wanted = without_comments(typed, column, starts_line=before.endswith("      "))
    wanted = re.sub(r"!!(?:str|seq|map)\b", "", wanted)  # says what the value is anyway
    if "double" in place or '"' in typed:
        wanted = re.sub(r"\\(?:x..|u.{4}|U.{8}|.)", "", wanted)  # codes of characters
    if place == "where a long text is announced":
        wanted = wanted.lstrip("123456789")  # how far the text is indented
    syntax = r"""\s\ufeff"'\[\]{},:|>+?!~\\-"""
    wanted = re.sub(f"[{syntax}]", "", wanted)
    assert data is not None or not wanted, problems
    assert is_subsequence(wanted, held(data)), (text, data, problems)
