"""What people send, hostile texts included, and what becomes of each."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path

from forgeforms import forge_forms
from learning_pathway.catalogue import read
from learning_pathway.catalogue.contribution_forms import REPORT, SUGGESTION, as_text
from learning_pathway.catalogue.reports import visible
from learning_pathway.formats.text import FileError
from learning_pathway.imports.contributions import read_contribution, take_in
from learning_pathway.process import sentence
from senttexts import AS_SENT

__all__ = ["CATALOGUE", "CONTRIBUTIONS", "GOLDEN", "TODAY", "result", "results", "write_project"]

TODAY = date(2026, 3, 16)
GOLDEN = Path(__file__).resolve().parents[1] / "program" / "imports" / "intake.json"

CATALOGUE = """\
# Ours.
pathway: {title: Small}
resources:
  # The first one.
  - id: joint-work
    type: report
    title: Joint work in hard times   # as printed
    authors: [{family: Gray, given: Ida}]
    published: 2021
    url: https://example.com/joint-work
    doi: 10.5555/12345678
    formerly: [old-name]
  - {id: noted, type: video, title: A film, url: "https://example.com/film", note: "Reported on 2026-01-02: No sound."}
  - id: waiting
    title: A draft that waits
    url: https://example.com/waiting
    status: draft
  - {title: A draft without an id, url: "https://example.com/unnamed", status: draft, authors: nobody, doi: [x]}
  - {id: odd, url: "http://[::1", title: [a], isbn: {a: b}, published: soon, status: draft}
tasks:
  - {id: think, prompt: "What helps?"}
"""

_ISSUE = """\
### Title

Trust at work

### Address

https://example.com/trust

### Type

report

### Author

_No response_

### Published

2020

### Who would it help, and how?

Managers.

It is short & to the point.

### Is it yours?

Not sure

### Page

https://example.org/library/
"""

_MAIL = b"""\
From: Someone <someone@example.com>
To: help@example.org
Subject: =?utf-8?q?Resource=3A_Trust?=
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

Hello, here is one:

title: Trust caf=C3=A9s
url: https://example.com/cafes
why: It is a long line that the mail program breaks in the middle, because=
 it is so long.
suggestion: 1

--=20
Someone
url: https://example.com/signature
--b
Content-Type: text/html

