"""Layers that are frozen or set free when it is too late."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import line
from tflint_ckpt.semantics.training.late_switches import late_switches

HEAD = """\
import keras
from keras.layers import Dense
base = keras.applications.ResNet50()
m = keras.Sequential([base, Dense(1)])
"""
LINES = HEAD.count("\n")
COMPILE = "m.compile('sgd', 'mse')\n"

# Code after ``m``: the lines of the switches that are too late, with "+" where a layer is set free.
SWITCHES: list[tuple[str, list[str]]] = [
    (f"{COMPILE}base.trainable = False\nm.fit(x)", ["2"]),
    (f"{COMPILE}m.layers[0].trainable = False\nm.fit(x)", ["2"]),
    (f"{COMPILE}for layer in base.layers:\n    layer.trainable = False\nm.fit(x)", ["3"]),
    (f"base.trainable = False\n{COMPILE}m.fit(x)\nbase.trainable = True\nm.fit(x)", ["4+"]),
    (f"def train(n):\n    n.fit(x)\n{COMPILE}base.trainable = False\ntrain(m)", ["4"]),
    (f"{COMPILE}for i in n:\n    pass\nbase.trainable = False\nm.fit(x)\nm.fit(x)", ["4"]),
    (
        "def build():\n    b = keras.applications.ResNet50()\n    n = keras.Sequential([b])\n"
        "    n.compile('sgd', 'mse')\n"
        "    b.trainable = False\n    n.fit(x)\nbuild()",
        ["5"],
    ),
    # in time, without effect, of another model, or not known
    (f"base.trainable = False\n{COMPILE}m.fit(x)", []),
    (f"{COMPILE}base.trainable = False\n{COMPILE}m.fit(x)", []),
    (f"{COMPILE}base.trainable = True\nm.fit(x)", []),
    (f"base.trainable = False\n{COMPILE}base.trainable = False\nm.fit(x)", []),
    (f"{COMPILE}m.fit(x)\nbase.trainable = False", []),
    (f"{COMPILE}base.trainable = flag\nm.fit(x)", []),
    (f"{COMPILE}if t:\n    base.trainable = False\nm.fit(x)", ["3"]),
    (f"{COMPILE}other = keras.applications.VGG16()\nother.trainable = False\nm.fit(x)", []),
    (f"{COMPILE}base.trainable = False\nprepare(m)\nm.fit(x)", []),
    (f"if t:\n    {COMPILE}base.trainable = False\nm.fit(x)", ["3"]),
    (f"{COMPILE}m.trainable = False\ngan = keras.Sequential([m])\ngan.compile('sgd', 'mse')\nm.fit(x)", []),
    (f"{COMPILE}base = keras.applications.VGG16()\nbase.trainable = False\nm.fit(x)", []),
    (f"for i in n:\n    {COMPILE}    m.fit(x)\n    base.trainable = False", []),
    (
        "class N(keras.Model):\n    def train_step(self, d): return {}\nn = N()\n"
        "n.compile('sgd')\nn.trainable = False\n"
        "n.fit(x)",
        [],
    ),
]


@pytest.mark.parametrize(("code", "expected"), SWITCHES)
def test_late(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    found = [f"{line(facts, one.node) - LINES}{'+' * one.frees}" for one in late_switches(facts)]
    assert found == expected


def test_what_is_said_of_a_switch() -> None:
    facts = module(f"{HEAD}base.trainable = False\n{COMPILE}m.fit(x)\nbase.trainable = True\nm.fit(x)\n")
    (late,) = late_switches(facts)
    assert [line(facts, node) - LINES for node in (late.compiled, late.node, late.trained)] == [2, 4, 5]
    assert (facts.text(late.layer), facts.text(late.model), late.begun) == ("base", "m", True)
