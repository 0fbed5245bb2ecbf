"""What a result may follow from is in its key, so facts and rules look at nothing else."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import tflint_ckpt
from tflint_ckpt.project import Project

PACKAGE = Path(tflint_ckpt.__file__).parent
READERS = sorted(path for part in ("semantics", "rules", "syntax") for path in (PACKAGE / part).rglob("*.py"))
OUTSIDE = set(
    """os io pathlib glob shutil tempfile subprocess socket urllib time datetime random secrets uuid
    platform locale getpass importlib inspect site pkgutil threading multiprocessing""".split()
)
"""Modules by which a fact could depend on more than the files of the run, the target and the settings."""
PURE = {"pathlib.PurePosixPath", "io.StringIO"}
"""What of these touches nothing but its arguments."""
LOADS = {"importlib.import_module"}
"""How a rule is loaded from its entry in the catalogue."""


def imported(path: Path) -> set[str]:
    """The names that a module imports, with their modules."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_facts_and_rules_see_nothing_outside_the_run(path: Path) -> None:
    allowed = PURE | (LOADS if path.name == "registry.py" else set())
    assert not {name for name in imported(path) - allowed if name.split(".")[0] in OUTSIDE}
    assert "open" not in {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


PARSES = {"parse", "module", "located"}
"""What takes a source, which somebody was given before."""


@pytest.mark.parametrize("path", READERS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_who_looks_at_another_file_says_for_which(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith(
            ("module.project", "self.project")
        ):
            method = getattr(Project, node.attr)
            assert node.attr in PARSES or "besides" in inspect.signature(method).parameters, node.attr
