"""A desk of a small project without a browser: pages by address, forms filled in as a browser sends them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import lxml.html
from aiohttp import web

from learning_pathway.desk.requests import Asked, Upload
from learning_pathway.desk.server import Handlers
from learning_pathway.desk.workbench import Reach, Workbench

__all__ = ["Desk", "fields_of"]


class Desk:
    """The desk of a project, as it answers."""

    def __init__(self, root: Path, reach: Reach | None = None) -> None:
        """`root` is the project's folder, `reach` where the desk may go on the network."""
        self.root = root
        self.workbench = Workbench(root, reach)
        self.handlers = Handlers(self.workbench, SimpleNamespace(state=None), "http://127.0.0.1:8000")  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        """The catalogue's file as it is now."""
        return (self.root / "resources.yaml").read_text(encoding="utf-8")

    def ask(
        self, method: str, path: str, fields: Mapping[str, str] | None = None, upload: Upload | None = None
    ) -> web.Response:
        """The answer to a request."""
        place, _, query = path.partition("?")
        first, _, rest = place.strip("/").partition("/")
        work = self.handlers.find(method, first, rest)
        assert work is not None, path
        pairs = dict(pair.split("=", 1) for pair in query.split("&") if pair)
        with self.workbench.turn:
            return work(Asked(first, rest, pairs, fields or {}, upload))

    def page(self, path: str) -> str:
        """A page that is there."""
        answer = self.ask("GET", path)
        assert answer.status == 200, path
        return answer.text or ""

    def form(self, path: str) -> dict[str, str]:
        """The fields of the page's form as a browser would send them."""
        return fields_of(self.page(path))

    def send(self, path: str, **changed: str) -> web.Response:
        """The answer to the form of a page with some boxes filled in otherwise; `__` in their names is a dot."""
        fields = {**self.form(path), "do": "review"}
        return self.ask("POST", path, {**fields, **{name.replace("__", "."): text for name, text in changed.items()}})

    def save(self, path: str, **changed: str) -> web.Response:
        """Fill in the form of a page, look at what would change, and save it."""
        return self.confirm(path, self.send(path, **changed))

    def make(self, seen: web.Response) -> web.Response:
        """Agree to a change that a page shows, and see that it was saved."""
        assert seen.status == 200, seen.text
        forms = [form for form in lxml.html.fromstring(seen.text or "").forms if form.action == "/make"]
        assert len(forms) == 1, seen.text
        answer = self.ask("POST", "/make", dict(forms[0].form_values()))
        assert answer.status == 303, answer.text
        return answer

    def undo(self, saved: web.Response) -> web.Response:
        """Take back the change that an answer leads to."""
        name = saved.headers["Location"].partition("?")[0].removeprefix("/saved/")
        answer = self.ask("POST", f"/undo/{name}")
        assert answer.status == 303, answer.text
        return answer

    def confirm(self, path: str, seen: web.Response) -> web.Response:
        """Save what a page shows would change."""
        assert seen.status == 200, seen.text
        return self.ask("POST", path, {**fields_of(seen.text or ""), "do": "save"})


def fields_of(page: str) -> dict[str, str]:
    """The fields of the first form of a page that sends something."""
    form = next(form for form in lxml.html.fromstring(page).forms if form.method == "POST")
    return {name: value for name, value in form.form_values() if value is not None}
