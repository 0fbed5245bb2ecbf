"""Which imports from the Keras that TensorFlow keeps for itself raise."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.names.private_keras import is_from, missing

IMPORTS = [
    ("from tensorflow.python.keras.layers import Bidirectional", "2.15", "Bidirectional"),
    ("from tensorflow.python.keras.layers import Dense, LSTM, Wrapper as W", "2.15", "LSTM Wrapper"),
    ("from tensorflow.python.keras.layers import LSTM", "2.14", None),
    ("from tensorflow.python.keras.layers import LSTM", "2.14 2.15", None),
    ("from tensorflow.python.keras.layers import CuDNNLSTM", "2.14", "CuDNNLSTM"),
    ("from tensorflow.python.keras.layers import Dense", "2.21", None),
    ("from tensorflow.python.keras.layers import *", "2.21", None),
    ("from tensorflow.python.keras.layers.recurrent import LSTM", "2.21", None),
    ("from tensorflow.keras.layers import LSTM", "2.21", None),
    ("from .tensorflow.python.keras.layers import LSTM", "2.21", None),
    ("from . import LSTM", "2.21", None),
    ("import tensorflow.python.keras.layers", "2.21", None),
]


@pytest.mark.parametrize(("code", "target", "expected"), IMPORTS)
def test_missing(code: str, target: str, expected: str | None) -> None:
    facts = module(code + "\n", target)
    aliases = [each.node for found in facts.facts.module.bindings.values() for each in found]
    found = [missing(facts, alias) for alias in aliases]
    told = {" ".join(each.names) if each is not None else None for each in found}
    assert told == ({expected} if aliases else set())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("tensorflow.python.keras", True),
        ("tensorflow.python.keras.layers", True),
        ("tensorflow.python.keras_x", False),
        ("tensorflow.keras", False),
    ],
)
def test_is_from(name: str, expected: bool) -> None:
    assert is_from(name) is expected
