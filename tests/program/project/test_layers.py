"""The packages form layers: each imports only from layers below it, and only the hooks know the site engine."""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from casetable import case_table

PACKAGE = "learning_pathway"
#: Which packages and top modules each of them may import from, besides itself.
BELOW = {
    "process": set(),
    "locale": set(),
    "output": set(),
    "new_project": {"catalogue", "output"},
    "starter": set(),
    "catalogue": {"locale", "output"},
    "citation": {"locale", "output", "catalogue"},
    "web": {"output", "catalogue"},
    "links": {"locale", "output", "process", "catalogue", "web"},
    "voices": {"output", "catalogue"},
    "editing": {"locale", "output", "catalogue", "citation", "links"},
    "formats": {"output", "catalogue", "citation"},
    "imports": {"locale", "output", "catalogue", "citation", "editing", "formats", "links", "web"},
    "packages": {"locale", "output", "catalogue"},
    "search": set(),
    "site": {
        *(
            "output",
            "process",
            "catalogue",
            "citation",
            "formats",
            "links",
            "locale",
            "packages",
            "search",
            "voices",
        ),
        "web",
    },
}
TOP = {"cli", "desk", "hooks", "mkdocs_adapter", "preview", "__init__", "__main__"}
#: What knows the site engine.
HOOKS = {"hooks", "mkdocs_adapter", "preview"}
ENGINES = {"mkdocs", "material", "zensical", "properdocs"}


def modules(root: Path) -> list[Path]:
    """All but what a new pathway is made of, which is no part of the program."""
    package = root / "src" / PACKAGE
    return sorted(path for path in package.rglob("*.py") if not path.is_relative_to(package / "starter"))


def layer(path: Path, root: Path) -> str:
    return path.relative_to(root / "src" / PACKAGE).parts[0].removesuffix(".py")


@cache
def imports(path: Path, root: Path) -> tuple[str, ...]:
    """Full names of what a module imports, wherever in it the import stands."""
    return tuple(read_imports(path, root))


def read_imports(path: Path, root: Path) -> Iterator[str]:
    package = path.relative_to(root / "src").parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join([*base, *([node.module] if node.module else [])])
            # `from . import x` may name a module; `from .x import y` names one for certain.
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def test_every_package_is_in_a_layer(root: Path) -> None:
    assert {layer(path, root) for path in modules(root)} <= BELOW.keys() | TOP


def test_a_package_imports_only_from_layers_below_it(root: Path) -> None:
    strays = [
        f"{path.relative_to(root)} imports {name}"
        for path in modules(root)
        for name in imports(path, root)
        if layer(path, root) in BELOW and name.startswith(f"{PACKAGE}.")
        if name.split(".")[1] not in BELOW[layer(path, root)] | {layer(path, root), "__version__"}
    ]
    assert strays == []


def test_no_modules_import_each_other_in_a_circle(root: Path) -> None:
    names = {".".join(path.relative_to(root / "src").with_suffix("").parts): path for path in modules(root)}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    graph = {
        name: {imported if imported in names else imported.rpartition(".")[0] for imported in imports(path, root)}
        for name, path in names.items()
    }
    TopologicalSorter({name: imported & names.keys() - {name} for name, imported in graph.items()}).prepare()


def test_no_scripts_import_each_other_in_a_circle(root: Path) -> None:
    folder = root / "src" / PACKAGE / "theme" / "assets" / "javascripts"
    imported = re.compile(r'(?:from |(?<!{)import\()"(\.[^"]+)"')  # types alone, in braces, make no circle
    graph = {
        path: {(path.parent / name).resolve() for name in imported.findall(path.read_text(encoding="utf-8"))}
        for path in folder.resolve().rglob("*.mjs")
    }
    assert sum(map(len, graph.values())) > len(graph)
    TopologicalSorter(graph).prepare()


def test_nothing_below_the_hook_imports_a_site_engine(root: Path) -> None:
    strays = [
        f"{path.relative_to(root)} imports {name}"
        for path in modules(root)
        for name in imports(path, root)
        if layer(path, root) not in HOOKS and name.split(".")[0] in ENGINES
    ]
    assert strays == []


def test_no_program_under_the_gpl_is_imported(root: Path) -> None:
    """LinkChecker is GPL: it is run as a program, never imported."""
    strays = [str(path) for path in modules(root) for name in imports(path, root) if name.split(".")[0] == "linkcheck"]
    assert strays == []


def test_one_module_reads_html_pages(root: Path) -> None:
    readers = ("HTMLParser", "lxml.html", "html5lib", "selectolax", "bs4")
    found = [
        path.relative_to(root / "src" / PACKAGE).as_posix()
        for path in modules(root)
        if any(reader in path.read_text(encoding="utf-8") for reader in readers)
    ]
    assert found == ["web/page.py"]


def test_scripts_need_only_the_standard_library(root: Path) -> None:
    scripts = [path for path in (root / "scripts").iterdir() if path.is_file()]
    own = {path.stem for path in scripts}
    strays = [
        f"{path.name} imports {node}"
        for path in scripts
        for node in imports_of_script(path)
        if node not in sys.stdlib_module_names | own | {"__future__"}
    ]
    assert strays == []


