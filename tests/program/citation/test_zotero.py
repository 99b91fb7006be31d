"""Record pages, as Zotero reads them: the right type, the right people and the right facts for every type."""

from __future__ import annotations

import pytest

from casetable import case_table
from citation.everytype import variants
from learning_pathway.catalogue.model import Person, Resource
from learning_pathway.catalogue.types import PersonRole, ResourceType
from learning_pathway.citation.model import cited_resource
from learning_pathway.formats.highwire import as_properties, embedded
from learning_pathway.site.head import head
from zoteroreader import Item, read_item

#: The item type of a resource that stands alone, and of one that is part of another.
TYPES = {
    "article": ("webpage", "magazineArticle"),
    "blog": ("blogPost", "blogPost"),
    "report": ("report", "report"),
    "journal-article": ("journalArticle", "journalArticle"),
    "conference-paper": ("conferencePaper", "conferencePaper"),
    "chapter": ("bookSection", "bookSection"),
    "book": ("book", "book"),
    "thesis": ("thesis", "thesis"),
    "toolkit": ("report", "report"),
    "course": ("webpage", "webpage"),
    "video": ("videoRecording", "videoRecording"),
    "audio": ("audioRecording", "podcast"),
    "web-page": ("webpage", "webpage"),
}
#: What the field is called that holds the name of the whole.
WHOLES = {
    "magazineArticle": "publicationTitle",
    "journalArticle": "publicationTitle",
    "blogPost": "blogTitle",
    "webpage": "websiteTitle",
    "report": "seriesTitle",
    "book": "series",
    "thesis": "publicationTitle",
    "bookSection": "bookTitle",
    "conferencePaper": "proceedingsTitle",
    "videoRecording": "seriesTitle",
    "podcast": "seriesTitle",
    "audioRecording": "seriesTitle",
}
CASES = [
    pytest.param(resource, id=f"{kind.value}-{name}")
    for kind in ResourceType
    for name, resource in variants(kind).items()
]


def read(resource: Resource) -> Item:
    """What Zotero makes of a record page: its head, a preview's tags, and a day on which someone read the work."""
    metas = head("record", metas=embedded(resource), properties=as_properties(resource))["head"]
    preview = '<meta property="og:type" content="article"><meta property="og:site_name" content="Our pathway">'
    return read_item(f"<html><head>{metas}{preview}</head><body><h1>A</h1></body></html>")


def is_part(resource: Resource) -> bool:
    return cited_resource(resource).part


def whole_name(person: Person) -> tuple[str, str]:
    """Given names and family name as Zotero has room for them; a single name in place of the family name."""
    if person.organisation:
        return "", person.organisation.replace(",", ";")
    given = (person.given or "").replace(", Jr.", " Jr")  # Zotero drops the last stop
    return (given, person.family) if person.family else ("", given)


@case_table("resource", CASES)
def test_every_type_is_read_as_itself(resource: Resource) -> None:
    assert read(resource).type == TYPES[resource.type.value][is_part(resource)]


@case_table("resource", CASES)
def test_everyone_is_there_once_with_a_whole_name(resource: Resource) -> None:
    people = [*resource.authors, *resource.editors] or [*cited_resource(resource).creators]
    found = [(given, family) for _, given, family in read(resource).creators]
    assert sorted(found) == sorted(map(whole_name, people))


@case_table("resource", CASES)
def test_the_facts_stand_in_the_fields_of_their_type(resource: Resource) -> None:
    item, cited = read(resource), cited_resource(resource)
    assert item.fields["title"] == cited.printed
    assert item.fields.get("date", "").replace("/", "-") == str(cited.published or "")
    assert item.fields.get("url") == (resource.url or cited.address)
    assert item.fields.get("language") == resource.language
    assert item.fields.get("DOI") == resource.doi
    assert item.fields.get("ISBN") == resource.isbn
    if resource.container:
        assert item.fields[WHOLES[item.type]] == resource.container
    if resource.publisher and resource.publisher != resource.container:
        name = {
            "report": "institution",
            "videoRecording": "studio",
            "audioRecording": "label",
            "thesis": "university",
        }.get(item.type)
        assert item.fields[name or "publisher"] == resource.publisher
    if resource.pages and item.type in {"journalArticle", "bookSection", "conferencePaper", "magazineArticle"}:
        assert item.fields["pages"] == "12-34"
    if resource.conference:
        assert item.fields["conferenceName"] == resource.conference


@case_table("kind", ResourceType)
def test_people_keep_what_they_did_where_zotero_has_a_name_for_it(kind: ResourceType) -> None:
    item = read(variants(kind)["everything"])
    parts = {family.removesuffix("son").lower(): part for part, _, family in item.creators}
    has_editors = {"journalArticle", "conferencePaper", "bookSection", "book", "report"}
    has_translators = {*has_editors, "magazineArticle", "webpage"}
    assert parts["editor"] == parts["gray"] == ("editor" if item.type in has_editors else "contributor")
    assert parts["translator"] == ("translator" if item.type in has_translators else "contributor")
    assert parts["guest"] == ("guest" if item.type == "podcast" else "contributor")
    mains = {"videoRecording": "director", "podcast": "podcaster", "audioRecording": "performer"}
    assert parts["author"] == mains.get(item.type, "author")
    assert (parts["host"] == "podcaster") == (item.type == "podcast")


@case_table("kind", ResourceType)
def test_an_address_that_holds_numbers_is_not_read_as_an_isbn_or_a_doi(kind: ResourceType) -> None:
    for path in ("9780306406157", "2020/10/seeing", "v/1234567890"):
        address = f"https://example.net/{path}"
        facts = {"id": "r", "type": kind.value, "title": "R", "url": address}
        item = read(Resource.model_validate(facts))
        assert not {"ISBN", "DOI"} & item.fields.keys()
        assert item.fields["url"] == address


def test_a_page_without_a_publisher_belongs_to_its_host_and_not_to_this_site() -> None:
    facts = {"id": "r", "type": "web-page", "title": "R", "url": "https://www.example.net/r"}
    assert read(Resource.model_validate(facts)).fields["websiteTitle"] == "example.net"


def test_every_role_has_a_place_in_dublin_core() -> None:
    for kind in ResourceType:
        resource = variants(kind)["everything"]
        names = [text for name, text in embedded(resource) if name.startswith(("DC.creator", "DC.contributor"))]
        assert len(names) == len(PersonRole) + len(resource.editors)
