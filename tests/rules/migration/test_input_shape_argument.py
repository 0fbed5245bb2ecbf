"""TFC807 input-shape-argument."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Sequential, layers
from tensorflow.keras.layers import Conv2D
"""

FIRES = [
    "Conv2D(3, 3, input_shape=(8, 8, 1))",
    "m = Sequential([layers.Dense(3, input_dim=4)])",
    "m = Sequential()\nm.add(tf.keras.layers.Flatten(input_shape=(2, 2)))",
    "layers.Embedding(9, 3, input_shape=(4,))",
    "layers.TimeDistributed(layers.Dense(3), input_shape=(2, 2))",
]

SILENT = [
    "Conv2D(3, 3)",
    "m = Sequential([layers.LSTM(3, input_length=5, input_dim=4)])",  # TFC804 speaks of both
    "m = Sequential()\nm.add(layers.GRU(3, input_dim=4, input_length=5))",
    "layers.Embedding(input_dim=9, output_dim=3)",
    "keras.Input((3,))",
    "layers.InputLayer(input_shape=(3,))",
    "keras.applications.ResNet50(input_shape=(32, 32, 3))",
    "f(input_shape=(3,))",
    "input_shape = (3,)",
    "layers.Dense(3, batch_input_shape=(2, 3))",
    "layers.Dense(3, name='input_shape')",
    "def Dense(n, input_shape): pass\nDense(3, input_shape=(3,))",
    "class Mine(layers.Layer): pass\nMine(input_shape=(3,))",
    "from elsewhere import Dense\nDense(3, input_shape=(3,))",
    "from torch.nn import Linear\nLinear(3, input_shape=(3,))",
    "layers.experimental.preprocessing.Rescaling(1.0, input_shape=(3,))",
    "layers.Mystery(input_shape=(3,))",
    "import tf_keras\ntf_keras.layers.Dense(3, input_shape=(3,))",
    "from tf_keras.layers import Dense\nDense(3, input_shape=(3,))",
    "import tensorflow_addons as tfa\ntfa.layers.Maxout(3, input_shape=(3,))",
    "import segmentation_models as sm\nsm.Unet(input_shape=(3,))",
    "def build(input_shape): return keras.Input(input_shape)\nbuild(input_shape=(3,))",
    "model.build(input_shape=(None, 3))",
    "layers.Dense(3).compute_output_shape(input_shape=(3,))",
    "if tf.__version__ < '2.16':\n    layers.Dense(3, input_shape=(3,))",
]


@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str) -> None:
    [found] = findings(HEAD + code, only="TFC807")
    assert found.severity.value == "info"
    assert fix(HEAD + code, only="TFC807", unsafe=True) == HEAD + code


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC807") == []


@pytest.mark.parametrize(
    ("target", "expected"), [("2.11", 0), ("keras2", 0), ("2.16", 1), ("keras3", 1), ("both", 1)]
)
def test_targets(target: str, expected: int) -> None:
    assert len(lint(HEAD + "layers.Dense(3, input_dim=4)", target, only="TFC807")) == expected


