"""Who may be quoted, published and named where: one row for a rule, one for an output."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from voiceanswers import consent, event, facts

__all__ = ["OUTPUTS", "RULES", "Expected", "Output", "Rule", "Stage", "facts_of", "words_of_rule"]


class Stage(IntEnum):
    """How much of an answer may be shown."""

    NOTHING = 0
    COUNTED = 1
    QUOTED = 2
    WHOLE = 3


@dataclass(frozen=True, slots=True)
class Expected:
    """What a rule gives, as an editor would say it.

    `note` is what is shown in place of a quotation; `on_theme` whether the answer is among those on its theme;
    `page` what is left of its own page where that is not what its stage gives.
    """

    stage: Stage
    name: str = ""
    downloads: bool = False
    translated: bool = False
    note: str = ""
    on_theme: bool = True
    media: bool = False
    page: str = ""


NOTHING = Expected(Stage.NOTHING, note="being read again")
RECALLED = Expected(Stage.NOTHING, note="being read again", page="taken back")
COUNTED = Expected(Stage.COUNTED, note="asked us not to quote")
UNQUOTED = Expected(Stage.COUNTED, note="being read again", on_theme=False)
QUOTED = Expected(Stage.QUOTED, name="role")
WHOLE = Expected(Stage.WHOLE, name="role")
#: Its excerpts are not shown either, because there are no words that they could be found in.
QUOTED_IN_SOUND = Expected(Stage.COUNTED, note="being read again", on_theme=False)
PLAYED = Expected(Stage.WHOLE, name="role", media=True)
NAME, OTHER_NAME = "Ada {}", "Ben {}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, what is given, in words and as facts of an answer, and what it gives."""

    id: str
    given: str
    expected: Expected
    consents: tuple[dict[str, Any], ...] = ()
    more: dict[str, Any] = field(default_factory=dict)
    few: bool = False
    """Whether fewer people than the call's minimum have answered."""
    recalled: bool = False
    """Whether it is on the list of answers that were taken back, and its folder is gone."""


def _one(scope: str = "publish", *, shown: str = "role", text: str | None = None, **other: Any) -> dict[str, Any]:
    return consent(event(scope, **other), shown=shown, text=NAME if shown == "name" and text is None else text)


def _two(**other: Any) -> dict[str, Any]:
    scope, shown = other.pop("scope", "publish"), other.pop("shown", "role")
    return consent(event(scope, **other), number=2, shown=shown, text=OTHER_NAME if shown == "name" else None)


def _then(**later: Any) -> dict[str, Any]:
    scope = later.pop("scope", "publish")
    return consent(event(valid_until=None), event(scope, event_time="2024-02-20", **later))


