"""TFC402 callback-unknown-hook."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability
from tflint_ckpt.semantics.callbacks.misnamed import nearest

HEAD = """\
import keras
from keras.callbacks import Callback, LambdaCallback, ModelCheckpoint
"""
CLASS = "class Mine(Callback):\n    "

NEAREST = [
    ("on_epoch_ends", "on_epoch_end"),
    ("on_epochend", "on_epoch_end"),
    ("on_epoch_edn", "on_epoch_end"),
    ("on_epoch_start", "on_epoch_begin"),
    ("on_epoch_finished", "on_epoch_end"),
    ("on_Epoch_End", "on_epoch_end"),
    ("onEpochEnd", "on_epoch_end"),
    ("on_train_epoch_end", "on_epoch_end"),
    ("on_train_epoch_start", "on_epoch_begin"),
    ("on_validation_end", "on_test_end"),
    ("on_validation_epoch_end", "on_test_end"),
    ("on_validation_batch_end", "on_test_batch_end"),
    ("on_step_end", "on_train_batch_end"),
    ("on_train_step_end", "on_train_batch_end"),
    ("on_batch_ends", "on_batch_end"),
    ("on_fit_end", "on_train_end"),
    ("on_training_begin", "on_train_begin"),
    ("on_trian_begin", "on_train_begin"),
    ("on_eval_begin", "on_test_begin"),
    ("on_epoch_end", None),
    ("on_train_batch_end", None),
    ("set_model", None),
    ("on_improvement", None),
    ("on_end", None),
    ("on_episode_end", None),
    ("on_epoch", None),
    ("on_new_best", None),
    ("on_phase_end", None),
    ("on_save", None),
    ("on_checkpoint_end", None),
    ("on_cycle_begin", None),
    ("epoch_end", None),
    ("get_monitor_value", None),
]

BECOMES = [
    (
        CLASS + "def on_epoch_ends(self, epoch, logs=None): pass",
        CLASS + "def on_epoch_end(self, epoch, logs=None): pass",
    ),
    (
        "class Base(Callback): pass\nclass Mine(Base):\n    def on_train_epoch_end(self, epoch, logs): pass",
        "class Base(Callback): pass\nclass Mine(Base):\n    def on_epoch_end(self, epoch, logs): pass",
    ),
    (
        "class Mine(ModelCheckpoint):\n    def on_validation_end(self, logs=None): pass",
        "class Mine(ModelCheckpoint):\n    def on_test_end(self, logs=None): pass",
    ),
]

LAMBDAS = [
    (
        "LambdaCallback(on_epoch_ends=lambda epoch, logs: print(1))",
        "LambdaCallback(on_epoch_end=lambda epoch, logs: print(1))",
    ),
    (
        "def show(epoch, logs): pass\nLambdaCallback(on_epoch_start=show)",
        "def show(epoch, logs): pass\nLambdaCallback(on_epoch_begin=show)",
    ),
    (
        "LambdaCallback(**{'on_epochend': lambda *a: 1})",
        "LambdaCallback(**{'on_epoch_end': lambda *a: 1})",
    ),
]

SILENT = [
    CLASS + "def on_epoch_end(self, epoch, logs=None): pass",
    CLASS + "def on_improvement(self): pass",
    CLASS + "def _on_epoch_ends(self): pass",
    CLASS + "def end_of_epoch(self): pass",
    # it is called
    CLASS + "def on_epoch_ends(self): pass\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        self.on_epoch_ends()",
    CLASS
    + "def on_validation_end(self): pass\n    def on_test_end(self, logs=None): self.on_validation_end()",
    CLASS + "def on_step_end(self): pass\nmine = Mine()\nmine.on_step_end()",
    CLASS + "def on_step_end(self): pass\ngetattr(Mine(), 'on_step_end')()",
    CLASS + "def on_epoch_ends(self): pass\n    hooks = {'end': 'on_epoch_ends'}",
    CLASS + "@property\n    def on_epoch_ends(self): pass",
    CLASS + "@on('end')\n    def on_epoch_ends(self): pass",
    # a base that is not in sight may call it
    "class Mine(Callback, Mixin):\n    def on_validation_end(self, logs=None): pass",
    "from lib import Base\nclass Mine(Base, Callback):\n    def on_validation_end(self, logs=None): pass",
    # of another library, or of several
    "from pytorch_lightning import Callback\nclass Mine(Callback):\n"
    "    def on_validation_end(self, t, m): pass",
    "import lightning as L\nclass Mine(L.Callback):\n    def on_train_epoch_end(self, t, m): pass",
    "from transformers import TrainerCallback\nclass Mine(TrainerCallback):\n"
    "    def on_step_end(self, *a): pass",
    "class Mine:\n    def on_epoch_ends(self): pass",
    "class Mine(Unknown):\n    def on_epoch_ends(self): pass",
    CLASS + "def on_epoch_end(self, epoch, logs=None): pass\n    def on_train_epoch_end(self, trainer): pass",
    CLASS + "def on_episode_end(self, e, logs): pass\n    def on_step_end(self, step, logs): pass",
    "from rl.agents import DQNAgent\n" + CLASS + "def on_step_end(self, step, logs): pass",
    "class Model(keras.Model):\n    def on_epoch_ends(self): pass",
    "class Base(Callback):\n    def on_train_end(self, logs=None): pass\n"
    "class Mine(Base):\n    def on_training_end(self): pass",
    # LambdaCallback
    "LambdaCallback(on_epoch_end=lambda epoch, logs: print(1))",
    "LambdaCallback(on_test_end=lambda logs: print(1))",
    "LambdaCallback(on_predict_batch_end=lambda batch, logs: print(1))",
    "LambdaCallback(lambda epoch, logs: print(1))",
    "LambdaCallback(supports_tf_logs=True)",
    "LambdaCallback(**hooks)",
    "from elsewhere import LambdaCallback\nLambdaCallback(on_epoch_ends=show)",
    "cb = LambdaCallback(on_epoch_ends=show)\ncb.on_epoch_ends(3)",
    "class LambdaCallback(Callback):\n    def __init__(self, **kw): pass\nLambdaCallback(on_epoch_ends=show)",
]


@pytest.mark.parametrize(("name", "expected"), NEAREST)
def test_nearest(name: str, expected: str | None) -> None:
    assert nearest(name) == expected


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC402") == HEAD + before
    assert fix(HEAD + before, only="TFC402", unsafe=True) == HEAD + after


@pytest.mark.parametrize(("before", "after"), LAMBDAS)
def test_lambdas(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC402") == HEAD + after


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("LambdaCallback(on_epoch_ends=lambda epoch: print(1))", Applicability.UNSAFE),
        ("LambdaCallback(on_epoch_ends=show)", Applicability.UNSAFE),
        ("LambdaCallback(on_step_end=lambda b, l: print(1))", Applicability.UNSAFE),
        ("LambdaCallback(on_improvement=show)", Applicability.MANUAL),
        ("LambdaCallback(on_epoch_ends=show, on_epoch_end=other)", Applicability.MANUAL),
        ("LambdaCallback(on_epoch_ends=lambda e, l: 1, **more)", Applicability.MANUAL),
    ],
)
def test_what_is_not_safe(code: str, expected: Applicability) -> None:
    [found] = findings(HEAD + code, only="TFC402")
    assert found.fix is not None
    assert found.fix.applicability is expected


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC402") == []


def test_other_files() -> None:
    code = "import keras\nfrom base import Base\nclass Mine(Base):\n"
    code += "    def on_validation_end(self, logs=None): pass\n"
    base = "import keras\nclass Base(keras.callbacks.Callback): pass\n"
    assert lint(code, only="TFC402", base=base) == ["TFC402:4 error"]
    assert lint(code, only="TFC402", base=base, loop="def run(cbs):\n    cbs[0].on_validation_end()\n") == []
    calling = base + "    def on_test_end(self, logs=None):\n        self.on_validation_end()\n"
    assert lint(code, only="TFC402", base=calling.replace(": pass\n", ":\n", 1)) == []


@pytest.mark.parametrize("target", ["2.11", "keras2", "2.16", "keras3", "both"])
def test_targets(target: str) -> None:
    assert lint(HEAD + CLASS + "def on_epoch_ends(self): pass", target, only="TFC402") == ["TFC402:4 error"]


def test_message() -> None:
    [found] = findings(HEAD + CLASS + "def on_epoch_ends(self): pass", only="TFC402")
    assert found.message == "callbacks have no hook on_epoch_ends, only on_epoch_end: Keras never calls it"
