"""The take-back code of a receipt: only its hash is ever kept."""

from __future__ import annotations

import hashlib
import hmac
import re

__all__ = ["ALPHABET", "code_hash", "find_code", "is_code"]

#: Crockford's base 32: no I, L, O or U, which people misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 20  # of 5 bits: 100 bits
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})
_CODE = re.compile(
    rf"(?<![0-9A-Z])(?:[{ALPHABET}ILO]{{4}}[-\u2010-\u2015 ]){{4}}[{ALPHABET}ILO]{{4}}(?![0-9A-Z])", re.IGNORECASE
)


def _plain(code: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", code.upper()).translate(_MISREAD)


def is_code(text: str) -> bool:
    """Whether a text is a take-back code, however it is grouped."""
    plain = _plain(text)
    return len(plain) == _LENGTH and set(plain) <= set(ALPHABET) and len(text) < 3 * _LENGTH


def code_hash(code: str) -> str:
    """SHA-256 of a code, without its hyphens, as `sha256:` and hexadecimal digits."""
    return "sha256:" + hashlib.sha256(_plain(code).encode("ascii")).hexdigest()


def find_code(text: str) -> str | None:
    """The first take-back code in a text, such as a receipt that was sent by mistake; None where there is none."""
    found = _CODE.search(text)
    return found[0] if found else None


def is_hash_of(code: str, kept: str | None) -> bool:
    """Whether a kept hash is that of a code; the comparison takes the same time either way."""
    wanted = code_hash(code).removeprefix("sha256:")
    return hmac.compare_digest(wanted, (kept or "").removeprefix("sha256:"))
