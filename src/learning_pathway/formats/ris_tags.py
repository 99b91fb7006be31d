"""RIS tags: records as tags and values, and what a tag means for some types and in files of some programs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..catalogue.fields import columns, other_names
from ..catalogue.values import ID_PATTERN
from .text import is_nothing, plain

__all__ = [
    "PROGRAMS",
    "WHY",
    "TaggedRecord",
    "Tags",
    "may_be_ours",
    "meaning",
    "pieces",
    "program_of",
    "straightened",
    "tag_of",
    "tags_of",
    "used_program",
]


#: The tags of one record with their values, in the file's order.
Tags = Sequence[tuple[str, str]]

#: What our own export puts before the reason for a resource, so that no one's private note is taken for it.
WHY = "Why we chose it: "

#: Programs and databases by the name that a report gives them, with what marks a record of theirs.
PROGRAMS: Mapping[str, Callable[[Tags], bool]] = {
    "EndNote": lambda tags: _says(tags, "L1", r"internal-pdf:") or _is_sorted(tags),
    "Zotero": lambda tags: (
        _says(tags, "Y2", r"\d{4}/\d\d/\d\d/\d\d:\d\d:\d\d") or _says(tags, "L1", r".*Zotero.storage")
    ),
    "Scopus": lambda tags: _says(tags, "DB", r"scopus") or _says(tags, "UR", r"https?://www\.scopus\.com/"),
    "Web of Science": lambda tags: _says(tags, "AN|UT", r"WOS:|ISI:") or _has(tags, "J9", "PI") or _has(tags, "WE"),
    "Publish or Perish": lambda tags: _says(tags, "M1", r"query date:"),
    "ProQuest": lambda tags: (
        _says(tags, "N1", r"(?:copyright - )?.*database copyright proquest")
        or _says(tags, "UR", r"https?://(?:www\.|search\.)?proquest\.com/")
    ),
    "EBSCO": lambda tags: _says(tags, "DP", r"ebsco"),
    "PsycINFO": lambda tags: _says(tags, "ID", r"\d{4}-\d{5}-\d{3}$"),
    "Ovid": lambda tags: _says(tags, "DB|UR|XL", r"ovid|hmic|social policy and practice|https?://ovidsp\."),
    "WorldCat": lambda tags: _says(tags, "DB", r"/z-wcorg") or _says(tags, "DP", r"https?://(?:www\.)?worldcat\.org"),
    "Taylor & Francis": lambda tags: _says(tags, "N1", r"doi: ?10\.") and _says(tags, "M3", r"doi: ?10\."),
    "Emerald": lambda tags: _says(tags, "PB", r"emerald\b"),
    "JSTOR": lambda tags: _says(tags, "DB", r"jstor$"),
    "ERIC": lambda tags: _says(tags, "AN", r"E[DJ]\d{6,}$"),
    "PubMed": lambda tags: _says(tags, "DB", r"(ncbi )?pubmed") or _says(tags, "N1", r"PMID:"),
}


def _says(tags: Tags, names: str, pattern: str) -> bool:
    return any(re.fullmatch(names, tag) and re.match(pattern, value, re.IGNORECASE) for tag, value in tags)


def _has(tags: Tags, *names: str) -> bool:
    return set(names) <= {tag for tag, _ in tags}


def _is_sorted(tags: Tags) -> bool:
    """Whether the tags after `TY` come in the order of the alphabet, with a number for a key: only EndNote's do."""
    names = [tag for tag, _ in tags if tag not in ("TY", "ER", "ID")]
    return len(set(names)) >= 5 and names == sorted(names) and _says(tags, "ID", r"\d+$")


def program_of(tags: Tags) -> str:
    """The program that wrote a record; empty where unknown."""
    return next((name for name, is_of in PROGRAMS.items() if is_of(tags)), "")


def used_program(programs: Iterable[str]) -> str:
    """The program that wrote most records of a file; empty where none is known."""
    counted = Counter(filter(None, programs))
    return counted.most_common(1)[0][0] if counted else ""


