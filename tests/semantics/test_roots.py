"""From which import the Keras comes that a place in the code uses."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.roots import Roots

HEAD = "import keras\nimport tf_keras\nimport tensorflow as tf\nfrom functools import partial\n"
PLACES = [
    ("show(keras.layers.Dense(1))", "keras"),
    ("show(tf.keras.layers.Dense(1))", "tensorflow"),
    ("show(tf_keras.layers.Dense(1))", "tf_keras"),
    ("show(keras.layers.Dense)", "keras"),
    ("show(partial(keras.layers.Dense, 1))", "keras"),
    ("m = keras.Sequential()\nshow(m.fit(x))", "keras"),
    ("class M(keras.Model): pass\nm = M()\nshow(m.fit(x))", "keras"),
    ("class M(keras.Model):\n    def f(self): show(self.fit(x))", "keras"),
    ("class N(keras.Model): pass\nclass M(N): pass\nshow(M())", "keras"),
    ("class M(M): pass\nshow(M())", None),
    ("x = tf.keras.Input((3,))\nshow(tf.nn.relu(x))", "tensorflow"),
    ("class C(keras.callbacks.Callback):\n    def f(self): show(self.model.fit(x))", "keras"),
    # Several, or none
    ("m = keras.Sequential() if t else tf.keras.Sequential()\nshow(m.fit(x))", None),
    (
        "try:\n    from keras import Model\nexcept E:\n    from tensorflow.keras import Model\nshow(Model())",
        None,
    ),
    ("show(m.fit(x))", None),
    ("show(tf.constant(1))", None),
    ("show(print(1))", None),
    ("x = y\ny = x\nshow(x.fit())", None),
]


@pytest.mark.parametrize(("code", "expected"), PLACES)
def test_at(code: str, expected: str | None) -> None:
    facts, node = marked(HEAD + code)
    assert facts.fact(Roots).at(node) == expected


def test_offsets_belong_to_the_innermost_call_around() -> None:
    facts, node = marked(f"{HEAD}show(keras.layers.Dense(1, activation=tf.keras.activations.relu()))")
    assert isinstance(node, cst.Call)
    roots = facts.fact(Roots)
    start, _ = facts.span(node.args[0])
    assert roots.at((start, start + 1)) == "keras"
    start, end = facts.span(node.args[1].value)
    assert roots.at((start, end)) == "tensorflow"
    assert roots.at((0, 1)) is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import keras.layers", "keras"),
        ("from tensorflow.keras import layers", "tensorflow"),
        ("from tensorflow import keras", "tensorflow"),
        ("from . import keras", None),
        ("import numpy", None),
    ],
)
def test_imports(code: str, expected: str | None) -> None:
    facts, _ = marked(f"{code}\nshow(x)")
    (alias,) = (each.node for found in facts.facts.module.bindings.values() for each in found)
    assert facts.fact(Roots).at(alias) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("show(keras.Sequential())", "keras"),
        ("m = keras.Sequential()\nshow(m.layers)", "keras"),
        ("m = keras.Sequential()\nshow(m.get_layer('a').output)", "keras"),
        ("x = keras.Input((3,))\nshow(x + 1)", "keras"),
        ("x = keras.Input((3,))\nshow(x + tf.keras.Input((3,)))", None),
        ("x = keras.Input((3,))\ny = keras.layers.Dense(1)(x)\nshow(y)", "keras"),
        ("x = [keras.Input((3,)), keras.Input((4,))]\nshow(x)", "keras"),
        ("x = [keras.Input((3,)), tf.keras.Input((4,))]\nshow(x)", None),
        ("show(x)", None),
    ],
)
def test_of_object(code: str, expected: str | None) -> None:
    facts, node = marked(HEAD + code)
    assert facts.fact(Roots).of_object(node) == expected
