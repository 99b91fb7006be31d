"""Opening one page: asking for an address, and following where it leads, by HTTP alone."""

from __future__ import annotations

from collections.abc import Mapping

from ..address import resolve, wire_form
from ..observation import Trouble
from .asker import Asker
from .exchange import Exchange, Failure

__all__ = ["open_page"]


async def open_page(
    asker: Asker, url: str, headers: Mapping[str, str] | None = None, *, redirects: int | None = None
) -> tuple[str, Exchange]:
    """Ask for an address and follow its redirects, each of them under guard.

    Args:
        asker: sends the requests.
        url: the address.
        headers: headers to send besides its own.
        redirects: how many are followed; as many as the settings say where it is None.

    Returns:
        The address that answered, and the answer, whatever its status is.

    Raises:
        Failure: no answer came, or the redirects lead nowhere.
    """
    limit = asker.settings.probing.redirects if redirects is None else redirects
    for _ in range(limit + 1):
        wire = wire_form(url)
        if wire is None:
            raise Failure(Trouble.BAD_ADDRESS, f"`{url[:200]}` is not an address of the web")
        answer = await asker.ask(wire, extra=dict(headers or {}), fresh=True)
        if not 300 <= answer.status < 400 or answer.status == 304 or "location" not in answer.headers:
            return url, answer
        url = resolve(url, answer.headers["location"])
    raise Failure(Trouble.TOO_MANY_REDIRECTS, f"more than {limit} redirects")
