"""What people can do with a resource or a task: pass it on, and report a problem, with and without a contact."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from casetable import case_table
from learning_pathway.catalogue.model import Pathway
from learning_pathway.site.sharing import LONGEST, Item
from smallcatalogue import CATALOGUE, Open


def item(**changes: str) -> Item:
    facts = {"key": "resource:one", "title": "One", "path": "resources/one/", "link": "https://example.org/a?b=1&c=2"}
    settings = {name: changes.pop(name) for name in ("contact", "repository", "forge", "site_url") if name in changes}
    return Item(Pathway.model_validate(settings), **{**facts, "link_state": "changed", **changes})


def fields(report: str) -> dict[str, str]:
    """A report as a program reads it: one `key: value` a line."""
    return dict(line.split(": ", 1) for line in report.splitlines())


def test_a_report_is_plain_lines_of_key_and_value() -> None:
    assert fields(item(site_url="https://example.org/pathway/").report) == {
        "problem": "",
        "report": "1",
        "item": "resource:one",
        "title": "One",
        "page": "https://example.org/pathway/resources/one/",
        "link": "https://example.org/a?b=1&c=2",
        "link-state": "changed",
    }
    assert "link" not in fields(item(link="", link_state="").report), "a task has no link"


@case_table(
    "title",
    [
        "A\nproblem: forged\nitem: resource:other",
        "B\r\nitem: x",
        "C\u2028item: x\u0085item: y",
        "D\x00\x1bitem: x\titem: y",
        "E" * 5_000,
        "\u202eF",
    ],
)
def test_no_text_of_the_catalogue_adds_a_line_to_a_report(title: str) -> None:
    read = fields(item(title=title).report)
    assert list(read) == ["problem", "report", "item", "title", "page", "link", "link-state"]
    assert read["item"] == "resource:one"
    assert len(read["title"]) <= LONGEST + 1


def test_a_report_goes_to_the_contact_by_e_mail_and_needs_no_account() -> None:
    mail = item(contact="help@example.org").report_mail
    assert mail.startswith("mailto:help@example.org?subject=Problem%3A%20One&body=problem%3A%20%0D%0A")
    assert parse_qs(urlsplit(mail).query, keep_blank_values=True)["body"][0].endswith("link-state: changed\r\n")
    assert item(contact="https://example.org/contact/").report_mail == ""
    assert item().report_mail == item().report_issue == ""


@pytest.mark.parametrize(
    ("forge", "start"),
    [
        ("github", "/issues/new?title=Problem%3A%20One&body=problem"),
        ("gitlab", "/-/issues/new?issue%5Btitle%5D=Problem%3A%20One&issue%5Bdescription%5D=problem"),
        ("forgejo", "/issues/new?title=Problem%3A%20One&body=problem"),
        ("bitbucket", "/issues/new?title=Problem%3A%20One&content=problem"),
    ],
)
def test_a_report_is_an_issue_where_there_is_a_repository(forge: str, start: str) -> None:
    address = item(repository="https://forge.example/team/pathway", forge=forge).report_issue
    assert address.startswith(f"https://forge.example/team/pathway{start}")
    assert "item%3A%20resource%3Aone%0A" in address


def test_a_message_has_title_reason_time_and_address() -> None:
    mail = item(site_url="https://example.org/", reason="It\nhelps.", time="13 minutes").mail
    assert mail.startswith("mailto:?subject=One&body=")
    assert unquote(mail.partition("body=")[2]).split("\r\n") == [
        "One",
        "It helps.",
        "13 minutes",
        "https://example.org/resources/one/",
    ]
    assert unquote(item().mail).endswith("https://example.org/a?b=1&c=2"), "a site without an address names the link"


def test_every_step_and_record_can_be_shared_and_reported(pages: Mapping[str, str]) -> None:
    module = pages["modules/first/index.md"]
    steps = len(re.findall(r'<li class="lp-step ', module))
    assert steps == module.count('class="lp-share"') == module.count('class="lp-report"')
    assert 'data-lp-share="modules/first/#task--think"' in module
    record = pages["resources/known/index.md"]
    assert record.count("data-lp-share=") == 1
    assert "item%3A%20resource%3Aknown%0A" in record


def test_a_card_leads_to_the_contact_and_to_the_repository(open_catalogue: Open) -> None:
    repository = "  repository: https://forge.example/team/pathway\n"
    assert repository in CATALOGUE
    for settings, found in (
        ("  contact: help@example.org\n", 'href="mailto:help@example.org?'),
        (repository, 'href="https://forge.example/team/pathway/'),
        ("", "item: resource:known\n"),
    ):
        edition = open_catalogue(CATALOGUE.replace(repository, settings))
        (page,) = (page for page in edition.pages() if page.path == "resources/known/index.md")
        assert found in unescape(page.text)
        assert ("<pre" in page.text) == (not settings), "with neither, there is a text to copy"
