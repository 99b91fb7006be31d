"""`pathway explain`: what a code of `pathway check` means, with an example."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..catalogue import read
from ..catalogue.did_you_mean import nearest
from ..catalogue.examples import code_called, example_of, guide_address
from ..catalogue.messages import shown
from ..catalogue.problems import Code
from .project import CannotRun

__all__ = ["explain_command"]


@click.command("explain")
@click.argument("code", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form.")
@click.option("--path", type=click.Path(path_type=Path), metavar="PROJECT", default=".", help="The project.")
def explain_command(code: str | None, form: str, path: Path) -> None:
    """Explain the CODE of a problem: what it means, how to fix it, and an example. Without a CODE, list them all.

    Where the setting `guides_url` of the project says where the guides are, it names the page there.

    Exits with 0 when it was explained, 2 when there is no such code.
    """
    if code is None:
        rows = [{"code": each.value, "severity": each.severity.value, "meaning": each.meaning} for each in Code]
        lines = [f"{row['code']} ({row['severity']})\n  {row['meaning']}" for row in rows]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2) if form == "json" else "\n".join(lines))
        return
    found = code_called(code)
    if found is None:
        close = nearest(code, [each.value for each in Code])
        hint = f" Did you mean `{close}`?" if close else " `pathway explain` lists them all."
        raise CannotRun(f"There is no code `{shown(code)}`.{hint}")
    guide = guide_address(read(path).guides_url, found.value)
    if form == "json":
        click.echo(json.dumps(_data(found, guide), ensure_ascii=False, indent=2))
    else:
        click.echo(_text(found, guide))


def _data(code: Code, guide: str) -> dict[str, str]:
    example = example_of(code.value)
    shown_lines = {"wrong": example.wrong, "right": example.right} if example is not None else {}
    said = {"code": code.value, "severity": code.severity.value, "meaning": code.meaning, "remedy": code.remedy}
    return {**said, **shown_lines, **({"guide": guide} if guide else {})}


def _text(code: Code, guide: str) -> str:
    parts = [f"{code.value} ({code.severity.value})", "", code.meaning, f"Fix: {code.remedy}"]
    example = example_of(code.value)
    if example is not None:
        place = f" ({example.place[:1].lower()}{example.place[1:]})" if example.place else ""
        parts += ["", f"Wrong{place}:", *_indented(example.wrong), "", "Right:", *_indented(example.right)]
    return "\n".join([*parts, *(["", guide] if guide else [])])


def _indented(lines: str) -> list[str]:
    return [f"    {line}" for line in lines.split("\n")]
