"""Twelve catalogues as people write them by hand: each reads well, and each is written in another way."""

from __future__ import annotations

__all__ = ["MESSY"]

PLAIN = """\
# The catalogue of the swimming club
pathway:
  title: A small pathway
  language: en

resources:
  - id: float
    type: article
    title: Learning to float
    url: https://example.org/float
    themes: []
    summary: >-
      A short text about floating, which goes on for
      a second line.
  - id: breathe
    type: video
    title: "Breathing: a film"
    url: https://example.org/breathe
    minutes: 12
    related:
      - float
  - id: open-water
    type: book
    title: Open water
    isbn: 978-0-306-40615-7

tasks:
  - id: look-back
    prompt: What did you feel?

modules:
  - id: basics
    title: The basics
    summary: What it is about.
    sections:
      - id: begin
        title: Begin
        steps:
          - read: float
            introduction: Read this first.
          - watch: breathe
          - task: look-back
      - id: go-on
        title: Go on
        steps:
          - read: open-water
          - read: float
"""
COMMENTS = """\
# The catalogue of the swimming club
# kept by Ada and Bob

pathway:
  # what people see
  title: A small pathway   # do not change before June
  language: en

# ---------------- resources ----------------
resources:
  # begin with the short ones

  # The first
  - id: float           # Ada's favourite
    type: article       # or blog?
    # title as on the page
    title: Learning to float   # checked 2024-03-01
    url: https://example.org/float  # moved once
    summary: >-   # ours
      A short text about floating, which goes on for
      a second line.
    # end of the first

  # The second, a film
  - id: breathe
    type: video
    title: "Breathing: a film"   # with a colon
    url: https://example.org/breathe
    minutes: 12  # seen
    related:
      # because of the argument
      - float   # yes
      # - open-water (not yet)
  # why the third is here: see the minutes of May
  - id: open-water
    type: book
    title: Open water
    isbn: 978-0-306-40615-7
    # price: unknown

# ---------------- tasks ----------------
tasks:
  - id: look-back
    prompt: What did you feel?

# ---------------- modules ----------------
modules:
  - id: basics
    title: The basics
    summary: What it is about.
    sections:
      # the start
      - id: begin
        title: Begin
        steps:
          # easy
          - read: float  # ten minutes
            introduction: Read this first.  # Bob says so
          # then the film
          - watch: breathe
          # and talk
          - task: look-back
          # (room for one more)
      # the end
      - id: go-on
        title: Go on
        steps:
          - read: open-water
          - read: float  # once more
# the end of the file
"""
ANCHORS = """\
pathway: {title: A small pathway, language: en}
resources:
  - id: float
    type: article
    title: &first Learning to float
    url: https://example.org/float
    summary: &sum >-
      A short text about floating, which goes on for
      a second line.
    authors: &ada
      - {family: Lovelace, given: Ada}
  - id: breathe
    type: video
    title: "Breathing: a film"
    url: https://example.org/breathe
    minutes: 12
    summary: *sum
    authors: *ada
    related: [float]
  - id: open-water
    type: book
    title: Open water
    isbn: 978-0-306-40615-7
    note: *first
tasks:
  - id: look-back
    prompt: What did you feel?
modules:
  - id: basics
    title: The basics
    summary: What it is about.
    sections:
      - id: begin
        title: Begin
        steps:
          - read: float
            introduction: Read this first.
          - watch: breathe
          - task: look-back
      - id: go-on
        title: Go on
        steps:
          - read: open-water
          - read: float
"""
BRACKETS = """\
pathway: {title: A small pathway, language: en}

resources:
  - {id: float, type: article, title: Learning to float, url: "https://example.org/float",
     summary: "A short text about floating, which goes on for a second line."}
  - { id: breathe,   type: video,   title: "Breathing: a film", url: https://example.org/breathe, minutes: 12, related: [ float ] }
  - {id: open-water, type: book,    title: Open water,       isbn: 978-0-306-40615-7}   # in the library

tasks: [{id: look-back, prompt: "What did you feel?"}]

modules:
  - id: basics
    title: The basics
    summary: What it is about.
    sections:
      - id: begin
        title: Begin
        steps:
          - {read: float, introduction: Read this first.}
          - {watch: breathe}
          - {task: look-back}
      - id: go-on
        title: Go on
        steps: [{read: open-water}, {read: float}]
"""  # noqa: E501 - a line that is too long is what it is about
INDENTS = """\
pathway:
    title: A small pathway
    language: en
resources:
- id: float
  type: article
  title: Learning to float
  url: https://example.org/float
  summary: A short text about floating, which goes on for
     a second line.

-   id: breathe
    type: video
    title: "Breathing: a film"
    url: https://example.org/breathe
    minutes: 12
    related:
    - float
-
  id: open-water
  type: book
  title:   Open water
  isbn:    978-0-306-40615-7
tasks:
    - id: look-back
      prompt: What did you feel?
modules:
    -   id: basics
        title: The basics
        summary: What it is about.
        sections:
        - id: begin
          title: Begin
          steps:
            - read: float
              introduction: Read this first.
            - watch: breathe
            - task: look-back
        - id: go-on
          title: Go on
          steps:
                 -   read: open-water
                 -   read: float
"""
SUMMARY = """\
    summary: >-
      A short text about floating, which goes on for
      a second line.
"""
BLOCKS = """\
    summary: >2-

        A short text about floating, which goes on for
      a second line.

      A new paragraph, with `code`: and # no comment.


    why: |
      Line one
        indented line two

      Line four
"""
FOLDED = (
    PLAIN.replace("title: Learning to float", "title: >-\n      Learning to\n      float")
    .replace(SUMMARY, BLOCKS)
    .replace("introduction: Read this first.", "introduction: Read\n                this\n              first.")
    .replace("title: Open water", "title:\n      Open\n      water")
)
LONG = PLAIN.replace(
    "Learning to float",
    "Learning to float, a title in a very long line that no one has ever wanted to shorten, because its words were so "
    "dear to the author that they are here in full, in one line, until the very end of it",
).replace(
    "example.org/breathe",
    "example.org/breathe/with/a/very/long/address/that/goes/on/and/on/and/on/until/it/is/longer/than/every/terminal/"
    "that/anyone/has/ever/had?and=a&query=too#and-a-fragment",
)
QUOTED = (
    PLAIN.replace("id: float", '"id": "float"')
    .replace("    type: article", "    'type': 'article'")
    .replace("title: Learning to float", '"title" : \'Learning to "float"\'')
    .replace("- read: float", "- \"read\": 'float'")
    .replace("      - float\n", '      - "float"\n')
    .replace("minutes: 12", 'minutes: "12"')
)
BLANKS = (
    PLAIN.replace("resources:\n", "resources:   \n")
    .replace("    type: article\n", "    type: article   \n\n\n")
    .replace("title: Open water", "title: Ünïcode — “quotes” 🏊 and 中文")
    .replace(
        "    url: https://example.org/float\n    themes: []\n",
        "    url:    https://example.org/float\n    themes: [ ]\n    note:\n",
    )
    + "\n\n\n"
)
MESSY = {
    "plain": PLAIN,
    "comments": COMMENTS,
    "anchors": ANCHORS,
    "brackets": BRACKETS,
    "folded": FOLDED,
    "indents": INDENTS,
    "long": LONG,
    "quoted": QUOTED,
    "blanks": BLANKS,
    "crlf": COMMENTS.replace("\n", "\r\n"),
    "byte-order-mark": f"\ufeff{PLAIN}",
    "byte-order-mark-crlf-no-last-line-end": "\ufeff" + COMMENTS.replace("\n", "\r\n").rstrip("\r\n"),
}