def imports_of_script(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@case_table("call", ["os.fork", "os.exec", "os.kill", "os.getuid", "os.geteuid()", "import fcntl"])
def test_scripts_make_no_call_that_only_posix_has(root: Path, call: str) -> None:
    scripts = [path for path in (root / "scripts").iterdir() if path.is_file()]
    assert [path.name for path in scripts if call in path.read_text(encoding="utf-8")] == []


def test_no_module_is_longer_than_350_lines_but_three_tables(root: Path) -> None:
    long = {
        str(path.relative_to(root)): lines
        for path in modules(root)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    tables = {f"src/{PACKAGE}/catalogue/{name}.py" for name in ("fields", "problems", "types")}
    assert long.keys() <= tables, "these are long tables; nothing else is"


def test_no_module_has_a_vague_name(root: Path) -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "tools", "core"}
    assert [str(path) for path in modules(root) if vague & {path.stem, *path.parts}] == []


def table_of_layers(root: Path) -> list[set[str]]:
    """The packages of each layer in the guide, the top first."""
    guide = (root / "docs" / "guides" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \d&nbsp;[^|]*\|([^|]*)\|", guide, re.MULTILINE)
    return [set(re.findall(r"`(\w+)/`", row.replace(f"src/{PACKAGE}/", ""))) for row in rows]


def test_the_guide_names_every_package_in_its_layer(root: Path) -> None:
    top, *lower = table_of_layers(root)
    assert top == {"hooks", "scripts", "cli", "desk", "preview"}
    packages = {path.parent.name for path in (root / "src" / PACKAGE).glob("*/__init__.py")}
    assert set().union(*lower) == packages - {"cli", "desk", "preview"}
    for place, layer_of_packages in enumerate(lower):
        allowed = set().union(*lower[place:])
        for package in layer_of_packages:
            assert {name for name in BELOW[package] if name in packages} <= allowed, package


@pytest.mark.parametrize("guide", ["recipes", "maintainers"])
def test_every_name_that_the_guide_says_is_in_a_file_is_in_it(root: Path, guide: str) -> None:
    text = " ".join((root / "docs" / "guides" / f"{guide}.md").read_text(encoding="utf-8").split())
    named = re.findall(r"`([A-Za-z]\w+)`[^`.;:]{0,40} (?:in|of) `([\w/-]+\.(?:py|mjs))`", text)
    assert named
    code = [
        path for folder in ("src", "tests") for kind in ("py", "mjs") for path in (root / folder).rglob(f"*.{kind}")
    ]
    files = {path.as_posix(): path.read_text(encoding="utf-8") for path in code}
    lost = [
        (name, file)
        for name, file in named
        if not any(
            path.endswith(f"/{file}")
            and re.search(rf"^(?:class|def|export function|const|) ?{name}\b", text, re.MULTILINE)
            for path, text in files.items()
        )
    ]
    assert lost == []


@pytest.mark.parametrize("guide", ["architecture", "recipes"])
def test_every_file_that_the_guide_names_is_there(root: Path, guide: str) -> None:
    text = (root / "docs" / "guides" / f"{guide}.md").read_text(encoding="utf-8")
    names = set(
        re.findall(r"`(?:\./)?([\w/-]+\.(?:py|mjs|js|yml|yaml|svg|po)|[\w/-]+/|(?:tests|scripts)/[\w/-]+)`", text)
    )
    assert len(names) > 5
    paths = {
        path.relative_to(root).as_posix() + ("/" if path.is_dir() else "")
        for folder in ("src", "hooks", "tests", "scripts", "docs")
        for path in [root / folder, *(root / folder).rglob("*")]
    } | {path.name for path in root.iterdir()}
    made = {"offline.js", "src/learning_pathway/locale/fr/LC_MESSAGES/interface.po"}  # by a build, and by a recipe
    lost = {
        name for name in names if not any(f"/{path}".rstrip("/").endswith(f"/{name}".rstrip("/")) for path in paths)
    }
    assert lost <= made


def test_every_error_that_a_docstring_names_is_known_in_its_module(root: Path) -> None:
    package = root / "src" / "learning_pathway"
    texts = {path: path.read_text(encoding="utf-8") for path in package.rglob("*.py")}
    ours = set(re.findall(r"^class (\w+)\(", "\n".join(texts.values()), re.MULTILINE))
    unknown = [
        f"{path.relative_to(package)}: {name}"
        for path, text in texts.items()
        for block in re.findall(r"Raises:\n((?:[ ]{8,}.+\n)+)", text)
        for name in re.findall(r"^ +([\w.]*(?:Error|Exception)):", block, re.MULTILINE)
        if not (
            name in ours or hasattr(builtins, name) or re.search(rf"\b(?:import|from) .*\b{name.split('.')[0]}\b", text)
        )
    ]
    assert unknown == []
