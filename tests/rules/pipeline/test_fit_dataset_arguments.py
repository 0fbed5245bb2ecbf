"""fit-dataset-arguments: what is for arrays, given beside a dataset."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import numpy as np
import tensorflow as tf
from tensorflow import keras
model = keras.models.load_model("m.keras")
ds = tf.data.Dataset.from_tensor_slices((a, b)).batch(8)
val = tf.data.Dataset.from_tensor_slices((c, d)).batch(8)
shuffled = tf.data.Dataset.from_tensor_slices((a, b)).shuffle(99).batch(8)
"""

REMOVED = {
    "batch_size": ("model.fit(ds, batch_size=32)", "model.fit(ds)"),
    "in the middle": ("model.fit(ds, batch_size=BATCH, epochs=3)", "model.fit(ds, epochs=3)"),
    "shuffle in what is not shuffled": (
        "model.fit(ds, shuffle=True, batch_size=4)",
        "model.fit(ds, shuffle=True)",
    ),
    "beside a dataset to validate": (
        "model.fit(ds, validation_data=val, batch_size=4)",
        "model.fit(ds, validation_data=val)",
    ),
    "evaluate": ("model.evaluate(ds, batch_size=4)", "model.evaluate(ds)"),
    "predict": ("model.predict(ds.map(first), batch_size=4)", "model.predict(ds.map(first))"),
    "one a line": (
        "model.fit(\n    ds,\n    batch_size=4,\n    epochs=2,\n)",
        "model.fit(\n    ds,\n    epochs=2,\n)",
    ),
    "a loader": (
        'model.fit(keras.utils.image_dataset_from_directory("d"), batch_size=4)',
        'model.fit(keras.utils.image_dataset_from_directory("d"))',
    ),
    "the pipeline has no batches in sight": (
        "model.fit(ds.unbatch(), batch_size=8)",
        "model.fit(ds.unbatch())",
    ),
    "one way shuffles": (
        "data = ds if test else shuffled\nmodel.fit(data, shuffle=True)",
        "data = ds if test else shuffled\nmodel.fit(data)",
    ),
    "a loader that may shuffle": (
        'model.fit(keras.utils.image_dataset_from_directory("d", shuffle=flag), shuffle=True)',
        'model.fit(keras.utils.image_dataset_from_directory("d", shuffle=flag))',
    ),
    "a name that is set again": (
        "N = int(n)\nds = ds.unbatch().batch(N)\nN = int(m)\nmodel.fit(ds, batch_size=N)",
        "N = int(n)\nds = ds.unbatch().batch(N)\nN = int(m)\nmodel.fit(ds)",
    ),
}
# What the pipeline does anyway.
REDUNDANT = {
    "shuffle": ("model.fit(shuffled, epochs=3, shuffle=True)", "model.fit(shuffled, epochs=3)"),
    "both": ("model.fit(shuffled, shuffle=True, batch_size=8)", "model.fit(shuffled)"),
    "batch_size": ("model.fit(ds, batch_size=8)", "model.fit(ds)"),
    "by name": (
        "BATCH = int(n)\nds = ds.unbatch().batch(BATCH)\nmodel.fit(ds, batch_size=BATCH)",
        "BATCH = int(n)\nds = ds.unbatch().batch(BATCH)\nmodel.fit(ds)",
    ),
    "by an option": (
        "args = parse()\nmodel.fit(ds.unbatch().batch(args.n).prefetch(1), batch_size=args.n)",
        "args = parse()\nmodel.fit(ds.unbatch().batch(args.n).prefetch(1))",
    ),
    "by a parameter": (
        "def load(n):\n    return raw.batch(n)\nraw = tf.data.Dataset.range(9)\n"
        "model.fit(load(4), batch_size=4)",
        "def load(n):\n    return raw.batch(n)\nraw = tf.data.Dataset.range(9)\nmodel.fit(load(4))",
    ),
    "a loader": (
        'model.fit(keras.utils.image_dataset_from_directory("d"), batch_size=32, shuffle=True)',
        'model.fit(keras.utils.image_dataset_from_directory("d"))',
    ),
    "what is zipped": (
        "z = tf.data.Dataset.zip((shuffled, shuffled))\nmodel.fit(z, shuffle=True)",
        "z = tf.data.Dataset.zip((shuffled, shuffled))\nmodel.fit(z)",
    ),
    "the old way": (
        "model.fit(ds.apply(tf.data.experimental.shuffle_and_repeat(9)), shuffle=True)",
        "model.fit(ds.apply(tf.data.experimental.shuffle_and_repeat(9)))",
    ),
}
BY_HAND = {
    "nothing shuffles": "warning: model.fit(ds, epochs=3, shuffle=True)",
    "a loader that does not": "warning: model.fit("
    'keras.utils.image_dataset_from_directory("d", shuffle=False), shuffle=True)',
    "windows of a series": "warning: model.fit("
    "keras.utils.timeseries_dataset_from_array(a, b, 9), shuffle=True)",
    "a batch size by position": "warning: model.fit(ds, None, 32)",
    "options": 'warning: options = {"batch_size": 4}\nmodel.fit(ds, **options)',
    "a split": "error: model.fit(ds, validation_split=0.2)",
    "a split of a constant": "error: SPLIT = 0.1\nmodel.fit(ds, validation_split=SPLIT)",
    "targets": "error: model.fit(ds, np.ones(8))",
    "targets by name": "error: model.evaluate(x=ds, y=np.array(labels))",
    "targets that are a dataset": "error: model.fit(ds, val)",
    "weights": "error: model.fit(ds, sample_weight=np.ones(8))",
    "a list of targets": "error: model.fit(ds, [1, 2, 3])",
}
SILENT = {
    "nothing else": "model.fit(ds, epochs=3, validation_data=val, verbose=0, class_weight={0: 1.0})",
    "arrays": "model.fit(x, y, batch_size=32, validation_split=0.2, shuffle=True)",
    "a dataset or arrays": """
        data = ds if pipeline else arrays
        model.fit(data, batch_size=32)
    """,
    "no targets": "model.fit(ds, y=None)",
    "targets that may be None": "model.fit(ds, targets if targets is not None else None)",
    "targets that are not known": "model.fit(ds, targets)",
    "no batch size": "model.fit(ds, batch_size=None)",
    "a batch size or none": "model.fit(ds, batch_size=None if pipeline else 32)",
    "arrays to validate": "model.fit(ds, validation_data=(x, y), batch_size=32)",
    "validation data that are not known": "model.fit(ds, validation_data=v, batch_size=32)",
    "their own batch size": "model.fit(ds, validation_data=(x, y), validation_batch_size=32)",
    "not shuffled": "model.fit(ds, shuffle=False)",
    "shuffled or not": "model.fit(ds, shuffle=flag)",
    "no split": "model.fit(ds, validation_split=0.0)",
    "a split that is not known": "model.fit(ds, validation_split=share)",
    "a split that is not used": "model.fit(ds, validation_split=0.2, validation_data=val)",
    "an iterator of pictures": """
        data = keras.preprocessing.image.ImageDataGenerator().flow_from_directory("d")
        model.fit(data, batch_size=32)
    """,
    "a generator": "model.fit(generate(), batch_size=32)",
    "a parameter": """
        def train(model, data, size):
            model.fit(data, batch_size=size)
    """,
    "a fit of its own": """
        class Mine(keras.Model):
            def fit(self, data, batch_size=32):
                return super().fit(data.batch(batch_size))

        Mine().fit(ds, batch_size=32)
    """,
    "another object": "trainer.fit(ds, batch_size=32)",
    "the error is waited for": """
        with pytest.raises(ValueError):
            model.fit(ds, validation_split=0.2)
    """,
    "unknown arguments": "model.fit(ds, **options)",
    "train_on_batch": "model.train_on_batch(ds, y)",
    "the elements of a dataset": """
        for x, y in ds:
            model.fit(x, y, batch_size=8)
    """,
}