_YES = "true"
_PLACE = {"valid_until": None}
#: Each row: id, what is given, what it gives, consents, more facts.
RULES = (
    Rule("listen", "Listen only", COUNTED, (_one("listen"),)),
    Rule("listen-named", "Listen only, with a name", COUNTED, (_one("listen", shown="name"),)),
    Rule("listen-ticks", "Listen only, both extras ticked", COUNTED, (_one("listen", translate=_YES, take_away=_YES),)),
    Rule("quote", "Quote me, kind of work", QUOTED, (_one("quote"),)),
    Rule(
        "quote-downloads",
        "Quote me, downloads ticked",
        Expected(Stage.QUOTED, "role", downloads=True),
        (_one("quote", take_away=_YES),),
    ),
    Rule(
        "quote-translation",
        "Quote me, translation ticked",
        Expected(Stage.QUOTED, "role", translated=True),
        (_one("quote", translate=_YES),),
    ),
    Rule(
        "quote-both",
        "Quote me, both extras ticked",
        Expected(Stage.QUOTED, "role", downloads=True, translated=True),
        (_one("quote", translate=_YES, take_away=_YES),),
    ),
    Rule("quote-anonymous", "Quote me, no name", Expected(Stage.QUOTED), (_one("quote", shown="anonymous"),)),
    Rule("quote-named", "Quote me, name", Expected(Stage.QUOTED, "name"), (_one("quote", shown="name"),)),
    Rule(
        "quote-named-downloads",
        "Quote me, name, downloads ticked",
        Expected(Stage.QUOTED, "name", downloads=True),
        (_one("quote", shown="name", take_away=_YES),),
    ),
    Rule("publish", "Publish it, kind of work", WHOLE, (_one(),)),
    Rule("publish-anonymous", "Publish it, no name", Expected(Stage.WHOLE), (_one(shown="anonymous"),)),
    Rule("publish-named", "Publish it, name", Expected(Stage.WHOLE, "name"), (_one(shown="name"),)),
    Rule(
        "publish-both",
        "Publish it, both extras ticked",
        Expected(Stage.WHOLE, "role", downloads=True, translated=True),
        (_one(translate=_YES, take_away=_YES),),
    ),
    Rule("sound-transcript", "Publish it, sound with a transcript", PLAYED, (_one(),), {"kind": "audio"}),
    Rule(
        "sound-anonymous",
        "Publish it, sound, no name",
        Expected(Stage.WHOLE),
        (_one(shown="anonymous"),),
        {"kind": "audio"},
    ),
    Rule("film-captions", "Publish it, film with captions", PLAYED, (_one(),), {"kind": "video"}),
    Rule(
        "sound-alone",
        "Publish it, sound without a transcript",
        QUOTED_IN_SOUND,
        (_one(),),
        {"kind": "audio", "files": ("answer.m4a",)},
    ),
    Rule(
        "sound-downloads",
        "Publish it, sound with a transcript, downloads ticked",
        Expected(Stage.WHOLE, "role", downloads=True, media=True),
        (_one(take_away=_YES),),
        {"kind": "audio"},
    ),
    Rule(
        "film-transcript",
        "Publish it, film with a transcript and no captions",
        WHOLE,
        (_one(),),
        {"kind": "video", "files": ("answer.mp4", "answer.txt")},
    ),
    Rule("group", "Two people, both publish it", WHOLE, (_one(), _two())),
    Rule("group-lowest", "Two people, publish it and quote me", QUOTED, (_one(), _two(scope="quote"))),
    Rule("group-listen", "Two people, publish it and listen only", COUNTED, (_one(), _two(scope="listen"))),
    Rule(
        "group-identity",
        "Two people, a name and no name",
        Expected(Stage.WHOLE),
        (_one(shown="name"), _two(shown="anonymous")),
    ),
    Rule(
        "group-ticks",
        "Two people, one ticked the extras",
        QUOTED,
        (_one("quote", translate=_YES, take_away=_YES), _two(scope="quote")),
    ),
    Rule("group-missing", "Three people, two consents", NOTHING, (_one(), _two()), {"people_recorded": 3}),
    Rule(
        "group-seen",
        "One consent, and the editor heard two people",
        NOTHING,
        (_one(),),
        {"checked": {"on": "2024-02-10", "by": "editor", "people": 2}},
    ),
    Rule("group-withdrawn", "Two people, one took it back", NOTHING, (_one(), _two(state="ConsentWithdrawn"))),
    Rule("minor", "Someone is under 18", NOTHING, (_one(), _two(adult="false"))),
    Rule("age-unknown", "No one said that they are 18 or over", NOTHING, (_one(adult="false"),)),
    Rule("requested", "Consent was only asked for", NOTHING, (_one(state="ConsentRequested"),)),
    Rule("refused", "Consent was refused", NOTHING, (_one(state="ConsentRefused"),)),
    Rule("unknown", "Consent is not known", NOTHING, (_one(state="ConsentUnknown"),)),
    Rule("invalidated", "Consent was found invalid", NOTHING, (_one(state="ConsentInvalidated"),)),
    Rule("revoked", "Consent was revoked", NOTHING, (_one(state="ConsentRevoked"),)),
    Rule("no-consent", "No consent at all", NOTHING),
    Rule("expired", "The last day is over", NOTHING, (_one(valid_until="2024-12-31"),)),
    Rule("renewed", "Renewed after its last day", QUOTED, (_then(scope="quote", state="RenewedConsentGiven"),)),
    Rule("narrowed", "Publish it, later narrowed to quote me", QUOTED, (_then(scope="quote"),)),
    Rule("narrowed-listen", "Publish it, later narrowed to listen only", COUNTED, (_then(scope="listen"),)),
    Rule("withdrawn", "Taken back, and the folder is still there", NOTHING, (_then(state="ConsentWithdrawn"),)),
    Rule("recalled", "Taken back, and the folder is gone", RECALLED, (_one(),), recalled=True),
    Rule("future", "Consent dated after today", NOTHING, (_one(event_time="2999-01-01"),)),
    Rule(
        "notice-unknown",
        "The notice is not known, or its words have changed",
        NOTHING,
        ({**_one(), "notice": {"id": "asked/9", "sha256": "0" * 64}},),
    ),
    Rule("unchecked", "No editor has checked it", NOTHING, (_one(),), {"checked": None}),
    Rule("contact", "An email address in its words", NOTHING, (_one(),), {"contact": "someone@example.org"}),
    Rule("changed-file", "A file is not the one that was received", NOTHING, (_one(),), {"changed": True}),
    Rule("role-narrow", "A kind of work that the call does not offer", Expected(Stage.WHOLE), (_one(text="Mayor"),)),
    Rule("few-role", "Kind of work, below the call's minimum", Expected(Stage.WHOLE), (_one(),), few=True),
    Rule("few-named", "Name, below the call's minimum", Expected(Stage.WHOLE, "name"), (_one(shown="name"),), few=True),
    Rule("no-end", "No end date", WHOLE, (_one(**_PLACE),)),
    Rule("moved-words", "The excerpt is no longer in its words", UNQUOTED, (_one("quote"),), {"moved": True}),
    Rule("sample", "A sample, in what is published", Expected(Stage.NOTHING), (_one(),), {"sample": "true"}),
)


