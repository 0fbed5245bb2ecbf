"""The number that the variable of a loop begins with."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.values.counted_from import first_number


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("for k in range(5): show(k)", 0),
        ("for k in range(1, 5): show(k)", 1),
        ("n = 3\nfor k in range(n, 9, 2): show(k)", 3),
        ("for k in range(5, 0, -1): show(k)", None),
        ("for k in range(a, 5): show(k)", None),
        ("for k, x in enumerate(y): show(k)", 0),
        ("for k, x in enumerate(y, 1): show(k)", 1),
        ("for k, x in enumerate(y, start=2): show(k)", 2),
        ("for k, x in enumerate(y): show(x)", None),
        ("for k in range(5): show(k + 1)", 1),
        ("for k in range(5): show(k - 1)", -1),
        ("for k in range(5): show(k * 2)", None),
        ("[show(k) for k in range(2, 5)]", 2),
        ("for k in range(1, 5): pass\nfor k in range(5): show(k)", 0),
        ("for k in range(5):\n    k = 3\n    show(k)", None),
        ("def g():\n    for i in range(3): yield i + 1\nfor k in g(): show(k)", 1),
        ("def g():\n    for i in range(3): yield i, a\nfor k, x in g(): show(k)", 0),
        ("def g():\n    for i in range(3): yield i\n    yield -1\nfor k in g(): show(k)", None),
        ("from other import h\nfor k, x in h(): show(k)", 4),
        ("for k in [1, 2]: show(k)", None),
        ("show(7)", None),
        ("k = 1\nfor x in y:\n    show(k)\n    k += 1", 1),
        ("k = 0\nfor x in y:\n    k += 1\n    show(k)", 1),
        ("k = 1\nwhile k < 5:\n    show(k)\n    k += 2", 1),
        ("for z in y:\n    k = 1\n    for x in z:\n        show(k)\n        k += 1", 1),
        ("def f():\n    k = 2\n    for x in y:\n        if x:\n            show(k)\n        k += 1", 2),
        ("k = 1\nfor x in y:\n    show(k)\n    if x: k += 1", 1),
        ("k = 0\nfor x in y:\n    if x: k += 1\n    show(k)", None),
        ("k = 5\nfor x in y:\n    show(k)\n    k -= 1", None),
        ("k = 1\nfor x in y:\n    show(k)\n    k += n", None),
        ("k = n\nfor x in y:\n    show(k)\n    k += 1", None),
        ("k = 1\nfor x in y:\n    k += 1\nshow(k)", None),
        ("k = 1\nfor x in y:\n    k = 0\n    show(k)\n    k += 1", None),
        ("for x in y:\n    k = 1\n    show(k)\n    k += 1", None),
        ("k = 1\ndef f():\n    global k\n    k += 1\nfor x in y:\n    show(k)\n    f()", None),
        ("show(k)\nfor x in y:\n    k += 1\nk = 1", None),
    ],
)
def test_first_number(code: str, expected: int | None) -> None:
    facts = module(code, other="def h():\n    for i in range(4, 9): yield i, 0\n")
    assert first_number(facts, calls(facts, "show")[0].args[0].value) == expected
