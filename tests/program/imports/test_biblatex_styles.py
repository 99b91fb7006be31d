"""BibLaTeX as the authors of styles write it: what they print in brackets, and who holds a work."""

from __future__ import annotations

from pathlib import Path

import pytest

from imports.projects import planned, project
from learning_pathway.catalogue.model import Resource
from learning_pathway.citation import cite
from learning_pathway.imports import Plan


def only(plan: Plan) -> dict[str, dict[str, object]]:
    return {addition.id: dict(addition.record.facts) for addition in plan.additions}


BY = "author = {Quill, Nora}, title = {A Small Bridge}, date = {2019}"
#: An entry, and its reference in the APA's style.
REFERENCES = {
    "a special issue": (
        "@periodical{x, editor = {Quill, Nora}, title = {A Small Bridge}, issuetitle = {Special issue},"
        " journaltitle = {Journal of Rivers}, volume = {73}, number = {4}, date = {2018}}",
        "Quill, N. (Ed.). (2018). A small bridge [Special issue]. Journal of Rivers, 73(4).",
    ),
    "an editorial": (
        f"@article{{x, {BY}, titleaddon = {{Editorial}}, journaltitle = {{Journal of Rivers}}, volume = {{2}}}}",
        "Quill, N. (2019). A small bridge [Editorial]. Journal of Rivers, 2.",
    ),
    "ahead of print": (
        f"@article{{x, {BY}, howpublished = {{Advance online publication}}, journaltitle = {{Journal of Rivers}}}}",
        "Quill, N. (2019). A small bridge. Journal of Rivers. Advance online publication.",
    ),
    "an audiobook": (
        f"@book{{x, {BY}, entrysubtype = {{Audiobook}}, publisher = {{Ford Audio}}}}",
        "Quill, N. (2019). A small bridge [Audiobook]. Ford Audio.",
    ),
    "a brief": (
        f"@report{{x, {BY}, titleaddon = {{Policy Brief}}, institution = {{River Centre}}}}",
        "Quill, N. (2019). A small bridge [Policy brief]. River Centre.",
    ),
    "a numbered grant": (
        f"@report{{x, {BY}, type = {{Project}}, number = {{5R01}}, titleaddon = {{Grant}}, institution = {{Ford}}}}",
        "Quill, N. (2019). A small bridge (Project No. 5R01) [Grant]. Ford.",
    ),
    "a poster on the days of its conference": (
        "@presentation{x, author = {Quill, Nora}, title = {A Small Bridge}, titleaddon = {Poster presentation},"
        " eventtitle = {River Congress}, venue = {Leith}, eventdate = {2018-09-27/2018-09-30}}",
        "Quill, N. (2018, September 27–30). A small bridge [Poster presentation]. River Congress, Leith.",
    ),
    "a thesis that a database holds": (
        f"@phdthesis{{x, {BY}, school = {{Leith}}, publisher = {{River Theses}}, number = {{1028}}}}",
        "Quill, N. (2019). A small bridge (Publication No. 1028) [PhD thesis, Leith]. River Theses.",
    ),
    "a manuscript": (
        f"@unpublished{{x, {BY}, howpublished = {{maninprep}}, venue = {{School of Law}}, institution = {{Leith}}}}",
        "Quill, N. (2019). A small bridge [Manuscript in preparation]. School of Law, Leith.",
    ),
    "a preprint": (
        f"@online{{x, {BY}, eprint = {{PsyArXiv}}, doi = {{10.5555/ab}}}}",
        "Quill, N. (2019). A small bridge. PsyArXiv. https://doi.org/10.5555/ab",
    ),
    "a report that ERIC holds": (
        f"@online{{x, {BY}, eprint = {{ERIC}}, version = {{ED545393}}, url = {{https://e.example/1}}}}",
        "Quill, N. (2019). A small bridge (ED545393). ERIC. https://e.example/1",
    ),
    "a post": (
        f"@online{{x, {BY}, entrysubtype = {{tweet}}, eprint = {{Twitter}}, url = {{https://e.example/1}}}}",
        "Quill, N. (2019). A small bridge [Tweet]. Twitter. https://e.example/1",
    ),
    "a page of a site": (
        f"@online{{x, {BY}, titleaddon = {{River News}}, url = {{https://e.example/1}}}}",
        "Quill, N. (2019). A small bridge. River News. https://e.example/1",
    ),
    "data without a title": (
        "@dataset{x, author = {Quill, Nora}, date = {2019}, titleaddon = {Unpublished raw data on bridges},"
        " institution = {River Centre}}",
        "Quill, N. (2019). [Unpublished raw data on bridges]. River Centre.",
    ),
    "data with their code book": (
        f"@dataset{{x, {BY}, entrysubtype = {{Code book}}, number = {{ICPSR 37080}}, publisher = {{River Archive}}}}",
        "Quill, N. (2019). A small bridge (ICPSR 37080) [Code book]. River Archive.",
    ),
    "a film of two companies": (
        f"@video{{x, {BY}, author+an:role = {{1=director}}, entrysubtype = {{film}}, publisher = {{Ford and Leith}}}}",
        "Quill, N. (Director). (2019). A small bridge [Film]. Ford; Leith.",
    ),
    "a film of one company": (
        f"@video{{x, {BY}, author+an:role = {{1=director}}, publisher = {{{{Ford and Sons}}}}}}",
        "Quill, N. (Director). (2019). A small bridge [Video]. Ford and Sons.",
    ),
    "a song": (
        f"@audio{{x, {BY}, entrysubtype = {{song}}, maintitle = {{Rivers}}, publisher = {{Ford}}}}",
        "Quill, N. (2019). A small bridge [Song]. On Rivers. Ford.",
    ),
    "an episode": (
        f"@audio{{x, {BY}, entrysubtype = {{podcastepisode}}, maintitle = {{Rivers}}, publisher = {{Ford}}}}",
        "Quill, N. (2019). A small bridge [Audio podcast episode]. In Rivers. Ford.",
    ),
    "a law": (
        "@legislation{x, title = {Small Bridges Act}, titleaddon = {of 1990}, date = {1990}}",
        "Small Bridges Act of 1990. (1990).",
    ),
    "a paper in serial proceedings": (
        f"@inproceedings{{x, {BY}, booktitle = {{Proceedings of Rivers}}, volume = {{116}}, number = {{47}}}}",
        "Quill, N. (2019). A small bridge. Proceedings of Rivers, 116(47).",
    ),
    "a law that only its code names": (
        "@legislation{x, booktitle = {Small Bridges Act}, titleaddon = {Chapter 2}, date = {1990}}",
        "Small bridges act [Chapter 2]. (1990).",
    ),
    "an article without its journal": (
        f"@article{{x, {BY}, howpublished = {{Advance online publication}}}}",
        "Quill, N. (2019). A small bridge [Advance online publication].",
    ),
    "a volume of proceedings": (
        "@proceedings{x, editor = {Quill, Nora}, maintitle = {Notes on Rivers}, booktitle = {A Small Bridge},"
        " publisher = {Ford}, date = {2016}}",
        "Quill, N. (Ed.). (2016). A small bridge. Ford.",
    ),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_an_entry_is_cited_as_its_style_prints_it(tmp_path: Path, name: str) -> None:
    written, reference = REFERENCES[name]
    (facts,) = only(planned(project(tmp_path), "x.bib", written)).values()
    assert cite(Resource.model_validate({"id": "x", **facts})).text == reference


LATEX = {
    r"Franc{\ocirc{u}}": "Franců",
    r"Gel{\cprime}fand": "Gelʹfand",  # noqa: RUF001 - the sign that MathSciNet means
    r"{\polhk a}{\udot{d}}": "ąḍ",
    r"a\~{}b and 2\^{}3, not \~{n} or \^e": "a~b and 2^3, not ñ or ê",
    r"\url{http://a.example/~c}": "http://a.example/~c",
    r"\foreignlanguage{german}{Brücke}": "Brücke",
}


@pytest.mark.parametrize("latex", LATEX)
def test_commands_of_latex_print_what_they_mean(tmp_path: Path, latex: str) -> None:
    plan = planned(project(tmp_path), "x.bib", f"@book{{x, title = {{On {latex}}}}}")
    (facts,) = only(plan).values()
    assert facts["title"] == f"On {LATEX[latex]}"
    assert not plan.additions[0].record.unmapped


def test_chapters_with_the_address_of_their_book_are_all_added(tmp_path: Path) -> None:
    at = "url = {https://books.example/rivers}, doi = {10.5555/rivers}"
    chapters = [f"booktitle = {{On Rivers}}, title = {{{title}}}, {at}" for title in ("Guano and trade", "Steam")]
    entries = [f"@incollection{{k{number}, {fields}}}" for number, fields in enumerate(chapters)]
    entries = [entry.replace(", doi = {10.5555/rivers}", "") for entry in entries]
    plan = planned(project(tmp_path), "x.bib", "\n".join([f"@book{{b, title = {{On Rivers}}, {at}}}", *entries]))
    assert [facts["title"] for facts in only(plan).values()] == ["On Rivers", "Guano and trade", "Steam"]
    again = planned(project(tmp_path), "x.bib", "\n".join([entries[0], entries[0].replace("k0", "k9")]))
    assert len(only(again)) == 1


def test_records_of_refer_are_known_by_their_tags(tmp_path: Path) -> None:
    plan = planned(project(tmp_path), "x.txt", "%T Corn\n%A Newman, W. H.\n%I Ford\n%D 1891\n")
    assert plan.format == "enw"
    assert [facts["title"] for facts in only(plan).values()] == ["Corn"]
