"""TFC726 layer-input-shape."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential, layers
from tensorflow.keras.applications import VGG16
from tensorflow.keras.layers import *
"""
IMAGE = "i = Input((28, 28, 1))\n"
RECURRENT = "m = Sequential([Input((28, 2)), {}])"
FLAT = "m = Sequential([Input((28,)), {}])"
FIRES = [
    # Axes, of what is known of an input
    "m = Sequential([Input((28, 28)), Conv2D(8, 3)])",
    "m = Sequential([Input(shape=(28, 28)), MaxPooling2D()])",
    "m = Sequential([keras.Input(batch_shape=(None, 28, 28)), layers.MaxPool2D()])",
    "m = Sequential([InputLayer(input_shape=(28, 28)), UpSampling2D()])",
    "m = Sequential([Conv2D(8, 3, input_shape=(28, 28))])",
    "m = Sequential()\nm.add(Conv2D(8, 3, input_shape=(28, 28)))",
    "m = Sequential()\nm.add(Conv2D(8, 3, batch_input_shape=(None, 28, 28)))",
    "SIZE = 28\nm = Sequential([Conv2D(8, 3, input_shape=(SIZE, SIZE))])",
    "m = Sequential([Input((28, 28, 1)), Conv3D(8, 3)])",
    *(
        FLAT.format(layer)
        for layer in (
            "Conv1D(8, 3)",
            "Conv1DTranspose(8, 3)",
            "SeparableConv1D(8, 3)",
            "DepthwiseConv2D(3)",
            "MaxPooling1D()",
            "GlobalAveragePooling1D()",
            "GlobalMaxPool2D()",
            "ZeroPadding1D()",
            "Cropping1D(1)",
            "SpatialDropout1D(.1)",
            "LSTM(4)",
            "SimpleRNN(4)",
            "Bidirectional(GRU(4))",
            "TimeDistributed(Dense(4))",
            "ConvLSTM2D(4, 3)",
            "Permute((2, 1))",
            "Dense(4), Dropout(.2), LSTM(4)",
            "RepeatVector(4), RepeatVector(4)",
        )
    ),
    "m = Sequential([Dense(4, input_dim=8), LSTM(4)])",
    "m = Sequential([Input((28, 28, 1)), LSTM(4)])",
    "m = Sequential([Input((28, 28, 1)), Conv2D(8, 3), LSTM(4)])",
    "m = Sequential([Input((28, 28, 1)), Conv2D(8, 3), GlobalAveragePooling1D()])",
    "m = Sequential([Input((2, 28, 28)), TimeDistributed(Conv2D(4, 3))])",
    "m = Sequential([Input((2, 28, 28, 1)), TimeDistributed(Flatten()), ConvLSTM2D(4, 3)])",
    # Axes, whatever comes first
    "m = Sequential([LSTM(4), LSTM(4)])",
    "m = Sequential([LSTM(4), BatchNormalization(), Dropout(.1), GRU(4)])",
    "m = Sequential([Bidirectional(LSTM(4)), LSTM(4)])",
    "m = Sequential([LSTM(4, return_sequences=False), Conv1D(4, 3)])",
    "m = Sequential([LSTM(4), TimeDistributed(Dense(4))])",
    "m = Sequential([LSTM(4, return_sequences=True), RepeatVector(4)])",
    "m = Sequential([Flatten(), Conv2D(4, 3)])",
    "m = Sequential([Embedding(9, 4), Flatten(), LSTM(4)])",
    "m = Sequential([Embedding(9, 4), GlobalAveragePooling1D(), Conv1D(4, 3)])",
    "m = Sequential([Mine(), Flatten(), Dense(4), Activation('relu'), MaxPooling2D()])",
    "m = Sequential([Conv2D(4, 3), LSTM(4)])",
    "m = Sequential([Reshape((4, 4)), Conv2D(4, 3)])",
    "m = Sequential()\nm.add(LSTM(4))\nm.add(LSTM(4))",
    "def make():\n    m = Sequential()\n    m.add(LSTM(4))\n    m.add(LSTM(4))\n    return m",
    "m = Sequential([VGG16(include_top=False, pooling='avg'), GlobalAveragePooling2D()])",
    "m = Sequential([VGG16(include_top=False), LSTM(4)])",
    "base = Sequential([Conv2D(4, 3), Flatten()])\nm = Sequential([base, MaxPooling2D()])",
    # Layers that are called on tensors
    IMAGE + "x = Flatten()(i)\nx = Conv2D(8, 3)(x)",
    IMAGE + "x = LSTM(8)(i)",
    IMAGE + "x = Conv2D(8, 3)(Flatten()(i))\nm = Model(i, x)",
    IMAGE + "x = GlobalAveragePooling2D()(i)\nx = Dense(4)(x)\nx = Reshape((2, 3))(x)",
    IMAGE + "x = Concatenate()([i, i])\nx = Flatten()(x)\nx = MaxPooling2D()(x)",
    IMAGE + "pool = MaxPooling2D()\nx = Flatten()(i)\nx = pool(x)",
    "def head(x):\n    x = Flatten()(x)\n    return Conv2D(4, 3)(x)",
    "i = Input((28, 28))\nx = Dropout(.1)(i)\nx = Conv2D(8, 3)(x)",
    "def block(x):\n    return Conv2D(4, 3)(x)\nx = block(Input((28, 28)))",
    "base = VGG16(include_top=False, pooling='max')\nx = GlobalAveragePooling2D()(base.output)",
    "class Net(Model):\n    def __init__(self):\n        super().__init__()\n        self.flat = Flatten()\n"
    "        self.conv = Conv2D(4, 3)\n    def call(self, x):\n        x = self.flat(x)\n"
    "        return self.conv(x)",
    # Windows
    "m = Sequential([Input((4, 4, 3)), MaxPooling2D(5)])",
    "m = Sequential([Input((3, 3, 3)), Conv2D(8, 3), MaxPooling2D()])",
    "m = Sequential([Input((3, 3, 3)), Conv2D(8, 3), AveragePooling2D(2)])",
    "m = Sequential([Input((8, 8, 3)), Conv2D(8, 3, 2), Conv2D(8, 3), Conv2D(8, 3)])",
    "m = Sequential([Input((9, 4, 3)), Conv2D(8, (1, 5))])",
    "m = Sequential([Input((5, 5, 1)), Conv2D(4, 3, dilation_rate=3)])",
    "m = Sequential([Input((4, 4, 3)), MaxPooling2D(pool_size=(2, 2), strides=(4, 4)), MaxPooling2D()])",
    "m = Sequential([Input((None, 4, 3)), SeparableConv2D(8, 5)])",
    "m = Sequential([Input((3, 4)), Conv1D(8, kernel_size=5)])",
    "m = Sequential([Input((6, 6, 1)), Conv2D(8, 3, padding='same'), Conv2D(8, 5), Conv2D(8, 3)])",
    "m = Sequential([Input((13,)), Reshape((13, 1)), Conv1D(4, 3), MaxPooling1D(12)])",
    "i = Input((3, 3, 1))\nx = Conv2D(8, 3)(i)\nx = BatchNormalization()(x)\nx = MaxPooling2D((2, 2))(x)",
    # Reshape
    "m = Sequential([Input((28,)), Reshape((5, 6))])",
    "m = Sequential([Input((28,)), Reshape((-1, 5))])",
    "m = Sequential([Input((28, 28, 1)), Flatten(), Reshape((28, 27))])",
    "m = Sequential([Dense(49, input_shape=(100,)), Reshape((7, 7, 2))])",
]
ONLY_KERAS3 = [
    "m = Sequential([Input((28, 28, 1)), Conv1D(8, 3)])",
    "m = Sequential([Input((3, 28, 28, 1)), Conv2D(8, 3)])",
]
BOTH_OF_IMAGES = [
    "m = Sequential([Input((28, 28, 1)), SeparableConv1D(8, 3)])",
    "m = Sequential([Input((28, 28, 1)), Conv1DTranspose(8, 3)])",
]
SILENT = [
    "m = Sequential([Input((28, 28, 1)), Conv2D(8, 3), MaxPooling2D(), Flatten(), Dense(4)])",
    "m = Sequential([Conv2D(8, 3), MaxPooling2D(), Conv2D(8, 3), GlobalAveragePooling2D(), Dense(4)])",
    "m = Sequential([Input((28, 28, 1)), Flatten(), Dense(49), Reshape((7, 7, 1)), Conv2DTranspose(4, 3)])",
    RECURRENT.format("LSTM(4, return_sequences=True), LSTM(4), Dense(1)"),
    RECURRENT.format("LSTM(4, return_sequences=flag), LSTM(4), Dense(1)"),
    RECURRENT.format("LSTM(4, **options), LSTM(4), Dense(1)"),
    RECURRENT.format("LSTM(4, return_state=True), LSTM(4)"),
    RECURRENT.format("LSTM(4), RepeatVector(3), LSTM(4, return_sequences=True), TimeDistributed(Dense(1))"),
    RECURRENT.format("Bidirectional(LSTM(4, return_sequences=True)), Bidirectional(LSTM(4))"),
    RECURRENT.format("Bidirectional(LSTM(4), merge_mode=None), Mine(), LSTM(4)"),
    RECURRENT.format("Dense(4), GRU(4)"),
    RECURRENT.format("Permute((2, 1)), Conv1D(4, 2)"),
    RECURRENT.format("Reshape((28, 2, 1)), Conv2D(4, 2)"),
    RECURRENT.format("Lambda(lambda x: x[..., None]), Conv2D(4, 2)"),
    RECURRENT.format("Mine(), Conv2D(4, 2)"),
    "m = Sequential([Input((28,)), Reshape((28, 1)), Conv1D(4, 3)])",
    "m = Sequential([Input((28,)), Reshape((-1, 4)), LSTM(4)])",
    "m = Sequential([Input((28,)), Reshape(shape), Conv2D(4, 3)])",
    "m = Sequential([Input((28,)), Embedding(9, 4), LSTM(4)])",
    "m = Sequential([Input((28, 2)), Embedding(9, 4), Conv2D(4, 2)])",
    "m = Sequential([Embedding(9, 4), LSTM(4)])",
    "m = Sequential([Embedding(9, 4), Conv2D(4, 3)])",  # may be given (batch, 8, 8)
    "m = Sequential([LSTM(4, input_dim=3), Dense(1)])",  # Keras 2 takes it
    "m = Sequential([Input(shape), Conv2D(4, 3)])",
    "m = Sequential([Input(x.shape[1:]), Conv2D(4, 3)])",
    "m = Sequential([Input(()), TextVectorization(), Embedding(9, 4), LSTM(4)])",
    "m = Sequential([VGG16(include_top=False), GlobalAveragePooling2D()])",
    "m = Sequential([VGG16(include_top=False, pooling=pooling), GlobalAveragePooling2D()])",
    "m = Sequential([base, GlobalAveragePooling2D()])",
    "m = Sequential([Input((28, 28, 1)), GlobalAveragePooling2D(keepdims=True), Conv2D(4, 1)])",
    "m = Sequential([Input((2, 9, 9, 1)), TimeDistributed(Conv2D(4, 3)), TimeDistributed(Flatten()), "
    "LSTM(4)])",
    "m = Sequential([Input((2, 28, 28, 1)), ConvLSTM2D(4, 3), MaxPooling2D()])",
    "m = Sequential()\nfor n in sizes:\n    m.add(LSTM(n, return_sequences=True))\nm.add(LSTM(4))",
    "m = Sequential()\nm.add(LSTM(4))\nif deep:\n    m.add(RepeatVector(4))\nm.add(LSTM(4))",
    "m = Sequential()\nm.add(LSTM(4))\ngrow(m)\nm.add(LSTM(4))",
    "m = Sequential()\nm.add(LSTM(4))\nm.pop()\nm.add(LSTM(4))",
    # Sizes
    "m = Sequential([Input((4, 4, 3)), MaxPooling2D(4)])",
    "m = Sequential([Input((3, 3, 1)), Conv2D(4, 5, padding='same'), MaxPooling2D(5, padding='same')])",
    "m = Sequential([Input((3, 4)), Conv1D(4, 5, padding='causal')])",
    "m = Sequential([Input((3, 3, 1)), Conv2D(4, 5, padding=padding)])",
    "m = Sequential([Input((3, 3, 1)), Conv2D(4, 5, padding='SAME')])",
    "m = Sequential([Input((3, 3, 1)), Conv2D(4, size)])",
    "m = Sequential([Input((None, None, 1)), Conv2D(4, 5)])",
    "m = Sequential([Input((2, 2, 1)), Conv2DTranspose(4, 5), Conv2D(4, 5)])",
    "m = Sequential([Input((2, 2, 1)), UpSampling2D(4), Conv2D(4, 5)])",
    "m = Sequential([Input((2, 2, 1)), ZeroPadding2D(4), Conv2D(4, 5)])",
    "m = Sequential([Input((3, 28, 28)), Conv2D(4, 5, data_format='channels_first')])",
    "keras.backend.set_image_data_format('channels_first')\nm = Sequential([Input((3, 9, 9)), Conv2D(4, 5)])",
    "m = Sequential([Input((8, 8, 3)), MaxPooling2D(2, 1), MaxPooling2D(7)])",
    "m = Sequential([Input((8, 8, 3)), MaxPooling2D(2, None), MaxPooling2D(4)])",
    "m = Sequential([Input((8, 8, 3)), Conv2D(4, 3, strides), Conv2D(4, 5)])",
    "m = Sequential([Input((28,)), Reshape((4, 7)), Reshape((-1, 2)), Reshape((28,)), Reshape((1, -1))])",
    "m = Sequential([Input((None,)), Reshape((4, 7))])",
    "m = Sequential([Dense(n, input_shape=(100,)), Reshape((7, 7, 2))])",
    # Tensors
    IMAGE + "x = Conv2D(8, 3)(i)\nx = Flatten()(x)\nx = Dense(4)(x)",
    IMAGE + "x = Flatten()(i)\nx = tf.reshape(x, (-1, 28, 28, 1))\nx = Conv2D(8, 3)(x)",
    IMAGE + "x = Flatten()(i)\nx = x[:, None, None]\nx = Conv2D(8, 3)(x)",
    IMAGE + "x = Flatten()(i)\nif deep:\n    x = Reshape((28, 28, 1))(x)\nx = Conv2D(8, 3)(x)",
    IMAGE + "x = i\nfor _ in range(3):\n    x = Conv2D(8, 3)(x)\nx = Flatten()(x)",
    IMAGE + "def conv(x):\n    return Conv2D(8, 3)(x)\nj = Input((28, 28))\nconv(i)\nconv(mine(j))",
    "def conv(x):\n    return Conv2D(8, 3)(x)",
    "x, h, c = LSTM(4, return_sequences=True, return_state=True)(Input((28, 2)))\nx = LSTM(4)(x)",
    # Others
    "try:\n    m = Sequential([LSTM(4), LSTM(4)])\nexcept ValueError:\n    m = None",
    "with pytest.raises(ValueError):\n    m = Sequential([Input((28, 28)), Conv2D(8, 3)])",
    "class LSTM(Layer): pass\nm = Sequential([LSTM(4), LSTM(4)])",
    "from mine import LSTM\nm = Sequential([LSTM(4), LSTM(4)])",
    "from torch.nn import Sequential, LSTM\nm = Sequential([LSTM(4), LSTM(4)])",
]


