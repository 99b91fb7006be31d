"""The project that a command is for: its last argument, or `--path PROJECT`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = ["project_argument"]

#: Where the option leaves its value until the argument is read.
KEY = "learning_pathway.project"
F = TypeVar("F", bound=Callable[..., Any])


def project_argument(name: str = "path", default: str | None = ".", **kind: Any) -> Callable[[F], F]:
    """Add the argument `name` and the option `--path`, either of which names the project.

    Args:
        name: the parameter that gets the path.
        default: the path where neither is given; None if one is required.
        kind: what the path must be, for `click.Path`.
    """
    path = click.Path(path_type=Path, **kind)

    def added(command: F) -> F:
        command = click.argument(name, type=path, required=False, default=default, callback=_chosen)(command)
        return click.option(
            "--path",
            "project_option",
            type=path,
            metavar="PROJECT",
            is_eager=True,
            expose_value=False,
            callback=_keep,
            help="The project, if it is not the last argument.",
        )(command)

    return added


def _keep(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    ctx.meta[KEY] = value


def _chosen(ctx: click.Context, parameter: click.Parameter, value: Path | None) -> Path:
    given: Path | None = ctx.meta.get(KEY)
    name = parameter.name or ""
    if given is not None and ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError(f"Give the project once: as {name.upper()} or with --path.", ctx)
    if given is None and value is None:
        raise click.MissingParameter(ctx=ctx, param=parameter)
    chosen = given or value
    assert chosen is not None  # noqa: S101 - one of them is, by the two lines before
    return chosen
