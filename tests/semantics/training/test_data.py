"""The data that the methods of a model are given, with what says after how many batches to stop."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.data import given

HEAD = "import keras\nm = keras.Sequential()\n"
CALLS = [
    ("m.fit(a)", ["fit x a -"]),
    ("m.fit(x=a, steps_per_epoch=3)", ["fit x a 3"]),
    ("m.fit(a, validation_data=b, validation_steps=4)", ["fit x a -", "fit validation_data b 4"]),
    ("m.fit(a, b, 32, 1, 1, None, 0.0, c)", ["fit x a -", "fit validation_data c -"]),
    ("m.fit(a, steps_per_epoch=None, validation_data=None)", ["fit x a -"]),
    ("m.fit(**{'x': a, 'steps_per_epoch': n})", ["fit x a n"]),
    ("m.evaluate(a, steps=3)", ["evaluate x a 3"]),
    ("m.predict(a)", ["predict x a -"]),
    ("def f(n):\n    n.fit(a)\nf(m)", ["fit x a -"]),
    ("class T(keras.Model):\n    def go(self):\n        self.fit(a)\nT().go()", ["fit x a -"]),
    ("m.fit()", []),
    ("m.fit(*given)", []),
    ("m.fit(a, **options)", []),
    ("unknown.fit(a)", []),
    ("keras.layers.TextVectorization().fit(a)", []),
]


@pytest.mark.parametrize(("code", "expected"), CALLS)
def test_given(code: str, expected: list[str]) -> None:
    facts = module(HEAD + code)
    shown = []
    for each in given(facts, "fit", "evaluate", "predict"):
        steps = facts.text(each.steps.value) if each.steps is not None else "-"
        shown.append(f"{each.method} {each.argument} {facts.text(each.data)} {steps}")
    assert shown == expected


def test_the_argument_for_steps() -> None:
    facts = module(f"{HEAD}m.fit(a, validation_data=b)\nm.evaluate(a)\n")
    names = [each.steps_name for each in given(facts, "fit", "evaluate")]
    assert names == ["steps_per_epoch", "validation_steps", "steps"]
