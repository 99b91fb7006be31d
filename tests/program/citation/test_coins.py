"""COinS spans, read back by a reader of their own kind."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qs

from casetable import case_table
from citation.cases import load
from learning_pathway.catalogue.model import Resource
from learning_pathway.citation.reference import clean
from learning_pathway.formats.coins import coins

RESOURCES = {key: case["resource"] for key, case in load().items()}


class Spans(HTMLParser):
    """The context objects of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.records: list[dict[str, list[str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        assert (tag, facts["class"]) == ("span", "Z3988")
        self.records.append(parse_qs(facts["title"] or "", strict_parsing=True))

    def handle_data(self, data: str) -> None:
        raise AssertionError(f"the span shows {data!r}")


def read(resource: Resource) -> dict[str, list[str]]:
    (record,) = Spans(coins(resource)).records
    return record


@case_table("case", RESOURCES)
def test_span_carries_title_and_date_of_every_type(case: str) -> None:
    resource, record = RESOURCES[case], read(RESOURCES[case])
    expected = clean(resource.title) if resource.title else f"[{clean(resource.supplied_title or '')}]"
    (title,) = next(record[key] for key in ("rft.atitle", "rft.title", "rft.btitle") if key in record)
    assert title == expected
    assert record["ctx_ver"] == ["Z39.88-2004"]
    if resource.published and not resource.updated:
        assert record["rft.date"] == [str(resource.published)]


@case_table(
    ("case", "form", "genre"),
    [
        ("four-authors-and-publisher", "book", "report"),
        ("toolkit-by-people", "book", "report"),
        ("book-plain", "book", "book"),
        ("chapter-with-two-editors", "book", "bookitem"),
        ("proceedings-with-editors", "book", "proceeding"),
        ("title-set-in-capitals", "journal", "proceeding"),
        ("journal-with-everything", "journal", "article"),
        ("magazine-article", "journal", "article"),
    ],
)
def test_printed_works_have_the_format_of_their_kind(case: str, form: str, genre: str) -> None:
    record = read(RESOURCES[case])
    assert record["rft_val_fmt"] == [f"info:ofi/fmt:kev:mtx:{form}"]
    assert record["rft.genre"] == [genre]
    assert f"&amp;rft.genre={genre}&amp;" in coins(RESOURCES[case])  # readers compare it unencoded


@case_table(
    ("case", "kind"),
    [
        ("video-with-speaker", "videoRecording"),
        ("podcast-with-host", "audioRecording"),
        ("page-of-a-group", "webpage"),
        ("course-with-provider", "webpage"),
        ("blog-with-everything", "blogPost"),
        ("paper-that-was-read", "presentation"),
    ],
)
def test_other_works_are_dublin_core_with_their_type(case: str, kind: str) -> None:
    record = read(RESOURCES[case])
    assert record["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
    assert record["rft.type"] == [kind]


def test_first_person_is_given_in_parts_and_all_in_full() -> None:
    record = read(RESOURCES["four-authors-and-publisher"])
    assert (record["rft.aulast"], record["rft.aufirst"]) == (["Sharp"], ["C."])
    assert record["rft.au"] == ["C. Sharp", "D. McLaughlin", "J. Whitley", "K. Lawson"]


def test_suffixes_are_kept() -> None:
    people = [{"family": "King", "given": "Martha, Jr."}, {"family": "Lowe", "given": "Tom, III"}]
    record = read(Resource.model_validate({"id": "x", "type": "book", "title": "Trust", "authors": people}))
    assert (record["rft.ausuffix"], record["rft.au"]) == (["Jr."], ["Martha King", "Lowe, Tom III"])


def test_organisations_are_never_given_as_people() -> None:
    record = read(RESOURCES["person-and-organisation"])
    assert record["rft.aucorp"] == ["Northern Forum"]
    assert record["rft.au"] == ["Tessa Brown"]
    assert "rft.au" not in read(RESOURCES["organisation"])


def test_family_names_of_several_words_are_not_cut_apart() -> None:
    assert read(RESOURCES["family-name-with-particle"])["rft.au"] == ["van der Berg, Anna"]


def test_record_of_a_library_is_not_the_address() -> None:
    assert "catalogue.example.org" not in coins(RESOURCES["title-set-in-capitals"])


def test_hostile_title_stays_in_the_attribute() -> None:
    hostile = Resource.model_validate({"id": "r", "type": "video", "title": '"><script>x</script>&rft.au=Evil+One%00'})
    assert read(hostile)["rft.title"] == [hostile.title]
    assert "rft.au" not in read(hostile)
