"""Sentence case for English titles (APA 7, 6.17 and 9.19): small letters but for first words and proper nouns.

The catalogue keeps titles as printed. A title is judged in stretches, from one colon, dash or closing mark to the
next: a stretch counts as set in capitals when more of its telling words begin with a capital than not. Only such
a stretch is lowered, so that the proper nouns of a title that is in sentence case already survive.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby, islice

from snowballstemmer import stemmer

from .reference import clean

__all__ = ["WORD", "continued", "from_capitals", "is_common", "sentence_case", "word_list"]

WORD = re.compile(r"[^\W_](?:[^\W_]|['’.·](?=[^\W_]))*")
_HONORIFIC = re.compile(
    r"\b(?:(?:Dr|Mr|Mrs|Ms|Prof|St)\b\.?\s*(?:[A-Z]\w+)?|(?:Professor|Sir|Dame|Lord|Lady|Saint)\s+[A-Z]\w+"
    r"|R v\.? \(?[A-Z]\w+"  # a case in court
    r"|(?:Jr|Sr)\b)"
)
#: A law by its short title, which is a name: `Health and Social Care Act 2012`.
_ACT = re.compile(
    r"\b[A-Z][\w’'-]*(?:,? (?:(?:(?<=Representation )of the|of|and) )?(?:[A-Z][\w’'-]*|\([A-Z][\w’' -]*\))){0,12} "
    r"(?:Act|Measure|Order|Regulations|Rules)(?: \([A-Z][\w’' -]*\))?,? (?:of )?(?:1[2-9]|20)\d\d\b"
)
#: A noun with its place in a numbered series, which keeps its capital (6.17, 6.20): `Part 2`, `Phase III`, `Type A`.
_NUMBERED = re.compile(
    r"\b(?:Act|Appendix|Article|Book|Channel|Chapter|Class|Day|Episode|Experiment|Figure|Goal|Grade|Group|Lesson|Level|"
    r"Module|Part|Phase|Plan|Principle|Radio|Round|Rule|Scene|Season|Section|Series|Session|Stage|Step|Study|Table|Task|"
    r"Tier|Trial|Type|Unit|Vitamin|Volume|War|Wave|Week|Year) (?:\d{1,3}|[IVX]{1,5}|[A-Z])\b(?![’'.,]\w)"
)
SMALL = re.compile(
    "a|an|and|are|as|at|be|but|by|for|from|if|in|into|is|it|its|nor|not|of|off|on|onto|or|our|out|over|per|so|than|that|"
    "the|their|then|this|to|up|upon|via|was|we|what|when|where|which|who|why|will|with|within|yet|you|your|"
    "about|across|after|against|among|around|before|between|beyond|during|through|towards?|under|versus|without",
    re.IGNORECASE,
)
#: Acronyms that are no words when a title is printed all in capitals.
_ACRONYM = re.compile("AI|BBC|CEO|CIC|DNA|EU|GP|HR|MP|MSP|NATO|NGO|NHS|OECD|TED|TV|UK|UN|UNESCO|USA")


#: What a part of an organisation is called, after the name of the organisation.
_PARTS = (
    "Agency|Board|Bureau|Centre|Center|Commission|Committee|Council|Department|Directorate|Division|Institute|"
    "Ministry|Office|Service|Team|Unit"
)
#: Endings and beginnings of words that someone makes up: no names end or begin so.
_COINED = re.compile(
    r".{3,}(?:ness|ment|tion|sion|ship|hood|ity|ism|ology|ological|cracy|ocratic|ometry|ography|ing|ised|ized|ising|izing|isation|"
    r"ization|able|ible|less|ful|ward|wards|wise|ly|ability)s?|"
    r"(?:anti|auto|bio|co|counter|cyber|de|digi|eco|geo|hyper|info|inter|intra|macro|mega|meta|micro|mini|multi|nano|"
    r"neo|neuro|non|omni|over|para|peri|poly|post|pre|pro|pseudo|psycho|re|semi|socio|sub|super|techno|tele|trans|"
    r"ultra|un|under).{4,}|.{3,}(?:athon|ectomy|itis|omics|osis|topia|verse)s?"
)
#: Forms that begin words of science; with a common word after one, the whole is one too: `homeo-domain`.
_COMBINING = re.compile(
    r"(?:aero|agro|allo|astro|audio|cardio|chemo|chrono|cosmo|crypto|cyto|dys|electro|endo|ethno|exo|femto|ferro|"
    r"gastro|haemo|hemo|hepato|hetero|histo|holo|homeo|homo|hydro|idio|immuno|iso|kilo|lipo|magneto|mono|morpho|myco|"
    r"nephro|oligo|onco|ortho|osteo|palaeo|paleo|patho|perma|pharmaco|phono|photo|physio|phyto|proto|pyro|quasi|radio|rheo|"
    r"rhino|sero|stereo|supra|tachy|thermo|turbo|vaso|xeno|zoo)(.{4,})"
)


@cache
def word_list(file: str) -> frozenset[str]:
    """The words of a list beside this module."""
    return frozenset(files(__package__).joinpath(file).read_text("utf-8").split())


@cache
def _common_stems() -> frozenset[str]:
    """Stems of common English words (SCOWL, see common_words.COPYRIGHT)."""
    packed = files(__package__).joinpath("common_words.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("utf-8").split())


@lru_cache(maxsize=4_096)
def is_common(word: str) -> bool:
    """Whether a word is a common one: it, its stem or what it is made of is in the dictionary."""
    bare = re.sub(r"['’](?:s|re|ve|ll|d|m)?$", "", word)
    if re.search(r"n['’]t$", word):
        return True
    small = "".join(char for char in unicodedata.normalize("NFKD", bare.lower()) if not unicodedata.combining(char))
    if not small.isascii():
        return False
    if len(small) < 3 or bare.lower().rstrip("s") in word_list("accented_words.txt"):
        return True
    if bare in word_list("names.txt"):
        return False
    if stemmer("english").stemWord(small) in _common_stems():
        return True
    if bare in word_list("forenames.txt") and bare not in word_list("words_and_names.txt"):
        return False
    found = _COMBINING.fullmatch(small)
    is_of_science = found is not None and stemmer("english").stemWord(found[1]) in _common_stems()
    return is_of_science or _COINED.fullmatch(small) is not None


@cache
def _proper_nouns(flags: int = 0) -> re.Pattern[str]:
    lines = files(__package__).joinpath("proper_nouns.txt").read_text("utf-8").splitlines()
    nouns = sorted(filter(None, (line.partition("#")[0].strip() for line in lines)), reverse=True)  # longest first
    by_letter = groupby(nouns, key=lambda noun: noun[0])
    begun = (f"{letter}(?:{'|'.join(re.escape(noun[1:]) for noun in group)})" for letter, group in by_letter)
    return re.compile(rf"(?<!\w)(?:{'|'.join(begun)})(?!\w)", flags)


def from_capitals(title: str) -> str:
    """A title printed all in capitals, as it would be with capitals for acronyms and proper nouns only."""

    def written(word: re.Match[str]) -> str:
        name = word[0][:1] + word[0][1:].lower()
        is_name = name in word_list("names.txt") or (
            name in word_list("forenames.txt") and name not in word_list("words_and_names.txt")
        )
        return word[0] if _ACRONYM.fullmatch(word[0]) else name if is_name else word[0].lower()

    lowered = WORD.sub(written, title)
    return _proper_nouns(re.IGNORECASE).sub(lambda noun: noun[0].title(), lowered)


def _found(name: str, title: str) -> Iterator[tuple[int, int]]:
    """Where `title` has `name` as whole words."""
    start = title.find(name)
    while start >= 0:
        end = start + len(name)
        if not title[start - 1 : start].isalnum() and not title[end : end + 1].isalnum():
            yield start, end
        start = title.find(name, end)


def _beginnings(name: str) -> Iterator[str]:
    """A name, and what it begins with before a small word: `Canada Council` of `Canada Council for the Arts`."""
    yield name
    start = re.match(r"(?:The )?([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+) (?:and|for|of|on|in)\b", name)
    if start:
        yield start[1]


#: A part of the organisation that the title has just named: `’s Inter-Arts Office`.
_PART_OF = re.compile(rf"['’]s?((?: [A-Z][\w’'-]*)* (?:{_PARTS})s?)\b")


def protected_places(title: str, names: Iterable[str]) -> set[int]:
    """Positions of `title` inside proper nouns: of the table, of `names`, or next to an honorific."""
    spans = [
        match.span()
        for pattern in (_proper_nouns(), _HONORIFIC, _REGION, _ACT, _NUMBERED)
        for match in pattern.finditer(title)
    ]
    known = [span for name in names if " " in name for part in _beginnings(name) for span in _found(part, title)]
    spans += known
    for _, end in known:
        following = _PART_OF.match(title, end)
        spans += [(end, following.end(1))] if following else []
    spans += [*_people(title), *_organisations(title), *_named_things(title)]
    return {position for start, end in spans for position in range(start, end)}


def _people(title: str) -> Iterator[tuple[int, int]]:
    """Where `title` names people: a forename and a family name, perhaps with an initial between them."""
    words = list(WORD.finditer(title))
    for first, second, third in zip(words, [*words[1:], None], [*words[2:], None, None], strict=False):
        if second and third and len(second[0]) == 1 and re.fullmatch(r"\.? ", title[second.end() : third.start()]):
            family = third
        elif second:
            family = second
        else:
            continue
        if title[first.end() : second.start()] == " " and _is_person(first[0], family[0], title[family.end() :]):
            yield first.start(), family.end()


#: What follows the name of an organisation that is called after a place or a person.
_NAMED_AFTER = re.compile(
    r"\b([A-Z][^\W\d_]+)(?:['’]s?)? (?:Centre|Center|College|Council|Foundation|Fund|Institute|University)\b"
)


def _organisations(title: str) -> Iterator[tuple[int, int]]:
    """Where `title` names an organisation with a word that may be a name: `Urban Institute`."""
    for match in _NAMED_AFTER.finditer(title):
        is_owned = match[0].endswith("University") and re.search("['’]", match[0])  # `Zemansky’s University Physics`
        is_name = match[1] in word_list("forenames.txt") if is_owned else not is_common(match[1])
        if is_name or match[1] in word_list("words_and_names.txt"):
            yield match.span()


#: What is called after a word that is no common one: `River Clyde`, `Grenfell Tower Inquiry`, `Crimean War`.
_NAME = r"(?P<name>[A-Z][^\W\d_]+)"
_NAMED = tuple(
    re.compile(rf"(?=\b({form})\b)")
    for form in (
        rf"(?:Camp|Cape|Cyclone|Hurricane|Lake|Loch|Lough|Mount|Operation|Planet|Project|River|Storm|Typhoon) {_NAME}",
        rf"{_NAME}(?: [A-Z][^\W\d_]+){{0,2}} (?:Commission|Inquiry)",
        rf"{_NAME}(?:['’]s)? (?:Accords?|Agreement|Bay|Bridge|Canal|Coast|Convention|Delta|Desert|Empire|Estuary|Gulf|"
        "Islands?|Mountains|Peninsula|Protocol|Revolution|River|Sea|Square|Strait|Street|Treaty|Uprising|Valley|Wars?)",
    )
)
#: What is no name, though not common: `Scottish Islands`, `NHS Agreement`.
_NO_NAME = re.compile(r"\w+(?:ish|ese)|Welsh|French|Dutch|[A-Z]+")
#: What is called after someone whose name is a word, too: `Down's Syndrome`, `Moore's Law`, `Peter Principle`.
_EPONYM = re.compile(
    r"\b(?:([A-Z][^\W\d_]+)['’]s?|Batten|Down|Graves|Hawthorne|Marfan|Peter|Pygmalion|Turner) "
    r"(?i:curve|cycle|disease|effect|grid|hypothesis|ladder|law|matrix|model|palsy|paradox|principle|pyramid|razor|"
    r"scale|syndrome|test|theorem|wheel)\b"
)


def _named_things(title: str) -> Iterator[tuple[int, int]]:
    """Where `title` names a place, a plan, an event or an inquiry with a word that is no common one."""
    for match in (found for pattern in _NAMED for found in pattern.finditer(title)):
        if not is_common(match["name"]) and not _NO_NAME.fullmatch(match["name"]):
            yield match.span(1)
    for match in _EPONYM.finditer(title):
        if match[1] is None or match[1] in word_list("words_and_names.txt"):
            yield match.start(), match.start() + len(match[1] or match[0].partition(" ")[0])


#: A region that is called after a point of the compass or its size: `North Ayrshire`, `Greater Manchester`.
_REGION = re.compile(
    r"\b(?:(?:(?:North|South|East|West)(?:ern)?|Central|Mid|Southeast)(?:[ -](?:East|West))? (?:[A-Z][a-z]+shire|"
    r"Lothian|Sussex|Glamorgan|Devon|Wales|Tyneside|Africa|America|Asia|Bengal|Carolina|Dakota|Korea|Riding|Virginia)|"
    r"(?:Greater|Inner|Outer) (?:London|Manchester)|(?:Upper|Lower) [A-Z][a-z]+shire)\b"
)


def _is_person(first: str, family: str, rest: str) -> bool:
    """Whether two words are a person's names; both may be ordinary words as well (`Mark Young`)."""
    if not family[0].isupper() or SMALL.fullmatch(family):
        return False
    may_be_family = not is_common(family) or re.sub(r"['’]s?$", "", family) in word_list("words_and_names.txt")
    if first in word_list("forenames.txt"):
        return first not in word_list("words_and_names.txt") or may_be_family
    return first[0].isupper() and not is_common(first) and may_be_family and bool(_TOLD.search(family + rest[:1]))


