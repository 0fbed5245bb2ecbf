"""Restores into models that have no variables yet."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.restored_unbuilt import restored_unbuilt

HEAD = """\
import tensorflow as tf
from keras import Model, layers
class Net(Model):
    def __init__(self):
        super().__init__()
        self.a = layers.Dense(3)
one, two = Net(), Net()
state = tf.train.Checkpoint(one=one, two=two)
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("state.restore('x')\none(x)\ntwo(x)", ["one", "two"]),
        ("one(x)\nstate.restore('x')\ntwo(x)", ["two"]),
        ("state.read('x')\none(x)", ["one"]),
        ("one(x)\ntwo(x)\nstate.restore('x')", []),
        ("state.restore('x')\none.build(s)\ntwo(x)", ["two"]),
        ("state.restore('x').assert_consumed()\none(x)", []),
    ],
)
def test_which_objects_are_not_built(code: str, expected: list[str]) -> None:
    found = list(restored_unbuilt(module(HEAD + code, "keras3")))
    assert [each.keyword for each in found] == expected
    assert all(each.owner.name.value == "Net" for each in found)
