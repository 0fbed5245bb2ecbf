"""What is done with a model behind its training."""

from __future__ import annotations

import pytest

from tests.lint import module
from tflint_ckpt.semantics.training.afterwards import first_use

HEAD = "import keras\nm = keras.Sequential([keras.layers.Dense(1)])\nm.compile('sgd', 'mse')\n"

# Code with the fit to ask about first, and the first use behind it.
USES = [
    ("m.fit(x, epochs=3)\nm.save('a.keras')\nm.evaluate(x)", "m.save('a.keras')"),
    ("m.fit(x, epochs=3)\nprint(m.predict(x))", "m.predict(x)"),
    ("m.fit(x, epochs=3)\nn = m\nn.save('a.keras')", "n.save('a.keras')"),
    ("m.fit(x, epochs=3)\nkeras.models.save_model(m, 'a.keras')", "keras.models.save_model(m, 'a.keras')"),
    (
        "m.fit(x, epochs=3)\nkeras.models.save_model(filepath='a.keras', model=m)",
        "keras.models.save_model(filepath='a.keras', model=m)",
    ),
    ("m.fit(x, epochs=3)\nif t:\n    m.evaluate(x)", "m.evaluate(x)"),
    (
        "def f():\n    m = keras.Sequential()\n    m.fit(x, epochs=3)\n    m.evaluate(x)\nf()",
        "m.evaluate(x)",
    ),
    # before it, elsewhere, of another model, after other weights
    ("m.fit(x, epochs=3)", None),
    ("m.evaluate(x)\nm.fit(x, epochs=3)", None),
    ("for i in n:\n    m.fit(x, epochs=3)\n    m.evaluate(x)", None),
    ("if t:\n    m.fit(x, epochs=3)\nelse:\n    m.evaluate(x)", None),
    ("m.fit(x, epochs=3)\nm = keras.Sequential()\nm.evaluate(x)", None),
    ("m.fit(x, epochs=3)\nm.load_weights('best.weights.h5')\nm.evaluate(x)", None),
    ("m.fit(x, epochs=3)\nm = keras.models.load_model('best.keras')\nm.evaluate(x)", None),
    ("m.fit(x, epochs=3)\nm.set_weights(w)\nm.evaluate(x)", None),
    ("m.fit(x, epochs=3)\nm.fit(x, epochs=4)\nm.evaluate(x)", None),
    ("m.fit(x, epochs=3)\ndef f():\n    m.evaluate(x)\nf()", None),
    ("m.fit(x, epochs=3)\nother.evaluate(x)", None),
]


@pytest.mark.parametrize(("code", "expected"), USES)
def test_first_uses(code: str, expected: str | None) -> None:
    facts = module(HEAD + code)
    found = first_use(facts, facts.training.fits[0])
    assert (facts.text(found) if found is not None else None) == expected
