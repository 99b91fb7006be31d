"""Processes: one that ends when this one does, how many may run at once, and how an error is told in a sentence."""

from __future__ import annotations

import atexit
import ctypes
import errno
import gc
import os
import re
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

__all__ = [
    "as_sentence",
    "end_with_parent",
    "explain",
    "interrupted_by_signals",
    "processors",
    "rare_collections",
    "receive_signals",
    "run",
    "sentence",
    "signals_held",
]

#: Of Linux, from `linux/prctl.h`.
_PR_SET_PDEATHSIG = 1
_HOLDS = sys.platform == "linux"
#: Requests to end.
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def run(command: Sequence[str | Path], cwd: Path, variables: Mapping[str, str]) -> int:
    """Run `command` to its end in the folder `cwd`, and return its exit code.

    Raises:
        KeyboardInterrupt: this program was asked to end; the other one has ended.
    """
    parent = os.getpid()
    process: subprocess.Popen[bytes] | None = None
    try:
        with signals_held():
            process = subprocess.Popen(  # noqa: S603 - without a shell
                [str(part) for part in command],
                cwd=cwd,
                env={**os.environ, **variables},
                preexec_fn=(lambda: _prepare_child(parent)) if _HOLDS else None,
            )
        return process.wait()
    except BaseException:
        if process is not None:
            process.terminate()
            process.wait()
        raise


def _prepare_child(parent: int) -> None:
    """Leave interrupts to `parent`, which gets them too and ends this process without a traceback of its own."""
    end_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    receive_signals()


