"""TFC201 pipeline-cache."""

from __future__ import annotations

import time
from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import functools
import numpy as np
import tensorflow as tf
from tensorflow import keras
x, y = np.ones((10, 4)), np.ones(10)
Dataset = tf.data.Dataset
"""
HEAD_LINES = HEAD.count("\n")

# What it is, the code, "severity applicability" of its only finding, and what the fix makes of it.
BECOMES = [
    (
        "a copy of arrays",
        "ds = tf.data.Dataset.from_tensor_slices((x, y)).cache().batch(8)\n",
        "warning safe",
        "ds = tf.data.Dataset.from_tensor_slices((x, y)).batch(8)\n",
    ),
    (
        "a single batch",
        "n = get()\ndata = tf.random.uniform([n, 4])\nlabels = tf.random.uniform([n, 1])\n"
        "ds = tf.data.Dataset.from_tensor_slices((data, labels)).cache().repeat().batch(n)\n",
        "info safe",
        "n = get()\ndata = tf.random.uniform([n, 4])\nlabels = tf.random.uniform([n, 1])\n"
        "ds = tf.data.Dataset.from_tensor_slices((data, labels)).repeat().batch(n)\n",
    ),
    (
        "a few numbers",
        "a = [1, 2, 3]\nds = Dataset.from_tensor_slices(a).cache()\n",
        "info safe",
        "a = [1, 2, 3]\nds = Dataset.from_tensor_slices(a)\n",
    ),
    (
        "a few numbers, and what is not in sight",
        "ds = Dataset.from_tensor_slices(([1, 2], x)).cache()\n",
        "warning safe",
        "ds = Dataset.from_tensor_slices(([1, 2], x))\n",
    ),
    (
        "more than one batch",
        "ds = Dataset.from_tensor_slices(np.random.normal(size=(100, 4))).cache().batch(8)\n"
        "more = Dataset.from_tensor_slices(tf.zeros([100, 4])).batch(8)\n",
        "warning safe",
        "ds = Dataset.from_tensor_slices(np.random.normal(size=(100, 4))).batch(8)\n"
        "more = Dataset.from_tensor_slices(tf.zeros([100, 4])).batch(8)\n",
    ),
    (
        "after batch",
        "ds = Dataset.from_tensor_slices(x).batch(8).cache()\n",
        "warning safe",
        "ds = Dataset.from_tensor_slices(x).batch(8)\n",
    ),
    (
        "from_tensors, an empty file name",
        "ds = Dataset.from_tensors(x).cache('').repeat()\n",
        "warning safe",
        "ds = Dataset.from_tensors(x).repeat()\n",
    ),
    (
        "shuffled before: each epoch is shuffled anew without the cache",
        "ds = Dataset.from_tensor_slices(x).shuffle(10).cache()\n",
        "warning unsafe",
        "ds = Dataset.from_tensor_slices(x).shuffle(10)\n",
    ),
    (
        "a statement of its own",
        "ds = Dataset.from_tensor_slices(x)\nds = ds.cache()  # faster\nds = ds.batch(8)\n",
        "warning safe",
        "ds = Dataset.from_tensor_slices(x)\n# faster\nds = ds.batch(8)\n",
    ),
    (
        "a statement of its own that holds a comment",
        "ds = Dataset.from_tensor_slices(x)\nds = (ds  # rows\n      .cache())\n",
        "warning safe",
        "ds = Dataset.from_tensor_slices(x)\nds = (ds  # rows\n      )\n",
    ),
    (
        "under another name",
        "ds = Dataset.from_tensor_slices(x)\ncached = ds.cache()\nfor v in cached:\n    pass\n",
        "warning safe",
        "ds = Dataset.from_tensor_slices(x)\ncached = ds\nfor v in cached:\n    pass\n",
    ),
    (
        "a chain in parentheses, with comments",
        "ds = (\n    Dataset.from_tensor_slices(x)  # rows\n    # all of them\n    .cache()\n"
        "    # in tens\n    .batch(10)\n)\n",
        "warning safe",
        "ds = (\n    Dataset.from_tensor_slices(x)  # rows\n    # all of them\n"
        "    # in tens\n    .batch(10)\n)\n",
    ),
    (
        "a chain over backslashes",
        "ds = Dataset.from_tensor_slices(x) \\\n    .cache() \\\n    .batch(10)\n",
        "warning safe",
        "ds = Dataset.from_tensor_slices(x) \\\n    .batch(10)\n",
    ),
    (
        "the last over backslashes",
        "ds = Dataset.from_tensor_slices(x) \\\n    .batch(10) \\\n    .cache()\n",
        "warning safe",
        "ds = Dataset.from_tensor_slices(x) \\\n    .batch(10)\n",
    ),
    (
        "the last over backslashes, with a comment",
        "ds = Dataset.from_tensor_slices(x) \\\n    .batch(10) \\\n    .cache()  # once\n",
        "warning safe",
        "ds = Dataset.from_tensor_slices(x) \\\n    .batch(10)  # once\n",
    ),
    (
        "a comment inside would be lost",
        "ds = Dataset.from_tensor_slices(x).cache(\n    # measured: 3 GB\n)\n",
        "warning manual",
        "ds = Dataset.from_tensor_slices(x).cache(\n    # measured: 3 GB\n)\n",
    ),
    (
        "zip of arrays",
        "ds = Dataset.zip((Dataset.from_tensor_slices(x), Dataset.from_tensor_slices(y))).cache()\n",
        "warning safe",
        "ds = Dataset.zip((Dataset.from_tensor_slices(x), Dataset.from_tensor_slices(y)))\n",
    ),
    (
        "concatenated arrays",
        "b = Dataset.from_tensor_slices(y)\nds = Dataset.from_tensor_slices(x).concatenate(b).cache()\n",
        "warning safe",
        "b = Dataset.from_tensor_slices(y)\nds = Dataset.from_tensor_slices(x).concatenate(b)\n",
    ),
    (
        "in a helper",
        """
        def prepare(ds, training=False):
            ds = ds.cache()
            if training:
                ds = ds.shuffle(10)
            return ds.batch(8)
        train = prepare(Dataset.from_tensor_slices(x), training=True)
        """,
        "warning safe",
        """
        def prepare(ds, training=False):
            if training:
                ds = ds.shuffle(10)
            return ds.batch(8)
        train = prepare(Dataset.from_tensor_slices(x), training=True)
        """,
    ),
    (
        "of what a helper returns",
        """
        def load():
            return Dataset.from_tensor_slices(x), Dataset.from_tensor_slices(y)
        train, test = load()
        train = train.cache().batch(8)
        """,
        "warning safe",
        """
        def load():
            return Dataset.from_tensor_slices(x), Dataset.from_tensor_slices(y)
        train, test = load()
        train = train.batch(8)
        """,
    ),
    (
        "a look at the first element is no second reader",
        "ds = Dataset.from_tensor_slices(x).cache()\nfor v in ds.take(1):\n    print(v)\nds = ds.batch(8)\n",
        "warning safe",
        "ds = Dataset.from_tensor_slices(x)\nfor v in ds.take(1):\n    print(v)\nds = ds.batch(8)\n",
    ),
    (
        "after a map of a lambda",
        "ds = Dataset.from_tensor_slices(x).map(lambda v: tf.cast(v, tf.float32) / 255).cache()\n",
        "info manual",
        "ds = Dataset.from_tensor_slices(x).map(lambda v: tf.cast(v, tf.float32) / 255).cache()\n",
    ),
    (
        "after a map of a local function",
        """
        def scale(v):
            return tf.image.resize(v, (8, 8)) / 255.0
        ds = Dataset.from_tensor_slices(x).map(scale, num_parallel_calls=tf.data.AUTOTUNE).batch(4).cache()
        """,
        "info manual",
        """
        def scale(v):
            return tf.image.resize(v, (8, 8)) / 255.0
        ds = Dataset.from_tensor_slices(x).map(scale, num_parallel_calls=tf.data.AUTOTUNE).batch(4).cache()
        """,
    ),
    (
        "after a map of a layer",
        "scale = keras.layers.Rescaling(2)\n"
        "ds = Dataset.from_tensor_slices(x).map(lambda v: scale(v)).cache()\n",
        "info manual",
        "scale = keras.layers.Rescaling(2)\n"
        "ds = Dataset.from_tensor_slices(x).map(lambda v: scale(v)).cache()\n",
    ),
    (
        "after an endless repeat",
        "ds = tf.data.TFRecordDataset(['a']).repeat().cache().batch(8)\n",
        "error safe",
        "ds = tf.data.TFRecordDataset(['a']).cache().repeat().batch(8)\n",
    ),
    (
        "repeat(-1) and repeat(None) are endless",
        "ds = tf.data.TFRecordDataset(['a']).repeat(-1)\nds = ds.cache()\n",
        "error safe",
        "ds = tf.data.TFRecordDataset(['a']).cache()\nds = ds.repeat(-1)\n",
    ),
    (
        "an unseen map may be random: caching it may change what is trained on",
        "from a import augment\nds = tf.data.TFRecordDataset(['a']).map(augment).repeat(None).cache()\n",
        "error unsafe",
        "from a import augment\nds = tf.data.TFRecordDataset(['a']).map(augment).cache().repeat(None)\n",
    ),
    (
        "shuffled: the cache goes",
        "ds = tf.data.TFRecordDataset(['a']).shuffle(9).repeat().cache()\n",
        "error safe",
        "ds = tf.data.TFRecordDataset(['a']).shuffle(9).repeat()\n",
    ),
    (
        "all are taken",
        "ds = tf.data.TFRecordDataset(['a']).repeat().cache().take(-1)\n",
        "error safe",
        "ds = tf.data.TFRecordDataset(['a']).cache().repeat().take(-1)\n",
    ),
    (
        "taken once for a look, and read as a whole",
        "ds = tf.data.TFRecordDataset(['a']).repeat().cache()\na = ds.take(1)\nmodel.fit(ds)\n",
        "error safe",
        "ds = tf.data.TFRecordDataset(['a']).cache().repeat()\na = ds.take(1)\nmodel.fit(ds)\n",
    ),
    (
        "not directly after the repeat: the cache goes",
        "ds = tf.data.TFRecordDataset(['a']).repeat().batch(8).cache().prefetch(1)\n",
        "error safe",
        "ds = tf.data.TFRecordDataset(['a']).repeat().batch(8).prefetch(1)\n",
    ),
    (
        "repeated arrays need none at all",
        "ds = Dataset.from_tensor_slices(x).repeat().cache()\n",
        "error safe",
        "ds = Dataset.from_tensor_slices(x).repeat()\n",
    ),
    (
        "links and their comments change places",
        "ds = (\n    tf.data.TFRecordDataset(['a'])\n    .repeat()  # forever\n    .cache()  # once\n)\n",
        "error safe",
        "ds = (\n    tf.data.TFRecordDataset(['a'])\n    .cache()  # once\n    .repeat()  # forever\n)\n",
    ),
    (
        "three copies",
        "ds = tf.data.TFRecordDataset(['a']).repeat(3).cache()\n",
        "warning safe",
        "ds = tf.data.TFRecordDataset(['a']).cache().repeat(3)\n",
    ),
    (
        "a parameter that is a dataset, endless",
        "def prepare(ds: tf.data.Dataset):\n    return ds.repeat().cache()\n",
        "error unsafe",
        "def prepare(ds: tf.data.Dataset):\n    return ds.cache().repeat()\n",
    ),
    (
        "cached twice, a batch apart",
        "ds = tf.data.TFRecordDataset(['a']).cache().batch(8).cache()\n",
        "warning safe",
        "ds = tf.data.TFRecordDataset(['a']).cache().batch(8)\n",
    ),
    (
        "cached twice, work between: the first goes",
        "ds = tf.data.TFRecordDataset(['a']).cache().map(parse).cache().batch(8)\n",
        "warning safe",
        "ds = tf.data.TFRecordDataset(['a']).map(parse).cache().batch(8)\n",
    ),
    (
        "cached twice over two statements",
        "ds = tf.data.TFRecordDataset(['a'])\nds = ds.cache()\nds = ds.batch(8)\nds = ds.cache()\n",
        "warning safe",
        "ds = tf.data.TFRecordDataset(['a'])\nds = ds.cache()\nds = ds.batch(8)\n",
    ),
]

STAYS = [
    ("a file", "Dataset.from_tensor_slices(x).cache('train.cache').batch(8)"),
    ("a file by keyword", "Dataset.from_tensor_slices(x).cache(filename='train.cache')"),
    ("a file from a variable", "Dataset.from_tensor_slices(x).cache(path)"),
    ("a file after repeat", "tf.data.TFRecordDataset('a').repeat().cache('f')"),
    ("a file of its own, then memory", "tf.data.TFRecordDataset('a').cache('f').map(parse).cache()"),
    ("unpacked arguments", "Dataset.from_tensor_slices(x).cache(*args)"),
    ("take before", "Dataset.from_tensor_slices(x).take(100).cache()"),
    ("skip before", "Dataset.from_tensor_slices(x).skip(100).cache()"),
    ("filter before", "Dataset.from_tensor_slices(x).filter(lambda v: v > 0).cache()"),
    ("records", "tf.data.TFRecordDataset('a').map(parse).cache()"),
    ("lines", "tf.data.TextLineDataset('a').cache().shuffle(9)"),
    ("a generator", "Dataset.from_generator(gen, output_signature=spec).cache()"),
    ("a directory of images", "keras.utils.image_dataset_from_directory('a').cache()"),
    ("files read by interleave", "Dataset.from_tensor_slices(f).interleave(tf.data.TFRecordDataset).cache()"),
    ("files read by flat_map", "Dataset.from_tensor_slices(f).flat_map(tf.data.TFRecordDataset).cache()"),
    ("files read in a map", "Dataset.from_tensor_slices(f).map(lambda p: tf.io.read_file(p)).cache()"),
    ("images decoded in a map", "Dataset.from_tensor_slices(f).map(lambda b: tf.io.decode_jpeg(b)).cache()"),
    ("a map that cannot be seen", "Dataset.from_tensor_slices(f).map(load).cache()"),
    (
        "a random map: another rule's",
        "Dataset.from_tensor_slices(x).map(tf.image.random_flip_left_right).cache()",
    ),
    (
        "a Python function",
        "Dataset.range(9).map(lambda i: tf.py_function(load, [i], tf.float32)).cache()",
    ),
    ("apply may do anything", "Dataset.from_tensor_slices(x).apply(transform).cache()"),
    (
        "repeat made finite again",
        "tf.data.TFRecordDataset('a').repeat().batch(8).take(10).cache('f').repeat()",
    ),
    ("repeat made finite again, in memory", "tf.data.TFRecordDataset('a').repeat().take(10).cache()"),
    ("a number of times", "tf.data.TFRecordDataset('a').repeat(epochs).cache()"),
    ("once", "tf.data.TFRecordDataset('a').repeat(1).cache()"),
    ("repeated by a random map", "tf.data.TFRecordDataset('a').map(augment).repeat(3).cache()"),
    ("repeat after cache", "tf.data.TFRecordDataset('a').cache().repeat()"),
    ("repeated, but only a part is taken", "tf.data.TFRecordDataset('a').repeat().cache().take(100)"),
    ("taken further on", "tf.data.TFRecordDataset('a').repeat().cache().batch(8).take(100).prefetch(1)"),
    ("taken by a condition", "tf.data.TFRecordDataset('a').repeat().cache().take_while(lambda v: v < 3)"),
    ("zip with files", "Dataset.zip((Dataset.from_tensor_slices(x), tf.data.TFRecordDataset('a'))).cache()"),
    ("zip of unknown", "Dataset.zip(parts).cache()"),
    (
        "concatenated with files",
        "Dataset.from_tensor_slices(x).concatenate(tf.data.TFRecordDataset('a')).cache()",
    ),
    ("no dataset", "store.repeat().cache()"),
    ("a Spark frame", "spark.read.csv('a').repeat().cache()"),
    ("functools", "functools.cache(load)"),
    ("joblib", "joblib.Memory('a').cache(load)"),
    ("an attribute of a model", "model.cache()"),
    ("a class of one's own", "Frames(Dataset.from_tensor_slices(x)).cache()"),
    ("a tfds dictionary is no dataset", "tensorflow_datasets.load('mnist').cache()"),
]

STAYS_WHOLE = [
    (
        "two caches on purpose: one for three derived sets",
        """
        ds = tf.data.TFRecordDataset('a').map(parse).cache()
        train = ds.filter(lambda v: v < 4).cache().shuffle(9)
        test = ds.filter(lambda v: v >= 4).cache()
        """,
    ),
    (
        "endless, but only a part is taken later",
        "ds = tf.data.TFRecordDataset('a').repeat().cache()\nds = ds.take(5)\nmodel.fit(ds)\n",
    ),
    (
        "endless, but all readers take a part",
        "ds = tf.data.TFRecordDataset('a').repeat().cache()\na = ds.take(5)\nb = ds.batch(8).take(5)\n",
    ),
    (
        "an attribute that a subclass binds to something else",
        """
        class Data:
            def __init__(self):
                self.ds = Dataset.from_tensor_slices(x)
            def load(self):
                return self.ds.cache()
        class FileData(Data):
            def __init__(self, files):
                self.ds = tf.data.TFRecordDataset(files)
        """,
    ),
    (
        "several sets are made of it",
        "ds = Dataset.from_tensor_slices(x).cache()\na = ds.skip(5)\nb = ds.batch(2)\n",
    ),
    (
        "one way it comes from files",
        """
        ds = Dataset.from_tensor_slices(x)
        if from_files:
            ds = tf.data.TFRecordDataset('a')
        ds = ds.cache()
        """,
    ),
    (
        "endless in one branch, cached in the other",
        """
        ds = tf.data.TFRecordDataset('a')
        if training:
            ds = ds.repeat()
        else:
            ds = ds.cache()
        """,
    ),
    (
        "perhaps endless",
        "ds = tf.data.TFRecordDataset('a')\nif training:\n    ds = ds.repeat()\nds = ds.cache()\n",
    ),
    (
        "asked for by a flag",
        "def make(cache_in_memory):\n    ds = Dataset.from_tensor_slices(x)\n"
        "    if cache_in_memory:\n        ds = ds.cache()\n    return ds\n",
    ),
    ("a parameter of unknown origin", "def make(ds: tf.data.Dataset):\n    return ds.cache().batch(8)\n"),
    ("a parameter of unknown type", "def make(ds):\n    return ds.repeat().cache()\n"),
    (
        "a helper that is also given files",
        "def make(ds):\n    return ds.cache()\n"
        "a, b = make(Dataset.from_tensor_slices(x)), make(tf.data.TFRecordDataset('a'))\n",
    ),
    (
        "a helper that is also given something unknown",
        "def make(ds):\n    return ds.cache()\na, b = make(Dataset.from_tensor_slices(x)), make(other)\n",
    ),
    (
        "a helper that is handed on",
        "def make(ds):\n    return ds.cache()\na = make(Dataset.from_tensor_slices(x))\nregister(make)\n",
    ),
    (
        "a variable that is rebound to something else",
        "ds = Dataset.from_tensor_slices(x)\nds = wrap(ds)\nds = ds.cache()\n",
    ),
    (
        "a local class named Dataset",
        "class Dataset:\n    pass\nds = Dataset.from_tensor_slices(x).repeat().cache()\n",
    ),
    (
        "another Dataset",
        "from datasets import Dataset as D\nds = D.from_dict({'a': [1]}).repeat().cache()\n",
    ),
    (
        "a cache with random maps all the way",
        "aug = keras.Sequential([keras.layers.RandomFlip()])\n"
        "ds = Dataset.from_tensor_slices(x).map(lambda v: aug(v)).cache()\n",
    ),
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "2.11"])
@pytest.mark.parametrize(
    ("code", "expected", "after"), [row[1:] for row in BECOMES], ids=[r[0] for r in BECOMES]
)
def test_becomes(code: str, expected: str, after: str, target: str) -> None:
    code, after = HEAD + dedent(code), HEAD + dedent(after)
    (finding,) = findings(code, target, "TFC201")
    assert finding.fix is not None
    assert f"{finding.severity.value} {finding.fix.applicability.value}" == expected
    safe = expected.endswith(" safe")
    assert fix(code, target, "TFC201", unsafe=not safe) == after
    if not safe:
        assert fix(code, target, "TFC201") == code


@pytest.mark.parametrize("code", [row[1] for row in STAYS], ids=[row[0] for row in STAYS])
def test_stays(code: str) -> None:
    assert lint(f"{HEAD}import tensorflow_datasets\nds = {code}\n", only="TFC201") == []


@pytest.mark.parametrize("code", [row[1] for row in STAYS_WHOLE], ids=[row[0] for row in STAYS_WHOLE])
def test_stays_whole(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC201") == []


def test_the_finding_is_at_the_link() -> None:
    code = "import tensorflow as tf\nds = (tf.data.Dataset.range(3)\n      .batch(2)\n      .cache())\n"
    (finding,) = findings(code, only="TFC201")
    assert code[finding.start : finding.end] == "cache()"


def test_a_helper_that_another_file_calls_may_be_given_anything() -> None:
    code = f"{HEAD}def make(ds):\n    return ds.cache()\nds = make(Dataset.from_tensor_slices(x))\n"
    assert lint(code, only="TFC201") == [f"TFC201:{HEAD_LINES + 2} warning"]
    assert lint(code, only="TFC201", other="from train import make\n") == []


def test_the_message_says_what_is_lost() -> None:
    (copy,) = findings(f"{HEAD}ds = Dataset.from_tensor_slices(x).cache()\n", only="TFC201")
    assert "copies data that from_tensor_slices already holds in memory" in copy.message
    (endless,) = findings(f"{HEAD}ds = tf.data.TFRecordDataset('a').repeat().cache()\n", only="TFC201")
    assert "grows by one whole dataset in memory with every epoch" in endless.message


def test_long_chains_of_statements_take_no_long_time() -> None:
    head = "import tensorflow as tf\nds = tf.data.TFRecordDataset('a')\n"
    begun = time.process_time()
    assert len(lint(head + "ds = ds.batch(3).cache()\n" * 200, only="TFC201")) == 199
    assert time.process_time() - begun < 2
