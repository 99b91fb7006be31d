"""The laboratory, open for visitors: every case on its host, as it was a week ago or as it is now."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from learning_pathway.links.target import Target

from .case import Case
from .certificates import ALIAS, Certificates
from .server import Behaviour, Request, Server, Wire
from .videos import SERVICES

__all__ = ["Laboratory", "open_laboratory"]


@dataclass
class Laboratory:
    """What a visitor needs.

    Attributes:
        server: the hosts.
        targets: the links, by the name of their case.
        authority: certificates to trust, in PEM.
        now: whether the hosts behave as they do now, rather than a week ago.
    """

    server: Server
    targets: dict[str, Target]
    authority: Path
    now: bool = False


@asynccontextmanager
async def open_laboratory(cases: Sequence[Case], folder: Path) -> AsyncIterator[Laboratory]:
    """Serve the cases on loopback; `folder` takes the certificate of their authority."""
    laboratory: Laboratory

    def site_of(case: Case) -> Behaviour:
        async def behave(request: Request, wire: Wire) -> None:
            behaviour = case.now if laboratory.now or case.before is None else case.before
            await behaviour(request, wire)

        return behave

    sites: dict[str, Behaviour] = {}
    for case in cases:
        sites[case.host] = site_of(case)
        sites |= {f"{label}.example.net": behaviour for label, behaviour in case.others.items()}
    sites |= SERVICES
    certificates = Certificates()
    authority = folder / "authority.pem"
    authority.write_bytes(certificates.pem)
    sites |= {f"{host}{ALIAS}": site for host, site in sites.items()}
    async with Server(sites, certificates=certificates.contexts, default_certificate=certificates.default()) as server:
        targets = {case.name: case.target(server.port, server.tls_port) for case in cases}
        laboratory = Laboratory(server, targets, authority)
        yield laboratory
