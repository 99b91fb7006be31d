"""Web addresses: which ones are safe to publish, and which of them are the same place.

Addresses are read by `ada_url` as the WHATWG URL Standard has it (https://url.spec.whatwg.org), because that is
what a learner's browser does: `2130706433`, `0x7f.1` and `127.0.0.1` are one host.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import parse_qsl, quote, unquote, urlencode

from ada_url import URL

__all__ = [
    "contact_refusal",
    "doi_address",
    "encoded",
    "host",
    "href",
    "lookalike",
    "normalise",
    "refusal",
    "untracked",
    "unwrapped",
    "written",
]

#: Query keys that say where a visitor came from, not where they are going.
_TRACKING = re.compile(
    r"utm_.*|at_(?:medium|campaign|custom.*|link_.*|format|bbc_team|ptr_.*|campaign_type)|fbclid|gclid|gclsrc|dclid"
    r"|gbraid|wbraid|msclkid|twclid|ttclid|li_fat_id|igsh|igshid|yclid|mc_cid|mc_eid|_hsenc|_hsmi|__hs(?:tc|sc|fp)"
    r"|hsctatracking|mkt_tok|vero_id|vero_conv|oly_enc_id|oly_anon_id|wickedid|s_cid|sc_cid|cmpid"
    r"|ns_(?:campaign|mchannel|source|linkname|fee)|trk|trkcampaign|ref_src|ref_url|spm|_ga|_gl|epik"
    r"|pk_(?:campaign|kwd|source|medium)|mtm_.*|piwik_.*|matomo_.*|wt\.mc_id|wt_mc|__twitter_impression|rb_clickid|dm_i",
    re.IGNORECASE,
)
#: Fragments that every page answers with its beginning.
_TOP_OF_PAGE = frozenset({"", "top", "main", "main-content", "maincontent", "content"})
_YOUTUBE = frozenset({"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"})
_YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v|e)/([A-Za-z0-9_-]{6,})")
_VIMEO_PATH = re.compile(r"/(?:video/)?([0-9]+)(?:/|$)")
_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org"})

#: Services that put an address into one of their own and note who follows it: host, path, and the key of the query
#: that holds what was wrapped. Mail programs and search pages hand out such addresses.
_WRAPPERS = (
    (re.compile(r"(?:.*\.)?safelinks\.protection\.(?:outlook|office365)\.(?:com|us|de|cn)"), "/", ("url",)),
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}"), "/url", ("q", "url")),
    (re.compile(r"lm?\.(?:facebook|instagram)\.com"), "/", ("u",)),
    (re.compile(r"(?:www\.)?linkedin\.com"), "/redir/", ("url",)),
    (re.compile(r"(?:www\.)?youtube\.com"), "/redirect", ("q",)),
    (re.compile(r"urldefense\.proofpoint\.com"), "/v1/", ("u",)),
)
#: Proofpoint writes it into the path: https://urldefense.com/v3/__https://example.org/__;…
_URLDEFENSE = re.compile(r"https?://urldefense\.com/v3/__(https?:/+[^\s]+?)__;", re.IGNORECASE)

#: Most addresses are so plain that no parser is needed: a host of small letters and a path without dots before slashes.
_PLAIN = re.compile(r"https?://((?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,18})((?:/[A-Za-z0-9_~-][A-Za-z0-9_~.-]*)*/?)")
_SPECIAL_HOST = re.compile(r"xn--|youtu|vimeo|doi\.org$|^www\.[a-z]+$")

_SCHEMES = ("http", "https")
#: What a page may link to. Browsers drop tabs and line breaks within an address, and control characters around it.
_LINKED = (*_SCHEMES, "mailto")
_DROPPED = re.compile(r"[\t\n\r]|^[\x00-\x20]+|[\x00-\x20]+$")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
#: What would break out of an attribute, and what browsers would rewrite. They drop what no one can see.
_FORBIDDEN = frozenset('<>"\\ ')
#: Only letters, digits and marks that mean nothing in an address: what follows `mailto:` is read by mail programs.
_EMAIL = re.compile(r"(?:mailto:)?[A-Za-z0-9_'+-]+(?:\.[A-Za-z0-9_'+-]+)*@(?P<domain>[^\W_](?:[\w.-]{0,250}[^\W\d_]))")
_NO_CONTACT = "is neither an email address nor a page on the web"
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_UNREADABLE = "has a host or port that cannot be read"
#: Names kept for private networks: RFC 6761, RFC 6762, RFC 8375, and those that routers and offices use.
_PRIVATE_SUFFIXES = (
    *("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private"),
    *("home.arpa", "invalid"),
)
#: Alphabets with letters that look like those of another.
_ALPHABETS = frozenset({"ARMENIAN", "CHEROKEE", "COPTIC", "CYRILLIC", "GREEK", "LATIN"})
#: Cyrillic and Greek letters that look like Latin ones: a name of these alone looks like another.
_LIKE_LATIN = frozenset("авеһіјӏкморсстухԁԛѕԝѵѡցοανρικτυχϲϳ")
_NAT64 = int(IPv6Address("64:ff9b::")) >> 32


def refusal(url: str, *, private: bool = False) -> str | None:
    """The reason why an address must not be published or fetched; None for a safe one.

    Args:
        url: the address as the editor typed it.
        private: allow hosts on private networks, as for the settings of a site that lives on one.

    Returns:
        The end of a sentence that begins "This address …", in plain English, or None.
    """
    text = url.strip()
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        return _name_refusal(plain[1], private=private)
    found = _SCHEME.match(text)
    if found is None:
        return "does not begin with https:// or http://"
    scheme = found[1].lower()
    if scheme not in _SCHEMES:
        return f"begins with `{scheme}:`; only https:// and http:// are published"
    if not text[found.end() :].startswith("//"):
        return f"lacks the two slashes after `{scheme}:`"
    bad = next((each for each in text if each in _FORBIDDEN or not each.isprintable()), None)
    if bad is not None:
        return f"holds {_character(bad)}, which an address cannot"
    if text[found.end() + 2 : found.end() + 3] in ("", "/", "?", "#"):
        return "names no host"
    parsed = _parse(text)
    if parsed is None or parsed.port == "0":
        return _UNREADABLE
    if parsed.username or parsed.password or "@" in re.split(r"[/?#]", text[found.end() + 2 :], maxsplit=1)[0]:
        return "carries a user name or password before the `@`"
    return _host_refusal(parsed.hostname.rstrip("."), private=private)


def href(address: str) -> str:
    """The address as a page may link to it: a relative one, or one of an allowed scheme; empty for any other."""
    text = _DROPPED.sub("", address)
    scheme = _SCHEME.match(text)
    if scheme is not None:
        return text if scheme[1].lower() in _LINKED else ""
    return "" if text[:1] in ("/", "\\") and text[1:2] in ("/", "\\") else text


def contact_refusal(text: str) -> str | None:
    """Why a contact is neither an email address nor a page: the end of a sentence that begins "This …"; else None."""
    found = _EMAIL.fullmatch(text)
    if found is None:
        reason = refusal(text, private=True)
        return f"address {reason}" if reason is not None and "://" in text else reason and _NO_CONTACT
    reason = refusal(f"https://{found['domain']}/", private=True)
    return _NO_CONTACT if reason is not None or "." not in found["domain"] else None


def written(url: str) -> str:
    """The address as files for other software must have it (RFC 3986): in ASCII, every other character encoded.

    What is right already stays as it was typed, and so does what `refusal` lets no one publish.
    """
    text = url.strip()
    return text if _PLAIN.fullmatch(text) or refusal(text, private=True) is not None else encoded(text)


def encoded(url: str) -> str:
    """The same of any web address, one that must not be published too: nothing in it can end an attribute."""
    text = url.strip()
    scheme, _, rest = text.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    before, hash_mark, fragment = rest[len(authority) :].partition("#")
    path, question_mark, query = before.partition("?")
    parsed = None if authority.isascii() else _parse(text)
    name = parsed.host if parsed is not None else _encoded(authority, r"\[\]")
    ends = f"{question_mark}{_encoded(query, '?')}{hash_mark}{_encoded(fragment, '?')}"
    return f"{scheme}://{name}{_encoded(path)}{ends}"


def doi_address(doi: str) -> str:
    """Where a DOI leads, written in the same way."""
    return f"https://doi.org/{_encoded(doi.strip())}"


def _encoded(part: str, allowed: str = "") -> str:
    """A part of an address with everything percent-encoded that may not be in it and is not encoded already."""
    unfit = rf"%(?![0-9A-Fa-f]{{2}})|[^%A-Za-z0-9._~!$&'()*+,;=:@/{allowed}-]"
    return re.sub(unfit, lambda found: quote(found[0], safe="", errors="surrogatepass"), part)


def host(url: str) -> str:
    """The host of an address as a browser writes it (small letters, punycode), without port; empty for none."""
    parsed = _parse(url)
    return parsed.hostname.rstrip(".") if parsed is not None else ""


def lookalike(url: str) -> tuple[str, str] | None:
    """A part of the host that only looks like a name in Latin letters, and the host in ASCII; None for any other.

    A host that is typed in ASCII (`xn--…`) shows what it is.
    """
    authority = re.split(r"[/?#]", url.partition("://")[2] or url.rpartition("@")[2], maxsplit=1)[0]
    if authority.isascii():
        return None
    labels = authority.rpartition(":")[0].split(".") if ":" in authority else authority.split(".")
    for label in labels:
        letters = [each for each in label.lower() if each.isalpha()]
        alphabets = {unicodedata.name(each, "").partition(" ")[0] for each in letters} & _ALPHABETS
        if len(alphabets) > 1 or (labels[-1].isascii() and letters and _LIKE_LATIN.issuperset(letters)):
            return label, host(f"https://{authority}/")
    return None


def unwrapped(url: str) -> str | None:
    """The address inside one of a mail filter or a search page; None for any other address."""
    parsed = _parse(url) if "?" in url or "urldefense" in url.lower() else None
    if parsed is None:
        return None
    if (found := _URLDEFENSE.match(url.strip())) is not None:
        return found[1]
    for name, path, keys in _WRAPPERS:
        if name.fullmatch(parsed.hostname) and parsed.pathname.startswith(path):
            query = dict(parse_qsl(parsed.search[1:]))
            return next((query[key] for key in keys if query.get(key, "").startswith(("http://", "https://"))), None)
    return None


def untracked(url: str) -> str:
    """An address without the parts of its query that say where a visitor came from; every other character stays."""
    start, mark, rest = url.partition("?")
    query, hash_mark, fragment = rest.partition("#")
    kept = [part for part in query.split("&") if not _TRACKING.fullmatch(part.partition("=")[0])]
    return f"{start}{mark if any(kept) else ''}{'&'.join(kept)}{hash_mark}{fragment}"


def normalise(url: str) -> str:
    """The key that two addresses of the same place have in common. Compare it; never publish or open it.

    The scheme counts as https; `www.`, default ports, trailing slashes, tracking parameters and fragments that mean
    the top of a page go; every form of a YouTube or Vimeo address becomes one, and so do DOI links.

    Args:
        url: the address as typed. What cannot be read comes back stripped and otherwise as it was.
    """
    plain = _PLAIN.fullmatch(url.strip())
    if plain is not None and not _SPECIAL_HOST.search(plain[1]):
        return f"https://{plain[1].removeprefix('www.')}{plain[2].rstrip('/')}"
    parsed = _parse(url)
    if parsed is None or parsed.protocol[:-1] not in _SCHEMES:
        return url.strip()
    name = parsed.hostname.rstrip(".")
    if name.startswith("www.") and name.count(".") > 1:
        name = name[4:]
    known = _video(name, parsed) or _doi(name, parsed)
    if known:
        return known
    port = f":{parsed.port}" if parsed.port not in ("", "80", "443") else ""
    return f"https://{name}{port}{_path(parsed.pathname)}{_query(parsed.search)}{_fragment(parsed.hash)}"


def _parse(url: str) -> URL | None:
    try:
        return URL(url.strip())
    except ValueError:
        return None


def _path(path: str) -> str:
    text = quote(unquote(path, errors="surrogateescape"), safe="/!$&'()*+,;=:@~", errors="surrogateescape")
    return text.rstrip("/")


def _query(search: str) -> str:
    kept = [
        (key, value) for key, value in parse_qsl(search[1:], keep_blank_values=True) if not _TRACKING.fullmatch(key)
    ]
    return "?" + urlencode(kept) if kept else ""


def _fragment(written: str) -> str:
    name = written[1:].partition(":~:")[0]
    key = name.partition("=")[0]
    if name.lower() in _TOP_OF_PAGE or key == "xtor" or _TRACKING.fullmatch(key):
        return ""
    return f"#{name}"


def _video(name: str, parsed: URL) -> str | None:
    """One address for every form of a YouTube or Vimeo one, or None for other places."""
    video = None
    if name == "youtu.be":
        video = parsed.pathname.strip("/")
    elif name in _YOUTUBE:
        found = _YOUTUBE_PATH.match(parsed.pathname)
        watched = dict(parse_qsl(parsed.search[1:])).get("v") if parsed.pathname.rstrip("/") == "/watch" else None
        video = found[1] if found is not None else watched
    elif name in ("vimeo.com", "player.vimeo.com"):
        found = _VIMEO_PATH.match(parsed.pathname)
        return f"https://vimeo.com/{found[1]}" if found is not None else None
    return f"https://youtube.com/watch?v={video}" if video and "/" not in video else None


def _doi(name: str, parsed: URL) -> str | None:
    if name in _DOI_HOSTS and parsed.pathname.startswith("/10."):
        return "https://doi.org" + unquote(parsed.pathname).rstrip("/").lower()
    return None


def _host_refusal(name: str, *, private: bool) -> str | None:
    try:
        number = _carried(ip_address(name.strip("[]")))
    except ValueError:
        return _name_refusal(name, private=private)
    if private or (number.is_global and not number.is_multicast):
        return None
    return f"leads to {number}, an address on a private network or on the reader's own machine"


@lru_cache(maxsize=10_000)  # many resources are on few hosts
def _name_refusal(name: str, *, private: bool) -> str | None:
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return _UNREADABLE
    if private:
        return None
    if any(name == suffix or name.endswith(f".{suffix}") for suffix in _PRIVATE_SUFFIXES):
        return f"leads to `{name}`, a name that works only on a private network"
    if len(labels) == 1:
        return f"leads to `{name}`, which is not a full name on the internet"
    return None


def _carried(number: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one contains (mapped, 6to4, Teredo, compatible, NAT64), else itself."""
    if isinstance(number, IPv4Address):
        return number
    carried = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
    if carried is None and int(number) >> 32 in (0, _NAT64) and int(number) > 1:
        carried = IPv4Address(int(number) & 0xFFFFFFFF)
    return carried or number


def _character(character: str) -> str:
    if character == " ":
        return "a space"
    if character.isprintable():
        return f"`{character}`"
    return f"the invisible character U+{ord(character):04X}"
