"""Two editions of one pathway: between them, everything was renamed, moved, retired or put in another order."""

from __future__ import annotations

import re

__all__ = ["FIRST", "REDIRECT", "SECOND", "anchors", "target"]

FIRST = """
pathway: {title: Two editions, library_page_size: 10}
themes:
  - {id: trust, title: Trust, summary: On trust.}
  - {id: power, title: Power, summary: On power.}
resources:
  - {id: known, type: report, title: A known work, published: 2001, themes: [trust], url: "https://example.org/1"}
  - {id: film, type: video, title: A film, published: 2002, themes: [power], url: "https://example.org/2"}
  - {id: paged, type: book, title: A book, published: 2003, themes: [trust], url: "https://example.org/3"}
  - {id: blog-1, type: blog, title: Blog one, published: 2004, url: "https://example.org/4"}
  - {id: blog-2, type: blog, title: Blog two, published: 2005, url: "https://example.org/5"}
  - {id: blog-3, type: blog, title: Blog three, published: 2006, url: "https://example.org/6"}
  - {id: blog-4, type: blog, title: Blog four, published: 2007, url: "https://example.org/7"}
  - {id: blog-5, type: blog, title: Blog five, published: 2008, url: "https://example.org/8"}
  - {id: blog-6, type: blog, title: Blog six, published: 2009, url: "https://example.org/9"}
  - {id: blog-7, type: blog, title: Blog seven, published: 2010, url: "https://example.org/10"}
  - {id: blog-8, type: blog, title: Blog eight, published: 2011, url: "https://example.org/11"}
tasks:
  - {id: think, title: Think, prompt: Think about it., minutes: 5}
  - {id: share, title: Share, prompt: Tell someone., mode: pairs}
  - {id: rest, title: Rest, prompt: Close your eyes.}
modules:
  - id: first
    title: First
    summary: The first.
    sections:
      - {id: theory, title: Theory, steps: [{read: known}, {watch: film}, {task: think}]}
      - {id: practice, title: Practice, steps: [{read: paged}, {task: share}]}
  - id: second
    title: Second
    summary: The second.
    sections:
      - {id: one, title: One, steps: [{read: known}, {task: rest}]}
      - {id: two, title: Two, steps: [{read: blog-1}]}
  - id: third
    title: Third
    summary: The third.
    sections:
      - {id: only, title: Only, steps: [{read: blog-2}]}
routes:
  - {id: both, title: Both, modules: [first, second]}
  - {id: short, title: Short, modules: [third]}
tips:
  - id: advice
    title: Advice
    sources:
      - id: event
        kind: event
        title: An event
        tips: [{id: listen, text: Listen first.}, {id: ask, text: Ask twice.}]
      - {id: report, kind: report, title: A report, tips: [{id: wait, text: Wait a little.}]}
  - id: hints
    title: Hints
    sources:
      - {id: talk, kind: event, title: A talk, tips: [{id: smile, text: Smile.}]}
  - id: proverbs
    title: Proverbs
    sources:
      - {id: old, kind: question, title: Old ones, tips: [{id: haste, text: More haste less speed.}]}
"""

SECOND = """
pathway: {title: Two editions, modules: [second, beginning]}
themes:
  - {id: confidence, title: Confidence, summary: On confidence., formerly: [trust]}
resources:
  - {id: blog-8, type: blog, title: Blog eight, published: 2011, url: "https://example.org/11"}
  - {id: blog-7, type: blog, title: Blog seven, published: 2010, url: "https://example.org/10"}
  - {id: blog-6, type: blog, title: Blog six, published: 2009, url: "https://example.org/9"}
  - {id: blog-5, type: blog, title: Blog five, published: 2008, url: "https://example.org/8"}
  - {id: blog-4, type: blog, title: Blog four, published: 2007, url: "https://example.org/7"}
  - {id: blog-3, type: blog, title: Blog three, published: 2006, url: "https://example.org/6"}
  - {id: blog-2, type: blog, title: Blog two, published: 2005, url: "https://example.org/5"}
  - {id: weblog, type: blog, title: Web log, published: 2004, url: "https://example.org/4", formerly: [blog-1]}
  - {id: paged, type: book, title: A book, published: 2003, themes: [confidence], url: "https://example.org/3"}
  - id: known-work
    formerly: [known]
    type: report
    title: Another title
    published: 2001
    themes: [confidence]
    url: "https://example.org/1"
tasks:
  - {id: rest, title: Rest, prompt: Close your eyes.}
  - {id: ponder, title: Ponder, prompt: Ponder it., minutes: 9, formerly: [think]}
modules:
  - id: second
    title: The second
    summary: The second.
    sections:
      - {id: one, title: One, steps: [{task: ponder}, {read: known-work}]}
  - id: beginning
    title: Beginning
    summary: The first.
    formerly: [first]
    sections:
      - {id: two, title: Two, steps: [{read: weblog}, {task: rest}]}
      - {id: ideas, title: Ideas, steps: [{read: paged}, {read: known-work}], formerly: [theory]}
routes:
  - {id: all, title: All, modules: [second, beginning], formerly: [both]}
tips:
  - id: hints
    title: Hints
    sources:
      - {id: report, kind: report, title: A report, tips: [{id: wait, text: Wait a little.}]}
      - {id: talk, kind: event, title: A talk, tips: [{id: smile, text: Smile.}]}
  - id: counsel
    title: Counsel
    formerly: [advice]
    sources:
      - id: meeting
        kind: event
        title: A meeting
        formerly: [event]
        tips: [{id: hear, text: Hear first., formerly: [listen]}]
retired:
  - {id: power, kind: theme, reason: It runs through all the others., replacement: confidence}
  - {id: film, reason: Its maker took it back., replacement: paged}
  - {id: share, kind: task, reason: No one told anyone.}
  - {id: first/practice, kind: section, reason: It is part of the ideas., replacement: beginning/ideas}
  - {id: second/two, kind: section, reason: It moved to the beginning., replacement: beginning/two}
  - {id: third, kind: module, reason: Two are enough., replacement: second}
  - {id: short, kind: route, reason: It was too short.}
  - {id: ask, kind: tip, reason: Once is enough., replacement: wait}
  - {id: advice/report, kind: tip-source, reason: It moved., replacement: hints/report}
  - {id: proverbs, kind: tip-list, reason: They contradict each other., replacement: hints}
  - {id: haste, kind: tip, reason: It contradicts another.}
"""

REDIRECT = re.compile(r'<meta http-equiv="refresh" content="0; url=([^"]*)">')
_ANCHOR = re.compile(r'\bid="([^"]+)"|\{#([^}]+)\}')
#: Addresses of pages whose parts belong to entries; names of the other parts.
_PARTED, _FRAME = re.compile(r"modules/.|tips/"), re.compile(r"about--|lp-")


def target(page: str) -> str | None:
    """Where a redirect leads, relative to itself; None for a page that is no redirect."""
    found = REDIRECT.search(page)
    return found[1] if found else None


def anchors(here: str, page: str) -> set[str]:
    """The names of those parts of the page at `here`, in Markdown or HTML, that belong to entries."""
    if not _PARTED.match(here):
        return set()
    names = {"".join(found.groups(default="")) for found in _ANCHOR.finditer(page)}
    return {name for name in names if not _FRAME.match(name)}
