"""Advice on plain words: links that name their target, short sentences, no capitals, and tasks that ask something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..messages import shown
from ..problems import Code
from ..raw import MODELS, RawCatalogue, RawEntry, RuleProblem
from ..rich_text import RichText
from ..vocabulary import EntryKind, SummarySource
from .values import LONG_TEXTS

__all__ = ["check_plain_words"]

#: Words of a sentence from which on it is very long: plain English stops at 25.
LONGEST_SENTENCE = 40
#: Link texts that say nothing of where a link leads, in English and Welsh.
VAGUE = frozenset(
    {
        "click", "click here", "click here to read more", "click on this link", "details", "find out more",
        "follow this link", "full article", "go here", "here", "here's the link", "learn more", "link", "more",
        "more details", "more here", "more info", "more information", "on this page", "page", "read here", "read it",
        "read more", "read more here", "read on", "read this", "see here", "see more", "site", "source", "this",
        "this article", "this link", "this one", "this page", "this site", "this website", "url", "visit", "watch",
        "watch here", "web page", "webpage", "website", "yma", "cliciwch yma", "cliciwch", "darllen mwy",
        "darllenwch fwy", "dolen", "gweler yma", "gwefan", "mwy", "mwy o wybodaeth", "rhagor", "rhagor o wybodaeth",
        "y ddolen hon", "y dudalen hon",
    }
)  # fmt: skip
_LINK = re.compile(r"(?<!!)\[([^\[\]]{1,80})\]\((?=https?://|mailto:)", re.IGNORECASE)
#: Ends of sentences, of paragraphs and of items.
_END = re.compile(r"[.!?…。\uff01\uff1f\u061f][\"'”’»)\]]*(?=\s)|\n\s*\n|\n(?=[ \t]*(?:•|\d{1,9}\.) )")
_QUESTION = re.compile("[?;\uff1f\u061f\u055e\u1367\u2e2e]")
_CAPITALS = re.compile("[A-Z\u00c0-\u00de\u0391-\u03a9\u0410-\u042f]{2}")
_CAPITAL = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
#: Letters of the longest of one, two, three, or more words in capitals in a row that are no abbreviations any more.
_SHOUTED = (8, 7, 5, 2)

#: What a check finds in a text: what is at fault, or None.
Find = Callable[[str], str | None]


def check_plain_words(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find the first place of each kind in each text that editors write themselves."""
    for entry in raw.each(*MODELS):
        for name in LONG_TEXTS[entry.kind]:
            if _is_quoted(entry, name):
                continue
            for path, written in entry.texts(name):
                for row in ROWS:
                    if (row.kind in (None, entry.kind) and row.field in (None, name)) and (found := row.find(written)):
                        message = row.message.format(name=name, found=shown(found))
                        yield RuleProblem(row.code, entry, message, row.remedy, path)


def _is_quoted(entry: RawEntry, name: str) -> bool:
    """Whether a text is in someone else's words."""
    return name == "summary" and entry.text("summary_source") == SummarySource.PUBLISHER


def vague_link(written: str) -> str | None:
    """The first link text that doesn't name its target."""
    if "](" not in written:
        return None
    return next((words for words in _LINK.findall(written) if _bare(words) in VAGUE), None)


def _bare(words: str) -> str:
    return " ".join(re.sub(r"[^\w\s']+|_", " ", words.replace("’", "'")).casefold().split())


def long_sentence(written: str) -> str | None:
    """The first sentence that is very long: its number of words."""
    if written.count(" ") + written.count("\n") < LONGEST_SENTENCE:
        return None
    if max(_lengths(written)) <= LONGEST_SENTENCE:
        return None
    return next((str(count) for count in _lengths(str(RichText(written))) if count > LONGEST_SENTENCE), None)


def _lengths(text: str) -> list[int]:
    """The words of each sentence."""
    return [len(sentence.split()) for sentence in _END.split(text)]


def capitals(written: str) -> str | None:
    """The first words in capitals that can't all be abbreviations."""
    if _CAPITALS.search(written) is None:
        return None
    text, run, end = _without_addresses(written), list[str](), 0
    for match in _CAPITAL.finditer(text):
        word = match[0]
        is_capital = word.isupper()
        if not is_capital or not text[end : match.start()].isspace():  # a comma is a sign of a list of abbreviations
            if _is_shouted(run):
                break
            run = []
        if is_capital and len(word) > 1:  # `I` and `A` only go on with a run
            run.append(word)
        end = match.end()
    return " ".join(run) if _is_shouted(run) else None


def _without_addresses(written: str) -> str:
    return re.sub(r"\S*(?://|@)\S*", " ", written) if "//" in written or "@" in written else written


def _is_shouted(run: list[str]) -> bool:
    return bool(run) and max(map(len, run)) >= _SHOUTED[min(len(run), len(_SHOUTED)) - 1]


def no_question(written: str) -> str | None:
    """The text, if it asks nothing."""
    return None if _QUESTION.search(written) else written


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of advice: which code, for which kind of entry and field (None for all), and how it is found."""

    code: Code
    find: Find
    message: str
    remedy: str
    kind: EntryKind | None = None
    field: str | None = None


ROWS = (
    Row(
        Code.VAGUE_LINK,
        vague_link,
        "The link `{found}` in `{name}` does not say where it leads; read on its own, it means nothing.",
        "Name what is behind the link: `[the full report](https://…)`.",
    ),
    Row(
        Code.LONG_SENTENCE,
        long_sentence,
        "A sentence of `{name}` has {found} words, and is hard to follow.",
        f"Make two or three of it; {LONGEST_SENTENCE} words are the most, 25 are better.",
    ),
    Row(
        Code.CAPITALS,
        capitals,
        "`{found}` in `{name}` is in capitals, which are hard to read and sound like shouting.",
        "Write small letters; for stress, use `**strong emphasis**`.",
    ),
    Row(
        Code.TASK_WITHOUT_QUESTION,
        no_question,
        "This task asks no question, so learners cannot tell what to answer.",
        "End the prompt with a question.",
        EntryKind.TASK,
        "prompt",
    ),
)
