"""Between two caches (TFC201), or two prefetches (TFC202), a look at the data is no other reader of it."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tests.notebook.made import document, lines
from tflint_ckpt.finding import Finding
from tflint_ckpt.runner import run
from tflint_ckpt.settings import Settings

HEAD = """\
import itertools
import matplotlib.pyplot as plt
import tensorflow as tf
import tensorflow_datasets as tfds
from tensorflow import keras
train, test = tfds.load("mnist", split=["train", "test"], as_supervised=True)
layer = keras.layers.Normalization()
"""
CACHES = "ds = train.map(norm).cache()\n", "ds = ds.cache().batch(32)\n"
PREFETCHES = (
    "ds = train.map(norm).prefetch(FLAGS.ahead)\n",
    "ds = ds.batch(32).prefetch(tf.data.AUTOTUNE)\n",
)
AFTER = "model.fit(ds)\n"

LOOKS = [
    "for a, b in ds.take(9):\n    print(b.numpy(), a.shape)\n",
    "for a in ds.take(1): print(a)\n",
    "for a, b in ds.take(1):\n    break\nprint(a)\n",
    "for a, b in ds.take(count):\n    print(a)\n",
    "for a in ds.take(2).as_numpy_iterator():\n    print(a)\n",
    "for a in tfds.as_numpy(ds.take(3)):\n    print(a)\n",
    "for a in itertools.islice(ds, 3):\n    print(a)\n",
    "for i, (a, b) in enumerate(ds.take(9)):\n    plt.subplot(3, 3, i + 1)\n    plt.imshow(a)\n",
    "for i, (a, b) in enumerate(ds):\n    plt.imshow(a)\n    if i == 8:\n        break\n",
    "for a, b in ds:\n    print(a.shape)\n    break\n",
    "for a, b in ds.take(1):\n    for i in range(9):\n        plt.subplot(3, 3, i + 1)\n"
    "        plt.imshow(a[i])\n",
    "for ax, (a, b) in zip(axes.flat, ds.take(9)):\n    ax.imshow(a)\n",
    "for _, a in zip(range(3), ds):\n    print(a)\n",
    "for a, b in ds.take(1):\n    shown = model(a)\n",
    "a, b = next(iter(ds))\n",
    "show(next(iter(ds)))\n",
    "first = next(iter(ds.batch(2)))\nprint(first)\n",
    "first = next(ds.as_numpy_iterator())\n",
    "first = iter(ds).get_next()\n",
    "first = ds.take(1).get_single_element()\n",
    "it = iter(ds)\na = next(it)\nb = next(it)\n",
    "it = iter(ds)\nfor i in range(9):\n    a, b = next(it)\n    plt.imshow(a)\n",
    "for _ in range(3):\n    a, b = next(iter(ds))\n    print(a)\n",
    "first = list(ds.take(1))\n",
    "first = list(ds.take(1).as_numpy_iterator())\n",
    "print([b.numpy() for a, b in ds.take(5)])\n",
    "some = ds.shuffle(9).take(2)\nfor a in some:\n    print(a)\nfor a in some:\n    print(a)\n",
    "tfds.show_examples(ds, info)\n",
    "print(tfds.as_dataframe(ds.take(4), info))\n",
    "ds.take(1)\n",
    "def show(data, n=3):\n    for a, b in data.take(n):\n        plt.imshow(a)\nshow(ds)\n",
    "def show(data):\n    a, b = next(iter(data))\n    plt.imshow(a)\nshow(ds)\nshow(ds)\n",
    "def show():\n    a, b = next(iter(ds))\n    plt.imshow(a)\nshow()\n",
    "print(ds)\n",
    "print(f'{ds}')\n",
    "print(ds.element_spec, len(ds), type(ds))\n",
    "print(ds.cardinality().numpy())\n",
    "print(tf.data.experimental.cardinality(ds))\n",
    "assert ds is not None\nassert isinstance(ds, tf.data.Dataset)\n",
    "if not ds:\n    raise ValueError\n",
    "layer.adapt(ds)\n",
    "layer.adapt(ds.map(lambda a, b: a))\n",
    "text = ds.map(lambda a, b: a)\nlayer.adapt(text)\n",
    "for a in ds.take(1): print(a)\nnext(iter(ds))\nlayer.adapt(ds.take(10))\n",
]

READERS = [
    "model.fit(ds)\n",
    "model.fit(ds.take(100))\n",
    "model.evaluate(ds)\n",
    "self.ds = ds\n",
    "kept = self.ds = ds\nnext(iter(kept))\n",
    "store['a'] = ds\n",
    "parts = [ds]\n",
    "look(ds)\n",
    "look(ds.take(3))\n",
    "pool.submit(show, ds)\n",
    "for a, b in ds:\n    print(a)\n",
    "for a, b in ds.take(1000):\n    print(a)\n",
    "for a, b in ds.take(50):\n    train_step(a, b)\n",
    "for a, b in ds.take(9):\n    model.train_on_batch(a, b)\n",
    "def step(a):\n    with tf.GradientTape() as tape:\n        model(a)\n"
    "for a in ds.take(9):\n    step(a)\n",
    "for a, b in ds.take(count):\n    rows.append(a)\n",
    "for i, a in enumerate(ds):\n    if i == 5000:\n        break\n",
    "for a in ds:\n    if a.loss < 3:\n        break\n",
    "labels = [b for a, b in ds]\n",
    "rows = list(ds)\n",
    "rows = list(ds.take(5000))\n",
    "rows = list(ds.take(count))\n",
    "a, b = next(iter(ds.batch(60000)))\n",
    "n = ds.reduce(0, add)\n",
    "n = 3 in ds\n",
    "ds.save('a')\n",
    "part = ds.take(100)\n",
    "other = ds.shuffle(3)\n",
    "test = test.concatenate(ds)\n",
    "both = tf.data.Dataset.zip((ds, ds))\n",
    "some = ds.take(1).cache()\nfor a in some: print(a)\n",
    "it = iter(ds)\nfor i in range(1000):\n    print(next(it))\n",
    "it = iter(ds)\nwhile True:\n    print(next(it))\n",
    "it = iter(ds)\nuse(it)\n",
    "self.it = iter(ds)\n",
    "for epoch in range(epochs):\n    for a in ds.take(1):\n        print(a)\n",
    "for epoch in range(9):\n    model.fit(test)\n    print(next(iter(ds)))\n",
    "while more():\n    for a in ds.take(1):\n        print(a)\n",
    "def show(data):\n    print(next(iter(data)))\nfor epoch in range(epochs):\n    show(ds)\n",
    "class Show(keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        for a in ds.take(1):\n            plt.imshow(a)\n",
    "call = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print(next(iter(ds))))\n",
    "dist = strategy.experimental_distribute_dataset(ds)\n",
]


@pytest.mark.parametrize("after", ["", AFTER], ids=["unread", "fit"])
@pytest.mark.parametrize("look", LOOKS)
def test_a_look_between_is_no_reader(look: str, after: str) -> None:
    first, second = CACHES
    place = (HEAD + first + look).count("\n") + 1
    assert lint(HEAD + first + look + second + after, only="TFC201") == [f"TFC201:{place} warning"]
    first, second = PREFETCHES
    place = (HEAD + first).count("\n")
    assert lint(HEAD + first + look + second + after, only="TFC202") == [f"TFC202:{place} warning"]


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_between_keeps_them_silent(reader: str) -> None:
    for code, (first, second) in (("TFC201", CACHES), ("TFC202", PREFETCHES)):
        assert lint(HEAD + first + reader + second + AFTER, only=code) == []


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (
            "def load():\n    ds = train.cache()\n    print(next(iter(ds)))\n    return ds.cache()\n",
            ["warning"],
        ),
        ("def load():\n    ds = train.cache()\n    print(next(iter(ds)))\n    return ds, ds.cache()\n", []),
        ("def load():\n    ds = train.cache()\n    other = ds.cache()\n    yield ds\n    yield other\n", []),
    ],
)
def test_what_is_returned_too_is_read(result: str, expected: list[str]) -> None:
    assert [each.severity.value for each in findings(HEAD + result, only="TFC201")] == expected


def only(code: str, rule: str) -> Finding:
    (finding,) = findings(HEAD + code, only=rule)
    return finding


def test_the_second_copy_goes_and_the_look_stays() -> None:
    code = HEAD + CACHES[0] + LOOKS[0] + CACHES[1]
    assert fix(code, only="TFC201") == code.replace("ds = ds.cache().batch(32)", "ds = ds.batch(32)")


def test_the_first_prefetch_goes_and_the_look_stays() -> None:
    code = HEAD + PREFETCHES[0] + LOOKS[0] + PREFETCHES[1]
    assert fix(code, only="TFC202") == code.replace(".prefetch(FLAGS.ahead)", "")


# What stands before the first of two caches, a look, and how safe it is to remove that cache.
REMOVALS = [
    ("train.map(norm)", "print(next(iter(ds)))", "safe"),
    ("tf.data.TFRecordDataset(['a'])", "print(next(iter(ds)))", "safe"),
    ("tf.data.TFRecordDataset(['a']).shuffle(9)", "print(ds.element_spec)", "safe"),
    ("tf.data.TFRecordDataset(['a']).shuffle(9)", "print(next(iter(ds)))", "unsafe"),
    ("train.map(norm)", "layer.adapt(ds)", "unsafe"),
    ("train.map(norm)", "layer.adapt(ds.take(9))", "safe"),
]


@pytest.mark.parametrize(("before", "look", "expected"), REMOVALS)
def test_a_first_cache_that_somebody_looks_at(before: str, look: str, expected: str) -> None:
    finding = only(f"ds = {before}.cache()\n{look}\nds = ds.map(other).cache()\n", "TFC201")
    assert "cached again at line 10" in finding.message
    assert finding.fix is not None
    assert finding.fix.applicability.value == expected


@pytest.mark.parametrize(
    ("first", "second"), [CACHES, ("ds = train.cache()\n", "ds = ds.map(norm).cache()\n")]
)
@pytest.mark.parametrize(("cells", "expected"), [(1, "safe"), (3, "unsafe")])
def test_the_caches_of_two_cells_may_be_two_recipes(
    first: str, second: str, cells: int, expected: str
) -> None:
    parts = [HEAD + first, LOOKS[0], second + AFTER]
    settings = Settings()
    settings.override(select=["TFC201"])
    data = document(*map(lines, parts if cells == 3 else ["".join(parts)])).encode()
    [file] = run(["-"], settings, stdin=data, stdin_filename="train.ipynb").files
    assert [each.fix.applicability.value for each in file.findings if each.fix] == [expected]


def test_a_prefetch_that_is_looked_at_belongs_at_the_end_all_the_same() -> None:
    finding = only("ds = train.prefetch(1)\nprint(next(iter(ds)))\nds = ds.batch(8)\n", "TFC202")
    assert finding.message.startswith("prefetch before batch")


def test_a_prefetch_for_the_layer_that_adapts_is_at_its_end() -> None:
    code = "ds = train.batch(8).prefetch(1)\nlayer.adapt(ds)\nds = ds.map(norm)\nmodel.fit(ds)\n"
    assert lint(HEAD + code, only="TFC202") == []


def test_a_look_at_a_cache_of_arrays_is_no_second_set() -> None:
    code = (
        "cached = tf.data.Dataset.range(9).cache()\nprint(next(iter(cached.batch(2))))\n"
        "ds = cached.repeat(2)\n"
    )
    assert only(code, "TFC201").severity.value == "warning"
    assert (
        lint(HEAD + code.replace("next(iter(cached.batch(2)))", "list(cached.batch(2))"), only="TFC201") == []
    )
