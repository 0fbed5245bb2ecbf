"""TFC712 class-weight-array."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint

HEAD = """\
import numpy as np
from sklearn.utils import class_weight
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(3)])
"""
COMPUTED = "class_weight.compute_class_weight(class_weight='balanced', classes=np.unique(y), y=y)"

# What stands after HEAD, what --fix makes of it, and what the message calls the value.
BECOMES = [
    (
        f"w = {COMPUTED}\nmodel.fit(x, y, class_weight=w)",
        f"w = {COMPUTED}\nmodel.fit(x, y, class_weight=dict(enumerate(w)))",
        "an array",
    ),
    (
        f"model.fit(x, y, class_weight={COMPUTED}, verbose=0)",
        f"model.fit(x, y, class_weight=dict(enumerate({COMPUTED})), verbose=0)",
        "an array",
    ),
    (
        "from sklearn.utils.class_weight import compute_class_weight\n"
        "w = compute_class_weight('balanced', np.unique(y), y)\nmodel.fit(x, y, class_weight=w)",
        "from sklearn.utils.class_weight import compute_class_weight\n"
        "w = compute_class_weight('balanced', np.unique(y), y)\n"
        "model.fit(x, y, class_weight=dict(enumerate(w)))",
        "an array",
    ),
    (
        "w = class_weight.compute_class_weight('balanced', classes=[0, 1, 2], y=y)\n"
        "model.train_on_batch(x, y, class_weight=w)",
        "w = class_weight.compute_class_weight('balanced', classes=[0, 1, 2], y=y)\n"
        "model.train_on_batch(x, y, class_weight=dict(enumerate(w)))",
        "an array",
    ),
    (
        "model.fit(x, y, class_weight=[1.0, 20.0])",
        "model.fit(x, y, class_weight=dict(enumerate([1.0, 20.0])))",
        "a list",
    ),
    (
        "model.fit(x, y, class_weight=(1, 2 / 3))",
        "model.fit(x, y, class_weight=dict(enumerate((1, 2 / 3))))",
        "a list",
    ),
    (
        "w = np.array([1.0, 20.0])\nmodel.fit(x, y, class_weight=w)",
        "w = np.array([1.0, 20.0])\nmodel.fit(x, y, class_weight=dict(enumerate(w)))",
        "an array",
    ),
    (
        "counts = np.bincount(y)\nmodel.fit(x, y, class_weight=len(y) / (3 * counts))",
        "counts = np.bincount(y)\nmodel.fit(x, y, class_weight=dict(enumerate(len(y) / (3 * counts))))",
        "an array",
    ),
    (
        f"w = {COMPUTED}.tolist()\nmodel.fit(x, y, class_weight=w)",
        f"w = {COMPUTED}.tolist()\nmodel.fit(x, y, class_weight=dict(enumerate(w)))",
        "a list",
    ),
    (
        f"w = list({COMPUTED})\nmodel.fit(x, y, class_weight=(w))",
        f"w = list({COMPUTED})\nmodel.fit(x, y, class_weight=dict(enumerate(w)))",
        "a list",
    ),
    (
        "class Net(keras.Model): pass\nnet = Net()\nnet.fit(x, y, class_weight=[1, 2])",
        "class Net(keras.Model): pass\nnet = Net()\nnet.fit(x, y, class_weight=dict(enumerate([1, 2])))",
        "a list",
    ),
    (
        f"def weights(y):\n    return {COMPUTED}\nmodel.fit(x, y, class_weight=weights(y))",
        f"def weights(y):\n    return {COMPUTED}\nmodel.fit(x, y, class_weight=dict(enumerate(weights(y))))",
        "an array",
    ),
]

MANUAL = [
    ("model.fit(x, y, class_weight='balanced')", "a string"),
    ("mode = 'auto'\nmodel.fit(x, y, class_weight=mode)", "a string"),
    (
        "w = class_weight.compute_class_weight('balanced', classes=[1, 2, 3], y=y)\n"
        "model.fit(x, y, class_weight=w)",
        "an array",
    ),
    ("def dict(*pairs): ...\nmodel.fit(x, y, class_weight=[1, 2])", "a list"),
]

SILENT = [
    f"w = dict(enumerate({COMPUTED}))\nmodel.fit(x, y, class_weight=w)",
    f"w = {COMPUTED}\nw = dict(enumerate(w))\nmodel.fit(x, y, class_weight=w)",
    f"w = {COMPUTED}\nw = {{i: w[i] for i in range(3)}}\nmodel.fit(x, y, class_weight=w)",
    f"w = {COMPUTED}\nmodel.fit(x, y, class_weight=dict(zip(np.unique(y), w)))",
    f"w = {COMPUTED}\nmodel.fit(x, y, class_weight={{0: w[0], 1: w[1]}})",
    f"w = {COMPUTED}\nmodel.fit(x, y, sample_weight=w[y])",
    "model.fit(x, y, class_weight={0: 1.0, 1: 20.0})",
    "model.fit(x, y, class_weight=None)",
    "model.fit(x, y)",
    "model.fit(x, y, class_weight=weights)",
    "model.fit(x, y, class_weight=args.class_weight)",
    "model.fit(x, y, class_weight=get_weights(y))",
    "model.fit(x, y, class_weight=json.load(open('w.json')))",
    "model.fit(x, y, class_weight=np.load('w.npy', allow_pickle=True).item())",
    "model.fit(x, y, class_weight=dict(pd.Series(y).value_counts()))",
    # one dictionary for each output
    "model.fit(x, y, class_weight=[{0: 1, 1: 2}, {0: 1, 1: 5}])",
    "model.fit(x, y, class_weight=[first, second])",
    "model.fit(x, y, class_weight=[])",
    # which may be a dictionary
    f"w = {COMPUTED} if balance else None\nmodel.fit(x, y, class_weight=w)",
    "w = {0: 1, 1: 2}\nif flat:\n    w = np.ones(2)\nmodel.fit(x, y, class_weight=w)",
    "def train(w):\n    model.fit(x, y, class_weight=w)",
    # not Keras' fit
    "from sklearn.svm import SVC\nSVC(class_weight='balanced').fit(x, y)",
    "from sklearn.linear_model import LogisticRegression\n"
    "LogisticRegression().fit(x, y, class_weight='balanced')",
    "wrapper.fit(x, y, class_weight=[1, 2])",
    "clf = keras.wrappers.scikit_learn.KerasClassifier(build)\nclf.fit(x, y, class_weight=[1, 2])",
    "class Net(keras.Model):\n    def fit(self, x, y, class_weight): pass\n"
    "Net().fit(x, y, class_weight=[1, 2])",
    "model.evaluate(x, y, class_weight=[1, 2])",
    # expected
    "try:\n    model.fit(x, y, class_weight=[1, 2])\nexcept AttributeError:\n    pass",
    "with pytest.raises(ValueError):\n    model.fit(x, y, class_weight=[1, 2])",
]

AT_FIRST = (
    "class Study:\n    def __init__(self):\n        self.w = None\n"
    f"    def weigh(self, y):\n        self.w = {COMPUTED}\n"
    "    def train(self, x, y):\n        self.weigh(y)\n        model.fit(x, y, class_weight=self.w)\n"
)


def test_an_attribute_that_is_set_later() -> None:
    (found,) = findings(HEAD + AT_FIRST, only="TFC712")
    assert found.message.startswith("class_weight is an array, ")
    assert found.fix is not None
    assert found.fix.applicability.value == "unsafe"
    either = AT_FIRST.replace("self.w = class", "self.w = None if flat else class")
    assert lint(HEAD + either, only="TFC712") == []


@pytest.mark.parametrize("target", ["keras2", "keras3", "both"])
@pytest.mark.parametrize(("before", "after", "kind"), BECOMES)
def test_becomes_a_dictionary(before: str, after: str, kind: str, target: str) -> None:
    (found,) = findings(HEAD + before, target, "TFC712")
    assert found.severity.value == "error"
    assert found.message.startswith(f"class_weight is {kind}, not a dictionary: ")
    assert fix(HEAD + before, target, "TFC712") == HEAD + after


@pytest.mark.parametrize(("code", "kind"), MANUAL)
def test_manual(code: str, kind: str) -> None:
    (found,) = findings(HEAD + code, only="TFC712")
    assert found.message.startswith(f"class_weight is {kind}, ")
    assert found.fix is not None
    assert found.fix.applicability.value == "manual"
    assert fix(HEAD + code, only="TFC712", unsafe=True) == HEAD + code


@pytest.mark.parametrize("target", ["keras2", "keras3"])
@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str, target: str) -> None:
    assert lint(HEAD + code, target, "TFC712") == []


def test_a_dictionary_of_arguments_may_be_read_elsewhere() -> None:
    code = HEAD + "args = {'class_weight': [1, 2]}\nmodel.fit(x, y, **args)\nlog(args)"
    assert fix(code, only="TFC712") == code
    assert fix(code, only="TFC712", unsafe=True) == code.replace("[1, 2]", "dict(enumerate([1, 2]))")


def test_what_happens_where() -> None:
    code = HEAD + "model.fit(x, y, class_weight=np.array([1, 2]))"
    (found,) = findings(code, "both", "TFC712")
    assert [(each.keras, each.text) for each in found.effects] == [
        ("Keras 2", "raises ValueError before the first step"),
        ("Keras 3", "raises AttributeError before the first step"),
    ]


def test_a_method_that_keras_3_does_not_have_is_for_another_rule() -> None:
    code = HEAD + "model.fit_generator(g, class_weight=[1, 2])"
    assert lint(code, "keras3", "TFC712") == []
    assert lint(code, "keras2", "TFC712") == ["TFC712:5 error"]
