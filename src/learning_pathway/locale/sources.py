"""Messages in the theme: what its templates and scripts ask to have translated."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from .translations import Translations

__all__ = ["Message", "messages_in", "script_messages", "theme_messages"]

#: A message, and its plural where it counts something.
Message = tuple[str, str | None]

_TEXT = r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
_CALL = re.compile(rf"\b(n?gettext|msgid)\(\s*({_TEXT})(?:\s*,\s*({_TEXT}))?")


def messages_in(source: str) -> Iterator[Message]:
    """The messages in a script or in a template of the theme, where each is written as one string."""
    for found in _CALL.finditer(source):
        yield written(found[2]), written(found[3]) if found[1] == "ngettext" and found[3] else None


def written(literal: str) -> str:
    """The text that a string of a script stands for."""
    if literal.startswith("'"):
        literal = '"' + literal[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'
    text: str = json.loads(literal)
    return text


def theme_messages(messages: Iterable[Message], translations: Translations) -> dict[str, str]:
    """What templates of the theme say in place of each message; nothing where they say it in English."""
    said = {message: translations.text(message) for message, _ in messages}
    return {message: text for message, text in said.items() if text != message}


def script_messages(messages: Iterable[Message], translations: Translations) -> dict[str, str | dict[str, str]]:
    """What scripts say in place of each message, by CLDR's categories of number where it counts something."""
    found: dict[str, str | dict[str, str]] = {}
    for one, many in messages:
        if many is None:
            text = translations.text(one)
            if text != one:
                found[one] = text
        elif forms := translations.forms_of(one, many):
            found[one] = forms
    return dict(sorted(found.items()))
