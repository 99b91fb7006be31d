"""A small site with a work of every type and with hostile titles, built at an address and built without one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from siteproject import copy_project, mkdocs

if TYPE_CHECKING:
    from conftest import Once

ADDRESS = "https://example.org/pathway/"
#: A title that ends every element, string and line that it could stand in.
HOSTILE = "</script></title>\"'><!--<script>window.broken=1</script>&amp;\\u003c\n\tnew line ]]> {{ 7*7 }} --- end"
TYPES = {
    "article": {"container": "The Weekly", "publisher": "Weekly House", "published": "2021-03-04"},
    "blog": {"container": "A blog", "published": "2020-05-01"},
    "report": {"publisher": "Collective Leadership for Scotland", "published": "2022-09", "number": "5"},
    "journal-article": {"container": "Journal", "volume": "5", "issue": "3", "pages": "401-423", "issn": "1234-5679"},
    "conference-paper": {"container": "Proceedings of a Conference", "pages": "274-282", "published": "2009"},
    "chapter": {"container": "A book of parts", "editors": [{"family": "Gray", "given": "Ida"}], "pages": "3-13"},
    "book": {"publisher": "Press", "isbn": "978-0-306-40615-7", "page_count": 220, "edition": "2nd"},
    "toolkit": {"publisher": "A charity"},
    "course": {"publisher": "A university", "minutes": 600},
    "video": {"published": "2019-01-02", "minutes": 12, "captions": "edited", "container": "Talks"},
    "audio": {"minutes": 40, "container": "A podcast", "issue": "7"},
    "web-page": {"publisher": "A council", "updated": "2023-04-05"},
}
COMMON = {
    "authors": [{"family": "Sharp", "given": "Cathy"}, {"organisation": "Northern Forum"}],
    "language": "en",
    "themes": ["trust"],
    "access": "free",
    "level": "starter",
    "licence": "CC BY 4.0",
    "summary": "What it says.\n\nIn two paragraphs.",
}


def catalogue(site_url: str | None) -> dict[str, object]:
    works = [
        {"id": name, "type": name, "title": f"A work: {name}", "url": f"https://example.net/{name}", **COMMON, **facts}
        for name, facts in TYPES.items()
    ]
    bare: dict[str, object] = {"id": "bare", "type": "report", "supplied_title": "Nothing else is known"}
    hostile: dict[str, object] = {"id": "hostile", "type": "report", "title": HOSTILE, "summary": HOSTILE}
    hostile["authors"] = [{"organisation": HOSTILE}, {"family": HOSTILE, "given": HOSTILE}]
    steps = [{"watch" if n == "video" else "listen" if n == "audio" else "read": n} for n in TYPES]
    known = [{"watch": "video", "introduction": "Watch this first."}, {"task": "think"}]
    return {
        "pathway": {
            "title": "Pathway & <friends>",
            "summary": "Words & more",
            "organisation": 'House of "Words"',
            "language": "en-GB",
            "library_page_size": 10,
            **({"site_url": site_url} if site_url else {}),
        },
        "themes": [{"id": "trust", "title": HOSTILE}],
        "resources": [*works, bare, hostile],
        "tasks": [{"id": "think", "prompt": HOSTILE, "minutes": 10}],
        "modules": [
            {
                "id": "known",
                "title": "All lengths known",
                "outcomes": ["Tell trust from hope", HOSTILE],
                "sections": [{"id": "one", "title": "One", "steps": known}],
            },
            {
                "id": "whole",
                "title": HOSTILE,
                "summary": HOSTILE,
                "prerequisites": ["known"],
                "sections": [{"id": "one", "title": HOSTILE, "steps": [*steps, {"read": "hostile"}, {"read": "bare"}]}],
            },
        ],
        "routes": [{"id": "both", "title": "Both", "audience": HOSTILE, "modules": ["known", "whole"]}],
        "tips": [
            {
                "id": "tips",
                "title": "Tips",
                "sources": [
                    {
                        "id": "event",
                        "kind": "event",
                        "title": "An event",
                        "tips": [{"id": "one", "text": HOSTILE, "see": ["book", "hostile"]}],
                    }
                ],
            }
        ],
    }


def build(folder: Path, site_url: str | None) -> None:
    project = copy_project(folder / "project")
    shutil.rmtree(project / "resources")
    for name in ("published-ids.txt", "link-health.json"):
        (project / name).unlink(missing_ok=True)
    # JSON is YAML, and leaves no doubt about what is in a hostile title.
    (project / "resources.yaml").write_text(json.dumps(catalogue(site_url)), encoding="utf-8")
    built = mkdocs(project, folder / "site")
    assert built.returncode == 0, built.stdout + built.stderr


@pytest.fixture(scope="session")
def seen_site(once: Once) -> Path:
    """The small site, built for `ADDRESS`."""
    return once("seen", lambda folder: build(folder, ADDRESS)) / "site"


@pytest.fixture(scope="session")
def site_without_address(once: Once) -> Path:
    """The same site where no one has said where it is published."""
    return once("seen-nowhere", lambda folder: build(folder, None)) / "site"
