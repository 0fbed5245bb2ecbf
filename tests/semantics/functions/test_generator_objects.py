"""Generator objects: what can be gone through once."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.functions.generator_objects import generator_object

ENDLESS = "def g():\n    while True:\n        yield 1\n"
SHORT = "def g():\n    yield 1\n    yield 2\n"
OPEN = "def g():\n    while a:\n        yield 1\n"

# Code that shows an expression, and what generator it is: whether it ends, and whether a variable holds it.
OBJECTS = [
    (SHORT + "show(g())", "ends"),
    (ENDLESS + "show(g())", "endless"),
    (OPEN + "show(g())", "?"),
    (SHORT + "x = g()\nshow(x)", "ends held"),
    ("show(i for i in range(3))", "ends"),
    ("x = (i for i in a)\nshow(x)", "? held"),
    # none, or not surely one
    ("show(g())", None),
    (SHORT + "show(g)", None),
    (SHORT + "show(list(g()))", None),
    (SHORT + "x = g() if t else None\nshow(x)", None),
    (SHORT + "x = g()\nx = f(x)\nshow(x)", None),
    ("def g():\n    return [1]\nshow(g())", None),
    ("show([i for i in a])", None),
    ("import tensorflow as tf\n@tf.function\ndef g():\n    yield 1\nshow(g())", None),
]


@pytest.mark.parametrize(("code", "expected"), OBJECTS)
def test_objects(code: str, expected: str | None) -> None:
    facts, node = marked(code)
    found = generator_object(facts, node)
    if found is None:
        assert expected is None
        return
    end = "endless" if found.never_ends() else "ends" if found.surely_ends(facts) else "?"
    assert f"{end}{' held' if found.held else ''}" == expected
