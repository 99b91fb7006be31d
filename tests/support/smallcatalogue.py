"""A small catalogue with one of everything."""

from __future__ import annotations

from collections.abc import Callable

from learning_pathway.site.build import Build

CATALOGUE = """
pathway:
  title: Small pathway
  repository: https://forge.example/team/pathway
themes:
  - {id: trust, title: Trust}
  - {id: power, title: Power}
resources:
  - {id: known, type: report, title: A known length, minutes: 25, themes: [trust], url: "https://example.org/a.pdf"}
  - {id: unknown, type: video, supplied_title: A film, themes: [trust], url: "https://example.org/film"}
  - {id: paged, type: book, title: A book, page_count: 22, themes: [trust, power]}
tasks:
  - {id: think, prompt: Think about it, minutes: 10, mode: pairs}
modules:
  - id: second
    title: Second
    sections:
      - {id: one, title: One, steps: [{read: known}, {read: paged}]}
  - id: first
    title: First
    prerequisites: [second]
    sections:
      - id: theory
        title: Theory
        steps: [{read: known}, {watch: unknown, introduction: Look at this.}, {task: think}]
routes:
  - {id: both, title: Both, modules: [first, second]}
tips:
  - id: advice
    title: Advice
    sources:
      - id: event
        kind: event
        title: An event
        tips: [{id: listen, text: Listen first., themes: [trust], see: [known]}]
"""

#: Writes a catalogue to disk and opens it.
Open = Callable[..., Build]
