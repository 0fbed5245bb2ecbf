"""TFC727 metric-of-integers."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras.datasets import mnist
"""
MADE = "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
COMPILE = "model.compile('sgd', 'mse', metrics=['mae', score])\n"
WHOLE = "y = np.random.randint(0, 2, 30)\n"
FIT = "model.fit(x, y, epochs=2)\n"
REST = MADE + COMPILE + WHOLE + FIT


def score(body: str, head: str = "def score(y_true, y_pred):") -> str:
    return f"{head}\n    {body}\n"


PRODUCT = score("return tf.reduce_sum(y_true * y_pred)")

FIRES = [
    PRODUCT,
    score("return K.sum(K.round(K.clip(y_true * y_pred, 0, 1)))"),
    score("return K.mean(K.abs(y_pred - y_true))"),
    score("return K.mean(K.square(y_true - K.round(y_pred)))"),
    score("return K.mean(K.equal(y_true, K.round(y_pred)))"),
    score("return tf.reduce_mean(tf.multiply(1 - y_true, 1 - y_pred))"),
    score("a = K.flatten(y_true)\n    b = K.flatten(y_pred)\n    return K.sum(a * b)"),
    score("a = tf.reshape(y_true, [-1])\n    return tf.reduce_sum(a * tf.reshape(y_pred, [-1]))"),
    score("return tf.reduce_sum(y_true[:, 0] * y_pred[:, 0])"),
    score("return tf.reduce_sum(true * p)", "def score(true, p, smooth=1.0):"),
    score("return tf.reduce_sum(y_true * y_pred)", "@tf.function\ndef score(y_true, y_pred):"),
    score('"""Says how good it is."""\n    return tf.reduce_sum(y_true * y_pred)'),
]

SILENT = [
    # a cast, a calculation that casts, other numbers
    score("y_true = tf.cast(y_true, tf.float32)\n    return tf.reduce_sum(y_true * y_pred)"),
    score("t = K.cast(y_true, 'float32')\n    return K.sum(t * y_pred)"),
    score("return tf.reduce_sum(tf.cast(y_true, tf.float32) * y_pred)"),
    score("return tf.reduce_sum(y_true * tf.cast(y_pred > 0.5, y_true.dtype))"),
    score("return tf.reduce_sum(y_true * tf.argmax(y_pred, -1))"),
    score("return keras.ops.sum(keras.ops.multiply(y_true, y_pred))"),
    score("return keras.losses.MeanSquaredError()(y_true, y_pred)"),
    score("return tf.reduce_sum(convert(y_true) * y_pred)"),
    score("return tf.reduce_mean(y_pred)"),
    score("return tf.reduce_mean(y_pred * y_pred)"),
    score("return K.sum(K.round(K.clip(y_true, 0, 1)))"),
    # not in each call, or not for sure
    score("if strict:\n        return tf.reduce_sum(y_true * y_pred)\n    return tf.reduce_sum(y_pred)"),
    score("return tf.reduce_sum(y_true * y_pred if strict else y_pred)"),
    score("if y_true.dtype != y_pred.dtype:\n        y_true = tf.cast(y_true, y_pred.dtype)\n"
          "    return tf.reduce_sum(y_true * y_pred)"),
    score("try:\n        return tf.reduce_sum(y_true * y_pred)\n    except TypeError:\n        return 0.0"),
    score("f = lambda a: y_true * y_pred\n    return tf.reduce_sum(y_pred)"),
    score("return tf.reduce_sum(y_true * y_pred)", "@cast\ndef score(y_true, y_pred):"),
    score("return tf.reduce_sum(y_true * y_pred)", "def score(y_true, y_pred, *rest):\n    y_true = rest"),
]  # fmt: skip

TARGETS = [
    ("y = np.random.randint(0, 2, 30)", 1),
    ("y = np.random.randint(0, 2, (30, 1))", 1),
    ("y = np.random.default_rng(1).integers(0, 2, (30, 1))", 1),
    ("y = np.random.default_rng(1).random((30, 1))", 0),
    ("y = (np.random.rand(30) > 0.5).astype(int)", 1),
    ("y = np.random.rand(30) > 0.5", 1),
    ("y = np.zeros(30, dtype='int32')", 1),
    ("(x, y), _ = mnist.load_data()", 1),
    ("y = np.zeros(30)", 0),
    ("y = np.random.rand(30)", 0),
    ("y = np.random.randint(0, 2, 30).astype('float32')", 0),
    ("y = keras.utils.to_categorical(np.random.randint(0, 2, 30))", 0),
    ("y = unseen()", 0),
    ("y = frame['label']", 0),
]


@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str) -> None:
    assert len(lint(HEAD + code + REST, only="TFC727")) == 1


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code + REST, only="TFC727") == []


@pytest.mark.parametrize(("targets", "expected"), TARGETS)
def test_targets_of_fit(targets: str, expected: int) -> None:
    code = HEAD + PRODUCT + MADE + COMPILE + targets + "\n" + FIT
    assert len(lint(code, only="TFC727")) == expected


@pytest.mark.parametrize(
    "code",
    [
        PRODUCT + MADE + "model.compile('sgd', score)\n" + WHOLE + FIT,  # a loss is cast
        PRODUCT + MADE + "model.compile('sgd', 'mse', metrics=['mae'])\n" + WHOLE + FIT,
        PRODUCT + MADE + COMPILE + WHOLE + "model.fit(data)\n",
        PRODUCT + MADE + COMPILE + WHOLE + f"try:\n    {FIT}except TypeError:\n    pass\n",
        PRODUCT + "class Own(keras.Model):\n    def train_step(self, data):\n        pass\nmodel = Own()\n"
        + COMPILE + WHOLE + FIT,
        PRODUCT + "def train(model):\n    model.fit(x, np.zeros(3, int))\n",
        "from elsewhere import score\n" + REST,
    ],
)  # fmt: skip
def test_other_uses(code: str) -> None:
    assert lint(HEAD + code, only="TFC727") == []


def test_the_fix_casts_behind_the_docstring() -> None:
    before = HEAD + FIRES[-1] + REST
    cast = "    y_true = tf.cast(y_true, y_pred.dtype)\n"
    after = before.replace("    return tf", cast + "    return tf")
    assert fix(before, only="TFC727") == after
    assert lint(after, only="TFC727") == []


def test_without_a_name_for_tensorflow() -> None:
    code = (HEAD + FIRES[1] + REST).replace("import tensorflow as tf\n", "")
    [found] = findings(code, only="TFC727")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize(("target", "expected"), [("keras2", 0), ("2.16", 1), ("keras3", 1), ("both", 1)])
def test_releases(target: str, expected: int) -> None:
    assert len(lint(HEAD + PRODUCT + REST, target, only="TFC727")) == expected


def test_message() -> None:
    [found] = findings(HEAD + PRODUCT + REST, only="TFC727")
    assert found.message == (
        "the targets of fit (line 11) are int64, the predictions floats, and nothing casts them: "
        "Keras 3 raises TypeError in the first step"
    )
