"""Every module of facts has a test of its own, at the same place below ``tests/semantics``."""

from __future__ import annotations

from pathlib import Path

import tflint_ckpt.semantics

PACKAGE = Path(tflint_ckpt.semantics.__file__).parent
TESTS = Path(__file__).parent


def test_every_module_has_its_test() -> None:
    modules = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"]
    without = [each for each in modules if not (TESTS / each.parent / f"test_{each.name}").is_file()]
    assert without == [], "write a test at the mirrored path"
