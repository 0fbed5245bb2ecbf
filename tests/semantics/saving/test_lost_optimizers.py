"""Optimizers that a checkpoint does not hold; more cases are those of TFC525."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.lost_optimizers import lost_optimizers

HEAD = """\
import tensorflow as tf
net = tf.keras.Sequential([tf.keras.layers.Dense(1)])
opt = tf.keras.optimizers.Adam()
ckpt = tf.train.Checkpoint(net=net)
ckpt.restore('out/ckpt-1')
"""
STEP = "opt.apply_gradients(zip(grads, net.trainable_variables))\n"
SAVE = "ckpt.save('out/ckpt')\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (STEP + SAVE, [("net", "opt")]),
        (STEP, []),
        (SAVE, []),
        ("keep(opt)\n" + STEP + SAVE, []),
        (STEP.replace("net", "other") + SAVE, []),
    ],
)
def test_lost(code: str, expected: list[tuple[str, str]]) -> None:
    facts = module(HEAD + code)
    assert [(each.model, facts.text(each.optimizer)) for each in lost_optimizers(facts)] == expected
