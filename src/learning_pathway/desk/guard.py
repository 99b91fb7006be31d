"""Who the desk answers: this computer's own browser, opened by the link in the terminal, and no other page."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

__all__ = ["MAXIMUM_BYTES", "Guard", "headers"]

#: Bytes of the largest form: the longest text that the catalogue takes, several times.
MAXIMUM_BYTES = 2_000_000


class Guard:
    """What tells the editor's browser from everything else that can reach the port."""

    def __init__(self, host: str, port: int) -> None:
        """`host` and `port` are those that the desk listens at."""
        self.netloc = f"{host}:{port}"
        self.origin = f"http://{self.netloc}"
        #: Cookies are shared by all ports of a host, so the name says whose it is.
        self.cookie = f"pathway-desk-{port}"
        self._session = secrets.token_urlsafe(32)
        self._link = secrets.token_urlsafe(24)

    @property
    def link(self) -> str:
        """The link that opens the desk, once."""
        return f"{self.origin}/open?key={self._link}"

    def open(self, key: str) -> str | None:
        """The cookie's value for the key of the link, which is of no more use then; None for any other key."""
        if not secrets.compare_digest(key.encode(), self._link.encode()):
            return None
        self._link = secrets.token_urlsafe(24)
        return self._session

    def refusal(self, method: str, path: str, sent: Mapping[str, str], cookies: Mapping[str, str]) -> str:
        """Why a request is not answered; empty where it is."""
        if sent.get("Host", "").lower() != self.netloc:
            return "Open the desk at the address that the terminal shows."
        site = sent.get("Sec-Fetch-Site", "none" if method != "POST" else "")
        if method not in ("GET", "HEAD", "POST"):
            return "The desk answers no such request."
        if method == "POST" and (sent.get("Origin") != self.origin or site != "same-origin"):
            return "A form of another page cannot change the catalogue."
        if site == "same-site" and (sent.get("Sec-Fetch-Mode"), sent.get("Sec-Fetch-Dest")) != ("navigate", "document"):
            return "Only a link can lead here from another page."
        if site not in ("same-origin", "same-site", "none"):
            return "Only a page of this computer can lead here. Use the link in the terminal."
        if path == "/open" and method == "GET":
            return ""
        if not secrets.compare_digest(cookies.get(self.cookie, "").encode(), self._session.encode()):
            return (
                "Open the desk with the link in the terminal. Each link works once; a new one follows when it is used."
            )
        return ""


def headers(preview: str) -> dict[str, str]:
    """The headers of every answer; `preview` is the preview's origin, the only other one that a page may show."""
    policy = (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src {preview}"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
