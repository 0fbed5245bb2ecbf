"""Subsets of the files of a folder, and which have files in common."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.datasets.subsets import overlaps

HEAD = "from keras.utils import image_dataset_from_directory as load\n"

# What the two calls are given, and what is found: whether the orders differ, and the share in common.
PAIRS = [
    ("validation_split=0.2, seed=1", "validation_split=0.2, seed=2", "True 0.80"),
    ("validation_split=0.4, seed=1", "validation_split=0.2, shuffle=False", "True 0.60"),
    ("validation_split=0.2, seed=1", "validation_split=0.4, seed=1", "False 0.50"),
    ("validation_split=0.2, shuffle=False", "validation_split=0.4, shuffle=False", "False 0.50"),
    ("validation_split=s, seed=1", "validation_split=s, seed=2", "True None"),
    ("validation_split=0.2, seed=1", "validation_split=0.2, seed=1", ""),
    ("validation_split=0.4, seed=1", "validation_split=0.2, seed=1", ""),
    ("validation_split=0.2, seed=1", "validation_split=0.2", ""),
    ("validation_split=0.2, seed=1", "validation_split=0.2, seed=s", ""),
    ("validation_split=0.2, seed=1", "seed=2", ""),
    ("validation_split=0.2, seed=1", "validation_split=2, seed=2", ""),
]


@pytest.mark.parametrize(("training", "validation", "expected"), PAIRS)
def test_overlaps(training: str, validation: str, expected: str) -> None:
    code = f"{HEAD}load('d', subset='training', {training})\nload('d', subset='validation', {validation})\n"
    found = [
        f"{each.orders} {each.share if each.share is None else format(each.share, '.2f')}"
        for each in overlaps(module(code))
    ]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("'a'", "'a'", True),
        ("'a'", "'b'", False),
        ("d", "d", True),
        ("d", "e", False),
        ("d / 'x'", "d / 'x'", True),
        ("str(d)", "str(d)", True),
        ("make(d)", "make(d)", False),
        ("'d', class_names=['a']", "'d', class_names=['a']", True),
        ("'d', class_names=['a']", "'d', class_names=['b']", False),
        ("'d', class_names=['a']", "'d'", False),
    ],
)
def test_same_files(one: str, other: str, expected: bool) -> None:
    code = f"{HEAD}load({one}, subset='training', validation_split=0.2, seed=1)\n"
    code += f"load({other}, subset='validation', validation_split=0.2, seed=2)\n"
    assert bool(list(overlaps(module(code)))) is expected
