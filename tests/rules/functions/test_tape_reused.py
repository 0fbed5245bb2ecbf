"""TFC607 tape-reused."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import pytest
import tensorflow as tf
from tensorflow import GradientTape
"""
W = "with tf.GradientTape() as tape:\n    y = x * x\n"
FIXED = W.replace("()", "(persistent=True)", 1)

# What stands after HEAD, and what --fix makes of it.
BECOMES = [
    (
        W + "a = tape.gradient(y, x)\nb = tape.gradient(y, z)",
        FIXED + "a = tape.gradient(y, x)\nb = tape.gradient(y, z)",
    ),
    (
        "with GradientTape() as t:\n    y = x\na = t.gradient(y, x)\nb = t.jacobian(y, x)",
        "with GradientTape(persistent=True) as t:\n    y = x\na = t.gradient(y, x)\nb = t.jacobian(y, x)",
    ),
    (
        "with tf.GradientTape(persistent=False) as t:\n    y = x\nt.gradient(y, x)\nt.gradient(y, x)",
        "with tf.GradientTape(persistent=True) as t:\n    y = x\nt.gradient(y, x)\nt.gradient(y, x)",
    ),
    (
        "with tf.GradientTape(False) as t:\n    y = x\nt.gradient(y, x)\nt.gradient(y, x)",
        "with tf.GradientTape(True) as t:\n    y = x\nt.gradient(y, x)\nt.gradient(y, x)",
    ),
    (
        "with tf.GradientTape(watch_accessed_variables=False) as t:\n    t.watch(x)\n    y = x\n"
        "t.gradient(y, x)\nt.gradient(y, x)",
        "with tf.GradientTape(watch_accessed_variables=False, persistent=True) as t:\n    t.watch(x)\n"
        "    y = x\n"
        "t.gradient(y, x)\nt.gradient(y, x)",
    ),
    (
        "with tf.GradientTape() as g, tf.GradientTape() as d:\n    y = x\ng.gradient(y, x)\n"
        "d.gradient(y, x)\n"
        "d.gradient(y, x)",
        "with tf.GradientTape() as g, tf.GradientTape(persistent=True) as d:\n    y = x\ng.gradient(y, x)\n"
        "d.gradient(y, x)\nd.gradient(y, x)",
    ),
]

# The line of the finding, counted from the ``with``.
FOUND = [
    (W + "a = tape.gradient(y, x)\nb = tape.gradient(y, x)\nc = tape.gradient(y, x)", 4),
    (W + "a, b = tape.gradient(y, x), tape.gradient(y, z)", 3),
    (W + "f(tape.gradient(y, x), tape.gradient(y, z))", 3),
    (W + "tape.gradient(y, x)\ntape.batch_jacobian(y, x)", 4),
    (W + "    a = tape.gradient(y, x)\n    b = tape.gradient(y, x)", 4),
    (W + "a = tape.gradient(y, x)\nif log:\n    b = tape.gradient(y, x)", 5),
    (W + "if log:\n    b = tape.gradient(y, x)\na = tape.gradient(y, x)", 5),
    (W + "if log:\n    a = tape.gradient(y, x)\n    b = tape.gradient(y, x)", 5),
    (W + "for l in losses:\n    tape.gradient(l, x)", 4),
    (W + "for v in (a, b):\n    tape.gradient(y, v)", 4),
    (W + "grads = [tape.gradient(y, v) for v in model.variables]", 3),
    (W + "i = 0\nwhile i < 3:\n    tape.gradient(y, x)\n    i += 1", 5),
    (W + "with tf.name_scope('a'):\n    a = tape.gradient(y, x)\nb = tape.gradient(y, x)", 5),
    (W + "try:\n    a = tape.gradient(y, x)\nfinally:\n    done()\nb = tape.gradient(y, x)", 7),
    (
        "@tf.function\ndef step(x):\n"
        + W.replace("\n", "\n    ").replace("with", "    with", 1)
        + "a = tape.gradient(y, x)\n    b = tape.gradient(y, x)",
        6,
    ),
    (
        "for x in ds:\n"
        + W.replace("\n", "\n    ").replace("with", "    with", 1)
        + "a = tape.gradient(y, x)\n    b = tape.gradient(y, x)",
        5,
    ),
]

