"""TFC716 metric-needs-one-hot."""

from __future__ import annotations

import pytest

from tests.lint import findings, lint

HEAD = """\
from tensorflow import keras
from tensorflow.keras.layers import Dense
from tensorflow.keras.metrics import AUC, Precision
model = keras.Sequential([Dense(8), Dense(10, activation="softmax")])
"""
SPARSE = "model.compile('adam', 'sparse_categorical_crossentropy', metrics="

HELD = "class T:\n    def __init__(self):\n        self.metrics = [keras.metrics.Precision()]\n"

FIRING = [
    (f"{HELD}    def go(self):\n        {SPARSE}self.metrics)\nT().go()", "Precision"),
    (f"{SPARSE}[Precision()])", "Precision"),
    (f"{SPARSE}['accuracy', keras.metrics.Recall(name='r')])", "Recall"),
    (f"{SPARSE}[AUC(curve='PR')])", "AUC"),
    (f"{SPARSE}[keras.metrics.F1Score(average='macro')])", "F1Score"),
    (f"{SPARSE}['accuracy', 'Precision'])", "Precision"),
    (f"{SPARSE}[keras.metrics.TruePositives(thresholds=0.4)])", "TruePositives"),
    ("model.compile(loss='SparseCategoricalCrossentropy', metrics=[Precision()])", "Precision"),
    (
        "loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)\n"
        "model.compile(loss=loss, metrics=[Precision()])",
        "Precision",
    ),
    (
        "model.compile(loss=keras.losses.sparse_categorical_crossentropy, weighted_metrics=[Precision()])",
        "Precision",
    ),
    (f"watched = ['accuracy', Precision()]\n{SPARSE}watched)", "Precision"),
    (f"p = Precision()\n{SPARSE}[p])", "Precision"),
    (
        "i = keras.Input((3,))\nm = keras.Model(i, Dense(n, activation='softmax')(i))\n"
        "m.compile('adam', 'sparse_categorical_crossentropy', metrics=[Precision()])",
        "Precision",
    ),
    (
        "m = keras.Sequential()\nm.add(Dense(1))\nm.add(Dense(4))\n"
        "m.compile('adam', 'sparse_categorical_crossentropy', metrics=[Precision()])",
        "Precision",
    ),
    (
        "class Net(keras.Model):\n    def call(self, x):\n        return x\n"
        "Net().compile('adam', 'sparse_categorical_crossentropy', metrics=[Precision()])",
        "Precision",
    ),
]

SILENT = [
    f"{HELD}    def go(self):\n        self.metrics.pop()\n        {SPARSE}self.metrics)\nT().go()",
    f"{HELD}    def go(self):\n        {SPARSE}self.metrics)\nt = T()\nt.metrics[0] = 'accuracy'\nt.go()",
    f"{HELD}    def go(self):\n        self.metrics = ['accuracy']\n        {SPARSE}self.metrics)\nT().go()",
    f"{SPARSE}['accuracy'])",
    f"{SPARSE}[keras.metrics.SparseCategoricalAccuracy()])",
    f"{SPARSE}[keras.metrics.SparseTopKCategoricalAccuracy(5)])",
    f"{SPARSE}[keras.metrics.MeanIoU(3, sparse_y_pred=False)])",
    f"{SPARSE}['precision'])",  # no name of a metric
    f"{SPARSE}[make_precision()])",
    # arguments with which the shapes may fit
    f"{SPARSE}[Precision(class_id=1)])",
    f"{SPARSE}[AUC(multi_label=True)])",
    f"{SPARSE}[AUC(num_labels=10)])",
    f"{SPARSE}[Precision(None, None, 1)])",
    f"{SPARSE}[Precision(**options)])",
    # other losses, or none that is in sight
    "model.compile('adam', 'categorical_crossentropy', metrics=[Precision()])",
    "model.compile('adam', 'binary_crossentropy', metrics=[Precision()])",
    "model.compile('adam', loss, metrics=[Precision()])",
    "loss = 'sparse_categorical_crossentropy' if s else 'categorical_crossentropy'\n"
    "model.compile('adam', loss, metrics=[Precision()])",
    "model.compile('adam', {'a': 'sparse_categorical_crossentropy'}, metrics={'b': [Precision()]})",
    "model.compile('adam', ['sparse_categorical_crossentropy', 'mse'], metrics=[Precision()])",
    "class Mine(keras.losses.SparseCategoricalCrossentropy): pass\n"
    "model.compile('adam', Mine(), metrics=[Precision()])",
    # one output
    "m = keras.Sequential([Dense(1)])\n"
    "m.compile('adam', 'sparse_categorical_crossentropy', metrics=[Precision()])",
    "m = keras.Sequential()\nm.add(Dense(4))\nm.add(Dense(units=1))\n"
    "m.compile('adam', 'sparse_categorical_crossentropy', metrics=[Precision()])",
    "i = keras.Input((3,))\nm = keras.Model(i, Dense(1)(i))\n"
    "m.compile('adam', 'sparse_categorical_crossentropy', metrics=[Precision()])",
    # metrics and models of another kind
    f"class Sparse(Precision):\n    def update_state(self, t, p, w=None): pass\n{SPARSE}[Sparse()])",
    f"from project import Precision\n{SPARSE}[Precision()])",
    f"m = Precision() if hot else 'accuracy'\n{SPARSE}[m])",
    "class Net(keras.Model):\n    def train_step(self, data):\n        return {}\n"
    "Net().compile('adam', 'sparse_categorical_crossentropy', metrics=[Precision()])",
    "def train(tool):\n    tool.compile('adam', 'sparse_categorical_crossentropy', metrics=[Precision()])",
    "p = Precision()\np.update_state(y, o)\nmodel.compile('adam', 'sparse_categorical_crossentropy')",
    f"try:\n    {SPARSE}[Precision()])\nexcept ValueError:\n    pass",
]


@pytest.mark.parametrize(("code", "name"), FIRING)
def test_reported(code: str, name: str) -> None:
    (found,) = findings(HEAD + code, "both", "TFC716")
    assert found.severity.value == "error"
    assert found.message == (
        f"{name} wants one-hot labels, and the loss takes class numbers: Keras 2 (TensorFlow 2.15) raises "
        "ValueError in the first step; Keras 3 (TensorFlow 2.21) fails in the first step: "
        "the shapes do not match"
    )
    assert found.fix is not None
    assert found.fix.applicability.value == "manual"


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str, target: str) -> None:
    assert lint(HEAD + code, target, "TFC716") == []


def test_each_metric_is_reported() -> None:
    assert lint(HEAD + f"{SPARSE}[Precision(),\n AUC()])", only="TFC716") == [
        "TFC716:5 error",
        "TFC716:6 error",
    ]
