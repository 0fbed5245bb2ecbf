"""TFC217 map-after-batch."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, lint
from tflint_ckpt.rules.catalogue import RULES
from tflint_ckpt.rules.selection import select

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
from settings import images, labels, n, paths
model = keras.Sequential([keras.layers.Dense(1)])
ds = tf.data.Dataset.from_tensor_slices((images, labels))
"""
LINES = HEAD.count("\n")

FIRING = {
    "a function": """
        def normalize(image, label):
            '''Floats from 0 to 1.'''
            image = tf.cast(image, tf.float32)
            image /= 255.0
            return image, label
        model.fit(ds.map(normalize).batch(32))
    """,
    "a lambda": """
        model.fit(ds.map(lambda x, y: (tf.cast(x, "float32") / 127.5 - 1, tf.one_hot(y, depth=10))).batch(8))
    """,
    "with a shuffle between": """
        train = ds.map(lambda x, y: (x / 255, y), num_parallel_calls=tf.data.AUTOTUNE)
        train = train.shuffle(1000).repeat().batch(8).prefetch(1)
        model.fit(train, steps_per_epoch=9)
    """,
    "what a model wants": """
        def prepare(x, y):
            return keras.applications.resnet50.preprocess_input(x), y
        model.fit(ds.map(prepare).batch(8))
    """,
    "a helper": """
        SCALE = 1 / 255
        def scale(x):
            return tf.image.convert_image_dtype(x, tf.float32) * SCALE
        def both(x, y):
            return scale(x), y
        model.fit(ds.map(both).batch(8))
    """,
    "of a dictionary": """
        rows = tf.data.Dataset.from_tensor_slices({"a": images, "b": labels})
        model.fit(rows.map(lambda row: (tf.math.log(row["a"] + 1.0), row["b"])).batch(8))
    """,
    "Python": """
        def load(path):
            return tf.numpy_function(np.load, [path], tf.float32)
        model.fit(tf.data.Dataset.from_tensor_slices(paths).map(load).batch(8))
    """,
    "Python in a lambda": """
        model.fit(ds.batch(8).map(lambda x, y: tf.py_function(augment, [x, y], [tf.float32, tf.int64])))
    """,
}

SILENT = {
    "batches already": "model.fit(ds.batch(8).map(lambda x, y: (x / 255, y)))",
    "no batch": "model.fit(ds.map(lambda x, y: (x / 255, y)))",
    "batches of one": "model.fit(ds.map(lambda x, y: (x / 255, y)).batch(1))",
    "cached in between": "model.fit(ds.map(lambda x, y: (x / 255, y)).cache().shuffle(9).batch(8))",
    "padded": "model.fit(ds.map(lambda x, y: (x + 1, y)).padded_batch(8))",
    "filtered by it": "model.fit(ds.map(lambda x, y: (x / 255, y)).filter(good).batch(8))",
    "another map": "model.fit(ds.map(lambda x, y: (x / 255, y)).map(augment).batch(8))",
    "random": "model.fit(ds.map(lambda x, y: (tf.image.random_flip_left_right(x), y)).batch(8))",
    "an axis": "model.fit(ds.map(lambda x, y: (tf.reduce_mean(x), y)).batch(8))",
    "another shape": "model.fit(ds.map(lambda x, y: (tf.reshape(x, (784,)), y)).batch(8))",
    "a new axis": "model.fit(ds.map(lambda x, y: (x[..., None], y)).batch(8))",
    "an index": "model.fit(ds.map(lambda x, y: (x[0], y)).batch(8))",
    "two tensors": "model.fit(ds.map(lambda x, y: (x * y, y)).batch(8))",
    "a condition": "model.fit(ds.map(lambda x, y: (x if y > 1 else -x, y)).batch(8))",
    "a size that differs": "model.fit(ds.map(lambda x, y: (tf.image.resize(x, (8, 8)), y)).batch(8))",
    "a number that nobody knows": "model.fit(ds.map(lambda x, y: (x / n, y)).batch(8))",
    "a function that nobody sees": "from data import parse\nmodel.fit(ds.map(parse).batch(8))",
    "a layer": "model.fit(ds.map(lambda x, y: (keras.layers.Rescaling(1 / 255)(x), y)).batch(8))",
    "read unbatched too": "a = ds.map(lambda x, y: (x / 255, y))\nshow(a)\nmodel.fit(a.batch(8))",
    "no dataset": "from rdd import table\ntable.map(lambda x: x / 255).batch(8)",
    "statistics": """
        def standardize(x, y):
            mean = tf.reduce_mean(x)
            return x - mean, y
        model.fit(ds.map(standardize).batch(8))
    """,
    "a loop": """
        def scale(x, y):
            for _ in range(3):
                x = x / 2
            return x, y
        model.fit(ds.map(scale).batch(8))
    """,
    "Python, in parallel": """
        model.fit(ds.map(lambda x, y: tf.py_function(f, [x, y], [tf.float32]), num_parallel_calls=4).batch(8))
    """,
    "Python, in parallel by position": """
        model.fit(ds.map(lambda x, y: tf.py_function(f, [x, y], [tf.float32]), tf.data.AUTOTUNE).batch(8))
    """,
    "Python, perhaps in parallel": """
        from settings import options
        model.fit(ds.map(lambda x, y: tf.py_function(f, [x, y], [tf.float32]), **options).batch(8))
    """,
    "parts that may be of any size left out": """
        import tensorflow_datasets as tfds
        rows = tfds.load("pets", split="train")
        model.fit(rows.map(lambda row: (row["image"] / 255, row["label"])).batch(8))
    """,
    "files read by TensorFlow": """
        def load(path):
            return tf.io.decode_jpeg(tf.io.read_file(path))
        model.fit(tf.data.Dataset.from_tensor_slices(paths).map(load).batch(8))
    """,
}


@pytest.mark.parametrize("code", FIRING.values(), ids=FIRING)
def test_firing(code: str) -> None:
    found = lint(HEAD + dedent(code), only="TFC217")
    assert len(found) == 1
    assert found[0].endswith("info")


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC217") == []


def test_message_says_where_the_batch_is() -> None:
    code = f"{HEAD}ds = ds.map(lambda x, y: (x / 255, y))\nmodel.fit(ds.batch(8))\n"
    [found] = findings(code, only="TFC217")
    assert f"line {LINES + 2}" in found.message


def test_only_where_it_is_asked_for() -> None:
    for preset in ("recommended", "canonical", "keras3"):
        assert "TFC217" not in {rule.code for rule in select(RULES, [preset], [], [])}
    assert "TFC217" in {rule.code for rule in select(RULES, ["all"], [], [])}
