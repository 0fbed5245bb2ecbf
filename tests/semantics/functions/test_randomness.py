"""What a function draws at random: yes, no, or the code does not say."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.functions.drawn import Drawn
from tflint_ckpt.semantics.functions.randomness import draws_at_random

HEAD = """\
import functools
import random
import time
import numpy as np
import tensorflow as tf
from tensorflow import keras
from elsewhere import load
AUGMENT = True
scale = keras.layers.Rescaling(2)
flip = keras.layers.RandomFlip()
drop = keras.layers.Dropout(0.5)
rng = tf.random.Generator.from_seed(1)
numbers = np.random.default_rng(1)
"""


def drawn(code: str) -> Drawn:
    """What the argument of the call ``show(…)`` in *code* draws."""
    facts = module(HEAD + dedent(code))
    (call,) = (
        node for node in facts.facts.calls if isinstance(node.func, cst.Name) and node.func.value == "show"
    )
    return draws_at_random(facts, call.args[0].value)


YES = [
    "@tf.py_function(Tout=tf.float32)\ndef f(v):\n    return v * np.random.rand()\nshow(f)",
    # TensorFlow
    "show(tf.image.random_flip_left_right)",
    "show(lambda v: tf.image.random_crop(v, (3, 3, 3)))",
    "show(lambda v, y: (v + tf.random.normal(tf.shape(v)), y))",
    "show(lambda v: tf.random.shuffle(v))",
    "show(lambda v: tf.compat.v1.random_uniform(()))",
    "show(lambda v: rng.normal(()))",
    "show(lambda v: tf.random.get_global_generator().uniform(()))",
    "show(lambda v: keras.backend.random_normal((3,)))",
    "show(lambda v: keras.random.uniform(()))",
    "show(lambda v: tf.nn.dropout(v, 0.5))",
    "gen = keras.random.SeedGenerator(3)\nshow(lambda v: keras.random.uniform((), seed=gen))",
    "show(functools.partial(tf.image.random_brightness, max_delta=0.2))",
    "f = lambda v: tf.random.uniform(())\nshow(f)",
    "f = functools.partial(tf.image.random_hue, max_delta=0.2)\nshow(f)",
    # Python
    "show(lambda v: v * np.random.rand())",
    "show(lambda v: random.choice([v, -v]))",
    "show(lambda v: v + numbers.normal())",
    "show(lambda v: np.random.RandomState(1).rand())",
    "show(lambda v: v + time.time())",
    "show(lambda v: tf.py_function(lambda w: w + np.random.rand(), [v], tf.float32))",
    # Layers
    "show(flip)",
    "show(lambda v: flip(v))",
    "show(lambda v: flip(v, training=True))",
    "show(lambda v: drop(v, training=True))",
    "show(lambda v: keras.Sequential([scale, flip])(v, training=True))",
    "chain = keras.Sequential([keras.Input((3,)), scale, flip])\nshow(lambda v, y: (chain(v), y))",
    "chain = keras.Sequential()\nchain.add(scale)\nchain.add(flip)\nshow(lambda v: chain(v))",
    "chain = keras.Sequential([keras.Sequential([flip])])\nshow(chain)",
    "layer = keras.layers.experimental.preprocessing.RandomRotation(0.1)\nshow(lambda v: layer(v))",
    # Functions
    "def g(v):\n    return tf.image.random_hue(v, 0.1)\ndef f(v):\n    return g(v) / 255\nshow(f)",
    "def f(v):\n    if tf.random.uniform(()) > 0.5:\n        v = tf.image.flip_left_right(v)\n    return v\n"
    "show(f)",
    "def f(v):\n    c = tf.random.uniform(())\n    return tf.cond(c < 1, lambda: v, lambda: -v)\nshow(f)",
    "show(lambda v: tf.map_fn(lambda w: tf.image.random_flip_up_down(w), v))",
    "show(lambda w: w.map(lambda v: tf.random.uniform(())))",
    "def f(v):\n    for k in range(3):\n        v = tf.image.random_hue(v, 0.1)\n    return v\nshow(f)",
    "def f(v):\n    with tf.name_scope('a'):\n        return tf.image.random_hue(v, 0.1)\nshow(f)",
    "@tf.function\ndef f(v):\n    return tf.image.random_hue(v, 0.1)\nshow(f)",
    # Flags
    "show(lambda v: tf.image.random_hue(v, 0.1) if AUGMENT else v)",
    "def f(v, augment=True):\n    if augment:\n        v = tf.image.random_hue(v, 0.1)\n    return v\n"
    "show(f)",
    "def f(v, augment=False):\n    if augment:\n        v = tf.image.random_hue(v, 0.1)\n    return v\n"
    "show(lambda v: f(v, augment=True))",
    "def f(v, augment=False):\n    if augment:\n        v = tf.image.random_hue(v, 0.1)\n    return v\n"
    "show(functools.partial(f, augment=True))",
    "def f(v, mode):\n    if mode == 'train':\n        v = tf.image.random_hue(v, 0.1)\n    return v\n"
    "show(lambda v: f(v, 'train'))",
    "def f(v, training=True):\n    if not training:\n        return v\n"
    "    return tf.image.random_hue(v, 0.1)\nshow(f)",
    "def f(v, training):\n    return tf.cond(training, lambda: tf.image.random_hue(v, 0.1), lambda: v)\n"
    "show(lambda v: f(v, True))",
    "def f(v, t):\n    if t:\n        return tf.image.random_hue(v, 1)\n    else:\n"
    "        return tf.image.random_crop(v, s)\n"
    "show(lambda v: f(v, unknown))",
    "def f(v, training=False):\n    return flip(v, training=training)\nshow(lambda v: f(v, training=True))",
    # Objects
    """
    class Augment:
        def __init__(self, train):
            self.train = train
        def __call__(self, v):
            if self.train:
                v = tf.image.random_hue(v, 0.1)
            return v
    show(Augment(train=True))
    """,
    """
    class Augment:
        def __call__(self, v):
            return self.turn(v)
        def turn(self, v):
            return tf.image.random_hue(v, 0.1)
    augment = Augment()
    show(lambda v: augment(v))
    """,
    """
    class Data:
        def load(self, v):
            return self.turn(tf.io.read_file(v))
        def turn(self, v):
            return tf.image.random_hue(v, 0.1)
        def make(self):
            show(self.load)
    """,
]

NO = [
    # Keras draws the same numbers in every call for a seed that is a number
    "show(lambda v: keras.random.uniform((), seed=3))",
    "SEED = 3\nshow(lambda v: v + keras.random.normal((), seed=SEED))",
    "def f(v, seed): return keras.random.shuffle(v, seed=seed)\nshow(functools.partial(f, seed=1))",
    "show(lambda v: v)",
    "show(tf.abs)",
    "show(lambda v: tf.cast(v, tf.float32) / 255)",
    "show(lambda v: v.reshape(3).sum())",
    "show(lambda v: tf.random.stateless_uniform((), seed=v))",
    "show(lambda v: tf.image.stateless_random_crop(v, (3, 3), seed=(1, 2)))",
    "show(lambda v: scale(v))",
    "show(lambda v: flip(v, training=False))",
    "show(lambda v: drop(v))",
    "show(drop)",
    "show(keras.Sequential([scale, drop]))",
    "show(lambda v: keras.layers.CategoryEncoding(3)(v))",
    "def f(v):\n    return f(v)\nshow(f)",
    "def f(v):\n    print('traced at', time.time())\n    return v\nshow(f)",
    "def f(v):\n    def g(w):\n        return tf.random.uniform(())\n    return v\nshow(f)",
    "show(lambda w: w.batch(5))",
    "def f(v, augment=False):\n    if augment:\n        v = tf.image.random_hue(v, 0.1)\n    return v\n"
    "show(f)",
    "def f(v, augment=True):\n    if augment:\n        v = tf.image.random_hue(v, 0.1)\n    return v\n"
    "show(lambda v: f(v, augment=False))",
    "def f(v, augment=True):\n    if augment:\n        v = tf.image.random_hue(v, 0.1)\n    return v\n"
    "show(functools.partial(f, augment=False))",
    "def f(v, mode='test'):\n    if mode == 'train':\n        v = tf.image.random_hue(v, 0.1)\n"
    "    return v\nshow(f)",
    "def f(v, training=False):\n    if not training:\n        return v\n"
    "    return tf.image.random_hue(v, 0.1)\nshow(f)",
    "def f(v, seed=None):\n    if seed is not None:\n        v = tf.image.random_hue(v, 0.1)\n    return v\n"
    "show(f)",
    "def f(v, training=False):\n    return flip(v, training=training)\nshow(f)",
    """
    class Augment:
        def __init__(self, train=True):
            self.train = train
        def __call__(self, v):
            if self.train:
                v = tf.image.random_hue(v, 0.1)
            return v
    show(Augment(train=False))
    """,
]

UNKNOWN = [
    "from other import wrapped\n@wrapped\ndef f(v):\n    return v * np.random.rand()\nshow(f)",
    "from other import wrapped\n@wrapped\ndef f(v):\n    return v\nshow(lambda v: f(v))",
    "show(load)",
    "show(lambda v: load(v))",
    "show(self.load)",
    "show(keras.models.load_model('m.keras'))",
    "show(lambda v: keras.layers.Lambda(load)(v))",
    "show(lambda w: w.map(load))",
    "show(lambda v: tf.py_function(load, [v], tf.float32))",
    "f = lambda v: v\nif t:\n    f = load\nshow(f)",
    "chain = keras.Sequential(layers)\nshow(lambda v: chain(v))",
    "show(lambda v: flip(v, training=flags.training))",
    "show(lambda v: flip(v, **options))",
    "def f(v):\n    if flags.augment:\n        v = tf.image.random_hue(v, 0.1)\n    return v\nshow(f)",
    "def f(v):\n    if not flags.augment:\n        return v\n    return tf.image.random_hue(v, 0.1)\nshow(f)",
    "def f(v, training):\n    return tf.cond(training, lambda: tf.image.random_hue(v, 0.1), lambda: v)\n"
    "show(f)",
    "def f(v):\n    return flags.augment and tf.image.random_hue(v, 0.1)\nshow(f)",
    "def f(v):\n    while tf.reduce_sum(v) < 3:\n        v += tf.random.uniform(())\n    return v\nshow(f)",
    "def f(v):\n    try:\n        return v\n    except ValueError:\n        return tf.random.uniform(())\n"
    "show(f)",
    """
    class Augment(keras.layers.Layer):
        def call(self, v, training=None):
            return tf.image.random_hue(v, 0.1) if training else v
    show(Augment())
    """,
    """
    class Augment:
        def __init__(self, train):
            self.train = train
        def __call__(self, v):
            return tf.image.random_hue(v, 0.1) if self.train else v
    show(Augment(flags.train))
    """,
]


# Functions that stand in a list, a variable or an object, and whether they draw.
HELD = [
    ("def f(v):\n    return tf.random.uniform(())\ng = f\nshow(g)", True),
    ("def f(v):\n    return tf.random.uniform(())\nshow(f if AUGMENT else load)", True),
    ("def f(v):\n    return tf.random.uniform(())\nshow(tf.abs if AUGMENT else f)", False),
    ("def f(v):\n    return tf.random.uniform(())\nshow(f if a else tf.abs)", None),
    ("def f(v):\n    return tf.random.uniform(())\ng = f if AUGMENT else tf.abs\nshow(g)", True),
    ("def f(v):\n    return tf.random.uniform(())\nif a:\n    g = f\nelse:\n    g = tf.abs\nshow(g)", None),
    ("if a:\n    g = tf.image.random_hue\nelse:\n    g = tf.image.random_crop\nshow(g)", True),
    ("fs = [tf.abs, tf.image.random_hue]\ndef f(v):\n    for g in fs:\n        v = g(v)\nshow(f)", True),
    ("fs = [tf.abs, tf.sin]\ndef f(v):\n    for g in fs:\n        v = g(v)\nshow(f)", False),
    ("fs = [tf.abs, load]\ndef f(v):\n    for g in fs:\n        v = g(v)\nshow(f)", None),
    ("def f(v):\n    for g in load():\n        v = g(v)\nshow(f)", None),
    (
        "fs = [tf.abs]\nif a:\n    fs.append(tf.image.random_hue)\n"
        "def f(v):\n    for g in fs:\n        v = g(v)\nshow(f)",
        None,
    ),
]
CALLED = """
class Chain:
    def __init__(self, *steps):
        self.steps = steps
    def __call__(self, v):
        for step in self.steps:
            v = step(v)
        return v
