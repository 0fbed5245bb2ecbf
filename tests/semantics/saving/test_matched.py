"""Restores of a file that surely holds all that it is read into."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.checkpoints import Checkpoints
from tflint_ckpt.semantics.saving.matched import is_of_one_kind

HEAD = """\
import tensorflow as tf
from tensorflow import keras
net = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
late = keras.Sequential([keras.layers.Dense(1)])
step = tf.Variable(0)
ckpt = tf.train.Checkpoint(model=net, step=step)
"""
KINDS = [
    ("p = ckpt.save('a/c')\nckpt.restore(p)", True),
    ("p = ckpt.save('a/c')\ntf.train.Checkpoint(model=net).restore(p)", True),
    (
        "def make():\n    return tf.Variable(0)\ndef ck():\n    return tf.train.Checkpoint(v=make())\n"
        "p = ck().save('a/c')\nck().restore(p)",
        True,
    ),
    (
        "i = keras.Input(3)\nc = tf.train.Checkpoint(m=keras.Model(i, i))\np = c.save('a/c')\nc.restore(p)",
        True,
    ),
    # nobody can tell
    ("ckpt.restore('a/c')", False),
    ("ckpt.save('a/c')\nckpt.restore(tf.train.latest_checkpoint('a'))", False),
    ("p = ckpt.save('a/c')\ntf.train.Checkpoint(net=net).restore(p)", False),
    ("p = ckpt.save('a/c')\ntf.train.Checkpoint(model=late).restore(p)", False),
    ("c = tf.train.Checkpoint(m=late)\np = c.save('a/c')\nc.restore(p)", False),
    ("c = tf.train.Checkpoint(o=keras.optimizers.Adam())\np = c.save('a/c')\nc.restore(p)", False),
    ("c = tf.train.Checkpoint(net)\np = c.save('a/c')\nc.restore(p)", False),
    ("p = ckpt.save('a/c')\nckpt.later = net\nckpt.restore(p)", False),
    ("def f():\n    net.compile('adam', 'mse')\nf()\np = ckpt.save('a/c')\nckpt.restore(p)", False),
    ("net.compile('adam', 'mse')\np = ckpt.save('a/c')\nckpt.restore(p)", True),
]


@pytest.mark.parametrize(("code", "expected"), KINDS)
def test_kinds(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    (restore,) = facts.fact(Checkpoints).restores
    assert is_of_one_kind(facts, restore) is expected
