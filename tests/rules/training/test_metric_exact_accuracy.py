"""TFC715 metric-exact-accuracy."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
from tensorflow import keras
from keras.metrics import Accuracy
from keras.layers import Dense
model = keras.Sequential([Dense(3, activation="softmax")])
"""
CROSS = "model.compile('adam', 'categorical_crossentropy', metrics="

# What stands after HEAD, and what --fix makes of it.
BECOMES = [
    (f"{CROSS}[Accuracy()])", f'{CROSS}["accuracy"])'),
    (f"{CROSS}['mae', keras.metrics.Accuracy()])", f"{CROSS}['mae', \"accuracy\"])"),
    (f"{CROSS}(Accuracy(),))", f'{CROSS}("accuracy",))'),
    (f"{CROSS}[Accuracy(name='accuracy')])", f'{CROSS}["accuracy"])'),
    (f"{CROSS}[Accuracy('acc')])", f'{CROSS}["acc"])'),
    (f"{CROSS}[[Accuracy()]])", f'{CROSS}[["accuracy"]])'),
    (
        "model.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True), metrics=[Accuracy()])",
        'model.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])',
    ),
    (
        "model.compile(loss=keras.losses.categorical_crossentropy, weighted_metrics=[Accuracy()])",
        'model.compile(loss=keras.losses.categorical_crossentropy, weighted_metrics=["accuracy"])',
    ),
    (
        "watched = [Accuracy()]\nmodel.compile(loss='binary_crossentropy', metrics=watched)",
        "watched = [\"accuracy\"]\nmodel.compile(loss='binary_crossentropy', metrics=watched)",
    ),
    (
        "loss = 'binary_crossentropy' if n == 2 else 'categorical_crossentropy'\n"
        "model.compile('adam', loss, metrics=[Accuracy()])",
        "loss = 'binary_crossentropy' if n == 2 else 'categorical_crossentropy'\n"
        "model.compile('adam', loss, metrics=[\"accuracy\"])",
    ),
]

MANUAL = [
    f"{CROSS}[Accuracy(name='train_acc')])",
    f"{CROSS}[Accuracy(dtype='float64')])",
    f"{CROSS}[Accuracy(name=name)])",
    f"acc = Accuracy()\n{CROSS}[acc])",
    f"acc = Accuracy()\n{CROSS}['mae', acc])\nprint(acc.result())",
]

SILENT = [
    f"{CROSS}['accuracy'])",
    f"{CROSS}['Accuracy'])",
    f"{CROSS}[keras.metrics.CategoricalAccuracy()])",
    f"{CROSS}[keras.metrics.BinaryAccuracy()])",
    f"{CROSS}[make()])",
    # other losses, or none that is in sight
    "model.compile('adam', 'mse', metrics=[Accuracy()])",
    "model.compile('adam', loss, metrics=[Accuracy()])",
    "model.compile('adam', args.loss, metrics=[Accuracy()])",
    "model.compile('adam', keras.losses.Hinge(), metrics=[Accuracy()])",
    "model.compile('adam', 'mse' if r else 'binary_crossentropy', metrics=[Accuracy()])",
    "model.compile('adam', ['binary_crossentropy', 'mse'], metrics=[Accuracy()])",
    "model.compile('adam', {'a': 'binary_crossentropy'}, metrics={'a': [Accuracy()]})",
    "model.compile('adam', metrics=[Accuracy()])",
    "def loss(t, p):\n    return 0.0\nmodel.compile('adam', loss, metrics=[Accuracy()])",
    "class Mine(keras.losses.CategoricalCrossentropy):\n    def call(self, t, p):\n        return 0.0\n"
    "model.compile('adam', Mine(), metrics=[Accuracy()])",
    "model.compile('adam', metrics=[Accuracy()], **options)",
    # metrics of another kind
    f"class Mine(Accuracy):\n    def update_state(self, t, p, sample_weight=None): pass\n{CROSS}[Mine()])",
    f"from torchmetrics import Accuracy\n{CROSS}[Accuracy()])",
    f"from project import Accuracy\n{CROSS}[Accuracy()])",
    f"acc = Accuracy() if exact else 'accuracy'\n{CROSS}[acc])",
    # outside of compile, or of fit's own way
    "acc = Accuracy()\nacc.update_state(y, p)\nmodel.compile('adam', 'binary_crossentropy')",
    "class Net(keras.Model):\n    def train_step(self, data):\n        return {}\n"
    "Net().compile('adam', 'binary_crossentropy', metrics=[Accuracy()])",
    "class Net(keras.Model):\n    def compute_metrics(self, x, y, p, w):\n        return {}\n"
    "Net().compile('adam', 'binary_crossentropy', metrics=[Accuracy()])",
    "class Net(Base, keras.Model): pass\nNet().compile('adam', 'binary_crossentropy', metrics=[Accuracy()])",
    "def train(tool):\n    tool.compile('adam', 'binary_crossentropy', metrics=[Accuracy()])",
    f"with pytest.raises(ValueError):\n    {CROSS}[Accuracy()])",
]


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes_the_string(before: str, after: str, target: str) -> None:
    (found,) = findings(HEAD + before, target, "TFC715")
    assert found.severity.value == "error"
    assert "reports 0, or almost, however good the model is" in found.message
    assert fix(HEAD + before, target, "TFC715") == HEAD + after


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    (found,) = findings(HEAD + code, only="TFC715")
    assert found.fix is not None
    assert found.fix.applicability.value == "manual"


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str, target: str) -> None:
    assert lint(HEAD + code, target, "TFC715") == []


def test_class_numbers_as_labels() -> None:
    code = HEAD + CROSS.replace("'cat", "'sparse_cat") + "[Accuracy()])"
    (found,) = findings(code, "both", "TFC715")
    assert [(one.keras, one.text.partition(" where")[0]) for one in found.effects] == [
        ("Keras 2", "raises ValueError in the first step"),
        ("Keras 3", "fails in the first step, or reports 0"),
    ]
    assert fix(code, "both", "TFC715") == code.replace("Accuracy()", '"accuracy"')
