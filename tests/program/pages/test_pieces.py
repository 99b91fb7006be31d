"""Pieces of export files: every work once, in the part where a browser looks for it."""

from __future__ import annotations

import json

from learning_pathway.formats.registry import FORMATS, export
from learning_pathway.site.files.downloads import PART_SIZE, part_of, pieces
from smallcatalogue import CATALOGUE, Open


def test_every_work_stands_once_in_the_part_of_its_id(open_catalogue: Open) -> None:
    many = "".join(f"  - {{id: more-{n}, type: report, title: More}}\n" for n in range(3 * PART_SIZE))
    site = open_catalogue(CATALOGUE.replace("tasks:\n", f"{many}tasks:\n", 1)).site
    assert site is not None
    files = {asset.path.rpartition("/")[2]: json.loads(asset.text) for asset in pieces(site)}
    index = files.pop("index.json")
    assert len(files) == index["parts"] == 4
    assert set(index["formats"]) == set(FORMATS)
    found = [(int(name.removesuffix(".json")), work) for name, part in files.items() for work in part["works"]]
    assert sorted(work for _, work in found) == sorted(site.resources)
    assert all(part_of(work, 4) == number for number, work in found)
    for name, form in index["formats"].items():
        piece = files[f"{part_of('known', 4)}.json"]["works"]["known"][name]
        assert (form["head"] + piece + form["tail"]).encode() == export([site.resources["known"]], name)


def test_a_pathway_without_works_has_an_empty_part(open_catalogue: Open) -> None:
    site = open_catalogue("pathway: {title: Empty}\n").site
    assert site is not None
    index, part = (json.loads(asset.text) for asset in pieces(site))
    assert (index["parts"], part["works"]) == (1, {})
