"""Which addresses are safe, and which of them are one place."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casetable import case_table
from learning_pathway.catalogue import addresses
from learning_pathway.catalogue.addresses import host, normalise, refusal

SAFE = [
    "https://example.org",
    "https://example.org/",
    "http://example.org:8080/a?b=c#d",
    "HTTPS://EXAMPLE.ORG/A",
    "https://sub.domain.example.co.uk/path/to/page.html",
    "https://münchen.de/straße",
    "https://xn--mnchen-3ya.de/",
    "https://例え.jp/",
    "https://medium.com/@author/a-post",
    "https://web.archive.org/web/2020/http://example.org/",
    "https://example.org/a|b",
    "https://example.org/wiki/Trust_(emotion)",
    "https://1.1.1.1/",
    "https://[2606:4700:4700::1111]/",
    "https://example.org./",
    "https://localhost.example.org/",
    "https://127.0.0.1.example.org/",
    "https://en.wikipedia.org/wiki/Localhost",
    "https://my_files.example.org/",
    "  https://example.org/  ",
]
UNSAFE = [
    "",
    " ",
    "example.org",
    "www.example.org/page",
    "//example.org/",
    "/page",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://example.org/",
    "mailto:a@example.org",
    "blob:https://example.org/x",
    "view-source:https://example.org",
    "https:example.org",
    "https:/example.org",
    "https:///example.org",
    "https://",
    "https://?q",
    "https://#top",
    "https://:443/",
    "https://user@example.org/",
    "https://user:secret@example.org/",
    "https://:@example.org/",
    "https://@example.org/",
    "https://example.org@127.0.0.1/",
    "https://example.org\\@127.0.0.1/",
    "https://exa mple.org/",
    "https://example.org/a b",
    "https://example.org/\ta",
    "https://example.org/\u202eoops",
    "https://example.org/\u200b",
    'https://example.org/"onmouseover="x',
    "https://example.org/<script>",
    "https://example.org:0/",
    "https://example.org:99999/",
    "https://example.org:port/",
    "https://256.256.256.256/",
    "https://-example-.org/",
    "https://example..org/",
    "https://[::1/",
]
PRIVATE = [
    "http://localhost",
    "http://LOCALHOST:3000/",
    "http://localhost./",
    "http://app.localhost/",
    "http://%6c%6f%63%61%6c%68%6f%73%74/",
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.1/",
    "http://127.255.255.254/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0X7F.0.0.1/",
    "http://\uff11\uff12\uff17\uff0e\uff10\uff0e\uff10\uff0e\uff11/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://0/",
    "http://0.0.0.0/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:0:0:0:0:80ff:fffe]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fd12:3456::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://printer.local/",
    "http://wiki.internal/",
    "http://metadata.google.internal/",
    "http://intranet/",
    "http://server/share",
    "http://router.lan/",
    "http://nas.home.arpa/",
    "http://mail.corp/",
]


@case_table("url", SAFE)
def test_safe_addresses_are_not_refused(url: str) -> None:
    assert refusal(url) is None


@case_table("url", UNSAFE)
def test_unsafe_addresses_are_refused_everywhere(url: str) -> None:
    assert refusal(url)
    assert refusal(url, private=True)


@case_table("url", PRIVATE)
def test_private_addresses_are_refused_in_every_spelling_unless_they_are_asked_for(url: str) -> None:
    assert refusal(url)
    assert refusal(url, private=True) is None


SAME = [
    ("https://example.org/page", "http://example.org/page"),
    ("https://example.org/page", "https://EXAMPLE.org/page"),
    ("https://example.org/page", "https://www.example.org/page"),
    ("https://example.org/page", "https://example.org./page"),
    ("https://example.org/page", "https://example.org:443/page"),
    ("https://example.org/page", "http://example.org:80/page"),
    ("https://example.org/page", "https://example.org/page/"),
    ("https://example.org/page", "https://example.org/page#"),
    ("https://example.org/page", "https://example.org/page#top"),
    ("https://example.org/page", "https://example.org/page#main-content"),
    ("https://example.org/page", "https://example.org/page#:~:text=words"),
    ("https://example.org/page", "https://example.org/page?"),
    ("https://example.org/page", "https://example.org/page?utm_source=a&utm_medium=b&UTM_Campaign=c"),
    ("https://example.org/page", "https://example.org/page/?fbclid=x&gclid=y&mc_cid=z&_hsenc=q"),
    ("https://example.org/page?id=7", "https://example.org/page?utm_source=a&id=7"),
    ("https://example.org/page", "https://example.org/a/../page"),
    ("https://example.org/page", "https://example.org/./page"),
    ("https://example.org/~me", "https://example.org/%7Eme"),
    ("https://example.org/caf%c3%a9", "https://example.org/café"),
    ("https://example.org", "https://example.org/"),
    ("https://münchen.de/", "https://xn--mnchen-3ya.de"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ?si=abc&t=42"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://youtube.com/shorts/dQw4w9WgXcQ"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/live/dQw4w9WgXcQ"),
    ("https://vimeo.com/123456", "https://player.vimeo.com/video/123456?h=abc"),
    ("https://doi.org/10.1000/ABC", "http://dx.doi.org/10.1000/abc"),
    ("https://doi.org/10.1000/a(b)", "https://doi.org/10.1000/a%28b%29"),
]
DIFFERENT = [
    ("https://example.org/page", "https://example.org/Page"),
    ("https://example.org/page", "https://example.org/page2"),
    ("https://example.org/page", "https://example.com/page"),
    ("https://example.org/page", "https://blog.example.org/page"),
    ("https://example.org/page", "https://example.org:8443/page"),
    ("https://example.org/page", "https://example.org/page?id=1"),
    ("https://example.org/page?id=1", "https://example.org/page?id=2"),
    ("https://example.org/page#part-1", "https://example.org/page#part-2"),
    ("https://example.org/page", "https://example.org/page#part-2"),
    ("https://example.org/#/a", "https://example.org/#/b"),
    ("https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcq"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/playlist?list=PL123"),
    ("https://www.youtube.com/@one", "https://www.youtube.com/@two"),
    ("https://vimeo.com/123456", "https://vimeo.com/123457"),
    ("https://vimeo.com/channels/one", "https://vimeo.com/channels/two"),
    ("https://example.org/search?q=utm_source", "https://example.org/search?q="),
    ("https://web.archive.org/web/2020/https://a.org/", "https://web.archive.org/web/2021/https://a.org/"),
]


@case_table(("one", "other"), SAME)
def test_one_place_has_one_key(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@case_table(("one", "other"), DIFFERENT)
def test_two_places_have_two_keys(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@case_table(
    ("url", "name"),
    [
        ("https://WWW.Example.org:8080/a", "www.example.org"),
        ("https://example.org./", "example.org"),
        ("https://münchen.de/", "xn--mnchen-3ya.de"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("http://[::1]:80/", "[::1]"),
        ("javascript:alert(1)", ""),
        ("not an address", ""),
    ],
)
def test_the_host_is_the_one_that_a_browser_goes_to(url: str, name: str) -> None:
    assert host(url) == name


HOSTS = st.sampled_from(
    ["example.org", "www.example.org", "a-b.example.co.uk", "a-.org", "www.org", "x.local", "lan.lan"]
)
PATHS = st.lists(st.sampled_from(["", "a", ".", "..", "B.c", "~d", "e-f_g", "%41", "h~"]), max_size=4).map(
    lambda parts: "/".join(["", *parts]) if parts else ""
)
PLAIN = st.builds(
    lambda scheme, name, path: f"{scheme}://{name}{path}", st.sampled_from(["http", "https"]), HOSTS, PATHS
)


@given(PLAIN)
def test_the_short_way_for_plain_addresses_agrees_with_the_long_one(url: str) -> None:
    short = (refusal(url), refusal(url, private=True), normalise(url))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addresses, "_PLAIN", addresses.re.compile(r"(?!)()()"))
        assert (refusal(url), refusal(url, private=True), normalise(url)) == short


@given(
    st.text(max_size=60)
    | st.builds("".join, st.lists(st.sampled_from([*"/:@#?[].%0123abx\\ ", "http:", "//"]), max_size=20))
)
def test_no_text_raises(text: str) -> None:
    refusal(text)
    host(text)
    assert normalise(text) == normalise(text)


@given(st.sampled_from([url for pair in (*SAME, *DIFFERENT) for url in pair]))
def test_a_key_is_its_own_key(url: str) -> None:
    key = normalise(url)
    assume(key.startswith("https://"))
    assert normalise(key) == key
