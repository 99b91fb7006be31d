"""Types and fields of resources by the names that each format has for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from ..catalogue.types import Form, ResourceType, TypeRow
from . import dates

__all__ = [
    "BIBTEX",
    "BIBTEX_NEAR",
    "CSL",
    "CSL_NEAR",
    "DATABASE_TYPES",
    "LIMITS",
    "MISC_KINDS",
    "RIS",
    "RIS_NEAR",
    "SCHEMA",
    "TALK",
    "TYPE_KEYS",
    "ZOTERO",
    "Limit",
    "as_a",
    "by_label",
    "is_page_of_group",
    "number_field",
    "own_type",
    "ris_type",
    "said_in_extra",
]


T = ResourceType


def _own(names: Callable[[TypeRow], tuple[str, str]]) -> dict[str, ResourceType]:
    """What our own writers call each type."""
    return {name: kind for kind in T for name in names(kind.row)}


#: CSL 1.0.2, appendix III. Types that are not here are nothing that a pathway points to.
CSL: Mapping[str, ResourceType] = {
    **_own(lambda row: (row.csl.alone, row.csl.part)),
    "article": T.ARTICLE, "article-journal": T.JOURNAL_ARTICLE, "article-magazine": T.ARTICLE,
    "article-newspaper": T.ARTICLE, "book": T.BOOK, "broadcast": T.AUDIO, "chapter": T.CHAPTER,
    "classic": T.BOOK, "collection": T.BOOK, "document": T.REPORT, "entry": T.WEB_PAGE,
    "entry-dictionary": T.CHAPTER, "entry-encyclopedia": T.CHAPTER, "event": T.CONFERENCE_PAPER,
    "interview": T.ARTICLE, "manuscript": T.REPORT, "monograph": T.BOOK, "motion_picture": T.VIDEO,
    "pamphlet": T.REPORT, "paper-conference": T.CONFERENCE_PAPER, "periodical": T.JOURNAL_ARTICLE,
    "post": T.WEB_PAGE, "post-weblog": T.BLOG, "report": T.REPORT, "review": T.ARTICLE,
    "review-book": T.ARTICLE, "song": T.AUDIO, "speech": T.CONFERENCE_PAPER, "standard": T.REPORT,
    "thesis": T.THESIS, "webpage": T.WEB_PAGE,
    # Crossref's own names, which its CSL-JSON holds too.
    "book-chapter": T.CHAPTER, "journal-article": T.JOURNAL_ARTICLE, "posted-content": T.ARTICLE,
    "proceedings-article": T.CONFERENCE_PAPER, "report-component": T.REPORT,
}  # fmt: skip
#: Types of CSL that the catalogue has no word for, with the nearest that it has.
CSL_NEAR: Mapping[str, ResourceType] = {
    "bill": T.REPORT, "hearing": T.REPORT, "legal_case": T.REPORT, "legislation": T.REPORT,
    "musical_score": T.BOOK, "patent": T.REPORT, "performance": T.VIDEO, "personal_communication": T.REPORT,
    "regulation": T.REPORT, "treaty": T.REPORT, "dataset": T.WEB_PAGE, "figure": T.WEB_PAGE,
    "graphic": T.WEB_PAGE, "map": T.REPORT, "software": T.WEB_PAGE,
}  # fmt: skip
#: BibTeX, BibLaTeX 2.1, and what Zotero makes of its own types.
BIBTEX: Mapping[str, ResourceType] = {
    **_own(lambda row: (row.bibtex.entry, row.bibtex.part)),
    "article": T.JOURNAL_ARTICLE, "audio": T.AUDIO, "book": T.BOOK, "booklet": T.REPORT,
    "bookinbook": T.CHAPTER, "collection": T.BOOK, "conference": T.CONFERENCE_PAPER, "electronic": T.WEB_PAGE,
    "inbook": T.CHAPTER, "incollection": T.CHAPTER, "inproceedings": T.CONFERENCE_PAPER,
    "inreference": T.CHAPTER, "manual": T.REPORT, "mastersthesis": T.THESIS, "misc": T.WEB_PAGE,
    "movie": T.VIDEO, "mvbook": T.BOOK, "mvcollection": T.BOOK, "mvproceedings": T.BOOK, "mvreference": T.BOOK,
    "online": T.WEB_PAGE, "periodical": T.JOURNAL_ARTICLE, "phdthesis": T.THESIS, "proceedings": T.BOOK,
    "reference": T.BOOK, "report": T.REPORT, "review": T.ARTICLE, "suppbook": T.CHAPTER,
    "suppcollection": T.CHAPTER, "suppperiodical": T.JOURNAL_ARTICLE, "techreport": T.REPORT,
    "thesis": T.THESIS, "unpublished": T.REPORT, "video": T.VIDEO, "www": T.WEB_PAGE,
}  # fmt: skip
#: Entry types that the catalogue has no word for, with the nearest that it has.
BIBTEX_NEAR: Mapping[str, ResourceType] = {
    "commentary": T.CHAPTER, "dataset": T.WEB_PAGE, "dissertation": T.THESIS, "film": T.VIDEO,
    "jurisdiction": T.REPORT, "legal": T.REPORT, "legislation": T.REPORT, "letter": T.REPORT,
    "magazine": T.ARTICLE, "music": T.AUDIO, "newspaper": T.ARTICLE, "patent": T.REPORT, "performance": T.VIDEO,
    "podcast": T.AUDIO, "preprint": T.ARTICLE, "presentation": T.CONFERENCE_PAPER, "speech": T.CONFERENCE_PAPER,
    "standard": T.REPORT, "talk": T.CONFERENCE_PAPER, "artwork": T.WEB_PAGE, "bill": T.REPORT, "blog": T.BLOG,
    "blogpost": T.BLOG, "computer_program": T.WEB_PAGE, "data": T.WEB_PAGE, "generic": T.WEB_PAGE,
    "image": T.WEB_PAGE, "interview": T.ARTICLE, "map": T.REPORT, "software": T.WEB_PAGE,
    "web_page": T.WEB_PAGE, "webpage": T.WEB_PAGE, "working_paper": T.REPORT,
}  # fmt: skip
#: RIS, as EndNote and Zotero write it.
RIS: Mapping[str, ResourceType] = {
    **_own(lambda row: (row.ris.alone, row.ris.part)),
    "ADVS": T.VIDEO, "BLOG": T.BLOG, "BOOK": T.BOOK, "CHAP": T.CHAPTER, "CONF": T.CONFERENCE_PAPER,
    "CPAPER": T.CONFERENCE_PAPER, "EBOOK": T.BOOK, "ECHAP": T.CHAPTER, "EDBOOK": T.BOOK,
    "EJOUR": T.JOURNAL_ARTICLE, "ELEC": T.WEB_PAGE, "ENCYC": T.CHAPTER, "GEN": T.WEB_PAGE, "GOVDOC": T.REPORT,
    "ICOMM": T.WEB_PAGE, "INPR": T.JOURNAL_ARTICLE, "JFULL": T.JOURNAL_ARTICLE, "JOUR": T.JOURNAL_ARTICLE,
    "MANSCPT": T.REPORT, "MGZN": T.ARTICLE, "MPCT": T.VIDEO, "MULTI": T.VIDEO, "NEWS": T.ARTICLE,
    "PAMP": T.REPORT, "RPRT": T.REPORT, "SER": T.BOOK, "SLIDE": T.CONFERENCE_PAPER, "SOUND": T.AUDIO,
    "THES": T.THESIS, "UNPB": T.REPORT, "VIDEO": T.VIDEO, "WEB": T.WEB_PAGE,
}  # fmt: skip
#: Types of RIS that the catalogue has no word for, with the nearest that it has.
RIS_NEAR: Mapping[str, ResourceType] = {
    "ABST": T.JOURNAL_ARTICLE, "AGGR": T.WEB_PAGE, "ANCIENT": T.BOOK, "ART": T.WEB_PAGE, "BILL": T.REPORT,
    "CASE": T.REPORT, "CHART": T.WEB_PAGE, "CITATION": T.REPORT, "CLSWK": T.BOOK, "COMP": T.WEB_PAGE,
    "CTLG": T.BOOK, "DATA": T.WEB_PAGE, "DBASE": T.WEB_PAGE, "DICT": T.CHAPTER, "EQUA": T.WEB_PAGE,
    "FIGURE": T.WEB_PAGE, "GRANT": T.REPORT, "GRNT": T.REPORT, "HEAR": T.REPORT, "HTML": T.WEB_PAGE,
    "INTV": T.ARTICLE, "LEGAL": T.REPORT, "MAP": T.REPORT, "MUSIC": T.AUDIO, "PAT": T.REPORT,
    "PCOMM": T.REPORT, "PDF": T.REPORT, "PHDT": T.THESIS, "POD": T.AUDIO, "PODC": T.AUDIO, "PRESS": T.ARTICLE,
    "PROC": T.BOOK, "STAND": T.REPORT, "STAT": T.REPORT, "UNBILL": T.REPORT, "UNPD": T.REPORT,
    "INBOOK": T.CHAPTER, "INCOL": T.CHAPTER, "INPROC": T.CONFERENCE_PAPER,
}  # fmt: skip
#: Item types of Zotero, as its CSV has them.
ZOTERO: Mapping[str, ResourceType] = {
    **_own(lambda row: (row.zotero.alone, row.zotero.part)),
    "audioRecording": T.AUDIO, "blogPost": T.BLOG, "book": T.BOOK, "bookSection": T.CHAPTER,
    "conferencePaper": T.CONFERENCE_PAPER, "dictionaryEntry": T.CHAPTER, "document": T.REPORT,
    "encyclopediaArticle": T.CHAPTER, "film": T.VIDEO, "forumPost": T.WEB_PAGE, "interview": T.ARTICLE,
    "journalArticle": T.JOURNAL_ARTICLE, "magazineArticle": T.ARTICLE, "manuscript": T.REPORT,
    "newspaperArticle": T.ARTICLE, "podcast": T.AUDIO, "preprint": T.ARTICLE,
    "presentation": T.CONFERENCE_PAPER, "radioBroadcast": T.AUDIO, "report": T.REPORT, "thesis": T.THESIS,
    "tvBroadcast": T.VIDEO, "videoRecording": T.VIDEO, "webpage": T.WEB_PAGE,
}  # fmt: skip
#: Types of https://schema.org, those first that say most.
SCHEMA: Mapping[str, ResourceType] = {
    "ScholarlyArticle": T.JOURNAL_ARTICLE, "MedicalScholarlyArticle": T.JOURNAL_ARTICLE,
    "PodcastEpisode": T.AUDIO, "RadioEpisode": T.AUDIO, "AudioObject": T.AUDIO, "VideoObject": T.VIDEO,
    "TVEpisode": T.VIDEO, "Movie": T.VIDEO, "Course": T.COURSE, "Chapter": T.CHAPTER, "Book": T.BOOK,
    "Thesis": T.THESIS, "Report": T.REPORT, "BlogPosting": T.BLOG, "LiveBlogPosting": T.BLOG,
    "NewsArticle": T.ARTICLE, "TechArticle": T.ARTICLE, "AnalysisNewsArticle": T.ARTICLE,
    "OpinionNewsArticle": T.ARTICLE, "Article": T.ARTICLE, "WebPage": T.WEB_PAGE,
}  # fmt: skip
#: BibLaTeX's keys under `type`, which styles print in words, and the names of BibTeX's own entries for theses.
TYPE_KEYS = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "mathesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
    "patent": "Patent",
    "patentde": "German patent",
    "patenteu": "European patent",
    "patentfr": "French patent",
    "patentuk": "British patent",
    "patentus": "U.S. patent",
    "patreq": "Patent request",
    "patreqde": "German patent request",
    "patreqeu": "European patent request",
    "patreqfr": "French patent request",
    "patrequk": "British patent request",
    "patrequs": "U.S. patent request",
    "software": "Software",
    "datacd": "Data CD",
    "audiocd": "Audio CD",
}
#: How databases sort their records, under `type`.
DATABASE_TYPES = re.compile(
    r"(?:journal |review |research |original )?article|review|(?:conference|proceedings) paper|editorial(?: material)?|"
    r"letter|note|book(?: chapter| review| section)?|meeting abstract|early access|article; .*|thesis|theses|"
    r"report|generic|web ?page|blog|(?:newspaper|magazine|electronic) article|conference proceedings|"
    r"(?:edited|electronic) book|government document|unpublished work|audiovisual material|online multimedia",
    re.IGNORECASE,
)
#: What Zotero and others write under `type` of a `@misc` that is a recording or a page.
TALK = re.compile(r"presentation|talk|lecture|keynote|slides|poster|speech", re.IGNORECASE)
MISC_KINDS = (
    (
        re.compile(
            r"motion picture|film(?: or broadcast)?|online multimedia|audiovisual material|"
            r"(?:youtube )?video(?: ?recording)?|youtube|vimeo|television.*|tv.*|webinar",
            re.IGNORECASE,
        ),
        T.VIDEO,
    ),
    (
        re.compile(
            r"(?:audio )?podcast(?: episode)?|audio.?(?:recording|book)|radio.*|sound recording|song", re.IGNORECASE
        ),
        T.AUDIO,
    ),
    (re.compile(r"blog ?post|blog", re.IGNORECASE), T.BLOG),
    (re.compile(r"(?:newspaper|magazine) article|press release|preprint", re.IGNORECASE), T.ARTICLE),
    (
        re.compile(r"government document|(?:technical |policy )?report|white paper|working paper", re.IGNORECASE),
        T.REPORT,
    ),
)
_LABELS = {kind.label.casefold(): kind for kind in T} | {kind.value: kind for kind in T}


def by_label(words: str) -> ResourceType | None:
    """The type with this name in the catalogue or label on a page; None for other words."""
    return _LABELS.get(re.sub(r"\s+", " ", words.strip()).casefold())


def own_type(written: str, named: ResourceType | None, program: str, *, is_ours: bool) -> ResourceType | None:
    """The type that `M3` tells apart in our own export; None where it is how a database sorts its records."""
    if named is None or program:
        return None
    names = named.row.ris
    is_paper = written == "JOUR" and named is ResourceType.CONFERENCE_PAPER and is_ours  # one in serial proceedings
    return named if written in (names.alone, names.part) or is_paper else None


#: Types of Google Scholar's links.
_OF_SCHOLAR = frozenset({"CITATION", "HTML", "PDF"})


def ris_type(written: str, tags: Collection[str], medium: str = "") -> tuple[ResourceType, bool]:
    """The type that `TY` names in a record with these tags, and whether the catalogue has it; else the nearest.

    What is in `M3`, `medium`, is asked only where `TY` says nothing.
    """
    has_journal = "JF" in tags or "JO" in tags
    if written == "GEN" and (named := next((kind for words, kind in MISC_KINDS if words.fullmatch(medium)), None)):
        return named, True
    if written == "GEN" and has_journal:
        return T.JOURNAL_ARTICLE, True
    if written in RIS:
        return RIS[written], True
    if (has_journal or "T2" in tags) and (written not in RIS_NEAR or written in _OF_SCHOLAR):
        return T.JOURNAL_ARTICLE, False
    return RIS_NEAR.get(written, T.WEB_PAGE), False


def number_field(tag: str, number: str, kind: ResourceType, facts: Mapping[str, object]) -> str:
    """The field that a number in RIS is of; empty where it is none."""
    has_digit = re.search(r"\d", number) is not None
    if kind.form is Form.RECORDING and dates.minutes(number):
        return "minutes"
    if kind is T.THESIS and not has_digit:  # EBSCO: the degree
        return "genre"
    if len(number.split()) > 5 or ((" " in number or tag == "C7") and not has_digit):
        return ""
    if kind is T.JOURNAL_ARTICLE and tag == "M1" and not facts.get("issue"):
        return "issue"
    is_article = kind is T.JOURNAL_ARTICLE and tag == "C7" and "pages" not in facts
    return "pages" if is_article else "number"


_IN_EXTRA = re.compile(r"[ \t]*([A-Za-z][A-Za-z -]{1,28}[A-Za-z])[ \t]*:[ \t]*(\S.*)")


def said_in_extra(text: str, variables: Collection[str]) -> tuple[dict[str, str], list[str]]:
    """The variables of CSL that lines of Zotero's *Extra* hold, as `Original Date: 1987` does, and the other lines."""
    names, said, rest = {name.lower(): name for name in variables}, dict[str, str](), list[str]()
    for line in text.split("\n"):
        found = _IN_EXTRA.fullmatch(line.rstrip()[:20_000])
        if found and (name := names.get(found[1].lower().replace(" ", "-"))):
            said.setdefault(name, found[2])
        else:
            rest.append(line)
    return said, rest


