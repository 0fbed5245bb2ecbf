"""Which functions and classes of the module the layers of a model are made of."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.objects.instances import made
from tflint_ckpt.semantics.saving.built_with import built_with

HEAD = """\
import keras
from keras import Sequential
from keras.layers import Activation, Conv2D, Dense, GRU
def act(x): return x
def reg(w): return 0.0
class Mine(keras.layers.Layer):
    def call(self, x): return x
class Kept(keras.layers.Layer):
    def __init__(self, units): self.units = units
    def get_config(self): return {"units": self.units}
class Reg(keras.regularizers.Regularizer):
    def __call__(self, w): return 0.0
    def get_config(self): return {}
@keras.saving.register_keras_serializable()
def known(x): return x
"""
# A layer, and what of the module it is made of: name, kind, and whether it is a function.
LAYERS = [
    ("Dense(3, activation=act)", "act activation True"),
    ("Dense(3, act)", "act activation True"),
    ("Activation(act)", "act activation True"),
    ("GRU(3, recurrent_activation=act)", "act activation True"),
    ("Dense(3, kernel_regularizer=reg)", "reg regularizer True"),
    ("Dense(3, bias_regularizer=Reg())", "Reg regularizer False"),
    ("Mine()", "Mine layer False"),
    ("Kept(3)", "Kept layer False"),
    ("Dense(3, activation=known)", ""),
    ("Dense(3, activation='relu')", ""),
    ("Dense(3, activation=keras.activations.relu)", ""),
    ("Dense(act)", ""),
    ("Conv2D(3, 3, name=act)", ""),
    ("Dense(3, *act)", ""),
    ("Dense(3, **act)", ""),
    ("unknown(3, activation=act)", ""),
]
# What stands before the model, and whether Keras does not know Mine then.
BESIDES = [
    ("", True),
    ("from keras.saving import register_keras_serializable", True),
    ("from keras.saving import (\n    register_keras_serializable,\n)", True),
    ("@keras.saving.register_keras_serializable()\nclass Other(Mine): pass", True),
    ("keras.saving.register_keras_serializable()(Mine)", False),
    ("from keras.saving import register_keras_serializable as register\nregister()(Mine)", False),
]
# A class Own, and whether a file of its objects needs it.
CLASSES = [
    ("class Own(keras.layers.Layer): pass", True),
    ("class Own(Kept):\n    def __init__(self): pass", True),
    ("class Own(keras.layers.Layer):\n    def __init__(self): pass", False),  # TFC516 speaks of it
    ("class Own(keras.Model): pass", False),
    ("class Own(unknown.Layer): pass", False),
    ("class Own(keras.layers.Layer, unknown.Mixin): pass", False),
    ("class Own(keras.layers.Dense): pass", False),
    ("@known\nclass Base(keras.layers.Layer): pass\nclass Own(Base): pass", False),
]


def found(before: str, layer: str) -> str:
    facts = module(f"{HEAD}{before}\nmodel = Sequential([{layer}])\nshow(model)")
    (show,) = calls(facts, "show")
    built = built_with(facts, made(facts.objects.origins(show.args[0].value)))
    return ", ".join(f"{one.name} {one.kind} {one.is_function}" for one in built)


@pytest.mark.parametrize(("layer", "expected"), LAYERS)
def test_layers(layer: str, expected: str) -> None:
    assert found("", layer) == expected


@pytest.mark.parametrize(("code", "expected"), CLASSES)
def test_classes(code: str, expected: bool) -> None:
    assert found(code, "Own()") == ("Own layer False" if expected else "")


@pytest.mark.parametrize(("before", "expected"), BESIDES)
def test_what_stands_before(before: str, expected: bool) -> None:
    assert found(before, "Mine()") == ("Mine layer False" if expected else "")


def test_a_function_called_as_one_of_keras_is_found_by_its_name() -> None:
    assert found("def relu(x): return x", "Dense(3, activation=relu)") == ""


def test_each_once() -> None:
    expected = "act activation True, Mine layer False"
    assert found("", "Dense(3, activation=act), Mine(), Dense(1, act), Mine()") == expected
