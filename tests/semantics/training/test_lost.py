"""What is lost when a call behind a training raises."""

from __future__ import annotations

import pytest

from tests.lint import module
from tests.semantics.marked import calls
from tflint_ckpt.semantics.training.lost import lost_by

HEAD = "import keras\nm = keras.Sequential()\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("m.fit(x)\nshow()\nm.save('m.keras')", True),
        ("m.fit(x)\nif a: show()\nm.save_weights('m.weights.h5')", True),
        ("def f():\n    m.fit(x)\n    show()\n    m.export('m')", True),
        ("m.fit(x)\nm.save('m.keras')\nshow()", False),
        ("m.fit(x)\nshow()", False),
        ("show()\nm.fit(x)\nm.save('m.keras')", False),
        ("m.fit(x)\nshow()\nother.save('m.keras')", False),
        ("m.fit(x)\nm.save('a.keras')\nshow()\nm.save('m.keras')", False),
        ("m.fit(x)\nshow()\nm.fit(x)\nm.save('m.keras')", False),
        ("m.fit(x, callbacks=[keras.callbacks.ModelCheckpoint(p)])\nshow()\nm.save('m.keras')", False),
        ("for k in r:\n    m.fit(x)\n    show()\n    m.save('m.keras')", False),
    ],
)
def test_lost_by(code: str, expected: bool) -> None:
    facts = module(HEAD + code)
    assert (lost_by(facts, calls(facts, "show")[0]) is not None) is expected
