"""TFC404 callback-drops-model."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint

HEAD = "import keras\nfrom keras.callbacks import Callback, ModelCheckpoint\n"
READS = "    def on_epoch_end(self, epoch, logs=None):\n        self.model.save('m.keras')\n"
CLASS = HEAD + "class Mine(Callback):\n" + READS

BECOMES = [
    (
        CLASS + "    def set_model(self, model):\n        pass\n",
        CLASS + "    def set_model(self, model):\n        super().set_model(model)\n",
    ),
    (
        CLASS + "    def set_model(self, model):\n        self.net = model\n",
        CLASS
        + "    def set_model(self, model):\n        super().set_model(model)\n        self.net = model\n",
    ),
    (
        CLASS + "    def set_model(self, net):\n        '''Nothing.'''\n        print(net)\n",
        CLASS + "    def set_model(self, net):\n        '''Nothing.'''\n        super().set_model(net)\n"
        "        print(net)\n",
    ),
    (
        CLASS + "    def set_model(self, model):\n        if model:\n            self.net = model\n",
        CLASS + "    def set_model(self, model):\n        super().set_model(model)\n        if model:\n"
        "            self.net = model\n",
    ),
    (
        HEAD + "class Mine(ModelCheckpoint):\n    def set_model(self, model):\n        self.net = model\n",
        HEAD + "class Mine(ModelCheckpoint):\n    def set_model(self, model):\n"
        "        super().set_model(model)\n        self.net = model\n",
    ),
    (
        HEAD + "class Base(Callback):\n    def set_model(self, model):\n        self.net = model\n"
        "class Mine(Base):\n" + READS,
        HEAD + "class Base(Callback):\n    def set_model(self, model):\n        super().set_model(model)\n"
        "        self.net = model\nclass Mine(Base):\n" + READS,
    ),
]

SILENT = [
    CLASS + "    def set_model(self, model):\n        super().set_model(model)\n",
    CLASS + "    def set_model(self, model):\n        Callback.set_model(self, model)\n",
    CLASS + "    def set_model(self, model):\n        self.model = model\n",
    CLASS + "    def set_model(self, model):\n        self._model = model\n",
    CLASS + "    def set_model(self, model):\n        setattr(self, 'model', model)\n",
    CLASS + "    def set_model(self, model):\n        self.__dict__['model'] = model\n",
    CLASS + "    def set_model(self, model):\n        raise NotImplementedError\n",
    CLASS + "    def __init__(self, model):\n        self.model = model\n"
    "    def set_model(self, model):\n        print('kept')\n",
    CLASS + "    model = None\n    def set_model(self, model):\n        self.net = model\n",
    CLASS + "    @property\n    def model(self): return self.net\n"
    "    def set_model(self, model):\n        self.net = model\n",
    CLASS + "    @kept\n    def set_model(self, model):\n        self.net = model\n",
    # nobody reads it
    HEAD + "class Mine(Callback):\n    def set_model(self, model):\n        self.net = model\n",
    HEAD + "class Mine(Callback):\n    def set_model(self, model):\n        self.net = model\n"
    "    def on_epoch_end(self, epoch, logs=None):\n        self.net.save('m.keras')\n",
    # overridden again
    HEAD + "class Base(Callback):\n    def set_model(self, model):\n        self.net = model\n"
    "class Mine(Base):\n    def set_model(self, model):\n        Callback.set_model(self, model)\n" + READS,
    # no callback of Keras
    HEAD + "class Mine:\n" + READS + "    def set_model(self, model):\n        self.net = model\n",
    HEAD + "class Mine(Base):\n" + READS + "    def set_model(self, model):\n        self.net = model\n",
    "import keras\nfrom pytorch_lightning import Callback\nclass Mine(Callback):\n"
    + READS
    + "    def set_model(self, model):\n        self.net = model\n",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(dedent(before), only="TFC404") == dedent(after)


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(code, only="TFC404") == []


@pytest.mark.parametrize("target", ["2.11", "keras2", "2.16", "keras3", "both"])
def test_targets(target: str) -> None:
    assert lint(BECOMES[1][0], target, only="TFC404") == ["TFC404:6 error"]


def test_message() -> None:
    [found] = findings(BECOMES[1][0], only="TFC404")
    assert found.message == (
        "set_model does not set self.model, which is read (line 5): Keras leaves it None, and the first hook "
        "that needs it raises AttributeError"
    )
