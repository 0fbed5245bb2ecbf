"""Which losses and metrics of the module a model is compiled with."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.objects.instances import made
from tflint_ckpt.semantics.saving.compiled_with import compiled_with

HEAD = """\
import keras
import losses
from losses import remote, make_remote
def soft(t, p): return 0.0
def mae(t, p): return 0.0
def make(a):
    def inner(t, p): return a
    return inner
class Loss(keras.losses.Loss):
    def call(self, t, p): return 0.0
class Plain: pass
@keras.saving.register_keras_serializable()
def known(t, p): return 0.0
model = keras.Sequential()
"""
LOSSES = """\
def remote(t, p): return 0.0
def make_remote(a):
    def far(t, p): return a
    return far
"""
# Code, and the names of what the model is compiled with; * behind what nothing has the name of.
COMPILED = [
    ("model.compile('sgd', soft)", "soft"),
    ("model.compile('sgd', loss=soft, metrics=['acc', soft])", "soft soft"),
    ("model.compile(loss={'a': soft, 'b': 'mse'})", "soft"),
    ("model.compile(loss=['mse', make(3)])", "inner*"),
    ("f = soft\nmodel.compile(loss=f)", "soft"),
    ("f = make(3)\nmodel.compile(loss=f)", "inner*"),
    ("def train(f):\n    model.compile(loss=f)\ntrain(soft)", "soft"),
    ("def train(f):\n    model.compile(loss=f)\ntrain(soft)\ntrain(Loss())", ""),
    ("f = soft\nif t:\n    f = 'mse'\nmodel.compile(loss=f)", ""),
    ("f = [soft]\nmodel.compile(loss='mse', metrics=f)", "soft"),
    ("model.compile(loss=Loss())", "Loss"),
    ("model.compile(loss=lambda t, p: 0.0)", "a lambda*"),
    ("model.compile(loss=remote)", "remote"),
    ("model.compile(loss=losses.remote)", "remote*"),
    ("model.compile(loss=make_remote(3))", "far*"),
    ("model.compile(loss='mse')", ""),
    ("model.compile(loss=known)", ""),
    ("model.compile(loss=mae)", ""),  # Keras has one of that name
    ("model.compile(loss=Plain())", ""),
    ("model.compile(loss=soft if t else 'mse')", ""),
    ("model.compile(loss=soft)\nmodel.compile(loss='mse')", ""),
    ("other.compile(loss=soft)", ""),
    ("model.compile(**options)", ""),
    ("", ""),
]


@pytest.mark.parametrize(("code", "expected"), COMPILED)
def test_compiled_with(code: str, expected: str) -> None:
    facts = module(f"{HEAD}{code}\nshow(model)", losses=LOSSES)
    (show,) = calls(facts, "show")
    found = compiled_with(facts, made(facts.objects.origins(show.args[0].value)))
    assert " ".join(one.name + "*" * one.is_nested for one in found) == expected


def test_a_file_that_registers_its_functions() -> None:
    register = "keras.saving.get_custom_objects()['remote'] = remote\n"
    facts = module(f"{HEAD}model.compile(loss=remote)\n", losses=f"import keras\n{LOSSES}{register}")
    (call,) = calls(facts, "Sequential")
    assert compiled_with(facts, facts.objects.origins(call)) == []
