"""TFC812 add-weight-name-first."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.layers import Layer
"""
LAYER = """
class Scale(Layer):
    def build(self, input_shape):
        self.kernel = {}
"""
METRIC = """
class Hits(keras.metrics.Metric):
    def __init__(self, name="hits", **kwargs):
        super().__init__(name=name, **kwargs)
        self.hits = {}
"""

# A call in the build of a layer, and what it becomes on Keras 3.
BECOMES = [
    ("self.add_weight('kernel', shape=(4, 1))", "self.add_weight(name='kernel', shape=(4, 1))"),
    (
        "self.add_weight('kernel', (4, 1), initializer='zeros')",
        "self.add_weight(name='kernel', shape=(4, 1), initializer='zeros')",
    ),
    (
        "self.add_weight('kernel', [4, 1], tf.float32, 'zeros')",
        "self.add_weight(name='kernel', shape=[4, 1], dtype=tf.float32, initializer='zeros')",
    ),
    (
        "self.add_weight(\n            'kernel',\n            shape=(4,),  # one each\n        )",
        "self.add_weight(\n            name='kernel',\n            shape=(4,),  # one each\n        )",
    ),
    ("self.add_weight(f'{self.name}_w', shape=())", "self.add_weight(name=f'{self.name}_w', shape=())"),
    (
        "self.add_weight('{}_W'.format(self.name), (4,))",
        "self.add_weight(name='{}_W'.format(self.name), shape=(4,))",
    ),
    ("super().add_weight('kernel', (4,))", "super().add_weight(name='kernel', shape=(4,))"),
    ("self.add_weight('kernel')", "self.add_weight(name='kernel')"),
    ("self.add_variable('kernel', shape=[4, 1])", "self.add_weight(name='kernel', shape=[4, 1])"),
    ("self.add_variable('kernel', [4, 1])", "self.add_weight(name='kernel', shape=[4, 1])"),
    ("self.add_variable(name='kernel', shape=[4, 1])", "self.add_weight(name='kernel', shape=[4, 1])"),
    (
        "self.add_weight('a', trainable=True, **options)",
        "self.add_weight(name='a', trainable=True, **options)",
    ),
]

RAISING = """\
class LayerTest(unittest.TestCase):
    def test_name(self):
        class Named(keras.layers.Layer):
            def __init__(self):
                super().__init__()
                self.w = self.add_weight("w")
        with self.assertRaisesRegex(ValueError, "name"):
            Named()
"""
SILENT = [
    "import keras\n" + RAISING,
    LAYER.format("self.add_variable(name='kernel', shape=(4, 1), initializer='zeros')"),
    LAYER.format("self.add_variable((4, 1), 'zeros', name='kernel')"),
    LAYER.format("self.add_variable(**options)"),
    "class Table:\n    def build(self):\n        self.add_variable('kernel', [4, 1])",
    LAYER.format("self.add_weight(name='kernel', shape=(4, 1))"),
    LAYER.format("self.add_weight(shape=(4, 1), initializer='zeros', name='kernel')"),
    LAYER.format("self.add_weight((4, 1), name='kernel')"),
    LAYER.format("self.add_weight(input_shape[1:], name='kernel')"),
    LAYER.format("self.add_weight(input_shape)"),
    LAYER.format("self.add_weight(*arguments)"),
    LAYER.format("self.add_weight()"),
    LAYER.format("self.add_weight(**options)"),
    LAYER.format("self.make_weight('kernel', (4, 1))"),
    # not of Keras, or with a method of its own
    "class Graph:\n    def build(self):\n        self.add_weight('kernel', 3)",
    "from torchlike import Layer\nclass A(Layer):\n    def build(self, s):\n"
    "        self.add_weight('k', shape=s)",
    LAYER.format("self.add_weight('kernel', (4,))")
    + "    def add_weight(self, name, shape):\n        return 1",
    "class Base(Layer):\n    def add_weight(self, name, shape):\n        return 1\n"
    "class Child(Base):\n    def build(self, s):\n        self.add_weight('k', (4,))",
    "class Child(Unknown):\n    def build(self, s):\n        self.add_weight('k', (4,))",
    "graph.add_weight('kernel', (4,))",
    # a name that may be anything
    "class A(Layer):\n    def make(self, a):\n        return self.add_weight(a, (4,))",
    # written for both
    LAYER.format(
        "self.add_weight('k', (4,)) if keras.__version__ < '3' else self.add_weight((4,), name='k')"
    ),
    "class A(Layer):\n    def build(self, s):\n        try:\n            k = self.add_weight('k', shape=s)\n"
    "        except TypeError:\n            self.k = self.add_weight(shape=s, name='k')",
    METRIC.format("self.add_weight(name='hits', initializer='zeros')"),
    METRIC.format("self.add_weight(shape=(), initializer='zeros', name='hits')"),
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + LAYER.format(before), only="TFC812") == HEAD + LAYER.format(after)


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC812") == []


def test_metrics() -> None:
    given = METRIC.format("self.add_weight('hits', initializer='zeros')")
    becomes = METRIC.format("self.add_weight(name='hits', initializer='zeros')")
    assert fix(HEAD + given, only="TFC812") == HEAD + becomes
    for by_hand in ("self.add_weight('hits')", "self.add_weight('hits', (), None, initializer='zeros')"):
        [found] = findings(HEAD + METRIC.format(by_hand), only="TFC812")
        assert found.fix is not None
        assert not found.fix.edits


def test_model_and_other_layer() -> None:
    for base in ("keras.Model", "keras.layers.Dense", "keras.layers.Layer"):
        code = f"class A({base}):\n    def build(self, s):\n        self.add_weight('k', shape=(1,))"
        assert lint(HEAD + code, only="TFC812") == ["TFC812:6 error"]


@pytest.mark.parametrize(
    ("call", "target", "expected"),
    [
        ("self.add_weight('k', (4,))", "keras2", []),
        ("self.add_weight('k', (4,))", "2.16", ["error"]),
        ("self.add_weight('k', (4,))", "both", ["error"]),
        ("self.add_weight((4,), name='k')", "keras2", ["error"]),
        ("self.add_weight((4,), initializer='zeros')", "2.11", ["error"]),
        ("self.add_weight((4,), name='k')", "keras3", []),
        ("self.add_weight((4,), name='k')", "both", ["error"]),
    ],
)
def test_targets(call: str, target: str, expected: list[str]) -> None:
    found = lint(HEAD + LAYER.format(call), target, only="TFC812")
    assert [each.split()[1] for each in found] == expected


def test_shape_first_becomes() -> None:
    given = LAYER.format("self.add_weight((4,), name='k')")
    assert fix(HEAD + given, "both", only="TFC812") == HEAD + given.replace("(4,)", "shape=(4,)")
