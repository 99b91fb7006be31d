"""Names of people and organisations, as other software writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..catalogue.vocabulary import PersonRole
from .text import plain

__all__ = [
    "Facts",
    "from_cell",
    "from_csl",
    "from_parts",
    "inverted",
    "known",
    "organisation",
]

Facts = dict[str, str]

_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?", re.IGNORECASE)
_ROLE = re.compile(r"\s*[\[(]([a-z]+)[\])]\s*$", re.IGNORECASE)


#: An account after a name in a table: `Gray, Ida {@ida}`.
_ACCOUNT = re.compile(r"\s*\{([^{}]+)\}\s*$")


def from_parts(family: str, given: str = "", suffix: str = "", role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    """A person; someone with one name only has a family name. None where there is none."""
    family, given, suffix = plain(family), plain(given), plain(suffix)
    if given and suffix:
        given = f"{given}, {suffix}"
    if not family:
        family, given = given, ""
    if not family:
        return None
    return _with_role({"family": family, **({"given": given} if given else {})}, role)


def organisation(name: str, role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    """An organisation; None where there is no name."""
    name = plain(name)
    return _with_role({"organisation": name}, role) if name else None


def inverted(name: str, role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    """A name as `Gray, Ida` or `King, Martin, Jr.`; without a comma, an organisation."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 1:
        return organisation(name, role)
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[1]):
        parts = [parts[0], parts[2], parts[1]]
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[2]):
        return from_parts(parts[0], parts[1], parts[2], role)
    return from_parts(parts[0], ", ".join(part for part in parts[1:] if part), "", role)


def from_csl(name: object, role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    """A name variable of CSL: `family`, `given`, particles and suffix, or `literal`."""
    if isinstance(name, str):
        return inverted(name, role)
    if not isinstance(name, dict):
        return None
    part = {key: value for key, value in name.items() if isinstance(value, str) and value.strip()}
    literal = part.get("literal") or part.get("name", "")
    if literal and not part.get("family"):
        return organisation(literal, role)
    if part.get("family") and "given" not in part and name.get("isInstitution"):
        return organisation(part["family"], role)
    particles = [part[key] for key in ("dropping-particle", "non-dropping-particle") if key in part]
    family = " ".join([*particles, part.get("family", "")])
    return from_parts(family, part.get("given", ""), part.get("suffix", ""), role)


def from_cell(cell: str) -> list[Facts]:
    """The people in one cell of a table: `Gray, Ida; Northern Forum; Lowe, Toby [guest]`."""
    found: list[Facts | None] = []
    for written in cell.split(";"):
        role, match = PersonRole.AUTHOR, _ROLE.search(written)
        if match and match[1].lower() in set(PersonRole):
            role, written = PersonRole(match[1].lower()), written[: match.start()]
        account = _ACCOUNT.search(written)
        person = inverted(written[: account.start()] if account else written, role)
        found.append({**person, "account": account[1]} if person and account else person)
    return known(found)


def known(people: Iterable[Facts | None]) -> list[Facts]:
    """Those who have a name."""
    return [person for person in people if person is not None]


def _with_role(person: Facts, role: PersonRole) -> Facts:
    return person if role is PersonRole.AUTHOR else {**person, "role": role.value}
