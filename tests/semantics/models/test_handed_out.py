"""What a model hands out by ``layers`` and ``get_layer``."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.models.handed_out import kind_of

HEAD = """\
import keras
from keras.layers import Dense
s = keras.Sequential([Dense(3), Dense(1)])
i = keras.Input((3,))
m = keras.Model(i, Dense(1)(Dense(3)(i)))
mixed = keras.Sequential([keras.applications.ResNet50(), Dense(1)])
class Own(keras.layers.Layer): pass
own = keras.Sequential([Own(), Dense(1)])
"""

# Code that asks an attribute ``wanted`` of one layer, and what that surely is.
HANDED: list[tuple[str, str | None]] = [
    ("s.layers[1].wanted", "PLAIN"),
    ("s.get_layer('a').wanted", "PLAIN"),
    ("for layer in s.layers:\n    layer.wanted", "PLAIN"),
    ("m.layers[1].wanted", "MERGING"),
    ("m.layers[0].wanted", "INPUT"),
    ("for layer in m.layers:\n    layer.wanted", "MERGING"),
    ("for layer in mixed.layers:\n    layer.wanted", "PLAIN"),
    ("[layer.wanted for layer in m.layers]", "MERGING"),
    ("for i, layer in enumerate(m.layers):\n    layer.wanted", "MERGING"),
    ("k = s if t else m\nk.layers[1].wanted", "MERGING"),
    ("keras.applications.ResNet50().layers[3].wanted", "MERGING"),
    # maybe a model, or a layer of one's own
    ("mixed.layers[0].wanted", None),
    ("own.layers[0].wanted", None),
    ("for layer in mixed.layers:\n    if t:\n        layer.wanted", None),
    ("for layer in mixed.layers:\n    if t:\n        continue\n    layer.wanted", None),
    ("for layer in mixed.layers[:2]:\n    layer.wanted", None),
    ("[layer.wanted for layer in mixed.layers if t]", None),
    ("keras.models.load_model('a').layers[1].wanted", None),
]


@pytest.mark.parametrize(("code", "expected"), HANDED)
def test_handed_out(code: str, expected: str | None) -> None:
    facts = module(HEAD + code)
    (use,) = facts.attributes("wanted")
    kinds = {kind_of(facts, origin, use) for origin in facts.objects.origins(use.value)}
    assert {kind.name if kind is not None else None for kind in kinds} == {expected}


def test_a_loop_comes_to_each_layer() -> None:
    """A layer of Keras' own is among those of a functional model, whatever the others are."""
    facts = module(
        f"{HEAD}f = keras.Model(i, Dense(1)(Own()(i)))\nfor layer in f.layers:\n    layer.wanted\n"
    )
    (use,) = facts.attributes("wanted")
    (origin,) = facts.objects.origins(use.value)
    found = kind_of(facts, origin, use)
    assert found is not None
    assert found.name == "MERGING"