_BREAK = re.compile(r":\s+|\s+[–—|-]\s+|—|[?!.…]['\"”’)\]]*\s+|(?<=\w)/(?=\w)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[^\W\d]|vs|dr|mrs?|ms|prof|st|no|nos|vol|pp?|ed|eds|etc|e\.g|i\.e|cf))$", re.IGNORECASE
)
_STOP, _TOLD = re.compile("[:?!/]"), re.compile(r"['’]s\W?$|:$")  # `Trayvon Martin’s`
_AS_PRINTED = ("–", "—", "-", "/", "|", "…", "...")
_HYPHENS = frozenset("-\u2010\u2011")


def _has_own_form(word: str) -> bool:
    """Whether capitals belong to the word itself: `NHS`, `YouTube`, `COVID-19`, `I'm`, `B`, `example.org`."""
    core = re.sub(r"['’]s$", "", word)
    if len(core) == 1:
        return core not in "AaEe"
    return core[1:] != core[1:].lower() or bool(re.search(r"\d|\.|^I['’]", core[1:] if core[0] != "I" else core))


def _stretches(title: str) -> list[tuple[int, int]]:
    """Where the stretches of `title` begin and end; an abbreviation's full stop ends none."""
    starts = [0]
    for match in _BREAK.finditer(title):
        if match[0].startswith(".") and _ABBREVIATED.search(title[max(0, match.start() - 6) : match.start()]):
            continue
        if match[0] != "/" or _ends_at(title, match.start(), starts[-1]):
            starts.append(match.end())
    return list(zip(starts, [*starts[1:], len(title)], strict=True))


