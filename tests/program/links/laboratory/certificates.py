"""Certificates of the laboratory: an authority of its own, and every way in which a certificate can be wrong."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta

import trustme

from .case import Case, page, prose

__all__ = ["ALIAS", "CASES", "Certificates"]

#: Behind a host's name it makes the other name that the host has, for programs that leave `example.org` out.
ALIAS = ".internal"


GOOD = page("Shared power, shared work", prose("good", 300))

CASES = [
    Case("tls-good", "ok", GOOD, secure=True),
    Case("tls-wildcard", "ok", GOOD, secure=True),
    Case("tls-ends-soon", "ok", GOOD, secure=True),
    Case("tls-expired", "broken", GOOD, secure=True),
    Case("tls-wrong-host", "broken", GOOD, secure=True),
    Case("tls-self-signed", "broken", GOOD, secure=True),
    Case("tls-not-yet", "broken", GOOD, secure=True),
    Case("tls-unknown-authority", "broken", GOOD, secure=True),
]


class Certificates:
    """Makes the certificates that the cases above need."""

    def __init__(self) -> None:
        self.authority = trustme.CA()
        self.contexts = {case.host: self._context(case.name) for case in CASES}
        self.contexts |= {f"{host}{ALIAS}": context for host, context in self.contexts.items()}

    @property
    def pem(self) -> bytes:
        """The authority's own certificate."""
        return self.authority.cert_pem.bytes()

    def _context(self, name: str) -> ssl.SSLContext:
        names = (f"{name}.example.org", f"{name}.example.org{ALIAS}")
        now = datetime.now(UTC)
        issuer = trustme.CA() if name in ("tls-self-signed", "tls-unknown-authority") else self.authority
        match name:
            case "tls-expired":
                leaf = issuer.issue_cert(*names, not_before=now - timedelta(90), not_after=now - timedelta(1))
            case "tls-not-yet":
                leaf = issuer.issue_cert(*names, not_before=now + timedelta(5), not_after=now + timedelta(90))
            case "tls-ends-soon":
                leaf = issuer.issue_cert(*names, not_after=now + timedelta(5, hours=1))
            case "tls-wrong-host":
                leaf = issuer.issue_cert("somebody-else.example.com")
            case "tls-wildcard":
                leaf = issuer.issue_cert("*.example.org", f"*.example.org{ALIAS}")
            case _:
                leaf = issuer.issue_cert(*names)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf.configure_cert(context)
        return context

    def default(self) -> ssl.SSLContext:
        """Make the context that chooses among the others by the name that the client asks for."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert("localhost", "*.example.org", f"*.example.org{ALIAS}").configure_cert(context)
        return context
