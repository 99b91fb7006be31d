"""What pages say of themselves in the words of https://schema.org, as JSON-LD: works, courses, and where a page stands.

Facts that are not known are left out; nothing is guessed. Addresses are whole where the settings say where the site
is published, else relative to the page.
"""

from __future__ import annotations

from .course import module_data, route_data
from .document import Thing, script, trail, website
from .work import work_data

__all__ = ["Thing", "module_data", "route_data", "script", "trail", "website", "work_data"]
