"""TFC212 fit-endless-dataset."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import functools
import tensorflow as tf
from tensorflow import keras
from settings import COUNT, options, paths
model = keras.Sequential([keras.layers.Dense(1)])
ds = tf.data.TFRecordDataset(paths).batch(8)
def forever():
    while True:
        yield 1
def once():
    for v in range(3):
        yield v
Dataset = tf.data.Dataset
"""

# What it is, and the code, with a finding in its last line.
FIRES = [
    ("repeat", "model.fit(ds.repeat(), epochs=3)\n"),
    ("through a variable", "ds = ds.repeat().prefetch(1)\nmodel.fit(ds)\n"),
    ("None", "model.fit(ds.repeat(None))\n"),
    ("minus one", "model.fit(x=ds.repeat(-1))\n"),
    ("by name", "model.fit(ds.repeat(count=None), steps_per_epoch=None)\n"),
    ("validation", "model.fit(ds, steps_per_epoch=3, validation_data=ds.repeat())\n"),
    ("evaluate", "model.evaluate(ds.repeat())\n"),
    ("predict", "model.predict(ds.repeat())\n"),
    ("other operations behind it", "model.fit(ds.repeat().shuffle(9).map(f).batch(2).prefetch(2))\n"),
    ("a filter behind it", "model.fit(ds.repeat().filter(f))\n"),
    ("on both ways", "if COUNT:\n    ds = ds.shuffle(9)\nds = ds.repeat()\nmodel.fit(ds)\n"),
    ("the default of a helper", "def make(count=None):\n    return ds.repeat(count)\nmodel.fit(make())\n"),
    (
        "one of two helpers",
        "def make(count=None):\n    return ds.repeat(count)\nheld = make(1)\n"
        "model.fit(make(), validation_data=held)\n",
    ),
    ("a generator", "model.fit(Dataset.from_generator(forever, output_types=tf.int32).batch(2))\n"),
    (
        "a generator in a lambda",
        "model.fit(Dataset.from_generator(lambda: forever(), output_types=tf.int32))\n",
    ),
    (
        "a generator with arguments",
        "def rows(n):\n    while True:\n        for v in range(n):\n            if v > 3:\n"
        "                break\n"
        "            yield v\n"
        "model.fit(Dataset.from_generator(functools.partial(rows, 3), output_types=tf.int32))\n",
    ),
    (
        "an object that is a generator",
        "class Rows:\n    def __call__(self):\n        while 1:\n            yield 1\n"
        "model.fit(Dataset.from_generator(Rows(), output_types=tf.int32))\n",
    ),
    ("in a function", "def train(net: keras.Model):\n    net.fit(ds.repeat())\n"),
    ("a class of the module", "class Net(keras.Model):\n    pass\nnet = Net()\nnet.fit(ds.repeat())\n"),
]

SILENT = [
    ("with steps", "model.fit(ds.repeat(), steps_per_epoch=9)\n"),
    ("with steps from elsewhere", "model.fit(ds.repeat(), steps_per_epoch=COUNT)\n"),
    ("steps by position", "model.fit(ds.repeat(), None, None, 1, 0, None, 0, None, 1, None, None, 0, 9)\n"),
    ("options", "model.fit(ds.repeat(), **options)\n"),
    ("no repeat", "model.fit(ds, epochs=9)\n"),
    ("counted", "model.fit(ds.repeat(3))\n"),
    ("a count from elsewhere", "model.fit(ds.repeat(COUNT))\n"),
    ("taken from", "model.fit(ds.repeat().take(9))\n"),
    ("taken from, later", "ds = ds.repeat().batch(2)\nds = ds.take(COUNT)\nmodel.fit(ds)\n"),
    ("applied to", "model.fit(ds.repeat().apply(f))\n"),
    ("only sometimes", "if COUNT:\n    ds = ds.repeat()\nmodel.fit(ds)\n"),
    ("a helper that is told", "def make(count=None):\n    return ds.repeat(count)\nmodel.fit(make(1))\n"),
    ("zipped with what ends", "model.fit(Dataset.zip((ds, ds.repeat())))\n"),
    ("validation with steps", "model.fit(ds, validation_data=ds.repeat(), validation_steps=3)\n"),
    ("evaluate with steps", "model.evaluate(ds.repeat(), steps=3)\n"),
    ("predict with steps", "model.predict(ds.repeat(), None, 0, 3)\n"),
    (
        "stopped by hand",
        "class Stop(C):\n    def f(self):\n        self.model.stop_training = True\nmodel.fit(ds.repeat())\n",
    ),
    ("a loop of one's own", "for v in ds.repeat():\n    train(v)\n"),
    ("a model from elsewhere", "net.fit(ds.repeat())\n"),
    (
        "a fit of its own",
        "class Net(keras.Model):\n    def fit(self, ds):\n        pass\nNet().fit(ds.repeat())\n",
    ),
    ("data from elsewhere", "from data import ds\nmodel.fit(ds.repeat())\n"),
    ("a list", "model.fit(rows.repeat())\n"),
    ("a generator that ends", "model.fit(Dataset.from_generator(once, output_types=tf.int32))\n"),
    (
        "a generator that is left",
        "def rows():\n    while True:\n        v = read()\n        if v is None:\n            break\n"
        "        yield v\n"
        "model.fit(Dataset.from_generator(rows, output_types=tf.int32))\n",
    ),
    (
        "a generator that returns",
        "def rows():\n    while True:\n        if done():\n            return\n        yield 1\n"
        "model.fit(Dataset.from_generator(rows, output_types=tf.int32))\n",
    ),
    (
        "a generator that may return before",
        "def rows():\n    if done():\n        return\n    while True:\n        yield 1\n"
        "model.fit(Dataset.from_generator(rows, output_types=tf.int32))\n",
    ),
    (
        "a generator that is decorated",
        "@limited\ndef rows():\n    while True:\n        yield 1\n"
        "model.fit(Dataset.from_generator(rows, output_types=tf.int32))\n",
    ),
    (
        "an endless generator, taken from",
        "model.fit(Dataset.from_generator(forever, output_types=tf.int32).take(3))\n",
    ),
    ("steps of the generator", "model.fit(Dataset.from_generator(forever, tf.int32), steps_per_epoch=3)\n"),
    ("expected to fail", "import pytest\nwith pytest.raises(ValueError):\n    model.fit(ds.repeat())\n"),
    ("caught", "try:\n    model.fit(ds.repeat())\nexcept ValueError:\n    pass\n"),
    ("scikit-learn", "from sklearn.svm import SVC\nSVC().fit(ds.repeat())\n"),
]


