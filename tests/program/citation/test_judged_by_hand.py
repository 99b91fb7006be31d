# ruff: noqa: RUF001 - quotation marks as they are printed
"""References that were judged by hand against APA 7 and Cite Them Right, for what no published example shows."""

from __future__ import annotations

from typing import Any

from casetable import case_table
from learning_pathway.catalogue.model import Resource
from learning_pathway.citation import cite, lost_capitals
from learning_pathway.citation.title_case import sentence_case

GRAY, LOW = {"family": "Gray", "given": "Ida"}, {"family": "Low", "given": "Tom"}
RAMOS = {"family": "Ramos", "given": "Myra B.", "role": "translator"}
FORUM = {"organisation": "Northern Forum"}


def resource(kind: str, title: str, **facts: Any) -> Resource:
    return Resource.model_validate(
        {"id": "x", "type": kind, "title": title, "authors": [GRAY], "published": "2020", **facts}
    )


def article(title: str = "Boards", **facts: Any) -> Resource:
    return resource("journal-article", title, container="Estuary Studies", volume="13", **facts)


def book(title: str = "A History of Boards", **facts: Any) -> Resource:
    return resource("book", title, publisher="Tidewater Press", **facts)


def thesis(genre: str) -> Resource:
    return resource("thesis", "On Boards", genre=genre, publisher="University of Saltmarsh")


def podcast(**facts: Any) -> Resource:
    host = {**GRAY, "role": "host"}
    return resource("audio", "Serial Leaders", **{"authors": [host], "publisher": "BBC Radio 4", **facts})