#: A field of a resource, `author`, `editor` and other roles, `note`, or words in brackets for what is left out.
_USUAL: Mapping[str, str] = {
    "TI": "title", "T1": "title", "CT": "title",
    "AU": "author", "A1": "author", "A2": "editor", "ED": "editor", "A3": "(series editor)", "A4": "translator",
    "T2": "container", "BT": "container", "JF": "container", "JO": "container", "JA": "(short title)",
    "J1": "(short title)", "J2": "(short title)", "J9": "(short title)", "JI": "(short title)", "T3": "series",
    "PB": "publisher", "PU": "publisher", "CY": "place", "PP": "place", "PI": "place", "VL": "volume", "IS": "issue",
    "ET": "edition", "CP": "issue", "C7": "number", "M1": "number", "C3": "conference", "LA": "language",
    "DP": "library_catalogue", "DB": "database", "AN": "accession_number", "AB": "summary", "N2": "summary",
    "KW": "theme", "N1": "note", "RN": "note", "TT": "translated_title", "OP": "original_published",
    "L1": "(file)", "L2": "(file)", "L3": "(file)", "L4": "(file)",
    "AD": "(address of the authors)", "AV": "(where a copy is)", "CN": "(call number)", "ST": "(short title)",
    "CA": "(caption)", "NV": "(number of volumes)", "RP": "(reprint)", "SE": "(section)",
    "FU": "(funding)", "FX": "(funding)", "PA": "(address of the publisher)", "WE": "(index)", "UT": "accession_number",
    "C2": "(number in PubMed Central)",
}  # fmt: skip

#: Tags that are read together with others: dates, pages, numbers, addresses and the type.
_TOGETHER = frozenset({"DA", "DO", "EP", "ID", "M3", "PY", "SN", "SP", "TY", "UR", "Y1", "Y2"})
#: Tags that only the table of fields names, or that are left out unless it names them.
_OTHERS = other_names("ris", {*(tag for tag, field in _USUAL.items() if not field.startswith("(")), *_TOGETHER})

