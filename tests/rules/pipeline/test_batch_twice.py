"""TFC219 pipeline-batch-twice."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from settings import AUGMENT, size, paths
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(1)])
ds = tf.data.Dataset.from_tensor_slices((x, y))
def flip(image, label):
    return tf.image.random_flip_left_right(image), label
"""

# What it is, and the code; the finding is in its line *.
FIRES = [
    ("in one chain", "model.fit(ds.batch(8).batch(8))\n", 1),
    ("by one name", "ds = ds.batch(size)\nds = ds.batch(size).prefetch(1)\nmodel.fit(ds)\n", 2),
    ("by one name, a keyword", "ds = ds.batch(batch_size=size)\nmodel.fit(ds.batch(size))\n", 2),
    ("a map in between", "ds = ds.batch(size).map(flip)\nds = ds.batch(size)\nmodel.fit(ds)\n", 2),
    (
        "a lambda in between",
        "ds = ds.batch(size).map(lambda a, b: (a / 255, b)).batch(size)\nmodel.fit(ds)\n",
        1,
    ),
    (
        "a map that is there or not",
        "ds = ds.batch(size)\nif AUGMENT:\n    ds = ds.map(flip)\nds = ds.batch(size)\nmodel.fit(ds)\n",
        4,
    ),
    ("shuffled, cached", "ds = ds.batch(size).cache().shuffle(9).batch(size)\nmodel.fit(ds)\n", 1),
    (
        "both drop the rest",
        "ds = ds.batch(9, drop_remainder=True).batch(9, drop_remainder=True)\nmodel.fit(ds)\n",
        1,
    ),
    ("padded", "ds = ds.padded_batch(size).padded_batch(size)\nmodel.fit(ds)\n", 1),
    ("for validation", "held = ds.batch(9).batch(9)\nmodel.fit(ds.batch(9), validation_data=held)\n", 1),
    ("for evaluate", "model.evaluate(ds.batch(9).batch(9))\n", 1),
    ("for predict", "model.predict(ds.batch(9).batch(9))\n", 1),
    ("twice given", "held = ds.batch(9).batch(9)\nmodel.fit(held)\nmodel.evaluate(held)\n", 1),
    (
        "a loader",
        "ds = keras.utils.image_dataset_from_directory('d').prefetch(1)\nmodel.fit(ds.batch(size))\n",
        2,
    ),
    (
        "a loader that is told a size",
        "ds = keras.preprocessing.text_dataset_from_directory('d', batch_size=8)\nds = ds.batch(4)\n"
        "model.fit(ds)\n",
        2,
    ),
    (
        "a loader of either part, as its function is told",
        "def read(part):\n"
        "    return keras.utils.image_dataset_from_directory('d', validation_split=0.2, subset=part)\n"
        "ds = read('training').batch(size)\nmodel.fit(ds, validation_data=read('validation'))\n",
        3,
    ),
    (
        "a loader with a dictionary of options",
        "options = dict(image_size=(8, 8), batch_size=size)\n"
        "ds = keras.utils.image_dataset_from_directory('d', **options)\nmodel.fit(ds.batch(4))\n",
        3,
    ),
    (
        "in a helper",
        "def prepare(ds):\n    return ds.batch(size)\nds = prepare(ds.batch(size))\nmodel.fit(ds)\n",
        2,
    ),
    (
        "by one number, once as a parameter",
        "def prepare(n):\n    return ds.batch(n)\nN = 8\nmodel.fit(prepare(N).batch(8))\n",
        4,
    ),
    (
        "by one number, in a class",
        "class Data:\n    def __init__(self, n):\n        self.n = n\n    def all(self):\n"
        "        return ds.batch(self.n)\nmodel.fit(Data(8).all().batch(8))\n",
        6,
    ),
]