@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str) -> None:
    for target in ("keras2", "keras3"):
        (found,) = lint(HEAD + code, target, "TFC726")
        assert found.endswith("error")


@pytest.mark.parametrize("code", ONLY_KERAS3)
def test_more_axes(code: str) -> None:
    assert lint(HEAD + code, "keras2", "TFC726") == []
    assert len(lint(HEAD + code, "keras3", "TFC726")) == 1


@pytest.mark.parametrize("code", BOTH_OF_IMAGES)
def test_more_axes_on_both(code: str) -> None:
    for target, error in (("keras2", "ValueError"), ("keras3", "IndexError")):
        (found,) = findings(HEAD + code, target, "TFC726")
        assert error in found.message or "Transpose" not in code


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, "both", "TFC726") == []


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "m = Sequential([LSTM(4), LSTM(4)])",
            "LSTM takes 3 axes with that of the batch, and gets 2 from LSTM (line 6): "
            "Keras raises ValueError when the model is built",
        ),
        (
            "m = Sequential([Input((28, 28)), Conv2D(4, 3)])",
            "Conv2D takes 4 axes with that of the batch, and gets 3: "
            "Keras raises ValueError when the model is built",
        ),
        (
            "m = Sequential([Conv2D(4, 3), LSTM(4)])",
            "LSTM takes 3 axes with that of the batch, and gets at least 4 from Conv2D (line 6): "
            "Keras raises ValueError when the model is built",
        ),
        (
            "m = Sequential([Input((None, 3, 1)), MaxPooling2D((2, 5))])",
            "MaxPooling2D has a window of 2 x 5, and gets ? x 3: Keras 2 (TensorFlow 2.15) raises ValueError "
            "when the model is built; Keras 3 (TensorFlow 2.21) raises ValueError when the model is built or "
            "trained",
        ),
        (
            "m = Sequential([Input((28,)), Reshape((5, 6))])",
            "Reshape gets 28 numbers of a sample, and cannot make (5, 6) of them: "
            "Keras raises ValueError when the model is built",
        ),
    ],
)
def test_message(code: str, message: str) -> None:
    (found,) = findings(HEAD + code, "both", "TFC726")
    assert found.message == message


