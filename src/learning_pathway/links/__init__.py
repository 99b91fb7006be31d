"""Link health: what was found at the addresses of the catalogue, and how it is found."""

from __future__ import annotations

from .state.file import LinkState, LinkStates, read_health
from .verdicts import MEANINGS, Meaning, Urgency, Verdict

__all__ = ["MEANINGS", "LinkState", "LinkStates", "Meaning", "Urgency", "Verdict", "read_health"]
