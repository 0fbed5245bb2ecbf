"""TFC124 backup-unbuilt-model."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential, layers
from tensorflow.keras.callbacks import BackupAndRestore
from tensorflow.keras.layers import Dense
"""
FIT = "m.fit(x, y, epochs=5, callbacks=[BackupAndRestore('b')])"
COMPILE = "m.compile('sgd', 'mse')"
NET = "class Net(Model):\n    def __init__(self):\n        super().__init__()\n        self.d = Dense(1)\n"
CALL = "    def call(self, x):\n        return self.d(x)\nm = Net()\n"
FIRES = [
    f"m = Sequential([Dense(4), Dense(1)])\n{COMPILE}\n{FIT}",
    f"m = Sequential()\nm.add(Dense(1))\n{COMPILE}\n{FIT}",
    f"m = Sequential([layers.Rescaling(0.5), layers.Flatten(), Dense(1)])\n{COMPILE}\n{FIT}",
    f"{NET}{CALL}{COMPILE}\n{FIT}",
    f"{NET}    def train_step(self, data):\n        return {{'l': self(data)}}\n{CALL}{COMPILE}\n{FIT}",
    f"{NET}    def train_step(self, data):\n        return {{'l': self.d(data)}}\n{CALL}{COMPILE}\n{FIT}",
    f"def make():\n    m = Sequential([Dense(1)])\n    {COMPILE}\n    return m\nm = make()\n{FIT}",
    f"m = Sequential([Dense(1)])\n{COMPILE}\nc = [BackupAndRestore('b')]\nm.fit(x, y, callbacks=c)",
    f"m = Sequential([Dense(1)])\n{COMPILE}\nc = BackupAndRestore('b')\nm.fit(x, y, callbacks=[c])\n"
    "m.fit(x, y, callbacks=[c])",
    f"def main():\n    m = Sequential([Dense(1)])\n    {COMPILE}\n    {FIT}\nmain()",
    f"m = Sequential([Dense(1)])\n{COMPILE}\ntry:\n    {FIT}\nexcept RuntimeError:\n    pass",
]
SILENT = [
    f"m = Sequential([Input((3,)), Dense(1)])\n{COMPILE}\n{FIT}",
    f"m = Sequential([Dense(1, input_shape=(3,))])\n{COMPILE}\n{FIT}",
    f"m = Sequential([Dense(1, input_dim=3)])\n{COMPILE}\n{FIT}",
    f"m = Sequential([layers.InputLayer((3,)), Dense(1)])\n{COMPILE}\n{FIT}",
    f"i = Input((3,))\nm = Model(i, Dense(1)(i))\n{COMPILE}\n{FIT}",
    f"m = Sequential([keras.applications.VGG16(), Dense(1)])\n{COMPILE}\n{FIT}",
    f"m = Sequential([Sequential([Input((3,)), Dense(3)]), Dense(1)])\n{COMPILE}\n{FIT}",
    f"m = Sequential([unseen, Dense(1)])\n{COMPILE}\n{FIT}",
    f"m = Sequential(parts)\n{COMPILE}\n{FIT}",
    f"m = Sequential([Dense(1, **options)])\n{COMPILE}\n{FIT}",
    f"m = keras.models.load_model('a')\n{FIT}",
    # built, called or trained before
    f"m = Sequential([Dense(1)])\n{COMPILE}\nm.build((None, 3))\n{FIT}",
    f"m = Sequential([Dense(1)])\n{COMPILE}\nm(x)\n{FIT}",
    f"m = Sequential([Dense(1)])\n{COMPILE}\nm.predict(x)\n{FIT}",
    f"m = Sequential([Dense(1)])\n{COMPILE}\nm.fit(x, y)\n{FIT}",
    f"m = Sequential([Dense(1)])\n{COMPILE}\nif warm:\n    m.evaluate(x, y)\n{FIT}",
    f"m = Sequential([Dense(1)])\n{COMPILE}\nprepare(m)\n{FIT}",
    f"m = Sequential([Dense(1)])\n{COMPILE}\nfor _ in range(3):\n    {FIT}\n    m.evaluate(x, y)",
    f"m = Sequential([Dense(1)])\nn = Sequential([m])\nn.build((None, 3))\n{COMPILE}\n{FIT}",
    # classes that build themselves
    f"{NET}    def build(self, shape):\n        pass\n{CALL}{COMPILE}\n{FIT}",
    f"{NET}        self.build((None, 3))\n{CALL}{COMPILE}\n{FIT}",
    f"{NET}    def fit(self, *a, **k):\n        pass\n{CALL}{COMPILE}\n{FIT}",
    f"{NET}    def train_step(self, d):\n        pass\n    def fit(self):\n        pass\n{CALL}{FIT}",
    f"{NET}    def train_step(self, data):\n        pass\n{CALL}{COMPILE}\nm.predict(x)\n{FIT}",
    f"class Net(Base):\n    def train_step(self, data):\n        pass\nm = Net()\n{COMPILE}\n{FIT}",
    f"class Net(Base):\n{CALL}{COMPILE}\n{FIT}",
    # another callback, another fit, and exceptions that are waited for
    f"m = Sequential([Dense(1)])\n{COMPILE}\nm.fit(x, y)\nb = BackupAndRestore('b')",
    f"m = Sequential([Dense(1)])\n{COMPILE}\nwith pytest.raises(ValueError):\n    {FIT}",
    f"m = Sequential([Dense(1)])\n{COMPILE}\ntry:\n    {FIT}\nexcept ValueError:\n    pass",
    f"m = Sequential([Dense(1)])\n{COMPILE}\nif tf.__version__ < '2.16':\n    {FIT}",
    "b = BackupAndRestore('b')\ntrain(callbacks=[b])\nm.fit(x)",
]  # fmt: skip


@pytest.mark.parametrize("code", FIRES)
def test_fires(code: str) -> None:
    (found,) = lint(HEAD + code, "keras3", "TFC124")
    assert found.endswith("error")
    assert lint(HEAD + code, "keras2", "TFC124") == []


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, "keras3", "TFC124") == []


def test_message() -> None:
    (found,) = findings(HEAD + FIRES[0], "keras3", "TFC124")
    assert found.message == (
        "the model is not built yet when fit (line 8) begins: Keras 3 raises ValueError at the start of fit"
    )
    assert found.fix is not None
    assert found.fix.title == "begin the model with keras.Input(shape), or call model.build(shape) before fit"