FIXED = [
    ("m = Sequential([LSTM(4), LSTM(4)])", "m = Sequential([LSTM(4, return_sequences=True), LSTM(4)])"),
    (
        "m = Sequential([Bidirectional(LSTM(4)), Dropout(.1), LSTM(4)])",
        "m = Sequential([Bidirectional(LSTM(4, return_sequences=True)), Dropout(.1), LSTM(4)])",
    ),
    (
        "x = GRU(4)(Input((28, 2)))\nx = GRU(4)(x)",
        "x = GRU(4, return_sequences=True)(Input((28, 2)))\nx = GRU(4)(x)",
    ),
    (
        "m = Sequential([Input((28, 28)), Conv2D(4, 3)])",
        "m = Sequential([Input((28, 28, 1)), Conv2D(4, 3)])",
    ),
    (
        "m = Sequential([Conv2D(4, 3, input_shape=(w, h,))])",
        "m = Sequential([Conv2D(4, 3, input_shape=(w, h, 1))])",
    ),
    ("x = LSTM(4)(Input((28,)))", "x = LSTM(4)(Input((28, 1)))"),
    (
        "m = Sequential([Input(batch_shape=[None, 28]), Conv1D(4, 3)])",
        "m = Sequential([Input(batch_shape=(None, 28, 1)), Conv1D(4, 3)])",
    ),
]
LEFT = [
    "m = Sequential([LSTM(4, return_sequences=False), LSTM(4)])",
    "SHAPE = (28, 28)\nm = Sequential([Input(SHAPE), Conv2D(4, 3)])",
    "m = Sequential([Input((28,)), Conv2D(4, 3)])",
    "m = Sequential([Input((28,)), TimeDistributed(Dense(4))])",
    "m = Sequential([Input((28,)), Dense(4), LSTM(4)])",
    "m = Sequential([Flatten(), Conv2D(4, 3)])",
    "m = Sequential([Input((3, 3, 3)), MaxPooling2D(4)])",
]


