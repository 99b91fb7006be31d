"""Makes every page and file of the tests' pathway once, for the server of `imported`, which imports this last.

What a build makes anew though it is always the same (templates, patterns, lists of words, schemas) is then there in
every fork. The cached functions of the program depend on nothing but their arguments.
"""

from __future__ import annotations

import sys
from pathlib import Path

from learning_pathway.site.build import open_build

sys.path.remove(str(Path(__file__).parent))  # it was there for this module only
_build = open_build(Path(__file__).parents[1] / "program" / "pathway")
assert len([*_build.pages(), *_build.assets()]) > 100
