"""Write again what is made from the catalogue's tables: expected problem lists, JSON Schemas, reference pages."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from brokencatalogues import BROKEN, EXPECTED, cases, problems  # noqa: E402
from forgeforms import forge_forms  # noqa: E402
from learning_pathway.catalogue.schema import write  # noqa: E402
from learning_pathway.links.state.model import schema as link_health_schema  # noqa: E402
from learning_pathway.new_project import HIDDEN, starter_folder  # noqa: E402
from learning_pathway.site.files.api import schema_text  # noqa: E402
from referencepages import PAGES  # noqa: E402
from sentcontributions import GOLDEN, results  # noqa: E402


def put(path: Path, text: str) -> None:
    """Write a file that has the same bytes on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


for name in cases(BROKEN):
    put(BROKEN / name / EXPECTED, problems(BROKEN / name))
for name, make in PAGES.items():
    put(ROOT / "docs" / "guides" / name, make())
put(ROOT / "schema" / "resources.schema.json", write())
put(ROOT / "schema" / "api-1.schema.json", schema_text())
put(ROOT / "schema" / "link-health.schema.json", json.dumps(link_health_schema(), indent=2, ensure_ascii=False) + "\n")

put(GOLDEN, results())
for name, text in forge_forms().items():
    put(ROOT / name, text)
for name, text in forge_forms(is_starter=True).items():
    put(starter_folder() / f"{HIDDEN}{name[1:]}", text)
