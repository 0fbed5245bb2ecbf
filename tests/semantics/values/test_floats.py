"""Which expressions are floats, and whether they are whole."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.values.floats import Floats

HEAD = "import math\nimport numpy as np\n"

# Code that shows an expression, and what is known of it as a float.
FLOATS = [
    ("show(1.5)", "ANY"),
    ("show(2.0)", "WHOLE"),
    ("show(-2.0)", "WHOLE"),
    ("show(a / b)", "ANY"),
    ("show(6.0 // 4)", "WHOLE"),
    ("show(2 * 1.5)", "ANY"),
    ("show(np.ceil(a))", "WHOLE"),
    ("show(math.sqrt(a))", "ANY"),
    ("show(float(a))", "ANY"),
    ("show(max(1.5, 2.5))", "ANY"),
    ("show(abs(-1.5))", "ANY"),
    ("show(round(1.5, 1))", "ANY"),
    ("n = 4\nn /= 2\nshow(n)", "ANY"),
    ("n = 1.5\nn += 2\nshow(n)", "ANY"),
    ("n = a / b\nshow(n)", "ANY"),
    ("def f(a):\n    return a / 2\nshow(f(3))", "ANY"),
    ("show(1.0 if t else 2.0)", "WHOLE"),
    ("show(1.0 if t else a / b)", "ANY"),
    # not known to be one
    ("show(3)", "NO"),
    ("show(a)", "NO"),
    ("show(a * b)", "NO"),
    ("show(7 // 2)", "NO"),
    ("show(math.ceil(a))", "NO"),
    ("show(round(1.5))", "NO"),
    ("show(int(a / b))", "NO"),
    ("show(max(1.5, n))", "NO"),
    ("show(1.0 if t else 2)", "NO"),
    ("show(np.ceil(a, out=b))", "WHOLE"),
    ("n = 4\nn *= 2\nshow(n)", "NO"),
    ("show(a % 2)", "NO"),
]


@pytest.mark.parametrize(("code", "expected"), FLOATS)
def test_floats(code: str, expected: str) -> None:
    facts, node = marked(HEAD + code)
    assert facts.fact(Floats).at(node).name == expected
