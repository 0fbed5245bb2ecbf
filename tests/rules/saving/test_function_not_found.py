"""TFC519 function-not-found."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras import layers
from tensorflow.keras.applications.vgg16 import preprocess_input
"""
LOAD = "keras.models.load_model('m.keras')\n"
SAVE = "net.save('m.keras')\n"


def net(layer: str) -> str:
    """A model with *layer*, in the second line after HEAD."""
    return f"net = keras.Sequential([keras.Input((4,)),\n    {layer},\n])\n"


DENSE = net("layers.Dense(4, activation=tf.nn.softmax)")

# What stands after HEAD, and what the finding's line is after --fix.
FIXED = [
    (DENSE + SAVE + LOAD, 'layers.Dense(4, activation="softmax"),'),
    (net("layers.Dense(4, tf.nn.softmax)") + SAVE + LOAD, 'layers.Dense(4, "softmax"),'),
    (net("layers.Activation(tf.nn.softmax)") + SAVE + LOAD, 'layers.Activation("softmax"),'),
    (net("layers.Dense(4, activation=tf.math.softmax)") + SAVE, 'layers.Dense(4, activation="softmax"),'),
    (net("layers.Dense(4, activation=tf.nn.swish)") + SAVE, 'layers.Dense(4, activation="swish"),'),
    (net("layers.Dense(4, activation=(tf.nn.silu))") + SAVE, 'layers.Dense(4, activation="swish"),'),
    (net("layers.Dense(4, activation=K.exp)") + SAVE, 'layers.Dense(4, activation="exponential"),'),
    (net("layers.Dense(4, activation=tf.identity)") + SAVE, 'layers.Dense(4, activation="linear"),'),
    (
        net("layers.GRU(4, recurrent_activation=tf.nn.silu)") + SAVE,
        'layers.GRU(4, recurrent_activation="swish"),',
    ),
    (
        net("layers.TimeDistributed(layers.Dense(4, activation=tf.nn.softmax))") + SAVE,
        'layers.TimeDistributed(layers.Dense(4, activation="softmax")),',
    ),
    (
        "\nlayers.Bidirectional(layers.LSTM(4, activation=tf.nn.silu))\n",
        'layers.Bidirectional(layers.LSTM(4, activation="swish"))',
    ),
]
MANUAL = [
    net("layers.Dense(4, activation=tf.abs)") + SAVE,
    net("layers.Dense(4, activation=tf.nn.log_softmax)") + SAVE,
    net("layers.Dense(4, activation=tf.nn.crelu)") + SAVE,
    net("layers.Dense(4, activation=K.l2_normalize)") + SAVE,
    net("layers.Lambda(tf.square)") + SAVE,
    net("layers.Lambda(tf.nn.softmax)") + SAVE,
    net("layers.Lambda(function=preprocess_input)") + SAVE,
    "act = tf.nn.silu\n" + net("layers.Dense(4, activation=act)").replace("\n", " ", 1) + SAVE,
]

ERRORS = [
    DENSE + SAVE + LOAD,
    DENSE + "net.save('m.h5')\nkeras.models.load_model('m.h5', compile=False)",
    DENSE + "keras.models.save_model(net, 'm.keras')\n" + LOAD,
    DENSE + "keras.models.save_model(net, 'm.keras')\nkeras.models.load_model('m.keras', safe_mode=False)",
    DENSE + "def train(path):\n    net.save(path)\n"
    "def read(path):\n    return keras.models.load_model(path)\ntrain('m.keras')\nread('m.keras')",
]
WARNINGS = [
    DENSE + SAVE,
    DENSE + SAVE + "keras.models.load_model('other.keras')",
    DENSE + SAVE + "keras.models.load_model(path)",
    DENSE + "net.save(f'{name}.keras')\n" + LOAD,
    DENSE + "net.fit(x, y, callbacks=[keras.callbacks.ModelCheckpoint('m.keras')])",
    DENSE + "net.fit(x, y, callbacks=[keras.callbacks.ModelCheckpoint('{epoch}.keras')])\n"
    "keras.models.load_model('{epoch}.keras')",
    DENSE + SAVE + "try:\n    x = 1\nexcept OSError:\n    pass",
    DENSE + "class Own(layers.Layer):\n    pass\nkeras.saving.register_keras_serializable()(Own)\n" + SAVE,
    "net = keras.Sequential()\nnet.add(\n    layers.Dense(4, activation=tf.nn.softmax))\n" + SAVE,
]

