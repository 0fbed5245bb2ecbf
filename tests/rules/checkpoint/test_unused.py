"""TFC116 checkpoint-unused."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import keras
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.layers import Dense
from keras.models import Sequential
m = Sequential([Dense(1)])
"""
LINES = HEAD.count("\n")

BECOMES = [
    (
        "c = ModelCheckpoint('m.keras')\nm.fit(x, y, epochs=3)\n",
        "c = ModelCheckpoint('m.keras')\nm.fit(x, y, epochs=3, callbacks=[c])\n",
    ),
    (
        "c = ModelCheckpoint('m.keras')\nm.fit(x, y, callbacks=[EarlyStopping()])\n",
        "c = ModelCheckpoint('m.keras')\nm.fit(x, y, callbacks=[EarlyStopping(), c])\n",
    ),
    (
        "def train():\n    c = ModelCheckpoint('m.keras')\n    return m.fit(x, y, callbacks=[])\n",
        "def train():\n    c = ModelCheckpoint('m.keras')\n    return m.fit(x, y, callbacks=[c])\n",
    ),
    (
        "c = ModelCheckpoint('m.keras')\nm.fit(\n    x,\n    y,\n    epochs=3,\n)\n",
        "c = ModelCheckpoint('m.keras')\nm.fit(\n    x,\n    y,\n    epochs=3,\n    callbacks=[c],\n)\n",
    ),
    (
        "c = ModelCheckpoint('m.keras')\nprint(c)\nm.fit(x, y, epochs=3)\n",
        "c = ModelCheckpoint('m.keras')\nprint(c)\nm.fit(x, y, epochs=3, callbacks=[c])\n",
    ),
    (
        "c = ModelCheckpoint('m.keras')\ncs = [EarlyStopping()]\nm.fit(x, y, callbacks=cs)\n",
        "c = ModelCheckpoint('m.keras')\ncs = [EarlyStopping(), c]\nm.fit(x, y, callbacks=cs)\n",
    ),
    ("cs = [EarlyStopping()]\nc = ModelCheckpoint('m.keras')\nm.fit(x, y, callbacks=cs)\n", None),
    ("c = ModelCheckpoint('m.keras')\ncs = [EarlyStopping()]\nm.fit(x, callbacks=cs)\nprint(cs)\n", None),
    ("c = ModelCheckpoint('m.keras')\ncs = []\ncs += [EarlyStopping()]\nm.fit(x, callbacks=cs)\n", None),
    ("c = ModelCheckpoint('m.keras')\nm.fit(x, y, epochs=3)\nm.fit(x, y, epochs=3)\n", None),
    ("m.fit(x, y, epochs=3)\nc = ModelCheckpoint('m.keras')\n", None),
    ("c = [ModelCheckpoint('m.keras')]\nm.fit(x, y, epochs=3)\n", None),
    ("c = ModelCheckpoint('m.keras')\nm.fit(x, y, epochs=3, **options)\n", None),
    ("c = ModelCheckpoint('m.keras')\nm.fit(\n    x,\n    y,\n    # callbacks=[c, early],\n)\n", None),
    (
        "c = ModelCheckpoint('m.keras')\nm.fit(x, y, callbacks=[A(),\n    B()])\n",
        "c = ModelCheckpoint('m.keras')\nm.fit(x, y, callbacks=[A(),\n    B(),\n    c])\n",
    ),
    (
        "c = ModelCheckpoint('m.keras')\nfor k in range(3):\n    m.fit(x, y, epochs=3)\n",
        "c = ModelCheckpoint('m.keras')\nfor k in range(3):\n    m.fit(x, y, epochs=3, callbacks=[c])\n",
    ),
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("code", "after"), BECOMES)
def test_a_checkpoint_that_no_fit_gets(code: str, after: str | None, target: str) -> None:
    (finding,) = findings(HEAD + code, target, "TFC116")
    switched_off = "# callbacks=[c" in code
    assert finding.severity.value == ("info" if switched_off else "warning")
    assert "nothing is saved" in finding.message
    assert finding.fix is not None
    assert finding.fix.applicability.value == ("unsafe" if after else "manual")
    assert fix(HEAD + code, target, "TFC116") == HEAD + code
    assert fix(HEAD + code, target, "TFC116", unsafe=True) == HEAD + (after or code)


def test_only_the_one_that_was_forgotten() -> None:
    code = "a = ModelCheckpoint('a.keras')\nb = ModelCheckpoint('b.keras')\nm.fit(x, callbacks=[b])\n"
    assert lint(HEAD + code, "keras3", "TFC116") == [f"TFC116:{LINES + 1} warning"]


