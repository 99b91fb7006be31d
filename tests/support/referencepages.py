"""The reference pages that are made from tables: fields of the catalogue, kinds of problem, what answers show."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from learning_pathway.catalogue.fields import CUSTOM, FIELDS, FORMATS, Audience, Loss
from learning_pathway.catalogue.problems import WORDS, Code, Severity, example_of
from learning_pathway.catalogue.reports import KEYS, VERSION
from learning_pathway.catalogue.schema import schema
from learning_pathway.catalogue.types import ResourceType, TypicalLength
from learning_pathway.catalogue.values import ADDRESS_PATTERN, CONTACT_PATTERN
from learning_pathway.formats.mappings import LIMITS
from voicerules import OUTPUTS, RULES

__all__ = ["PAGES", "catalogue_page", "permissions_page", "problems_page"]

MADE = "<!-- Made from the project's own tables by `scripts/generate`: change those. -->\n\n"

#: The page's sections: heading, name in the schema, words before the table of fields.
ENTRIES = (
    ("Settings", "Pathway", "Under `pathway`, in `resources.yaml` only. Leave out what you do not have."),
    ("Home page", "HomeWords", "Under `home` in the settings."),
    ("Points of the home page", "HomePoint", "Under `points` in `home`."),
    ("Rates", "Rates", "Under `rates` in the settings."),
    ("Themes", "Theme", "Each item of `themes`."),
    ("Resources", "Resource", "Each item of `resources`. It needs `title` or `supplied_title`."),
    (
        "People and organisations",
        "Person",
        "Each item of `authors` and `editors`: `family` or `organisation`, not both.",
    ),
    ("Other copies", "Alternative", "Each item of `alternatives` in a resource."),
    ("Tasks", "Task", "Each item of `tasks`."),
    ("Modules", "Module", "Each item of `modules`."),
    ("Sections", "Section", "Each item of `sections` in a module."),
    ("Steps", "Step", "Each item of `steps` in a section."),
    ("Routes", "Route", "Each item of `routes`."),
    ("Lists of tips", "TipList", "Each item of `tips` at the top of a file."),
    ("Sources of tips", "TipSource", "Each item of `sources` in a list of tips."),
    ("Tips", "Tip", "Each item of `tips` in a source."),
    ("Calls", "Call", "Each item of `calls`. An open call needs more: see [problems](problems.md)."),
    ("Controller of a call", "Controller", "Under `controller` in a call."),
    ("Longest answers", "Longest", "Under `longest` in a call."),
    ("Storage of answers", "Storage", "Under `storage` in a call."),
    ("Decisions", "Decision", "Each item of `log` in a call."),
    ("Retired ids", "Retired", "Each item of `retired`."),
)

CATALOGUE_INTRODUCTION = """\
# Every field of the catalogue

What you may write in `resources.yaml` and in the files of the folder `resources/`. For a first acquaintance, read
[For editors](editors.md); for what `pathway check` says, [Every problem and its remedy](problems.md).

## How the files are read

- One file `resources.yaml` in the project's folder, and beside it any number of files `resources/*.yaml`, read in the
  order of their names. The lists of all files are joined. The settings under `pathway` are in one file only.
- YAML 1.2, in UTF-8. Everything is the text that you type, until the field says otherwise: `no` is a word, `12:30` is
  not a number, and a volume `007` keeps its noughts. A key without a value counts as not written,
  and so does `null` or `~`.
- Text after a `#` is a comment if a space follows the `#`, or two spaces stand before it, or it has a line of its own
  that is not indented further than the line above. Any other `#` after a space is an error: the text after it would be
  lost. So is an anchor (`&name`) that nothing repeats. Put such values in double quotes: `title: "We are #1"`.
- Inside braces and brackets, a comma ends a value: put sentences in double quotes there.
- A key may not be twice in one entry. Anchors and aliases (`&name`, `*name`) are read; merging with `<<` and tags
  such as `!!date` are not.
- An entry with `status: draft` is read and not published. It may lack what is marked **needed**.
- A file may have at most 20 MB, and the folder at most 1,000 files.
- Ids are small letters, digits and single hyphens. They become addresses and carry learners' progress, so they stay as
  they are; after a change of mind, keep the old id under `formerly`.
