"""Python numbers that a loop gives to a ``tf.function``."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.functions.retraced import numbered

HEAD = "import tensorflow as tf\n"
F = "@tf.function\ndef f(x, n):\n    return x * n\n"
STEP = "@tf.function\ndef f(x, n):\n    tf.summary.scalar('a', x, step=n)\n"

# Code, and each argument that is another number in each pass; "*" where the function computes with it.
NUMBERED = [
    (F + "for i in range(100):\n    f(x, i)", "i*"),
    (F + "for i, x in enumerate(ds):\n    f(x, i)", "i*"),
    (F + "for i in range(100):\n    f(x, n=i + 1)", "i + 1*"),
    (F + "i = 0\nwhile t:\n    f(x, i)\n    i += 1", "i*"),
    (F + "for i in range(100):\n    f(x, float(i))", "float(i)*"),
    (STEP + "for i in range(100):\n    f(x, i)", "i"),
    # few passes, no number, or what may need one
    (F + "for i in range(3):\n    f(x, i)", ""),
    (F + "for i in tf.range(100):\n    f(x, i)", ""),
    (F + "for i in range(100):\n    f(x, tf.constant(i))", ""),
    (F + "for i in range(100):\n    f(x, 3)", ""),
    (F + "for x in ds:\n    f(x, 3)", ""),
    (F + "f(x, 1)\nf(x, 2)", ""),
    ("def f(x, n):\n    return x * n\nfor i in range(100):\n    f(x, i)", ""),
    ("@tf.function\ndef f(x, n):\n    return x[n]\nfor i in range(100):\n    f(x, i)", ""),
    (
        "@tf.function\ndef f(x, n):\n    for k in range(n):\n        x = x * 2\n    return x\n"
        "for i in range(100):\n    f(x, i)",
        "",
    ),
    (
        "@tf.function(reduce_retracing=True)\ndef f(x, n):\n    return x * n\n"
        "for i in range(100):\n    f(x, i)",
        "i*",
    ),
    (
        "@tf.function(input_signature=[a, b])\ndef f(x, n):\n    return x * n\n"
        "for i in range(100):\n    f(x, i)",
        "",
    ),
]


@pytest.mark.parametrize(("code", "expected"), NUMBERED)
def test_numbered(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = [facts.text(one.argument) + ("*" if one.computed else "") for one in numbered(facts)]
    assert " ".join(found) == expected
