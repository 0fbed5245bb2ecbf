"""The shape that a layer makes of what it gets."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.models.layer_shapes import (
    given_by,
    numbers,
    of_input,
    ordered,
    shape_of_input,
    tensor,
    windows,
    wrong_count,
)
from tflint_ckpt.semantics.models.layers import Layer, layer_of
from tflint_ckpt.semantics.objects.instances import Origin
from tflint_ckpt.semantics.values.shape import Axes

HEAD = "from keras import Input, layers\nfrom keras.layers import *\nReshape\n"


def layer(code: str, tail: str = "") -> Layer:
    facts, node = marked(f"{HEAD}show({code})\n{tail}")
    around = cst.ensure_type(cst.parse_expression("f()"), cst.Call)
    return layer_of(facts, node, Origin("keras.Sequential", around, True))


N = None
GIVEN: list[tuple[str, Axes, Axes | None]] = [
    ("Dense(5)", (8, 3), (8, 5)),
    ("Dense(n)", (8, 3), (8, N)),
    ("Dropout(0.5)", (8, 3), (8, 3)),
    ("Flatten()", (4, 4, 3), (48,)),
    ("Flatten()", (N, 3), (N,)),
    ("Embedding(100, 7)", (9,), (9, 7)),
    ("RepeatVector(4)", (7,), (4, 7)),
    ("Permute((2, 1))", (3, 4), (4, 3)),
    ("Permute(dims)", (3, 4), (N, N)),
    ("Reshape((2, -1))", (3, 4), (2, 6)),
    ("Reshape((n, -1))", (3, 4), (N, N)),
    ("Conv2D(5, 3)", (9, 9, 3), (7, 7, 5)),
    ("Conv2D(5, (3, 1), strides=(2, 1), padding='same')", (9, 9, 3), (5, 9, 5)),
    ("Conv2D(5, 3, dilation_rate=2)", (9, 9, 3), (5, 5, 5)),
    ("Conv2D(5, 3, 2)", (9, 9, 3), (4, 4, 5)),
    ("Conv2D(5, k)", (9, 9, 3), (N, N, 5)),
    ("Conv2D(5, 3, padding=p)", (9, 9, 3), (N, N, 5)),
    ("Conv2D(5, 3, data_format='channels_first')", (3, 9, 9), (N, N, N)),
    ("Conv1D(5, 3, padding='causal')", (9, 3), (9, 5)),
    ("Conv2DTranspose(5, 3)", (9, 9, 3), (N, N, 5)),
    ("MaxPooling2D()", (9, 9, 3), (4, 4, 3)),
    ("MaxPooling2D(3, strides=None)", (9, 9, 3), (3, 3, 3)),
    ("AveragePooling1D(3, 1)", (9, 3), (7, 3)),
    ("UpSampling2D()", (9, 9, 3), (N, N, 3)),
    ("SpatialDropout2D(0.5)", (9, 9, 3), (9, 9, 3)),
    ("GlobalAveragePooling2D()", (9, 9, 3), (3,)),
    ("GlobalAveragePooling2D(data_format='channels_first')", (3, 9, 9), (N,)),
    ("LSTM(5)", (9, 3), (5,)),
    ("LSTM(5, return_sequences=True)", (9, 3), (9, 5)),
    ("Bidirectional(LSTM(5))", (9, 3), (10,)),
    ("Bidirectional(LSTM(5), merge_mode='sum')", (9, 3), (5,)),
    ("TimeDistributed(Dense(5))", (9, 3), (9, 5)),
    ("TimeDistributed(Conv2D(5, 3))", (2, 9, 9, 3), (2, 7, 7, 5)),
    ("Bidirectional(LSTM(5), merge_mode=None)", (9, 3), N),
    ("Lambda(f)", (9, 3), N),
    ("Mine()", (9, 3), N),
    ("LSTM(5, return_state=True)", (9, 3), N),
]


@pytest.mark.parametrize(("code", "came", "expected"), GIVEN)
def test_given(code: str, came: Axes, expected: Axes | None) -> None:
    found = given_by(layer(code), tensor(*came))
    assert (found.axes[1:] if found is not None else None) == expected


def test_pictures_with_the_channels_first() -> None:
    """Where the file may say that the channels come first, no axis is that of a side."""
    tail = "import keras\nkeras.backend.set_image_data_format('channels_first')\n"
    for code in ("Conv2D(5, 3)", "MaxPooling2D()", "SpatialDropout2D(0.1)"):
        found = given_by(layer(code, tail), tensor(3, 9, 9))
        assert found is not None
        assert found.axes == (None, None, None, None)
    found = given_by(layer("GlobalAveragePooling2D()", tail), tensor(3, 9, 9))
    assert found is not None
    assert found.axes == (None, None)


def test_of_what_is_not_known() -> None:
    assert given_by(layer("Dense(5)"), None) is None
    found = given_by(layer("Conv2D(5, 3)"), None)
    assert found is not None
    assert (found.axes, found.more) == ((None, None, None, None), True)
    found = given_by(layer("Flatten()"), None)
    assert found is not None
    assert found.axes == (None, None)


INPUTS: list[tuple[str, Axes | None]] = [
    ("Input((3, 4))", (N, 3, 4)),
    ("Input(shape=[3, None])", (N, 3, N)),
    ("Input((3, n))", (N, 3, N)),
    ("Input(batch_shape=(8, 3))", (N, 3)),
    ("Input(())", (N,)),
    ("Dense(5, input_shape=(4,))", (N, 4)),
    ("Dense(5, input_dim=4)", (N, 4)),
    ("Embedding(5, 2, input_length=9)", N),
    ("Input(shape)", N),
    ("Input(*shape)", N),
    ("Input(batch_shape=())", N),
    ("Dense(5)", N),
]


@pytest.mark.parametrize(("code", "expected"), INPUTS)
def test_inputs(code: str, expected: Axes | None) -> None:
    facts, node = marked(f"{HEAD}show({code})")
    found = of_input(facts, node, ())
    assert (found.axes if found is not None else None) == expected


def test_the_argument_that_tells_it() -> None:
    for code, expected in (
        ("Input((3,))", "(3,)"),
        ("Input(batch_shape=(8, 3))", "(8, 3)"),
        ("Dense(5)", None),
    ):
        facts, node = marked(f"{HEAD}show({code})")
        found = shape_of_input(facts, node)
        assert (facts.text(found) if found is not None else None) == expected


COUNTS: list[tuple[str, Axes, tuple[int, Axes] | None]] = [
    ("Reshape((5, 5))", (24,), (24, (5, 5))),
    ("Reshape((5, -1))", (24,), (24, (5, -1))),
    ("Reshape((4, 6))", (24,), None),
    ("Reshape((4, -1))", (24,), None),
    ("Reshape((n, 5))", (24,), None),
    ("Reshape((5, 5))", (N,), None),
    ("Flatten()", (24,), None),
]


@pytest.mark.parametrize(("code", "came", "expected"), COUNTS)
def test_wrong_counts(code: str, came: Axes, expected: tuple[int, Axes] | None) -> None:
    assert wrong_count(layer(code), tensor(*came)) == expected


def test_windows_and_numbers() -> None:
    assert windows(layer("Conv2D(5, (3, 5))")) == (3, 5)
    assert windows(layer("MaxPooling2D()")) == (2, 2)
    assert windows(layer("Conv2D(5, 3, padding='same')")) is None
    assert windows(layer("Dense(5)")) is None
    assert numbers(layer("Conv2D(5, k)"), "kernel_size", 2, 7) == (None, None)
    assert numbers(layer("MaxPooling2D()"), "pool_size", 2, 7) == (7, 7)
    assert ordered(layer("Permute((2, 1))")) == (2, 1)
