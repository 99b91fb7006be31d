"""Taking an answer back: by code or id, whatever was killed before, and found again wherever its words are left."""

from __future__ import annotations

import gzip
import json
import sys
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from learning_pathway.voices import withdrawal as module
from learning_pathway.voices.collection import RECALLED_FILE, read_recalled
from learning_pathway.voices.leaks import find_leaks, watch
from learning_pathway.voices.permission import before_withdrawal, permitted
from learning_pathway.voices.sheet import code_hash, find_code, is_code
from learning_pathway.voices.store import VoiceStore, read_store
from learning_pathway.voices.withdrawal import KEPT, find_by_code, read_fingerprints, take_back, take_fingerprints
from voiceanswers import CONDITIONS, MEDIA, WORDS, consent, event, facts, write_answer

TODAY = date(2027, 3, 1)
CODE = "H4TN-0W8E-R2MB-51XQ-J9CD"
OTHER_CODE = "0000-1111-2222-3333-4444"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    first = {**consent(event()), "take_back": code_hash(CODE)}
    second = {**consent(event(), number=2), "take_back": code_hash(OTHER_CODE)}
    write_answer(tmp_path / "store", facts(first, second))
    return tmp_path / "store"


def run(project: Path, store: Path, code: str = CODE) -> Any:
    found = read_store(store)
    id_ = find_by_code(found, code, TODAY)
    assert id_ is not None
    answer = found.answers.get(id_)
    permission = permitted(before_withdrawal(answer.record), TODAY, CONDITIONS) if answer else module.Permission()
    return take_back(project, found, id_, permission, TODAY, code)


@pytest.mark.parametrize(
    "written", [CODE, CODE.lower(), CODE.replace("-", " "), CODE.replace("0", "o").replace("1", "l")]
)
def test_a_code_finds_its_answer_as_people_write_it(store: Path, written: str) -> None:
    assert is_code(written)
    assert find_by_code(read_store(store), written, TODAY) == "v-7kq2m9"


@pytest.mark.parametrize("written", ["", "H4TN-0W8E-R2MB-51XQ-J9CE", "H4TN", "*" * 20, CODE * 50])
def test_a_guessed_code_finds_nothing(store: Path, written: str) -> None:
    assert find_by_code(read_store(store), written, TODAY) is None


def test_a_code_is_found_in_a_receipt() -> None:
    assert find_code(f"Take-back code      {CODE}      <- only here.") == CODE
    assert find_code("Answer v-7kq2m9, format learning-pathway-receipt/1, 3f0c5d1e-0001-4444-8888-999999999999") is None


def test_a_take_back_lists_the_id_and_deletes_the_folder(project: Path, store: Path) -> None:
    done = run(project, store)
    assert not (store / "v-7kq2m9").exists()
    assert not done.was_listed
    assert read_recalled(project)["v-7kq2m9"].month == "2027-03"
    assert len(read_recalled(project)["v-7kq2m9"].hashes) == 1
    assert "director" not in (project / RECALLED_FILE).read_text(encoding="utf-8")
    kept = "".join(path.read_text(encoding="utf-8") for path in store.rglob("*.json"))
    assert "director" not in kept


def test_doing_it_twice_changes_nothing_more(project: Path, store: Path) -> None:
    run(project, store)
    before = (project / RECALLED_FILE).read_bytes()
    again = run(project, store)
    assert again.was_listed
    assert again.was_deleted
    assert (project / RECALLED_FILE).read_bytes() == before


