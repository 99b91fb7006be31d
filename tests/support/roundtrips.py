"""What comes back in another form from a round trip through each format: the documentation names every turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from learning_pathway.catalogue.did_you_mean import issn_meant
from learning_pathway.catalogue.model import Person, Resource
from learning_pathway.catalogue.types import PersonRole, ResourceType, SummarySource
from learning_pathway.citation.elements import pages
from learning_pathway.formats.mappings import is_page_of_group
from learning_pathway.formats.text import plain
from learning_pathway.imports.report import left_out

_ALL = frozenset({"csl-json", "bibtex", "ris"})
_NAMED = frozenset({"bibtex", "ris"})


@dataclass(frozen=True, slots=True)
class Turn:
    """What comes back in another form."""

    words: str
    """What happens, in a sentence."""
    formats: frozenset[str]
    turn: Callable[[dict[str, Any], Resource], None]
    """Does it, to the facts of a resource."""


def _made_plain(facts: dict[str, Any], _: Resource) -> None:
    def plainly(value: Any) -> Any:
        if isinstance(value, str):
            return plain(value)
        if isinstance(value, list):
            return [plainly(part) for part in value]
        return {key: plainly(part) for key, part in value.items()} if isinstance(value, dict) else value

    facts.update({key: plainly(value) for key, value in facts.items()})


def _pages(facts: dict[str, Any], _: Resource) -> None:
    if "pages" in facts:
        facts["pages"] = pages(facts["pages"]).replace("–", "-")


def _editors_apart(facts: dict[str, Any], resource: Resource) -> None:
    editors = [person for person in resource.authors if person.role is PersonRole.EDITOR]
    others = [person for person in resource.authors if person.role is not PersonRole.EDITOR]
    last = [person for person in others if person.role is PersonRole.TRANSLATOR]
    facts["authors"] = [_written(person) for person in others if person not in last] + [_written(p) for p in last]
    facts["editors"] = [_written(person, role=False) for person in (*resource.editors, *editors)]


def _editors(facts: dict[str, Any], resource: Resource) -> None:
    facts["editors"] = [_written(person, role=False) for person in resource.editors]


def _roles(facts: dict[str, Any], _: Resource) -> None:
    for person in facts.get("authors", []):
        if person.get("role") != PersonRole.TRANSLATOR.value:
            person.pop("role", None)


def _accounts(facts: dict[str, Any], _: Resource) -> None:
    for person in (*facts.get("authors", []), *facts.get("editors", [])):
        person.pop("account", None)


def _accounts_of_editors(facts: dict[str, Any], _: Resource) -> None:
    translators = [p for p in facts.get("authors", []) if p.get("role") == PersonRole.TRANSLATOR.value]
    for person in (*translators, *facts.get("editors", [])):
        person.pop("account", None)


def _genre(facts: dict[str, Any], resource: Resource) -> None:
    if resource.type.row.ris.alone != "THES":
        facts.pop("genre", None)


def _names(facts: dict[str, Any], _: Resource) -> None:
    for person in (*facts.get("authors", []), *facts.get("editors", [])):
        if "organisation" in person and "," in person["organisation"]:
            family, _, given = person.pop("organisation").partition(",")
            person.update({"family": family.strip(), "given": given.strip()})
        elif "organisation" not in person and not ("family" in person and "given" in person):
            person["organisation"] = person.pop("family", None) or person.pop("given")


def _one_name(facts: dict[str, Any], _: Resource) -> None:
    for person in (*facts.get("authors", []), *facts.get("editors", [])):
        if "organisation" not in person and "family" not in person and "given" in person:
            person["family"] = person.pop("given")


def _archived(facts: dict[str, Any], _: Resource) -> None:
    copy = facts.pop("archived_url", None)
    if copy:
        facts.setdefault("url", copy)


def _updated(facts: dict[str, Any], resource: Resource) -> None:
    updated = facts.pop("updated", None)
    if updated and (resource.type is ResourceType.WEB_PAGE or "published" not in facts):
        facts["published"] = updated


def _same_name(facts: dict[str, Any], _: Resource) -> None:
    if facts.get("publisher") and facts.get("publisher") == facts.get("container"):
        facts.pop("publisher")


def _group(facts: dict[str, Any], resource: Resource) -> None:
    publisher = [{"organisation": facts.get("publisher")}]
    if is_page_of_group(resource.type, facts.get("container")) and facts.get("authors") == publisher:
        facts.pop("authors")


def _whose(facts: dict[str, Any], _: Resource) -> None:
    if facts.get("summary"):
        facts["summary_source"] = SummarySource.PUBLISHER.value


def _count(facts: dict[str, Any], resource: Resource) -> None:
    if resource.type is not ResourceType.BOOK or facts.get("pages"):
        facts.pop("page_count", None)


def _hyphened(facts: dict[str, Any], _: Resource) -> None:
    if (number := issn_meant(facts.get("issn", ""))) is not None:
        facts["issn"] = number


#: What comes back in another form. The order is the order in which it is done.
TURNS = (
    Turn("Texts come back as plain text in one line: without HTML tags, entities and line breaks.", _ALL, _made_plain),
    Turn("Pages come back as citations print them: `p274-82` as `274-282`.", _ALL, _pages),
    Turn(
        "Editors who stand among the authors come back among the editors; translators come last.",
        _NAMED,
        _editors_apart,
    ),
    Turn("A role that someone under `editors` has is not said again.", frozenset({"csl-json"}), _editors),
    Turn("Everyone but editors and translators comes back as an author.", frozenset({"ris"}), _roles),
    Turn("An account beside a name stays behind.", frozenset({"ris"}), _accounts),
    Turn("An account stays behind, but for authors.", frozenset({"bibtex"}), _accounts_of_editors),
    Turn("A genre stays behind, but for theses.", frozenset({"ris"}), _genre),
    Turn("A name without a comma is an organisation, one with a comma a person.", frozenset({"ris"}), _names),
    Turn("A single name is a family name.", frozenset({"bibtex"}), _one_name),
    Turn(
        "An archived copy comes back as the address where there is no other, and stays behind elsewhere.",
        _NAMED,
        _archived,
    ),
    Turn(
        "The day of a change comes back as the date where references print it, and stays behind elsewhere.",
        frozenset({"ris"}),
        _updated,
    ),
    Turn("A publisher with the same name as the container is not kept.", frozenset({"bibtex"}), _same_name),
    Turn("A page's only author, if also its publisher, comes back as the publisher.", frozenset({"ris"}), _group),
    Turn("A summary comes back as the publisher's words.", frozenset({"ris"}), _whose),
    Turn("The number of pages is kept for books only.", frozenset({"ris"}), _count),
    Turn("An ISSN gets its hyphen.", frozenset({"bibtex"}), _hyphened),
)


def as_carried(resource: Resource, name: str) -> dict[str, Any]:
    """The facts of a resource as they come back from a round trip.

    Args:
        resource: the resource.
        name: a name in `readers.FORMATS`, other than `csv`.
    """
    facts: dict[str, Any] = resource.model_dump(mode="json", exclude_defaults=True)
    for field in left_out(name):
        facts.pop(field, None)
    for turn in TURNS:
        if name in turn.formats:
            turn.turn(facts, resource)
    return {key: value for key, value in facts.items() if value not in (None, "", [], {})}


def _written(person: Person, *, role: bool = True) -> dict[str, str]:
    written: Mapping[str, Any] = person.model_dump(mode="json", exclude_defaults=True)
    return {key: plain(value) for key, value in written.items() if role or key != "role"}
