"""Layers that get a shape which they do not take."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.models.misfits import Misfits

HEAD = """\
import keras
from keras import Input, Sequential
from keras.layers import BatchNormalization, Conv1D, Conv2D, Dense, Dropout, Flatten, LSTM, MaxPooling2D
from keras.layers import Bidirectional, Permute, Reshape, TimeDistributed
i = Input((28, 28, 1))
"""

# Code, and the layers that do not fit, with what is wrong: axes, a window, or a number.
MISFITS: list[tuple[str, list[str]]] = [
    ("Sequential([Input((28, 28)), Conv2D(3, 3)])", ["Conv2D 4 axes"]),
    ("Sequential([Input((28, 28, 1)), Flatten(), Conv2D(3, 3)])", ["Conv2D 4 axes"]),
    ("m = Sequential()\nm.add(Dense(3, input_shape=(4,)))\nm.add(LSTM(3))", ["LSTM 3 axes"]),
    ("Sequential([Input((9, 3)), LSTM(3), LSTM(3)])", ["LSTM 3 axes"]),
    ("Sequential([Input((9, 3)), LSTM(3), Bidirectional(LSTM(3))])", ["Bidirectional 3 axes"]),
    ("Sequential([Input((9,)), TimeDistributed(Dense(1))])", ["TimeDistributed 3 axes"]),
    ("Sequential([Input((9, 9, 9)), TimeDistributed(Conv2D(1, 3))])", ["TimeDistributed 5 axes"]),
    ("Sequential([Input((2, 2, 1)), Conv2D(3, 3)])", ["Conv2D window"]),
    ("Sequential([Input((28, 28, 1)), *[MaxPooling2D() for k in range(3)]])", []),
    (
        "Sequential([Input((7, 7, 1)), MaxPooling2D(), MaxPooling2D(), MaxPooling2D()])",
        ["MaxPooling2D window"],
    ),
    ("Sequential([Input((24,)), Reshape((5, 5))])", ["Reshape number"]),
    ("Sequential([Input((9, 3)), Permute((1, 2, 3))])", ["Permute 4 axes"]),
    ("x = Flatten()(i)\nConv2D(3, 3)(x)", ["Conv2D 4 axes"]),
    ("x = Flatten()(i)\nx = Dropout(0.5)(x)\nlayer = Conv2D(3, 3)\nlayer(x)", ["Conv2D 4 axes"]),
    ("def block(x):\n    return Conv2D(3, 3)(x)\nblock(Flatten()(i))", ["Conv2D 4 axes"]),
    (
        "inner = Sequential([Input((28, 28, 1)), Flatten()])\nSequential([inner, Conv2D(3, 3)])",
        ["Conv2D 4 axes"],
    ),
    ("Sequential([Input((28, 28, 1)), Conv1D(3, 3)])", ["Conv1D 3 axes, only Keras 3"]),
    # fits, may fit, or not known
    ("Sequential([Input((28, 28, 1)), Conv2D(3, 3), Flatten(), Dense(1)])", []),
    ("Sequential([Conv2D(3, 3), Flatten()])", []),
    ("Sequential([Input(shape), Conv2D(3, 3)])", []),
    ("Sequential([Input((2, 2, 1)), Conv2D(3, 3, padding='same')])", []),
    ("Sequential([Input((None, None, 1)), Conv2D(3, 3)])", []),
    ("Sequential([Input((1, 9, 9)), Conv2D(3, 3, data_format='channels_first')])", []),
    (
        "keras.backend.set_image_data_format('channels_first')\nSequential([Input((1, 9, 9)), Conv2D(3, 3)])",
        [],
    ),
    (
        "keras.backend.set_image_data_format('channels_first')\n"
        "Sequential([Input((1, 28, 28)), Conv2D(8, 3), Flatten(), Reshape((5408,))])",
        [],
    ),
    ("Sequential([Input((28, 28, 1)), unknown, Conv2D(3, 3)])", []),
    ("x = Flatten()(i) if t else i\nConv2D(3, 3)(x)", []),
    ("Sequential([Input((9, 3)), LSTM(3, return_sequences=r), LSTM(3)])", []),
    ("Sequential([Input((24,)), Reshape((4, 6))])", []),
    ("Sequential([Input((24,)), Dense(n), Reshape((5, 5))])", []),
]


@pytest.mark.parametrize(("code", "expected"), MISFITS)
def test_misfits(code: str, expected: list[str]) -> None:
    shown = []
    for each in Misfits(module(HEAD + code)):
        what = f"{each.axes} axes" if each.axes is not None else "window" if each.window else "number"
        shown.append(f"{each.layer.name} {what}{', only Keras 3' * each.only_keras3}")
    assert shown == expected


def test_what_is_before_it() -> None:
    facts = module(f"{HEAD}Sequential([Input((28, 28, 1)), Flatten(), Dropout(0.5), Conv2D(3, 3)])\n")
    (found,) = Misfits(facts)
    assert found.before is not None
    assert found.before.name == "Flatten"
    facts = module(f"{HEAD}Sequential([Input((9,)), BatchNormalization(), Conv2D(3, 3)])\n")
    (found,) = Misfits(facts)
    assert found.before is None
    assert found.told is not None
    assert facts.text(found.told) == "Input((9,))"
