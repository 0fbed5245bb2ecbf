"""From which roots a file imports Keras."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.names.import_roots import imported_roots
from tflint_ckpt.semantics.names.resolve import Names

ROOTS = [
    ("import keras", "keras"),
    ("import tf_keras as keras", "tf_keras"),
    ("from tensorflow import keras", "tensorflow"),
    ("import tensorflow as tf\ntf.keras.Model()", "tensorflow"),
    ("import tensorflow as tf\ntf.optimizers.Adam()", "tensorflow"),
    ("import tensorflow as tf\ntf.compat.v1.keras.Model()", "tensorflow"),
    ("from tensorflow.keras.layers import *", "tensorflow"),
    ("def f():\n    import keras\nfrom tensorflow.keras import layers", "tensorflow keras"),
    ("try:\n    import keras\nexcept ImportError:\n    from tensorflow import keras", "tensorflow keras"),
    ("from tensorflow.python.keras import layers", "tensorflow.python.keras"),
    ("import tensorflow_addons as tfa", "tensorflow"),
    ("import tensorflow as tf\ntf.data.Dataset", ""),
    ("import keras_cv", ""),
    ("from .keras import Model", ""),
    ("from . import keras\nkeras.keras", ""),
    ("self.keras = 1\nx.optimizers", ""),
]


@pytest.mark.parametrize(("code", "expected"), ROOTS)
def test_imported_roots(code: str, expected: str) -> None:
    facts = module(code + "\n")
    names = Names(facts.facts, lambda imported: None)
    assert " ".join(imported_roots(facts.facts, names)) == expected
