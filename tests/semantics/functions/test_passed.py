"""What the passes of a loop give to a function: tensors, or another Python value each time."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.functions.passed import Passed
from tflint_ckpt.semantics.names.scopes import COMPREHENSIONS

HEAD = "import tensorflow as tf\nds = tf.data.Dataset.range(9)\nother = tf.data.Dataset.range(9)\n"
# One loop with a call of f in it, and whether what that gets differs from pass to pass.
LOOPS = [
    ("for i in range(9):\n    f(i)", True),
    ("for i in range(9):\n    f(i + 1, 2)", True),
    ("for i in range(9):\n    f(x, n=i)", True),
    ("for i in range(9):\n    f([i])", True),
    ("for i in range(9):\n    k = i * 2\n    f(k)", True),
    ("for i in range(9):\n    f(names[i])", True),
    ("for i in range(9):\n    f(x.i)", False),
    ("i = 0\nwhile i < 9:\n    i += 1\n    f(i)", True),
    ("i = 0\nwhile t:\n    i = i + 1\n    f(i)", True),
    ("i = 0\nwhile (i := i + 1) < 9:\n    f(i)", True),
    ("[f(i) for i in range(9)]", True),
    ("for i, x in enumerate(ds):\n    f(i)", True),
    ("for n, x in zip(names, ds):\n    f(n)", True),
    ("for a, b in pairs:\n    f(b)", True),
    # Tensors, or the same
    ("for x in ds:\n    f(x)", False),
    ("for x, y in ds:\n    f(x, y)", False),
    ("for i, x in enumerate(ds):\n    f(x)", False),
    ("for i, (x, y) in enumerate(ds):\n    f(x, y)", False),
    ("for x, y in zip(ds, other):\n    f(y)", False),
    ("for x in ds:\n    k = x * 2\n    f(k)", False),
    ("[f(x) for x in ds]", False),
    ("for i in range(9):\n    f(tf.constant(i))", False),
    ("for i in range(9):\n    f(n)", False),
    ("for i in range(9):\n    k = 3\n    f(k)", False),
    ("for i in range(9):\n    f(f(n))", False),
    ("for i in range(9):\n    def g(): pass\n    f(g)", False),
]


@pytest.mark.parametrize(("code", "expected"), LOOPS)
def test_whether_it_differs(code: str, expected: bool) -> None:
    facts = module(f"{HEAD}{code}\n")
    uses = calls(facts, "f")
    loop = facts.facts.among(cst.For, cst.While, *COMPREHENSIONS)[-1]
    passed = Passed(facts, uses)
    assert passed.differ(passed.names, loop) is expected


GIVEN = (cst.Return, cst.BinaryOperation)
# A function that makes one, which is called once; the names outside that what it gives stands for.
MAKERS = [
    ("def make(n):\n    return n\nmake(i)", "n", "i"),
    ("def make(n):\n    return n\nmake(i + j)", "n", "i j"),
    ("def make(n, m=1):\n    k = n\n    return k\nmake(i)", "k", "i"),
    ("def make(n):\n    return n + OUTER\nOUTER = 1\nmake(i)", "n OUTER", "i OUTER"),
    ("def make(n):\n    k = 3\n    return k\nmake(i)", "k", ""),
    ("def make(n):\n    return n\nmake(*i)", "n", "i"),
    ("def make(n):\n    return n\nmake(tf.constant(i))", "n", ""),
]


@pytest.mark.parametrize(("code", "names", "expected"), MAKERS)
def test_what_is_carried_out_of_a_function(code: str, names: str, expected: str) -> None:
    facts = module(f"{HEAD}i = j = 1\n{code}\n")
    maker = facts.facts.functions[0]
    (call,) = calls(facts, "make")
    given = [
        node
        for name in names.split()
        for node in facts.facts.named(name)
        if facts.enclosing_function(node) is maker
        and isinstance(facts.parent(node), (cst.Return, cst.BinaryOperation))
    ]
    found = Passed(facts, []).carried(given, maker, call)
    assert sorted({one.value for one in found}) == sorted(expected.split())
