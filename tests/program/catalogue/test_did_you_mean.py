"""What was meant by a value that is not written as it should be."""

from __future__ import annotations

import time
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casetable import case_table
from learning_pathway.catalogue.dates import date_meant, dates_meant
from learning_pathway.catalogue.did_you_mean import (
    as_id,
    doi_meant,
    interval_meant,
    key_meant,
    language_meant,
    minutes_meant,
    nearest,
    number_meant,
    people_meant,
    truth_meant,
    word_meant,
)
from learning_pathway.catalogue.model import Entry, Module, Pathway, Person, Resource, Step, Task
from learning_pathway.catalogue.rules.values import isbn_check_digit, issn_check_digit
from learning_pathway.catalogue.types import Access, Level, PersonRole, ResourceType, Status


@case_table(
    ("typed", "meant"),
    [
        ("22/05/2023", "2023-05-22"),
        ("5.6.2023", "2023-06-05"),
        ("22 May 2023", "2023-05-22"),
        ("22nd May, 2023", "2023-05-22"),
        ("1st september 2023", "2023-09-01"),
        ("2023/05/22", "2023-05-22"),
        ("2023-5-2", "2023-05-02"),
        ("2023-05-22T10:00:00Z", "2023-05-22"),
        ("2023-05-22 10:00", "2023-05-22"),
        ("September 2022", "2022-09"),
        ("Sept 2022", "2022-09"),
        ("09/2022", "2022-09"),
        ("2022 September", "2022-09"),
        ("sep 2022", "2022-09"),
        ("31/02/2023", None),
        ("2023-13-01", "2023-01-13"),
        ("2023-13-32", None),
        ("20240503", "2024-05-03"),
        ("2024-29-05", "2024-05-29"),
        ("May 3, 2024", "2024-05-03"),
        ("3rd of May 2024", "2024-05-03"),
        ("Friday, 3 May 2024", "2024-05-03"),
        ("Spring 2024", "2024"),
        ("c. 1998", "1998"),
        ("last spring", None),
        ("22/05/23", None),
        ("2022-2023", None),
        ("Maybe 2022", None),
        ("", None),
    ],
)
def test_dates(typed: str, meant: str | None) -> None:
    found = date_meant(typed)
    assert (None if found is None else str(found)) == meant


@case_table(
    ("typed", "meant"),
    [
        *(("12 min", 12), ("1,200", 1200), ("about 40 pages", 40), ("12-15", None), ("1h30", None), ("2 hours", None)),
        *(("1.5", None), ("some", None), ("10 to 15", None), ("", None)),
    ],
)
def test_numbers(typed: str, meant: int | None) -> None:
    assert number_meant(typed) == meant


@pytest.mark.parametrize("typed", ["03/05/2024", "3.5.2024", "03-05-2024"])
def test_a_date_that_may_be_either_of_two_is_asked_about(typed: str) -> None:
    assert [str(day) for day in dates_meant(typed)] == ["2024-05-03", "2024-03-05"]


@case_table(
    ("typed", "meant"),
    [
        *(("1h30", 90), ("1:30", 90), ("90 min", 90), ("1 hour", 60), ("1.5 hours", 90), ("1½ hours", 90), ("2h", 120)),
        *(("PT1H30M", 90), ("1 hr 20 mins", 80), ("half an hour", 30), ("1:02:45", 63), ("about 20 minutes", 20)),
        *(
            ("1,200", 1200),
            ("1,5 h", 90),
            ("45 s", 1),
            ("long", None),
            ("10-15 min", None),
            ("0", None),
            ("1:75", None),
        ),
    ],
)
def test_minutes(typed: str, meant: int | None) -> None:
    assert minutes_meant(typed) == meant


@case_table(
    ("typed", "meant"),
    [
        ("Jane Doe", ["Jane|Doe"]),
        ("Doe, Jane", ["Jane|Doe"]),
        ("Jane Doe and John Smith", ["Jane|Doe", "John|Smith"]),
        ("Jane Doe, John Smith", ["Jane|Doe", "John|Smith"]),
        ("Doe, Jane; Smith, John", ["Jane|Doe", "John|Smith"]),
        ("Doe J, Smith K", ["J|Doe", "K|Smith"]),
        ("Ludwig van Beethoven", ["Ludwig|van Beethoven"]),
        ("J. R. R. Tolkien", ["J. R. R.|Tolkien"]),
        ("Plato", ["Plato"]),
        ("The Health Foundation", ["The Health Foundation"]),
        ("NHS England", ["NHS England"]),
        ("Department for Work and Pensions", ["Department for Work and Pensions"]),
        ("OECD", ["OECD"]),
        ("Jane Doe et al.", None),
        ("", None),
    ],
)
def test_people(typed: str, meant: list[str] | None) -> None:
    found = people_meant(typed)
    parts = ("given", "family", "organisation")
    assert (found and ["|".join(person[key] for key in parts if key in person) for person in found]) == meant


