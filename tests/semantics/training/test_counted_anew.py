"""Trainings that count their epochs anew; more cases are those of TFC524."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.counted_anew import counted_anew

HEAD = """\
import keras
m = keras.Sequential([keras.layers.Dense(1)])
each = keras.callbacks.ModelCheckpoint('m_{epoch}.keras')
"""
LOAD = "m.load_weights('m_3.keras')\n"
FIT = "m.fit(x, callbacks=[each])\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (LOAD + FIT, ["m.load_weights('m_3.keras')"]),
        (FIT + LOAD, []),
        (LOAD + "m.fit(x, callbacks=[each], initial_epoch=3)\n", []),
        (LOAD.replace("m_3", "best") + FIT, []),
    ],
)
def test_counted_anew(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    assert [facts.text(each.resumed.node) for each in counted_anew(facts)] == expected
