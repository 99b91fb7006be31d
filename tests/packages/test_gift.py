"""Tasks as questions in GIFT: read back by a small grammar of our own, and by an npm parser."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import html

from hostilecourse import hostile_course
from learning_pathway.packages.model import PackageError
from learning_pathway.packages.registry import PACKAGES
from learning_pathway.site.context import Site
from nodepackages import install


@dataclass(frozen=True)
class Question:
    category: str
    id: str
    name: str
    format: str
    text: str
    answer: str

    @property
    def words(self) -> str:
        return " ".join(str(html.fromstring(f"<div>{self.text}</div>").text_content()).split())


def read(data: bytes) -> list[Question]:
    """Questions are blocks between blank lines; `\\` takes the next character as it is, save `\\n`, a new line."""
    category, questions = "", []
    for block in re.split(r"\n\s*\n", data.decode("utf-8").strip()):
        lines = block.split("\n")
        comments = [line for line in lines if line.lstrip().startswith("//")]
        text = "\n".join(line for line in lines if not line.lstrip().startswith("//"))
        if text.startswith("$CATEGORY:"):
            category = text.removeprefix("$CATEGORY:").strip()
        elif text:
            found = re.fullmatch(
                r"::(?P<name>(?:\\.|[^\\:~=#{}])*)::\[(?P<format>\w+)\](?P<text>(?:\\.|[^\\:~=#{}])*)\{(?P<answer>[^}]*)\}",
                text,
            )
            assert found is not None, f"not a question: {text[:200]}"
            known = re.search(r"\[id:([^\]]+)\]", " ".join(comments))
            plain = {key: unescaped(value) for key, value in found.groupdict().items()}
            questions.append(Question(category, known[1] if known else "", **plain))
    return questions


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda one: {"n": "\n"}.get(one[1], one[1]), text)


def test_every_task_is_an_essay_question_once(packages: dict[str, bytes], catalogue_site: Site) -> None:
    questions = {question.id: question for question in read(packages["gift"])}
    used = {key[1] for key in catalogue_site.uses if key[0] == "task"}
    assert questions.keys() == used
    assert len(read(packages["gift"])) == len(used)
    for name, question in questions.items():
        task = catalogue_site.tasks[name]
        assert (question.name, question.format, question.answer) == (task.title, "html", "")
        assert " ".join(task.prompt.split()) in question.words
        assert not task.facilitator_note or task.facilitator_note not in question.words
        module = catalogue_site.uses["task", name][0].module
        assert question.category == f"$course$/top/{catalogue_site.catalogue.pathway.title}/{module.title}"


def test_what_gift_takes_for_markup_is_escaped() -> None:
    (question,) = read(PACKAGES["gift"].write(hostile_course(), None))
    assert "::{=~#} \\{ \\n // $CATEGORY: x [html]" in question.name
    assert "// not a comment $CATEGORY: y" in question.words
    assert html.fromstring(f"<div>{question.text}</div>").xpath("//script | //img") == []


def test_a_pathway_without_tasks_is_refused() -> None:
    with pytest.raises(PackageError, match="no tasks"):
        PACKAGES["gift"].write(hostile_course(steps=1), None)


def test_a_slash_in_a_title_does_not_make_a_category() -> None:
    data = PACKAGES["gift"].write(hostile_course("and/or"), None)
    assert b"$CATEGORY: $course$/top/and//or\n" in data


def test_an_independent_parser_reads_the_same(
    packages: dict[str, bytes], tmp_path: Path, root: Path, full: bool
) -> None:
    reason = "gift-pegjs runs on Node.js, and npm was not found; the grammar of the test did read the file"
    folder = install(root / "tests" / "packages" / "platform", root / ".cache", required=full, reason=reason)
    for name, data in (("real", packages["gift"]), ("hostile", PACKAGES["gift"].write(hostile_course(), None))):
        path = tmp_path / f"{name}.txt"
        path.write_bytes(data)
        run = subprocess.run(["node", str(folder / "gift.mjs"), str(path)], capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        theirs = [entry for entry in json.loads(run.stdout) if entry["type"] != "Category"]
        ours = read(data)
        assert [entry["type"] for entry in theirs] == ["Essay"] * len(ours)
        for entry, question in zip(theirs, ours, strict=True):
            assert (entry["title"], entry["id"]) == (question.name, question.id)
            assert entry["stem"]["format"] == "html"
            assert entry["stem"]["text"].split() == question.text.split()