@contextmanager
def signals_held() -> Iterator[None]:
    """Let a request to end wait until the block has started another process. Linux only.

    Python runs hooks before and after it forks, and loses an interrupt that comes while they run. The new process
    begins with the requests held, and calls `receive_signals` when it has handlers of its own.
    """
    if not _HOLDS:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def receive_signals() -> None:
    """Receive requests to end that were held when this process began."""
    if _HOLDS:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def end_with_parent(parent: int) -> None:
    """Let the kernel end this process when `parent`, the process that started it, has ended. Linux only."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before
        os._exit(1)


@contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """Let a request to end, or a terminal that closes, interrupt the block as Ctrl+C does, so that it clears up."""
    before = {
        number: signal.signal(number, signal.default_int_handler) for number in SIGNALS if number != signal.SIGINT
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def processors(root: Path = Path("/")) -> float:
    """How many processors this process may use at once: those it is bound to, or its container's quota.

    Args:
        root: the folder that holds `proc` and `sys`.
    """
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min([bound, *(quota for folder in _control_groups(root) for quota in _quotas(folder))])


def _control_groups(root: Path) -> Iterator[Path]:
    """The folders of the control groups that this process is in, and of those around them, in either version.

    Within a container the group's own path may lead nowhere: there the group is the root of what is mounted.
    """
    try:
        lines = (root / "proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return
    for line in lines:
        _, kinds, group = [*line.split(":", 2), "", ""][:3]
        if kinds and "cpu" not in kinds.split(","):
            continue
        names = [name for name in group.split("/") if name not in ("", ".", "..")]
        for mounted in {"", kinds, "cpu" if kinds else ""}:
            for depth in range(len(names) + 1):
                yield root.joinpath("sys/fs/cgroup", mounted, *names[:depth])


def _quotas(folder: Path) -> Iterator[float]:
    """The quota of a control group, as a number of processors; nothing where it has none."""
    for names in (("cpu.max",), ("cpu.cfs_quota_us", "cpu.cfs_period_us")):
        try:
            values = " ".join((folder / name).read_text(encoding="ascii") for name in names).split()
        except (OSError, ValueError):
            continue
        if len(values) == 2 and all(value.isdecimal() and int(value) for value in values):
            yield int(values[0]) / int(values[1])


@contextmanager
def rare_collections() -> Iterator[None]:
    """Look for garbage less often in the block, which keeps what it makes: that takes a tenth of its time.

    When the process ends, its memory goes back to the system unread: Python would look for garbage in all of it.
    """
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


_ROOM = "Free some space, then try again."
_CHOOSE = "Check who may write there, or choose another folder."
#: What each error of the system means, and what to do about it.
MEANINGS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        errno.ENOSPC: ("The disk is full", _ROOM),
        errno.EDQUOT: ("Your share of the disk is used up", _ROOM),
        errno.EFBIG: (
            "A file would be larger than this system allows",
            "Raise the limit (`ulimit -f`), then try again.",
        ),
        errno.EROFS: ("The disk is read-only", "Choose a folder that you can write to."),
        errno.EACCES: ("There is no permission", _CHOOSE),
        errno.EPERM: ("The system does not permit it", _CHOOSE),
        errno.ENOENT: ("There is no such file or folder", "Check its name."),
        errno.ENOTDIR: ("A file is where a folder should be", "Choose another folder, or rename the file."),
        errno.EEXIST: ("A file is where a folder should be", "Choose another folder, or rename the file."),
        errno.EISDIR: ("A folder is where a file should be", "Choose another name, or rename the folder."),
        errno.ENOTEMPTY: ("The folder is not empty", "Choose another folder."),
        errno.EBUSY: ("Another program is using it", "Close that program, or choose another folder."),
        errno.EXDEV: ("It is on another disk", "Choose a folder on the same disk."),
        errno.EMFILE: ("Too many files are open", "Raise the limit (`ulimit -n`), then try again."),
        errno.ENAMETOOLONG: ("The name is too long", "Choose a shorter name."),
        errno.EIO: ("The disk cannot be read or written", "Check the disk."),
    }
)


def sentence(error: OSError) -> str:
    """Say what went wrong with a file, and what to do: `The disk is full (site/index.html). Free some space, …`."""
    if isinstance(error, shutil.Error):
        error = _first(error)
    if error.errno is None:
        return str(error)
    what, remedy = MEANINGS.get(error.errno, (error.strerror or str(error), ""))
    name = error.filename2 or error.filename
    where = f" ({name if isinstance(name, str) else Path(name.decode(errors='replace'))})" if _named(name) else ""
    return f"{what}{where}. {remedy}".rstrip()


def as_sentence(message: str) -> str:
    """A message as a sentence of its own; the name of a file at its beginning stays as it is."""
    first = message.partition(" ")[0].rstrip(",:;")
    words = message if "." in first or "/" in first else message[:1].upper() + message[1:]
    return words if words.endswith((".", "!", "?")) else f"{words}."


def explain(error: BaseException, root: Path) -> str:
    """Say what went wrong, after the file and line that it comes from, in the project itself where possible."""
    if isinstance(error, OSError):
        return sentence(error)
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    message = getattr(error, "msg", None) or getattr(error, "message", None) or str(error)
    if not (file and line):
        file, line = _origin(error, root)
        message = f"{type(error).__name__}: {error}"
    return f"{_relative(file, root)}:{line}: {message}" if file else str(message)


def _first(error: shutil.Error) -> OSError:
    """The first of the errors that `shutil.copytree` collected, as (from, to, text)."""
    _, target, text = error.args[0][0]
    number = re.match(r"\[Errno (\d+)\]", str(text))
    return OSError(int(number[1]), str(text), target) if number else OSError(str(text))


def _named(name: object) -> bool:
    return isinstance(name, (str, bytes)) and bool(name)


def _origin(error: BaseException, root: Path) -> tuple[str, int]:
    """The file and line of the last call within the project; of the very last one where none is."""
    frames = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]
    own = [frame for frame in frames if _relative(frame[0], root) != frame[0] and ".venv" not in Path(frame[0]).parts]
    return (own or frames or [("", 0)])[-1]


def _relative(file: str, root: Path) -> str:
    path = Path(file)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file
