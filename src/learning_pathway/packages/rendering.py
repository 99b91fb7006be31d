"""The documents inside packages: templates in `templates/`."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..catalogue.language import direction
from ..locale.templates import install
from ..locale.translations import translations_for
from .model import legible, well_formed

__all__ = [
    "rendered",
]


@cache
def environment(language: str) -> Environment:
    """The templates of this package in a language: every value escaped, every unknown name an error."""
    made = Environment(
        loader=PackageLoader("learning_pathway.packages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["line"] = legible
    install(made, translations_for(language))
    return made


def rendered(template: str, language: str, **values: object) -> str:
    """A document with its interface in `language`, free of characters that XML or HTML cannot hold.

    Raises:
        jinja2.UndefinedError: the template names something that it was not given.
    """
    return well_formed(
        environment(language).get_template(template).render(values, language=language, direction=direction(language))
    )
