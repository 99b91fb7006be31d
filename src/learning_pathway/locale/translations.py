"""Messages in one language, with its plurals, dates, numbers and lists; a pseudo-language marks every message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, cached_property, lru_cache, reduce
from gettext import c2py
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_day_names
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = [
    "DOMAIN",
    "ENGLISH",
    "PSEUDO",
    "Translations",
    "coverage",
    "install",
    "is_unreviewed",
    "locale_of",
    "msgid",
    "pseudo",
    "read_catalogue",
    "translations_for",
]


#: English with accents in brackets, and English written from right to left, by the tags that CLDR gives to them.
PSEUDO = ("en-XA", "ar-XB")
_ACCENTED = str.maketrans(
    "AaBCcDdEeGgHhIiJjKkLlNnOoPRrSsTtUuWwYyZz",
    "ÅåßÇçÐðÉéĜĝĤĥÎîĴĵĶķĻļÑñÖöÞŔŕŠšŢţÛûŴŵÝýŽž",
)
#: What stays as it is: places for values, elements, and entities.
_KEPT = re.compile(r"(%\(\w+\)s|%%|<[^>]*>|&#?\w+;)")
_WORD = re.compile(r"[^\W\d_]+")
#: The start of a Welsh word with a vowel, or of a number that is said with one, after elements and punctuation.
_VOWEL = re.compile(r"(?:<[^>]*>|&\w+;|[^\w<])*(?:[aeiouwyâêîôûŵŷ]|(?:1|11|8\d?)(?!\d))", re.IGNORECASE)
#: RIGHT-TO-LEFT OVERRIDE and POP DIRECTIONAL FORMATTING (UAX #9).
_RLO, _PDF = "\u202e", "\u202c"


def pseudo(message: str, language: str) -> str:
    """A message in a pseudo-language."""
    marked = _reversed if language == "ar-XB" else _accented
    return "".join(marked(part) if place % 2 == 0 else part for place, part in enumerate(_KEPT.split(message)))


def _accented(text: str) -> str:
    """Text with accents, in brackets: placeholders stay outside them."""
    return f"⟦{text.translate(_ACCENTED)}⟧" if _WORD.search(text) else text


def _reversed(text: str) -> str:
    """Text in which each word is shown from right to left."""
    return _WORD.sub(lambda word: f"{_RLO}{word[0]}{_PDF}", text)


DOMAIN = "interface"
#: Languages whose catalogue a native speaker has reviewed: pages in any other say that no one has.
REVIEWED: frozenset[str] = frozenset()
#: Numbers by which the form of a plural is found for each of CLDR's categories: every rule repeats within them.
_SAMPLE = (*range(200), 1_000, 1_000_000)


class Translations:
    """The messages of the interface in one language. A message without a translation stays English.

    Attributes:
        language: the tag of the language that was asked for (BCP 47).
        forms: for each message that is translated, its text by CLDR's category of number; only `other` where it does
            not count anything.
    """

    def __init__(self, language: str, forms: Mapping[str, Mapping[str, str]]) -> None:
        self.language = language
        self.forms = forms

    @cached_property
    def locale(self) -> Locale:
        """What CLDR knows of the language."""
        return locale_of(self.language)

    def gettext(self, message: str, /, **values: object) -> str:
        """A message in this language, with values for ``%(name)s``."""
        text = self.text(message)
        return text % values if values else text

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """A message about a number of things in this language; ``%(number)s`` is the number."""
        return self.plural(one, many, number) % {"number": self.number(number), **values}

    def text(self, message: str) -> str:
        """A message in this language, with nothing filled in."""
        forms = self.forms.get(message)
        return forms["other"] if forms else message

    def plural(self, one: str, many: str, number: int) -> str:
        """The form of a message that a number calls for, with nothing filled in."""
        forms = self.forms.get(one)
        if not forms:
            return one if number == 1 else many
        return forms.get(self.locale.plural_form(number)) or forms["other"]

    def forms_of(self, one: str, many: str) -> dict[str, str]:
        """The forms of a message that counts something, by CLDR's categories; none where it is not translated."""
        del many
        return dict(self.forms.get(one, {}))

    @cached_property
    def weekdays(self) -> list[str]:
        """The days of the week from Monday, in their standalone form."""
        names = get_day_names("wide", "stand-alone", self.locale)
        return [name[:1].upper() + name[1:] for _, name in sorted(names.items())]

    def number(self, number: int) -> str:
        """``1,204``."""
        return str(number) if -1_000 < number < 1_000 else format_decimal(number, locale=self.locale)

    def day(self, day: date) -> str:
        """``22 May 2023``."""
        return _day(day, self.locale)

    def month(self, day: date) -> str:
        """``May 2023``."""
        return _month(day, self.locale)

    def all_of(self, items: Iterable[str]) -> str:
        """``A``, ``A and B``, ``A, B and C``."""
        told = list(items)
        if len(told) < 2:
            return "".join(told)
        return _welsh_and(format_list(told, "standard", locale=self.locale), told[-1])

    def listed(self, items: Iterable[str]) -> str:
        """``A, B, C``."""
        between = self.locale.list_patterns["standard"]["middle"]
        told = list(items)
        return reduce(between.format, told) if told else ""


