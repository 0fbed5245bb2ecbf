"""Whether a ``Sequential`` is called on no symbolic tensor."""

from __future__ import annotations

import pytest

from tests.lint import assigned, module
from tflint_ckpt.semantics.models.never_called import is_never_called

HEAD = "import keras\nimport mlflow\n"
MODELS = [
    ("m = keras.Sequential()\nm.fit(x, epochs=3)\nm.save('a.keras')", True),
    ("m = keras.Sequential()\nkeras.utils.plot_model(m)\nmlflow.log(m)", True),
    ("m = keras.Sequential()\nprint(m.input, m.layers[0](x))", True),
    ("m = keras.Sequential()\nassert m is not None", True),
    ("m = keras.Sequential()\nm(x)", False),
    ("m = keras.Sequential()\nn = m\nn.call(x)", False),
    ("m = keras.Sequential()\nkeras.Sequential([m])", False),
    ("m = keras.Sequential()\nn.add(m)", False),
    ("m = keras.Sequential()\nkeras.models.clone_model(m)", False),
    ("m = keras.Sequential()\nuse(m)", False),
    ("def f(n):\n    return n(x)\nm = keras.Sequential()\nf(m)", False),
    ("m = keras.Sequential()\nother.m = m", False),
    ("m = keras.Sequential()\nf = lambda: m", False),
    ("m = keras.Model(a, b)", False),
    ("class S(keras.Sequential): pass\nm = S()", False),
    ("m = keras.Sequential.from_config(c)", False),
]


@pytest.mark.parametrize(("code", "expected"), MODELS)
def test_models(code: str, expected: bool) -> None:
    facts = module(f"{HEAD}{code}\n")
    (origin,) = facts.objects.origins(assigned(facts, "m"))
    assert is_never_called(facts, origin) is expected
