"""The house: imports point downward only, a library lives in one place, and a start imports what it needs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers import FULL, ROOT

PACKAGE = ROOT / "valuestream_cli"
MODULES = {".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
           for path in sorted(PACKAGE.rglob("*.py"))}  # fmt: skip

# From the top down: a module imports only from its own storey or from below.
STOREYS: tuple[tuple[str, ...], ...] = (
    ("cli", "__main__"),
    ("lsp", "site", "integrations", "serving"),
    ("extend",),
    ("api", "gate", "simulating"),
    ("running",),
    (
        "rendering",
        "reporting",
        "scaffolding",
        "explaining",
        "fixing",
        "analyzing",
        "baseline",
        "formatting",
        "cache",
        "comparison",
        "simulation",
    ),
    ("validation",),
    ("analysis",),
    ("source", "config", "discovery", "modeline", "project", "changes"),
    ("findings", "suggest"),
    ("itil", "model", "palette", "logo"),
    ("errors", "resources", "plugins", "records", "__init__"),
)
STOREY = {house: number for number, houses in enumerate(STOREYS) for house in houses}

# Library -> the houses that may import it.
HOUSES = {
    "typer": {"cli"},
    "rich": {"cli"},
    "yaml_rs": {"source"},
    "yaml": {"source", "itil", "formatting"},
    "pygls": {"lsp"},
    "lsprotocol": {"lsp"},
    "watchfiles": {"cli", "serving"},
    "starlette": {"serving"},
    "uvicorn": {"serving"},
    "jinja2": {"site"},
    "mkdocs": {"integrations"},
    "markdown": {"integrations"},
    "sphinx": {"integrations"},
    "docutils": {"integrations"},
    "markupsafe": {"site"},
    "jsonschema": {"validation.structure"},
    "jsonschema_rs": {"validation.structure", "validation.own_schemas"},
    "graphviz": {"rendering"},
    "pygraphviz": {"rendering"},
    "resvg_py": {"rendering"},
    "typst": {"rendering"},
}
STANDARD = sys.stdlib_module_names | {"valuestream_cli"}


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path) -> Iterator[str]:
    """The full names of all that a module imports, wherever it does so."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _house(module: str) -> str:
    return module.partition(".")[0] or "__init__"


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_downward(module: str) -> None:
    for imported in _imports(MODULES[module]):
        library, _, rest = imported.partition(".")
        if library == "valuestream_cli":
            below = _house(rest) if _house(rest) in STOREY else "__init__"
            assert STOREY[_house(module)] <= STOREY[below], f"{module} imports {imported}"


@pytest.mark.parametrize("module", MODULES)
def test_one_library_one_house(module: str) -> None:
    for library in {imported.partition(".")[0] for imported in _imports(MODULES[module])} - STANDARD:
        assert library in HOUSES, f"{module} imports {library}, which has no house yet"
        assert any(f"{module}.".startswith(f"{house}.") for house in HOUSES[library]), f"{module} imports {library}"


def test_every_library_with_a_house_is_used() -> None:
    used = {imported.partition(".")[0] for path in MODULES.values() for imported in _imports(path)}
    assert set(HOUSES) <= used


@pytest.mark.parametrize("folder", ["valuestream_cli", "tests", "benchmarks"])
def test_documents_that_the_code_names_exist(folder: str) -> None:
    for path in sorted((ROOT / folder).rglob("*.py")):
        for named in re.findall(r"\bdocs/[\w/-]+\.md\b", path.read_text(encoding="utf-8")):
            assert (ROOT / named).is_file(), f"{path} names {named}"


@pytest.mark.parametrize("module", MODULES)
def test_modules_say_what_they_are_for(module: str) -> None:
    tree = _tree(MODULES[module])
    assert ast.get_docstring(tree), module
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            is_inner = node not in tree.body
            assert is_inner or ast.get_docstring(node), f"{module}.{node.name}"


def _lines(node: ast.Module | ast.ClassDef | ast.FunctionDef, first: int, last: int) -> int:
    """How many lines something has, manual pages and signatures not counted."""
    inner = [node, *(each for each in ast.walk(node) if isinstance(each, ast.ClassDef | ast.FunctionDef))]
    pages = {id(each): each.body[0] for each in inner if ast.get_docstring(each)}
    return last - first + 1 - sum(page.end_lineno - page.lineno + 1 for page in pages.values() if page.end_lineno)


@pytest.mark.parametrize("module", MODULES)
def test_one_screen_per_idea(module: str) -> None:
    text = MODULES[module].read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert _lines(tree, 1, text.count("\n")) <= 250, module
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert _lines(node, node.body[0].lineno, node.end_lineno or 0) <= 40, f"{module}.{node.name}"


@pytest.mark.parametrize("module", [module for module in MODULES if _house(module) != "cli"])
def test_only_the_command_line_speaks(module: str) -> None:
    calls = [node.func for node in ast.walk(_tree(MODULES[module])) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    assert not names & {"print", "exit", "quit", "input", "breakpoint", "eval", "exec"}, module


def test_the_model_knows_only_the_domain() -> None:
    assert {name.partition(".")[0] for name in _imports(MODULES["model"])} == {"__future__", "valuestream_cli"}


HEAVY = {"rich", "jsonschema", "graphviz", "pygraphviz", "resvg_py", "typst", "xml", "asyncio", "pydantic"}
NOT_FOR_A_FILE = {"socket", "_hashlib", "pickle", "yaml_rs", "watchfiles", "typer", "dataclasses", "inspect", "copy"}
RUN = "import sys; from valuestream_cli.cli import run\ntry: run()\nfinally: print('|', *sys.modules)"
CHECK = "import sys; from valuestream_cli import api; api.validate(sys.argv[1:]); print('|', *sys.modules)"
STARTS: dict[str, tuple[str, tuple[str, ...], set[str]]] = {
    "vs --version": (RUN, ("--version",), HEAVY | {"jsonschema_rs", "yaml"}),
    "vs --help": (RUN, ("schema", "--help"), HEAVY - {"rich"} | {"jsonschema_rs"}),
    "vs validate": (RUN, ("validate", str(FULL), "--jobs", "1", "--cache", "off"), HEAVY | NOT_FOR_A_FILE),
    "api.validate": (
        CHECK,
        (str(FULL),),
        HEAVY | {"typer", "click", "difflib"},
    ),  # typer itself brings difflib
}


@pytest.mark.parametrize("start", STARTS)
def test_a_start_imports_what_it_needs(start: str) -> None:
    code, arguments, unneeded = STARTS[start]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.rpartition("|")[2].split()) & unneeded == set()


# A result is remembered until the stream, the settings or an answer of `Nested` changes: nothing else may be asked.
PURE = {"__future__", "calendar", "collections", "dataclasses", "datetime", "functools", "math", "operator", "re",
        "types", "typing"}  # fmt: skip
OURS_THAT_READ = ("cache", "discovery", "plugins", "project", "resources", "config.settings_for", "config.places",
                  "modeline.local_schema", "source.load", "source.bytes_of", "source.text_of")  # fmt: skip


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith("validation.rules")])
def test_rules_ask_other_files_by_way_of_nested_alone(module: str) -> None:
    for imported in _imports(MODULES[module]):
        library, _, rest = imported.partition(".")
        if library == "valuestream_cli":
            assert not f"{rest}.".startswith(tuple(f"{name}." for name in OURS_THAT_READ)), imported
        else:
            assert library in PURE or imported == "pathlib.PurePath", imported
    names = {node.id for node in ast.walk(_tree(MODULES[module])) if isinstance(node, ast.Name)}
    assert not names & {"open", "__import__"}
