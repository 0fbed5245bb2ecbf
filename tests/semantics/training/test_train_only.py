"""Calls under a tape that do not say that the model trains."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.train_only import flagless

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.layers import BatchNormalization, Dense, Dropout
m = keras.Sequential([Dense(1), Dropout(0.5)])
"""
STEP = "with tf.GradientTape() as tape:\n    p = m(x)\ng = tape.gradient(p, m.trainable_variables)\n"
CLASS = (
    "class N(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
    "        self.d = Dropout(0.5)\n"
    "        self.e = Dense(1)\n    def call(self, x, training=None):\n        return self.e({})\nm = N()\n"
)

STEPS: list[tuple[str, list[str]]] = [
    (STEP, ["Dropout"]),
    (f"@tf.function\ndef step(x):\n    {STEP.replace(chr(10), chr(10) + '    ')}pass", ["Dropout"]),
    (f"i = keras.Input((3,))\nm = keras.Model(i, BatchNormalization()(i))\n{STEP}", ["BatchNormalization"]),
    (f"m = keras.Sequential()\nm.add(BatchNormalization())\n{STEP}", ["BatchNormalization"]),
    (CLASS.format("self.d(x, training=training)") + STEP, ["Dropout"]),
    (CLASS.format("self.d(x)") + STEP, ["Dropout"]),
    # it says so, it need not, or others decide
    (STEP.replace("m(x)", "m(x, training=True)"), []),
    (STEP.replace("m(x)", "m(x, True)"), []),
    (STEP.replace("p = m(x)", "p = m(x)\n    q = m(x, training=False)"), []),
    (f"m = keras.Sequential([Dense(1)])\n{STEP}", []),
    (f"m = keras.Sequential([Dense(1), Dropout(0.5)]) if t else keras.Sequential([Dense(1)])\n{STEP}", []),
    (f"m.trainable = False\n{STEP}", []),
    (f"keras.backend.set_learning_phase(1)\n{STEP}", []),
    (STEP.replace("m.trainable_variables", "n.trainable_variables"), []),
    (CLASS.format("self.d(x, training=True)") + STEP, []),
    (CLASS.format("self.d(x)").replace("training=None", "training=True") + STEP, []),
    (CLASS.format("self.e(x)") + STEP, []),
    ("p = m(x)\n", []),
]


@pytest.mark.parametrize(("code", "expected"), STEPS)
def test_steps(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    assert [found.layer for found in flagless(facts)] == expected
