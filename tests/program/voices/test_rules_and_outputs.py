"""Every rule of who may be quoted, published and named, in every output of a site that has an answer for each rule."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from learning_pathway.catalogue import read
from learning_pathway.links.state.file import LinkStates
from learning_pathway.site.build import Build
from learning_pathway.site.contents import assets
from learning_pathway.site.document import Page
from learning_pathway.site.files.downloads import export_file
from learning_pathway.site.files.offline import precache
from learning_pathway.site.files.share_pictures import share_pictures
from learning_pathway.site.handbook import handbook
from learning_pathway.site.pages.call import recording_files
from learning_pathway.site.pages.learner import OUTLINE_PATH
from learning_pathway.site.pages.search import search_assets
from learning_pathway.voices.collection import SAMPLES
from learning_pathway.voices.leaks import find_leaks, watch
from learning_pathway.voices.permission import Permission
from voiceanswers import ROLE, write_answer
from voicerules import OUTPUTS, RULES, Output, Rule, facts_of, words_of_rule

if TYPE_CHECKING:
    from conftest import Once

NOTICE_TEXT = "What happens to answers.\n"
NOTICE = {"id": "asked/1", "sha256": hashlib.sha256(NOTICE_TEXT.encode()).hexdigest()}
SETTINGS = """\
pathway: {{title: Test, language: {language}, site_url: "https://example.org/pathway/"}}
resources:
  - {{id: one, type: report, title: A report, published: 2001, url: "https://example.org/1", added: 2024-01-01}}
calls:
  - {{id: asked, question: What helped?, closes: 2024-03-31, quorum: 1, shown_as: [{role}, Charity]}}
  - {{id: few, question: What else?, closes: 2024-03-31, quorum: 1000, shown_as: [{role}, Charity]}}
