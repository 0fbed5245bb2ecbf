"""TFC705 optimizer-shared."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
from tensorflow import keras
from tensorflow.keras.layers import Dense
from tensorflow.keras.optimizers import Adam
"""
OPT = "opt = Adam(1e-3)\n"
SEQUENTIAL = "keras.Sequential([Dense(1)])"
BUILD = "def build(units=1):\n    m = keras.Sequential()\n    m.add(Dense(units))\n    return m\n"
TRAIN = "{0}.compile(opt, 'mse')\n{0}.fit(x, y)\n"
TWO = "a = keras.Sequential([Dense(1)])\nb = keras.Sequential([Dense(1)])\n"
FUNCTIONAL = "def build():\n    i = keras.Input((3,))\n    return keras.Model(i, Dense(1)(Dense(4)(i)))\n"

# What stands after HEAD, and which line is reported.
FIRING = [
    (OPT + TWO + TRAIN.format("a") + TRAIN.format("b"), 9),
    (OPT + TWO + "a.compile(optimizer=opt)\nb.compile(optimizer=opt)\na.fit(x, y)\nb.fit(x, y)\n", 8),
    (OPT + BUILD + "a = build()\nb = build(2)\n" + TRAIN.format("a") + TRAIN.format("b"), 13),
    (OPT + FUNCTIONAL + "a, b = build(), build()\n" + TRAIN.format("a") + TRAIN.format("b"), 11),
    (
        OPT + BUILD + "for fold in range(5):\n    m = build()\n    m.compile(optimizer=opt, loss='mse')\n"
        "    m.fit(x, y)\n",
        11,
    ),
    (
        OPT + "for train, test in folds.split(x):\n    m = keras.Sequential([Dense(4), Dense(1)])\n"
        "    m.compile(opt, 'mse')\n    m.fit(x[train], y[train])\n    m.evaluate(x[test], y[test])\n",
        7,
    ),
    (
        OPT + "def build():\n    m = keras.Sequential([Dense(1)])\n    m.compile(opt, 'mse')\n    return m\n"
        "a = build()\na.fit(x, y)\nb = build()\nb.fit(x, y)\n",
        7,
    ),
    (
        OPT + "def build(optimizer):\n    m = keras.Sequential([Dense(1)])\n    m.compile(optimizer, 'mse')\n"
        "    return m\nfor n in sizes:\n    m = build(opt)\n    m.fit(x, y)\n",
        7,
    ),
    (
        "opt = keras.optimizers.SGD(0.1)\n"
        + TWO
        + TRAIN.format("a")
        + "b.compile(opt)\nb.train_on_batch(x, y)\n",
        9,
    ),
]

SILENT = [
    TWO + "a.compile(Adam(), 'mse')\na.fit(x, y)\nb.compile(Adam(), 'mse')\nb.fit(x, y)\n",
    "opt = 'adam'\n" + TWO + TRAIN.format("a") + TRAIN.format("b"),
    OPT + TWO + TRAIN.format("a") + "opt = Adam()\n" + TRAIN.format("b"),
    BUILD + "for fold in f:\n    m = build()\n    opt = Adam()\n    m.compile(opt, 'mse')\n    m.fit(x, y)\n",
    f"def build():\n    opt = Adam()\n    m = {SEQUENTIAL}\n    m.compile(opt, 'mse')\n    return m\n"
    "for i in range(3):\n    m = build()\n    m.fit(x, y)\n",
    # one of them is not trained, or only one
    OPT + TWO + "a.compile(opt, 'mse')\nb.compile(opt, 'mse')\nb.fit(x, y)\na.evaluate(x, y)\n",
    OPT + TWO + TRAIN.format("a") + TRAIN.format("a"),
    OPT
    + "m = keras.Sequential([Dense(1)])\nfor i in range(3):\n    m.compile(opt, 'mse')\n    m.fit(x, y)\n",
    OPT + BUILD + "for i in range(3):\n    m = build()\n    m.compile(opt, 'mse')\n",
    OPT + BUILD + "for i in tries:\n    m = build()\n    m.compile(opt, 'mse')\n    m.fit(x, y)\n    break\n",
    # they share layers, or may
    OPT
    + "base = Dense(4)\na = keras.Sequential([base, Dense(1)])\nb = keras.Sequential([base, Dense(2)])\n"
    + TRAIN.format("a")
    + TRAIN.format("b"),
    OPT
    + "a = keras.Sequential([Dense(1)])\nb = keras.Sequential([a])\n"
    + TRAIN.format("a")
    + TRAIN.format("b"),
    OPT
    + "i = keras.Input((3,))\nh = Dense(4)(i)\na = keras.Model(i, h)\nb = keras.Model(i, Dense(1)(h))\n"
    + TRAIN.format("a")
    + TRAIN.format("b"),
    OPT + "base = keras.Sequential([Dense(4)])\ndef build():\n    return keras.Sequential([base, Dense(1)])\n"
    "a, b = build(), build()\n" + TRAIN.format("a") + TRAIN.format("b"),
    OPT + "base = keras.Sequential([Dense(4)])\ndef build(inner):\n    return keras.Sequential([inner])\n"
    "a, b = build(base), build(base)\n" + TRAIN.format("a") + TRAIN.format("b"),
    OPT
    + "a = keras.Sequential([Dense(1)])\nb = keras.models.clone_model(a)\n"
    + TRAIN.format("a")
    + TRAIN.format("b"),
    OPT
    + "a = keras.Sequential(layers)\nb = keras.Sequential(layers)\n"
    + TRAIN.format("a")
    + TRAIN.format("b"),
    # one or the other
    OPT + TWO + "if deep:\n    a.compile(opt)\n    a.fit(x, y)\nelse:\n    b.compile(opt)\n    b.fit(x, y)\n",
    OPT
    + TWO
    + "def first():\n    a.compile(opt)\n    a.fit(x)\ndef second():\n    b.compile(opt)\n    b.fit(x)\n",
    # optimizers of another kind
    "opt = keras.optimizers.legacy.Adam()\n" + TWO + TRAIN.format("a") + TRAIN.format("b"),
    "import tensorflow_addons as tfa\nopt = tfa.optimizers.LAMB()\n"
    + TWO
    + TRAIN.format("a")
    + TRAIN.format("b"),
    "class Mine(Adam):\n    pass\nopt = Mine()\n" + TWO + TRAIN.format("a") + TRAIN.format("b"),
    "import torch\nopt = torch.optim.Adam(p)\n" + TWO + TRAIN.format("a") + TRAIN.format("b"),
    "opt = make()\n" + TWO + TRAIN.format("a") + TRAIN.format("b"),
    # expected
    OPT
    + TWO
    + TRAIN.format("a")
    + "with pytest.raises(ValueError):\n    b.compile(opt, 'mse')\n    b.fit(x, y)\n",
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both", "2.11"])
@pytest.mark.parametrize(("code", "line"), FIRING)
def test_reported(code: str, line: int, target: str) -> None:
    assert lint(HEAD + code, target, "TFC705") == [f"TFC705:{line} error"]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str, target: str) -> None:
    assert lint(HEAD + code, target, "TFC705") == []


