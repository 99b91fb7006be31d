"""Names, pages, numbers and types as programs, databases and people's own tables write them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casetable import case_table
from learning_pathway.formats.bibtex_reader import read_bibtex
from learning_pathway.formats.csl_reader import read_csl_json
from learning_pathway.formats.csv_reader import read_table
from learning_pathway.formats.model import Record, Source
from learning_pathway.formats.ris_reader import read_ris
from learning_pathway.formats.tagged_readers import read_nbib
from learning_pathway.formats.text import FileError, language, pages_of
from learning_pathway.imports.dry_run import DryRun
from learning_pathway.imports.readers import read_data

GRAY = {"family": "Gray", "given": "Ida"}


def only(source: Source) -> Record:
    assert source.refused == ()
    (record,) = source.records
    return record


def bib(fields: str, kind: str = "book") -> Record:
    return only(read_bibtex(f"@{kind}{{key,\n  title = {{Keys}},\n{fields}\n}}\n"))


def csl(**item: Any) -> Record:
    return only(read_csl_json(json.dumps([{"id": "a", "title": "Keys", "type": "article-journal", **item}])))


@case_table(
    ("written", "pages"),
    [
        ("475-82", "475-482"), ("6913–7", "6913-6917"), ("S12-9", "S12-S19"), ("12-31, 40", "12-31, 40"),
        ("2022-05", "2022-05"), ("9-12", "9-12"), ("15-3", "15-3"), ("3-8-8", "3-8"), ("e12", "e12"),
    ],
)  # fmt: skip
def test_the_last_page_in_full(written: str, pages: str) -> None:
    assert pages_of(written) == pages


@pytest.mark.parametrize("written", ["99999072", "9999-9072", "ISSN 9999-9072"])
def test_an_issn_has_its_hyphen(written: str) -> None:
    record = bib(f"issn = {{{written}}}", "article")
    DryRun(None, date(2026, 1, 1)).prepare(record)
    assert record.facts["issn"] == "9999-9072"


@case_table(
    ("written", "title"),
    [
        (r"Production of $\Sigma^{0}$ Hyperon", "Production of Σ⁰ Hyperon"),
        (r"DNA$_{\textrm{2}}$ in CO$_2$", "DNA₂ in CO₂"),
        (r"A $10^{-3}$ rule", "A 10⁻³ rule"),
        (r"The $4^{\textrm{th}}$ key", "The 4th key"),
        (r"On \textquote{small} keys", "On “small” keys"),
        ("snake_case and a^b", "snake_case and a^b"),
    ],
)
def test_superscripts_and_subscripts(written: str, title: str) -> None:
    record = only(read_bibtex(f"@book{{key, title = {{{written}}}, year = 2020}}"))
    assert record.facts["title"] == title


@pytest.mark.parametrize(
    ("written", "person"),
    [
        ("ida gray", {"family": "gray", "given": "ida"}),
        ("van Dijk", {"family": "van Dijk"}),
        ("American Rights at Work", {"organisation": "American Rights at Work"}),
        ("Corporation for Digital Keys", {"organisation": "Corporation for Digital Keys"}),
        ("Ida Gray", GRAY),
    ],
)
def test_authors_without_braces_or_capitals(written: str, person: dict[str, str]) -> None:
    assert bib(f"author = {{{written}}}").facts["authors"] == [person]


@pytest.mark.parametrize("end", ["}", '"'])
def test_a_comma_that_is_missing_costs_no_entry(end: str) -> None:
    begin = "{" if end == "}" else '"'
    record = bib(f"author = {begin}Gray, Ida{end}\n  year = {begin}2020{end},")
    assert (record.facts["authors"], record.facts["published"]) == ([GRAY], "2020")
    assert "comma" in str(record.unmapped)


@case_table(
    ("words", "kind"),
    [
        ("Newspaper Article", "article"), ("Film or Broadcast", "video"), ("Government Document", "report"),
        ("Web Page", "web-page"), ("Press Release", "article"), ("Working Paper", "report"),
    ],
)  # fmt: skip
def test_the_types_of_endnote_in_bibtex(words: str, kind: str) -> None:
    assert bib(f"type = {{{words}}}", "misc").facts["type"] == kind


@pytest.mark.parametrize("words", ["Journal Article", "Book Section", "Thesis", "Report", "Web Page"])
def test_how_a_program_sorts_is_no_genre(words: str) -> None:
    assert "genre" not in bib(f"type = {{{words}}}").facts


@pytest.mark.parametrize(
    ("kind", "medium"), [("software", "Computer software"), ("dataset", "Data set"), ("music", "Music")]
)
def test_what_has_no_type_here_says_what_it_is(kind: str, medium: str) -> None:
    assert bib("year = 2020", kind).facts["medium"] == medium


def test_how_long_a_book_is_and_which_pages_an_article_has() -> None:
    assert bib("pages = {120}").facts["page_count"] == "120"
    assert bib("pages = {120}, journal = {J}", "article").facts["pages"] == "120"


@pytest.mark.parametrize("year", ["2011~", "2011?"])
def test_a_date_that_is_only_near_is_told(year: str) -> None:
    record = bib(f"date = {{{year}}}")
    assert (record.facts["published"], "approximate" in str(record.unmapped)) == ("2011", True)


def test_the_full_name_of_a_journal() -> None:
    record = bib("journal = {Adv. Keys}, fjournal = {Advances in Keys}", "article")
    assert (record.facts["container"], "Adv. Keys" in str(record.unmapped)) == ("Advances in Keys", True)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("original-date: 1987", "original_published", "1987"),
        ("genre: Policy brief", "genre", "Policy brief"),
        ("publisher-place: Leith", "place", "Leith"),
    ],
)
def test_variables_in_the_note_of_an_item(line: str, field: str, value: str) -> None:
    record = csl(note=f"{line}\nAsk Tom: is it out?\nPMID: 123")
    assert record.facts[field] == value
    assert record.facts["note"] == "Ask Tom: is it out?; PMID: 123".replace("; ", " ")


def test_a_note_overrules_no_variable() -> None:
    record = csl(genre="Review", note="genre: Essay")
    assert (record.facts["genre"], record.facts["note"]) == ("Review", "genre: Essay")


def test_what_crossref_writes_in_a_form_of_its_own() -> None:
    record = csl(
        event={"name": "Ninth Congress", "location": "Leeds"},
        license=[{"URL": "http://creativecommons.org/licenses/by/4.0/", "content-version": "vor"}],
        **{"publisher-location": "Cham"},
    )
    assert record.facts["conference"] == "Ninth Congress, Leeds"
    assert record.facts["licence"].startswith("http://creativecommons.org")
    assert record.facts["place"] == "Cham"


@pytest.mark.parametrize(("kind", "medium"), [("song", "Audio recording"), ("software", "Computer software")])
def test_a_song_is_no_episode_of_a_podcast(kind: str, medium: str) -> None:
    assert csl(type=kind).facts["medium"] == medium
    assert csl(type=kind, medium="CD").facts["medium"] == "CD"


@pytest.mark.parametrize("role", ["composer", "performer"])
def test_who_made_a_song_is_its_author(role: str) -> None:
    assert csl(type="song", **{role: [GRAY]}).facts["authors"] == [GRAY]
    assert csl(type="song", author=[{"family": "Lowe"}], **{role: [GRAY]}).facts["authors"] == [{"family": "Lowe"}]


@pytest.mark.parametrize(
    "cell",
    [
        "Gray, I., Lowe, T. S., & King, M.", "Gray, I. and Lowe, T. S. and King, M.", "Gray, I.; Lowe, T. S.; King, M.",
        "Gray, I., Lowe, T. S., King, M.",
    ],
)  # fmt: skip
def test_people_in_one_cell_as_references_list_them(cell: str) -> None:
    people = only(read_table(f'title,authors\nKeys,"{cell}"\n')).facts["authors"]
    assert people == [
        {"family": "Gray", "given": "I."}, {"family": "Lowe", "given": "T. S."}, {"family": "King", "given": "M."}
    ]  # fmt: skip


@pytest.mark.parametrize("cell", ["Ruth Gray, Tom Lowe", "Ruth Gray and Tom Lowe", "Ruth Gray & Tom Lowe"])
def test_people_in_one_cell_with_their_given_names_first(cell: str) -> None:
    people = only(read_table(f'title,authors\nKeys,"{cell}"\n')).facts["authors"]
    assert people == [{"family": "Gray", "given": "Ruth"}, {"family": "Lowe", "given": "Tom"}]


@pytest.mark.parametrize("cell", ["Department of Trade and Industry", "Gray, Ida", "García López, José María"])
def test_one_name_stays_one(cell: str) -> None:
    assert len(only(read_table(f'title,authors\nKeys,"{cell}"\n')).facts["authors"]) == 1


@case_table(
    ("words", "kind"),
    [
        ("Newspaper article", "article"), ("Podcast", "audio"), ("Guide", "toolkit"), ("working paper", "report"),
        ("Documentary", "video"), ("MOOC", "course"), ("Website", "web-page"),
    ],
)  # fmt: skip
def test_types_as_people_call_them(words: str, kind: str) -> None:
    assert only(read_table(f"title,type\nKeys,{words}\n")).facts["type"] == kind


@pytest.mark.parametrize("address", ["www.example.org/keys", "https://www.example.org/keys"])
def test_an_address_without_its_beginning(address: str) -> None:
    assert only(read_table(f"title,url\nKeys,{address}\n")).facts["url"] == "https://www.example.org/keys"


def test_a_table_of_openalex() -> None:
    record = only(
        read_table(
            "id,display_name,publication_year,type,authorships.author.display_name,biblio.first_page,biblio.last_page\n"
            "https://openalex.org/W1,Keys,2019,book-chapter,Ida Gray|Pim van den Berg,33,48\n"
        )
    )
    assert record.facts["authors"] == [GRAY, {"family": "van den Berg", "given": "Pim"}]
    assert (record.facts["type"], record.facts["pages"]) == ("chapter", "33-48")


ERIC = "OWN - ERIC\nTI  - Keys\nAU  - Gray, Ida\nDP  - 2020\n"


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ("OID - ED1\nJT  - House\nPT  - Reports - Research\n", {"type": "report", "publisher": "House"}),
        ("OID - ED1\nJT  - House\nPT  - Books\n", {"type": "book", "publisher": "House"}),
        (
            "OID - ED1\nJT  - ProQuest LLC\nSO  - Ph.D. Dissertation, Drexel University\nPT  - Dissertations/Theses\n",
            {"type": "thesis", "publisher": "Drexel University", "genre": "Ph.D. Dissertation"},
        ),
        ("OID - EJ1\nJT  - Journal\nAID - http://example.org/a\nLID - http://eric.ed.gov/?id=EJ1\n",
         {"type": "journal-article", "container": "Journal", "url": "http://example.org/a"}),
        ("OID - EJ1\nJT  - Journal\nDP  - Article 10 2019\n", {"pages": "10"}),
    ],
)  # fmt: skip
def test_reports_theses_and_books_of_eric(fields: str, wanted: dict[str, str]) -> None:
    record = only(read_nbib(ERIC + fields))
    assert {name: record.facts.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("number", ["1042", "e061234"])
def test_the_number_of_an_article_in_pubmed(number: str) -> None:
    record = only(read_nbib(f"PMID- 1\nTI  - Keys\nLID - {number} [pii]\nAID - {number} [pii]\n"))
    assert record.facts["pages"] == number


def test_other_numbers_of_the_publisher_are_told() -> None:
    record = only(read_nbib("PMID- 1\nTI  - Keys\nPG  - 3-9\nLID - S1080-6032(22)00139-9 [pii]\n"))
    assert (record.facts["pages"], "S1080-6032(22)00139-9" in str(record.unmapped)) == ("3-9", True)


@case_table(
    ("fields", "field", "value"),
    [
        ("hyphenation = {german}", "language", "german"),
        ("langid = {american}", "language", "american"),
        ("year = 1997, origyear = 1959", "original_published", "1959"),
        ("year = 2002, month = {July 30th}", "published", "2002-07-30"),
        ("year = 2019, month = {2 sep}", "published", "2019-09-02"),
        ("type = {patentus}", "genre", "U.S. patent"),
        ("author = {Gray, Ida,}", "authors", [GRAY]),
        (r"subtitle = {On \mkbibquote{{\"U}ber uns}}", "title", "Keys: On “Über uns”"),
        (r"subtitle = {method\hyphen independent}", "title", "Keys: method-independent"),
    ],
)
def test_fields_of_biblatex(fields: str, field: str, value: object) -> None:
    assert bib(fields).facts[field] == value


@pytest.mark.parametrize(("written", "code"), [("langgerman", "de"), ("langenglish", "en"), ("language", "language")])
def test_the_names_of_languages_in_biblatex(written: str, code: str) -> None:
    assert language(written) == code


def test_a_state_of_publication_is_told_or_kept() -> None:
    assert bib("pubstate = {forthcoming}").facts["in_press"] is True
    assert "prepublished" in str(bib("pubstate = {prepublished}").unmapped)


@pytest.mark.parametrize("kind", ["inbook", "bookinbook"])
def test_a_part_of_an_author_s_book_is_that_author_s(kind: str) -> None:
    text = (
        f"@{kind}{{a, title = {{Hamlet}}, crossref = {{b}}}}\n@book{{b, author = {{Gray, Ida}}, title = {{Plays}}}}\n"
    )
    assert read_bibtex(text).records[0].facts["authors"] == [GRAY]
    text = text.replace(kind, "incollection")
    assert read_bibtex(text).records[0].facts["authors"] == []


def test_the_exacter_of_two_dates_in_ris() -> None:
    lines = "TY  - CHAP\nTI  - Keys\nPY  - 2015\nY1  - {}\nER  - \n"
    assert only(read_ris(lines.format("2015/09/10"))).facts["published"] == "2015-09-10"
    assert only(read_ris(lines.format("2014/09/10"))).facts["published"] == "2015"


@pytest.mark.parametrize(
    "message", ['{"title": ["Keys"], "type": "book"}', '{"items": [{"title": "Keys", "type": "book"}]}']
)
def test_the_answers_of_crossref(message: str) -> None:
    record = only(read_csl_json(f'{{"status": "ok", "message-type": "work", "message": {message}}}'))
    assert (record.facts["title"], record.facts["type"]) == ("Keys", "book")


@pytest.mark.parametrize("text", ['{"hitCount": 1, "resultList": {}}', '[{"name": "Keys"}]'])
def test_other_json_is_refused_with_what_to_export(text: str) -> None:
    source = read_csl_json(text)
    assert source.records == ()
    assert "export that, or RIS" in source.refused[0].reason


def test_the_own_json_of_zotero_is_refused_with_the_way_to_get_ris() -> None:
    with pytest.raises(FileError, match="In Zotero"):
        read_data(b'[{"key": "A", "itemType": "book", "title": "Keys"}]', Path("x.json"))


@pytest.mark.parametrize("name", ["Publishing/Release Date", "Date of publication", "Issue year", "Published on"])
def test_columns_of_dates(name: str) -> None:
    assert only(read_table(f"title,{name}\nKeys,2018\n")).facts["published"] == "2018"


def test_the_year_of_the_first_edition_is_no_date_of_this_one() -> None:
    assert "published" not in only(read_table("title,Original Publication Year\nKeys,2009\n")).facts


@pytest.mark.parametrize("space", [" ", "\xa0"])
def test_a_space_in_the_name_of_a_field_costs_no_entry(space: str) -> None:
    assert "A fund" in str(bib(f"funding_text{space}1 = {{A fund}}", "article").unmapped)


@pytest.mark.parametrize("field", ["title", "booktitle", "maintitle"])
def test_who_made_it_is_no_part_of_a_title_in_bibtex(field: str) -> None:
    text = f"@book{{key, {field} = {{Ropes and routes / Ida Gray.}}, author = {{Gray, Ida, author.}}}}\n"
    record = only(read_bibtex(text))
    assert (record.facts["title"], record.facts["authors"]) == ("Ropes and routes", [GRAY])


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (bib("booktitle = {Doors}, series = {Studies}, number = {12}", "incollection"),
         ["series: Studies", "number: 12"]),
        (csl(type="chapter", **{"container-title": "Doors", "collection-title": "Studies", "collection-number": "12"}),
         ["collection-title: Studies, 12"]),
        (csl(custom={"mine": "x"}), ["custom: {'mine': 'x'}"]),
        (bib("month = {June}", "article"), ["month: June"]),
        (csl(**{"original-title": "Clés"}), ["original-title: Clés"]),
        (only(read_ris("TY  - DATA\nTI  - Keys\nET  - 2.1\nIS  - 3\nER  - \n")), ["version: 3"]),
    ],
)  # fmt: skip
def test_what_has_no_field_is_told(record: Record, told: list[str]) -> None:
    assert [words for words in told if words not in str(record.unmapped)] == []
    assert "number" not in record.facts


def test_the_first_of_several_languages_is_kept() -> None:
    record = csl(language="eng; wel")
    DryRun(None, date(2026, 1, 1)).prepare(record)
    assert (record.facts["language"], [str(part) for part in record.left_out]) == (
        "en",
        ["language: wel (a further language)"],
    )


@pytest.mark.parametrize("remark", ["\n% title = {Old},", " % a remark"])
def test_a_comment_in_an_entry_costs_no_entry(remark: str) -> None:
    record = only(read_bibtex(f"@book{{key,\n  title = {{Keys}},{remark}\n  year = 2019\n}}\n"))
    assert (record.facts["title"], record.facts["published"]) == ("Keys", "2019")
    assert "% " in str(record.unmapped)


@pytest.mark.parametrize(
    ("record", "facts"),
    [
        (bib("year = 2012, month = {Spring}", "article"), {"published": "2012-21"}),
        (bib("year = 2012, month = {Mar./Apr.}", "article"), {"published": "2012-03/2012-04"}),
        (bib("url = {<https://keys.example.org/>}", "online"), {"url": "https://keys.example.org/"}),
        (bib("howpublished = {YouTube}", "misc"), {"type": "video", "medium": None}),
        (bib("url = {https://www.youtube.com/watch?v=a}", "online"), {"type": "video"}),
        (bib("author = {Gray, Ida [@gray]}", "misc"), {"authors": [{**GRAY, "account": "@gray"}]}),
        (bib("author = {{Gray, Ida} and {Harbour, Inc.}}"), {"authors": [GRAY, {"organisation": "Harbour, Inc."}]}),
        (
            only(read_ris("TY  - INTV\nTI  - Keys\nAU  - Gray, Ida\nA2  - Lowe, Tom\nER  - \n")),
            {"authors": [GRAY, {"family": "Lowe", "given": "Tom", "role": "interviewer"}]},
        ),
        (only(read_ris("TY  - SLIDE\nTI  - Keys\nT2  - Key Day\nER  - \n")), {"conference": "Key Day"}),
    ],
)
def test_seasons_films_accounts_and_interviewers(record: Record, facts: dict[str, Any]) -> None:
    assert {name: record.facts.get(name) for name in facts} == facts
