"""A laboratory of links: many hosts on the loopback interface, healthy and otherwise."""

from __future__ import annotations

from . import certificates, changes, further, hollows, reported, traces, videos, walls, ways, wires

__all__ = ["CASES"]

CASES = (
    *wires.CASES,
    *ways.CASES,
    *walls.CASES,
    *hollows.CASES,
    *changes.CASES,
    *traces.CASES,
    *videos.CASES,
    *certificates.CASES,
    *reported.CASES,
    *further.CASES,
)
