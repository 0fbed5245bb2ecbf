"""Which of two Kerases that meet decides."""

from __future__ import annotations

import pytest

from tests.lint import Lab
from tflint_ckpt.semantics.objects.mixed import Mixed
from tflint_ckpt.semantics.objects.mixed_sides import deciding_side, is_frozen, origin_of

HEAD = """\
import keras
import tensorflow as tf
import tensorflow_hub as hub
import tf_keras
from tensorflow.python.keras.layers import Dense as Private
i = keras.Input((3,))
"""


def meeting(code: str):  # type: ignore[no-untyped-def]
    lab = Lab(HEAD + code)
    facts = lab.module
    (found,) = Mixed(facts).meetings()
    return facts, found


DECIDING = [
    ("tf.keras.Sequential([keras.layers.Dense(1)])", None),
    ("tf_keras.Sequential([keras.layers.Dense(1)])", "keras"),
    ("keras.Sequential([tf_keras.layers.Dense(1)])", "keras"),
    ("tf.keras.Sequential([hub.KerasLayer('a')])", "tensorflow"),
    ("Private(1)(i)", "keras"),
]


@pytest.mark.parametrize(("code", "expected"), DECIDING)
def test_deciding(code: str, expected: str | None) -> None:
    side = deciding_side(*meeting(code))
    assert (side.root if side is not None else None) == expected


ORIGINS = [
    ("keras.Sequential([tf_keras.layers.Dense(1)])", "tf_keras"),
    ("Private(1)(i)", "tensorflow.python.keras.layers.Dense"),
    ("keras.Sequential([hub.KerasLayer('a')])", "tensorflow_hub"),
]


@pytest.mark.parametrize(("code", "expected"), ORIGINS)
def test_origins(code: str, expected: str) -> None:
    facts, found = meeting(code)
    assert origin_of(facts, found.given).imported == expected  # type: ignore[attr-defined]


INIT = "class N(keras.Model):\n    def __init__(self):\n        super().__init__()\n        "
FROZEN = [
    (f"{INIT}self.d = hub.KerasLayer('a')", True),
    (f"{INIT}self.d = hub.KerasLayer('a', trainable=True)", False),
    (f"{INIT}self.d = hub.KerasLayer('a', trainable=False)", True),
    (f"{INIT}self.d = tf_keras.layers.Dense(1)", False),
    (f"{INIT}self.d = tf_keras.layers.Dense(1)\n        self.d.trainable = False", True),
    (f"{INIT}self.d = tf_keras.layers.Dense(1)\n        self.e.trainable = False", False),
    ("keras.Sequential([hub.KerasLayer('a')])", False),
]


@pytest.mark.parametrize(("code", "expected"), FROZEN)
def test_frozen(code: str, expected: bool) -> None:
    assert is_frozen(*meeting(code)) is expected
