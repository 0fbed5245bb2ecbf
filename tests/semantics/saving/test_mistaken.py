"""Restores that leave the object which is used afterwards as it was initialized."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.saving.checkpoints import Checkpoints, Restore
from tflint_ckpt.semantics.saving.mistaken import renamed_object, replaced_object, unused_successor

HEAD = """\
import tensorflow as tf
from tensorflow import keras
def build(): return keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
net = build()
step = tf.Variable(0)
ckpt = tf.train.Checkpoint(model=net)
"""


def restored(code: str) -> tuple[Module, Restore]:
    facts = module(HEAD + code)
    (restore,) = facts.fact(Checkpoints).restores
    return facts, restore


SUCCESSORS = [
    ("other = build()\nnew = tf.train.Checkpoint(model=other)\nckpt.restore(p)", "new"),
    ("new = tf.train.Checkpoint(model=net)\nckpt.restore(p)", ""),
    ("other = build()\nnew = tf.train.Checkpoint(m=other)\nckpt.restore(p)", ""),
    ("other = build()\nckpt.restore(p)\nnew = tf.train.Checkpoint(model=other)", ""),
    ("other = build()\nnew = tf.train.Checkpoint(model=other)\nckpt.restore(p)\nnew.save(p)", ""),
    ("other = build()\ntf.train.Checkpoint(model=other)\nckpt.restore(p)", ""),
    ("other = net\nnew = tf.train.Checkpoint(model=other)\nckpt.restore(p)", ""),
    ("other = build()\nnew = tf.train.Checkpoint(other)\nckpt.restore(p)", ""),
]
# Code that saves and restores: which keyword is lost, and what it was called.
RENAMED = [
    ("p = ckpt.save('a/c')\ntf.train.Checkpoint(net=net).restore(p)", "net model"),
    ("p = ckpt.save('a/c')\ntf.train.Checkpoint(step=step).restore(p)", "step None"),
    (
        "tf.train.Checkpoint(m=net, s=step).save('a/c')\n"
        "tf.train.Checkpoint(n=net, s=step).restore(tf.train.latest_checkpoint('a'))",
        "n m",
    ),
    ("p = ckpt.save('a/c')\nckpt.restore(p)", ""),
    ("p = ckpt.save('a/c')\ntf.train.Checkpoint(model=net, step=step).restore(p)", ""),
    ("p = ckpt.save('a/c')\ntf.train.Checkpoint(net=net).restore(p).assert_consumed()", ""),
    ("ckpt.save('b/c')\ntf.train.Checkpoint(net=net).restore(tf.train.latest_checkpoint('a'))", ""),
    ("p = ckpt.save('a/c')\ntf.train.Checkpoint(net).restore(p)", ""),
    ("c = tf.train.Checkpoint(**all)\np = c.save('a/c')\ntf.train.Checkpoint(net=net).restore(p)", ""),
]
REPLACED = [
    ("net = build()\nckpt.restore(p)\nnet.predict(x)", "net model"),
    ("new = build()\nckpt.restore(p)\nnew.evaluate(x)", "new model"),
    ("new = build()\nckpt.restore(p)\nnew.evaluate(x)\nnet.predict(x)", ""),
    ("net = build()\nckpt.restore(p)\nnet.summary()", ""),
    ("net = build()\nckpt.restore(p)\nnet.load_weights(q)\nnet.predict(x)", ""),
    ("net = build()\nnet.fit(x)\nckpt.restore(p)\nnet.predict(x)", ""),
    ("if t:\n    net = build()\nckpt.restore(p)\nnet.predict(x)", ""),
    ("net = wrap(net)\nckpt.restore(p)\nnet.predict(x)", ""),
    ("net = build()\nckpt = tf.train.Checkpoint(model=net)\nckpt.restore(p)\nnet.predict(x)", ""),
    ("ckpt.restore(p)\nnet = build()\nnet.predict(x)", ""),
]


@pytest.mark.parametrize(("code", "expected"), SUCCESSORS)
def test_successors(code: str, expected: str) -> None:
    found = unused_successor(*restored(code))
    assert (found[1] if found else "") == expected


@pytest.mark.parametrize(("code", "expected"), RENAMED)
def test_renamed(code: str, expected: str) -> None:
    found = renamed_object(*restored(code))
    assert (f"{found.argument.name} {found.saved_as}" if found else "") == expected


@pytest.mark.parametrize(("code", "expected"), REPLACED)
def test_replaced(code: str, expected: str) -> None:
    found = replaced_object(*restored(code))
    assert (f"{found.name} {found.keyword}" if found else "") == expected
