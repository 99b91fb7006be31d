"""The theme's scripts and styles as published, their translations, and which scripts each page begins with."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from babel import Locale

from ..locale import ENGLISH, Translations
from .document import Asset, BinaryAsset

__all__ = [
    "DATA",
    "PLAIN",
    "VERSION_PATH",
    "Frontend",
    "Imports",
    "Message",
    "dates_and_lists",
    "imports",
    "messages_in",
    "read_frontend",
    "script_messages",
    "theme_folder",
    "theme_messages",
    "theme_refusal",
]

#: A message, and its plural where it counts something.
Message = tuple[str, str | None]

_TEXT = r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
_CALL = re.compile(rf"\b(n?gettext|msgid)\(\s*({_TEXT})(?:\s*,\s*({_TEXT}))?")


def messages_in(source: str) -> Iterator[Message]:
    """The messages in a script or in a template of the theme, where each is written as one string."""
    for found in _CALL.finditer(source):
        yield string_value(found[2]), string_value(found[3]) if found[1] == "ngettext" and found[3] else None


def string_value(literal: str) -> str:
    """The text of a string literal of a script."""
    if literal.startswith("'"):
        literal = '"' + literal[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'
    text: str = json.loads(literal)
    return text


def theme_messages(messages: Iterable[Message], translations: Translations) -> dict[str, str]:
    """The translation of each message of the templates; empty for English."""
    said = {message: translations.text(message) for message, _ in messages}
    return {message: text for message, text in said.items() if text != message}


def script_messages(messages: Iterable[Message], translations: Translations) -> dict[str, str | dict[str, str]]:
    """The translation of each message of the scripts, by CLDR's categories of number where it counts something.

    A category whose form is that of `other` is left out: scripts take `other` for it.
    """
    found: dict[str, str | dict[str, str]] = {}
    for one, many in messages:
        if many is None:
            text = translations.text(one)
            if text != one:
                found[one] = text
        elif forms := translations.forms_of(one, many):
            found[one] = {name: form for name, form in forms.items() if name == "other" or form != forms.get("other")}
    return dict(sorted(found.items()))


def dates_and_lists(locale: Locale) -> dict[str, str]:
    """How a language writes days and lists, as messages, for a browser that does not know the language."""
    lists = locale.list_patterns["standard"]
    names = {
        **{f"month {number}": name for number, name in locale.months["format"]["wide"].items()},
        **{f"weekday {(number + 1) % 7}": name for number, name in locale.days["format"]["abbreviated"].items()},
    }
    return {
        **names,
        "day": _DATE_FIELD.sub(_date_field, locale.date_formats["long"].pattern),
        "moment": message_pattern(locale.datetime_formats["long"], "%(time)s", "%(day)s"),
        **{name: message_pattern(lists[name], "%(before)s", "%(after)s") for name in ("2", "start", "middle", "end")},
    }


def message_pattern(pattern: object, *names: str) -> str:
    """A pattern of CLDR's with the places of messages."""
    return str(pattern).replace("'", "").format(*names)


_DATE_FIELD = re.compile(r"'([^']*)'|([dMLyG]+)|[A-Za-z]+")


def _date_field(found: re.Match[str]) -> str:
    """The place of a message for a field of a date; what is quoted stays, and what is not known goes."""
    if found[1] is not None:
        return found[1]
    return {"d": "%(day)s", "M": "%(month)s", "L": "%(month)s", "y": "%(year)s"}.get(found[0][0], "")


#: What marks a tool's place in a page, and the scripts that it needs; what every page needs is marked by nothing.
Imports = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

START = "pathway.mjs"
#: The script that holds what all scripts say, and the line that a translation replaces.
MESSAGES = "/ui/messages.mjs"
FORMATS = "/ui/dates.mjs"
_NO_FORMATS = b"const formats = {};"
_STATIC = re.compile(r'^(?:import|export)\b[^;]*?"(\.\.?/[\w./-]+\.mjs)";', re.MULTILINE)
_IMPORT = re.compile(rb'^import\b[^;]*";', re.MULTILINE)
_TOOL = re.compile(r'^\s*\["([^"]+)", \(\) => import\("\./([\w/-]+\.mjs)"\)\],', re.MULTILINE)
_MARK = re.compile(r"[\w-]+")


def imports(scripts: Mapping[str, Path]) -> Imports:
    """The scripts of every page, then those of each tool; none is named twice for a page.

    Raises:
        OSError: a script could not be read.
    """
    if START not in scripts:
        return ()
    texts = {name: path.read_text(encoding="utf-8") for name, path in sorted(scripts.items()) if name.endswith(".mjs")}
    everywhere = closure(texts, START)
    tools = (
        (tuple(_MARK.findall(selector)), tuple(name for name in closure(texts, script) if name not in everywhere))
        for selector, script in _TOOL.findall(texts[START])
    )
    return (((), everywhere), *tools)


def closure(texts: Mapping[str, str], script: str) -> tuple[str, ...]:
    """The script, and everything that it imports before it runs, directly or not."""
    found = [script]
    for name in found:
        named = (
            posixpath.normpath(posixpath.join(posixpath.dirname(name), one))
            for one in _STATIC.findall(texts.get(name, ""))
        )
        found += dict.fromkeys(one for one in named if one not in found)
    return tuple(found)


#: The folder of the data that scripts read, unless there are scripts.
DATA = "assets/pathway"
#: At an address that never changes: what the newest pages' scripts are, for a page that misses its own.
VERSION_PATH = f"{DATA}/version.json"
#: The theme's own folders, which a site does not publish as they are.
PLAIN = ("assets/javascripts", "assets/stylesheets")
#: Style sheets that stay files of their own; one file holds all others.
_APART = ("print",)
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.+?)</script>", re.DOTALL)
#: Comments with lines of their own, types, and comments without quotes at the ends of lines. `same.mjs` of the tests
#: proves that programs stay the same.
_COMMENTS = re.compile(
    rb"^[ \t]*(?:/\*\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)[ \t]*\n|/\*\* @(?:type|param)\b(?:[^*]|\*(?!/))*\*/ ?"
    rb"|(?<=[;{}),]) // [^\n\"'`]*$",
    re.MULTILINE,
)
_STRING = rb"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
#: Of a style sheet: strings, which stay, and comments; then strings and ends of lines, of which a space may be needed.
_SHEET_COMMENTS = re.compile(_STRING + rb"|(?:(?<=[\s{};,])|\A)/\*.*?\*/", re.DOTALL)
_SHEET = re.compile(_STRING + rb"|(?<=[{};,])\s*\n\s*|(\s*\n\s*)", re.DOTALL)
_LISTED = re.compile(r'"([\w-]+)"')


AnyAsset = TypeVar("AnyAsset", Asset, BinaryAsset, Asset | BinaryAsset)


@dataclass(frozen=True)
class Frontend:
    """What is published of a theme.

    Attributes:
        files: scripts and style sheets, by their paths below `folder`.
        inline: the scripts in the pages themselves.
        tools: for each tool of a page, what marks its place and the scripts that it begins with.
        messages: those of the templates.
    """

    files: tuple[tuple[str, bytes], ...] = ()
    inline: tuple[str, ...] = ()
    tools: Imports = ()
    messages: tuple[Message, ...] = ()

    @property
    def folder(self) -> str:
        """The folder of scripts, style sheets and data: a path that changes with every change of the first two."""
        if not self.files:
            return DATA
        digest = sha256()
        for name, data in self.files:
            digest.update(f"{name} {len(data)}\n".encode() + data)
        return f"assets/{digest.hexdigest()[:12]}"

    def assets(self) -> Iterator[Asset | BinaryAsset]:
        """The files to publish."""
        if not self.files:
            return
        folder = self.folder
        yield Asset(VERSION_PATH, json.dumps({"assets": folder}) + "\n")
        for name, data in self.files:
            yield BinaryAsset(f"{folder}/{name}", data)

    def place(self, assets: Iterator[AnyAsset]) -> Iterator[AnyAsset]:
        """`assets`, with the data that scripts read in the folder of the scripts."""
        folder = self.folder
        for asset in assets:
            name = asset.path.removeprefix(f"{DATA}/")
            yield asset if name == asset.path else replace(asset, path=f"{folder}/{name}")


