"""Tapes that are asked for gradients a second time."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.functions.tapes import Tapes

HEAD = "import tensorflow as tf\n"
WITH = "with tf.GradientTape() as tape:\n    y = f(x)\n"

# Code with a tape, and the lines of the call that is too many and of the one before; "loop" for the same one.
REUSES = [
    (WITH + "a = tape.gradient(y, x)\nb = tape.gradient(y, z)", "5 after 4"),
    (WITH + "a = tape.gradient(y, x)\nb = tape.jacobian(y, z)", "5 after 4"),
    (WITH + "a = tape.gradient(y, x)\nif t:\n    b = tape.gradient(y, z)", "6 after 4"),
    (WITH + "for z in zs:\n    b = tape.gradient(y, z)", "5 after loop"),
    (
        "for x in xs:\n    with tf.GradientTape() as tape:\n        y = f(x)\n    a = tape.gradient(y, x)\n"
        "    b = tape.gradient(y, z)",
        "6 after 5",
    ),
    (
        "with tf.GradientTape(persistent=False) as tape:\n    y = f(x)\na = tape.gradient(y, x)\n"
        "b = tape.gradient(y, z)",
        "5 after 4",
    ),
    # once, or allowed
    (WITH + "a = tape.gradient(y, x)", ""),
    (WITH + "a, b = tape.gradient(y, [x, z])", ""),
    (
        "with tf.GradientTape(persistent=True) as tape:\n    y = f(x)\na = tape.gradient(y, x)\n"
        "b = tape.gradient(y, z)",
        "",
    ),
    (
        "with tf.GradientTape(persistent=p) as tape:\n    y = f(x)\na = tape.gradient(y, x)\n"
        "b = tape.gradient(y, z)",
        "",
    ),
    (WITH + "if t:\n    a = tape.gradient(y, x)\nelse:\n    a = tape.gradient(y, z)", ""),
    (WITH + "if t:\n    a = tape.gradient(y, x)\n    raise E\na = tape.gradient(y, z)", ""),
    (WITH + "for z in zs:\n    b = tape.gradient(y, z)\n    break", ""),
    (WITH + "a = tape.gradient(y, x)\n" + WITH + "b = tape.gradient(y, x)", ""),
    (WITH + "a = tape.gradient(y, x)\ntape.reset()\nb = tape.gradient(y, x)", ""),
    (WITH + "a = tape.gradient(y, x)\ndef later():\n    return tape.gradient(y, x)", ""),
    ("for x in xs:\n    with tf.GradientTape() as tape:\n        y = f(x)\n    a = tape.gradient(y, x)", ""),
    ("with mine.GradientTape() as tape:\n    y = f(x)\na = tape.gradient(y, x)\nb = tape.gradient(y, z)", ""),
]


@pytest.mark.parametrize(("code", "expected"), REUSES)
def test_reuses(code: str, expected: str) -> None:
    facts = module(HEAD + dedent(code))
    found = [
        f"{line(facts, one.call)} after {line(facts, one.before) if one.before is not None else 'loop'}"
        for one in facts.fact(Tapes).reuses()
    ]
    assert ", ".join(found) == expected
