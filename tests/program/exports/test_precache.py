"""The list of what to keep for reading offline: complete, exact, and the same each time."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from learning_pathway.cli import main
from learning_pathway.site.files.offline import LIST_PATH, SUMMARY_PATH, PrecacheError, precache, write_precache

FILES = {
    "index.html": "home",
    "offline.js": "worker",
    "404.html": "missing",
    "sitemap.xml": "<urlset/>",
    "modules/trust/index.html": "trust",
    "resources/a (b) é/index.html": "odd",
    "assets/javascripts/pathway.mjs": "script",
    "assets/javascripts/bundle.min.js.map": "{}",
    "assets/javascripts/lunr/wordcut.js": "Thai",
    "assets/javascripts/lunr/min/lunr.de.min.js": "German",
    "assets/javascripts/lunr/min/lunr.stemmer.support.min.js": "stems",
    "downloads/handbook.pdf": "%PDF",
    "search/search_index.json": '{"config": {"lang": ["en"]}}',
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def addresses(site: Path) -> list[str]:
    return [file.address for file in precache(site).files]


def test_pages_are_listed_as_browsers_ask_for_them(site: Path) -> None:
    assert addresses(site) == [
        "",
        "assets/javascripts/pathway.mjs",
        "modules/trust/",
        "resources/a%20(b)%20%C3%A9/",
    ]


def test_the_search_of_the_site_engine_is_left_out_and_our_own_kept(site: Path) -> None:
    for name in ("search.json", "assets/javascripts/workers/search.1.min.js", "assets/pathway/search/index.json"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("search", encoding="utf-8")
    assert [address for address in addresses(site) if "search" in address or "lunr" in address] == [
        "assets/pathway/search/index.json"
    ]


def test_each_file_carries_the_hash_that_browsers_check(site: Path) -> None:
    listed = {file.address: file for file in precache(site).files}
    digest = b64encode(sha256(b"trust").digest()).decode()
    assert listed["modules/trust/"].integrity == f"sha256-{digest}"
    assert listed["modules/trust/"].size == 5


def test_the_same_site_gives_the_same_bytes_and_another_gives_another_version(site: Path) -> None:
    first = write_precache(site)
    again = write_precache(site)
    assert (first.version, first.script, first.summary) == (again.version, again.script, again.summary)
    (site / "modules" / "trust" / "index.html").write_text("distrust")
    assert write_precache(site).version != first.version


def test_the_list_is_a_script_and_its_summary_counts(site: Path) -> None:
    found = write_precache(site)
    script = (site / LIST_PATH).read_text(encoding="utf-8")
    content = json.loads(re.fullmatch(r"self\.precache=(\{.*\});\n", script, re.DOTALL)[1])  # type: ignore[index]
    assert content["version"] == found.version
    assert len(content["files"]) == 4
    summary = json.loads((site / SUMMARY_PATH).read_text(encoding="utf-8"))
    assert summary == {"version": found.version, "files": 4, "pages": 3, "bytes": 4 + 6 + 5 + 3}


@pytest.mark.parametrize("missing", ["index.html", "offline.js"])
def test_a_folder_that_is_no_site_is_refused(site: Path, missing: str) -> None:
    (site / missing).unlink()
    with pytest.raises(PrecacheError, match=missing):
        precache(site)
    run = CliRunner().invoke(main, ["precache", str(site)])
    assert run.exit_code == 1
    assert "not a finished site" in run.output
    assert not (site / LIST_PATH).exists()


def test_the_command_says_what_it_listed(site: Path) -> None:
    run = CliRunner().invoke(main, ["precache", str(site)])
    assert run.exit_code == 0, run.output
    assert run.output.startswith("4 files, 0.0 MB, version ")
