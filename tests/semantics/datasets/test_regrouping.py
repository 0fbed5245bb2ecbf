"""Which functions of ``flat_map`` only regroup what they are given."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.datasets.regrouping import regroups

HEAD = """\
import functools
import numpy as np
import tensorflow as tf
Dataset = tf.data.Dataset
files = tf.data.TFRecordDataset(["a"])
"""

# Code that ends with show(function), and whether that function only regroups.
FUNCTIONS = [
    ("show(lambda w: w)", True),
    ("show(lambda w: w.batch(5))", True),
    ("show(lambda w: w['a'].batch(5))", True),
    ("show(lambda w: (w[0].batch(5), w[1]))", True),
    ("show(lambda w: {'a': w.skip(1).take(2)})", True),
    ("show(lambda w: [v.batch(2) for v in w.values()])", True),
    ("show(lambda w: w.batch(5) if long else w.batch(3))", True),
    ("show(lambda a, b: Dataset.zip((a, b)))", True),
    ("show(lambda a, b: a.concatenate(b))", True),
    ("show(lambda *w: Dataset.zip(tuple(v.batch(5) for v in w)))", True),
    ("show(lambda w: Dataset.zip(tf.nest.map_structure(lambda v: v.batch(5), w)))", True),
    ("show(lambda w: w.map(lambda v: v * 2))", True),
    ("show(lambda w: w.filter(lambda v: v > 2))", True),
    ("show(lambda w: w.flat_map(Dataset.from_tensor_slices))", True),
    ("show(lambda v: Dataset.from_tensors(tf.abs(v)))", True),
    ("show(Dataset.from_tensors)", True),
    ("def f(w):\n    return w.batch(5)\nshow(f)", True),
    ("def f(w):\n    v = w.batch(5)\n    return v.repeat(2)\nshow(f)", True),
    ("def f(w):\n    for _ in range(2):\n        w = w.batch(5)\n    return w\nshow(f)", True),
    ("def g(w, n):\n    return w.batch(n)\ndef f(w):\n    return g(w, 5)\nshow(f)", True),
    ("def f(n, w):\n    return w.batch(n)\nshow(functools.partial(f, 5))", True),
    ("f = lambda w: w.batch(5)\nshow(f)", True),
    ("show(lambda w: 5)", False),
    ("show(lambda w: files)", False),
    ("show(lambda w: files if t else w)", False),
    ("show(lambda w: (w, files))", False),
    ("show(lambda w: Dataset.zip((w, files)))", False),
    ("show(lambda w: w.concatenate(files))", False),
    ("show(lambda w: Dataset.zip(tuple([w, files])))", False),
    ("show(lambda w: tf.nest.map_structure(load, w))", False),
    ("show(lambda w: tf.nest.map_structure(lambda v: v, files))", False),
    ("show(lambda w: w.map(load))", False),
    ("show(lambda w: w.map(lambda v: tf.random.normal(())))", False),
    ("show(lambda w: w.filter(load))", False),
    ("show(lambda w: w.flat_map(tf.data.TextLineDataset))", False),
    ("show(lambda w: w.apply(f))", False),
    ("show(lambda w: w.shuffle(5))", False),
    ("show(lambda w: w.cache('a'))", False),
    ("show(lambda w: w + 1)", False),
    ("show(lambda w: load(w))", False),
    ("show(lambda v: tf.data.TFRecordDataset(v))", False),
    ("show(lambda v: Dataset.list_files(v))", False),
    ("show(lambda v: Dataset.from_tensors(np.load(v)))", False),
    ("show(lambda v: Dataset.from_tensors(tf.io.read_file(v)))", False),
    ("show(tf.data.TFRecordDataset)", False),
    ("show(load)", False),
    ("show(functools.partial(load, 5))", False),
    ("def f(w, other):\n    return other\nshow(functools.partial(f, other=files))", False),
    ("def f(w):\n    return g(w)\nshow(f)", False),
    ("def f(w):\n    w = load(w)\n    return w\nshow(f)", False),
    ("def f(w):\n    with load(w) as v:\n        return v\nshow(f)", False),
    ("def f(w):\n    print(w)\nshow(f)", False),
    ("def f(w):\n    yield w\nshow(f)", False),
    ("async def f(w):\n    return w\nshow(f)", False),
    ("@wrap\ndef f(w):\n    return w\nshow(f)", False),
    ("def f(w):\n    return w\nif t:\n    f = load\nshow(f)", False),
    ("class C:\n    def f(self):\n        return self\n    def go(self):\n        show(self.f)", False),
]


@pytest.mark.parametrize(("code", "expected"), FUNCTIONS)
def test_regroups(code: str, expected: bool) -> None:
    facts = module(f"{HEAD}{code}\n")
    (call,) = (
        node for node in facts.facts.calls if isinstance(node.func, cst.Name) and node.func.value == "show"
    )
    assert regroups(facts, call.args[0].value) is expected


def test_no_function_regroups_nothing() -> None:
    assert not regroups(module(HEAD), None)
