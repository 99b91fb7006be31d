"""The search index: its documents, and their words in files of which a browser fetches a few.

A term is the key of a word (see `analysis`). For each, a *posting* says which documents hold it and how much it counts
there; terms are sorted into files of some kilobytes, so that a search fetches one for each of its words. Documents are
in files of a few. Positions of terms, for phrases, and the list of words, for words that no one wrote, are apart, since
few searches need them. The same documents give the same bytes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

from .analysis import STEMMERS, Analyser, Reading, fold

__all__ = [
    "FOLDER",
    "SearchDocument",
    "SearchFile",
    "SearchWeights",
    "search_files",
]


@dataclass(frozen=True, slots=True)
class SearchWeights:
    """What a word counts in each field of a document, from 1 to 15.

    Attributes:
        title: in the title.
        people: among those who made and published it.
        labels: among its type, level and themes.
        text: in its text.
    """

    title: int
    people: int
    labels: int
    text: int


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One thing that a search can find.

    Attributes:
        address: relative to the site, with an anchor where it is a part of a page.
        title: as a result shows it.
        kind: what it is, in a word or two.
        weights: of its words.
        byline: who made it.
        language: of its title, as a BCP 47 tag, where that is not the site's.
        titles: other titles that it is found by.
        people: who made and published it, and when.
        labels: its type, level and themes.
        text: its own words, from which an excerpt is taken; in the site's language.
    """

    address: str
    title: str
    kind: str
    weights: SearchWeights
    byline: str = ""
    language: str = ""
    titles: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    text: tuple[str, ...] = field(default=())


#: Characters of a document's text that an excerpt can be taken from.
LONGEST_TEXT = 3_000


def result_data(documents: Iterable[SearchDocument]) -> list[list[str]]:
    """What a result shows of each document."""
    return [
        [document.title, document.address, document.kind, document.byline, document.language, excerpt(document.text)]
        for document in documents
    ]


def excerpt(text: Iterable[str]) -> str:
    """The text of a document, its paragraphs on lines of their own, as far as excerpts are taken from it."""
    whole = "\n".join(" ".join(paragraph.split()) for paragraph in text)
    return whole if len(whole) <= LONGEST_TEXT else whole[:LONGEST_TEXT].rpartition(" ")[0] + " …"


#: Where the files are in the site.
FOLDER = "assets/pathway/search/"
FORMAT, VERSION = "learning-pathway-search", 1
#: Bytes of a file of terms, roughly.
FILE_SIZE = 24_000
#: Documents in a file: a page of results comes from about as many files as it has results.
DOCUMENTS_IN_A_FILE = 8

#: Words that are kept to complete and to correct what someone types: the commonest.
MOST_WORDS = 25_000
#: Positions between two fields, so that no phrase runs from one into the next.
GAP = 10
MOST_WEIGHT = 15
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class SearchFile:
    """One file of the index: its path in the site, and its text."""

    path: str
    text: str


class IndexEntry(NamedTuple):
    """What the index takes from a word.

    Attributes:
        keys: what it is found by, each with how many positions after its first.
        length: how many positions it takes up.
        first: its first part, folded, where someone may type it letter by letter.
        last: its last part.
        forms: what someone may type for it.
    """

    keys: tuple[tuple[int, str], ...]
    length: int
    first: str
    last: str
    forms: tuple[str, ...]


class Term:
    """Where a term is, as a browser reads it (`SearchIndex` in `index.mjs`)."""

    __slots__ = ("last", "positions", "weights")

    def __init__(self) -> None:
        self.last = -1
        self.weights: list[int] = []
        self.positions: list[int] = []

    def add(self, document: int, weight: int, positions: list[int]) -> None:
        """Note a document that holds it: in one number, how far it is from the one before, and what it counts there.

        A word counts one more for each of two further times.
        """
        self.weights.append((document - self.last) * 16 + min(MOST_WEIGHT, weight + min(2, len(positions) - 1)))
        self.last = document
        positions.sort()
        self.positions += [len(positions), *(after - before for before, after in pairwise([0, *positions]))]


def search_files(documents: Sequence[SearchDocument], resources: int, language: str) -> list[SearchFile]:
    """The files that a browser searches `documents` with.

    Args:
        documents: what can be found, the library's resources first and in its order.
        resources: how many of them are the library's.
        language: of the site, as a BCP 47 tag.
    """
    analyser = Analyser(language)
    texts = read_texts(documents, analyser)
    forms = forms_of(texts)
    terms = terms_of(texts, {fold(form): analyser.keys(form) for form in forms if len(form) > 3})
    order = sorted(terms, key=lambda term: term.encode("utf-16-be", "surrogatepass"))
    groups = list(group_terms(order, terms))
    stemmer = stemmer_text(language)
    bodies: dict[str, list[Any]] = {
        "documents": [result_data(documents[place : place + DOCUMENTS_IN_A_FILE]) for place in file_starts(documents)],
        "terms": [[[term, terms[term].weights] for term in group] for group in groups],
        "positions": [[[term, terms[term].positions] for term in group] for group in groups],
        "words": [front_coded(forms)],
    }
    version = sha256(to_json([bodies, analyser.rules, stemmer, resources]).encode()).hexdigest()[:12]
    head = {
        "format": FORMAT,
        "form": VERSION,
        "version": version,
        "documents": len(documents),
        "works": resources,
        "inFile": DOCUMENTS_IN_A_FILE,
        "first": [group[0] for group in groups],
        "stemmer": bool(stemmer),
        **analyser.rules,
    }
    made = [SearchFile(f"{FOLDER}index.json", to_json(head))]
    for name, contents in bodies.items():
        made += [
            SearchFile(f"{FOLDER}{name}-{number}.json", to_json({"version": version, name: content}))
            for number, content in enumerate(contents)
        ]
    return made + ([SearchFile(f"{FOLDER}stemmer.mjs", stemmer)] if stemmer else [])