def _welsh_and(text: str, last: str) -> str:
    """A list whose last item follows `a`, or `ac` before a vowel: CLDR writes `a(c)`."""
    before = text.removesuffix(last)
    if not before.endswith(" a(c) "):
        return text
    return before.removesuffix("a(c) ") + ("ac " if _VOWEL.match(last) else "a ") + last


class _Pseudo(Translations):
    """Every message marked, so that a text that is not one is seen."""

    def text(self, message: str) -> str:
        return pseudo(message, self.language)

    def plural(self, one: str, many: str, number: int) -> str:
        return pseudo(one if number == 1 else many, self.language)

    def forms_of(self, one: str, many: str) -> dict[str, str]:
        return {"one": pseudo(one, self.language), "other": pseudo(many, self.language)}


def msgid(message: str) -> str:
    """The message itself, in a table: it is found there for the catalogues, and translated where it is used."""
    return message


ENGLISH = Translations("en-GB", MappingProxyType({}))


@cache
def translations_for(language: str) -> Translations:
    """The interface in a language; in English where there is no catalogue of it."""
    if language in PSEUDO:
        return _Pseudo(language, {})
    return Translations(language, forms_of(read_catalogue(language)))


@cache
def coverage(language: str) -> float:
    """The share of the interface that is in a language, from 0 to 1."""
    if language in PSEUDO or language.lower().partition("-")[0] == "en":
        return 1.0
    catalogue = read_catalogue(language)
    every = sum(bool(message.id) for message in catalogue or ())
    return len(forms_of(catalogue)) / every if every else 0.0


def is_unreviewed(language: str) -> bool:
    """Whether the interface is translated into a language and no native speaker has reviewed it."""
    if language in PSEUDO:
        return True
    catalogue = read_catalogue(language)
    return catalogue is not None and str(catalogue.locale) not in REVIEWED


def read_catalogue(language: str) -> Catalog | None:
    """The catalogue of messages of a language: that of its region or else of the language itself, if there is one."""
    folder = files(__package__)
    first, *more = language.replace("-", "_").split("_")
    parts = [first.lower(), *(part.upper() if len(part) == 2 else part.title() for part in more)]
    while parts:
        path = folder.joinpath("_".join(parts), "LC_MESSAGES", f"{DOMAIN}.po")
        if path.is_file():
            with path.open("rb") as file:
                return read_po(file, locale="_".join(parts), abort_invalid=True)
        parts.pop()
    return None


def forms_of(catalogue: Catalog | None) -> dict[str, dict[str, str]]:
    """The messages of a catalogue that are translated, by CLDR's categories of number."""
    if catalogue is None:
        return {}
    categories = categories_of(catalogue)
    found: dict[str, dict[str, str]] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        name = message.id if isinstance(message.id, str) else message.id[0]
        if isinstance(message.string, str):
            if message.string:
                found[name] = {"other": message.string}
        elif message.string and all(message.string):
            found[name] = {category: message.string[place] for category, place in categories.items()}
    return found


def categories_of(catalogue: Catalog) -> dict[str, int]:
    """For each of CLDR's categories of number, which form of the catalogue's is for it."""
    form_for = c2py(catalogue.plural_expr)
    rule = catalogue.locale.plural_form if catalogue.locale else locale_of("en-GB").plural_form
    found = {rule(number): form_for(number) for number in _SAMPLE}
    return {"other": catalogue.num_plurals - 1, **found}


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """The locale of a BCP 47 tag, British English where there is none."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


@lru_cache(maxsize=4096)
def _day(day: date, locale: Locale) -> str:
    return format_date(day, "long", locale=locale)


@lru_cache(maxsize=4096)
def _month(day: date, locale: Locale) -> str:
    return format_skeleton("yMMMM", day, locale=locale)


def install(
    environment: Environment,
    translations: Translations,
    finished: Callable[[object], object] = lambda value: value,
) -> None:
    """Give the templates of an environment the messages in one language.

    Args:
        environment: whose templates are escaped.
        translations: the messages. They are HTML, as the templates are.
        finished: what becomes of a value that is filled into a message; what `finalize` is to one outside messages.
    """

    def filled(text: str, values: dict[str, object]) -> Markup:
        return Markup(text) % {name: finished(escape(value)) for name, value in values.items()}  # noqa: S704

    plain: dict[str, Markup] = {}

    def gettext(message: str, /, **values: object) -> Markup:
        if values:
            return filled(translations.text(message), values)
        if message not in plain:
            plain[message] = filled(translations.text(message), {})
        return plain[message]

    def ngettext(one: str, many: str, number: int, /, **values: object) -> Markup:
        return filled(translations.plural(one, many, number), {**values, "number": translations.number(number)})

    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.globals |= {"_": gettext, "gettext": gettext, "ngettext": ngettext}
    environment.filters["number"] = translations.number
    environment.filters["all_of"] = lambda items: Markup(translations.all_of(map(escape, items)))  # noqa: S704
    environment.filters["listed"] = lambda items: Markup(translations.listed(map(escape, items)))  # noqa: S704
