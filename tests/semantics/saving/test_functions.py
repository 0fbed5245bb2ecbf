"""Functions that layers are given and that Keras does not find again by their names."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.saving.functions import is_copied, unfound_functions

HEAD = """\
import tensorflow as tf
import tensorflow.keras.backend as K
from tensorflow.keras.layers import Activation, Bidirectional, Dense, GRU, Lambda
"""
# Code, the names under which a file has the functions, and where those are written.
FUNCTIONS = [
    ("Dense(3, activation=tf.nn.softmax)", "softmax_v2 tf.nn.softmax"),
    ("Dense(3, tf.nn.softmax)", "softmax_v2 tf.nn.softmax"),
    ("Activation(tf.nn.silu)", "swish tf.nn.silu"),
    ("GRU(3, recurrent_activation=K.hard_sigmoid)", "hard_sigmoid K.hard_sigmoid"),
    ("Lambda(tf.square)", "square tf.square"),
    ("f = tf.nn.softmax\nDense(3, activation=f)", "softmax_v2 tf.nn.softmax"),
    ("def g(f):\n    return Dense(3, activation=f)\ng(tf.nn.softmax)", "softmax_v2 tf.nn.softmax"),
    ("from tensorflow.nn import softmax\nDense(3, activation=softmax)", "softmax_v2 softmax"),
    ("Dense(3, activation=tf.nn.softmax if t else tf.math.softmax)", "softmax_v2 tf.nn.softmax"),
    # found by its name, or not known
    ("Dense(3, activation=tf.nn.relu)", ""),
    ("Dense(3, activation='softmax')", ""),
    ("Dense(3, activation=tf.nn.softmax if t else tf.nn.relu)", ""),
    ("Dense(3, activation=tf.nn.softmax if t else 'relu')", ""),
    ("Dense(3, activation=tf.nn.softmax if t else tf.nn.silu)", ""),
    ("Dense(3, activation=tf.nn.softmax(x))", ""),
    ("Dense(3, activation=tf.compat.v1.nn.softmax)", ""),
    ("Dense(3, name=tf.nn.softmax)", ""),
    ("Dense(*tf.nn.softmax)", ""),
    ("Lambda(lambda x: tf.square(x))", ""),
    ("Lambda(f, arguments=tf.square)", ""),
    ("other(3, activation=tf.nn.softmax)", ""),
]
COPIED = [
    ("Bidirectional(GRU(3))", True),
    ("Bidirectional(layer=GRU(3))", True),
    ("Bidirectional(other, backward_layer=GRU(3))", False),
    ("Bidirectional(other, GRU(3))", False),
    ("[GRU(3)]", False),
    ("other(GRU(3))", False),
    ("GRU(3)(Bidirectional)", False),
]


@pytest.mark.parametrize(("code", "expected"), FUNCTIONS)
def test_unfound_functions(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = [f"{one.saved.name} {facts.text(one.function)}" for one in unfound_functions(facts)]
    assert ", ".join(found) == expected


@pytest.mark.parametrize(("code", "expected"), COPIED)
def test_copied(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    (layer,) = calls(facts, "GRU")
    assert is_copied(facts, layer) is expected
