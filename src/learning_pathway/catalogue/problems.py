"""Problems of a catalogue, and every kind of them in one table: code, severity, meaning, fixing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

__all__ = [
    "WORDS",
    "Code",
    "Example",
    "Problem",
    "Severity",
    "code_called",
    "example_of",
    "examples",
    "first_error",
    "guide_address",
]


class Severity(StrEnum):
    """How much a problem matters. Only an error keeps the site from being built."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to fix. Problems sort by place: file, line, column."""

    file: str
    """Path of the file, relative to the project's folder, with forward slashes."""
    line: int
    """Line of the key or value at fault, from 1."""
    column: int
    """Column, in characters, from 1."""
    code: str
    """Stable name of the rule: see `learning_pathway.catalogue.problems.Code`."""
    severity: Severity
    id: str
    """Id of the entry (`module/section` for a section and its steps); empty where there is none."""
    message: str
    """What is wrong, in plain English."""
    remedy: str
    """What to write instead."""
    source: str = ""
    """The line at fault, as it is written; empty where the problem is about a whole file."""
    corrected: str = ""
    """The line as it should be; empty where that cannot be worked out."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.message} {self.remedy} [{self.code}]"


def first_error(problems: Iterable[Problem]) -> str:
    """The first error with its place, after a blank; empty where there is none."""
    found = next((problem for problem in problems if problem.severity is Severity.ERROR), None)
    return f" {found.file}:{found.line}:{found.column}: {found.message}" if found else ""


_E, _W, _A = Severity.ERROR, Severity.WARNING, Severity.ADVICE


class Code(Enum):
    """A kind of problem. `value` is its stable name."""

    severity: Severity
    meaning: str
    """What the problem is and why it matters, for someone who edits the catalogue."""
    remedy: str
    """What to do about it."""

    def __new__(cls, name: str, severity: Severity, meaning: str, remedy: str) -> Code:
        """Make a member from a row of the table."""
        member = object.__new__(cls)
        member._value_ = name
        member.severity, member.meaning, member.remedy = severity, meaning, remedy
        return member

    # Files
    NO_CATALOGUE = (
        "no-catalogue",
        _E,
        "There is no catalogue at the path that was given, so nothing could be checked.",
        "Give the folder that holds `resources.yaml`, or the file itself.",
    )
    UNREADABLE_FILE = (
        "unreadable-file",
        _E,
        "A file is there but cannot be opened: it may be a folder, a broken link or locked.",
        "Put an ordinary file in its place that you are allowed to read.",
    )
    FILE_ELSEWHERE = (
        "file-elsewhere",
        _E,
        "A file or folder of the catalogue is a link that leads out of the project. What lies there is not read: "
        "it is not kept with the project, and might be something private that would then be published.",
        "Put the file itself in the place of the link.",
    )
    FILE_TOO_LARGE = (
        "file-too-large",
        _E,
        "A file is larger than the limit, which keeps a damaged or hostile file from stalling us.",
        "Move some entries into further files in the `resources` folder.",
    )
    TOO_MANY_FILES = (
        "too-many-files",
        _E,
        "The `resources` folder holds more files than the limit.",
        "Put several entries into each file.",
    )
    NOT_UTF8 = (
        "not-utf8",
        _E,
        "The file is not written in UTF-8, so some letters cannot be told for certain.",
        "Save the file again with the encoding UTF-8.",
    )
    FILE_IGNORED = (
        "file-ignored",
        _W,
        "A file looks like a part of the catalogue but has a name or place that is not read.",
        "Move it straight into the `resources` folder and let its name end in `.yaml`.",
    )
    FOREIGN_FILE = (
        "foreign-file",
        _E,
        "A file of the catalogue was saved by another program, so it holds no YAML.",
        "Save it as plain text (UTF-8), or bring the file back from its history.",
    )
    LOST_FILE = (
        "lost-file",
        _E,
        "A file of the catalogue is gone, and published entries with it. What follows from that is not listed.",
        "Bring the file back from its history or from a copy.",
    )
    EMPTIED_FILE = (
        "emptied-file",
        _E,
        "A file of the catalogue is empty or cut short, and entries are missing. What follows is not listed.",
        "Bring its contents back from its history or from a copy.",
    )
    MERGE_CONFLICT = (
        "merge-conflict",
        _E,
        "Two versions of the file were merged, and no one has chosen between them here.",
        "Keep the lines that you want, and delete the three marked lines.",
    )
    FILE_SET_ASIDE = (
        "file-set-aside",
        _A,
        "A file in the folder `resources` is not read: a copy, a hidden one or another kind.",
        "Delete it, keep it elsewhere, or give it a name that ends in `.yaml`.",
    )
    NO_PUBLISHED_LIST = (
        "no-published-list",
        _A,
        "There is no `published-ids.txt`, so no one would be told if an id vanished.",
        "When you publish the site, run `pathway record-ids` and keep the file. If it was lost, bring it back.",
    )
    TOO_MANY_PROBLEMS = (
        "too-many-problems",
        _E,
        "There are more problems than anyone would read, so the rest is left out.",
        "Fix those that are listed first; often one slip is behind most of them.",
    )
    # Characters
    CONTROL_CHARACTER = (
        "control-character",
        _E,
        "There is a control character that no text needs and that some programs stop at.",
        "Delete it. It often comes with text copied from a PDF.",
    )
    HIDDEN_CHARACTER = (
        "hidden-character",
        _E,
        "An invisible character changes the order or the meaning of what people see.",
        "Delete it and type the words again.",
    )
    STRAY_CHARACTER = (
        "stray-character",
        _W,
        "An invisible character spoils searching and copying. It often comes from a web page.",
        "Delete it and type the word again.",
    )
    ODD_CHARACTER = (
        "odd-character",
        _E,
        "A character that only looks like a space or a hyphen stands where YAML needs the plain one. It often "
        "comes from a word processor or a web page.",
        "Delete it and type a plain space or hyphen.",
    )
    # YAML
    YAML_SYNTAX = (
        "yaml-syntax",
        _E,
        "The file breaks the rules of YAML here, so the rest of it cannot be read.",
        "Fix this place and check again; further problems may show up then.",
    )
    SEVERAL_DOCUMENTS = (
        "several-documents",
        _E,
        "A line with `---` begins a second document, and only one is read per file.",
        "Delete the line, or move what follows into a file of its own.",
    )
    TOO_DEEP = (
        "too-deep",
        _E,
        "Lists and mappings are nested deeper than any catalogue needs.",
        "Look for a run of brackets or a line that is indented too far.",
    )
    TOO_MANY_ALIASES = (
        "too-many-aliases",
        _E,
        "Aliases (`*name`) repeat so much that the file would swell beyond the limit.",
        "Write the entries out.",
    )
    ENDLESS_ALIAS = (
        "endless-alias",
        _E,
        "An alias (`*name`) stands inside the very entry that it repeats.",
        "Write the value out.",
    )
    EXPLICIT_TAG = (
        "explicit-tag",
        _E,
        "A tag such as `!!python/name` asks for a kind of value that a catalogue does not have.",
        "Delete the word that begins with `!`.",
    )
    MERGE_KEY = (
        "merge-key",
        _E,
        "`<<` merges one entry into another; it is not part of YAML 1.2 and is not read here.",
        "Write the fields out in both places.",
    )
    ODD_KEY = (
        "odd-key",
        _E,
        "A key is missing, or is a list or a mapping; keys are plain words.",
        "Write a word before the colon.",
    )
    DUPLICATE_KEY = (
        "duplicate-key",
        _E,
        "The same key stands twice in one entry, so one of the two values would be lost.",
        "Keep one of them.",
    )
    LOST_TEXT = (
        "lost-text",
        _E,
        "YAML ends the value before its line ends, at a `#`, a comma or an `&`, so the rest would never be shown.",
        "Put the whole value in double quotes. If the rest is a comment, write a space after its `#`.",
    )
    NO_VALUE = (
        "no-value",
        _A,
        "`null` and `~` mean “no value” in YAML, so nothing is shown of them.",
        "Delete the line, or put the word in double quotes if it is meant as text.",
    )
    # Shape
    UNKNOWN_KEY = (
        "unknown-key",
        _E,
        "A key has a name that is not known, so what stands there would never be shown.",
        "Use the name that is suggested, or move the remark into `note`.",
    )
    MISSING_KEY = (
        "missing-key",
        _E,
        "A field that every entry of this kind needs is not there, or has no value.",
        "Add the field.",
    )
    WRONG_SHAPE = (
        "wrong-shape",
        _E,
        "Something else stands here than is expected: a text for a list, say, or a list for a text.",
        "Write it as the message shows.",
    )
    EMPTY_VALUE = (
        "empty-value",
        _E,
        "A value is there but holds nothing.",
        "Write something, or take the whole line out.",
    )
    EMPTY_LIST = (
        "empty-list",
        _E,
        "A module without sections, a section without steps and the like would give an empty page.",
        "Add an item, or take the entry out.",
    )
    TOO_LONG = (
        "too-long",
        _E,
        "A value is longer than the limit for its field.",
        "Shorten it.",
    )
    BAD_ID = (
        "bad-id",
        _E,
        "Ids become addresses, so they hold only small letters, digits and single hyphens.",
        "Use the id that is suggested. If the old one was published, keep it under `formerly`.",
    )
    UNKNOWN_VALUE = (
        "unknown-value",
        _E,
        "The field takes one of a few fixed words, and this is none of them.",
        "Choose one of the words that the message lists.",
    )
    BAD_NUMBER = (
        "bad-number",
        _E,
        "A whole number is expected, within the limits that the message gives.",
        "Write digits only, without a unit.",
    )
    BAD_DATE = (
        "bad-date",
        _E,
        "A date is not written in the international form, or names a day that does not exist.",
        "Write year, month and day, such as `2024-05-17`; dates of publication may stop at the year or the month.",
    )
    BAD_FLAG = (
        "bad-flag",
        _E,
        "The field is a yes-or-no question and takes `true` or `false`.",
        "Write `true` or `false`.",
    )
    BAD_LANGUAGE = (
        "bad-language",
        _E,
        "A language is given by its code (BCP 47), which browsers and screen readers understand.",
        "Write a code such as `en`, `en-GB`, `cy` or `gd`.",
    )
    BAD_DOI = (
        "bad-doi",
        _E,
        "A DOI has the form `10.1234/abc`, without an address in front.",
        "Write the part that begins with `10.`.",
    )
    BAD_ISSN = (
        "bad-issn",
        _E,
        "An ISSN has eight digits, the last of which may be X.",
        "Write it as `1234-5679`.",
    )
    BAD_ISBN = (
        "bad-isbn",
        _E,
        "An ISBN has ten or thirteen digits; the last of ten may be X.",
        "Write it as the book prints it.",
    )
    CHECK_DIGIT = (
        "check-digit",
        _W,
        "The last digit of an ISSN or ISBN does not fit the others, so one of them is mistyped.",
        "Compare the number with the resource. Resources do misprint them: then leave the field out.",
    )
    BAD_INTERVAL = (
        "bad-interval",
        _E,
        "The time between reviews is not written as a number and a unit.",
        "Write it as `6 months`, with `days`, `weeks`, `months` or `years`.",
    )
    BAD_PERSON = (
        "bad-person",
        _E,
        "A creator needs a family name or an organisation, and not both.",
        "Write `{family: Sharp, given: C.}` or `{organisation: The Health Foundation}`.",
    )
    MISSING_TITLE = (
        "missing-title",
        _E,
        "A resource needs a title: the resource's own, or one that you supply.",
        "Add `title`; where the resource has none, add `supplied_title`.",
    )
    TWO_TITLES = (
        "two-titles",
        _W,
        "There is a title of yours and the resource's own; yours would never be shown.",
        "Delete `supplied_title`.",
    )
    # Steps
    MISSING_VERB = (
        "missing-verb",
        _E,
        "A step says nothing to read, watch, listen to or do.",
        "Add `read`, `watch`, `listen` or `task` with an id.",
    )
    SEVERAL_VERBS = (
        "several-verbs",
        _E,
        "A step has more than one of `read`, `watch`, `listen` and `task`.",
        "Make a step of each.",
    )
    WRONG_KIND = (
        "wrong-kind",
        _E,
        "The id belongs to an entry of another kind, such as a task where a resource is read.",
        "Use the key or the id that is suggested.",
    )
    UNFITTING_VERB = (
        "unfitting-verb",
        _W,
        "A step asks the learner to read a video, say, or to watch an article.",
        "Change the step's key, or the resource's type.",
    )
    REPEATED_STEP = (
        "repeated-step",
        _W,
        "The same step stands twice in one section.",
        "Delete one of them.",
    )
    ARCHIVED_STEP = (
        "archived-step",
        _W,
        "A module sends learners to a resource that is archived.",
        "Point the step to its replacement, or take it out.",
    )
    # Ids and references
    DUPLICATE_ID = (
        "duplicate-id",
        _E,
        "Two entries of one kind share an id, so links and learners' progress would mix them up.",
        "Give one of them another id.",
    )
    FORMER_ID_TAKEN = (
        "former-id-taken",
        _E,
        "An id under `formerly` belongs to another entry as well, now or in the past.",
        "Take it out of `formerly` here, or give the other entry a new id.",
    )
    RETIRED_ID_TAKEN = (
        "retired-id-taken",
        _E,
        "An id stands under `retired` although an entry still has it, or it stands there twice.",
        "Delete the line under `retired`, or give the entry another id.",
    )
    UNKNOWN_REFERENCE = (
        "unknown-reference",
        _E,
        "An id is mentioned that no entry of the right kind has.",
        "Use the id that is suggested, or add the entry.",
    )
    FORMER_REFERENCE = (
        "former-reference",
        _E,
        "An id is mentioned that its entry has given up for a new one.",
        "Write the new id.",
    )
    RETIRED_REFERENCE = (
        "retired-reference",
        _E,
        "An id is mentioned whose entry has been retired.",
        "Use the replacement, or take the mention out.",
    )
    DRAFT_REFERENCE = (
        "draft-reference",
        _E,
        "An entry that is published mentions one that is a draft, so it would lead nowhere.",
        "Publish the other one too, take the mention out, or make this entry a draft as well.",
    )
    SELF_REFERENCE = (
        "self-reference",
        _E,
        "An entry refers to itself.",
        "Take the id out.",
    )
    REPEATED_REFERENCE = (
        "repeated-reference",
        _W,
        "The same id stands twice in one list.",
        "Delete one of them.",
    )
    PREREQUISITE_CYCLE = (
        "prerequisite-cycle",
        _E,
        "Modules ask for each other first, so no one could begin.",
        "Take one of the prerequisites out.",
    )
    REPLACEMENT_CYCLE = (
        "replacement-cycle",
        _E,
        "Archived resources name each other as replacements, and lead nowhere.",
        "Let `replaced_by` name a resource that is still active.",
    )
    PATHWAY_TWICE = (
        "pathway-twice",
        _E,
        "The settings under `pathway` are in more than one file.",
        "Keep them in `resources.yaml` only.",
    )
    # Published ids
    PUBLISHED_ID_GONE = (
        "published-id-gone",
        _E,
        "An id that was published has vanished: people's links to it, and what learners have kept for it, would "
        "lead nowhere.",
        "Name it under `formerly` in the entry that carries on for it, or list it under `retired` with your reason.",
    )
    BAD_PUBLISHED_LINE = (
        "bad-published-line",
        _E,
        "A line of `published-ids.txt` cannot be read, so no one knows what it protects.",
        "Bring the line back from the file's history: a kind, a colon and an id, such as `resource:good-work-report`.",
    )
    PUBLISHED_TWICE = (
        "published-twice",
        _W,
        "A line stands twice in `published-ids.txt`, as it may after two versions were merged. Nothing is lost.",
        "Delete one of the two, or run `pathway record-ids`.",
    )
    UNRECORDED_IDS = (
        "unrecorded-ids",
        _A,
        "Some ids are not in `published-ids.txt` yet, so no one would be told if they vanished.",
        "Run `pathway record-ids` and keep the file with the catalogue.",
    )
    # Addresses
    UNSAFE_ADDRESS = (
        "unsafe-address",
        _E,
        "An address is one that a learner's browser must not, or could not, be sent to.",
        "Give the public address of the page, beginning with `https://`.",
    )
    LOOKALIKE_HOST = (
        "lookalike-host",
        _W,
        "The host of an address has letters of another alphabet that look like Latin ones, as forged addresses do.",
        "Open the page and copy its address, or write the host in ASCII (`xn--…`) if it is meant.",
    )
    DUPLICATE_ADDRESS = (
        "duplicate-address",
        _E,
        "Two resources lead to the same place, so learners would meet it twice.",
        "Keep one entry; a module can use it in several steps.",
    )
    DUPLICATE_DOI = (
        "duplicate-doi",
        _W,
        "Two entries carry the same DOI, which names one resource.",
        "Keep one entry, or fix the DOI.",
    )
    SAME_TITLE = (
        "same-title",
        _A,
        "Two resources have the same title and the same first creator: they may be the same one.",
        "Compare them; keep one if they are the same.",
    )
    # Dates
    FUTURE_DATE = (
        "future-date",
        _E,
        "A date lies in the future, so it is probably mistyped.",
        "Check the year first.",
    )
    DATE_ORDER = (
        "date-order",
        _W,
        "Two dates contradict each other, such as a resource read before it was published.",
        "Check both dates.",
    )
    REVIEW_OVERDUE = (
        "review-overdue",
        _A,
        "The time that you set for looking at the entry again has passed.",
        "Look at the resource, then write today's date under `reviewed_on`.",
    )
    # Calls
    CALL_INCOMPLETE = (
        "call-incomplete",
        _E,
        "An open call lacks something that people must be told before they answer: who decides about the answers, "
        "why they may use them, the notice, where answers are kept and where they are sent. Or it is open to "
        "people under 18.",
        "Add what is missing, or close the call.",
    )
    CALL_WITHOUT_TEXT = (
        "call-without-text",
        _W,
        "No one can answer an open call in writing, which some people need.",
        "Add `text` to `formats`.",
    )
    CALL_WITHOUT_NOTICE = (
        "call-without-notice",
        _E,
        "The notice of an open call is not there, so no one can read what happens to answers, and there is no "
        "form. A build goes on without it.",
        "Write the notice: `notices/CALL/1.md` for `notice: CALL/1`.",
    )
    ANSWER = (
        "answer",
        _E,
        "An answer in the voice store, or a sample, cannot stay as it is. Nothing of it is shown until then, and a "
        "build goes on without it.",
        "Do what the message says, then run `pathway voices check`.",
    )
    ANSWER_WORDS = (
        "answer-words",
        _E,
        "A file of the project holds words of an answer, which git would keep for good.",
        "Take the words out, and name the excerpt under `rests_on`. If they were committed, change the history.",
    )
    ANSWER_ADVICE = (
        "answer-advice",
        _A,
        "An answer waits for you, ends soon or is over, or something is based on one that is gone.",
        "Do what the message says.",
    )
    NO_VOICE_STORE = (
        "no-voice-store",
        _W,
        "The voice store that is named cannot be used here, so answers are neither checked nor shown.",
        "Run this where the store is, or set PATHWAY_VOICES to nothing to leave answers out.",
    )
    # Care
    EMPTY_CATALOGUE = (
        "empty-catalogue",
        _W,
        "The catalogue holds no resources, tasks, modules or tips, so the site would be empty.",
        "Add an entry.",
    )
    DRAFT = (
        "draft",
        _A,
        "An entry has `status: draft`: nothing of it is published, and it may be incomplete.",
        "Delete `status: draft` when it is ready; the message says what it still needs.",
    )
    UNUSED_RESOURCE = (
        "unused-resource",
        _A,
        "No module or list of tips uses the resource; learners find it only in the library.",
        "Add a step for it, or leave it for those who search.",
    )
    UNUSED_TASK = (
        "unused-task",
        _W,
        "No module uses the task, so no learner will see it.",
        "Add a step for it, or delete it.",
    )
    UNUSED_THEME = (
        "unused-theme",
        _W,
        "Nothing carries the theme, so its page would be empty.",
        "Add its id to the `themes` of an entry, or delete it.",
    )
    ARCHIVED_WITHOUT_REPLACEMENT = (
        "archived-without-replacement",
        _A,
        "An archived resource does not say what to read instead.",
        "Add `replaced_by` if there is something better.",
    )
    REPLACED_BUT_ACTIVE = (
        "replaced-but-active",
        _W,
        "A resource names its replacement but is not archived.",
        "Add `status: archived`, or delete `replaced_by`.",
    )
    CAPTIONS_UNKNOWN = (
        "captions-unknown",
        _A,
        "No one has noted whether the video has captions, which some learners depend on.",
        "Watch a minute of it and write `none`, `automatic` or `edited` under `captions`.",
    )
    INTERFACE_IN_ENGLISH = (
        "interface-in-english",
        _W,
        "Buttons, headings and help of the site are not in the pathway's language, or not all of them: what has no "
        "translation is in English. Screen readers would speak it as if it were in the other language.",
        "Translate the interface, or give the pathway an English `language` (`en-GB`), and each resource its own.",
    )
    SETTING_UNSET = (
        "setting-unset",
        _A,
        "A setting of the site has no value, so the link or sentence that needs it is left out.",
        "Add it under `pathway`.",
    )
    SETTING_DROPPED = (
        "setting-dropped",
        _A,
        "A setting asks for something that this version no longer makes; it is ignored.",
        "Delete it.",
    )
    LOST_CAPITAL = (
        "lost-capital",
        _A,
        "References print titles with small letters; a word that may be a name gets one too.",
        "If it is a name, add `title_sentence`: the title as a reference should print it. If not, add the same.",
    )
    MISSING_SUMMARY = (
        "missing-summary",
        _A,
        "There is no summary, so learners cannot tell what to expect.",
        "Add `summary`: two or three sentences of your own.",
    )
    MARKDOWN_AS_TYPED = (
        "markdown-as-typed",
        _A,
        "A long text holds Markdown or HTML that does not work there, so learners see its signs.",
        "Write it with what works: paragraphs, `*emphasis*`, `**strong emphasis**`, lists, and "
        "`[links](https://example.org)`. Or leave the signs out.",
    )
    MISSING_WHY = (
        "missing-why",
        _A,
        "A resource does not say why it is worth a learner's time.",
        "Add `why`: a sentence of your own.",
    )
    # Plain words
    VAGUE_LINK = (
        "vague-link",
        _A,
        "The text of a link, such as “click here”, does not say where it leads. Screen readers list links alone.",
        "Name what is behind the link: `[the full report](https://example.org/report)`.",
    )
    LONG_SENTENCE = (
        "long-sentence",
        _A,
        "A sentence has more than 40 words. Most readers have lost its beginning by then.",
        "Make two or three of it.",
    )
    CAPITALS = (
        "capitals",
        _A,
        "Words are in capitals, which are hard to read; some screen readers spell them out.",
        "Write small letters; for stress, use `**strong emphasis**`.",
    )
    TASK_WITHOUT_QUESTION = (
        "task-without-question",
        _A,
        "A task asks no question, so learners cannot tell what to answer.",
        "End the prompt with a question.",
    )


#: The part of the examples that are told in words, for what no lines can show.
WORDS = "words"
#: How some parts are called.
_PLACES = {
    WORDS: "",
    "file": "",
    "published": "",
    "published-ids.txt": "In published-ids.txt",
    "pathway": "Under `pathway`",
    "open call": "In an open call",
}


@dataclass(frozen=True, slots=True)
class Example:
    """What is wrong, and the same as it should be."""

    part: str
    """What the lines are a part of: `file`, a kind of entry, `published-ids.txt`; or `words`."""
    wrong: str
    right: str

    @property
    def place(self) -> str:
        """Where the lines are, in words; empty where that is clear."""
        return _PLACES.get(self.part, f"In a {self.part}")


@cache
def examples() -> Mapping[str, Example]:
    """The example of each code."""
    text = files(__package__).joinpath("problem_examples.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    return MappingProxyType(
        {code: Example(each["in"], each["wrong"].rstrip(), each["right"].rstrip()) for code, each in data.items()}
    )


def example_of(code: str) -> Example | None:
    """The example of a code; None for one that has none."""
    return examples().get(code)


def code_called(name: str) -> Code | None:
    """The code called `name`; None where there is none."""
    return next((code for code in Code if code.value == name.strip().lower()), None)


def guide_address(guides_url: str, code: str) -> str:
    """The address of the page of a code in published guides; empty where no one said where they are."""
    return f"{guides_url.rstrip('/')}/problems/{code}/" if guides_url else ""
