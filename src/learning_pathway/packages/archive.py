"""ZIP files that come out the same, byte for byte, from the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

__all__ = [
    "packed",
]

#: The years that a ZIP file can name (APPNOTE.TXT 4.4.6, MS-DOS dates).
_FIRST, _LAST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def packed(files: Iterable[tuple[str, bytes]], time: datetime | None, *, as_they_are: tuple[str, ...] = ()) -> bytes:
    """The files as a ZIP archive, in the order given.

    Args:
        files: names, with slashes, and contents.
        time: the moment that every file is dated to, in UTC as ZIP knows no zones; 1 January 1980 if None.
        as_they_are: names of files that must not be compressed.

    Raises:
        ValueError: two files have the same name.
    """
    moment = min(max((time or _FIRST).astimezone(UTC), _FIRST), _LAST).timetuple()[:6]
    seen: set[str] = set()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files:
            if name in seen:
                raise ValueError(f"two files of a package are called {name}")
            seen.add(name)
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            entry.compress_type = zipfile.ZIP_STORED if name in as_they_are else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=9)
    return made.getvalue()
