"""Read PubMed's files (`.nbib`), in the format of MEDLINE.

Source: https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .model import Record, RecordList, Refused, Source
from .ris_reader import record_of
from .ris_tags import Tags
from .text import plain, shown

__all__ = ["read_nbib"]

_FIELD = re.compile(r"^([A-Z]{2,4}) {0,2}- ?(.*)$")
#: What each field is in RIS. `FAU` is a name in full, `AU` the same with initials.
_AS_RIS = {
    "PMID": "AN", "TI": "TI", "BTI": "BT", "CTI": "T3", "FAU": "AU", "CN": "AU", "FED": "A2", "JT": "T2", "TA": "J2",
    "VI": "VL", "IP": "IS", "DP": "PY", "PG": "SP", "AB": "AB", "LA": "LA", "IS": "SN", "ISBN": "SN", "PB": "PB",
    "EN": "ET", "MH": "KW", "OT": "KW", "TT": "TT", "GN": "N1", "AD": "AD", "GR": "FU", "SI": "SI", "COIS": "COIS",
    "CI": "CI", "FIR": "FIR", "FPS": "FPS", "CP": "CY",
}  # fmt: skip
#: How PubMed keeps the record, and what it says twice.
_QUIET = frozenset(
    {
        "OWN", "STAT", "DCOM", "LR", "LID", "AID", "AU", "ED", "PT", "JID", "SB", "EDAT", "MHDA", "CRDT", "PHST",
        "PST", "SO", "DEP", "DA", "CTDT", "JC", "RF", "PUBM", "AUID", "IR", "IRAD", "PL", "PMC", "PMCR", "RN", "OTO",
        "OOT", "CON", "CIN", "DRDT"
    }
)  # fmt: skip


def read_nbib(text: str) -> Source:
    """Read every record; each begins with `PMID`, with an empty line between two."""
    kept = RecordList()
    for line, fields in _pieces(text.split("\n"), kept.refused):
        if kept.is_full(line, len(kept.records)):
            break
        kept.add(_record(fields, line))
    return Source("nbib", tuple(kept.records), tuple(kept.refused), program="PubMed")


def _pieces(lines: list[str], refused: list[Refused]) -> Iterator[tuple[int, Tags]]:
    """The fields of each record, with the line of the first; a line that begins with spaces goes on."""
    start, fields = 0, list[tuple[str, str]]()
    for number, line in enumerate(lines, start=1):
        found = _FIELD.match(line.lstrip("\ufeff"))
        if found is not None and found[1] == "PMID" and fields:
            yield start, fields
            fields = []
        if found is not None:
            start = start if fields else number
            fields.append((found[1], found[2].strip()))
        elif line.strip("\ufeff \t\x1a") and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}".strip())
        elif line.strip("\ufeff \t\x1a"):
            reason = f"Outside of any record: {shown(line.strip(), 40)}. A record begins with `PMID- `."
            refused.append(Refused(number, "", reason))
    if fields:
        yield start, fields


def _record(fields: Tags, line: int) -> Record:
    names = {name for name, _ in fields}
    written = ("CHAP" if "TI" in names else "BOOK") if "BTI" in names else "JOUR"
    tags = [("TY", written), ("DB", "PubMed")]
    for name, value in fields:
        if name == "AU" and "FAU" not in names:
            tags.append(("AU", _with_comma(value)))
        elif name in ("LID", "AID") and value.endswith("[doi]"):
            tags.append(("DO", value.removesuffix("[doi]").strip()))
        elif name == "PL" and written != "JOUR":
            tags.append(("CY", value))
        elif name not in _QUIET:
            tags.append((_AS_RIS.get(name, name), _value(name, value)))
    tags = _in_its_own_language(tags)
    record = record_of([(tag, value) for tag, value in tags if value], "PubMed", line)
    record.key = next((plain(value) for name, value in fields if name == "PMID"), "")
    return record


def _value(name: str, value: str) -> str:
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
