"""The command line, `pathway`.

A command's module is imported only when the command is called, so that
`pathway check` doesn't wait for what it doesn't use.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click
from click.exceptions import NoSuchCommand

from .. import __version__
from ..process import receive_signals, sentence

__all__ = ["main"]

#: Each command, and the one line that the overview shows for it.
COMMANDS = {
    "new": "Write a new pathway into a folder.",
    "check": "Check the catalogue and say what to fix.",
    "explain": "Explain a code of `pathway check`, with an example.",
    "changes": "Say what a change means for the site.",
    "links": "Check the external links of the catalogue.",
    "export": "Write the pathway for a learning platform, as a book, or as a list of references.",
    "cite": "Print references, also of a file from another program.",
    "handbook": "Write the pathway, or a module, as a tagged PDF.",
    "serve": "Show the site on this computer, and every change of it.",
    "build": "Build the site: complete, or not at all.",
    "stage": "Write the site as Markdown files, for any site engine.",
    "precache": "Prepare a finished site for reading offline.",
    "record-ids": "Add what is new to the list of everything that was ever published.",
    "import": "Import resources from a file of another program.",
    "add": "Add a resource by its address.",
    "show": "Show an entry, and what mentions it.",
    "find": "Find entries by words.",
    "status": "List what is left to do, and the balance of each module.",
    "due": "List the reviews that are due.",
    "intake": "Turn a suggestion or a problem report into a change.",
    "rename": "Give an entry another id; everything that mentions it follows.",
    "move": "Move a step, a section or a module to another place.",
    "retire": "Take an entry out, and say what replaces it.",
    "undo": "Take back a change that a command or the desk made.",
    "voices": "Look after the answers to calls.",
    "schema": "Print the JSON Schema of the catalogue.",
}


# Else pydantic reads the description of every package that is installed, to see whether one of them extends it.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")

#: The module of each command; `links` and `voices` are groups.
MODULES = {
    **dict.fromkeys(("new", "build", "serve", "stage", "precache", "export", "handbook"), "build"),
    **dict.fromkeys(("check", "explain", "changes", "record-ids", "schema"), "check"),
    **dict.fromkeys(("show", "find", "status", "due", "cite"), "show"),
    **dict.fromkeys(("import", "add", "intake"), "add"),
    **dict.fromkeys(("rename", "move", "retire", "undo"), "edit"),
    "links": "links",
    "voices": "voices",
}


class Commands(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called `cmd_name`, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f".{MODULES[cmd_name]}", __package__)
        name = f"{cmd_name.replace('-', '_')}_command"
        command: click.Command = getattr(module, name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of these arguments; where there is none, the error names those that are spelt nearly so."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:
            raise NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from None

    def main(self, *args: Any, **options: Any) -> Any:
        """Run a command; where the system refuses a file, say so in one sentence and exit with 2."""
        try:
            receive_signals()
            return super().main(*args, **options)
        except KeyboardInterrupt:  # it came before the command began
            click.echo("Stopped.", err=True)
            sys.exit(1)
        except OSError as error:
            click.echo(f"Error: {sentence(error)}", err=True)
            sys.exit(2)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pathway")
def main() -> None:
    """Build and look after a curated learning pathway."""
