"""A small project in two files, with a mention of every kind, and a way to run commands on it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from learning_pathway.cli import main

__all__ = ["run", "texts", "write_project"]

TOP = """\
pathway: {title: Small, modules: [second, first]}
themes:
  - id: trust  # the first
    title: Trust
  - {id: power, title: Power, rests_on: [trust]}
tasks:
  - {id: think, prompt: What is it?, themes: [trust], rests_on: [trust, listen]}
modules:
  - id: first
    title: First
    themes: [trust]
    prerequisites: [second]
    sections:
      - id: one
        title: One
        steps:
          # read this
          - read: report   # soon
            rests_on: [trust]
          - task: think
      - {id: two, title: Two, steps: [{listen: talk}]}
  - {id: second, title: Second, sections: [{id: one, title: One, steps: [{read: report}]}]}
routes:
  - {id: both, title: Both, modules: [first, second]}
retired:
  - {id: gone, reason: It went., replacement: report}
  - {id: first/zero, kind: section, reason: It went., replacement: first/one}
"""
MORE = """\
resources:
  - id: report
    type: report
    title: The report
    themes:
      - trust
  - id: talk
    type: audio
    title: The talk
    related: [report]
    cites: [report]
  - {id: old, type: book, title: The old one, status: archived, replaced_by: report}
  - {id: soon, type: book, title: Not yet, status: draft, themes: [trust], related: ["report"]}
tips:
  - id: advice
    title: Advice
    resource: report
    sources:
      - id: event
        kind: event
        title: An event
        call: what-helps
        tips: [{id: listen, text: Listen first., themes: [trust], see: [report], rests_on: [what-helps]}]
calls:
  - {id: what-helps, question: What helps?, closes: 2024-05-01, resource: report}
"""


def write_project(folder: Path) -> Path:
    """Write the project into an empty folder."""
    (folder / "resources").mkdir()
    (folder / "resources.yaml").write_text(TOP)
    (folder / "resources" / "more.yaml").write_text(MORE)
    return folder


def run(*arguments: str | Path, typed: str | None = None) -> Result:
    """Run a command of `pathway`."""
    return CliRunner().invoke(main, [str(each) for each in arguments], input=typed)


def texts(root: Path) -> dict[str, str]:
    """The text of each file of the catalogue."""
    return {path.relative_to(root).as_posix(): path.read_bytes().decode() for path in sorted(root.rglob("*.yaml"))}
