"""Calls of the public API of Keras, and what is raised where one lacks an argument."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.keras_api.signature import Signature
from tflint_ckpt.semantics.api_calls import (
    api_calls,
    lacks,
    raised,
    reads_no_generator,
    third_of_to_categorical,
)
from tflint_ckpt.semantics.calls.arguments import bind

HEAD = "import tensorflow as tf\nimport keras\nmodel = keras.Sequential()\n"
CALLS = [
    ("keras.layers.Dense(units=3)", "keras.layers.Dense"),
    ("tf.keras.layers.Dense(units=3)", "keras.layers.Dense"),
    ("keras.layers.Dense(**options)", "keras.layers.Dense"),
    ("keras.layers.Dense(3)", ""),
    ("keras.src.layers.Dense(units=3)", "keras.layers.Dense"),
    ("tf.python.keras.layers.Dense(units=3)", ""),
    ("keras.callbacks.ModelCheckpoint(filepath='a')", ""),
    ("tf.constant(value=3)", ""),
    ("model.fit(x, epochs=3)", "keras.Model.fit"),
    ("model.fit(x)", "keras.Model.fit"),
    ("model.summary(line_length=3)", ""),
    ("other.fit(x, epochs=3)", ""),
    (
        "o = keras.optimizers.Adam()\no.apply_gradients(g, name='a')",
        "keras.optimizers.Optimizer.apply_gradients",
    ),
    ("o = keras.optimizers.legacy.Adam()\no.apply_gradients(g, name='a')", ""),
]


@pytest.mark.parametrize(("code", "expected"), CALLS)
def test_api_calls(code: str, expected: str) -> None:
    found = api_calls(module(f"{HEAD}{code}\n"))
    assert " ".join(f"{owner}.{method}".removesuffix(".") for _, owner, method in found) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("y, 3, 'float32'", "'float32'"),
        ("y, 3", None),
        ("y, 3, dtype='float32'", None),
        ("y, 3, *more", None),
        ("*more, 'float32'", None),
    ],
)
def test_third_of_to_categorical(given: str, expected: str | None) -> None:
    facts = module(f"{HEAD}tf.keras.utils.to_categorical({given})\n")
    found = [facts.text(argument.value) for _, argument in third_of_to_categorical(facts)]
    assert found == ([expected] if expected is not None else [])


TOLD = Signature({"k": "f", "p": ["x", "y=None", "*", "z"]})


@pytest.mark.parametrize(
    ("given", "name", "expected"),
    [
        ("", "x", True),
        ("1", "x", False),
        ("x=1", "x", False),
        ("1", "y", False),
        ("1, 2, 3", "z", True),
        ("z=3", "z", False),
        ("z=3", "x", True),
        ("1", "nothing", False),
    ],
)
def test_lacks(given: str, name: str, expected: bool) -> None:
    facts = module(f"f({given})\n")
    call = bind(facts, facts.facts.calls[0], "f")
    assert lacks(call, TOLD, name) is expected
    assert not lacks(call, None, name)


def test_what_is_raised() -> None:
    layer = Signature({"k": "c", "p": ["units", "**kwargs"]})
    assert raised(TOLD, (3, 15)) == raised(TOLD, (2, 15)) == raised(None, (3, 15)) == "TypeError"
    assert (raised(layer, (2, 15)), raised(layer, (3, 0))) == ("TypeError", "ValueError")


@pytest.mark.parametrize(
    ("code", "method", "expected"),
    [
        ("model.fit(x, y, workers=2)", "fit", True),
        ("model.fit(tf.data.Dataset.range(3), workers=2)", "fit", True),
        ("model.fit(x, workers=2)", "fit", False),
        ("model.fit(x, y, epochs=2)", "fit", True),
        ("model.fit(x, y, batch_size=2)", "fit", False),
        ("model.predict(x, 8, workers=2)", "predict", False),
        ("model.predict(tf.data.Dataset.range(3), workers=2)", "predict", True),
        ("model.fit(x, y, workers=2)", "", False),
    ],
)
def test_reads_no_generator(code: str, method: str, expected: bool) -> None:
    facts = module(f"{HEAD}{code}\n")
    call = bind(facts, facts.facts.calls[1], "keras.Model.fit" if ".fit(" in code else "keras.Model.predict")
    argument = call.arguments[-1]
    assert reads_no_generator(facts, call, method, argument) is expected
