"""Schedules without get_config, of optimizers that are saved with a model."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.saving.schedules import unsaved_schedules
from tflint_ckpt.semantics.saving.whole import whole_saves

HEAD = """\
import keras
from keras.optimizers import Adam
class Warm(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step): return step
class Kept(Warm):
    def get_config(self): return {}
class Child(Warm): pass
class Mixed(Warm, Unknown): pass
net = keras.Sequential()
"""
SAVE = "net.save('a.keras')"
SCHEDULES = [
    (f"net.compile(Adam(Warm()))\n{SAVE}", "Warm"),
    (f"net.compile(optimizer=Adam(learning_rate=Child()))\n{SAVE}", "Child"),
    (f"rate = Warm()\nopt = Adam(rate)\nnet.compile(opt)\n{SAVE}", "Warm"),
    ("net.compile(Adam(Warm()))\nnet.fit(x, callbacks=[keras.callbacks.ModelCheckpoint('a.keras')])", "Warm"),
    (f"net.compile(Adam(Warm()))\nnet.compile(Adam(Child()))\n{SAVE}", "Warm Child"),
    # saved without, made again, or not known
    (f"net.compile(Adam(Kept()))\n{SAVE}", ""),
    (f"net.compile(Adam(Mixed()))\n{SAVE}", ""),
    (f"net.compile(Adam(1e-3))\n{SAVE}", ""),
    (f"net.compile(Adam(Warm()))\nnet.compile('adam')\n{SAVE}", ""),
    (f"{SAVE}\nnet.compile(Adam(Warm()))", ""),
    (f"other = keras.Sequential()\nother.compile(Adam(Warm()))\n{SAVE}", ""),
    (f"net.compile(Adam(Warm()) if t else 'adam')\n{SAVE}", ""),
    ("net.compile(Adam(Warm()))\nnet.save('a.h5', include_optimizer=False)", ""),
    ("net.compile(Adam(Warm()))\nkeras.models.save_model(unknown, 'a.keras')", ""),
]


@pytest.mark.parametrize(("code", "expected"), SCHEDULES)
def test_schedules(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    (save,) = whole_saves(facts)
    assert " ".join(owner.name.value for owner, _ in unsaved_schedules(facts, save)) == expected
