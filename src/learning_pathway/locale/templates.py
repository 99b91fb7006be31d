"""Messages within Jinja templates: ``{% trans %}`` and ``_("…")``, with every value escaped."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment
from markupsafe import Markup, escape

from .translations import Translations

__all__ = ["install"]


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
