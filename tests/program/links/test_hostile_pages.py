"""Pages made to wear the reader out: each is read in no time, whatever it holds."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from learning_pathway.catalogue.types import ResourceType
from learning_pathway.links.fetch import read_text
from learning_pathway.links.rules.judge import judge
from learning_pathway.links.settings import Settings
from learning_pathway.links.target import Target
from learning_pathway.web.content import decode, real_kind
from learning_pathway.web.model import Fetch, FetchedLink, FinalResponse
from learning_pathway.web.page import read_page

pytestmark = pytest.mark.long

HOSTILE: dict[str, bytes] = {
    "comments": b"<!---->" * 140_000 + b"x",
    "instructions": b"<?xml a>" * 120_000 + b"x",
    "spaces": b" " * 1_000_000 + b"x",
    "deep": b"<html><body>" + b"<div>" * 190_000,
    "hidden": b"<html><body>" + b"<div hidden>" * 80_000,
    "headings": b"<html><body>" + b"<h1>a" * 190_000,
    "links": b"<html><body>" + b"<a href=//a/>" * 75_000,
    "attributes": b"<html><body><p " + b"a=1 " * 240_000 + b">",
    "one attribute": b'<html><body><p id="' + b"a" * 990_000 + b'">',
    "entities": b"<html><body>" + b"&amp;" * 190_000,
    "titles": b"<html><title>" + b"a | " * 240_000,
    "separators": b"<html><title>" + b" | : - " * 140_000 + b"</title>",
    "numbers": b"<html><body>" + b"1.1," * 240_000 + b"a",
    "capitals": b"<html><body>" + b"Aaa " * 240_000,
    "accents": b"<html><body>" + "\ufdfa".encode() * 300_000,
    "metadata": b"<html><head>" + b'<meta name=author content="a">' * 30_000,
    "charsets": b"<meta " * 160_000,
    "refresh": b'<html><head><meta http-equiv=refresh content="' + b"1" * 900_000 + b';url=/">',
    "scripts": b"<html><body>" + b"<script>window . " * 55_000,
    "one script": b"<html><script>" + b"window . " * 2_000 + b"</script>",
    "location": b"<html><script>" + b"location='" * 1_900 + b"</script>",
    "data": b'<html><script type="application/ld+json">' + b"[" * 190_000 + b"</script>",
    "frames": b"<html><body>" + b"<iframe src=a>" * 70_000,
    "noise": bytes(range(256)) * 3_900,
    "nothing": b"\0" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_and_judged_in_no_time(name: str) -> None:
    body = HOSTILE[name]
    target = Target("a", "https://a.example.org/work#part", ("Shared power, shared work",), type=ResourceType.VIDEO)
    started = time.process_time()
    kind = real_kind(body)
    for read in readers(target.url):
        answer = FinalResponse(target.url, 200, "text/html", kind, page=read(decode(body)), size=len(body))
        judge(FetchedLink(target.url, (Fetch(answer=answer),)), target, None, Settings())
    assert time.process_time() - started < 5


def readers(url: str) -> tuple[Callable[..., object], ...]:
    return (lambda text: read_page(text, url, want_anchors=True), read_text)
