"""Names of people and organisations, as other software and pages write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..catalogue.types import PersonRole
from ..citation.title_case import word_list
from .text import plain

__all__ = [
    "PARTICLES",
    "Facts",
    "all_people",
    "family_first",
    "from_cell",
    "from_parts",
    "initials_last",
    "inverted",
    "is_group",
    "is_like_person",
    "is_relator",
    "is_vancouver",
    "known",
    "listed",
    "organisation",
    "people_in",
    "person_named",
    "person_of",
    "straight",
    "with_initials",
]

Facts = dict[str, str]

_SUFFIX = re.compile(r"(?:Jr|Sr|2nd|3rd|II|III|IV)\.?", re.IGNORECASE)
_ROLE = re.compile(r"\s*[\[(]([a-z]+)[\])]\s*$", re.IGNORECASE)


#: What libraries and databases put after a name: years of a life, an e-mail address.
_AFTER_NAME = re.compile(
    r",\s*(?:(?:(?:active|approximately|born|died|fl\.|b\.|d\.|ca?\.)\s)?\[?\d{3,4}\??\]?-?(?:\d{4}\??)?|"
    r"[^\s,@]+@[^\s,@]+)\.?\s*(?=,|$)",
    re.IGNORECASE,
)
#: What libraries put after the name of an editor.
_ROLE_AFTER = re.compile(
    r"\s*[\[(](?:verfasser(?:in)?|herausgeber(?:in)?|auteur|author|dirs?|eds?|eds?itors?|hg|hgg|hrsg|hrsgg|coords?"
    r"|comps?|a cura di|orgs?|red|utg|réd|éds?)\.?[\])]\s*$",
    re.IGNORECASE,
)
#: What libraries say of someone after the years of their life: `1961- editor.`
_RELATOR = re.compile(
    r"(?:,|(?<=[\d-]))\s*(author|composer|contributor|creator|director|editor|host|interviewer|speaker|translator)\.?$"
)
_RELATORS = {role.value: role for role in PersonRole}
#: The full stop after the name of an organisation, where it ends no short form.
_END = re.compile(r"(?<=[a-z]{4})(?<!assoc)(?<!corp)(?<!dept)(?<!inst)(?<!univ)\.$", re.IGNORECASE)
_END_OF_GIVEN = re.compile(r"(?<=[a-z]{3})\.$")
#: Initials before a name, as IEEE has them: `J. -L. van der Three`. `U.S.` and the like begin no name.
_INITIALS_FIRST = re.compile(r"((?:[ -]{0,2}[^\W\d_]\.){1,4}) ?([^\W\d_][^\W\d_]+(?:[-’' ][^\W\d_]+){0,4})")
_STATES = re.compile(r"(?:U\. ?[SKNE]\.|E\. ?U\.)", re.IGNORECASE)
#: Characters of a name, and of a list of names, that is taken apart.
_LONGEST_NAME, _MOST_LISTED = 300, 5_000
#: An account after a name in a table: `Gray, Ida {@ida}`.
_ACCOUNT = re.compile(r"\s*\{([^{}]+)\}\s*$")


def from_parts(family: str, given: str = "", suffix: str = "", role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    """A person; someone with one name only has a family name. None where there is none."""
    family, given, suffix = plain(family), plain(given), plain(suffix)
    given, _, account = given.removesuffix("]").partition(" [@")
    given = ", ".join(filter(None, (given, suffix)))
    named = {"family": family or given, "given": given if family else "", "account": f"@{account}" if account else ""}
    return _with_role({name: words for name, words in named.items() if words}, role) if named["family"] else None


def organisation(name: str, role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    """An organisation; None where there is no name."""
    name = plain(name)
    return _with_role({"organisation": name}, role) if name else None


def inverted(name: str, role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    """A name as `Gray, Ida`, `King, Martin, Jr.` or `Gray, Ida, 1950-`; without a comma, an organisation."""
    if "," in name and (said := _RELATOR.search(name)):
        name, role = name[: said.start()], _RELATORS.get(said[1], role)
    name = _ROLE_AFTER.sub("", _AFTER_NAME.sub("", name))
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and not parts[1] and " " in parts[0]:  # EndNote: `Northern Forum,`
        return organisation(parts[0], role)
    parts[-1] = _END_OF_GIVEN.sub("", parts[-1]) if len(parts) > 1 else parts[-1]
    if len(parts) == 1:
        return (
            _initials_first(name, role) or initials_last(name, role) or organisation(_END.sub("", name.strip()), role)
        )
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[1]):
        parts = [parts[0], parts[2], parts[1]]
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[2]):
        return from_parts(parts[0], parts[1], parts[2], role)
    if len(parts) == 3 and re.fullmatch(r"(?:[^\W\d_]\.[ -]?){1,3}", parts[2]):  # ERIC: `Groen, Maaike, M.`
        return from_parts(parts[0], " ".join(filter(None, parts[1:])), "", role)
    return from_parts(parts[0], ", ".join(part for part in parts[1:] if part), "", role)


def is_relator(name: str) -> bool:
    """Whether a name ends in what someone did, as libraries write it, such as `Gray, Ida, author`."""
    return _RELATOR.search(name) is not None


def _initials_first(name: str, role: PersonRole) -> Facts | None:
    """Someone whose initials come first; None for what is no such name."""
    found = _INITIALS_FIRST.fullmatch(plain(name)) if len(name) <= _LONGEST_NAME else None
    if found is None or _STATES.match(name) or _OF_GROUPS.search(name):
        return None
    words = found[2].split()
    if not words[-1][:1].isupper() or not all(w[:1].isupper() or w.lower() in PARTICLES for w in words):
        return None
    return from_parts(found[2], found[1], role=role)


#: A family name before initials, as Embase has them: `Fanning E.-M.`; what ends companies' names are none.
_INITIALS_LAST = re.compile(
    r"((?:[^\W\d_]['’])?[^\W\d_][^\W\d_]+(?:[-’' ][^\W\d_]+){0,2}) ((?:[^\W\d_a-z]\.[ -]?){1,4})"
)
_COMPANIES = re.compile(r"(?:B\.V|N\.V|S\.A|S\.L|A\.G|A\.S|U\.S|U\.K|E\.U|U\.N|D\.C|e\.V)\.", re.IGNORECASE)


def initials_last(name: str, role: PersonRole) -> Facts | None:
    """Someone whose initials come last, with full stops: `Gray I.`; None for what is no such name."""
    found = _INITIALS_LAST.fullmatch(plain(name)) if len(name) <= _LONGEST_NAME else None
    if found is None or _COMPANIES.match(found[2]) or _OF_GROUPS.search(name) or not found[1].split()[-1][:1].isupper():
        return None
    return from_parts(found[1], found[2].strip(), role=role)


def is_group(name: str) -> bool:
    """Whether a name holds a word that people are not called."""
    return _OF_GROUPS.search(name) is not None


def is_like_person(named: Facts) -> bool:
    """Whether an organisation has a name as people have them: two to four words, none of which groups use."""
    words = named.get("organisation", "").split()
    return len(words) > 1 and words[0] not in ("The", "La", "Le", "El", "Die", "Das") and _is_person(words)


#: Two letters that begin the names of groups.
_SHORT_FORMS = frozenset({"AI", "EU", "HR", "IT", "NZ", "UK", "UN", "US"})


def is_forename(word: str) -> bool:
    """Whether people are called so by their first name, or by its initials."""
    is_initial = re.fullmatch(r"[A-Z]{1,2}", word) is not None and word not in _SHORT_FORMS
    return is_initial or word in word_list("forenames.txt")


def straight(people: list[Facts], *, is_sure: bool) -> list[Facts]:
    """People whose names have no comma, as `Ida Gray`, in place of organisations.

    Args:
        people: those of one record.
        is_sure: whether they are people as a rule, where they are called as people are.
    """
    if any("family" in each for each in people):  # the others have commas, so that these are no people
        return people
    like = [is_like_person(each) for each in people]
    if all(like) and len(people) > 1 and (turned := _family_first(people)):
        return turned
    named = [found and is_forename(each["organisation"].split()[0]) for found, each in zip(like, people, strict=True)]
    if all(like) and (is_sure or any(named)):
        named = like
    return [
        {**(person_of(each["organisation"]) or each), **({"role": each["role"]} if "role" in each else {})}
        if found
        else each
        for found, each in zip(named, people, strict=True)
    ]


def _family_first(people: list[Facts]) -> list[Facts]:
    """People as `Gray Ida`, as systematic reviews have them; none where a name does not say which is which."""
    named = [each["organisation"].rpartition(" ") for each in people]
    is_turned = all(is_forename(given) for _, _, given in named) and any(
        not is_forename(family.split()[0]) for family, _, _ in named
    )
    return [
        {"family": family, "given": given, **({"role": each["role"]} if "role" in each else {})}
        for (family, _, given), each in zip(named, people, strict=True)
        if is_turned
    ]


def is_vancouver(name: str) -> bool:
    """Whether a name is a family name with initials after it: `Haldane JO`, `Lowe T Jr`; of companies, none is."""
    family, _, initials = re.sub(r" (?:Jr|Sr|2nd|3rd|II|III|IV)\.?$", "", name.strip()).rpartition(" ")
    is_short = re.fullmatch(r"[A-Z]{1,3}|[A-Z](?:-[A-Z]){1,2}", initials) and initials not in _SHORT_FORMS
    return bool(is_short) and len(family.split()) <= 3 and not family.isupper() and not is_group(name)


def person_of(name: str, role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    """Someone who is known to be a person, by a name without a comma: `Ida Gray`, `Gray IA`."""
    found = with_initials(name, role)
    return person_named(name, role, person=True) if found is None or "organisation" in found else found


#: People as references list them: `Gray, I., Lowe, T. S., & King, M.`
_CITED = re.compile(r"([^\W\d_][^,;&]{0,80}, (?:[^\W\d_]\.[ -]?){1,4})(?:,?\s*(?:&|\band\b)\s*|,\s*|\s*$)")


#: Names that may be parts of one, as in `Trade and Industry`.
_FEW = 2
#: A name as medical journals list them: `Gray IA`, `van Dijk T.S.`
_VANCOUVER = re.compile(r"[^\W\d_][^,;&]{1,80} (?:[A-Z]{1,3}|(?:[A-Z]\.-?){1,4})")


def family_first(name: str) -> str:
    """`Ida Gray` as `Gray, Ida`; what is not called as people are stays as it is."""
    person = person_of(name) if is_like_person({"organisation": name}) else None
    return f"{person['family']}, {person.get('given', '')}" if person and "family" in person else name


def listed(cell: str) -> list[str]:
    """The names in a cell: between semicolons, or as references and sentences list them."""
    if ";" in cell or len(cell) > _MOST_LISTED:  # one in a name is written twice
        return [part.replace(";;", ";") for part in re.split(r"(?<!;);(?!;)", cell)]
    cited = _CITED.findall(cell)
    if len(cited) > 1 and not _CITED.sub("", cell).strip():
        return [name.strip() for name in cited]
    parts = re.split(r"\s*,?\s+(?:and|&|et|und|y)\s+|\s*,\s+", cell.strip())
    if len(parts) > 1 and all(map(_VANCOUVER.fullmatch, parts)):
        return [", ".join(part.rsplit(" ", 1)) for part in parts]
    if len(parts) > 1 and all(
        len(part.split()) > 1 and is_forename(part.split()[0]) and _is_person(part.split()) for part in parts
    ):
        return parts
    parts = re.split(r"\s+(?:and|&|et|und|y)\s+", cell)
    bare = [re.sub("[{}]", "", part) for part in parts]
    if len(parts) > _FEW and all(is_like_person({"organisation": part}) for part in bare):  # as in BibTeX
        return list(map(family_first, bare))
    return parts if len(parts) > 1 and all(re.fullmatch(r"[^,]+,[^,]+", part) for part in parts) else [cell]


def from_cell(cell: str) -> list[Facts]:
    """The people in one cell of a table: `Gray, Ida; Northern Forum; Lowe, Toby [guest]`."""
    found: list[Facts | None] = []
    for written in listed(cell):
        role, match = PersonRole.AUTHOR, _ROLE.search(written)
        if match and match[1].lower() in set(PersonRole):
            role, written = PersonRole(match[1].lower()), written[: match.start()]
        account = _ACCOUNT.search(written)
        person = inverted(written[: account.start()] if account else written, role)
        found.append({**person, "account": account[1]} if person and account else person)
    return known(found)


def with_initials(name: str, role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    """A name that ends in initials, as databases write them: `Gray I.-A.`, `De la Cruz PM`; any other as it is."""
    if len(name) > _LONGEST_NAME:
        return inverted(name, role)
    found = re.fullmatch(
        r"\s*([^,]+?) ((?:[^\W\d_]\.[ -]?)+|[A-Z]{1,4}|[A-Z](?:-[A-Z]){1,2})( (?:Jr|Sr|2nd|3rd|II|III|IV))?[.\s]*", name
    )
    return inverted(", ".join(filter(None, map(str.strip, found.groups("")))) if found else name, role)


def known(people: Iterable[Facts | None]) -> list[Facts]:
    """Those who have a name."""
    return [person for person in people if person is not None]


def _with_role(person: Facts, role: PersonRole) -> Facts:
    return person if role is PersonRole.AUTHOR else {**person, "role": role.value}


#: Words that begin a family name.
PARTICLES = frozenset(
    {
        "af", "al", "da", "das", "de", "del", "della", "dem", "den", "der", "di", "do", "dos", "du", "el", "het", "la",
        "las", "le", "los", "op", "te", "ten", "ter", "van", "vom", "von", "zu", "zum", "zur"
    }
)  # fmt: skip
#: Words that people are not called.
_OF_GROUPS = re.compile(
    r"\b(?:academy|agency|alliance|assembly|association|authority|blog|board|bureau|centre|center"
    r"|charity|college|commission|company|committee|consortium|council|courts?|department|directorate"
    r"|editors?|faculty|federation|forum|foundation|fund|government|gr(?:ou)?p|guild|hospital|hub"
    r"|inc|initiative|inspectorate|institute|journal|laborator(?:y|ies)|limited|ltd|library|magazine"
    r"|media|ministers|ministry|museum|network|news|office|organi[sz]ation|partnership|podcast|press"
    r"|programme|project|publishers?|school|secretariat|services?|society|staff|standards|survey"
    r"|team|trust|union|university|writer)\b|(?-i:\b(?:at|for|of|the)\b)",
    re.IGNORECASE,
)


def person_named(name: str, role: PersonRole = PersonRole.AUTHOR, *, person: bool = False) -> Facts | None:
    """A name as `Gray, Ida` or `Ida Gray`; what does not look like a person's is an organisation.

    Args:
        name: the name.
        role: what they did.
        person: whether it is known to be a person's.
    """
    name = plain(re.sub(r"^by\s+", "", name.strip(), flags=re.IGNORECASE))
    if re.match(r"(?:https?:)?//", name):
        return None
    words = name.split()
    if "," in name or not 1 < len(words) <= 5 or (not person and not _is_person(words)):
        return inverted(name, role) if "," in name or not person else from_parts(name, role=role)
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return from_parts(" ".join(words[start:]), " ".join(words[:start]), role=role)


def people_in(text: str, *, person: bool = False) -> list[Facts | None]:
    """The people in one text: `Ida Gray and Tom Lowe`, `Ida Gray, Tom Lowe`, `Gray, Ida; Lowe, Tom`.

    A text is only parted between whole names, so that `Gray, Ida` and `Department of Trade and Industry` stay one.
    """
    text = re.sub(r"^by\s+", "", plain(text), flags=re.IGNORECASE)
    parts = [part for part in re.split(r"\s*;\s*", text) if part]
    if len(parts) == 1:
        joined = re.split(r"\s*,?\s+(?:and|&|und|et|y)\s+|\s*,\s+|\s+/\s+|\s*\|\s*", text)
        if len(joined) > 1 and all(len(part.split()) > 1 and _is_person(part.split()) for part in joined):
            parts = joined
        else:
            inverted_names = re.split(r"\s+(?:and|&)\s+", text)
            if len(inverted_names) > 1 and all(re.fullmatch(r"[^,]+,[^,]+", part) for part in inverted_names):
                parts = inverted_names
    return [person_named(part, person=person) for part in parts[:100]]


def _is_person(words: list[str]) -> bool:
    name = " ".join(words)
    return (
        len(words) <= 4
        and all(word[:1].isupper() or word.lower() in PARTICLES for word in words)
        and not any(word.isupper() and len(word) > 2 for word in words)
        and _OF_GROUPS.search(name) is None
    )


def all_people(texts: Iterable[str], *, by_name: bool = False) -> list[Facts]:
    """The people in several texts; `by_name` where each is known to be a person's unless it names a group."""
    return known(
        person for text in texts for person in people_in(text, person=by_name and _OF_GROUPS.search(text) is None)
    )
