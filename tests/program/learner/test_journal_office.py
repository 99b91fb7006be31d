"""The journal as a Word file, opened by LibreOffice: in full runs, since it takes a program of its own."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import office
from journalling import fill_journal, take


@pytest.mark.long
def test_libreoffice_opens_the_word_file(browser: Browser, site_address: str, tmp_path: Path, full: bool) -> None:
    if not full:
        pytest.skip("runs with --full only: it needs LibreOffice; python-docx reads the same file in every run")
    program = office.find()
    assert program is not None, office.ADVICE
    context = browser.new_context()
    file = take(fill_journal(context.new_page(), site_address), "Word", tmp_path)
    context.close()
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for form, ending in (("txt:Text (encoded):UTF8", "txt"), ("pdf", "pdf"), ("html:HTML:EmbedImages", "html")):
        command = [str(program), profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(file)]
        subprocess.run(command, check=True, capture_output=True)
        assert file.with_suffix(f".{ending}").stat().st_size > 500
    text = file.with_suffix(".txt").read_text(encoding="utf-8-sig")
    for line in ("Reflection journal", "We meet every Tuesday, mostly in person.", "They said: no.", "日本語 🙂 é"):
        assert line in text
    html = file.with_suffix(".html").read_text(encoding="utf-8")
    assert re.search(r"<h1\b[^>]*>.*Collaborative impact leadership", html, re.DOTALL)
    assert re.search(r'lang="en-GB"', html)
    assert '<li value="3"' in html
