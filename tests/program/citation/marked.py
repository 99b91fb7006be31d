"""References as one line of text in which stars stand for italics: the form of the golden files."""

from __future__ import annotations

from html.parser import HTMLParser


class _Marker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"em", "i"}:
            self.out.append("*")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"em", "i"}:
            self.out.append("*")

    def handle_data(self, data: str) -> None:
        self.out.append(data)


def marked(html: str) -> str:
    """The words of `html`, with a star on either side of what is in italics."""
    marker = _Marker()
    marker.feed(html)
    marker.close()
    return " ".join("".join(marker.out).replace("**", "").split())
