"""Whether a file sets the seed of TensorFlow."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.functions.global_seed import sets_global_seed

HEAD = """\
import random
import numpy as np
import tensorflow as tf
from tensorflow import keras
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("tf.random.set_seed(1)", True),
        ("keras.utils.set_random_seed(1)", True),
        ("from helper import seed_everything\nseed_everything(7)", True),
        ("tf.config.experimental.enable_op_determinism()", True),
        ("np.random.seed(1)\nrandom.seed(1)", False),
        ("def set_seed(n):\n    np.random.seed(n)\n\nset_seed(1)", False),
        ("def set_seed(n):\n    np.random.seed(n)\n    tf.random.set_seed(n)\n\nset_seed(1)", True),
        (
            "class A:\n    def seed(self):\n        random.seed(1)\n    def go(self):\n        self.seed()",
            False,
        ),
        ("from helper import seed\ndef set_seed():\n    seed(1)\n\nset_seed()", True),
        ("g = tf.random.Generator.from_seed(1)\ng.make_seeds(2)", False),
    ],
)
def test_global_seed(code: str, expected: bool) -> None:
    assert sets_global_seed(module(HEAD + code + "\n")) is expected
