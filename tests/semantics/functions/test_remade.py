"""Traced functions that a loop makes anew in every pass."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.functions.remade import remade

HEAD = "import tensorflow as tf\nds = tf.data.Dataset.range(99)\nmodel = tf.keras.Sequential()\n"

# Code, and the line and name of each function that is made again.
REMADE = [
    ("for x in ds:\n    @tf.function\n    def f(x):\n        return model(x)\n    f(x)", "6 f"),
    ("def f(x):\n    return model(x)\nfor x in ds:\n    tf.function(f)(x)", "7 f"),
    ("def f(x):\n    return model(x)\nfor x in ds:\n    g = tf.function(f)\n    g(x)", "7 f"),
    ("for x in ds:\n    g = tf.function(lambda x: model(x))\n    g(x)", "5 lambda x: model(x)"),
    (
        "def step(x):\n    @tf.function\n    def f(x):\n        return model(x)\n    f(x)\n"
        "for x in ds:\n    step(x)",
        "6 f",
    ),
    # made once, kept, or another one each time
    *(
        (
            f"def step(x, n):\n    v = {value}\n    @tf.function\n    def f(x):\n        return x, v\n"
            "    f(x)\nfor x in ds:\n    step(x, 3)",
            expected,
        )
        for value, expected in (
            ("tf.keras.losses.MeanSquaredError()", "7 f"),
            ("tf.keras.losses.Huber(delta=n)", "7 f"),
            ("0.5 * n", "7 f"),
            ("tf.keras.losses.Huber(delta=len(x))", ""),
            ("tf.keras.metrics.Mean()", ""),
            ("make()", ""),
            ("x", ""),
            ("[]", ""),
            ("{'a': 1}", ""),
        )
    ),
    ("@tf.function\ndef f(x):\n    return model(x)\nfor x in ds:\n    f(x)", ""),
    ("def f(x):\n    return model(x)\ng = tf.function(f)\nfor x in ds:\n    g(x)", ""),
    ("for m in models:\n    @tf.function\n    def f(x):\n        return m(x)\n    f(x)", ""),
    ("for n in range(9):\n    @tf.function\n    def f(x):\n        return x * n\n    f(x)", ""),
    ("for x in ds:\n    def f(x):\n        return model(x)\n    f(x)", ""),
    ("for x in ds:\n    if first:\n        f = tf.function(model)\n    f(x)", ""),
    (
        "kept = []\nfor x in ds:\n    @tf.function\n    def f(x):\n        return model(x)\n"
        "    kept.append(f)",
        "",
    ),
    (
        "def step(x):\n    @tf.function\n    def f(x):\n        return model(x)\n    return f\n"
        "f = step(x)\nf(x)",
        "",
    ),
]


@pytest.mark.parametrize(("code", "expected"), REMADE)
def test_remade(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    assert ", ".join(f"{line(facts, one.place)} {one.name}" for one in remade(facts)) == expected
