"""Messages in the theme: what its templates and scripts ask to have translated."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from babel import Locale

from .translations import Translations

__all__ = ["Message", "dates_and_lists", "messages_in", "script_messages", "theme_messages"]


#: A message, and its plural where it counts something.
Message = tuple[str, str | None]

_TEXT = r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
_CALL = re.compile(rf"\b(n?gettext|msgid)\(\s*({_TEXT})(?:\s*,\s*({_TEXT}))?")


def messages_in(source: str) -> Iterator[Message]:
    """The messages in a script or in a template of the theme, where each is written as one string."""
    for found in _CALL.finditer(source):
        yield string_value(found[2]), string_value(found[3]) if found[1] == "ngettext" and found[3] else None


def string_value(literal: str) -> str:
    """The text of a string literal of a script."""
    if literal.startswith("'"):
        literal = '"' + literal[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'
    text: str = json.loads(literal)
    return text


def theme_messages(messages: Iterable[Message], translations: Translations) -> dict[str, str]:
    """The translation of each message of the templates; empty for English."""
    said = {message: translations.text(message) for message, _ in messages}
    return {message: text for message, text in said.items() if text != message}


def script_messages(messages: Iterable[Message], translations: Translations) -> dict[str, str | dict[str, str]]:
    """The translation of each message of the scripts, by CLDR's categories of number where it counts something.

    A category whose form is that of `other` is left out: scripts take `other` for it.
    """
    found: dict[str, str | dict[str, str]] = {}
    for one, many in messages:
        if many is None:
            text = translations.text(one)
            if text != one:
                found[one] = text
        elif forms := translations.forms_of(one, many):
            found[one] = {name: form for name, form in forms.items() if name == "other" or form != forms.get("other")}
    return dict(sorted(found.items()))


def dates_and_lists(locale: Locale) -> dict[str, str]:
    """How a language writes days and lists, as messages, for a browser that does not know the language."""
    lists = locale.list_patterns["standard"]
    names = {
        **{f"month {number}": name for number, name in locale.months["format"]["wide"].items()},
        **{f"weekday {(number + 1) % 7}": name for number, name in locale.days["format"]["abbreviated"].items()},
    }
    return {
        **names,
        "day": _DATE_FIELD.sub(_date_field, locale.date_formats["long"].pattern),
        "moment": message_pattern(locale.datetime_formats["long"], "%(time)s", "%(day)s"),
        **{name: message_pattern(lists[name], "%(before)s", "%(after)s") for name in ("2", "start", "middle", "end")},
    }


def message_pattern(pattern: object, *names: str) -> str:
    """A pattern of CLDR's with the places of messages."""
    return str(pattern).replace("'", "").format(*names)


_DATE_FIELD = re.compile(r"'([^']*)'|([dMLyG]+)|[A-Za-z]+")


def _date_field(found: re.Match[str]) -> str:
    """The place of a message for a field of a date; what is quoted stays, and what is not known goes."""
    if found[1] is not None:
        return found[1]
    return {"d": "%(day)s", "M": "%(month)s", "L": "%(month)s", "y": "%(year)s"}.get(found[0][0], "")
