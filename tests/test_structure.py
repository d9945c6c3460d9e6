"""The structure of the package: rooms on floors, without circles, and small modules.

Read from the import statements of the sources, also from those inside functions, but not from those for types alone.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from archtool.version import COMPILED
from process import ROOT

PACKAGE = ROOT / "src" / "archtool"
TOP = {"__init__", "__main__", "errors", "keys", "model", "pipeline", "record", "spark", "topics", "version"}
FLOORS = 12
LINES = 290
HOT = {f"{name}.py" for name in COMPILED}  # compiled loops, whose parts cannot be in several modules
Graph = Mapping[str, set[str]]


@cache
def modules() -> dict[str, Path]:
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(path: Path) -> set[str]:
    """The modules of the package that a module imports, wherever the statement stands."""
    names: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        waiting += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = {f"{node.module}.{alias.name}" for alias in node.names}
            names.update(submodules & modules().keys())
            if not submodules <= modules().keys():
                names.add(node.module)
    return names & modules().keys()


@cache
def imports() -> Graph:
    return {name: imported(path) - {name} for name, path in modules().items()}


def room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def rooms() -> Graph:
    found: dict[str, set[str]] = {}
    for module, others in imports().items():
        found.setdefault(room(module), set()).update({room(other) for other in others} - {room(module)})
    return found


def circles(graph: Graph) -> list[set[str]]:
    """Sets of nodes that lead back to themselves."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            for other in graph[waiting.pop()] - seen:
                seen.add(other)
                waiting.append(other)
        return seen

    reach = {node: reached(node) for node in graph}
    return [{other for other in reach[node] if node in reach[other]} for node in graph if node in reach[node]]


def height(graph: Graph, nodes: Iterable[str]) -> int:
    """The floors that ``nodes`` and what they stand on take, in a graph without circles."""
    return max((1 + height(graph, graph[node]) for node in nodes), default=0)


def test_no_import_circle() -> None:
    assert circles(imports()) == []


def test_no_circle_of_rooms() -> None:
    assert circles(rooms()) == []


def test_few_floors() -> None:
    assert not circles(rooms())
    assert height(rooms(), rooms()) <= FLOORS


def test_nothing_lies_loose_at_the_top() -> None:
    assert {path.stem for path in PACKAGE.glob("*.py")} == TOP


def test_modules_are_small() -> None:
    long = {
        path.relative_to(PACKAGE).as_posix(): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES
    }
    assert long.keys() <= HOT, long


def loaded() -> set[str]:
    """The modules that cleaning a dump and a page of HTML loads, in a process of its own."""
    samples = [str(ROOT / "samples" / name) for name in ("three-forms-dump/input.txt", "three-forms-html/input.html")]
    command = [sys.executable, "-X", "importtime", "-m", "archtool", "clean", *samples]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()
    return {line.rpartition("|")[2].strip() for line in lines} & modules().keys()


def test_named_tuples_of_every_run_have_no_postponed_annotations() -> None:
    """A named tuple compiles each annotation that is text: 35 such classes took a tenth of the time of a short run."""

    def postpones(tree: ast.Module) -> bool:
        return any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)

    def has_named_tuple(tree: ast.Module) -> bool:
        bases = [base for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for base in node.bases]
        return any(isinstance(base, ast.Name) and base.id == "NamedTuple" for base in bases)

    trees = {name: ast.parse(modules()[name].read_text(encoding="utf-8")) for name in loaded()}
    assert any(has_named_tuple(tree) for tree in trees.values())
    assert [name for name, tree in trees.items() if has_named_tuple(tree) and postpones(tree)] == []
