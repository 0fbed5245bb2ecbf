"""TFC401 callback-signature."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import keras
import tensorflow as tf
from tensorflow.keras.callbacks import Callback, LambdaCallback, ModelCheckpoint
"""
CLASS = "class Mine(Callback):\n    "

# The head of a hook, and what --fix makes of it on Keras 3.
BECOMES = [
    ("def on_epoch_end(self, epoch): pass", "def on_epoch_end(self, epoch, logs=None): pass"),
    ("def on_epoch_begin(self, n): pass", "def on_epoch_begin(self, n, logs=None): pass"),
    ("def on_epoch_end(self, epoch=0): pass", "def on_epoch_end(self, epoch=0, logs=None): pass"),
    (
        "def on_epoch_end(self, epoch: int) -> None: pass",
        "def on_epoch_end(self, epoch: int, logs=None) -> None: pass",
    ),
    ("def on_epoch_end(self, epoch,): pass", "def on_epoch_end(self, epoch, logs=None,): pass"),
    ("def on_epoch_end(self): pass", "def on_epoch_end(self, epoch, logs=None): pass"),
    ("def on_train_begin(self): pass", "def on_train_begin(self, logs=None): pass"),
    ("def on_train_end(self): pass", "def on_train_end(self, logs=None): pass"),
    ("def on_test_end(self): pass", "def on_test_end(self, logs=None): pass"),
    ("def on_train_batch_end(self, batch): pass", "def on_train_batch_end(self, batch, logs=None): pass"),
    ("def on_batch_begin(self): pass", "def on_batch_begin(self, batch, logs=None): pass"),
    ("def set_model(self): pass", "def set_model(self, model): pass"),
    (
        "def on_epoch_end(\n        self,\n        epoch,\n    ): pass",
        "def on_epoch_end(\n        self,\n        epoch,\n        logs=None,\n    ): pass",
    ),
    (
        "def on_epoch_end(self, epoch):\n        print(logs)",
        "def on_epoch_end(self, epoch, logs=None):\n        print(logs)",
    ),
    (
        "def on_epoch_end(self, epoch):\n        super().on_epoch_end(epoch)",
        "def on_epoch_end(self, epoch, logs=None):\n        super().on_epoch_end(epoch)",
    ),
    (  # by keyword
        "def on_batch_end(self, batch, info=None):\n        print(info['loss'], [info for _ in batch])",
        "def on_batch_end(self, batch, logs=None):\n        print(logs['loss'], [logs for _ in batch])",
    ),
    (
        "def on_train_batch_end(self, step, log: dict):\n        def show(): return log\n        show()",
        "def on_train_batch_end(self, step, logs: dict):\n        def show(): return logs\n        show()",
    ),
]

# The same for a whole program.
PROGRAMS = [
    (
        "LambdaCallback(on_epoch_end=lambda epoch: print(1))",
        "LambdaCallback(on_epoch_end=lambda epoch, logs: print(1))",
    ),
    (
        "LambdaCallback(on_epoch_end=lambda: print(1))",
        "LambdaCallback(on_epoch_end=lambda epoch, logs: print(1))",
    ),
    ("LambdaCallback(on_train_end=lambda: p.join())", "LambdaCallback(on_train_end=lambda logs: p.join())"),
    (
        "keras.callbacks.LambdaCallback(on_train_batch_end=lambda b, l: print(l))",
        "keras.callbacks.LambdaCallback(on_train_batch_end=lambda b, logs: print(logs))",
    ),
    (
        "class Base(Callback):\n    pass\nclass Mine(Base):\n    def on_epoch_end(self, epoch): pass",
        "class Base(Callback):\n    pass\nclass Mine(Base):\n"
        "    def on_epoch_end(self, epoch, logs=None): pass",
    ),
    (
        "class Mix:\n    def on_epoch_end(self, epoch): pass\nclass Mine(Mix, Callback): pass",
        "class Mix:\n    def on_epoch_end(self, epoch, logs=None): pass\nclass Mine(Mix, Callback): pass",
    ),
    (
        "class Mine(ModelCheckpoint, Mixin):\n    def on_epoch_end(self, epoch): pass",
        "class Mine(ModelCheckpoint, Mixin):\n    def on_epoch_end(self, epoch, logs=None): pass",
    ),
    (  # who calls it as Keras does is no other caller
        "class Mine(Callback):\n    def on_epoch_end(self, epoch): pass\n"
        "for cb in cbs:\n    cb.on_epoch_end(epoch, logs)",
        "class Mine(Callback):\n    def on_epoch_end(self, epoch, logs=None): pass\n"
        "for cb in cbs:\n    cb.on_epoch_end(epoch, logs)",
    ),
]