@pytest.mark.parametrize(("code", "fixed"), FIXED)
def test_fix(code: str, fixed: str) -> None:
    assert fix(HEAD + code, "both", "TFC726") == HEAD + code
    assert fix(HEAD + code, "both", "TFC726", unsafe=True) == HEAD + fixed


@pytest.mark.parametrize("code", LEFT)
def test_left_to_a_person(code: str) -> None:
    assert len(findings(HEAD + code, "both", "TFC726")) == 1
    assert fix(HEAD + code, "both", "TFC726", unsafe=True) == HEAD + code


DATA = HEAD + (
    "import numpy as np\n(digits, labels), _ = keras.datasets.mnist.load_data()\n"
    "rows = np.zeros((8, 5))\npixels = np.ones((8, 9, 9, 3))\n"
)
DENSE = "m = Sequential([Input((5,)), Dense(1)])\n"
SCALED = "m = Sequential([Input((784,)), Dense(1)])\nm.fit(digits / 255, labels)"
FED = [
    "m = Sequential([Input((784,)), Dense(1)])\nm.fit(digits, labels)",
    SCALED,
    "m = Sequential([Dense(1, input_shape=(784,))])\nm.fit(x=digits, y=labels)",
    "m = Sequential([Dense(1, input_dim=4)])\nm.predict(rows)",
    "m = Sequential([Input((28, 28)), Flatten(), Dense(1)])\nm.evaluate(digits.reshape(-1, 784), labels)",
    "m = Sequential([Input((32, 32, 3)), Conv2D(4, 3)])\nm.predict(pixels)",
    "m = Sequential([Input((None, None, 1)), Conv2D(4, 3)])\nm.predict(pixels)",
    DENSE + "m.predict(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))",
    "i = Input((4,))\nm = Model(i, Dense(1)(i))\nm.fit(rows, rows)",
    "i = Input((4,))\nm = Model(inputs=i, outputs=[Dense(1)(i), Dense(2)(i)])\nm.predict(rows)",
    "def make():\n    return Sequential([Input((4,)), Dense(1)])\nm = make()\nm.predict(rows)",
    # The first layer of a model without an input
    "m = Sequential([Conv2D(4, 3), Flatten(), Dense(1)])\nm.fit(digits, labels)",
    "m = Sequential([LSTM(4), Dense(1)])\nm.fit(rows, rows)",
    "m = Sequential([Dropout(.1), LSTM(4), Dense(1)])\nm.fit(rows, rows)",
    "m = Sequential([MaxPooling2D(10)])\nm.predict(pixels)",
]
FED_ON_KERAS_3 = [
    "m = Sequential([Input((28, 28, 3)), Conv2D(4, 3)])\nm.fit(digits, labels)",
    "m = Sequential([Input((8,)), Dense(1)])\nm.predict(np.zeros((4, 8, 8)))",
]
NOT_FED = [
    DENSE + "m.fit(rows, rows)",
    DENSE + "m.fit(rows.reshape(-1, 5, 1), rows)",
    DENSE + "m.predict(rows[:2])",
    DENSE + "m.predict(x)",
    DENSE + "m.predict(rows.T)",
    DENSE + "m.predict([1, 2, 3])",
    "m = Sequential([Input((1,)), Dense(1)])\nm.fit(labels, labels)",
    "m = Sequential([Input((n,)), Dense(1)])\nm.fit(rows, rows)",
    "m = Sequential([Input((None, 5)), LSTM(1)])\nm.predict(np.zeros((1, 7, 5)))",
    "m = Sequential([Input((28, 28, 1)), Conv2D(4, 3)])\nm.fit(digits, labels)",  # the last axis is added
    "m = Sequential([Input((28, 28)), Flatten(), Dense(1)])\nm.fit(digits[..., None], labels)",
    "m = Sequential([Conv2D(4, 3), Flatten(), Dense(1)])\nm.fit(pixels, labels)",
    "m = Sequential([Flatten(), Dense(1)])\nm.fit(digits, labels)",
    "m = Sequential([RepeatVector(3), LSTM(4)])\nm.fit(labels, labels)",
    "m = Sequential([Embedding(9, 3), LSTM(4)])\nm.fit(rows, labels)",
    "m = Sequential([unseen(), LSTM(4)])\nm.fit(rows, labels)",
    "i, j = Input((4,)), Input((5,))\nm = Model([i, j], Dense(1)(Concatenate()([i, j])))\n"
    "m.predict([rows, rows])",
    "m = keras.models.load_model('m.keras')\nm.predict(rows)",
    "class Own(Sequential):\n    def call(self, x):\n        return x\n"
    "m = Own([Input((4,)), Dense(1)])\nm.predict(rows)",
    "m = Sequential([Input((4,)), Dense(1)])\ntry:\n    m.predict(rows)\nexcept ValueError:\n    pass",
    "def go(m, x):\n    m.predict(x)\ngo(Sequential([Input((4,)), Dense(1)]), rows[:, :4])\n"
    "go(Sequential([Input((5,)), Dense(1)]), rows)",
]


