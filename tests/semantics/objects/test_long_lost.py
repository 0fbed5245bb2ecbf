"""Attributes that went with TensorFlow 1 and the old optimizers."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.objects.long_lost import long_lost

HEAD = (
    "import tensorflow as tf\nfrom tensorflow import keras\nm = keras.Sequential()\n"
    "o = keras.optimizers.Adam()\n"
)
READS = [
    ("m.total_loss", ["m.total_loss"]),
    ("n = m\nn.metrics_tensors.append(x)", ["n.metrics_tensors"]),
    ("o._decayed_lr(tf.float32)", ["o._decayed_lr"]),
    ("def f(p):\n    return p._decayed_lr\nf(o)", ["p._decayed_lr"]),
    ("m = keras.Sequential() if t else keras.Model(a, b)\nm.total_loss", ["m.total_loss"]),
    # set, of another class, of an old optimizer, or not known
    ("m.total_loss = 1\nm.total_loss", []),
    ("class N(keras.Model):\n    total_loss = 1\nN().total_loss", []),
    ("class N(keras.Model): pass\nN().total_loss", []),
    ("keras.optimizers.legacy.Adam()._decayed_lr", []),
    ("m = keras.Sequential() if t else other\nm.total_loss", []),
    ("keras.models.load_model('a').total_loss", []),
    ("m.optimizer._decayed_lr", []),
    ("unknown.total_loss", []),
    ("m.optimizer", []),
]


@pytest.mark.parametrize(("code", "expected"), READS)
def test_reads(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    assert [facts.text(node) for node, _ in long_lost(facts)] == expected
