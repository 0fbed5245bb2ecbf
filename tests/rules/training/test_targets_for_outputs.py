"""TFC730 targets-for-outputs."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import numpy as np
from tensorflow.keras import Input, Model, Sequential
from tensorflow.keras.layers import Dense
i = Input((3,))
x, y, z = np.ones((8, 3)), np.ones((8, 1)), np.ones((8, 1))
"""
ONE = "m = Model(i, Dense(1)(i))"
TWO = "m = Model(i, [Dense(1)(i), Dense(1)(i)])"
KEYED = "m = Model(i, {'a': Dense(1)(i), 'b': Dense(1)(i)})"
COMPILED = "m.compile('sgd', 'mse')"

ARRAYS = [
    (TWO, "m.fit(x, y)"),
    (TWO, "m.fit(x, np.zeros((8, 1)))"),
    (TWO, "m.fit(x, y[:, 0])"),
    (TWO, "m.evaluate(x, y)"),
    (TWO, "m.fit(x, [y, z], validation_data=(x, y))"),
    (TWO, "def get():\n    return np.zeros(8), np.zeros(8)\na, b = get()\nm.fit(x, a)"),
]
LISTS = [
    (TWO, "m.fit(x, [y])"),
    (TWO, "m.fit(x, [y, y, z])"),
    (TWO, "m.evaluate(x, (y,))"),
    (TWO, "targets = [y]\nm.fit(x, targets)"),
    (TWO, "m.fit(x, [y, z], validation_data=(x, [y]))"),
]
SILENT = [
    (TWO, "m.fit(x, [y, z])"),
    (TWO, "m.fit(x, (y, z))"),
    (TWO, "m.evaluate(x, [y, z])"),
    (TWO, "m.fit(x, {'dense': y, 'dense_1': z})"),
    (TWO, "m.fit(x, unseen)"),
    (TWO, "m.fit(x, [*some])"),
    (TWO, "targets = [y]\ntargets.append(z)\nm.fit(x, targets)"),
    (TWO, "targets = [y]\nif more:\n    targets.append(z)\nm.fit(x, targets)"),
    (TWO, "m.fit(x, None)"),
    (TWO, "m.fit(dataset)"),
    (TWO, "m.predict(x)"),
    (TWO, "def train(y):\n    m.fit(x, y)"),
    (TWO, "with pytest.raises(ValueError):\n    m.fit(x, y)"),
    (TWO, "t = y if one else [y, z]\nm.fit(x, t)"),
    (KEYED, "m.fit(x, y)"),
    (ONE, "m.fit(x, y)"),
    (ONE, "m.fit(x, [y])"),
    ("m = Model(i, [Dense(1)(i)])", "m.fit(x, y)"),
    ("m = Model(i, outputs)", "m.fit(x, y)"),
    ("m = Sequential([Dense(2)])", "m.fit(x, y)"),
    ("class Mine(Model):\n    def train_step(self, data): pass\n    def call(self, x): return x, x\n"
     "m = Mine()", "m.fit(x, y)"),
    (f"{TWO}\nif one:\n    {ONE}", "m.fit(x, y)"),
]  # fmt: skip


@pytest.mark.parametrize("loss", ["['mse', None]", "[None, 'mse']", "losses", "[*losses]", "[first, second]"])
def test_some_outputs_may_have_no_loss(loss: str) -> None:
    assert lint(f"{HEAD}{TWO}\nm.compile('sgd', {loss})\nm.fit(x, y)\n", "keras3", "TFC730") == []


@pytest.mark.parametrize(("made", "used"), ARRAYS)
def test_one_array(made: str, used: str) -> None:
    code = f"{HEAD}{made}\n{COMPILED}\n{used}\n"
    (found,) = lint(code, "keras3", "TFC730")
    assert found.endswith("error")
    assert lint(code, "keras2", "TFC730") == []
    assert lint(code, "keras3.6", "TFC730") == [found.replace("error", "warning")]
    assert lint(code, "keras3.7", "TFC730") == [found]


@pytest.mark.parametrize(("made", "used"), LISTS)
def test_another_number(made: str, used: str) -> None:
    (found,) = lint(f"{HEAD}{made}\n{COMPILED}\n{used}\n", "both", "TFC730")
    assert found.endswith("error")


@pytest.mark.parametrize(("made", "used"), SILENT)
def test_silent(made: str, used: str) -> None:
    assert lint(f"{HEAD}{made}\n{COMPILED}\n{used}\n", "keras3", "TFC730") == []


def test_fix() -> None:
    code = f"{HEAD}{TWO}\n{COMPILED}\nm.evaluate(x, {{}})\n"
    assert fix(code.format("y"), "keras3", "TFC730", unsafe=True) == code.format("[y, y]")


@pytest.mark.parametrize("given", ["[y]", "np.ones(8)"])
def test_manual(given: str) -> None:
    (found,) = findings(f"{HEAD}{TWO}\n{COMPILED}\nm.fit(x, {given})\n", "keras3", "TFC730")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL
