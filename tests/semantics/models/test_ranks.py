"""How many axes a layer gives, that of the batch included."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.models.layers import layer_of
from tflint_ckpt.semantics.models.ranks import fixed, keeps, of_input
from tflint_ckpt.semantics.objects.instances import Origin

HEAD = "from tensorflow import keras\nfrom tensorflow.keras import layers\n"

# A layer, whether it gives as many axes as it gets, and how many it gives whatever it gets.
LAYERS = [
    ("layers.Dense(3)", True, None),
    ("layers.Dropout(0.5)", True, None),
    ("layers.BatchNormalization()", True, None),
    ("layers.Activation('relu')", True, None),
    ("layers.Flatten()", False, 2),
    ("layers.GlobalAveragePooling2D()", False, 2),
    ("layers.Conv2D(3, 3)", False, 4),
    ("layers.MaxPooling2D()", False, 4),
    ("layers.Conv1D(3, 3)", False, 3),
    ("layers.LSTM(3)", False, 2),
    ("layers.LSTM(3, return_sequences=True)", False, 3),
    ("layers.Reshape((3, 4))", False, 3),
    # not known
    ("layers.GlobalAveragePooling2D(keepdims=True)", False, None),
    ("layers.LSTM(3, return_sequences=r)", False, None),
    ("layers.Reshape(shape)", False, None),
    ("layers.Lambda(f)", False, None),
    ("Mine(3)", False, None),
]
INPUTS = [
    ("keras.Input((3,))", 2),
    ("keras.Input(shape=(28, 28, 1))", 4),
    ("keras.Input(shape=())", 1),
    ("keras.Input(batch_shape=(None, 3))", 2),
    ("layers.Dense(3, input_shape=(4,))", 2),
    ("layers.Dense(3, input_dim=4)", 2),
    ("keras.Input(shape=shape)", None),
    ("layers.Dense(3)", None),
    ("unknown((3,))", None),
]


@pytest.mark.parametrize(("code", "kept", "expected"), LAYERS)
def test_layers(code: str, kept: bool, expected: int | None) -> None:
    facts, node = marked(f"{HEAD}show({code})")
    assert isinstance(node, cst.Call)
    layer = layer_of(facts, node, Origin("keras.Sequential", node, True))
    assert (keeps(layer), fixed(layer)) == (kept, expected)


@pytest.mark.parametrize(("code", "expected"), INPUTS)
def test_inputs(code: str, expected: int | None) -> None:
    facts, node = marked(f"{HEAD}show({code})")
    assert of_input(facts, node, ()) == expected
