"""The marks that end a sentence are the same in references, on pages and in scripts."""

from __future__ import annotations

import re
from pathlib import Path

from learning_pathway.citation.reference import STOPS


def test_scripts_know_the_same_marks(root: Path) -> None:
    script = (root / "src/learning_pathway/theme/assets/javascripts/ui/dates.mjs").read_text(encoding="utf-8")
    found = re.search(r"withFullStop = .*?/\[([^\]]+)\]", script)
    assert found is not None
    assert found[1] == STOPS
