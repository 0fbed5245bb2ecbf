"""TFC209 generator-object."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import functools
import numpy as np
import tensorflow as tf
from settings import n, load
Dataset = tf.data.Dataset
def rows():
    for v in range(9):
        yield v
def some(k):
    for v in range(k):
        yield v
def forever():
    while True:
        yield 1
"""

# What it is, the code, who may fix it, and what the fix makes of it.
BECOMES = [
    (
        "called",
        "ds = Dataset.from_generator(rows(), tf.int32)\n",
        "safe",
        "ds = Dataset.from_generator(rows, tf.int32)\n",
    ),
    (
        "by name",
        "ds = Dataset.from_generator(generator=rows(), output_signature=s).batch(2)\n",
        "safe",
        "ds = Dataset.from_generator(generator=rows, output_signature=s).batch(2)\n",
    ),
    (
        "with arguments",
        "ds = Dataset.from_generator(some(n), tf.int32)\n",
        "unsafe",
        "ds = Dataset.from_generator(lambda: some(n), tf.int32)\n",
    ),
    (
        "an expression",
        "ds = Dataset.from_generator((v for v in load()), tf.int32)\n",
        "safe",
        "ds = Dataset.from_generator(lambda: (v for v in load()), tf.int32)\n",
    ),
    ("by a variable", "g = rows()\nds = Dataset.from_generator(g, tf.int32)\n", "manual", ""),
    (
        "endless",
        "ds = Dataset.from_generator(forever(), tf.int32)\n",
        "safe",
        "ds = Dataset.from_generator(forever, tf.int32)\n",
    ),
    (
        "a method",
        "class Data:\n    def rows(self):\n        yield 1\n    def load(self):\n"
        "        return Dataset.from_generator(self.rows(), tf.int32)\n",
        "safe",
        "class Data:\n    def rows(self):\n        yield 1\n    def load(self):\n"
        "        return Dataset.from_generator(self.rows, tf.int32)\n",
    ),
    (
        "the same one each time",
        "g = rows()\nds = Dataset.from_generator(lambda: g, tf.int32)\n",
        "manual",
        "",
    ),
    (
        "the same iterator of a list each time",
        "g = iter([1, 2])\nds = Dataset.from_generator(lambda: g, tf.int32)\n",
        "manual",
        "",
    ),
    (
        "an iterator of an array",
        "ds = Dataset.from_generator(iter(np.arange(3)), tf.int32)\n",
        "unsafe",
        "ds = Dataset.from_generator(lambda: iter(np.arange(3)), tf.int32)\n",
    ),
    (
        "the same iterator of an object each time",
        "class Rows:\n    def __init__(self, n):\n        self.n = n\n    def __iter__(self):\n"
        "        for v in range(self.n):\n            yield v\n"
        "def make(rows):\n    g = iter(rows)\n    return Dataset.from_generator(lambda: g, tf.int32)\n"
        "ds = make(Rows(3))\n",
        "manual",
        "",
    ),
    (
        "the same expression each time",
        "g = (v for v in range(3))\nds = Dataset.from_generator(lambda: g, tf.int32)\n",
        "manual",
        "",
    ),
]

SILENT = [
    ("the function", "ds = Dataset.from_generator(rows, tf.int32)\n"),
    ("a lambda", "ds = Dataset.from_generator(lambda: some(n), tf.int32)\n"),
    ("a partial", "ds = Dataset.from_generator(functools.partial(some, 3), tf.int32)\n"),
    ("arguments apart", "ds = Dataset.from_generator(some, args=[3], output_types=tf.int32)\n"),
    (
        "an object",
        "class Rows:\n    def __call__(self):\n        yield 1\n"
        "ds = Dataset.from_generator(Rows(), tf.int32)\n",
    ),
    (
        "a function that gives one",
        "def make():\n    return rows\nds = Dataset.from_generator(make(), tf.int32)\n",
    ),
    (
        "a function that gives a function of its own",
        "def make(k):\n    def inner():\n        yield k\n    return inner\n"
        "ds = Dataset.from_generator(make(3), tf.int32)\n",
    ),
    ("a lambda that asks for an iterator", "ds = Dataset.from_generator(lambda: iter([1]), tf.int32)\n"),
    ("an iterator of others", "g = iter(load())\nds = Dataset.from_generator(lambda: g, tf.int32)\n"),
    ("an iterator with an end", "g = iter(load, None)\nds = Dataset.from_generator(lambda: g, tf.int32)\n"),
    (
        "another iter",
        "def iter(a):\n    return load\ng = iter([1])\nds = Dataset.from_generator(lambda: g, tf.int32)\n",
    ),
    (
        "an iterator of an object that never ends",
        "class Rows:\n    def __iter__(self):\n        while True:\n            yield 1\n"
        "g = iter(Rows())\nds = Dataset.from_generator(lambda: g, tf.int32)\n",
    ),
    (
        "an object that is gone through",
        "class Rows:\n    def __iter__(self):\n        yield 1\n"
        "r = Rows()\nds = Dataset.from_generator(lambda: r, tf.int32)\n",
    ),
    (
        "an iterator of an object of another kind",
        "class Rows:\n    def __iter__(self):\n        return self\n"
        "g = iter(Rows())\nds = Dataset.from_generator(lambda: g, tf.int32)\n",
    ),
    ("a function from elsewhere", "ds = Dataset.from_generator(load(), tf.int32)\n"),
    ("decorated", "@restarted\ndef more():\n    yield 1\nds = Dataset.from_generator(more(), tf.int32)\n"),
    ("a lambda with an endless one", "g = forever()\nds = Dataset.from_generator(lambda: g, tf.int32)\n"),
    (
        "a lambda with one that may not end",
        "def read():\n    for v in load():\n        yield v\n"
        "g = read()\nds = Dataset.from_generator(lambda: g, tf.int32)\n",
    ),
    ("a lambda with a list", "g = list(rows())\nds = Dataset.from_generator(lambda: g, tf.int32)\n"),
    (
        "a lambda and a cache",
        "g = rows()\nds = Dataset.from_generator(lambda: g, tf.int32).cache()\nfor v in ds:\n    print(v)\n",
    ),
    (
        "a lambda with one that is made again",
        "g = rows()\ng = rows()\nds = Dataset.from_generator(lambda: g, tf.int32)\n",
    ),
    (
        "expected",
        "import pytest\nwith pytest.raises(TypeError):\n    Dataset.from_generator(rows(), tf.int32)\n",
    ),
    ("caught", "try:\n    ds = Dataset.from_generator(rows(), tf.int32)\nexcept TypeError:\n    pass\n"),
    ("another from_generator", "ds = Vocabulary.from_generator(rows())\n"),
    (
        "datasets of another library",
        "from datasets import Dataset as Other\nds = Other.from_generator(rows())\n",
    ),
]


@pytest.mark.parametrize(
    ("code", "expected", "after"), [row[1:] for row in BECOMES], ids=[row[0] for row in BECOMES]
)
def test_becomes(code: str, expected: str, after: str) -> None:
    (finding,) = findings(HEAD + code, only="TFC209")
    assert finding.severity.value == "error"
    assert finding.fix is not None
    assert finding.fix.applicability.value == expected
    assert fix(HEAD + code, only="TFC209", unsafe=expected == "unsafe") == HEAD + (after or code)


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC209") == []


def test_the_message_says_what_the_lambda_gives() -> None:
    (finding,) = findings(
        f"{HEAD}g = rows()\nds = Dataset.from_generator(lambda: g, tf.int32)\n", only="TFC209"
    )
    assert "the generator made in line 15 each time" in finding.message
