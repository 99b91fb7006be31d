"""LaTeX in BibTeX files: the plain text of it, and the names of people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from ..catalogue.types import PersonRole
from ..citation.title_case import sentence_case
from .model import Record
from .names import PARTICLES, Facts, from_parts, initials_last, inverted, is_group, is_relator, known, organisation
from .text import plain

__all__ = ["as_cited", "read_people", "text_of", "unread_commands"]


#: Without one of these there is nothing to read.
_MARKS = re.compile(r"[\\{}$~`]|--|''")

#: Signs that reference managers escape, and signs that are themselves in BibTeX, where LaTeX would begin a comment.
_SIMPLE = re.compile(
    r"\\([&%$#_{}])|(?<!\\)([%#&_])|\\text(backslash|braceleft|braceright|asciitilde|asciicircum)(?:\{\}| )?"
)

#: Accents with commands that the parser does not know, most of them of MathSciNet, and the marks that they put on.
_ACCENTS = {
    "textcommabelow": "\u0326", "lfhook": "\u0326", "ocirc": "\u030a", "polhk": "\u0328", "soft": "\u030c",
    "udot": "\u0323",
}  # fmt: skip
_ACCENTED = re.compile(rf"\\({'|'.join(_ACCENTS)})(?![A-Za-z])\s*(?:\{{\s*([^\W\d_])\s*\}}|([^\W\d_])\b)")
#: A tilde or a circumflex over nothing, which is the sign itself, and the tildes of an address.
_ALONE = re.compile(r"\\([~^])(?:\{\s*\}|(?=[\s/,;:.)\]}]|$))")
_URL = re.compile(r"\\url\s*\{[^{}]*\}")

_WORDS = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}

#: Characters for private use in place of what `_SIMPLE` found, so that the parser ignores it.
_PRIVATE = {sign: chr(0xE000 + place) for place, sign in enumerate("&%$#_\\{}~^")}

_PUBLIC = str.maketrans({private: sign for sign, private in _PRIVATE.items()})

_COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
#: Commands with an address or a reference before the text, or instead of it.
_ADDRESS = re.compile(r"\\href\s*\{[^{}]*\}|\\foreignlanguage\s*\{[a-z]{2,20}\}")
_QUOTED = re.compile(r"\\(?:enquote|mkbibquote|textquote)\*?\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
#: Words in single quotation marks, as LaTeX writes them; a grave accent begins none.
_SINGLE = re.compile(r"(?<![\\`\w])(?<!\{\})`(?!`|\{\})([^`']{1,200}(?:\w'\w[^`']{0,200}){0,5})(?<!')'(?!['\w])")
#: What styles sort by, and no one prints.
_SORTED_BY = re.compile(r"\\(?:noop|Noop)?[sS]ort(?:[nN]oop|key)?\s*\{[^{}]*\}|\\noopsort\s*\{[^{}]*\}")
#: A backslash before an escaped sign, which Mendeley escaped, too.
_ESCAPED_TWICE = re.compile(r"\{\\textbackslash\}(?=\{?\\[&%$#_])")
#: A formula, and the superscripts and subscripts in it: `10^{-3}`, `$_{\\textrm{2}}$`.
_MATHS = re.compile(r"(?<!\\)\$[^$]{1,200}\$")
_RAISED = re.compile(r"([_^])\s*(?:\{\s*(?:\\(?:text|textrm|mathrm|rm)\b\s*)?\{?([^{}\\$]*)\}?\s*\}|([\w+*]))")
_ABOVE = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_BELOW = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
#: Commands of one value that are read; each takes a fifth of a millisecond.
_MOST_COMMANDS = 5_000
_DROPPED = frozenset({"cite", "citep", "citet", "href", "includegraphics", "input", "label", "pageref", "ref"})
_KNOWN = frozenset(
    {
        "begin", "bf", "em", "end", "it", "mbox", "sc", "textasciicircum", "textasciitilde",
        *_ACCENTS, "foreignlanguage", "textsubscript",
        "textsuperscript", "texttt", "tt", "url"
    }
)  # fmt: skip

# ruff: noqa: RUF001 - quotation marks that look like others are what these commands print
#: Commands that print a sign or a name, which the parser would drop.
_SIGNS = {
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2ε", "BibTeX": "BibTeX", "XeTeX": "XeTeX", "XeLaTeX": "XeLaTeX",
    "LuaTeX": "LuaTeX", "pdfTeX": "pdfTeX", "ConTeXt": "ConTeXt", "copyright": "©", "copyleft": "🄯", "pounds": "£",
    "euro": "€", "EUR": "€", "texteuro": "€", "ddag": "‡", "S": "§", "P": "¶", "degree": "°", "celsius": "°C",
    "checkmark": "✓", "permil": "‰", "numero": "№", "quad": " ", "qquad": " ", "space": " ", "xspace": "",
    "newline": " ", "linebreak": " ", "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘", "flqq": "«", "frqq": "»",
    "flq": "‹", "frq": "›", "guillemotleft": "«", "guillemotright": "»", "quotedblbase": "„", "quotesinglbase": "‚",
    "og": "« ", "fg": " »", "textendash": "–", "textemdash": "—", "textnumero": "№", "textordmasculine": "º",
    "textordfeminine": "ª", "bibrangedash": "–", "bibrangessep": ", ", "addcolon": ":", "addcomma": ",",
    "addspace": " ", "ldots": "…", "dots": "…", "textellipsis": "…", "cprime": "ʹ", "Cprime": "ʹ",
    "cdprime": "ʺ", "lasp": "‘", "rasp": "’", "dbar": "đ",
}  # fmt: skip
_MACROS = [
    *(MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS.items()),
    MacroTextSpec("url", simplify_repl="%s"),
    MacroTextSpec("textless", simplify_repl="<"),
    MacroTextSpec("textgreater", simplify_repl=">"),
    MacroTextSpec("textbar", simplify_repl="|"),
    MacroTextSpec("textquotedbl", simplify_repl='"'),
    MacroTextSpec("slash", simplify_repl="/"),
    MacroTextSpec("hyphen", simplify_repl="-"),
    MacroTextSpec("-", simplify_repl=""),
    *(
        MacroTextSpec(name, simplify_repl="")
        for name in ("cite", "citep", "citet", "ref", "pageref", "includegraphics")
    ),
]


@cache
def _context() -> Any:
    context = get_default_latex_context_db()
    context.add_context_category("addresses", prepend=True, macros=_MACROS)
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_arguments))
    return context


@cache
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(latex_context=_context(), math_mode="text", strict_latex_spaces=False)


def _raised(found: re.Match[str]) -> str:
    """A superscript or a subscript in Unicode, where it has all of it; else on the line."""
    words = found[2] or found[3]
    signs = _ABOVE if found[1] == "^" else _BELOW
    return words.translate(signs) if all(ord(sign) in signs for sign in words) else words


def _arguments(node: Any, l2tobj: LatexNodes2Text) -> str:
    """The text of a command's arguments; a command that is not known may still hold words."""
    arguments = node.nodeargd.argnlist if node.nodeargd is not None else ()
    return "".join(l2tobj.nodelist_to_text([argument]) for argument in arguments or () if argument is not None)