@pytest.mark.parametrize("code", FED)
def test_data_that_the_model_does_not_take(code: str) -> None:
    for target in ("keras2", "keras3"):
        (found,) = lint(DATA + code, target, "TFC726")
        assert found.endswith("error")


@pytest.mark.parametrize("code", FED_ON_KERAS_3)
def test_data_that_keras_2_may_take(code: str) -> None:
    assert lint(DATA + code, "keras2", "TFC726") == []
    assert len(lint(DATA + code, "keras3", "TFC726")) == 1


@pytest.mark.parametrize("code", NOT_FED)
def test_data_that_the_model_may_take(code: str) -> None:
    assert lint(DATA + code, "both", "TFC726") == []


def test_the_data_is_reshaped() -> None:
    (found,) = findings(DATA + FED[0], "both", "TFC726")
    assert found.message == (
        "the model takes (None, 784), and gets data of the shape (60000, 28, 28): Keras raises ValueError"
    )
    assert fix(DATA + FED[0], only="TFC726") == DATA + FED[0]
    fixed = fix(DATA + FED[0], only="TFC726", unsafe=True)
    assert fixed.endswith("m.fit(digits.reshape(-1, 784), labels)")
    one = DENSE + "m.predict(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))"
    assert fix(DATA + one, only="TFC726", unsafe=True).endswith("5.0]).reshape(1, 5))")
    assert fix(DATA + SCALED, only="TFC726", unsafe=True) == DATA + SCALED
