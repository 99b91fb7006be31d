"""The doors in: files of other software, and pages of the web, as entries for the catalogue.

Everything that comes in is hostile until it has been read, bounded and made plain. A reader gives `Record`s and says
what it refused; a plan says what would be added, what is there already and what could not be kept; only then is
anything written.
"""

from __future__ import annotations

from .plan import Plan, make_plan
from .readers import FORMATS, read_data, read_file

__all__ = ["FORMATS", "Plan", "make_plan", "read_data", "read_file"]