SILENT = [
    "c = ModelCheckpoint('m.keras')\nm.fit(x, y, callbacks=[c])",
    "cs = [ModelCheckpoint('m.keras')]\nm.fit(x, y, callbacks=cs)",
    "cs = []\ncs.append(ModelCheckpoint('m.keras'))\nm.fit(x, y, callbacks=cs)",
    "c = ModelCheckpoint('m.keras')",
    "def make():\n    return ModelCheckpoint('m.keras')\nm.fit(x, y, epochs=3)",
    "def make():\n    c = ModelCheckpoint('m.keras')\n    return [c]\nm.fit(x, y, epochs=3)",
    "def make():\n    c = ModelCheckpoint('m.keras')\n    return m, c\nm.fit(x, y, epochs=3)",
    "def make():\n    yield ModelCheckpoint('m.keras')\nm.fit(x, y, epochs=3)",
    "def make(cs):\n    cs.append(ModelCheckpoint('m.keras'))\nm.fit(x, y, epochs=3)",
    "def make():\n    c = ModelCheckpoint('m.keras')\nm.fit(x, y, epochs=3)",  # may be half written
    "class T:\n    def __init__(self):\n        self.c = ModelCheckpoint('m.keras')\nm.fit(x, y, epochs=3)",
    "class T:\n    c = ModelCheckpoint('m.keras')\nm.fit(x, y, epochs=3)",
    "c = ModelCheckpoint('m.keras')\ntrain(m, c)\nm.fit(x, y, epochs=3)",
    "c = ModelCheckpoint('m.keras')\ncs = callbacks(c)\nm.fit(x, y, callbacks=cs)",
    "c = ModelCheckpoint('m.keras')\ncs = mine + [c]\nm.fit(x, y, callbacks=cs)",
    "c = {'c': ModelCheckpoint('m.keras')}\nm.fit(x, y, callbacks=list(c.values()))",
    "options = {'callbacks': [ModelCheckpoint('m.keras')]}\nm.fit(x, y, **options)",
    "options = dict(callbacks=[ModelCheckpoint('m.keras')])\nm.fit(x, y, **options)",
    "c = ModelCheckpoint('m.keras')\nc.set_model(m)\nm.fit(x, y, epochs=3)\nc.on_epoch_end(0)",
    "c = ModelCheckpoint('m.keras')\nc.model = m\nc.on_epoch_end(1, {})\nm.fit(x, y, epochs=1)",
    "cs = keras.callbacks.CallbackList([ModelCheckpoint('m.keras')], model=m)\nm.fit(x, y, epochs=3)",
    "global c\nc = ModelCheckpoint('m.keras')\nfrom project import train\ntrain(c)\nm.fit(x, epochs=1)",
    "__all__ = ['c']\nc = ModelCheckpoint('m.keras')\nm.fit(x, y, epochs=3)",
    "c = EarlyStopping()\nm.fit(x, y, epochs=3)",
    "class C(ModelCheckpoint):\n    pass\nc = C('m.keras')\nm.fit(x, callbacks=[c])",
    "class C(ModelCheckpoint):\n    def __init__(self):\n        super().__init__('m.keras')\n"
    "m.fit(x, epochs=1)",
    "import functools\nc = functools.partial(ModelCheckpoint, 'm.keras')\nm.fit(x, y, epochs=3)",
    "class ModelCheckpoint:\n    pass\nc = ModelCheckpoint()\nm.fit(x, y, epochs=3)",
    "from sklearn.svm import SVC\nc = ModelCheckpoint('m.keras')\nSVC().fit(x, y)",
    "from sklearn.preprocessing import StandardScaler\nc = ModelCheckpoint('m.keras')\n"
    "StandardScaler().fit(x)",
    "tuner.search(x, callbacks=[ModelCheckpoint('m.keras')])\nm.fit(x, y, epochs=3)",
    # A constructor that is only tried: tests of Keras.
    "ModelCheckpoint('m.keras', save_freq='epoch')\nm.fit(x, y, epochs=3)",
    "with pytest.raises(ValueError):\n    c = ModelCheckpoint('m')\nm.fit(x, y, epochs=3)",
    "try:\n    c = ModelCheckpoint('m.ckpt')\nexcept ValueError:\n    print('no')\nm.fit(x, y, epochs=3)",
    "_ = ModelCheckpoint('m.keras')\nm.fit(x, y, epochs=3)",
]


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_stays_silent(code: str, target: str) -> None:
    assert lint(f"{HEAD}{code}\n", target, "TFC116") == []


def test_another_file_may_take_it() -> None:
    code = f"{HEAD}c = ModelCheckpoint('m.keras')\nm.fit(x, y, epochs=3)\n"
    other = "from train import c, m\nm.fit(z, callbacks=[c])\n"
    assert lint(code, "keras3", "TFC116", other=other) == []
