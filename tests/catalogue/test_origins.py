"""Every entry knows the file, line and column where it is written."""

from __future__ import annotations

from pathlib import Path

from learning_pathway.catalogue import Origin, read

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
    origins = read(tmp_path).origins
    assert origins.of("pathway", "") == Origin("resources.yaml", 1, 1)
    assert origins.of("theme", "trust") == Origin("resources.yaml", 4, 5)
    assert origins.of("tip-list", "advice") == Origin("resources.yaml", 7, 5)
    assert origins.of("tip-source", "advice/event") == Origin("resources.yaml", 10, 9)
    assert origins.of("tip", "listen") == Origin("resources.yaml", 14, 13)
    assert origins.of("retired", "gone") == Origin("resources.yaml", 16, 5)
    assert origins.of("resource", "a") == Origin("resources/more.yaml", 2, 5)
    assert origins.of("resource", "b") == Origin("resources/more.yaml", 3, 5)
    assert origins.of("task", "think") == Origin("resources/more.yaml", 7, 5)
    assert origins.of("module", "first") == Origin("resources/more.yaml", 10, 5)
    assert origins.of("section", "first/theory") == Origin("resources/more.yaml", 13, 9)
    assert origins.of("section", "first/practice") == Origin("resources/more.yaml", 16, 9)
    assert origins.of("route", "way") == Origin("resources/more.yaml", 20, 5)


def test_what_is_not_there_has_no_origin(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(ROOT)
    origins = read(tmp_path).origins
    assert origins.of("resource", "trust") is None
    assert origins.of("section", "theory") is None
    assert read(tmp_path / "nowhere").origins.of("resource", "a") is None
