"""Every field of every type of resource is in every format, or the documentation says that it is not."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml

from casetable import case_table
from citation.everytype import FACTS, PEOPLE
from learning_pathway.catalogue.fields import FIELDS, Loss
from learning_pathway.catalogue.fields import FORMATS as COLUMNS
from learning_pathway.catalogue.model import Resource
from learning_pathway.catalogue.types import ResourceType
from learning_pathway.formats.bibtex_writer import bibtex_entry
from learning_pathway.formats.coins import coins
from learning_pathway.formats.csl_json import csl_item
from learning_pathway.formats.csv_writer import CSV_HEAD, csv_row
from learning_pathway.formats.highwire import embedded
from learning_pathway.formats.mappings import LIMITS
from learning_pathway.formats.ris_writer import ris_record
from learning_pathway.site.build import open_build
from learning_pathway.site.pages.record import resource_data
from learning_pathway.site.resource_view import ResourceView

#: A value for every field, and words by which it is found; a string is looked for as it is.
VALUES: Mapping[str, Any] = {
    **FACTS,
    "themes": ["quokkas"],
    "formerly": ["formername"],
    "title": "Ways of seeing",
    "title_sentence": "Sentencewise title",
    "earlier_titles": ["Earlierwise title"],
    "translated_title": "Translatedwise title",
    "authors": [*PEOPLE.values()],
    "original_published": "1904",
    "updated": "2022-05-06",
    "accessed": "2023-07-08",
    "genre": "Genreword",
    "medium": "Mediumword",
    "catalogue_url": "https://catalogueword.example/1",
    "alternatives": [{"url": "https://example.net/copy", "label": "Copyword"}],
    "transcript": "https://transcriptword.example/4",
    "library_catalogue": "Libraryword",
    "database": "Databaseword",
    "accession_number": "Acc-123456",
    "access": "free",
    "access_note": "Accessword",
    "level": "advanced",
    "minutes": 47,
    "page_count": 222,
    "word_count": 98_765,
    "captions": "edited",
    "summary": "Summaryword.",
    "summary_source": "publisher",
    "why": "Whyword.",
    "added": "2020-11-12",
    "reviewed_on": "2020-11-13",
    "review_every": "7 months",
    "owner": "Ownerword",
    "note": "Noteword",
    "language": "cy",
    "licence": "Licenceword 4.0",
}
#: What stands in a file for a field, where it is not the value itself.
WORDS = {
    "id": "r-",
    "authors": "Authorson",
    "editors": "Gray",
    "alternatives": "Copyword",
    "themes": "quokkas",
    "published": "2021",
    "pages": "34",
    "formerly": "formername",
    "earlier_titles": "Earlierwise",
    "updated": "2022",
    "accessed": "2023",
    "review_every": "months",
    "conference": "Conference on Trust",
}
IN_FORMAT = {
    ("schema_org", "access"): "true",
    ("schema_org", "captions"): "captions",
    ("schema_org", "summary_source"): "abstract",
    ("schema_org", "minutes"): "PT47M",
    ("schema_org", "pages"): "12–34",
    ("schema_org", "type"): "learningResourceType",
    ("schema_org", "level"): "Advanced",
}
#: Fields that exclude each other or name other entries, and those whose name is the file's own.
APART = {"type", "supplied_title", "in_press", "related", "cites", "status", "replaced_by", "id"}


def resource(kind: ResourceType, **facts: Any) -> Resource:
    own = {
        "id": f"r-{kind.value}",
        "type": kind.value,
        "url": f"https://example.net/2020/10/1234567890/{kind.value}",
        "archived_url": f"https://archiveword.example/{kind.value}",
        "doi": f"10.5555/{kind.value}",
        "formerly": [f"formername-{kind.value}"],
    }
    return Resource.model_validate({**VALUES, **own, **facts})


def words(kind: ResourceType, column: str, field: str) -> str:
    own = {"url": kind.value, "archived_url": "archiveword", "doi": f"10.5555/{kind.value}"}
    return IN_FORMAT.get((column, field)) or own.get(field) or WORDS.get(field) or str(VALUES[field])


def csv_text(one: Resource) -> str:
    (row,) = csv.DictReader(io.StringIO((CSV_HEAD + csv_row(one)).removeprefix("\ufeff"), newline=""))
    return "\n".join(text for name, text in row.items() if name != "citation")


TEXT: Mapping[str, Callable[[Resource], str]] = {
    "csv": csv_text,
    "csl": lambda one: json.dumps(csl_item(one), ensure_ascii=False),
    "bibtex": lambda one: bibtex_entry(one).replace("{", "").replace("}", ""),
    "ris": ris_record,
    "highwire": lambda one: "\n".join(text for _, text in embedded(one, ["quokkas"])),
    "coins": lambda one: unquote(coins(one)),
}


@pytest.fixture(scope="module")
def linked_data(tmp_path_factory: pytest.TempPathFactory) -> Mapping[ResourceType, str]:
    """The linked data of a record of each type."""
    folder = tmp_path_factory.mktemp("every-field")
    entries = [resource(kind).model_dump(mode="json", exclude_defaults=True) for kind in ResourceType]
    catalogue = {"pathway": {"title": "P"}, "themes": [{"id": "quokkas", "title": "quokkas"}], "resources": entries}
    (folder / "resources.yaml").write_text(yaml.safe_dump(catalogue, allow_unicode=True), encoding="utf-8")
    build = open_build(folder)
    assert build.problems == ()
    site = build.site
    assert site is not None
    views = (ResourceView(site, f"resources/{one.id}/index.md", one) for one in site.resources.values())
    return {view.resource.type: json.dumps(resource_data(view), ensure_ascii=False) for view in views}


def limited(kind: ResourceType, column: str, field: str) -> bool:
    return any((each.field, each.column) == (field, column) and kind not in each.types for each in LIMITS)


def missing(kind: ResourceType, column: str, text: str) -> list[str]:
    """Fields that a format names and that are not in its text, and those that it is said to lack and are there."""
    told = [field for field in FIELDS if field not in APART and not isinstance(getattr(FIELDS[field], column), Loss)]
    return [
        field
        for field in told
        if (words(kind, column, field) in text) == limited(kind, column, field) and field != "page_count"
    ]


@case_table("column", TEXT)
@case_table("kind", ResourceType)
def test_every_field_is_there_or_documented(kind: ResourceType, column: str) -> None:
    assert missing(kind, column, TEXT[column](resource(kind))) == []


@case_table("kind", ResourceType)
def test_every_field_is_in_linked_data_or_documented(
    kind: ResourceType, linked_data: Mapping[ResourceType, str]
) -> None:
    assert missing(kind, "schema_org", linked_data[kind]) == []


_ARTICLES = {"Article", "BlogPosting", "Report", "ScholarlyArticle"}
#: The types that schema.org has these properties for, as its release 30.0 says under `domainIncludes`.
DOMAINS: Mapping[str, set[str]] = {
    "isbn": {"Book"},
    "bookEdition": {"Book"},
    "numberOfPages": {"Book"},
    "issn": {"Blog", "CreativeWorkSeries", "Periodical", "PodcastSeries"},
    "pagination": {*_ARTICLES, "Chapter"},
    "wordCount": _ARTICLES,
    "reportNumber": {"Report"},
    "episodeNumber": {"PodcastEpisode"},
    "issueNumber": {"PublicationIssue"},
    "volumeNumber": {"PublicationVolume"},
    "director": {"VideoObject"},
    "embedUrl": {"AudioObject", "VideoObject"},
}


def astray(thing: Any) -> list[tuple[str, Any]]:
    """Properties of a thing and of those inside it at types that schema.org does not have them for."""
    if isinstance(thing, list):
        return [found for part in thing for found in astray(part)]
    if not isinstance(thing, dict):
        return []
    written = thing.get("@type", [])
    types = {written} if isinstance(written, str) else set(written)
    own = [(name, written) for name in thing if name in DOMAINS and not DOMAINS[name] & types]
    return own + [found for part in thing.values() for found in astray(part)]


@case_table("kind", ResourceType)
def test_linked_data_has_properties_where_schema_org_has_them(
    kind: ResourceType, linked_data: Mapping[ResourceType, str]
) -> None:
    assert astray(json.loads(linked_data[kind])) == []


@case_table("column", TEXT)
@case_table("kind", ResourceType)
def test_a_number_of_pages_is_there_or_documented(kind: ResourceType, column: str) -> None:
    """Without pages in a whole, which some formats write in the same place."""
    named = not isinstance(FIELDS["page_count"].csv if column == "csv" else getattr(FIELDS["page_count"], column), Loss)
    text = TEXT[column](resource(kind, pages=None))
    assert ("222" in text) == (named and not limited(kind, column, "page_count"))


#: Fields whose value means nothing else; the day of a change is also the date of a page, a genre a thesis's degree.
ONLY = sorted(
    field
    for field in VALUES
    if field not in {*APART, "access", "captions", "summary_source", "language", "updated", "genre"}
)


@case_table("column", TEXT)
@case_table("kind", ResourceType)
def test_what_a_format_is_said_to_lack_is_not_there(kind: ResourceType, column: str) -> None:
    lost = [
        field
        for field in ONLY
        if isinstance(getattr(FIELDS[field], column), Loss) and len(words(kind, column, field)) > 3
    ]
    assert [field for field in lost if words(kind, column, field) in TEXT[column](resource(kind))] == []


@case_table("column", TEXT)
def test_a_supplied_title_and_what_is_in_press_are_there(column: str) -> None:
    one = resource(
        ResourceType.REPORT, title=None, supplied_title="Supplied title", published=None, updated=None, in_press=True
    )
    text = TEXT[column](one).replace(" ", "").lower()
    assert "suppliedtitle" in text
    in_press = FIELDS["in_press"].csv if column == "csv" else getattr(FIELDS["in_press"], column)
    assert isinstance(in_press, Loss) or "inpress" in text or "in_press" in text or (column == "csv" and "true" in text)


def test_every_field_has_a_value_and_every_format_a_column() -> None:
    assert {*VALUES, "url", "archived_url", *APART} == set(FIELDS)
    assert {*TEXT, "schema_org"} == set(COLUMNS)


def test_every_limit_is_in_the_reference_page(root: Path) -> None:
    page = (root / "docs" / "guides" / "catalogue.md").read_text(encoding="utf-8")
    assert [limit for limit in LIMITS if f"`{limit.field}` in " not in page or limit.why not in page] == []


FILM = {
    "id": "film",
    "type": "video",
    "title": "A film",
    "url": "https://www.youtube.com/watch?v=AAAAAAAAAAA&t=90",
    "published": "2019-01-02",
    "licence": "https://creativecommons.org/licenses/by/4.0/",
}


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        (
            {},
            {
                "embedUrl": "https://www.youtube-nocookie.com/embed/AAAAAAAAAAA",
                "thumbnailUrl": "https://i.ytimg.com/vi/AAAAAAAAAAA/hqdefault.jpg",
                "uploadDate": "2019-01-02",
                "license": "https://creativecommons.org/licenses/by/4.0/",
                "provider": {"@type": "Organization", "name": "YouTube"},
            },
        ),
        ({"url": "https://vimeo.com/12345/abcdef12"}, {"embedUrl": "https://player.vimeo.com/video/12345?h=abcdef12"}),
        ({"url": "https://example.net/a.mp4"}, {"contentUrl": "https://example.net/a.mp4", "embedUrl": None}),
        ({"published": "2019-01-02/2019-01-05"}, {"uploadDate": "2019-01-02"}),
        ({"published": "2019-01"}, {"uploadDate": None}),
        ({"url": "https://example.net/page"}, {"embedUrl": None, "contentUrl": None, "provider": None}),
        (
            {"type": "audio", "url": "https://example.net/a.mp3"},
            {"associatedMedia": {"@type": "AudioObject", "contentUrl": "https://example.net/a.mp3"}, "embedUrl": None},
        ),
        (
            {"type": "course", "url": "https://example.net/c", "publisher": "Forum"},
            {"provider": {"@type": "Organization", "name": "Forum"}},
        ),
        (
            {"type": "audio", "container": "Hidden Brain", "number": "443"},
            {"episodeNumber": "443", "identifier": None},
        ),
        ({"type": "audio", "container": "Hidden Brain", "issue": "12"}, {"episodeNumber": "12"}),
        ({"type": "audio", "number": "443"}, {"episodeNumber": None}),
        (
            {"authors": [{"family": "Varda", "given": "Agnès", "role": "director"}]},
            {"director": [{"@type": "Person", "name": "Agnès Varda", "givenName": "Agnès", "familyName": "Varda"}]},
        ),
        (
            {"type": "chapter", "container": "A Book", "isbn": "978-0-306-40615-7"},
            {"isbn": None, "isPartOf": {"@type": "Book", "name": "A Book", "isbn": "978-0-306-40615-7"}},
        ),
        (
            {"type": "chapter", "isbn": "978-0-306-40615-7"},
            {
                "isbn": None,
                "isPartOf": None,
                "identifier": [{"@type": "PropertyValue", "propertyID": "ISBN", "value": "978-0-306-40615-7"}],
            },
        ),
    ],
)
def test_linked_data_says_where_a_recording_plays_and_what_it_is_part_of(
    tmp_path: Path, facts: dict[str, str], wanted: dict[str, Any]
) -> None:
    (tmp_path / "resources.yaml").write_text(yaml.safe_dump({"resources": [{**FILM, **facts}]}), encoding="utf-8")
    site = open_build(tmp_path).site
    assert site is not None
    data = resource_data(ResourceView(site, "resources/film/index.md", site.resources["film"]))
    assert {name: data.get(name) for name in wanted} == wanted
