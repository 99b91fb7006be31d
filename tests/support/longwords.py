"""A project with one of everything, every setting on, and words and names longer than a telephone is wide."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from learning_pathway.catalogue.types import Access, Level, ResourceType
from learning_pathway.links.state.file import write_health
from learning_pathway.links.state.model import LinkState, VerdictChange
from learning_pathway.links.verdicts import Verdict
from siteproject import copy_project

__all__ = ["COMPOUND", "KINDS", "write_long_words"]

COMPOUND = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstellenleiterin"
THEME = ("Zusammenarbeitsvereinbarungsentwurfsbesprechungsprotokoll" * 2)[:80]
HOST = "www.collaboration-without-borders-and-without-breaks.department-of-very-long-names.example.org"
ADDRESS = f"https://{HOST}/{'a-path-without-an-end/' * 6}?q={'x' * 90}#{'y' * 60}"
ID = "an-id-of-eighty-signs-that-is-as-long-as-the-catalogue-allows-it-to-be-and-no-er"
LAST = "the-last-one"
DAY = date(2026, 3, 16)

#: Kind of page, and the address of one, relative to the root of the site.
KINDS = {
    "home": "",
    "modules": "modules/",
    "module": f"modules/{ID}/",
    "facilitator": f"modules/{ID}/facilitator/",
    "handout": f"modules/{ID}/handout/",
    "record": f"resources/{ID}/",
    "archived record": "resources/kind-book/",
    "library": "library/",
    "listing": "library/type/video/",
    "tips": "tips/",
    "themes": "themes/",
    "theme": f"themes/{ID}/",
    "empty theme": "themes/empty/",
    "routes": "routes/",
    "route": f"routes/{ID}/",
    "your learning": "my/",
    "your journal": "my/journal/",
    "your saved list": "my/saved/",
    "your learning record": "my/record/",
    "your study plan": "my/plan/",
    "session": "session/",
    "suggest a resource": "suggest/",
    "link health": "link-health/",
    "about": "about/",
    "contribute": "contribute/",
    "accessibility": "accessibility/",
    "privacy": "privacy/",
    "search": f"search/?q={COMPOUND}",
    "what is missing": "no/such/page/",
}


def write_long_words(project: Path) -> Path:
    """Copy the project into `project`, with this catalogue in place of its own."""
    copy_project(project)
    shutil.rmtree(project / "resources")
    for name in ("link-health.json", "published-ids.txt"):
        (project / name).unlink(missing_ok=True)
    (project / "resources.yaml").write_text(json.dumps(catalogue(), ensure_ascii=False, indent=1), encoding="utf-8")
    write_health(project / "link-health.json", list(records()), swept_on=DAY)
    return project


def records() -> list[LinkState]:
    """What the link checks found: one works, one is gone, one has only just failed."""

    def record(id_: str, address: str, *changes: Verdict) -> LinkState:
        history, before = [], Verdict.NOT_CHECKED
        for place, verdict in enumerate(changes):
            history.append(VerdictChange(before=before, to=verdict, on=date(2026, 2, 1 + 9 * place)))
            before = verdict
        good = before is Verdict.OK
        return LinkState(
            id_,
            address,
            before,
            checked_on=DAY,
            last_good=DAY if good else date(2026, 2, 2),
            first_failed=None if good else date(2026, 2, 10),
            alarm=not good,
            history=tuple(history),
        )

    return [
        record(ID, ADDRESS, Verdict.OK),
        record("kind-book", f"https://{HOST}/book", Verdict.OK, Verdict.BROKEN),
        record("kind-video", f"https://{HOST}/video.mp4", Verdict.OK, Verdict.BROKEN),
    ]


def resources() -> list[dict[str, Any]]:
    """One resource of each type, one with every field, and one with hardly any."""
    people = [
        {"given": COMPOUND, "family": COMPOUND},
        {"organisation": f"{COMPOUND} {HOST}", "role": "editor"},
        {"given": "Rhiannon Angharad", "family": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"},
    ]
    full = {
        "id": ID,
        "formerly": [f"former-{ID[:70]}"],
        "type": "chapter",
        "title": ADDRESS,
        "title_sentence": ADDRESS,
        "earlier_titles": [COMPOUND],
        "authors": people,
        "editors": people,
        "publisher": COMPOUND,
        "place": COMPOUND,
        "published": "2019-05-03",
        "updated": "2020-01",
        "accessed": "2024-02-03",
        "language": "de",
        "container": f"{COMPOUND} {COMPOUND}",
        "volume": "33",
        "issue": "4",
        "pages": "274-282",
        "edition": "2nd",
        "number": COMPOUND,
        "conference": COMPOUND,
        "doi": f"10.5555/{'a' * 200}",
        "issn": "1234-5679",
        "isbn": "978-3-16-148410-0",
        "url": ADDRESS,
        "catalogue_url": ADDRESS + "c",
        "archived_url": ADDRESS + "d",
        "alternatives": [{"url": ADDRESS + "e", "label": COMPOUND, "access": "free"}],
        "transcript": ADDRESS + "f",
        "library_catalogue": COMPOUND,
        "database": COMPOUND,
        "accession_number": "9" * 90,
        "access": "paywalled",
        "access_note": COMPOUND,
        "licence": COMPOUND,
        "level": "advanced",
        "themes": [ID, LAST],
        "page_count": 99_999,
        "summary": f"{COMPOUND} {ADDRESS}\n\n{COMPOUND}",
        "why": f"{COMPOUND} {ADDRESS}",
        "related": ["kind-video", "bare"],
        "cites": ["kind-book"],
        "added": "2024-02-03",
        "reviewed_on": "2026-02-03",
        "review_every": "99 years",
        "owner": "@" + COMPOUND,
    }
    kinds: list[dict[str, Any]] = [
        {
            "id": f"kind-{kind}",
            "type": str(kind),
            "title": f"{COMPOUND} {kind}",
            "authors": people[:1],
            "publisher": COMPOUND,
            "published": "2020",
            "url": f"https://{HOST}/{kind}{'.mp4' if kind is ResourceType.VIDEO else ''}",
            "themes": [ID],
            "level": str(list(Level)[place % len(Level)]),
            "access": str(list(Access)[place % len(Access)]),
            "summary": f"{COMPOUND}, {COMPOUND}.",
            "language": "he" if place % 2 else "en",
        }
        for place, kind in enumerate(ResourceType)
    ]
    for one in kinds:
        if one["id"] == "kind-video":
            one |= {"minutes": 12_345, "captions": "automatic", "transcript": ADDRESS + "t"}
        if one["id"] == "kind-book":
            one |= {"status": "archived", "replaced_by": "kind-video", "archived_url": ADDRESS + "g"}
        if one["id"] == "kind-audio":
            one |= {"url": f"https://{HOST}/talk.mp3", "title": "מנהיגות (part 1): " + COMPOUND}
    bare = {"id": "bare", "type": "journal-article", "supplied_title": COMPOUND, "word_count": 99_999_999}
    return [full, *kinds, bare]


def catalogue() -> dict[str, Any]:
    """The whole catalogue."""
    long = f"{COMPOUND} {ADDRESS} {COMPOUND}"
    tasks: list[dict[str, Any]] = [
        {
            "id": mode if mode != "group" else ID,
            "prompt": f"{long}\n\nAnd {COMPOUND}?",
            "mode": mode,
            "minutes": 12_345 if mode == "alone" else 20,  # a session has room for the others
            "themes": [ID],
            "facilitator_note": long,
        }
        for mode in ("alone", "pairs", "group")
    ]
    tasks[2]["title"] = COMPOUND
    steps: list[dict[str, Any]] = [
        {"read": ID, "introduction": long},
        {"watch": "kind-video", "optional": True},
        {"listen": "kind-audio", "introduction": COMPOUND},
        {"read": "bare"},
        {"task": ID, "introduction": long},
        {"task": "pairs"},
    ]
    module = {
        "id": ID,
        "title": f"{COMPOUND} und {COMPOUND}",
        "summary": long,
        "outcomes": [long, COMPOUND],
        "prerequisites": ["first"],
        "themes": [ID],
        "sections": [
            {"id": ID, "title": COMPOUND, "summary": long, "steps": steps},
            {"id": "again", "title": HOST, "steps": [{"read": ID}, {"task": "alone"}]},
        ],
    }
    first = {"id": "first", "title": COMPOUND, "sections": [{"id": "one", "title": "One", "steps": [{"read": ID}]}]}
    third = {"id": "third", "title": "Third", "sections": [{"id": "one", "title": "One", "steps": [{"task": ID}]}]}
    return {
        "pathway": {
            "title": COMPOUND,
            "summary": long,
            "language": "en-GB",
            "site_url": "https://pathway.example.org/below/",
            "repository": "https://forge.example.org/team/pathway",
            "branch": "main",
            "forge": "gitlab",
            "organisation": COMPOUND,
            "contact": f"{'someone' * 8}@{HOST}",
            "modules": ["first", ID, "third"],
            "library_page_size": 10,
            "packages": ["epub", "common-cartridge", "scorm12"],
            "accessibility_tested": "2026-01-02",
            "accessibility_tested_by": COMPOUND,
            "accessibility_issues": [long],
            "enforcement_body": COMPOUND,
        },
        "themes": [
            {"id": ID, "title": THEME, "summary": long},
            {"id": LAST, "title": COMPOUND},
            {"id": "empty", "title": "Empty"},
        ],
        "resources": resources(),
        "tasks": tasks,
        "modules": [first, module, third],
        "routes": [{"id": ID, "title": COMPOUND, "audience": long, "summary": long, "modules": ["first", ID]}],
        "tips": [
            {
                "id": ID,
                "title": COMPOUND,
                "summary": long,
                "resource": ID,
                "sources": [
                    {
                        "id": ID,
                        "kind": "event",
                        "title": ADDRESS,
                        "note": long,
                        "tips": [
                            {"id": ID, "text": long, "themes": [ID], "see": [ID, "kind-video"]},
                            {"id": "short", "text": "Listen.", "themes": [LAST]},
                        ],
                    }
                ],
            }
        ],
        "retired": [
            {"id": "gone-for-good", "kind": "resource", "reason": long, "replacement": ID},
            {"id": "gone-module", "kind": "module", "reason": COMPOUND},
            {"id": f"{ID}/gone", "kind": "section", "reason": long, "replacement": f"{ID}/again"},
        ],
    }
