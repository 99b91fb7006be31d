"""No rule of the judge names a host, a title or a creator of the pages that it is tried on."""

from __future__ import annotations

import re
from pathlib import Path

import learning_pathway.links
from learning_pathway.links.text import content_words, folded
from links.blindset import FOLDER, read_cases
from links.laboratory import CASES

SOURCES = folded(
    "\n".join(
        path.read_text(encoding="utf-8")
        for kind in ("*.py", "*.toml")
        for path in sorted(Path(learning_pathway.links.__file__).parent.rglob(kind))
    )
)
#: Names that are meant: the services and the networks whose answers the set imitates stand in the settings.
KNOWN = {"www.youtube.com", "i.ytimg.com", "vimeo.com"}


def hosts() -> set[str]:
    laboratory = {case.host for case in CASES} | {f"{label}.example.net" for case in CASES for label in case.others}
    text = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in FOLDER.rglob("*") if path.is_file())
    text += "\n".join(path.read_text(encoding="utf-8") for path in (FOLDER.parent / "laboratory").glob("*.py"))
    blind = {host for case in read_cases() for host in (case.host, case.other)}
    return (laboratory | blind | set(re.findall(r"[a-z0-9.-]+\.example\b", text))) - KNOWN


def names() -> set[str]:
    """Titles and creators of the works, where they are more than a phrase that any page may hold."""
    every = {name for case in CASES for name in (case.title or "", *case.creators)}
    for case in read_cases():
        entry = case.written["catalogue"]
        every |= {entry.get("title", ""), entry.get("supplied_title", ""), entry.get("publisher", "")}
        every |= set(entry.get("authors", []))
        every |= {case.video, case.written.get("last_good", {}).get("title", "")}
    return {name for name in every if len(content_words(name)) >= 3 or (len(name.split()) == 2 and name.istitle())}


def test_no_rule_names_a_host_of_the_pages_that_it_is_tried_on() -> None:
    assert len(hosts()) > 400
    assert [host for host in sorted(hosts()) if f" {folded(host)} " in SOURCES] == []


def test_no_rule_names_a_resource_or_a_creator_that_it_is_tried_on() -> None:
    meant = {"Not Found", "Page not found: the art of the 404"}
    assert len(names()) > 150
    assert [name for name in sorted(names() - meant) if f" {folded(name)} " in f" {SOURCES} "] == []