def text_of(latex: str) -> str:
    """The text that a value prints, made plain. What is no LaTeX stays as it is written."""
    if _MARKS.search(latex) is None:
        return plain(latex)
    words = _QUOTED.sub("“\\1”", _ADDRESS.sub("", _ESCAPED_TWICE.sub("", latex)))
    words = _SINGLE.sub("\N{LEFT SINGLE QUOTATION MARK}\\1\N{RIGHT SINGLE QUOTATION MARK}", _SORTED_BY.sub("", words))
    words = re.sub(r"\\[()]", "$", words)
    words = _ACCENTED.sub(lambda found: f"{found[2] or found[3]}{_ACCENTS[found[1]]}", words)
    words = _ALONE.sub(lambda found: _PRIVATE[found[1]], words)
    words = _URL.sub(lambda found: found[0].replace("~", _PRIVATE["~"]), words)
    words = _MATHS.sub(lambda found: _RAISED.sub(_raised, found[0]), words)
    kept = _SIMPLE.sub(lambda found: _PRIVATE[found[1] or found[2] or _WORDS[found[3]]], words)
    if re.search(r"[\\$~]|--|``|''", kept) and kept.count("\\") <= _MOST_COMMANDS:
        with suppress(ValueError, IndexError, RecursionError):
            kept = _decoder().latex_to_text(kept)
    alone = re.fullmatch(r"[\s{}]*\\([A-Za-z]+)[\s{}]*", latex)  # a journal as `\apj`: its name is better than nothing
    return plain(re.sub(r"[{}]", "", kept).translate(_PUBLIC)) or (alone[1] if alone else "")


