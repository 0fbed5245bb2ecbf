"""TFC820 private-keras."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import numpy as np
from tensorflow.python.keras.models import Sequential
from tensorflow.python.keras.layers import Dense
from tensorflow.python.keras.callbacks import EarlyStopping
model = Sequential()
model.add(Dense(1, input_dim=8))
model.compile(loss="mse", optimizer="adam")
"""
PUBLIC = HEAD.replace("tensorflow.python.keras", "tensorflow.keras")

TRAINED = [
    "model.fit(x, y, epochs=2)\n",
    "model.evaluate(x, y)\n",
    "print(model.predict(x))\n",
    "model.fit_generator(batches)\n",
]
SILENT = [
    HEAD + "model.train_on_batch(x, y)\n",
    HEAD + "try:\n    model.fit(x, y)\nexcept AttributeError:\n    pass\n",
    PUBLIC + "model.fit(x, y)\n",
    HEAD + "def train(model):\n    model.fit(x, y)\n",
    HEAD + "from sklearn.svm import SVC\nSVC().fit(x, y)\n",
    HEAD + "from project import make\nmake().fit(x, y)\n",
    "from tensorflow.python.keras.utils import to_categorical\nto_categorical([1])\n",
    "from tensorflow.keras import Model\nfrom tensorflow.python.keras.utils import Sequence\nModel(a).fit(x)",
]


@pytest.mark.parametrize("code", TRAINED)
def test_trained(code: str) -> None:
    assert lint(HEAD + code, "2.21", only="TFC820") == ["TFC820:8 error"]
    assert lint(HEAD + code, "2.15", only="TFC820") == ["TFC820:8 error"]
    assert lint(HEAD + code, "2.14", only="TFC820") == []
    assert lint(HEAD + code, "2.11 2.21", only="TFC820") == []
    assert fix(HEAD + code, only="TFC820") == HEAD + code
    assert fix(HEAD + code, only="TFC820", unsafe=True) == PUBLIC + code


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(code, only="TFC820") == []


def test_a_name_that_the_public_keras_has_not_is_left_to_a_person() -> None:
    code = HEAD + "from tensorflow.python.keras.engine import data_adapter\nmodel.fit(x, y)\n"
    [found] = findings(code, only="TFC820")
    assert found.fix is not None and not found.fix.edits


def test_an_import_that_raises() -> None:
    code = (
        "from tensorflow.keras.models import Sequential\n"
        "from tensorflow.python.keras.layers import Dense, Bidirectional, LSTM\n"
        "model = Sequential()\nmodel.add(Bidirectional(LSTM(8)))\nmodel.add(LSTM(8))\nmodel.add(Dense(1))\n"
    )
    [found] = findings(code, only="TFC820")
    assert found.message == (
        "tensorflow.python.keras.layers has no Bidirectional and no LSTM any more: "
        "the import raises ImportError"
    )
    assert lint(code, only="TFC820") == ["TFC820:2 error"]
    assert "from tensorflow.keras.layers import Dense, Bidirectional, LSTM\n" in fix(
        code, only="TFC820", unsafe=True
    )
    without = code.replace("Bidirectional, LSTM", "LSTM").replace("Bidirectional(LSTM(8))", "LSTM(8)")
    assert lint(without, "2.15", only="TFC820") == ["TFC820:2 error"]
    assert lint(without, "2.14", only="TFC820") == []  # still has it, and its layers go with that tf.keras


def test_an_import_that_may_raise_is_silent() -> None:
    code = """
        from tensorflow.keras.models import Sequential
        try:
            from tensorflow.python.keras.layers import LSTM
        except ImportError:
            from tensorflow.keras.layers import LSTM
        Sequential([LSTM(8)])
    """
    assert lint(code, only="TFC820") == []


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("model.fit(x, y)\nmodel.evaluate(x, y)\nprint(model.predict(x))\n", [8]),
        ("model.fit(x, y)\nif test:\n    model.evaluate(x, y)\n", [8]),
        ("for fold in folds:\n    model.fit(x, y)\n    model.evaluate(x, y)\n", [9]),
        ("if train:\n    model.fit(x, y)\nmodel.evaluate(x, y)\nmodel.predict(x)\n", [9, 10]),
        ("if train:\n    model.fit(x, y)\nelse:\n    model.predict(x)\n", [9, 11]),
        ("def train():\n    model.fit(x, y)\nmodel.evaluate(x, y)\n", [9, 10]),
    ],
)
def test_what_stands_behind_is_never_reached(code: str, lines: list[int]) -> None:
    assert lint(HEAD + code, "2.21", only="TFC820") == [f"TFC820:{line} error" for line in lines]


OPTIMIZER = HEAD.replace('"adam"', "{}") + "model.fit(x, y)\n"

# How the module of an optimizer is imported and used, and what of it is imported then.
MODULES = [
    ("import adam", "adam.Adam(0.01)", "import optimizers as adam"),
    ("import adam as a", "a.Adam(0.01)", "import optimizers as a"),
    ("import rmsprop", "rmsprop.RMSprop()", "import optimizers as rmsprop"),
]
UNMOVED = [
    ("import adam", "adam.NonFusedAdam(0.01)"),
    ("import adam", "make(adam)"),
    ("import adam, adagrad", "adam.Adam(0.01)"),
]


@pytest.mark.parametrize(("imported", "used", "public"), MODULES)
def test_the_module_of_an_optimizer(imported: str, used: str, public: str) -> None:
    body = OPTIMIZER.format(used)
    code = f"from tensorflow.python.keras.optimizer_v2 {imported}\n{body}"
    mended = f"from tensorflow.keras {public}\n{body}"
    mended = mended.replace("tensorflow.python.keras", "tensorflow.keras")
    assert fix(code, only="TFC820", unsafe=True) == mended


@pytest.mark.parametrize(("imported", "used"), UNMOVED)
def test_the_module_of_an_optimizer_that_is_left_to_a_person(imported: str, used: str) -> None:
    code = f"from tensorflow.python.keras.optimizer_v2 {imported}\n{OPTIMIZER.format(used)}"
    [found] = findings(code, only="TFC820")
    assert found.fix is not None and not found.fix.edits
