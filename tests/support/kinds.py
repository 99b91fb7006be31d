"""The kinds of page that the site has, each with one that stands for it."""

from __future__ import annotations

__all__ = ["KINDS", "MISSING"]

MISSING = "no/such/page/"
#: Kind of page, and the address of one, relative to the root of the site.
KINDS = {
    "home": "",
    "start": "start/",
    "modules": "modules/",
    "module": "modules/collaborative-impact-leadership/",
    "record": "resources/good-work-report/",
    "record of a paper without a public copy": "resources/worrall-2009/",
    "record of a video": "resources/ted-heffernan/",
    "library": "library/",
    "tips": "tips/",
    "themes": "themes/",
    "theme": "themes/trust/",
    "routes": "routes/",
    "route": "routes/first-steps/",
    "session": "session/",
    "suggest a resource": "suggest/",
    "calls": "calls/",
    "call": "calls/one-open-question/",
    "your learning": "my/",
    "your journal": "my/journal/",
    "your saved list": "my/saved/",
    "your learning record": "my/record/",
    "your study plan": "my/plan/",
    "about": "about/",
    "contribute": "contribute/",
    "accessibility": "accessibility/",
    "privacy": "privacy/",
    "search": "search/?q=trust",
    "what is missing": MISSING,
}
