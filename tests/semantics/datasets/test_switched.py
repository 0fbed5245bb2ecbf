"""Maps that some calls of the function around have draw at random."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.datasets.switched import only_evaluated_elsewhere, switched_on

CODE = """\
import tensorflow as tf
def make(split, augment=True):
    ds = tf.data.Dataset.from_tensor_slices(load(split))
    ds = ds.map(tf.image.random_hue if augment else tf.abs)
    return ds.cache()
"""
HEAD = "from tensorflow import keras\nfrom train import make\nmodel = keras.Sequential()\n"


@pytest.mark.parametrize(
    ("fits", "line"),
    [
        ("model.fit(make('a'), epochs=9)\nmodel.evaluate(make('b', False))", 4),
        ("model.evaluate(make('b', False))\nmodel.fit(make('a', True), epochs=9)", 5),
        ("model.fit(make('a', False), epochs=9)\nmodel.evaluate(make('b'))", None),
        ("model.fit(make('a'), epochs=1)\nmodel.evaluate(make('b', False))", None),
        ("model.fit(make('a', **options), epochs=9)", None),
    ],
)
def test_switched_on(fits: str, line: int | None) -> None:
    facts = module(CODE, fit=HEAD + fits)
    (step,), (cache,) = (list(facts.datasets.operations(name)) for name in ("map", "cache"))
    found = switched_on(facts, cache, step)
    assert (found is not None) == (line is not None)
    if found is not None:
        there, call = found[1]
        assert (there.path, there.where(call)) == ("fit.py", f"line {line}")


@pytest.mark.parametrize(
    ("fits", "expected"),
    [
        ("model.evaluate(make('b'))", True),
        ("model.fit(x, y, validation_data=make('b'))", True),
        ("model.fit(make('a'))\nmodel.evaluate(make('b'))", False),
        ("show(make('b'))", False),
        ("", False),
    ],
)
def test_only_evaluated(fits: str, expected: bool) -> None:
    facts = module(CODE, fit=HEAD + fits)
    (cache,) = facts.datasets.operations("cache")
    assert only_evaluated_elsewhere(facts, cache) is expected
