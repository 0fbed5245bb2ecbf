"""TFC411 callback-validation-data."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint
from tflint_ckpt.finding import Applicability

HEAD = "import keras\nfrom keras.callbacks import Callback\n"
CLASS = HEAD + "class Mine(Callback):\n"
HOOK = CLASS + "    def on_epoch_end(self, epoch, logs=None):\n        "

FINDS = [
    HOOK + "x, y = self.validation_data[0], self.validation_data[1]",
    HOOK + "x, y, *_ = self.validation_data",
    HOOK + "print(self.model.evaluate(*self.validation_data))",
    CLASS + "    def __init__(self):\n        super().__init__()\n        self.best = 0\n"
    "    def on_epoch_end(self, epoch, logs=None):\n        x = self.validation_data[0]",
    CLASS + "    def on_train_begin(self, logs=None):\n        self.x = self.validation_data[0]",
    HOOK + "for name in self.params['metrics']:\n            print(name)",
    HOOK + "print(self.params['samples'] // 3)",
    HOOK + "print(epoch, '/', self.params[\"nb_epoch\"])",
    HEAD
    + "class Base(Callback):\n    pass\nclass Mine(Base):\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        print(self.validation_data)",
]

SILENT = [
    # it sets them
    CLASS + "    def __init__(self, data):\n        self.validation_data = data\n"
    "    def on_epoch_end(self, epoch, logs=None):\n        x = self.validation_data[0]",
    CLASS + "    validation_data = None\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        x = self.validation_data",
    CLASS + "    @property\n    def validation_data(self): return 3\n"
    "    def on_epoch_end(self, epoch, logs=None):\n        x = self.validation_data",
    HEAD + "class Base(Callback):\n    def __init__(self, data):\n        self.validation_data = data\n"
    "class Mine(Base):\n    def on_epoch_end(self, epoch, logs=None):\n        x = self.validation_data[0]",
    HEAD + "class Base(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        x = self.validation_data[0]\nclass Mine(Base):\n    def __init__(self, data):\n"
    "        self.validation_data = data",
    HOOK + "x = self.validation_data[0]\nmine = Mine()\nmine.validation_data = (x, y)",
    HOOK + "x = self.validation_data[0]\nmine = Mine()\nsetattr(mine, 'validation_data', (x, y))",
    HOOK + "x = self.validation_data[0]\nmine = Mine()\nmine.set_validation_data((x, y))",
    CLASS + "    def set_params(self, params):\n        self.params = {'metrics': [], **params}\n"
    "    def on_epoch_end(self, epoch, logs=None):\n        print(self.params['metrics'])",
    HOOK + "self.params['metrics'] = []\n        print(self.params['metrics'])",
    HOOK + "self.params.update(metrics=[])\n        print(self.params['metrics'])",
    HOOK + "print(self.params['metrics'])\nmine = Mine()\nmine.set_params({'metrics': []})",
    # keys that are there, and reads that ask
    HOOK + "print(self.params['epochs'], self.params['steps'], self.params['verbose'])",
    HOOK + "print(self.params.get('metrics', []))",
    HOOK + "print(self.params[key])",
    HOOK + "if 'metrics' in self.params:\n            print(self.params)",
    HOOK + "try:\n            print(self.params['metrics'])\n        except KeyError:\n            pass",
    HOOK + "try:\n            x = self.validation_data[0]\n        except (AttributeError, TypeError):\n"
    "            x = None",
    HOOK + "x = getattr(self, 'validation_data', None)",
    HOOK + "if hasattr(self, 'validation_data'):\n            x = self.validation_data",
    # other objects
    HOOK + "x = self.owner.validation_data[0]",
    HOOK + "x = data.validation_data[0]",
    HEAD + "class Mine:\n    def on_epoch_end(self, epoch, logs=None):\n        x = self.validation_data[0]",
    HEAD + "class Mine(Callback, Mixin):\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        x = self.validation_data[0]",
    "import keras\nfrom lib import Base\nclass Mine(Base):\n    def on_epoch_end(self, epoch, logs=None):\n"
    "        x = self.validation_data[0]",
    "import keras\nfrom pytorch_lightning import Callback\nclass Mine(Callback):\n"
    "    def on_epoch_end(self, trainer, module):\n        x = self.validation_data[0]",
    HEAD + "class Trainer(keras.Model):\n    def on_epoch_end(self):\n        print(self.validation_data)",
]


@pytest.mark.parametrize("code", FINDS)
def test_finds(code: str) -> None:
    [found] = findings(code, only="TFC411")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(code, only="TFC411") == []


OTHER = "class Trainer:\n    def __init__(self, data):\n        self.validation_data = data\n"


def test_what_another_class_sets_is_its_own() -> None:
    code = HOOK + "x = self.validation_data[0]\n"
    assert lint(code + OTHER, only="TFC411") == ["TFC411:5 error"]
    assert lint(code, only="TFC411", run=OTHER) == ["TFC411:5 error"]
    heir = "from train import Mine\n" + OTHER.replace("Trainer", "Yours(Mine)")
    assert lint(code, only="TFC411", run=heir) == []
    assert lint(code + OTHER + "        data.mine.validation_data = data\n", only="TFC411") == []


def test_each_method_is_told_once() -> None:
    code = HOOK + "a = self.validation_data[0]\n        b = self.validation_data[1]\n"
    code += "    def on_train_end(self, logs=None):\n        c = self.validation_data\n"
    assert lint(code, only="TFC411") == ["TFC411:5 error", "TFC411:8 error"]


def test_who_asks_first_has_no_harm_where_it_is_none() -> None:
    code = HOOK + "if self.validation_data is None:\n            return\n        x = self.validation_data[0]"
    assert lint(code, "keras2", only="TFC411") == []
    assert lint(code, "2.16", only="TFC411") == []
    assert lint(code, "keras3", only="TFC411") == ["TFC411:5 error"]


def test_other_files() -> None:
    code = "import keras\nfrom base import Base\nclass Mine(Base):\n"
    code += "    def on_epoch_end(self, epoch, logs=None):\n        x = self.validation_data[0]\n"
    base = "import keras\nclass Base(keras.callbacks.Callback):\n    pass\n"
    assert lint(code, only="TFC411", base=base) == ["TFC411:5 error"]
    sets = "    def __init__(self, data):\n        self.validation_data = data\n"
    assert lint(code, only="TFC411", base=base + sets) == []
    run = "from train import Mine\nmine = Mine()\nmine.validation_data = (x, y)\n"
    assert lint(code, only="TFC411", base=base, run=run) == []


@pytest.mark.parametrize("target", ["2.4", "2.11", "keras2", "2.16", "keras3", "both"])
def test_targets(target: str) -> None:
    assert lint(FINDS[0], target, only="TFC411") == ["TFC411:5 error"]
    assert lint(FINDS[5], target, only="TFC411") == ["TFC411:5 error"]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            FINDS[0],
            "callbacks are not given the validation data any more: Keras from 2.2 "
            "(TensorFlow 2.15) has None in self.validation_data; Keras 3 from 3.5 (TensorFlow 2.21) raises "
            "AttributeError when it is read",
        ),
        (
            FINDS[5],
            "params of a callback has no 'metrics' any more, only 'verbose', 'epochs', 'steps': Keras from "
            "2.2 raises KeyError when it is read",
        ),
    ],
)
def test_message(code: str, message: str) -> None:
    [found] = findings(code, "both", only="TFC411")
    assert found.message == message
