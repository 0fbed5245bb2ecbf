"""What is a dataset, and how it came about."""

from __future__ import annotations

from textwrap import dedent

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.datasets.chains import Chain
from tflint_ckpt.semantics.module import Module

HEAD = """\
import tensorflow as tf
import tensorflow_datasets as tfds
from tensorflow import keras
from typing import Optional
Dataset = tf.data.Dataset
"""


def shown(chain: Chain) -> str:
    """``range.map.batch``; ``?`` where the beginning is unknown."""
    source = chain.source.name.rsplit(".", 1)[1] if chain.source.name else "?"
    return ".".join([source, *(operation.name for operation in chain.operations)])


def result(code: str, **files: str) -> tuple[Module, tuple[Chain, ...]]:
    """The module *code*, and the chains of the argument of its call ``show(…)``."""
    facts = module(HEAD + dedent(code), **files)
    (call,) = (
        node for node in facts.facts.calls if isinstance(node.func, cst.Name) and node.func.value == "show"
    )
    return facts, facts.datasets.chains(call.args[0].value)


# Code with one show(…), and the chains of what is shown.
CHAINS = [
    ("show(Dataset.range(3))", "range"),
    ("show(tf.data.Dataset.range(3).map(f).batch(2))", "range.map.batch"),
    ("show(tf.compat.v1.data.Dataset.range(3))", "range"),
    ("from tensorflow.data import TFRecordDataset as T\nshow(T('a').repeat())", "TFRecordDataset.repeat"),
    ("show(tf.data.experimental.make_csv_dataset('a', 4))", "make_csv_dataset"),
    ("show(tf.data.experimental.CsvDataset('a', [tf.int32]))", "CsvDataset"),
    ("show(keras.preprocessing.image_dataset_from_directory('a'))", "image_dataset_from_directory"),
    ("show(keras.utils.text_dataset_from_directory('a', subset=None))", "text_dataset_from_directory"),
    ("show(keras.utils.timeseries_dataset_from_array(x, y, 3))", "timeseries_dataset_from_array"),
    ("show(Dataset.zip((Dataset.range(3), Dataset.range(4))))", "zip"),
    ("show(Dataset.sample_from_datasets([a, b]))", "sample_from_datasets"),
    ("ds = Dataset.range(3)\nds = ds.map(f)\nds = ds.batch(2)\nshow(ds)", "range.map.batch"),
    ("ds = Dataset.range(3)\nif t:\n    ds = ds.shuffle(2)\nshow(ds)", "range.shuffle range"),
    (
        "if t:\n    ds = Dataset.range(3)\nelse:\n    ds = tf.data.TextLineDataset('a')\nshow(ds.batch(2))",
        "TextLineDataset.batch range.batch",
    ),
    ("ds = Dataset.range(3) if t else tf.data.TextLineDataset('a')\nshow(ds)", "range TextLineDataset"),
    ("ds = None\nif t:\n    ds = Dataset.range(3)\nshow(ds)", "range"),
    ("show((ds := Dataset.range(3)).batch(2))", "range.batch"),
    ("with strategy.scope():\n    ds = Dataset.range(3)\nshow(ds)", "range"),
    ("ds = Dataset.range(3)\nfor i in range(3):\n    ds = ds.map(f)\nshow(ds)", "?.map range.map range"),
    ("a, b = Dataset.range(3), Dataset.range(4).batch(2)\nshow(b)", "range.batch"),
    ("for ds in (Dataset.range(3), Dataset.range(3).map(f)):\n    show(ds)", "range range.map"),
    ("def load():\n    return Dataset.range(3).map(f)\nshow(load().batch(2))", "range.map.batch"),
    (
        "def load():\n    a = Dataset.range(3)\n    return a, a.batch(2)\na, b = load()\nshow(b)",
        "range.batch",
    ),
    ("def load():\n    return [Dataset.range(3), 5]\nshow(load()[0])", "range"),
    ("def half(ds):\n    return ds.take(2)\nshow(half(Dataset.range(3)))", "range.take"),
    (
        "def load(n):\n    if n:\n        return Dataset.range(n)\n    return tf.data.TextLineDataset('a')\n"
        "show(load(t))",
        "range TextLineDataset",
    ),
    (
        "def use(ds):\n    show(ds)\nuse(Dataset.range(3))\nuse(Dataset.range(3).batch(2))",
        "range range.batch",
    ),
    ("def use(ds, t=1):\n    show(ds)\nuse(t=2, ds=Dataset.range(3))", "range"),
    ("def use(ds: tf.data.Dataset):\n    show(ds.map(f))", "?.map"),
    ("def use(ds: 'tf.data.Dataset'):\n    show(ds)", "?"),
    ("def use(ds: Optional[tf.data.Dataset] = None):\n    show(ds)", "?"),
    ("def use(ds: tf.data.Dataset | None = None):\n    show(ds)", "?"),
    ("ds: tf.data.Dataset = make()\nshow(ds.batch(2))", "?.batch"),
    ("def make(a) -> tf.data.Dataset:\n    return a.build()\nshow(make(1))", "?"),
    ("def use(ds):\n    assert isinstance(ds, tf.data.Dataset)\n    show(ds)", "?"),
    ("def use(ds):\n    if isinstance(ds, tf.data.Dataset):\n        show(ds)", "?"),
    ("show(make().map(f, num_parallel_calls=tf.data.AUTOTUNE).batch(2))", "?.map.batch"),
    ("make().map(show(make().cache().prefetch(tf.data.AUTOTUNE)))", "?.cache.prefetch"),
    ("ds = make()\nshow(ds)\nds = ds.map(f, tf.data.AUTOTUNE)", "?"),
    ("ds = make()\nshow(ds)\nds = ds.batch(2)\nds = ds.prefetch(tf.data.AUTOTUNE)", "?"),
    ("AUTO = tf.data.experimental.AUTOTUNE\nds = make()\nshow(ds.prefetch(AUTO))", "?.prefetch"),
    (
        "class C:\n    def __init__(self):\n        self.ds = Dataset.range(3)\n"
        "    def go(self):\n        show(self.ds.batch(2))",
        "range.batch",
    ),
    (
        "class C:\n    def load(self):\n        return Dataset.range(3)\n"
        "    def go(self):\n        show(self.load())",
        "range",
    ),
    ("show(tfds.load('mnist', split='train'))", "load"),
    ("show(tfds.load('mnist', split='train[:10%]', as_supervised=True).batch(2))", "load.batch"),
    ("a, b = tfds.load('mnist', split=['train', 'test'])\nshow(b)", "load"),
    ("ds, info = tfds.load('mnist', split='train', with_info=True)\nshow(ds)", "load"),
    (
        "(a, b), info = tfds.load('mnist', split=['train', 'test'], with_info=True)\nshow(a.map(f))",
        "load.map",
    ),
    ("d, info = tfds.load('mnist', with_info=True)\na = d['train']\nshow(a)", "load"),
    (
        "a, b = keras.utils.image_dataset_from_directory('a', subset='both', seed=1)\nshow(a)",
        "image_dataset_from_directory",
    ),
]

