"""RIS tags: records as tags and values, and what a tag means for some types and in files of some programs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..catalogue.types import ResourceType
from .mappings import other_names
from .text import is_nothing, plain

__all__ = [
    "PROGRAMS",
    "WHY",
    "TaggedRecord",
    "Tags",
    "meaning",
    "own_type",
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
    "Scopus": lambda tags: _says(tags, "DB", r"scopus") or _says(tags, "UR", r"https?://www\.scopus\.com/"),
    "Web of Science": lambda tags: _says(tags, "AN|UT", r"WOS:|ISI:") or _has(tags, "J9", "PI") or _has(tags, "WE"),
    "Publish or Perish": lambda tags: _says(tags, "M1", r"query date:"),
    "ProQuest": lambda tags: _says(tags, "N1", r"(?:copyright - )?.*database copyright proquest"),
    "EBSCO": lambda tags: _says(tags, "DP", r"ebsco"),
    "PsycINFO": lambda tags: _says(tags, "ID", r"\d{4}-\d{5}-\d{3}$"),
    "Ovid": lambda tags: _says(tags, "DB", r"ovid") or _says(tags, "UR", r"https?://ovidsp\."),
    "WorldCat": lambda tags: _says(tags, "DB", r"/z-wcorg") or _says(tags, "DP", r"https?://(?:www\.)?worldcat\.org"),
    "Taylor & Francis": lambda tags: _says(tags, "N1", r"doi: ?10\.") and _says(tags, "M3", r"doi: ?10\."),
    "ERIC": lambda tags: _says(tags, "AN", r"E[DJ]\d{6,}$"),
    "PubMed": lambda tags: _says(tags, "DB", r"(ncbi )?pubmed") or _says(tags, "N1", r"PMID:"),
    "EndNote": lambda tags: _says(tags, "L1", r"internal-pdf:") or _is_sorted(tags),
    "Zotero": lambda tags: (
        _says(tags, "Y2", r"\d{4}/\d\d/\d\d/\d\d:\d\d:\d\d") or _says(tags, "L1", r".*Zotero.storage")
    ),
}


def _says(tags: Tags, names: str, pattern: str) -> bool:
    return any(re.fullmatch(names, tag) and re.match(pattern, value, re.IGNORECASE) for tag, value in tags)


def _has(tags: Tags, *names: str) -> bool:
    return set(names) <= {tag for tag, _ in tags}


def _is_sorted(tags: Tags) -> bool:
    """Whether the tags after `TY` come in the order of the alphabet, with a number for a key: only EndNote's do."""
    names = [tag for tag, _ in tags if tag not in ("TY", "ER")]
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
    "ET": "edition", "C7": "number", "M1": "number", "C3": "conference", "LA": "language",
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
#: Tags that only the table of fields names.
_OTHERS = other_names("ris", {*_USUAL, *_TOGETHER})

