"""What is done with a name that only raises when it is built."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.calls.stand_ins import use_of

HEAD = "import tensorflow as tf\nfrom tensorflow import keras\n"

# Code that names keras.optimizers.legacy.Adam once, and the worst that is done with it.
USES = [
    ("o = keras.optimizers.legacy.Adam()", "BUILT"),
    ("make(keras.optimizers.legacy.Adam)", "BUILT"),
    ("kinds = [keras.optimizers.legacy.Adam]", "BUILT"),
    ("class A(keras.optimizers.legacy.Adam): pass", "BUILT"),
    ("isinstance(o, keras.optimizers.legacy.Adam)", "TESTED"),
    ("isinstance(o, (keras.optimizers.legacy.Adam, int))", "TESTED"),
    ("Adam = keras.optimizers.legacy.Adam\nisinstance(o, Adam)", "TESTED"),
    ("Adam = keras.optimizers.legacy.Adam\nAdam()", "BUILT"),
    ("def f(o: keras.optimizers.legacy.Adam): pass", "WRITTEN"),
    ("def f() -> keras.optimizers.legacy.Adam: pass", "WRITTEN"),
]


@pytest.mark.parametrize(("code", "expected"), USES)
def test_use_of(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    (node,) = (one for one in facts.attributes("Adam"))
    assert use_of(facts, node).name == expected
