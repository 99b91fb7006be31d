"""A wrong and a right example for each code of a problem, and the address of its page in the guides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from .addresses import refusal
from .problems import Code
from .raw import RawCatalogue
from .vocabulary import EntryKind

__all__ = ["WORDS", "Example", "code_called", "example_of", "examples", "guide_address", "guides_url_of"]

#: The part of the examples that are told in words, for what no lines can show.
WORDS = "words"
#: How some parts are called.
_PLACES = {
    WORDS: "",
    "file": "",
    "published": "",
    "published-ids.txt": "In published-ids.txt",
    "pathway": "Under `pathway`",
    "open call": "In an open call",
}


@dataclass(frozen=True, slots=True)
class Example:
    """What is wrong, and the same as it should be."""

    part: str
    """What the lines are a part of: `file`, a kind of entry, `published-ids.txt`; or `words`."""
    wrong: str
    right: str

    @property
    def place(self) -> str:
        """Where the lines are, in words; empty where that is clear."""
        return _PLACES.get(self.part, f"In a {self.part}")


@cache
def examples() -> Mapping[str, Example]:
    """The example of each code."""
    text = files(__package__).joinpath("problem_examples.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return MappingProxyType(
        {code: Example(each["in"], each["wrong"].rstrip(), each["right"].rstrip()) for code, each in data.items()}
    )


def example_of(code: str) -> Example | None:
    """The example of a code; None for one that has none."""
    return examples().get(code)


def code_called(name: str) -> Code | None:
    """The code called `name`; None where there is none."""
    return next((code for code in Code if code.value == name.strip().lower()), None)


def guides_url_of(raw: RawCatalogue) -> str:
    """The setting `guides_url`, where it is an address that can be published; empty without one."""
    address = next((url for entry in raw.each(EntryKind.PATHWAY) if (url := entry.text("guides_url"))), "")
    return address if address and refusal(address, private=True) is None else ""


def guide_address(guides_url: str, code: str) -> str:
    """The address of the page of a code in published guides; empty where no one said where they are."""
    return f"{guides_url.rstrip('/')}/problems/{code}/" if guides_url else ""
