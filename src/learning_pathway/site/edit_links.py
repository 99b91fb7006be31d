"""Edit links: from a page to the line of the catalogue that made it."""

from __future__ import annotations

from urllib.parse import quote

from ..catalogue import SourceLocation
from ..catalogue.model import Pathway

__all__ = [
    "edit_link",
]

#: How each forge's software addresses its editor. Only some of them can open it at a line.
EDITORS = {
    "github": "{repository}/edit/{branch}/{file}#L{line}",
    "gitlab": "{repository}/-/edit/{branch}/{file}#L{line}",
    "forgejo": "{repository}/_edit/{branch}/{file}",
    "bitbucket": "{repository}/src/{branch}/{file}?mode=edit",
}


def edit_link(pathway: Pathway, location: SourceLocation | None) -> str | None:
    """Where to edit the entry that was written at `origin`; None where no repository is set or nothing was written."""
    if pathway.repository is None or location is None:
        return None
    return EDITORS[pathway.forge].format(
        repository=pathway.repository.rstrip("/").removesuffix(".git"),
        branch=quote(pathway.branch),
        file=quote(location.file),
        line=location.line,
    )