@pytest.mark.parametrize(("code", "after"), REMOVED.values(), ids=REMOVED)
def test_removed(code: str, after: str) -> None:
    assert fix(HEAD + code, only="TFC211") == HEAD + after
    for target in ("keras2", "keras3"):
        assert {found.split()[1] for found in lint(HEAD + code, target, "TFC211")} == {"warning"}


@pytest.mark.parametrize(("code", "after"), REDUNDANT.values(), ids=REDUNDANT)
def test_redundant(code: str, after: str) -> None:
    assert fix(HEAD + code, only="TFC211") == HEAD + after
    for target in ("keras2", "keras3"):
        assert {found.split()[1] for found in lint(HEAD + code, target, "TFC211")} == {"info"}


@pytest.mark.parametrize("code", BY_HAND.values(), ids=BY_HAND)
def test_by_hand(code: str) -> None:
    severity, _, code = code.partition(": ")
    [found] = findings(HEAD + code, only="TFC211")
    assert found.severity.value == severity
    assert found.fix is not None
    assert found.fix.edits == ()


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC211") == []


def test_messages() -> None:
    found = findings(HEAD + "model.fit(ds, validation_split=0.2, batch_size=4)", only="TFC211")
    assert [each.message for each in found] == [
        "validation_split beside a Dataset: Keras raises ValueError",
        "batch_size beside a Dataset is ignored: its batches are those that the pipeline makes",
    ]


def test_messages_of_what_is_ignored() -> None:
    code = "model.fit(ds, shuffle=True, batch_size=8)\nmodel.fit(shuffled, shuffle=True)"
    found = findings(HEAD + code, only="TFC211")
    assert [each.message for each in found] == [
        "shuffle beside a Dataset is ignored: its order is that of the pipeline, "
        "and nothing in sight shuffles that",
        "batch_size beside a Dataset is ignored: the pipeline makes batches of this size already",
        "shuffle beside a Dataset is ignored: the pipeline shuffles already",
    ]
    assert [each.fix.title for each in found if each.fix is not None] == [
        "add .shuffle(n) to the pipeline",
        "remove batch_size",
        "remove shuffle",
    ]


def test_a_pipeline_of_another_file() -> None:
    helper = """\
import tensorflow as tf
def make(n):
    return tf.data.Dataset.range(9).apply(tf.data.experimental.ignore_errors()).batch(n)
def load(folder):
    return tf.keras.utils.image_dataset_from_directory(folder)
"""
    code = "from helper import make, load\ndata = make(8)\nmodel.fit(data, batch_size=8)\n"
    code += "model.fit(load('d'), batch_size=32, shuffle=True)\nmodel.fit(data.shuffle(9), shuffle=True)\n"
    found = findings(HEAD + code, only="TFC211", helper=helper)
    assert [f"{each.severity.value} {each.fix.title}" for each in found if each.fix is not None] == [
        "warning remove batch_size",
        "warning remove batch_size",
        "warning remove shuffle",
        "info remove shuffle",
    ]