def as_a(kind: ResourceType) -> str:
    """The type in a sentence: `a report`, `an article`, `audio`."""
    label = kind.label.lower()
    return label if kind is T.AUDIO else f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def is_page_of_group(kind: ResourceType, container: object) -> bool:
    """Whether references put the publisher of such a resource where no author is named."""
    return kind.form is Form.SITE or kind is T.VIDEO or (kind is T.ARTICLE and not container)


@dataclass(frozen=True, slots=True)
class Limit:
    """A field that a format has a name for, but not for every type.

    Attributes:
        field: the field.
        column: the format, by its column in the table of fields.
        types: the types that it is written for.
        why: why not for the others, for the documentation.
    """

    field: str
    column: str
    types: frozenset[ResourceType]
    why: str


#: What a format says of some types only; the documentation has it below the table of fields.
LIMITS = (
    Limit("genre", "ris", frozenset({T.THESIS}), "for theses only: elsewhere `M3` is what databases sort by"),
    Limit("page_count", "ris", frozenset({T.BOOK}), "for books without `pages`: `SP` means the pages of anything else"),
    Limit(
        "summary", "highwire", frozenset(T), "only where it is in the resource's own words: `summary_source: publisher`"
    ),
    Limit("page_count", "schema_org", frozenset({T.BOOK}), "for books only"),
    Limit(
        "pages",
        "schema_org",
        frozenset({T.ARTICLE, T.BLOG, T.REPORT, T.JOURNAL_ARTICLE, T.CONFERENCE_PAPER, T.CHAPTER}),
        "for articles, posts, papers, chapters and reports only",
    ),
    Limit("edition", "schema_org", frozenset({T.BOOK}), "for books only"),
    Limit(
        "word_count",
        "schema_org",
        frozenset({T.ARTICLE, T.BLOG, T.REPORT, T.JOURNAL_ARTICLE}),
        "for articles, posts and reports only",
    ),
)
