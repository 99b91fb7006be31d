"""Read EndNote's `.enw` (also known as Refer) and PubMed's `.nbib` (MEDLINE): other tags for what RIS says.

Source of the second: https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .model import Record, RecordList, Refused, Source
from .ris_reader import record_of
from .ris_tags import Tags
from .text import plain, shown

__all__ = ["read_enw", "read_nbib"]

_ENW_FIELD = re.compile(r"^[ \ufeff]?%(\S)(?:[ \t](.*))?$")
#: What each field is in RIS, in which EndNote writes the same facts.
_ENW_AS_RIS = {
    "A": "AU", "B": "T2", "C": "CY", "D": "PY", "E": "A2", "F": "ID", "G": "LA", "H": "A4", "I": "PB", "J": "T2",
    "K": "KW", "L": "CN", "M": "AN", "N": "IS", "O": "N1", "P": "SP", "Q": "TT", "R": "DO", "S": "T3", "T": "TI",
    "U": "UR", "V": "VL", "W": "DP", "X": "AB", "Y": "A3", "Z": "N1", "?": "A4", "@": "SN", "!": "ST", "&": "SE",
    "(": "OP", ")": "RP", "+": "AD", ">": "L1", "[": "Y2", "~": "DB", "6": "NV", "7": "ET", "8": "DA", "9": "M3",
    "1": "U1", "2": "U2", "3": "U3", "4": "U4", "5": "U5", "#": "U6", "$": "U7", "*": "U8",
}  # fmt: skip
#: EndNote's reference types in RIS; for a thesis, `%I` is the university.
_ENW_TYPES = {
    "audiovisual material": "ADVS", "blog": "BLOG", "book": "BOOK", "book section": "CHAP",
    "conference paper": "CPAPER", "conference proceedings": "CONF", "dictionary": "DICT", "edited book": "EDBOOK",
    "electronic article": "EJOUR", "electronic book": "EBOOK", "electronic book section": "ECHAP",
    "electronic source": "ELEC", "encyclopedia": "ENCYC", "film or broadcast": "MPCT", "generic": "GEN",
    "government document": "GOVDOC", "journal article": "JOUR", "magazine article": "MGZN", "manuscript": "MANSCPT",
    "multimedia": "MULTI", "newspaper article": "NEWS", "online multimedia": "MULTI", "pamphlet": "PAMP",
    "podcast": "SOUND", "report": "RPRT", "serial": "SER", "thesis": "THES", "unpublished work": "UNPB",
    "web page": "WEB",
}  # fmt: skip


def read_enw(text: str) -> Source:
    """Read every record; each begins with its type, `%0`."""
    kept = RecordList()
    for line, lines in _enw_pieces(text.split("\n")):
        if kept.is_full(line, len(kept.records)):
            break
        found = _ENW_FIELD.match(lines[0])
        if found is None or found[1] != "0":
            reason = f"Outside of any record: {shown(lines[0], 40)}. A record begins with `%0`."
            kept.refuse(line, "", reason)
            continue
        kept.add(_enw_record(lines, line))
    return Source("enw", tuple(kept.records), tuple(kept.refused), program="EndNote")


def _enw_pieces(lines: list[str]) -> list[tuple[int, list[str]]]:
    """The lines of each record, with the number of the first. A record ends where the next `%0` begins."""
    pieces: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, start=1):
        found = _ENW_FIELD.match(line)
        if found is not None and found[1] == "0":
            pieces.append((number, [line]))
        elif pieces:
            pieces[-1][1].append(line)
        elif line.strip("\ufeff \t\x1a"):
            pieces.append((number, [line]))
    return pieces


def _enw_record(lines: list[str], line: int) -> Record:
    tags: list[tuple[str, list[str]]] = []
    for each in lines:
        found = _ENW_FIELD.match(each)
        if found is None and each.strip() and len(tags) > 1:
            tags[-1][1].append(each.strip())
        elif found is not None and found[1] == "0":
            tags.append(("TY", [_enw_type(found[2] or "")]))
        elif found is not None:
            tags.append((_ENW_AS_RIS.get(found[1], f"%{found[1]}"), [(found[2] or "").strip()]))
    joined = ((tag, (";" if tag == "KW" else "\n").join(parts)) for tag, parts in tags)
    return record_of([(tag, value) for tag, value in joined if value or tag == "TY"], "EndNote", line)


def _enw_type(name: str) -> str:
    return _ENW_TYPES.get(name.strip().lower(), name.strip())


_NBIB_FIELD = re.compile(r"^([A-Z]{2,4}) {0,2}- ?(.*)$")
#: What each field is in RIS. `FAU` is a name in full, `AU` the same with initials.
_NBIB_AS_RIS = {
    "PMID": "AN", "TI": "TI", "BTI": "BT", "CTI": "T3", "FAU": "AU", "CN": "AU", "FED": "A2", "JT": "T2", "TA": "J2",
    "VI": "VL", "IP": "IS", "DP": "PY", "PG": "SP", "AB": "AB", "LA": "LA", "IS": "SN", "ISBN": "SN", "PB": "PB",
    "EN": "ET", "MH": "KW", "OT": "KW", "TT": "TT", "GN": "N1", "AD": "AD", "GR": "FU", "SI": "SI", "COIS": "COIS",
    "CI": "CI", "FIR": "FIR", "FPS": "FPS", "CP": "CY", "OID": "AN", "ISSN": "SN",
}  # fmt: skip
#: How PubMed keeps the record, and what it says twice.
_NBIB_QUIET = frozenset(
    {
        "OWN", "STAT", "DCOM", "LR", "LID", "AID", "AU", "ED", "PT", "JID", "SB", "EDAT", "MHDA", "CRDT", "PHST",
        "PST", "SO", "DEP", "DA", "CTDT", "JC", "RF", "PUBM", "AUID", "IR", "IRAD", "PL", "PMC", "PMCR", "RN", "OTO",
        "OOT", "CON", "CIN", "DRDT"
    }
)  # fmt: skip


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
    written = ("CHAP" if "TI" in names else "BOOK") if "BTI" in names else "JOUR"
    program = "ERIC" if ("OWN", "ERIC") in fields else "PubMed"
    tags = [("TY", written), ("DB", program)]
    for name, value in fields:
        if name == "AU" and "FAU" not in names:
            tags.append(("AU", _with_comma(value)))
        elif name in ("LID", "AID") and (value.endswith("[doi]") or "doi.org/10." in value):
            tags.append(("DO", value.removesuffix("[doi]").strip()))
        elif name == "LID" and value.startswith("http"):
            tags.append(("UR", value))
        elif name == "PT" and not _PT_QUIET.match(value):
            tags.append(("PT", value))
        elif name == "PL" and written != "JOUR":
            tags.append(("CY", value))
        elif name not in _NBIB_QUIET:
            tags.append((_NBIB_AS_RIS.get(name, name), _nbib_value(name, value)))
    tags = _in_its_own_language(tags)
    record = record_of([(tag, value) for tag, value in tags if value], program, line)
    record.key = next((plain(value) for name, value in fields if name in ("PMID", "OID")), "")
    return record


def _nbib_value(name: str, value: str) -> str:
    if name in ("TI", "BTI", "TT"):  # PubMed ends a title with a full stop
        return re.sub(r"(?<=[^.])\.(\]?)$", r"\1", value)
    return value.replace("*", "") if name == "MH" else value


def _with_comma(name: str) -> str:
    """`Gray IA` as `Gray, IA`."""
    family, space, initials = name.rpartition(" ")
    return f"{family}, {initials}" if space and initials.isupper() else name


def _in_its_own_language(tags: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Replace a title in square brackets, which PubMed translated, by the original, where that is given."""
    own = next((value for tag, value in tags if tag == "TT"), "")
    title = next((value for tag, value in tags if tag == "TI"), "")
    if not own or not re.fullmatch(r"\[.*\]", title):
        return tags
    turned = {"TI": own, "TT": title[1:-1]}
    return [(tag, turned.get(tag, value)) for tag, value in tags]
