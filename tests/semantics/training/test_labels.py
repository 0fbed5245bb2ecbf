"""Of which kind the labels in an array are."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.training.labels import LabelArrays

HEAD = """\
import numpy as np
import tensorflow as tf
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
from tensorflow import keras
(x, y), test = keras.datasets.mnist.load_data()
"""
ARRAYS = [
    ("show(y)", "INTEGER"),
    ("show(y[:9])", "INTEGER"),
    ("show(y.astype('int32'))", "INTEGER"),
    ("show(np.array(y))", "INTEGER"),
    ("show(LabelEncoder().fit_transform(a))", "INTEGER"),
    ("show(np.random.randint(0, 9, 100))", "INTEGER"),
    ("a, b, c, d = train_test_split(x, y)\nshow(d)", "INTEGER"),
    ("show(keras.utils.to_categorical(y))", "ONE_HOT"),
    ("y = keras.utils.to_categorical(y)\nshow(y)", "ONE_HOT"),
    ("show(tf.one_hot(y, 10))", "ONE_HOT"),
    ("show(np.eye(10)[y])", "ONE_HOT"),
    # not known
    ("show(x)", None),
    ("show(a)", None),
    ("show(y[0])", None),
    ("show(np.random.randint(0, 2, (100, 10)))", None),
    ("show(encoder.fit_transform(a))", None),
    ("y = keras.utils.to_categorical(y) if t else y\nshow(y)", None),
    ("a, b, c, d = train_test_split(x, y)\nshow(b)", None),
    ("(x, y), test = keras.datasets.boston_housing.load_data()\nshow(y)", None),
]


@pytest.mark.parametrize(("code", "expected"), ARRAYS)
def test_kinds(code: str, expected: str | None) -> None:
    facts, node = marked(HEAD + code)
    found = facts.fact(LabelArrays).at(node)
    assert (found.kind.name if found is not None else None) == expected
