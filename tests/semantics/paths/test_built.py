"""Whether a model has its weights when load_weights is called on it."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.paths.built import is_built

HEAD = """\
from tensorflow import keras
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense, Embedding
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.d = Dense(3)
    def call(self, x):
        return self.d(x)
    def warm(self):
        self.d(zeros)
"""
LOAD = "m.load_weights('a.h5')"
BUILT = [
    (f"m = Sequential([keras.Input((3,)), Dense(3)])\n{LOAD}", True),
    (f"m = Sequential([Dense(3, input_shape=(3,))])\n{LOAD}", True),
    (f"m = Sequential()\nm.add(Dense(3, input_dim=3))\n{LOAD}", True),
    (f"i = keras.Input((3,))\nm = keras.Model(i, Dense(3)(i))\n{LOAD}", True),
    (f"m = keras.applications.VGG16()\n{LOAD}", True),
    (f"m = keras.models.load_model('b')\n{LOAD}", True),
    (f"m = Sequential([Dense(3)])\nm.build((None, 3))\n{LOAD}", True),
    (f"m = Net()\nm.fit(x)\n{LOAD}", True),
    (f"def f(m):\n    m.fit(x)\n    {LOAD}", True),
    (f"class T:\n    def f(self):\n        self.m.fit(x)\n        self.{LOAD}", True),
    ("load_weights('a.h5')", True),
    # none yet
    (f"m = Sequential([Dense(3)])\n{LOAD}", False),
    (f"m = Net()\nm.compile('adam')\n{LOAD}", False),
    (f"m = Net()\n{LOAD}\nm.fit(x)", False),
    (f"n = Sequential()\nn.add(Dense(3, input_dim=3))\nm = Sequential()\nm.add(Dense(3))\n{LOAD}", False),
    # nobody can tell
    (f"def f(m):\n    {LOAD}", None),
    (f"def f(m):\n    m.fit(x)\n    m = find()\n    {LOAD}", None),
    (f"m = Net()\nm.warm()\n{LOAD}", None),
    (f"m = Net()\nm(x)\n{LOAD}", None),
    (f"m = Net()\nif t:\n    m.fit(x)\n{LOAD}", None),
    (f"m = Net() if t else keras.applications.VGG16()\n{LOAD}", None),
]


@pytest.mark.parametrize(("code", "expected"), BUILT)
def test_built(code: str, expected: bool | None) -> None:
    facts = module(HEAD + code)
    (reader,) = calls(facts, "load_weights")
    assert is_built(facts, reader) is expected


def test_an_embedding_is_built_on_keras_2() -> None:
    for target, expected in (("keras2", None), ("both", None), ("keras3", False)):
        facts = module(f"{HEAD}m = Sequential([Embedding(9, 3)])\n{LOAD}", target)
        (reader,) = calls(facts, "load_weights")
        assert is_built(facts, reader) is expected
