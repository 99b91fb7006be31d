"""Observing links: asking for addresses politely and safely, and writing down what comes. It judges nothing."""

from __future__ import annotations

from .asker import Asker
from .guard import Guard, GuardError
from .observe import observe

__all__ = ["Asker", "Guard", "GuardError", "observe"]