SILENT = [
    # What Keras finds, or is none of its layers.
    net("layers.Dense(4, activation='softmax')") + SAVE + LOAD,
    net("layers.Dense(4, activation=tf.nn.relu)") + SAVE + LOAD,
    net("layers.Dense(4, activation=tf.nn.gelu)") + SAVE + LOAD,
    net("layers.Dense(4, activation=tf.nn.leaky_relu)") + SAVE + LOAD,
    net("layers.Dense(4, activation=tf.keras.activations.softmax)") + SAVE + LOAD,
    net("layers.Dense(4, activation=K.softmax)") + SAVE + LOAD,
    net("layers.Dense(4, activation=keras.ops.softmax)") + SAVE + LOAD,
    net("layers.Dense(4, activation=tf.compat.v1.nn.softmax)") + SAVE + LOAD,
    net("layers.Dense(4, activation=layers.Softmax())") + SAVE + LOAD,
    net("layers.Lambda(tf.nn.relu)") + SAVE + LOAD,
    net("layers.Lambda(tf.abs)") + SAVE + LOAD,
    net("layers.Softmax(axis=-1)") + SAVE + LOAD,
    net("Dense(4, activation=tf.nn.softmax)") + SAVE + LOAD,
    net("layers.Dense(4, kernel_regularizer=tf.abs)") + SAVE + LOAD,
    net("layers.Dense(4, activation=tf.nn.softmax if wide else 'softmax')") + SAVE + LOAD,
    net("layers.Dense(4, **{'activation': tf.nn.softmax})") + SAVE + LOAD,
    # Nothing is saved whole, or it is loaded with the function.
    DENSE,
    DENSE + "net.save_weights('m.weights.h5')\nnet.load_weights('m.weights.h5')",
    DENSE + "keep = keras.callbacks.ModelCheckpoint('m.weights.h5', save_weights_only=True)\n"
    "net.fit(x, y, callbacks=[keep])",
    DENSE + "keras.callbacks.ModelCheckpoint('m.keras')",
    DENSE + SAVE + "net.load_weights('m.keras')",
    DENSE + "net.save('folder')",
    DENSE + "net.save(path)",
    DENSE + "net.export('folder')",
    DENSE + SAVE + "keras.models.load_model('m.keras', custom_objects={'softmax_v2': tf.nn.softmax})",
    DENSE + SAVE + "keras.models.load_model('m.keras', **options)",
    DENSE + SAVE + "keras.models.load_model(path, custom_objects=known)",
    DENSE + SAVE + "with keras.utils.custom_object_scope({'softmax_v2': tf.nn.softmax}):\n    " + LOAD,
    "keras.utils.get_custom_objects()['softmax_v2'] = tf.nn.softmax\n" + DENSE + SAVE + LOAD,
    DENSE + SAVE + "try:\n    " + LOAD + "except TypeError:\n    pass",
    # Another model, or a layer that a class makes for itself.
    DENSE + "other = build()\nother.save('m.keras')\n" + LOAD,
    "net = keras.Sequential([layers.Dense(4)])\nlast = layers.Dense(4, activation=tf.nn.softmax)\n" + SAVE,
    DENSE + "net = keras.Sequential([layers.Dense(4)])\n" + SAVE + LOAD,
    "inputs = keras.Input((4,))\n"
    "first = keras.Model(inputs, layers.Dense(4, activation=tf.nn.softmax)(inputs))\n"
    "second = keras.Model(inputs, layers.Dense(4)(inputs))\nsecond.save('m.keras')\n" + LOAD,
    "class Net(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
    "        self.last = layers.Dense(4, activation=tf.nn.softmax)\n    def call(self, x):\n"
    "        return self.last(x)\nnet = Net()\n" + SAVE + LOAD,
    "class Last(layers.Layer):\n    def build(self, shape):\n"
    "        self.last = layers.Dense(4, activation=tf.nn.softmax)\n    def call(self, x):\n"
    "        return self.last(x)\n" + net("Last()") + SAVE + LOAD,
    "net = keras.models.load_model('a.keras')\nhead = layers.Dense(4, activation=tf.nn.softmax)\n" + SAVE,
    "def head(x):\n    return layers.Dense(4, activation=tf.nn.softmax)(x)\n"
    "inputs = keras.Input((4,))\nnet = keras.Model(inputs, layers.Dense(4)(inputs))\n" + SAVE + LOAD,
    # Bidirectional
    "layers.Bidirectional(layers.LSTM(4, activation=tf.nn.relu))",
    "layers.Bidirectional(layers.LSTM(4, activation='swish'))",
    "layers.TimeDistributed(layers.Dense(4, activation=tf.nn.silu))",
    "layers.LSTM(4, activation=tf.nn.silu)",
    "try:\n    layers.Bidirectional(layers.LSTM(4, activation=tf.nn.silu))\nexcept TypeError:\n    pass",
]


