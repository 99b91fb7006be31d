"""The interface in the pathway's language: messages from gettext catalogues; dates, numbers and lists from CLDR."""

from __future__ import annotations

from .translations import ENGLISH, Translations, coverage, is_unreviewed, locale_of, msgid, translations_for

__all__ = ["ENGLISH", "Translations", "coverage", "is_unreviewed", "locale_of", "msgid", "translations_for"]
