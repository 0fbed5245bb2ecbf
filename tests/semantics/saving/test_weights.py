"""Status methods that are called on what ``load_weights`` returned."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.calls.arguments import bind
from tflint_ckpt.semantics.saving.weights import is_sharded, status_calls

HEAD = "import keras\nimport tensorflow as tf\nnet = keras.Sequential()\n"
# Code, and each method that is called: whether the file is HDF5, and whether on the result itself.
STATUS = [
    ("net.load_weights('a.h5').expect_partial()", "expect_partial True True"),
    ("net.load_weights('a').expect_partial()", "expect_partial False True"),
    ("net.load_weights('a.weights.h5').assert_consumed()", "assert_consumed True True"),
    ("net.load_weights(path).expect_partial()", "expect_partial None True"),
    ("net.load_weights('a.h5' if t else 'b').expect_partial()", "expect_partial None True"),
    ("net.load_weights(f'{d}/a.h5').expect_partial()", "expect_partial True True"),
    ("net.load_weights(tf.train.latest_checkpoint(d)).expect_partial()", "expect_partial False True"),
    ("s = net.load_weights('a')\ns.expect_partial()", "expect_partial False False"),
    ("net.load_weights('a').expect_partial().assert_consumed()", "expect_partial False True"),
    ("def f(net):\n    net.load_weights('a').expect_partial()", "expect_partial False True"),
    # of something else, asked for, or of a class of the module
    ("s = net.load_weights('a')\nif s:\n    s.expect_partial()", ""),
    ("s = net.load_weights('a')\nif t:\n    s = other\ns.expect_partial()", ""),
    ("net.load_weights('a')", ""),
    ("net.load_weights('a').other()", ""),
    ("tf.train.Checkpoint().restore('a').expect_partial()", ""),
    ("class A:\n    def load_weights(self, p): ...\nnew().load_weights('a').expect_partial()", ""),
    ("class A:\n    def f(self):\n        self.load_weights('a').expect_partial()", ""),
]
SHARDED = [("max_shard_size=3", True), ("'a', True, 3", True), ("'a', True", False), ("'a'", False)]


@pytest.mark.parametrize(("code", "expected"), STATUS)
def test_status_calls(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = [f"{one.node.func.attr.value} {one.hdf5} {one.direct}" for one in status_calls(facts)]  # type: ignore[union-attr]
    assert ", ".join(found) == expected


def test_without_keras_in_the_file() -> None:
    assert not list(status_calls(module("net.load_weights('a').expect_partial()")))


@pytest.mark.parametrize(("arguments", "expected"), SHARDED)
def test_sharded(arguments: str, expected: bool) -> None:
    facts = module(f"{HEAD}net.save_weights({arguments})")
    (call,) = calls(facts, "save_weights")
    assert is_sharded(bind(facts, call, "keras.Model.save_weights")) is expected
