"""Messages of the interface: each can be translated, is whole, and keeps what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.jslexer import tokenize
from babel.messages.pofile import read_po
from jinja2 import Environment
from markupsafe import Markup

from casetable import case_table
from learning_pathway.catalogue.dates import Duration, in_hours
from learning_pathway.locale import ENGLISH, Translations, translations_for
from learning_pathway.locale.translations import _Pseudo, categories_of, forms_of, install, pseudo, read_catalogue
from learning_pathway.site.build import open_build
from learning_pathway.site.frontend import messages_in, script_messages
from neutral import english, neutral_project
from tools import messages

PLACES = re.compile(r"%\(\w+\)s")
ELEMENTS = re.compile(r"<[^>]*>|&#?\w+;")
CATALOGUES = messages.paths()
#: What of a template is no text: its own language, comments, elements, entities.
_TEMPLATE = re.compile(
    r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)>|<!DOCTYPE[^>]*>"
    r"|<\?xml.*?\?>",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_SAID = re.compile(r'\b(?:aria-label|title|alt|placeholder|label)="([^"]*)"')
#: Texts of scripts that no learner reads, by how they begin: names in a file's format, and faults of the program.
_INTERNAL = (
    *("lp-", ".lp-", "PRODID:", "Aborted", "There is no database", "Escape", "module:", "take over"),
    *("outside modules", "gone steps", "gone tasks", "all answers", "could not be fetched"),
    *("The site has changed in between.", "The search index has another", "The library is of another version."),
    *("has another version.", ': "could not be fetched"', ".lp."),
)
_WORDS = re.compile(r"^“?[A-Z][a-z’]+(?:[ ,.:!?…]|$)|[a-z]{2,} [a-z]{2,}|[a-z]{2,}[.?!]$")


def templates() -> list[Path]:
    """Every template of the pages, the packages and the theme, but for those that only an editor sees."""
    return [*messages.templates(), *sorted(messages.THEME.rglob("*.html"))]


#: One writes XML only; the words of the other are what people agree to, which no program translates.
WITHOUT_MESSAGES = {"docx.mjs", "sheet.mjs"}


def scripts() -> list[Path]:
    """Every script of the theme that says something, but for those of others."""
    found = [path for folder in [messages.THEME] for path in folder.rglob("*.mjs")]
    return sorted(path for path in found if "vendor" not in path.parts and path.name not in WITHOUT_MESSAGES)


def outside_messages(template: str) -> list[str]:
    """Texts and spoken attributes of a template that are written in it, and not asked for."""
    text = re.sub(r' [a-z-]+=""', "", _TEMPLATE.sub("", template))
    said = [value for value in _SAID.findall(text) if re.search(r"[A-Za-z]{2}", value)]
    return [*said, *(part.strip() for part in _TAG.split(text) if re.search(r"[A-Za-z]{2}", part))]


def literals(script: str) -> Iterator[str]:
    """The strings of a script that read like words and are not asked for as messages."""
    tokens = list(tokenize(script, jsx=False))
    calls: list[bool] = []
    for place, token in enumerate(tokens):
        if token.value == "(":
            calls.append(tokens[place - 1].value in ("gettext", "ngettext", "msgid"))
        elif token.value == ")" and calls:
            calls.pop()
        elif token.type in ("string", "template_string") and not (calls and calls[-1]):
            words = re.sub(r"\$\{(?:[^{}]|\{[^{}]*\})*\}", "", token.value[1:-1]).strip()
            if _WORDS.search(words) and not words.startswith(_INTERNAL):
                yield words


def asked_for(message: Message) -> list[str]:
    """The texts of a message in English."""
    return list(message.id) if isinstance(message.id, (list, tuple)) else [message.id]


@pytest.fixture(scope="module")
def template() -> Catalog:
    """Every message, with no translations."""
    return messages.template()


def test_a_catalogue_has_every_message_and_no_other(template: Catalog) -> None:
    known = {message.id for message in template if message.id}
    assert len(known) > 600
    assert CATALOGUES
    for path in CATALOGUES:
        with path.open("rb") as file:
            held = {message.id for message in read_po(file) if message.id}
        assert (known - held, held - known) == (set(), set()), "run ./scripts/messages"


@pytest.mark.long
def test_an_update_keeps_translations_and_changes_nothing_twice(template: Catalog) -> None:
    for path in CATALOGUES:
        once = messages.updated(path.read_text(encoding="utf-8"), template)
        assert messages.updated(once, template) == once
        assert once.count('msgstr ""') <= path.read_text(encoding="utf-8").count('msgstr ""')


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_a_translation_keeps_the_places_and_the_elements(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)
    assert any(any(message.string) for message in catalogue if message.id)
    for message in catalogue:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        one, many = (*asked_for(message), asked_for(message)[0])[:2]
        for text in filter(None, texts):
            assert set(PLACES.findall(text)) <= set(PLACES.findall(one + many)), text
            assert set(PLACES.findall(text)) >= set(PLACES.findall(many)) - {"%(number)s"}, text
            assert sorted(ELEMENTS.findall(text)) == sorted(ELEMENTS.findall(many)), text
            plain = ELEMENTS.sub("", text)
            assert not re.search(r'["<>&]', plain), "it stands in HTML, and in attributes"
            assert "%" not in PLACES.sub("", text), text


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_plurals_are_those_of_cldr(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)
    assert catalogue.locale is not None
    rule, form = catalogue.locale.plural_form, c2py(catalogue.plural_expr)
    categories = categories_of(catalogue)
    assert set(categories) == {*rule.rules, "other"}
    assert [categories[rule(number)] for number in range(1_000)] == [form(number) for number in range(1_000)]


def test_no_template_holds_words_outside_messages() -> None:
    assert len(templates()) > 50
    found = {path.name: left for path in templates() if (left := outside_messages(path.read_text(encoding="utf-8")))}
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "<p>Stop</p>",
        "{% if x %}Stop{% endif %}",
        '<a href="{{ x }}" aria-label="Stop here">{{ _("Go") }}</a>',
        "<li>{{ number }} steps</li>",
        '{{ _("Go") }}, and stop',
    ],
)
def test_words_outside_messages_are_found(text: str) -> None:
    assert outside_messages(text)


def test_no_script_holds_words_outside_messages() -> None:
    assert len(scripts()) > 60
    assert {path.name: left for path in scripts() if (left := [*literals(path.read_text(encoding="utf-8"))])} == {}


@pytest.mark.parametrize(
    "script",
    ['say("Stop here");', "say(`Stop ${it} here`);", 'const WORDS = { a: "Stopped" };', 'say(gettext("a"), "Stop.")'],
)
def test_words_in_scripts_are_found(script: str) -> None:
    assert [*literals(script)]


def test_every_message_of_a_script_is_written_in_one_piece() -> None:
    for path in scripts():
        text = path.read_text(encoding="utf-8")
        for call in re.finditer(r"(?<!function )(?<!const )\bn?gettext\(\s*([^\s),]+)", text):
            assert call[1][0] == '"' or re.match(r"[A-Z]", call[1]), f"{path.name}: {call[0]}"


def test_messages_of_scripts_and_templates_are_read_as_they_are_written() -> None:
    source = (
        'gettext("Say “%(it)s”", { it }); ngettext("%(number)s a", "%(number)s b", n);\n'
        'x(gettext(\'It\\\'s <b class="c">%(x)s</b>\')); const A = { b: msgid("c\\n") }; '
        'ngettext(\n  "long",\n  "longer",\n  n,\n); notgettext("no")'
    )
    assert [*messages_in(source)] == [
        ("Say “%(it)s”", None),
        ("%(number)s a", "%(number)s b"),
        ('It\'s <b class="c">%(x)s</b>', None),
        ("c\n", None),
        ("long", "longer"),
    ]


@pytest.mark.long
def test_every_message_that_a_build_asks_for_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: Catalog
) -> None:
    asked: set[str] = set()
    text = _Pseudo.text

    def noted(self: Translations, message: str) -> str:
        asked.add(message)
        return text(self, message)

    monkeypatch.setattr(_Pseudo, "text", noted)
    build = open_build(neutral_project(tmp_path / "project", "en-XA"))
    assert build.site is not None
    for _ in (*build.pages(), *build.assets(), *build.packages()):
        pass
    known = {asked_for(message)[0] for message in template}
    assert len(asked) > 250
    assert asked - known == set()


def test_what_is_not_translated_stays_english() -> None:
    told = translations_for("xx")
    assert told.gettext("Save for later") == "Save for later"
    assert told.ngettext("%(number)s step", "%(number)s steps", 1) == "1 step"
    assert told.ngettext("%(number)s step", "%(number)s steps", 1_204) == "1,204 steps"
    half = Translations("cy", {"Search": {"other": "Chwilio"}})
    assert half.gettext("Search") == "Chwilio"
    assert half.gettext("Saved on %(day)s", day="5") == "Saved on 5"
    assert half.ngettext("%(number)s step", "%(number)s steps", 2) == "2 steps"


def test_a_region_without_a_catalogue_of_its_own_has_that_of_its_language() -> None:
    assert translations_for("cy-GB").forms == translations_for("CY-gb").forms == translations_for("cy").forms != {}
    assert read_catalogue("../cy") is None
    assert read_catalogue("") is None


def catalogue(language: str) -> Catalog:
    made = messages.begun(language)
    categories = sorted(Locale.parse(language).plural_form.tags | {"other"})
    number = made.num_plurals
    made.add(("%(number)s step", "%(number)s steps"), tuple(f"{place}: %(number)s" for place in range(number)))
    assert len(categories) == number
    return made


@pytest.mark.parametrize("language", ["cy", "pl", "ar", "ja", "fr", "lt", "sl"])
def test_a_number_finds_its_form_in_every_language(language: str) -> None:
    made = catalogue(language)
    form = c2py(made.plural_expr)
    told = Translations(language, forms_of(made))
    for number in (*range(130), 1_000, 1_002, 1_000_000):
        said = told.ngettext("%(number)s step", "%(number)s steps", number)
        assert said == f"{form(number)}: {told.number(number)}"
    written = script_messages([("%(number)s step", "%(number)s steps")], told)["%(number)s step"]
    assert isinstance(written, dict)
    assert set(written) >= {told.locale.plural_form(number) for number in range(1_000)} | {"other"}


def test_scripts_are_given_a_form_only_where_it_differs() -> None:
    told = Translations(
        "cy", {"%(number)s step": dict.fromkeys(("zero", "one", "few", "other"), "cam") | {"two": "gam"}}
    )
    written = script_messages([("%(number)s step", "%(number)s steps")], told)
    assert written == {"%(number)s step": {"two": "gam", "other": "cam"}}


def test_welsh_counts_in_six_ways() -> None:
    made = catalogue("cy")
    assert made.num_plurals == 6
    assert sorted(categories_of(made)) == ["few", "many", "one", "other", "two", "zero"]


def test_an_unfinished_plural_and_a_doubtful_message_are_no_translations() -> None:
    made = messages.begun("cy")
    made.add(("%(number)s step", "%(number)s steps"), ("a", "b", "", "d", "e", "f"))
    made.add("Search", "Chwilio", flags=["fuzzy"])
    made.add("Menu", "")
    assert forms_of(made) == {}


def test_days_numbers_and_lists_are_written_as_the_language_has_them() -> None:
    day = date(2023, 5, 22)
    assert ENGLISH.day(day) == "22 May 2023"
    assert translations_for("cy").day(day) == "22 Mai 2023"
    assert translations_for("de").number(12_345) == "12.345"
    assert ENGLISH.all_of(["A", "B", "C"]) == "A, B and C"
    assert translations_for("fr").all_of(["A", "B"]) == "A et B"
    assert ENGLISH.all_of([]) == ""
    assert ENGLISH.listed(["A", "B"]) == "A, B"
    assert ENGLISH.weekdays[0] == "Monday"
    assert translations_for("cy").weekdays[0] == "Dydd Llun"


@case_table(
    ("duration", "words"),
    [
        (Duration(1), "1 minute"),
        (Duration(80), "1 hour 20 minutes"),
        (Duration(120), "2 hours"),
        (Duration(59, estimated=True), "about 59 minutes"),
        (Duration(61, estimated=True), "about 1 hour"),
        (Duration(306, estimated=True), "about 5 hours"),
        (Duration(6, estimated=True, typical=True), "about 5 minutes, estimated"),
        (Duration(2, estimated=True, typical=True), "about 5 minutes, estimated"),
        (Duration(37, estimated=True, typical=True), "about 35 minutes, estimated"),
        (Duration(600, estimated=True, typical=True), "about 10 hours, estimated"),
        (Duration(80, parts=4), "1 hour 20 minutes"),
        (Duration(38, estimated=True, parts=2), "about 40 minutes, partly estimated"),
        (Duration(73, estimated=True, parts=2), "about 1 hour 15 minutes, partly estimated"),
        (Duration(244, estimated=True, typical=True, parts=9), "about 4 hours, partly estimated"),
        (Duration(25, 1, parts=2), "more than 25 minutes"),
        (Duration(179, 3, estimated=True, parts=17), "more than 2½ hours"),
        (Duration(119, 1, parts=3), "more than 1½ hours"),
        (Duration(120, 1, parts=3), "more than 2 hours"),
    ],
)
def test_times_are_whole_sentences(duration: Duration, words: str) -> None:
    assert duration.in_words() == words
    assert english(duration.in_words(translations_for("en-XA"))) == ""


@pytest.mark.parametrize("duration", [Duration(0, 1), Duration(0, 2, parts=2), Duration(0, 0, parts=0)])
def test_a_time_that_is_not_known_is_not_spoken_of(duration: Duration) -> None:
    assert duration.in_words() == ""
    assert duration.iso is None


def test_hours_and_minutes_may_change_places() -> None:
    forms = {"%(hours)s %(minutes)s": {"other": "%(minutes)s + %(hours)s"}}
    assert in_hours(80, Translations("en", forms)) == "20 minutes + 1 hour"


def template_says(source: str, translations: Translations, **values: object) -> str:
    made = Environment(autoescape=True)
    install(made, translations)
    return made.from_string(source).render(values)


def test_values_in_messages_are_escaped_and_messages_are_not() -> None:
    told = Translations("cy", {"Go to <b>%(place)s</b>": {"other": "Ewch i <b>%(place)s</b>"}})
    source = "{{ _('Go to <b>%(place)s</b>', place=place) }}"
    assert template_says(source, told, place="<i>&") == "Ewch i <b>&lt;i&gt;&amp;</b>"
    assert template_says(source, told, place=Markup("<i>x</i>")) == "Ewch i <b><i>x</i></b>"
    assert template_says(source, told, place="%(place)s %s %") == "Ewch i <b>%(place)s %s %</b>"
    block = "{% trans number=n, it=it %}{{ number }} of {{ it }}{% pluralize %}{{ number }} ofs {{ it }}{% endtrans %}"
    assert template_says(block, ENGLISH, n=1_204, it="<") == "1,204 ofs &lt;"


def test_lists_in_templates_are_escaped() -> None:
    assert template_says("{{ x | all_of }}", ENGLISH, x=["<", Markup("<b>b</b>")]) == "&lt; and <b>b</b>"
    assert template_says("{{ x | listed }}", ENGLISH, x=["&", "c"]) == "&amp;, c"


@pytest.mark.parametrize(
    ("message", "accented"),
    [
        ("Save", "⟦Šåṽé⟧".replace("ṽ", "v")),
        ("%(a)s of %(b)s", "%(a)s⟦ öf ⟧%(b)s"),
        ('See <a href="x">this</a>.', '⟦Šéé ⟧<a href="x">⟦ţĥîš⟧</a>.'),
        ("%(facts)s.", "%(facts)s."),
    ],
)
def test_a_pseudo_language_keeps_places_and_elements(message: str, accented: str) -> None:
    assert pseudo(message, "en-XA") == accented
    turned = pseudo(message, "ar-XB")
    assert PLACES.findall(turned) == PLACES.findall(message)
    assert ELEMENTS.findall(turned) == ELEMENTS.findall(message)
