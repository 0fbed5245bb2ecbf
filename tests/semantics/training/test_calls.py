"""Which calls train, and which leave a model alone."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.training.calls import is_harmless, is_wrapper, may_be_keras

HEAD = """\
import keras
import numpy as np
import sklearn
from sklearn.model_selection import GridSearchCV
from keras.wrappers.scikit_learn import KerasClassifier
m = keras.Sequential()
"""
FITS = [
    ("m.fit(x)", True),
    ("unknown.fit(x, epochs=3)", True),
    ("unknown.fit(x, y, 32, 3)", True),
    ("unknown.fit_generator(g)", True),
    ("def f(n):\n    n.fit(x)\nf(m)", True),
    ("n = m if t else keras.Model(a, b)\nn.fit(x)", True),
    ("unknown.fit(x, y)", False),
    ("n = m if t else unknown\nn.fit(x)", False),
    ("g = GridSearchCV(m)\ng.fit(x, y, verbose=1)", False),
    ("KerasClassifier(f).fit(x, epochs=3)", False),
    ("from mine import KerasRegressor\nKerasRegressor(f).fit(x, epochs=3)", False),
    ("keras.layers.Normalization().fit(x, batch_size=3)", False),
    ("s = sklearn.svm.SVC()\ns.fit(x, y)", False),
    ("fit(x, epochs=3)", False),
]


@pytest.mark.parametrize(("code", "expected"), FITS)
def test_fits(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    (call,) = [*calls(facts, "fit"), *calls(facts, "fit_generator")]
    assert may_be_keras(facts, call) is expected


WRAPPERS = [
    ("show(GridSearchCV(m))", True),
    ("show(KerasClassifier(build))", True),
    ("show(keras.layers.Dense(1))", True),
    ("w = KerasClassifier(build) if t else m\nshow(w)", True),
    ("show(m)", False),
    ("show(unknown)", False),
    ("show(build())", False),
]


@pytest.mark.parametrize(("code", "expected"), WRAPPERS)
def test_wrappers(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    (call,) = calls(facts, "show")
    assert is_wrapper(facts, call.args[0].value) is expected


HARMLESS = [
    ("m.fit(m)", True),
    ("other.predict(m)", True),
    ("keras.utils.plot_model(m)", True),
    ("np.shape(m)", True),
    ("GridSearchCV(m)", False),
    ("KerasClassifier(m)", False),
    ("prepare(m)", False),
    ("m.add(m)", False),
]


@pytest.mark.parametrize(("code", "expected"), HARMLESS)
def test_harmless_calls(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    assert is_harmless(facts, facts.facts.calls[-1]) is expected
