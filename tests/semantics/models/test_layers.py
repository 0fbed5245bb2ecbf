"""One layer of a model, with the arguments of the call that makes it."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.models.layers import Layer, layer_of
from tflint_ckpt.semantics.objects.instances import Origin

HEAD = "from tensorflow import keras\nfrom tensorflow.keras import layers\n"

# Code that shows a layer, its class, and its activation.
ACTIVATIONS = [
    ("show(layers.Dense(3))", "Dense", "linear"),
    ("show(layers.Dense(3, activation='relu'))", "Dense", "relu"),
    ("show(layers.Dense(3, 'relu'))", "Dense", "relu"),
    ("show(layers.Dense(3, activation=None))", "Dense", "linear"),
    ("show(layers.Dense(3, activation=keras.activations.softmax))", "Dense", "softmax"),
    ("d = layers.Dense(3, 'relu')\nshow(d)", "Dense", "relu"),
    ("show(layers.Dense(3, activation=a))", "Dense", None),
    ("show(layers.Dense(3, **options))", "Dense", None),
    ("show(unknown(3))", "", None),
    ("class Dense(layers.Dense): pass\nshow(Dense(3))", "", None),
]


def layer(code: str) -> Layer:
    facts, node = marked(HEAD + code)
    around = cst.ensure_type(cst.parse_expression("f()"), cst.Call)
    return layer_of(facts, node, Origin("keras.Sequential", around, True))


@pytest.mark.parametrize(("code", "name", "activation"), ACTIVATIONS)
def test_activations(code: str, name: str, activation: str | None) -> None:
    found = layer(code)
    assert (found.name, found.activation()) == (name, activation)


def test_what_a_layer_is_given() -> None:
    dense = layer("n = 3\nshow(layers.Dense(n, use_bias=False))")
    assert dense.constant("units") == 3
    assert dense.constant("use_bias") is False
    assert dense.constant("name", "none") == "none"
    assert (dense.gives("units"), dense.gives("name")) == (True, False)
    opened = layer("show(layers.Dense(unknown, **options))")
    assert opened.constant("units") is ...
    assert opened.gives("name") is None


def test_what_wraps_a_layer_and_what_is_a_model() -> None:
    inner = layer("show(layers.TimeDistributed(layers.Dense(3)))").inner
    assert inner is not None
    assert inner.name == "Dense"
    assert layer("show(layers.Dense(3))").inner is None
    assert layer("show(keras.applications.VGG16())").application == "VGG16"
    assert layer("show(keras.Sequential())").is_model
    assert not layer("show(layers.Dense(3))").is_model
