"""TFC405 callback-not-instance."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import gc
import keras
from keras.callbacks import Callback, CSVLogger, EarlyStopping, LambdaCallback, ModelCheckpoint
model = keras.Sequential([keras.layers.Dense(1)])
class Mine(Callback):
    pass
class Plain:
    pass
def say(epoch, logs):
    pass
"""

BECOMES = [
    ("model.fit(x, callbacks=[EarlyStopping])", "model.fit(x, callbacks=[EarlyStopping()])"),
    (
        "model.fit(x, callbacks=[keras.callbacks.TerminateOnNaN, Mine])",
        "model.fit(x, callbacks=[keras.callbacks.TerminateOnNaN(), Mine()])",
    ),
    ("model.fit(x, callbacks=Mine)", "model.fit(x, callbacks=Mine())"),
    (
        "cbs = [Mine(), EarlyStopping]\nmodel.fit(x, callbacks=cbs)",
        "cbs = [Mine(), EarlyStopping()]\nmodel.fit(x, callbacks=cbs)",
    ),
    (
        "cbs = []\ncbs.append(Mine)\nmodel.fit(x, callbacks=cbs)",
        "cbs = []\ncbs.append(Mine())\nmodel.fit(x, callbacks=cbs)",
    ),
    ("model.fit(x, callbacks={Mine()})", "model.fit(x, callbacks=[Mine()])"),
    (
        "model.fit(x, callbacks={Mine(), EarlyStopping()})",
        "model.fit(x, callbacks=[Mine(), EarlyStopping()])",
    ),
    ("model.fit(x, callbacks=[Mine(), None])", "model.fit(x, callbacks=[Mine()])"),
    ("model.fit(x, callbacks=[None, Mine()])", "model.fit(x, callbacks=[Mine()])"),
    ("model.fit(x, callbacks=[None])", "model.fit(x, callbacks=[])"),
    (
        "model.fit(x, callbacks=[LambdaCallback(on_epoch_end=gc.collect())])",
        "model.fit(x, callbacks=[LambdaCallback(on_epoch_end=lambda epoch, logs: gc.collect())])",
    ),
    (
        "LambdaCallback(on_train_end=gc.collect())",
        "LambdaCallback(on_train_end=lambda logs: gc.collect())",
    ),
]

UNSAFE = [
    (
        "LambdaCallback(on_epoch_end=print('done'))",
        "LambdaCallback(on_epoch_end=lambda epoch, logs: print('done'))",
    ),
    ("LambdaCallback(on_train_end=say(1, 2))", "LambdaCallback(on_train_end=lambda logs: say(1, 2))"),
]

MANUAL = [
    "model.fit(x, callbacks=[ModelCheckpoint])",
    "model.fit(x, callbacks=[CSVLogger])",
    "class Two(Callback):\n    def __init__(self, x): pass\nmodel.fit(x, callbacks=[Two])",
    "class Two(ModelCheckpoint):\n    pass\nmodel.fit(x, callbacks=[Two])",
    "model.fit(x, callbacks=[say])",
    "model.fit(x, callbacks=[lambda epoch, logs: 1])",
    "model.fit(x, callbacks=['early_stopping'])",
    "model.fit(x, callbacks=[Plain()])",
    "def make():\n    cbs = [Mine()]\nmodel.fit(x, callbacks=make())",
    "def make():\n    cbs = [Mine()]\ncbs = make()\nmodel.fit(x, callbacks=cbs)",
    "def make():\n    Mine()\n    return\nmodel.fit(x, callbacks=[Mine(), make()])",
]

