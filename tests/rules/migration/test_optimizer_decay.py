"""TFC802 optimizer-decay."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import functools
import keras
import tensorflow as tf
from tensorflow.keras import optimizers
from tensorflow.keras.optimizers import Adam, SGD
"""

# What stands after HEAD, and what --fix makes of it, on Keras 3 as on Keras 2.
BECOMES = [
    ("o = Adam(0.1, decay=0.0)", "o = Adam(0.1)"),
    ("o = Adam(decay=0)", "o = Adam()"),
    ("o = SGD(decay=0., momentum=0.9)", "o = SGD(momentum=0.9)"),
    ("o = tf.optimizers.SGD(0.1, decay=0.0)", "o = tf.optimizers.SGD(0.1)"),
    (
        "o = keras.optimizers.RMSprop(\n    rho=0.9,\n    decay=0.0,  # none\n)",
        "o = keras.optimizers.RMSprop(\n    rho=0.9,\n    # none\n)",
    ),
    ("NONE = 0.0\no = Adam(0.1, decay=NONE)", "NONE = 0.0\no = Adam(0.1)"),
    ("o = Adam(**{'decay': 0.0, 'beta_1': 0.5})", "o = Adam(**{'beta_1': 0.5})"),
    ("class Mine(Adam): pass\no = Mine(decay=0.0)", "class Mine(Adam): pass\no = Mine()"),
]

MANUAL = [
    "Adam(decay=1e-6)",
    "Adam(decay=rate / epochs)",
    "SGD(0.1, decay=1e-6, momentum=0.9, nesterov=True)",
    "Adam(decay=0.0 if flat else 0.1)",
    "Adam(**{'decay': 0.1})",
    "args = {'decay': 0.0}\nAdam(**args)\nSGD(**args)",
    "Adam(\n    decay=  # none\n    0.0)",
]

SILENT = [
    "Adam()",
    "Adam(0.1, weight_decay=0.1)",
    "tf.keras.optimizers.AdamW(weight_decay=0.1)",
    "decay = 0.1\nAdam(decay)",
    "f(decay=0.1)",
    "tf.train.ExponentialMovingAverage(decay=0.9)",
    "tf.keras.mixed_precision.LossScaleOptimizer(Adam())",
    # the old optimizers
    "optimizers.legacy.Adam(decay=0.1)",
    "from tensorflow.keras.optimizers.legacy import SGD\nSGD(decay=0.1)",
    "from keras.optimizers.gradient_descent_v2 import SGD\nSGD(decay=0.1)",
    "tf.compat.v1.train.RMSPropOptimizer(0.1, decay=0.9)",
    # others
    "from torch.optim import Adam\nAdam(params, decay=0.1)",
    "import tensorflow_addons as tfa\ntfa.optimizers.LAMB(decay=0.1)",
    "optimizers.Mystery(decay=0.1)",
    "from somewhere import Adam\nAdam(decay=0.1)",
    "def Adam(decay):\n    pass\nAdam(decay=0.1)",
    "class SGD(optimizers.SGD):\n    def __init__(self, decay): pass\nSGD(decay=0.1)",
    "class Mine(Adam, Mixin): pass\nMine(decay=0.1)",
    "Adam(**given)",
    "args = {}\nargs.update(given)\nAdam(**args)",
    # expected
    "with pytest.raises(ValueError):\n    Adam(decay=0.1)",
    "try:\n    o = Adam(decay=0.1)\nexcept ValueError:\n    o = Adam()",
    "if tf.__version__ < '2.11':\n    o = Adam(decay=0.1)\nelse:\n    o = Adam()",
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str, target: str) -> None:
    assert fix(HEAD + dedent(before), target, only="TFC802") == HEAD + dedent(after)


def test_none_is_taken_away_where_it_raises() -> None:
    assert fix(HEAD + "Adam(decay=None)", "keras2", only="TFC802") == HEAD + "Adam()"


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    assert fix(HEAD + code, only="TFC802", unsafe=True) == HEAD + code
    found = findings(HEAD + code, only="TFC802")
    assert found
    assert all(each.fix and each.fix.applicability is Applicability.MANUAL for each in found)


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC802") == []


@pytest.mark.parametrize(
    ("code", "target", "expected"),
    [
        ("Adam(decay=0.1)", "2.10", []),
        ("Adam(decay=0.1)", "2.11", ["TFC802:6 error"]),
        ("Adam(decay=0.1)", "2.15", ["TFC802:6 error"]),
        ("Adam(decay=0.1)", "2.16", ["TFC802:6 warning"]),
        ("Adam(decay=0.1)", "2.21", ["TFC802:6 warning"]),
        ("Adam(decay=0.1)", "both", ["TFC802:6 error"]),
        ("Adam(decay=0.0)", "2.15", ["TFC802:6 error"]),
        ("Adam(decay=0.0)", "2.21", ["TFC802:6 info"]),
        ("Adam(decay=None)", "2.15", ["TFC802:6 error"]),
        ("Adam(decay=None)", "2.21", []),
        ("tf.compat.v1.keras.optimizers.Adam(decay=0.1)", "2.15", []),
        ("tf.compat.v1.keras.optimizers.Adam(decay=0.1)", "2.21", ["TFC802:6 warning"]),
    ],
)
def test_targets(code: str, target: str, expected: list[str]) -> None:
    assert lint(HEAD + code, target, only="TFC802") == expected


RUN = "\nif __name__ == '__main__':\n    main()\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Adam(decay=1e-8)", "info"),
        ("Adam(decay=1e-9)", "info"),
        ("Adam(decay=1e-7)", "warning"),
        ("Adam(decay=tiny)", "warning"),
        ("a = SGD()\nb = Adam(decay=0.1)\nm.compile(a, 'mse')\nm.fit(x, y)", "info"),
        ("b = Adam(decay=0.1)\nm.compile(b, 'mse')\nm.fit(x, y)", "warning"),
        ("b = Adam(decay=0.1)\nm.compile(b, 'mse')\nprint(m.predict(x))", "info"),
        ("b = Adam(decay=0.1)\nm.compile(b, 'mse')\ntrain(m)\nm.train_on_batch(x, y)", "warning"),
        ("def make():\n    b = Adam(decay=0.1)\n    return b\n", "warning"),
        ("b = Adam(decay=0.1)\nwith tf.GradientTape() as t:\n    pass\nb.apply_gradients([])", "warning"),
    ],
)
def test_how_much_is_lost(code: str, expected: str) -> None:
    (found,) = findings(HEAD + code + RUN, only="TFC802")
    assert found.severity.value == expected
    assert ("never decays" in found.message) == (expected == "warning")


def test_message_and_advice() -> None:
    [found] = findings(HEAD + "SGD(0.1, decay=1e-6)", "both", only="TFC802")
    assert found.message == (
        "SGD has no argument decay: "
        "Keras 2 from 2.11 (TensorFlow 2.15) raises ValueError when the optimizer is built; "
        "Keras 3 (TensorFlow 2.21) ignores it with a warning, and the learning rate never decays"
    )
    assert found.fix is not None
    assert found.fix.title == (
        "as learning_rate, give "
        "keras.optimizers.schedules.InverseTimeDecay(rate, decay_steps=1, decay_rate=1e-6)"
    )