def _lowered(title: str, start: int, words: list[re.Match[str]], keep: set[int], *, raised: bool) -> str:
    """One stretch with its first word raised, if it should be, and the others lowered, but for those at `keep`."""
    out, position = [], start
    for index, word in enumerate(words):
        out.append(title[position : word.start()])
        text, position = word[0], word.end()
        if index == 0 and raised:
            text = text if _has_own_form(text) else text[0].upper() + text[1:]
        elif word.start() not in keep:
            text = text[0].lower() + text[1:]
        out.append(text)
    return "".join(out)


def _ends_at(title: str, slash: int, start: int) -> bool:
    """Whether a slash parts two titles, and not two words: `The Big Picture/Academic Writing`.

    `start` is where the stretch before it begins.
    """
    stop = _STOP.search(title, slash + 1)
    before = WORD.finditer(title, start, slash)
    after = WORD.finditer(title, slash + 1, stop.start() if stop else len(title))
    return len(list(islice(before, 3))) > 2 and len(list(islice(after, 2))) > 1


def sentence_case(title: str, names: Iterable[str] = (), *, subtitle_raised: bool = True) -> str:
    """An English title in sentence case, its punctuation untouched.

    `names` is what the record knows (creators, publisher): those of several words keep their capitals, as words with
    inner capitals, acronyms and proper nouns of the table do. First words get one, also after a colon if
    `subtitle_raised`, as in APA; after a dash, a slash or an upright line, a word stays as it is.
    """
    title = clean(title)
    is_from_capitals = title.isupper() and " " in title
    if is_from_capitals:
        title = from_capitals(title)
    protected = protected_places(title, [clean(name) for name in names])
    out = []
    main_title_in_capitals: bool | None = None
    for start, end in _stretches(title):
        words = list(WORD.finditer(title, start, end))
        keep = {
            word.start()
            for word in words
            if word.start() in protected or _has_own_form(word[0]) or not is_common(word[0])
        }
        telling = [
            w[0]
            for w in words[1:]
            if w[0][0].isalpha()
            and w.start() not in keep
            and not SMALL.fullmatch(w[0])
            and title[w.start() - 1] not in _HYPHENS
        ]
        in_capitals = sum(word[0].isupper() for word in telling) * 2 > len(telling)
        if main_title_in_capitals is None:
            main_title_in_capitals = in_capitals if telling else None
        elif len(telling) == 1:  # too little to tell: `Case study: Barking and Dagenham`
            in_capitals = main_title_in_capitals
        mark = title[:start].rstrip()[-1:]
        as_printed = title[:start].rstrip().endswith(_AS_PRINTED) and not is_from_capitals
        raised = not as_printed and (subtitle_raised or mark != ":")
        keep |= {word.start() for word in words[:1] if as_printed}
        unlowered = {word.start() for word in words[0 if raised else 1 :]} | keep
        kept = keep if in_capitals or not telling else unlowered
        stretch = _lowered(title, start, words, kept, raised=raised)
        out.append(stretch + title[words[-1].end() if words else start : end])
    return "".join(out)


def continued(title: str) -> str:
    """A title in sentence case with a small letter after a colon, but for a word that may be a name there."""
    return re.sub(
        r"(?<=: )([A-Z][a-z]*)(?![\w'’-])", lambda word: word[0].lower() if SMALL.fullmatch(word[1]) else word[0], title
    )
