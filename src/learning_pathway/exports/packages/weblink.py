"""Addresses as learning platforms take them: ASCII only, and only where the strictest importer would not spoil them."""

from __future__ import annotations

import re

from ada_url import URL

__all__ = ["importable"]

#: Whatever may not stand in an address as it is (RFC 2396, appendix A), and a per cent sign that begins no code.
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_.!~*'()\-%;/?:@&=+$,#]|%(?![0-9A-Fa-f]{2})")
#: Hosts that Moodle's importer takes: no underscores, no IPv6.
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
#: Paths that it does not take, though the web does: the addresses of web archives hold two slashes together.
_SPOILT_PATH = re.compile(r"//|;;|;/|;$")


def importable(address: str) -> str | None:
    """The address with every character percent-encoded that is not ASCII, or not plain.

    International host names become punycode (https://url.spec.whatwg.org/#concept-domain-to-ascii). It is None where
    that is not enough: Moodle (`validateUrlSyntax`, after RFC 2396) would write `http://invalidurldetected/` instead.
    """
    try:
        url = URL(address)
    except ValueError:
        return None
    if url.protocol not in {"http:", "https:"} or url.username or not _HOST.fullmatch(url.hostname):
        return None
    if _SPOILT_PATH.search(url.pathname):
        return None
    href: str = url.href
    return _NOT_PLAIN.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), href)
