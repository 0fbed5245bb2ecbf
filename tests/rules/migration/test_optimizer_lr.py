"""TFC801 optimizer-lr."""

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

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    ("o = Adam(lr=0.1)", "o = Adam(learning_rate=0.1)"),
    ("o = Adam( lr = 1e-3, beta_1=0.5 )", "o = Adam( learning_rate = 1e-3, beta_1=0.5 )"),
    ("o = SGD(momentum=0.9, lr=rate)  # fast", "o = SGD(momentum=0.9, learning_rate=rate)  # fast"),
    ("o = tf.keras.optimizers.RMSprop(lr=f(1))", "o = tf.keras.optimizers.RMSprop(learning_rate=f(1))"),
    ("o = tf.optimizers.Adam(lr=0.1)", "o = tf.optimizers.Adam(learning_rate=0.1)"),
    ("o = keras.optimizers.Nadam(lr=0.1)", "o = keras.optimizers.Nadam(learning_rate=0.1)"),
    ("o = optimizers.Adadelta(lr=0.1)", "o = optimizers.Adadelta(learning_rate=0.1)"),
    (
        "model.compile(Adam(\n    lr=0.1,  # small\n    beta_1=0.5,\n))",
        "model.compile(Adam(\n    learning_rate=0.1,  # small\n    beta_1=0.5,\n))",
    ),
    ("o = Adam(**{'lr': 0.1})", "o = Adam(**{'learning_rate': 0.1})"),
    ('args = {"lr": 0.1}\no = Adam(**args)', 'args = {"learning_rate": 0.1}\no = Adam(**args)'),
    ("args = dict(lr=0.1)\no = Adam(**args)", "args = dict(learning_rate=0.1)\no = Adam(**args)"),
    ("class Mine(Adam): pass\no = Mine(lr=0.1)", "class Mine(Adam): pass\no = Mine(learning_rate=0.1)"),
    (
        "class Mine(Adam):\n    def __init__(self, r):\n        super().__init__(lr=r)",
        "class Mine(Adam):\n    def __init__(self, r):\n        super().__init__(learning_rate=r)",
    ),
    ("o = Adam(0.1, lr=0.2)", "o = Adam(0.1)"),
    ("o = Adam(lr=0.2, learning_rate=0.1)", "o = Adam(learning_rate=0.1)"),
    ("Opt = Adam\no = Opt(lr=0.1)", "Opt = Adam\no = Opt(learning_rate=0.1)"),
    ("o = (Adam if fast else SGD)(lr=0.1)", "o = (Adam if fast else SGD)(lr=0.1)"),
    (
        "make = functools.partial(Adam, lr=0.1)\no = make()",
        "make = functools.partial(Adam, learning_rate=0.1)\no = make()",
    ),
    (
        "make = functools.partial(Adam, beta_1=0.5)\no = make(lr=0.1)",
        "make = functools.partial(Adam, beta_1=0.5)\no = make(learning_rate=0.1)",
    ),
    ("o = functools.partial(Adam)(lr=0.1)", "o = functools.partial(Adam)(learning_rate=0.1)"),
    (
        "class A:\n    make = Adam\n    def f(self): return self.make(lr=0.1)",
        "class A:\n    make = Adam\n    def f(self): return self.make(learning_rate=0.1)",
    ),
]

UNSAFE = [
    ("make = functools.partial(Adam, lr=0.1)", "make = functools.partial(Adam, learning_rate=0.1)"),
]

