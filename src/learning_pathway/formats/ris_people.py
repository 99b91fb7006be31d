"""People in RIS: authors, editors and others, as programs and databases write their names."""

from __future__ import annotations

import re

from ..catalogue.types import PersonRole, ResourceType
from .mappings import is_page_of_group
from .model import Record
from .names import (
    Facts,
    inverted,
    is_like_person,
    is_vancouver,
    known,
    listed,
    organisation,
    person_named,
    straight,
    with_initials,
)
from .ris_tags import TaggedRecord

__all__ = ["CLOSING", "ROLES", "read_people"]

#: Words for further people in a list of them.
_OTHERS = re.compile(r"(?:\.{3}|…|et al\.?|(?:and )?others)", re.IGNORECASE)
#: Types whose authors are people as a rule, also where their names have no comma.
_SCHOLARLY = frozenset({"CHAP", "CONF", "CPAPER", "EJOUR", "JOUR", "THES"})
#: Programs that put a comma into the name of everyone who is a person.
_COMMAS = frozenset({"EndNote", "Zotero", "ProQuest"})
#: Databases that end titles and names with a full stop.
CLOSING = frozenset({"EBSCO", "ERIC", "Ovid", "PsycINFO", "PubMed"})
#: What libraries say of an editor or a translator after their name.
_SAID = re.compile(
    r"\s*[\[(](?:(?:coords?|dirs?|eds?|edit(?:ors?)?|éds?|herausgeber(?:in)?|hgg?|hrsgg?|orgs?|red|utg)|"
    r"(?P<translator>oversatt|przeł|trad|tłum|transl?|translators?|übers|übersetzer(?:in)?|vert))\.?[\])]\s*$",
    re.IGNORECASE,
)
#: What newspapers say of someone after their name.
_JOB = re.compile(r", (?:[\w-]+ ){0,3}(?:columnist|correspondent|critic|editor|reporter|writer)s?$", re.IGNORECASE)
#: Roles that have tags of their own.
ROLES = (PersonRole.DIRECTOR, PersonRole.INTERVIEWER, PersonRole.TRANSLATOR)


def read_people(tagged: TaggedRecord, kind: ResourceType, record: Record) -> None:
    """Add the authors and editors of a record, and those with another role that references name."""
    facts = record.facts
    authors = _people_under(tagged, "author", record)
    if is_page_of_group(kind, facts.get("container")) and authors == [{"organisation": facts.get("publisher", "")}]:
        authors = []  # the publisher instead of an author, as references print it
    others = [each for role in ROLES for each in _people_under(tagged, role.value, record, role)]
    editors = _people_under(tagged, "editor", record)
    translators = [each for each in editors if each.get("role") == PersonRole.TRANSLATOR]
    facts["authors"] = [*authors, *others, *translators]
    facts["editors"] = [each for each in editors if each not in translators]


def _people_under(tagged: TaggedRecord, what: str, record: Record, role: PersonRole = PersonRole.AUTHOR) -> list[Facts]:
    """The people under the tags that mean this; some programs write several under one."""
    people: list[Facts | None] = []
    for tag, value in tagged.meant(what):
        several = [value] if value.startswith("{") else value.split(";") if tagged.is_ours else listed(value)
        for name in filter(None, map(str.strip, several)):
            if _OTHERS.fullmatch(name):
                record.leave(tag, name, "further people are not named")
            elif not tagged.is_ours and (job := _JOB.search(name)):
                record.leave(tag, job[0].lstrip(", "), f"what {name[: job.start()]} does")
                people.append(person_named(name[: job.start()], role))
            elif (said := _SAID.search(name)) and not tagged.is_ours and (said["translator"] or what != "author"):
                people.append(
                    _person(tagged, name[: said.start()], PersonRole.TRANSLATOR if said["translator"] else role)
                )
            else:
                people.append(_person(tagged, name, role))
    found = list({str(person): person for person in known(people)}.values())
    is_sure = what == "author" and tagged.written in _SCHOLARLY and len(found) > 1
    return found if tagged.is_ours or (tagged.program in _COMMAS and not is_sure) else straight(found, is_sure=is_sure)


def _person(tagged: TaggedRecord, name: str, role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    """Someone as a record names them: `{Northern Forum}` is an organisation; Scopus writes editors as `Gray I.`."""
    if name.startswith("{") and name.endswith("}"):
        return organisation(name[1:-1], role)
    if tagged.program == "Taylor & Francis":
        return person_named(name, role)
    if tagged.program == "Emerald" and "," not in name and is_like_person({"organisation": name}):
        return inverted(name.replace(" ", ", ", 1), role)  # `Ito Sana`
    if tagged.program in CLOSING:  # `LOWE, Tom.`
        name = re.sub(r"(?<=\w[^\W\d_A-Z])\.$", "", name) if "," in name else name
    is_short = tagged.written in _SCHOLARLY and not tagged.is_ours and is_vancouver(name)
    return with_initials(name, role) if tagged.program == "Scopus" or is_short else inverted(name, role)
