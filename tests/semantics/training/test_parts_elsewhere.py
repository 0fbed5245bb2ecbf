"""Layers that are a model which another file puts into the one it makes."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.parts_elsewhere import is_part

OTHER = """\
from tensorflow import keras
def make():
    i = keras.Input((3,))
    return keras.Model(i, keras.layers.Dense(3)(i), name="base")
def build():
    base, head = make(), keras.Sequential(name="head")
    model = keras.Sequential([base, head])
    show(base)
    return model, base, head
"""


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ("model.get_layer('base')", True),
        ("model.get_layer(name='base')", True),
        ("base", True),
        ("head", False),
        ("model", False),
        ("model.get_layer('head')", False),
        ("model.get_layer(index=0)", False),
        ("other.get_layer('base')", False),
        ("model.get_layer(name)", False),
    ],
)
def test_parts(node: str, expected: bool) -> None:
    code = f"from other import build\nmodel, base, head = build()\nmodel.fit(x, y)\nsee({node})\n"
    facts = module(code, other=OTHER)
    calls = {facts.text(call.func): call for call in facts.facts.calls}
    there = facts.located(facts.project.source("other.py", besides="train.py"))
    assert there is not None
    (shown,) = (call for call in there.facts.calls if there.text(call.func) == "show")
    model = calls["model.fit"].func.value
    given = calls["see"].args[0].value
    assert is_part(facts, given, model, there, shown.args[0].value) is expected
