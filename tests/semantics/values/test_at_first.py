"""What an attribute may be once it is set."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.values.at_first import once_set
from tflint_ckpt.semantics.values.kinds import Constant

# The class, and the constants that self.x may be in go().
CLASSES = [
    ("    def __init__(self):\n        self.x = None\n    def set(self):\n        self.x = 1\n", [1]),
    (
        "    def __init__(self):\n        self.x: object = None\n    def set(self):\n        self.x = 1\n",
        [1],
    ),
    (
        "    def __init__(self):\n        self.x = self.y = None\n    def set(self):\n        self.x = 1\n",
        [1],
    ),
    ("    x = None\n    def set(self):\n        self.x = 1\n", [1]),
    ("    def __init__(self):\n        self.x = None\n", [None]),
    ("    def __init__(self):\n        self.x = None\n        if on:\n            self.x = 1\n", [1]),
    ("    def __init__(self):\n        self.x = 1\n        if off:\n            self.x = None\n", [1, None]),
    ("    def __init__(self):\n        self.x = 1\n    def stop(self):\n        self.x = None\n", [1, None]),
    ("    def __init__(self):\n        self.x = 1 if on else None\n", [1, None]),
]


@pytest.mark.parametrize(("code", "expected"), CLASSES)
def test_once_set(code: str, expected: list[int | None]) -> None:
    made = module(f"class A:\n{code}    def go(self):\n        show(self.x)\nA().go()\n")
    [given] = [
        call.args[0].value
        for call in made.facts.calls
        if isinstance(call.func, cst.Name) and call.func.value == "show"
    ]
    values = once_set(made, made.evaluate(given))
    assert [value.value if isinstance(value, Constant) else value for value in values] == expected