@dataclass(frozen=True, slots=True)
class Output:
    """One output: its id and name, and what a rule gives in it."""

    id: str
    name: str
    cell: Callable[[Expected], str]


def _excerpt(expected: Expected) -> str:
    """A place where things are said to be based on an excerpt."""
    return "excerpt" if expected.stage >= Stage.QUOTED else expected.note or "–"


def _theme(expected: Expected) -> str:
    if not expected.on_theme:
        return "–"
    return {Stage.NOTHING: "–", Stage.COUNTED: "counted"}.get(expected.stage, "excerpt")


def _page(expected: Expected) -> str:
    return expected.page or {Stage.WHOLE: "whole", Stage.QUOTED: "excerpt", Stage.COUNTED: "trace"}.get(
        expected.stage, "–"
    )


def _package(expected: Expected) -> str:
    if expected.stage < Stage.QUOTED:
        return "–"
    return "excerpt" if expected.downloads else "link"


def _never(expected: Expected) -> str:
    del expected
    return "–"


OUTPUTS = (
    Output("call", "Page of the call", lambda expected: "counted" if expected.stage else "–"),
    Output("theme", "Page of the theme", _theme),
    Output("step", "Step, task", _excerpt),
    Output("tip", "Tip", _excerpt),
    Output("voice", "Page of the answer", _page),
    Output("recording", "Recording", lambda expected: "player" if expected.media else "–"),
    Output("name", "Name or kind of work, on pages", lambda expected: expected.name or "–"),
    Output(
        "language", "Pages in another language", lambda e: "–" if e.stage < 2 else "both" if e.translated else "own"
    ),
    Output("search", "Search", _never),
    Output("feeds", "Feeds", _never),
    Output("api", "Data interface", _never),
    Output("metadata", "Metadata, JSON-LD", _never),
    Output("pictures", "Pictures for shared links", _never),
    Output("llms", "`llms.txt`, references", _never),
    Output("epub", "EPUB", _package),
    Output("scorm12", "SCORM", _package),
    Output("common-cartridge", "Common Cartridge", _package),
    Output("handbook", "Handbook (PDF)", _package),
    Output("docx", "Word file of the journal", _never),
    Output("names-away", "Name or kind of work, in downloads", _never),
    Output("recording-away", "Recording, in downloads and offline", _never),
    Output(
        "offline", "Page of the answer, offline", lambda e: "kept" if e.page or (e.stage >= 2 and e.downloads) else "–"
    ),
)

_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro", "su", "te")


def _number(number: int) -> str:
    return "".join(_SYLLABLES[int(digit, 16)] for digit in f"{number:03x}")


def words_of_rule(rule: Rule) -> tuple[str, str, str, str]:
    """Words that no other rule has: an excerpt, what follows it, our translation, and a family name."""
    start = RULES.index(rule) * 32
    words = [_number(start + place) for place in range(25)]
    return " ".join(words[:8]), " ".join(words[8:16]), " ".join(words[16:24]), words[24].title()


def facts_of(rule: Rule, notice: dict[str, str], id_: str) -> dict[str, Any]:
    """The facts of its answer."""
    excerpt, _, translation, family = words_of_rule(rule)
    more = {key: value for key, value in rule.more.items() if key not in ("contact", "changed", "moved")}
    coded = {"n": 1, "exact": excerpt, "code": rule.id, "translations": {"cy": translation}}
    consents = []
    for person in rule.consents:
        shown = dict(person["shown_as"])
        if "text" in shown:
            shown["text"] = shown["text"].format(family)
        events = [_earlier(each) for each in person["events"]]
        agreed = person["notice"] if person["notice"]["id"].endswith("/9") else notice
        consents.append({**person, "shown_as": shown, "events": events, "notice": agreed})
    call = "few" if rule.few else "asked"
    made = facts(*consents, **{"id": id_, "call": call, "received": "2024-02", "excerpts": [coded], **more})
    return {key: value for key, value in made.items() if value is not None}


def _earlier(facts_of_event: dict[str, Any]) -> dict[str, Any]:
    """The event three years earlier, so that it counts whatever the day of the build; its end is far away."""
    made = dict(facts_of_event)
    if made["event_time"] == "2027-02-03":
        made["event_time"] = "2024-02-03"
    if made.get("valid_until") == "2029-02-03":
        made["valid_until"] = "2999-02-03"
    return made
