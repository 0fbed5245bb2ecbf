"""TFC120 checkpoint-reused."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import keras
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.layers import Dense
from keras.models import Sequential
def build(units=1):
    m = Sequential([Dense(units)])
    m.compile('sgd', 'mse')
    return m
"""
LINES = HEAD.count("\n")
BEST = "c = ModelCheckpoint('m.keras', save_best_only=True)\n"

SHARED = [
    "a, b = build(), build(2)\na.fit(x, callbacks=[c])\nb.fit(x, callbacks=[c])",
    "a = build()\na.fit(x, callbacks=[c])\nb = build()\nb.fit(x, callbacks=[c])",
    "a = Sequential([Dense(1)])\na.fit(x, callbacks=[c])\nb = Sequential([Dense(1)])\n"
    "b.fit(x, callbacks=[c])",
    "cs = [EarlyStopping(), c]\na = build()\nb = build()\na.fit(x, callbacks=cs)\nb.fit(x, callbacks=cs)",
    "for k in range(5):\n    m = build()\n    m.fit(x, callbacks=[c])",
    "for train, test in folds.split(x):\n    m = Sequential([Dense(1)])\n    m.compile('sgd', 'mse')\n"
    "    m.fit(x[train], validation_data=x[test], callbacks=[c, EarlyStopping()])",
    "for units in (1, 2):\n    for rate in rates:\n        m = build(units)\n        m.fit(x, callbacks=[c])",
    "while better:\n    m = build()\n    m.fit(x, callbacks=[c])",
    "m = build()\nm.fit(x, callbacks=[c])\nm = build()\nm.fit(x, callbacks=[c])",
    # What is loaded into an older model of the same name.
    "m = build()\nm.load_weights('w.h5')\nm.fit(x, callbacks=[c])\nm = build()\nm.fit(x, callbacks=[c])",
    "m = build()\nm.fit(x, callbacks=[c])\nm.load_weights('w.h5')\nm = build()\nm.fit(x, callbacks=[c])",
    "m = Sequential([Dense(1)])\nm.set_weights(w)\nm.fit(x, callbacks=[c])\n"
    "m = Sequential([Dense(2)])\nm.fit(x, callbacks=[c])",
    "m = build()\nm.load_weights('w.h5')\nfor k in range(5):\n    m = build()\n    m.fit(x, callbacks=[c])",
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize("code", SHARED)
def test_one_checkpoint_for_several_models(code: str, target: str) -> None:
    (finding,) = findings(f"{HEAD}{BEST}{code}\n", target, "TFC120")
    assert finding.severity.value == "warning"
    assert "keeps the best value of the first" in finding.message
    assert lint(f"{HEAD}{BEST}{code}\n", target, "TFC120") == [f"TFC120:{LINES + 1} warning"]
    assert fix(f"{HEAD}{BEST}{code}\n", target, "TFC120", unsafe=True) == f"{HEAD}{BEST}{code}\n"


EVERY = "c = ModelCheckpoint('m.keras')\n"
TWICE = "a = build()\nb = build()\na.fit(x, callbacks=[c])\nb.fit(x, callbacks=[c])"
LOOP = "for k in range(5):\n    m = build()\n    m.fit(x, callbacks=[c])"

SILENT = [
    EVERY + TWICE,
    EVERY + LOOP,
    "c = EarlyStopping()\n" + TWICE,
    "c = EarlyStopping(restore_best_weights=True)\n" + LOOP,
    "c = keras.callbacks.ReduceLROnPlateau()\n" + LOOP,
    "c = ModelCheckpoint('m.keras', save_best_only=flag)\n" + LOOP,
    "c = ModelCheckpoint('m.keras', **options)\n" + LOOP,
    BEST + "a = build()\na.fit(x, callbacks=[c])",
    BEST + "a = build()\na.fit(x, callbacks=[c])\na.fit(x, callbacks=[c])",
    BEST
    + "a = build()\na.fit(x, callbacks=[c])\na.trainable = False\na.compile('sgd')\na.fit(x, callbacks=[c])",
    BEST + "a = build()\nfor k in range(5):\n    a.fit(x, epochs=1, callbacks=[c])",
    BEST + "a = build()\nb = build()\na.fit(x, callbacks=[c])\nb.fit(x)",
    BEST + "a = build()\nb = build()\nif t:\n    a.fit(x, callbacks=[c])\nelse:\n    b.fit(x, callbacks=[c])",
    BEST + "if t:\n    m = build()\nelse:\n    m = Sequential([])\nm.fit(x, callbacks=[c])\n"
    "m.fit(x, callbacks=[c])",
    "for k in range(5):\n    " + BEST + "    m = build()\n    m.fit(x, callbacks=[c])",
    "for k in range(5):\n    m = build()\n"
    "    m.fit(x, callbacks=[ModelCheckpoint('m', save_best_only=True)])",
    "def best():\n    return ModelCheckpoint('m.keras', save_best_only=True)\n"
    "for k in range(5):\n    m = build()\n    m.fit(x, callbacks=[best()])",
    "def run():\n    " + BEST + "    m = build()\n    m.fit(x, callbacks=[c])\nfor k in range(5):\n    run()",
    "def best():\n    return ModelCheckpoint('m.keras', save_best_only=True)\n"
    "a = build()\nb = build()\na.fit(x, callbacks=[best()])\nb.fit(x, callbacks=[best()])",
    BEST + "for k in range(5):\n    m = build()\n    c.best = None\n    m.fit(x, callbacks=[c])",
    BEST + "for k in range(5):\n    m = build()\n    setup(c)\n    m.fit(x, callbacks=[c])",
    BEST + "for k in range(5):\n    m = make(k)\n    m.fit(x, callbacks=[c])",
    BEST + "for m in models:\n    m.fit(x, callbacks=[c])",
    BEST + "from project import a, b\na.fit(x, callbacks=[c])\nb.fit(x, callbacks=[c])",
    BEST + "for k in range(5):\n    m = build()\n    m.fit(x, callbacks=[c])\n    break",
    BEST + "while True:\n    m = build()\n    m.fit(x, callbacks=[c])\n    if done:\n        pass\n    break",
    # A model that is loaded again goes on where it was.
    BEST
    + "a = build()\na.fit(x, callbacks=[c])\nb = keras.models.load_model('m.keras')\nb.fit(x, callbacks=[c])",
    BEST + "a = build()\na.fit(x, callbacks=[c])\nb = keras.models.clone_model(a)\n"
    "b.set_weights(a.get_weights())\n"
    "b.fit(x, callbacks=[c])",
    BEST
    + "a = build()\na.fit(x, callbacks=[c])\nb = build()\nb.load_weights('m.keras')\nb.fit(x, callbacks=[c])",
    BEST + "for k in range(5):\n    m = build()\n    m.load_weights('m')\n    m.fit(x, callbacks=[c])",
    BEST + "m = build()\nm.fit(x, callbacks=[c])\nm = build()\nm.load_weights('m')\nm.fit(x, callbacks=[c])",
    BEST + "m = build()\nm.load_weights('a')\nm.fit(x, callbacks=[c])\nm = build()\nm.set_weights(w)\n"
    "m.fit(x, callbacks=[c])",
    BEST + "m = build()\nm.fit(x, callbacks=[c])\nm = build()\nif big:\n    m = build(2)\n"
    "m.load_weights('m')\nm.fit(x, callbacks=[c])",
    # The best of all, on purpose: what is loaded after the search.
    BEST + "for k in range(5):\n    m = build()\n    m.fit(x, callbacks=[c])\n"
    "best = keras.models.load_model('m.keras')",
    BEST,
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_stays_silent(code: str, target: str) -> None:
    assert lint(f"{HEAD}{code}\n", target, "TFC120") == []
