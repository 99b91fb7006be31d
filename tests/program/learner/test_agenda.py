"""The agenda of a session, and what an address says of one: pure functions, tested by Node.js."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from learning_pathway.site.frontend import theme_folder

SCRIPTS = theme_folder() / "assets" / "javascripts"


@pytest.mark.parametrize("name", ["agenda", "address"])
def test_pure_functions_of_a_session(name: str, root: Path) -> None:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("Node.js is needed to test the scripts.")
        pytest.skip("Node.js is needed to test the scripts; the browser tests use them too.")
    run = subprocess.run(
        [node, "--test", "--test-reporter=tap", str(root / "tests" / "program" / "learner" / f"{name}.test.mjs")],
        env={**os.environ, "SCRIPTS": str(SCRIPTS)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "# fail 0" in run.stdout
    assert "# pass 0" not in run.stdout
