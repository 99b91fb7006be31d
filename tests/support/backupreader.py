"""What the scripts of the site make of backup files, by Node.js: no browser is needed to read one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from backup import Json
from learning_pathway.site.frontend import theme_folder

__all__ = ["Reading", "read_backups"]

REASON = "Node.js is needed to read backup files without a browser."
#: Reads the files of a folder in the order of their numbers, as a page does before it changes anything.
PROGRAM = """
const { readdirSync, readFileSync } = await import("node:fs");
const [scripts, folder] = process.argv.slice(1);
const { importError, readBackup } = await import(`${scripts}/backup/backup.mjs`);
const found = [];
for (let number = 0; number < readdirSync(folder).length; number += 1) {
  const file = new Blob([readFileSync(`${folder}/${number}`)]);
  const read = readBackup(file).then((rows) => ({ reason: "", rows }));
  const reading = await read.catch((error) => ({ reason: importError(error), rows: [] }));
  found.push({ ...reading, spoilt: Object.keys(Object.getPrototypeOf({})).length > 0 || "text" in {} });
}
console.log(JSON.stringify(found));
"""


@dataclass(frozen=True)
class Reading:
    """What became of a file.

    Attributes:
        reason: why it is refused, as the page says it; empty where it is loaded.
        rows: what is in it, as the store would keep it.
        spoilt: whether reading it has changed what every object of the page has.
    """

    reason: str
    rows: list[Json]
    spoilt: bool


def read_backups(files: Iterable[bytes], folder: Path) -> list[Reading]:
    """Read the files with the scripts of the site, by way of the empty folder `folder`."""
    node = shutil.which("node")
    if node is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(REASON)
    for number, content in enumerate(files):
        (folder / str(number)).write_bytes(content)
    scripts = (theme_folder() / "assets" / "javascripts").as_uri()
    command = [node, "--input-type=module", "--eval", PROGRAM, scripts, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return [Reading(**one) for one in json.loads(done.stdout)]
