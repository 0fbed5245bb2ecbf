"""TFC722 training-by-position."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential, layers
from tensorflow.keras.layers import BatchNormalization, Dense, Dropout, Layer
"""
NET = """\
class Net(Model):
    def __init__(self):
        super().__init__()
        self.norm = BatchNormalization()
        self.drop = Dropout(0.5)
        self.blocks = [Dropout(0.1), Dropout(0.2)]
        self.out = Dense(1)
        self.stem = Sequential([Dense(4), Dropout(0.5)])
    def call(self, x, training={default}):
        {body}
"""


def net(body: str, default: str = "None") -> str:
    return HEAD + NET.format(body=body, default=default)


FIRES = [
    (net("return self.norm(x, training)"), "return self.norm(x, training=training)"),
    (net("return self.drop(x, training)", "False"), "return self.drop(x, training=training)"),
    (net("return self.out(self.norm(x, training))"), "return self.out(self.norm(x, training=training))"),
    (net("return self.norm(x, True)"), "return self.norm(x, training=True)"),
    (net("return self.norm(x, False, mask=None)"), "return self.norm(x, training=False, mask=None)"),
    (net("return self.stem(x, training)"), "return self.stem(x, training=training)"),
    (net("for b in self.blocks: x = b(x, training)"), "for b in self.blocks: x = b(x, training=training)"),
    (net("return self.norm(x, is_training)", "None, is_training=False"),
     "return self.norm(x, training=is_training)"),
    (HEAD + "y = Dropout(0.5)(x, True)", "y = Dropout(0.5)(x, training=True)"),
    (HEAD + "m = Sequential([Dense(1)])\ny = m(x, True)", "y = m(x, training=True)"),
    (HEAD + "i = Input((3,))\nm = Model(i, Dense(1)(i))\ny = m(x, False)", "y = m(x, training=False)"),
    (HEAD + "b = keras.applications.VGG16()\ny = b(Input((9, 9, 3)), False)",
     "y = b(Input((9, 9, 3)), training=False)"),
    (net("return self.cell(x, state, training)").replace("Dense(1)", "Dense(1)\n        self.cell = "
     "layers.LSTMCell(4)"), "return self.cell(x, state, training=training)"),
    (HEAD + "y = layers.SimpleRNNCell(3)(x, [h], True)",
     "y = layers.SimpleRNNCell(3)(x, [h], training=True)"),
    (net("return self.norm(x, training)").replace("def call", "def __call__"),
     "return self.norm(x, training=training)"),
    (net("return x") + "m = Net()\ny = m(x, True)", "y = m(x, training=True)"),
    (net("return x") + "m = Net()\ntraining = True\ny = m(x, training)", "y = m(x, training=training)"),
    (net("return x") + "m = Net()\ndef step(x, train):\n    return m(x, train)\nstep(x, True)",
     "    return m(x, training=train)\nstep(x, True)"),
    (HEAD + "class Block(Layer):\n    def call(self, x, is_training): return x\ny = Block()(x, True)",
     "y = Block()(x, is_training=True)"),
    (HEAD + "class B(Layer):\n    @tf.function\n    def call(self, x, training): return x\ny = B()(x, True)",
     "y = B()(x, training=True)"),
]  # fmt: skip

SILENT = [
    net("return self.norm(x, training=training)"),
    net("return self.norm(x)"),
    net("return self.norm(x, training)").replace("def call", "def encode"),
    net("return self.norm(x, training)")
    .replace("def call", "def __call__")
    .replace("(Model)", "(tf.Module)"),
    HEAD + "y = layers.LSTMCell(3)(x, states)",
    HEAD + "y = layers.LSTMCell(3)(x, states, None)",
    HEAD + "y = layers.LSTMCell(3)(x, states, training=True)",
    HEAD + "y = layers.LSTM(3)(x, states, True)",
    net("return self.norm(x, None)"),
    net("return self.norm(*args, training)"),
    net("return self.out(x, training)"),  # Dense has no such parameter
    net("return unseen(x, training)"),
    net("return self.other(x, training)"),
    net("return self.norm(x, tf.constant(True))"),
    net("return self.norm(x, flag)"),
    net("return self.norm(x, is_training)", "None, is_training=None"),
    net("return self.norm(x, is_training)", "None, is_training=False").replace("def call", "def encode"),
    net("return self.norm.call(x, training)"),
    net("try:\n            return self.norm(x, training)\n        except ValueError:\n            return x"),
    # other things that are called with True
    HEAD + "y = layers.LSTM(3)(x, True)",
    HEAD + "y = layers.MultiHeadAttention(2, 3)(x, x)",
    HEAD + "y = keras.activations.relu(x, True)",
    HEAD + "y = tf.cast(x, True)",
    HEAD + "def f(x, training): return x\ny = f(x, True)",
    HEAD + "m = keras.models.load_model('a')\ny = m(x, True)",
    HEAD + "def run(model, x): return model(x, True)",
    HEAD + "m = Sequential([Dense(1)])\nm.fit(x, True)",
    HEAD + "m = Sequential([Dense(1)])\ndef step(x, training):\n    return m(x, training)",
    # classes
    HEAD + "class Block(tf.Module):\n    def __call__(self, x, training): return x\ny = Block()(x, True)",
    HEAD + "class Block(Layer):\n    def __call__(self, x, training): return x\ny = Block()(x, True)",
    HEAD + "class Block(Layer):\n    def call(self, x, *rest): return x\ny = Block()(x, True)",
    HEAD + "class Block(Base, Layer):\n    def call(self, x, training): return x\ny = Block()(x, True)",
    HEAD + "class B(Layer):\n    @wrapped\n    def call(self, x, training): return x\ny = B()(x, True)",
    HEAD + "class Mine:\n    def call(self, x, training): return self.drop(x, training)\nd = Dropout(0.5)",
    "import torch\nfrom keras import Model\nm = torch.nn.Dropout()\ny = m(x, True)",
    HEAD + "d = Dropout(0.5) if a else f\ny = d(x, True)",
]