- Dates are `2024-05-17`; a date of publication may stop at the month or the year.

An editor that knows YAML Language Server (Visual Studio Code with the YAML extension, for instance) helps while you
type if the first line of each file names the schema:

```yaml
# yaml-language-server: $schema=schema/resources.schema.json
```

In a file of the folder `resources/`, write `../schema/resources.schema.json`. `pathway schema` prints the schema.

## Long texts

In the fields that take a long text you can write a little Markdown:

- Paragraphs, with an empty line between them.
- `*emphasis*` and `**strong emphasis**`, also as `_emphasis_` and `__strong__`.
- Lists: each item on a line of its own that begins with `- ` or `* `, or with `1. `, `2. ` and so on. Indent an item to
  nest it. A numbered list begins with 1.
- Links: `[words](https://example.org/)`, to addresses that begin with `https://`, `http://` or `mailto:`.
- A backslash before any of these signs shows the sign itself: `\\*`.

Everything else, HTML included, shows as you type it. In YAML, a text of several lines needs a bar after the key:

```yaml
prompt: |
  Think of a partnership that you **know well**:

  - Who takes part?
  - Who decides?
```

Where only plain text can go (search, feeds, exports, descriptions) the signs are left out, list items get a bullet, and
addresses are in brackets after their words. Titles and other short fields show exactly what you type.

## Top of a file

Every file holds one or more of these keys.

"""

PROBLEMS_INTRODUCTION = f"""\
# Every problem and its remedy

`pathway check` looks at the whole catalogue and lists all problems of a run together, sorted by place. Each has a
code, which never changes, and says where it is (file, line, column), what is wrong and what to write instead.
The guide [for editors](editors.md) shows the whole way.

- An **error** keeps the site from being built: something would be lost, unsafe or lead nowhere.
- A **warning** does not, but something looks wrong. `pathway check --strict` refuses warnings too.
- **Advice** is never in the way: nothing is wrong, and the pathway could be better.

## For scripts

`pathway check --format json` prints a list of objects, one for each problem, in the order of their places; an empty
list where there are none. Their keys are:

{", ".join(f"`{key}`" for key in KEYS)}

Line and column count from 1, columns in characters. `file` is a path as you would open it from where you ran the
command. `id` is empty where a problem belongs to no entry; a section and its steps are named `module-id/section-id`.

The form is version {VERSION}, as the name of its schema says: `schema/problems-{VERSION}.schema.json`. Within it,
keys may be added; none is renamed, removed or given another meaning. New codes may appear at any time.

`--format github` writes annotations for GitHub Actions, `--format sarif` a log in SARIF 2.1.0 for code scanning.

The command exits with 0 when there is nothing to fix (warnings and advice may remain; with `--strict` advice only),
with 1 when there is, and with 2 when nothing could be checked.

