"""Layers and models that are given a name with a slash in it."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.objects.slashed_names import slashed_names

NAMES = [
    ("Dense(3, name='a/b')", "'a/b'"),
    ("n = 'a/b'\nDense(3, name=n)", "n"),
    ("keras.Sequential(name='a/b')", "'a/b'"),
    ("Dense(3, name=f'{p}/b')", "f'{p}/b'"),
    ("Dense(3, name='a_b')", ""),
    ("Dense(3)", ""),
    ("Dense(3, name=n)", ""),
    ("Dense(3, name='a/b' if t else 'a')", ""),
    ("Mine(3, name='a/b')", ""),
    ("keras.metrics.Mean(name='a/b')", ""),
]


@pytest.mark.parametrize(("code", "expected"), NAMES)
def test_names(code: str, expected: str) -> None:
    facts = module(f"from tensorflow import keras\nfrom tensorflow.keras.layers import Dense\n{code}")
    assert " ".join(facts.text(value) for _, value, _ in slashed_names(facts)) == expected