MANUAL = [
    "def on_epoch_end(self, epoch, logs, model): pass",
    "def on_epoch_end(self, epoch, *, logs=None): pass",
    "def on_epoch_end(self, epoch, **kwargs): pass",
    "def on_train_batch_end(self, *args): pass",
    "def on_epoch_end(epoch): pass",
    "def on_epoch_end(epoch, logs): pass",
    "def on_train_begin(): pass",
    "def on_batch_end(self, batch, info):\n        logs = info",
    "def on_batch_end(self, batch, info):\n        def f():\n            nonlocal info\n            info = 3",
    "def on_epoch_end(self, epoch, logs, extra):\n        print(extra)",
]

SILENT = [
    "def on_epoch_end(self, epoch, logs=None): pass",
    "def on_epoch_end(self, epoch, logs={}): pass",
    "def on_epoch_end(self, epoch, logs): pass",
    "def on_epoch_end(self, n, info): pass",
    "def on_epoch_end(self, epoch, logs=None, *, verbose=0): pass",
    "def on_epoch_end(self, epoch, logs=None, verbose=0): pass",
    "def on_epoch_end(self, *args): pass",
    "def on_epoch_end(self, *args, **kwargs): pass",
    "def on_train_batch_end(self, batch, **kwargs): pass",
    "def on_train_batch_end(self, batch, *, logs=None): pass",
    "def on_batch_end(self, *args, **kwargs): pass",
    "def on_train_begin(self, info): pass",
    "def on_train_begin(self, logs=None): pass",
    "def on_test_batch_begin(self, batch, logs): pass",
    "def set_model(self, net): pass",
    "def set_params(self, given): pass",
    "@staticmethod\n    def on_epoch_end(epoch, logs): pass",
    "@staticmethod\n    def on_epoch_end(epoch): pass",
    "@counted\n    def on_epoch_end(self, epoch): pass",
    "def on_epoch(self, epoch): pass",
    "def on_finish(self): pass",
    "def epoch_end(self): pass",
    "on_epoch_end = None",
]

SILENT_PROGRAMS = [
    # not Keras
    "class Mine:\n    def on_epoch_end(self, epoch): pass",
    "class Mine(Base):\n    def on_epoch_end(self, epoch): pass",
    "from pytorch_lightning import Callback\nclass Mine(Callback):\n"
    "    def on_train_end(self, trainer, module): pass",
    "from transformers import TrainerCallback\nclass Mine(TrainerCallback):\n"
    "    def on_epoch_end(self, args, state, control): pass",
    "from fastai.callback.core import Callback\nclass Mine(Callback):\n    def on_epoch_end(self): pass",
    "from elsewhere import Callback\nclass Mine(Callback):\n    def on_epoch_end(self, epoch): pass",
    "class Callback:\n    pass\nclass Mine(Callback):\n    def on_epoch_end(self, epoch): pass",
    "class Agent(keras.Model):\n    def on_epoch_end(self, epoch): pass",
    "class Data(keras.utils.Sequence):\n    def on_epoch_end(self): pass",
    "def on_epoch_end(epoch): pass",
    # a loop of its own
    "class Mine(Callback):\n    def on_epoch_end(self, epoch): pass\nmine = Mine()\nmine.on_epoch_end(3)",
    "class Mine(Callback):\n    def on_train_end(self): pass\n    def stop(self):\n"
    "        self.on_train_end()",
    "class Mine(Callback):\n    def on_epoch_end(self, epoch): pass\ngetattr(cb, 'on_epoch_end')(3)",
    # expected
    "import pytest\nclass Bad(Callback):\n    def on_epoch_end(self, epoch): pass\n"
    "def test():\n    with pytest.raises(TypeError):\n        model.fit(x, callbacks=[Bad()])",
    # lambdas
    "LambdaCallback(on_epoch_end=lambda epoch, logs: print(1))",
    "LambdaCallback(on_epoch_end=lambda e, l: print(l))",
    "LambdaCallback(on_epoch_end=lambda *_: print(1))",
    "LambdaCallback(on_train_batch_end=lambda batch, logs: print(1))",
    "LambdaCallback(on_train_begin=lambda l: print(1))",
    "LambdaCallback(on_epoch_end=show)",
    "LambdaCallback(**hooks)",
    "from elsewhere import LambdaCallback\nLambdaCallback(on_epoch_end=lambda: 1)",
    "def show(epoch): pass\nLambdaCallback(on_epoch_end=lambda epoch, logs: show(epoch))",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + CLASS + before, only="TFC401") == HEAD + CLASS + after


