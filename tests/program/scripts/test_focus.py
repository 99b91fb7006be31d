"""Nothing moves the focus after a wait: whoever has gone on to another field would type into nothing."""

from __future__ import annotations

import re

import pytest

from learning_pathway.site.frontend import theme_folder

SCRIPTS = sorted(path for path in theme_folder().rglob("*.mjs") if path.parent.name != "vendor")

#: The first line of a function or method of more than one line: `async save() {`, `const run = () => {`.
OPENING = re.compile(r"^(?!.*\b(?:if|for|while|switch)\b).*\)(?: =>)? \{$")

#: While a modal dialog is open the focus can be nowhere else.
IN_DIALOG = {"clear-data.mjs"}


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def taken(text: str) -> list[str]:
    """Lines that move the focus after a wait of their own function."""
    lines = text.splitlines()
    found = []
    for number, line in enumerate(lines):
        if ".focus(" not in line:
            continue
        start = next(
            at
            for at in range(number, -1, -1)
            if at == 0 or (indent(lines[at]) < indent(line) and OPENING.match(lines[at]))
        )
        if "async " in lines[start] and any("await " in above for above in lines[start:number]):
            found.append(line.strip())
    return found


def test_no_script_moves_the_focus_after_a_wait() -> None:
    found = {path.name: taken(path.read_text(encoding="utf-8")) for path in SCRIPTS}
    assert {name: lines for name, lines in found.items() if lines and name not in IN_DIALOG} == {}
    assert all(found[name] for name in IN_DIALOG)


@pytest.mark.parametrize("wait", ["await save();", "const text = await read();\n    show(text);"])
def test_a_focus_after_a_wait_is_found(wait: str) -> None:
    script = f"  button.addEventListener('click', async () => {{\n    {wait}\n    field.focus();\n  }});\n"
    assert taken(script) == ["field.focus();"]
    assert taken(script.replace("field.focus();", "focus(field);")) == []