"""


def front(title: str) -> str:
    """The front matter of a guide."""
    return f"---\ntitle: {title}\n---\n\n"


def catalogue_page() -> str:
    """`docs/guides/catalogue.md`, whole."""
    made = schema()
    definitions = made["$defs"]
    parts = [front("Every field of the catalogue"), MADE, CATALOGUE_INTRODUCTION]
    parts += _table(made, definitions)
    for heading, name, words in ENTRIES:
        description = definitions[name]["description"].partition("\n\n")[0].replace("\n", " ")
        parts += [f"\n## {heading}\n\n{description}\n\n{words}\n\n", *_table(definitions[name], definitions)]
        if name == "Resource":
            parts += [*_examples(), *_types(), *_formats()]
    return "".join(parts)


#: The formats, as the table of fields has them, and what to call them.
FORMAT_NAMES = {
    "csv": "CSV",
    "csl": "CSL-JSON",
    "bibtex": "BibTeX",
    "ris": "RIS",
    "highwire": "`<meta>`",
    "coins": "COinS",
    "schema_org": "schema.org",
}
#: Why a format leaves a field out: the mark in the table, by reason.
LOSS_MARKS = {Loss.OURS: "a", Loss.EDITORS: "b", Loss.NEVER_CITED: "c", Loss.NO_NAME: "–"}


def _examples() -> Iterator[str]:
    yield "\n### Examples of fields\n\nOne value of each field, and who sees it.\n\n"
    yield "| Field | Example | Called | Seen by |\n| --- | --- | --- | --- |\n"
    for name, row in FIELDS.items():
        seen = "everyone" if row.audience is Audience.PUBLIC else "editors"
        yield f"| `{name}` | `{name}: {row.example}` | {row.label} | {seen} |\n"


def _types() -> Iterator[str]:
    yield "\n### Types of resources\n\nThe typical length is a published figure; most types have none to trust.\n\n"
    yield "| Type | Called | A step may say | `container` | `publisher` | Typical length |\n"
    yield "| --- | --- | --- | --- | --- | --- |\n"
    for kind in ResourceType:
        row = kind.row
        fits = " ".join(f"`{verb}`" for verb in sorted(row.fits))
        length = _length(row.length) if row.length else ""
        yield f"| `{kind}` | {row.label} | {fits} | {row.container} | {row.publisher} | {length} |\n"


def _length(length: TypicalLength) -> str:
    amount = f"{length.words:,} words" if length.words else f"{length.minutes} minutes"
    return f"{amount} ({length.source})"


def _formats() -> Iterator[str]:
    yield "\n### Where each field goes\n\nIts name in each format that the site writes, or why it is left out:\n\n"
    yield "".join(f"- {LOSS_MARKS[loss]}: {loss.value}\n" for loss in Loss)
    yield f"- `{CUSTOM}`: CSL has no variable for it, so it is under a key that only `pathway import` reads.\n"
    yield "\nSome types have a name of their own for `publisher` and `container`; this is the usual one.\n\n"
    yield f"| Field | {' | '.join(FORMAT_NAMES.values())} |\n| --- |{' --- |' * len(FORMAT_NAMES)}\n"
    for name, row in FIELDS.items():
        cells = (getattr(row, column) for column in FORMATS)
        yield f"| `{name}` | {' | '.join(_name_in_format(name, cell) for cell in cells)} |\n"
    yield "\nThese are not always written:\n\n"
    names = {"schema_org": "schema.org", "ris": "RIS", "highwire": "`<meta>`"}
    yield "".join(f"- `{limit.field}` in {names[limit.column]}: {limit.why}.\n" for limit in LIMITS)


def _name_in_format(field: str, cell: str | int | Loss) -> str:
    return LOSS_MARKS[cell] if isinstance(cell, Loss) else f"`{field if isinstance(cell, int) else cell}`"


def problems_page() -> str:
    """`docs/guides/problems.md`, whole."""
    parts = [front("Every problem and its remedy"), MADE, PROBLEMS_INTRODUCTION]
    for severity, heading in ((Severity.ERROR, "Errors"), (Severity.WARNING, "Warnings"), (Severity.ADVICE, "Advice")):
        parts.append(f"## {heading}\n\n")
        codes = (code for code in Code if code.severity is severity)
        parts += [
            f"### `{code.value}`\n\n{code.meaning}\n\n"
            f"**Fix it:** {code.remedy} [An example](problems/{code.value}.md)\n\n"
            for code in codes
        ]
    return "".join(parts).rstrip() + "\n"


def problem_page(code: Code) -> str:
    """`docs/guides/problems/CODE.md`, whole."""
    example = example_of(code.value)
    assert example is not None, f"add an example of {code.value} to problem_examples.yaml"
    language = "text" if example.part in (WORDS, "published-ids.txt") else "yaml"
    place = f"{example.place}:\n\n" if example.place else ""
    parts = [
        front(code.value),
        MADE,
        f"# `{code.value}`\n\n{code.meaning}\n\n**Fix it:** {code.remedy}\n\n",
        f"## Wrong\n\n{place}```{language}\n{example.wrong}\n```\n\n",
        f"## Right\n\n```{language}\n{example.right}\n```\n\n",
        f"{SEVERITIES[code.severity]} [Every problem and its remedy](../problems.md)\n",
    ]
    return "".join(parts)


#: What a problem of each severity means, in a sentence.
SEVERITIES = {
    Severity.ERROR: "This is an error: the site isn't built until it is fixed.",
    Severity.WARNING: "This is a warning: the site is built, but something looks wrong.",
    Severity.ADVICE: "This is advice: nothing is wrong.",
}


def _table(entry: dict[str, Any], definitions: dict[str, Any]) -> Iterator[str]:
    yield "| Field | Takes | Meaning |\n| --- | --- | --- |\n"
    for name, field in entry["properties"].items():
        needed = ", **needed**" if name in entry.get("required", ()) else ""
        meaning = field["description"].replace("|", "\\|")
        yield f"| `{name}` | {_takes(field, definitions)}{needed} | {meaning}{_default(field)} |\n"


def _default(field: dict[str, Any]) -> str:
    default = field.get("default")
    if default is None or isinstance(default, dict):
        return ""
    return f" Without it: `{str(default).lower() if isinstance(default, bool) else default}`."


def _takes(field: dict[str, Any], definitions: dict[str, Any]) -> str:
    """What a field takes, in a few words."""
    if "$ref" in field:
        target = field["$ref"].rpartition("/")[2]
        if "enum" in definitions[target]:
            return " ".join(f"`{word}`" for word in definitions[target]["enum"])
        return "keys, see below"
    if "anyOf" in field:
        found = [_takes(part, definitions) for part in field["anyOf"] if part != {"type": "null"}]
        return "date" if len(found) == 2 and "whole number" in found[1] else found[0]
    if "enum" in field:
        return " ".join(f"`{word}`" for word in field["enum"])
    if "items" in field:
        inner = _takes(field["items"], definitions)
        return "list of entries, see below" if inner == "keys, see below" else f"list: {inner}"
    return _scalar(field)


def _scalar(field: dict[str, Any]) -> str:
    types = field["type"] if isinstance(field["type"], list) else [field["type"]]
    if field.get("format") == "date":
        return "day"
    if field.get("pattern") == ADDRESS_PATTERN:
        return "address"
    if field.get("contentMediaType") == "text/markdown":
        return "[long text](#long-texts)"
    if field.get("pattern") == CONTACT_PATTERN:
        return "email address or address"
    if "string" in types:
        return "id" if "[a-z0-9]+(-[a-z0-9]+)*" in field.get("pattern", "") else "text"
    if "boolean" in types and len(types) < 3:
        return "`true` or `false`"
    low, high = field.get("minimum"), field.get("maximum")
    return f"whole number, {low:,} to {high:,}" if low is not None and high is not None else "whole number"


PERMISSIONS_INTRODUCTION = """\
# What is shown of answers, and where

