"""Where pictures are divided by 255."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.training.rescaling import factor, is_255th, is_rescaling, rescaled_data, scales

HEAD = """\
import numpy as np
import tensorflow as tf
from sklearn.model_selection import train_test_split
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator
"""

FACTORS = [
    ("show(1 / 255)", True),
    ("show(1.0 / 255.0)", True),
    ("show(0.00392)", True),
    ("scale = 1. / 255\nshow(scale)", True),
    ("show(1 / 256)", False),
    ("show(255)", False),
    ("show(1 / n)", False),
    ("show(scale)", False),
    ("scale = 1 / 255 if t else 1\nshow(scale)", False),
]


@pytest.mark.parametrize(("code", "expected"), FACTORS)
def test_factors(code: str, expected: bool) -> None:
    facts, node = marked(HEAD + code)
    assert is_255th(facts, node) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("show(0.25)", 0.25),
        ("show(1 / 4)", 0.25),
        ("scale = 1. / 4\nshow(scale)", 0.25),
        ("show(1 / 0)", None),
        ("show(1 / n)", None),
        ("show(scale)", None),
    ],
)
def test_a_factor(code: str, expected: float | None) -> None:
    facts, node = marked(HEAD + code)
    assert factor(facts, node) == expected


LAYERS = [
    ("show(keras.layers.Rescaling(1 / 255))", True),
    ("show(keras.layers.experimental.preprocessing.Rescaling(scale=1. / 255))", True),
    ("show(keras.layers.Rescaling(1 / 127.5, offset=-1))", False),
    ("show(keras.layers.Rescaling(1 / 255, -0.5))", False),
    ("show(keras.layers.Rescaling(*scale))", False),
    ("show(Rescaling(1 / 255))", False),
]


@pytest.mark.parametrize(("code", "expected"), LAYERS)
def test_layers(code: str, expected: bool) -> None:
    facts, node = marked(HEAD + code)
    assert is_rescaling(facts, node) is expected


# What ``show`` is given, and the division.
DATA: list[tuple[str, str | None]] = [
    ("show(x / 255)", "x / 255"),
    ("x = x / 255.\nshow(x[:9])", "x / 255."),
    ("x *= 1 / 255\nshow(x)", "x *= 1 / 255"),
    ("x = np.expand_dims(x / 255, -1)\nshow(x.reshape(-1, 9))", "x / 255"),
    ("a, b, c, d = train_test_split(x / 255, y)\nshow(b)", "x / 255"),
    ("def load():\n    return x / 255\nshow(load())", "x / 255"),
    (
        "class T:\n    def __init__(self):\n        self.x = x / 255\n    def f(self):\n        show(self.x)",
        "x / 255",
    ),
    ("show(ImageDataGenerator(rescale=1 / 255).flow(x))", "rescale=1 / 255"),
    (
        "def f(x, y):\n    return tf.cast(x, 'float32') / 255, y\n"
        "show(tf.data.Dataset.range(3).map(f).batch(2))",
        "tf.cast(x, 'float32') / 255",
    ),
    ("show(tf.data.Dataset.range(3).map(lambda x, y: (x / 255, y)))", "x / 255"),
    (
        "r = keras.layers.Rescaling(1 / 255)\nshow(tf.data.Dataset.range(3).map(lambda x, y: (r(x), y)))",
        "keras.layers.Rescaling(1 / 255)",
    ),
    # otherwise, also otherwise, or not known
    ("show(x)", None),
    ("show(x / 127.5 - 1)", None),
    ("show(x / 255 * 255)", None),
    ("x = x / 255\nx = x / 255\nshow(x)", None),
    ("x = x / 255 if t else x\nshow(x)", None),
    ("show((x - 127.5) / 255)", "(x - 127.5) / 255"),
    ("show(1 / 255)", None),
    ("show(ImageDataGenerator(rescale=1 / 255, preprocessing_function=f).flow(x))", None),
    ("show(ImageDataGenerator().flow(x))", None),
    ("def f(x, y):\n    return x, y / 255\nshow(tf.data.Dataset.range(3).map(f))", None),
    ("show(tf.data.Dataset.range(3).map(lambda x, y: (x / 255, y)).map(lambda x, y: (x * 255, y)))", None),
    ("show(tf.data.Dataset.range(3).map(unknown))", None),
    ("show(f(x / 255))", None),
]


@pytest.mark.parametrize(("code", "expected"), DATA)
def test_data(code: str, expected: str | None) -> None:
    facts, node = marked(HEAD + code)
    found = rescaled_data(facts, node)
    assert (facts.text(found) if found is not None else None) == expected


def test_what_scales() -> None:
    facts, node = marked(
        f"{HEAD}show([x / 255, x * 127.5, x * (1 / 255), x + 255, x / 3, keras.layers.Lambda(f)])"
    )
    found = scales(facts, [node, *(each.value for each in node.elements)])  # type: ignore[attr-defined]
    assert [facts.text(each) for each in found] == [
        "x / 255",
        "x * 127.5",
        "x * (1 / 255)",
        "keras.layers.Lambda(f)",
    ]
