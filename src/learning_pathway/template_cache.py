"""Compiled templates, kept from one command to the next, as Python keeps compiled modules."""

from __future__ import annotations

import sys
from contextlib import suppress

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket

__all__ = ["compiled_templates"]


class _Cache(FileSystemBytecodeCache):
    """Files of templates; one that cannot be read or written is compiled anew."""

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


def compiled_templates() -> BytecodeCache | None:
    """The cache, in a folder for temporary files that is this user's alone; None where Python keeps nothing either.

    Compiling the templates of a site takes a quarter of a second in each process.
    """
    if sys.dont_write_bytecode:
        return None
    try:
        return _Cache(pattern=f"learning-pathway-{jinja_version}-%s.cache")
    except (OSError, RuntimeError):  # no folder, or one that others may write to
        return None