_LAW = {"ET": "(session)", "OP": "(history)", "T3": "(legislative body)"}
_PICTURE = {
    "A2": "(file)", "C3": "(size)", "ET": "(version)", "M1": "(size)", "SP": "(description)", "T2": "(program)",
    "VL": "(size or edition)"
}  # fmt: skip
#: What differs for a type of record.
_BY_TYPE: Mapping[str, Mapping[str, str]] = {
    "BOOK": {"A3": "editor", "BT": "title", "JF": "(short title)", "JO": "(short title)"},
    "EDBOOK": {"AU": "editor", "A1": "editor", "A2": "(series editor)", "BT": "title"},
    "CPAPER": {"T2": "conference", "C3": "container", "C1": "place", "CY": "conference place", "A4": "(sponsor)"},
    "CONF": {"A4": "(sponsor)"},
    "THES": {"A2": "(thesis advisor)", "A3": "(thesis advisor)", "M3": "genre", "A4": "(department)",
             "JF": "(collection of theses)"},
    "RPRT": {"A3": "(publisher)", "A4": "(department)"},
    "GOVDOC": {"A2": "(department)", "A3": "(department)", "C3": "(session)"},
    **{key: {"A2": "(series director)", "A3": "(producer)", "A4": "(performer)"} for key in ("MPCT", "VIDEO")},
    "ADVS": {"A2": "(performer)", "A3": "(producer)", "A4": "(performer)", "C3": "(size)", "OP": "(contents)"},
    "SOUND": {"A2": "(performer)", "A3": "(producer)", "A4": "(performer)"},
    "MUSIC": {"A2": "(editor)", "A3": "(series editor)", "A4": "(producer)", "C3": "(parts)", "SP": "(length)"},
    "ICOMM": {"A2": "(recipient)"}, "NEWS": {"M1": "(first page)"},
    "SLIDE": {"T2": "conference"}, "INTV": {"A2": "interviewer"},
    "PCOMM": {"A2": "(recipient)", "ET": "(description)", "M1": "(folio)"},
    **{key: {"A2": "(institution)"} for key in ("CTLG", "PAMP")},
    "CLSWK": {"A2": "(series editor)"},
    "UNPB": {"A2": "(series editor)", "T3": "(department)"},
    "GEN": {"C3": "", "C7": ""},
    "JOUR": {"A3": "(third author)", "M3": "(type of work)"},
    "JFULL": {"JF": "title", "JO": "title"},
    "EJOUR": {"C3": "(number in PubMed Central)", "T3": "(website)"},
    **{key: {"C3": "(title prefix)", "C7": "(number in PubMed Central)"} for key in ("EBOOK", "ECHAP")},
    "MANSCPT": {"ET": "(description)", "M1": "(folio)", "VL": "(storage)"},
    "COMP": {"A2": "(series editor)", "ET": "version", "IS": "version", "T2": "series", "VL": "(edition)",
             "SP": "(description)", "OP": "(contents)"},
    "DATA": {"A2": "(producer)", "A4": "(funder)", "C3": "(type of data)", "ET": "version", "IS": "version",
             "NV": "number", "OP": "(history)", "SP": "(part)"},
    "MAP": {"A2": "(series editor)", "C3": "(size)", "M1": "(area)", "T2": "series", "SP": "(description)",
            "VL": "(edition)"},
    "MULTI": {"A2": "(series editor)", "M1": "(number of screens)"},
    "WEB": {"A2": "(series editor)", "M1": "(day of access)", "OP": "(contents)", "SP": "(description)",
            "VL": "(year of access)"},
    **dict.fromkeys(("ART", "CHART", "EQUA", "FIGURE"), _PICTURE),
    "BILL": {**_LAW, "A2": "author", "CY": "(code)", "T2": "(code)", "VL": "(volume)", "SP": "(pages)"},
    "CASE": {**_LAW, "A2": "(reporter)", "A3": "(higher court)", "A4": "(counsel)", "PB": "(court)",
             "ET": "(action of the higher court)", "T3": "(decision)"},
    "GRANT": {"A4": "(translator)", "C3": "(telephone)", "ET": "(requirements)", "M1": "(status)",
              "OP": "(original number)", "VL": "(amount)"},
    "HEAR": {**_LAW, "T2": "(committee)", "VL": "(bill)"},
    "LEGAL": {**_LAW, "A2": "(issuing organisation)", "ET": "edition", "M1": "(first page)", "T2": "(title number)",
              "T3": "(supplement)", "VL": "number"},
    "PAT": {"A2": "(assignee)", "A3": "(international author)", "C3": "(states)", "CY": "(country)", "IS": "number",
            "ET": "(classification)", "M1": "(application or class)", "OP": "(priority)", "PB": "(assignee)",
            "T2": "(source)", "T3": "(international title)", "VL": "(application or version)"},
    "STAND": {"M1": "(first page)", "T2": "(section)", "T3": "(paper number)", "VL": "(rule number)"},
    "STAT": {**_LAW, "CY": "(country)", "PB": "(source)", "T2": "(code)", "T3": "(international source)",
             "VL": "(number in the code)"},
    "UNBILL": {**_LAW, "CY": "(code)", "VL": "number"},
}  # fmt: skip
#: The same, but for records of our own export, which fills these tags for every type.
_ELSEWHERE: Mapping[str, Mapping[str, str]] = {
    "BLOG": {"A2": "(editor)", "OP": "(contents)", "SP": "(description)", "T3": "(institution)",
             "VL": "(year of access)"},
    "BOOK": {"IS": "number"},
    "CHAP": {"IS": "number"},
    "ELEC": {"M1": "(medium)", "IS": "edition"},
    "MGZN": {"M1": "issue"},
    "RPRT": {"OP": "(contents)"},
}  # fmt: skip
_CONFERENCE = {"T2": "conference", "C3": "container", "C1": "place", "CY": "conference place"}
#: What differs in files of a program, for every type (`*`) or for one.
_BY_PROGRAM: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "EndNote": {"CONF": _CONFERENCE, "BOOK": {"A2": "(series editor)", "C3": "(title prefix)"},
                "CHAP": {"C3": "(title prefix)", "M1": "(number of volumes)"},
                "MPCT": {"AU": "director"},
                "RPRT": {"A2": "(series editor)", "A3": "(publisher)", "M3": "genre"},
                "THES": {"A3": "(thesis advisor)", "T2": "(department)", "VL": "(degree)"}},
    "Zotero": {"CONF": _CONFERENCE, "BOOK": {"A2": "(series editor)"}, "RPRT": {"M3": "genre"},
               "MPCT": {"AU": "director"}, "CPAPER": {"T2": "container", "C3": "conference"}},
    "Web of Science": {
        "*": {"C3": "(affiliation)", "C6": "(early access)", "C1": "(address of the authors)", "CT": "conference",
              "CY": "(conference dates)"},
        "CPAPER": {"T2": "container", "C3": "(affiliation)", "CY": "(conference dates)", "CP": "conference",
                   "A1": "(group author of the proceedings)"},
        "CHAP": {"A1": "(author of the book)"},
        "CONF": {"CY": "(conference dates)"},
    },
    "Scopus": {"*": {"A3": "(sponsor)", "C3": "conference", "C1": "(funding)", "CY": "place"},
               "CPAPER": {"T2": "container", "C3": "conference"}},
    "Publish or Perish": {"*": {"M1": "(a remark of the database)"}},
    "JSTOR": {"*": {"C1": "full date"}, "JOUR": {"A2": "(author of what is reviewed)"}},
    "EBSCO": {"JOUR": {"T2": "translated_title"}},
    "WorldCat": {"*": {"DB": "(index)", "DP": "library_catalogue"}},
    "Taylor & Francis": {"*": {"M3": "(type of work)"}},
    "Ovid": {"*": {"JA": "(short title)", "CY": "place", "LG": "language", "PT": "(type of work)"}},
}  # fmt: skip


