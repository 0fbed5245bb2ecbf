"""The shapes of what functions and methods of libraries give, by how they are called."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.values.amounts import Shapes
from tflint_ckpt.semantics.values.array_calls import split_from

HEAD = """\
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from tensorflow import keras
"""
# A call; the axes that it gives, with "+" where there may be more, and the type of the numbers.
CALLS = [
    ("np.zeros(shape=(3, 4))", "3 4 float64"),
    ("np.zeros([3, 4])", "3 4 float64"),
    ("np.zeros(*shape)", None),
    ("np.ones(())", "float64"),
    ("np.full(fill_value=3, shape=(2,))", "2 int64"),
    ("tf.zeros([2, 3], tf.int32)", "2 3 int32"),
    ("tf.random.uniform((2, 3), maxval=5, dtype=tf.int64)", "2 3 int64"),
    ("tf.fill(dims=[2], value=1.0)", "2 float32"),
    ("np.random.rand(*s)", "+ float64"),
    ("np.random.rand()", None),
    ("np.random.normal(0, 1, (2, 3))", "2 3 float64"),
    ("np.random.uniform(0, 5)", None),
    ("np.random.randint(5)", None),
    ("np.arange(0, 10)", "? ?"),
    ("np.arange(10, dtype=float)", "? ?"),
    ("np.float32([1, 2])", "2 float32"),
    ("np.stack([np.zeros(3), np.zeros(3)])", "2 3 float64"),
    ("np.abs([-1, 2])", "2 int64"),
    ("tf.convert_to_tensor(np.zeros(3))", "3 float64"),
    ("np.expand_dims(np.zeros(3), axis=-1)", None),
    ("tf.reshape(x, shape=[2, -1])", "2 ? ?"),
    ("np.zeros(6).reshape(2, 3, order='F')", None),
    ("np.zeros(6).reshape(order='F')", None),
    ("x.reshape(*shape)", None),
    ("np.zeros((2, 3)).astype(kind)", "2 3 ?"),
    ("np.zeros((2, 3)).T", None),
    ("np.zeros((2, 3)).sum()", None),
    ("keras.utils.to_categorical(np.zeros(4), num_classes=5)", "4 5 ?"),
    ("keras.utils.to_categorical(np.zeros((4, 1)), 5)", "4 + ?"),
    ("load_iris().target", "? ?"),
    ("load_iris().data", None),
    ("load_iris(as_frame=True).target", None),
    ("train_test_split(np.zeros((9, 3)), np.zeros(9))[1]", "? 3 float64"),
    ("train_test_split(np.zeros((9, 3)), np.zeros(9))[-1]", "? float64"),
    ("train_test_split(np.zeros((9, 3)))[3]", None),
    ("train_test_split(*a)[0]", None),
    ("keras.datasets.mnist.load_data()[0]", None),
    ("keras.datasets.mine.load_data()[0][0]", None),
    ("mine.zeros((3, 4))", None),
]


@pytest.mark.parametrize(("code", "expected"), CALLS)
def test_calls(code: str, expected: str | None) -> None:
    facts, node = marked(f"{HEAD}show({code})")
    found = facts.fact(Shapes).at(node)
    if found is None:
        assert expected is None
        return
    axes = ["?" if length is None else str(length) for length in found.axes]
    assert " ".join([*axes, *["+"] * found.more, found.dtype or "?"]) == expected


@pytest.mark.parametrize(
    ("given", "place", "expected"),
    [
        ("a, b", 0, "a"),
        ("a, b", 1, "a"),
        ("a, b", 3, "b"),
        ("a, b", 4, None),
        ("a, *b", 0, None),
        ("", 0, None),
    ],
)
def test_what_a_part_of_a_split_is_a_part_of(given: str, place: int, expected: str | None) -> None:
    facts, node = marked(f"show(train_test_split({given}, test_size=0.2))" if given else "show(split())")
    assert isinstance(node, cst.Call)
    found = split_from(node, (place,))
    assert (facts.text(found) if found is not None else None) == expected