def test_older_optimizers_took_any_variables() -> None:
    code = HEAD + FIRING[0][0]
    assert lint(code, "2.10", "TFC705") == []


def test_messages() -> None:
    (found,) = findings(HEAD + FIRING[0][0], only="TFC705")
    assert found.message == (
        "the optimizer made in line 4 is given to two models: "
        "Keras 3 raises ValueError when the second one is trained"
    )
    assert found.fix is not None
    assert found.fix.applicability.value == "unsafe"
    (found,) = findings(HEAD + FIRING[4][0], only="TFC705")
    assert "is given to a new model in each pass of the loop" in found.message


IN_THE_FUNCTION = "def build():\n    m = keras.Sequential([Dense(1)])\n    m.compile({})\n    return m\n"
TWICE = "a = build()\na.fit(x, y)\nb = build()\nb.fit(x, y)\n"
BOTH = TWO + "a.compile({}, 'mse')\nb.compile({}, 'mse')\na.fit(x, y)\nb.fit(x, y)\n"
FIXED = [
    (
        "opt = Adam(\n    1e-3,\n)\n" + IN_THE_FUNCTION.format("opt") + TWICE,
        IN_THE_FUNCTION.format("Adam(\n    1e-3,\n)") + TWICE,
    ),
    (OPT + IN_THE_FUNCTION.format("opt") + TWICE, IN_THE_FUNCTION.format("Adam(1e-3)") + TWICE),
    (OPT + BOTH.format("opt", "opt"), OPT + BOTH.format("opt", "Adam(1e-3)")),
    (
        f"rate = 0.1\nopt = Adam(learning_rate=rate / 2)\n{IN_THE_FUNCTION.format('opt')}{TWICE}",
        f"rate = 0.1\n{IN_THE_FUNCTION.format('Adam(learning_rate=rate / 2)')}{TWICE}",
    ),
]
LEFT = [
    # something else uses the same object
    OPT + BOTH.format("opt", "opt") + "print(opt.iterations)\n",
    OPT + BOTH.format("opt", "opt") + "keep(opt)\n",
    # the call would give something else there
    "rate = 0.1\nopt = Adam(rate)\nrate = 0.2\n" + BOTH.format("opt", "opt"),
    "opt = Adam(next(rates))\n" + BOTH.format("opt", "opt"),
    "opt = Adam(*given)\n" + BOTH.format("opt", "opt"),
    "rate = 0.1\nopt = Adam(rate)\n" + IN_THE_FUNCTION.replace("()", "(rate=1)", 1).format("opt") + TWICE,
    "for rate in rates: pass\nopt = Adam(rate)\n" + BOTH.format("opt", "opt"),
    # not the variable alone
    "opts = [Adam(), Adam()]\n" + BOTH.format("opts[0]", "opts[0]"),
]


@pytest.mark.parametrize(("before", "after"), FIXED)
def test_a_call_for_each_model(before: str, after: str) -> None:
    assert fix(HEAD + before, "keras3", "TFC705", unsafe=True) == HEAD + after
    assert fix(HEAD + before, "keras3", "TFC705") == HEAD + before


@pytest.mark.parametrize("code", LEFT)
def test_left_to_its_author(code: str) -> None:
    assert len(lint(HEAD + code, "keras3", "TFC705")) == 1
    assert fix(HEAD + code, "keras3", "TFC705", unsafe=True) == HEAD + code
