"""Whole models that are written to a file, and the calls that read such a file back."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.whole import loads_trustingly, whole_saves
from tflint_ckpt.semantics.values.kinds import Text

HEAD = """\
import keras
from keras.callbacks import ModelCheckpoint
from keras.models import load_model
net = keras.Sequential()
"""
# Code, and the paths to which models are saved, with the number of ways in which the model may be made.
SAVES = [
    ("net.save('a')", "'a' 1"),
    ("keras.models.save_model(net, 'a')", "'a' 1"),
    ("(net if t else keras.Model(i, o)).save('a')", "'a' 2"),
    ("def f(m: keras.Model):\n    m.save('a')", "'a' 0"),
    ("net.fit(x, callbacks=[ModelCheckpoint('a')])", "'a' 1"),
    ("c = ModelCheckpoint('a')\nnet.fit(x, callbacks=[c])\nnet.fit(y, callbacks=[c])", "'a' 1, 'a' 1"),
    ("net.fit(x, callbacks=[ModelCheckpoint('a', save_weights_only=True)])", ""),
    ("net.fit(x, callbacks=[ModelCheckpoint('a', save_weights_only=flag)])", ""),
    ("ModelCheckpoint('a')", ""),
    ("net.save_weights('a')", ""),
    ("net.save(*paths)", ""),
]
# Code that loads models, and whether the file a.keras is loaded without asking for safety.
TRUSTING = [
    ("load_model('a.keras', safe_mode=False)", True),
    ("load_model('a.keras', **options)", True),
    ("load_model('a.keras', safe_mode=flag)", True),
    ("load_model(path, safe_mode=False)", True),
    ("load_model('a.keras', safe_mode=True)", False),
    ("load_model('a.keras')", False),
    ("load_model('a.keras')\nload_model('b.keras', safe_mode=False)", False),
    ("load_model('a.keras', safe_mode=False)\nload_model('b.keras')", True),
    ("load_model('b.keras', safe_mode=False)\nload_model('c.keras')", False),
    ("", False),
]


@pytest.mark.parametrize(("code", "expected"), SAVES)
def test_saves(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    found = [f"{facts.text(save.path)} {len(save.models)}" for save in whole_saves(facts)]
    assert ", ".join(found) == expected


@pytest.mark.parametrize(("code", "expected"), TRUSTING)
def test_loads_trustingly(code: str, expected: bool) -> None:
    facts = module(f"{HEAD}net.save('a.keras')\n{code}")
    (save,) = whole_saves(facts)
    texts = [value for value in facts.evaluate(save.path) if isinstance(value, Text)]
    assert loads_trustingly(facts, texts) is expected
