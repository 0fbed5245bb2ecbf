"""Names of TensorFlow 1 that no release of TensorFlow 2 has."""

from __future__ import annotations

import pytest

from tflint_ckpt.semantics.names.tensorflow1_names import ALL, IN_COMPAT, MOVED, OF_GRAPHS, gone

NAMES = [
    ("tensorflow.Session", "Session"),
    ("tensorflow.Session.run", "Session"),
    ("tensorflow.train.AdamOptimizer", "train.AdamOptimizer"),
    ("tensorflow.contrib.layers.fully_connected", "contrib"),
    ("tensorflow.layers.dense", "layers"),
    ("tensorflow.random.set_random_seed", "random.set_random_seed"),
    ("tensorflow.train.Checkpoint", None),
    ("tensorflow.random.normal", None),
    ("tensorflow.keras.layers.Dense", None),
    ("tensorflow.nn.softmax", None),
    ("tensorflow", None),
    ("mine.Session", None),
    ("Session", None),
]


@pytest.mark.parametrize(("spelled", "expected"), NAMES)
def test_gone(spelled: str, expected: str | None) -> None:
    assert gone(spelled) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lin_space", "linspace"),
        ("is_nan", "math.is_nan"),
        ("matrix_inverse", "linalg.inv"),
        ("random_uniform", "random.uniform"),
        ("set_random_seed", "random.set_seed"),
    ],
)
def test_where_a_name_went(old: str, new: str) -> None:
    assert MOVED[old] == new


def test_each_name_is_of_one_kind() -> None:
    both = {"set_random_seed", "random.set_random_seed"}  # moved, and in tf.compat.v1 as they were
    assert MOVED.keys() & IN_COMPAT == both
    assert not OF_GRAPHS & (MOVED.keys() | IN_COMPAT)
    assert not ALL & {"keras", "data", "train", "random", "image", "math"}