def test_advice() -> None:
    [found] = findings(HEAD + "Sequential([layers.Dense(3, input_dim=4)])", only="TFC807")
    assert found.fix is not None
    assert found.fix.title == "begin the Sequential with keras.Input((4,))"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = layers.Dense(3, input_shape=(4,))(x)", "x = layers.Dense(3)(x)"),
        (
            "Sequential([layers.Dense(3), layers.Dense(2, input_dim=3, name='b')])",
            "Sequential([layers.Dense(3), layers.Dense(2, name='b')])",
        ),
        (
            "m = Sequential()\nm.add(keras.Input((4,)))\nm.add(layers.Dense(3, input_dim=4))",
            "m = Sequential()\nm.add(keras.Input((4,)))\nm.add(layers.Dense(3))",
        ),
        (
            "m = Sequential([layers.InputLayer((4,))])\nm.add(layers.Dense(3, input_shape=(4,)))",
            "m = Sequential([layers.InputLayer((4,))])\nm.add(layers.Dense(3))",
        ),
        (
            "def f():\n    m = Sequential()\n    m.add(Conv2D(3, 3))\n    m.add(Conv2D(3, 3, input_dim=2))",
            "def f():\n    m = Sequential()\n    m.add(Conv2D(3, 3))\n    m.add(Conv2D(3, 3))",
        ),
        ("Sequential([*above, layers.Dense(2, input_dim=3)])", ""),
        ("m = Sequential([*above])\nm.add(layers.Dense(2, input_dim=3))", ""),
        ("m = Sequential()\nif deep: m.add(Conv2D(3, 3))\nm.add(layers.Dense(2, input_dim=3))", ""),
        ("m = Sequential()\nfor n in sizes:\n    m.add(layers.Dense(n, input_dim=3))", ""),
        ("m = Sequential()\nm.add(layers.Dense(2, input_dim=3))\nm.add(layers.Dense(2))", ""),
        ("m = Sequential()\nm.add(layers.Dense(2))\nm.pop()\nm.add(layers.Dense(2, input_dim=3))", ""),
        ("m = build()\nm.add(layers.Dense(2))\nm.add(layers.Dense(2, input_dim=3))", ""),
        (
            "m = Sequential()\nm.add(layers.Dense(2))\nm = Sequential()\nm.add(layers.Dense(2, input_dim=3))",
            "",
        ),
        ("x = layers.Dense(3, input_shape=shape())(x)", ""),
    ],
)
def test_it_is_removed_where_the_layer_has_an_input(before: str, after: str) -> None:
    for target in ("keras3", "both"):
        assert fix(HEAD + before, target, "TFC807") == HEAD + (after or before)


def test_a_layer_whose_place_is_unknown_may_need_no_sequential() -> None:
    [found] = findings(HEAD + "d = layers.Dense(3, input_dim=4)\ny = d(x)", only="TFC807")
    assert found.fix is not None
    assert found.fix.title == (
        "leave input_dim out where the layer is called on a tensor, "
        "else begin the Sequential with keras.Input((4,))"
    )


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Sequential([layers.Dense(3, input_dim=4)])", "Keras 3 builds the same model"),
        ("m = Sequential()\nm.add(Conv2D(3, 3, input_shape=s))", "Keras 3 builds the same model"),
        ("x = layers.Dense(3, input_shape=(4,))(x)", "ignores it"),
        ("Sequential([keras.Input((4,)), layers.Dense(3, input_dim=4)])", "ignores it"),
        ("m = Sequential()\nm.add(keras.Input(s))\nm.add(Conv2D(3, 3, input_dim=4))", "ignores it"),
        ("d = layers.Dense(3, input_dim=4)", "only the first layer of a Sequential needs it"),
    ],
)
def test_what_keras_3_makes_of_it(code: str, expected: str) -> None:
    [found] = findings(HEAD + code, only="TFC807")
    assert expected in found.message
    assert found.fix is not None
    assert ("Input" in found.fix.title) == ("ignores" not in expected)


@pytest.mark.parametrize(
    "code",
    [
        "m = Sequential([layers.LSTM(3, input_dim=4), layers.Dense(1)])",
        "m = Sequential()\nm.add(layers.SimpleRNN(3, input_dim=4))",
        "m = Sequential([layers.GRU(3, return_sequences=True, input_dim=4)])",
        "m = Sequential([layers.Bidirectional(layers.LSTM(3), input_dim=4)])",
        "m = Sequential([layers.Conv1D(3, 2, input_dim=4)])",
    ],
)
def test_the_size_of_a_step_of_a_recurrent_layer(code: str) -> None:
    """Keras 2 puts the time steps before it, Keras 3 does not."""
    [found] = findings(HEAD + code, "keras3", "TFC807")
    assert found.severity.value == "error"
    assert found.message.endswith("without the time steps, and raises ValueError")
    assert fix(HEAD + code, "keras3", "TFC807") == HEAD + code.replace("input_dim=4", "input_shape=(None, 4)")
    assert lint(HEAD + code, "keras2", "TFC807") == []


@pytest.mark.parametrize(
    "code",
    [
        "m = Sequential([layers.Dense(3, input_dim=4)])",
        "m = Sequential([layers.LSTM(3, input_shape=(None, 4))])",
        "m = Sequential([layers.Dense(3), layers.LSTM(3, input_dim=4)])",
        "x = layers.LSTM(3, input_dim=4)",
    ],
)
def test_others_only_warn(code: str) -> None:
    assert [each.severity.value for each in findings(HEAD + code, "keras3", "TFC807")] == ["info"]
