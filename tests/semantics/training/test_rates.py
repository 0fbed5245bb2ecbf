"""Which optimizers of the fits of a callback follow a schedule."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.training.rates import scheduled_optimizers

HEAD = """\
import keras
s = keras.optimizers.schedules.ExponentialDecay(0.1, 100, 0.9)
m = keras.Sequential([keras.layers.Dense(1)])
c = keras.callbacks.ReduceLROnPlateau()
"""
FIT = "\nm.fit(x, callbacks=[c])"

# How many optimizers follow a schedule; None where that is not known.
RATES: list[tuple[str, int | None]] = [
    (f"m.compile(keras.optimizers.Adam(s), 'mse'){FIT}", 1),
    (f"o = keras.optimizers.SGD(learning_rate=s)\nm.compile(optimizer=o){FIT}", 1),
    (f"def opt(r):\n    return keras.optimizers.Adam(r)\nm.compile(opt(s)){FIT}", 1),
    (
        f"m.compile(keras.optimizers.Adam(s)){FIT}\nn = keras.Sequential()\nn.compile('adam')\n"
        "n.fit(x, callbacks=[c])",
        1,
    ),
    (f"m.compile(keras.optimizers.Adam(0.1)){FIT}", 0),
    (f"m.compile('adam'){FIT}", 0),
    (f"m.compile(loss='mse'){FIT}", 0),
    (f"m.compile(loss='mse', **options){FIT}", None),
    (f"m.compile(keras.optimizers.Adam(s) if t else keras.optimizers.Adam(0.1)){FIT}", None),
    (f"m.compile(opt){FIT}", None),
    (f"m.compile(keras.optimizers.Adam(rate)){FIT}", None),
    (
        "m.compile(keras.optimizers.Adam(s))\ntry:\n    m.fit(x, callbacks=[c])\nexcept TypeError:\n    pass",
        0,
    ),
    ("m.compile(keras.optimizers.Adam(s))\ntrain(c)", 0),
    ("m.compile(keras.optimizers.Adam(s))\nother.fit(x, callbacks=[c])", None),
]


@pytest.mark.parametrize(("code", "expected"), RATES)
def test_rates(code: str, expected: int | None) -> None:
    facts = module(HEAD + code)
    (callback,) = calls(facts, "ReduceLROnPlateau")
    found = scheduled_optimizers(facts, callback)
    assert (None if found is None else len(found)) == expected


def test_an_optimizer_of_another_file() -> None:
    model = (
        "import keras\ndef build():\n    m = keras.Sequential()\n"
        "    m.compile(keras.optimizers.Adam(S))\n    return m\n"
    )
    there = f"{model}S = keras.optimizers.schedules.CosineDecay(0.1, 9)\n"
    facts = module(
        "import keras\nfrom there import build\nc = keras.callbacks.ReduceLROnPlateau()\n"
        "build().fit(x, callbacks=[c])\n",
        there=there,
    )
    (callback,) = calls(facts, "ReduceLROnPlateau")
    ((module_there, _),) = scheduled_optimizers(facts, callback) or ()
    assert module_there.path == "there.py"
