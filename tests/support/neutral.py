"""A pathway whose own words are all Georgian, so that every other word on its pages is the interface's."""

# ruff: noqa: RUF001 - Georgian

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from bs4 import BeautifulSoup, NavigableString, Tag

from learning_pathway.catalogue.types import Access, Captions, Level, PackageKind, PersonRole, ResourceType
from learning_pathway.links.state.file import write_health
from learning_pathway.links.state.model import LinkState, VerdictChange
from learning_pathway.links.verdicts import Verdict
from siteproject import copy_project

__all__ = ["DAY", "english", "english_in_page", "neutral_catalogue", "neutral_project"]

DAY = date(2024, 4, 22)
#: Texts of the catalogue, told apart by a number.
_WORDS = "სიტყვა"
#: Attributes that are read to people.
_SPOKEN = ("aria-label", "aria-description", "alt", "title", "placeholder", "label", "data-words")
_MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
#: Words that are no message: names of days, months and languages (CLDR), addresses, and what the tests themselves name.
_KNOWN = re.compile(
    r"https?://\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:example|org|net|com|be)\b[^\s]*|@[\w.-]+"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:day|sday|nesday|rsday|urday)?\b|\b(?:kB|MB|and|at|UTC|AM|PM)\b"
    r"|\bGeorgian\b|\b(?:JSON|YouTube|CC0)\b|\b(?:resource|task|module|route|theme)s?(?::|--)[\w-]+|learning-pathway:/[^\s⟦]*"
)
_LETTERS = re.compile(r"[A-Za-zÀ-ɏ]{2,}")


def english(text: str) -> str:
    """What in a text is neither marked as a message nor a word that is no message."""
    return " ".join(_LETTERS.findall(_KNOWN.sub(" ", _MARKED.sub(" ", text))))


def english_in_page(markup: str, *, parser: str = "html.parser", without: str = "") -> list[str]:
    """Every text and every spoken attribute of a page with words that are no message; `without` leaves elements out."""
    soup = BeautifulSoup(markup, parser)
    for element in soup.select("script, style, code" + (f", {without}" if without else "")):
        element.decompose()
    return [f"{where}: {found} in {text[:160]!r}" for where, text in _texts(soup) if (found := english(text))]


