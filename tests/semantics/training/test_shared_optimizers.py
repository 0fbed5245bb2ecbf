"""Optimizers that a second model gets."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.training.shared_optimizers import shared_optimizers

HEAD = """\
import keras
from keras.layers import Dense
o = keras.optimizers.Adam()
"""
LINES = HEAD.count("\n")


def model(name: str, optimizer: str = "o", indent: str = "") -> str:
    """A model that is made, compiled and trained, in three lines."""
    steps = [f"{name} = keras.Sequential([Dense(1)])", f"{name}.compile({optimizer})", f"{name}.fit(x)"]
    return "".join(f"{indent}{step}\n" for step in steps)


# The lines of the compiles that give it to a second model, with "loop" where a pass of a loop does.
SHARED: list[tuple[str, list[str]]] = [
    (model("m") + model("n"), ["5"]),
    (model("m") + model("m"), ["5"]),
    (model("m") + model("n", "optimizer=o"), ["5"]),
    (f"for i in k:\n{model('m', indent='    ')}", ["3 loop"]),
    (f"def f(o):\n{model('m', indent='    ')}f(o)\nf(o)", ["3"]),
    (f"def f(o):\n{model('m', indent='    ')}for i in k:\n    f(o)", ["3 loop"]),
    (
        "def b():\n    return keras.Sequential([Dense(1)])\nm = b()\nm.compile(o)\nm.fit(x)\n"
        "n = b()\nn.compile(o)\nn.fit(x)",
        ["7"],
    ),
    # one model, one optimizer each, layers in common, or in one run only one of them
    (model("m"), []),
    (model("m") + model("n", "keras.optimizers.Adam()"), []),
    (model("m") + "m.compile(o, 'mse')\nm.fit(x)", []),
    (model("m") + "o = keras.optimizers.Adam()\n" + model("n"), []),
    (f"if t:\n{model('m', indent='    ')}else:\n{model('n', indent='    ')}", []),
    (f"if t:\n{model('m', indent='    ')}if u:\n{model('n', indent='    ')}", []),
    (f"if t:\n{model('m', indent='    ')}{model('n')}", ["6"]),
    (f"for i in k:\n    if t:\n{model('m', indent='        ')}", ["4 loop"]),
    (f"for i in k:\n    if i == 0:\n{model('m', indent='        ')}    m.fit(x)", []),
    (
        "for i in k:\n    if not i:\n        m = keras.Sequential([Dense(1)])\n"
        "        m.compile(o)\n    m.fit(x)",
        [],
    ),
    (f"for i in k:\n{model('m', indent='    ')}    break", []),
    (f"for i in k:\n    o = keras.optimizers.Adam()\n{model('m', indent='    ')}", []),
    (f"def f():\n{model('m', 'keras.optimizers.Adam()', indent='    ')}f()\nf()", []),
    (
        "d = Dense(1)\nm = keras.Sequential([d])\nm.compile(o)\nm.fit(x)\n"
        "n = keras.Sequential([d])\nn.compile(o)\nn.fit(x)",
        [],
    ),
    (model("m").replace("m.fit(x)\n", "") + model("n"), []),
    (model("m", "'adam'") + model("n", "'adam'"), []),
    (model("m", "p") + model("n", "p"), []),
    ("o = keras.optimizers.legacy.Adam()\n" + model("m") + model("n"), []),
]


@pytest.mark.parametrize(("code", "expected"), SHARED)
def test_shared(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    found = [
        f"{line(facts, one.compiled) - LINES}{' loop' * (one.loop is not None)}"
        for one in shared_optimizers(facts)
    ]
    assert found == expected
