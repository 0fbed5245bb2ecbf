"""What shows that a file is for TensorFlow 1, and what does not."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.names import tensorflow1

HEAD = "import tensorflow as tf\nimport keras\n"

# Code; whether it is meant for TensorFlow 1, builds graphs, and is a whole program for it.
FILES = [
    ("tf.placeholder(tf.float32)", True, False, True),
    ("tf.Session()", True, True, True),
    ("f(tf.Session(config=c))", True, True, False),
    ("with tf.Session() as s:\n    s.run(x)", True, True, True),
    ("s = tf.Session()\ns.run(x)", True, True, True),
    ("s = tf.Session(config=c)\nkeras.backend.set_session(s)", True, True, False),
    ("tf.app.run()", True, False, True),
    ("flags = tf.app.flags", False, False, True),
    ("tf.train.Saver()", False, False, True),
    ("tf.train.AdamOptimizer()", False, False, True),
    ("tf.compat.v1.disable_v2_behavior()", True, True, False),
    ("tf.to_float(x)", True, False, False),
    ("it = ds.make_one_shot_iterator()", True, False, True),
    ("keras.backend.get_session()", False, True, False),
    ("tf.keras.layers.Dense(1)", False, False, False),
    ("tf.train.Checkpoint()", False, False, False),
    ("tf.compat.v1.placeholder(tf.float32)", False, False, False),
    ("if tf.__version__.startswith('1'):\n    tf.placeholder(tf.float32)", False, False, False),
    ("try:\n    tf.placeholder(1)\nexcept AttributeError:\n    pass", False, False, False),
    ("placeholder(1)", False, False, False),
]


@pytest.mark.parametrize(("code", "meant", "graphs", "program"), FILES)
def test_what_a_file_is_for(code: str, meant: bool, graphs: bool, program: bool) -> None:
    facts = module(f"{HEAD}{code}\n")
    assert tensorflow1.is_meant(facts) is meant
    assert tensorflow1.builds_graphs(facts) is graphs
    assert tensorflow1.is_program(facts) is program


@pytest.mark.parametrize(("target", "expected"), [("keras3", False), ("keras2", False), ("2.4", False)])
def test_no_release_of_tensorflow_2_but_the_first_stands_for_it(target: str, expected: bool) -> None:
    assert tensorflow1.may_be_target(module(HEAD, target)) is expected