SILENT = [
    "model.fit(x, callbacks=[EarlyStopping()])",
    "model.fit(x, callbacks=EarlyStopping())",
    "model.fit(x, callbacks=(Mine(), EarlyStopping()))",
    "model.fit(x, callbacks=[[Mine()], EarlyStopping()])",
    "model.fit(x, callbacks=None)",
    "model.fit(x, callbacks=[])",
    "model.fit(x)",
    "model.fit(x, callbacks=[Mine()] if quick else None)",
    "model.fit(x, callbacks=[Mine() if quick else None])",
    "model.fit(x, callbacks={'a': Mine(), 'b': Mine()})",
    "model.fit(x, callbacks=given)",
    "model.fit(x, callbacks=[given])",
    "model.fit(x, callbacks=[make()])",
    "def make():\n    return [Mine()]\nmodel.fit(x, callbacks=make())",
    "def make():\n    if quick:\n        return None\n    return [Mine()]\nmodel.fit(x, callbacks=make())",
    "def make():\n    yield Mine()\nmodel.fit(x, callbacks=list(make()))",
    "def make():\n    raise NotImplementedError\nmodel.fit(x, callbacks=make())",
    "@cached\ndef make():\n    [Mine()]\nmodel.fit(x, callbacks=make())",
    "class Duck:\n    def set_model(self, model): pass\n    def set_params(self, p): pass\n"
    "model.fit(x, callbacks=[Duck()])",
    "class Duck:\n    def __getattr__(self, name): return print\nmodel.fit(x, callbacks=[Duck()])",
    "class Other(Unknown): pass\nmodel.fit(x, callbacks=[Other()])",
    "class Other(Unknown): pass\nmodel.fit(x, callbacks=[Other])",
    "from here import Stop\nmodel.fit(x, callbacks=[Stop])",
    # the model may be of another library
    "net.fit(x, callbacks=[EarlyStopping])",
    "def train(net):\n    net.fit(x, y, callbacks=[Plain()])",
    "import lightgbm\nlightgbm.LGBMClassifier().fit(x, y, callbacks=[say])",
    "class Trainer:\n    def fit(self, x, callbacks): pass\nTrainer().fit(x, callbacks=[Plain()])",
    "class Net(keras.Model):\n    def fit(self, x, callbacks): pass\nNet().fit(x, callbacks=[Plain()])",
    # expected
    "import pytest\nwith pytest.raises(AttributeError):\n    model.fit(x, callbacks=[None])",
    "try:\n    model.fit(x, callbacks=[Mine])\nexcept TypeError:\n    pass",
    # functions, and calls that return one
    "LambdaCallback(on_epoch_end=say)",
    "LambdaCallback(on_epoch_end=lambda epoch, logs: gc.collect())",
    "LambdaCallback(on_epoch_end=make('end'))",
    "def make(end):\n    return say\nLambdaCallback(on_epoch_end=make('end'))",
    "LambdaCallback(on_epoch_end=None)",
    "import functools\nLambdaCallback(on_epoch_end=functools.partial(say, 1))",
    "from here import LambdaCallback\nLambdaCallback(on_epoch_end=print('x'))",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC405") == HEAD + after


@pytest.mark.parametrize(("before", "after"), UNSAFE)
def test_unsafe(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC405") == HEAD + before
    assert fix(HEAD + before, only="TFC405", unsafe=True) == HEAD + after


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    [found] = findings(HEAD + code, only="TFC405")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC405") == []


@pytest.mark.parametrize("target", ["2.11", "keras2", "2.16", "keras3", "both"])
def test_targets(target: str) -> None:
    assert lint(HEAD + BECOMES[0][0], target, only="TFC405") == ["TFC405:11 error"]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "model.fit(x, callbacks=[EarlyStopping])",
            "EarlyStopping is a class, and not a callback: Keras raises TypeError when fit begins",
        ),
        (
            "model.fit(x, callbacks=[Mine(), None])",
            "None is among the callbacks: Keras raises AttributeError when fit begins",
        ),
        (
            "def make():\n    cbs = [Mine()]\nmodel.fit(x, callbacks=make())",
            "make returns nothing, so callbacks is None: Keras trains without any callback",
        ),
        (
            "LambdaCallback(on_epoch_end=gc.collect())",
            "on_epoch_end is given what the call returns, and not a function: Keras raises TypeError at the "
            "end of the first epoch",
        ),
        (
            "model.fit(x, callbacks=[Plain()])",
            "an object of Plain, which is no callback, is among the callbacks: Keras raises AttributeError "
            "when fit begins",
        ),
    ],
)
def test_message(code: str, message: str) -> None:
    [found] = findings(HEAD + code, only="TFC405")
    assert found.message == message
