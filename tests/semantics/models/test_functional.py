"""Whether a model is made of inputs and outputs."""

from __future__ import annotations

import pytest

from tests.semantics.marked import marked
from tflint_ckpt.semantics.models.functional import is_functional

HEAD = "import keras\nfrom tensorflow.keras.models import Model\n"
MODELS = [
    ("show(keras.Model(a, b))", True),
    ("show(Model(inputs=a, outputs=b))", True),
    ("m = Model(a, outputs=b)\nshow(m)", True),
    ("def f():\n    return Model(a, b)\nshow(f())", True),
    ("show(keras.applications.ResNet50())", True),
    ("show(keras.Sequential([a, b]))", False),
    ("show(keras.Model())", False),
    ("show(keras.Model(*given))", False),
    ("show(keras.models.load_model('a', b))", False),
    ("class N(keras.Model): pass\nshow(N(a, b))", False),
]


@pytest.mark.parametrize(("code", "expected"), MODELS)
def test_models(code: str, expected: bool) -> None:
    facts, node = marked(HEAD + code)
    (origin,) = facts.objects.origins(node)
    assert is_functional(facts, origin) is expected
