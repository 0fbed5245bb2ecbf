"""How many elements a dataset has."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.datasets.batches import elements

HEAD = "import numpy as np\nfrom tensorflow.data import Dataset\nx = np.zeros((100, 3))\n"

# Code that shows a dataset, and the number of its elements.
COUNTS = [
    ("show(Dataset.range(10))", 10),
    ("show(Dataset.from_tensor_slices(x))", 100),
    ("show(Dataset.from_tensor_slices((x, x)))", 100),
    ("show(Dataset.range(10).batch(4))", 3),
    ("show(Dataset.range(10).batch(4, drop_remainder=True))", 2),
    ("show(Dataset.range(10).take(3))", 3),
    ("show(Dataset.range(10).take(30))", 10),
    ("show(Dataset.range(10).skip(3))", 7),
    ("show(Dataset.range(10).repeat(3))", 30),
    ("show(Dataset.range(10).map(f).shuffle(5).cache().prefetch(2))", 10),
    ("ds = Dataset.range(10)\nds = ds.batch(2)\nshow(ds)", 5),
    # not known, or endless
    ("show(Dataset.from_tensors(x))", None),
    ("show(Dataset.range(n))", None),
    ("show(Dataset.from_generator(g, t))", None),
    ("show(Dataset.range(10).filter(f))", None),
    ("show(Dataset.range(10).flat_map(f))", None),
    ("show(Dataset.range(10).repeat())", None),
    ("show(Dataset.range(10).repeat(-1))", None),
    ("show(Dataset.range(10).batch(n))", None),
    ("ds = Dataset.range(10) if t else Dataset.range(11)\nshow(ds)", None),
    ("show(a)", None),
]


@pytest.mark.parametrize(("code", "expected"), COUNTS)
def test_elements(code: str, expected: int | None) -> None:
    facts, node = marked(HEAD + code)
    assert elements(facts, node) == expected
