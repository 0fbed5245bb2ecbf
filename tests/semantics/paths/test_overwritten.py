"""One checkpoint file that several trainings write over; more cases are those of TFC125."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.paths.overwritten import overwritten_files

HEAD = """\
import keras
def build():
    return keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
def train():
    c = keras.callbacks.ModelCheckpoint('a.keras', save_best_only=True)
    build().fit(x, callbacks=[c])
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("for k in r: train()\nkeras.models.load_model('a.keras')", ["for k in r: train()"]),
        ("[train() for k in r]\nkeras.models.load_model('./a.keras')", ["[train() for k in r]"]),
        ("for k in r: train()\nkeras.models.load_model('b.keras')", []),
        ("for k in r:\n    train()\n    keras.models.load_model('a.keras')", []),
        ("train()\nkeras.models.load_model('a.keras')", []),
        ("for k in r:\n    if k: train()\nkeras.models.load_model('a.keras')", []),
        ("for k in r: train()\nprint(c.filepath)\nkeras.models.load_model('a.keras')", []),
        ("for k in r: train()\nc.filepath = k\nkeras.models.load_model('a.keras')", []),
        ("for k in []: train()\nkeras.models.load_model('a.keras')", []),
    ],
)
def test_the_loop(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    found = list(overwritten_files(facts))
    assert [facts.text(each.loop[1]).strip() for each in found] == expected
    assert all(each.path == "a.keras" and each.read[0] is facts for each in found)