def meaning(tag: str, written: str, program: str, *, is_ours: bool = False) -> str:
    """What a tag means in a record of a type and of a program; empty where nothing is known of it."""
    of_program = _BY_PROGRAM.get(program, {})
    elsewhere = {} if is_ours else _ELSEWHERE.get(written, {})
    for table in (of_program.get(written, {}), of_program.get("*", {}), elsewhere, _BY_TYPE.get(written, {})):
        if tag in table:
            return table[tag]
    return _OTHERS.get(tag) or _USUAL.get(tag, "")


#: The tags of our own export.
_OURS = {*columns("ris").values(), "A4", "DA", "EP", "ER", "T3"}


def may_be_ours(tags: Tags) -> bool:
    """Whether a record begins as those of our own export do, whose values are exact and come from no one's database."""
    begins = [tag for tag, _ in tags[:3]] == ["TY", "ID", "TI"] and re.fullmatch(ID_PATTERN, tags[1][1]) is not None
    return begins and {tag for tag, _ in tags} <= _OURS


#: Tags with more than two letters, which some databases write, and what they are in RIS.
_LONGER = {"DOI": "DO", "ISBN": "SN", "ISSN": "SN", "URL": "UR", "PMID": "AN"}
_TAG = re.compile(rf"^[ \t\ufeff]{{0,4}}([A-Z][A-Z0-9]|{'|'.join(_LONGER)})[ \t]{{0,3}}-(?:[ \t]|$)")


#: A tag in the middle of a line, where a database forgot to end the line before it.
_JOINED = re.compile(
    rf"(?<=\S)(?=(?:{'|'.join(sorted({*_USUAL, *_TOGETHER, *_OTHERS, 'CP', 'JI', 'PT'} - {''}))})  - \S|ER  - *$)"
)


