"""A small pathway with titles and creators in several languages and scripts, and what reads its pages."""

# ruff: noqa: RUF001 - texts in their own scripts

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString, Tag

from siteproject import copy_project

__all__ = ["TITLES", "WAYS", "catalogue", "project", "unmarked"]

#: A title in each language. Every one is told from the words around it by letters of its own.
TITLES = {
    "he": "מנהיגות (part 1): למה?",
    "ar": "ما هي القيادة المشتركة؟",
    "fa": "OKR برای رهبران",
    "az-Arab": "بیرگه رهبرلیک",
    "cy": "Gŵyl y tŷ: beth yw ymddiriedaeth?",
    "zh": "协作领导力是什么？",
    "ja": "信頼とは何か",
}
#: Which way each is written.
WAYS = {"he": "rtl", "ar": "rtl", "fa": "rtl", "az-Arab": "rtl"}
#: Attributes that are read to people.
_SPOKEN = ("aria-label", "aria-description", "alt", "title", "placeholder")
_CREATORS = {
    "he": [{"family": "כהן", "given": "רות"}, {"family": "לוי", "given": "דן"}],
    "zh": [{"family": "王", "given": "小明"}],
    "ja": [{"family": "山田", "given": "太郎"}],
}


def catalogue() -> dict[str, object]:
    """The pathway as an editor would write it."""
    resources: list[dict[str, object]] = [
        {
            "id": f"in-{tag.lower()}",
            "type": "video" if tag == "ar" else "book",
            "title": title,
            "language": tag,
            "url": f"https://www.youtube.com/watch?v=abcdefghij{number}"
            if tag == "ar"
            else f"https://example.net/{number}",
            "authors": _CREATORS.get(tag, [{"family": "Gray", "given": "Ida"}]),
            "published": "2020",
            "earlier_titles": [f"{title} 0"],
            "doi": f"10.5555/{number}",
            "archived_url": f"https://archive.example/{number}",
            "transcript": f"https://example.net/{number}/words",
            "themes": ["trust"],
            "summary": "What it says.",
            "added": "2024-05-01",
        }
        for number, (tag, title) in enumerate(TITLES.items())
    ]
    resources[0]["replaced_by"], resources[0]["status"] = resources[1]["id"], "archived"
    resources[1]["related"] = [entry["id"] for entry in resources[2:]]
    resources.append({"id": "unknown", "type": "report", "title": "עבודה בצוות (1)", "themes": ["trust"]})
    steps = [{"watch" if entry["type"] == "video" else "read": entry["id"]} for entry in resources]
    section = {"id": "one", "title": "One", "steps": [*steps, {"task": "think"}]}
    return {
        "pathway": {
            "title": "Pathway",
            "language": "en-GB",
            "site_url": "https://example.org/pathway/",
            "packages": ["epub", "common-cartridge", "scorm12"],
        },
        "themes": [{"id": "trust", "title": "Trust"}],
        "resources": resources,
        "tasks": [{"id": "think", "prompt": "What now?"}],
        "modules": [{"id": "whole", "title": "Whole", "sections": [section]}],
        "tips": [
            {
                "id": "tips",
                "title": "Tips",
                "resource": "in-cy",
                "sources": [
                    {
                        "id": "event",
                        "kind": "event",
                        "title": "An event",
                        "tips": [{"id": "one", "text": "Listen.", "see": ["in-he", "in-cy"]}],
                    }
                ],
            }
        ],
        "retired": [{"id": "gone", "reason": "It has gone.", "replacement": "in-he"}],
    }


def project(folder: Path) -> Path:
    """A project of that pathway in `folder`, which must not exist yet."""
    made = copy_project(folder)
    shutil.rmtree(made / "resources")
    for name in ("published-ids.txt", "link-health.json"):
        (made / name).unlink(missing_ok=True)
    text = json.dumps(catalogue(), ensure_ascii=False)
    (made / "resources.yaml").write_text(text, encoding="utf-8")
    return made


def unmarked(markup: str, *, xml: bool = False) -> list[str]:
    """Every place in a page where a title stands without its language or its direction, as the words around it.

    The head is left out but for the `lang` of its title: what stands there is no text of the page.
    """
    soup = BeautifulSoup(markup, "xml" if xml else "html.parser")
    texts = [text for text in _texts(soup) if any(title in _words(text) for title in TITLES.values())]
    found = [
        f"{tag}: {str(text.parent)[:300]}"
        for tag, title in TITLES.items()
        for text in texts
        if title in _words(text) and not _is_marked(text, tag)
    ]
    for tag, title in TITLES.items():
        for name in _SPOKEN:
            held = soup.body.find_all(attrs={name: True}) if soup.body else []
            found += [f"{tag}: {name}" for one in held if title in str(one[name]) and one.get("lang") != tag]
    return found


def _words(text: str) -> str:
    return " ".join(text.split())


def _texts(soup: BeautifulSoup) -> Iterator[NavigableString]:
    body = soup.body or soup
    for text in body.find_all(string=True):
        in_report = text.find_parent(class_="lp-report__text")  # plain text to copy, which holds no languages
        if text.find_parent(["script", "style"]) is None and in_report is None:
            yield text


def _is_marked(text: NavigableString, tag: str) -> bool:
    """Whether the nearest language around a text is its own, and the nearest direction too."""
    parents = [parent for parent in text.parents if isinstance(parent, Tag)]
    language = next((str(parent["lang"]) for parent in parents if parent.get("lang")), "")
    way = next((str(parent["dir"]) for parent in parents if parent.get("dir")), "ltr")
    is_isolated = parents[0].name == "bdi"
    first = {"he": "rtl", "ar": "rtl", "az-Arab": "rtl"}.get(tag, "ltr")
    return language == tag and (WAYS.get(tag, "ltr") == way or (is_isolated and first == WAYS.get(tag, "ltr")))
