"""TFC410 callback-super-missing."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import keras
from keras.callbacks import Callback, CSVLogger, EarlyStopping, LearningRateScheduler, ModelCheckpoint
from keras.callbacks import ReduceLROnPlateau, TensorBoard
"""

BECOMES = [
    (
        """
        class Mine(ModelCheckpoint):
            def __init__(self, filepath, limit):
                self.limit = limit
        """,
        """
        class Mine(ModelCheckpoint):
            def __init__(self, filepath, limit):
                super().__init__(filepath=filepath)
                self.limit = limit
        """,
    ),
    (
        """
        class Mine(EarlyStopping):
            def __init__(self, patience=3, quiet=False):
                '''Waits.'''
                self.quiet = quiet

            def on_epoch_end(self, epoch, logs=None):
                super().on_epoch_end(epoch, logs)
        """,
        """
        class Mine(EarlyStopping):
            def __init__(self, patience=3, quiet=False):
                '''Waits.'''
                super().__init__(patience=patience)
                self.quiet = quiet

            def on_epoch_end(self, epoch, logs=None):
                super().on_epoch_end(epoch, logs)
        """,
    ),
    (
        """
        class Base(ReduceLROnPlateau):
            pass
        class Mine(Base):
            def __init__(self):
                self.seen = []
        """,
        """
        class Base(ReduceLROnPlateau):
            pass
        class Mine(Base):
            def __init__(self):
                super().__init__()
                self.seen = []
        """,
    ),
]

MANUAL = [
    "class Mine(ModelCheckpoint):\n    def __init__(self, path):\n        self.path = path",
    "class Mine(LearningRateScheduler):\n    def __init__(self, rates):\n        self.rates = rates",
    "class Mine(CSVLogger):\n    def __init__(self, name):\n        self.name = name",
    "class Mine(EarlyStopping):\n    def __init__(self): pass\n    def __len__(self): return 3",
]

SILENT = [
    "class Mine(ModelCheckpoint):\n    def __init__(self, path):\n        super().__init__(path)",
    "class Mine(ModelCheckpoint):\n    def __init__(self, path):\n        super(Mine, self).__init__(path)",
    "class Mine(CSVLogger):\n    def __init__(self, path):\n        CSVLogger.__init__(self, path)",
    "class Mine(ModelCheckpoint):\n    def __init__(self, **kw):\n        self.__dict__.update(kw)",
    "class Mine(ModelCheckpoint):\n    def __init__(self, path):\n        self.setup(path)",
    "class Mine(ModelCheckpoint):\n    def on_epoch_end(self, epoch, logs=None):\n        pass",
    # Callback itself needs nothing, and neither do these
    "class Mine(Callback):\n    def __init__(self):\n        self.x = 3",
    "class Mine(keras.callbacks.TerminateOnNaN):\n    def __init__(self):\n        self.x = 3",
    "class Mine(keras.callbacks.LambdaCallback):\n    def __init__(self):\n        self.x = 3",
    # it sets that itself, or needs it not
    "class Mine(ModelCheckpoint):\n    def __init__(self, path):\n        self.save_freq = 'epoch'",
    "class Mine(EarlyStopping):\n    def __init__(self):\n        self.monitor = 'loss'",
    "class Mine(LearningRateScheduler):\n    def __init__(self):\n        self.x = 3\n"
    "    def schedule(self, epoch): return 0.1",
    "class Mine(LearningRateScheduler):\n    def __init__(self):\n        self.x = 3\n"
    "    def on_epoch_begin(self, epoch, logs=None): pass",
    "class Mine(EarlyStopping):\n    def __init__(self):\n        self.x = 3\n"
    "    def on_epoch_end(self, epoch, logs=None): pass",
    # not in sight, or no callback of Keras
    "class Mine(ModelCheckpoint, Mixin):\n    def __init__(self):\n        self.x = 3",
    "from lib import Base\nclass Mine(Base):\n    def __init__(self):\n        self.x = 3",
    "class CSVLogger:\n    pass\nclass Mine(CSVLogger):\n    def __init__(self):\n        self.x = 3",
    "from pytorch_lightning.callbacks import ModelCheckpoint as Base\nclass Mine(Base):\n"
    "    def __init__(self):\n        self.x = 3",
    "class Mine(keras.layers.Layer):\n    def __init__(self):\n        self.x = 3",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    before, after = HEAD + dedent(before), HEAD + dedent(after)
    assert fix(before, only="TFC410") == before
    assert fix(before, only="TFC410", unsafe=True) == after


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    [found] = findings(HEAD + code, only="TFC410")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + code, only="TFC410") == []


def test_other_files() -> None:
    code = "import keras\nfrom base import Base, ModelCheckpoint\nclass Mine(Base):\n"
    code += "    def __init__(self):\n        self.x = 3\n"
    base = "import keras\nfrom keras.callbacks import ModelCheckpoint\n"
    assert lint(code, only="TFC410", base=f"{base}class Base(ModelCheckpoint): pass\n") == ["TFC410:4 error"]
    own = f"{base}class Base(ModelCheckpoint):\n    save_freq = 'epoch'\n"
    assert lint(code, only="TFC410", base=own) == []


@pytest.mark.parametrize("target", ["2.11", "keras2", "2.16", "keras3", "both"])
def test_targets(target: str) -> None:
    assert lint(HEAD + MANUAL[0], target, only="TFC410") == ["TFC410:5 error"]


def test_message() -> None:
    [found] = findings(HEAD + MANUAL[0], only="TFC410")
    assert found.message == (
        "the constructor of ModelCheckpoint is not called, which sets 'save_freq': Keras raises "
        "AttributeError at the first batch"
    )
    assert found.fix is not None
    assert found.fix.title == "call super().__init__(filepath=…)"