@dataclass(frozen=True, slots=True)
class TaggedRecord:
    """A record's tags, read for its type and its program."""

    tags: Tags
    written: str
    """The type under `TY`."""
    program: str
    is_ours: bool = False
    """Whether our own export may have written it."""

    def all(self, *names: str) -> list[str]:
        """Every value under these tags, in the file's order."""
        return [text for tag, value in self.tags if tag in names and (text := plain(value))]

    def first(self, *names: str) -> str:
        """The first value under the first of these tags that has one."""
        return next((text for name in names for text in self.all(name)), "")

    def meaning(self, tag: str) -> str:
        """What a tag means in this record."""
        if self.is_ours and tag == "A4":
            return "translator"
        found = meaning(tag, self.written, self.program, is_ours=self.is_ours)
        if self.written == "CONF" and not self.program and self._is_swapped():
            found = {"T2": "conference", "C3": "container"}.get(tag, found)
        if found == "translated_title" and tag == "T2" and not self.all("JF", "JO"):
            return "container"
        if found == "(series editor)" and tag == "A2" and not self.all("AU", "A1", "A3", "ED"):
            return "editor"
        return found

    def meant(self, what: str) -> list[tuple[str, str]]:
        """The tags that mean this, with their values."""
        return [(tag, text) for tag, value in self.tags if self.meaning(tag) == what and (text := plain(value))]

    @property
    def full_date(self) -> str:
        """The date of the issue in words, as JSTOR says it: `Full publication date: Winter, 1987`."""
        said = (text.partition("Full publication date: ")[2] for text in self.all("C1"))
        return next(filter(None, said), "")

    def _is_swapped(self) -> bool:
        """Whether `C3` names the proceedings and `T2` the conference, as EndNote has it."""
        proceedings = re.compile(r"proceedings|transactions|lecture notes", re.IGNORECASE)
        return bool(proceedings.search(self.first("C3"))) and not proceedings.search(self.first("T2"))


#: A line as mail programs quote it.
_MAIL_QUOTE = re.compile(r"^(?:> ?)+", re.MULTILINE)
#: A tag in small letters, without spaces, or with a colon; only in files whose records all begin so.
_BENT = re.compile(
    rf"^[ \t\ufeff]{{0,4}}((?i:{'|'.join(sorted({*_USUAL, *_TOGETHER, *_OTHERS, 'ER'}))}))[ \t]{{0,3}}[-:][ \t]*(.*)$",
    re.MULTILINE,
)
_BENT_TYPE = re.compile(r"^[ \t\ufeff]{0,4}ty[ \t]{0,3}[-:][ \t]*[a-z]{3,}", re.IGNORECASE | re.MULTILINE)


def straightened(text: str) -> str:
    """A file with its tags as the format has them, where they are quoted, in small letters, or without their spaces."""
    if re.search(r"^>[> ]*TY  - ", text, re.MULTILINE):
        text = _MAIL_QUOTE.sub("", text)
    if not re.search(r"^[ \t\ufeff]{0,4}TY[ \t]{0,3}-(?:[ \t]|$)", text, re.MULTILINE) and _BENT_TYPE.search(text):
        text = _BENT.sub(lambda found: f"{found[1].upper()}  - {found[2]}", text)
    return text


def pieces(lines: list[str]) -> Iterator[tuple[int, list[str], bool]]:
    """Records, and the text between them: the first line, the lines, and whether an `ER` closes them."""
    start, piece = 1, list[str]()
    for number, line in enumerate(lines, start=1):
        found = _TAG.match(line)
        tag = found[1] if found else ""
        if tag == "TY" and piece:
            yield start, piece, False
            piece = []
        if not piece and not line.strip("\ufeff \t\x1a"):
            continue
        if not piece:
            start = number
            if tag == "ER":
                continue
        piece.append(line)
        if tag == "ER":
            yield start, piece, True
            piece = []
    if piece:
        yield start, piece, False


def tags_of(lines: list[str]) -> tuple[Tags, list[str]]:
    """The tags with their values, in the file's order, and lines before the first tag after `TY`.

    A value may go over several lines; a line without a tag goes on with the one before it.
    """
    tags: list[tuple[str, list[str]]] = []
    stray: list[str] = []
    for line in lines:
        found = _TAG.match(line)
        if found is not None:
            value, *further = _JOINED.split(line[found.end() :])
            tags.append((_LONGER.get(found[1], found[1]), [value.strip()]))
            tags += [(part[:2], [part[len("AU  - ") :].strip()]) for part in further]
        elif line.strip() and len(tags) == 1:
            stray.append(line)
        elif line.strip():
            tags[-1][1].append(line.strip())
    joined = [(tag, text) for tag, parts in tags if (text := "\n".join(parts).strip()) or tag == "TY"]
    is_ours = may_be_ours(joined)
    return [(tag, value) for tag, value in joined if is_ours or tag == "TY" or not is_nothing(value)], stray


def tag_of(line: str) -> str:
    """The tag that a line begins with; empty where there is none."""
    found = _TAG.match(line)
    return found[1] if found else ""
