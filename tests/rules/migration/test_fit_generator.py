"""TFC805 fit-generator."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = """\
import tensorflow as tf
from tensorflow import keras
model = keras.Sequential()
"""

# What stands after HEAD, and what --fix makes of it on Keras 3.
BECOMES = [
    ("model.fit_generator(g)", "model.fit(g)"),
    ("h = model.fit_generator(generator=g, epochs=3)", "h = model.fit(x=g, epochs=3)"),
    ("model.fit_generator(g, 10, 2)", "model.fit(g, steps_per_epoch=10, epochs=2)"),
    (
        "model.fit_generator(g, 10, epochs=2, callbacks=[c], validation_data=v, validation_steps=3)",
        "model.fit(g, steps_per_epoch=10, epochs=2, callbacks=[c], validation_data=v, validation_steps=3)",
    ),
    ("model.fit_generator(g, workers=1)", "model.fit(g)"),
    # as Keras 1 called them
    ("model.fit_generator(g, 10, nb_epoch=2)", "model.fit(g, steps_per_epoch=10, epochs=2)"),
    ("model.fit_generator(g, nb_epoch=2, max_q_size=10, nb_worker=1)", "model.fit(g, epochs=2)"),
    ("model.fit_generator(g, pickle_safe=False)", "model.fit(g)"),
    ("model.fit_generator(g, use_multiprocessing=False, epochs=2)", "model.fit(g, epochs=2)"),
    ("model.fit_generator(g, max_queue_size=10, workers=1, epochs=2)", "model.fit(g, epochs=2)"),
    ("model.fit_generator(g, epochs=2, max_queue_size=10, workers=1)", "model.fit(g, epochs=2)"),
    ("model.fit_generator(g, verbose=0, shuffle=False)", "model.fit(g, verbose=0, shuffle=False)"),
    (
        "model.fit_generator(\n    g,  # endless\n    steps_per_epoch=10,\n    workers=1,\n)",
        "model.fit(\n    g,  # endless\n    steps_per_epoch=10,\n)",
    ),
    (
        "h = model.fit_generator(g,\n                        10,\n                        epochs=2)",
        "h = model.fit(g,\n              steps_per_epoch=10,\n              epochs=2)",
    ),
    (
        "model.fit_generator(g,\n                    workers=1,\n                    epochs=[1,\n"
        "                            2][0])",
        "model.fit(g,\n          epochs=[1,\n                  2][0])",
    ),
    (
        "model.fit_generator(g,\n                    epochs=2,\n                    workers=1)",
        "model.fit(g,\n          epochs=2)",
    ),
    (
        "model.evaluate_generator(g,\n                         steps=5\n                         )",
        "model.evaluate(g,\n               steps=5,\n               verbose=0\n               )",
    ),
    ("model.fit_generator(g,\n    epochs=2)", "model.fit(g,\n    epochs=2)"),
    (
        "def data():\n    yield from zip(a, b)\nmodel.fit_generator(data())",
        "def data():\n    yield from zip(a, b)\nmodel.fit(data())",
    ),
    ("model.fit_generator(iter(g))", "model.fit(iter(g))"),
    ("model.fit_generator(g, **{'epochs': 2})", "model.fit_generator(g, **{'epochs': 2})"),
    ("model.evaluate_generator(g, verbose=1)", "model.evaluate(g, verbose=1)"),
    ("model.evaluate_generator(g)", "model.evaluate(g, verbose=0)"),
    ("model.evaluate_generator(g, 5)", "model.evaluate(g, steps=5, verbose=0)"),
    ("model.evaluate_generator(g, steps=5, workers=1)", "model.evaluate(g, steps=5, verbose=0)"),
    ("p = model.predict_generator(g, 5, verbose=1)", "p = model.predict(g, steps=5, verbose=1)"),
    ("keras.models.load_model('m').fit_generator(g)", "keras.models.load_model('m').fit(g)"),
    ("class Net(keras.Model): pass\nNet().fit_generator(g)", "class Net(keras.Model): pass\nNet().fit(g)"),
]

UNSAFE = [
    # Keras 3 takes generators and no other iterators
    ("g = zip(a, b)\nmodel.fit_generator(g)", "g = zip(a, b)\nmodel.fit(g)"),
    ("model.fit_generator(generator=map(f, g))", "model.fit(x=map(f, g))"),
    (
        "import itertools\nmodel.fit_generator(itertools.cycle(g))",
        "import itertools\nmodel.fit(itertools.cycle(g))",
    ),
    ("model.fit_generator(g, workers=4)", "model.fit(g)"),
    ("model.fit_generator(g, 10, workers=n, use_multiprocessing=True)", "model.fit(g, steps_per_epoch=10)"),
    ("model.predict_generator(g, max_queue_size=50)", "model.predict(g, verbose=0)"),
]

MANUAL = [
    # how many samples a batch of these has, nobody sees
    "model.fit_generator(g, samples_per_epoch=100, nb_epoch=2)",
    "model.fit_generator(make(x), samples_per_epoch=100)",
    "g = make(batch_size=size)\nmodel.fit_generator(g, samples_per_epoch=100)",
    "model.fit_generator(flow(x, y, 8), samples_per_epoch=100)",
    "model.fit_generator(g, 10, nb_val_samples=100)",
    "model.fit_generator(*args)",
    "model.fit_generator(g, **kwargs)",
    "model.fit_generator(g, samples_per_epoch=100, nb_epoch=3)",
    "model.fit_generator(g, pickle=True)",
    "model.evaluate_generator(\n    g  # batches\n)",  # no certain place for verbose=0
    "model.fit_generator(g,\n    epochs=2,  # short\n    workers=1,  # one\n    max_queue_size=10)",
]

SILENT = [
    "model.fit(g)",
    "model.evaluate(g)\nmodel.predict(g)",
    "model.fit_generator",
    # not proved to be a model of Keras
    "import torch\ndef train(model):\n    model.fit_generator(g)",
    "def train(model):\n    model.inner.fit_generator(g)",
    "class T:\n    def fit_generator(self, g): pass\ndef train(model):\n    model.fit_generator(g)",
    "from elsewhere import model\nmodel.fit_generator(g)",
    "from poutyne import Model\nModel(net).fit_generator(g)",
    "from poutyne import Model\nm = Model(net)\nm.fit_generator(g)",
    "from rl.agents import DQNAgent\nagent = DQNAgent(a)\nagent.fit_generator(g)",
    "wrapper.fit_generator(g)",
    "m = keras.layers.Dense(3)\nm.fit_generator(g)",
    "m = keras.wrappers.scikit_learn.KerasClassifier(build)\nm.fit_generator(g)",
    "m = model if flag else [other()]\nm.fit_generator(g)",
    "fit_generator(model, g)",
    "class Model:\n    def fit_generator(self, g): pass\nModel().fit_generator(g)",
    "import torch\nm = torch.nn.Module()\nm.fit_generator(g)",
    # a method of its own
    "class Net(keras.Model):\n    def fit_generator(self, g): pass\nNet().fit_generator(g)",
    "class Net(keras.Model):\n    fit_generator = keras.Model.fit\nn = Net()\nn.fit_generator(g)",
    "class Net(Base, keras.Model): pass\nNet().fit_generator(g)",
    # expected
    "try:\n    model.fit(g)\nexcept AttributeError:\n    model.fit_generator(g)",
    "if hasattr(model, 'fit_generator'):\n    model.fit_generator(g)",
    "if tf.__version__ < '2.1':\n    model.fit_generator(g)\nelse:\n    model.fit(g)",
    "fit = model.fit if IS_TF2 else model.fit_generator",
    "model.fit_generator(g) if tf.__version__.startswith('1') else model.fit(g)",
    "with pytest.raises(AttributeError):\n    model.fit_generator(g)",
]


@pytest.mark.parametrize(("before", "after"), BECOMES)
def test_becomes(before: str, after: str) -> None:
    assert fix(HEAD + dedent(before), only="TFC805") == HEAD + dedent(after)


@pytest.mark.parametrize(("before", "after"), UNSAFE)
def test_unsafe(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC805") == HEAD + before
    assert fix(HEAD + before, only="TFC805", unsafe=True) == HEAD + after


SAMPLES = [
    (
        "model.fit_generator(d.flow(x, batch_size=n), samples_per_epoch=len(x), nb_epoch=2)",
        "model.fit(d.flow(x, batch_size=n), steps_per_epoch=len(x) // n, epochs=2)",
    ),
    (
        "model.fit_generator(d.flow(x, y), samples_per_epoch=n)",
        "model.fit(d.flow(x, y), steps_per_epoch=n // 32)",
    ),
    (
        "g = d.flow_from_directory(p)\nmodel.fit_generator(g, samples_per_epoch=2 * n)",
        "g = d.flow_from_directory(p)\nmodel.fit(g, steps_per_epoch=(2 * n) // g.batch_size)",
    ),
    (
        "g = make(batch_size=8)\n"
        "model.fit_generator(t(batch_size=n), 10, validation_data=g, nb_val_samples=80)",
        "g = make(batch_size=8)\n"
        "model.fit(t(batch_size=n), steps_per_epoch=10, validation_data=g, validation_steps=80 // 8)",
    ),
    (
        "model.evaluate_generator(d.flow(x, y), val_samples=64)",
        "model.evaluate(d.flow(x, y), steps=64 // 32, verbose=0)",
    ),
]


@pytest.mark.parametrize(("before", "after"), SAMPLES)
def test_samples_become_batches(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC805") == HEAD + before
    assert fix(HEAD + before, unsafe=True, only="TFC805") == HEAD + after


@pytest.mark.parametrize("code", MANUAL)
def test_manual(code: str) -> None:
    assert fix(HEAD + code, only="TFC805", unsafe=True) == HEAD + code
    [found] = findings(HEAD + code, only="TFC805")
    assert found.fix is not None
    assert found.fix.applicability is Applicability.MANUAL


BY_USE = [
    ("def train(net):\n    net.fit_generator(g)", "def train(net):\n    net.fit(g)"),
    ("m = model if flag else other()\nm.fit_generator(g)", "m = model if flag else other()\nm.fit(g)"),
    (
        "from elsewhere import Net\nnet = Net(4)\nnet.compile(loss='mse', optimizer=o)\n"
        "net.fit_generator(g, 3)",
        "from elsewhere import Net\nnet = Net(4)\nnet.compile(loss='mse', optimizer=o)\n"
        "net.fit(g, steps_per_epoch=3)",
    ),
]


@pytest.mark.parametrize(("before", "after"), BY_USE)
def test_what_is_used_as_a_model_is_one(before: str, after: str) -> None:
    assert fix(HEAD + before, only="TFC805") == HEAD + after


@pytest.mark.parametrize("code", SILENT)
def test_silent(code: str) -> None:
    assert lint(HEAD + dedent(code), only="TFC805") == []


@pytest.mark.parametrize(
    ("target", "expected"), [("2.11", 0), ("keras2", 0), ("2.16", 1), ("keras3", 1), ("both", 1)]
)
def test_targets(target: str, expected: int) -> None:
    assert len(lint(HEAD + "model.fit_generator(g)", target, only="TFC805")) == expected


def test_message() -> None:
    [found] = findings(HEAD + "model.fit_generator(g, workers=4)", "both", only="TFC805")
    assert found.message == (
        "fit_generator() was removed, fit() takes generators: "
        "Keras 2 (TensorFlow 2.15) still has it, deprecated; "
        "Keras 3 (TensorFlow 2.21) raises AttributeError, before anything is trained"
    )
    assert found.fix is not None
    assert found.fix.title == "call fit without workers"
