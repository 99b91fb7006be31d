"""Commands of MkDocs and of this project, each in a process of its own that has imported them already.

Most of what a build of a small site takes is the import of what builds it, and what is made for each build alike
(`warmed`). A server process does both once for each test process (`multiprocessing`'s fork server), and a command is a
fork of it: nothing that one does reaches another.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.forkserver import ensure_running
from pathlib import Path

import pytest

__all__ = ["COMMANDS", "run_imported"]

#: The module and the function of each command.
COMMANDS = {"mkdocs": ("mkdocs.__main__", "cli"), "pathway": ("learning_pathway.cli", "main")}
#: What is imported beforehand; some of it only a build asks for, and only when it comes to it.
IMPORTED = [
    *("mkdocs.__main__", "mkdocs.commands.build", "material", "material.templates", "pygments", "PIL.Image"),
    *("learning_pathway.cli", "learning_pathway.hooks", "learning_pathway.site.files.share_pictures"),
]


def run_imported(
    name: str, arguments: Sequence[str | Path], variables: Mapping[str, str], cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end with these variables alone, and give what `subprocess.run` would."""
    command = [name, *map(str, arguments)]
    if sys.platform == "win32":
        prefix = [sys.executable, "-c", f"from {COMMANDS[name][0]} import {COMMANDS[name][1]} as main; main()"]
        return subprocess.run([*prefix, *command[1:]], capture_output=True, text=True, env=dict(variables), cwd=cwd)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        outputs = [Path(folder) / "output", Path(folder) / "errors"]
        process = server().Process(target=_main, args=(command, dict(variables), cwd, outputs))
        process.start()
        process.join()
        said = [path.read_text(encoding="utf-8") if path.exists() else "" for path in outputs]
        code = process.exitcode
        process.close()
    return subprocess.CompletedProcess(command, 1 if code is None else code, *said)


@cache
def server() -> ForkServerContext:
    """The context of the process that has imported everything."""
    context = get_context("forkserver")
    context.set_forkserver_preload([*IMPORTED, "warmed"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))
        ensure_running()
    return context


def _main(command: list[str], variables: dict[str, str], cwd: Path | None, outputs: list[Path]) -> None:
    """Become the command: its words, its variables, its folder and its output."""
    for descriptor, path in enumerate(outputs, start=1):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, descriptor)
        os.close(file)
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()
    tempfile.tempdir = None
    sys.argv = command
    if cwd is not None:
        os.chdir(cwd)
    module, function = COMMANDS[command[0]]
    getattr(import_module(module), function)()