JUDGED: dict[str, tuple[Resource, str, str]] = {
    "one editor who is the translator too (APA 10.2, example 29)": (
        book(editors=[LOW], authors=[GRAY, {**LOW, "role": "translator"}]),
        "Gray, I. (2020). A history of boards (T. Low, Ed. & Trans.). Tidewater Press.",
        "Gray, I. (2020) A history of boards. Edited and translated by T. Low. Tidewater Press.",
    ),
    "two editors who are the translators too": (
        book(editors=[LOW, RAMOS], authors=[GRAY, {**LOW, "role": "translator"}, RAMOS]),
        "Gray, I. (2020). A history of boards (T. Low & M. B. Ramos, Eds. & Trans.). Tidewater Press.",
        "Gray, I. (2020) A history of boards. Edited and translated by T. Low and M.B. Ramos. Tidewater Press.",
    ),
    "an editor and another translator": (
        book(editors=[LOW], authors=[GRAY, RAMOS]),
        "Gray, I. (2020). A history of boards (T. Low, Ed.; M. B. Ramos, Trans.). Tidewater Press.",
        "Gray, I. (2020) A history of boards. Edited by T. Low. Translated by M.B. Ramos. Tidewater Press.",
    ),
    "two directors": (
        resource("video", "Tides", authors=[{**GRAY, "role": "director"}, {**LOW, "role": "director"}], medium="Film"),
        "Gray, I., & Low, T. (Directors). (2020). Tides [Film].",
        "Tides (2020) Directed by I. Gray and T. Low [Film].",
    ),
    "a director before a writer": (
        resource("video", "Tides", authors=[LOW, {**GRAY, "role": "director"}], medium="Film"),
        "Gray, I. (Director). (2020). Tides [Film].",
        "Tides (2020) Directed by I. Gray [Film].",
    ),
    "a post without a day": (
        resource("web-page", "Who shares?", medium="Tweet", publisher="X", url="https://example.org/1"),
        "Gray, I. (2020). Who shares? [Tweet]. X. https://example.org/1",
        "Gray, I. (2020) \N{LEFT SINGLE QUOTATION MARK}Who shares?’ [X]. Available at: https://example.org/1.",
    ),
    "a parliamentary paper": (
        resource("report", "Public Money", number="HC 125 2003-04", authors=[FORUM]),
        "Northern Forum. (2020). Public money (HC 125 2003-04).",
        "Northern Forum (2020) Public money (HC 125 2003–04).",
    ),
    "an entry of an online dictionary without a date (APA 9.16)": (
        resource("chapter", "Trust", published=None, container="Saltmarsh Dictionary", accessed="2024-05-06", url="https://example.org/t"),
        "Gray, I. (n.d.). Trust. In Saltmarsh dictionary. Retrieved May 6, 2024, from https://example.org/t",
        "Gray, I. (no date) \N{LEFT SINGLE QUOTATION MARK}Trust’, Saltmarsh dictionary. "
        "Available at: https://example.org/t (Accessed: 6 May 2024).",
    ),
    "a number in place of pages (APA 9.27)": (
        article(issue="4", number="2145"),
        "Gray, I. (2020). Boards. Estuary Studies, 13(4), Article 2145.",
        "Gray, I. (2020) ‘Boards’, Estuary Studies, 13(4), article 2145.",
    ),
    "the word before the number is said once": (
        article(number="Article 77"),
        "Gray, I. (2020). Boards. Estuary Studies, 13, Article 77.",
        "Gray, I. (2020) ‘Boards’, Estuary Studies, 13, article 77.",
    ),
    "pages come before a number": (
        article(number="77", pages="3-9"),
        "Gray, I. (2020). Boards. Estuary Studies, 13, 3–9.",
        "Gray, I. (2020) ‘Boards’, Estuary Studies, 13, pp. 3–9.",
    ),
    "a number that no page has": (
        article(pages="000993"),
        "Gray, I. (2020). Boards. Estuary Studies, 13, Article 000993.",
        "Gray, I. (2020) \N{LEFT SINGLE QUOTATION MARK}Boards’, Estuary Studies, 13, article 000993.",
    ),
    "a page with a high number": (
        article(pages="20431"),
        "Gray, I. (2020). Boards. Estuary Studies, 13, 20431.",
        "Gray, I. (2020) \N{LEFT SINGLE QUOTATION MARK}Boards’, Estuary Studies, 13, p. 20431.",
    ),
    "an episode with its director": (
        resource("video", "Tides", authors=[{**GRAY, "role": "director"}], container="Shores", publisher="BBC Two"),
        "Gray, I. (Director). (2020). Tides [Video]. In Shores. BBC Two.",
        "\N{LEFT SINGLE QUOTATION MARK}Tides’ (2020) Shores [Video]. Directed by I. Gray. BBC Two.",
    ),
    "a span of one page": (
        article(pages="14-14"),
        "Gray, I. (2020). Boards. Estuary Studies, 13, 14.",
        "Gray, I. (2020) \N{LEFT SINGLE QUOTATION MARK}Boards’, Estuary Studies, 13, p. 14.",
    ),
    "a span of one article number": (
        article(pages="e7586-e7586"),
        "Gray, I. (2020). Boards. Estuary Studies, 13, Article e7586.",
        "Gray, I. (2020) \N{LEFT SINGLE QUOTATION MARK}Boards’, Estuary Studies, 13, article e7586.",
    ),
    "pages without an end": (
        article(pages="27-"),
        "Gray, I. (2020). Boards. Estuary Studies, 13, 27–.",
        "Gray, I. (2020) ‘Boards’, Estuary Studies, 13, pp. 27–.",
    ),
    "pages in several places, with letters": (
        article(pages="S12-9, 33-4"),
        "Gray, I. (2020). Boards. Estuary Studies, 13, S12–S19, 33–34.",
        "Gray, I. (2020) ‘Boards’, Estuary Studies, 13, pp. S12–S19, 33–34.",
    ),
    "roman pages": (
        resource("chapter", "Foreword", container="A Book of Boards", editors=[LOW], pages="ix-xii", publisher="Tide"),
        "Gray, I. (2020). Foreword. In T. Low (Ed.), A book of boards (pp. ix–xii). Tide.",
        "Gray, I. (2020) ‘Foreword’, in T. Low (ed.) A book of boards. Tide, pp. ix–xii.",
    ),
    "an issue of two months": (
        resource("article", "Ebb", container="Tide Magazine", published="2020-05/2020-06", pages="3"),
        "Gray, I. (2020, May–June). Ebb. Tide Magazine, 3.",
        "Gray, I. (2020) ‘Ebb’, Tide Magazine, May–June, p. 3.",
    ),
    "one roman page": (
        resource("chapter", "Foreword", container="A Book of Boards", editors=[LOW], pages="vii", publisher="Tide"),
        "Gray, I. (2020). Foreword. In T. Low (Ed.), A book of boards (p. vii). Tide.",
        "Gray, I. (2020) ‘Foreword’, in T. Low (ed.) A book of boards. Tide, p. vii.",
    ),
    "quotation marks at the beginning of a title": (
        article("‘Nothing About Us’: Voices on Boards", pages="3"),
        "Gray, I. (2020). ‘Nothing about us’: Voices on boards. Estuary Studies, 13, 3.",
        "Gray, I. (2020) ‘“Nothing about us”: voices on boards’, Estuary Studies, 13, p. 3.",
    ),
    "an apostrophe inside quotation marks": (
        article("Why 'It Isn't Us' Is Boards' Answer", pages="3"),
        "Gray, I. (2020). Why 'it isn't us' is boards' answer. Estuary Studies, 13, 3.",
        "Gray, I. (2020) ‘Why “it isn't us” is boards' answer’, Estuary Studies, 13, p. 3.",
    ),
    "apostrophes alone stay": (
        article("The ’90s Boards’ Duties", pages="3"),
        "Gray, I. (2020). The ’90s boards’ duties. Estuary Studies, 13, 3.",
        "Gray, I. (2020) ‘The ’90s boards’ duties’, Estuary Studies, 13, p. 3.",
    ),
    "a thesis that says that it is unpublished": (
        thesis("Unpublished master’s thesis"),
        "Gray, I. (2020). On boards [Unpublished master’s thesis]. University of Saltmarsh.",
        "Gray, I. (2020) On boards. Unpublished master’s thesis. University of Saltmarsh.",
    ),
    "a thesis that says it in small letters": (
        thesis("unpublished PhD thesis"),
        "Gray, I. (2020). On boards [Unpublished PhD thesis]. University of Saltmarsh.",
        "Gray, I. (2020) On boards. Unpublished PhD thesis. University of Saltmarsh.",
    ),
    "a thesis that nothing holds": (
        thesis("Doctoral dissertation"),
        "Gray, I. (2020). On boards [Unpublished doctoral dissertation]. University of Saltmarsh.",
        "Gray, I. (2020) On boards. Doctoral dissertation. University of Saltmarsh.",
    ),
    "a podcast that goes on (APA 10.13)": (
        podcast(published="2015/.."),
        "Gray, I. (Host). (2015–present). Serial leaders [Audio podcast]. BBC Radio 4.",
        "Gray, I. (2015–present) Serial leaders [Audio podcast]. BBC Radio 4.",
    ),
    "a podcast that has ended": (
        podcast(published="2015/2019"),
        "Gray, I. (Host). (2015–2019). Serial leaders [Audio podcast]. BBC Radio 4.",
        "Gray, I. (2015–2019) Serial leaders [Audio podcast]. BBC Radio 4.",
    ),
    "a recording of one day": (
        podcast(published="2015-03-02"),
        "Gray, I. (Host). (2015, March 2). Serial leaders [Audio recording]. BBC Radio 4.",
        "Gray, I. (2015) Serial leaders [Audio recording]. BBC Radio 4.",
    ),
    "all the volumes of a work": (
        book(volume="1-3"),
        "Gray, I. (2020). A history of boards (Vols. 1–3). Tidewater Press.",
        "Gray, I. (2020) A history of boards. 3 vols. Tidewater Press.",
    ),
    "some of its volumes": (
        book(volume="2-3"),
        "Gray, I. (2020). A history of boards (Vols. 2–3). Tidewater Press.",
        "Gray, I. (2020) A history of boards. Vols. 2–3. Tidewater Press.",
    ),
    "one of its volumes": (
        book(volume="2"),
        "Gray, I. (2020). A history of boards (Vol. 2). Tidewater Press.",
        "Gray, I. (2020) A history of boards. Vol. 2. Tidewater Press.",
    ),
    "a season in place of volume and issue (APA 9.14)": (
        resource("journal-article", "Boards", container="Tide Review", published="2015-24", pages="27-33"),
        "Gray, I. (2015, Winter). Boards. Tide Review, 27–33.",
        "Gray, I. (2015) ‘Boards’, Tide Review, Winter, pp. 27–33.",
    ),
    "a video on YouTube that no one is named of": (
        resource("video", "Tides", authors=[], published="2020-03-04", url="https://youtu.be/a"),
        "Tides [Video]. (2020, March 4). YouTube. https://youtu.be/a",
        "Tides (2020) 4 March. Available at: https://youtu.be/a.",
    ),
    "a season beside a volume": (
        article(published="2015-24", pages="27-33"),
        "Gray, I. (2015). Boards. Estuary Studies, 13, 27–33.",
        "Gray, I. (2015) ‘Boards’, Estuary Studies, 13(Winter), pp. 27–33.",
    ),
    "a group and a person": (
        resource("report", "Working Well", authors=[FORUM, GRAY], publisher="NORTHERN FORUM"),
        "Northern Forum, & Gray, I. (2020). Working well.",
        "Northern Forum and Gray, I. (2020) Working well. NORTHERN FORUM.",
    ),
    "three groups": (
        resource("report", "Well", authors=[FORUM, {"organisation": "Tide Trust"}, {"organisation": "NHS"}]),
        "Northern Forum, Tide Trust, & NHS. (2020). Well.",
        "Northern Forum, Tide Trust and NHS (2020) Well.",
    ),
    "a later edition of a translation": (
        book("Board Work", authors=[GRAY, RAMOS], original_published="1970"),
        "Gray, I. (2020). Board work (M. B. Ramos, Trans.). Tidewater Press. (Original work published 1970)",
        "Gray, I. (2020) Board work. Translated by M.B. Ramos. Tidewater Press. First published 1970.",
    ),
}  # fmt: skip


