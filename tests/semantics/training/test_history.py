"""Keys that the record of a fit lacks where they are read."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.history import Missing, missing_keys, read_keys

HEAD = """\
import keras
m = keras.Sequential([keras.layers.Dense(1)])
m.compile('sgd', 'mse', metrics=['accuracy'])
"""
FIT = "h = m.fit(x)\n"

# Code, and the keys that are missing, with the name that is there instead; "?" for what is not judged.
READS: list[tuple[str, list[str]]] = [
    (f"{FIT}h.history['acc']", ["acc accuracy"]),
    (f"{FIT}h.history['val_loss']", ["val_loss"]),
    (f"{FIT}d = h.history\nd['acc']", ["acc accuracy"]),
    ("d = m.fit(x).history\nd['acc']", ["acc accuracy"]),
    (f"{FIT}for k in ['loss', 'mae']:\n    h.history[k]", ["mae"]),
    (f"{FIT}for a, k in (('Loss', 'loss'), ('MAE', 'mae')):\n    h.history[k]", ["mae"]),
    ("def f():\n    return m.fit(x)\nh = f()\nh.history['acc']", ["acc accuracy"]),
    ("def f(h):\n    h.history['acc']\nf(m.fit(x))", ["acc accuracy"]),
    ("def f():\n    h = m.fit(x)\n    return h.history\nd = f()\nd['acc']", ["acc accuracy"]),
    ("m.fit(x)\nm.history.history['acc']", ["acc accuracy"]),
    (
        "class T:\n    def f(self):\n        self.h = m.fit(x)\n        self.h.history['acc']",
        ["acc accuracy"],
    ),
    ("h = None\nif t:\n    h = m.fit(x)\nh.history['acc']", ["acc accuracy"]),
    ("h = m.fit(x) if t else m.fit(x, validation_split=0.1)\nh.history['acc']", ["acc accuracy"]),
    # there, maybe there, asked for
    (f"{FIT}h.history['loss']", []),
    ("h = m.fit(x) if t else m.fit(x, validation_split=0.1)\nh.history['val_loss']", []),
    (f"{FIT}h.history['acc'] = 1", []),
    (f"{FIT}h.history['mae'] = 1\nh.history['mae']", []),
    (f"{FIT}h.history['mae'], y = 1, 2\nh.history['mae']", []),
    (f"{FIT}h.history.update(mae=1)\nh.history['mae']", []),
    (f"{FIT}h.history |= {{'mae': 1}}\nh.history['mae']", []),
    (f"{FIT}def add(d):\n    d['mae'] = 1\nadd(h.history)\nh.history['mae']", []),
    (f"{FIT}def add(r):\n    r.history.update(mae=1)\nadd(h)\nh.history['mae']", []),
    (f"{FIT}def plot(d):\n    print(d['loss'])\nplot(h.history)\nh.history['mae']", ["mae"]),
    (
        "def f(val=False):\n    h = m.fit(x, validation_split=0.1 if val else 0)\n    if val:\n"
        "        h.history['val_loss']\nf()",
        [],
    ),
    ("h = m.fit(x, validation_data=None if t else v)\nif len(h.history) > 2:\n    h.history['val_loss']", []),
    ("def f(val=False):\n    h = m.fit(x)\n    if val:\n        h.history['val_loss']\nf()", []),
    (f"{FIT}if len(h.history) > 2:\n    h.history['val_loss']", []),
    (f"{FIT}print(len(h.history['loss']))\nh.history['val_loss']", ["val_loss"]),
    (f"{FIT}if plot:\n    h.history['val_loss']", ["val_loss"]),
    (f"{FIT}if plot:\n    h.history['acc']", ["acc accuracy"]),
    (f"{FIT}if 'acc' in h.history:\n    h.history['acc']", []),
    (f"{FIT}h.history.get('acc')", []),
    (f"{FIT}for k in ['loss', 'mae']:\n    if t:\n        continue\n    h.history[k]", []),
    (f"{FIT}k = 'acc' if t else 'accuracy'\nh.history[k]", []),
    (f"{FIT}h.history[key]", []),
    ("h = load()\nh.history['acc']", []),
    ("def f(h):\n    h.history['acc']\nf(m.fit(x))\nf(load())", []),
    ("m.fit(x)\ntrain(m)\nm.history.history['acc']", []),
    ("h = m.fit(x, callbacks=cs)\nh.history['acc']", ["?"]),
]


@pytest.mark.parametrize(("code", "expected"), READS)
def test_missing_keys(code: str, expected: list[str]) -> None:
    shown = [
        f"{each.key} {each.other or ''}".strip() if isinstance(each, Missing) else "?"
        for each in missing_keys(module(HEAD + code))
    ]
    assert shown == expected


def test_the_learning_rate_is_called_otherwise_on_each_keras() -> None:
    code = f"{HEAD}h = m.fit(x, callbacks=[keras.callbacks.ReduceLROnPlateau()])\nh.history['lr']\n"
    (found,) = missing_keys(module(code, "both"))
    assert isinstance(found, Missing)
    assert (found.releases, found.is_rate({2, 3}), found.validated) == ({3}, True, False)
    assert [*missing_keys(module(code, "keras2"))] == []


@pytest.mark.parametrize(
    ("behind", "saved"),
    [
        ("m.save('a.keras')", True),
        ("if t:\n    m.save_weights('a.weights.h5')", True),
        ("m.evaluate(x)", False),
        ("other.save('a')", False),
    ],
)
def test_a_model_that_is_saved_only_later(behind: str, saved: bool) -> None:
    (found,) = missing_keys(module(f"{HEAD}{FIT}h.history['acc']\n{behind}\n"))
    assert isinstance(found, Missing)
    assert (found.save is not None) is saved


def test_who_names_a_metric() -> None:
    facts = module(
        f"{HEAD}c = keras.callbacks.EarlyStopping(monitor='val_accuracy')\n"
        f"{FIT}h.history['accuracy']\nh.history['loss']\nh.history[key]\nother['accuracy']\n"
    )
    assert [facts.text(each) for each in read_keys(facts, "accuracy")] == ["'val_accuracy'", "'accuracy'"]


def test_a_function_of_another_file_adds_a_key() -> None:
    code = f"from other import add\n{HEAD}{FIT}add(h.history)\nh.history['mae']\n"
    for body, count in (("d['mae'] = 1", 0), ("d['mae'], x = 1, 2", 0), ("print(d)", 1)):
        assert len(list(missing_keys(module(code, other=f"def add(d):\n    {body}\n")))) == count
