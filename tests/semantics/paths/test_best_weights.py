"""What a checkpoint that keeps the best weights is told."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.monitors import monitors
from tflint_ckpt.semantics.paths.best_weights import counts_on_each, wanted

HEAD = "from tensorflow.keras.callbacks import ModelCheckpoint\n"
MAX, MIN = "val_loss True True max", "val_loss True True min"

# The arguments of a checkpoint, and what it should be told; "" where it asks for something else, "?" where
# the code does not tell.
WANTED = [
    ("'a'", MIN),
    ("'a', monitor='val_loss'", MIN),
    ("'a', monitor='val_accuracy'", MAX),
    ("'a', monitor='val_accuracy', mode='max'", MAX),
    ("'a-{epoch}', save_best_only=True", MIN),
    ("'a', period=1", MIN),
    ("'a', save_freq='Epoch'", MIN),
    # something else is meant
    ("'a', save_best_only=False", ""),
    ("'a', save_weights_only=False", ""),
    ("'a', save_freq=100", ""),
    ("'a', period=5", ""),
    ("'a', monitor='val_accuracy', mode='min'", ""),
    ("'a-{acc}'", ""),
    # not told
    ("'a', monitor=m", "?"),
    ("'a', mode=m", "?"),
    ("'a', **options", "?"),
    ("monitor='val_loss'", "?"),
]
# Code beside a checkpoint of each epoch, and whether it counts on more files than the best.
COUNTED = [
    ("", False),
    ("model.fit(x, epochs=3)", False),
    ("model.load_weights('b-03.h5')", False),
    ("import glob\nglob.glob('a-*')", True),
    ("import os\nos.listdir('.')", True),
    ("model.load_weights('a-03.weights.h5')", True),
    ("from tensorflow import keras\nmodel = keras.Sequential()\nmodel.fit(x, initial_epoch=3)", True),
]


@pytest.mark.parametrize(("arguments", "expected"), WANTED)
def test_wanted(arguments: str, expected: str) -> None:
    facts = module(f"{HEAD}ModelCheckpoint({arguments})")
    (monitor,) = monitors(facts)
    found = wanted(facts, monitor)
    assert ("?" if found is None else " ".join(found.values())) == expected


@pytest.mark.parametrize(("code", "expected"), COUNTED)
def test_counts_on_each(code: str, expected: bool) -> None:
    facts = module(f"{HEAD}ModelCheckpoint('a-{{epoch:02d}}.weights.h5')\n{code}")
    (monitor,) = monitors(facts)
    assert counts_on_each(facts, monitor) is expected
