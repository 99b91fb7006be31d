"""A free port for the preview."""

from __future__ import annotations

import socket

__all__ = ["HOST", "PortTakenError", "free_port"]

HOST = "127.0.0.1"
USUAL = range(8000, 8020)


class PortTakenError(Exception):
    """No port is free. The message says which were tried."""


def free_port(wanted: int | None) -> int:
    """Return `wanted` if it is free; where none was asked for, the first free usual one. Raises `PortTakenError`."""
    if wanted is None:
        found = next(filter(_is_free, USUAL), None)
        if found is None:
            raise PortTakenError(f"Ports {USUAL[0]} to {USUAL[-1]} are all in use. Choose another with --port.")
        return found
    if _is_free(wanted):
        return wanted
    after = range(max(wanted + 1, 1024), min(wanted + 1000, 65_536))
    other = next(filter(_is_free, [*after, *USUAL]), None)
    advice = f"Choose another, such as  --port {other}" if other else "Choose another with --port."
    raise PortTakenError(f"Port {wanted} is in use, or this system keeps it for itself. {advice}")


def _is_free(port: int) -> bool:
    """Whether the port can be listened to, and no one does."""
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