SILENT = [
    "make = functools.partial(Adam, 0.1)\nmake(beta_1=0.5)",
    "class A:\n    make = torch.optim.Adam\n    def f(self): return self.make(lr=0.1)",
    "class A:\n    make = Adam\n    def f(self): return self.make(lr=0.1)\nclass B(A):\n    make = other",
    "c = {'o': {'lr': 0.1}}\nc['o']['learning_rate'] = c['o'].pop('lr')\no = Adam(**c['o'])",
    "def new(c): c['learning_rate'] = c.pop('lr')\nc = {'lr': 0.1}\nnew(c)\no = Adam(**c)",
    "c = {'lr': 0.1}\nd = c\nd['learning_rate'] = d.pop('lr')\no = Adam(**c)",
    "Adam()",
    "Adam(0.1)",
    "Adam(learning_rate=0.1)",
    "lr = 0.1\nAdam(lr)",
    "optimizers.get('adam')",
    "model.compile(optimizer='adam', lr=0.1)",
    "f(lr=0.1)",
    # the old optimizers
    "optimizers.legacy.Adam(lr=0.1)",
    "from tensorflow.keras.optimizers.legacy import Adam\nAdam(lr=0.1)",
    "from keras.optimizers.adam_v2 import Adam\nAdam(lr=0.1)",
    "tf.train.AdamOptimizer(lr=0.1)",
    # others
    "import torch\ntorch.optim.Adam(params, lr=0.1)",
    "from torch.optim import Adam\nAdam(params, lr=0.1)",
    "from keras_radam import RAdam\nRAdam(lr=0.1)",
    "import tensorflow_addons as tfa\ntfa.optimizers.AdamW(lr=0.1, weight_decay=0.1)",
    "optimizers.schedules.ExponentialDecay(lr=0.1)",
    "optimizers.Mystery(lr=0.1)",
    "tf.keras.mixed_precision.LossScaleOptimizer(Adam(0.1))",
    "from somewhere import Adam\nAdam(lr=0.1)",
    "def Adam(lr):\n    pass\nAdam(lr=0.1)",
    "class Adam(optimizers.Adam):\n    def __init__(self, lr):\n        super().__init__(lr)\nAdam(lr=0.1)",
    "class Mine(Adam, Mixin): pass\nMine(lr=0.1)",
    "args = {}\nargs.update(given)\nAdam(**args)",
    "Adam(**config['lr'])",
    "import tensorflow.python.keras.optimizers as o\no.Adam(lr=0.1)",
    # expected
    "with pytest.raises(ValueError):\n    Adam(lr=0.1)",
    "try:\n    o = Adam(learning_rate=0.1)\nexcept TypeError:\n    o = Adam(lr=0.1)",
    "if tf.__version__ < '2.11':\n    o = Adam(lr=0.1)\nelse:\n    o = Adam(learning_rate=0.1)",
]

MANUAL = [
    "make = functools.partial(Adam, lr=0.1)\nmake()\nmake(beta_1=0.5)",
    "class A:\n    p = functools.partial(Adam, lr=0.1)\n    def f(self): return self.p(), self.p(beta_1=0.5)",
    "make = functools.partial(Adam, lr=0.1)\nmake()\nmake(learning_rate=0.2)",
    "from dataclasses import dataclass\n@dataclass\nclass C:\n    lr: float = 0.1\nAdam(**vars(C()))",
    "args = {'lr': 0.1}\nprint(args['lr'])\nAdam(**args)",
    "args = {'lr': 0.1}\nAdam(**args)\nSGD(**args)",
    "key = {}\nkey['lr'] = 0.1\nAdam(**key)",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + dedent(before), only="TFC801") == HEAD + dedent(after)


