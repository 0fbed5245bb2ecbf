"""Optimizers in checkpoints that train nothing."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.optimizers import fresh_optimizers

HEAD = """\
import tensorflow as tf
from tensorflow import keras
net = keras.Sequential()
def adam(): return keras.optimizers.Adam()
opt = adam()
"""
COMPILED = "net.compile('sgd', 'mse')\n"
# Code, and the keyword of each such optimizer with the model that another one trains.
FRESH = [
    (COMPILED + "tf.train.Checkpoint(o=opt, m=net).save('a')", "o net m"),
    (COMPILED + "c = tf.train.Checkpoint(o=adam(), m=net)\nnet.fit(x)", "o net m"),
    (COMPILED + "tf.train.Checkpoint(o=opt).save('a')", "o net None"),
    (
        "class T:\n    def f(self):\n        self.net = net\n        net.compile('sgd')\n"
        "        tf.train.Checkpoint(o=opt, m=self.net).save('a')",
        "o self.net m",
    ),
    ("c = tf.train.Checkpoint(o=opt, m=net)\nc.save('a')", "o"),
    (
        "c = tf.train.Checkpoint(o=opt, m=net)\n"
        "k = tf.train.CheckpointManager(directory='a', checkpoint=c, max_to_keep=3)\nk.save()",
        "o",
    ),
    # it trains, or may
    ("net.compile(opt, 'mse')\ntf.train.Checkpoint(o=opt, m=net).save('a')", ""),
    (COMPILED + "opt.apply_gradients(g)\ntf.train.Checkpoint(o=opt, m=net).save('a')", ""),
    (COMPILED + "c = tf.train.Checkpoint(o=adam(), m=net)\nc.o.apply_gradients(g)\nc.save('a')", ""),
    (COMPILED + "use(opt)\ntf.train.Checkpoint(o=opt, m=net).save('a')", ""),
    (COMPILED + "tf.train.Checkpoint(o=net.optimizer, m=net).save('a')", ""),
    (COMPILED + "tf.train.Checkpoint(o=opt, m=net).restore('a')", ""),
    ("c = tf.train.Checkpoint(o=opt, m=net)\nc.restore('a')\nc.save('a')", ""),
    ("c = tf.train.Checkpoint(o=opt, m=net)\nuse(c)\nc.save('a')", ""),
    (
        "c = tf.train.Checkpoint(o=opt, m=net)\n"
        "k = tf.train.CheckpointManager(directory='a', checkpoint=c, max_to_keep=3)\n"
        "k.restore_or_initialize()\nk.save()",
        "",
    ),
    ("def test_it():\n    c = tf.train.Checkpoint(o=opt, m=net)\n    c.save('a')", ""),
]


@pytest.mark.parametrize(("code", "expected"), FRESH)
def test_fresh(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = [
        f"{one.argument.name} {facts.text(one.trained.model)} {one.trained.beside}"
        if one.trained
        else f"{one.argument.name}"
        for one in fresh_optimizers(facts)
    ]
    assert ", ".join(found) == expected