NOT_DATASETS = [
    "show(make())",
    "show(make().batch(2))",
    "show(Dataset)",
    "show(Dataset.range(3).reduce(0, f))",
    "show(iter(Dataset.range(3)))",
    "show(Dataset.range(3).as_numpy_iterator())",
    "show(Dataset.range(3).cardinality())",
    "show(Dataset.range(3).element_spec)",
    "show(list(Dataset.range(3)))",
    "ds = Dataset.range(3)\nds = list(ds)\nshow(ds)",
    "ds = Dataset.range(3)\nif t:\n    ds = make(ds)\nshow(ds)",
    "for i in range(3):\n    ds = ds.batch(2)\nshow(ds)",
    "while t:\n    ds = ds\nshow(ds)",
    "for element in Dataset.range(3):\n    show(element)",
    "def load():\n    yield Dataset.range(3)\nshow(load())",
    "@wrap\ndef load():\n    return Dataset.range(3)\nshow(load())",
    "async def load():\n    return Dataset.range(3)\nshow(load())",
    "def load():\n    return Dataset.range(3), 1\nshow(load())",
    "def use(ds):\n    show(ds)",
    "def use(ds):\n    show(ds)\nuse(Dataset.range(3))\nuse(other)",
    "def use(ds):\n    show(ds)\nuse(Dataset.range(3))\nregister(use)",
    "def use(ds=None):\n    show(ds)\nuse(*parts)",
    "def use(ds: list):\n    show(ds)",
    "def use(ds: 'Dataset'):\n    show(ds.batch(2))",
    "def use(ds):\n    assert isinstance(ds, list)\n    show(ds)",
    "def use(ds):\n    if not isinstance(ds, tf.data.Dataset):\n        show(ds)",
    "def use(ds):\n    if isinstance(ds, tf.data.Dataset):\n        pass\n    else:\n        show(ds)",
    "def use(ds):\n    assert isinstance(ds, tf.data.Dataset)\n    ds = other\n    show(ds)",
    "def a(ds):\n    return b(ds)\ndef b(ds):\n    return a(ds)\nshow(a(Dataset.range(3)))",
    "show(pool.map(f, tf.data.AUTOTUNE_OR_NOT))",
    "show(tfds.load('mnist'))",
    "show(tfds.load('mnist', split=splits))",
    "show(tfds.load('mnist', split='train', with_info=True))",
    "show(tfds.load('mnist', split='train', with_info=info))",
    "show(tfds.load('mnist', split='train', batch_size=-1))",
    "show(tfds.load('mnist', **options))",
    "a, b = tfds.load('mnist', split='train', with_info=True)\nshow(b)",
    "show(keras.utils.image_dataset_from_directory('a', subset='both', seed=1))",
    "class Dataset:\n    @staticmethod\n    def range(n):\n        return n\nshow(Dataset.range(3))",
    "from torch.utils.data import Dataset as D\nshow(D.range(3))",
]