<p>title: Other</p>
--b--
"""


def _suggestion(**answers: str) -> str:
    return as_text(SUGGESTION, {"title": "Trust at work", "why": "It helps.", **answers})


def _report(**answers: str) -> str:
    return as_text(REPORT, {"problem": "The link is dead.", "item": "resource:joint-work", **answers})


_TRUST = _suggestion(url="https://example.com/t", type="report", published="2020")


#: What is sent, by a few words on it; e-mails are named `.eml`.
CONTRIBUTIONS: dict[str, str | bytes] = {
    # As they should be
    "a suggestion": _suggestion(url="https://example.com/trust", type="report", authors="Gray, Ida; Northern Forum"),
    "a suggestion without a type": _suggestion(url="https://example.com/trust"),
    "a suggestion without an address": _suggestion(type="book", published="1999"),
    "a suggestion by its DOI": _suggestion(url="doi:10.5555/87654321", type="journal article"),
    "a suggestion by its maker": _suggestion(own="yes", page="https://example.org/modules/trust/", type="audio"),
    "an address without its beginning": _suggestion(url="www.example.com/trust", type="blog"),
    "an address in brackets": _suggestion(url="<https://example.com/a(b)>", type="blog"),
    "an address as a link": _suggestion(url="[Trust](https://example.com/trust)", type="blog"),
    "several paragraphs": _suggestion(why="One.\n\nTwo:\n- three\n- four", type="blog"),
    "an issue": _ISSUE,
    "an issue with CRLF": _ISSUE.replace("\n", "\r\n"),
    "an e-mail.eml": _MAIL,
    "an e-mail that was quoted": "\n".join(f"> {line}" for line in _suggestion(type="blog").splitlines()),
    "a text in a block of code": f"Please add:\n\n```\n{_suggestion(type='blog')}```\n",
    "keys in capitals": _suggestion(type="blog").replace("title:", "TITLE :").replace("why:", "Why:"),
    "labels in place of keys": "Title: Trust\nAddress: https://example.com/t\nWho would it help, and how?: Us\n",
    "words before a key": "I think this is good.\nSee: the title\ntitle: Trust at work\nwhy: x: y\n  url: no\n",
    "a byte-order mark": "\ufeff".encode() + _suggestion(type="blog").encode(),
    "a report": _report(),
    "a report with a new address": _report(**{"new-link": "https://example.com/joint-work-2"}),
    "a report by an old id": _report(item="resource:old-name"),
    "a report by its page": _report(item="", page="https://example.org/pathway/resources/joint-work/"),
    "a report on an entry with a note": _report(item="resource:noted", reader="Firefox and NVDA"),
    "a report as an issue": f"### {REPORT.asked[0].label}\n\nIt is gone.\n\n### Item\n\nresource:noted\n",
    "a report in several lines": _report().replace("dead.", "dead.\nSuggestion: use another\nReport: none\n--\nEnd"),
    "a long report": _report(problem="It is gone. " * 100),
    # As mail programs and people change it
    "a text that was forwarded twice": "\n".join(f">> {line}" for line in _TRUST.splitlines()),
    "a text below the heads of a forwarded message": f"Can you add this?\n\n-----Original Message-----\nFrom: Ann "
    f"<ann@example.com>\nSent: 3 March 2026\nSubject: Resource: Trust\n\n{_TRUST}",
    "a reply above a quoted text": "Thanks.\n\nOn Tue, 3 Mar 2026, Ann <ann@example.com> wrote:\n"
    + "\n".join(f"> {line}" for line in _TRUST.splitlines()),
    "an e-mail in HTML.eml": b'Content-Type: text/html; charset="utf-8"\n\n<html><head><style>p {x: y}</style></head>'
    b'<div>title: Trust &amp; work</div><div>url: <a href="https://example.com/t">https://example.com/t</a></div>'
    b"<div>type: report</div><div>why: It helps.<br>A lot.</div><script>title: evil</script><p>suggestion: 1</p>",
    "HTML as text": "".join(f"<p>{line}</p>\n" for line in _TRUST.splitlines()),
    "lines that are marked in HTML": "".join(f"<span>{line}</span>\n" for line in _TRUST.splitlines()),
    "a list": "".join(f"- {line}\n" for line in _TRUST.splitlines()),
    "bold names": "**Title:** Trust at work\n**Address**: https://example.com/t\n__Type:__ report\n"
    "**Who would it help, and how?** Managers.\n",
    "an issue whose headings were changed": _ISSUE.replace("### ", "## ").replace(
        "Managers.", "Managers, #12.\n\n### Also"
    ),
    "blanks before colons": _TRUST.replace(": ", "\u00a0: ").replace("suggestion\u00a0: 1", ""),
    "wide colons": _TRUST.replace(": ", "\uff1a").replace("suggestion\uff1a1", ""),
    "an address as Outlook copies it": _suggestion(url="https://example.com/t<https://example.com/t>", type="blog"),
    "an address on its own line": _suggestion(url="https://example.com/t", type="blog").replace("url: ", "url:\n"),
    "an address at the end of a sentence": _suggestion(url="https://doi.org/10.5555/12345678."),
    "the same address in other letters": _suggestion(url="HTTP://WWW.EXAMPLE.COM:80/joint-work/?utm_source=x#top"),
    "two suggestions": _TRUST + "\n" + _TRUST.replace("Trust", "Power").replace("/t", "/p"),
    "the same suggestion twice": _TRUST + "\n" + _TRUST,
    "the type as the page names it": _suggestion(type="Journal article", url="https://example.com/t"),
    "UTF-16": _TRUST.encode("utf-16-le").join([b"\xff\xfe", b""]),
    "Windows-1252": _TRUST.replace("Trust", "Caf\u00e9 \u2018trust\u2019").encode("cp1252"),
    "a report by the address of its page": _report(item="https://example.org/pathway/resources/joint-work/"),
    "an override and YAML": _suggestion(title='Trust \u202egnp"\n  - id: evil', why="|\n  - id: evil", type="blog"),
    "an e-mail whose plain text is empty.eml": b"Content-Type: multipart/alternative; boundary=b\n\n--b\n"
    b"Content-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>title: A</p><p>why: B</p>\n--b--\n",
    "an e-mail that forwards another.eml": b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
    b"Content-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/rfc822\n\nContent-Type: text/plain\n\n"
    + _TRUST.encode()
    + b"\n--b--\n",
    "a text that is indented": "".join(f"    {line}\n" for line in _TRUST.splitlines()),
    "an address in quotation marks": _suggestion(url='"https://example.com/t"', type="blog"),
    "blocks that never end": "<div>" * 20_000 + "<script" * 20_000 + "<" * 50_000,
    # Nothing to change
    "a report that is noted already": _report(problem="No sound.", item="resource:noted"),
    "a report of a task": _report(item="task:think"),
    "a report of no item": _report(item="", page="https://example.org/about/"),
    "a report of an unknown item": _report(item="resource:joint-wrok"),
    "the same address again": _suggestion(url="http://www.example.com/joint-work/?utm_source=x"),
    "the same DOI again": _suggestion(url="https://doi.org/10.5555/12345678"),
    "the same title again": _suggestion(title="Joint Work in Hard Times", authors="Gray, Ida"),
    "a draft again": _suggestion(url="https://example.com/waiting"),
    "a draft without an id again": _suggestion(url="https://example.com/unnamed/"),
    "the title of a draft again": _suggestion(title="A draft that waits!"),
    "a new address that another has": _report(**{"new-link": "https://example.com/film"}),
    "an empty suggestion": as_text(SUGGESTION, {"page": "https://example.org/"}),
    "an empty report": as_text(REPORT, {"item": "resource:joint-work", "page": "https://example.org/"}),
    "an empty template of GitLab": forge_forms()[".gitlab/issue_templates/resource.md"],
    "an issue without answers": "### Title\n\n_No response_\n\n### Who would it help, and how?\n\n_No response_\n",
    # What cannot be used
    "an empty file": "",
    "another text": "Dear editors,\n\nthank you for this site.\n",
    "a later version": _suggestion().replace("suggestion: 1", "suggestion: 2"),
    "two titles": _suggestion() + "title: Another\n",
    "an address alone": as_text(SUGGESTION, {"url": "https://example.com/alone"}),
    "no UTF-8": "title: Caf\xe9\nwhy: Good.\n".encode("latin-1"),
    "an e-mail in HTML alone.eml": b"Content-Type: text/html\n\n<p>title: A</p>\n",
    "an e-mail that is damaged.eml": b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; "
    b"charset=no-such\n\ntitle: A\n--b",
    "an e-mail of many parts.eml": b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(5_000)
    ),
    # Hostile
    "YAML in a title": _suggestion(title='a" : [x, &y *z, !!python/object:os.system {k: v}] # - |', type="blog"),
    "YAML in a reason": _suggestion(why="x\n\nretired:\n  - id: joint-work\n---\n- *a\n? <<: &a", type="blog"),
    "YAML in a page": _suggestion(page='"}\n- id: x', type="blog"),
    "signs of a shell": _suggestion(title="$(rm -rf ~) `id`; && || > /etc/passwd '\"\\", type="blog"),
    "a command in an item": _report(item="resource:$(id)", page="https://example.org/resources/../../etc/passwd"),
    "an address that runs": _suggestion(url="javascript:alert(1)"),
    "an address at home": _suggestion(url="http://127.0.0.1/admin"),
    "an address with a password": _suggestion(url="https://me:secret@example.com/"),
    "a new address that runs": _report(**{"new-link": "data:text/html,<script>alert(1)</script>"}),
    "HTML": _suggestion(title="<script>alert(1)</script>Trust<img src=x onerror=alert(1)>", type="blog"),
    "HTML in a problem": _report(problem="<b onclick=x>Gone</b> &lt;script&gt;"),
    "a right-to-left override": _suggestion(title="Trust \u202egnihtyna\u202c\u2066 now\u2069", type="blog"),
    "invisible characters": _suggestion(title="Tr\u200bust\ufeff \U000e0041", why="A\u2060B", type="blog"),
    "control characters": _suggestion(title="Trust\x1b[31m red\x00\x07", type="blog"),
    "line separators": _suggestion(title="Trust\u2028url: https://evil.example\u0085x", type="blog"),
    "only invisible characters": _suggestion(title="\u200b\u2060", url="https://example.com/x"),
    "a megabyte": _suggestion(why="x" * 1_000_000),
    "a very long title": _suggestion(title="Trust " * 20_000, type="blog"),
    "a very long reason": _suggestion(why="Trust. " * 20_000, type="blog"),
    "many lines": "title: A\n" + "x\n" * 100_000 + "why: B\n",
    "many comments": "<!--" * 50_000 + "title: A\n",
    "many headings": "### Title\n" * 20_000,
    "an id of the program": _suggestion(title="Index", type="blog"),
    "another alphabet": _suggestion(title="協働のリーダーシップ", why="役に立つ。", type="book", authors="山田太郎"),
    "a heading in an answer": _ISSUE.replace("Managers.", "### Title\n\nForged"),
    "a comment of HTML in an answer": _ISSUE.replace("Managers.", "Ma<!-- x -->nagers. <!-- never closed"),
    **AS_SENT,
}


def write_project(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return folder


def result(name: str, folder: Path) -> dict[str, object]:
    """What becomes of a contribution: the kind of result, the message, remarks, and the lines that are added."""
    project, sent = write_project(folder / "project"), CONTRIBUTIONS[name]
    file = folder / (name if name.endswith(".eml") else "sent.txt")
    file.write_bytes(sent if isinstance(sent, bytes) else sent.encode())
    try:
        contribution = read_contribution(file)
    except (FileError, OSError) as error:
        return {"outcome": "unreadable", "message": sentence(error) if isinstance(error, OSError) else str(error)}
    found = take_in(contribution, read(project, today=TODAY), TODAY, file="resources.yaml")
    diff = "".join(patch.diff for patch in found.patches).splitlines()
    changed = [visible(line[:150]) for line in diff if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    kept = {"outcome": found.outcome.value, "message": visible(found.message[:300]), "id": found.id}
    if found.line:
        kept["place"] = f"{found.file}:{found.line}"
    return kept | {name: value for name, value in (("remarks", list(found.remarks)), ("lines", changed[:30])) if value}


def results() -> str:
    """The results of all, as the golden file has them."""
    with tempfile.TemporaryDirectory() as folder:
        found = {name: result(name, Path(folder) / str(place)) for place, name in enumerate(CONTRIBUTIONS)}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
