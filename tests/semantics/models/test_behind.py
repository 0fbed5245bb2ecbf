"""All layers of a model that the code shows."""

from __future__ import annotations

import pytest

from tests.lint import Lab
from tflint_ckpt.semantics.models.architecture import Architectures
from tflint_ckpt.semantics.models.behind import layers_behind

HEAD = """\
from tensorflow.keras import Input, Model, Sequential
from tensorflow.keras.layers import Add, Concatenate, Dense
i, j = Input((3,)), Input((3,))
"""


@pytest.mark.parametrize(
    ("code", "units"),
    [
        ("m = Sequential([Dense(1), Dense(2)])", [1, 2]),
        ("m = Sequential()\nm.add(Dense(1))\nm.add(Dense(2))", [1, 2]),
        ("m = Model(i, Dense(2)(Dense(1)(i)))", [1, 2]),
        ("m = Model(i, [Dense(1)(i), Dense(2)(i)])", [1, 2]),
        ("m = Model(i, {'a': Dense(1)(i), 'b': Dense(2)(i)})", [1, 2]),
        ("m = Model([i, j], Dense(3)(Concatenate()([Dense(1)(i), Dense(2)(j)])))", [1, 2, 3]),
        ("a = [Dense(1)(i), Dense(2)(j)]\nm = Model([i, j], Dense(3)(Add()(a)))", [3]),  # one expression
        ("b = Concatenate()([Dense(1)(i), Concatenate()([Dense(2)(i), Dense(3)(j)])])\nm = Model([i, j], b)",
         [1, 2, 3]),
        ("inner = Sequential([Dense(9)])\nm = Model(i, Dense(1)(inner(i)))", [1]),
        ("m = Model(i, Dense(2)(unseen(Dense(1)(i))))", [2]),
    ],
)  # fmt: skip
def test_layers(code: str, units: list[int]) -> None:
    module = Lab(f"{HEAD}{code}\n").module
    *_, model = module.fact(Architectures).every()
    layers = layers_behind(module, model)
    found = {size for layer in layers if isinstance(size := layer.constant("units"), int)}
    assert sorted(found) == units
