"""Whose words a summary is in: an abstract that comes along is the publisher's, and pages and files say so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from learning_pathway.catalogue.model import Resource
from learning_pathway.formats.csl_json import csl_item
from learning_pathway.formats.highwire import embedded
from learning_pathway.formats.registry import FORMATS, export
from learning_pathway.imports.readers import read_file
from learning_pathway.site.build import open_build

ABSTRACT = "We measured trust in nine towns."
FILES = {
    "zotero.ris": f"TY  - JOUR\nTI  - Trust\nAB  - {ABSTRACT}\nER  - \n",
    "endnote.ris": f"TY  - RPRT\nTI  - Trust\nN2  - {ABSTRACT}\nER  - \n",
    "jabref.bib": f"@article{{a, title = {{Trust}}, abstract = {{{ABSTRACT}}}}}\n",
    "zotero.json": json.dumps([{"id": "a", "type": "book", "title": "Trust", "abstract": ABSTRACT}]),
    "zotero.csv": f"Key,Item Type,Publication Year,Title,Abstract Note\nA,book,2020,Trust,{ABSTRACT}\n",
    "own.csv": f"title,abstract\nTrust,{ABSTRACT}\n",
}


def read_one(path: Path, text: str) -> dict[str, object]:
    path.write_text(text, encoding="utf-8")
    (record,) = read_file(path).records
    return dict(record.facts)


@pytest.mark.parametrize("name", FILES)
def test_an_abstract_that_comes_along_is_the_publishers(tmp_path: Path, name: str) -> None:
    facts = read_one(tmp_path / name, FILES[name])
    assert (facts["summary"], facts["summary_source"]) == (ABSTRACT, "publisher")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("none.ris", "TY  - JOUR\nTI  - Trust\nER  - \n"),
        ("none.bib", "@article{a, title = {Trust}}\n"),
        ("none.json", '[{"id": "a", "type": "book", "title": "Trust"}]'),
        ("own.csv", "title,summary\nTrust,What it says.\n"),
    ],
)
def test_a_work_without_an_abstract_says_nothing_of_whose_words_it_has(tmp_path: Path, name: str, text: str) -> None:
    assert "summary_source" not in read_one(tmp_path / name, text)


@pytest.mark.parametrize("source", ["editors", "publisher"])
@pytest.mark.parametrize("name", ["csl-json", "bibtex", "csv"])
def test_whose_words_they_are_survives_our_own_files(tmp_path: Path, name: str, source: str) -> None:
    facts = {"id": "r", "type": "book", "title": "Trust", "summary": ABSTRACT, "summary_source": source}
    text = export([Resource.model_validate(facts)], name).decode("utf-8-sig")
    found = read_one(tmp_path / f"r{FORMATS[name].suffix}", text)
    assert (found["summary"], found.get("summary_source", "editors")) == (ABSTRACT, source)


def record_of(folder: Path, source: str) -> str:
    facts = {"id": "r", "type": "book", "title": "Trust", "summary": ABSTRACT, "summary_source": source}
    (folder / "resources.yaml").write_text(json.dumps({"resources": [facts]}), encoding="utf-8")
    return next(page.text for page in open_build(folder).pages() if page.path == "resources/r/index.md")


@pytest.mark.parametrize(
    ("source", "said", "name"),
    [
        ("editors", "This summary is ours, not the resource’s own abstract.", "description"),
        ("publisher", "This summary is the publisher’s own.", "abstract"),
    ],
)
def test_a_record_says_whose_words_its_summary_is_in(tmp_path: Path, source: str, said: str, name: str) -> None:
    page = record_of(tmp_path, source)
    told = re.findall(r"This summary is [^<]+", page)
    assert told == [said]
    linked = page.replace("\\", "")
    assert f'"{name}": "{ABSTRACT}"' in linked or f'"{name}":"{ABSTRACT}"' in linked


def test_files_for_reference_managers_hold_it_either_way() -> None:
    facts = {"id": "r", "type": "book", "title": "Trust", "summary": ABSTRACT}
    theirs = Resource.model_validate({**facts, "summary_source": "publisher"})
    assert csl_item(theirs)["abstract"] == ABSTRACT
    assert dict(embedded(theirs))["citation_abstract"] == ABSTRACT
    assert "citation_abstract" not in dict(embedded(Resource.model_validate(facts)))
