"""What a constructor takes of what Keras 3 gives it when a model is loaded."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.constructors import constructor_of, not_taken, required

# The parameters of a constructor, which of name, trainable and dtype it does not take, and what it needs.
CONSTRUCTORS = [
    ("self", "name trainable dtype", ""),
    ("self, units", "name trainable dtype", "units"),
    ("self, units=3", "name trainable dtype", ""),
    ("self, units, name=None", "trainable dtype", "units"),
    ("self, units, **kwargs", "", "units"),
    ("self, *, units, dtype=None, name=None, trainable=True", "", "units"),
    ("self, *units", "name trainable dtype", ""),
]


@pytest.mark.parametrize(("parameters", "missing", "needed"), CONSTRUCTORS)
def test_constructors(parameters: str, missing: str, needed: str) -> None:
    facts = module(f"class A:\n    def __init__({parameters}): pass\nclass B(A): pass")
    for owner in facts.facts.classes:
        constructor = constructor_of(facts, owner)
        assert constructor is not None
        assert (" ".join(not_taken(constructor)), " ".join(required(constructor))) == (missing, needed)


def test_a_class_without_one() -> None:
    facts = module("class A:\n    def call(self): pass")
    assert constructor_of(facts, facts.facts.classes[0]) is None