@case_table(
    ("typed", "meant"),
    [
        ("English", "en"),
        ("en_GB", "en-GB"),
        ("EN GB", "en-GB"),
        ("Welsh", "cy"),
        ("English (UK)", "en-GB"),
        ("all", None),
    ],
)
def test_languages(typed: str, meant: str | None) -> None:
    assert language_meant(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yearly", "1 year"),
        ("6m", "6 months"),
        ("every 2 weeks", "2 weeks"),
        ("1 yr", "1 year"),
        ("now and then", None),
    ],
)
def test_intervals(typed: str, meant: str | None) -> None:
    assert interval_meant(typed) == meant


def test_dois_and_answers() -> None:
    assert doi_meant("See https://doi.org/10.1234/abc.") == "10.1234/abc"
    assert doi_meant("none") is None
    assert [truth_meant(word) for word in ("Yes", "off", "perhaps")] == ["true", "false", None]


@case_table(
    ("text", "name"),
    [
        ("How do we know we are doing good work?", "how-do-we-know-we-are-doing-good-work"),
        ("It's Größe—5!", "its-grosse-5"),
        ("  Œuvre & Ärger ", "oeuvre-arger"),
        ("日本", ""),
        ("a" * 200, "a" * 80),
        ("word " * 40, "-".join(["word"] * 12)),
    ],
)
def test_ids_from_titles(text: str, name: str) -> None:
    assert as_id(text) == name


RESOURCE = tuple(Resource.model_fields)


@case_table(
    ("typed", "meant"),
    [
        # slips of the keyboard
        *(("Titel", "title"), ("tilte", "title"), ("ttile", "title"), ("yitle", "title"), ("sumary", "summary")),
        *(("summery", "summary"), ("auhtors", "authors"), ("athors", "authors"), ("publsiher", "publisher")),
        *(("publised", "published"), ("publihsed", "published"), ("langauge", "language"), ("lanugage", "language")),
        *(("volum", "volume"), ("isue", "issue"), ("isnb", "isbn"), ("isssn", "issn"), ("ulr", "url"), ("dio", "doi")),
        *(("acess", "access"), ("liscence", "licence"), ("licnece", "licence"), ("mintues", "minutes")),
        *(("minuets", "minutes"), ("themse", "themes"), ("capitons", "captions"), ("transcipt", "transcript")),
        *(("conferance", "conference"), ("acession_number", "accession_number"), ("alternitives", "alternatives")),
        *(
            ("orginal_published", "original_published"),
            ("reveiwed_on", "reviewed_on"),
            ("review_evrey", "review_every"),
        ),
        *(("archive_url", "archived_url"), ("catalog_url", "catalogue_url"), ("replace_by", "replaced_by")),
        # one or several, small or capital letters, spaces or none
        *(("URLs", "url"), ("ids", "id"), ("author", "authors"), ("theme", "themes"), ("Notes", "note")),
        *(
            ("wordcount", "word_count"),
            ("wordCount", "word_count"),
            ("Page Count", "page_count"),
            ("page-count", "page_count"),
        ),
        # what other programs and people call it
        *(("Published Year", "published"), ("Publication date", "published"), ("Year of publication", "published")),
        *(
            ("datePublished", "published"),
            ("issued", "published"),
            ("Journal name", "container"),
            ("Book title", "container"),
        ),
        *(("Author names", "authors"), ("Author(s)", "authors"), ("Issue number", "issue"), ("Page numbers", "pages")),
        *(("Number of pages", "page_count"), ("Number of words", "word_count"), ("Place of publication", "place")),
        *(("Resource type", "type"), ("Article title", "title"), ("Video URL", "url"), ("Link to resource", "url")),
        *(("Web address", "url"), ("ISBN number", "isbn"), ("Access date", "accessed"), ("Date accessed", "accessed")),
        *(
            ("dateModified", "updated"),
            ("Date reviewed", "reviewed_on"),
            ("inLanguage", "language"),
            ("tags", "themes"),
        ),
        *(
            ("Time (minutes)", "minutes"),
            ("Running time", "minutes"),
            ("descripton", "summary"),
            ("keywrods", "themes"),
        ),
        # other languages
        *(("Autor", "authors"), ("Verlag", "publisher"), ("Jahr", "published"), ("Sprache", "language")),
        *(("Zusammenfassung", "summary"), ("Schlagwörter", "themes"), ("Seiten", "pages"), ("Ort", "place")),
        *(
            ("Titre", "title"),
            ("Éditeur", "publisher"),
            ("Année", "published"),
            ("Résumé", "summary"),
            ("Mots-clés", "themes"),
        ),
        *(
            ("Título", "title"),
            ("Año", "published"),
            ("Palabras clave", "themes"),
            ("Durée", "minutes"),
            ("Titolo", "title"),
        ),
        *(("teitl", "title"), ("awdur", "authors"), ("iaith", "language"), ("crynodeb", "summary"), ("dolen", "url")),
        # something else, or unclear
        *(
            ("EID", None),
            ("PMID", None),
            ("uid", None),
            ("colour", None),
            ("image", None),
            ("subtitle", None),
            ("isn", None),
        ),
        *(("Author ID", None), ("Author affiliations", None), ("Cited by", None), ("Image URL", None), ("price", None)),
        *(
            ("publishing", None),
            ("publishe", None),
            ("Date of conference", None),
            ("Study name", None),
            ("original_publisher", None),
        ),
        *(("Short title", None), ("sources", None), ("steps", None), ("", None), ("書名", None), ("-", None)),
    ],
)
def test_keys_of_a_resource(typed: str, meant: str | None) -> None:
    assert key_meant(typed, RESOURCE) == meant
    assert key_meant(typed, frozenset(RESOURCE)) == meant


