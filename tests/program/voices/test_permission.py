"""What may be shown of an answer: the cases of the design, and what holds of every answer."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from casetable import case_table
from learning_pathway.voices.leaks import AllowedPlace, watch
from learning_pathway.voices.model import ConsentState, Kind, Scope, Shown
from learning_pathway.voices.permission import Conditions, Permission, Reason, permitted
from learning_pathway.voices.store import Answer
from voiceanswers import CONDITIONS, ROLE, WORDS, consent, event, record

TODAY = date(2027, 3, 1)


def shown(permission: Permission) -> tuple[bool, bool, bool, bool, str, bool]:
    return (
        permission.counted,
        permission.quote,
        permission.whole,
        permission.media,
        permission.name,
        permission.take_away,
    )


NOTHING = (False, False, False, False, "", False)
ALL = (True, True, True, True)
CASES: dict[str, tuple[Any, tuple[bool, bool, bool, bool, str, bool], Reason | None]] = {
    "text, publish, role": (record(consent(event())), (True, True, True, False, ROLE, False), None),
    "text, quote, no name": (
        record(consent(event("quote"), shown="anonymous")),
        (True, True, False, False, "", False),
        None,
    ),
    "text, listen, named": (
        record(consent(event("listen"), shown="name")),
        (True, False, False, False, "", False),
        None,
    ),
    "audio with a transcript": (record(consent(event()), kind="audio"), (*ALL, ROLE, False), None),
    "audio without a transcript": (
        record(consent(event()), kind="audio", files=("answer.m4a",)),
        (True, True, False, False, ROLE, False),
        Reason.NO_TRANSCRIPT,
    ),
    "audio without a name": (
        record(consent(event(), shown="anonymous"), kind="audio"),
        (True, True, True, False, "", False),
        Reason.ANONYMOUS_MEDIA,
    ),
    "video with a transcript, no captions": (
        record(consent(event(), shown="name"), kind="video", files=("answer.mp4", "answer.txt")),
        (True, True, True, False, "Ada Gray", False),
        Reason.NO_CAPTIONS,
    ),
    "three recorded, two consents": (
        record(consent(event()), consent(event(), number=2), kind="video", people_recorded=3),
        NOTHING,
        Reason.NOT_EVERYONE,
    ),
    "more people seen than were told of": (
        record(consent(event()), kind="video", checked={"on": "2027-02-10", "by": "editor", "people": 2}),
        NOTHING,
        Reason.NOT_EVERYONE,
    ),
    "two people, publish and quote": (
        record(consent(event()), consent(event("quote"), number=2)),
        (True, True, False, False, ROLE, False),
        None,
    ),
    "two people, named and without a name": (
        record(consent(event(), shown="name"), consent(event(), number=2, shown="anonymous"), kind="audio"),
        (True, True, True, False, "", False),
        Reason.ANONYMOUS_MEDIA,
    ),
    "until today": (record(consent(event(valid_until=str(TODAY)))), (True, True, True, False, ROLE, False), None),
    "until yesterday": (
        record(consent(event(valid_until=str(TODAY - timedelta(days=1))))),
        NOTHING,
        Reason.EXPIRED,
    ),
    "renewed": (
        record(
            consent(
                event(valid_until="2027-02-10"),
                event("quote", "RenewedConsentGiven", event_time="2027-02-20", valid_until="2028-02-20"),
            )
        ),
        (True, True, False, False, ROLE, False),
        None,
    ),
    "narrowed": (
        record(consent(event(), event("quote", event_time="2027-02-20"))),
        (True, True, False, False, ROLE, False),
        None,
    ),
    "withdrawn": (
        record(consent(event(), event(state="ConsentWithdrawn", event_time="2027-02-20"))),
        NOTHING,
        Reason.WITHDRAWN,
    ),
    "one of two withdraws": (
        record(consent(event()), consent(event(), event(state="ConsentWithdrawn", event_time="2027-02-20"), number=2)),
        NOTHING,
        Reason.NOT_EVERYONE,
    ),
    "under 18": (record(consent(event(adult="false"))), NOTHING, Reason.MINOR),
    "age not said": (
        record(consent({key: value for key, value in event().items() if key != "adult"})),
        NOTHING,
        Reason.MINOR,
    ),
    "one of two is under 18": (
        record(consent(event()), consent(event(adult="false"), number=2)),
        NOTHING,
        Reason.MINOR,
    ),
    "requested": (record(consent(event(state="ConsentRequested"))), NOTHING, Reason.NO_CONSENT),
    "refused": (record(consent(event(state="ConsentRefused"))), NOTHING, Reason.NO_CONSENT),
    "unknown": (record(consent(event(state="ConsentUnknown"))), NOTHING, Reason.NO_CONSENT),
    "no consent at all": (record(), NOTHING, Reason.NO_CONSENT),
    "no end": (record(consent(event(valid_until=None))), (True, True, True, False, ROLE, False), None),
    "quote and downloads": (
        record(consent(event("quote", take_away="true"))),
        (True, True, False, False, ROLE, True),
        None,
    ),
    "two people, one allows downloads": (
        record(consent(event("quote", take_away="true")), consent(event("quote"), number=2)),
        (True, True, False, False, ROLE, False),
        None,
    ),
    "not checked": (record(consent(event()), checked=None), NOTHING, Reason.NOT_CHECKED),
    "another notice": (
        record({**consent(event()), "notice": {"id": "what-helps-2027/2", "sha256": "0" * 64}}),
        NOTHING,
        Reason.UNKNOWN_NOTICE,
    ),
    "a notice that no one knows": (
        record({**consent(event()), "notice": {"id": "what-helps-2027/9", "sha256": "0" * 64}}),
        NOTHING,
        Reason.UNKNOWN_NOTICE,
    ),
    "a sample": (record(consent(event()), sample="true"), NOTHING, Reason.SAMPLE),
    "a kind of work that was not offered": (
        record(consent(event(), text="Chief Constable")),
        (True, True, True, False, "", False),
        Reason.ROLE_NOT_OFFERED,
    ),
    "consent dated tomorrow": (
        record(consent(event(event_time=str(TODAY + timedelta(days=1))))),
        NOTHING,
        Reason.OUT_OF_ORDER,
    ),
    "events in the wrong order": (
        record(consent(event(event_time="2027-02-20"), event("publish", event_time="2027-02-03"))),
        NOTHING,
        Reason.OUT_OF_ORDER,
    ),
}


@case_table("name", CASES)
def test_each_case_shows_what_was_agreed_to(name: str) -> None:
    answer, expected, reason = CASES[name]
    permission = permitted(answer, TODAY, CONDITIONS)
    assert shown(permission) == expected
    assert (reason in permission.reasons) if reason else not permission.reasons


def test_contact_details_hide_the_whole_answer() -> None:
    permission = permitted(record(consent(event())), TODAY, CONDITIONS, has_contact_details=True)
    assert shown(permission) == NOTHING
    assert permission.reasons == (Reason.CONTACT_DETAILS,)


def test_a_file_that_is_another_hides_the_whole_answer() -> None:
    permission = permitted(record(consent(event())), TODAY, CONDITIONS, is_intact=False)
    assert shown(permission) == NOTHING


def test_below_the_minimum_no_kind_of_work_and_no_language_is_told() -> None:
    few = Conditions(CONDITIONS.notices, CONDITIONS.roles, has_quorum=False)
    permission = permitted(record(consent(event())), TODAY, few)
    assert (permission.name, permission.language) == ("", False)
    assert Reason.EARLY in permission.reasons


def test_an_unchecked_answer_is_only_received() -> None:
    assert permitted(record(consent(event()), checked=None), TODAY, CONDITIONS).received


def test_a_sample_is_shown_where_samples_may_be() -> None:
    with_samples = Conditions(CONDITIONS.notices, CONDITIONS.roles, has_quorum=True, samples=True)
    assert permitted(record(consent(event()), sample="true"), TODAY, with_samples).whole


DAYS = st.sampled_from(["2027-01-01", "2027-02-03", "2027-03-01", "2027-03-02", "2029-01-01"])
EVENTS = st.builds(
    event,
    st.sampled_from([scope.value for scope in Scope]),
    st.sampled_from([state.value for state in ConsentState]),
    event_time=DAYS,
    valid_until=st.none() | DAYS,
    translate=st.sampled_from(["true", "false"]),
    take_away=st.sampled_from(["true", "false"]),
    adult=st.sampled_from(["true", "true", "false"]),
)
CONSENTS = st.lists(
    st.tuples(st.lists(EVENTS, min_size=1, max_size=3), st.sampled_from([each.value for each in Shown])), max_size=3
)


@given(
    people=CONSENTS,
    kind=st.sampled_from([kind.value for kind in Kind]),
    recorded=st.integers(1, 4),
    has_words=st.booleans(),
    quorum=st.booleans(),
)
def test_each_stage_needs_the_one_before_it(
    people: list[tuple[list[dict[str, Any]], str]], kind: str, recorded: int, has_words: bool, quorum: bool
) -> None:
    consents = [consent(*events, number=number, shown=mode) for number, (events, mode) in enumerate(people, start=1)]
    files = None if has_words else ("answer.m4a",) if kind != "text" else ()
    answer = record(*consents, kind=kind, people_recorded=recorded, files=files)
    found = permitted(answer, TODAY, Conditions(CONDITIONS.notices, CONDITIONS.roles, has_quorum=quorum))
    assert found.media <= found.whole <= found.quote <= found.counted
    assert found.translate <= found.quote
    assert found.take_away <= found.quote
    assert not (found.media and (kind == "text" or "anonymous" in {mode for _, mode in people}))
    assert not (found.name and "anonymous" in {mode for _, mode in people})
    if found.counted:
        last = [events[-1] for events, _ in people]
        assert len(people) >= recorded
        assert all(each["adult"] == "true" for each in last)
        assert all(each.get("valid_until") is None or each["valid_until"] >= str(TODAY) for each in last)
        assert found.quote == all(each["scope"] != "listen" for each in last)
        assert found.take_away == (found.quote and all(each["take_away"] == "true" for each in last))


@given(people=CONSENTS, number=st.integers(0, 2))
def test_a_withdrawal_of_anyone_hides_everything(people: list[tuple[list[dict[str, Any]], str]], number: int) -> None:
    if number >= len(people):
        return
    people[number][0].append(event(state="ConsentWithdrawn", event_time="2027-03-01"))
    consents = [consent(*events, number=place, shown=mode) for place, (events, mode) in enumerate(people, start=1)]
    assert shown(permitted(record(*consents), TODAY, CONDITIONS)) == NOTHING


@given(
    people=CONSENTS,
    kind=st.sampled_from([kind.value for kind in Kind]),
    quorum=st.booleans(),
)
def test_search_feeds_data_and_metadata_are_never_a_place_for_anything(
    people: list[tuple[list[dict[str, Any]], str]], kind: str, quorum: bool
) -> None:
    consents = [consent(*events, number=number, shown=mode) for number, (events, mode) in enumerate(people, start=1)]
    excerpt = {"n": 1, "exact": WORDS.strip(), "code": "permission", "translations": {"cy": "Dyma eiriau " * 5}}
    answer = record(*consents, kind=kind, excerpts=[excerpt])
    found = permitted(answer, TODAY, Conditions(CONDITIONS.notices, CONDITIONS.roles, has_quorum=quorum))
    watched = watch([(Answer(answer, Path("nowhere"), WORDS), found)])
    words = {place for each in watched.runs.values() for _, places in each for place in places}
    names = {place for each in watched.names.values() for _, places in each for place in places}
    assert AllowedPlace.NOWHERE not in words | names
    assert (AllowedPlace.DOWNLOAD in words) <= found.take_away
    assert AllowedPlace.DOWNLOAD not in names
    assert bool(words) == found.quote
    assert bool(names) <= bool(found.name)