def unread_commands(latex: str) -> list[str]:
    """The commands in a value that are not understood, or whose argument is no text; their words are kept."""
    if "\\" not in latex:
        return []
    names = dict.fromkeys(_COMMAND.findall(_SIMPLE.sub(" ", _QUOTED.sub(" ", _SORTED_BY.sub(" ", latex)))))
    return [f"\\{name}" for name in names if name in _DROPPED or not _is_known(name)]


def _is_known(name: str) -> bool:
    return name in _KNOWN or _context().get_macro_spec(name).macroname == name


#: Characters of a title in which braces are looked for.
_LONGEST_TITLE = 1_000
#: What braces keep, with the rest of a word that only begins in them: `{B}ayesian`.
_BRACED = re.compile(r"\{([^{}\\]+)\}(\w*)")


def as_cited(title: str, written: str) -> dict[str, str]:
    """The title as citations print it, where braces keep capitals that sentence case would lower: `{Care Act}`.

    Where most words are in braces, they say nothing of names.
    """
    cased = sentence_case(title)
    capitals = (found for found in _BRACED.finditer(written[:_LONGEST_TITLE]) if any(map(str.isupper, found[1])))
    braced = [one for one in capitals if len({written.count(sign, 0, one.start()) for sign in "{}"}) == 1]
    if len(cased) != len(title) or 2 * sum(len(found[0].split()) for found in braced) > len(title.split()):
        return {}
    letters = list(cased)
    for found in braced:
        name = found[1] + found[2]
        start = title.find(name, len(text_of(written[: found.start()])))
        if start >= 0:
            letters[start : start + len(name)] = name
    kept = "".join(letters)
    return {"title_sentence": kept} if kept != cased else {}


#: What someone named as an editor did who is none.
_EDITORS = frozenset({"", "editor", "compiler", "collaborator", "continuator", "redactor", "reviser"})
_EDITOR_ROLES = {
    "director": PersonRole.DIRECTOR,
    "producer": None,
    "host": PersonRole.HOST,
    "guest": PersonRole.GUEST,
    "speaker": PersonRole.SPEAKER,
    "interviewer": PersonRole.INTERVIEWER,
    "translator": PersonRole.TRANSLATOR,
}


def read_people(fields: Mapping[str, str], said: Mapping[str, str], record: Record) -> None:
    """Add the authors and editors of an entry; anyone who is neither is left out, with their role."""
    noted = said.get("author+an", "") or said.get("author+an:role", "")
    roles = dict(re.findall(r"(\d{1,4})\s*=\s*\"?([a-z]+)", noted))
    for role in sorted({*roles.values()} - {*PersonRole, "publisher"}):
        record.leave("author+an", role, "a role that the catalogue has no word for")
    accounts = fields.get("author+an:account", "") or fields.get("author+an:username", "")
    authors: list[Facts] = []
    for place, name in enumerate(_name_list(fields.get("author", "")), start=1):
        role = roles.get(str(place), "author")
        if role == "publisher":  # the publisher in the author's place is no author
            continue
        person = _person(name, PersonRole(role) if role in set(PersonRole) else PersonRole.AUTHOR)
        account = re.search(rf'(?:^|;)\s*{place}\s*=\s*"([^"]+)"', accounts)
        if person is not None and account:
            person["account"] = text_of(account[1])
        if name.strip("{} ") == "others":
            record.leave("author", "and others", "further authors are not named")
        elif person is not None:
            authors.append(person)
    for role in (PersonRole.DIRECTOR, PersonRole.TRANSLATOR):
        authors += known(_person(name, role) for name in _name_list(fields.get(role.value, "")))
    record.facts["authors"], record.facts["editors"] = authors, []
    for letter in ("", "a", "b", "c"):
        _editors(fields.get(f"editor{letter}", ""), said.get(f"editor{letter}type", said.get("editortype", "")), record)


