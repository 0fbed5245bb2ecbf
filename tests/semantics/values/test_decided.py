"""Which arms of an ``if`` a call of a function runs."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.values.kinds import Constant

# Code that shows what a function gives, and the numbers that may be; "?" for what is not known.
GIVEN = [
    ("def f(t):\n    if t:\n        return 1\n    return 2\nshow(f(True))", "1"),
    ("def f(t):\n    if t:\n        return 1\n    return 2\nshow(f(False))", "2"),
    ("def f(t=False):\n    return 1 if t else 2\nshow(f())", "2"),
    ("def f(t):\n    if not t:\n        n = 1\n    else:\n        n = 2\n    return n\nshow(f(True))", "2"),
    ("def f(k):\n    if k == 'a':\n        return 1\n    return 2\nshow(f('a'))", "1"),
    ("def f(k):\n    if k != 'a':\n        return 1\n    return 2\nshow(f('a'))", "2"),
    ("def f(k):\n    if k is None:\n        return 1\n    return 2\nshow(f(None))", "1"),
    ("def f(k):\n    if k is not None:\n        return 1\n    return 2\nshow(f(3))", "1"),
    ("def f(a, b):\n    if a and b:\n        return 1\n    return 2\nshow(f(True, False))", "2"),
    ("def f(a, b):\n    if a or b:\n        return 1\n    return 2\nshow(f(True, unknown))", "1"),
    ("def f(a):\n    if a:\n        return 1\n    return 2\ndef g(a):\n    return f(a)\nshow(g(True))", "1"),
    # The call does not decide: both.
    ("def f(t):\n    if t:\n        return 1\n    return 2\nshow(f(unknown))", "1 2"),
    ("def f(t):\n    if u:\n        return 1\n    return 2\nshow(f(True))", "1 2"),
    ("def f(a, b):\n    if a and b:\n        return 1\n    return 2\nshow(f(True, unknown))", "1 2"),
    ("def f(t):\n    t = g(t)\n    if t:\n        return 1\n    return 2\nshow(f(True))", "1 2"),
    ("def f(k):\n    if k > 2:\n        return 1\n    return 2\nshow(f(3))", "1 2"),
    ("def f(k):\n    if k is True:\n        return 1\n    return 2\nshow(f(True))", "1 2"),
    # What calls itself asks something else each time.
    ("def f(t):\n    if t:\n        return f(False)\n    return 2\nshow(f(True))", "2 ?"),
]


@pytest.mark.parametrize(("code", "expected"), GIVEN)
def test_what_a_call_decides(code: str, expected: str) -> None:
    facts, node = marked(code)
    values = facts.evaluate(node)
    found = [str(value.value) if isinstance(value, Constant) else "?" for value in values]
    assert " ".join(sorted(found, key=lambda one: (one == "?", one))) == expected
