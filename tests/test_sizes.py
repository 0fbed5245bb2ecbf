"""A file is read in one go: none of the package is longer than 400 lines, and functions fit on a screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tflint_ckpt

PACKAGE = Path(tflint_ckpt.__file__).parent
MOST_LINES = 400
MOST_OF_A_FUNCTION = 70
GENERATED = frozenset(("rules/catalogue.py",))
"""Files that a tool writes: nobody reads them."""
FILES = sorted(path for path in PACKAGE.rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_no_file_is_long() -> None:
    lengths = {name(path): path.read_text(encoding="utf-8").count("\n") for path in FILES}
    assert lengths.keys() >= GENERATED, "a file that is excused is gone"
    assert not {
        path: length for path, length in lengths.items() if length > MOST_LINES and path not in GENERATED
    }


def test_no_function_is_long() -> None:
    long = {
        f"{name(path)}: {function}": length
        for path in FILES
        if name(path) not in GENERATED
        for function, length in functions(path.read_text(encoding="utf-8"))
        if length > MOST_OF_A_FUNCTION
    }
    assert not long


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f():\n    pass\n", [("f", 2)]),
        ("def f():\n    '''It\n\n    does.'''\n    pass\n", [("f", 2)]),
        ("class A:\n    async def f(self):\n        a = 1\n        return a\n", [("f", 3)]),
        ("x = 1\n", []),
    ],
)
def test_the_length_of_a_function_is_that_of_its_code(code: str, expected: list[tuple[str, int]]) -> None:
    assert list(functions(code)) == expected


def functions(text: str) -> Iterator[tuple[str, int]]:
    """Each function with its length, without its documentation."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = node.body[0]
            described = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            documentation = (first.end_lineno or 0) - first.lineno + 1 if described else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - documentation
