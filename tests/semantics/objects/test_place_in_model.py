"""Where a layer stands in its model."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.objects.place_in_model import place_of

HEAD = "from tensorflow import keras\nfrom tensorflow.keras.layers import Dense, LSTM\n"

# Code with one LSTM, and where that stands.
PLACES = [
    ("m = keras.Sequential([LSTM(3), Dense(1)])", "LISTED"),
    ("m = keras.Sequential([Dense(1), LSTM(3)])", "LATER"),
    ("m = keras.Sequential()\nm.add(LSTM(3))\nm.add(Dense(1))", "ADDED"),
    ("m.add(LSTM(3))", "ADDED"),
    ("m = keras.Sequential()\nm.add(Dense(1))\nm.add(LSTM(3))", "LATER"),
    ("x = LSTM(3)(x)", "LATER"),
    ("layer = LSTM(3)", "UNKNOWN"),
    ("use(LSTM(3))", "UNKNOWN"),
    ("m = Mine([LSTM(3)])", "UNKNOWN"),
    ("m = keras.Sequential([*stem, LSTM(3)])", "UNKNOWN"),
]


@pytest.mark.parametrize(("code", "expected"), PLACES)
def test_places(code: str, expected: str) -> None:
    facts = module(HEAD + code)
    (call,) = calls(facts, "LSTM")
    assert place_of(facts, call).name == expected
