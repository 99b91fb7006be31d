"""A request as the desk's pages see it, the guard that lets it through, its form, and the pages that answer it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, quote

import aiohttp
from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from ..catalogue.problems import Problem
from ..catalogue.raw import MODELS
from ..catalogue.yaml.tree import EditError
from ..editing.project import Change
from ..process import as_sentence
from .controls import Widget, choice_label, controls_for, in_form_words
from .entries import CHILDREN, KINDS
from .workbench import Proposal, RefusedError, Workbench, digest_of, kind_of

__all__ = [
    "FILES",
    "MAXIMUM_BYTES",
    "MAXIMUM_UPLOAD",
    "TOO_LARGE",
    "Asked",
    "Fields",
    "RequestGuard",
    "Upload",
    "answer_headers",
    "cannot",
    "confirm",
    "entry_href",
    "gone",
    "html",
    "missing",
    "own_file",
    "page",
    "refused",
    "see_other",
    "sent_with",
    "show_held",
    "stopped",
]

#: Bytes of the largest form: the longest text that the catalogue takes, several times.
MAXIMUM_BYTES = 2_000_000
#: Fields of the largest form.
MAXIMUM_FIELDS = 5_000
#: Bytes of the largest file that can be sent, and what is said of a larger one.
MAXIMUM_UPLOAD = 5_000_000
TOO_LARGE = (
    f"The file is larger than {MAXIMUM_UPLOAD // 1_000_000} MB. Export a part of the library at a time, or use "
    "`pathway import`, which takes more."
)
#: Fields beside a file, bytes of the longest, and bytes that are passed over before a sender is cut off.
MAXIMUM_PARTS, MAXIMUM_FIELD, MOST_PASSED = 300, 10_000, 60_000_000
#: Fields of forms that no one types.
_NOT_TYPED = frozenset({"do", "version", "shown", "seen", "file", "to", "way"})
#: The files of the desk, with their types.
FILES = {"desk.css": "text/css", "desk.js": "text/javascript", "icon.svg": "image/svg+xml"}


def entry_href(kind: str, key: str) -> str:
    """The address of an entry's form."""
    return f"/entry/{quote(str(kind))}/{quote(key)}"


