"""A free port for the preview."""

from __future__ import annotations

import argparse
import socket

__all__ = ["PortTakenError", "free", "port"]

USUAL = range(8000, 8020)


class PortTakenError(Exception):
    """No port is free. The message says which were tried."""


def port(text: str) -> int:
    """Read a port number from the command line. Raises `argparse.ArgumentTypeError`."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65_535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 1 to 65535")
    return int(text)


def free(wanted: int | None) -> int:
    """Give `wanted` if it is free; where none was asked for, the first free usual one. Raises `PortTakenError`."""
    for candidate in [wanted] if wanted else USUAL:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", candidate)) != 0:
                return candidate
    if wanted:
        raise PortTakenError(f"Port {wanted} is in use. Choose another, such as  --port {wanted + 1}")
    raise PortTakenError(f"Ports {USUAL[0]} to {USUAL[-1]} are all in use. Choose another with --port.")
