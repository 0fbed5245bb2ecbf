"""Whether a model surely has no variables yet at a place, and how it was made."""

from __future__ import annotations

import libcst as cst
import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.models.building import has_no_variables, is_unbuilt
from tflint_ckpt.semantics.models.functional import is_functional
from tflint_ckpt.semantics.models.never_called import is_never_called
from tflint_ckpt.semantics.module import Module
from tflint_ckpt.semantics.objects.instances import Origin

HEAD = """\
from tensorflow import keras
from tensorflow.keras.layers import Dense, Flatten
class Mine(keras.Model):
    def __init__(self):
        super().__init__()
        self.d = Dense(3)
    def call(self, x):
        return self.d(x)
"""

# Code that loads the weights of a model, whether it is unbuilt there, and whether no layer has variables.
MODELS = [
    ("m = keras.Sequential([Dense(3)])\nm.load_weights('a')", True, True),
    ("m = keras.Sequential()\nm.add(Dense(3))\nm.load_weights('a')", True, True),
    ("m = Mine()\nm.load_weights('a')", True, True),
    ("m = keras.Sequential([Dense(3)])\nm.compile('adam', 'mse')\nm.load_weights('a')", True, True),
    ("m = Mine()\nm.load_weights('a')\ndef f():\n    m.fit(x)", True, True),
    (
        "m = keras.Sequential()\nfor n in y:\n    m.add(Dense(n))\nm.add(Dense(1))\nm.load_weights('a')",
        True,
        True,
    ),
    ("m = keras.Sequential([Dense(n) for n in y])\nm.load_weights('a')", True, True),
    # built, or perhaps
    ("m = keras.Sequential()\nfor n in y:\n    m.add(Dense(n))\nm(x)\nm.load_weights('a')", False, False),
    (
        "m = keras.Sequential()\nfor n in y:\n    m.add(part(n))\nm.add(Dense(1))\nm.load_weights('a')",
        False,
        False,
    ),
    ("m = keras.Sequential([keras.Input(3)] + [Dense(n) for n in y])\nm.load_weights('a')", False, False),
    ("m = Mine()\ndef f():\n    m.fit(x)\nm.load_weights('a')", False, False),
    ("m = Mine()\nfor e in y:\n    m.load_weights('a')\n    def f():\n        m.fit(x)", False, False),
    ("m = keras.Sequential([keras.Input((3,)), Dense(3)])\nm.load_weights('a')", False, False),
    ("m = keras.Sequential([Dense(3, input_shape=(3,))])\nm.load_weights('a')", False, False),
    ("m = keras.Sequential([Dense(3)])\nm.build((None, 3))\nm.load_weights('a')", False, False),
    ("m = keras.Sequential([Dense(3)])\nm.fit(x)\nm.load_weights('a')", False, False),
    ("m = keras.Sequential([Dense(3)])\nm(x)\nm.load_weights('a')", False, False),
    ("m = keras.Sequential([Dense(3)])\nuse(m)\nm.load_weights('a')", False, False),
    ("m = Mine()\nif t:\n    m.build((None, 3))\nm.load_weights('a')", False, False),
    ("i = keras.Input((3,))\nm = keras.Model(i, Dense(3)(i))\nm.load_weights('a')", False, False),
    ("m = keras.applications.VGG16()\nm.load_weights('a')", False, False),
    ("m = keras.Sequential([keras.applications.VGG16(), Dense(3)])\nm.load_weights('a')", False, False),
]
# The same, whether it is made of inputs and outputs, and whether it is a Sequential that nothing calls.
MADE = [
    ("m = keras.Sequential([Dense(3)])\nm.load_weights('a')", False, True),
    ("m = keras.Sequential([Dense(3)])\nm.fit(x)\nm.load_weights('a')", False, True),
    ("m = keras.Sequential([Dense(3)])\ni = keras.Input((3,))\ny = m(i)\nm.load_weights('a')", False, False),
    ("m = keras.Sequential([Dense(3)])\nn = keras.Sequential([m])\nm.load_weights('a')", False, False),
    ("i = keras.Input((3,))\nm = keras.Model(i, Dense(3)(i))\nm.load_weights('a')", True, False),
    (
        "i = keras.Input((3,))\nm = keras.Model(inputs=i, outputs=Dense(3)(i))\nm.load_weights('a')",
        True,
        False,
    ),
    ("m = keras.applications.VGG16()\nm.load_weights('a')", True, False),
    ("m = Mine()\nm.load_weights('a')", False, False),
]


def loaded(code: str) -> tuple[Module, Origin, cst.Call]:
    facts = module(HEAD + code)
    (call,) = calls(facts, "load_weights")
    (origin,) = facts.objects.origins(cst.ensure_type(call.func, cst.Attribute).value)
    return facts, origin, call


@pytest.mark.parametrize(("code", "unbuilt", "no_variables"), MODELS)
def test_unbuilt(code: str, unbuilt: bool, no_variables: bool) -> None:
    facts, origin, call = loaded(code)
    assert is_unbuilt(facts, origin, call) is unbuilt
    assert has_no_variables(facts, origin, call) is no_variables


@pytest.mark.parametrize(("code", "functional", "never_called"), MADE)
def test_made(code: str, functional: bool, never_called: bool) -> None:
    facts, origin, _ = loaded(code)
    assert is_functional(facts, origin) is functional
    assert is_never_called(facts, origin) is never_called