SILENT = [
    W + "a = tape.gradient(y, x)",
    W + "a, b = tape.gradient(y, [x, z])",
    FIXED + "a = tape.gradient(y, x)\nb = tape.gradient(y, x)",
    W.replace("()", "(True)", 1) + "a = tape.gradient(y, x)\nb = tape.gradient(y, x)",
    W.replace("()", "(persistent=flag)", 1) + "a = tape.gradient(y, x)\nb = tape.gradient(y, x)",
    W.replace("()", "(**options)", 1) + "a = tape.gradient(y, x)\nb = tape.gradient(y, x)",
    # each its own tape
    W + "a = tape.gradient(y, x)\n" + W + "b = tape.gradient(y, x)",
    "with tf.GradientTape() as g, tf.GradientTape() as d:\n    y = x\ng.gradient(y, x)\nd.gradient(y, x)",
    "with tf.GradientTape() as t2:\n    with tf.GradientTape() as t1:\n        y = x\n"
    "    g = t1.gradient(y, x)\n"
    "h = t2.gradient(g, x)",
    "for x in ds:\n" + W.replace("\n", "\n    ").replace("with", "    with", 1) + "a = tape.gradient(y, x)",
    W + "a = tape.gradient(y, x)\ntape = other()\nb = tape.gradient(y, x)",
    W + "tape = hvd.DistributedGradientTape(tape)\na = tape.gradient(y, x)\nb = tape.gradient(y, x)",
    W + "a = tape.gradient(y, x)\nb = other.gradient(y, x)",
    "class Tape:\n    pass\nwith Tape() as t:\n    y = x\nt.gradient(y, x)\nt.gradient(y, x)",
    "from mine import GradientTape\nwith GradientTape() as t:\n    y = x\nt.gradient(y, x)\nt.gradient(y, x)",
    "def f(tape):\n    a = tape.gradient(y, x)\n    b = tape.gradient(y, x)",
    # only one is run
    W + "if clip:\n    a = tape.gradient(y, x)\nelse:\n    a = tape.gradient(y, z)",
    W + "if clip:\n    a = tape.gradient(y, x)\nelif two:\n    a = tape.gradient(y, z)\nelse:\n    a = None",
    W + "a = tape.gradient(y, x) if clip else tape.gradient(y, z)",
    W + "if clip:\n    a = tape.gradient(y, x)\nif not clip:\n    a = tape.gradient(y, z)",
    W + "a = (clip and tape.gradient(y, x)) or tape.gradient(y, z)",
    "def f(x):\n"
    + W.replace("\n", "\n    ").replace("with", "    with", 1)
    + "if clip:\n        return tape.gradient(y, x)\n    return tape.gradient(y, z)",
    "def f(x):\n"
    + W.replace("\n", "\n    ").replace("with", "    with", 1)
    + "if clip:\n        a = tape.gradient(y, x)\n        return a\n    return tape.gradient(y, z)",
    W + "match mode:\n    case 1:\n        a = tape.gradient(y, x)\n    case _:\n"
    "        a = tape.gradient(y, z)",
    W + "try:\n    a = tape.gradient(y, x)\nexcept ValueError:\n    a = tape.gradient(y, z)",
    W + "def more():\n    return tape.gradient(y, x)\na = tape.gradient(y, x)",
    W + "for v in variables:\n    a = tape.gradient(y, v)\n    break",
    W + "for v in [x]:\n    a = tape.gradient(y, v)",
    W + "for i, v in enumerate(variables):\n    if i == 0:\n        a = tape.gradient(y, v)",
    W + "def f():\n    for v in variables:\n        return tape.gradient(y, v)",
    # it records anew
    W + "a = tape.gradient(y, x)\nwith tape:\n    y = x\nb = tape.gradient(y, x)",
    W + "    a = tape.gradient(y, x)\n    tape.reset()\n    y = x\nb = tape.gradient(y, x)",
    # expected
    W + "a = tape.gradient(y, x)\nwith pytest.raises(RuntimeError):\n    b = tape.gradient(y, x)",
    W + "a = tape.gradient(y, x)\ntry:\n    b = tape.gradient(y, x)\nexcept RuntimeError as e:\n    print(e)",
    W + "a = tape.gradient(y, x)\ntry:\n    b = tape.gradient(y, x)\nexcept Exception as e:\n    print(e)",
    # no gradients
    W + "tape.watch(x)\ntape.watch(z)\na = tape.gradient(y, x)",
    W + "tape.watched_variables()\ntape.watched_variables()",
]


@pytest.mark.parametrize(("code", "expected"), BECOMES)
def test_becomes(code: str, expected: str) -> None:
    assert fix(HEAD + code, only="TFC607") == HEAD + expected
    assert lint(HEAD + expected, only="TFC607") == []


@pytest.mark.parametrize(("code", "line"), FOUND)
def test_found(code: str, line: int) -> None:
    assert lint(HEAD + code, only="TFC607") == [f"TFC607:{line + 3} error"]


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC607") == []


def test_what_it_says() -> None:
    [twice] = findings(HEAD + FOUND[0][0], only="TFC607")
    assert twice.message == (
        "this tape has given its gradients in line 6 already, and is not persistent: "
        "the second time raises RuntimeError"
    )
    assert twice.fix is not None
    assert twice.fix.title == "write tf.GradientTape(persistent=True)"
    [loop] = findings(HEAD + W + "for v in model.variables:\n    tape.gradient(y, v)", only="TFC607")
    assert loop.message == (
        "this tape gives its gradients in the first pass of the loop, and is not persistent: "
        "the second time raises RuntimeError"
    )