@case_table(
    ("typed", "model", "meant"),
    [
        *(("Vorname", Person, "given"), ("surname", Person, "family"), ("Nachname", Person, "family")),
        *(("lastName", Person, "family"), ("organization", Person, "organisation"), ("roll", Person, "role")),
        *(
            ("questions", Task, "prompt"),
            ("duration", Task, "minutes"),
            ("type", Task, None),
            ("notes", Task, "facilitator_note"),
        ),
        *(("goals", Module, "outcomes"), ("sectoins", Module, "sections"), ("requires", Module, "prerequisites")),
        *(
            ("video", Step, "watch"),
            ("intro", Step, "introduction"),
            ("url", Pathway, "site_url"),
            ("logo", Pathway, None),
        ),
        *(("repo", Pathway, "repository"), ("e-mail", Pathway, "contact"), ("color", Pathway, None)),
    ],
)
def test_keys_of_other_entries(typed: str, model: type[Entry], meant: str | None) -> None:
    assert key_meant(typed, set(model.model_fields)) == meant


@case_table(
    ("typed", "words", "meant"),
    [
        *(
            ("Podcast", ResourceType, "audio"),
            ("podcats", ResourceType, "audio"),
            ("web page", ResourceType, "web-page"),
        ),
        *(("Web site", ResourceType, "web-page"), ("vidoe", ResourceType, "video"), ("videos", ResourceType, "video")),
        *(
            ("journal artical", ResourceType, "journal-article"),
            ("e-book", ResourceType, "book"),
            ("hook", ResourceType, None),
        ),
        *(
            ("inactive", Status, None),
            ("activ", Status, "active"),
            ("archive", Status, "archived"),
            ("WIP", Status, "draft"),
        ),
        *(("begginer", Level, "starter"), ("advance", Level, "advanced"), ("paywaled", Access, "paywalled")),
        *(("interviewe", PersonRole, None), ("gost", PersonRole, None), ("editors", PersonRole, "editor")),
    ],
)
def test_words_of_a_list(typed: str, words: type[StrEnum], meant: str | None) -> None:
    assert word_meant(typed, [str(each) for each in words]) == meant


def test_a_file_of_unknown_keys_is_judged_in_time() -> None:
    begun = time.process_time()
    for number in range(2_000):
        key_meant(f"unknwon_{number}" * 30, RESOURCE)
    assert time.process_time() - begun < 10


def test_of_two_equally_near_words_the_same_is_always_chosen() -> None:
    assert nearest("cat", {"bat", "hat", "rat"}) == nearest("cat", {"rat", "hat", "bat"})


@pytest.mark.parametrize("issn", ["0378-5955", "0317-8471", "2434-561X", "1050-124X"])
def test_issns_of_real_journals_have_their_check_digit(issn: str) -> None:
    digits = issn.replace("-", "")
    assert issn_check_digit(digits[:-1]) == digits[-1]


@pytest.mark.parametrize("isbn", ["0306406152", "080442957X", "9780306406157", "9783161484100"])
def test_isbns_of_real_books_have_their_check_digit(isbn: str) -> None:
    assert isbn_check_digit(isbn[:-1]) == isbn[-1]


@given(st.text(max_size=40))
def test_guessing_never_raises(text: str) -> None:
    date_meant(text)
    number_meant(text)
    minutes_meant(text)
    people_meant(text)
    language_meant(text)
    interval_meant(text)
    doi_meant(text)
    as_id(text)
    nearest(text, {"title", "summary"})
