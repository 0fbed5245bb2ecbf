"""The layers behind an output, back to where they start."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.models.chains import chain_of

HEAD = """\
import keras
from keras.layers import Concatenate, Conv2D, Dense, Flatten
i = keras.Input((3,))
"""

# What is shown: the layers, then what stands before the first one.
CHAINS: list[tuple[str, str | None]] = [
    ("show(Dense(1)(i))", "Dense INPUT"),
    ("x = Dense(2)(i)\nx = Flatten()(x)\nshow(Dense(1)(x))", "Dense Flatten Dense INPUT"),
    ("def head(x):\n    return Dense(1)(x)\nshow(head(Flatten()(i)))", "Flatten Dense INPUT"),
    ("d = Dense(1)\nshow(d(d(i)))", "Dense Dense INPUT"),
    ("show(i)", "INPUT"),
    ("show(Dense(1)(Concatenate()([i, i])))", "Concatenate Dense SEVERAL"),
    ("b = keras.applications.ResNet50()\nshow(Dense(1)(b.output))", " Dense OWN"),
    ("show(Dense(1)(unknown(i)))", "Dense UNKNOWN"),
    ("show(Dense(1)(x))", "Dense UNKNOWN"),
    ("x = i\nfor k in n:\n    x = Dense(1)(x)\nshow(x)", None),
    ("x = Dense(1)(i) if t else i\nshow(x)", None),
    ("show(x)", None),
    ("show(unknown(i))", None),
]


@pytest.mark.parametrize(("code", "expected"), CHAINS)
def test_chains(code: str, expected: str | None) -> None:
    facts, node = marked(HEAD + code)
    found = chain_of(facts, node)
    shown = None
    if found is not None:
        shown = " ".join([*(layer.name for layer in found.layers), found.start.name])
    assert shown == expected


def test_what_is_told_of_a_chain() -> None:
    facts, node = marked(f"{HEAD}show(Dense(1)(Flatten()(i)))")
    found = chain_of(facts, node)
    assert found is not None
    assert found.last is not None
    assert (found.last.name, found.is_whole) == ("Dense", True)
    assert found.input is not None
    assert facts.text(found.input) == "keras.Input((3,))"
