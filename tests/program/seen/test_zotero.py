"""Every record page of the shipped pathway, as Zotero reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from citation.test_zotero import TYPES, WHOLES
from learning_pathway.catalogue import read
from learning_pathway.citation.model import cited_resource
from zoteroreader import read_item

pytestmark = pytest.mark.engine


def test_every_record_of_the_pathway_gets_its_type_its_people_and_its_facts(site: Path, pathway: Path) -> None:
    catalogue = read(pathway).catalogue
    assert catalogue is not None
    for resource in catalogue.resources:
        item = read_item((site / "resources" / resource.id / "index.html").read_text(encoding="utf-8"))
        cited = cited_resource(resource)
        assert item.type == TYPES[resource.type.value][cited.part], resource.id
        assert item.fields["title"] == cited.printed
        assert item.fields.get("date", "").replace("/", "-") == str(cited.published or ""), resource.id
        assert item.fields.get("DOI") == resource.doi, resource.id
        if resource.container:
            assert item.fields[WHOLES[item.type]] == resource.container, resource.id
        people = [*resource.authors, *resource.editors] or [*cited.creators]
        names = sorted(
            person.organisation or f"{person.given or ''} {person.family or ''}".strip() for person in people
        )
        found = sorted(f"{given} {family}".strip() for _, given, family in item.creators)
        assert found == names, resource.id
