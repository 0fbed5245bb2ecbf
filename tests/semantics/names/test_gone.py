"""Which names of Keras that a file mentions are gone, and from which release on."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.names.gone import history_of, is_gone, is_module_of, is_standalone, known
from tflint_ckpt.semantics.names.mentions import Mention, mentions

# Code, the target, and of each name that the tables know whether it is gone there.
FILES = [
    ("from keras.layers import CuDNNLSTM", "keras3", "keras.layers.CuDNNLSTM gone"),
    ("from keras.layers import CuDNNLSTM", "2.10", "keras.layers.CuDNNLSTM"),
    ("from keras.layers import CuDNNLSTM", "2.10 2.21", "keras.layers.CuDNNLSTM gone"),
    ("import keras\nkeras.backend.get_session()", "keras3", "keras.backend.get_session gone"),
    ("import keras\nkeras.layers.Dense(1)", "keras3", "keras.layers.Dense"),
    ("import keras\nkeras.layers.Dense.call", "keras3", "keras.layers.Dense"),
    ("import keras\nkeras.never.was", "keras3", ""),
    ("import keras", "keras3", ""),
    # What an inner module had is gone with it; only keras ever had some of them.
    ("from keras.layers.recurrent import Own", "keras3", "keras.layers.recurrent gone"),
    ("from keras.layers.core import Dense", "keras2", "keras.layers.core.Dense gone"),
    ("from tensorflow.keras.layers.core import Own", "keras2", "tensorflow.keras.layers.core.Own gone"),
    ("from tensorflow.keras.layers.mine import Own", "keras2", ""),
    ("import tensorflow as tf\ntf.keras.layers.core.Dense", "keras2", "tensorflow.keras.layers"),
    # TensorFlow 1 had it, and Keras 2 has it still.
    ("from tensorflow.compat.v1.keras.layers import CuDNNLSTM", "2.11", "CuDNNLSTM"),
    ("from tensorflow.compat.v1.keras.layers import CuDNNLSTM", "keras3", "CuDNNLSTM gone"),
    # Private packages are no public API.
    ("from keras.src.layers import CuDNNLSTM", "keras3", ""),
    ("from tensorflow.python.keras.layers import CuDNNLSTM", "keras3", ""),
    ("from .keras.layers import CuDNNLSTM", "keras3", ""),
]


def every(code: str, target: str) -> list[tuple[Mention, bool]]:
    """What the tables know of *code*, and whether it is gone."""
    facts = module(code + "\n", target)
    found = (known(facts, mention) for mention in mentions(facts, "keras"))
    return [(each, is_gone(facts, each)) for each in found if each is not None]


@pytest.mark.parametrize(("code", "target", "expected"), FILES)
def test_gone(code: str, target: str, expected: str) -> None:
    told = [f"{each.spelled}{' gone' if gone else ''}" for each, gone in every(code, target)]
    assert " ".join(told).removeprefix("tensorflow.compat.v1.keras.layers.") == expected


def test_a_name_that_went_and_came_back() -> None:
    ((mention, is_gone_now),) = every("from keras.optimizers import Adam", "keras3")
    assert not is_gone_now
    assert [span.answer for span in history_of(mention)] == [True, False, True, True]


@pytest.mark.parametrize(
    ("code", "standalone", "of_module"),
    [
        ("from tensorflow.keras.layers.core import Own", True, False),
        ("from keras.layers.core import Own", False, True),
        ("import keras.layers.core", False, True),
        ("from keras.layers import CuDNNLSTM", False, False),
        ("from keras.layers import CuDNNLSTM as L", False, False),
    ],
)
def test_what_an_import_takes_from_where(code: str, standalone: bool, of_module: bool) -> None:
    facts = module(code + "\n")
    (mention,) = mentions(facts, "keras")
    found = known(facts, mention)
    assert found is not None
    assert is_standalone(mention) is standalone
    assert is_module_of(found) is of_module
