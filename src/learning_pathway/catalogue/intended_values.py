"""The value that an editor meant, where it is not written as the catalogue wants it."""

from __future__ import annotations

import re
from urllib.parse import unquote

from .dates import PartialDate
from .values import DOI_PATTERN, ISBN_PATTERN, ISSN_PATTERN

__all__ = [
    "brackets_match",
    "date_meant",
    "dates_meant",
    "doi_meant",
    "interval_meant",
    "isbn_meant",
    "issn_meant",
    "language_meant",
    "minutes_meant",
    "number_meant",
    "page_range_meant",
    "truth_meant",
]

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_LANGUAGES = {
    "arabic": "ar",
    "british english": "en-GB",
    "cymraeg": "cy",
    "dutch": "nl",
    "english": "en",
    "english (uk)": "en-GB",
    "french": "fr",
    "gaelic": "gd",
    "german": "de",
    "irish": "ga",
    "italian": "it",
    "polish": "pl",
    "portuguese": "pt",
    "scots": "sco",
    "scottish gaelic": "gd",
    "spanish": "es",
    "urdu": "ur",
    "welsh": "cy",
}
_INTERVALS = {
    "annually": "1 year",
    "every year": "1 year",
    "fortnightly": "2 weeks",
    "half-yearly": "6 months",
    "monthly": "1 month",
    "once a year": "1 year",
    "quarterly": "3 months",
    "twice a year": "6 months",
    "weekly": "1 week",
    "yearly": "1 year",
}
_SEPARATED = re.compile(r"(\d{1,4})[-/. ]+(\d{1,2}|[a-z]+)[-/., ]+(\d{1,4})(?:[t ]\d.*)?")


def date_meant(text: str) -> PartialDate | None:
    """The date that was meant, day before month as in the UK; None where that is unclear."""
    return next(iter(dates_meant(text)), None)