def _editors(value: str, kind: str, record: Record) -> None:
    """People under `editor` in BibLaTeX: `editortype` is their role."""
    for name in _name_list(value):
        role = _EDITOR_ROLES.get(kind)
        if name.strip("{} ") == "others":
            record.leave("editor", "and others", "further editors are not named")
        elif kind in _EDITORS:
            record.facts["editors"] += known([_person(name)])
        elif role is not None:
            _add_with_role(record.facts["authors"], _person(name, role))
        else:
            record.leave(kind, text_of(name))


_WITH_INITIALS = re.compile(r"\{([^\W\d_][^{},]{0,60}?) ([A-Z]{1,3})\}")


def _add_with_role(authors: list[Facts], person: Facts | None) -> None:
    """Add someone to the authors; who is there already gets the role."""
    if person is None:
        return
    bare = {key: value for key, value in person.items() if key != "role"}
    if bare in authors:
        authors[authors.index(bare)] = person
    else:
        authors.append(person)


def _name_list(value: str) -> list[str]:
    """The names in a field; one whose braces do not match is kept whole."""
    value = " ".join(value.split())
    if ";" in value and " and " not in value and "{" not in value:  # as in RIS
        value = " and ".join(part for part in re.split(r"\s*;\s*", value) if part)
    names = [name for name in split_name_list(value)[:2_000] if name] if value else []
    if len(names) > 1 and all(map(_WITH_INITIALS.fullmatch, names)):  # PubMed's names in braces
        names = [_WITH_INITIALS.sub(r"\1, \2", name) for name in names]
    return names


#: A person's name in braces of its own: `{Gray, Ida M.}`.
_INVERTED = re.compile(r"\{[^{},]+, (?:[^\W\d_a-z][^{},\s]*)(?:[ -][^\W\d_][^{},\s]*){0,3}\}")


def _person(name: str, role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    if _INVERTED.fullmatch(name) and not is_group(text_of(name)):
        name = name[1:-1]
    if re.fullmatch(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", name) and not _is_single(name):
        return organisation(text_of(name), role)
    if not re.search(r"[,={}]", name) and " " in name and is_group(text_of(name)):  # it should be in braces, and is not
        return organisation(text_of(name), role)
    named = dict(re.findall(r"\b(family|given|prefix|suffix)\s*=\s*\"?([^,\"=]+)\"?", name))
    if "family" in named:
        family = " ".join(filter(None, (named.get("prefix", "").strip(), named["family"].strip())))
        return from_parts(text_of(family), text_of(named.get("given", "")), text_of(named.get("suffix", "")), role)
    if (
        name.count(",") > 2 or is_relator(name) or re.search(r",\s*\[?\d{3,4}|@", name)
    ):  # `Gray, Ida, 1950-`, as libraries write it
        return inverted(text_of(name), role)
    if re.fullmatch(r"[a-z]+ [a-z]+", name) and name.split()[0] not in PARTICLES:  # `ida gray`, in small letters
        return from_parts(name.split()[1], name.split()[0], role=role)
    if "," not in name and (found := initials_last(text_of(name), role)):  # `GRAY I.`
        return found
    parts = Person(name.rstrip(", ") if name.count(",") > 1 else name)
    family, given, suffix = (
        text_of(" ".join(words))
        for words in (
            [*parts.prelast_names, *parts.last_names],
            [*parts.first_names, *parts.middle_names],
            parts.lineage_names,
        )
    )
    return from_parts(family, given, suffix, role)


def _is_single(name: str) -> bool:
    """Whether braces hold one name of a person: `{{Plato}}`."""
    return name.startswith("{{") and name.endswith("}}")