def _texts(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for text in soup.find_all(string=True):
        if type(text) is NavigableString:
            yield (text.parent.name if text.parent else "", str(text))
    for element in soup.find_all(True):
        if isinstance(element, Tag):
            yield from ((name, str(element[name])) for name in _SPOKEN if element.get(name))
    for element in soup.select('meta[name="description"], meta[property^="og:"][content]'):
        if element.get("property") not in ("og:type", "og:locale", "og:image:type"):
            yield "meta", str(element["content"])


def words(number: int | str) -> str:
    """A text of the catalogue."""
    return f"{_WORDS} {number}"


def neutral_catalogue(language: str, page_size: int = 400) -> dict[str, Any]:
    """The pathway, with one of everything: each type, mode, level, access, and each field of a record."""
    resources = [resource(number, kind) for number, kind in enumerate(ResourceType)]
    resources += [
        {"id": "supplied", "type": "report", "supplied_title": words("s"), "themes": ["one"], "minutes": 5},
        {"id": "pdf", "type": "report", "title": words("p"), "url": "https://example.org/a.pdf", "minutes": 95},
        {"id": "old", "type": "article", "title": words("o"), "status": "archived", "replaced_by": "pdf"},
        {"id": "other", "type": "article", "title": words("x"), "url": "https://example.org/x", "cites": ["pdf"]},
        {"id": "gone-video", "type": "video", "title": words("g"), "url": "https://example.org/g", "themes": ["one"]},
        {"id": "playing", "type": "video", "title": words("v"), "url": "https://youtu.be/abcdefghij1", "minutes": 3},
        {"id": "heard", "type": "audio", "title": words("h"), "url": "https://example.org/h.mp3", "minutes": 60},
    ]
    first = [step(kind, f"r-{number}", number) for number, kind in enumerate(ResourceType)]
    second = [{"read": "supplied"}, {"read": "pdf"}, {"read": "old"}, {"watch": "gone-video"}, {"watch": "playing"}]
    return {
        "pathway": {
            "title": words("ა"),
            "summary": words("ბ"),
            "language": language,
            "site_url": "https://example.org/pathway/",
            "repository": "https://forge.example/team/pathway",
            "organisation": words("გ"),
            "library_page_size": page_size,
            "packages": [str(kind) for kind in PackageKind],
        },
        "themes": [
            {"id": "one", "title": words("დ"), "summary": words("ე")},
            {"id": "empty", "title": words("ვ")},
        ],
        "resources": resources,
        "tasks": [
            {"id": "alone", "prompt": words("ზ"), "themes": ["one"]},
            {"id": "pairs", "title": words("თ"), "prompt": words("ი"), "mode": "pairs", "minutes": 10},
            {"id": "group", "prompt": words("კ"), "mode": "group", "minutes": 1, "facilitator_note": words("ლ")},
        ],
        "modules": [
            {
                "id": "first",
                "title": words("მ"),
                "summary": words("ნ"),
                "outcomes": [words("ო")],
                "themes": ["one"],
                "sections": [
                    {"id": "a", "title": words("პ"), "summary": words("ჟ"), "steps": first},
                    {"id": "b", "title": words("რ"), "steps": [{"task": "alone"}, {"task": "pairs", "optional": True}]},
                ],
            },
            {
                "id": "second",
                "title": words("ს"),
                "prerequisites": ["first"],
                "sections": [{"id": "c", "title": words("ტ"), "steps": [*second, {"task": "group"}]}],
            },
            {
                "id": "third",
                "title": words("უ"),
                "prerequisites": ["first", "second"],
                "sections": [{"id": "d", "title": words("ფ"), "steps": [{"listen": "heard"}]}],
            },
        ],
        "routes": [
            {"id": "way", "title": words("ქ"), "audience": words("ღ"), "summary": words("ყ"), "modules": ["first"]},
            {"id": "road", "title": words("შ"), "modules": ["first", "second", "third"]},
        ],
        "tips": [
            {
                "id": "advice",
                "title": words("ჩ"),
                "summary": words("ც"),
                "resource": "pdf",
                "sources": [tip_source(kind) for kind in ("phase", "event", "question", "report")],
            }
        ],
        "retired": [
            {"id": "lost", "kind": "resource", "reason": words("ძ"), "replacement": "pdf"},
            {"id": "lost-module", "kind": "module", "reason": words("წ")},
            {"id": "first/z", "kind": "section", "reason": words("ჭ"), "replacement": "first/a"},
            {"id": "lost-tip", "kind": "tip", "reason": words("ხ"), "replacement": "tip-event"},
        ],
    }


def resource(number: int, kind: ResourceType) -> dict[str, Any]:
    """A resource of a type; among all of them, each level, access, role and state of captions, and each field."""
    people = [
        {"family": words(f"{number}{place}"), "role": str(role)}
        for place, role in enumerate(PersonRole)
        if role is not PersonRole.EDITOR
    ]
    return {
        "id": f"r-{number}",
        "formerly": [f"was-{number}"],
        "type": str(kind),
        "title": words(f"ა{number}"),
        "authors": [people, people[:1], people[:2], []][number % 4],
        "editors": [{"family": words("ჯ"), "role": "editor"}] * (number % 3),
        "publisher": words("ჰ"),
        "container": words("ჯა"),
        "place": words("ჰა"),
        "published": ["2020", "2020-05", "2020-05-06"][number % 3],
        "updated": "2021-02",
        "accessed": "2024-02-03",
        "volume": "1",
        "issue": "2",
        "pages": "3-4",
        "edition": "2",
        "number": "5",
        "conference": words("ჯბ"),
        "language": "ka",
        "url": f"https://example.org/{number}",
        "archived_url": f"https://archive.example/{number}" if number % 2 else None,
        "catalogue_url": f"https://catalogue.example/{number}",
        "alternatives": [{"url": f"https://copy.example/{number}", "label": words("ჯგ"), "access": "free"}],
        "transcript": f"https://example.org/{number}/t" if number % 3 == 0 else None,
        "library_catalogue": words("ჯდ"),
        "database": words("ჯე"),
        "accession_number": "6",
        "doi": f"10.5555/{number}",
        "issn": "2049-3630",
        "isbn": "9780306406157",
        "access": str(list(Access)[number % 4]),
        "access_note": words("ჯვ"),
        "licence": "CC0",
        "level": str(list(Level)[number % 3]),
        "themes": ["one"] * (number % 2 or number > 5),
        "minutes": [None, 1, 25, 130, 60][number % 5],
        "page_count": 22,
        "word_count": 1200 if number % 2 else None,
        "captions": str(list(Captions)[number % 4]) if kind is ResourceType.VIDEO else None,
        "summary": words("ჯზ"),
        "summary_source": "publisher" if number % 2 else "editors",
        "why": words("ჯთ"),
        "earlier_titles": [words("ჯი")],
        "related": ["pdf", "other"],
        "added": "2024-01-02",
        "reviewed_on": "2024-03-04",
    }


def step(kind: ResourceType, name: str, number: int) -> dict[str, Any]:
    """A step that leads to a resource of a type."""
    return {str(kind.verb): name, "introduction": words("ჯკ"), "optional": number % 5 == 4}


def tip_source(kind: str) -> dict[str, Any]:
    """A source of one tip."""
    tip = {"id": f"tip-{kind}", "text": words("ჯლ"), "themes": ["one"], "see": ["pdf", "other"]}
    return {"id": kind, "kind": kind, "title": words("ჯმ"), "note": words("ჯნ"), "tips": [tip]}


def records() -> Iterator[LinkState]:
    """The state of a link for each verdict, known for long and for a short time."""
    verdicts = [verdict for verdict in Verdict if verdict is not Verdict.NOT_CHECKED]
    for number, verdict in enumerate(verdicts):
        yield record(f"r-{number}", f"https://example.org/{number}", verdict, alarm=number % 2 == 0)
    yield record("gone-video", "https://example.org/g", Verdict.REMOVED_VIDEO, alarm=True)
    yield record("pdf", "https://example.org/a.pdf", Verdict.BROKEN, alarm=True, last_good=None)
    yield record("other", "https://example.org/x", Verdict.OK)


def record(name: str, url: str, verdict: Verdict, **more: Any) -> LinkState:
    """What is known of one link."""
    history = (
        VerdictChange(before=Verdict.NOT_CHECKED, to=Verdict.OK, on=DAY - timedelta(weeks=3)),
        VerdictChange(before=Verdict.OK, to=verdict, on=DAY - timedelta(weeks=2)),
    )
    known = {"checked_on": DAY, "last_good": DAY - timedelta(weeks=3), "first_failed": DAY - timedelta(weeks=2), **more}
    return LinkState(name, url, verdict, history=history, **known)


def neutral_project(folder: Path, language: str, page_size: int = 400) -> Path:
    """A project of that pathway in `folder`, which must not exist yet, with one hand-written page."""
    made = copy_project(folder)
    shutil.rmtree(made / "resources")
    shutil.rmtree(made / "docs")
    (made / "docs").mkdir()
    (made / "published-ids.txt").unlink(missing_ok=True)
    (made / "docs" / "about.md").write_text(
        f"# {words('ჯო')}\n\n{words('ჯპ')}\n\n## {words('ჯჟ')}\n\n", encoding="utf-8"
    )
    settings = yaml.safe_load((made / "mkdocs.yml").read_text(encoding="utf-8"))
    settings["nav"] = [{words("ჯრ"): "about.md"}]
    settings["extra"] = {"footer": [{"title": words("ჯს"), "path": "about/"}]}
    settings["validation"] = {}
    (made / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    text = json.dumps(pruned(neutral_catalogue(language, page_size)), ensure_ascii=False)
    (made / "resources.yaml").write_text(text, encoding="utf-8")
    write_health(made / "link-health.json", records(), swept_on=DAY)
    return made


def pruned(value: Any) -> Any:
    """The value without the keys that have none."""
    if isinstance(value, dict):
        return {key: pruned(part) for key, part in value.items() if part not in (None, [], {})}
    return [pruned(part) for part in value] if isinstance(value, list) else value
