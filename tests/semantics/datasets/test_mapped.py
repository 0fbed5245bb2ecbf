"""What running a function of ``map`` entails: random numbers, files, or what the code does not say."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.datasets.mapped import Effects, effects

HEAD = """\
import functools
import random
import numpy as np
import tensorflow as tf
from tensorflow import keras
scale = keras.layers.Rescaling(2)
flip = keras.layers.RandomFlip()
"""
NOTHING = Effects(random=False, loads=False)
RANDOM = Effects(random=True, loads=False)
LOADS = Effects(random=False, loads=True)
UNSEEN = Effects(random=None, loads=None)

# Code that ends with show(function), and what that function does.
FUNCTIONS = [
    ("show(lambda v: v)", NOTHING),
    ("show(lambda v: tf.cast(v, tf.float32) / 255)", NOTHING),
    ("show(lambda v: v.reshape(3).sum())", NOTHING),
    ("show(lambda v: len(v))", NOTHING),
    ("show(tf.abs)", NOTHING),
    ("show(lambda v: scale(v))", NOTHING),
    ("show(keras.Sequential([scale]))", NOTHING),
    ("show(lambda v: tf.random.stateless_uniform((), seed=v))", NOTHING),
    ("show(lambda v: np.random.default_rng(1).normal())", Effects(random=True, loads=None)),
    ("def f(v):\n    return tf.abs(v)\nshow(f)", NOTHING),
    ("def g(v):\n    return tf.abs(v)\ndef f(v):\n    return g(v)\nshow(f)", NOTHING),
    ("def f(v):\n    return f(v)\nshow(f)", NOTHING),
    ("f = lambda v: f(v)\nshow(f)", NOTHING),
    ("f = lambda v: tf.abs(v)\nshow(f)", NOTHING),
    ("show(lambda w: w.batch(5))", NOTHING),
    ("show(lambda w: w.map(tf.abs))", NOTHING),
    ("show(lambda v: tf.random.uniform(()))", RANDOM),
    ("show(tf.image.random_flip_left_right)", RANDOM),
    ("show(lambda v: np.random.rand())", RANDOM),
    ("show(lambda v: random.random())", RANDOM),
    ("show(lambda v: flip(v))", RANDOM),
    ("show(keras.Sequential([scale, flip]))", RANDOM),
    ("show(functools.partial(tf.image.random_crop, size=3))", RANDOM),
    ("f = lambda v: tf.random.uniform(())\nshow(f)", RANDOM),
    ("show(lambda w: w.map(lambda v: tf.random.uniform(())))", RANDOM),
    ("show(tf.io.read_file)", LOADS),
    ("show(lambda v: tf.io.decode_jpeg(v))", LOADS),
    ("show(lambda v: open(v))", LOADS),
    ("show(lambda v: np.load(v))", LOADS),
    ("def f(v):\n    return tf.image.decode_png(v)\nshow(lambda v: f(v))", LOADS),
    ("show(lambda w: w.map(tf.io.read_file))", LOADS),
    ("show(lambda w: w.flat_map(tf.data.TextLineDataset))", LOADS),
    ("show(lambda v: tf.map_fn(tf.io.read_file, v))", LOADS),
    ("def f(v):\n    return tf.io.decode_png(v)\nshow(lambda v: tf.vectorized_map(f, v))", LOADS),
    ("show(lambda v: tf.map_fn(tf.abs, v))", NOTHING),
    ("show(lambda v: tf.map_fn(lambda u: u + 1, v))", NOTHING),
    ("show(lambda v: tf.py_function(f, [v], tf.float32))", Effects(random=None, loads=True)),
    ("show(lambda v: tf.io.read_file(tf.random.shuffle(v)))", Effects(random=True, loads=True)),
    ("show(load)", UNSEEN),
    ("show(lambda v: load(v))", UNSEEN),
    ("show(lambda w: w.map(load))", UNSEEN),
    ("show(lambda w: w.apply())", UNSEEN),
    ("show(self.load)", UNSEEN),
    ("show(Augment())", UNSEEN),
    ("f = lambda v: v\nif t:\n    f = load\nshow(f)", UNSEEN),
    ("f, g = lambda v: v, load\nshow(g)", UNSEEN),
]


@pytest.mark.parametrize(("code", "expected"), FUNCTIONS)
def test_effects(code: str, expected: Effects) -> None:
    facts = module(f"{HEAD}{code}\n")
    (call,) = (
        node for node in facts.facts.calls if isinstance(node.func, cst.Name) and node.func.value == "show"
    )
    assert effects(facts, call.args[0].value) == expected


def test_no_function_is_not_seen() -> None:
    assert effects(module(HEAD), None) == UNSEEN
