"""From a finished site with packages to a take-back: nothing of the answer is left in any byte of the next site."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from imported import run_imported
from learning_pathway.cli import main
from learning_pathway.new_project import write_project
from learning_pathway.voices.sheet import code_hash
from learning_pathway.voices.words import runs
from voiceanswers import MEDIA, consent, event, facts, write_answer

if TYPE_CHECKING:
    from conftest import Once

pytestmark = pytest.mark.engine

CODE = "H4TN-0W8E-R2MB-51XQ-J9CD"
GONE, STAYS = "v-7kq2m9", "v-p3x8ra"
NAME = "Ada Quillfeather"
WORDS = {
    GONE: "Once the director had said it out loud, we stopped asking and simply began the work together.",
    STAYS: "In our town it let people off thinking, because someone else had always said yes before us.",
}
NOTICE = "What happens to answers.\n"
CATALOGUE = f"""\
pathway: {{title: Test, site_url: "https://example.org/pathway/", packages: [epub, common-cartridge, scorm12]}}
themes: [{{id: permission, title: Permission, statement: People share the lead when they may.}}]
resources:
  - {{id: one, type: report, title: A report, published: 2001, url: "https://example.org/1", added: 2024-01-01}}
tasks: [{{id: ask, title: Ask, prompt: Who can say yes?, rests_on: [permission, {GONE}/1, {STAYS}/1]}}]
modules: [{{id: m, title: M, sections: [{{id: s, title: S, steps: [{{read: one}}, {{task: ask}}]}}]}}]
tips:
  - id: tips
    title: Tips
    sources: [{{id: e, kind: event, title: E, tips: [{{id: t, text: Ask., rests_on: [{GONE}/1]}}]}}]
