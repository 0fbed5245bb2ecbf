"""Every module of facts has a test of its own, at the same place below ``tests/semantics``."""

from __future__ import annotations

from pathlib import Path

import tflint_ckpt.semantics

PACKAGE = Path(tflint_ckpt.semantics.__file__).parent
TESTS = Path(__file__).parent
STILL_WITHOUT = {
    "": "api api_calls code losses module release_forms roots",
    "calls": """
        arguments call callers classes dispensable fates guards handlers imports keras1 named
        renamed scripts successor wrapping
        """,
    "datasets": "api chains left_over readers shown steps",
    "functions": "drawn host_random passed random_layers",
    "names": """
        bindings call_index canonical elsewhere gone import_roots private_keras reaching scopes
        tensorflow1 tensorflow1_names
        """,
    "parameters": "annotations evidence judged renaming",
    "values": """
        across answers array_calls contexts elements evaluate heritage ingredients members
        namespaces numbers path_parts places rest text_methods
        """,
}
"""Modules whose facts are tested with those of others only, by folder. A new module has a test of its own, so
this gets shorter, never longer."""


def test_every_module_has_its_test() -> None:
    modules = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"]
    without = {each for each in modules if not (TESTS / each.parent / f"test_{each.name}").is_file()}
    excused = {
        Path(folder, f"{name}.py") for folder, names in STILL_WITHOUT.items() for name in names.split()
    }
    assert sorted(without - excused) == [], "write a test at the mirrored path"
    assert sorted(excused - without) == [], "these have one now, or are gone: take them off the list"
