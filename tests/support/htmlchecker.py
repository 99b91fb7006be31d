"""The Nu HTML checker (the W3C's validator): the program, and what it says of folders of pages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import environment
from nodepackages import install
from siteproject import ROOT

__all__ = ["checker_command", "faults_by_folder"]

SOURCE = ROOT / "tests" / "program" / "html" / "nu"
NEEDS = "The Nu HTML checker, which checks every page, needs {}. The other tests run without it."
#: What is no fault: the checker guesses languages, Markdown writes `<img … />`, which is allowed, and a file has no
#: origin that its Content-Security-Policy could call its own. Browser tests look after that.
HARMLESS = (
    "This document appears to be written in ",
    "Trailing slash on void elements has no effect ",
    "Resource violates Content Security Policy ",
    "Inline script violates Content Security Policy ",
)


def checker_command(*, full: bool) -> list[str]:
    """The command that checks HTML. Without Java and npm the test is skipped; in CI and with `--full` it fails."""
    java = shutil.which("java")
    if java is None:
        reason = NEEDS.format("Java 17 or later (`apt install default-jre-headless`)")
        if full or os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    environment.CACHE.mkdir(exist_ok=True)
    folder = install(SOURCE, environment.CACHE, required=full, reason=NEEDS.format("Node.js"))
    jar = folder / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    # It runs for seconds: its programs are compiled quickly, not well. Its schema needs room on the stack for that.
    machine = [java, "-XX:TieredStopAtLevel=1", "-Xss4m"]
    return [*machine, "-jar", str(jar), "--stdout", "--exit-zero-always", "--skip-non-html", "--format", "json"]


def faults_by_folder(command: list[str], folders: Mapping[str, Path]) -> dict[str, list[str]]:
    """What the checker says of every HTML file of each folder, in one run: Java takes seconds to start."""
    run = subprocess.run([*command, *map(str, folders.values())], capture_output=True, text=True, check=True)
    found: dict[str, list[str]] = {name: [] for name in folders}
    for message in json.loads(run.stdout)["messages"]:
        if message["message"].startswith(HARMLESS):
            continue
        path = Path(unquote(urlsplit(message["url"]).path))
        name = next(name for name, folder in folders.items() if path.is_relative_to(folder.resolve()))
        place = f"{path.relative_to(folders[name].resolve()).as_posix()}:{message.get('lastLine', '')}"
        found[name].append(f"{place} {message['message']} {message.get('extract', '').strip()}")
    return found
