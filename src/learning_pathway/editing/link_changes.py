"""Changes that look after links: one that a person has seen or approved, and addresses that are brought up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from ..catalogue.files import STATE_FILE
from ..catalogue.yaml.patch import Patch, text_before
from ..catalogue.yaml.tree import EditError
from ..links.repair import plan
from ..links.review import Approval, UnknownLinkError, proposed, seen
from ..links.state.file import LinkStates
from ..links.state.model import LinkState
from ..links.target import Target
from ..links.verdicts import Urgency, Verdict
from .project import Change

__all__ = [
    "approval_change",
    "healthy_links",
    "is_in_trouble",
    "known_copies",
    "links_without_copies",
    "lost_links",
    "repair_change",
    "seen_change",
]

_GONE: Final = frozenset({Verdict.BROKEN, Verdict.HOLLOW, Verdict.DRIFTED, Verdict.REMOVED_VIDEO})
"""Verdicts that an archived copy is the answer to: not a paywall, a server that fails or a lost section."""


def is_in_trouble(record: LinkState) -> bool:
    """Whether a link needs someone: not where a person has opened it since and found the resource there."""
    vouched = bool(record.vouched) and record.first_failed is None
    return (record.alarm or record.urgency is Urgency.TROUBLE) and not vouched


def seen_change(root: Path, id_: str, on: date) -> Change:
    """Work out the state of the links with one that a person opened and found the resource at.

    Raises:
        EditError: the state knows no such link, or its file is damaged.
        OSError: it cannot be read.
    """
    before = text_before(root / STATE_FILE)
    try:
        record, after = proposed(root / STATE_FILE, id_, lambda each: seen(each, on))
    except UnknownLinkError as error:
        raise EditError(str(error)) from None
    words = [f"Record that you opened the link `{id_}` and found the resource there."]
    if record.vouched:
        words.append("It raises no alarm until the check sees something else there.")
    return Change(tuple(words), (Patch(STATE_FILE, before, after, (id_,)),))


def approval_change(root: Path, id_: str, approval: Approval, on: date) -> Change:
    """Work out the state of the links with one whose page was approved as it is.

    Raises:
        EditError: the file of the state is damaged.
        OSError: it cannot be read.
    """
    before = text_before(root / STATE_FILE)
    new = LinkState.unchecked(id_, approval.url)
    try:
        _, after = proposed(root / STATE_FILE, id_, lambda each: approval.of(each, on), new=new)
    except UnknownLinkError as error:
        raise EditError(str(error)) from None
    return Change((f"Approve the page of the link `{id_}` as it is.",), (Patch(STATE_FILE, before, after, (id_,)),))


def lost_links(targets: Sequence[Target], health: LinkStates) -> list[tuple[Target, LinkState]]:
    """Resources that are gone for certain, and have no archived copy in the catalogue."""
    found = []
    for target in targets:
        record = health.of(target.id)
        gone = record is not None and record.alarm and record.verdict in _GONE
        if record and gone and record.url == target.url and target.is_main and not target.archived:
            found.append((target, record))
    return found


def healthy_links(targets: Sequence[Target], health: LinkStates) -> list[LinkState]:
    """Resources that are at their address, and have no archived copy in the catalogue."""
    return [
        record
        for target in targets
        if target.is_main and not target.archived
        if (record := health.of(target.id)) and record.verdict is Verdict.OK and record.url == target.url
    ]


def known_copies(targets: Sequence[Target], health: LinkStates) -> dict[str, str]:
    """The archived copies that are known of resources that are gone, by link id."""
    return {record.id: record.archived_url for _, record in lost_links(targets, health) if record.archived_url}


def links_without_copies(targets: Sequence[Target], health: LinkStates) -> list[tuple[Target, LinkState]]:
    """Resources that are gone, of which no archived copy is known: what archives can be asked for."""
    return [(target, record) for target, record in lost_links(targets, health) if not record.archived_url]


def repair_change(
    root: Path, targets: Sequence[Target], health: LinkStates, copies: Mapping[str, str]
) -> tuple[Change, list[str]]:
    """Work out the catalogue with the new addresses of what has moved, and archived copies of what is gone.

    Args:
        root: the project's folder.
        targets: the links to repair.
        health: what is known of them.
        copies: archived copies, by link id.

    Returns:
        The change, and the ids of links whose place in the file could not be told for sure.

    Raises:
        EditError: a file is no text in UTF-8.
        OSError: a file cannot be read.
    """
    patches, left = plan(root, targets, health.links, copies)
    ids = [id_ for patch in patches for id_ in patch.changed]
    words = [_words(id_, health.links[id_], copies) for id_ in ids]
    return Change((f"Repair links: {', '.join(f'`{id_}`' for id_ in ids)}.", *words), tuple(patches)), left


def _words(id_: str, record: LinkState, copies: Mapping[str, str]) -> str:
    if record.verdict is Verdict.MOVED and record.new_url:
        return f"`{id_}`: {record.url} → {record.new_url}"
    return f"`{id_}`: archived copy {copies[id_]}"
