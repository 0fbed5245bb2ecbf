"""Where the shape of a symbolic tensor is asked for what Keras 3 has not."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.objects.symbolic_shapes import asked_shapes

HEAD = "import keras\nfrom keras.layers import Dense\ni = keras.Input((3,))\nx = Dense(4)(i)\n"

# Code, and each attribute that raises, what is to be written otherwise, and what is to stand around it.
ASKED: list[tuple[str, list[str]]] = [
    ("x.get_shape()", ["get_shape: x.get_shape() of x"]),
    ("x.get_shape().as_list()", ["get_shape: list x.get_shape().as_list() of x"]),
    ("x.get_shape()[1]", ["get_shape: x.get_shape() of x"]),
    ("x.get_shape().ndims", ["get_shape: len x.get_shape().ndims of x"]),
    ("x.shape.as_list()[-1]", ["as_list: list x.shape.as_list() of x"]),
    ("x.shape.rank", ["rank: len x.shape.rank of x"]),
    ("x._keras_shape", ["_keras_shape: x._keras_shape of x"]),
    ("s = x.shape\ns.as_list()", ["as_list: list s.as_list() of -"]),
    ("s = x.get_shape()\ns.ndims", ["get_shape: x.get_shape() of x", "ndims: len s.ndims of -"]),
    ("def f(t):\n    return t.get_shape()\nf(x)", ["get_shape: t.get_shape() of t"]),
    ("def f(t):\n    return t.get_shape()\nf(x)\nf(array)", []),
    ("s = x.shape if t else y\ns.as_list()", []),
    ("s = x.shape\ns = f(s)\ns.as_list()", []),
    ("x.shape[1]", []),
    ("x.get_shape", []),
    ("x.get_shape(1)", []),
    ("array.get_shape()", []),
    ("import tensorflow as tf\ntf.zeros((3,)).shape.as_list()", []),
]


@pytest.mark.parametrize(("code", "expected"), ASKED)
def test_asked(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    shown = [
        f"{each.node.attr.value}:{' ' + each.around if each.around else ''} {facts.text(each.whole)} of "
        f"{facts.text(each.tensor) if each.tensor is not None else '-'}"
        for each in asked_shapes(facts)
    ]
    assert shown == expected
