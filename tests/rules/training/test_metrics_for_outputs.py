"""TFC719 metrics-for-outputs."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
from tensorflow import keras
from tensorflow.keras import Input, Model, Sequential
from tensorflow.keras.layers import Dense
i = Input((3,))
"""
TWO = "m = Model(i, [Dense(1)(i), Dense(1)(i)])"
THREE = "m = Model(inputs=i, outputs=[Dense(1)(i), Dense(1)(i), Dense(1)(i)])"
NAMED = "m = Model(i, {'a': Dense(1)(i), 'b': Dense(1)(i)})"

FIRES = [
    (TWO, "loss='mse', metrics=['mae']"),
    (TWO, "loss='mse', metrics=('mae',)"),
    (TWO, "loss='mse', metrics=[keras.metrics.MeanAbsoluteError()]"),
    (TWO, "loss=['mse', 'mae'], metrics=['mae', 'mse', 'mape']"),
    (TWO, "loss={'a': 'mse', 'b': 'mse'}, metrics=['mae']"),
    (TWO, "loss='mse', metrics=[['mae']]"),
    (TWO, "loss='mse', weighted_metrics=['mae']"),
    (TWO, "'sgd', 'mse', metrics=['mae']"),
    (THREE, "loss='mse', metrics=['mae', 'mse']"),
    (NAMED, "loss='mse', metrics=['mae']"),
    (f"many = ['mae']\n{TWO}", "loss='mse', metrics=many"),
    ("a, b = Dense(1)(i), Dense(1)(i)\nouts = [a, b]\nm = Model(i, outs)", "loss='mse', metrics=['mae']"),
    ("def make():\n    i = Input((3,))\n    return Model(i, [Dense(1)(i), Dense(2)(i)])\nm = make()",
     "loss='mse', metrics=['mae']"),
    ("class Net(Model):\n    def __init__(self):\n        super().__init__()\n"
     "        self.a, self.b = Dense(1), Dense(1)\n    def call(self, x):\n"
     "        return self.a(x), self.b(x)\nm = Net()", "loss='mse', metrics=['mae']"),
    (TWO, "loss='mse', loss_weights=[0.9, 0.1]"),
    (TWO, "loss='mse', loss_weights={'a': 0.9, 'b': 0.1}"),
    (TWO, "loss=keras.losses.MeanSquaredError(), loss_weights=[0.9, 0.1]"),
    (TWO, "loss=keras.losses.mse, loss_weights=[0.9, 0.1]"),
    (TWO, "loss=['mse', 'mse'], loss_weights=[0.9]"),
]  # fmt: skip

SILENT = [
    (TWO, "loss='mse'"),
    (TWO, "loss='mse', metrics=None"),
    (TWO, "loss='mse', metrics=[]"),
    (TWO, "loss='mse', metrics=['mae', 'mse']"),
    (TWO, "loss='mse', metrics=[['mae'], ['mae']]"),
    (TWO, "loss='mse', metrics=[None, 'mae']"),
    (TWO, "loss='mse', metrics={'a': 'mae'}"),
    (TWO, "loss='mse', metrics=unseen"),
    (TWO, "loss='mse', metrics=[*more]"),
    (TWO, "loss='mse', metrics=['mae'] * 2"),
    (TWO, "loss='mse', metrics='mae'"),
    (TWO, "loss='mse', metrics=['mae'], **more"),
    (TWO, "loss=['mse', 'mse'], loss_weights=[0.9, 0.1]"),
    (TWO, "loss={'a': 'mse', 'b': 'mse'}, loss_weights=[0.9, 0.1]"),
    (TWO, "loss=['mse', 'mse'], loss_weights={'a': 0.9, 'b': 0.1}"),
    (TWO, "loss=unseen, loss_weights=[0.9, 0.1]"),
    (f"from settings import LOSSES\n{TWO}", "loss=LOSSES, loss_weights=[0.9, 0.1]"),
    (TWO, "loss=make_losses(), loss_weights=[0.9, 0.1]"),
    (TWO, "loss='mse', loss_weights=unseen"),
    # one output, or nobody knows
    ("m = Model(i, Dense(1)(i))", "loss='mse', metrics=['mae', 'mse']"),
    ("m = Model(i, [Dense(1)(i)])", "loss='mse', metrics=['mae', 'mse']"),
    ("m = Sequential([Dense(1)])", "loss='mse', metrics=['mae', 'mse']"),
    ("m = Model(i, unseen)", "loss='mse', metrics=['mae']"),
    ("m = Model(i, [Dense(1)(i), *heads])", "loss='mse', metrics=['mae']"),
    ("heads = [Dense(1)(i)]\nfor n in s:\n    heads.append(Dense(n)(i))\nm = Model(i, heads)",
     "loss='mse', metrics=['mae', 'mse', 'mape']"),
    ("heads = [Dense(n)(i) for n in sizes]\nm = Model(i, heads)", "loss='mse', metrics=['mae']"),
    (f"{TWO}\nif one:\n    m = Model(i, Dense(1)(i))", "loss='mse', metrics=['mae']"),
    ("class Mine(Model):\n    def compute_metrics(self, *a): pass\n"
     "m = Mine(i, [Dense(1)(i), Dense(1)(i)])", "loss='mse', metrics=['mae']"),
    ("from mine import Model\nm = Model(i, [Dense(1)(i), Dense(1)(i)])", "loss='mse', metrics=['mae']"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "given"), FIRES)