@pytest.mark.parametrize(("code", "line"), FIXED)
def test_the_text_is_written(code: str, line: str) -> None:
    fixed = fix(HEAD + code, only="TFC519")
    assert fixed.splitlines()[6].strip() == line
    assert lint(fixed, only="TFC519") == []


@pytest.mark.parametrize("code", MANUAL)
def test_no_text_means_the_same(code: str) -> None:
    found = findings(HEAD + code, only="TFC519")
    assert [each.severity.value for each in found] == ["warning"]
    assert fix(HEAD + code, only="TFC519", unsafe=True) == HEAD + code


@pytest.mark.parametrize("code", ERRORS)
def test_what_is_loaded_again_is_an_error(code: str) -> None:
    assert lint(HEAD + code, only="TFC519") == ["TFC519:7 error"]


@pytest.mark.parametrize("code", WARNINGS)
def test_what_is_only_saved_is_a_warning(code: str) -> None:
    assert [each.split()[1] for each in lint(HEAD + code, only="TFC519")] == ["warning"]


@pytest.mark.parametrize("code", SILENT)
@pytest.mark.parametrize("target", ["keras3", "keras2"])
def test_silent(code: str, target: str) -> None:
    assert lint(HEAD + code, target, only="TFC519") == []


@pytest.mark.parametrize(
    ("function", "is_known"),
    [("tf.nn.softmax", True), ("tf.nn.silu", True), ("tf.nn.log_softmax", False), ("tf.abs", False)],
)
def test_keras2_knows_some_names(function: str, is_known: bool) -> None:
    code = HEAD + net(f"layers.Dense(4, activation={function})") + SAVE + LOAD
    assert lint(code, "keras2", only="TFC519") == ([] if is_known else ["TFC519:7 error"])


def test_keras2_saves_what_a_lambda_layer_calls() -> None:
    assert lint(HEAD + net("layers.Lambda(tf.square)") + SAVE + LOAD, "keras2", only="TFC519") == []


@pytest.mark.parametrize(
    "call", ["block(inputs)", "block(x=inputs)", "block(inputs, tf.nn.silu)", "outer(inputs)"]
)
def test_layers_of_functions_that_the_model_is_made_with(call: str) -> None:
    code = (
        "def block(x, activation=tf.nn.silu):\n    return layers.Dense(4, activation=activation)(x)\n"
        "def outer(x):\n    return block(x)\n"
        "def build():\n    inputs = keras.Input((4,))\n"
        f"    return keras.Model(inputs, {call})\nnet = build()\n"
    )
    assert lint(HEAD + code + SAVE + LOAD, only="TFC519") == ["TFC519:7 error"]


def test_the_place_of_the_function_is_said() -> None:
    code = "ACT = tf.nn.silu\n" + net("layers.Dense(4, activation=ACT)") + SAVE + LOAD
    (found,) = findings(HEAD + code, only="TFC519")
    assert "swish" in found.message
    assert found.fix is not None and "line 6" in found.fix.title


SLOPE = net("layers.Dense(4, activation=K.hard_sigmoid)")


@pytest.mark.parametrize("code", [SLOPE + SAVE + LOAD, SLOPE + SAVE])
def test_another_function_of_that_name(code: str) -> None:
    assert lint(HEAD + code, "keras2", "TFC519") == []
    assert lint(HEAD + code, "keras3", "TFC519") == ["TFC519:7 warning"]
    assert fix(HEAD + code, only="TFC519") == HEAD + code
    assert 'activation="hard_sigmoid"' in fix(HEAD + code, only="TFC519", unsafe=True)


@pytest.mark.parametrize(
    "code",
    [
        SLOPE + "net.save_weights('m.weights.h5')",
        SLOPE + SAVE + "keras.models.load_model('m.keras', custom_objects={'hard_sigmoid': K.hard_sigmoid})",
        net("layers.Dense(4, activation=keras.activations.hard_sigmoid)") + SAVE + LOAD,
        net("layers.Dense(4, activation='hard_sigmoid')") + SAVE + LOAD,
        net("layers.Dense(4, activation=K.relu)") + SAVE + LOAD,
        net("layers.Lambda(K.hard_sigmoid)") + SAVE + LOAD,
    ],
)
def test_the_same_function_of_that_name(code: str) -> None:
    assert lint(HEAD + code, "both", "TFC519") == []
