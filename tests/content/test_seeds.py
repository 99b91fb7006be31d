"""This pathway holds what it was begun with: a report, a library record, a module page, a call and a list of tips."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from learning_pathway.catalogue import Severity, read
from learning_pathway.catalogue.model import Catalogue, Resource
from learning_pathway.voices.excerpts import resting

#: The module page that the pathway began with: what it asks for, in its order. Its seven tasks are in between.
MODULE = "collaborative-impact-leadership"
STEPS = [
    ("read", "https://pumble.com/blog/collaborative-leadership/"),
    ("read", "https://blog.jostle.me/blog/why-collaboration-is-important"),
    ("watch", "https://www.youtube.com/watch?v=iN_A7keXtVg"),
    ("watch", "https://www.youtube.com/watch?v=9zC2Bc22QfA"),
    (
        "read",
        "https://www.oxfordleadership.com/wp-content/uploads/2017/07/OL-White-Paper-Collaborative-Leadership.pdf",
    ),
    ("read", "https://teambuilding.com/blog/collaborative-leadership"),
    ("watch", "https://www.youtube.com/watch?v=lmwmg4pwdBc"),
    ("read", "https://www.ringcentral.com/gb/en/blog/collaborative-leadership/"),
    ("watch", "https://www.youtube.com/watch?v=2DmFFS0dqQc"),
]


CALL = "Better Government By Better Leadership: Submit Your Ideas!"


@pytest.fixture(scope="module")
def catalogue(root: Path) -> Catalogue:
    reading = read(root)
    assert [str(problem) for problem in reading.problems if problem.severity is not Severity.ADVICE] == []
    assert reading.catalogue
    return reading.catalogue


def titled(catalogue: Catalogue, title: str) -> Resource:
    (found,) = [one for one in catalogue.resources if (one.title or "").rstrip(".").lower() == title.lower()]
    return found


def test_the_first_module_has_the_nine_links_and_seven_tasks_of_its_page(catalogue: Catalogue) -> None:
    resources = {resource.id: resource for resource in catalogue.resources}
    (module,) = [module for module in catalogue.modules if module.id == MODULE]
    steps = [step for section in module.sections[:2] for step in section.steps]
    asked = [(step.verb.value, str(resources[id_].url)) for step in steps if (id_ := step.read or step.watch)]
    assert asked == STEPS
    assert len([step for step in steps if step.task]) == 7


def test_the_report_and_the_library_record_are_resources(catalogue: Catalogue) -> None:
    titled(catalogue, "How do we know we are doing good work?")
    paper = titled(catalogue, "Co-Creating Public Service Leadership Development in a new era of Collaboration")
    assert [person.name for person in paper.authors] == ["Rob Worrall"]
    assert (str(paper.published), paper.pages) == ("2009", "274-282")
    assert paper.container == "Proceedings of the European Conference on Management, Leadership & Governance"


def test_the_call_is_a_closed_call_with_its_facts(catalogue: Catalogue) -> None:
    assert [person.name for person in titled(catalogue, CALL).authors] == ["Nour Sidawi"]
    (call,) = catalogue.calls
    assert str(call.question) == (
        "How can we make sense of leadership in the 21st century in an environment which is unpredictable, rapidly "
        "changing, and in which no single actor controls?"
    )
    assert call.closes.isoformat() == "2020-04-30"
    assert [form.value for form in call.formats] == ["text", "audio", "video"]
    assert call.resource == titled(catalogue, CALL).id
    assert not call.is_open(date(2020, 4, 1)), "it has no address to send answers to"
    assert [task.id for task in catalogue.tasks if call.id in task.rests_on]


def test_the_twenty_tips_stand_with_their_four_sources(catalogue: Catalogue) -> None:
    (tips,) = catalogue.tips
    assert tips.title == "Top tips on leadership"
    assert [(source.kind.value, len(source.tips)) for source in tips.sources] == [
        ("phase", 4),
        ("event", 11),
        ("question", 2),
        ("report", 3),
    ]


def test_each_source_of_the_tips_led_to_something_that_says_so(catalogue: Catalogue) -> None:
    (tips,) = catalogue.tips
    leading = {name for _, references in resting(catalogue) for name in references}
    for source in tips.sources:
        assert {tip.id for tip in source.tips} & leading, source.id


def test_the_module_on_the_call_is_short_and_rests_on_it(catalogue: Catalogue) -> None:
    (call,) = catalogue.calls
    module = next(module for module in catalogue.modules if module.id == "co-leadership-in-the-open")
    steps = [step for section in module.sections for step in section.steps]
    tasks = {task.id: task for task in catalogue.tasks}
    assert len(steps) <= 10
    assert steps[0].read == call.resource
    assert call.id in steps[0].rests_on
    assert sum(call.id in tasks[step.task].rests_on for step in steps if step.task) == 2


def test_every_resource_says_what_it_is_and_why_it_is_here(catalogue: Catalogue) -> None:
    assert [resource.id for resource in catalogue.resources if not (resource.summary and resource.why)] == []
    assert len(catalogue.modules) == 9