SILENT = [
    ("once", "model.fit(ds.batch(8))\n"),
    (
        "a loader of single examples, by a dictionary",
        "options = {'batch_size': None}\nds = keras.utils.image_dataset_from_directory('d', **options)\n"
        "model.fit(ds.batch(4))\n",
    ),
    (
        "a loader with options out of sight",
        "ds = keras.utils.image_dataset_from_directory('d', **paths)\nmodel.fit(ds.batch(4))\n",
    ),
    ("windows", "ds = ds.batch(size + 1, drop_remainder=True).map(flip).batch(size)\nmodel.fit(ds)\n"),
    ("windows of the same size", "ds = ds.batch(size, drop_remainder=True).batch(size)\nmodel.fit(ds)\n"),
    ("windows by position", "ds = ds.batch(8, True).batch(8)\nmodel.fit(ds)\n"),
    ("other sizes", "ds = ds.batch(10).batch(32)\nmodel.fit(ds)\n"),
    ("other names", "ds = ds.batch(steps).batch(size)\nmodel.fit(ds)\n"),
    (
        "other numbers by one name",
        "def cut(size):\n    return ds.batch(size)\nsize = 32\nmodel.fit(cut(10).batch(size))\n",
    ),
    ("a parameter", "def prepare(n):\n    return ds.batch(n)\nmodel.fit(prepare(steps).batch(8))\n"),
    ("taken apart", "ds = ds.batch(8).unbatch().batch(8)\nmodel.fit(ds)\n"),
    ("flat", "ds = ds.batch(8).flat_map(rows).batch(8)\nmodel.fit(ds)\n"),
    ("rebatched", "ds = ds.batch(8).rebatch(4)\nmodel.fit(ds)\n"),
    ("of one", "ds = ds.batch(1).batch(1)\nmodel.fit(ds)\n"),
    (
        "reshaped",
        "def flat(v):\n    return tf.reshape(v, (-1,))\nds = ds.batch(8).map(flat).batch(8)\nmodel.fit(ds)\n",
    ),
    ("the first of it", "ds = ds.batch(8).map(lambda v: v[0]).batch(8)\nmodel.fit(ds)\n"),
    (
        "a function from elsewhere",
        "from other import cut\nds = ds.batch(8).map(cut).batch(8)\nmodel.fit(ds)\n",
    ),
    ("only sometimes", "if AUGMENT:\n    ds = ds.batch(size)\nds = ds.batch(size)\nmodel.fit(ds)\n"),
    ("not into a model", "for v in ds.batch(8).batch(8):\n    print(v)\n"),
    ("a model from elsewhere", "net.fit(ds.batch(8).batch(8))\n"),
    ("a batch for a batch", "a = ds.batch(8)\nb = ds.batch(8)\nmodel.fit(a, validation_data=b)\n"),
    (
        "a loader that gives no batches",
        "ds = keras.utils.image_dataset_from_directory('d', batch_size=None)\nmodel.fit(ds.batch(8))\n",
    ),
    (
        "a loader, taken apart",
        "ds = keras.utils.image_dataset_from_directory('d')\nmodel.fit(ds.unbatch().batch(8))\n",
    ),
    (
        "a loader with options",
        "ds = keras.utils.image_dataset_from_directory('d', **options)\nmodel.fit(ds.batch(8))\n",
    ),
    (
        "its own step",
        "class Net(keras.Model):\n    def train_step(self, data):\n        pass\n"
        "Net().fit(ds.batch(8).batch(8))\n",
    ),
    ("sequences", "net = keras.Sequential([keras.layers.LSTM(3)])\nnet.fit(ds.batch(8).batch(8))\n"),
    ("expected", "import pytest\nwith pytest.raises(ValueError):\n    model.fit(ds.batch(8).batch(8))\n"),
    ("no datasets", "model.fit(frame.batch(8).batch(8))\n"),
    ("a list of datasets", "model.fit(x, y, validation_data=[a, b])\n"),
]


@pytest.mark.parametrize(("code", "line"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_fires(code: str, line: int, target: str) -> None:
    assert lint(HEAD + code, target, only="TFC219") == [f"TFC219:{HEAD.count(chr(10)) + line} error"]


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC219") == []


def test_the_message_says_what_batches_first() -> None:
    (finding,) = findings(f"{HEAD}ds = ds.batch(8)\nmodel.fit(ds.batch(8))\n", only="TFC219")
    assert finding.message.startswith("batch in line 8 gives batches already")
    loader = "ds = keras.utils.image_dataset_from_directory('d')\nmodel.fit(ds.batch(8))\n"
    (finding,) = findings(HEAD + loader, only="TFC219")
    assert finding.message.startswith("image_dataset_from_directory in line 8 gives batches already")
