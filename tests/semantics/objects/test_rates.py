"""The learning rate of optimizers: where it is read and set, and whether it follows a schedule."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.objects.optimizers import built, clipped_twice, may_train
from tflint_ckpt.semantics.objects.rates import Rates

HEAD = """\
from tensorflow import keras
from tensorflow.keras.optimizers import Adam, SGD
from tensorflow.keras.optimizers.schedules import ExponentialDecay
"""

# Code, and each use of a learning rate: what it is called, whether it is set, and whether it is scheduled.
USES = [
    ("o = Adam()\nprint(o.lr)", "lr"),
    ("o = Adam()\no.learning_rate = 0.1", "learning_rate set"),
    ("o = Adam()\no.learning_rate *= 0.1", "learning_rate set"),
    ("o = Adam()\no.learning_rate.assign(0.1)", "learning_rate"),
    ("o = Adam(ExponentialDecay(1.0, 10, 0.9))\no.learning_rate = 0.1", "learning_rate set scheduled"),
    ("m = keras.Sequential()\nm.compile('sgd', 'mse')\nprint(m.optimizer.lr)", "lr"),
    ("print(a.lr)", ""),
    ("o = Mine()\nprint(o.learning_rate)", ""),
    ("o = Adam()\nprint(o.iterations)", ""),
]
# Code that builds an optimizer, and the ways of clipping that it is told.
CLIPPED = [
    ("Adam(clipnorm=1.0, clipvalue=0.5)", "clipnorm clipvalue"),
    ("Adam(clipnorm=1.0, global_clipnorm=1.0)", "clipnorm global_clipnorm"),
    ("Adam(clipnorm=1.0)", ""),
    ("Adam(clipnorm=None, clipvalue=0.5)", ""),
    ("Adam(clipnorm=c, clipvalue=0.5)", ""),
    ("Mine(clipnorm=1.0, clipvalue=0.5)", ""),
]


@pytest.mark.parametrize(("code", "expected"), USES)
def test_uses(code: str, expected: str) -> None:
    found = [
        f"{one.name}{' set' if one.is_set else ''}{' scheduled' if one.scheduled else ''}"
        for one in module(HEAD + code).fact(Rates).uses
    ]
    assert ", ".join(found) == expected


@pytest.mark.parametrize(("code", "expected"), CLIPPED)
def test_clipped_twice(code: str, expected: str) -> None:
    found = [each.name or "" for _, given in clipped_twice(module(HEAD + code)) for each in given]
    assert " ".join(sorted(found)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("m = keras.Sequential()\nm.compile(Adam(), 'mse')", False),
        ("m = keras.Sequential()\nm.compile(Adam(), 'mse')\nm.fit(x)", True),
        ("o = Adam()\no.apply_gradients(g)", True),
        ("use(Adam())", True),
    ],
)
def test_may_train(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    (call,) = built(facts)
    assert may_train(facts, call.node) is expected