calls: [{{id: asked, question: What helped?, closes: 2024-03-31, quorum: 1}}]
"""


def write(folder: Path) -> None:
    """A pathway with two answers: one in sound, with a name and leave for everything, and one in writing."""
    project = folder / "project"
    write_project(project)
    shutil.rmtree(project / "sample-answers")
    (project / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    (project / "notices/asked").mkdir()
    (project / "notices/asked/1.md").write_text(NOTICE, encoding="utf-8")
    notice = {"id": "asked/1", "sha256": hashlib.sha256(NOTICE.encode()).hexdigest()}
    for id_, kind, shown in ((GONE, "audio", "name"), (STAYS, "text", "anonymous")):
        given = event(event_time="2024-02-03", valid_until=None, translate="true", take_away="true")
        person = {**consent(given, shown=shown, text=NAME if shown == "name" else None), "notice": notice}
        excerpt = {"n": 1, "exact": " ".join(WORDS[id_].split()[:9]), "code": "permission"}
        more = {"id": id_, "call": "asked", "received": "2024-02", "excerpts": [excerpt], "kind": kind}
        write_answer(folder / "store", facts({**person, "take_back": code_hash(CODE + id_[-1])}, **more), WORDS[id_])


@dataclass(frozen=True)
class Way:
    """A project, its store, and its sites: before the take-back, after it, and one without any answers."""

    folder: Path

    def site(self, name: str) -> Path:
        return self.folder / name


def build(folder: Path, name: str, *more: str) -> None:
    command = ["build", folder / "project", "--site-dir", folder / name, *more]
    built = run_imported("pathway", command, {**os.environ, "PATHWAY_VOICES": str(folder / "store")})
    assert built.returncode == 0, built.stdout + built.stderr


def voices(folder: Path, *arguments: str | Path) -> tuple[int, str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PATHWAY_VOICES", str(folder / "store"))
        ran = CliRunner().invoke(main, ["voices", *map(str, arguments), "--path", str(folder / "project")])
    return ran.exit_code, ran.output


@pytest.fixture(scope="module")
def way(once: Once) -> Way:
    def walk(folder: Path) -> None:
        write(folder)
        build(folder, "before")
        build(folder, "without", "--without-voices")
        exit_code, told = voices(folder, "take-back", GONE)
        assert exit_code == 0, told
        build(folder, "after")

    return Way(once("taken-back", walk))


def contents(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """A file as it is, and what is packed in it."""
    yield name, data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.namelist():
                yield from contents(f"{name}!{entry}", archive.read(entry))
    elif data.startswith(b"\x1f\x8b"):
        yield from contents(f"{name}!", gzip.decompress(data))


def holding(site: Path) -> dict[str, dict[str, set[str]]]:
    """The files of a site, packed ones included, that hold words, a name or a recording of each answer."""
    whole = {id_: set(runs(words)) for id_, words in WORDS.items()}
    found: dict[str, dict[str, set[str]]] = {id_: {"words": set(), "name": set(), "recording": set()} for id_ in WORDS}
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        for name, data in contents(path.relative_to(site).as_posix(), path.read_bytes()):
            text = data.decode("utf-8", "replace")
            said = set(runs(text))
            for id_, own in whole.items():
                if own & said:
                    found[id_]["words"].add(name)
            if "Quillfeather" in text:
                found[GONE]["name"].add(name)
            if data == MEDIA:
                found[GONE]["recording"].add(name)
    return found


NOTHING: dict[str, set[str]] = {"words": set(), "name": set(), "recording": set()}


def test_before_it_is_taken_back_an_answer_is_where_its_giver_allowed_it(way: Way) -> None:
    found = holding(way.site("before"))[GONE]
    for place in (
        "themes/permission/index.html",
        "modules/m/index.html",
        "tips/index.html",
        f"voices/{GONE}/index.html",
    ):
        assert place in found["words"]
    for ending in (".epub!", ".imscc!", "-scorm12.zip!"):
        assert [name for name in found["words"] if ending in name], ending
    assert len(found["recording"]) == 1
    kept = (way.site("before") / "assets/pathway/precache.js").read_text(encoding="utf-8")
    assert f'"voices/{GONE}/"' in kept
    places = {name.partition("!")[0] for kind in found.values() for name in kind}
    never = ("search", "api/", "feed", "llms", "sitemap", "assets/")
    assert [name for name in places if name.startswith(never) or "feed." in name] == []
    assert not [name for name in found["name"] if "!" in name], "no name in a file that is downloaded"


def test_afterwards_no_byte_of_it_is_left(way: Way) -> None:
    found = holding(way.site("after"))
    assert found[GONE] == NOTHING
    assert found[STAYS]["words"]
    assert "It was taken back in" in (way.site("after") / f"voices/{GONE}/index.html").read_text(encoding="utf-8")
    assert f'"recalled":["{GONE}"]' in (way.site("after") / "assets/pathway/precache.js").read_text(encoding="utf-8")
    assert GONE in (way.site("after") / "voices/recalled.txt").read_text(encoding="utf-8")
    assert not [path for path in (way.folder / "store").iterdir() if path.name == GONE]


def test_verify_passes_the_new_site_and_finds_everything_in_the_old_one(way: Way, tmp_path: Path, full: bool) -> None:
    """What may hold the answer; in full the whole new site. `test_rules_and_outputs` reads a whole site always."""
    for name in ("before", "after"):
        for part in ("themes/permission", f"voices/{GONE}", "modules"):
            shutil.copytree(way.site(name) / part, tmp_path / name / part)
    new = way.site("after") if full else tmp_path / "after"
    assert voices(way.folder, "verify", new) == (0, "Nothing found that is not permitted.\n")
    exit_code, told = voices(way.folder, "verify", tmp_path / "before")
    assert exit_code == 1
    for place in ("themes/permission/index.html", f"voices/{GONE}/index.html", ".epub!", ".imscc!", "-scorm12.zip!"):
        assert [line for line in told.splitlines() if place in line and f"words of {GONE}" in line], place
    assert f"a file of {GONE}" in told


def test_a_site_without_voices_holds_none(way: Way) -> None:
    assert holding(way.site("without")) == dict.fromkeys(WORDS, NOTHING)
    module = (way.site("without") / "modules/m/index.html").read_text(encoding="utf-8")
    assert "an answer that is not part of this copy" in module
