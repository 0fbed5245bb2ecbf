"""What happens to a model, what its class changes, and whether it has one output."""

from __future__ import annotations

from textwrap import indent

import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.origin import Origin
from tflint_ckpt.semantics.training.models import Models, has_one_output, may_validate, overrides

HEAD = """\
import keras
import tensorflow as tf
from keras.layers import Dense, Layer, LSTM
i = keras.Input((3,))
"""


def made(code: str) -> tuple[Module, Origin]:
    """The facts of *code*, and how its ``m`` is made."""
    facts = module(HEAD + code)
    (origin,) = facts.objects.origins(assigned(facts, "m"))
    return facts, origin


# What is done with ``m``: how many compiles there are, and whether anything else is changed.
LIVES: list[tuple[str, int | None, bool]] = [
    ("", 0, False),
    ("m.compile('sgd')\nm.compile('adam')", 2, False),
    ("n = m\nn.compile('sgd')", 1, False),
    ("def f(k):\n    k.compile('sgd')\nf(m)", 1, False),
    ("keras.utils.plot_model(m)\nprint(m)", 0, False),
    ("m.metrics_names", 0, False),
    ("m.add_metric(x, name='a')", 0, True),
    ("m.train_step = f", 0, True),
    ("m.metrics_names.append('lr')", 0, True),
    ("m.trainable = False", 0, False),
    ("prepare(m)", None, False),
    ("other.model = m", None, False),
    ("ms = [m]\nprepare(ms)", None, False),
]


@pytest.mark.parametrize(("code", "compiles", "tampered"), LIVES)
def test_lives(code: str, compiles: int | None, tampered: bool) -> None:
    facts, origin = made(f"m = keras.Sequential()\n{code}\nm.fit(x)\n")
    life = facts.fact(Models).life(origin)
    assert (None if life.compiles is None else len(life.compiles), life.tampered) == (compiles, tampered)


def test_a_class_that_compiles_itself() -> None:
    code = (
        "class N(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
        "        self.compile('sgd')\n"
    )
    facts, origin = made(f"{code}m = N()\nm.fit(x)\n")
    assert len(facts.fact(Models).life(origin).compiles or ()) == 1


# Bodies of the class of ``m``: whether it trains in a way of its own, and whether it may validate so.
CLASSES = [
    ("def call(self, x): return x", False, False),
    ("def train_step(self, d): return {}", True, False),
    ("def train_step(self, d): return {'val_f1': 1}", True, True),
    ("def fit(self, *a): pass", True, True),
    ("metrics = []", True, False),
    ("@property\ndef metrics(self): return []", True, False),
    ("name = 'net'", False, False),
]


@pytest.mark.parametrize(("body", "own", "validates"), CLASSES)
def test_classes(body: str, own: bool, validates: bool) -> None:
    for code in ("m = N()\n", "class M(N):\n    pass\nm = M()\n"):
        facts, origin = made(f"class N(keras.Model):\n{indent(body, '    ')}\n{code}")
        assert (overrides(facts, origin), may_validate(facts, origin)) == (own, validates)


INSIDE = [
    ("class L(Layer):\n    def build(self, s):\n        self.m = keras.metrics.Mean()", True),
    ("class N(keras.Model):\n    def build(self, s):\n        self.m = keras.metrics.Mean()", True),
    (
        "class M(keras.metrics.Mean): pass\nclass L(Layer):\n    def build(self, s):\n        self.m = M()",
        True,
    ),
    ("class L(Layer):\n    def call(self, x):\n        self.add_metric(x)", True),
    ("class L(Layer):\n    def build(self, s):\n        self.m = Dense(1)", False),
    ("class T:\n    def f(self):\n        self.m = keras.metrics.Mean()", False),
    ("m = keras.metrics.Mean()", False),
]


@pytest.mark.parametrize(("code", "expected"), INSIDE)
def test_metrics_inside(code: str, expected: bool) -> None:
    assert module(HEAD + code).fact(Models).has_metrics_inside is expected


CALL = (
    "    def __init__(self):\n        super().__init__()\n        self.d = Dense(1)\n"
    "    def call(self, x):\n        "
)
OUTPUTS = [
    ("m = keras.Sequential()", True),
    ("m = keras.applications.ResNet50()", True),
    ("m = keras.Model(i, Dense(1)(i))", True),
    ("m = keras.Model(inputs=i, outputs=[Dense(1)(i)])", True),
    ("o = Dense(1)(i)\nm = keras.Model(i, {'a': o})", True),
    ("o = [Dense(1)(i)]\nm = keras.Model(i, o)", True),
    ("m = keras.Model(i, tf.reshape(Dense(1)(i), (-1,)))", True),
    ("m = keras.Model(i, LSTM(3)(i))", True),
    (f"class N(keras.Model):\n{CALL}return self.d(x)\nm = N()", True),
    ("m = keras.Model(i, [Dense(1)(i), Dense(1)(i)])", False),
    ("m = keras.Model(i, [Dense(1)(i) for n in names])", False),
    ("o = []\nfor n in names:\n    o.append(Dense(1)(i))\nm = keras.Model(i, o)", False),
    ("m = keras.Model(i, Dense(1)(i) if t else [Dense(1)(i), Dense(1)(i)])", False),
    ("m = keras.Model(i, tf.split(Dense(2)(i), 2))", False),
    ("m = keras.Model(i, tf.unstack(Dense(2)(i), axis=1))", False),
    ("m = keras.Model(i, tf.nn.moments(Dense(2)(i), 0))", False),
    ("m = keras.Model(i, tf.math.top_k(Dense(2)(i)))", False),
    ("m = keras.Model(i, LSTM(3, return_state=True)(i))", False),
    ("l = LSTM(3, return_state=True)\nm = keras.Model(i, l(i))", False),
    ("m = keras.Model(i, keras.layers.Bidirectional(LSTM(3, return_state=True))(i))", False),
    ("m = keras.Model(i, keras.layers.MultiHeadAttention(2, 2)(i, i, return_attention_scores=True))", False),
    ("m = keras.Model(i, LSTM(3, return_state=False)(i))", True),
    ("m = keras.Model(i, Dense(1)(LSTM(3, return_state=True)(i)[0]))", True),
    ("m = keras.Model(i, unknown(i))", False),
    ("m = keras.Model(i, outputs)", False),
    ("m = keras.models.load_model('a')", False),
    (f"class N(keras.Model):\n{CALL}return self.d(x), x\nm = N()", False),
    (f"class N(keras.Model):\n{CALL}return x\nm = N()", False),
]


@pytest.mark.parametrize(("code", "expected"), OUTPUTS)
def test_one_output(code: str, expected: bool) -> None:
    assert has_one_output(*made(code)) is expected
