"""Tests that may tell a trace from a run, or the first run from the others."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.functions.conditions import asks_once, is_asked

# Code with a place, and which tests decide on it.
PLACES = [
    ("if tf.executing_eagerly():\n    show(a)", "asked"),
    ("if not tf.executing_eagerly():\n    pass\nelse:\n    show(a)", "asked once"),
    ("while tf.executing_eagerly():\n    show(a)", "asked"),
    ("x = tf.executing_eagerly() and show(a)", "asked"),
    ("x = show(a) if isinstance(t, EagerTensor) else 0", "asked"),
    ("with tf.init_scope():\n    show(a)", "asked"),
    ("def f():\n    if tf.inside_function():\n        return\n    show(a)", "asked"),
    ("for x in y:\n    if not hasattr(x, 'numpy'):\n        continue\n    show(a)", "asked"),
    ("if self.w is None:\n    show(a)", "once"),
    ("if not self.built:\n    show(a)", "once"),
    ("if k not in kept:\n    show(a)", "once"),
    ("if hasattr(self, 'w'):\n    show(a)", "asked once"),
    ("if k in kept:\n    for x in y:\n        show(a)", ""),
    # no such test, or not on the way
    ("show(a)", ""),
    ("if training:\n    show(a)", ""),
    ("if tf.executing_eagerly():\n    pass\nshow(a)", ""),
    ("if tf.executing_eagerly():\n    def f():\n        show(a)", ""),
    ("if show(a) or tf.executing_eagerly():\n    pass", ""),
    ("def f():\n    show(a)\n    if tf.inside_function():\n        return", ""),
    ("if self.w is None:\n    f = lambda: show(a)", ""),
]


@pytest.mark.parametrize(("code", "expected"), PLACES)
def test_places(code: str, expected: str) -> None:
    facts, node = marked(f"import tensorflow as tf\n{code}")
    answers = {"asked": is_asked(facts, node), "once": asks_once(facts, node)}
    assert " ".join(name for name, answer in answers.items() if answer) == expected
