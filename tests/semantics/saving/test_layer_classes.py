"""Classes of the module that are models or layers."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.saving.layer_classes import class_of, family_of, is_inside_layer

FAMILIES = [
    ("keras.Model", "keras.Model"),
    ("tf.keras.Sequential", "keras.Model"),
    ("keras.layers.Layer", "keras.layers.Layer"),
    ("tf.keras.layers.Layer, Mixin", "keras.layers.Layer"),
    ("Base", "keras.layers.Layer"),
    ("keras.layers.Dense", None),
    ("keras.callbacks.Callback", None),
    ("unknown.Layer", None),
    ("Unknown, keras.Model", None),
    ("object", None),
]
HEAD = "import keras\nimport tensorflow as tf\nclass Base(keras.layers.Layer): pass\nclass Mixin: pass\n"
PLACES = [
    ("class A(keras.Model):\n    def f(self):\n        show()", True),
    ("class A(Base):\n    a = show()", True),
    ("class A(Base):\n    def f(self):\n        return [lambda: show()]", True),
    ("class A(Mixin):\n    def f(self):\n        show()", False),
    ("def f():\n    show()", False),
    ("show()", False),
]


@pytest.mark.parametrize(("bases", "expected"), FAMILIES)
def test_families(bases: str, expected: str | None) -> None:
    facts = module(f"{HEAD}class A({bases}): pass")
    assert family_of(facts, facts.facts.classes[-1]) == expected


@pytest.mark.parametrize(("code", "expected"), PLACES)
def test_inside_a_layer(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    (call,) = calls(facts, "show")
    assert is_inside_layer(facts, call) is expected


CLASS = "from keras import Model\nclass Net(Model):\n    pass\n"


@pytest.mark.parametrize(("call", "name"), [("Net()", "Net"), ("Model()", None), ("make()", None)])
def test_the_class_of_a_call(call: str, name: str | None) -> None:
    code = module(f"{CLASS}x = {call}\n")
    found = class_of(code, code.facts.calls[-1])
    assert (found[1].name.value if found is not None else None) == name


def test_a_class_of_another_file() -> None:
    code = module("from net import Net\nx = Net(1)\n", net=CLASS)
    found = class_of(code, code.facts.calls[-1])
    assert found is not None
    assert (found[0].path, found[1].name.value) == ("net.py", "Net")