def test_fires(made: str, given: str) -> None:
    code = f"{HEAD}{made}\nm.compile({given})\n"
    (found,) = lint(code, "keras3", "TFC719")
    assert found.endswith("error")
    assert lint(code, "keras2", "TFC719") == []


@pytest.mark.parametrize(("made", "given"), SILENT)
def test_silent(made: str, given: str) -> None:
    assert lint(f"{HEAD}{made}\nm.compile({given})\n", "keras3", "TFC719") == []


def test_a_single_loss_was_repeated_before_3_7() -> None:
    code = f"{HEAD}{TWO}\nm.compile(loss='mse', loss_weights=[0.9, 0.1])\n"
    assert lint(code, "2.16", "TFC719") == []
    several = code.replace("'mse'", "['mse', 'mse', 'mse']")
    assert lint(several, "2.16", "TFC719") == ["TFC719:6 error"]


def test_expected() -> None:
    code = f"{HEAD}{TWO}\nwith pytest.raises(ValueError):\n    m.compile(loss='mse', metrics=['mae'])\n"
    assert lint(code, "keras3", "TFC719") == []


@pytest.mark.parametrize(
    ("made", "before", "after"),
    [
        (TWO, "loss='mse', metrics=['mae']", "loss='mse', metrics=[['mae'], ['mae']]"),
        (THREE, "loss='mse', metrics=['a', 'b']", "loss='mse', metrics=[['a', 'b'], ['a', 'b'], ['a', 'b']]"),
        (TWO, "loss='mse', loss_weights=[0.9, 0.1]", "loss=['mse', 'mse'], loss_weights=[0.9, 0.1]"),
        (TWO, "'sgd', 'mse', loss_weights=[0.9, 0.1]", "'sgd', ['mse', 'mse'], loss_weights=[0.9, 0.1]"),
    ],
)
def test_fix(made: str, before: str, after: str) -> None:
    code = f"{HEAD}{made}\nm.compile({{}})\n"
    assert fix(code.format(before), "both", "TFC719") == code.format(after)


@pytest.mark.parametrize(
    ("made", "given"),
    [
        (TWO, "loss='mse', metrics=[keras.metrics.MeanAbsoluteError()]"),
        (TWO, "loss='mse', metrics=[['mae']]"),
        (NAMED, "loss='mse', metrics=['mae']"),
        (f"many = ['mae']\n{TWO}", "loss='mse', metrics=many"),
        (TWO, "loss=keras.losses.mse, loss_weights=[0.9, 0.1]"),
        (TWO, "loss='mse', loss_weights=[0.9, 0.1, 0.3]"),
    ],
)
def test_left_to_a_person(made: str, given: str) -> None:
    (found,) = findings(f"{HEAD}{made}\nm.compile({given})\n", "keras3", "TFC719")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


def test_messages() -> None:
    (found,) = findings(f"{HEAD}{TWO}\nm.compile(loss='mse', metrics=['mae'])\n", "keras3", "TFC719")
    assert found.message == (
        "metrics has 1 entry for 2 outputs: Keras 3 wants one entry an output, and raises ValueError in the "
        "first step of fit or evaluate"
    )
    (found,) = findings(f"{HEAD}{TWO}\nm.compile(loss='mse', loss_weights=[1, 2])\n", "keras3", "TFC719")
    assert found.message == (
        "2 loss weights for 1 loss: Keras 3 from 3.7 wants as many, and raises ValueError in the first step "
        "of fit or evaluate"
    )