def dates_meant(text: str) -> tuple[PartialDate, ...]:
    """The dates that may be meant: one, two where day and month may be either, none where it is unclear."""
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b|\bof\b|^\W+|\W+$", "", " ".join(text.lower().split()))
    plain = re.sub(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,? |^(?:c|ca|circa|published|on)\.? ", "", plain)
    if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", plain):
        return _existing([(found[1], found[2], found[3])])
    if found := re.fullmatch(r"([a-z]+)\.? (\d{1,2}),? (\d{4})", plain):
        return _existing([(found[3], found[1], found[2])])
    if found := _SEPARATED.fullmatch(plain):
        first, middle, last = found[1], found[2], found[3]
        if len(first) == 4:
            return _existing([(first, middle, last)]) or _existing([(first, last, middle)])
        readings = [(last, middle, first), (last, first, middle)]
        return _existing(readings if re.fullmatch(r"\d+[/. -]\d+[/. -]\d{4}.*", plain) else readings[:1])
    if found := re.fullmatch(r"(?:spring|summer|autumn|fall|winter|early|late|mid)?[ -]*(\d{4})", plain):
        return _existing([(found[1], "0", "0")])
    if found := re.fullmatch(r"([a-z]+|\d{1,2})[-/., ]+(\d{4})|(\d{4})[-/., ]+([a-z]+|\d{1,2})", plain):
        return _existing([(found[2] or found[3], found[1] or found[4], "0")])
    return ()


def _existing(readings: list[tuple[str, str, str]]) -> tuple[PartialDate, ...]:
    """The dates that exist among year, month and day in words or numbers, each once."""
    dates: dict[PartialDate, None] = {}
    for year, month, day in readings:
        parts = [f"{int(part):02d}" for part in (str(_month(month)), day if day.isdigit() else "99") if int(part)]
        try:
            if len(year) == 4 and int(_month(month) or 0) <= 12 and (_month(month) or month == "0"):
                dates[PartialDate.parse("-".join((year, *parts)))] = None
        except ValueError:
            continue
    return tuple(dates)


def doi_meant(text: str) -> str | None:
    """The DOI inside an address, braces or a sentence, without what belongs to those."""
    found = re.search(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/.+", unquote(unquote(text)), re.DOTALL)
    if found is None:
        return None
    words = re.sub(r"[{}\x00-\x1f\x7f]", "", re.split(r"[?#]", found[0])[0]).split()
    joined = "".join(words) if len(words) == 2 and re.search(r"[0-9/]", words[1]) else (words or [""])[0]
    plain = re.sub(r"<(?![0-9]+::?[A-Za-z0-9.-]+>).*|[^!-~]|[\"'`|\\^]|(?<![A-Za-z0-9.-])>", "", joined)
    while plain and not _is_doi(plain):
        plain = plain[:-1]
    return plain or None


def _is_doi(text: str) -> bool:
    return re.fullmatch(DOI_PATTERN, text) is not None and brackets_match(text)


def brackets_match(text: str) -> bool:
    """Whether a text closes no more brackets than it opens."""
    return all(text.count(last) <= text.count(first) for first, last in ("()", "[]"))


def isbn_meant(text: str) -> str | None:
    """The ISBN in a text such as `ISBN: 978–0–306–40615–7`."""
    return _standard_number(text, r"^\W*isbn(?:[- ]?1[03])?", ISBN_PATTERN)


def issn_meant(text: str) -> str | None:
    """The ISSN in a text such as `ISSN 1234 5679 (online)`."""
    found = _standard_number(text, r"^\W*e?issn(?:[- ]?l)?", ISSN_PATTERN)
    return f"{found[:4]}-{found[-4:]}" if found is not None else None


def _standard_number(text: str, label: str, pattern: str) -> str | None:
    plain = re.sub(label, "", text.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"\([^()]*\)", "", re.sub("[\u2010-\u2015\u2212]", "-", plain))
    plain = re.sub(r"[\s_.]+", "-", plain.strip(" :.;,#")).strip("-")
    for each in (plain, plain.replace("-", "")):
        if re.fullmatch(pattern, each):
            return each
    return None


def minutes_meant(text: str) -> int | None:
    """The whole minutes in a text such as `1h30`, `1:30`, `90 min`, `1½ hours` or `PT1H30M`; None for no length."""
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text.strip().lower()).replace(",", ".")
    plain = re.sub(r"\band\b|^(?:about|approx\w*\.?|ca\.?|c\.|~)", " ", plain).strip()
    plain = plain.replace("half an hour", "30 min").replace("an hour", "1 hour").replace("½", ".5").replace(" .5", ".5")
    if found := re.fullmatch(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?", plain):
        return int(found[1]) * 60 + int(found[2]) + (int(found[3] or 0) >= 30)
    found = re.fullmatch(
        r"(?:pt)?\s*(?:(\d+(?:\.\d+)?)\s*(?:hours?|hrs?|h|stunden?|std)\.?)?\s*"
        r"(?:(\d+(?:\.\d+)?)(?!\d)\s*(?:minutes?|minuten|mins?|m|'|\u2032|\u2019)?\.?)?\s*(?:(?<!\d)(\d+)\s*(?:seconds?|secs?|s)\.?)?",
        plain,
    )
    if found is None or not any(found.groups()):
        return None
    minutes = float(found[1] or 0) * 60 + float(found[2] or 0) + int(found[3] or 0) / 60
    return max(1, round(minutes)) if 0 < minutes <= 100_000 else None


def number_meant(text: str) -> int | None:
    """The whole number in a text such as `12 pp.` or `1,200`; None where there is none, or several."""
    numbers = re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    if len(numbers) != 1 or re.search(r"h(?:ou)?rs?\b|\dh|-", text.lower()):
        return None
    whole, _, rest = numbers[0].partition(".")
    return int(whole.replace(",", "")[:12]) if not rest.strip("0") else None


def language_meant(text: str) -> str | None:
    """The language code that was meant by a name or a mistyped code."""
    plain = " ".join(text.lower().split())
    if plain in _LANGUAGES:
        return _LANGUAGES[plain]
    code = re.fullmatch(r"([a-z]{2,3})[_ ]([a-z]{2})", plain)
    return f"{code[1]}-{code[2].upper()}" if code else None


def interval_meant(text: str) -> str | None:
    """The interval that was meant by a word or an abbreviation."""
    plain = " ".join(text.lower().split())
    short = re.fullmatch(r"(?:every )?(\d{1,3}) ?(d|w|m|y|day|week|month|year|mo|yr)s?", plain)
    if short:
        unit = {"d": "day", "w": "week", "m": "month", "y": "year"}[short[2][0]]
        return f"1 {unit}" if int(short[1]) == 1 else f"{int(short[1])} {unit}s"
    return _INTERVALS.get(plain)


def truth_meant(text: str) -> str | None:
    """`true` or `false`, where a yes or a no was meant."""
    return {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}.get(text.lower())


def _month(text: str) -> int:
    """The number of a month by its number or English name; 0 where it is none."""
    if text.isdigit():
        return int(text)
    return next((place for place, name in enumerate(_MONTHS, start=1) if len(text) > 2 and name.startswith(text)), 0)


def page_range_meant(text: str) -> str | None:
    """The pages that a text may mean: `pp. 12 to 20` means `12-20`."""
    plain = re.sub(r"^(?:pages?|pp?)\b\.?\s*", "", text.strip().lower())
    found = re.fullmatch(r"([1-9][0-9]{0,5})(?:\s*(?:[-\u2010-\u2015\u2212]+|to|until)\s*([1-9][0-9]{0,5}))?", plain)
    if not found:
        return None
    return f"{found[1]}-{found[2]}" if found[2] else found[1]