def read_frontend(*themes: Path, translations: Translations = ENGLISH) -> Frontend:
    """Read the theme in these folders, where a file of a later one wins, with its scripts in a language.

    Raises:
        OSError: a file could not be read.
    """
    scripts, sheets = (layered(themes, folder) for folder in PLAIN)
    if not scripts:
        return Frontend()
    found = {
        f"javascripts/{name}": script(path) for name, path in scripts.items() if path.suffix not in (".md", ".mts")
    }
    partials = layered(themes, "partials")
    order = _LISTED.findall(partials["sheets.html"].read_text(encoding="utf-8"))
    found["stylesheets/pathway.css"] = b"\n".join(style_sheet(sheets[f"{name}.css"]) for name in order)
    found |= {f"stylesheets/{name}.css": style_sheet(sheets[f"{name}.css"]) for name in _APART}
    inline = tuple(
        script
        for name, path in sorted(partials.items())
        if name.startswith("javascripts/") and name.endswith(".html")
        for script in _INLINE.findall(path.read_text(encoding="utf-8"))
        if script.strip()
    )
    translate(found, translations)
    pages = sorted((name, path) for name, path in layered(themes, ".").items() if name.endswith(".html"))
    templates = (path.read_text(encoding="utf-8") for _, path in pages)
    messages = tuple(dict.fromkeys(message for text in templates for message in messages_in(text)))
    return Frontend(tuple(sorted(found.items())), inline, imports(scripts), messages)


def translate(files: dict[str, bytes], translations: Translations) -> None:
    """Put the translations of its messages into each script, and the formats of the language into the one for dates."""
    scripts = {name: data for name, data in files.items() if name.endswith(".mjs") and "/vendor/" not in name}
    found = {name: script_messages(messages_in(data.decode("utf-8")), translations) for name, data in scripts.items()}
    if not any(found.values()):
        return
    formats = b"const formats = %s;" % json_bytes(dates_and_lists(translations.locale))
    (shared,) = (name for name in scripts if name.endswith(MESSAGES))
    for name, data in scripts.items():
        written = data.replace(_NO_FORMATS, formats) if name.endswith(FORMATS) else data
        if found[name]:
            address = posixpath.relpath(shared, posixpath.dirname(name))
            written = with_messages(written, address if address.startswith(".") else f"./{address}", found[name])
        files[name] = written


def with_messages(script: bytes, address: str, messages: Mapping[str, object]) -> bytes:
    """The script, with its translations handed to the script at `address` before anything of its own runs."""
    end = max((found.end() for found in _IMPORT.finditer(script)), default=0)
    begin = b'import { addMessages } from "%s";\n' % address.encode()
    return begin + script[:end] + b"\naddMessages(%s);" % json_bytes(messages) + (script[end:] or b"\n")


def json_bytes(value: object) -> bytes:
    """The value as JSON without spaces, which is JavaScript too."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def layered(themes: Iterable[Path], folder: str) -> dict[str, Path]:
    """The files of one folder of a theme, by their paths in it: each from the last of `themes` that has it."""
    return {
        path.relative_to(theme / folder).as_posix(): path
        for theme in themes
        for path in (theme / folder).rglob("*")
        if path.is_file()
    }


def script(path: Path) -> bytes:
    """A script without its comments, which are over a third of it. Scripts of others stay as they came."""
    data = path.read_bytes()
    if path.suffix not in (".js", ".mjs") or "vendor" in path.parts:
        return data
    return _COMMENTS.sub(b"", data)


def style_sheet(path: Path) -> bytes:
    """A style sheet without comments and indents, for a folder one level deeper, from where fonts are further away."""
    data = path.read_bytes().replace(b'url("../fonts/', b'url("../../fonts/')
    return _SHEET.sub(lambda found: found[1] or (b"\n" if found[2] else b""), _SHEET_COMMENTS.sub(rb"\1", data).strip())


def theme_refusal(name: object) -> str | None:
    """Why a theme of this name cannot show a pathway; None for Material for MkDocs."""
    if name == "material":
        return None
    named = f"the theme `{name}`" if name else "no theme"
    return (
        f"mkdocs.yml names {named}, and the pathway's pages are made for Material for MkDocs: "
        "write `theme: {name: material, font: false}`, with templates of your own in a `custom_dir`."
    )


def theme_folder() -> Path:
    """The theme: templates, styles, scripts, fonts and pictures."""
    return Path(str(files("learning_pathway") / "theme"))
