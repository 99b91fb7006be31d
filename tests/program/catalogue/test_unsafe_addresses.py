"""Every field that becomes an address refuses what is none, whatever tricks it uses."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from learning_pathway.catalogue import Problem, read
from learning_pathway.catalogue.schema import schema
from learning_pathway.catalogue.values import ADDRESS_PATTERN, CONTACT_PATTERN

CALL = {"id": "call", "question": "Why?", "closes": "2020-04-30"}

TODAY = date(2025, 6, 30)
#: For each entry with addresses: a catalogue with the fields of such an entry, by the entry's name in the schema.
ENTRIES = {
    "Pathway": lambda fields: {"pathway": fields},
    "Resource": lambda fields: {"resources": [{"id": "a", "type": "report", "title": "A", **fields}]},
    "Alternative": lambda fields: {
        "resources": [
            {
                "id": "a",
                "type": "report",
                "title": "A",
                "alternatives": [{"label": "L", "url": "https://x.org", **fields}],
            }
        ]
    },
    "Call": lambda fields: {"calls": [{**CALL, **fields}]},
    "Controller": lambda fields: {"calls": [{**CALL, "controller": {"name": "Team", **fields}}]},
}
HOSTILE = [
    *(
        "javascript://%0Aalert(1)//@x.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " \u00a0javascript:alert(1)",
    ),
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript\u200b:alert(1)",
    *(
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,eA==",
        "vbscript:msgbox(1)",
        "VBScript:x@y.example",
    ),
    *(
        "https:javascript:alert(1)",
        "https:example.org",
        "https:/example.org",
        "https:\\\\example.org",
        "//example.org/x",
    ),
    "/\\example.org",
    "\\\\example.org\\x",
    "https://example.org\\@evil.example",
    "https://a@evil.example/x",
    *(
        "https://user:secret@example.org/",
        "https://example.org%40evil.example@x.example/",
        "https://exa\u202emple.org/",
    ),
    *(
        "https://\u2067example.org/",
        "https://example.org/\u061cx",
        "https://example.org/a b",
        "https://example.org/\u3000x",
    ),
    *(
        "https://example.org/<b>",
        'https://example.org/"onclick="x',
        "https://exam\u00adple.org/",
        "https:///example.org",
    ),
    *(
        "https://",
        "https://?x",
        "http://example.org:0/",
        "http://example.org:99999/",
        "file:///etc/passwd",
        "blob:https://x.org/y",
    ),
    *(
        "ftp://example.org/x",
        "about:blank",
        "view-source:https://example.org",
        "tel:+441234",
        "intent://x.example#Intent;end",
    ),
]
#: What only an address to write to might let through.
HOSTILE_CONTACTS = [
    *(
        "a@example.org\nBcc: b@example.org",
        "a@example.org,b@example.org",
        "a@example.org;b@example.org",
        "<a@example.org>",
    ),
    "A Name <a@example.org>",
    "a@example.org?bcc=b@example.org",
    "mailto:a@example.org?bcc=b@example.org",
    *(
        "mailto:a@example.org&cc=b@example.org",
        "a@example.org#x",
        "a%0d%0abcc:b@example.org",
        "mailto:javascript:x@y.example",
    ),
    *(
        "a@exam\u202eple.org",
        "a\u200b@example.org",
        "a@example",
        "@example.org",
        "a@",
        "a b@example.org",
        "a@b@example.org",
    ),
    *(
        '"a"@example.org',
        "a@[127.0.0.1]",
        "a@127.0.0.1",
        "mailto://a@example.org",
        "MAILTO:mailto:a@example.org",
        "a..b@example.org",
    ),
]


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """The schema."""
    return schema()


def address_fields(made: dict[str, Any], pattern: str) -> list[tuple[str, str]]:
    """The entry and the name of every field that the schema says to be such an address."""
    return sorted(
        (entry, name)
        for entry, definition in {**made["$defs"], "Catalogue": made}.items()
        for name, field in definition.get("properties", {}).items()
        if f'"pattern": {json.dumps(pattern)}' in json.dumps(field)
    )


def problems(folder: Path, data: Any) -> list[Problem]:
    (folder / "resources.yaml").write_text(json.dumps(data), encoding="utf-8")  # JSON is YAML
    return [problem for problem in read(folder, today=TODAY).problems if problem.severity == "error"]


def test_every_field_of_the_model_that_is_an_address_is_tried_here(made: dict[str, Any]) -> None:
    fields = address_fields(made, ADDRESS_PATTERN)
    assert {entry for entry, _ in fields} <= set(ENTRIES)
    assert ("Alternative", "url") in fields and ("Pathway", "repository") in fields
    named = {
        (entry, name)
        for entry, definition in made["$defs"].items()
        for name in definition.get("properties", {})
        if name.endswith(("url", "uri", "link", "address", "homepage")) or name in ("transcript", "repository")
    }
    assert named == set(fields)  # a field that is named like an address is one


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_field_takes_what_is_no_address(tmp_path: Path, made: dict[str, Any], hostile: str) -> None:
    for entry, field in [*address_fields(made, ADDRESS_PATTERN), *address_fields(made, CONTACT_PATTERN)]:
        found = problems(tmp_path, ENTRIES[entry]({field: hostile}))
        codes = {problem.code for problem in found}
        assert codes & {"unsafe-address", "control-character", "hidden-character"}, (entry, field, hostile)


@pytest.mark.parametrize("hostile", HOSTILE_CONTACTS)
def test_a_contact_is_one_plain_email_address_or_a_page(tmp_path: Path, hostile: str) -> None:
    found = problems(tmp_path, {"pathway": {"contact": hostile}})
    assert {"unsafe-address", "control-character", "hidden-character"} & {problem.code for problem in found}


@pytest.mark.parametrize(
    "contact",
    [
        *("team@example.org", "mailto:team@example.org", "first.last+pathway@mail.example.co.uk", "o'neil@example.ie"),
        *("https://example.org/contact", "https://example.org/@us", "http://intranet.example.org/", "a@bücher.example"),
    ],
)
def test_honest_contacts_are_taken(tmp_path: Path, contact: str) -> None:
    assert problems(tmp_path, {"pathway": {"contact": contact}}) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("A Name <team@example.org>", "contact: team@example.org"),
        ("MAILTO:team@example.org", "contact: team@example.org"),
        ("team@example.org?subject=Hi", "contact: team@example.org"),
    ],
)
def test_the_contact_that_was_meant_is_shown(tmp_path: Path, written: str, meant: str) -> None:
    (tmp_path / "resources.yaml").write_text(f"pathway:\n  contact: {written}\n", encoding="utf-8")
    (problem,) = (each for each in read(tmp_path, today=TODAY).problems if each.severity == "error")
    assert problem.corrected.strip() == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10.1234/abc}", "10.1234/abc"),
        ("10.1234/{abc}", "10.1234/abc"),
        ("10.1234/ab 12", "10.1234/ab12"),
        ("10.1234/abc and more", "10.1234/abc"),
        ("10.1234/abc.", "10.1234/abc"),
        ("10.1234/abc)", "10.1234/abc"),
        ("<10.1234/abc>", "10.1234/abc"),
        ("https://doi.org/10.1234/abc", "10.1234/abc"),
        ("http://dx.doi.org/10.1234/a(b)c", "10.1234/a(b)c"),
        ("doi:10.1234/abc", "10.1234/abc"),
        ("10.1234%2Fabc", "10.1234/abc"),
        ("10.1234/abc?utm_source=x", "10.1234/abc"),
        ("10.1234/abc\u200b", "10.1234/abc"),
        ("10.1234/x\u201d", "10.1234/x"),
        ("10.1234/a\\b", "10.1234/ab"),
    ],
)
def test_what_is_no_doi_is_refused_with_the_doi_that_was_meant(tmp_path: Path, written: str, meant: str) -> None:
    found = problems(tmp_path, ENTRIES["Resource"]({"doi": written}))
    assert [(problem.code, problem.remedy) for problem in found if problem.code == "bad-doi"] == [
        ("bad-doi", f"Write `{meant}`.")
    ]
    assert problems(tmp_path, ENTRIES["Resource"]({"doi": meant})) == []


@pytest.mark.parametrize(
    "doi",
    [
        *(
            "10.1002/(SICI)1099-1379(199601)17:1<1::AID-JOB741>3.0.CO;2-7",
            "10.1890/0012-9658(2006)87[2832:TIO]2.0.CO;2",
        ),
        *("10.1177/0018726719878622", "10.1000.10/123", "10.1016/S0140-6736(20)30183-5", "10.1234/a=b+c!"),
    ],
)
def test_odd_dois_are_taken(tmp_path: Path, doi: str) -> None:
    assert problems(tmp_path, ENTRIES["Resource"]({"doi": doi})) == []


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        ("isbn", "ISBN 978-0-306-40615-7", "978-0-306-40615-7"),
        ("isbn", "978–0–306–40615–7", "978-0-306-40615-7"),
        ("isbn", "0306406152 (pbk)", "0306406152"),
        ("issn", "ISSN 0378 5955", "0378-5955"),
        ("issn", "0378–5955", "0378-5955"),
    ],
)
def test_the_standard_number_that_was_meant_is_shown(tmp_path: Path, field: str, written: str, meant: str) -> None:
    (problem,) = problems(tmp_path, ENTRIES["Resource"]({field: written}))
    assert problem.remedy == f"Write `{meant}`."
