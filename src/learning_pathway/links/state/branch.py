"""Keep link-health.json on a branch of its own."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from codecs import BOM_UTF8
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock

from ...output import write_whole
from .file import LinkStates, keep_damaged_copy, newer_of, parse_health, read_health, write_health

__all__ = [
    "GitError",
    "fetch",
    "keep",
]

_TRIES: Final = 5
_NAME: Final = ("-c", "user.name=Link check", "-c", "user.email=link-check@users.noreply.invalid")


class GitError(Exception):
    """Git could not do what it was asked. The message is git's own."""


def fetch(state: Path, *, remote: str, branch: str, token: str | None = None) -> bool:
    """Write the kept state to `state`; return False where the branch does not exist yet.

    What only the file knows, or knows from a later check, stays; a file that cannot be read is kept aside.

    Args:
        state: the state file, inside a clone.
        remote: name or address of the remote.
        branch: the branch that keeps the state.
        token: proves to the forge who asks; none is needed for a public repository or a local remote.

    Raises:
        GitError: the remote cannot be reached, or the branch does not hold the file, or holds no valid state while
            there is one already.
        OSError: the state cannot be written.
    """
    commit = _tip(state.parent, remote, branch, token)
    if commit is None:
        return False
    kept = _git(state.parent, "show", f"{commit}:{state.name}")
    theirs = parse_health(kept, state.name)
    with FileLock(f"{state}.lock"):
        ours = read_health(state)
        if ours.damage is not None and state.is_file():
            keep_damaged_copy(state)
        elif theirs.damage is not None and ours.links:
            raise GitError(
                f"the branch {branch} holds no valid state: {theirs.damage}. {state.name} stays as it is; "
                "`pathway links state keep` puts it there"
            )
        newer = newer_of(theirs, ours, datetime.now(UTC).date())
        links = {**ours.links, **newer.links}
        if theirs.damage is None and links != theirs.links:
            write_health(state, links.values(), swept_on=newer.swept_on)
        else:
            write_whole(state, kept.encode())
    return True


def keep(state: Path, *, remote: str, branch: str, token: str | None = None) -> bool:
    """Send `state` to the branch; return False where nothing has changed.

    Links that the branch knows from a later check, by another run, are taken over from there.

    Raises:
        GitError: the state is no valid state file, or the remote cannot be reached or does not take the commit.
        OSError: the state cannot be written.
    """
    folder = state.parent
    ours = read_health(state)
    if ours.damage is not None or not state.exists():
        raise GitError(f"{ours.damage or f'{state.name} does not exist'}; the branch {branch} stays as it is")
    if not _is_plain(state):
        with FileLock(f"{state}.lock"):
            write_health(state, ours.links.values(), swept_on=ours.swept_on)
    for attempt in range(_TRIES):
        parent = _tip(folder, remote, branch, token)
        if parent is not None:
            _take_over(state, ours, parent)
        blob = _git(folder, "hash-object", "-w", "--", state.name).strip()
        tree = _git(folder, "mktree", text=f"100644 blob {blob}\t{state.name}\n").strip()
        if parent is not None and _git(folder, "rev-parse", f"{parent}^{{tree}}").strip() == tree:
            return False
        parents = ("-p", parent) if parent else ()
        commit = _git(folder, *_NAME, "commit-tree", tree, *parents, "-m", "Keep what the link check found").strip()
        try:
            _git(folder, "push", "--", remote, f"{commit}:refs/heads/{branch}", token=token)
        except GitError:
            # Another run was faster; look again.
            if attempt == _TRIES - 1:
                raise
        else:
            return True
    return False


def _is_plain(state: Path) -> bool:
    """Tell whether a file is UTF-8 without a mark, as git and other programs read it."""
    raw = state.read_bytes()
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not raw.startswith(BOM_UTF8)


def _take_over(state: Path, ours: LinkStates, commit: str) -> None:
    """Write into `state` what a commit of the branch knows from later checks, if it holds a valid state."""
    try:
        theirs = parse_health(_git(state.parent, "show", f"{commit}:{state.name}"), state.name)
    except GitError:
        return
    newer = newer_of(ours, theirs, datetime.now(UTC).date())
    if theirs.damage is None and (newer.links != ours.links or newer.swept_on != ours.swept_on):
        with FileLock(f"{state}.lock"):
            write_health(state, newer.links.values(), swept_on=newer.swept_on)


def _tip(folder: Path, remote: str, branch: str, token: str | None) -> str | None:
    """Fetch the branch and return its commit, or None where there is no such branch."""
    if not _git(folder, "ls-remote", "--heads", "--", remote, f"refs/heads/{branch}", token=token).strip():
        return None
    _git(folder, "fetch", "--no-tags", "--depth=1", "--", remote, f"refs/heads/{branch}", token=token)
    return _git(folder, "rev-parse", "FETCH_HEAD").strip()


def _git(folder: Path, *command: str, text: str | None = None, token: str | None = None) -> str:
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    if token:
        # Through the environment, so that the token shows in no list of processes.
        code = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        environment |= {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "http.extraHeader",
            "GIT_CONFIG_VALUE_0": f"Authorization: Basic {code}",
        }
    if shutil.which("git") is None:
        raise GitError("git is not installed, and this command needs it.")
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        ["git", *command],  # noqa: S607 - git is found as the person's shell finds it
        cwd=folder,
        env=environment,
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise GitError(f"git {' '.join(command[:2])} failed: {done.stderr.strip()}")
    return done.stdout
