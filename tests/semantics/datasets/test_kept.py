"""Arrays that stay in memory beside the copy that a dataset made of them."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.datasets.kept import kept_arrays

HEAD = """\
import numpy as np
from tensorflow import keras
from tensorflow.data import Dataset
model = keras.Sequential()
"""
LARGE = "x = np.zeros((60000, 500, 10))\n"
TRAIN = "model.fit(ds)\n"

KEPT = [
    (LARGE + "ds = Dataset.from_tensor_slices(x).batch(2)\n" + TRAIN, "x"),
    (LARGE + "y = np.zeros(60000)\nds = Dataset.from_tensor_slices((x, y)).batch(2)\n" + TRAIN, "x"),
    # small, needed again, or not trained on
    ("x = np.zeros((60, 5))\nds = Dataset.from_tensor_slices(x).batch(2)\n" + TRAIN, ""),
    (LARGE + "ds = Dataset.from_tensor_slices(x).batch(2)\n" + TRAIN + "use(x)", ""),
    (LARGE + "ds = Dataset.from_tensor_slices(x).batch(2)\ndel x\n" + TRAIN, ""),
    (LARGE + "ds = Dataset.from_tensor_slices(x).batch(2)\n", ""),
    ("ds = Dataset.from_tensor_slices(x).batch(2)\n" + TRAIN, ""),
    (LARGE + "for i in range(3):\n    ds = Dataset.from_tensor_slices(x).batch(2)\n    model.fit(ds)\n", ""),
]


@pytest.mark.parametrize(("code", "expected"), KEPT)
def test_kept(code: str, expected: str) -> None:
    found = [name.value for one in kept_arrays(module(HEAD + code)) for name in one.names]
    assert " ".join(found) == expected
