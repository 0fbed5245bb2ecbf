"""What is known of the output of a model: as many axes and numbers as Keras 3.15 gives it, or nothing."""

from __future__ import annotations

import pytest

from tests.semantics.models.test_architecture import architectures
from tflint_ckpt.semantics.models.outputs import Output

# The layers of a Sequential; how many axes the output has and how many numbers on the last, as it was run;
# and what is said of it: axes, numbers, activation.
OUTPUTS = [
    ("Input((3,)), Dense(4)", (2, 4), (2, 4, "linear")),
    ("Input((3,)), Dense(4), Activation('softmax')", (2, 4), (2, 4, "softmax")),
    ("Input((3,)), Dense(4, 'relu'), Dropout(0.5)", (2, 4), (2, 4, None)),
    ("Input((3,)), Dense(4), layers.BatchNormalization()", (2, 4), (2, 4, None)),
    ("Input((3,)), Dense(4), layers.Softmax()", (2, 4), (2, 4, "softmax")),
    ("Input((3,)), Dense(4), layers.LeakyReLU()", (2, 4), (2, None, "leaky_relu")),
    ("Input((3,)), Dense(4), layers.ReLU()", (2, 4), (2, 4, "relu")),
    ("Input((3,)), Dense(12, 'relu'), layers.Reshape((4, 3))", (3, 3), (3, None, "relu")),
    ("Input((4, 3)), layers.Flatten(), Dense(2)", (2, 2), (2, 2, "linear")),
    ("Input((4, 3)), Dense(2)", (3, 2), (3, 2, "linear")),
    ("Input((4, 3)), Dense(2), layers.Flatten()", (2, 8), (2, None, "linear")),
    ("Input((4, 3)), layers.Permute((2, 1))", (3, 4), (3, None, None)),
    ("Input((8, 8, 3)), Conv2D(5, 3)", (4, 5), (4, 5, "linear")),
    ("Input((8, 8, 3)), Conv2D(5, 3, data_format='channels_first')", (4, 1), (4, None, "linear")),
    ("Input((8, 8, 3)), Conv2D(5, 3), layers.MaxPooling2D()", (4, 5), (4, None, None)),
    ("Input((8, 8, 3)), Conv2D(5, 3), layers.GlobalAveragePooling2D()", (2, 5), (2, None, None)),
    (
        "Input((8, 8, 3)), Conv2D(5, 3), layers.GlobalAveragePooling2D(keepdims=True)",
        (4, 5),
        (None, None, None),
    ),
    ("Input((8, 8, 3)), layers.Conv2DTranspose(5, 3)", (4, 5), (4, 5, "linear")),
    ("Input((8, 8, 3)), layers.SeparableConv2D(5, 3, activation='tanh')", (4, 5), (4, 5, "tanh")),
    ("Input((8, 8, 3)), layers.DepthwiseConv2D(3)", (4, 3), (4, None, None)),
    ("Input((8, 8, 3)), layers.UpSampling2D()", (4, 3), (4, None, None)),
    ("Input((8, 8, 3)), layers.ZeroPadding2D()", (4, 3), (4, None, None)),
    ("Input((5,)), layers.Embedding(9, 4)", (3, 4), (3, None, None)),
    ("Input((5, 2)), layers.Embedding(9, 4)", (4, 4), (4, None, None)),
    ("Input((5,)), layers.Embedding(9, 4), LSTM(3)", (2, 3), (2, None, None)),
    ("Input((5, 2)), LSTM(3)", (2, 3), (2, None, None)),
    ("Input((5, 2)), LSTM(3, return_sequences=True)", (3, 3), (3, None, None)),
    ("Input((5, 2)), layers.Bidirectional(LSTM(3))", (2, 6), (2, None, None)),
    ("Input((5, 2)), layers.Bidirectional(LSTM(3, return_sequences=True))", (3, 6), (3, None, None)),
    ("Input((5, 2)), layers.TimeDistributed(Dense(3, 'softmax'))", (3, 3), (3, 3, "softmax")),
    ("Input((5, 8, 8, 3)), layers.TimeDistributed(layers.Flatten())", (3, 192), (3, None, None)),
    ("Input((3,)), layers.RepeatVector(4)", (3, 3), (3, None, None)),
    ("Input((5, 2)), layers.Conv1D(3, 2)", (3, 3), (3, 3, "linear")),
    ("Input((5, 2)), layers.GlobalMaxPooling1D()", (2, 2), (2, None, None)),
    ("Input((3,)), Dense(4), layers.Lambda(lambda x: x[:, 0])", (1, None), (None, None, None)),
    ("Input((3,)), Dense(4), layers.Rescaling(2.0)", (2, 4), (2, None, None)),
    ("Input((3,)), Sequential([Dense(4), Dense(2, 'sigmoid')])", (2, 2), (None, 2, "sigmoid")),
    ("Input((3,)), Dense(units=4, activation=None)", (2, 4), (2, 4, "linear")),
    ("Input((3,)), Dense(4, activation='linear'), Activation('linear')", (2, 4), (2, 4, "linear")),
    ("Input((3,)), Dense(4, 'softmax'), Activation('linear')", (2, 4), (2, 4, "softmax")),
    ("Input((8, 8, 3)), Conv2D(5, 3, activation='relu'), layers.Flatten()", (2, 180), (2, None, "relu")),
    ("Input((8, 8, 4)), layers.Reshape((-1, 4))", (3, 4), (3, None, None)),
    ("Input((8, 8, 4)), layers.Reshape((256,))", (2, 256), (2, None, None)),
    ("Input((5, 8, 8, 3)), layers.ConvLSTM2D(4, 3)", (4, 4), (None, None, None)),
    ("Input((5, 8, 8, 3)), layers.ConvLSTM2D(4, 3, return_sequences=True)", (5, 4), (None, None, None)),
    ("Input((5, 2)), layers.GaussianNoise(0.1)", (3, 2), (3, None, None)),
    ("Input((3,)), Dense(4, 'softmax'), Dropout(0.1), layers.Reshape((2, 2))", (3, 2), (3, None, None)),
    ("Input((3,)), Dense(4), layers.PReLU()", (2, 4), (2, None, None)),
    ("Input((3,)), Dense(4), layers.ELU()", (2, 4), (2, None, "elu")),
    ("Input((5, 2)), layers.RNN(layers.LSTMCell(3))", (2, 3), (None, None, None)),
    ("Input((5, 2)), layers.Cropping1D(1)", (3, 2), (3, None, None)),
]
TWO = "m = Sequential([Input((8, 8, 3)), Conv2D(4, 3)])"
# Code that makes a model whose activation, or number of channels, is another one then.
CHANGED = [
    (TWO, 4, "linear"),
    (f"{TWO}\nm.layers[-1].activation = act", 4, None),
    (f"{TWO}\nsetattr(m.layers[-1], 'activation', act)", 4, None),
    (f"{TWO}\nsetattr(m.layers[-1], name, act)", 4, None),
    (f"{TWO}\nsetattr(m.layers[-1], 'trainable', False)", 4, "linear"),
    (f"class A:\n    def __init__(self, a): self.activation = a\n{TWO}", 4, "linear"),
    (f"keras.backend.set_image_data_format('channels_first')\n{TWO}", None, "linear"),
    (f"n = 4\nif big: n = 8\n{TWO}".replace("Conv2D(4", "Conv2D(n"), None, "linear"),
    (f"{TWO}".replace("Conv2D(4, 3)", "Conv2D(4, 3, **options)"), None, None),
    (f"{TWO}".replace("Conv2D(4, 3)", "Conv2D(4, 3, activation=act)"), 4, None),
]


def output(code: str) -> Output:
    (made,) = architectures(f"{code}\nm.compile()")
    assert made.outputs is not None
    (found,) = made.outputs
    assert found is not None
    return found


@pytest.mark.parametrize(("layers", "run", "said"), OUTPUTS)
def test_as_keras_has_it(
    layers: str, run: tuple[int, int | None], said: tuple[int | None, int | None, str | None]
) -> None:
    found = output(f"m = Sequential([{layers}])")
    assert (found.rank, found.units, found.activation) == said
    assert said[0] in (None, run[0])
    assert said[1] in (None, run[1])


@pytest.mark.parametrize(("code", "units", "activation"), CHANGED)
def test_what_the_file_changes(code: str, units: int | None, activation: str | None) -> None:
    found = output(code)
    assert (found.units, found.activation) == (units, activation)
