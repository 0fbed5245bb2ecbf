"""Whether the fits of a callback may have ``val_loss``."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.training.validated import may_be_validated

HEAD = "import keras\nm = keras.Sequential()\nc = keras.callbacks.EarlyStopping()\n"
FITS = [
    ("m.fit(x, callbacks=[c], validation_split=0.1)", True),
    ("m.fit(x, callbacks=[c], validation_data=v)", True),
    ("m.fit(x, callbacks=[c], **k)", True),
    ("", True),
    ("train(c)", True),
    ("def f(v):\n    m.fit(x, callbacks=[c], validation_data=v)\nf((a, b))", True),
    ("m.fit(x, callbacks=[c], validation_split=0.1, validation_freq=1)", True),
    ("m.fit(x, validation_data=None)\nm.fit(x, callbacks=[c], validation_split=0.1)", True),
    ("m.fit(x, callbacks=[c])", False),
    ("m.fit(x, callbacks=[c], validation_split=0.1)\nm.fit(x, callbacks=[c])", False),
    ("m.fit(x, callbacks=[c], validation_data=(a, b) if t else None)", False),
    ("m.fit(x, callbacks=[c], validation_split=0.1, validation_freq=2)", False),
    ("m.fit(x)\ntrain(c)", False),
    ("def f(v=None):\n    m.fit(x, callbacks=[c], validation_data=v)\nf((a, b))\nf()", False),
    (
        "class N(keras.Model):\n    def test_step(self, d): return {}\n"
        "N().fit(x, callbacks=[c], validation_split=0.1)",
        False,
    ),
]


@pytest.mark.parametrize(("code", "expected"), FITS)
def test_validated(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    (callback,) = calls(facts, "EarlyStopping")
    assert may_be_validated(facts, callback) is expected
