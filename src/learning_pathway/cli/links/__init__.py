"""`pathway links`: check and look after the external links of the catalogue."""

from __future__ import annotations

import click

from .check import check_command
from .issue import issue_command
from .repair import repair_command
from .review import approve_command, seen_command, state_command

__all__ = ["command"]


@click.group()
def command() -> None:
    """Check the external links of the catalogue, and keep what was found."""


for each in (check_command, seen_command, approve_command, repair_command, issue_command, state_command):
    command.add_command(each)