STEPS = ("_write_event", "add_recalled", "take_fingerprints", "_delete")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("late", [False, True])
def test_killed_at_any_step_the_next_run_finishes_it(
    project: Path, store: Path, step: str, late: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = getattr(module, step)

    def killed(*given: Any) -> Any:
        if late:
            real(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, step, killed)
        with pytest.raises(KeyboardInterrupt):
            run(project, store)
    if step != "_write_event" or late:
        answer = read_store(store).answers.get("v-7kq2m9")
        assert answer is None or not permitted(answer.record, TODAY, CONDITIONS).counted
    run(project, store)
    assert not (store / "v-7kq2m9").exists()
    assert list(read_recalled(project)) == ["v-7kq2m9"]
    assert read_recalled(project)["v-7kq2m9"].hashes, "what was published is listed, also where a kill came between"
    assert next(read_fingerprints(store, TODAY)).runs


def killed_at_line(line: int, action: Callable[[], Any]) -> int:
    """Do something, and end it before so many lines of the module have run; returns how many have."""
    ran = 0

    def each(frame: FrameType, what: str, _: Any) -> Any:
        nonlocal ran
        if frame.f_code.co_filename != module.__file__:
            return None
        if what == "line":
            ran += 1
            if ran == line:
                raise KeyboardInterrupt
        return each

    before = sys.gettrace()
    sys.settrace(each)
    try:
        action()
    finally:
        sys.settrace(before)
    return ran


@pytest.mark.long
def test_killed_anywhere_the_next_run_finishes_it(tmp_path: Path) -> None:
    def place(number: int) -> tuple[Path, Path]:
        first = {**consent(event()), "take_back": code_hash(CODE)}
        write_answer(tmp_path / f"{number}/store", facts(first, {**consent(event(), number=2)}, kind="audio"))
        (tmp_path / f"{number}/project").mkdir()
        return tmp_path / f"{number}/project", tmp_path / f"{number}/store"

    lines = killed_at_line(0, lambda: run(*place(0)))
    assert lines > 60
    for line in range(1, lines + 1, 3):
        project, store = place(line)
        with pytest.raises(KeyboardInterrupt):
            killed_at_line(line, lambda: run(project, store))  # noqa: B023 - it runs at once
        run(project, store)
        assert not (store / "v-7kq2m9").exists(), line
        assert len(read_recalled(project)["v-7kq2m9"].hashes) == 2, line
        (kept,) = read_fingerprints(store, TODAY)
        assert kept.runs and kept.files and kept.codes, line
        assert not [path for path in store.rglob("*") if path.suffix not in {"", ".json"}], line


def test_a_folder_that_is_half_deleted_is_finished(project: Path, store: Path) -> None:
    (store / "v-7kq2m9/answer.txt").unlink()
    run(project, store)
    assert not (store / "v-7kq2m9").exists()


def test_a_damaged_record_can_be_taken_back_by_its_id(project: Path, store: Path) -> None:
    (store / "v-7kq2m9/voice.yaml").write_text("id: [", encoding="utf-8")
    take_back(project, read_store(store), "v-7kq2m9", module.Permission(), TODAY)
    assert not (store / "v-7kq2m9").exists()
    assert "v-7kq2m9" in read_recalled(project)


@pytest.mark.parametrize("id_", ["v-nothere", "../v-7kq2m9", "", "."])
def test_an_unknown_id_is_refused_and_nothing_is_deleted(project: Path, store: Path, id_: str) -> None:
    with pytest.raises(LookupError):
        take_back(project, read_store(store), id_, module.Permission(), TODAY)
    assert (store / "v-7kq2m9").exists()
    assert not (project / RECALLED_FILE).exists()


def test_comments_of_a_record_stay_when_one_person_withdraws(project: Path, store: Path) -> None:
    path = store / "v-7kq2m9/voice.yaml"
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text("# Ours\n" + json.dumps(data, indent=1), encoding="utf-8")
    found = read_store(store)
    module._write_event(found.answers["v-7kq2m9"], TODAY, CODE)
    assert path.read_text(encoding="utf-8").startswith("# Ours\n")
    record = read_store(store).answers["v-7kq2m9"].record
    assert [each.events[-1].event_state.live for each in record.consent] == [False, True]
    assert not permitted(record, TODAY, CONDITIONS).counted


def test_one_salt_serves_all_answers_so_that_a_search_hashes_each_run_once(store: Path, tmp_path: Path) -> None:
    words = {f"v-{number}aaaaa": " ".join(f"{word}{number}" for word in "abcdefg") for number in "23456"}
    (store / "fingerprints").mkdir()
    (store / "fingerprints/v-0damaged.json").write_text("{", encoding="utf-8")
    for id_, text in words.items():
        take_fingerprints(store, id_, [text], [], [], TODAY)
    (store / "fingerprints/v-0damaged.json").unlink()
    kept = list(read_fingerprints(store, TODAY))
    assert len({each.salt for each in kept}) == 1
    site = tmp_path / "site"
    site.mkdir()
    for name in ("one.html", "two.html"):
        body = f"<body>Every page says this. {words['v-4aaaaa']}. {words['v-6aaaaa']}.</body>"
        (site / name).write_text(f"<html><head></head>{body}</html>", encoding="utf-8")
    found = {(leak.file, leak.id) for leak in find_leaks([site], watch([], kept))}
    assert found == {(name, id_) for name in ("one.html", "two.html") for id_ in ("v-4aaaaa", "v-6aaaaa")}


def test_fingerprints_are_deleted_after_their_time(project: Path, store: Path) -> None:
    run(project, store)
    assert list(read_fingerprints(store, TODAY + KEPT))
    assert not list(read_fingerprints(store, TODAY + KEPT + timedelta(days=1)))
    assert not list((store / "fingerprints").iterdir())


LEAKS = {
    "index.html": lambda words: f"<html><head></head><body><p>{words}</p></body></html>",
    "marked.html": lambda words: f"<html><head></head><body><p>{words.replace('had', '<b>h</b>ad')}</p></body></html>",
    "head.html": lambda words: f'<html><head><meta name="description" content="{words}"></head><body></body></html>',
    "data.html": lambda words: (
        f'<html><head></head><body><script type="application/ld+json">{json.dumps(words)}</script></body></html>'
    ),
    "search/7.json": lambda words: json.dumps({"text": words.replace(",", "\u2019,")}),
    "feed.xml": lambda words: (
        f"<feed><summary>&lt;p&gt;{words.replace('it', '&amp;#105;t')}&lt;/p&gt;</summary></feed>"
    ),
    "message.html": lambda words: (
        f'<html><head></head><body><a href="mailto:a@b?body={words.replace(" ", "%20")}">x</a></body></html>'
    ),
    "api/all.json": lambda words: json.dumps({"text": words}).replace("o", "\\u006f"),
    "llms.txt": lambda words: words.upper(),
    "offline.js": lambda words: f"const x = `{words}`;",
}


def planted(site: Path, name: str, content: str | bytes) -> None:
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_bytes(content.encode() if isinstance(content, str) else content)


def leaks(store: Path, site: Path) -> list[str]:
    found = read_store(store)
    answers = [(each, permitted(each.record, TODAY, CONDITIONS)) for each in found.answers.values()]
    return [str(leak) for leak in find_leaks([site], watch(answers, read_fingerprints(store, TODAY)))]


@pytest.mark.parametrize("name", LEAKS)
@pytest.mark.parametrize("state", ["listen", "taken back"])
def test_words_that_nothing_permits_are_found_in_any_file(project: Path, tmp_path: Path, name: str, state: str) -> None:
    scope = event("listen" if state == "listen" else "publish")
    store = tmp_path / "store"
    write_answer(store, facts({**consent(scope), "take_back": code_hash(CODE)}))
    if state == "taken back":
        run(project, store)
    site = tmp_path / "site"
    planted(site, "clean.html", "<html><head></head><body>Nothing of the kind, and quite a few words.</body></html>")
    assert leaks(store, site) == []
    planted(site, name, LEAKS[name](WORDS.strip()))
    assert leaks(store, site) == [f"{name}: words of v-7kq2m9"]


@pytest.mark.parametrize("name", ["book.epub", "course.imscc", "scorm.zip", "answers.docx", "index.pf_fragment"])
def test_words_are_found_in_packages_and_compressed_files(tmp_path: Path, store: Path, name: str) -> None:
    site = tmp_path / "site"
    if name.endswith("_fragment"):
        planted(site, name, gzip.compress(json.dumps({"content": WORDS}).encode()))
    else:
        site.mkdir()
        with zipfile.ZipFile(site / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", "application/epub+zip")
            archive.writestr("text/1.xhtml", f"<p>{WORDS}</p>")
    assert len(leaks(store, site)) == 1
    assert leaks(store, site)[0].endswith("words of v-7kq2m9")


def test_media_are_found_by_their_hash_under_any_name(project: Path, tmp_path: Path) -> None:
    store, site = tmp_path / "store", tmp_path / "site"
    write_answer(store, facts({**consent(event()), "take_back": code_hash(CODE)}, kind="audio"))
    planted(site, "voices/v-7kq2m9/9f2c.m4a", MEDIA)
    assert leaks(store, site) == []
    planted(site, "media/9f2c.bin", MEDIA)
    assert leaks(store, site) == ["media/9f2c.bin: a file of v-7kq2m9"]
    run(project, store)
    assert len(leaks(store, site)) == 2


def test_what_is_permitted_is_no_leak(tmp_path: Path) -> None:
    store, site = tmp_path / "store", tmp_path / "site"
    exact = "the director had said it out loud, we stopped asking"
    excerpt = {"n": "1", "exact": exact, "code": "permission"}
    person = consent(event("quote"), shown="name")
    write_answer(store, facts(person, excerpts=[excerpt]))
    page = "<html><head></head><body><blockquote>{}</blockquote> {}</body></html>"
    planted(site, "themes/permission/index.html", page.format(exact, "Ada Gray"))
    assert leaks(store, site) == []
    planted(site, "modules/index.html", page.format(WORDS, ""))
    assert leaks(store, site) == ["modules/index.html: words of v-7kq2m9"]
    planted(site, "modules/index.html", page.format("", ""))
    planted(site, "feed.xml", "<name>Ada  Gray</name>")
    assert leaks(store, site) == ["feed.xml: a name of v-7kq2m9"]


@pytest.mark.long
def test_an_archive_that_grows_without_end_is_reported_not_read(tmp_path: Path, store: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    with zipfile.ZipFile(site / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(6):
            archive.writestr(f"{number}.txt", b" " * 100_000_000)
    assert leaks(store, site) == ["bomb.zip: it is too large to be searched for words of an answer"]


def test_a_store_without_answers_finds_nothing(tmp_path: Path) -> None:
    assert find_leaks([tmp_path], watch([], ())) == []
    assert VoiceStore(tmp_path).answers == {}
