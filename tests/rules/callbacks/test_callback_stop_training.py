"""TFC406 callback-stop-training."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = "import keras\nfrom keras.callbacks import Callback, EarlyStopping\n"
CLASS = HEAD + "class Mine(Callback):\n"
HOOK = CLASS + "    def on_epoch_end(self, epoch, logs=None):\n        "

BECOMES = [
    (HOOK + "self.stop_training = True", HOOK + "self.model.stop_training = True"),
    (
        HOOK + "if logs['loss'] < 0.1:\n            self.stop_training = True  # enough",
        HOOK + "if logs['loss'] < 0.1:\n            self.model.stop_training = True  # enough",
    ),
    (
        CLASS + "    def on_train_begin(self, logs=None):\n        self.stop_training = False\n"
        "    def on_batch_end(self, batch, logs=None):\n        self.stop_training = True",
        CLASS + "    def on_train_begin(self, logs=None):\n        self.stop_training = False\n"
        "    def on_batch_end(self, batch, logs=None):\n        self.model.stop_training = True",
    ),
    (
        HEAD + "class Mine(EarlyStopping):\n    def on_epoch_end(self, epoch, logs=None):\n"
        "        super().on_epoch_end(epoch, logs)\n        self.stop_training = True",
        HEAD + "class Mine(EarlyStopping):\n    def on_epoch_end(self, epoch, logs=None):\n"
        "        super().on_epoch_end(epoch, logs)\n        self.model.stop_training = True",
    ),
    (  # one that is right
        HOOK + "if a:\n            self.model.stop_training = True\n        self.stop_training = True",
        HOOK + "if a:\n            self.model.stop_training = True\n        self.model.stop_training = True",
    ),
]

SILENT = [
    HOOK + "self.model.stop_training = True",
    HOOK + "self.stop_training = False",
    HOOK + "self.stop_training = epoch > 3",
    HOOK + "self.stopped = True",
    CLASS + "    def __init__(self):\n        self.stop_training = True",
    # somebody reads it
    HOOK + "self.stop_training = True\n    def on_batch_end(self, batch, logs=None):\n"
    "        self.model.stop_training = self.stop_training",
    HOOK + "self.stop_training = True\n        if self.stop_training:\n            print('stop')",
    HOOK + "self.stop_training = True\nmine = Mine()\nfor epoch in range(9):\n"
    "    if mine.stop_training:\n        break",
    HOOK + "self.stop_training = True\nprint(getattr(Mine(), 'stop_training'))",
    # of its own
    CLASS + "    stop_training = False\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        self.stop_training = True",
    CLASS + "    @property\n    def stop_training(self): return self.model.stop_training\n"
    "    def on_epoch_end(self, epoch, logs=None):\n        self.stop_training = True",
    CLASS + "    def set_model(self, model):\n        self.net = model\n"
    "    def on_epoch_end(self, epoch, logs=None):\n        self.stop_training = True",
    # no callback of Keras
    "import keras\nclass Mine:\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        self.stop_training = True",
    "import keras\nclass Net(keras.Model):\n    def on_epoch_end(self, epoch):\n"
    "        self.stop_training = True",
    "import keras\nfrom lib import Base\nclass Mine(Base):\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        self.stop_training = True",
    "import keras\nfrom pytorch_lightning import Callback\nclass Mine(Callback):\n"
    "    def on_epoch_end(self, trainer, module):\n        self.stop_training = True",
    HOOK + "trainer.stop_training = True",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(before, only="TFC406") == after


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(code, only="TFC406") == []


def test_other_files() -> None:
    loop = "from train import Mine\nmine = Mine()\nwhile not mine.stop_training:\n    step()\n"
    assert lint(BECOMES[0][0], only="TFC406", loop=loop) == []
    other = "class B:\n    def f(self):\n        self.model.stop_training = True\n"
    assert lint(BECOMES[0][0], only="TFC406", other=other) == ["TFC406:5 error"]


@pytest.mark.parametrize("target", ["2.11", "keras2", "2.16", "keras3", "both"])
def test_targets(target: str) -> None:
    assert lint(BECOMES[0][0], target, only="TFC406") == ["TFC406:5 error"]


def test_message() -> None:
    [found] = findings(BECOMES[0][0], only="TFC406")
    assert found.message == (
        "stop_training is set on the callback: Keras looks only at stop_training of the model, and trains on"
    )
