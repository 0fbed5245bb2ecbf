"""TFC710 fit-steps-without-repeat."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import math
import numpy as np
import tensorflow as tf
BATCH = 16
x, y = np.random.rand(160, 20).astype("float32"), np.random.randint(0, 5, 160)
ds = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(160).batch(BATCH)
model = tf.keras.Sequential([tf.keras.layers.Dense(5)])
"""
FIRST = "ends the training after the first of 4 epochs"

# What stands after HEAD, the steps, the batches, and what happens on Keras 2 and on Keras 3.
FIRING = [
    ("model.fit(ds, steps_per_epoch=20, epochs=4)", 20, 10, FIRST, "runs 10 steps an epoch"),
    ("model.fit(ds, epochs=4, steps_per_epoch=len(x) // 8)", 20, 10, FIRST, "runs 10 steps an epoch"),
    ("model.fit(ds, epochs=4, steps_per_epoch=x.shape[0] // 8)", 20, 10, FIRST, "runs 10 steps an epoch"),
    (
        "model.fit(ds, epochs=4, steps_per_epoch=int(0.75 * len(x)) // 8)",
        15,
        10,
        FIRST,
        "runs 10 steps an epoch",
    ),
    (
        "model.fit(ds, epochs=4, steps_per_epoch=math.ceil(170 / BATCH))",
        11,
        10,
        FIRST,
        "runs 10 steps an epoch",
    ),
    (
        "EPOCHS = 4\nmodel.fit(ds, None, None, EPOCHS, steps_per_epoch=20)",
        20,
        10,
        FIRST,
        "runs 10 steps an epoch",
    ),
    ("model.fit(ds.prefetch(1), epochs=4, steps_per_epoch=20)", 20, 10, FIRST, "runs 10 steps an epoch"),
    ("model.fit(ds.take(3), epochs=4, steps_per_epoch=4)", 4, 3, FIRST, "runs 3 steps an epoch"),
    ("model.fit(ds.repeat(2), epochs=4, steps_per_epoch=40)", 40, 20, FIRST, "runs 20 steps an epoch"),
    ("model.fit(ds.skip(8), epochs=4, steps_per_epoch=3)", 3, 2, FIRST, "runs 2 steps an epoch"),
    (
        "part = tf.data.Dataset.from_tensor_slices((x[:100], y[:100])).batch(30)\n"
        "model.fit(part, epochs=4, steps_per_epoch=100 // 30)",
        3,
        4,
        "ends the training in epoch 2 of 4",
        "runs fewer steps in epoch 2",
    ),
    (
        "part = tf.data.Dataset.from_tensor_slices({'a': x[:-60]}).map(f).batch(30, drop_remainder=True)\n"
        "model.fit(part, epochs=4, steps_per_epoch=4)",
        4,
        3,
        FIRST,
        "runs 3 steps an epoch",
    ),
    (
        "def load():\n    return np.zeros((64, 3)), np.ones(64)\na, b = load()\n"
        "d = tf.data.Dataset.from_tensor_slices((a, b)).batch(8)\n"
        "model.fit(d, epochs=4, steps_per_epoch=len(a) // 4)",
        16,
        8,
        FIRST,
        "runs 8 steps an epoch",
    ),
    (
        "(a, b), _ = tf.keras.datasets.mnist.load_data()\n"
        "d = tf.data.Dataset.from_tensor_slices((a / 255.0, b)).batch(128)\n"
        "model.fit(d, epochs=4, steps_per_epoch=len(a) // 128)",
        468,
        469,
        "ends the training in epoch 2 of 4",
        "runs fewer steps in epoch 2",
    ),
    (
        "options = dict(epochs=4, steps_per_epoch=20)\nmodel.fit(ds, **options)",
        20,
        10,
        FIRST,
        "runs 10 steps an epoch",
    ),
]