def fields(document: SearchDocument) -> Iterator[tuple[int, str]]:
    """The texts of a document, each with the weight of its words. A word in a short title counts a little more."""
    weights = document.weights
    for title in (document.title, *document.titles):
        yield max(1, weights.title - min(2, len(title) // 40)), title
    yield from ((weights.people, text) for text in document.people)
    yield from ((weights.labels, text) for text in document.labels)
    yield from ((weights.text, text) for text in document.text)


#: The fields of a document: the weight of each, and its words.
Text = list[tuple[int, list[IndexEntry]]]


def read_texts(documents: Iterable[SearchDocument], analyser: Analyser) -> list[Text]:
    """The words of each document."""
    known: dict[int, IndexEntry] = {}  # by identity: the analyser keeps each reading

    def entry(reading: Reading) -> IndexEntry:
        if (found := known.get(id(reading))) is None:
            found = known[id(reading)] = entry_of(reading)
        return found

    return [
        [(weight, list(map(entry, analyser.readings(text)))) for weight, text in fields(document)]
        for document in documents
    ]


def entry_of(reading: Reading) -> IndexEntry:
    """What the index takes from a word that is read for the first time."""
    keys = [(0, key) for key in (*reading.whole, *reading.characters)]
    keys += [(place, key) for place, part in enumerate(reading.parts) for key in part]
    ends = tuple(map(fold, reading.forms)) or ("",)
    parts = ends[:-1] if len(ends) > len(reading.parts) else ends  # without the parts joined
    return IndexEntry(tuple(dict.fromkeys(keys)), len(reading.parts), parts[0], parts[-1], reading.forms)


def forms_of(texts: Iterable[Text]) -> dict[str, int]:
    """For each form of a word, the number of documents that hold it; the commonest forms, sorted."""
    counts: dict[str, int] = defaultdict(int)
    for text in texts:
        for form in {form for _, words in text for forms in {word.forms for word in words} for form in forms}:
            counts[form] += 1
    kept = sorted(counts, key=lambda form: (-counts[form], form))[:MOST_WORDS]
    return {form: counts[form] for form in sorted(kept)}


def terms_of(texts: Iterable[Text], joined: Mapping[str, Sequence[str]]) -> dict[str, Term]:
    """Every term. Two words that someone else writes as one are found as that one, too.

    Args:
        texts: the words of each document.
        joined: words that may be written as two, folded, with what they are found by.
    """
    terms: dict[str, Term] = defaultdict(Term)
    for document, text in enumerate(texts):
        for term, (weight, *positions) in postings_of(text, joined).items():
            terms[term].add(document, weight, positions)
    return terms


def postings_of(text: Text, joined: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """Each term of a document: what it counts most there, and then its positions."""
    held: dict[str, list[int]] = {}
    position = 0
    for weight, words in text:
        last = ""
        for word in words:
            keys = word.keys
            if last and last + word.first in joined and word.first:
                keys = (*keys, *((-1, key) for key in joined[last + word.first]))
            for offset, key in keys:
                place = position + offset
                if (entry := held.get(key)) is None:
                    held[key] = [weight, place]
                else:
                    if weight > entry[0]:
                        entry[0] = weight
                    if entry[-1] != place:
                        entry.append(place)
            position += word.length
            last = word.last
        position += GAP
    return held


def group_terms(order: Iterable[str], terms: Mapping[str, Term]) -> Iterator[list[str]]:
    """The terms by file, each of about the same size; one that many documents hold has a file of its own."""
    group: list[str] = []
    size = 0
    for term in order:
        more = len(term) + 8 + 4 * len(terms[term].weights)
        if group and size + more > FILE_SIZE:
            yield group
            group, size = [], 0
        group.append(term)
        size += more
    if group:
        yield group


def file_starts(documents: Sequence[SearchDocument]) -> range:
    """The first document of each file."""
    return range(0, len(documents), DOCUMENTS_IN_A_FILE)


def front_coded(forms: dict[str, int]) -> str:
    """The words, one a line: how many letters it shares with the one before, how common it is, the other letters."""
    lines, last = [], ""
    for form, count in forms.items():
        shared = 0
        while shared < min(len(form), len(last), 35) and form[shared] == last[shared]:
            shared += 1
        lines.append(DIGITS[shared] + DIGITS[min(35, count.bit_length())] + form[shared:])
        last = form
    return "\n".join(lines)


def stemmer_text(language: str) -> str:
    """The stemmer of a language as browsers run it; empty where there is none."""
    name = STEMMERS.get(language.partition("-")[0].lower())
    return files(__package__).joinpath("stemmers", f"{name}.mjs").read_text(encoding="utf-8") if name else ""


def to_json(content: Any) -> str:
    """Data as JSON, as short as possible."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
