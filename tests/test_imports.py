"""How the modules of the package depend on each other: in no circle, and in one direction."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

import tflint_ckpt

PACKAGE = Path(tflint_ckpt.__file__).parent
AT_IMPORT, IN_FUNCTIONS, FOR_TYPES = "at import", "in functions", "for types"
"""When an import statement runs: when its module is imported, when a function is called, or never."""
Edge = tuple[str, str, str]
"""A module, one that it imports, and when."""


def test_nothing_imports_in_a_circle() -> None:
    """Not for types either, nor in functions."""
    assert not list(circles(graph()))


def test_facts_do_not_import_rules() -> None:
    assert not [edge for edge in edges() if in_package(edge[0], "semantics") and in_package(edge[1], "rules")]


@pytest.mark.parametrize("room", ["names", "calls", "values"])
def test_what_follows_expressions_does_not_know_who_puts_it_together(room: str) -> None:
    """It takes the text and tree of a file, or an engine; a module stands on it."""
    above = ("module", "objects", "training", "saving", "datasets", "parameters")
    assert not [
        edge
        for edge in edges()
        if in_package(edge[0], f"semantics.{room}")
        and any(in_package(edge[1], f"semantics.{name}") for name in above)
    ]


@pytest.mark.parametrize("file", ["code", "engine"])
def test_a_file_knows_nothing_of_keras(file: str) -> None:
    below = ("semantics.code", "semantics.names", "semantics.calls", "semantics.values", "semantics.wording")
    others = ("counts", "hints", "light_functools", "syntax", "source", "target", "project_files")
    imported = {edge[1] for edge in edges() if edge[0] == f"semantics.{file}"}
    assert not [each for each in imported if not any(in_package(each, name) for name in (*below, *others))]


def test_rules_import_neither_reports_nor_the_command() -> None:
    above = ("report", "cli", "options", "runner", "session", "processes", "cache")
    assert not [
        edge
        for edge in edges()
        if in_package(edge[0], "rules") and any(in_package(edge[1], name) for name in above)
    ]


def test_no_rule_imports_another() -> None:
    """What several rules share is in ``rules`` itself; the rules are in folders below it."""
    assert not [edge for edge in edges() if is_rule(edge[1])]


@pytest.mark.parametrize("module", ["runner", "cli"])
def test_nothing_below_imports_what_starts_a_run(module: str) -> None:
    importers = {edge[0] for edge in edges() if edge[1] == module}
    assert importers == ({"cli"} if module == "runner" else {"__main__"})


@pytest.mark.parametrize(
    "below", ["semantics", "syntax", "rules", "notebook", "evidence", "keras_api", "source", "gate", "limits"]
)
def test_what_lints_one_file_knows_no_run(below: str) -> None:
    above = ("linter", "session", "cross_file_fixes", "processes", "cache", "report", "write")
    assert not [
        edge
        for edge in edges()
        if in_package(edge[0], below) and any(in_package(edge[1], name) for name in above)
    ]


def test_a_source_does_not_know_its_kinds() -> None:
    assert not [edge for edge in edges() if edge[0] == "source" and in_package(edge[1], "notebook")]


class TestTheTestItself:
    def test_kinds_of_imports(self) -> None:
        code = """
import tflint_ckpt.gate
from tflint_ckpt import limits
from os import path
TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.rules.registry import RuleEntry
class A:
    from tflint_ckpt.source import Source
    def f(self):
        from tflint_ckpt.syntax import walk
try:
    from tflint_ckpt.write import replace
except ImportError:
    pass
"""
        names = {"gate", "limits", "rules", "rules.registry", "source", "syntax", "syntax.walk", "write"}
        assert sorted(imports(ast.parse(code), names)) == [
            ("gate", AT_IMPORT),
            ("limits", AT_IMPORT),
            ("rules.registry", FOR_TYPES),
            ("source", AT_IMPORT),
            ("syntax.walk", IN_FUNCTIONS),
            ("write", AT_IMPORT),
        ]

    @pytest.mark.parametrize(
        ("graph", "expected"),
        [
            ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
            ({"a": {"b"}, "b": {"a"}, "c": {"a"}}, [{"a", "b"}]),
            ({"a": {"a"}}, [{"a"}]),
            ({"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": {"e"}, "e": {"d"}}, [{"b", "c"}, {"d", "e"}]),
        ],
    )
    def test_circles(self, graph: dict[str, set[str]], expected: list[set[str]]) -> None:
        assert sorted(circles(graph), key=min) == expected


@cache
def edges() -> tuple[Edge, ...]:
    """All imports of modules of the package by others, with names from the package on."""
    paths = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
    return tuple(
        (name, imported, kind)
        for name, path in paths.items()
        for imported, kind in imports(ast.parse(path.read_text(encoding="utf-8")), paths.keys())
    )


def imports(tree: ast.AST, names: Collection[str], kind: str = AT_IMPORT) -> Iterator[tuple[str, str]]:
    """The modules among *names* that the code of *tree* imports, and when; *kind* is when that runs."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            full_names = [(alias.name,) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            full_names = [(f"{node.module}.{alias.name}", str(node.module)) for alias in node.names]
        elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            yield from imports(ast.Module(node.body, []), names, FOR_TYPES)
            yield from imports(ast.Module(node.orelse, []), names, kind)
            continue
        else:
            is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            yield from imports(node, names, IN_FUNCTIONS if is_function and kind == AT_IMPORT else kind)
            continue
        for candidates in full_names:
            inside = [name.removeprefix("tflint_ckpt.") for name in candidates if "tflint_ckpt." in name]
            imported = next((name for name in inside if name in names), None)
            if imported is not None:
                yield imported, kind


def graph() -> dict[str, set[str]]:
    """Module → the modules that it imports, whenever that is."""
    result: dict[str, set[str]] = {}
    for name, imported, _ in edges():
        result.setdefault(name, set()).add(imported)
        result.setdefault(imported, set())
    return result


def circles(graph: Mapping[str, set[str]]) -> Iterator[set[str]]:
    """The sets of nodes each of which can be reached from all in its set, itself included."""
    reached = {node: _reached_from(node, graph) for node in graph}
    rest = {node for node in graph if node in reached[node]}
    while rest:
        node = rest.pop()
        circle = {node} | {other for other in reached[node] & rest if node in reached[other]}
        rest -= circle
        yield circle


def _reached_from(start: str, graph: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    open_nodes = [start]
    while open_nodes:
        for node in graph[open_nodes.pop()] - reached:
            reached.add(node)
            open_nodes.append(node)
    return reached


def in_package(name: str, package: str) -> bool:
    """Whether a module is *package*, or in that folder."""
    return name == package or name.startswith(f"{package}.")


def is_rule(name: str) -> bool:
    """Whether a module has a rule: those are in folders of ``rules``."""
    return in_package(name, "rules") and name.count(".") == 2


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "__init__"
