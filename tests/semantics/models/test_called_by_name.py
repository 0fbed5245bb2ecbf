"""Recurrent layers whose input is given as ``inputs``."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.models.called_by_name import recurrent_calls_by_name

HEAD = "import keras\nfrom keras.layers import Bidirectional, Dense, GRU, LSTM, LSTMCell, TimeDistributed\n"
CALLS = [
    ("LSTM(4)(inputs=x)", ["LSTM"]),
    ("layer = GRU(4)\nlayer(inputs=x)", ["GRU"]),
    ("layer = LSTM(4) if t else GRU(4)\nlayer(inputs=x)", ["LSTM"]),
    ("Bidirectional(LSTM(4))(inputs=x)", ["Bidirectional"]),
    (
        "class T:\n    def __init__(self):\n        self.r = LSTM(4)\n    def f(self):\n"
        "        self.r(inputs=x)",
        ["LSTM"],
    ),
    ("def f(r):\n    r(inputs=x)\nf(LSTM(4))", ["LSTM"]),
    ("LSTM(4)(x)", []),
    ("LSTM(4)(sequences=x)", []),
    ("Dense(4)(inputs=x)", []),
    ("LSTMCell(4)(inputs=x)", []),
    ("TimeDistributed(LSTM(4))(inputs=x)", []),
    ("layer = LSTM(4) if t else Dense(4)\nlayer(inputs=x)", []),
    ("class R(LSTM): pass\nR(4)(inputs=x)", []),
    ("keras.Model(inputs=x, outputs=y)", []),
    ("other(inputs=x)", []),
]


@pytest.mark.parametrize(("code", "expected"), CALLS)
def test_calls(code: str, expected: list[str]) -> None:
    assert [name for _, _, name in recurrent_calls_by_name(module(HEAD + code))] == expected