class Flag:
    def __init__(self, on=True):
        self.on = on
    def __call__(self, v, training=True):
        return tf.image.random_hue(v, 0.1) if self.on and training else v
"""
OBJECTS = [
    ("show(Chain(tf.abs, tf.image.random_hue))", True),
    ("show(Chain(tf.abs))", False),
    ("show(Chain())", False),
    ("show(Chain(tf.abs, load))", None),
    ("show(Chain(*load()))", None),
    ("random = Chain(tf.image.random_hue)\nplain = Chain(tf.abs)\nshow(plain)", False),
    ("random = Chain(tf.image.random_hue)\nplain = Chain(tf.abs)\nshow(random)", True),
    ("show(Flag())", True),
    ("show(Flag(False))", False),
    ("show(Flag(on=a))", None),
    ("flag = Flag()\nshow(lambda v: flag(v))", True),
    ("flag = Flag()\nshow(lambda v: flag(v, training=False))", False),
    ("flag = Flag()\nshow(lambda v: flag(v, False))", False),
    ("flag = Flag(False)\nshow(lambda v: flag(v, True))", False),
    ("flag = Flag()\nother = Flag(False)\nshow(lambda v: other(v))", False),
]


@pytest.mark.parametrize(("code", "expected"), HELD)
def test_functions_that_are_held(code: str, expected: bool | None) -> None:
    assert drawn(code).random is expected


@pytest.mark.parametrize(("code", "expected"), OBJECTS)
def test_objects_that_are_called(code: str, expected: bool | None) -> None:
    assert drawn(CALLED + code).random is expected


@pytest.mark.parametrize("code", YES)
def test_draws(code: str) -> None:
    assert drawn(code).random is True


@pytest.mark.parametrize("code", NO)
def test_draws_nothing(code: str) -> None:
    assert drawn(code).random is False


@pytest.mark.parametrize("code", UNKNOWN)
def test_may_draw(code: str) -> None:
    assert drawn(code).random is None


# The function, and each draw: its kind, whether it is seeded, and whether Python draws it each time.
KINDS = [
    ("tf.image.random_flip_left_right", "operation"),
    ("lambda v: tf.random.uniform((), seed=1)", "operation seeded"),
    ("lambda v: tf.random.uniform((), seed=None)", "operation"),
    ("lambda v: rng.uniform(())", "state"),
    ("lambda v: flip(v)", "state"),
    ("lambda v: np.random.rand()", "host"),
    ("lambda v: tf.numpy_function(lambda w: np.random.rand(), [v], tf.float64)", "host python"),
    ("lambda v: (np.random.rand(), tf.random.uniform(()))", "host operation"),
]


@pytest.mark.parametrize(("function", "expected"), KINDS)
def test_kinds(function: str, expected: str) -> None:
    words: list[str] = []
    for draw in drawn(f"show({function})").sure:
        words += [draw.kind.value, *(["seeded"] * draw.seeded), *(["python"] * draw.in_python)]
    assert " ".join(words) == expected


def test_long_expressions_and_calls_in_a_circle_come_to_an_end() -> None:
    assert drawn(f"show(lambda v: {' + '.join(['v'] * 400)})").random is None
    assert drawn("def f(v):\n    return g(v)\ndef g(v):\n    return f(v)\nshow(f)").random is False
