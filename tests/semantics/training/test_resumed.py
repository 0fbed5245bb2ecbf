"""What makes a training go on from the best file of a checkpoint that begins anew."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.resumed import goes_on_from, resumed_from

HEAD = """\
import os, sys
import keras
from keras.callbacks import BackupAndRestore, ModelCheckpoint
m = keras.Sequential([keras.layers.Dense(1)])
m.compile('sgd', 'mse')
c = ModelCheckpoint('best.keras', save_best_only=True)
"""
FIT = "m.fit(x, callbacks=[c])\n"
LOAD = "m.load_weights('best.keras')\n"

RESUMED: list[tuple[str, str | None]] = [
    (f"{LOAD}{FIT}", "m.load_weights('best.keras')"),
    (f"if os.path.exists('best.keras'):\n    {LOAD}{FIT}", "m.load_weights('best.keras')"),
    (f"p = 'best' + '.keras'\nm.load_weights(p)\n{FIT}", "m.load_weights(p)"),
    (f"m.load_weights(filepath='best.keras')\n{FIT}", "m.load_weights(filepath='best.keras')"),
    (f"m = keras.models.load_model('best.keras')\n{FIT}", "keras.models.load_model('best.keras')"),
    (f"def f():\n    {LOAD}def g():\n    {FIT}f()\ng()", "m.load_weights('best.keras')"),
    (f"def f():\n    {LOAD}f()\n{FIT}", "m.load_weights('best.keras')"),
    ("m.fit(x, callbacks=[c, BackupAndRestore('b')])", "BackupAndRestore('b')"),
    # not before, not this file, not this model, not in the same run
    (f"{FIT}{LOAD}", None),
    (f"m.load_weights('other.keras')\n{FIT}", None),
    (f"m.load_weights(path)\n{FIT}", None),
    (f"n = keras.Sequential()\nn.load_weights('best.keras')\n{FIT}", None),
    (f"{FIT}{LOAD}{FIT}", None),
    (f"if t:\n    {LOAD}    sys.exit()\n{FIT}", None),
    (f"if t:\n    {LOAD}else:\n    {FIT}", None),
    (f"c.best = 0.3\n{LOAD}{FIT}", None),
    (f"{LOAD}train(c)", None),
    ("m.fit(x, callbacks=[c, *([BackupAndRestore('b')] if t else [])])", None),
]


@pytest.mark.parametrize(("code", "expected"), RESUMED)
def test_resumed(code: str, expected: str | None) -> None:
    facts = module(HEAD + code)
    (checkpoint,) = facts.calls("keras.callbacks.ModelCheckpoint")
    found = resumed_from(facts, checkpoint)
    assert (facts.text(found.node) if found is not None else None) == expected


NUMBERED: list[tuple[str, bool]] = [
    ("m.load_weights('out/m_3.keras')", True),
    ("m.load_weights(max(glob.glob('out/*.keras')))", True),
    ("m.load_weights(tf.train.latest_checkpoint('out'))", False),  # it sees TensorFlow's own files alone
    ("m.load_weights('out/m_{epoch}.keras')", False),
    ("m.load_weights('other/m_3.keras')", False),
    ("m.load_weights(tf.train.latest_checkpoint('other'))", False),
    ("m.load_weights(min(glob.glob('out/*.keras')))", False),
    ("pass", False),
]


@pytest.mark.parametrize(("load", "expected"), NUMBERED)
def test_goes_on_from_a_numbered_file(load: str, expected: bool) -> None:
    head = "import glob\nimport tensorflow as tf\n" + HEAD.replace("best.keras", "out/m_{epoch}.keras")
    facts = module(f"{head}{load}\n{FIT}")
    (checkpoint,) = facts.calls("keras.callbacks.ModelCheckpoint")
    assert (goes_on_from(facts, checkpoint) is not None) is expected
    assert resumed_from(facts, checkpoint) is None