@pytest.mark.parametrize(("code", "expected"), CHAINS)
def test_chains(code: str, expected: str) -> None:
    _, chains = result(code)
    assert sorted(map(shown, chains)) == sorted(expected.split())


@pytest.mark.parametrize("code", NOT_DATASETS)
def test_what_is_not_proved_to_be_a_dataset(code: str) -> None:
    assert result(code)[1] == ()


def test_too_many_alternatives_are_one_unknown() -> None:
    code = "ds = Dataset.range(3)\n" + "if t:\n    ds = ds.map(f)\n" * 5 + "show(ds)\n"
    assert [shown(chain) for chain in result(code)[1]] == ["?"]


def test_another_file_may_pass_anything() -> None:
    code = "def use(ds):\n    show(ds)\nuse(Dataset.range(3))\n"
    assert [shown(chain) for chain in result(code, other="from train import use\n")[1]] == ["?"]


def test_an_operation_knows_its_arguments() -> None:
    _, (chain,) = result("show(Dataset.range(3).shuffle(5, seed=1))")
    (shuffle,) = chain.operations
    for found, expected in (
        (shuffle.argument("buffer_size"), "5"),
        (shuffle.argument("seed"), "1"),
        (shuffle.argument("reshuffle_each_iteration"), None),
    ):
        assert getattr(found, "value", None) == expected


def test_zip_knows_what_it_is_made_of() -> None:
    _, (chain,) = result("show(Dataset.zip((Dataset.range(3).batch(2), make())))")
    assert [[shown(one) for one in inputs] for inputs in chain.source.inputs] == [["range.batch"], []]