SILENT = [
    "model.fit(ds, epochs=4)",
    "model.fit(ds, epochs=4, steps_per_epoch=10)",
    "model.fit(ds, epochs=4, steps_per_epoch=len(x) // BATCH)",
    "model.fit(ds, epochs=4, steps_per_epoch=len(ds))",
    "model.fit(ds, epochs=4, steps_per_epoch=None)",
    "model.fit(ds, epochs=4, steps_per_epoch=ds.cardinality().numpy())",
    # one epoch, or not more than there are
    "model.fit(ds, steps_per_epoch=20)",
    "model.fit(ds, epochs=1, steps_per_epoch=20)",
    "model.fit(ds, epochs=5, steps_per_epoch=2)",
    # begins again by itself
    "model.fit(ds.repeat(), epochs=4, steps_per_epoch=20)",
    "model.fit(ds.repeat(4), epochs=4, steps_per_epoch=10)",
    "model.fit(ds.repeat(None), epochs=4, steps_per_epoch=20)",
    "model.fit(ds.repeat(times), epochs=4, steps_per_epoch=20)",
    # not known
    "model.fit(ds, epochs=n, steps_per_epoch=20)",
    "model.fit(ds, epochs=4, steps_per_epoch=steps)",
    "model.fit(ds.filter(f), epochs=4, steps_per_epoch=20)",
    "model.fit(ds.unbatch().batch(n), epochs=4, steps_per_epoch=20)",
    "model.fit(ds.flat_map(f), epochs=4, steps_per_epoch=20)",
    "model.fit(ds.apply(f), epochs=4, steps_per_epoch=20)",
    "d = tf.data.Dataset.from_tensor_slices(load()).batch(8)\nmodel.fit(d, epochs=4, steps_per_epoch=20)",
    "d = tf.data.TFRecordDataset(files).batch(8)\nmodel.fit(d, epochs=4, steps_per_epoch=20)",
    "d = tf.data.Dataset.from_generator(g, output_signature=s).batch(8)\n"
    "model.fit(d, epochs=4, steps_per_epoch=20)",
    "d = tf.data.Dataset.from_tensor_slices(x[mask]).batch(8)\nmodel.fit(d, epochs=4, steps_per_epoch=99)",
    "d = tf.data.Dataset.from_tensor_slices(x[:n]).batch(8)\nmodel.fit(d, epochs=4, steps_per_epoch=99)",
    "if more:\n    x = np.random.rand(9999, 20)\nd = tf.data.Dataset.from_tensor_slices(x).batch(8)\n"
    "model.fit(d, epochs=4, steps_per_epoch=99)",
    # others
    "model.fit(x, y, epochs=4, batch_size=16, steps_per_epoch=20)",
    "model.fit(g(), epochs=4, steps_per_epoch=20)",
    "trainer.fit(ds, epochs=4, steps_per_epoch=20)",
    "model.fit(ds, epochs=4, steps_per_epoch=20, **options)",
    "model.evaluate(ds, steps=20)",
    "class Net(tf.keras.Model):\n    def fit(self, ds, epochs, steps_per_epoch): pass\n"
    "Net().fit(ds, epochs=4, steps_per_epoch=20)",
    "v = ds.take(5)\nmodel.fit(x, y, epochs=4, validation_data=v, validation_steps=3)",
    "v = ds.take(5).repeat()\nmodel.fit(x, y, epochs=4, validation_data=v, validation_steps=9)",
]


@pytest.mark.parametrize(("code", "steps", "batches", "keras2", "keras3"), FIRING)
def test_runs_out_of_data(code: str, steps: int, batches: int, keras2: str, keras3: str) -> None:
    (found,) = findings(HEAD + code, "both", "TFC710")
    assert found.severity.value == "warning"
    assert found.message.startswith(
        f"steps_per_epoch is {steps}, and the dataset ends after {batches} batches: "
    )
    assert [effect.text for effect in found.effects] == [keras2, keras3]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str, target: str) -> None:
    assert lint(HEAD + code, target, "TFC710") == []


def test_validation_runs_once() -> None:
    code = HEAD + "model.fit(x, y, epochs=4, validation_data=ds, validation_steps=11)"
    (found,) = findings(code, "both", "TFC710")
    assert [effect.text for effect in found.effects] == [
        "validates only the first of 4 epochs",
        "validates on all of it",
    ]
    assert lint(code, "keras3", "TFC710") == []
    assert fix(code, "keras2", "TFC710", unsafe=True) == code.replace(", validation_steps=11", "")


def test_it_is_left_out_where_that_is_wanted() -> None:
    code = HEAD + "model.fit(ds, steps_per_epoch=20, epochs=4)"
    assert fix(code, only="TFC710") == code
    assert fix(code, only="TFC710", unsafe=True) == code.replace("steps_per_epoch=20, ", "")


def test_whole_epochs_are_well_on_keras_3() -> None:
    code = HEAD + "model.fit(ds, epochs=4, steps_per_epoch=5)"
    assert lint(code, "keras2", "TFC710") == ["TFC710:8 warning"]
    assert lint(code, "keras3", "TFC710") == []
