"""The type of an entry of BibTeX or BibLaTeX, who holds it, and the words that describe it in brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..catalogue.types import Form, ResourceType
from .mappings import BIBTEX, BIBTEX_NEAR, MISC_KINDS, TALK, as_a
from .model import Record

__all__ = ["TITLES", "read_holder", "read_medium", "type_of"]

_R = ResourceType
#: What stands for a title where there is none.
TITLES = ("booktitle", "maintitle", "issuetitle", "shorttitle")
#: Keys of BibLaTeX's styles, mainly of biblatex-apa, that are printed in words; empty where the type says it.
_SUBTYPES = {
    "video": "",
    "podcast": "",
    "podcastepisode": "",
    "film": "Film",
    "tvseries": "TV series",
    "tvepisode": "TV series episode",
    "song": "Song",
    "album": "Album",
    "speech": "Speech audio recording",
    "interview": "Interview",
    "tweet": "Tweet",
    "photograph": "Photograph",
    "photographs": "Photographs",
    "painting": "Painting",
    "lithograph": "Lithograph",
    "map": "Map",
}
#: The same under `howpublished`.
_MANUSCRIPTS = {
    "manunpub": "Unpublished manuscript",
    "maninprep": "Manuscript in preparation",
    "mansub": "Manuscript submitted for publication",
}
#: Sections of newspapers and magazines, by which styles tell their articles from those of journals.
_PERIODICALS = frozenset({"magazine", "newspaper", "nonacademic"})
#: Laws and cases, whose names go on in `titleaddon`: `of 1990`.
_LAWS = frozenset({"jurisdiction", "legal", "legislation", "bill"})
_MISCELLANEOUS = frozenset({"misc", "online", "electronic"})
#: Words of `entrysubtype` that say more than the type that they stand for.
_TELLING = re.compile(r"webinar|press release|film|tv.*|song|album", re.IGNORECASE)
#: Who accepted a thesis; its publisher is a database then, or an archive.
_UNIVERSITIES = ("institution", "school", "university")
#: The name of a site in the place of a number, as biblatex-apa has it.
_SITE = re.compile(r"[^\W\d][^\d:/]{1,60}")
_PREPRINT_SERVERS = frozenset(
    {"arxiv", "biorxiv", "chemrxiv", "edarxiv", "medrxiv", "osf preprints", "psyarxiv", "socarxiv", "ssrn"}
)
_IN_WORDS = re.compile(r"[A-Z][^{}]{2,100}")
_SPECIAL = re.compile(r"special (?:issue|section|feature)", re.IGNORECASE)


def type_of(written: str, said: Mapping[str, str], record: Record) -> ResourceType:
    """The type of an entry that calls itself `written`, or the nearest, which is reported."""
    subtype = said.get("entrysubtype", "")
    if subtype in set(_R):
        return _R(subtype)
    if subtype in _PERIODICALS:
        return _R.ARTICLE
    if written == "unpublished" and (said.get("eventtitle") or TALK.fullmatch(said.get("type", ""))):
        return _R.CONFERENCE_PAPER
    if written in _MISCELLANEOUS:
        return _named_kind(said) or BIBTEX[written]
    if written in BIBTEX:
        return BIBTEX[written]
    kind = BIBTEX_NEAR.get(written, _R.WEB_PAGE)
    record.leave("entry type", f"@{written}", f"read as {as_a(kind)}")
    return kind


def _named_kind(said: Mapping[str, str]) -> ResourceType | None:
    """The type that a miscellaneous entry names in words."""
    words = [said[name] for name in ("entrysubtype", "type", "howpublished") if said.get(name)]
    return next((kind for word in words for words_of, kind in MISC_KINDS if words_of.fullmatch(word)), None)


def read_holder(said: dict[str, str], fields: Mapping[str, str], kind: ResourceType, record: Record) -> None:
    """Tell who published a resource from who only holds it: a database of theses, a preprint server, a site."""
    facts = record.facts
    if kind is _R.THESIS and said.get("publisher") and any(said.get(name) for name in _UNIVERSITIES):
        facts["database"] = said.pop("publisher")
    if kind.form is Form.RECORDING and "{" not in fields.get("publisher", ""):  # of a film, each company
        said["publisher"] = re.sub(r"\s+and\s+", "; ", said.get("publisher", ""))
    site = said.get("eprint", "")
    if kind.form is not Form.SITE or "eprinttype" in said or not _SITE.fullmatch(site):
        return
    del said["eprint"]
    if site == "ERIC" and re.fullmatch(r"E[DJ]\d+", said.get("version", "")):
        facts.update(type=_R.REPORT.value, database=site, accession_number=said.pop("version"))
    elif site.lower() in _PREPRINT_SERVERS:
        facts.update(type=_R.ARTICLE.value, publisher=site, medium="Preprint")
    else:
        facts["container"] = site


def read_medium(written: str, said: dict[str, str], kind: ResourceType, record: Record) -> None:
    """Keep what an entry says of its medium, and take from `said` what is another field's.

    `titleaddon` is the site of a page, as Zotero writes it, the end of a law's name, a description in place of a
    title, and else one in brackets after it: `Press release`, `Poster presentation`.
    """
    _describe_subtype(written, said, record)
    if manuscript := _MANUSCRIPTS.get(said.get("howpublished", "").lower()):
        said["howpublished"] = manuscript
        places = (said.get("venue", ""), said.get("institution", ""))
        if all(places):
            said["institution"], said["venue"] = ", ".join(places), ""
    if _SPECIAL.fullmatch(said.get("issuetitle", "")) and said.get("title"):
        _keep(said.pop("issuetitle"), "issuetitle", record)
    if not (addition := said.get("titleaddon", "")):
        return
    if not any(said.get(name) for name in ("title", *TITLES)):
        record.facts["supplied_title"] = addition
    elif written in _LAWS and said.get("title"):
        said["title"] = f"{said['title']} {addition}"
    elif (kind.form is Form.SITE or written in _MISCELLANEOUS or record.is_ours) and "container" not in record.facts:
        record.facts["container"] = addition
    else:
        _keep(addition, "titleaddon", record)


def _describe_subtype(written: str, said: Mapping[str, str], record: Record) -> None:
    subtype = said.get("entrysubtype", "")
    if not subtype or subtype in set(_R) or subtype in _PERIODICALS:
        return
    is_kind = written in _MISCELLANEOUS and any(words.fullmatch(subtype) for words, _ in MISC_KINDS)
    words = _SUBTYPES.get(subtype.lower(), subtype)
    if is_kind and not _TELLING.fullmatch(subtype):
        return
    if words and (subtype.lower() in _SUBTYPES or _IN_WORDS.fullmatch(words)):
        _keep(words, "entrysubtype", record)
    elif words:
        record.leave("entrysubtype", subtype)


def _keep(words: str, name: str, record: Record) -> None:
    words = words.capitalize() if words.istitle() else words  # as references print it: `Policy brief`
    if record.facts.setdefault("medium", words) != words:
        record.leave(name, words, f"`medium` is {record.facts['medium']} already")
