"""Callbacks in fits of models that another file of the project makes."""

from __future__ import annotations

import pytest

from tests.lint import lint

KERAS = "from tensorflow import keras\n"
BUILD = (
    KERAS
    + """\
def build(units=1):
    net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(units)])
    net.compile("adam", "mse")
    return net
"""
)
NET = (
    KERAS
    + """\
class Net(keras.Model):
    def __init__(self, units=1):
        super().__init__()
        self.out = keras.layers.Dense(units)
    def call(self, x):
        return self.out(x)
"""
)
GLOBAL = KERAS + "NET = keras.Sequential([keras.layers.Dense(1)])\ndef build(units=1):\n    return NET\n"
HEAD = KERAS + "from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint\n"
WAITS = (
    HEAD
    + """\
from models import build
net = build()
net.fit(x, y, callbacks=[EarlyStopping()])
"""
)
BEST = WAITS.replace("EarlyStopping()", "ModelCheckpoint('b.keras', save_best_only=True)")
TWICE = (
    HEAD
    + """\
from models import build
best = ModelCheckpoint("b.keras", save_best_only=True)
one = build()
one.fit(x, y, validation_split=0.1, callbacks=[best])
two = build(2)
two.fit(x, y, validation_split=0.1, callbacks=[best])
"""
)
LOOP = (
    HEAD
    + """\
import models
best = ModelCheckpoint("b.keras", save_best_only=True)
for units in (1, 2):
    net = models.build(units)
    net.fit(x, y, validation_split=0.1, callbacks=[best])
"""
)


def of_class(text: str) -> str:
    """The same, with a class."""
    return text.replace("build", "Net")


FIRES = [
    ("TFC112", WAITS, BUILD),
    ("TFC112", BEST, BUILD),
    ("TFC112", of_class(WAITS), NET),
    ("TFC112", WAITS, GLOBAL),
    ("TFC112", WAITS.replace("build()", "build(3)"), NET + "def build(units):\n    return Net(units)\n"),
    ("TFC112", WAITS, BUILD + "stop = keras.callbacks.EarlyStopping(monitor='val_loss')\n"),
    ("TFC112", WAITS, BUILD.replace("net.compile", "net.load_weights('w.h5')\n    net.compile")),
    ("TFC120", TWICE, BUILD),
    ("TFC120", of_class(TWICE), NET),
    ("TFC120", LOOP, BUILD),
    ("TFC120", of_class(LOOP), NET),
]
SILENT = [
    ("TFC112", WAITS.replace("x, y", "x, y, validation_split=0.1"), BUILD),
    ("TFC112", WAITS.replace("x, y", "x, y, **more"), BUILD),
    ("TFC112", WAITS.replace("[EarlyStopping()]", "[EarlyStopping(), Mine()]"), BUILD),
    ("TFC112", WAITS, BUILD.replace("Dense(units)", "Dense(units), Val(name='val_loss')")),
    ("TFC112", WAITS, BUILD + "    net.train_step = mine\n"),
    ("TFC112", WAITS, BUILD.replace("return net", "net.train_step = mine\n    return net")),
    ("TFC112", WAITS, BUILD.replace("return net", "net.fit = fit(net)\n    return net")),
    ("TFC112", WAITS, BUILD.replace("return net", "net.add_metric(one, 'val_loss')\n    return net")),
    ("TFC112", WAITS.replace("net.fit", "net.train_function = mine\nnet.fit"), BUILD),
    ("TFC112", WAITS, BUILD.replace("return net", "return wrap(net)")),
    ("TFC112", WAITS, "from elsewhere import build\n"),
    ("TFC112", of_class(WAITS), NET + "    def fit(self, *given, **named):\n        pass\n"),
    ("TFC112", of_class(WAITS), NET + "    def train_step(self, data):\n        return {'val_loss': 1}\n"),
    ("TFC112", of_class(WAITS), NET.replace("keras.Model", "Base")),
    ("TFC112", of_class(WAITS), NET.replace("keras.Model", "Mixin, keras.Model")),
    (
        "TFC112",
        of_class(WAITS),
        NET.replace(
            "class Net(keras.Model)",
            "class Base(keras.Model):\n    def make_train_function(self):\n"
            "        return mine\nclass Net(Base)",
        ),
    ),
    ("TFC120", TWICE, GLOBAL),
    ("TFC120", LOOP, GLOBAL),
    ("TFC120", TWICE, BUILD.replace("net.compile", "net.load_weights('w.h5')\n    net.compile")),
    ("TFC120", TWICE, BUILD.replace("keras.Sequential(", "keras.models.load_model(")),
    ("TFC120", TWICE, "import functools\n" + BUILD.replace("def build", "@functools.cache\ndef build")),
    ("TFC120", TWICE.replace("two = build(2)", "two = one"), BUILD),
    ("TFC120", TWICE.replace("two.fit", "two.set_weights(one.get_weights())\ntwo.fit"), BUILD),
    ("TFC120", TWICE.replace(", save_best_only=True", ""), BUILD),
    ("TFC120", LOOP.replace("best = ", "for _ in range(2):\n    best = "), BUILD.replace("build", "other")),
    ("TFC120", LOOP + "net.load_weights('b.keras')\n", BUILD),
    ("TFC120", TWICE, "from elsewhere import build\n"),
]


@pytest.mark.parametrize(("code", "text", "models"), FIRES)
def test_fires(code: str, text: str, models: str) -> None:
    assert [found.partition(":")[0] for found in lint(text, only=code, models=models)] == [code]


@pytest.mark.parametrize(("code", "text", "models"), SILENT)
def test_silent(code: str, text: str, models: str) -> None:
    assert lint(text, only=code, models=models) == []


def test_a_class_through_a_package() -> None:
    text = of_class(WAITS).replace("from models", "from nets")
    assert lint(text, only="TFC112", nets="from models import Net\n", models=NET)
    silent = NET + "    def fit(self, *given):\n        pass\n"
    assert lint(text, only="TFC112", nets="from models import Net\n", models=silent) == []


def test_through_a_function_of_a_third_file() -> None:
    between = "from models import Net\ndef build(units=1):\n    return Net(units)\n"
    assert lint(TWICE.replace("from models", "from nets"), only="TFC120", nets=between, models=NET)
    kept = "from models import Net\nNET = Net()\ndef build(units=1):\n    return NET\n"
    assert not lint(TWICE.replace("from models", "from nets"), only="TFC120", nets=kept, models=NET)
