"""Which layer gives a symbolic tensor, and what that is called on."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.models.tensors import Tensors

HEAD = """\
from tensorflow import keras
from tensorflow.keras import layers
i = keras.Input((3,))
d = layers.Dense(4)
base = keras.applications.VGG16()
"""

# Code that shows a tensor, what gives it, and what the layer is called on.
TENSORS = [
    ("show(i)", "INPUT", ""),
    ("show(d(i))", "LAYER", "i"),
    ("x = d(i)\nshow(x)", "LAYER", "i"),
    ("x = layers.Dense(3)(d(i))\nshow(x)", "LAYER", "d(i)"),
    ("show(layers.add([d(i), i]))", None, ""),
    ("show(layers.Add()([d(i), i]))", "SEVERAL", ""),
    ("show(base.output)", "MODEL", ""),
    ("x = base.outputs[0]\nshow(x)", "MODEL", ""),
    ("show(base(i))", "LAYER", "i"),
    ("def block(x):\n    return d(x)\nshow(block(i))", "LAYER", "x"),
    # not known, or several ways
    ("show(unknown)", None, ""),
    ("show(unknown(i))", None, ""),
    ("x = d(i) if t else i\nshow(x)", None, ""),
    ("show(i + 1)", None, ""),
    ("show(base.input_shape)", None, ""),
]


@pytest.mark.parametrize(("code", "gives", "given"), TENSORS)
def test_tensors(code: str, gives: str | None, given: str) -> None:
    facts, node = marked(HEAD + code)
    found = facts.fact(Tensors).one(node)
    if found is None:
        assert gives is None
        return
    assert found.gives.name == gives
    assert (facts.text(found.given) if found.given is not None else "") == given