@cache
def environment() -> Environment:
    """The templates; what goes into them is escaped."""
    made = Environment(
        loader=PackageLoader("learning_pathway.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(kinds=KINDS, children=CHILDREN, Widget=Widget, href=entry_href)
    made.globals.update(choice_label=choice_label, in_form_words=in_form_words)
    return made


def page(name: str, /, **values: Any) -> str:
    """A page of the desk."""
    return environment().get_template(name).render(values)


def own_file(name: str) -> bytes:
    """A file of the desk."""
    return files(__package__).joinpath(name).read_bytes()


Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent with a form."""

    name: str
    data: bytes
    is_cut: bool = False
    """Whether it is larger than what is read of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for.

    Attributes:
        name: the first part of the path.
        rest: what follows it, decoded.
        query: what follows a question mark.
        fields: the fields of a form that was sent.
        upload: the file that came with it.
    """

    name: str
    rest: str
    query: Fields
    fields: Fields
    upload: Upload | None = None

    def has_seen(self, change: Change) -> bool:
        """Whether the form was sent from a page that showed this change."""
        return self.fields.get("seen") == digest_of(change.patches)


def html(name: str, /, *, status: int = 200, **values: Any) -> web.Response:
    """A page of the desk."""
    return web.Response(text=page(name, **values), status=status, content_type="text/html")


def see_other(place: str) -> web.Response:
    """The answer after a form: the address to look at."""
    return web.Response(status=303, headers={"Location": place})


def missing() -> web.Response:
    """The page for addresses that lead nowhere."""
    return html("refused.html", status=404, words="There is nothing at this address.")


def confirm(workbench: Workbench, planned: Change, action: str, fields: Fields, back: str) -> web.Response:
    """What a change would do, with a button that does it."""
    outcome = workbench.outcome(planned)
    seen = digest_of(planned.patches)
    kept = {name: text for name, text in fields.items() if name != "seen"}
    return html("confirm.html", planned=planned, outcome=outcome, action=action, kept=kept, seen=seen, back=back)


def show_held(workbench: Workbench, proposal: Proposal) -> web.Response:
    """What a change would do, kept until someone agrees to it, with a button that makes it."""
    change = proposal.change
    outcome, seen = workbench.outcome(change), workbench.hold(proposal)
    back = proposal.back
    return html("confirm.html", planned=change, outcome=outcome, action="/make", kept={}, seen=seen, back=back)


def refused(error: EditError, back: str) -> web.Response:
    """Why a change was not made."""
    problems = error.outcome.stops if isinstance(error, RefusedError) else ()
    return cannot(as_sentence(str(error).removeprefix("Nothing was saved. ")), back, problems)


def cannot(
    words: str, back: str, problems: Sequence[Problem] = (), again: Asked | None = None, status: int = 409
) -> web.Response:
    """The page that says why nothing was saved, with a button that sends the form of `again` once more."""
    return html("cannot.html", status=status, words=words, problems=problems, back=back, **sent_again(again))


def stopped(words: str, asked: Asked) -> web.Response:
    """The page for a request that failed; a form that came with it can be sent again."""
    if not asked.fields:
        return html("refused.html", status=500, words=words)
    return cannot(words, "/", again=asked, status=500)


def sent_again(asked: Asked | None) -> dict[str, Any]:
    """The form that a page sends again, and what was typed into it."""
    kind = kind_of(asked.rest.partition("/")[0]) if asked is not None else None
    labels = {control.name: control.label for control in controls_for(kind)} if kind in MODELS else {}
    fields = asked.fields if asked is not None else {}
    shown = fields.get("shown", "")
    typed = [
        (labels.get(name, name.replace("_", " ").capitalize()), field.rpartition(".")[2] if text == "on" else text)
        for field, text in fields.items()
        if text.strip()
        and (name := field.partition(".")[0]) not in _NOT_TYPED
        and json.dumps({field: text.replace("\r\n", "\n").strip()}, ensure_ascii=False)[1:-1] not in shown
    ]
    return {"again": asked, "typed": typed}


def gone(workbench: Workbench, asked: Asked) -> web.Response:
    """The page for a form whose entry can't be found any more. What was typed is kept, to be sent again."""
    broken = workbench.entries().broken
    words = (
        f"{' and '.join(f'`{name}`' for name in broken)} can't be read, so the entry wasn't found. Fix the file, then "
        "send the form again. The first page of the desk says what is wrong."
        if broken
        else "The entry isn't in the catalogue any more: it was removed, or has another id. What you typed is below."
    )
    return cannot(words, "/", again=asked, status=409 if broken else 404)


async def sent_with(request: web.BaseRequest) -> tuple[dict[str, str], Upload | None]:
    """The fields of a form that was sent, the last of two with the same name, and the file that came with it.

    Raises:
        web.HTTPException: it is no form, or too large.
    """
    if request.method != "POST":
        return {}, None
    if request.content_type == "multipart/form-data" and request.path == "/import":
        try:
            return await _parts_of(request)
        except (ValueError, AssertionError, RuntimeError, aiohttp.ClientPayloadError):
            raise web.HTTPBadRequest(text="The form could not be read.") from None
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType(text="This is no form of the desk.")
    body = bytearray()
    async for part in request.content.iter_chunked(65_536):
        body += part
        if len(body) > MAXIMUM_BYTES:
            raise web.HTTPRequestEntityTooLarge(MAXIMUM_BYTES, len(body), text="The form is too large.")
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAXIMUM_FIELDS)
    except ValueError:
        raise web.HTTPBadRequest(text="The form could not be read.") from None
    return dict(pairs), None


async def _parts_of(request: web.BaseRequest) -> tuple[dict[str, str], Upload | None]:
    """The fields and the file of a form that is sent in parts."""
    fields: dict[str, str] = {}
    upload, passed = None, 0
    async for part in await request.multipart():
        if not isinstance(part, aiohttp.BodyPartReader) or not part.name:
            raise web.HTTPBadRequest(text="The form could not be read.")
        most = MAXIMUM_UPLOAD if part.filename is not None else MAXIMUM_FIELD
        data = bytearray()
        while chunk := await part.read_chunk(65_536):
            passed += len(chunk)
            data += chunk[: most + 1 - len(data)]
            if passed > MOST_PASSED:  # a browser shows no answer before it has sent everything
                raise web.HTTPRequestEntityTooLarge(MOST_PASSED, passed, text=TOO_LARGE)
        if part.filename is not None:
            upload = Upload(part.filename, bytes(data[:most]), len(data) > most) if part.filename else upload
        elif len(data) > most or len(fields) >= MAXIMUM_PARTS:
            raise web.HTTPRequestEntityTooLarge(most, len(data), text="The form is too large.")
        else:
            fields[part.name] = data.decode()
    return fields, upload


class RequestGuard:
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
                + (_AGAIN if method == "POST" else "")
            )
        return ""


#: What to do with a form that was sent after the desk was started again.
_AGAIN = " Nothing was saved: once the desk is open, go back to this page in your browser, and send the form again."


def answer_headers(preview: str) -> dict[str, str]:
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
