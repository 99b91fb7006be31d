"""Every code has an example: `pathway check` finds the problem in the wrong one, and none in the right one."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from learning_pathway.catalogue import Severity, read
from learning_pathway.catalogue.problems import WORDS, Code, Example, examples
from learning_pathway.citation import check_titles
from learning_pathway.preview.overlay import faults_of, overlay
from learning_pathway.preview.state import CatalogueError
from smallproject import run

TODAY = date(2025, 6, 30)
#: Lines of an entry of each kind; an example takes the place of those with its keys.
BASE = {
    "pathway": "title: Pathway",
    "theme": "id: trust\ntitle: Trust\nsummary: What it is.",
    "resource": "id: report\ntype: report\ntitle: The report",
    "task": "id: think\nprompt: What helped?\nthemes: [trust]",
    "section": "id: begin\ntitle: Begin\nsteps: [{read: report}, {watch: film}, {task: think}]",
    "call": "id: ask\nquestion: What helped?\ncloses: 2020-03-31",
}
OPEN = (
    f"{BASE['call']}\ncontroller: {{name: Example, contact: team@example.org}}\nlawful_basis: consent\nnotice: ask/1\n"
    "storage: {location: United Kingdom, retention: one year}\nsend_to: voices@example.org"
)
FILM = "  - {id: film, type: video, title: The film, captions: edited, summary: It shows trust., why: It is short.}\n"


def entry(part: str, example: Example, lines: str) -> str:
    """The lines of an entry: those of the base, or of the example in their place."""
    if example.part != part:
        return BASE[part]
    keys = set(re.findall(r"^(\w+):", lines, re.MULTILINE))
    kept = [line for line in BASE[part].split("\n") if line.partition(":")[0] not in keys]
    return "\n".join([*kept, lines])


def item(lines: str, indent: int) -> str:
    pad = " " * indent
    return f"{pad}- " + f"\n{pad}  ".join(lines.split("\n")) + "\n"


def composed(example: Example, lines: str) -> str:
    """A whole catalogue with the lines of an example."""
    if example.part in ("file", "published"):
        return f"{lines}\n"
    section = entry("section", example, lines)
    if example.part == "step":
        section = "id: begin\ntitle: Begin\nsteps:\n" + item(lines, 2).rstrip("\n")
    text = "pathway:\n  " + "\n  ".join(entry("pathway", example, lines).split("\n")) + "\n"
    text += f"themes:\n{item(entry('theme', example, lines), 2)}"
    text += f"resources:\n{item(entry('resource', example, lines), 2)}{FILM}"
    text += f"tasks:\n{item(entry('task', example, lines), 2)}"
    text += f"modules:\n  - id: basics\n    title: Basics\n    summary: About it.\n    sections:\n{item(section, 6)}"
    if example.part == "call":
        text += f"calls:\n{item(entry('call', example, lines), 2)}"
    if example.part == "open call":
        keys = set(re.findall(r"^(\w+):", lines, re.MULTILINE))
        kept = [line for line in OPEN.split("\n") if line.partition(":")[0] not in keys]
        text += "calls:\n" + item("\n".join([*kept, lines]), 2)
    return text


def found(root: Path, example: Example, lines: str) -> tuple[set[str], list[str]]:
    """The codes of a catalogue with the lines of an example, and its errors."""
    root.mkdir()
    if example.part == "published-ids.txt":
        (root / "published-ids.txt").write_text(f"{lines}\n")
        lines = "type: report"
    elif example.part == "published":
        (root / "published-ids.txt").write_text("resource:report\n")
    (root / "resources.yaml").write_text(composed(example, lines), encoding="utf-8")
    problems = read(root, today=TODAY, further_rules=[check_titles]).problems
    return {each.code for each in problems}, [str(each) for each in problems if each.severity is Severity.ERROR]


def test_every_code_has_an_example_and_no_other_has() -> None:
    assert examples().keys() == {code.value for code in Code}
    assert all(each.wrong != each.right for each in examples().values())


@pytest.mark.parametrize("code", [code for code, each in examples().items() if each.part != WORDS])
def test_an_example_is_wrong_and_right_as_it_says(code: str, tmp_path: Path) -> None:
    example = examples()[code]
    assert code in found(tmp_path / "wrong", example, example.wrong)[0]
    codes, errors = found(tmp_path / "right", example, example.right)
    assert code not in codes
    assert errors == []


def test_examples_in_words_are_few() -> None:
    assert sum(each.part == WORDS for each in examples().values()) < len(Code) / 4


def test_explain_tells_meaning_fix_and_example() -> None:
    text = run("explain", "unknown-key").stdout
    assert text.startswith("unknown-key (error)\n\n")
    assert Code.UNKNOWN_KEY.meaning in text
    assert f"Fix: {Code.UNKNOWN_KEY.remedy}" in text
    assert "Wrong (in a resource):\n    sumary: What it says.\n\nRight:\n    summary: What it says.\n" in text
    said = json.loads(run("explain", "Merge-Key", "--format", "json").stdout)
    assert (said["code"], said["wrong"].count("\n")) == ("merge-key", 2)


def test_explain_knows_what_is_meant_and_lists_all() -> None:
    result = run("explain", "unknwon-key")
    assert (result.exit_code, "Did you mean `unknown-key`?" in result.stderr) == (2, True)
    assert "`pathway explain` lists them all" in run("explain", "zzz").stderr
    rows = json.loads(run("explain", "--format", "json").stdout)
    assert [row["code"] for row in rows] == [code.value for code in Code]
    assert "merge-key (error)\n" in run("explain").stdout


@pytest.mark.parametrize("broken", ["", "themse: []\n"])
def test_problems_lead_to_the_guides_where_it_is_said_where_they_are(tmp_path: Path, broken: str) -> None:
    top = "pathway: {title: Small, guides_url: https://example.org/guides}\n"
    task = "tasks:\n  - {id: think, prompt: What helped?}\n"
    (tmp_path / "resources.yaml").write_text(f"{top}{task}{broken}")
    address = "https://example.org/guides/problems/unused-task/"
    assert address in run("explain", "unused-task", "--path", tmp_path).stdout
    assert f"%0A{address}" in run("check", "--format", "github", tmp_path).stdout
    rules = json.loads(run("check", "--format", "sarif", tmp_path).stdout)["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["helpUri"] for rule in rules if rule["id"] == "unused-task"] == [address]
    assert "https://example.org/guides/problems/CODE/" in run("check", tmp_path).stdout


@pytest.mark.parametrize("guides", ["", "https://example.org/guides"])
def test_the_preview_shows_the_example_and_leads_to_the_guides(tmp_path: Path, guides: str) -> None:
    setting = f", guides_url: {guides}" if guides else ""
    (tmp_path / "resources.yaml").write_text(f"pathway: {{title: Small{setting}}}\nthemes:\n  - {{id: a, titel: A}}\n")
    result = read(tmp_path)
    html = overlay(faults_of(CatalogueError(result.problems, result.guides_url), tmp_path))
    assert '<pre tabindex="0"><code>sumary: What it says.</code></pre>' in html
    link = '<a href="https://example.org/guides/problems/unknown-key/"><code>[unknown-key]</code></a>'
    assert (link in html) == bool(guides)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "example.org", "https://user:secret@example.org/", "[a]"])
def test_an_address_that_cannot_be_published_is_not_printed(tmp_path: Path, address: str) -> None:
    (tmp_path / "resources.yaml").write_text(f'pathway:\n  title: Small\n  guides_url: "{address}"\n')
    assert "problems/unused-task" not in run("explain", "unused-task", "--path", tmp_path).stdout
