"""Which type of number an expression is."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.values.number_kinds import NumberKinds

HEAD = "import math\nimport numpy as np\n"
PARSER = "import argparse\np = argparse.ArgumentParser()\n"

# Code that shows an expression, and the types of number that it may be.
KINDS = [
    ("show(3)", "INT"),
    ("show(3.5)", "FLOAT"),
    ("show(3 if t else 3.5)", "FLOAT INT"),
    ("show(7 // 2)", "INT"),
    ("show(7 / 2)", "FLOAT"),
    ("show(2 ** 3)", "INT"),
    ("show(10 ** -3)", "FLOAT"),
    ("n = -3 if t else 3\nshow(10 ** n)", "FLOAT INT"),
    ("show(2 ** 0.5)", "FLOAT"),
    ("show(int(a))", "INT"),
    ("show(len(a) * 2)", "INT"),
    ("show(math.ceil(a))", "INT"),
    ("show(math.sqrt(a))", "FLOAT"),
    ("show(round(3.5))", "INT"),
    ("show(np.prod([2, 3]))", "NUMPY"),
    ("show(np.max(a) + 1)", "NUMPY"),
    ("show(np.sqrt(2.5))", "NUMPY_FLOAT"),
    ("show(np.int64(3))", "NUMPY"),
    ("x = np.zeros((2, 3))\nshow(x.max())", "NUMPY"),
    ("x = np.zeros((2, 3))\nshow(x[:, 1].max() + 1)", "NUMPY"),
    ("def f():\n    x = np.stack(a)\n    return x, 1\nx, n = f()\nshow(x[1][2:].min())", "NUMPY"),
    ("x = [np.zeros(3), np.zeros(4)]\nshow(x[0].max())", "NUMPY"),
    ("show(np.array([1, 2])[0])", "NUMPY"),
    ("for n in np.arange(3):\n    show(n)", "NUMPY"),
    ("for n in np.linspace(0, 1, 3):\n    show(n)", "NUMPY_FLOAT"),
    ("for n in [1, 2]:\n    show(n)", "INT"),
    ("x = np.zeros((2, 3))\nshow(x.shape[1])", "INT"),
    ("show(x.shape[1] * x.shape[2])", "INT"),
    ("n = 1\nn += 2\nshow(n)", "INT"),
    ("n = 1\nfor a in b:\n    n = n * 2\nshow(n)", "INT"),
    (PARSER + "p.add_argument('--n', type=int, default=3)\nshow(p.parse_args().n)", "INT"),
    (PARSER + "p.add_argument('--n', type=int, default=3)\nshow(p.parse_args().n / 2)", "FLOAT"),
    (PARSER + "p.add_argument('--n', type=float, default=3)\nshow(p.parse_args().n)", "FLOAT INT"),
    (PARSER + "p.add_argument('n', type=float)\nshow(p.parse_args().n)", "FLOAT"),
    # not known
    (PARSER + "p.add_argument('--n', type=int)\nshow(p.parse_args().n)", "UNKNOWN"),
    (PARSER + "p.add_argument('--n', default=3)\nshow(p.parse_args().n)", "UNKNOWN"),
    ("show(x[:, 1].max())", "UNKNOWN"),
    ("x = np.zeros((2, 3))\nshow(x[:, 1].max(axis=0))", "UNKNOWN"),
    ("x = np.zeros((2, 3))\nx = a\nshow(x[:, 1].max())", "UNKNOWN"),
    ("x = {'a': np.zeros(3)}\nshow(x.max())", "UNKNOWN"),
    ("show(a)", "UNKNOWN"),
    ("show(a * 2)", "UNKNOWN"),
    ("show(x.shape[1])", "UNKNOWN"),
    ("show(x.shape[1] * 2)", "UNKNOWN"),
    ("show(10 ** n)", "UNKNOWN"),
    ("show(10 ** int(n))", "UNKNOWN"),
    ("show(round(3.5, 1))", "UNKNOWN"),
    ("show(np.sum(i for i in a))", "UNKNOWN"),
    ("show(np.sum(a, axis=0))", "UNKNOWN"),
    ("show(np.sqrt(a))", "UNKNOWN"),
    ("show(np.array(a)[0])", "UNKNOWN"),
    ("show('3')", "UNKNOWN"),
    ("show(3 if t else a)", "INT UNKNOWN"),
]


@pytest.mark.parametrize(("code", "expected"), KINDS)
def test_kinds(code: str, expected: str) -> None:
    facts, node = marked(HEAD + code)
    assert " ".join(sorted(kind.name for kind in facts.fact(NumberKinds).of(node))) == expected