@pytest.mark.parametrize(("code", "fixed"), FIRES)
def test_fires(code: str, fixed: str) -> None:
    (found,) = lint(code, "keras3", "TFC722")
    assert found.endswith("error")
    assert lint(code, "keras2", "TFC722") == []
    assert fixed in fix(code, "both", "TFC722")


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(code, "keras3", "TFC722") == []


BLOCK = "class Block(Layer):\n    def call(self, x, training, mask=None): return x\n"
LAST = "class Block(Layer):\n    def call(self, x, mask, training): return x\n"


@pytest.mark.parametrize(
    ("code", "fixed"),
    [
        (f"{BLOCK}y = Block()(x, True, mask)", f"{BLOCK}y = Block()(x, training=True, mask=mask)"),
        (f"{LAST}y = Block()(x, mask, True)", f"{LAST}y = Block()(x, mask=mask, training=True)"),
        (f"{LAST}y = Block()(x, None, False)", f"{LAST}y = Block()(x, mask=None, training=False)"),
    ],
)
def test_further_back(code: str, fixed: str) -> None:
    assert fix(HEAD + code, "both", "TFC722") == HEAD + fixed


DECODER = """\
class Decoder(Layer):
    def call(self, x, encoded, training, ahead_mask=None, mask=None):
        return x
class Transformer(Model):
    def __init__(self, count):
        super().__init__()
        self.decoder = Decoder()
        self.decoders = [Decoder() for _ in range(count)]
    def {method}(self, x, encoded, training=None):
        return {body}
"""


@pytest.mark.parametrize("method", ["call", "__call__"])
@pytest.mark.parametrize(
    ("body", "title", "fixed"),
    [
        (
            "self.decoder(x, encoded, training)",
            "write training=training",
            "self.decoder(x, encoded, training=training)",
        ),
        (
            "self.decoder(x, encoded, training, ahead, mask)",
            "write training=training, ahead_mask=ahead, mask=mask",
            "self.decoder(x, encoded, training=training, ahead_mask=ahead, mask=mask)",
        ),
        (
            "self.decoder(x, encoded, training, None, mask=mask)",
            "write training=training, ahead_mask=None",
            "self.decoder(x, encoded, training=training, ahead_mask=None, mask=mask)",
        ),
        (
            "self.decoders[0](x, encoded, False)",
            "write training=False",
            "self.decoders[0](x, encoded, training=False)",
        ),
    ],
)
def test_third_place(method: str, body: str, title: str, fixed: str) -> None:
    code = HEAD + DECODER.format(method=method, body=body)
    (found,) = findings(code, "keras3", "TFC722")
    assert found.fix is not None
    assert found.fix.title == title
    assert fix(code, "both", "TFC722") == HEAD + DECODER.format(method=method, body=fixed)


def test_left_to_a_person() -> None:
    (found,) = findings(f"{HEAD}y = Dropout(0.5)(x, True, mask)", "keras3", "TFC722")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL
    assert found.fix.title == "write training=True, and name the arguments behind it"


def test_message() -> None:
    (found,) = findings(net("return self.norm(x, training)"), "keras3", "TFC722")
    assert found.message == (
        "training is given by position: Keras 3 takes only tensors by position, and raises when it is True "
        "or False"
    )