Every rule of who may be quoted, published and named, and what it gives in every output. A test builds a site with an
answer for each rule, opens every page, file and package, and holds each cell of these tables. How calls work is in
[Calls and answers](calls.md).

- **counted**: the answer is one of a number, without its words.
- **excerpt**: the words that an editor has coded. **whole**: all of its words.
- **link**: that an answer is quoted on the site, with the address of its page. **trace**: that it was read and counted.
- **asked us not to quote**, **being read again**: what is said in place of the excerpt.
- **own**: the person's own words. **both**: our translation, marked as one, above them.
- **player**: the recording, which is loaded when someone presses its button. **–**: nothing.

These outputs never hold words, names or kinds of work of anyone: {never}.

"""


def permissions_page() -> str:
    """`docs/guides/permissions.md`, whole."""
    cells = {output: [output.cell(rule.expected) for rule in RULES] for output in OUTPUTS}
    never = [output for output in OUTPUTS if set(cells[output]) == {"–"}]
    rest = [output for output in OUTPUTS if output not in never]
    names = "; ".join(output.name[:1].lower() + output.name[1:] for output in never)
    parts = [front("What is shown of answers"), MADE, PERMISSIONS_INTRODUCTION.format(never=names)]
    for heading, chosen in (("On pages", rest[:8]), ("In copies", rest[8:])):
        parts.append(f"## {heading}\n\n| What was agreed to | {' | '.join(output.name for output in chosen)} |\n")
        parts.append(f"| --- |{' --- |' * len(chosen)}\n")
        for place, rule in enumerate(RULES):
            parts.append(f"| {rule.given} | {' | '.join(cells[output][place] for output in chosen)} |\n")
        parts.append("\n")
    return "".join(parts).rstrip() + "\n"


#: Each page that is made, by its name in `docs/guides/`.
PAGES = {
    "catalogue.md": catalogue_page,
    "permissions.md": permissions_page,
    "problems.md": problems_page,
    **{f"problems/{code.value}.md": partial(problem_page, code) for code in Code},
}