@pytest.mark.parametrize(("before", "after"), PROGRAMS)
def test_programs(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC401") == HEAD + after


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    assert fix(HEAD + CLASS + code, only="TFC401", unsafe=True) == HEAD + CLASS + code
    [found] = findings(HEAD + CLASS + code, only="TFC401")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


def test_a_name_that_means_something_else_is_left_to_a_person() -> None:
    code = HEAD + "logs = open('log')\n" + CLASS + "def on_epoch_end(self, epoch):\n        logs.write(epoch)"
    [found] = findings(code, only="TFC401")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", [*(CLASS + each for each in SILENT), *SILENT_PROGRAMS])
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC401") == []


def test_other_files() -> None:
    code = "import keras\nfrom base import Base\nclass Mine(Base):\n    def on_epoch_end(self, epoch): pass\n"
    base = "import keras\nclass Base(keras.callbacks.Callback): pass\n"
    assert lint(code, only="TFC401", base=base) == ["TFC401:4 error"]
    loop = "from train import Mine\nmine = Mine()\nmine.on_epoch_end(3)\n"
    assert lint(code, only="TFC401", base=base, loop=loop) == []
    heir = "from train import Mine\nclass More(Mine):\n    def on_epoch_end(self, epoch, logs=None):\n"
    heir += "        super().on_epoch_end(epoch)\n"
    assert lint(code, only="TFC401", base=base, heir=heir) == ["TFC401:4 error"]


@pytest.mark.parametrize(
    ("hook", "keras2", "keras3"),
    [
        ("def on_epoch_end(self, epoch): pass", True, True),
        ("def on_train_batch_end(self, batch): pass", True, True),
        ("def on_train_batch_end(self, batch, info): pass", False, True),
        ("def on_train_batch_end(self, *args): pass", False, True),
        ("def on_train_batch_end(self, batch, *, logs=None): pass", True, False),
        ("def on_train_batch_end(self, batch, **kwargs): pass", True, False),
        ("def on_batch_end(self, batch, info): pass", True, True),
        ("def on_batch_end(self, batch, *, logs=None): pass", False, False),
    ],
)
def test_targets(hook: str, keras2: bool, keras3: bool) -> None:
    for target, expected in (("keras2", keras2), ("2.11", keras2), ("2.16", keras3), ("keras3", keras3)):
        assert bool(lint(HEAD + CLASS + hook, target, only="TFC401")) is expected, target


@pytest.mark.parametrize(
    ("hook", "message"),
    [
        (
            "def on_epoch_end(self, epoch): pass",
            "Keras calls on_epoch_end(epoch, logs), and it takes only epoch: Keras raises TypeError at the "
            "end of the first epoch",
        ),
        (
            "def on_train_end(self): pass",
            "Keras calls on_train_end(logs), and it takes nothing: Keras raises TypeError when the training "
            "is over",
        ),
        (
            "def on_train_batch_end(self, batch, info): pass",
            "Keras calls on_train_batch_end(batch, logs=…), and the parameter for the logs is called 'info': "
            "Keras 2 (TensorFlow 2.15) gives the logs by position; Keras 3 (TensorFlow 2.21) raises "
            "TypeError at the first batch of fit",
        ),
        (
            "def on_epoch_end(self, epoch, logs, model): pass",
            "Keras calls on_epoch_end(epoch, logs), and it cannot be called like that: Keras raises "
            "TypeError at the end of the first epoch",
        ),
    ],
)
def test_message(hook: str, message: str) -> None:
    [found] = findings(HEAD + CLASS + hook, "both", only="TFC401")
    assert found.message == message