@case_table("name", JUDGED)
def test_a_reference_is_as_judged(name: str) -> None:
    record, apa, harvard = JUDGED[name]
    assert cite(record, "apa").text == apa
    assert cite(record, "harvard").text == harvard


@case_table(
    ("title", "cased"),
    [
        ("Jo Cox: Leading Across Leicester", "Jo Cox: Leading across Leicester"),
        ("What Niamh Doyle and Rhys Prosser Learned", "What Niamh Doyle and Rhys Prosser learned"),
        ("A Letter to Siân About Power", "A letter to Siân about power"),
        ("José and Zoë in a Café: Naïve Clichés of the Façade", "José and Zoë in a café: Naïve clichés of the façade"),
        ("A Straße in Köln and Łódź", "A Straße in Köln and Łódź"),
        ("Ed Tech for Boards", "Ed tech for boards"),
        ("Faith Groups and Hope for Change", "Faith groups and hope for change"),
        ("The Marmot Review Ten Years On", "The Marmot Review ten years on"),
        ("Lessons From the Good Friday Agreement", "Lessons from the Good Friday Agreement"),
        ("Sharing Power in North Ayrshire and East Lothian", "Sharing power in North Ayrshire and East Lothian"),
        ("Health in Greater Manchester and Outer London", "Health in Greater Manchester and Outer London"),
        ("The North and the South of Boards", "The north and the south of boards"),
        ("Greater Trust in Boards", "Greater trust in boards"),
        ("The Ligandability of Plant Homeodomains", "The ligandability of plant homeodomains"),
        ("Permaculture, Hackathons and the Metaverse", "Permaculture, hackathons and the metaverse"),
        ("Jonathon, Rhys and Niamh on Boards", "Jonathon, Rhys and Niamh on boards"),
    ],
)
def test_names_and_words_of_science_are_told_apart(title: str, cased: str) -> None:
    assert sentence_case(title) == cased


def test_a_forename_that_is_a_word_is_advised() -> None:
    assert lost_capitals("A Talk With Hope About Boards") == ["Hope"]


@case_table(
    ("pages", "apa", "harvard"),
    [
        ("123-4 & 130", "123–124, 130", "pp. 123–124, 130"),
        ("12,15", "12, 15", "pp. 12, 15"),
        ("xii-3", "xii–3", "pp. xii–3"),
        ("1:12-1:20", "1:12–1:20", "pp. 1:12–1:20"),
        ("1047-1", "1047–1", "pp. 1047–1"),
        ("e5", "Article e5", "article e5"),
        ("e1-e9", "e1–e9", "pp. e1–e9"),
        ("art. no. 123", "Article 123", "article 123"),
        ("Article 12", "Article 12", "Article 12"),
        ("Article ID 0209", "Article 0209", "Article 0209"),
    ],
)
def test_pages_as_records_have_them(pages: str, apa: str, harvard: str) -> None:
    assert cite(article(pages=pages)).text == f"Gray, I. (2020). Boards. Estuary Studies, 13, {apa}."
    assert cite(article(pages=pages), "harvard").text == f"Gray, I. (2020) ‘Boards’, Estuary Studies, 13, {harvard}."
