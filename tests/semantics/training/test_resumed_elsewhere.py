"""Methods that another file calls one after the other."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.resumed_elsewhere import called_in_order

CODE = """\
import keras
class Trainer:
    def __init__(self, net):
        self.net = net
        self.kept = keras.callbacks.ModelCheckpoint("a.keras")
    def load(self):
        self.net.load_weights("a.keras")
    def fit(self):
        new = keras.callbacks.ModelCheckpoint("b.keras")
        self.net.fit(x, callbacks=[self.kept, new])
"""

# What another file does with an object ``t``; whether that is in order with a kept and with a new callback.
ORDERS = [
    ("t.load()\nt.fit()", (True, True)),
    ("if a:\n    t.load()\nt.fit()", (True, True)),
    ("def main():\n    u = Trainer(n)\n    u.load()\n    u.fit()", (True, True)),
    ("t.load()\nif a:\n    t.fit()", (True, True)),
    ("t.fit()\nt.load()\nt.fit()", (False, True)),
    ("t.fit()\nt.load()", (False, False)),
    ("t.load()", (False, False)),
    ("if a:\n    t.load()\nelse:\n    t.fit()", (False, False)),
    ("if a:\n    t.load()\n    exit()\nt.fit()", (False, False)),
    ("other.load()\nt.fit()", (False, False)),
    ("t = other\nt.load()\nt.fit()", (False, False)),
    ("t.net = other\nt.load()\nt.fit()", (False, False)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), ORDERS)
def test_orders(code: str, expected: tuple[bool, bool]) -> None:
    facts = module(CODE, main=f"from train import Trainer\nt = Trainer(n)\n{code}\n")
    ((load, func),) = facts.method_calls("load_weights")
    ((fit, _),) = facts.method_calls("fit")
    kept, new = (call.node for call in facts.calls("keras.callbacks.ModelCheckpoint"))
    found = [called_in_order(facts, load, func.value, fit, made) for made in (kept, new)]
    assert tuple(one is not None for one in found) == expected
    assert all(one is None or one[0].path == "main.py" for one in found)