@pytest.mark.parametrize(("before", "after"), UNSAFE)
def test_unsafe(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC801") == HEAD + before
    assert fix(HEAD + before, only="TFC801", unsafe=True) == HEAD + after


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    assert fix(HEAD + code, only="TFC801", unsafe=True) == HEAD + code
    for found in findings(HEAD + code, only="TFC801"):
        assert found.fix is not None
        assert found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC801") == []


@pytest.mark.parametrize(
    ("code", "target", "expected"),
    [
        ("Adam(lr=0.1)", "2.10", []),
        ("Adam(lr=0.1)", "2.11", ["TFC801:6 error"]),
        ("Adam(lr=0.1)", "2.15", ["TFC801:6 error"]),
        ("Adam(lr=0.1)", "2.16", ["TFC801:6 error"]),
        ("Adam(lr=0.1)", "2.21", ["TFC801:6 error"]),
        ("Adam(lr=0.1)", "both", ["TFC801:6 error"]),
        ("Adam(0.2, lr=0.1)", "2.15", []),
        ("Adam(0.2, lr=0.1)", "both", ["TFC801:6 error"]),
        ("tf.compat.v1.keras.optimizers.Adam(lr=0.1)", "2.15", []),
        ("tf.compat.v1.keras.optimizers.Adam(lr=0.1)", "2.21", ["TFC801:6 error"]),
    ],
)
def test_targets(code: str, target: str, expected: list[str]) -> None:
    assert lint(HEAD + code, target, only="TFC801") == expected


def test_star_imports() -> None:
    head = "from keras.models import *\nfrom keras.layers import *\nfrom keras.optimizers import *\n"
    assert lint(f"{head}Adam(lr=0.1)\nDense(lr=0.1)", only="TFC801") == ["TFC801:4 error"]


def test_which_wins_before_2_11() -> None:
    [found] = findings(HEAD + "Adam(0.2, lr=0.1)", "2.10 2.21", only="TFC801")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.UNSAFE


@pytest.mark.parametrize(("name", "rate"), [("Adam", "0.001"), ("SGD", "0.01"), ("Adadelta", "0.001")])
def test_message_names_the_rate_of_the_release(name: str, rate: str) -> None:
    [found] = findings(f"{HEAD}optimizers.{name}(lr=0.1)", "both", only="TFC801")
    assert found.message == (
        f"{name} has no argument lr, only learning_rate: "
        f"Keras 2 from 2.11 (TensorFlow 2.15) ignores it and trains at the default rate of {rate}; "
        "Keras 3 (TensorFlow 2.21) raises ValueError when the optimizer is built"
    )


@pytest.mark.parametrize(
    ("code", "target", "why"),
    [
        ("Adam(lr=0.1, decay=1e-4)", "keras3", "Keras 3 ignores decay"),
        ("Adam(lr=0.1, decay=1e-4)", "both", "Keras 3 ignores decay"),
        ("Adam(lr=0.1, decay=0.1 / epochs)", "keras3", "Keras 3 ignores decay"),
        ("Adam(lr=0.1, decay=given)", "keras3", "Keras 3 ignores decay"),
        ("Adam(**{'lr': 0.1, 'decay': 1e-4})", "keras3", "Keras 3 ignores decay"),
        ("Adam(0.1, lr=0.2, decay=1e-4)", "keras3", "Keras 3 ignores decay"),
        ("optimizers.Nadam(lr=0.1, schedule_decay=0.004)", "keras3", "Keras 3 refuses schedule_decay"),
        ("Adam(lr=0.1, decay=0)", "keras3", ""),
        ("Adam(lr=0.1, decay=0.0)", "both", ""),
        ("Adam(lr=0.1, decay=None)", "keras3", ""),
        ("off = 0.0\nAdam(lr=0.1, decay=off)", "keras3", ""),
        ("Adam(lr=0.1, weight_decay=1e-4)", "keras3", ""),
        ("Adam(lr=0.1)\nSGD(0.1, decay=1e-4)", "keras3", ""),
        ("Adam(lr=0.1, decay=1e-4)", "2.15", ""),  # raises for decay before and after
    ],
)
def test_not_safe_beside_a_decay_that_keras_3_drops(code: str, target: str, why: str) -> None:
    [found] = findings(HEAD + code, target, only="TFC801")
    assert found.fix is not None
    assert found.fix.applicability is (Applicability.UNSAFE if why else Applicability.SAFE)
    assert ("; not safe: " + why in found.fix.title) == bool(why)


DEFAULT = "ignores it with a warning, and trains at 0.001 since that is the default rate"
NO_DECAY = "raises ValueError when the optimizer is built, since it has no decay either"


@pytest.mark.parametrize(
    ("code", "severity", "expected"),
    [
        ("Adam(lr=0.001)", "info", DEFAULT),
        ("Adam(lr=1e-3)", "info", DEFAULT),
        ("rate = 0.001\nAdam(lr=rate)", "info", DEFAULT),
        ("Adam(lr=0.01)", "error", "ignores it and trains at the default rate of 0.001"),
        ("Adam(lr=rate)", "error", "ignores it and trains at the default rate of 0.001"),
        ("SGD(lr=0.001)", "error", "ignores it and trains at the default rate of 0.01"),
        ("Adam(lr=0.01, decay=0)", "error", NO_DECAY),
        ("Adam(lr=0.001, decay=1e-4)", "error", NO_DECAY),
        ("Adam(lr=0.1, schedule_decay=0.004)", "error", "raises TypeError when the optimizer is built"),
    ],
)
def test_what_late_keras_2_does(code: str, severity: str, expected: str) -> None:
    [found] = findings(HEAD + code, "2.15", only="TFC801")
    assert found.severity.value == severity
    assert expected in found.message
