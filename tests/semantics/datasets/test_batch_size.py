"""Whether the batches of a dataset have the size that something else says."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.datasets.batch_size import has_size

HEAD = """\
from tensorflow import keras
from tensorflow.data import Dataset
load = keras.utils.image_dataset_from_directory
"""

# Code that shows a dataset and a size, and whether its batches have that.
SIZES = [
    ("show(Dataset.range(9).batch(2), 2)", True),
    ("n = 2\nshow(Dataset.range(9).batch(n), 2)", True),
    ("show(Dataset.range(9).batch(2).prefetch(1), 2)", True),
    ("show(load('a'), 32)", True),
    ("show(load('a', batch_size=8), 8)", True),
    # another one, or not known
    ("show(Dataset.range(9).batch(n), n)", False),
    ("show(Dataset.range(9).batch(2), 3)", False),
    ("show(Dataset.range(9), 2)", False),
    ("show(Dataset.range(9).batch(2).unbatch(), 2)", False),
    ("show(Dataset.range(9).batch(n), m)", False),
    ("show(load('a'), 64)", False),
    ("show(load('a', batch_size=None), 32)", False),
]


@pytest.mark.parametrize(("code", "expected"), SIZES)
def test_sizes(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    (call,) = calls(facts, "show")
    (chain,) = facts.datasets.chains(call.args[0].value)
    assert has_size(facts, chain, call.args[1].value) is expected
