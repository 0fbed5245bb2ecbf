"""TFC210 generator-output-types."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from settings import options
from rows import rows
model = keras.Sequential([keras.layers.Dense(1)])
inputs = keras.Input((3,))
functional = keras.Model(inputs, keras.layers.Dense(1)(inputs))
T = (tf.float32, tf.int64)
Dataset = tf.data.Dataset
ds = Dataset.from_generator(rows, output_types=T).batch(8)
"""
LINES = HEAD.count("\n")

# What it is, and the code, with a finding in its last line.
FIRES = [
    ("by name", "model.fit(ds, epochs=2)\n"),
    ("by position", "model.fit(Dataset.from_generator(rows, T).batch(2))\n"),
    ("shuffled, repeated, prefetched", "ds = ds.shuffle(9).repeat(2).prefetch(1)\nmodel.fit(x=ds)\n"),
    ("a string", "model.fit(Dataset.from_generator(rows, output_types='float32', args=[3]))\n"),
    ("not batched", "model.fit(Dataset.from_generator(rows, T))\n"),
    (
        "an object",
        "class Rows:\n    def __call__(self):\n        yield 1, 2\n"
        "model.fit(Dataset.from_generator(Rows(), output_types=T).batch(2))\n",
    ),
    (
        "in a function",
        "def load():\n    return Dataset.from_generator(rows, T).batch(2)\nmodel.fit(load())\n",
    ),
    ("shuffled or not", "if options:\n    ds = ds.shuffle(9)\nmodel.fit(ds)\n"),
]

SILENT = [
    (
        "a signature",
        "model.fit(Dataset.from_generator(rows, output_signature=tf.TensorSpec((3,))).batch(2))\n",
    ),
    (
        "shapes",
        "model.fit(Dataset.from_generator(rows, output_types=T, output_shapes=((3,), ())).batch(2))\n",
    ),
    ("shapes by position", "model.fit(Dataset.from_generator(rows, T, ((3,), ())).batch(2))\n"),
    ("options", "model.fit(Dataset.from_generator(rows, T, **options))\n"),
    ("set in between", "model.fit(Dataset.from_generator(rows, T).map(shaped).batch(2))\n"),
    ("padded", "model.fit(Dataset.from_generator(rows, T).padded_batch(2, ((3,), ())))\n"),
    ("applied", "model.fit(ds.apply(shaped))\n"),
    ("its own loop", "for x, y in ds:\n    step(x, y)\n"),
    ("predict", "model.predict(ds)\n"),
    ("validation of a model that is built", "model.fit(other, validation_data=ds)\n"),
    ("a model from elsewhere", "net.fit(ds)\n"),
    (
        "one way with shapes",
        "if options:\n    ds = Dataset.from_generator(rows, output_signature=s)\nmodel.fit(ds)\n",
    ),
    ("two of them", "if options:\n    ds = Dataset.from_generator(rows, T)\nmodel.fit(ds)\n"),
    (
        "its own step",
        "class Net(keras.Model):\n    def train_step(self, data):\n        pass\nNet().fit(ds)\n",
    ),
    ("caught", "try:\n    model.fit(ds)\nexcept ValueError:\n    pass\n"),
    ("expected", "import pytest\nwith pytest.raises(ValueError):\n    model.fit(ds)\n"),
    ("another from_generator", "model.fit(Vocabulary.from_generator(rows, T))\n"),
    ("a zip", "model.fit(tf.data.Dataset.zip((ds, ds)))\n"),
]


@pytest.mark.parametrize("code", [row[1] for row in FIRES], ids=[row[0] for row in FIRES])
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_fires(code: str, target: str) -> None:
    assert lint(HEAD + code, target, only="TFC210") == [f"TFC210:{LINES + code.count(chr(10))} error"]


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC210") == []


def test_a_functional_model_has_inputs_of_a_shape_on_keras_2() -> None:
    code = f"{HEAD}functional.fit(ds)\n"
    assert lint(code, "keras3", only="TFC210") == [f"TFC210:{LINES + 1} error"]
    assert lint(code, "keras2", only="TFC210") == []


def test_the_message_says_where_it_is_made() -> None:
    (finding,) = findings(f"{HEAD}model.fit(ds)\n", only="TFC210")
    assert "from_generator in line 10 is given types and no shapes" in finding.message