#: What differs for a type of record.
_BY_TYPE: Mapping[str, Mapping[str, str]] = {
    "BOOK": {"A3": "editor", "BT": "title", "JF": "(short title)", "JO": "(short title)"},
    "EDBOOK": {"AU": "editor", "A1": "editor", "A2": "(series editor)", "BT": "title"},
    "CPAPER": {"T2": "conference", "C3": "container", "C1": "place", "CY": "conference place", "A4": "(sponsor)"},
    "CONF": {"A4": "(sponsor)"},
    "THES": {
        "A2": "(thesis advisor)",
        "A3": "(thesis advisor)",
        "M3": "genre",
        "A4": "(department)",
        "JF": "(collection of theses)",
    },
    "RPRT": {"A3": "(publisher)", "A4": "(department)"},
    "GOVDOC": {"A2": "(department)", "A3": "(department)"},
    "MPCT": {"A2": "(series director)", "A3": "(producer)", "A4": "(performer)"},
    "VIDEO": {"A2": "(series director)", "A3": "(producer)", "A4": "(performer)"},
    "ADVS": {"A2": "(performer)", "A3": "(producer)", "A4": "(performer)"},
    "SOUND": {"A2": "(performer)", "A3": "(producer)", "A4": "(performer)"},
    "ICOMM": {"A2": "(recipient)"},
    "PCOMM": {"A2": "(recipient)"},
    "CTLG": {"A2": "(institution)"},
    "JOUR": {"A3": "(third author)", "M3": "(type of work)"},
}
_CONFERENCE = {"T2": "conference", "C3": "container", "C1": "place", "CY": "conference place"}
#: What differs in files of a program, for every type (`*`) or for one.
_BY_PROGRAM: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "EndNote": {"CONF": _CONFERENCE, "BOOK": {"A2": "(series editor)"}},
    "Zotero": {"CONF": _CONFERENCE, "BOOK": {"A2": "(series editor)"},
               "CPAPER": {"T2": "container", "C3": "conference"}},
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
    "EBSCO": {"JOUR": {"T2": "translated_title"}},
    "WorldCat": {"*": {"DB": "(index)", "DP": "library_catalogue"}},
    "Taylor & Francis": {"*": {"M3": "(type of work)"}},
    "Ovid": {"*": {"JA": "(short title)", "CY": "place", "LG": "language", "PT": "(type of work)"}},
}  # fmt: skip


def meaning(tag: str, written: str, program: str) -> str:
    """What a tag means in a record of a type and of a program; empty where nothing is known of it."""
    of_program = _BY_PROGRAM.get(program, {})
    for table in (of_program.get(written, {}), of_program.get("*", {}), _BY_TYPE.get(written, {})):
        if tag in table:
            return table[tag]
    return _USUAL.get(tag) or _OTHERS.get(tag, "")


def own_type(written: str, named: ResourceType | None, program: str, *, has_id: bool) -> ResourceType | None:
    """The type that `M3` tells apart in our own export; None where it is how a database sorts its records."""
    if named is None or program:
        return None
    names = named.row.ris
    is_paper = written == "JOUR" and named is ResourceType.CONFERENCE_PAPER and has_id  # one in serial proceedings
    return named if written in (names.alone, names.part) or is_paper else None


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
        found = meaning(tag, self.written, self.program)
        if self.written == "CONF" and not self.program and self._is_swapped():
            found = {"T2": "conference", "C3": "container"}.get(tag, found)
        if found == "(series editor)" and tag == "A2" and not self.all("AU", "A1", "A3", "ED"):
            return "editor"
        return found

    def meant(self, what: str) -> list[tuple[str, str]]:
        """The tags that mean this, with their values."""
        return [(tag, text) for tag, value in self.tags if self.meaning(tag) == what and (text := plain(value))]

    def _is_swapped(self) -> bool:
        """Whether `C3` names the proceedings and `T2` the conference, as EndNote has it."""
        proceedings = re.compile(r"proceedings|transactions|lecture notes", re.IGNORECASE)
        return bool(proceedings.search(self.first("C3"))) and not proceedings.search(self.first("T2"))


#: A line as mail programs quote it.
_MAIL_QUOTE = re.compile(r"^(?:> ?)+", re.MULTILINE)
#: A tag in small letters, without spaces, or with a colon; only in files whose records all begin so.
_BENT = re.compile(
    rf"^[ \t\ufeff]{{0,4}}((?i:{'|'.join(sorted({*_USUAL, *_TOGETHER, 'ER'}))}))[ \t]{{0,3}}[-:][ \t]*(.*)$",
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
    joined = ((tag, "\n".join(parts).strip()) for tag, parts in tags)
    return [(tag, value) for tag, value in joined if (value and not is_nothing(value)) or tag == "TY"], stray


def tag_of(line: str) -> str:
    """The tag that a line begins with; empty where there is none."""
    found = _TAG.match(line)
    return found[1] if found else ""
