"""The order of a person's names, which the script tells: Chinese, Japanese and Korean names begin with the family's."""

from __future__ import annotations

import re

__all__ = ["has_no_initials", "is_family_first"]

#: Han, hiragana, katakana, bopomofo and hangul, with their marks of length and repetition.
_EAST_ASIAN = (
    "\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f"
    "\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff"
    "\uff66-\uffdc\U00016ff0-\U00016ff6\U0001b000-\U0001b2ff\U00020000-\U0003347f"
)
_NAME = re.compile(f"[{_EAST_ASIAN}]+(?: [{_EAST_ASIAN}]+)*")
#: Names from elsewhere are written in katakana alone, in their own order.
_KATAKANA = re.compile("[\u30a0-\u30ff\u31f0-\u31ff\uff66-\uff9f ]+")


def is_family_first(family: str | None, given: str | None) -> bool:
    """Whether both names are in an East Asian script, so that they are written together, the family's first."""
    if not family or not given or not _NAME.fullmatch(family) or not _NAME.fullmatch(given):
        return False
    return not (_KATAKANA.fullmatch(family) and _KATAKANA.fullmatch(given))


def has_no_initials(name: str) -> bool:
    """Whether a name begins in an East Asian script, which has no initials."""
    return _NAME.match(name) is not None