"""


def id_of(rule: Rule) -> str:
    return f"v-{RULES.index(rule):02d}0000"


def write_project(folder: Path) -> None:
    """A pathway that has a theme, a task, a step and a tip based on the answer of each rule, and their store."""
    project = folder / "project"
    (project / "notices/asked").mkdir(parents=True)
    (project / "notices/asked/1.md").write_text(NOTICE_TEXT, encoding="utf-8")
    (folder / "store").mkdir()
    recalled = "".join(f"{id_of(rule)} 2024-09\n" for rule in RULES if rule.recalled)
    (project / "voices-recalled.txt").write_text(recalled, encoding="utf-8")
    for rule in RULES:
        if not rule.recalled:
            store = project / SAMPLES if rule.more.get("sample") else folder / "store"
            excerpt, rest, *_ = words_of_rule(rule)
            words = f"{excerpt} {rest} {rule.more.get('contact', '')}"
            written = write_answer(store, facts_of(rule, NOTICE, id_of(rule)), words)
            if "changed" in rule.more:
                record = (written / "voice.yaml").read_text(encoding="utf-8")
                wrong = record.replace('"answer.txt"', f'"answer.txt", "sha256": "{"0" * 64}"')
                (written / "voice.yaml").write_text(wrong, encoding="utf-8")
            if "moved" in rule.more:
                (written / "answer.txt").write_text(words.replace(" ", " and ", 1), encoding="utf-8")
    write_catalogue(project, "en-GB")


def write_catalogue(project: Path, language: str) -> None:
    """The catalogue in a language."""
    lines = [SETTINGS.format(language=language, role=ROLE), "themes:"]
    lines += [f"  - {{id: {rule.id}, title: On {rule.id}, statement: It helps.}}" for rule in RULES]
    lines += ["tasks:"]
    lines += [f'  - {{id: {rule.id}, prompt: Why?, rests_on: ["{id_of(rule)}/1"]}}' for rule in RULES]
    steps = ", ".join(f"{{task: {rule.id}}}" for rule in RULES)
    lines += [f"modules: [{{id: m, title: M, sections: [{{id: s, title: S, steps: [{{read: one}}, {steps}]}}]}}]"]
    tips = ", ".join(f'{{id: t-{rule.id}, text: Ask., rests_on: ["{id_of(rule)}/1"]}}' for rule in RULES)
    lines += [f"tips: [{{id: tips, title: Tips, sources: [{{id: q, kind: event, title: Q, tips: [{tips}]}}]}}]"]
    (project / "resources.yaml").write_text("\n".join(lines), encoding="utf-8")


class Site:
    """What was built: the text of each output, as a whole or of the part that a rule is about."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, language: str) -> Build:
        write_catalogue(self.folder / "project", language)
        return Build(read(self.folder / "project"), LinkStates(), None)

    @cached_property
    def english(self) -> Build:
        return self.build("en-GB")

    @cached_property
    def pages(self) -> dict[str, Page]:
        return {page.path: page for page in self.english.pages()}

    @cached_property
    def welsh(self) -> str:
        """The page of the module in Welsh."""
        return next(page.body for page in self.build("cy-GB").pages() if page.path == "modules/m/index.md")

    @cached_property
    def files(self) -> dict[str, str]:
        """Every output that is a file, as text; the parts of packages unpacked."""
        site = self.english.site
        assert site is not None
        texts = {asset.path: asset.text for asset in assets(site)}
        found = {
            "search": "\n".join(asset.text for asset in search_assets(site, ())),
            "feeds": "\n".join(text for path, text in texts.items() if "feed" in path),
            "api": "\n".join(text for path, text in texts.items() if path.startswith("api/")),
            "metadata": "\n".join(str(dict(page.meta)) for page in self.pages.values()),
            "pictures": "\n".join(f"{asset.path} {asset.data!r}" for asset in share_pictures(site)),
            "llms": "\n".join(text for path, text in texts.items() if path.endswith((".txt", ".ris", ".bib", ".json"))),
            "docx": next(text for path, text in texts.items() if path == OUTLINE_PATH),
            "handbook": handbook(site, style_sheet="x.css"),
            **{kind: unpacked(export_file(site, kind)) for kind in ("epub", "scorm12", "common-cartridge")},
        }
        assert all(found.values()), "each output holds something"
        return found

    @cached_property
    def offline(self) -> set[str]:
        """Addresses of what a browser keeps."""
        folder = self.folder / "site"
        for page in self.pages.values():
            path = folder / page.path.replace(".md", ".html")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.body, encoding="utf-8")
        for asset in recording_files(self.english.site) if self.english.site else ():
            (folder / asset.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / asset.path).write_bytes(asset.data)
        (folder / "offline.js").write_text("", encoding="utf-8")
        return {file.address for file in precache(folder).files}


