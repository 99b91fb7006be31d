"""Compiled templates, kept from one command to the next, as Python keeps compiled modules."""

from __future__ import annotations

import sys
from contextlib import suppress

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket

__all__ = ["compiled_templates"]


class _Files(FileSystemBytecodeCache):
    """Templates in files; one that cannot be read or written is compiled anew."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template, if its source is still the same."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # it is damaged: no error of a build
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


class _Memory(BytecodeCache):
    """Templates in memory, for as long as the cache is held."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template, if its source is still the same."""
        if (kept := self._kept.get(bucket.key)) is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


def compiled_templates() -> BytecodeCache:
    """The cache: files in a folder that is this user's alone; memory, where Python keeps nothing in files either.

    Compiling the templates of a site takes a quarter of a second in each process.
    """
    if not sys.dont_write_bytecode:
        with suppress(OSError, RuntimeError):  # no folder, or one that others may write to
            return _Files(pattern=f"learning-pathway-{jinja_version}-%s.cache")
    return _Memory()
