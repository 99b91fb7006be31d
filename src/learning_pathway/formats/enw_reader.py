"""Read EndNote's tagged files (`.enw`), also known as Refer."""

from __future__ import annotations

import re

from .model import Record, RecordList, Source
from .ris_reader import record_of
from .text import shown

__all__ = ["read_enw"]

_FIELD = re.compile(r"^[ \ufeff]?%(\S)(?:[ \t](.*))?$")
#: What each field is in RIS, in which EndNote writes the same facts.
_AS_RIS = {
    "A": "AU", "B": "T2", "C": "CY", "D": "PY", "E": "A2", "F": "ID", "G": "LA", "H": "A4", "I": "PB", "J": "T2",
    "K": "KW", "L": "CN", "M": "AN", "N": "IS", "O": "N1", "P": "SP", "Q": "TT", "R": "DO", "S": "T3", "T": "TI",
    "U": "UR", "V": "VL", "W": "DP", "X": "AB", "Y": "A3", "Z": "N1", "?": "A4", "@": "SN", "!": "ST", "&": "SE",
    "(": "OP", ")": "RP", "+": "AD", ">": "L1", "[": "Y2", "~": "DB", "6": "NV", "7": "ET", "8": "DA", "9": "M3",
    "1": "U1", "2": "U2", "3": "U3", "4": "U4", "5": "U5", "#": "U6", "$": "U7", "*": "U8",
}  # fmt: skip
#: EndNote's reference types in RIS; for a thesis, `%I` is the university.
_TYPES = {
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
    for line, lines in _pieces(text.split("\n")):
        if kept.is_full(line, len(kept.records)):
            break
        found = _FIELD.match(lines[0])
        if found is None or found[1] != "0":
            reason = f"Outside of any record: {shown(lines[0], 40)}. A record begins with `%0`."
            kept.refuse(line, "", reason)
            continue
        kept.add(_record(lines, line))
    return Source("enw", tuple(kept.records), tuple(kept.refused), program="EndNote")


def _pieces(lines: list[str]) -> list[tuple[int, list[str]]]:
    """The lines of each record, with the number of the first. A record ends where the next `%0` begins."""
    pieces: list[tuple[int, list[str]]] = []
    for number, line in enumerate(lines, start=1):
        found = _FIELD.match(line)
        if found is not None and found[1] == "0":
            pieces.append((number, [line]))
        elif pieces:
            pieces[-1][1].append(line)
        elif line.strip("\ufeff \t\x1a"):
            pieces.append((number, [line]))
    return pieces


def _record(lines: list[str], line: int) -> Record:
    tags: list[tuple[str, str]] = []
    for each in lines:
        found = _FIELD.match(each)
        if found is None and each.strip() and len(tags) > 1:
            joint = ";" if tags[-1][0] == "KW" else "\n"
            tags[-1] = (tags[-1][0], f"{tags[-1][1]}{joint}{each.strip()}")
        elif found is not None and found[1] == "0":
            tags.append(("TY", _type(found[2] or "")))
        elif found is not None:
            tags.append((_AS_RIS.get(found[1], f"%{found[1]}"), (found[2] or "").strip()))
    return record_of([(tag, value) for tag, value in tags if value or tag == "TY"], "EndNote", line)


def _type(name: str) -> str:
    return _TYPES.get(name.strip().lower(), name.strip())
