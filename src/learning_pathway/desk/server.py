"""Serve the desk on this computer, at a port of its own beside the preview, and answer at each address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from ..catalogue.problems import Severity
from ..catalogue.raw import RawEntry
from ..catalogue.yaml.patch import Patch, text_before
from ..catalogue.yaml.tree import EditError
from ..editing.journal import JournalEntry, Region
from ..editing.undo import ConflictError
from ..preview.refresh import PageChanges, Preview, page_changes
from ..preview.server import HOST, PortTakenError, quiet
from ..process import as_sentence, explain
from .additions import Additions
from .controls import choice_label
from .entries import KINDS, Entries, address_of
from .entry_actions import EntryActions
from .entry_pages import EntryPages
from .requests import (
    FILES,
    Asked,
    RequestGuard,
    answer_headers,
    cannot,
    entry_href,
    html,
    missing,
    own_file,
    refused,
    see_other,
    sent_with,
    stopped,
)
from .to_do import LinkPages, ToDo
from .workbench import NotWrittenError, Reach, RefusedError, Workbench, kind_of, share_patch, share_steps

__all__ = [
    "Handlers",
    "Work",
    "desk_beside",
]

#: Ports that the desk takes, the first that is free.
PORTS = range(8100, 8200)
#: Requests that can wait for servers at the same time, and one more.
_THREADS = 16


@asynccontextmanager
async def desk_beside(preview: Preview, preview_port: int, reach: Reach | None = None) -> AsyncIterator[str]:
    """Serve the desk while the block runs; gives its origin. The one-time link goes to the terminal.

    Args:
        preview: the preview.
        preview_port: its port.
        reach: where the desk may go on the network; to public hosts alone where it is None.

    Raises:
        PortTakenError: no port is free.
        JournalError: a change that was interrupted cannot be finished.
    """
    workbench = await asyncio.to_thread(Workbench, preview.root, reach)
    for name in workbench.finished:
        preview.say(f"Finished a change that was interrupted: {name}.")
    runner, guard = await started(workbench, preview, preview_port)
    say_link(guard)
    try:
        yield guard.origin
    finally:
        await runner.cleanup()


async def started(workbench: Workbench, preview: Preview, preview_port: int) -> tuple[web.ServerRunner, RequestGuard]:
    """The running server, at the first port that is free."""
    for port in PORTS:
        guard = RequestGuard(HOST, port)
        requests = DeskRequests(workbench, guard, preview, f"http://{HOST}:{preview_port}")
        runner = web.ServerRunner(web.Server(requests.answer, logger=quiet()), shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port, reuse_address=False).start()
        except OSError:
            await runner.cleanup()
            continue
        return runner, guard
    raise PortTakenError(f"Ports {PORTS[0]} to {PORTS[-1]} are all in use.")


def say_link(guard: RequestGuard) -> None:
    """Print the link that opens the desk."""
    print(f"Edit  {guard.link}  (this link works once)", flush=True)  # noqa: T201 - it must not go anywhere else


class DeskRequests:
    """Answers the requests that the guard lets through, one at a time but for those that wait for a server."""

    def __init__(self, workbench: Workbench, guard: RequestGuard, preview: Preview, preview_origin: str) -> None:
        """Take the project, the guard, and the preview with its origin."""
        self.guard, self.root = guard, workbench.root
        self.handlers = Handlers(workbench, preview, preview_origin)
        self.headers = answer_headers(preview_origin)
        self.turn, self.threads = workbench.turn, ThreadPoolExecutor(_THREADS, "desk")

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        response = await self.answered(request)
        response.headers.update(self.headers)
        return response

    async def answered(self, request: web.BaseRequest) -> web.StreamResponse:
        """The answer, without the headers that every answer has."""
        refusal = self.guard.refusal(request.method, request.path, request.headers, request.cookies)
        if refusal:
            return html("refused.html", status=403, words=refusal)
        if request.path == "/open":
            return self.opened(request)
        first, _, rest = request.path.removeprefix("/").partition("/")
        work = self.handlers.find(request.method, first, rest)
        if work is None:
            return missing()
        try:
            fields, upload = await sent_with(request)
            asked = Asked(first, rest, dict(request.query), fields, upload)
            return await asyncio.get_running_loop().run_in_executor(self.threads, self.worked, work, asked)
        except web.HTTPException as refused:
            return html("refused.html", status=refused.status, words=refused.text or "")

    def worked(self, work: Work, asked: Asked) -> web.Response:
        """The answer to a request, when its turn has come."""
        with self.turn:
            try:
                return work(asked)
            except Exception as error:
                return stopped(explain(error, self.root), asked)

    def opened(self, request: web.BaseRequest) -> web.StreamResponse:
        """Give the browser that followed the link its cookie."""
        value = self.guard.open(request.query.get("key", ""))
        if value is None:
            return html("refused.html", status=403, words="This link has been used. The terminal shows a new one.")
        say_link(self.guard)
        response = see_other("/")
        response.set_cookie(self.guard.cookie, value, httponly=True, samesite="Strict", path="/")
        return response


Work = Callable[[Asked], web.Response]
#: Pages that changes are worked out on without the form of an entry.
BACK = {"import": "/import", "links": "/links"}
#: Addresses that nothing follows.
WHOLE = frozenset({"add", "import", "links", "make"})
#: Entries on one page of a list.
_PAGE = 100


class Handlers:
    """Answers with pages; one at a time."""

    def __init__(self, workbench: Workbench, preview: Preview, preview_origin: str) -> None:
        """Take the project, its preview, and where that is."""
        self.workbench, self.preview, self.origin = workbench, preview, preview_origin
        self.entry_pages = EntryPages(workbench, self.see, self.pages_of)
        self.actions = EntryActions(workbench)
        self.to_do = ToDo(workbench)
        self.additions = Additions(workbench, self.entry_pages.show_filled)
        self.link_pages = LinkPages(workbench)

    def find(self, method: str, first: str, rest: str) -> Work | None:
        """What answers a request; None where nothing does."""
        if method in ("GET", "HEAD") and first in FILES and not rest:
            return self.file
        table: Mapping[tuple[str, str], Work] = {
            ("GET", ""): self.front,
            ("GET", "list"): self.list,
            ("GET", "to-do"): self.to_do.page,
            ("GET", "diary"): self.diary,
            ("GET", "saved"): self.saved,
            ("GET", "share"): self.share,
            ("POST", "undo"): self.undo,
            ("POST", "make"): self.make,
            ("GET", "add"): self.additions.show_add,
            ("POST", "add"): self.additions.add,
            ("GET", "import"): self.additions.show_import,
            ("POST", "import"): self.additions.import_file,
            ("GET", "links"): self.link_pages.show,
            ("POST", "links"): self.link_pages.change,
            ("GET", "move"): self.actions.show_move,
            ("POST", "move"): self.actions.move,
            ("POST", "remove"): self.actions.remove,
            ("GET", "entry"): self.entry_pages.show,
            ("POST", "entry"): self.entry_pages.change,
            ("GET", "new"): self.entry_pages.show_new,
            ("POST", "new"): self.entry_pages.add,
            ("POST", "check"): self.entry_pages.check,
            ("GET", "rename"): self.actions.show,
            ("POST", "rename"): self.actions.rename,
            ("GET", "retire"): self.actions.show,
            ("POST", "retire"): self.actions.retire,
        }
        return None if first in WHOLE and rest else table.get(("GET" if method == "HEAD" else method, first))

    def file(self, asked: Asked) -> web.Response:
        """A file of the desk."""
        return web.Response(body=own_file(asked.name), content_type=FILES[asked.name], charset="utf-8")

    def front(self, asked: Asked) -> web.Response:
        """The first page: what there is, and what to do next."""
        if asked.rest:
            return missing()
        entries, words = self.workbench.entries(), asked.query.get("q", "").strip()
        counts = {kind: len(entries.titles.get(kind, {})) for kind in KINDS}
        found = [
            (kind, key, entries.name(entry))
            for kind in KINDS
            for key, entry in entries.of_kind(kind)
            if words and matches(words, key, entry, entries)
        ]
        project = self.workbench.project_today()
        to_do, left = self.to_do.next(project, entries)
        return html(
            "front.html",
            counts=counts,
            words=words,
            found=found[:_PAGE],
            to_do=to_do,
            left=left,
            records=self.workbench.diary()[:5],
            broken=entries.broken,
            problems=[problem for problem in project.result.problems if problem.severity is not Severity.ADVICE][:20],
            site=self.see(None),
        )

    def list(self, asked: Asked) -> web.Response:
        """The entries of one kind, with a search."""
        kind = kind_of(asked.rest)
        if kind is None or kind not in KINDS:
            return missing()
        entries, words = self.workbench.entries(), asked.query.get("q", "").strip()
        rows = [
            (
                key,
                entries.name(entry),
                [choice_label(text) for field in ("type", "status") if (text := entry.text(field))],
            )
            for key, entry in entries.of_kind(kind)
            if not words or matches(words, key, entry, entries)
        ]
        number = (
            max(1, int(asked.query["page"]))
            if asked.query.get("page", "").isdecimal() and len(asked.query["page"]) < 6
            else 1
        )
        shown = rows[(number - 1) * _PAGE : number * _PAGE]
        more = len(rows) > number * _PAGE
        return html("list.html", kind=kind, rows=shown, count=len(rows), words=words, number=number, more=more)

    def diary(self, asked: Asked) -> web.Response:
        """The changes that were made."""
        records = self.workbench.diary()
        return html("diary.html", records=records[:_PAGE]) if not asked.rest else missing()

    def saved(self, asked: Asked) -> web.Response:
        """One change that was made, and what can be done about it."""
        record = self._record(asked.rest)
        if record is None:
            return missing()
        entries, key = self.workbench.entries(), asked.query.get("key", "")
        kind = kind_of(asked.query.get("kind", ""))
        entry = entries.get(kind, key) if kind else None
        back = entry_href(kind, key) if kind and entry is not None else BACK.get(asked.query.get("back", ""), "/")
        return html("saved.html", record=record, site=self.see(entry), back=back)

    def make(self, asked: Asked) -> web.Response:
        """Make a change that was shown."""
        seen = asked.fields.get("seen", "")
        proposal = self.workbench.held(seen)
        if proposal is None:
            words = "This change is no longer kept, or was made already. Look at it again."
            return cannot(words, "/")
        try:
            number = self.workbench.save(proposal.change, proposal.keeps)
        except EditError as error:
            return refused(error, proposal.back)
        self.workbench.drop(seen)
        return see_other(f"/saved/{number}?back={proposal.back.removeprefix('/')}")

    def share(self, asked: Asked) -> web.Response:
        """How to hand the changes on."""
        if asked.rest == "changes.patch":
            body = share_patch(self.workbench.root)
            name = 'attachment; filename="changes.patch"'
            return web.Response(body=body, content_type="text/x-patch", headers={"Content-Disposition": name})
        return html("share.html", **share_steps(self.workbench.root)) if not asked.rest else missing()

    def undo(self, asked: Asked) -> web.Response:
        """Take a change back."""
        record = self._record(asked.rest)
        if record is None:
            return missing()
        try:
            return see_other(f"/saved/{self.workbench.undo(record.id)}")
        except (RefusedError, NotWrittenError) as error:
            return refused(error, "/diary")
        except EditError as error:
            now = {each.file: lines_around(self.workbench.root / each.file, each.regions) for each in record.files}
            if isinstance(error, ConflictError):
                now[error.file] = error.now
            return html("conflict.html", status=409, record=record, words=as_sentence(str(error)), now=now)

    def _record(self, name: str) -> JournalEntry | None:
        return next((record for record in self.workbench.diary() if record.id == name), None)

    def pages_of(self, patches: Sequence[Patch], entry: RawEntry | None) -> PageChanges:
        """The pages that a change is about."""
        about = address_of(entry).partition("#")[0] if entry is not None else ""
        return page_changes(self.preview, self.origin, patches, about)

    def see(self, entry: RawEntry | None) -> str:
        """Where the preview shows an entry."""
        state = self.preview.state
        mount = state.mount if state is not None else "/"
        return f"{self.origin}{mount}{address_of(entry) if entry is not None else ''}"


def lines_around(path: Path, regions: Sequence[Region]) -> str:
    """What a file has now where a change once was; empty where there is no such file."""
    try:
        lines = (text_before(path) or "").splitlines(keepends=True)
    except (EditError, OSError):
        return ""
    parts = (lines[max(0, each.line - 3) : each.line + each.after.count("\n") + 3] for each in regions)
    return "…\n".join("".join(part) for part in parts)


def matches(words: str, key: str, entry: RawEntry, entries: Entries) -> bool:
    """Whether an entry has all the words that were searched for in its title, id, address or people."""
    text = f"{key} {entries.name(entry)} {entry.text('url') or ''} {entry.data.get('authors', '')}".casefold()
    return all(word in text for word in words.casefold().split())
