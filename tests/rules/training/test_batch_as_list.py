"""batch-as-list: generators and sequences whose batches are, or hold, lists of arrays."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import fix, lint

HEAD = """\
import numpy as np
from tensorflow import keras
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
"""

# The lists stand in « », outer ones first.
BECOMES = {
    "the batch": """
        def batches():
            while True:
                yield «[x, y]»
        model.fit(batches(), steps_per_epoch=2)
    """,
    "the inputs": """
        def batches():
            while True:
                yield «[a, b]», y
        model.fit(batches(), steps_per_epoch=2)
    """,
    "in parentheses": """
        def batches():
            yield («[a, b]», y)
        model.fit(batches())
    """,
    "one input": """
        def batches():
            yield «[a]», y
        model.fit(batches())
    """,
    "the targets": """
        def batches():
            yield x, «[y, z]»
        model.fit(batches())
    """,
    "a variable": """
        def batches():
            yield «[x, y]»
        train = batches()
        model.fit(train)
    """,
    "validation": """
        def batches():
            yield «[x, y]»
        model.fit(x, y, validation_data=batches(), validation_steps=1)
    """,
    "predict": """
        def batches():
            yield «[x]»
        model.predict(batches())
    """,
    "an expression": "model.predict(«[x]» for x in images)",
    "several lines": """
        def batches():
            yield «[
                x,
                y,
            ]»
        model.fit(batches())
    """,
    "a sequence": """
        class Pairs(keras.utils.Sequence):
            def __len__(self):
                return 2
            def __getitem__(self, index):
                return «[self.a[index], self.b[index]]», self.y[index]
        model.fit(Pairs())
    """,
    "a sequence of lists": """
        class Pairs(keras.utils.Sequence):
            def __getitem__(self, index):
                return [«[self.a[index], self.b[index]]», self.y[index]]
        pairs = Pairs()
        model.fit(pairs)
    """,
    "a dataset of Keras 3": """
        class Pairs(keras.utils.PyDataset):
            def __getitem__(self, index):
                return «[self.a[index], self.b[index]]», self.y[index]
        model.evaluate(Pairs())
    """,
    "given to a function": """
        class Pairs(keras.utils.Sequence):
            def __getitem__(self, index):
                return «[self.a[index]]», self.y[index]
        def train(data):
            model.fit(data)
        train(Pairs())
    """,
}
TWICE = """
def batches():
    yield [[a, b], y]
model.fit(batches())
model.evaluate(batches())
"""
SILENT = {
    "tuples": """
        def batches():
            yield (a, b), y
        model.fit(batches())
    """,
    "a sequence may return a list": """
        class Pairs(keras.utils.Sequence):
            def __getitem__(self, index):
                return [self.x[index], self.y[index]]
        model.fit(Pairs())
    """,
    "a list of numbers": """
        def batches():
            yield x, [1.0, 0.0]
        model.fit(batches())
    """,
    "a generator that trains nothing": """
        def batches():
            yield [x, y]
        for x, y in batches():
            model.train_on_batch(x, y)
    """,
    "a list that is gathered": """
        def batches():
            rows = []
            for row in table:
                rows.append(row)
            yield np.array(rows), y
        model.fit(batches())
    """,
    "an index": """
        def batches():
            yield x[[0, 1]], y
        model.fit(batches())
    """,
    "a call": """
        def batches():
            yield np.stack([a, b]), y
        model.fit(batches())
    """,
    "a dictionary": """
        def batches():
            yield {"a": a, "b": b}, y
        model.fit(batches())
    """,
    "no model": """
        def batches():
            yield [x, y]
        other.fit(batches())
    """,
    "decorated": """
        @as_tuples
        def batches():
            yield [x, y]
        model.fit(batches())
    """,
    "arrays in a list": "model.fit([a, b], y)",
    "a class of one's own": """
        class Pairs:
            def __getitem__(self, index):
                return [self.a[index], self.b[index]], self.y[index]
        model.fit(Pairs())
    """,
    "by way of a dataset": """
        import tensorflow as tf
        def batches():
            yield [x, y]
        model.fit(tf.data.Dataset.from_generator(batches, output_signature=spec))
    """,
    "handled": """
        def batches():
            yield [x, y]
        try:
            model.fit(batches())
        except ValueError:
            pass
    """,
    "one of two": """
        def batches():
            yield [x, y]
        data = batches() if small else everything
        model.fit(data)
    """,
    "a yield in a nested function": """
        def batches():
            def inner():
                yield [x, y]
            for pair in inner():
                yield tuple(pair)
        model.fit(batches())
    """,
}


@pytest.mark.parametrize("name", BECOMES)
def test_what_it_becomes(name: str) -> None:
    marked = dedent(BECOMES[name])
    before = HEAD + marked.replace("«", "").replace("»", "")
    after = HEAD + marked.replace("«[a]»", "(a,)").replace("«[x]»", "(x,)").replace(
        "«[self.a[index]]»", "(self.a[index],)"
    ).replace("«[", "(").replace("]»", ")")
    assert lint(before, only="TFC724")
    assert fix(before, only="TFC724") == after


def test_each_list_is_named_once() -> None:
    assert lint(HEAD + TWICE, only="TFC724") == ["TFC724:7 error", "TFC724:7 error"]
    assert "yield ((a, b), y)" in fix(HEAD + TWICE, only="TFC724")


def test_keras_2_takes_it() -> None:
    assert lint(HEAD + TWICE, target="keras2", only="TFC724") == []


@pytest.mark.parametrize("name", SILENT)
def test_silent(name: str) -> None:
    assert lint(HEAD + dedent(SILENT[name]), only="TFC724") == []
