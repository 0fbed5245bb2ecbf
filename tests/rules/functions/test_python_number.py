"""TFC605 python-number-argument."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import numpy as np
import tensorflow as tf
from tqdm import tqdm, trange
ds = tf.data.Dataset.range(9)
"""
F = "@tf.function\ndef step(x, i):\n    tf.print(i)\n    return x\n"
C = "@tf.function\ndef step(x, i):\n    return x * i\n"

# What stands after HEAD, and what --unsafe-fixes makes of it.
BECOMES = [
    (F + "for i in range(100):\n    step(x, i)", F + "for i in range(100):\n    step(x, tf.constant(i))"),
    (F + "for i in range(n):\n    step(x, i=i)", F + "for i in range(n):\n    step(x, i=tf.constant(i))"),
    (
        F + "for i, x in enumerate(ds):\n    step(x, i)",
        F + "for i, x in enumerate(ds):\n    step(x, tf.constant(i))",
    ),
    (
        F + "for e in range(50):\n    for x in ds:\n        step(x, e)",
        F + "for e in range(50):\n    for x in ds:\n        step(x, tf.constant(e))",
    ),
    (
        F + "i = 0\nfor x in ds:\n    step(x, i)\n    i += 1",
        F + "i = 0\nfor x in ds:\n    step(x, tf.constant(i))\n    i += 1",
    ),
    (
        F + "i = 0\nwhile True:\n    i += 1\n    step(x, i)",
        F + "i = 0\nwhile True:\n    i += 1\n    step(x, tf.constant(i))",
    ),
    (
        F + "for i in tqdm(range(n)):\n    step(x, i)",
        F + "for i in tqdm(range(n)):\n    step(x, tf.constant(i))",
    ),
    (F + "for i in trange(n):\n    step(x, i)", F + "for i in trange(n):\n    step(x, tf.constant(i))"),
    (
        F + "for i in range(n):\n    step(x, i / 10)",
        F + "for i in range(n):\n    step(x, tf.constant(i / 10))",
    ),
    (
        F + "for i in range(n):\n    step(x, float(i))",
        F + "for i in range(n):\n    step(x, tf.constant(float(i)))",
    ),
    (
        "@tf.function(reduce_retracing=True)\ndef step(i):\n    tf.print(i)\nfor i in range(9):\n    step(i)",
        "@tf.function(reduce_retracing=True)\ndef step(i):\n    tf.print(i)\nfor i in range(9):\n"
        "    step(tf.constant(i))",
    ),
    (
        "def step(x, i):\n    return x\nfast = tf.function(step)\nfor i in range(9):\n    fast(x, i)",
        "def step(x, i):\n    return x\nfast = tf.function(step)\nfor i in range(9):\n"
        "    fast(x, tf.constant(i))",
    ),
    (
        "class T:\n    @tf.function\n    def step(self, x, i):\n"
        "        tf.summary.scalar('loss', x, step=i)\n"
        "    def fit(self):\n        for i, x in enumerate(ds):\n            self.step(x, i)",
        "class T:\n    @tf.function\n    def step(self, x, i):\n"
        "        tf.summary.scalar('loss', x, step=i)\n"
        "    def fit(self):\n        for i, x in enumerate(ds):\n            self.step(x, tf.constant(i))",
    ),
]

MANUAL = [
    C + "for i in range(100):\n    step(x, i)",
    C.replace("x * i", "x if i > 3 else -x") + "for i in range(100):\n    step(x, i)",
    C.replace("x * i", "i % 2 + x") + "for i, x in enumerate(ds):\n    step(x, i)",
]

SILENT = [
    F + "step(x, 1)\nstep(x, 2)",
    F + "for x in ds:\n    step(x, 3)",
    F + "n = 3\nfor x in ds:\n    step(x, n)",
    F + "for i in range(3):\n    step(x, i)",
    F + "for i in range(1, 4):\n    step(x, i)",
    F + "for i in range(100):\n    step(x, tf.constant(i))",
    F + "for i in tf.range(100):\n    step(x, i)",
    F + "for i in np.arange(100):\n    step(x, i)",
    F + "for i, x in ds.enumerate():\n    step(x, i)",
    F + "for i, x in enumerate(ds):\n    step(x, x)",
    F + "for flag in (True, False):\n    step(x, flag)",
    F + "i = tf.Variable(0)\nfor x in ds:\n    step(x, i)\n    i.assign_add(1)",
    F + "i = tf.constant(0)\nfor x in ds:\n    step(x, i)\n    i += 1",
    F + "for i in range(100):\n    i = tf.constant(i)\n    step(x, i)",
    F + "for i in numbers:\n    step(x, i)",
    F + "for i in range(100):\n    pass\nstep(x, i)",
    F + "steps = [lambda x: step(x, i) for i in range(100)]",
    "def step(x, i):\n    return x\nfor i in range(100):\n    step(x, i)",
    "@tf.function(input_signature=[a, b])\ndef step(x, i):\n    return x\nfor i in range(100):\n"
    "    step(x, i)",
    "@tf.function(experimental_follow_type_hints=True)\ndef step(x, i: tf.Tensor):\n    return x\n"
    "for i in range(100):\n    step(x, i)",
    # it may need a number
    C.replace("x * i", "layers[i](x)") + "for i in range(100):\n    step(x, i)",
    C.replace("x * i", "sum(x for _ in range(i))") + "for i in range(100):\n    step(x, i)",
    C.replace("x * i", "helper(x, i)") + "for i in range(100):\n    step(x, i)",
    C.replace("x * i", "tf.reduce_sum(x, axis=i)") + "for i in range(100):\n    step(x, i)",
    C.replace("x * i", "tf.identity(x, name=f'x{i}')") + "for i in range(100):\n    step(x, i)",
    C.replace("x * i", "[x] * 2 if i else x") + "for i in range(100):\n    step(x, i)",
    # one trace around it
    F + "@tf.function\ndef run(x):\n    for i in range(100):\n        x = step(x, i)\n    return x",
    "tf.config.run_functions_eagerly(True)\n" + F + "for i in range(100):\n    step(x, i)",
    "import jax\n@jax.jit\ndef step(x, i):\n    return x\nfor i in range(100):\n    step(x, i)",
]


@pytest.mark.parametrize(("code", "expected"), BECOMES)
def test_becomes(code: str, expected: str) -> None:
    [found] = findings(HEAD + code, only="TFC605")
    assert found.severity.value == "warning"
    assert fix(HEAD + code, only="TFC605", unsafe=True) == HEAD + expected
    assert fix(HEAD + code, only="TFC605") == HEAD + code


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    [found] = findings(HEAD + code, only="TFC605")
    assert found.fix is not None
    assert found.fix.applicability.value == "manual"
    assert found.fix.title == "pass tf.constant(i), with the type that the function computes with"


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC605") == []


def test_what_it_says() -> None:
    [found] = findings(HEAD + F + "for i in range(100):\n    step(x, i)", only="TFC605")
    assert found.message == (
        "i is a Python number that the loop in line 9 changes: step is traced again for each value"
    )
