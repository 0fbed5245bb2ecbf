"""What a traced function does to Python objects around it."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.functions.effects import Effects

HEAD = "import tensorflow as tf\nfrom tensorflow import keras\nlosses = []\nsteps = 0\n"
F = "@tf.function\ndef f(x):\n    "
CALL = "\nf(tf.ones(3))\nprint(losses, steps)"

# Code, and the line and the kind of each change.
EFFECTS = [
    (F + "losses.append(tf.reduce_mean(x))" + CALL, "7 GROWS tensor"),
    (F + "global steps\n    steps += 1" + CALL, "8 COUNTS"),
    (F + "global last\n    last = tf.square(x)\nlast = None\nf(tf.ones(3))\nprint(last)", "8 IS_SET tensor"),
    ("def g(x):\n    losses.append(x)\n" + F + "g(tf.square(x))" + CALL, "6 GROWS tensor"),
    (
        "class A:\n    def __init__(self):\n        self.n = 0\n    @tf.function\n    def f(self, x):\n"
        "        self.n += 1\na = A()\na.f(tf.ones(3))\nprint(a.n)",
        "10 COUNTS",
    ),
    # not traced, local, or meant
    (F + "losses.append(1)" + CALL, ""),
    ("def f(x):\n    losses.append(x)\nf(1)\nprint(losses)", ""),
    (F + "own = []\n    own.append(x)\n    return own" + CALL, ""),
    (F + "if tf.executing_eagerly():\n        losses.append(x)" + CALL, ""),
    (F + "unknown.append(x)" + CALL, ""),
    (F + "losses.append(x)\nf(tf.ones(3))", ""),
    (F + "tf.py_function(lambda y: losses.append(y), [x], [])" + CALL, ""),
]


@pytest.mark.parametrize(("code", "expected"), EFFECTS)
def test_effects(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = [
        f"{line(facts, one.node)} {one.change.name}{' tensor' if one.tensor else ''}"
        for one in facts.fact(Effects).found()
    ]
    assert ", ".join(found) == expected
