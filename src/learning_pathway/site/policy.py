"""The Content-Security-Policy of the pages (https://www.w3.org/TR/CSP3/): what a browser may load and run for them."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

__all__ = [
    "additions",
    "bare_policy",
    "policies",
    "policy",
    "source",
]

Directives = Mapping[str, tuple[str, ...]]

SELF = "'self'"
#: What every page may do. What is not named here falls back to `default-src`.
EVERY_PAGE: Directives = {
    "default-src": (SELF,),
    "script-src": (SELF,),
    "style-src": (SELF,),
    "style-src-attr": ("'unsafe-inline'",),  # Markdown aligns the columns of a table in this way
    "img-src": (SELF, "data:"),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": (SELF,),
}
#: What else a page may do that holds one of these.
ADDITIONS: Mapping[str, Directives] = {
    "YouTube": {"frame-src": ("https://www.youtube-nocookie.com",)},
    "Vimeo": {"frame-src": ("https://player.vimeo.com",)},
    # Podcasts reach their files through counting services and stores that change from week to week.
    "recording": {"media-src": (SELF, "https:")},
}
_PLAYER = re.compile(r'<div class="lp-media" data-lp-media data-kind="(\w+)" data-src="[^"]*" data-host="([^"]*)"')


def policy(inline: Iterable[str], *needs: str, preview: bool = False) -> str:
    """The policy of a page with these scripts in it that needs these rows of `ADDITIONS`.

    A preview reloads itself by a script that its server writes into each page, so there every such script may run.
    """
    named: list[Directives] = [{"script-src": ("'unsafe-inline'",) if preview else tuple(map(source, inline))}]
    return written([EVERY_PAGE, *named, *(ADDITIONS[need] for need in needs)])


def policies(inline: Sequence[str], *, preview: bool = False) -> dict[str, str]:
    """The policies that the theme chooses from: of a page, of pages swapped in place."""
    needs = {"page": (), "swapped": tuple(ADDITIONS)}
    return {kind: policy(inline, *more, preview=preview) for kind, more in needs.items()}


def bare_policy(script: str, style: str) -> str:
    """The policy of a page that holds this script and this style sheet, and loads nothing."""
    nothing = ("'none'",)
    return written(
        [
            {"default-src": nothing, "script-src": (source(script),), "style-src": (source(style),)},
            {"base-uri": nothing, "form-action": nothing},
        ]
    )


def additions(body: str) -> str:
    """The directives that a page adds to the policy for the players in its HTML; often none."""
    if "data-lp-media" not in body:
        return ""
    needs = {host if kind == "frame" else "recording" for kind, host in _PLAYER.findall(body)}
    return written([ADDITIONS[need] for need in sorted(needs) if need in ADDITIONS])


def source(text: str) -> str:
    """A script or a style sheet in a page, as a policy names it."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"


def written(parts: Sequence[Directives]) -> str:
    """Directives as one line; what several parts allow adds up."""
    found: dict[str, list[str]] = {}
    for part in parts:
        for name, values in part.items():
            found.setdefault(name, []).extend(value for value in values if value not in found.get(name, ()))
    return "; ".join(f"{name} {' '.join(values)}" for name, values in found.items())
