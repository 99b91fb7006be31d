"""Resources of every type with everything that the catalogue can hold about them, and with the names that get lost."""

from __future__ import annotations

from typing import Any

from learning_pathway.catalogue.model import Resource
from learning_pathway.catalogue.types import PersonRole, ResourceType

__all__ = ["FACTS", "PEOPLE", "everything", "variants"]

#: Someone in every role, by what they did.
PEOPLE = {role: {"family": f"{role.value.title()}son", "given": "Ada", "role": role.value} for role in PersonRole}
FACTS = {
    "editors": [{"family": "Gray", "given": "Ida"}, {"organisation": "Northern Forum"}],
    "publisher": "Harbour Press",
    "place": "Leith",
    "published": "2021-03-04",
    "language": "en",
    "container": "The Holding Whole",
    "volume": "5",
    "issue": "7",
    "pages": "12-34",
    "edition": "2nd",
    "number": "88",
    "conference": "Conference on Trust, Leith 2021",
    "doi": "10.5555/9780306406157.123",
    "issn": "1234-5679",
    "isbn": "978-0-306-40615-7",
    "url": "https://example.net/2020/10/1234567890",
    "licence": "CC BY 4.0",
    "minutes": 40,
    "page_count": 220,
    "summary": "What it says.",
}
#: Facts that people of the whole world write: each goes wrong in its own way in a reader that expects `Gray, Ida`.
_NAMES: dict[str, list[dict[str, str]]] = {
    "one-author": [{"family": "Gray", "given": "Ida"}],
    "organisation": [{"organisation": "Northern Forum"}],
    "organisation-with-commas": [{"organisation": "Power, Participation and Change team"}],
    "small-letters": [{"family": "hooks", "given": "bell"}],
    "many-words": [{"family": "van der Berg", "given": "Anna Maria"}],
    "one-name": [{"family": "Plato"}],
    "two-words-one-name": [{"family": "Bede the Venerable"}],
    "suffix": [{"family": "King", "given": "Martin Luther, Jr."}],
    "chinese": [{"family": "王", "given": "小明"}],
    "hebrew": [{"family": "כהן", "given": "רות"}],
    "translated": [
        {"family": "Gray", "given": "Ida"},
        {"family": "Weber", "given": "Max", "role": "translator"},
    ],
    "host-and-guest": [
        {"family": "Gray", "given": "Ida", "role": "host"},
        {"family": "Weber", "given": "Max", "role": "guest"},
    ],
    "nobody": [],
}


def everything(kind: ResourceType, **facts: Any) -> Resource:
    """A resource of one type with every fact, and someone in every role."""
    known = {"id": kind.value, "type": kind.value, "title": "Ways of seeing", "authors": [*PEOPLE.values()]}
    return Resource.model_validate({**known, **FACTS, **facts})


def variants(kind: ResourceType) -> dict[str, Resource]:
    """Resources of one type that differ in what is known of them and in who made them."""
    bare = {"id": kind.value, "type": kind.value, "title": "Ways of seeing"}
    found = {"everything": everything(kind), "bare": Resource.model_validate(bare)}
    alone = {"container": None, "editors": [], "doi": None, "conference": None}
    found["alone"] = everything(kind, **alone, authors=[{"family": "Gray", "given": "Ida"}])
    found["editors-only"] = everything(kind, authors=[])
    found["edited-by-one"] = everything(kind, authors=[], editors=[{"family": "Gray", "given": "Ida"}])
    for name, authors in _NAMES.items():
        found[name] = everything(kind, authors=authors, editors=[])
    return found
