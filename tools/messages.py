"""Catalogues of the interface's messages: found in templates, scripts and Python, and written for translators."""

from __future__ import annotations

import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext

from learning_pathway.catalogue.types import ResourceType
from learning_pathway.formats.registry import FORMATS
from learning_pathway.links.verdicts import MEANINGS
from learning_pathway.locale.translations import DOMAIN
from learning_pathway.packages import PACKAGES
from learning_pathway.site.frontend import Message, messages_in

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "learning_pathway"
LOCALE = PACKAGE / "locale"
THEME = PACKAGE / "theme"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "msgid": None}
#: What asks for a message in Python: to read every module word by word takes a second.
_CALL = re.compile(rf"\b(?:{'|'.join(KEYWORDS)})\s*\(")
TEMPLATES = {"trimmed": "true", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
#: Templates, and folders of the package, that only editors and maintainers read the words of.
NOT_FOR_LEARNERS = {"problems.html", "desk"}
#: What a catalogue says of itself that changes with every update.
_RESTLESS = re.compile(
    r'^"(?:Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|'
    r"Generated-By):.*\n",
    re.MULTILINE,
)


def found() -> dict[Message, set[str]]:
    """Every message of the interface, with the names of the files that it is in."""
    messages: dict[Message, set[str]] = defaultdict(set)
    for path in sorted(path for path in PACKAGE.rglob("*.py") if _CALL.search(path.read_text(encoding="utf-8"))):
        for message in extracted("python", path):
            messages[message].add(path.name)
    for path in templates():
        for message in extracted("jinja2", path):
            messages[message].add(path.name)
    for path in sorted((*THEME.rglob("*.html"), *THEME.rglob("*.mjs"))):
        if "vendor" not in path.parts:
            for message in messages_in(path.read_text(encoding="utf-8")):
                messages[message].add(path.name)
    for name, text in tables():
        messages[text, None].add(name)
    return messages


def templates() -> list[Path]:
    """The package's templates whose words learners read."""
    paths = PACKAGE.glob("*/templates/*html")
    return sorted(path for path in paths if NOT_FOR_LEARNERS.isdisjoint({path.name, path.parents[1].name}))


def extracted(method: str, path: Path) -> Iterator[Message]:
    """The messages in a Python module, or in a template of the package."""
    function = "jinja2.ext:babel_extract" if method == "jinja2" else method
    for _, text, _, _ in extract_from_file(
        function, path, keywords=KEYWORDS, options=TEMPLATES, strip_comment_tags=True
    ):
        one, many = text if isinstance(text, tuple) else (text, None)
        yield one, many


def tables() -> Iterator[tuple[str, str]]:
    """Messages that are values of the program's tables, with the names of those."""
    for kind in ResourceType:
        yield "resource types", kind.label
    for meaning in MEANINGS.values():
        yield "verdicts", meaning.label
        yield "verdicts", meaning.learner
    for form in (*FORMATS.values(), *PACKAGES.values()):
        yield "formats", form.label
        yield "formats", form.use


def template() -> Catalog:
    """The catalogue of every message, with no translations; in the order of the messages."""
    catalogue = Catalog()
    every = found()
    plurals = {one for one, many in every if many}
    for (one, many), files in sorted(every.items(), key=lambda item: item[0][0]):
        if many or one not in plurals:
            catalogue.add((one, many) if many else one, locations=[(name, 0) for name in sorted(files)])
    return catalogue


def begun(language: str) -> Catalog:
    """A catalogue of a language that has none yet."""
    locale = Locale.parse(language, sep="-")
    catalogue = Catalog(locale=locale)
    catalogue.mime_headers = [
        ("Language", str(locale)),
        ("Plural-Forms", re.sub(r"\be\b", "0", to_gettext(locale.plural_form))),  # whole numbers have no exponent
        ("Content-Type", "text/plain; charset=utf-8"),
    ]
    return catalogue


def updated(text: str, new: Catalog) -> str:
    """The text of a catalogue with the messages of `new`: translations stay, and what is gone goes."""
    catalogue = read_po(io.StringIO(text), abort_invalid=True)
    catalogue.update(new, no_fuzzy_matching=True, update_header_comment=False, keep_user_comments=True)
    catalogue.obsolete.clear()
    return written(catalogue)


def written(catalogue: Catalog) -> str:
    """A catalogue as text, the same for the same messages."""
    catalogue.fuzzy = False
    catalogue.header_comment = f"# What the interface says, in {catalogue.locale and catalogue.locale.english_name}."
    file = io.BytesIO()
    write_po(file, catalogue, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True)
    return _RESTLESS.sub("", file.getvalue().decode("utf-8"))


def paths() -> list[Path]:
    """The catalogues that there are."""
    return sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def main(arguments: list[str]) -> None:
    """Update every catalogue, and print how much of each is translated; with ``--add LANGUAGE``, begin one first."""
    new = template()
    if arguments:
        catalogue = begun(arguments[1])
        path = LOCALE / str(catalogue.locale) / "LC_MESSAGES" / f"{DOMAIN}.po"
        if not path.exists():
            path.parent.mkdir(parents=True)
            path.write_text(written(catalogue), encoding="utf-8", newline="\n")
    for path in paths():
        text = updated(path.read_text(encoding="utf-8"), new)
        path.write_text(text, encoding="utf-8", newline="\n")
        messages = [message for message in read_po(io.StringIO(text)) if message.id]
        done = sum(all(message.string) if message.pluralizable else bool(message.string) for message in messages)
        sys.stdout.write(f"{path.parent.parent.name}: {done} of {len(messages)} messages translated\n")


if __name__ == "__main__":
    main(sys.argv[1:])
