"""What to do about a name that the API of Keras has no more."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.names.elsewhere import advice, is_unused, members_used
from tflint_ckpt.semantics.names.gone import is_gone, known
from tflint_ckpt.semantics.names.mentions import mentions

SCIKIT = "use the package scikeras, or {}.SKLearnClassifier and SKLearnRegressor"
# Code, and what is said of the names in it that are gone.
ADVICE = [
    ("from keras.layers import CuDNNLSTM\nCuDNNLSTM(3)", ["a plain LSTM uses cuDNN by itself"]),
    ("import keras\nkeras.initializations.get('a')", ["what was in it is in keras.initializers"]),
    ("from keras.objectives import mse\nmse", ["use keras.losses.mean_squared_error"]),
    ("from keras.utils import np_utils\nnp_utils.to_categorical(y)", ["use keras.utils.to_categorical"]),
    ("from keras.utils import np_utils", ["remove the import: the file does not use it"]),
    (
        "from tensorflow.keras.wrappers.scikit_learn import KerasClassifier",
        [SCIKIT.format("tf.keras.wrappers")],
    ),
    ("import keras\nkeras.backend.abs(x)", ["use keras.ops.abs; tf.keras.backend.abs is there still"]),
    ("import keras\nx = keras.backend.eval(y)", ["tf.keras.backend.eval is there still"]),
    ("from keras.layers.recurrent import Recurrent\nRecurrent", ["no other name of it is known"]),
    ("from keras.optimizers import legacy\nlegacy", ["use the optimizers without .legacy"]),
    ("import keras\nkeras.optimizers.legacy.Adam()", ["take the optimizer without .legacy"]),
    (
        "import keras\nisinstance(x, keras.optimizers.legacy.Adam)",
        ["test against keras.optimizers.Optimizer"],
    ),
    ("import keras\nclass C(keras.optimizers.legacy.Adam): pass", ["base the class on"]),
    ("import keras\nkeras.layers.Dense", []),
]


@pytest.mark.parametrize(("code", "expected"), ADVICE)
def test_advice(code: str, expected: list[str]) -> None:
    facts = module(code + "\n")
    every = [known(facts, mention) for mention in mentions(facts, "keras")]
    told = [advice(facts, each) for each in every if each is not None and is_gone(facts, each)]
    assert len(told[:1]) == len(expected)
    assert all(said.startswith(begins) for said, begins in zip(told, expected, strict=False)), told


IMPORT = "from keras.utils import np_utils"
UNUSED = [
    (IMPORT, True),
    (f"{IMPORT}\nnp_utils.to_categorical(y)", False),
    (f"{IMPORT} as u\nnp_utils = 1", True),
    (f"{IMPORT}\n__all__ = ['np_utils']", False),
    (f"{IMPORT}\nx = 'np_utils'", True),
    (f"{IMPORT}\nx.np_utils", True),
    (f"{IMPORT}\ndef f(x: 'np_utils.Layer | None'): pass", False),
    (f"{IMPORT}\nx: list['np_utils'] = []", False),
    ("import keras.layers.convolutional\nkeras.layers.Dense", False),
    ("import keras.layers.convolutional", True),
]


@pytest.mark.parametrize(("code", "expected"), UNUSED)
def test_unused(code: str, expected: bool) -> None:
    facts = module(code + "\n")
    mention = next(mentions(facts, "keras"))
    assert is_unused(facts, mention) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"{IMPORT}\nnp_utils.b\nnp_utils.a()\nf(np_utils)", ["a", "b"]),
        (f"{IMPORT} as u\nu.a.c\nnp_utils.b", ["a"]),
        (f"{IMPORT}\ndef f(np_utils): np_utils.a", []),
        (f"def f():\n    {IMPORT}\n    np_utils.a\nnp_utils.b", ["a"]),
        ("import keras\nkeras.utils", ["utils"]),
        ("import keras.utils.np_utils\nkeras.utils.np_utils.a", []),
    ],
)
def test_members_used(code: str, expected: list[str]) -> None:
    facts = module(code + "\n")
    assert members_used(facts, next(mentions(facts, "keras"))) == expected
