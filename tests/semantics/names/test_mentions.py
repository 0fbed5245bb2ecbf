"""Where a module names something of a package, and which of that is gone."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.names.gone import is_gone
from tflint_ckpt.semantics.names.mentions import imported_from, mentions, shorter

# Code, and what it names of Keras, as it is spelled there.
MENTIONS = [
    ("from tensorflow import keras\nkeras.Model", "tensorflow.keras tensorflow.keras.Model"),
    ("import tensorflow as tf\ntf.keras.layers.Dense(3)", "tensorflow.keras.layers.Dense"),
    ("from keras.layers import Dense\nDense(3)", "keras.layers.Dense"),
    ("import keras\nkeras.Model\nkeras.Model", "keras keras.Model keras.Model"),
    ("import numpy as np\nnp.zeros(3)", ""),
    ("keras.Model", ""),
    ("from tensorflow import keras\nkeras = 3\nkeras.Model", "tensorflow.keras"),
]
# A name in the code, and whether Keras 3 has it no more.
GONE = [
    ("keras.layers.Dense", False),
    ("keras.backend.abs", False),
    ("keras.experimental.LinearModel", True),
    ("keras.layers.experimental.preprocessing.Rescaling", True),
    ("keras.optimizers.Adam", False),
    ("keras.nonsense.abs", False),
]


@pytest.mark.parametrize(("code", "expected"), MENTIONS)
def test_mentions(code: str, expected: str) -> None:
    assert " ".join(one.spelled for one in mentions(module(code), "keras")) == expected


@pytest.mark.parametrize(("name", "expected"), GONE)
def test_gone(name: str, expected: bool) -> None:
    facts = module(f"from tensorflow import keras\n{name}")
    mention = list(mentions(facts, "keras"))[-1]
    assert mention.name == name
    assert is_gone(facts, mention) is expected


def test_the_parts_of_a_mention() -> None:
    facts = module("import tensorflow as tf\ntf.keras.layers.Dense\nfrom keras.layers import Dense as D")
    imported, chain = mentions(facts, "keras")
    assert chain.shown == "tf.keras.layers.Dense"
    assert chain.root == "tensorflow.keras"
    assert [one.name for one in shorter(chain)][:2] == ["keras.layers.Dense", "keras.layers"]
    whole = imported_from(facts, imported)
    assert whole is not None
    assert whole.name == "keras.layers"
    assert imported_from(facts, chain) is None
