"""The starter that a new pathway begins with holds none of this pathway's words."""

from __future__ import annotations

from learning_pathway.new_project import starter_folder
from pathwaysentences import sentences
from siteproject import ROOT


def test_what_is_looked_for_is_this_pathway() -> None:
    words = sentences()
    assert len(words) > 1_000
    assert {"Collaborative Leadership Pathway", "collaborative-advantage", "First steps"} <= words


def test_no_file_of_the_starter_holds_a_title_or_sentence_of_this_pathway() -> None:
    files = [path for path in starter_folder().rglob("*") if path.suffix in {".md", ".yaml", ".yml", ".py"}]
    assert len(files) > 5
    own = (ROOT / "hooks" / "pathway.py").read_bytes()
    text = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in files if path.read_bytes() != own)
    assert {word for word in sentences() if len(word.split()) > 2 and word in text} == set()
