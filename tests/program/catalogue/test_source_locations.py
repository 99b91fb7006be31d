"""Every entry knows the file, line and column where it is written."""

from __future__ import annotations

from pathlib import Path

from learning_pathway.catalogue import SourceLocation, read

ROOT = """\
pathway:
  title: Ours
themes:
  - id: trust
    title: Trust
tips:
  - id: advice
    title: Advice
    sources:
      - id: event
        kind: event
        title: An event
        tips:
          - {id: listen, text: Listen.}
retired:
  - {id: gone, reason: It was withdrawn.}
"""
MORE = """\
resources:
  - {id: a, type: report, title: A}
  - type: report
    id: b
    title: B
tasks:
  - id: think
    prompt: Think.
modules:
  - id: first
    title: First
    sections:
      - id: theory
        title: Theory
        steps: [{read: a}, {task: think}]
      - id: practice
        title: Practice
        steps: [{read: b}]
routes:
  - id: way
    title: A way
    modules: [first]
"""


def test_every_kind_of_entry_has_an_origin(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources.yaml").write_text(ROOT)
    (tmp_path / "resources" / "more.yaml").write_text(MORE)
    locations = read(tmp_path).locations
    assert locations.of("pathway", "") == SourceLocation("resources.yaml", 1, 1)
    assert locations.of("theme", "trust") == SourceLocation("resources.yaml", 4, 5)
    assert locations.of("tip-list", "advice") == SourceLocation("resources.yaml", 7, 5)
    assert locations.of("tip-source", "advice/event") == SourceLocation("resources.yaml", 10, 9)
    assert locations.of("tip", "listen") == SourceLocation("resources.yaml", 14, 13)
    assert locations.of("retired", "gone") == SourceLocation("resources.yaml", 16, 5)
    assert locations.of("resource", "a") == SourceLocation("resources/more.yaml", 2, 5)
    assert locations.of("resource", "b") == SourceLocation("resources/more.yaml", 3, 5)
    assert locations.of("task", "think") == SourceLocation("resources/more.yaml", 7, 5)
    assert locations.of("module", "first") == SourceLocation("resources/more.yaml", 10, 5)
    assert locations.of("section", "first/theory") == SourceLocation("resources/more.yaml", 13, 9)
    assert locations.of("section", "first/practice") == SourceLocation("resources/more.yaml", 16, 9)
    assert locations.of("route", "way") == SourceLocation("resources/more.yaml", 20, 5)


def test_what_is_not_there_has_no_origin(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(ROOT)
    locations = read(tmp_path).locations
    assert locations.of("resource", "trust") is None
    assert locations.of("section", "theory") is None
    assert read(tmp_path / "nowhere").locations.of("resource", "a") is None
