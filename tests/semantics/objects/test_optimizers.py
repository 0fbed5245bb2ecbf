"""Optimizers that a module builds."""

from __future__ import annotations

import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.objects.optimizers import (
    built,
    clipped_twice,
    default_rate,
    is_made_by_tensorflow1,
    is_of_tensorflow1,
    may_train,
)
from tflint_ckpt.target import NEWEST, NEWEST_KERAS2

HEAD = "import functools\nimport keras\nimport tensorflow as tf\nfrom keras.optimizers import Adam\n"
BUILT = [
    ("Adam(0.1)", ["Adam(0.1)"]),
    ("tf.keras.optimizers.SGD()", ["tf.keras.optimizers.SGD()"]),
    ("tf.optimizers.Adam()", ["tf.optimizers.Adam()"]),
    ("make = functools.partial(Adam, 0.1)", ["functools.partial(Adam, 0.1)"]),
    ("class Mine(Adam): pass\nMine(0.1)", ["Mine(0.1)"]),
    ("class Mine(Adam):\n    def __init__(self):\n        super().__init__(0.1)", ["super().__init__(0.1)"]),
    ("from keras.optimizers import *\nSGD()", ["SGD()"]),
    ("keras.optimizers.legacy.Adam()", []),
    ("keras.optimizers.get('adam')", []),
    ("keras.optimizers.Optimizer('a')", []),
    ("from tensorflow.python.keras.optimizers import SGD\nSGD()", []),
    ("from mine import SGD\nSGD()", []),
    ("Adam", []),
]


@pytest.mark.parametrize(("code", "expected"), BUILT)
def test_built(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    assert [facts.text(call.node) for call in built(facts)] == expected


CLIPPED = [
    ("Adam(clipnorm=1.0, clipvalue=0.5)", ["clipnorm", "clipvalue"]),
    ("c = 1.0\nAdam(global_clipnorm=c, clipvalue=0.5)", ["clipvalue", "global_clipnorm"]),
    ("Adam(**{'clipnorm': 1.0, 'clipvalue': 0.5})", ["clipnorm", "clipvalue"]),
    ("Adam(clipnorm=1.0, clipvalue=None)", []),
    ("Adam(clipnorm=1.0, clipvalue=v)", []),
    ("Adam(clipnorm=1.0 if t else None, clipvalue=0.5)", []),
    ("Adam(clipnorm=1.0)", []),
]


@pytest.mark.parametrize(("code", "expected"), CLIPPED)
def test_clipped_twice(code: str, expected: list[str]) -> None:
    names = [each.name for _, given in clipped_twice(module(HEAD + code)) for each in given]
    assert names == expected


TRAINS = [
    ("o = Adam()\nm.compile(o)\nm.fit(x, epochs=3)", True),
    ("m.compile(Adam())\nfrom there import *\nrun(m)", True),
    ("def f():\n    return Adam()", True),
    ("o = Adam()", True),
    ("o = Adam()\nm.fit(x, epochs=3)", False),
    ("m.compile(Adam())\nprint(m.predict(x))\nif __name__ == '__main__':\n    main()", False),
]


@pytest.mark.parametrize(("code", "expected"), TRAINS)
def test_what_may_train(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    (call,) = built(facts)
    assert may_train(facts, call.node) is expected


def test_tensorflow_1() -> None:
    facts = module(
        f"{HEAD}a = tf.compat.v1.keras.optimizers.Adam()\nb = Adam()\n"
        f"c = tf.compat.v1.train.AdamOptimizer()\n"
        "d = tf.train.AdamOptimizer()\n"
    )
    assert [is_of_tensorflow1(facts, call) for call in built(facts)] == [True, False]
    made = [facts.objects.origins(assigned(facts, name))[0] for name in "abcd"]
    assert [is_made_by_tensorflow1(facts, each) for each in made] == [False, False, True, False]


def test_default_rates() -> None:
    assert default_rate("keras.optimizers.Adam", NEWEST) == "0.001"
    assert default_rate("keras.optimizers.SGD", NEWEST_KERAS2) == "0.01"
    assert default_rate("keras.optimizers.Optimizer", NEWEST) is None
    assert default_rate("keras.optimizers.Adafactor", NEWEST) is not None
