"""TFC601 print-in-function."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
ds = tf.data.Dataset.range(9)
"""
F = "@tf.function\ndef step(x):\n"
GIVEN = "\nstep(tf.ones(3))"

# What stands after HEAD, and what --unsafe-fixes makes of it.
BECOMES = [
    (
        F + "    y = tf.square(x)\n    print(y)\n    return y",
        F + "    y = tf.square(x)\n    tf.print(y)\n    return y",
    ),
    (F + "    print('x:', x)" + GIVEN, F + "    tf.print('x:', x)" + GIVEN),
    (
        F + "    print('loss', tf.reduce_mean(x), sep='=', end='')",
        F + "    tf.print('loss', tf.reduce_mean(x), sep='=', end='')",
    ),
    (F + "    print(f'step {1}', tf.reduce_mean(x))", F + "    tf.print(f'step {1}', tf.reduce_mean(x))"),
    (
        "def show(v):\n    print('v', v)\n" + F + "    show(tf.square(x))",
        "def show(v):\n    tf.print('v', v)\n" + F + "    show(tf.square(x))",
    ),
    (
        "class T:\n    @tf.function\n    def step(self, x):\n        print(tf.shape(x))",
        "class T:\n    @tf.function\n    def step(self, x):\n        tf.print(tf.shape(x))",
    ),
]

MANUAL = [
    F + "    print(f'x: {x}')" + GIVEN,
    F + "    print('x: {}'.format(x))" + GIVEN,
    F + "    print('x: %s' % x)" + GIVEN,
    F + "    print('x: %s %s' % (1, x))" + GIVEN,
    F + "    print(x, file=log)" + GIVEN,
    F + "    print(x, flush=True)" + GIVEN,
    F + "    print(*[1], x)" + GIVEN,
    "from tensorflow import function, square\n@function\ndef g(x, tf):\n    print(square(x))",
]

SILENT = [
    "def step(x):\n    print(x)\nstep(tf.ones(3))",
    F + "    return x\nprint(step(tf.ones(3)))",
    F + "    return x\nfor x in ds:\n    print(step(x))",
    F + "    tf.print(x)" + GIVEN,
    # meant
    F + "    print('Tracing with', x)" + GIVEN,
    F + "    print('Retracing!', x)" + GIVEN,
    F + "    print('追踪', x)" + GIVEN,
    F + "    print(f'traced {x}')" + GIVEN,
    F + "    print('Python execution', x)" + GIVEN,
    F + "    print('this is printed once', x)" + GIVEN,
    F + "    print('building the graph', x)" + GIVEN,
    # no tensor is shown
    F + "    print('called')" + GIVEN,
    F + "    print(x.shape)" + GIVEN,
    F + "    print(x.dtype, len(x.shape))" + GIVEN,
    F + "    print(f'shape: {x.shape}')" + GIVEN,
    F + "    print(x)",
    F + "    print(x)\nstep(3)",
    F + "    print(model.name)" + GIVEN,
    F + "    print()" + GIVEN,
    # eager on purpose
    "tf.config.run_functions_eagerly(True)\n" + F + "    print(x)" + GIVEN,
    F + "    if tf.executing_eagerly():\n        print(x)" + GIVEN,
    F + "    tf.py_function(lambda v: print(v), [x], [])" + GIVEN,
    F + "    tf.py_function(print, [x], [])" + GIVEN,
    F + "    def show(v):\n        print(v)" + GIVEN,
    # another print
    "from rich import print\n" + F + "    print(x)" + GIVEN,
    "def print(*a): pass\n" + F + "    print(x)" + GIVEN,
    F + "    log.print(x)" + GIVEN,
    "import jax\n@jax.jit\ndef f(x):\n    print(x)\nf(tf.ones(3))",
]


@pytest.mark.parametrize(("code", "expected"), BECOMES)
def test_becomes(code: str, expected: str) -> None:
    [found] = findings(HEAD + code, only="TFC601")
    assert found.severity.value == "info"
    assert fix(HEAD + code, only="TFC601", unsafe=True) == HEAD + expected
    assert fix(HEAD + code, only="TFC601") == HEAD + code


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    code = HEAD + code if not code.startswith("from") else code
    [found] = findings(code, only="TFC601")
    assert found.fix is not None
    assert (found.fix.applicability.value, found.fix.title) == (
        "manual",
        "call tf.print, with the tensors as arguments of their own",
    )


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC601") == []


def test_what_it_says() -> None:
    [found] = findings(HEAD + F + "    print(tf.square(x))", only="TFC601")
    assert found.message == (
        "print runs only while TensorFlow traces this function (line 3 makes it a tf.function), and shows a "
        "symbolic tensor instead of its value"
    )
