"""TFC815 iterator-next."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator
generator = ImageDataGenerator(rescale=1 / 255)
"""

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    (
        "batches = generator.flow(x, y)\na = batches.next()",
        "batches = generator.flow(x, y)\na = next(batches)",
    ),
    ("x = generator.flow(x).next()[0]", "x = next(generator.flow(x))[0]"),
    (
        "train = generator.flow_from_directory('data')\nx, y = train . next( )",
        "train = generator.flow_from_directory('data')\nx, y = next(train)",
    ),
    (
        "rows = ImageDataGenerator().flow_from_dataframe(table)\nfor _ in range(3):\n    rows.next()",
        "rows = ImageDataGenerator().flow_from_dataframe(table)\nfor _ in range(3):\n    next(rows)",
    ),
    (
        "x = (\n    generator.flow_from_directory(\n        'data',\n    ).next()[0]\n)",
        "x = (\n    next(generator.flow_from_directory(\n        'data',\n    ))[0]\n)",
    ),
    (
        "def load():\n    return generator.flow(x)\nprint(load().next())",
        "def load():\n    return generator.flow(x)\nprint(next(load()))",
    ),
    (
        "class Data:\n    def __init__(self):\n        self.it = generator.flow(x)\n"
        "    def one(self):\n        return self.it.next()",
        "class Data:\n    def __init__(self):\n        self.it = generator.flow(x)\n"
        "    def one(self):\n        return next(self.it)",
    ),
]

SILENT = [
    "batches = generator.flow(x)\nnext(batches)",
    "batches = generator.flow(x)\nbatches.reset()",
    "batches = generator.flow(x)\nbatches.next",
    "iterator = iter(dataset)\niterator.next()",
    "iterator = dataset.make_one_shot_iterator()\niterator.next()",
    "def one(batches):\n    return batches.next()",
    "batches = loader.flow(x)\nbatches.next()",
    "batches = load()\nbatches.next()",
    "batches = generator.flow(x) if images else rows()\nbatches.next()",
    "from project import ImageDataGenerator as Own\nOwn().flow(x).next()",
    "class Own(ImageDataGenerator):\n    def flow(self, x):\n        return Rows(x)\nOwn().flow(x).next()",
    "class Node:\n    def next(self):\n        return 1\nNode().next()",
    "batches = generator.flow(x)\ntry:\n    batches.next()\nexcept AttributeError:\n    next(batches)",
    "batches = generator.flow(x)\nb = batches.next() if hasattr(batches, 'next') else next(batches)",
    "batches = generator.flow(x)\nwith pytest.raises(AttributeError):\n    batches.next()",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC815") == HEAD + after


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC815") == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [("keras2", []), ("2.16", ["TFC815:5 error"]), ("both", ["TFC815:5 error"])],
)
def test_targets(target: str, expected: list[str]) -> None:
    assert lint(HEAD + "generator.flow(x).next()", target, only="TFC815") == expected


@pytest.mark.parametrize(
    "code",
    [
        "def next(it):\n    return 1\ngenerator.flow(x).next()",
        "x = (generator.flow(x)  # shuffled\n     .next())",
    ],
)
def test_by_hand(code: str) -> None:
    [found] = findings(HEAD + code, only="TFC815")
    assert found.fix is not None
    assert not found.fix.edits
