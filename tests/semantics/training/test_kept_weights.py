"""Whether a loop over folds leaves a model the weights that it has learned; TFC731's tests have the forms."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.folds import folds_of
from tflint_ckpt.semantics.training.kept_weights import goes_on

HEAD = """\
import keras
from sklearn.model_selection import KFold
m = keras.Sequential([keras.layers.Dense(1)])
def f():
    g()
def g():
    pass
"""
# What stands before the loop and in it, and whether the model goes on.
LOOPS = [
    ("", "m.fit(x[a])", True),
    ("w = m.get_weights()", "m.fit(x[a])", True),
    ("w = m.weights", "m.fit(x[a])", False),
    ("", "m.set_weights(w)", False),
    ("", "keep(m)", False),
    ("", "m.fit(x[a]); break", False),
    ("h = lambda: m.set_weights(w)", "m.fit(x[a])", False),
]


@pytest.mark.parametrize(("before", "inside", "expected"), LOOPS)
def test_goes_on(before: str, inside: str, expected: bool) -> None:
    facts = module(f"{HEAD}{before}\nfor a, b in KFold().split(x):\n    {inside}\n")
    (loop,) = (node for node in facts.facts.parents if isinstance(node, cst.For))
    folds = folds_of(facts, loop)
    use = next(node for node in facts.facts.parents if isinstance(node, cst.Name) and node.value == "m")
    assert folds is not None
    origins = facts.objects.origins(facts.facts.module.bindings["m"][0].value)
    assert goes_on(facts, folds, (facts.facts.module, use.value), origins) is expected