@pytest.mark.parametrize("code", [row[1] for row in FIRES], ids=[row[0] for row in FIRES])
@pytest.mark.parametrize("target", ["keras2", "keras3"])
def test_fires(code: str, target: str) -> None:
    lines = (HEAD + code).count("\n")
    assert lint(HEAD + code, target, only="TFC212") == [f"TFC212:{lines} error"]


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC212") == []


MESSAGES = [
    ("model.fit(ds.repeat())\n", "keras3", "Keras 3 hangs: the first epoch never ends"),
    ("model.fit(ds.repeat())\n", "keras2", "Keras 2 raises ValueError"),
    ("model.fit(ds.repeat().filter(f))\n", "keras2", "Keras hangs: the first epoch never ends"),
    ("model.fit(Dataset.from_generator(forever, tf.int32))\n", "keras2", "the generator forever in line 7"),
    ("model.fit(ds, validation_data=ds.repeat())\n", "keras3", "validation_steps is not given"),
]


@pytest.mark.parametrize(("code", "target", "expected"), MESSAGES)
def test_messages(code: str, target: str, expected: str) -> None:
    (finding,) = findings(HEAD + code, target, only="TFC212")
    assert expected in finding.message
    assert finding.fix is not None
    assert ("leave out repeat()" in finding.fix.title) is ("repeat()" in code)


MADE = "import tensorflow as tf\ndef make(train=True):\n    ds = tf.data.TFRecordDataset('a')\n"
# What gives the dataset in ``other.py``, how it is called, and where the message says that it is endless.
ELSEWHERE = [
    (f"{MADE}    return ds.repeat()\n", "from other import make\nds = make()", "in line 4 of other.py"),
    (
        f"{MADE}    ds = ds.repeat().batch(2)\n    return ds\n",
        "import other\nds = other.make()",
        "in line 4 of",
    ),
    (f"{MADE}    return ds, ds.repeat()\n", "from other import *\n_, ds = make()", "in line 4 of other.py"),
    (
        f"{MADE}    if train:\n        ds = ds.shuffle(9)\n    return ds.repeat()\n",
        "from other import make\nds = make(False)",
        "in line 6 of other.py",
    ),
]
ENDING = [
    (f"{MADE}    return ds\n", "from other import make\nds = make()"),
    (f"{MADE}    return ds.repeat(3)\n", "from other import make\nds = make()"),
    (f"{MADE}    return ds.repeat().take(3)\n", "from other import make\nds = make()"),
    (f"{MADE}    return ds.repeat()\n", "from other import make\nds = make().take(3)"),
    (f"{MADE}    return ds.repeat(), ds\n", "from other import make\n_, ds = make()"),
    (
        f"{MADE}    if train:\n        ds = ds.repeat()\n    return ds\n",
        "from other import make\nds = make(False)",
    ),
    (
        f"{MADE}    if train:\n        ds = ds.repeat()\n    return ds\n",
        "from other import make\nds = make(unknown())",
    ),
    (
        "import tensorflow as tf\ndef make(given, n):\n"
        "    return tf.data.Dataset.from_generator(rows, tf.int32)\n",
        "from other import make\ndef forever():\n    while True:\n        yield 1\nds = make(forever, 3)",
    ),
]


@pytest.mark.parametrize(("other", "before", "where"), ELSEWHERE)
def test_a_dataset_of_another_file(other: str, before: str, where: str) -> None:
    code = f"{before}\nfrom tensorflow import keras\nm = keras.Sequential()\nm.fit(x, validation_data=ds)\n"
    (finding,) = findings(code, "keras3", "TFC212", other=other)
    assert where in finding.message


@pytest.mark.parametrize(("other", "before"), ENDING)
def test_a_dataset_of_another_file_that_may_end(other: str, before: str) -> None:
    code = f"from tensorflow import keras\nm = keras.Sequential()\n{before}\nm.fit(x, validation_data=ds)\n"
    assert findings(code, "keras3", "TFC212", other=other) == []