def unpacked(data: bytes) -> str:
    """The text of every file of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.fixture(scope="module")
def site(once: Once) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patched:
        folder = once("voice-rules", write_project)
        patched.setenv("PATHWAY_VOICES", str(folder / "store"))
        yield Site(folder)


def part(text: str, start: str, end: str) -> str:
    """The part of a page that is about one task or tip."""
    return text.partition(f'id="{start}')[2].partition(f'id="{end}')[0]


def in_place(text: str) -> str:
    """What a part of a page that rests on an excerpt holds, apart from the excerpt."""
    notes = {"being read again": "being read again", "asked us not to quote": "asked us not to quote"}
    return next((note for sign, note in notes.items() if sign in text), "–")


def trace(text: str) -> str:
    """What the page of an answer says that shows none of its words."""
    signs = {"None of its words are shown.": "trace", "It was taken back in": "taken back"}
    return next((told for sign, told in signs.items() if sign in text), "–")


def found_in(site: Site, output: Output, rule: Rule) -> str:
    """What an output holds of the answer of a rule."""
    excerpt, rest, translation, family = words_of_rule(rule)
    path, page_of_answer = f"themes/{rule.id}/index.md", site.pages.get(f"voices/{id_of(rule)}/index.md")
    step = part(site.pages["modules/m/index.md"].body, f'task--{rule.id}"', "task--")
    tip = part(site.pages["tips/index.md"].body, f'tip--t-{rule.id}"', "tip--")
    answer = page_of_answer.body if page_of_answer else ""
    if output.id == "call":
        voice = site.english.voices.voices.get(id_of(rule))
        return "counted" if voice and voice.permission.counted else "–"
    if output.id in ("step", "tip"):
        text = step if output.id == "step" else tip
        assert rest not in text
        return "excerpt" if excerpt in text else in_place(text)
    if output.id == "theme":
        text = site.pages[path].body
        assert rest not in text
        return "excerpt" if excerpt in text else "counted" if "may not be quoted" in text else "–"
    if output.id == "voice":
        return "whole" if excerpt in answer and rest in answer else "excerpt" if excerpt in answer else trace(answer)
    if output.id == "recording":
        return "player" if "data-lp-media" in answer else "–"
    if output.id == "recording-away":
        away = [path for path in site.offline if path.startswith(f"voices/{id_of(rule)}/") and not path.endswith("/")]
        return "shown" if away or any("ftyp" in site.files[kind] for kind in ("epub", "scorm12")) else "–"
    if output.id == "name":
        everything = step + tip + answer + site.pages[path].body
        return "name" if family in everything else "role" if ROLE in everything or "Mayor" in everything else "–"
    if output.id == "language":
        text = part(site.welsh, f'task--{rule.id}"', "task--")
        assert translation not in step + tip + answer
        return "both" if translation in text and excerpt in text else "own" if excerpt in text else "–"
    if output.id == "offline":
        return "kept" if f"voices/{id_of(rule)}/" in site.offline else "–"
    if output.id == "names-away":
        away = "".join(site.files[name] for name in ("epub", "scorm12", "common-cartridge", "handbook", "docx"))
        return "–" if family not in away and ROLE not in away and "Mayor" not in away else "shown"
    text = site.files[output.id]
    words = [each for each in (excerpt, rest, translation, family) if each in text]
    return "–" if not words and f"voices/{id_of(rule)}/" not in text else "excerpt" if words == [excerpt] else "link"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_gives_in_each_output_what_the_table_says(site: Site, rule: Rule) -> None:
    found = {output.id: found_in(site, output, rule) for output in OUTPUTS}
    assert found == {output.id: output.cell(rule.expected) for output in OUTPUTS}


def test_a_call_counts_its_answers_and_no_number_below_its_minimum(site: Site) -> None:
    many = sum(1 for rule in RULES if rule.expected.stage and not rule.few)
    assert f"There are {many} answers." in site.pages["calls/asked/index.md"].body
    assert "There are fewer than 1,000 answers so far." in site.pages["calls/few/index.md"].body


def test_nothing_in_the_whole_site_and_its_packages_is_found_that_is_not_permitted(site: Site, tmp_path: Path) -> None:
    build = site.english
    assert build.site is not None
    written = {page.path.replace(".md", ".html"): html(page) for page in site.pages.values()}
    written |= {asset.path: asset.text for asset in assets(build.site)}
    for path, text in written.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    for kind in ("epub", "scorm12", "common-cartridge"):
        (tmp_path / f"{kind}.zip").write_bytes(export_file(build.site, kind))
    voices = build.voices
    watched = watch(
        (answer, voices.voices[id_].permission if id_ in voices.voices else Permission())
        for id_, answer in voices.answers.items()
    )
    assert find_leaks([tmp_path], watched) == []
    quoted, anywhere = Path(tmp_path / "copy.txt"), words_of_rule(RULES[0])[0]
    quoted.write_text(anywhere, encoding="utf-8")
    assert [leak.file for leak in find_leaks([tmp_path], watched)] == ["copy.txt"]


def html(page: Page) -> str:
    """A page as a browser gets it, near enough: what it says to programs, then its body."""
    return f"<html><head>{escape(str(dict(page.meta)))}</head><body>{page.body}</body></html>"
