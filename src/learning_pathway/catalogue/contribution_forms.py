"""The forms for suggestions and problem reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..locale import msgid
from .fields import FIELDS
from .types import ResourceType

__all__ = [
    "FORMS",
    "LONGEST_ANSWER",
    "LONGEST_LINE",
    "REPORT",
    "SUGGESTION",
    "VERSION",
    "ContributionForm",
    "FormQuestion",
    "as_text",
    "bare_name",
    "names_in_text",
]

#: The version of the text: one `key: value` a line.
VERSION = 1
#: Characters that a page lets people type into a box, and into a line.
LONGEST_ANSWER, LONGEST_LINE = 1_500, 300
#: What the name of a question may end with, in any language; in a text a colon follows.
_CLOSING = "?\u061f\uff1f:\uff1a\u00a0\u202f "


@dataclass(frozen=True, slots=True, kw_only=True)
class FormQuestion:
    """One question of a form.

    Attributes:
        key: its name in the text, which never changes; that of a resource's field where it is about one.
        label: the question, as people read it.
        help: what to write; empty where the label says it.
        placeholder: how an answer begins.
        choices: the answers to choose from, by their names in the text, with their labels; empty for free text.
        is_long: whether the answer may have paragraphs.
        is_required: whether the form asks for it before it is sent.
        is_given: whether the page that people came from answers it.
    """

    key: str
    label: str
    help: str = ""
    placeholder: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_long: bool = False
    is_required: bool = False
    is_given: bool = False

    def name(self, translate: Callable[[str], str]) -> str:
        """What a text calls it: its label, without a question mark before the colon."""
        return translate(self.label).rstrip(_CLOSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionForm:
    """A form.

    Attributes:
        name: its name in the text, beside the version.
        file: the name of its file among a forge's forms, without an ending.
        title: what people do with it.
        lead: a sentence about it.
        subject: how the titles of messages begin.
        questions: in order.
    """

    name: str
    file: str
    title: str
    lead: str
    subject: str
    questions: tuple[FormQuestion, ...]

    @property
    def asked(self) -> tuple[FormQuestion, ...]:
        """The questions that people answer themselves."""
        return tuple(question for question in self.questions if not question.is_given)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its text."""
        return (*(question.key for question in self.questions), self.name)


_PAGE = FormQuestion(key="page", label=msgid("Page"), help=msgid("The page that you came from."), is_given=True)

SUGGESTION = ContributionForm(
    name="suggestion",
    file="resource",
    title=msgid("Suggest a resource"),
    lead=msgid("A title and a sentence are enough; an editor does the rest."),
    subject="Resource: ",
    questions=(
        FormQuestion(
            key="title",
            label=FIELDS["title"].label,
            help=msgid("As it is printed on the resource."),
            is_required=True,
        ),
        FormQuestion(
            key="url",
            label=FIELDS["url"].label,
            help=msgid("Leave it empty if there is no public copy."),
            placeholder="https://",
        ),
        FormQuestion(
            key="type",
            label=FIELDS["type"].label,
            choices=tuple((kind.value, kind.label) for kind in ResourceType),
        ),
        FormQuestion(
            key="authors",
            label=FIELDS["authors"].label,
            help=msgid("Family name first, with a semicolon between people: Gray, Ida; Northern Forum"),
        ),
        FormQuestion(key="published", label=FIELDS["published"].label, help=msgid("The year is enough.")),
        FormQuestion(
            key="why",
            label=msgid("Who would it help, and how?"),
            help=msgid("In your own words."),
            is_long=True,
            is_required=True,
        ),
        FormQuestion(
            key="own",
            label=msgid("Is it yours?"),
            help=msgid("Say yes if you made it, or work for those who did. That is welcome."),
            choices=(("yes", msgid("Yes")), ("no", msgid("No"))),
        ),
        _PAGE,
    ),
)

REPORT = ContributionForm(
    name="report",
    file="problem",
    title=msgid("Report a problem"),
    lead=msgid("A wrong fact, a broken link, or a page that did not work for you."),
    subject="Problem: ",
    questions=(
        FormQuestion(
            key="problem",
            label=msgid("What is wrong, and what would be right?"),
            is_long=True,
            is_required=True,
        ),
        FormQuestion(
            key="new-link",
            label=msgid("The right address, if a link is wrong"),
            placeholder="https://",
        ),
        FormQuestion(
            key="reader",
            label=msgid("How do you read the site?"),
            help=msgid("Only if something was hard to use: the browser, and any screen reader or other aid."),
            is_long=True,
        ),
        _PAGE,
        FormQuestion(
            key="item",
            label=msgid("Item"),
            help=msgid("Its name on the site, such as resource:good-work. Links from the site fill it in."),
            is_given=True,
        ),
        FormQuestion(key="title", label=FIELDS["title"].label, is_given=True),
        FormQuestion(key="link", label=msgid("Link"), is_given=True),
        FormQuestion(key="link-state", label=msgid("State of the link"), is_given=True),
    ),
)

#: The forms, by their names in a text.
FORMS = {form.name: form for form in (SUGGESTION, REPORT)}


def as_text(form: ContributionForm, answers: Mapping[str, str], translate: Callable[[str], str] | None = None) -> str:
    """The plain text: one `key: value` a line; further lines of a value are indented.

    Questions that people answer themselves come first, also without an answer.

    Args:
        form: the form.
        answers: by key.
        translate: gives the label that names a question in place of its key, in the language of the page.
    """
    lines = [(_name(question, translate), answers.get(question.key, "")) for question in form.asked]
    lines.append((form.name, str(VERSION)))
    given = [question for question in form.questions if question.is_given and answers.get(question.key)]
    lines += [(_name(question, translate), answers[question.key]) for question in given]
    return "".join(f"{name}: {_indented(value)}".rstrip() + "\n" for name, value in lines)


def _name(question: FormQuestion, translate: Callable[[str], str] | None) -> str:
    return question.name(translate) if translate is not None else question.key


def names_in_text(form: ContributionForm, *translations: Callable[[str], str]) -> dict[str, str]:
    """The key of each question by what a text may call it, as `bare_name` gives it: that key, or a label."""
    readable = [question for question in form.questions if not question.is_given or question is _PAGE]
    labels = {bare_name(translate(each.label)): each.key for translate in translations for each in readable}
    return labels | {bare_name(key): key for key in form.keys}


def bare_name(text: str) -> str:
    """A name as it is compared with others: in small letters, without a question mark, a colon or blanks at its end."""
    return " ".join(text.split()).casefold().rstrip(_CLOSING)


def _indented(value: str) -> str:
    return "\n  ".join(line.strip() for line in value.strip().splitlines())
