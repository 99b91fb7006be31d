"""One behaviour of the laboratory, and the truth about it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from learning_pathway.catalogue.types import Access, ResourceType
from learning_pathway.links.target import Target

from .server import Behaviour, Request, Wire

__all__ = ["Case", "html", "moves", "page", "prose", "replies"]

_WORDS = {
    "en": """partners meet share power slowly because trust grows where people listen and the work becomes common when
    each organisation brings what it knows to a table that nobody owns while leaders learn to follow children young
    carers councils nurses police housing voices evidence practice story money time place purpose change system""",
    "de": """gemeinsam arbeiten menschen weil vertrauen langsam wächst und jede organisation bringt ihr wissen mit an
    einen tisch der niemandem gehört während leitung lernen heißt zuhören fragen teilen ort zweck wandel geld zeit""",
    "fr": """ensemble les partenaires partagent le pouvoir parce que la confiance grandit lentement quand chacun écoute
    et apporte ce qu'il sait à une table qui n'appartient à personne tandis que diriger signifie apprendre""",
    "cy": """mae partneriaid yn rhannu grym yn araf oherwydd bod ymddiriedaeth yn tyfu lle mae pobl yn gwrando ac mae'r
    gwaith yn dod yn gyffredin pan fydd pob sefydliad yn dod â'r hyn y mae'n ei wybod at y bwrdd""",
}


def prose(seed: str, words: int, language: str = "en") -> str:
    """Make a text of so many words, always the same for the same seed."""
    store = _WORDS[language].split()
    state = int.from_bytes(hashlib.sha256(f"{seed}{language}".encode()).digest()[:8], "big")
    made = []
    for place in range(words):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        word = store[(state >> 33) % len(store)]
        made.append(word.capitalize() if place % 12 == 0 else word + "." if place % 12 == 11 else word)
    return " ".join(made)


def html(
    title: str,
    text: str = "",
    *,
    heading: str | None = None,
    language: str = "en",
    head: str = "",
    body: str = "",
) -> bytes:
    """Make a page as content systems do: head, navigation, an article, a footer."""
    shown = title if heading is None else heading
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}'
        "</head>"
        '<body><nav><a href="/">Home</a> <a href="/about/">About us</a> <a href="/news/">News</a> '
        '<form action="/search"><input type="search" name="q"></form></nav>'
        f"<main>{f'<h1>{escape(shown)}</h1>' if shown else ''}<p>{text}</p>{body}</main>"
        '<footer><p>Registered charity. <a href="/privacy/">Privacy and cookies</a></p></footer></body></html>'
    ).encode()


def replies(status: int = 200, body: bytes = b"", **headers: str) -> Behaviour:
    """Always answer the same."""

    async def behave(_: Request, wire: Wire) -> None:
        await wire.reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})

    return behave


def page(title: str, text: str = "", status: int = 200, **parts: str) -> Behaviour:
    """Always answer with one page, and with an honest 404 where the path says that it cannot exist."""
    body = html(title, text, **parts)  # type: ignore[arg-type]

    async def behave(request: Request, wire: Wire) -> None:
        if _is_nonsense(request.path):
            await wire.reply(404, html("Page not found", "Nothing here."))
        else:
            await wire.reply(status, body)

    return behave


def _is_nonsense(path: str) -> bool:
    last = path.rpartition("/")[2]
    return len(last) == 24 and set(last) <= set("0123456789abcdef")


def moves(status: int, to: str, then: Behaviour, *, at: str = "/old/piece") -> Behaviour:
    """Redirect one path, and answer every other as `then` does."""

    async def behave(request: Request, wire: Wire) -> None:
        if request.path == at:
            await wire.reply(status, b"", {"Location": to})
        else:
            await then(request, wire)

    return behave


@dataclass(frozen=True)
class Case:
    """A link, how its host behaves, and what a person who opened it would say."""

    name: str
    truth: str
    now: Behaviour
    also: tuple[str, ...] = ()
    """Other verdicts that are right too."""
    before: Behaviour | None = None
    """How the host behaved a week earlier, if the check saw it then."""
    path: str = "/reading/piece"
    title: str | None = "Shared power, shared work"
    creators: tuple[str, ...] = ("Sandpiper Trust",)
    access: Access = Access.UNKNOWN
    type: ResourceType = ResourceType.ARTICLE
    language: str | None = "en"
    secure: bool = False
    others: dict[str, Behaviour] = field(default_factory=dict)
    """Further hosts, by the label before `.example.net`; `{port}` in a redirect stands for the server's port."""
    url: Callable[[int], str] | None = None
    """Makes the address from the port, where it is not the host's own."""
    why: str = ""
    """Why the verdict is right, where the name doesn't say it."""

    @property
    def host(self) -> str:
        return f"{self.name}.example.org"

    @property
    def truths(self) -> tuple[str, ...]:
        return (self.truth, *self.also)

    @property
    def is_healthy(self) -> bool:
        return self.truth in ("ok", "moved")

    def target(self, port: int, tls_port: int) -> Target:
        address = (
            self.url(port)
            if self.url
            else f"https://{self.host}:{tls_port}{self.path}"
            if self.secure
            else f"http://{self.host}:{port}{self.path}"
        )
        return Target(
            id=self.name,
            url=address,
            titles=(self.title,) if self.title else (),
            creators=self.creators,
            type=self.type,
            access=self.access,
            language=self.language,
        )
