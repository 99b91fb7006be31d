"""Read EndNote's `.enw` (also known as Refer) and PubMed's `.nbib` (MEDLINE): other tags for what RIS says.

Source of the second: https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .model import Record, RecordList, Refused, Source
from .names import family_first
from .ris_reader import record_of
from .ris_tags import Tags
from .text import plain, shown

__all__ = ["endnote_type", "read_enw", "read_nbib"]

_ENW_FIELD = re.compile(r"^[ \ufeff]?%(\S)(?:[ \t](.*))?$")
#: What each field is in RIS, in which EndNote writes the same facts.
_ENW_AS_RIS = {
    "A": "AU", "B": "T2", "C": "CY", "D": "PY", "E": "ED", "F": "ID", "G": "LA", "H": "TA", "I": "PB", "J": "T2",
    "K": "KW", "L": "CN", "M": "AN", "N": "IS", "O": "N1", "P": "SP", "Q": "TT", "R": "DO", "S": "T3", "T": "TI",
    "U": "UR", "V": "VL", "W": "DP", "X": "AB", "Z": "N1", "?": "A4", "@": "SN", "!": "ST", "&": "SE",
    "(": "OP", ")": "RP", "+": "AD", ">": "L1", "[": "Y2", "~": "DB", "6": "NV", "7": "ET", "8": "DA", "9": "M3",
    "<": "RN",
    "1": "U1", "2": "U2", "3": "U3", "4": "U4", "5": "U5", "#": "U6", "$": "U7", "*": "U8",
}  # fmt: skip
#: EndNote's reference types in RIS; for a thesis, `%I` is the university.
_ENW_TYPES = {
    "aggregated database": "AGGR", "ancient text": "ANCIENT", "artwork": "ART", "audio": "SOUND",
    "audiovisual material": "ADVS", "bill": "BILL", "blog": "BLOG", "book section": "CHAP", "book": "BOOK",
    "case": "CASE", "catalog": "CTLG", "chart or table": "CHART", "classical work": "CLSWK",
    "computer program": "COMP", "conference paper": "CPAPER", "conference proceedings": "CONF",
    "dataset": "DATA", "dictionary": "DICT", "edited book": "EDBOOK", "electronic article": "EJOUR",
    "electronic book section": "ECHAP", "electronic book": "EBOOK", "electronic source": "ELEC",
    "encyclopedia": "ENCYC", "equation": "EQUA", "figure": "FIGURE", "film or broadcast": "MPCT",
    "generic": "GEN", "government document": "GOVDOC", "grant": "GRANT", "hearing": "HEAR", "interview": "INTV",
    "journal article": "JOUR", "legal rule or regulation": "LEGAL", "magazine article": "MGZN",
    "manuscript": "MANSCPT", "map": "MAP", "multimedia": "MULTI", "music": "MUSIC", "newspaper article": "NEWS",
    "online database": "DBASE", "online multimedia": "MULTI", "pamphlet": "PAMP", "patent": "PAT",
    "personal communication": "PCOMM", "podcast": "SOUND", "press release": "PRESS", "report": "RPRT",
    "serial": "SER", "standard": "STAND", "statute": "STAT", "thesis": "THES", "unpublished work": "UNPB",
    "web page": "WEB",
}  # fmt: skip
#: What a record that names no type is, by the fields that it has.
_ENW_UNSAID = {"J": "JOUR", "B": "CHAP", "I": "BOOK"}


def read_enw(text: str) -> Source:
    """Read every record; each begins with its type, `%0`, which some catalogues of libraries leave out."""
    kept = RecordList()
    for line, lines in _enw_pieces(text.split("\n")):
        if kept.is_full(line, len(kept.records)):
            break
        if lines[0].startswith("%0") and not any(map(str.strip, lines[1:])):
            continue  # a type alone, before the type that is meant
        if _ENW_FIELD.match(lines[0]) is None:
            reason = f"Outside of any record: {shown(lines[0], 40)}. A record begins with `%0`."
            kept.refuse(line, "", reason)
            continue
        kept.add(_enw_record(lines, line))
    return Source("enw", tuple(kept.records), tuple(kept.refused), program="EndNote")


def _enw_pieces(lines: list[str]) -> list[tuple[int, list[str]]]:
    """The lines of each record, with the number of the first.

    A record ends where the next `%0` begins; one without it ends with an empty line.
    """
    pieces: list[tuple[int, list[str]]] = []
    is_open = False
    for number, line in enumerate(lines, start=1):
        found = _ENW_FIELD.match(line)
        is_empty = not line.strip("\ufeff \t\x1a")
        if (found is not None and found[1] == "0") or (not is_open and not is_empty):
            pieces.append((number, [line]))
            is_open = True
        elif is_open:
            pieces[-1][1].append(line)
            start = _ENW_FIELD.match(pieces[-1][1][0])
            is_open = not is_empty or (start is not None and start[1] == "0")
    return pieces


def _enw_record(lines: list[str], line: int) -> Record:
    tags: list[tuple[str, list[str]]] = []
    named = {found[1] for each in lines if (found := _ENW_FIELD.match(each))}
    if "0" not in named:
        tags.append(("TY", [next((kind for tag, kind in _ENW_UNSAID.items() if tag in named), "GEN")]))
    for each in lines:
        found = _ENW_FIELD.match(each)
        if found is None and each.strip() and len(tags) > 1:
            tags[-1][1].append(each.strip())
        elif found is not None and found[1] == "0":
            tags.append(("TY", [endnote_type(found[2] or "")]))
        elif found is not None:
            value = (found[2] or "").strip()
            tag = _ENW_AS_RIS.get(found[1], f"%{found[1]}")
            tags.append((tag, [family_first(value) if tag in ("AU", "ED") else value]))
    if tags[0][1] == ["THES"]:
        tags = [("A3" if tag == "%Y" else tag, parts) for tag, parts in tags]
    if tags[0][1] in (["CPAPER"], ["CONF"]):
        tags = [({"U1": "C1", "U3": "C3"}.get(tag, tag), parts) for tag, parts in tags]
    joined = ((tag, (";" if tag == "KW" else "\n").join(parts)) for tag, parts in tags)
    return record_of([(tag, value) for tag, value in joined if value or tag == "TY"], "EndNote", line)


def endnote_type(name: str) -> str:
    """The type in RIS that EndNote calls so; any other as it is."""
    return _ENW_TYPES.get(name.strip().lower(), name.strip())


_NBIB_FIELD = re.compile(r"^([A-Z]{2,4}|BOOKACC) {0,2}- ?(.*)$")
#: What each field is in RIS. `FAU` is a name in full, `AU` the same with initials.
_NBIB_AS_RIS = {
    "PMID": "AN", "TI": "TI", "BTI": "BT", "CTI": "T3", "FAU": "AU", "CN": "AU", "FED": "A2", "JT": "T2", "TA": "J2",
    "VI": "VL", "IP": "IS", "DP": "PY", "PG": "SP", "AB": "AB", "LA": "LA", "IS": "SN", "ISBN": "SN", "PB": "PB",
    "EN": "ET", "MH": "KW", "OT": "KW", "TT": "TT", "GN": "N1", "AD": "AD", "GR": "FU", "SI": "SI", "COIS": "COIS",
    "CI": "CI", "PMC": "C2", "FIR": "FIR", "FPS": "FPS", "CP": "CY", "OID": "AN", "ISSN": "SN",
}  # fmt: skip
#: How PubMed keeps the record, and what it says twice.
_NBIB_QUIET = frozenset(
    {
        "OWN", "STAT", "DCOM", "LR", "LID", "AID", "AU", "ED", "PT", "JID", "SB", "EDAT", "MHDA", "CRDT", "PHST",
        "PST", "SO", "DEP", "DA", "CTDT", "JC", "RF", "PUBM", "AUID", "IR", "IRAD", "PL", "PMCR", "RN", "OTO",
        "OOT", "CON", "CIN", "DRDT"
    }
)  # fmt: skip


#: ERIC's words for what is no article, whose `JT` is the publisher.
_ERIC_TYPES = {"Dissertations/Theses": "THES", "Books": "BOOK", "Speeches/Meeting Papers": "CPAPER"}
#: The number of an article, among those that a publisher gives it.
_ARTICLE_NUMBER = re.compile(r"([A-Za-z]{0,2}\d{1,7}) \[pii\]")
#: Publication types that every article has, or that speak of its money.
_PT_QUIET = re.compile(r"Journal Article|Research Support|Book|Reports? - |ENGLISH ABSTRACT", re.IGNORECASE)


def read_nbib(text: str) -> Source:
    """Read every record; each begins with `PMID`, or with `OWN` in ERIC, with an empty line between two."""
    kept = RecordList()
    for line, fields in _nbib_pieces(text.split("\n"), kept.refused):
        if kept.is_full(line, len(kept.records)):
            break
        kept.add(_nbib_record(fields, line))
    program = "ERIC" if re.search(r"^OWN - ERIC$", text, re.MULTILINE) else "PubMed"
    return Source("nbib", tuple(kept.records), tuple(kept.refused), program=program)


def _nbib_pieces(lines: list[str], refused: list[Refused]) -> Iterator[tuple[int, Tags]]:
    """The fields of each record, with the line of the first; a line that begins with spaces goes on."""
    start, fields = 0, list[tuple[str, list[str]]]()
    for number, line in enumerate(lines, start=1):
        found = _NBIB_FIELD.match(line.lstrip("\ufeff"))
        is_first = found is not None and (found[1] == "PMID" or (found[1] == "OWN" and found[2] == "ERIC"))
        if is_first and fields:
            yield start, _joined(fields)
            fields = []
        if found is not None:
            start = start if fields else number
            fields.append((found[1], [found[2].strip()]))
        elif line.strip("\ufeff \t\x1a") and fields:
            fields[-1][1].append(line.strip())
        elif line.strip("\ufeff \t\x1a"):
            reason = f"Outside of any record: {shown(line.strip(), 40)}. A record begins with `PMID- `."
            refused.append(Refused(number, "", reason))
    if fields:
        yield start, _joined(fields)


def _joined(fields: list[tuple[str, list[str]]]) -> Tags:
    return [(name, " ".join(parts).strip()) for name, parts in fields]


def _nbib_record(fields: Tags, line: int) -> Record:
    names = {name for name, _ in fields}
    is_eric = ("OWN", "ERIC") in fields
    written = ("CHAP" if "TI" in names else "BOOK") if "BTI" in names else "JOUR"
    if is_eric and any(name == "OID" and value.startswith("ED") for name, value in fields):
        kinds = [kind for name, value in fields if name == "PT" for said, kind in _ERIC_TYPES.items() if said in value]
        written = kinds[0] if kinds else "RPRT"
    tags = [("TY", written), ("DB", "ERIC" if is_eric else "PubMed")]
    for name, value in sorted(fields, key=lambda each: each[0] == "LID"):  # ERIC: its own page after the publisher's
        if name == "AU" and "FAU" not in names:
            tags.append(("AU", _with_comma(value)))
        elif name in ("LID", "AID"):
            tags += _nbib_number(value, has_pages="PG" in names or ("SP" in dict(tags)))
        elif name == "JT" and written in ("RPRT", "BOOK", "CPAPER"):
            tags.append(("PB", value))
        elif name == "SO" and written == "THES":
            tags += zip(("M3", "PB"), filter(None, value.partition(", ")[::2]), strict=False)
        elif name == "DP" and (found := re.fullmatch(r"Article (\S+) (.*)", value)):
            tags += [("SP", found[1]), ("PY", found[2])]
        elif name == "PG":
            pages, _, further = value.partition(";")  # `345-51; discussion 352`
            tags += [("SP", pages), ("further pages", further.strip())]
        elif name == "PT" and not _PT_QUIET.match(value):
            tags.append(("PT", value))
        elif name == "PL" and written != "JOUR":
            tags.append(("CY", value))
        elif name not in _NBIB_QUIET:
            tags.append((_NBIB_AS_RIS.get(name, name), _nbib_value(name, value)))
    tags = _in_its_own_language(tags)
    record = record_of([(tag, value) for tag, value in tags if value], "ERIC" if is_eric else "PubMed", line)
    record.key = next((plain(value) for name, value in fields if name in ("PMID", "OID")), "")
    return record


def _nbib_number(value: str, *, has_pages: bool) -> list[tuple[str, str]]:
    """What a `LID` or an `AID` holds: a DOI, an address, the number of an article, or another of the publisher."""
    if value.endswith("[doi]") or "doi.org/10." in value:
        return [("DO", value.removesuffix("[doi]").strip())]
    if value.startswith(("http", "www.")):
        return [("UR", value)]
    if value.endswith("[bookaccession]"):
        return [("UR", f"https://www.ncbi.nlm.nih.gov/books/{value.split()[0]}/")]
    if not has_pages and (found := _ARTICLE_NUMBER.fullmatch(value)):
        return [("SP", found[1])]
    return [("number of the publisher", value)]


def _nbib_value(name: str, value: str) -> str:
    if name in ("TI", "BTI", "TT"):  # PubMed ends a title with a full stop
        return re.sub(r"(?<=[^.])\.(\]?)$", r"\1", value)
    return value.replace("*", "") if name == "MH" else value


def _with_comma(name: str) -> str:
    """`Gray IA` as `Gray, IA`."""
    family, space, initials = name.rpartition(" ")
    return f"{family}, {initials}" if space and initials.isupper() and "," not in name else name


def _in_its_own_language(tags: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Replace a title in square brackets, which PubMed translated, by the original, where that is given."""
    own = next((value for tag, value in tags if tag == "TT"), "")
    title = next((value for tag, value in tags if tag == "TI"), "")
    if not own or not re.fullmatch(r"\[.*\]", title):
        return tags
    turned = {"TI": own, "TT": title[1:-1]}
    return [(tag, turned.get(tag, value)) for tag, value in tags]
