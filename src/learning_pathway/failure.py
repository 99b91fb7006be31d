"""The message for an error: one plain sentence, with the file and the line where they are known."""

from __future__ import annotations

import errno
import re
import shutil
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

__all__ = ["as_sentence", "explain", "sentence"]

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
